/** Works on one message: asks for its document where it has none, reads it by its channel, and takes what it says. */
import { execute } from '../../kernel/command.ts';
import { Refusal } from '../../kernel/problem.ts';
import { BooksError } from '../books/index.ts';
import { OrderSnapshot } from '../channels/index.ts';
import type { Channel, MappedOrder } from '../channels/ports.ts';
import { documentId, keep } from './messages.ts';
import { ownRefs } from './money.ts';
import { known, settleMessage } from './tables.ts';
import { contextOf, putAside, sameSnapshot, take } from './take.ts';
import type { IntakeDeps, Message, Taken } from './types.ts';

export type Read = { kind: 'order'; snapshot: OrderSnapshot } | { kind: 'unreadable'; externalId: string | null; reasons: string[] };

/** Reads a raw document by its channel as a canonical order with payment references of our own; pure. What its mapping gets wrong is a reason, too. */
export function readDocument(channel: Channel, code: string, raw: unknown): Read {
  let mapped: MappedOrder;
  try {
    mapped = channel.map(raw);
  } catch (error) {
    return { kind: 'unreadable', externalId: null, reasons: [error instanceof Error ? error.message : String(error)] };
  }
  if (mapped.kind === 'unreadable') return mapped;
  const checked = OrderSnapshot.safeParse(mapped.snapshot);
  if (!checked.success) return { kind: 'unreadable', externalId: mapped.externalId, reasons: checked.error.issues.map((issue) => `${issue.path.join('.') || 'order'}: ${issue.message}`) };
  return { kind: 'order', snapshot: ownRefs(checked.data, code) };
}

export async function processMessage(deps: IntakeDeps, message: Message): Promise<Taken> {
  const channel = deps.channels().get(message.channel);
  if (!channel) throw new Error(`channel ${message.channel} is not connected`);
  const raw = message.raw ?? await asked(deps, channel, message);
  let document: unknown;
  try {
    document = JSON.parse(raw);
  } catch (error) {
    return putAside(deps, message.channel, { externalId: null, version: null, snapshot: null, reasons: [`The document is not JSON: ${error instanceof Error ? error.message : 'unreadable'}`] }, message);
  }
  const read = readDocument(channel, message.channel, document);
  if (read.kind === 'unreadable') return putAside(deps, message.channel, { externalId: read.externalId, version: null, snapshot: null, reasons: read.reasons }, message);
  const unsure = message.source === 'webhook' ? await sameMoment(deps, channel, message, read.snapshot) : null;
  if (unsure) return unsure;
  try {
    return await take(deps, message.channel, read.snapshot, { message });
  } catch (error) {
    // What the books or a rule refuse of a channel's order is not lost: somebody sees it with the sentence.
    if (!(error instanceof Refusal && error.status < 500 && error.code !== 'request.contested') && !(error instanceof BooksError)) throw error;
    return putAside(deps, message.channel, { externalId: read.snapshot.externalId, version: read.snapshot.version, snapshot: read.snapshot, reasons: [error.message] }, message);
  }
}

/** Asks the channel for the order of a message that came without it, and keeps the answer as its document. */
async function asked(deps: IntakeDeps, channel: Channel, message: Message): Promise<string> {
  if (message.to_fetch === null) throw new Error('the message has no document any more: its retention is over');
  const raw = JSON.stringify(await channel.fetchOrder(message.to_fetch));
  await deps.orders.database.query('update intake.message set raw = $2 where id = $1', [message.id, raw]);
  return raw;
}

/**
 * Two changes within one tick of the channel's clock have one version, and webhooks come in any order: which of them is the later cannot be told.
 * Then the channel is asked for the order as it is, and that is taken. Null where there is no such doubt.
 */
async function sameMoment(deps: IntakeDeps, channel: Channel, message: Message, snapshot: OrderSnapshot): Promise<Taken | null> {
  const found = await known(deps.orders.database, message.channel, snapshot.externalId);
  const last = found.snapshot;
  if (!last || snapshot.version === null || last.channelVersion !== snapshot.version || sameSnapshot(last.snapshot, snapshot)) return null;
  const raw = JSON.stringify(await channel.fetchOrder(snapshot.externalId));
  const context = contextOf(deps);
  await keep(deps.orders.database, message.channel, [{ eventId: documentId(raw), source: 'api', topic: 'asked again', raw, toFetch: null }], context.now);
  const taken: Taken = { state: 'nothing_new', detail: 'another change of the same moment was taken: the channel was asked for the order as it is', order: found.order };
  await execute(deps.orders.database, context, async (change) => {
    settleMessage(change, message, taken, snapshot, context.now);
    return { status: 200, answer: null };
  });
  return taken;
}
