/** The manifest on paper: what the driver signs for, as an A4 PDF in Dutch or English. */
import type { PDFFont, PDFPage } from '@cantoo/pdf-lib';
import { printable } from '../../kernel/print.ts';
import { SIGNATURE_FIELD } from './manifests.ts';
import type { ManifestView } from './manifests.ts';

const A4 = { width: 595.28, height: 841.89 } as const;
const MARGIN = 42;
const ROW = 16;
/** Left edges of the columns: number, order, parcel, barcode, weight. */
const COLUMNS = [MARGIN, MARGIN + 34, MARGIN + 140, MARGIN + 196, MARGIN + 440] as const;
/** Room for the counts and the signature under the last row. */
const CLOSING = 150;

const WORDS = {
  nl: { title: 'Vervoerslijst', order: 'Bestelling', parcel: 'Pakket', barcode: 'Barcode', weight: 'Gewicht', handed: 'Meegegeven', announced: 'Aangemeld', stayed: 'Achtergebleven', by: 'Afgesloten door', signature: 'Voor ontvangst', page: 'Pagina', of: 'van' },
  en: { title: 'Manifest', order: 'Order', parcel: 'Parcel', barcode: 'Barcode', weight: 'Weight', handed: 'Handed over', announced: 'Announced', stayed: 'Stayed behind', by: 'Closed by', signature: 'Received', page: 'Page', of: 'of' },
} as const;
export type PaperLanguage = keyof typeof WORDS;

interface Pen { font: PDFFont; bold: PDFFont }

/** The bytes of the document; the same manifest always gives the same bytes. */
export async function manifestPdf(manifest: ManifestView, language: PaperLanguage, zone: string): Promise<Uint8Array> {
  // Read when it is needed: most processes never print.
  const { PDFDocument, StandardFonts } = await import('@cantoo/pdf-lib');
  const document = await PDFDocument.create({ updateMetadata: false });
  document.setTitle(`${WORDS[language].title} ${manifest.id}`);
  document.setLanguage(language);
  const pen: Pen = { font: await document.embedFont(StandardFonts.Helvetica), bold: await document.embedFont(StandardFonts.HelveticaBold) };
  const rows = [...manifest.handedOver];
  const pages: PDFPage[] = [];
  let last: { page: PDFPage; y: number };
  do {
    const page = document.addPage([A4.width, A4.height]);
    pages.push(page);
    let y = heading(page, pen, manifest, language, zone);
    const room = Math.floor((y - MARGIN - 20) / ROW);
    // What just fits keeps the room for the signature free, else the rest goes on the next page.
    const count = rows.length * ROW + CLOSING <= y - MARGIN ? rows.length : Math.min(rows.length, room);
    const from = manifest.handedOver.length - rows.length;
    for (const [index, row] of rows.splice(0, count).entries()) y = line(page, pen, row, from + index + 1, y, language);
    last = { page, y };
  } while (rows.length > 0 || last.y - MARGIN < CLOSING - 30);
  closing(last.page, pen, manifest, language, last.y);
  for (const [index, page] of pages.entries()) text(page, `${WORDS[language].page} ${index + 1} ${WORDS[language].of} ${pages.length}`, A4.width - MARGIN, 24, 8, pen.font, 'right');
  return document.save();
}

function text(page: PDFPage, words: string, x: number, y: number, size: number, font: PDFFont, align: 'left' | 'right' = 'left'): void {
  const shown = printable(words, font);
  page.drawText(shown, { x: align === 'left' ? x : x - font.widthOfTextAtSize(shown, size), y, size, font });
}

function heading(page: PDFPage, { font, bold }: Pen, manifest: ManifestView, language: PaperLanguage, zone: string): number {
  const words = WORDS[language];
  let y = A4.height - MARGIN - 18;
  text(page, words.title, MARGIN, y, 20, bold);
  text(page, manifest.carrierName, A4.width - MARGIN, y, 20, bold, 'right');
  y -= 20;
  text(page, manifest.locationName, MARGIN, y, 11, font);
  text(page, new Intl.DateTimeFormat(language, { dateStyle: 'full', timeStyle: 'short', timeZone: zone }).format(new Date(manifest.closedAt)), A4.width - MARGIN, y, 11, font, 'right');
  y -= 14;
  text(page, manifest.id, MARGIN, y, 8, font);
  y -= 24;
  for (const [index, title] of [words.order, words.parcel, words.barcode].entries()) text(page, title, COLUMNS[index + 1] ?? MARGIN, y, 9, bold);
  text(page, words.weight, A4.width - MARGIN, y, 9, bold, 'right');
  page.drawLine({ start: { x: MARGIN, y: y - 5 }, end: { x: A4.width - MARGIN, y: y - 5 }, thickness: 0.8 });
  return y - 5 - ROW;
}

function line(page: PDFPage, { font }: Pen, parcel: ManifestView['handedOver'][number], position: number, y: number, language: PaperLanguage): number {
  text(page, String(position), COLUMNS[1] - 8, y, 9, font, 'right');
  text(page, parcel.orderNumber, COLUMNS[1], y, 9, font);
  text(page, parcel.number, COLUMNS[2], y, 9, font);
  text(page, parcel.barcode ?? '', COLUMNS[3], y, 9, font);
  text(page, `${new Intl.NumberFormat(language, { minimumFractionDigits: 2, maximumFractionDigits: 2 }).format(parcel.weightGrams / 1000)} kg`, A4.width - MARGIN, y, 9, font, 'right');
  return y - ROW;
}

function closing(page: PDFPage, { font, bold }: Pen, manifest: ManifestView, language: PaperLanguage, from: number): void {
  const words = WORDS[language];
  let y = from - 6;
  page.drawLine({ start: { x: MARGIN, y: y + ROW - 4 }, end: { x: A4.width - MARGIN, y: y + ROW - 4 }, thickness: 0.8 });
  for (const [label, value] of [[words.handed, manifest.parcels], [words.announced, manifest.announced], [words.stayed, manifest.stayed]] as const) {
    text(page, label, MARGIN, y, 10, font);
    text(page, String(value), MARGIN + 130, y, 10, bold, 'right');
    y -= ROW;
  }
  text(page, `${words.by}: ${manifest.closedBy}`, MARGIN, y - 6, 9, font);
  const box = { x: A4.width - MARGIN - 240, width: 240, height: 80 };
  const top = from - 6;
  page.drawRectangle({ x: box.x, y: top - box.height, width: box.width, height: box.height, borderWidth: 0.6 });
  text(page, manifest.signedBy === null ? words.signature : `${words.signature}: ${manifest.signedBy}`, box.x, top - box.height - 12, 9, font);
  if (manifest.signature !== null) page.drawSvgPath(manifest.signature, { x: box.x, y: top, scale: box.width / SIGNATURE_FIELD.width, borderWidth: 4 });
}
