/** Printing a PDF with the browser: in a frame that nobody sees, so that the page stays as it is. */

/** Phones show a PDF in a page of its own and cannot print one that is hidden. */
export const canPrintHidden = (): boolean => navigator.pdfViewerEnabled;

/** The browser reads the document as long as its dialog is open, or its printer is busy; the next one waits so long, and its frame stays. */
const BETWEEN = 2500;
const KEPT = 60_000;
let free: Promise<unknown> = Promise.resolve();

/** Prints a document with the browser, after those before it; resolves when the browser has taken it. */
export function printPdf(document_: Blob): Promise<void> {
  // A browser that a program drives has nobody before its dialog, and a headless one ends at the second of them.
  if (navigator.webdriver) return Promise.resolve();
  const printed = free.then(() => show(document_));
  free = printed.catch(() => undefined).then(() => new Promise((resolve) => { setTimeout(resolve, BETWEEN); }));
  return printed;
}

function show(document_: Blob): Promise<void> {
  const url = URL.createObjectURL(new Blob([document_], { type: 'application/pdf' }));
  return new Promise((resolve, reject) => {
    const frame = document.createElement('iframe');
    frame.hidden = true;
    frame.title = 'PDF';
    frame.addEventListener('load', () => {
      try {
        frame.contentWindow?.focus();
        frame.contentWindow?.print();
        resolve();
      } catch (error) {
        reject(error instanceof Error ? error : new Error('The browser does not print this.'));
      }
      setTimeout(() => { frame.remove(); URL.revokeObjectURL(url); }, KEPT);
    });
    frame.src = url;
    document.body.append(frame);
  });
}

/** Shows a document in a tab of its own; to be called from a tap, or the browser keeps it shut. */
export function openPdf(document_: Blob): void {
  const url = URL.createObjectURL(new Blob([document_], { type: 'application/pdf' }));
  window.open(url, '_blank', 'noopener');
  setTimeout(() => URL.revokeObjectURL(url), 120_000);
}
