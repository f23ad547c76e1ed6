/** What a counter needs of an order to take something of it back: found by what a customer can show, and nothing told besides. */
import { z } from 'zod';
import type { Actor } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import { fromWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { PREFIXES, wire, WireId } from '../../kernel/wire.ts';
import { fold, loadStreams, unitShare, unitsIn, unitsOf } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { Barcodes, shownOf, shownProducts } from '../catalogue/index.ts';
import type { ShownProduct } from '../catalogue/index.ts';
import { orderSlice } from '../orders/index.ts';
import { counterActions } from './permissions.ts';
import { RETURNABLE } from './rules.ts';

export const CounterQuery = z.object({ find: z.string().trim().min(3).max(200).describe('Order number, the channel’s number, a receipt number, an e-mail address, a parcel’s barcode or the order’s id; exactly') });

export const CounterOrder = z.object({
  id: WireId, number: z.string(), externalNumber: z.string().nullable(), channel: z.string(), placedAt: z.string(), currency: z.string(),
  lines: z.array(z.object({
    line: z.int(), sku: z.string().nullable(), name: z.string(), picture: z.string().nullable(), options: z.record(z.string(), z.string()), ...Barcodes, quantity: z.int(),
    returnable: z.int().describe('Units that the customer has'), each: z.int().describe('What comes back for the next unit, in minor units'), all: z.int().describe('What comes back for all of them'),
  })),
  can: z.array(z.string()),
});
export type CounterOrder = z.infer<typeof CounterOrder>;

/** More orders than these are not told apart at a counter: the customer has a number. */
const MOST = 20;

/** Orders by any of the numbers on a receipt, mail or parcel, the latest first. Each way is an index; an address that was erased finds nothing. */
const BY_NUMBER = `
  select id from orders.order where number = $1
  union select id from orders.order where external_number = any($2)
  union select r.order_id from channels.channel c join orders.external_ref r on r.channel = c.code and r.external_id = any($2)
  union select order_id from shipping.parcel where barcode = $3`;
const BY_EMAIL = `select o.id from customers.contact c join orders.order o on o.contact_id = c.id where lower(c.data ->> 'email') = $1 and c.erased_at is null`;

async function found(database: Database, find: string): Promise<Uuid[]> {
  const id = fromWire(PREFIXES.order, find);
  if (id !== null) return [id];
  const rows = find.includes('@')
    ? await database.query<{ id: Uuid }>(`${BY_EMAIL} order by 1 desc limit ${MOST}`, [find.toLowerCase()])
    : await database.query<{ id: Uuid }>(`${BY_NUMBER} order by 1 desc limit ${MOST}`, [find.replace(/^#/, ''), [find, `#${find}`], find.toUpperCase().replaceAll(/\s/g, '')]);
  return rows.map((row) => row.id);
}

/** The orders that somebody at a counter can mean. Customers return anywhere, so every store finds every order, and sees of it only what may come back and for how much. */
export async function counterOrders(database: Database, actor: Actor, find: string): Promise<CounterOrder[]> {
  const ids = await found(database, find);
  const streams = await loadStreams(database, ids);
  const orders = ids.flatMap((id) => streams.get(id) ?? []).filter((stream) => stream.kind === 'order');
  const shown = await shownProducts(database, orders.flatMap((stream) => [...fold(stream, orderSlice).lines.values()].map((line) => line.sku)));
  return orders.map((stream) => presentAtCounter(stream, actor, shown));
}

function presentAtCounter(stream: Stream, actor: Actor, shown: ReadonlyMap<string, ShownProduct>): CounterOrder {
  const order = fold(stream, orderSlice);
  const units = unitsOf(stream);
  const lines = [...order.lines.values()].filter((line) => line.kind === 'goods').map(({ line, sku, name, quantity, total }) => {
    const returnable = unitsIn(units, { line, stage: RETURNABLE }).reduce((sum, held) => sum + held.n, 0);
    const worth = (n: number): number => (n === 0 ? 0 : unitShare(total, quantity, quantity - (order.settled.get(line) ?? 0) - n, n));
    return { line, sku, name, ...shownOf(shown, sku), quantity, returnable, each: worth(Math.min(1, returnable)), all: worth(returnable) };
  });
  return {
    id: wire('order', stream.id), number: order.number, externalNumber: order.externalNumber, channel: order.channel, placedAt: order.placedAt, currency: order.currency, lines,
    can: counterActions(actor, lines.reduce((sum, line) => sum + line.returnable, 0)),
  };
}
