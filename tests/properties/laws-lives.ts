/** More laws over a whole life, read from its events: what travels, what an external warehouse was told, what is kept for whom and until when, what is told late, and what was offered before buying. */
import { expect } from 'vitest';
import { availableOf, fold, stockEffect, unitsIn, unitsOf, STILL_HERE } from '../../server/modules/books/index.ts';
import type { JournalEvent, StockMove, Stream } from '../../server/modules/books/index.ts';
import { DIALOGUE_NEXT, dialogueSlice } from '../../server/modules/dialogue/index.ts';
import type { DialogueEvents, Saying } from '../../server/modules/dialogue/index.ts';
import { loadSlice } from '../../server/modules/shipping/loads.ts';
import type { LoadEvents } from '../../server/modules/shipping/loads.ts';
import type { OrderEvents } from '../../server/modules/orders/index.ts';
import type { Shop } from '../support/shop.ts';
import { reservationOf } from '../support/steps-reserve.ts';
import { loadsOf } from '../support/steps-totes.ts';
import type { StockModel } from '../support/stock-model.ts';

const eventsOf = <D>(stream: Stream, type: string): (JournalEvent & { data: D })[] => stream.events.filter((event) => event.type === type) as (JournalEvent & { data: D })[];

/** What lies in vans is what the orders' units and the totes' goods for shelves say, product by product. */
export function expectTravelWhole(shop: Shop, model: StockModel): void {
  const travels = new Map<string, number>();
  const add = (sku: string, location: string, n: number): void => { travels.set(`${sku} ${location} in_transit`, n + (travels.get(`${sku} ${location} in_transit`) ?? 0)); };
  for (const id of shop.orders) {
    const stream = shop.streams.get(id);
    if (stream) for (const { line, location, n } of unitsIn(unitsOf(stream), { stage: 'in_transfer' })) add(unitsOf(stream).lines.get(line)?.sku ?? '', location ?? '', n);
  }
  for (const load of loadsOf(shop)) {
    const { destination, goods } = fold(load, loadSlice);
    for (const [sku, n] of goods) add(sku, destination, n);
  }
  for (const [key, { quantity, state }] of model.balances) if (state === 'in_transit') expect(quantity, `on its way of ${key}`).toBe(travels.get(key) ?? 0);
  for (const [key, n] of travels) if (n > 0) expect(model.balances.get(key)?.quantity ?? 0, `on its way of ${key}`).toBe(n);
}

/** What is asked for a shelf elsewhere takes nothing that is promised, or kept back for those who wait. */
export function expectNothingTaken(model: StockModel, event: JournalEvent, origin: string): void {
  for (const { sku } of (event.data as LoadEvents['LoadFilled']).goods) {
    const balance = model.balances.get(`${sku} ${origin} sellable`);
    expect(balance === undefined ? 0 : availableOf(balance), `left for others of ${sku} at ${origin}`).toBeGreaterThanOrEqual(0);
  }
}

const SAID: Readonly<Record<string, Saying>> = { WorkAccepted: 'accept', WorkRejected: 'reject', WorkCancelRequested: 'ask', WorkCancelAccepted: 'agree', WorkCancelRejected: 'refuse' };
const work = (event: JournalEvent): string => (event.data as { fulfilment?: string }).fulfilment ?? '';

/** Nothing is said that answers nothing, and nobody who was given work has units of it taken without being told, or, once it took them up, without having said so. */
export function expectDialogues(id: string, stream: Stream): void {
  const before: Stream = { ...stream, events: [], folded: new Map() };
  const acts = new Map<string, JournalEvent[]>();
  for (const event of stream.events) acts.set(event.recordedAt, [...(acts.get(event.recordedAt) ?? []), event]);
  for (const [, events] of acts) {
    const known = new Map([...fold(before, dialogueSlice)].map(([of, { state, acceptedAt, location }]) => [of, { state, acceptedAt, location }]));
    for (const event of events) {
      const dialogue = fold(before, dialogueSlice).get(work(event));
      const saying = SAID[event.type];
      const byShipping = events.some(({ type }) => type === 'ParcelShipped' || type === 'ItemsTransferred');
      if (dialogue && saying && !byShipping) expect(DIALOGUE_NEXT[dialogue.state][saying], `${event.type} of ${id} in ${dialogue.state}`).not.toBe('no');
      before.events.push(event);
    }
    for (const { type, data } of events) {
      if (type !== 'WorkRejected') continue;
      const { fulfilment, location, rest } = data as DialogueEvents['WorkRejected'];
      expect(unitsIn(unitsOf(before), { holder: fulfilment, stage: ['allocated', 'picked'] }).reduce((sum, held) => sum + (held.location === location ? held.n : 0), 0), `left to do of ${fulfilment} after it was rejected`).toBe(rest);
    }
    const said = (of: string, ...types: string[]): boolean => events.some((event) => types.includes(event.type) && (event.type === 'ParcelPacked' || work(event) === of));
    for (const { from, to } of events.flatMap(({ moves }) => moves.units ?? [])) {
      const dialogue = known.get(from?.holder ?? '');
      // What a store has received of it is the store's.
      if (from?.holder == null || !dialogue || to.holder === from.holder || !['allocated', 'picked'].includes(from.stage) || from.location !== dialogue.location) continue;
      const by = ['WorkRejected', 'WorkCancelAccepted', 'ParcelPacked', 'ItemsTransferred'];
      const knows = dialogue.state === 'rejected' || dialogue.state === 'cancellation_accepted';
      const taken = knows || said(from.holder, ...by, 'WorkCancelRequested');
      expect(taken, `units of ${id} left work ${from.holder} (${dialogue.state}) and nobody told it: ${events.map(({ type }) => type).join(', ')}`).toBe(true);
      // What it had taken up goes only when it says so, or when the goods are not there.
      if (dialogue.acceptedAt !== null && dialogue.state !== 'rejected' && dialogue.state !== 'cancellation_accepted') expect(said(from.holder, ...by, 'ReservationBroken'), `units of ${id} were taken from under the hands of who accepted them: ${events.map(({ type }) => type).join(', ')}`).toBe(true);
    }
  }
}

/** A reservation is let go by the clock at its end and not before, and past its end (once the clock looked) it holds nothing. */
export function expectReservations(shop: Shop): void {
  for (const id of shop.orders) {
    const stream = shop.streams.get(id);
    const reservation = stream && reservationOf(stream);
    if (!stream || !reservation) continue;
    let until = '';
    for (const event of stream.events) {
      if (event.type === 'OrderPlaced') until = (event.data as OrderEvents['OrderPlaced']).reservation?.until ?? '';
      if (event.type === 'ReservationExtended') until = (event.data as OrderEvents['ReservationExtended']).until;
      if (event.type === 'ItemsCancelled' && (event.data as OrderEvents['ItemsCancelled']).reason === 'expired') expect(event.recordedAt >= until, `reservation ${id} until ${until}, let go at ${event.recordedAt}`).toBe(true);
      if (event.type === 'ReservationReminded') expect(event.recordedAt < until, `reservation ${id} until ${until}, reminded at ${event.recordedAt}`).toBe(true);
    }
    if (reservation.until <= shop.town.looked) expect(unitsIn(unitsOf(stream), { stage: STILL_HERE }), `held by reservation ${id} past ${reservation.until}`).toEqual([]);
    for (const [line, n] of reservation.bought) expect(n, `bought of reservation ${id}`).toBeLessThanOrEqual(unitsIn(unitsOf(stream), { line, stage: 'cancelled' }).reduce((sum, one) => sum + one.n, 0));
  }
}

/** A sale told after its shelf was counted leaves the balance as counted: what it takes, it gives back. */
export function expectAsCounted(shop: Shop): void {
  const counts = [...shop.streams.values()].flatMap((stream) => eventsOf<{ location: string; lines: { sku: string }[] }>(stream, 'StockCounted').map(({ data, occurredAt, recordedAt }) => ({ location: data.location, sku: data.lines[0]?.sku, occurredAt, recordedAt })));
  for (const id of shop.orders) {
    const stream = shop.streams.get(id);
    if (!stream) continue;
    for (const event of [...eventsOf<object>(stream, 'ItemsCollected'), ...eventsOf<object>(stream, 'SaleVoided')]) {
      if (event.occurredAt === event.recordedAt) continue;
      const moved = new Map<string, number>();
      const skus = unitsOf(stream).lines;
      const moves: StockMove[] = [...(event.moves.stock ?? []), ...(event.moves.units ?? []).flatMap((move) => stockEffect(move, skus.get(move.line)?.sku ?? null).moves)];
      for (const { sku, n, from, to } of moves) {
        for (const [account, sign] of [[from, -1], [to, 1]] as const) if (!('outside' in account) && account.state === 'sellable') moved.set(`${sku} ${account.location}`, sign * n + (moved.get(`${sku} ${account.location}`) ?? 0));
      }
      for (const { sku, location, occurredAt, recordedAt } of counts) {
        if (occurredAt > event.occurredAt && recordedAt < event.recordedAt) expect(moved.get(`${sku} ${location}`) ?? 0, `${event.type} of ${id} at ${event.occurredAt} against the count of ${sku} at ${occurredAt}`).toBe(0);
      }
    }
  }
}

/** What was offered before buying is what the order is promised, and all that was offered is planned. */
export function expectOffersKept(shop: Shop): void {
  for (const [id, { promisedBy, complete }] of shop.town.told) {
    const stream = shop.streams.get(id);
    const [placed] = stream ? eventsOf<OrderEvents['OrderPlaced']>(stream, 'OrderPlaced') : [];
    if (!stream || !placed) throw new Error(`order ${id} is gone`);
    expect(placed.data.deliveries.map((one) => one.promisedBy)).toEqual([promisedBy]);
    // What waits for a receipt that it names was offered with the day of it; what waits for nothing in particular was not.
    const named = ({ lines, supply = [] }: OrderEvents['ItemsWaiting']): boolean => supply.reduce((sum, { quantity }) => sum + quantity, 0) === lines.reduce((sum, { quantity }) => sum + quantity, 0);
    const atOnce = stream.events.filter(({ recordedAt, type, data }) => recordedAt === placed.recordedAt && !(type === 'ItemsWaiting' && named(data as OrderEvents['ItemsWaiting']))).map(({ type }) => type);
    if (complete) expect(atOnce.filter((type) => ['PromiseChanged', 'ItemsWaiting', 'ItemsCancelled'].includes(type)), `what was offered for ${id} was not kept`).toEqual([]);
  }
}
