/** Cancelling and what it means for money, as tables: which units go first, what is opened, what is no longer due, what still waits to be captured. */
import { describe, expect, it } from 'vitest';
import { fold, moneyOf, STAGES, unitsOf } from '../../server/modules/books/index.ts';
import type { Stage, Stream } from '../../server/modules/books/index.ts';
import { cancel, moneyEvents, stillHere } from '../../server/modules/orders/rules.ts';
import { orderSlice, statusOf } from '../../server/modules/orders/state.ts';
import type { OrderStatus } from '../../server/modules/orders/state.ts';
import { bucketAt, inShort, orderOf, record, WORK } from '../support/order.ts';
import type { OrderGiven } from '../support/order.ts';

const cancelled = (stream: Stream, wanted: { line: number; delivery?: number; quantity: number }[], stages?: Stage[]): ReturnType<typeof cancel> => {
  const events = cancel(stream, wanted, 'customer', 'no longer wanted', stages);
  record(stream, ...events);
  return events;
};
const dueBy = (events: ReturnType<typeof cancel>): number => events.flatMap((event) => event.moves?.money ?? []).reduce((sum, entry) => sum + entry.amount, 0);

describe('units are cancelled', () => {
  it.each<[string, Partial<Record<Stage, number>>, number, string[]]>([
    ['where they are open', { open: 3 }, 2, ['1: 2 open → cancelled']],
    ['first where the least work is undone', { packed: 1, picked: 1, ready: 1, allocated: 1, waiting: 1, open: 1 }, 5, ['1: 1 open → cancelled', '1: 1 waiting → cancelled', '1: 1 allocated f1@dc → cancelled', '1: 1 ready f1@dc → cancelled f1@dc', '1: 1 picked f1@dc → cancelled f1@dc']],
    ['with the picker, who is to put them back', { picked: 2 }, 1, ['1: 1 picked f1@dc → cancelled f1@dc']],
    ['at the counter, where they lie ready', { ready: 2 }, 2, ['1: 2 ready f1@dc → cancelled f1@dc']],
    ['on the shelf, where nobody has to do anything', { allocated: 2 }, 2, ['1: 2 allocated f1@dc → cancelled']],
  ])('%s', (_what, at, quantity, moves) => {
    const stream = orderOf({ lines: [{ total: 6000, at }], work: [{}], parcel: true });
    expect(cancelled(stream, [{ line: 1, quantity }]).flatMap(inShort)).toEqual(moves);
  });

  it('out of a parcel, which is opened whole first', () => {
    const stream = orderOf({ lines: [{ total: 300, at: { packed: 3 } }, { total: 100, at: { packed: 1 } }], work: [{}], parcel: true });
    const events = cancelled(stream, [{ line: 1, quantity: 2 }, { line: 2, quantity: 1 }]);
    expect(events.map((event) => event.type)).toEqual(['ParcelUnpacked', 'ItemsCancelled']);
    expect(events[0]?.data).toMatchObject({ reason: 'cancelled' });
    expect(events.map(inShort)).toEqual([['1: 3 packed c1@dc → picked f1@dc', '2: 1 packed c1@dc → picked f1@dc'], ['1: 2 picked f1@dc → cancelled f1@dc', '2: 1 picked f1@dc → cancelled f1@dc']]);
    expect(dueBy(events)).toBe(-300);
  });

  it('of one delivery only, when it is named', () => {
    const stream = orderOf({ lines: [{ total: 100, at: { open: 1 }, delivery: 2 }], deliveries: [{}, {}] });
    expect(() => cancel(stream, [{ line: 1, delivery: 1, quantity: 1 }], 'customer', null)).toThrow(expect.objectContaining({ code: 'orders.too_late' }));
    expect(cancelled(stream, [{ line: 1, delivery: 2, quantity: 1 }]).flatMap(inShort)).toEqual(['1: 1 open → cancelled']);
  });

  it('only in the stages named: what a plan could not place is not taken from a shelf', () => {
    const stream = orderOf({ lines: [{ total: 300, at: { open: 1, allocated: 2 } }], work: [{}] });
    expect(() => cancel(stream, [{ line: 1, quantity: 2 }], 'nowhere_in_stock', null, ['open', 'waiting'])).toThrow(expect.objectContaining({ code: 'orders.too_late' }));
    expect(cancelled(stream, [{ line: 1, quantity: 1 }], ['open', 'waiting']).flatMap(inShort)).toEqual(['1: 1 open → cancelled']);
  });

  it('and told: lines with their deliveries, the reason and the note', () => {
    const [event] = cancelled(orderOf({ lines: [{ total: 300, at: { open: 1, waiting: 2 } }] }), [{ line: 1, quantity: 3 }]);
    expect(event?.data).toEqual({ lines: [{ line: 1, delivery: 1, quantity: 3 }], charges: [], reason: 'customer', note: 'no longer wanted' });
  });
});

describe('cancelling is refused', () => {
  it.each<[string, Partial<Record<Stage, number>>, { line: number; quantity: number }[], string, object]>([
    ['when nothing is named', { open: 1 }, [], 'orders.nothing_to_cancel', {}],
    ['for a line that is not there', { open: 1 }, [{ line: 7, quantity: 1 }], 'orders.line_unknown', { found: 7, field: 'lines', detail: 'The order has no line 7; it has 1.' }],
    ['for more than there is', { open: 1 }, [{ line: 1, quantity: 2 }], 'orders.too_late', { found: 2, expected: 1, field: 'lines' }],
    ['for what has left', { shipped: 1, open: 1 }, [{ line: 1, quantity: 2 }], 'orders.too_late', { expected: 1 }],
    ['for what is on its way to a store', { in_transfer: 1 }, [{ line: 1, quantity: 1 }], 'orders.too_late', { expected: 0 }],
  ])('%s', (_what, at, wanted, code, details) => {
    const stream = orderOf({ lines: [{ total: 100, at }], parcel: true });
    expect(() => cancel(stream, wanted, 'customer', null)).toThrow(expect.objectContaining({ code, details: expect.objectContaining(details) as unknown }));
  });
});

describe('what is due after cancelling', () => {
  it('falls by the shares of exactly those units, the later ones first, and adds up in any steps', () => {
    const stream = orderOf({ lines: [{ total: 100, at: { open: 3 } }] });
    expect([1, 1, 1].map(() => dueBy(cancelled(stream, [{ line: 1, quantity: 1 }])))).toEqual([-33, -33, -34]);
    expect(moneyOf(stream).due).toBe(0);
  });

  it.each<[string, OrderGiven, { line: number; quantity: number }[], number, object[]]>([
    ['keeps the shipping while something of it will come', { lines: [{ total: 100, at: { open: 2 } }], charges: [{ ref: 's', total: 10, delivery: null }] }, [{ line: 1, quantity: 1 }], 60, []],
    ['drops it with the last', { lines: [{ total: 100, at: { open: 2 } }], charges: [{ ref: 's', total: 10, delivery: null }] }, [{ line: 1, quantity: 2 }], 0, [{ ref: 's', amount: 10 }]],
    ['keeps it when something of it has left', { lines: [{ total: 100, at: { open: 1, shipped: 1 } }], charges: [{ ref: 's', total: 10, delivery: null }] }, [{ line: 1, quantity: 1 }], 60, []],
    ['drops that of one delivery with the last of that delivery', { lines: [{ total: 100, at: { open: 1 } }, { total: 50, at: { open: 1 }, delivery: 2 }], deliveries: [{}, {}], charges: [{ ref: 'one', total: 10, delivery: 1 }, { ref: 'two', total: 7, delivery: 2 }, { ref: 'all', total: 3, delivery: null }] }, [{ line: 2, quantity: 1 }], 113, [{ ref: 'two', amount: 7 }]],
    ['does not drop one that costs nothing', { lines: [{ total: 100, at: { open: 1 } }], charges: [{ ref: 's', total: 0, delivery: null }] }, [{ line: 1, quantity: 1 }], 0, []],
    ['counts several lines together', { lines: [{ total: 100, at: { open: 1 } }, { total: 50, at: { waiting: 1 } }], charges: [{ ref: 's', total: 10, delivery: null }] }, [{ line: 1, quantity: 1 }, { line: 2, quantity: 1 }], 0, [{ ref: 's', amount: 10 }]],
  ])('%s', (_what, given, wanted, due, charges) => {
    const stream = orderOf(given);
    const events = cancelled(stream, wanted);
    expect(moneyOf(stream).due).toBe(due);
    expect((events.at(-1)?.data as { charges: object[] }).charges).toEqual(charges);
  });

  it('is not moved by what costs nothing', () => {
    const [event] = cancelled(orderOf({ lines: [{ total: 0, at: { open: 1 } }] }), [{ line: 1, quantity: 1 }]);
    expect(event?.moves?.money).toBeUndefined();
  });

  it('is not dropped twice: a charge that went is gone', () => {
    const stream = orderOf({ lines: [{ total: 100, at: { open: 1 }, delivery: 1 }, { total: 100, at: { open: 1 }, delivery: 2 }], deliveries: [{}, {}], charges: [{ ref: 's', total: 10, delivery: 1 }] });
    cancelled(stream, [{ line: 1, quantity: 1 }]);
    const [again] = cancelled(stream, [{ line: 2, quantity: 1 }]);
    expect((again?.data as { charges: object[] }).charges).toEqual([]);
    expect(moneyOf(stream).due).toBe(0);
  });
});

describe('one line named more than once', () => {
  it('is one reduction, and asks no more than there is', () => {
    const stream = orderOf({ lines: [{ total: 100, at: { open: 2 } }] });
    cancelled(stream, [{ line: 1, quantity: 1 }, { line: 1, quantity: 1 }]);
    expect(moneyOf(stream).due).toBe(0);
    const other = orderOf({ lines: [{ total: 100, at: { allocated: 1 } }] });
    expect(() => cancelled(other, [{ line: 1, quantity: 1 }, { line: 1, delivery: 1, quantity: 1 }])).toThrow(expect.objectContaining({ code: 'orders.too_late' }));
  });
});

describe('the worth of what is still here', () => {
  const worth = (given: OrderGiven): number => {
    const stream = orderOf(given);
    return stillHere(fold(stream, orderSlice), unitsOf(stream));
  };
  it.each<[string, OrderGiven, number]>([
    ['is all of it before anything leaves', { lines: [{ total: 100, at: { open: 3 } }] }, 100],
    ['counts every stage in which goods are here', { lines: [{ total: 700, at: { open: 1, waiting: 1, allocated: 1, picked: 1, packed: 1, in_transfer: 1, ready: 1 } }] }, 700],
    ['is the later units\' share after the first left', { lines: [{ total: 100, at: { shipped: 1, open: 2 } }] }, 66],
    ['leaves out what was cancelled', { lines: [{ total: 100, at: { cancelled: 1, shipped: 1, open: 1 } }] }, 33],
    ['is nothing when all has left', { lines: [{ total: 100, at: { shipped: 1, delivered: 1, collected: 1, lost: 1 } }] }, 0],
    ['takes the shipping along until the first goods of its delivery leave', { lines: [{ total: 100, at: { open: 2 } }], charges: [{ ref: 's', total: 10, delivery: 1 }] }, 110],
    ['not when some have left', { lines: [{ total: 100, at: { open: 1, shipped: 1 } }], charges: [{ ref: 's', total: 10, delivery: 1 }] }, 50],
    ['also when some are cancelled', { lines: [{ total: 100, at: { open: 1, cancelled: 1 } }], charges: [{ ref: 's', total: 10, delivery: 1 }] }, 60],
    ['not when all are cancelled', { lines: [{ total: 100, at: { cancelled: 1 } }], charges: [{ ref: 's', total: 10, delivery: 1 }] }, 0],
    ['of another delivery only when nothing of that has left', { lines: [{ total: 100, at: { shipped: 1 } }, { total: 50, at: { open: 1 }, delivery: 2 }], deliveries: [{}, {}], charges: [{ ref: 'one', total: 10, delivery: 1 }, { ref: 'two', total: 7, delivery: 2 }, { ref: 'all', total: 3, delivery: null }] }, 57],
  ])('%s', (_what, given, expected) => expect(worth(given)).toBe(expected));
});

it('closes the money by what is due, what has left and what can be captured', () => {
  const stream = orderOf({ lines: [{ total: 100, at: { shipped: 1, open: 1 } }], payments: [{ id: 'p', mode: 'repeatedly', authorised: 100 }] });
  const events = moneyEvents(stream, 'shipped', () => 'intent');
  expect(events.map((event) => [event.type, (event.data as { amount: number }).amount])).toEqual([['CaptureRequested', 50]]);
});

describe('the status of an order', () => {
  const held = (...stages: Stage[]): Parameters<typeof statusOf>[0] => stages.map((stage) => ({ ...bucketAt(stage), line: 1, delivery: 1, n: 1, holder: WORK }));
  it.each<[Stage[], OrderStatus]>([
    [[], 'cancelled'], [['cancelled'], 'cancelled'], [['returned'], 'returned'], [['returned', 'cancelled'], 'returned'], [['delivered'], 'complete'], [['collected', 'returned', 'cancelled', 'lost'], 'complete'],
    [['shipped'], 'shipped'], [['shipped', 'delivered', 'cancelled'], 'shipped'], [['at_pickup_point'], 'shipped'], [['returning', 'returned'], 'shipped'],
    [['shipped', 'open'], 'partly_shipped'], [['delivered', 'waiting'], 'partly_shipped'], [['collected', 'ready'], 'partly_shipped'], [['at_pickup_point', 'picked'], 'partly_shipped'], [['returning', 'packed'], 'partly_shipped'],
    [['ready'], 'ready'], [['ready', 'cancelled'], 'ready'], [['ready', 'picked'], 'in_progress'], [['ready', 'lost'], 'ready'],
    [['waiting'], 'waiting'], [['waiting', 'cancelled'], 'waiting'], [['open'], 'open'], [['open', 'waiting'], 'open'], [['open', 'allocated'], 'in_progress'],
    ...(['allocated', 'picked', 'packed', 'in_transfer'] as const).map((stage): [Stage[], OrderStatus] => [[stage], 'in_progress']),
  ])('%j is %s', (stages, status) => expect(statusOf(held(...stages))).toBe(status));

  it('is said for every stage', () => {
    for (const stage of STAGES) expect(statusOf(held(stage))).toMatch(/^[a-z_]+$/);
  });
});
