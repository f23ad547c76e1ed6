/** What the steps of a shop's life have in common: choosing by number, placing an order as it is placed, and finding what a step can do something with. */
import type { Change } from '../../server/kernel/change.ts';
import { fold, unitsOf } from '../../server/modules/books/index.ts';
import type { Stream } from '../../server/modules/books/index.ts';
import type { OrderSnapshot } from '../../server/modules/channels/snapshot.ts';
import { ready } from '../../server/modules/fulfilment/rules.ts';
import { floorSlice } from '../../server/modules/fulfilment/types.ts';
import { complete } from '../../server/modules/orders/commands.ts';
import type { OrderDeps } from '../../server/modules/orders/index.ts';
import { placeOrder } from '../../server/modules/orders/place.ts';
import type { PlaceInput } from '../../server/modules/orders/place.ts';
import { planOpen } from '../../server/modules/orders/planning.ts';
import { promised } from '../../server/modules/orders/promising.ts';
import { orderSlice } from '../../server/modules/orders/state.ts';
import type { World } from '../../server/modules/sourcing/world.ts';
import { LOCATIONS, SKUS } from './shop.ts';
import type { Shop } from './shop.ts';

/** A step takes three numbers that choose what, how many and which way. */
export type Act = (shop: Shop, a: number, b: number, c: number) => Promise<unknown>;

export const at = <T>(from: readonly T[], index: number): T | undefined => (from.length === 0 ? undefined : from[index % from.length]);
export const orderAt = (shop: Shop, a: number): string => at(shop.orders, a) ?? '';
export const skuAt = (index: number): string => at(SKUS, index) ?? '';
export const placeAt = (index: number): string => at(LOCATIONS, index) ?? '';
/** So many minutes after now, or before (below nothing). */
export const inMinutes = (shop: Shop, minutes: number): string => new Date(Date.parse(shop.context.now) + minutes * 60_000).toISOString();

/** Orders a step can do something with. */
export const ordersWith = (shop: Shop, fits: (stream: Stream) => boolean): Stream[] => shop.orders.flatMap((id) => {
  const stream = shop.streams.get(id);
  return stream && fits(stream) ? [stream] : [];
});

/** A pickup whose last unit came in is ready, unless its order is held. */
export const readyIfAll = (shop: Shop, change: Change, stream: Stream, delivery: number): void => {
  const of = fold(stream, orderSlice).deliveries.get(delivery);
  if (of && fold(stream, orderSlice).holds.size === 0) shop.record(change, stream, [ready(unitsOf(stream), fold(stream, floorSlice), of, null)]);
};

type Known = Pick<PlaceInput, 'captureMode' | 'sale' | 'reservation'>;

/** Places an order on its new stream as the command does: promised by its plan, complete where it is carried out, and planned by that plan. */
export function takeOrder(shop: Shop, change: Change, stream: Stream, snapshot: OrderSnapshot, number: string, world: World, { sold = null, ...known }: Known & { sold?: Parameters<typeof complete>[5] }): void {
  const taken = placeOrder({
    snapshot, channel: 'shop', number, variants: new Map(SKUS.map((sku) => [sku, { sku, kind: 'goods' as const, weightGrams: 800, tags: [] }])), customer: null, contact: null,
    deliveryContacts: new Map(), pointContacts: new Map(), coordinates: new Map(), knownLocations: new Set(LOCATIONS), now: shop.context.now, ...known,
  });
  const { placed, plans, world: left } = promised(taken, world, shop.context.now, sold);
  shop.record(change, stream, placed.events);
  complete({ books: shop.books } as OrderDeps, change, stream, world, shop.context, sold);
  planOpen(shop.books, change, stream, left, shop.context, shop.day, { prepared: plans });
}
