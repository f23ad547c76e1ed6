/** What is put into a load: under its code, on the way it goes, and noted on its own stream, so that whoever receives it at the same moment has seen it or comes later. */
import type { Change } from '../../kernel/change.ts';
import type { Queryable } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, loadStream, newStream, unitsOf } from '../books/index.ts';
import type { Books, NewEvent, RecordContext, Stream } from '../books/index.ts';
import { loadSlice, shippingProblems } from '../shipping/index.ts';
import type { LoadEvents } from '../shipping/index.ts';
import { floorSlice } from './types.ts';
import type { FulfilmentEvents } from './types.ts';

/** The load of a code, as it is or new. What became of it is read from its stream: the version of that is what a rival contests. */
export async function openLoad({ database, books }: { database: Queryable; books: Books }, change: Change, code: string, { origin, destination }: { origin: string; destination: string }, context: RecordContext): Promise<Stream> {
  const [known] = await database.query<{ id: Uuid }>('select id from shipping.load where code = $1', [code]);
  const stream = known ? await loadStream(database, known.id) : null;
  if (!stream) {
    const fresh = newStream('load', newId());
    books.record(change, fresh, [{ type: 'LoadHanded', data: { load: fresh.id, code, origin, destination } satisfies LoadEvents['LoadHanded'] }], context);
    return fresh;
  }
  const load = fold(stream, loadSlice);
  if (load.receipts.length > 0) throw shippingProblems.load_received({ detail: `Load ${code} was received already; use a new code for a new load.`, found: code, field: 'load' });
  if (load.origin !== origin || load.destination !== destination) throw shippingProblems.load_elsewhere({ detail: load.origin === origin ? `Load ${code} goes to ${load.destination}; this goes to ${destination}. Put it into another.` : `Load ${code} comes from another location. Use another code.`, found: code, field: 'load' });
  return stream;
}

/** What happened to an order, with what it puts into loads noted on theirs. */
export function recordLoaded(books: Books, change: Change, order: Stream, loads: readonly Stream[], events: readonly NewEvent[], context: RecordContext): void {
  books.record(change, order, events, context);
  for (const { type, data } of events) {
    if (type !== 'ItemsTransferred') continue;
    const { load, fulfilment, lines } = data as FulfilmentEvents['ItemsTransferred'];
    const into = loads.find(({ id }) => id === load);
    const expectedAt = fold(order, floorSlice).fulfilments.get(fulfilment)?.arrivesAt;
    const skuOf = (line: number): string => unitsOf(order).lines.get(line)?.sku ?? '';
    if (into) books.record(change, into, [{ type: 'ItemsLoaded', data: { load, order: order.id, fulfilment, lines: lines.map(({ line, quantity }) => ({ line, sku: skuOf(line), quantity })), ...(expectedAt === undefined || expectedAt === null ? {} : { expectedAt }) } satisfies LoadEvents['ItemsLoaded'] }], context);
  }
}
