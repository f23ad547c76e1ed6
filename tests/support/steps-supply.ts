/** Steps of a shop's life with what suppliers bring and what happens over the counter: announced, changed, received, given out in turn, sold beyond what the books have, not collected, sent elsewhere. */
import { newId } from '../../server/kernel/ids.ts';
import { fold, keepBack, unitsIn, unitsOf } from '../../server/modules/books/index.ts';
import type { Kept, Stream } from '../../server/modules/books/index.ts';
import { OrderSnapshot } from '../../server/modules/channels/snapshot.ts';
import { changeDelivery, changing } from '../../server/modules/fulfilment/change-delivery.ts';
import { PickupPolicy } from '../../server/modules/fulfilment/pickup-policy.ts';
import { announced, cancelled, changed, EXPECTED_EVENTS, expectedSlice, keptOf, receivedOf } from '../../server/modules/inventory/expected.ts';
import type { Expected } from '../../server/modules/inventory/expected.ts';
import { decidedWhile } from '../../server/modules/inventory/expected-rows.ts';
import { breakReservations } from '../../server/modules/orders/broken.ts';
import { complete } from '../../server/modules/orders/commands.ts';
import type { OrderDeps } from '../../server/modules/orders/index.ts';
import { placeOrder } from '../../server/modules/orders/place.ts';
import { planOpen } from '../../server/modules/orders/planning.ts';
import { cancel } from '../../server/modules/orders/rules.ts';
import { orderSlice } from '../../server/modules/orders/state.ts';
import { boundUnits, loseSupply } from '../../server/modules/orders/waiting.ts';
import { LOCATIONS, SKUS } from './shop.ts';
import type { Shop } from './shop.ts';

type Act = (shop: Shop, a: number, b: number, c: number) => Promise<unknown>;
const at = <T>(from: readonly T[], index: number): T | undefined => (from.length === 0 ? undefined : from[index % from.length]);
const orderAt = (shop: Shop, a: number): string => at(shop.orders, a) ?? '';
const dayAfter = (shop: Shop, days: number): string => new Date(Date.parse(shop.context.now) + days * 86_400_000).toISOString().slice(0, 10);

const OURS: ReadonlySet<string> = new Set(EXPECTED_EVENTS);
/** The expected receipts of a shop, as they stand. */
export const receiptsOf = (shop: Shop): { stream: Stream; expected: Expected }[] =>
  [...shop.streams.values()].filter(({ kind, events }) => kind === 'stock' && events.some(({ type }) => OURS.has(type))).map((stream) => ({ stream, expected: fold(stream, expectedSlice) }));

/** Units of a SKU that wait for a receipt, over the orders of this shop. */
export const waitingForReceipt = (shop: Shop, receipt: string, sku: string): number => shop.orders.reduce((sum, id) => {
  const stream = shop.streams.get(id);
  return sum + (stream ? boundUnits(stream).reduce((n, held) => n + (held.holder === receipt && unitsOf(stream).lines.get(held.line)?.sku === sku ? held.n : 0), 0) : 0);
}, 0);

const wanted = (shop: Shop, sku: string): number => shop.orders.reduce((sum, id) => {
  const stream = shop.streams.get(id);
  return sum + (stream ? unitsIn(unitsOf(stream), { stage: ['open', 'waiting'] }).reduce((n, held) => n + (unitsOf(stream).lines.get(held.line)?.sku === sku ? held.n : 0), 0) : 0);
}, 0);

const onReceipt = (decide: (shop: Shop, change: Parameters<Parameters<Shop['act']>[2]>[0], stream: Stream, b: number, c: number) => Promise<void> | void): Act => async (shop, a, b, c) => {
  const one = at(receiptsOf(shop), a);
  if (one) await shop.act(one.stream.id, 'stock', (change, stream) => decide(shop, change, stream, b, c));
};

const announce: Act = (shop, a, b, c) => {
  const id = newId();
  const lines = [{ sku: at(SKUS, a) ?? '', quantity: 1 + (b % 5), expectedOn: dayAfter(shop, 1 + (c % 9)) }, ...(c % 2 === 0 ? [{ sku: at(SKUS, a + 1) ?? '', quantity: 1 + (c % 4), expectedOn: dayAfter(shop, 2 + (b % 5)) }] : [])];
  return shop.act(id, 'stock', (change, stream) => shop.record(change, stream, [announced(id, { reference: id, supplier: null, location: at(LOCATIONS, c) ?? 'dc', lines })]));
};

const changeExpected = onReceipt((shop, change, stream, b, c) => {
  const expected = fold(stream, expectedSlice);
  const lines = [...expected.lines].filter(([, { quantity }]) => quantity > 0).map(([sku, { quantity, expectedOn }], index) => ({ sku, quantity: Math.max(1, index === b % 2 ? quantity + (c % 5) - 2 : quantity), expectedOn: c % 3 === 0 ? dayAfter(shop, 1 + (b % 12)) : expectedOn }));
  if (lines.length > 0) shop.record(change, stream, [changed(expected, { supplier: null, location: expected.location, lines })]);
});

/** Goods come in, in part, too many or damaged; what those who wait need is kept in the same change. */
const receiveExpected = onReceipt(async (shop, change, stream, b, c) => {
  const expected = fold(stream, expectedSlice);
  const came = [...expected.lines].filter((_line, index) => (b + index) % 3 !== 0).map(([sku, { outstanding }]) => ({ sku, good: (c * 5 + b) % (outstanding + 2), damaged: c % 7 === 0 ? 1 : 0 }));
  shop.record(change, stream, receivedOf(expected, came, b % 5 === 0));
  const { kept } = await shop.world();
  for (const { sku, good } of came) {
    if (good === 0) continue;
    const forThis = waitingForReceipt(shop, stream.id, sku);
    const promised = kept?.find((one) => one.cause === stream.id && one.sku === sku)?.promised ?? 0;
    const lying = (kept ?? []).reduce((sum, one) => sum + (one.sku === sku ? one.promised + one.others : 0), 0);
    keepBack(change, { cause: stream.id, sku, location: expected.location, ...keptOf(good, { forThis: Math.max(0, forThis - promised), altogether: Math.max(forThis - promised, wanted(shop, sku) - lying) }) });
    if (forThis > 0) decidedWhile(change, stream.id, sku, forThis);
  }
});

const serve = (shop: Shop, id: string, given: readonly Kept[]): Promise<unknown> => shop.onOrder(id, async (change, stream) => {
  planOpen(shop.books, change, stream, await shop.world(), shop.context, shop.day, { keepOpen: true, cause: 'stock_available', given });
});

/** The queue of one receipt: who was promised it, then who waits longest; what nobody takes is let go, and who lost it is planned again. */
export async function serveQueue(shop: Shop, cause: string): Promise<void> {
  const pot = async (): Promise<Kept[]> => ((await shop.world()).kept ?? []).filter((one) => one.cause === cause);
  for (const promised of [true, false]) {
    for (const id of shop.orders) {
      const mine = (await pot()).filter((one) => (promised ? one.promised : one.others) > 0);
      if (mine.length === 0) break;
      const stream = shop.streams.get(id);
      if (!stream || (promised && !boundUnits(stream).some(({ holder }) => holder === cause))) continue;
      await serve(shop, id, promised ? [] : mine.map((one) => ({ ...one, promised: 0 })));
    }
  }
  await shop.act(newId(), 'stock', async (change) => {
    const { balances, kept = [] } = await shop.world();
    for (const one of kept.filter(({ cause: of }) => of === cause)) {
      const balance = balances.find(({ sku, location }) => sku === one.sku && location === one.location);
      const there = balance ? balance.quantity - balance.reserved - balance.broken - balance.kept_back + one.promised + one.others : 0;
      keepBack(change, { ...one, promised: Math.max(0, Math.min(one.promised, waitingForReceipt(shop, cause, one.sku), there)) - one.promised, others: -one.others });
    }
  });
  await planLost(shop, cause);
}

/** Units that wait for more than comes are planned again, the last in the queue first. */
async function planLost(shop: Shop, cause: string): Promise<void> {
  const receipt = shop.streams.get(cause);
  for (const sku of SKUS) {
    for (const id of shop.orders.toReversed()) {
      const { kept = [] } = await shop.world();
      const outstanding = receipt ? fold(receipt, expectedSlice).lines.get(sku)?.outstanding ?? 0 : 0;
      const lost = waitingForReceipt(shop, cause, sku) - outstanding - (kept.find((one) => one.cause === cause && one.sku === sku)?.promised ?? 0);
      if (lost <= 0) break;
      await shop.onOrder(id, async (change, stream) => {
        const event = loseSupply(stream, cause, sku, lost);
        if (!event) return;
        shop.record(change, stream, [event]);
        planOpen(shop.books, change, stream, await shop.world(), shop.context, shop.day, { only: new Set(event.data.lines.map(({ line }) => line)) });
      });
    }
  }
}

/** A receipt of a till: goods are carried out that the books may not have. */
const sale: Act = (shop, a, b, c) => {
  const id = newId();
  const quantity = 1 + (c % 4);
  const snapshot = OrderSnapshot.parse({
    externalId: newId(), placedAt: '2026-03-02T08:00:00Z', currency: 'EUR', deliveries: [{ ref: 'd1', kind: 'carry_out', location: at(LOCATIONS, b) ?? 'dc' }],
    lines: [{ ref: 'l1', sku: at(SKUS, a) ?? null, name: 'Taken along', kind: 'goods', quantity, unitPrice: 1999, subtotal: 1999 * quantity, discount: 0, total: 1999 * quantity, delivery: 'd1' }],
    charges: [], payments: [{ ref: newId(), operator: 'till', method: 'cash', authorised: 1999 * quantity, captured: 1999 * quantity }], totals: { total: 1999 * quantity },
  });
  return shop.onOrder(id, async (change, stream) => {
    const variants = new Map(SKUS.map((sku) => [sku, { sku, kind: 'goods' as const, weightGrams: 800, tags: [] }]));
    const placed = placeOrder({ snapshot, channel: 'shop', number: `K${id.slice(-12)}`, variants, customer: null, contact: null, deliveryContacts: new Map(), pointContacts: new Map(), coordinates: new Map(), knownLocations: new Set(LOCATIONS), captureMode: () => 'immediate', now: shop.context.now });
    shop.record(change, stream, placed.events);
    complete({ books: shop.books } as OrderDeps, change, stream, await shop.world(), shop.context);
  }).then((outcome) => { if (outcome === 'done') shop.orders.push(id); });
};

/** What a sale or a count took from those it was promised to is planned again. */
const planBroken: Act = async (shop, a) => {
  const { balances } = await shop.world();
  const broken = at(balances.filter((balance) => balance.broken > 0), a);
  if (!broken) return;
  for (const id of shop.orders.toReversed()) {
    const now = (await shop.world()).balances.find(({ sku, location }) => sku === broken.sku && location === broken.location)?.broken ?? 0;
    if (now === 0) return;
    await shop.onOrder(id, async (change, stream) => {
      const events = breakReservations(stream, broken.sku, broken.location, now);
      shop.record(change, stream, events);
      if (events.length > 0) planOpen(shop.books, change, stream, await shop.world(), shop.context, shop.day, { only: new Set(events.map(({ data }) => data.line)) });
    });
  }
};

const notCollected: Act = (shop, a, b) => shop.onOrder(orderAt(shop, a), (change, stream) => {
  const delivery = at([...fold(stream, orderSlice).deliveries.keys()], b);
  const ready = unitsIn(unitsOf(stream), { stage: 'ready', ...(delivery === undefined ? {} : { delivery }) });
  if (delivery !== undefined && ready.length > 0) shop.record(change, stream, cancel(stream, ready.map(({ line, n }) => ({ line, delivery, quantity: n })), 'not_collected', null, ['ready']));
});

const elsewhere: Act = (shop, a, b, c) => shop.onOrder(orderAt(shop, a), async (change, stream) => {
  const delivery = at([...fold(stream, orderSlice).deliveries.keys()], b);
  if (delivery === undefined) return;
  const to = c % 3 === 0 ? { kind: 'ship' as const, contact: null, country: 'NL', coordinates: null } : { kind: 'pickup' as const, location: c % 3 === 1 ? 'delft' : 'leiden' };
  const [wish, world] = [{ delivery, to, by: 'staff' as const, reason: null }, await shop.world()];
  changeDelivery(shop.books, change, stream, world, shop.day, wish, changing(stream, wish, world, PickupPolicy.parse({ code: true, identification: false })), null, shop.context);
});

export const SUPPLY_STEPS: Readonly<Record<string, Act>> = {
  announce, changeExpected, receiveExpected, sale, planBroken, notCollected, elsewhere,
  cancelExpected: onReceipt((shop, change, stream) => shop.record(change, stream, [cancelled(fold(stream, expectedSlice))])),
  serveQueue: async (shop, a) => { const one = at(receiptsOf(shop), a); if (one) await serveQueue(shop, one.stream.id); },
};
