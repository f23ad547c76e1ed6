/** Steps of a shop's life with what suppliers bring and where it goes: announced, changed, received, given out in turn, planned again where it was lost, not collected, sent elsewhere. */
import type { Change } from '../../server/kernel/change.ts';
import { newId } from '../../server/kernel/ids.ts';
import { fold, keepBack, unitsIn, unitsOf } from '../../server/modules/books/index.ts';
import type { Kept, Stream } from '../../server/modules/books/index.ts';
import { withdrawn } from '../../server/modules/dialogue/index.ts';
import { changeDelivery, changing } from '../../server/modules/fulfilment/change-delivery.ts';
import { PickupPolicy } from '../../server/modules/fulfilment/pickup-policy.ts';
import { announced, cancelled, changed, EXPECTED_EVENTS, expectedSlice, keptOf, receivedOf } from '../../server/modules/inventory/expected.ts';
import type { Expected } from '../../server/modules/inventory/expected.ts';
import { decidedWhile } from '../../server/modules/inventory/expected-rows.ts';
import { received } from '../../server/modules/inventory/rules.ts';
import { breakReservations } from '../../server/modules/orders/broken.ts';
import { planOpen } from '../../server/modules/orders/planning.ts';
import { cancel } from '../../server/modules/orders/rules.ts';
import { orderSlice } from '../../server/modules/orders/state.ts';
import { boundUnits, loseSupply } from '../../server/modules/orders/waiting.ts';
import { at, orderAt, ordersWith, placeAt, skuAt } from './act.ts';
import type { Act } from './act.ts';
import { LOCATIONS, SKUS } from './shop.ts';
import type { Shop } from './shop.ts';

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

const onReceipt = (decide: (shop: Shop, change: Change, stream: Stream, b: number, c: number) => Promise<void> | void): Act => async (shop, a, b, c) => {
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

/** What those who wait need of goods that come in is kept for them in the same change. */
async function keepForWaiting(shop: Shop, change: Change, cause: string, location: string, came: readonly { sku: string; good: number }[]): Promise<void> {
  const { kept = [] } = await shop.world();
  for (const { sku, good } of came) {
    if (good === 0) continue;
    const forThis = waitingForReceipt(shop, cause, sku);
    const promised = kept.find((one) => one.cause === cause && one.sku === sku)?.promised ?? 0;
    const lying = kept.reduce((sum, one) => sum + (one.sku === sku ? one.promised + one.others : 0), 0);
    const keep = keptOf(good, { forThis: Math.max(0, forThis - promised), altogether: Math.max(forThis - promised, wanted(shop, sku) - lying) });
    keepBack(change, { cause, sku, location, ...keep }, shop.context.now);
    if (forThis > 0 || keep.promised > 0) decidedWhile(change, cause, sku, forThis);
  }
}

/** Goods come from a supplier that nobody had announced. */
const stockIn: Act = (shop, a, b, c) => shop.act(newId(), 'stock', async (change, stream) => {
  const lines = [{ sku: skuAt(a), quantity: 1 + (b % 6) }];
  shop.record(change, stream, [received(placeAt(c), null, lines)]);
  await keepForWaiting(shop, change, stream.id, placeAt(c), lines.map(({ sku, quantity }) => ({ sku, good: quantity })));
});

/** Receipts of which goods are promised or kept. */
export const queuesOf = async (shop: Shop): Promise<string[]> => [...new Set([...receiptsOf(shop).map(({ stream }) => stream.id), ...((await shop.world()).kept ?? []).map(({ cause }) => cause)])];

/** Goods come in, in part, too many or damaged; what those who wait need is kept in the same change. */
const receiveExpected = onReceipt(async (shop, change, stream, b, c) => {
  const expected = fold(stream, expectedSlice);
  const came = [...expected.lines].filter((_line, index) => (b + index) % 3 !== 0).map(([sku, { outstanding }]) => ({ sku, good: (c * 5 + b) % (outstanding + 2), damaged: c % 7 === 0 ? 1 : 0 }));
  shop.record(change, stream, receivedOf(expected, came, b % 5 === 0));
  await keepForWaiting(shop, change, stream.id, expected.location, came);
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
      keepBack(change, { ...one, promised: Math.max(0, Math.min(one.promised, waitingForReceipt(shop, cause, one.sku), there)) - one.promised, others: -one.others }, shop.context.now);
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

/** What a sale or a count took from those it was promised to is planned again. */
const planBroken: Act = async (shop, a) => {
  const { balances } = await shop.world();
  // Where others have shelves in common with this town, theirs may be broken too: its own come first.
  const ours = balances.filter((balance) => balance.broken > 0 && ordersWith(shop, (stream) => unitsIn(unitsOf(stream), { stage: 'allocated' }).some(({ line, location }) => location === balance.location && unitsOf(stream).lines.get(line)?.sku === balance.sku)).length > 0);
  const broken = at(ours.length > 0 ? ours : balances.filter((balance) => balance.broken > 0), a);
  if (!broken) return;
  for (const id of shop.orders.toReversed()) {
    const now = (await shop.world()).balances.find(({ sku, location }) => sku === broken.sku && location === broken.location)?.broken ?? 0;
    if (now === 0) return;
    await shop.onOrder(id, async (change, stream) => {
      const events = breakReservations(stream, broken.sku, broken.location, now);
      const gone = withdrawn(stream, events.flatMap((event) => event.moves?.units ?? []), 'not_there');
      shop.record(change, stream, [...events, ...gone]);
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
  announce, changeExpected, receiveExpected, stockIn, planBroken, notCollected, elsewhere,
  cancelExpected: onReceipt((shop, change, stream) => shop.record(change, stream, [cancelled(fold(stream, expectedSlice))])),
  serveQueue: async (shop, a) => { const cause = at(await queuesOf(shop), a); if (cause !== undefined) await serveQueue(shop, cause); },
};
