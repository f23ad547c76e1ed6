/** The loads in which goods leave an external warehouse for a store: under the warehouse's own numbers, each with a stream of its own. */
import type { Change } from '../../kernel/change.ts';
import type { CommandContext } from '../../kernel/command.ts';
import type { Queryable } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, loadStream, newStream } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import type { FloorRouteDeps, Fulfilment } from '../fulfilment/index.ts';
import { loadSlice } from '../shipping/index.ts';
import type { LoadEvents } from '../shipping/index.ts';
import type { ShipRequest } from './contract.ts';
import type { NoticedParcel } from './ship-rules.ts';

/** Numbers of the loads that work has left with. */
export async function codesOf(database: Queryable, { loads }: Fulfilment): Promise<Set<string>> {
  return new Set((await database.query<{ code: string }>('select code from shipping.load where id = any($1)', [[...loads]])).map(({ code }) => code));
}

/**
 * What a notice names is put in loads to the store: a number that is under way there already takes goods of several orders. One that went elsewhere or
 * was received stands for a box that is used again: it left all the same, so it gets the number with the next figure behind it.
 */
export async function inLoads(deps: FloorRouteDeps, change: Change, { location: origin, destination }: Fulfilment, parcels: ShipRequest['parcels'], context: CommandContext): Promise<{ parcels: NoticedParcel[]; loads: Stream[] }> {
  const numbers = parcels.map(({ trackingNumber }) => trackingNumber);
  const known = await deps.database.query<{ id: Uuid; code: string; origin: string; destination: string; status: string }>(
    `select id, code, origin, destination, status from shipping.load where code = any($1) or regexp_replace(code, '-[0-9]+$', '') = any($1)`, [numbers]);
  const noticed: NoticedParcel[] = [];
  const loads: Stream[] = [];
  for (const request of parcels) {
    const number = request.trackingNumber;
    const used = known.some(({ code }) => code === number);
    const same = used ? known.filter(({ code }) => code === number || code.startsWith(`${number}-`)) : [];
    const handed = same.find((load) => load.status === 'handed' && load.origin === origin && load.destination === destination);
    const there = handed ? await loadStream(deps.database, handed.id) : null;
    // Received between the two looks: it is not under way any more.
    const underWay = there && fold(there, loadSlice).receipts.length === 0 ? there : null;
    const load = underWay ?? newStream('load', newId());
    if (!underWay) deps.books.record(change, load, [{ type: 'LoadHanded', data: { load: load.id, code: same.length === 0 ? number : `${number}-${same.length + 1}`, origin, destination: destination ?? '' } satisfies LoadEvents['LoadHanded'] }], context);
    loads.push(load);
    noticed.push({ parcel: load.id, request, trackingUrl: '' });
  }
  return { parcels: noticed, loads };
}
