/** Writes an address label in ZPL II for a thermal printer of 203 dots per inch (8 dots per millimetre). */
import { addressLines, LABEL_MM, remarks, symbologyOf } from './content.ts';
import type { ParcelLabelContent } from './content.ts';

const DOTS_PER_MM = 8;
const WIDTH = LABEL_MM.width * DOTS_PER_MM;
const HEIGHT = LABEL_MM.height * DOTS_PER_MM;
const LEFT = 40;
const USABLE = WIDTH - 2 * LEFT;

/** Field data with every character that ZPL would take as a command written in hexadecimal (^FH reads _5E as a caret). */
const field = (text: string): string => `^FH^FD${text.replace(/[\r\n\t]+/g, ' ').replace(/[_^~\\]/g, (found) => `_${found.charCodeAt(0).toString(16).toUpperCase()}`)}^FS`;

/** One line of text of so many dots high; letters of the scalable font are at most 0.6 as wide as high, so long lines get narrower letters. */
function line(text: string, y: number, height: number, x = LEFT): string {
  const room = USABLE - (x - LEFT);
  const letter = Math.max(8, Math.min(height, Math.floor(room / Math.max(1, Array.from(text).length) / 0.6)));
  const shown = Array.from(text).slice(0, Math.floor(room / (letter * 0.6))).join('');
  return `^FO${x},${y}^A0N,${height},${letter}${field(shown)}`;
}

const rule = (y: number): string => `^FO${LEFT},${y}^GB${USABLE},0,3^FS`;

/** The label as ZPL text in UTF-8 (^CI28); the printer draws the barcode itself. */
export function labelZpl(content: ParcelLabelContent): string {
  const out = ['^XA', '^CI28', `^PW${WIDTH}`, `^LL${HEIGHT}`, '^LH0,0'];
  let y = 40;
  const put = (text: string, height: number, x = LEFT): void => { out.push(line(text, y, height, x)); y += Math.round(height * 1.2); };
  put(content.heading, 46);
  out.push(rule(y));
  y += 14;
  for (const text of addressLines(content.sender)) put(text, 22);
  out.push(rule(y + 6));
  y += 30;
  for (const text of addressLines(content.receiver)) put(text, 40, LEFT + 20);
  out.push(rule(y + 8));
  y += 24;
  put(content.reference, 34);
  const remark = remarks(content);
  if (remark !== '') put(remark, 28);

  const { symbology, text } = symbologyOf(content.barcode);
  // Code 128 takes 11 modules a character (half of that for pairs of digits), plus start, check, stop and white on both sides.
  const modules = 11 * (symbology === 'gs1-128' ? 13 : /^\d+$/.test(text) ? Math.ceil(text.length / 2) + 4 : text.length + 4) + 22;
  const module = Math.max(1, Math.min(4, Math.floor(WIDTH / modules)));
  const x = Math.max(LEFT, Math.floor((WIDTH - modules * module) / 2) + 10 * module);
  out.push(`^BY${module}^FO${x},${HEIGHT - 250}^BCN,176,Y,N,N,${symbology === 'gs1-128' ? 'D' : 'A'}${field(text)}`, '^XZ');
  return `${out.join('\n')}\n`;
}
