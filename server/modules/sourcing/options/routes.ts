/** The address by which a shop, a till or a person asks how a basket can come to its customer. */
import type { z } from 'zod';
import type { Clock, Instant } from '../../../kernel/clock.ts';
import type { Actor } from '../../../kernel/command.ts';
import type { Database, Queryable } from '../../../kernel/database.ts';
import { ok, Problem, route } from '../../../kernel/http.ts';
import type { Route } from '../../../kernel/http.ts';
import { pricesAt, variantsOf } from '../../catalogue/index.ts';
import type { FoundPoint, PointsFinder } from '../../shipping/index.ts';
import { pricesFor } from '../delivery-prices.ts';
import { stillComing } from '../supply.ts';
import type { DemandLine, Geocoder, IpLocator } from '../types.ts';
import type { World, WorldSource } from '../world.ts';
import { OptionsBody, OptionsView } from './contract.ts';
import { deliveryOptions } from './options.ts';
import type { HomeOffer, Offered, OptionsFound, PointOffer, StoreOffer } from './options.ts';
import { placeOf } from './place.ts';
import type { Place } from './place.ts';
import { optionProblems } from './problems.ts';

/** How many of each SKU orders want that no location has yet, of orders that wait, are held, or are not taken in; absent is none. The intake knows. */
export type PlacelessDemand = (database: Queryable, skus: readonly string[]) => Promise<ReadonlyMap<string, number>>;

export interface OptionDeps { database: Database; placeless: PlacelessDemand; clock: Clock; worlds: WorldSource; geocoder: Geocoder; ips: IpLocator | null; points: PointsFinder }

/** Who is shown what a delivery costs the retailer. */
const seesCost = ({ roles }: Actor): boolean => roles.some((role) => ['administrator', 'operations', 'service', 'store', 'finance', 'viewer'].includes(role));

/** The basket as it would be planned: products that need no delivery are left out. Refuses what is not sold. */
async function basketOf({ database, worlds, placeless }: OptionDeps, body: OptionsBody, now: Instant): Promise<{ lines: DemandLine[]; world: World; wanted: ReadonlyMap<string, number> }> {
  const skus = [...new Set(body.lines.map(({ sku }) => sku))];
  const [variants, world, wanted] = await Promise.all([variantsOf(database, skus), worlds.load(database, skus, now), placeless(database, skus)]);
  const channel = world.master.channels.get(body.channel);
  if (!channel) throw optionProblems.channel_unknown({ detail: `There is no channel "${body.channel}"; there are ${[...world.master.channels.keys()].join(', ') || 'none'}.`, found: body.channel, field: 'channel' });
  body.lines.forEach(({ sku }, index) => {
    const variant = variants.get(sku);
    if (!variant) throw optionProblems.sku_unknown({ detail: `There is no SKU "${sku}". GET /variants lists them.`, found: sku, field: `lines[${index}].sku` });
    if (!variant.active) throw optionProblems.not_for_sale({ detail: `"${sku}" is not sold any more; take it out of the basket.`, found: sku, field: `lines[${index}].sku` });
  });
  const unpriced = body.lines.flatMap(({ sku, price }) => (price === undefined ? [sku] : []));
  const prices = unpriced.length === 0 ? new Map<string, { amount: number }>() : await pricesAt(database, unpriced, { list: channel.price_list ?? 'standard', currency: pricesFor(world.master.prices, body.channel).currency, at: now });
  const lines = body.lines.flatMap(({ sku, quantity, price }, index): DemandLine[] => {
    const variant = variants.get(sku);
    if (variant?.kind !== 'goods') return [];
    return [{ line: String(index + 1), sku, quantity, weightGrams: variant.weightGrams, unitPrice: price ?? prices.get(sku)?.amount ?? 0, tags: variant.tags, group: null }];
  });
  return { lines, world, wanted };
}

/** What is expected of each SKU and promised to nobody yet, the first day first. */
function expectedIn(world: World, now: Instant): Map<string, { on: string; quantity: number }[]> {
  const expected = Map.groupBy(stillComing(world, now), ({ sku }) => sku);
  return new Map([...expected].map(([sku, of]) => [sku, of.map(({ expectedOn, free }) => ({ on: expectedOn, quantity: free })).sort((a, b) => (a.on < b.on ? -1 : 1))]));
}

async function pointsNear({ points }: OptionDeps, body: OptionsBody, { points: near }: Place): Promise<{ points: FoundPoint[]; reason: string | null }> {
  if (!body.kinds.includes('pickup_point') || body.points === 0) return { points: [], reason: null };
  if (near === null) return { points: [], reason: 'Name a postal code or coordinates to find pickup points.' };
  const found = await points.near(near);
  return found.kind === 'points' ? { points: found.points.slice(0, body.points), reason: null } : { points: [], reason: found.reason };
}

function view(found: OptionsFound, body: OptionsBody, place: Place, points: readonly FoundPoint[], costs: boolean, now: Instant): z.input<typeof OptionsView> {
  const offer = ({ promisedBy, date, price, lines, complete, locations, cost, items }: Offered): Omit<z.input<typeof OptionsView>['home'][number], 'service'> =>
    ({ promisedBy, date, price, lines, complete, parcels: locations, ownCost: costs ? { cost, items } : null });
  const home = (one: HomeOffer): z.input<typeof OptionsView>['home'][number] => ({ service: one.service, ...offer(one) });
  const store = (one: StoreOffer): z.input<typeof OptionsView>['stores'][number] => ({ location: one.store.code, name: one.store.name, city: one.store.address.city, metres: one.metres, hours: one.today, brought: one.brought, here: one.here, ...offer(one) });
  const pointOf = ({ point }: PointOffer): FoundPoint | undefined => points.find(({ carrier, id }) => carrier === point.carrier && id === point.id);
  return {
    currency: found.currency, asOf: now, place: { country: place.country, by: place.by, ip: place.ip, reason: place.reason },
    home: found.home.map(home), stores: found.stores.map(store), pickupPoints: found.points.flatMap((one) => { const point = pointOf(one); return point ? [{ point, ...offer(one) }] : []; }),
    mixed: found.mixed.map((one) => ({ price: one.price, store: store(one.store), home: home(one.home) })),
    lines: found.lines.map(({ line, available, expectedOn }) => ({ line, sku: body.lines[line - 1]?.sku ?? '', wanted: body.lines[line - 1]?.quantity ?? 0, available, expectedOn })),
    reasons: found.reasons, nearest: found.nearest,
  };
}

async function answer(deps: OptionDeps, body: OptionsBody, actor: Actor): Promise<z.input<typeof OptionsView>> {
  const now = deps.clock.now();
  if (actor.channels !== undefined && !actor.channels.includes(body.channel)) throw optionProblems.channel_not_yours({ detail: `"${actor.name}" is bound to ${actor.channels.join(', ')}; it asks nothing for "${body.channel}".`, found: body.channel, expected: actor.channels, field: 'channel' });
  const place = placeOf(body.to, deps.geocoder, deps.ips);
  const [{ lines, world, wanted }, near] = await Promise.all([basketOf(deps, body, now), pointsNear(deps, body, place)]);
  if (body.store !== undefined && !world.master.locations.some(({ code }) => code === body.store)) throw optionProblems.store_unknown({ detail: `There is no store "${body.store}". GET /locations lists them.`, found: body.store, field: 'store' });
  const found = deliveryOptions({
    channel: body.channel, country: place.country, destination: place.destination, here: place.here, byIp: place.byIp, lines, tags: body.tags, kinds: new Set(body.kinds), stores: body.stores, store: body.store ?? null, expected: expectedIn(world, now), placeless: wanted,
    points: near.points.map(({ carrier, id, address }) => { const at = deps.geocoder.locate(address); return { carrier, id, country: address.country, coordinates: at && { latitude: Math.round(at.latitude * 100) / 100, longitude: Math.round(at.longitude * 100) / 100 } }; }),
  }, world, now);
  if (near.reason !== null && body.kinds.includes('pickup_point')) found.reasons.pickup_point = near.reason;
  return view(found, body, place, near.points, seesCost(actor), now);
}

export const optionRoutes = (deps: OptionDeps): Route[] => [
  route({
    method: 'POST', path: '/delivery-options', operation: 'listDeliveryOptions', tag: 'Orders', summary: 'How a basket can come to its customer, when, and for how much',
    description: 'Worked out by the same function that plans the order afterwards: an order placed at this moment with an option is planned as the option says. It reserves nothing. Put `promisedBy` (and `express` where the option says so) of the option that was chosen into the order’s delivery.',
    access: ['channel', 'service', 'operations', 'store', 'viewer'], idempotent: false, body: OptionsBody,
    answers: { 200: { description: 'The options', schema: OptionsView }, 403: { description: 'Not a channel of this key', schema: Problem }, 422: { description: 'No such channel, product, store or place', schema: Problem } },
    handle: async ({ body, actor }) => ok(await answer(deps, body, actor)),
  }),
];
