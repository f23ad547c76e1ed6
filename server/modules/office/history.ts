/** Everything of one person over all channels: orders, returns, money, messages and notes, and the figures of it. */
import { z } from 'zod';
import type { Database } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { toWire } from '../../kernel/ids.ts';
import { wire } from '../../kernel/wire.ts';
import { personOf } from '../customers/index.ts';

/** Orders of one person that are read; who has more is a reseller, and is looked at in the list of orders. */
const MOST_ORDERS = 1000;
const SHOWN = 200;

const amounts = z.array(z.object({ currency: z.string(), amount: z.int() }));
const of = { order: z.string(), orderNumber: z.string() };
export const CustomerHistory = z.object({
  customers: z.array(z.string()).describe('All customers that are this person'),
  figures: z.object({
    orders: z.int(), open: z.int().describe('Orders that are not with the customer yet, or not settled'), units: z.int(), returns: z.int(), returnedUnits: z.int(),
    spent: amounts.describe('Captured less refunded'), refunded: amounts, firstOrderAt: z.string().nullable(), lastOrderAt: z.string().nullable(),
    more: z.boolean().describe(`Whether there are more than the ${MOST_ORDERS} newest orders, which is what the figures are of`),
  }),
  orders: z.array(z.object({ id: z.string(), number: z.string(), externalNumber: z.string().nullable(), channel: z.string(), customer: z.string().nullable(), status: z.string(), onHold: z.boolean(), placedAt: z.string(), currency: z.string(), total: z.int(), paid: z.int().describe('Captured less refunded'), units: z.int() })),
  returns: z.array(z.object({ id: z.string(), ...of, location: z.string(), status: z.string(), units: z.int(), receivedAt: z.string() })),
  messages: z.array(z.object({ id: z.string(), ...of, kind: z.string(), state: z.string(), subject: z.string(), createdAt: z.string() })),
  notes: z.array(z.object({ id: z.string(), ...of, text: z.string(), by: z.string(), at: z.string() })),
});

interface OrderRow { id: Uuid; number: string; external_number: string | null; channel: string; customer: Uuid | null; status: string; on_hold: boolean; placed_at: string; currency: string; total: number; units: number }
interface Paid { order_id: Uuid; currency: string; captured: number; refunded: number }
interface About { id: Uuid; order_id: Uuid }

const DONE = new Set(['complete', 'returned', 'cancelled']);

/** The newest orders of these customers, found by the contact versions they were placed with. */
export const ordersOf = (database: Database, customers: readonly Uuid[]): Promise<OrderRow[]> => database.query<OrderRow>(
  `select o.id, o.number, o.external_number, o.channel, c.customer, o.status, o.on_hold, o.placed_at, o.currency, o.total, o.units
   from customers.contact c join orders.order o on o.contact_id = c.id where c.customer = any($1::uuid[]) order by o.id desc limit ${MOST_ORDERS + 1}`, [customers]);

/** Tells the whole story of a person. */
export async function customerHistory(database: Database, customer: Uuid): Promise<z.infer<typeof CustomerHistory>> {
  const customers = await personOf(database, customer);
  const all = await ordersOf(database, customers);
  const orders = all.slice(0, MOST_ORDERS);
  const ids = orders.map((order) => order.id);
  const [paid, returns, messages, notes] = await Promise.all([
    database.query<Paid>('select order_id, currency, sum(captured)::bigint as captured, sum(refunded + charged_back)::bigint as refunded from books.payment where order_id = any($1::uuid[]) group by order_id, currency', [ids]),
    database.query<About & { location: string; status: string; units: number; received_at: string }>('select id, order_id, location, status, units, received_at from returns.return where order_id = any($1::uuid[]) order by received_at desc, id desc', [ids]),
    database.query<About & { kind: string; state: string; subject: string; created_at: string }>(`select id, order_id, kind, state, subject, created_at from notifications.message where order_id = any($1::uuid[]) order by position desc limit ${SHOWN}`, [ids]),
    database.query<About & { text: string; created_by: string; created_at: string }>(`select id, order_id, text, created_by, created_at from orders.note where order_id = any($1::uuid[]) order by created_at desc, id desc limit ${SHOWN}`, [ids]),
  ]);
  const numbers = new Map(orders.map((order) => [order.id, order.number]));
  const about = (row: About): { order: string; orderNumber: string } => ({ order: wire('order', row.order_id), orderNumber: numbers.get(row.order_id) ?? '' });
  const paidOf = new Map(paid.map((row) => [row.order_id, row.captured - row.refunded]));
  const moments = orders.map((order) => order.placed_at).sort();
  return {
    customers: customers.map((id) => toWire('cus', id)),
    figures: {
      orders: orders.length, open: orders.filter((order) => !DONE.has(order.status)).length, units: orders.reduce((sum, order) => sum + order.units, 0),
      returns: returns.length, returnedUnits: returns.reduce((sum, row) => sum + row.units, 0),
      spent: summed(paid, (row) => row.captured - row.refunded), refunded: summed(paid, (row) => row.refunded), firstOrderAt: moments[0] ?? null, lastOrderAt: moments.at(-1) ?? null, more: all.length > MOST_ORDERS,
    },
    orders: orders.slice(0, SHOWN).map((order) => ({
      id: wire('order', order.id), number: order.number, externalNumber: order.external_number, channel: order.channel, customer: order.customer === null ? null : toWire('cus', order.customer), status: order.status, onHold: order.on_hold,
      placedAt: order.placed_at, currency: order.currency.trim(), total: order.total, paid: paidOf.get(order.id) ?? 0, units: order.units,
    })),
    returns: returns.slice(0, SHOWN).map((row) => ({ id: wire('return', row.id), ...about(row), location: row.location, status: row.status, units: row.units, receivedAt: row.received_at })),
    messages: messages.map((row) => ({ id: toWire('msg', row.id), ...about(row), kind: row.kind, state: row.state, subject: row.subject, createdAt: row.created_at })),
    notes: notes.map((row) => ({ id: wire('note', row.id), ...about(row), text: row.text, by: row.created_by, at: row.created_at })),
  };
}

/** Sums per currency, without those that are nothing. */
function summed(rows: readonly Paid[], amountOf: (row: Paid) => number): { currency: string; amount: number }[] {
  const sums = new Map<string, number>();
  for (const row of rows) sums.set(row.currency.trim(), (sums.get(row.currency.trim()) ?? 0) + amountOf(row));
  return [...sums].filter(([, amount]) => amount !== 0).sort(([a], [b]) => (a < b ? -1 : 1)).map(([currency, amount]) => ({ currency, amount }));
}
