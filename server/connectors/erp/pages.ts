/** The pages of the simulated ERP: what it knows of orders, stock and documents, plain HTML without anything from outside. */
import { formatMinor } from '../../kernel/money.ts';
import type { DocumentRow, OrderPicture, StockRow } from './ledger.ts';

const escaped = (text: string | number): string => String(text).replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);

const STYLE = `:root{color-scheme:light dark;--line:light-dark(#dfe3e8,#333a44);--soft:light-dark(#5b6675,#9aa7b8);--back:light-dark(#f6f7f9,#14181d);--card:light-dark(#fff,#1c2229);--text:light-dark(#1b222b,#e8edf3);--accent:light-dark(#0b5fc0,#7db8ff)}
*{box-sizing:border-box}body{margin:0;font:16px/1.5 system-ui,sans-serif;background:var(--back);color:var(--text)}main{max-width:72rem;margin:0 auto;padding:1.5rem 1rem}h1{font-size:1.4rem}h2{font-size:1.1rem;margin:1.5rem 0 .5rem}
a{color:var(--accent)}a:focus-visible{outline:3px solid var(--accent);outline-offset:2px}.scroll{overflow-x:auto;border:1px solid var(--line);border-radius:.6rem;background:var(--card)}table{border-collapse:collapse;width:100%}
th,td{text-align:left;padding:.45rem .8rem;border-top:1px solid var(--line);vertical-align:top}thead th{border-top:0;color:var(--soft);font-weight:600}.number{text-align:right;font-variant-numeric:tabular-nums}.soft{color:var(--soft)}`;

const page = (title: string, body: string): string =>
  `<!doctype html><html lang="en"><head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><title>${escaped(title)}</title><style>${STYLE}</style></head><body><main>${body}</main></body></html>`;

type Cell = string | number | { html: string };
const cell = (value: Cell): string => (typeof value === 'number' ? `<td class="number">${value}</td>` : typeof value === 'string' ? `<td>${escaped(value)}</td>` : `<td>${value.html}</td>`);
const table = (heads: readonly string[], rows: readonly (readonly Cell[])[], empty: string): string => (rows.length === 0
  ? `<p class="soft">${escaped(empty)}</p>`
  : `<div class="scroll"><table><thead><tr>${heads.map((head) => `<th scope="col">${escaped(head)}</th>`).join('')}</tr></thead><tbody>${rows.map((row) => `<tr>${row.map(cell).join('')}</tr>`).join('')}</tbody></table></div>`);

const money = (amount: number, currency: string): string => `${formatMinor(amount, currency)} ${currency}`;
const time = (at: string): string => `${at.slice(0, 19).replace('T', ' ')} UTC`;

const documentTable = (documents: readonly DocumentRow[]): string => table(['Document', 'Subject', 'Sequence', 'Kind', 'State', 'Times sent', 'First received'],
  documents.map(({ id, subject, sequence, kind, state, times, received_at: at }) => [id, subject, sequence, kind.replace('_', ' '), state === 'waiting' ? 'waiting for one before it' : 'applied', times, time(at)]), 'No documents yet.');

/** The front page: orders, stock and the last documents. */
export function overviewPage({ orders, stock, documents, includes }: { orders: readonly OrderPicture[]; stock: readonly StockRow[]; documents: readonly DocumentRow[]; includes: number }): string {
  const orderRows = orders.map(({ number, order, paid, refunded, invoiced, waiting }): Cell[] => {
    const currency = order?.currency ?? 'EUR';
    return [{ html: `<a href="/orders/${encodeURIComponent(number)}">${escaped(number)}</a>` }, order?.channel ?? 'not known yet', order?.status ?? '', money(order?.total ?? 0, currency), money(paid, currency), money(refunded, currency), money(invoiced, currency), waiting];
  });
  const recent = documents.toSorted((a, b) => b.received_at.localeCompare(a.received_at)).slice(0, 50);
  return page('ERP', `<h1>ERP</h1><h2>Orders</h2>${table(['Order', 'Channel', 'Status', 'Total', 'Paid', 'Refunded', 'Invoiced', 'Documents waiting'], orderRows, 'No orders yet.')}
<h2>Stock <span class="soft">up to journal ${includes}</span></h2>${table(['SKU', 'Location', 'State', 'Quantity'], stock.map(({ sku, location, state, quantity }) => [sku, location, state, quantity]), 'No stock yet.')}
<h2>Last documents</h2>${documentTable(recent)}`);
}

/** One order: its lines, money and papers. */
export function orderPage(picture: OrderPicture): string {
  const { number, order, deliveries, invoices, creditNotes, payments, delivered, waiting } = picture;
  const currency = order?.currency ?? 'EUR';
  const lines = (order?.lines ?? []).map(({ ref, sku, name, quantity, open, shipped, cancelled, returned, total }): Cell[] => [sku ?? '', name, quantity, open, shipped, cancelled, returned, delivered[ref] ?? 0, money(total, currency)]);
  const papers = [...invoices, ...creditNotes].map(({ number: paper, kind, total, tax, at }): Cell[] => [paper, kind === 'invoice' ? 'invoice' : 'credit note', money(total, currency), money(tax, currency), time(at)]);
  return page(`Order ${number}`, `<p><a href="/">ERP</a></p><h1>Order ${escaped(number)}</h1>
<p>${order === null ? 'The order itself has not come yet.' : `${escaped(order.channel)}, ${escaped(order.status)}. Total ${escaped(money(order.total, currency))}, due ${escaped(money(order.due, currency))}.`}${waiting > 0 ? ` ${waiting} documents wait for one before them.` : ''}</p>
<h2>Lines</h2>${table(['SKU', 'Product', 'Quantity', 'Open', 'Shipped', 'Cancelled', 'Returned', 'On deliveries', 'Total'], lines, 'No lines.')}
<h2>Deliveries</h2>${table(['Number', 'Location', 'Tracking', 'Units', 'When'], deliveries.map(({ number: paper, location, trackingNumber, lines: moved, at }) => [paper, location, trackingNumber ?? '', moved.reduce((sum, each) => sum + each.quantity, 0), time(at)]), 'No deliveries.')}
<h2>Invoices and credit notes</h2>${table(['Number', 'Kind', 'Total', 'VAT', 'When'], papers, 'None.')}
<h2>Payments</h2>${table(['Payment', 'Operator', 'Captured', 'Refunded'], payments.map(({ payment, operator, captured, refunded }) => [payment, operator, money(captured, currency), money(refunded, currency)]), 'No payments.')}`);
}
