/** Who has it: a product and its other sizes at every location, the nearest first, so that staff can tell a customer where to go. */
import { z } from 'zod';
import type { Instant } from '../../kernel/clock.ts';
import type { Actor } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import { catalogueProblems, productByCode, variantBySku } from '../catalogue/index.ts';
import { tillOf } from '../channels/index.ts';
import { isOpenAt, openingOn, zoneDate } from '../locations/index.ts';
import type { Calendar } from '../locations/index.ts';
import { metresBetween, takeable } from '../sourcing/index.ts';
import type { Master, WorldSource } from '../sourcing/index.ts';
import { availableOf } from '../books/index.ts';
import type { Balance } from '../books/index.ts';
import { orderProblems } from '../orders/index.ts';

export const NetworkQuery = z.object({ sku: z.string().min(1).max(100), from: z.string().max(63).optional().describe('The location that asks: distances are from there'), channel: z.string().max(63).optional().describe('What may be promised to this channel; left out: to the till'), limit: z.coerce.number().int().min(1).max(200).default(50) });

export const NetworkView = z.object({
  sku: z.string(), channel: z.string().nullable().describe('The channel to which this may be promised; null where there is no till: to any'), product: z.object({ code: z.string(), name: z.string(), brand: z.string().nullable(), picture: z.string().nullable() }),
  sizes: z.array(z.object({ sku: z.string(), name: z.string(), options: z.record(z.string(), z.string()), picture: z.string().nullable(), available: z.int().describe('In all locations together') })),
  locations: z.array(z.object({
    location: z.string(), name: z.string(), kind: z.string(), city: z.string().nullable(), metres: z.int().nullable().describe('As the crow flies'), own: z.boolean(),
    open: z.boolean(), today: z.array(z.object({ from: z.string(), until: z.string() })).describe('Opening hours of today, as instants'),
    available: z.array(z.object({ sku: z.string(), quantity: z.int() })).describe('What can be promised of each size; sizes of which nothing can are left out'),
    kept: z.array(z.object({ sku: z.string(), quantity: z.int(), rule: z.object({ document: z.string(), version: z.int(), name: z.string() }).nullable() })).describe('What lies free there and is for other channels, or is sold to nobody, by which rule of selling'),
  })),
});

interface Place { code: string; name: string; kind: string; city: string | null; latitude: number | null; longitude: number | null; calendar: Calendar; stock: Balance[] | null }
interface Size { sku: string; name: string; options: Record<string, string>; picture: string | null; tags: string[] }
/** Whose stock is looked at: the channel it may be promised to, and the rules of selling that say so. */
interface Asked { channel: string | null; master: Master; sizes: readonly Size[] }

/** Locations that have any size, and the one that asks, by distance; those that have the very SKU come before those that have another size. */
export async function stockNetwork({ database, worlds }: { database: Database; worlds: WorldSource }, actor: Actor, { sku, from, channel: wanted, limit }: z.infer<typeof NetworkQuery>, now: Instant): Promise<z.infer<typeof NetworkView>> {
  const variant = await variantBySku(database, sku);
  const product = variant && (await productByCode(database, variant.product));
  if (!variant || !product) throw catalogueProblems.variant_unknown({ detail: `There is no SKU ${sku}. Scan the label of the product itself.`, found: sku });
  const sizes = await database.query<Size>('select sku, name, options, tags, coalesce(picture, $3) as picture from catalogue.variant where product = $1 and (active or sku = $2) order by sku', [product.code, sku, product.picture]);
  const places = await database.query<Place>(
    `select l.code, l.name, l.kind, l.address ->> 'city' as city, l.latitude, l.longitude, l.calendar, s.stock from locations.location l
     left join lateral (select json_agg(json_build_object('sku', sku, 'location', location, 'state', state, 'quantity', quantity, 'reserved', reserved, 'broken', broken, 'kept_back', kept_back)) as stock from books.stock_balance where location = l.code and state = 'sellable' and sku = any($1) and quantity > reserved + broken + kept_back) s on true
     where l.active and (s.stock is not null or l.code = $2)`, [sizes.map((size) => size.sku), from ?? '']);
  const master = await worlds.present(database);
  if (wanted !== undefined && !master.channels.has(wanted)) throw orderProblems.channel_unknown({ detail: `There is no channel "${wanted}"; there are ${[...master.channels.keys()].join(', ') || 'none'}.`, found: wanted, field: 'channel' });
  const channel = wanted ?? tillOf([...master.channels.values()], { code: from ?? '', country: master.locations.find(({ code: store }) => store === from)?.address.country ?? null })?.code ?? null;
  const here = places.find((place) => place.code === from);
  const locations = places.map((place) => viewOf(place, here, actor, { channel, master, sizes }, now)).sort((a, b) => Number(b.available.some((one) => one.sku === sku)) - Number(a.available.some((one) => one.sku === sku)) || (a.metres ?? Infinity) - (b.metres ?? Infinity) || (a.location < b.location ? -1 : 1));
  const total = (of: string): number => locations.reduce((sum, place) => sum + (place.available.find((one) => one.sku === of)?.quantity ?? 0), 0);
  const { code, name, brand, picture } = product;
  return { sku, channel, product: { code, name, brand, picture }, sizes: sizes.map(({ tags: _tags, ...size }) => ({ ...size, available: total(size.sku) })), locations: locations.slice(0, limit) };
}

function viewOf(place: Place, here: Place | undefined, actor: Actor, { channel, master, sizes }: Asked, now: Instant): z.infer<typeof NetworkView>['locations'][number] {
  const metres = here?.latitude != null && here.longitude != null && place.latitude !== null && place.longitude !== null ? metresBetween({ latitude: here.latitude, longitude: here.longitude }, { latitude: place.latitude, longitude: place.longitude }) : null;
  const kept: z.infer<typeof NetworkView>['locations'][number]['kept'] = [];
  // As for who collects it there: what a fence or an excluded location keeps from the channel is nothing that can be promised.
  const available = (place.stock ?? []).flatMap((balance) => {
    const { quantity } = channel === null ? { quantity: availableOf(balance) } : takeable(master, { channel, kind: 'pickup', store: place.code, lines: sizes }, balance, false, (rule, n) => kept.push({ sku: balance.sku, quantity: n, rule }));
    return quantity > 0 ? [{ sku: balance.sku, quantity }] : [];
  });
  return {
    location: place.code, name: place.name, kind: place.kind, city: place.city, metres, own: place.code === here?.code || (actor.locations !== 'all' && actor.locations.includes(place.code)),
    open: isOpenAt(place.calendar, now), today: openingOn(place.calendar, zoneDate(now, place.calendar.zone)).hours,
    available, kept,
  };
}
