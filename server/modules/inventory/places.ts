/** Where a SKU lies in a location, in the words of its own people ("B-12-3"): pickers are led along it. */
import { z } from 'zod';
import { table } from '../../kernel/change.ts';
import { execute } from '../../kernel/command.ts';
import type { Actor, CommandContext, Outcome } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { decodeCursor, encodeCursor, page } from '../../kernel/wire.ts';
import { check } from './commands.ts';
import type { InventoryDeps } from './deps.ts';

const PLACE = table('inventory.place', 'location', 'sku');

const sku = z.string().min(1).max(100);
const location = z.string().max(63);
const place = z.string().trim().min(1).max(50).describe('As people say it there, e.g. B-12-3: aisle, rack, shelf');
const PlacesBody = z.strictObject({ location, places: z.array(z.strictObject({ sku, place: place.nullable().describe('Null takes the place away') })).min(1).max(1000) });
const PlacesView = z.object({ location: z.string(), places: z.array(z.object({ sku: z.string(), place: z.string().nullable() })) });
const PlaceQuery = z.object({ ...page, location, sku: sku.optional().describe('Only this one') });
const PlaceRow = z.object({ location: z.string(), sku: z.string(), place: z.string(), updatedAt: z.string(), updatedBy: z.string() });

/** Says where SKUs lie from now on; of one that is named twice the last counts. Refuses locations of others and SKUs that nobody knows. */
export async function putPlaces(deps: InventoryDeps, context: CommandContext, request: z.output<typeof PlacesBody>): Promise<Outcome<z.infer<typeof PlacesView>>> {
  const wanted = new Map(request.places.map((one) => [one.sku, one.place]));
  await check(deps, context.actor, request.location, [...wanted.keys()]);
  return execute(deps.database, context, (change) => {
    for (const [of, where] of wanted) {
      if (where === null) change.remove(PLACE, { location: request.location, sku: of });
      else change.put(PLACE, { location: request.location, sku: of, place: where, updated_at: context.now, updated_by: context.actor.name });
    }
    return Promise.resolve({ status: 200, answer: { location: request.location, places: [...wanted].map(([of, where]) => ({ sku: of, place: where })) } });
  });
}

/** Places of one location by SKU; a location of others has none to this account. */
export async function listPlaces(database: Database, actor: Actor, query: z.output<typeof PlaceQuery>): Promise<{ places: z.infer<typeof PlaceRow>[]; next: string | null }> {
  const cursor = decodeCursor(query.after, 1);
  if (actor.locations !== 'all' && !actor.locations.includes(query.location)) return { places: [], next: null };
  const rows = await database.query<{ location: string; sku: string; place: string; updated_at: string; updated_by: string }>(
    'select location, sku, place, updated_at, updated_by from inventory.place where location = $1 and ($2::text is null or sku = $2) and ($3::text is null or sku > $3) order by sku limit $4',
    [query.location, query.sku ?? null, cursor === null ? null : String(cursor[0]), query.limit + 1]);
  const shown = rows.slice(0, query.limit);
  const last = shown.at(-1);
  return { places: shown.map((row) => ({ location: row.location, sku: row.sku, place: row.place, updatedAt: row.updated_at, updatedBy: row.updated_by })), next: rows.length > query.limit && last ? encodeCursor([last.sku]) : null };
}

export function placeRoutes(deps: InventoryDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/stock/places', operation: 'listPlaces', tag: 'Stock', summary: 'Where products lie in a location', access: ['store', 'operations'], query: PlaceQuery,
      answers: { 200: { description: 'One page', schema: z.object({ places: z.array(PlaceRow), next: z.string().nullable() }) } },
      handle: async ({ query, actor }) => ok(await listPlaces(deps.database, actor, query)),
    }),
    route({
      method: 'PUT', path: '/stock/places', operation: 'putPlaces', tag: 'Stock', summary: 'Say where products lie in a location; what is not named stays', access: ['store', 'operations'], body: PlacesBody,
      answers: { 200: { description: 'As it is now', schema: PlacesView }, 403: { description: 'Not this account’s location', schema: Problem }, 422: { description: 'It names what does not exist', schema: Problem } },
      handle: async ({ body, context }) => ok((await putPlaces(deps, context, body)).answer),
    }),
  ];
}
