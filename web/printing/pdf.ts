/** Printing a PDF with the browser: in a frame that nobody sees, so that the page stays as it is. */

/** Phones show a PDF in a page of its own and cannot print one that is hidden. */
export const canPrintHidden = (): boolean => navigator.pdfViewerEnabled;

/** Opens the browser's print dialog for a document; resolves when the browser has taken it. */
export function printPdf(document_: Blob): Promise<void> {
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
      // The print dialog may read the document as long as it is open.
      setTimeout(() => { frame.remove(); URL.revokeObjectURL(url); }, 120_000);
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
