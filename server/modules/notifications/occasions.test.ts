/** Which events are told together: what was planned as an order was placed is a part of placing it. */
import { describe, expect, it } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { newStream } from '../books/index.ts';
import type { JournalEvent, Stream } from '../books/index.ts';
import { isToldAlong, missingOf, placedOf, sentAgainOn } from './occasions.ts';
import type { Occasion } from './occasions.ts';

const AT = '2026-03-02T09:00:00.000Z';
const event = (type: string, data: object = {}, recordedAt = AT): JournalEvent => ({ type, data, recordedAt }) as JournalEvent;
const promise = (cause: string, recordedAt = AT): JournalEvent => event('PromiseChanged', { delivery: 1, from: null, to: null, cause }, recordedAt);
const streamOf = (...events: JournalEvent[]): Stream => ({ ...newStream('order', newId()), events: events.map((one, index) => ({ ...one, seq: index + 1 })), seq: events.length });

describe('an order was placed with', () => {
  it.each<[string, number, JournalEvent[]]>([
    ['nothing more', 1, [event('OrderPlaced')]],
    ['all of a backorder', 4, [event('OrderPlaced'), event('PaymentCaptured'), event('ItemsWaiting'), promise('planned')]],
    ['what was planned at that moment, and not what was planned a moment later', 3, [event('OrderPlaced'), event('ItemsWaiting'), promise('planned'), promise('planned', '2026-03-02T09:00:00.001Z')]],
    ['no promise that moved for a reason of its own', 2, [event('OrderPlaced'), event('FulfilmentAssigned'), promise('short')]],
    ['nothing that people did', 2, [event('OrderPlaced'), event('FulfilmentAssigned'), event('ItemsShorted'), promise('planned')]],
  ])('%s', (_name, seq, events) => expect(placedOf(streamOf(...events)).seq).toBe(seq));
});

it('what nobody had as the order was placed is a part of that, and what is cancelled later or for another reason is not', () => {
  const gone = (reason: string, recordedAt = AT): JournalEvent => event('ItemsCancelled', { reason, lines: [] }, recordedAt);
  const of = (...events: JournalEvent[]): number | null => missingOf(streamOf(event('OrderPlaced'), ...events))?.seq ?? null;
  expect([of(event('FulfilmentAssigned'), gone('nowhere_in_stock'), event('RefundRequested')), of(gone('customer')), of(gone('nowhere_in_stock', '2026-03-02T09:00:00.001Z')), of()]).toEqual([3, null, null, null]);
});

it('a parcel is sent again on the delivery that was added for it', () => {
  const stream = streamOf(event('OrderPlaced'), event('DeliveryAdded', { delivery: { delivery: 2 } }), event('ItemsCredited', { replaced: true }), event('ItemsCredited', { replaced: false }), event('ItemsCredited', { replaced: true }));
  expect(stream.events.map((one) => sentAgainOn(stream, one))).toEqual([null, null, 2, null, null]);
});

it('what came with another message is told along with it where that message is ours, and by itself where the channel writes it', () => {
  const moved = (along: 'order_received' | 'parcel_news' | null): Occasion => ({ kind: 'promise_changed', delivery: 1, seq: 3, with: along });
  const [all, notTheOrder] = [() => true, (kind: string) => kind !== 'order_received'];
  const missing: Occasion = { kind: 'lines_cancelled', cancelled: { reason: 'nowhere_in_stock' } as never, with: 'order_received' };
  expect([isToldAlong(missing, all), isToldAlong(missing, notTheOrder)]).toEqual([true, false]);
  expect([moved('order_received'), moved('parcel_news'), moved(null), { kind: 'order_received' } as const].map((occasion) => [isToldAlong(occasion, all), isToldAlong(occasion, notTheOrder)])).toEqual([[true, false], [true, true], [false, false], [false, false]]);
});
