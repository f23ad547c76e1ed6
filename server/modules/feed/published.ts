/** Pure: an event of the journal in the shape that readers outside get, and the catalogue that describes it. */
import { z } from 'zod';
import type { Uuid } from '../../kernel/ids.ts';
import { wire } from '../../kernel/wire.ts';
import type { IdKind } from '../../kernel/wire.ts';
import type { FeedEvent, StockAccount, StockMove, StreamKind } from '../books/index.ts';
import { toCloudEvent } from './cloudevents.ts';
import type { CloudEvent } from './cloudevents.ts';
import { PUBLISHED, PublishedMoves } from './published-schemas.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;
/** Fields of event data that hold an id, and of what kind. */
const ID_FIELDS: Readonly<Record<string, IdKind>> = { fulfilment: 'fulfilment', parcel: 'parcel', payment: 'payment', hold: 'hold', return: 'return', manifest: 'manifest', load: 'load', decision: 'decision', intent: 'intent', contact: 'contact', customer: 'customer', note: 'note' };

/** Ids as the API writes them; everything else as it is. */
function wired(value: unknown, field = ''): unknown {
  if (Array.isArray(value)) return value.map((item) => wired(item));
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([name, item]) => [name, wired(item, name)]));
  const kind = ID_FIELDS[field];
  return kind !== undefined && typeof value === 'string' && UUID.test(value) ? wire(kind, value) : value;
}

const ID_OF_STREAM: Readonly<Record<StreamKind, IdKind>> = { order: 'order', load: 'load', stock: 'event', return: 'return' };

/** The id of a stream on the wire. */
export const streamId = (kind: StreamKind, id: Uuid): string => wire(ID_OF_STREAM[kind], id);

/** The id of an event: its stream and its number in it, so that it is the same in every generation of the database. */
export const eventId = (kind: StreamKind, stream: Uuid, seq: number): string => `${streamId(kind, stream)}-${seq}`;

const accountOf = (account: StockAccount): StockAccount => ('outside' in account ? { outside: account.outside } : { location: account.location, state: account.state });

/**
 * Publishes one event. `stock` are all its movements of goods as the stock book has them (the units of an event imply most of
 * them). `source` names the installation. Who acted is told by kind only.
 */
export function publish({ stream, kind, event }: FeedEvent, stock: readonly StockMove[], source: string): CloudEvent {
  const parsed = PUBLISHED[event.type]?.safeParse(event.data);
  const moves: PublishedMoves = {
    units: (event.moves.units ?? []).map(({ line, delivery, n, from, to, toDelivery }) => ({ line, delivery, quantity: n, from, to, ...(toDelivery === undefined ? {} : { toDelivery }) })),
    stock: stock.map(({ sku, n, from, to }) => ({ sku, quantity: n, from: accountOf(from), to: accountOf(to) })),
    money: (event.moves.money ?? []).map((entry) => (entry.account === 'due' ? { account: 'due', amount: entry.amount } : { account: entry.account, payment: wire('payment', entry.payment), amount: entry.amount })),
  };
  const data = { ...(parsed?.success ? (wired(parsed.data) as object) : {}), moves, by: event.by.kind };
  return toCloudEvent({ id: eventId(kind, stream, event.seq), type: event.type, streamKind: kind, streamId: streamId(kind, stream), seq: event.seq, occurredAt: event.occurredAt, recordedAt: event.recordedAt, data }, source);
}

/** The types that the feed tells: `common` is the JSON Schema that the data of every event keeps, and each type has one of its own besides. What `contract/events.json` holds. */
export function eventCatalogue(types: Iterable<string>): { specversion: '1.0'; common: Record<string, unknown>; types: Record<string, Record<string, unknown>> } {
  const schema = (of: z.ZodType): Record<string, unknown> => z.toJSONSchema(of, { target: 'draft-2020-12', io: 'input' });
  return {
    specversion: '1.0', common: schema(z.object({ moves: PublishedMoves, by: z.string() })),
    types: Object.fromEntries([...types].sort().map((type) => [`spil.${type}`, schema(PUBLISHED[type] ?? z.object({}))])),
  };
}
