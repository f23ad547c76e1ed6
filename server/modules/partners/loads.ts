/** The loads in which goods leave an external warehouse for a store: under the warehouse's own numbers, each with a stream of its own. */
import type { Change } from '../../kernel/change.ts';
import type { CommandContext } from '../../kernel/command.ts';
import type { Queryable } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { newStream } from '../books/index.ts';
import type { FloorRouteDeps, Fulfilment } from '../fulfilment/index.ts';
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
export async function inLoads(deps: FloorRouteDeps, change: Change, { location: origin, destination }: Fulfilment, parcels: ShipRequest['parcels'], context: CommandContext): Promise<NoticedParcel[]> {
  const numbers = parcels.map(({ trackingNumber }) => trackingNumber);
  const known = await deps.database.query<{ id: Uuid; code: string; origin: string; destination: string; status: string }>(
    `select id, code, origin, destination, status from shipping.load where code = any($1) or regexp_replace(code, '-[0-9]+$', '') = any($1)`, [numbers]);
  return parcels.map((request) => {
    const number = request.trackingNumber;
    const used = known.some(({ code }) => code === number);
    const same = used ? known.filter(({ code }) => code === number || code.startsWith(`${number}-`)) : [];
    const underWay = same.find((load) => load.status === 'handed' && load.origin === origin && load.destination === destination);
    if (underWay) return { parcel: underWay.id, request, trackingUrl: '' };
    const load = newId();
    const code = same.length === 0 ? number : `${number}-${same.length + 1}`;
    deps.books.record(change, newStream('load', load), [{ type: 'LoadHanded', data: { load, code, origin, destination: destination ?? '' } satisfies LoadEvents['LoadHanded'] }], context);
    return { parcel: load, request, trackingUrl: '' };
  });
}
