/** Steps of a shop's life with what goes between its locations: totes that carry several orders and goods for the shelves at once, and what is found in them. */
import type { Change } from '../../server/kernel/change.ts';
import { newId } from '../../server/kernel/ids.ts';
import { fold, unitsIn, unitsOf } from '../../server/modules/books/index.ts';
import type { Stream } from '../../server/modules/books/index.ts';
import { recordLoaded } from '../../server/modules/fulfilment/into-load.ts';
import { allot, freeMoves, receive, surplusMoves } from '../../server/modules/fulfilment/receiving.ts';
import type { Found, InLoad } from '../../server/modules/fulfilment/receiving.ts';
import { transfer } from '../../server/modules/fulfilment/rules.ts';
import { askedLines, filled, sentLines } from '../../server/modules/fulfilment/transfer-rules.ts';
import { floorSlice } from '../../server/modules/fulfilment/types.ts';
import { planOpen } from '../../server/modules/orders/planning.ts';
import { orderSlice } from '../../server/modules/orders/state.ts';
import { shippingProblems } from '../../server/modules/shipping/index.ts';
import { loadSlice } from '../../server/modules/shipping/loads.ts';
import type { LoadEvents } from '../../server/modules/shipping/loads.ts';
import { at, ordersWith, placeAt, readyIfAll, skuAt } from './act.ts';
import type { Act } from './act.ts';
import { PARTNER } from './shop.ts';
import type { Shop } from './shop.ts';


const wayOf = (origin: string, destination: string): string => `${origin} ${destination}`;
export const loadsOf = (shop: Shop): Stream[] => [...shop.streams.values()].filter(({ kind, seq }) => kind === 'load' && seq > 0);

/** The tote that stands open on a way, or a new one. It goes with the change: a tote that was received meanwhile refuses. */
export function toteFor(shop: Shop, change: Change, origin: string, destination: string, fresh: boolean): string {
  const way = wayOf(origin, destination);
  const open = shop.town.totes.get(way);
  if (open !== undefined && !fresh) {
    const stream = shop.also(open, 'load');
    if (fold(stream, loadSlice).receipts.length > 0) throw shippingProblems.load_received({ detail: 'It was received.' });
    return open;
  }
  const load = newId();
  shop.beside(change, load, 'load', { type: 'LoadHanded', data: { load, code: load, origin, destination } satisfies LoadEvents['LoadHanded'] });
  return load;
}

/** What of the orders is in a load, who ordered first before the others. */
const inLoad = (shop: Shop, load: string): InLoad[] => [...shop.orders].sort().flatMap((order) => {
  const stream = shop.streams.get(order);
  return stream ? unitsIn(unitsOf(stream), { holder: load, stage: 'in_transfer' }).map(({ delivery, line, n }) => ({ order, delivery, line, sku: unitsOf(stream).lines.get(line)?.sku ?? '', quantity: n })) : [];
});

/** Too few, too many, damaged, a product that does not belong in it; a product that nobody looked for is not named. */
const found = (held: ReadonlyMap<string, number>, b: number, c: number): Found[] => [
  ...[...held].filter((_one, index) => (b + index) % 4 !== 0).map(([sku, n], index) => ((b + c + index) % 2 === 0 ? { sku, good: n - 1, damaged: 1 } : { sku, good: Math.max(0, n + ((b + index) % 3) - 1), damaged: 0 })),
  ...((b + c) % 6 === 0 && !held.has('sock-1') ? [{ sku: 'sock-1', good: 1, damaged: 0 }] : []),
];

/** Books what was noted of a load into each of its orders, in a change of its own; what has it already is left alone. */
export async function finishReceipts(shop: Shop, load: string): Promise<void> {
  const noted = shop.streams.get(load);
  if (!noted) return;
  const { destination, receipts } = fold(noted, loadSlice);
  for (const receipt of receipts) {
    for (const order of new Set(receipt.lines.map((line) => line.order))) {
      await shop.onOrder(order, async (change, stream) => {
        if (stream.events.some(({ type, data }) => (type === 'ItemsReceived' || type === 'ItemsShorted') && (data as { receipt?: string }).receipt === receipt.receipt)) return;
        const events = receive(unitsOf(stream), fold(stream, floorSlice), { load, location: destination, receipt: receipt.receipt, lines: receipt.lines.filter((line) => line.order === order), shelf: null });
        shop.record(change, stream, events);
        const shorted = new Set(events.flatMap(({ type, data }) => (type === 'ItemsShorted' ? [(data as { line: number }).line] : [])));
        if (shorted.size > 0) planOpen(shop.books, change, stream, await shop.world(), shop.context, shop.day, { only: shorted });
        for (const delivery of fold(stream, orderSlice).deliveries.keys()) readyIfAll(shop, change, stream, delivery);
      });
    }
  }
}

/** Somebody looks into a load; a receipt that was interrupted is finished first. `all`: everything is there. */
export async function receiveTote(shop: Shop, load: string, b: number, c: number, all: boolean): Promise<void> {
  await finishReceipts(shop, load);
  await shop.act(load, 'load', (change, stream) => {
    const { destination, goods, receipts } = fold(stream, loadSlice);
    const held = inLoad(shop, load);
    const there = new Map<string, number>();
    for (const [sku, n] of [...held.map(({ sku, quantity }) => [sku, quantity] as const), ...goods]) if (n > 0) there.set(sku, n + (there.get(sku) ?? 0));
    const looked = all ? null : found(there, b, c);
    if (there.size === 0 && (receipts.at(-1)?.outstanding === 0 || looked === null)) throw shippingProblems.load_received({ detail: 'Nothing of it is outstanding.' });
    const allotted = allot(held, looked, goods);
    const told = [...allotted.lines, ...allotted.goods, ...allotted.surplus].reduce((sum, { good, damaged }) => sum + good + damaged, 0);
    const lay = looked === null ? [...there.values()].reduce((sum, n) => sum + n, 0) : looked.reduce((sum, { good, damaged }) => sum + good + damaged, 0);
    if (told !== lay) throw new Error(`${lay} lay in tote ${load}, ${told} are told`);
    const data: LoadEvents['LoadReceived'] = { load, location: destination, receipt: newId(), lines: allotted.lines, goods: allotted.goods, surplus: allotted.surplus, shelves: {}, outstanding: allotted.outstanding };
    shop.record(change, stream, [{ type: 'LoadReceived', data, moves: { stock: [...freeMoves(destination, allotted.goods), ...surplusMoves(destination, allotted.surplus)] } }]);
  });
}

export const TOTE_STEPS: Readonly<Record<string, Act>> = {
  /** A tote takes the goods of several orders that go the same way. */
  transfer: (shop, a, b, c) => {
    const hasWork = ordersWith(shop, (stream) => [...fold(stream, floorSlice).fulfilments.values()].some(({ kind, fulfilment, location }) => kind === 'transfer' && location !== PARTNER && unitsIn(unitsOf(stream), { holder: fulfilment, stage: 'picked' }).length > 0));
    const order = at(hasWork, a)?.id ?? at(shop.orders, a) ?? '';
    let into: [string, string] | null = null;
    return shop.onOrder(order, (change, stream) => {
      const works = [...fold(stream, floorSlice).fulfilments.values()].filter(({ kind, location }) => kind === 'transfer' && location !== PARTNER);
      const work = at(works.length > 0 ? works : [...fold(stream, floorSlice).fulfilments.values()].filter(({ location }) => location !== PARTNER), b);
      if (!work) return;
      // Before a tote is taken for it, for a refusal takes none.
      transfer(unitsOf(stream), work, '');
      const load = toteFor(shop, change, work.location, work.destination ?? '', c % 4 === 0);
      into = [wayOf(work.location, work.destination ?? ''), load];
      recordLoaded(shop.books, change, stream, [shop.also(load, 'load')], [transfer(unitsOf(stream), work, load)], shop.context);
    }).then((outcome) => { if (outcome === 'done' && into) shop.town.totes.set(...into); });
  },
  /** Goods are asked for, to fill up a shelf. */
  askGoods: (shop, a, b, c) => {
    const [origin, destination] = [placeAt(b), placeAt(b + 1 + (c % 2))];
    shop.transfers.push({ id: newId(), origin, destination, lines: askedLines([{ sku: skuAt(a), quantity: 1 + (c % 4) }, ...(b % 2 === 0 ? [{ sku: skuAt(a + 1), quantity: 2 }] : [])]) });
    return Promise.resolve();
  },
  /** They go into a tote beside what is in it for orders; now and then more than was asked, or than is free. */
  fillTote: async (shop, a, b, c) => {
    const asked = at(shop.transfers, a);
    if (!asked) return;
    const goods = [{ sku: at(asked.lines, b)?.sku ?? '', quantity: 1 + (c % 3) }];
    let load = '';
    let lines = asked.lines;
    const outcome = await shop.act(newId(), 'load', async (change) => {
      lines = sentLines(asked.lines, goods);
      const shelf = (await shop.world()).balances;
      filled('', asked, goods, shelf, null);
      load = toteFor(shop, change, asked.origin, asked.destination, c % 5 === 0);
      shop.beside(change, load, 'load', filled(load, asked, goods, shelf, null));
    });
    if (outcome !== 'done') return;
    asked.lines = lines;
    shop.town.totes.set(wayOf(asked.origin, asked.destination), load);
  },
  /** Looked into, at once or in parts; sometimes interrupted after it was noted. */
  arrive: async (shop, a, b, c) => {
    const full = b % 4 === 3 ? [] : loadsOf(shop).filter((one) => inLoad(shop, one.id).length > 0 || [...fold(one, loadSlice).goods.values()].some((n) => n > 0));
    const load = at(full.length > 0 ? full : loadsOf(shop), a)?.id;
    if (load === undefined) return;
    await receiveTote(shop, load, b, c, c % 3 === 0);
    if (c % 4 !== 1) await finishReceipts(shop, load);
  },
};
