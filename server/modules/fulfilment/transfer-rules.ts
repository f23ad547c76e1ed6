/** Pure: what of an internal shipment was asked and sent, product by product, and putting it into a load. */
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { availableOf } from '../books/index.ts';
import type { Balance, NewEvent } from '../books/index.ts';
import type { LoadEvents } from '../shipping/index.ts';
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

/** Goods of a transfer go into a load, which is there at a moment where anybody can say one. Refuses more than is free on the shelf: what is promised to orders, or kept back for those that wait, stays there. */
export function filled(load: Uuid, { id, origin, destination }: { id: Uuid; origin: string; destination: string }, goods: readonly Counted[], shelf: readonly Balance[], expectedAt: Instant | null): NewEvent<'LoadFilled', LoadEvents['LoadFilled']> {
  for (const { sku, quantity } of goods) {
    const there = Math.max(0, ...shelf.filter((one) => one.sku === sku && one.location === origin && one.state === 'sellable').map(availableOf));
    if (quantity > there) throw fulfilmentProblems.no_stock({ detail: `Of ${sku} ${there} can be sent from here by the books, ${quantity} counted: the rest is promised to orders, or is not known to be here. Count the shelf if there is more.`, found: quantity, expected: there, field: 'lines' });
  }
  return {
    type: 'LoadFilled', data: { load, transfer: id, goods: [...goods], ...(expectedAt === null ? {} : { expectedAt }) },
    moves: { asked: true, stock: goods.map(({ sku, quantity }) => ({ sku, n: quantity, from: { location: origin, state: 'sellable' }, to: { location: destination, state: 'in_transit' } })) },
  };
}
