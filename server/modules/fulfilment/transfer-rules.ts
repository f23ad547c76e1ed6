/** Pure: what of an internal shipment was asked and sent, product by product. */
import { fulfilmentProblems } from './problems.ts';

export interface Counted { sku: string; quantity: number }
export interface TransferLine { sku: string; asked: number; sent: number }

export const askedLines = (lines: readonly Counted[]): TransferLine[] => lines.map(({ sku, quantity }) => ({ sku, asked: quantity, sent: 0 }));

/** The lines after so much more was sent; refuses what was not asked, and more than was. */
export function sentLines(lines: readonly TransferLine[], goods: readonly Counted[]): TransferLine[] {
  for (const { sku, quantity } of goods) {
    const line = lines.find((one) => one.sku === sku);
    if (!line) throw fulfilmentProblems.wrong_scan({ detail: `${sku} was not asked for. Wanted: ${lines.filter(({ asked, sent }) => sent < asked).map((one) => `${one.asked - one.sent} × ${one.sku}`).join(', ') || 'nothing more'}.`, found: sku, field: 'lines' });
    const left = line.asked - line.sent;
    if (quantity > left) throw fulfilmentProblems.more_than_there_is({ detail: `Of ${sku} ${left} ${left === 1 ? 'is' : 'are'} still asked, ${quantity} counted. Ask for more, or leave the rest here.`, found: quantity, expected: left, field: 'lines' });
  }
  return lines.map((line) => ({ ...line, sent: line.sent + (goods.find(({ sku }) => sku === line.sku)?.quantity ?? 0) }));
}
