/** Gives a person all that is kept about them (GDPR articles 15 and 20): one JSON document, made on request and kept nowhere. */
import { z } from 'zod';
import { execute } from '../../kernel/command.ts';
import type { CommandContext } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import { toWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { wire } from '../../kernel/wire.ts';
import { loadStreams } from '../books/index.ts';
import { customerDetails, customerUnknown, personOf, recordExport } from '../customers/index.ts';
import { OrderView, presentOrder } from '../orders/index.ts';
import { customerHistory, CustomerHistory, ordersOf } from './history.ts';

export const CustomerExport = z.object({
  madeAt: z.string(), madeBy: z.string(),
  customers: z.array(z.record(z.string(), z.unknown())).describe('Each customer of the person with all contact versions'),
  orders: z.array(OrderView.omit({ can: true })), returns: CustomerHistory.shape.returns,
  messages: z.array(z.object({ id: z.string(), order: z.string(), kind: z.string(), subject: z.string(), text: z.string().nullable(), createdAt: z.string() })),
  notes: CustomerHistory.shape.notes,
  received: z.array(z.object({ channel: z.string(), externalId: z.string().nullable(), receivedAt: z.string(), raw: z.string().nullable() })).describe('Orders as the channels sent them, as long as they are kept'),
});

/** Orders that are folded at a time. */
const CHUNK = 50;

/** Collects everything of a person, and records that it was given out. Answering it keeps nothing: the Idempotency-Key holds the record only. */
export async function exportCustomer(database: Database, context: CommandContext, customer: Uuid): Promise<z.infer<typeof CustomerExport>> {
  const person = await personOf(database, customer);
  if (person.length === 0) throw customerUnknown(customer);
  await execute(database, context, async (change) => {
    recordExport(change, person, context);
    return { status: 200, answer: null };
  });
  const [records, history, ordered] = await Promise.all([Promise.all(person.map((one) => customerDetails(database, one))), customerHistory(database, customer), ordersOf(database, person)]);
  const ids = ordered.map((order) => order.id);
  const orders: z.infer<typeof CustomerExport>['orders'] = [];
  for (let from = 0; from < ids.length; from += CHUNK) {
    for (const stream of (await loadStreams(database, ids.slice(from, from + CHUNK))).values()) {
      const { can: _can, ...order } = presentOrder(stream, context.actor);
      orders.push(order);
    }
  }
  const [messages, received] = await Promise.all([
    database.query<{ id: Uuid; order_id: Uuid; kind: string; subject: string; plain: string | null; created_at: string }>('select id, order_id, kind, subject, plain, created_at from notifications.message where order_id = any($1::uuid[]) order by position', [ids]),
    database.query<{ channel: string; external_id: string | null; received_at: string; raw: string | null }>('select m.channel, m.external_id, m.received_at, m.raw from orders.order o join intake.message m on m.channel = o.channel and m.external_id = o.external_id where o.id = any($1::uuid[]) order by m.received_at', [ids]),
  ]);
  return {
    madeAt: context.now, madeBy: context.actor.name,
    customers: records.flatMap((record) => (record === null ? [] : [{ ...record }])), orders, returns: history.returns,
    messages: messages.map((row) => ({ id: toWire('msg', row.id), order: wire('order', row.order_id), kind: row.kind, subject: row.subject, text: row.plain, createdAt: row.created_at })), notes: history.notes,
    received: received.map((row) => ({ channel: row.channel, externalId: row.external_id, receivedAt: row.received_at, raw: row.raw })),
  };
}
