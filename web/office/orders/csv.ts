/** Pure: orders as a file for a spreadsheet. */
import type { Answer } from '../../api/client.ts';

type Order = Answer<'listOrders'>['orders'][number];

/** A field as RFC 4180 writes it. What a spreadsheet would take for a formula is written as text. */
function field(value: string | number): string {
  const text = typeof value === 'string' && /^[=+\-@\t\r]/.test(value) ? `'${value}` : String(value);
  return /[",;\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}

/** Minor units as a number of the currency, with a point or a comma: spreadsheets of a country read its own. */
export function amount(minor: number, digits: number, comma: boolean): string {
  const plain = String(Math.abs(minor)).padStart(digits + 1, '0');
  const text = digits === 0 ? plain : `${plain.slice(0, -digits)}${comma ? ',' : '.'}${plain.slice(-digits)}`;
  return minor < 0 ? `-${text}` : text;
}

export interface CsvWords { headings: readonly string[]; status(code: string): string; kind(code: string): string; place(code: string): string; yes: string; no: string }

/** A table of orders. Semicolons with decimal commas (as Dutch spreadsheets have it), or commas with decimal points. */
export function csvOf(orders: readonly Order[], words: CsvWords, comma: boolean): string {
  const separator = comma ? ';' : ',';
  const digitsOf = (currency: string): number => new Intl.NumberFormat('en', { style: 'currency', currency }).resolvedOptions().maximumFractionDigits ?? 2;
  const rows = orders.map((order) => [
    field(order.number), field(order.externalNumber ?? ''), field(order.customer ?? ''), field(words.status(order.status)), field(order.onHold ? words.yes : words.no), field(order.channel), field(order.kinds.map(words.kind).join(', ')), field(order.locations.map(words.place).join(', ')),
    order.placedAt, order.dueAt ?? '', order.promisedBy ?? '', String(order.units), comma ? field(amount(order.total, digitsOf(order.currency), true)).replaceAll('"', '') : amount(order.total, digitsOf(order.currency), false), order.currency, field(order.tags.join(', ')),
  ].join(separator));
  // The mark of the byte order tells spreadsheets that this is UTF-8.
  return `\u{FEFF}${[words.headings.map(field).join(separator), ...rows].join('\r\n')}\r\n`;
}
