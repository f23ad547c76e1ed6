/** Draws an address label as a one-page A6 PDF, with the barcode as sharp vector bars. */
import { PDFDocument, StandardFonts } from '@cantoo/pdf-lib';
import type { PDFFont, PDFPage } from '@cantoo/pdf-lib';
import bwipjs from 'bwip-js';
import { printable } from '../../kernel/print.ts';
import { addressLines, LABEL_MM, remarks, symbologyOf } from './content.ts';
import type { ParcelLabelContent } from './content.ts';

const POINTS_PER_MM = 72 / 25.4;
const MARGIN = 5 * POINTS_PER_MM;
/** Code 128 asks for ten modules of white on either side (ISO/IEC 15417). */
const QUIET_MODULES = 10;

/** Widths of bars and spaces in modules, starting with a bar. */
function modulesOf(barcode: string): number[] {
  const { symbology, text } = symbologyOf(barcode);
  const [drawn] = bwipjs.raw({ bcid: symbology, text });
  if (!drawn || !('sbs' in drawn)) throw new Error(`no bars for ${barcode}`);
  return drawn.sbs;
}

/** Writes a line, smaller when it would not fit, and cut when even six points is too wide; tells where the next line goes. */
function write(page: PDFPage, text: string, at: { x: number; y: number; size: number; font: PDFFont }): number {
  const width = page.getWidth() - at.x - MARGIN;
  let shown = printable(text, at.font);
  const fit = at.font.widthOfTextAtSize(shown, at.size);
  const size = fit <= width ? at.size : Math.max(6, (at.size * width) / fit);
  while (shown.length > 1 && at.font.widthOfTextAtSize(shown, size) > width + 0.01) shown = shown.slice(0, -1);
  page.drawText(shown, { x: at.x, y: at.y - size, size, font: at.font });
  return at.y - at.size * 1.25;
}

/** The label as PDF bytes; the same content always gives the same bytes. */
export async function labelPdf(content: ParcelLabelContent): Promise<Uint8Array> {
  const document = await PDFDocument.create({ updateMetadata: false });
  const font = await document.embedFont(StandardFonts.Helvetica);
  const bold = await document.embedFont(StandardFonts.HelveticaBold);
  const page = document.addPage([LABEL_MM.width * POINTS_PER_MM, LABEL_MM.height * POINTS_PER_MM]);
  const width = page.getWidth();
  const rule = (y: number): void => page.drawLine({ start: { x: MARGIN, y }, end: { x: width - MARGIN, y }, thickness: 0.7 });

  let y = write(page, content.heading, { x: MARGIN, y: page.getHeight() - MARGIN, size: 16, font: bold });
  rule(y);
  y -= 4;
  for (const line of addressLines(content.sender)) y = write(page, line, { x: MARGIN, y, size: 7, font });
  rule(y - 2);
  y -= 14;
  for (const line of addressLines(content.receiver)) y = write(page, line, { x: MARGIN + 10, y, size: 13, font: bold });
  rule(y - 6);
  y = write(page, content.reference, { x: MARGIN, y: y - 10, size: 11, font });
  const remark = remarks(content);
  if (remark !== '') write(page, remark, { x: MARGIN, y, size: 9, font });

  const modules = modulesOf(content.barcode);
  const total = modules.reduce((sum, module) => sum + module, 0) + 2 * QUIET_MODULES;
  const module = Math.min((width - 2 * MARGIN) / total, 1.2);
  const height = 22 * POINTS_PER_MM;
  const bottom = MARGIN + 14;
  let x = (width - total * module) / 2 + QUIET_MODULES * module;
  for (const [index, span] of modules.entries()) {
    if (index % 2 === 0) page.drawRectangle({ x, y: bottom, width: span * module, height });
    x += span * module;
  }
  const { text } = symbologyOf(content.barcode);
  page.drawText(text, { x: (width - bold.widthOfTextAtSize(text, 10)) / 2, y: MARGIN, size: 10, font: bold });
  return document.save();
}
