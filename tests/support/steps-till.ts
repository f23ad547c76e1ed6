/** Steps of a shop's life over the counter and before buying: receipts that are told late, oversold or voided, shelves that are counted in between, and what is bought by a delivery option. */
import { newId } from '../../server/kernel/ids.ts';
import { expectUncounted, fold, unitsIn, unitsOf } from '../../server/modules/books/index.ts';
import { OrderSnapshot } from '../../server/modules/channels/snapshot.ts';
import { counted } from '../../server/modules/inventory/rules.ts';
import { shelfKey } from '../../server/modules/inventory/shelf.ts';
import { everythingHere } from '../../server/modules/orders/commands.ts';
import { cancel } from '../../server/modules/orders/rules.ts';
import { saleProblems } from '../../server/modules/orders/sales/problems.ts';
import { refuseVoid, undone, voided } from '../../server/modules/orders/sales/void.ts';
import { orderSlice } from '../../server/modules/orders/state.ts';
import { deliveryOptions } from '../../server/modules/sourcing/options/options.ts';
import type { DemandLine } from '../../server/modules/sourcing/types.ts';
import { zoneDate } from '../../server/modules/locations/index.ts';
import { at, inMinutes, ordersWith, placeAt, skuAt, takeOrder } from './act.ts';
import type { Act } from './act.ts';
import type { Shop } from './shop.ts';

const ZONE = 'Europe/Amsterdam';
const ADDRESS = { name: 'A. Buyer', street: 'Markt', houseNumber: '1', postalCode: '2611GP', city: 'Delft', country: 'NL' };
/** How long ago it was sold or counted, in minutes: mostly just now. */
const AGO = [0, 0, 0, 20, 90, 300];

/** Taken along, collected later in this store or another, sent home: what one receipt may hold. Told when the till is online again. */
const sale: Act = (shop, a, b, c) => {
  const id = newId();
  const location = placeAt(b);
  const placedAt = inMinutes(shop, -(at(AGO, a + c) ?? 0));
  const deliveries = [{ ref: 'here', kind: 'carry_out', location }, ...(c % 5 === 0 ? [{ ref: 'later', kind: 'pickup', location: c % 2 === 0 ? 'delft' : 'leiden' }] : []), ...(c % 7 === 0 ? [{ ref: 'home', kind: 'ship', address: ADDRESS }] : [])];
  const lines = deliveries.map(({ ref }, index) => ({ ref: `l${index}`, sku: skuAt(a + index), name: 'Sold', kind: 'goods', quantity: 1 + ((c + index) % 4), delivery: ref, discount: 0 }))
    .map((line) => ({ ...line, unitPrice: 1999, subtotal: 1999 * line.quantity, total: 1999 * line.quantity }));
  const total = lines.reduce((sum, line) => sum + line.total, 0);
  const gift = b % 4 === 0 ? Math.floor(total / 3) : 0;
  const pay = (operator: string, amount: number): { ref: string; operator: string; method: string; authorised: number; captured: number } => ({ ref: newId(), operator, method: operator, authorised: amount, captured: amount });
  const snapshot = OrderSnapshot.parse({ externalId: id, externalNumber: id, placedAt, currency: 'EUR', deliveries, lines, charges: [], payments: [...(gift > 0 ? [pay('gift_card', gift)] : []), pay('till', total - gift)], totals: { total } });
  return shop.onOrder(id, async (change, stream) => {
    const counted_ = await shop.store.countedSince([{ sku: skuAt(a), location }], placedAt);
    takeOrder(shop, change, stream, snapshot, `K${id.slice(-12)}`, await shop.world(), { captureMode: () => 'immediate', sale: { location, till: '1', cashier: null }, sold: { at: placedAt, counted: counted_ } });
  }).then((outcome) => { if (outcome === 'done') shop.orders.push(id); });
};

/** Rung up by mistake, and found out at once, late, or when it is too late. */
const voidSale: Act = async (shop, a, b) => {
  const id = at(ordersWith(shop, (stream) => fold(stream, orderSlice).sale !== undefined), a)?.id;
  if (id === undefined) return;
  await shop.onOrder(id, async (change, stream) => {
    const order = fold(stream, orderSlice);
    if (order.voided) throw saleProblems.has_left({ detail: 'It was voided.' });
    const now = shop.context.now;
    const voidedAt = inMinutes(shop, -(at(AGO, b) ?? 0));
    refuseVoid(stream, { at: voidedAt, today: zoneDate(voidedAt, ZONE), now }, zoneDate(order.placedAt, ZONE));
    const rest = everythingHere(stream);
    if (rest.length > 0) shop.record(change, stream, cancel(stream, rest, 'mistake', null));
    const shelves = undone(stream).flatMap(({ line, location }) => { const sku = unitsOf(stream).lines.get(line)?.sku; return sku && location !== null ? [{ sku, location }] : []; });
    const since = await shop.store.countedSince(shelves, voidedAt);
    for (const shelf of shelves) if (!since.has(shelfKey(shelf))) expectUncounted(change, shelf, voidedAt);
    shop.record(change, stream, [voided(stream, { at: voidedAt, cashier: null, reason: null, counted: since })]);
  });
};

/** A shelf is counted, and the count is booked now or a while later: so many more or fewer than there are. */
async function countShelf(shop: Shop, { sku, location }: { sku: string; location: string }, ago: number, off: number): Promise<void> {
  const countedAt = inMinutes(shop, -ago);
  let after: number | null = null;
  const outcome = await shop.act(newId(), 'stock', async (change, stream) => {
    const [line] = await shop.store.againstShelf(location, [{ sku, counted: 0, at: countedAt }]);
    if (!line) return;
    const there = Math.max(0, line.now - line.since + off);
    after = line.superseded ? line.now : Math.max(0, there + line.since);
    shop.record(change, stream, [counted(location, [{ ...line, counted: there }], null, countedAt)]);
  });
  // The shelf has what was counted and what came or went since; an older count changes nothing.
  if (outcome !== 'done' || after === null || shop.town.rivals) return;
  const has = (await shop.store.balances()).find((one) => one.sku === sku && one.location === location && one.state === 'sellable')?.quantity ?? 0;
  if (has !== after) throw new Error(`${sku} at ${location} was counted to be ${String(after)}, the books have ${has}`);
}

/** Too many, too few, or right. */
const count = (off: (b: number) => number): Act => (shop, a, b, c) => countShelf(shop, { sku: skuAt(a), location: placeAt(c) }, at(AGO, b + c) ?? 0, off(b));

/** Nothing is found where something is promised to an order. */
const countNothing: Act = async (shop, a, b) => {
  const stream = at(ordersWith(shop, (one) => unitsIn(unitsOf(one), { stage: 'allocated' }).length > 0), a);
  const held = stream && at(unitsIn(unitsOf(stream), { stage: 'allocated' }), b);
  const sku = held && unitsOf(stream).lines.get(held.line)?.sku;
  if (sku != null && held?.location != null) await countShelf(shop, { sku, location: held.location }, 0, -10_000);
};

/** Asks how a basket can come, and buys it so: home, in a store, or at a carrier's point. */
const buyByOption: Act = async (shop, a, b, c) => {
  const id = newId();
  const basket = Array.from({ length: 1 + (a % 2) }, (_, index): DemandLine => ({ line: String(index + 1), sku: skuAt(a + index), quantity: 1 + ((b + index) % 3), weightGrams: 800, unitPrice: 1999, tags: [], group: null }));
  const point = { carrier: 'post', id: 'P1', country: 'NL', coordinates: null };
  let told: { promisedBy: string; complete: boolean } | null = null;
  const outcome = await shop.onOrder(id, async (change, stream) => {
    const world = await shop.world();
    const options = deliveryOptions({ channel: 'shop', country: 'NL', destination: null, here: null, byIp: null, lines: basket, tags: [], kinds: new Set(['home', 'store', 'pickup_point']), stores: 5, store: null, points: [point] }, world, shop.context.now);
    const found = [
      ...options.home.filter(({ service }) => service === 'standard').map((option) => ({ option, delivery: { ref: 'd1', kind: 'ship', address: ADDRESS } })),
      ...options.stores.map((option) => ({ option, delivery: { ref: 'd1', kind: 'pickup', location: option.store.code } })),
      ...options.points.map((option) => ({ option, delivery: { ref: 'd1', kind: 'pickup_point', pickupPoint: { carrier: 'post', id: 'P1', address: ADDRESS } } })),
    ];
    const chosen = at(found, c);
    if (!chosen) return;
    const { promisedBy, complete } = chosen.option;
    const total = basket.reduce((sum, { quantity }) => sum + 1999 * quantity, 0);
    const snapshot = OrderSnapshot.parse({
      externalId: id, placedAt: shop.context.now, currency: 'EUR', deliveries: [{ ...chosen.delivery, promisedBy }], charges: [], totals: { total }, payments: [{ ref: id, operator: 'ideal', method: 'ideal', authorised: total, captured: total }],
      lines: basket.map(({ line, sku, quantity }) => ({ ref: line, sku, name: sku, kind: 'goods', quantity, unitPrice: 1999, subtotal: 1999 * quantity, discount: 0, total: 1999 * quantity, delivery: 'd1' })),
    });
    takeOrder(shop, change, stream, snapshot, `T${id.slice(-12)}`, world, { captureMode: () => 'immediate' });
    told = { promisedBy, complete };
  });
  if (outcome !== 'done' || told === null) return;
  shop.orders.push(id);
  shop.town.told.set(id, told);
};

export const TILL_STEPS: Readonly<Record<string, Act>> = {
  sale, voidSale, buyByOption,
  countMore: count((b) => b % 3), stockLost: count((b) => -(1 + (b % 4))), countNothing,
};
