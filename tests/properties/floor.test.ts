/** The shop floor as tables: accepting, scanning, shorting, packing, transfers, pickup and parcels on their way. */
import { describe, expect, it } from 'vitest';
import { fold, unitsOf } from '../../server/modules/books/index.ts';
import type { NewEvent, Stage, Stream } from '../../server/modules/books/index.ts';
import { receive } from '../../server/modules/fulfilment/receiving.ts';
import { filled } from '../../server/modules/fulfilment/transfer-rules.ts';
import * as rules from '../../server/modules/fulfilment/rules.ts';
import type { PackRequest, Scan } from '../../server/modules/fulfilment/rules.ts';
import { DEFAULT_SHORT_REASONS, floorSlice } from '../../server/modules/fulfilment/types.ts';
import type { Fulfilment, ShortReason } from '../../server/modules/fulfilment/types.ts';
import { cancel } from '../../server/modules/orders/rules.ts';
import { arriveAtPoint, contents, deliver, lose, sendBack, ship, unpack } from '../../server/modules/shipping/rules.ts';
import { parcelsSlice } from '../../server/modules/shipping/types.ts';
import type { ParcelPacked } from '../../server/modules/shipping/types.ts';
import { inShort, LOAD, NOW, orderOf, OTHER_WORK, PARCEL, record, WORK } from '../support/order.ts';
import type { OrderGiven } from '../support/order.ts';

const workOf = (stream: Stream, id = WORK): Fulfilment => {
  const work = fold(stream, floorSlice).fulfilments.get(id);
  if (!work) throw new Error('no such work');
  return work;
};
const refusal = (code: string, details: object = {}): unknown => expect.objectContaining({ code, details: expect.objectContaining(details) as unknown });
const two = (at: Partial<Record<Stage, number>>, more: Partial<OrderGiven> = {}): Stream => orderOf({ lines: [{ total: 200, at }], work: [{}], parcel: true, ...more });

describe('taking work up', () => {
  it.each<Stage>(['allocated', 'picked'])('is told once while there is something %s', (stage) => {
    const stream = two({ [stage]: 1 });
    const event = rules.accept(unitsOf(stream), workOf(stream), false, 'Anna');
    expect(event).toEqual({ type: 'FulfilmentAccepted', data: { fulfilment: WORK, by: 'Anna' } });
    record(stream, event);
    expect(rules.accept(unitsOf(stream), workOf(stream), false, 'Bert')).toBeNull();
    expect(workOf(stream).accepted).toEqual({ by: 'Anna', at: NOW });
  });
  it('is refused on hold', () => {
    const stream = two({ allocated: 1 });
    expect(() => rules.accept(unitsOf(stream), workOf(stream), true, 'Anna')).toThrow(refusal('fulfilment.on_hold'));
  });
  it.each<Stage>(['packed', 'shipped', 'open', 'cancelled'])('is refused when all is %s', (stage) => {
    const stream = two({ [stage]: 1 });
    expect(() => rules.workable(unitsOf(stream), workOf(stream), false)).toThrow(refusal('fulfilment.ended', { detail: 'Work F1 has nothing left to do: it was finished, cancelled or given to another location.' }));
  });
  it('of cancelled work says what to put back', () => {
    const stream = two({ picked: 1 });
    record(stream, ...cancel(stream, [{ line: 1, quantity: 1 }], 'customer', null));
    expect(() => rules.workable(unitsOf(stream), workOf(stream), false)).toThrow(refusal('fulfilment.ended', { detail: 'Work F1 was cancelled; put back what was picked for it.' }));
  });
});

describe('scanning', () => {
  const scan = (id: string, sku: string | null, quantity = 1, pieces = 1): Scan => ({ scan: id, code: `code ${sku}`, sku, pieces, quantity });
  const pick = (stream: Stream, ...scans: Scan[]): ReturnType<typeof rules.pick> => rules.pick(unitsOf(stream), workOf(stream), (line) => `Shoe ${line}`, scans, 'B3');
  const twoLines = (): Stream => orderOf({ lines: [{ total: 200, at: { allocated: 2 } }, { total: 100, at: { allocated: 1 } }, { total: 100, at: { open: 1 } }], work: [{ lines: [1, 2] }] });

  it('counts each product once by the id of its scan, and moves what was counted', () => {
    const stream = twoLines();
    const { event, results } = pick(stream, scan('a', 'shoe-1'), scan('b', 'shoe-2'), scan('a', 'shoe-1'));
    expect(results.map(({ scan: id, result, line }) => [id, result, line])).toEqual([['a', 'counted', 1], ['b', 'counted', 2], ['a', 'already', null]]);
    expect(inShort(event)).toEqual(['1: 1 allocated f1@dc → picked f1@dc', '2: 1 allocated f1@dc → picked f1@dc']);
    expect(event?.data).toEqual({ fulfilment: WORK, location: 'dc', scans: [{ scan: 'a', line: 1, quantity: 1 }, { scan: 'b', line: 2, quantity: 1 }], lines: [{ line: 1, quantity: 1 }, { line: 2, quantity: 1 }], shelf: 'B3' });
    record(stream, event);
    expect(workOf(stream)).toMatchObject({ shelf: 'B3', accepted: { by: 'spil' } });
    expect(pick(stream, scan('a', 'shoe-1'))).toEqual({ event: null, results: [{ scan: 'a', result: 'already', line: null, problem: null }] });
  });

  it.each<[string, Scan, string, string]>([
    ['an unknown code', scan('x', null), 'fulfilment.unknown_product', 'code null is not a barcode or SKU of the catalogue. Scan the label of the product itself.'],
    ['a product of another order', scan('x', 'boot'), 'fulfilment.wrong_scan', 'code boot (SKU boot) is not part of this work. Wanted: Shoe 1, Shoe 2.'],
    ['a product of this order that another work has', scan('x', 'shoe-3'), 'fulfilment.wrong_scan', 'code shoe-3 (SKU shoe-3) is not part of this work. Wanted: Shoe 1, Shoe 2.'],
    ['one too many', scan('x', 'shoe-2', 2), 'fulfilment.enough', 'Of Shoe 2 1 more is needed, 2 were scanned; put the rest back.'],
    ['a carton with more than is needed', scan('x', 'shoe-2', 1, 6), 'fulfilment.carton_too_large', 'This carton holds 6 of Shoe 2, and 1 is wanted. Open it, and scan the products themselves.'],
  ])('refuses %s by itself, and counts the others', (_what, wrong, code, detail) => {
    const stream = twoLines();
    const { event, results } = pick(stream, wrong, scan('good', 'shoe-1'));
    expect(results).toEqual([{ scan: 'x', result: 'refused', line: null, problem: { code, detail } }, { scan: 'good', result: 'counted', line: 1, problem: null }]);
    expect(inShort(event)).toEqual(['1: 1 allocated f1@dc → picked f1@dc']);
    expect(pick(stream, wrong).event).toBeNull();
  });

  it('says that nothing more is wanted when all is picked', () => {
    const { results } = pick(twoLines(), scan('a', 'shoe-1', 2), scan('b', 'shoe-2'), scan('c', 'boot'), scan('d', 'shoe-1'));
    expect(results.slice(2).map((one) => one.problem?.detail)).toEqual(['code boot (SKU boot) is not part of this work. Wanted: nothing more.', 'All of Shoe 1 that this work needs are picked; put this one back.']);
  });

  it('fills the lines of the same product one after another', () => {
    const stream = orderOf({ lines: [{ total: 100, sku: 'shoe', at: { allocated: 1 } }, { total: 100, sku: 'shoe', at: { allocated: 2 } }], work: [{}] });
    const { event } = pick(stream, scan('a', 'shoe'), scan('b', 'shoe'), scan('c', 'shoe'));
    expect(inShort(event)).toEqual(['1: 1 allocated f1@dc → picked f1@dc', '2: 2 allocated f1@dc → picked f1@dc']);
    expect((event?.data as { scans: { line: number }[] }).scans.map((one) => one.line)).toEqual([1, 2, 2]);
  });
});

describe('a carton', () => {
  const scan = (pieces: number, quantity = 1): Scan => ({ scan: 'a', code: 'carton', sku: 'shoe', pieces, quantity });
  const stream = orderOf({ lines: [{ total: 100, sku: 'shoe', at: { allocated: 1 } }, { total: 200, sku: 'shoe', at: { allocated: 2 } }], work: [{}] });
  const pick = (...scans: Scan[]): ReturnType<typeof rules.pick> => rules.pick(unitsOf(stream), workOf(stream), (line) => `Shoe ${line}`, scans, null);

  it.each<[string, Scan, string[], { line: number; quantity: number }[]]>([
    ['counts all that is in it', scan(2), ['1: 1 allocated f1@dc → picked f1@dc', '2: 1 allocated f1@dc → picked f1@dc'], [{ line: 1, quantity: 1 }, { line: 2, quantity: 1 }]],
    ['with a number counts so many cartons', scan(1, 3), ['1: 1 allocated f1@dc → picked f1@dc', '2: 2 allocated f1@dc → picked f1@dc'], [{ line: 1, quantity: 1 }, { line: 2, quantity: 2 }]],
  ])('%s, over the lines of its product', (_what, one, moves, scans) => {
    const { event } = pick(one);
    expect(inShort(event)).toEqual(moves);
    expect((event?.data as { scans: object[] }).scans).toEqual(scans.map((each) => ({ scan: 'a', ...each })));
  });

  it.each([scan(4), scan(2, 2)])('is not counted by halves', (one) => {
    expect(pick(one)).toMatchObject({ event: null, results: [{ result: 'refused', problem: { code: 'fulfilment.carton_too_large' } }] });
  });
});

describe('what cannot be delivered from here', () => {
  const reason = (code: string): ShortReason => DEFAULT_SHORT_REASONS.find((one) => one.code === code) as ShortReason;
  const balance = (quantity: number) => ({ sku: 'shoe-1', location: 'dc', state: 'sellable' as const, quantity, reserved: 0, broken: 0, kept_back: 0 });
  const short = (stream: Stream, quantity: number, code: string, there: number | null): NewEvent | undefined => rules.short(unitsOf(stream), workOf(stream), 1, quantity, reason(code), 'torn', there === null ? null : balance(there), NOW)[0];

  it.each<[string, Partial<Record<Stage, number>>, number, string, number | null, string[], object[] | undefined]>([
    ['damaged on the shelf', { allocated: 2 }, 1, 'damaged', 2, ['1: 1 allocated f1@dc → open'], [{ sku: 'shoe-1', n: 1, from: { location: 'dc', state: 'sellable' }, to: { location: 'dc', state: 'damaged' } }]],
    ['not found', { allocated: 2 }, 2, 'not_found', 5, ['1: 2 allocated f1@dc → open'], [{ sku: 'shoe-1', n: 2, from: { location: 'dc', state: 'sellable' }, to: { outside: 'missing' } }]],
    ['incomplete', { allocated: 1 }, 1, 'incomplete', 1, ['1: 1 allocated f1@dc → open'], [{ sku: 'shoe-1', n: 1, from: { location: 'dc', state: 'sellable' }, to: { location: 'dc', state: 'quarantine' } }]],
    ['no time: the goods stay sellable', { allocated: 1 }, 1, 'no_time', 1, ['1: 1 allocated f1@dc → open'], undefined],
    ['what the books lack is not moved twice', { allocated: 2 }, 2, 'not_found', 1, ['1: 2 allocated f1@dc → open'], [{ sku: 'shoe-1', n: 1, from: { location: 'dc', state: 'sellable' }, to: { outside: 'missing' } }]],
    ['nothing on the books', { allocated: 1 }, 1, 'not_found', 0, ['1: 1 allocated f1@dc → open'], undefined],
    ['no balance at all', { allocated: 1 }, 1, 'not_found', null, ['1: 1 allocated f1@dc → open'], undefined],
    ['what was picked goes back over the shelf', { picked: 1 }, 1, 'damaged', 0, ['1: 1 picked f1@dc → allocated f1@dc', '1: 1 allocated f1@dc → open'], [{ sku: 'shoe-1', n: 1, from: { location: 'dc', state: 'sellable' }, to: { location: 'dc', state: 'damaged' } }]],
    ['first what is on the shelf, then what is picked', { picked: 2, allocated: 1 }, 2, 'no_time', 9, ['1: 1 allocated f1@dc → open', '1: 1 picked f1@dc → allocated f1@dc', '1: 1 allocated f1@dc → open'], undefined],
  ])('%s', (_what, at, quantity, code, there, moves, stock) => {
    const event = short(two(at), quantity, code, there);
    expect(inShort(event ?? null)).toEqual(moves);
    expect(event?.moves?.stock).toEqual(stock);
  });

  it.each([['not_found', '2026-03-03T09:00:00.000Z', true], ['no_time', '2026-03-02T13:00:00.000Z', false], ['damaged', null, false]])('for the reason %s the location is left out until %s', (code, until, count) => {
    expect(short(two({ allocated: 1 }), 1, code, 1)?.data).toEqual({ fulfilment: WORK, location: 'dc', delivery: 1, line: 1, sku: 'shoe-1', quantity: 1, reason: code, note: 'torn', excludedUntil: until, count });
  });

  it('is refused for more than there is, for a line without goods and for one that is done', () => {
    expect(() => short(two({ allocated: 1, picked: 1 }), 3, 'damaged', 9)).toThrow(refusal('fulfilment.more_than_there_is', { found: 3, expected: 2, field: 'quantity' }));
    expect(() => short(two({ packed: 1 }), 1, 'damaged', 9)).toThrow(refusal('fulfilment.more_than_there_is', { expected: 0, field: 'line' }));
    expect(() => short(orderOf({ lines: [{ total: 1, sku: null, at: { allocated: 1 } }], work: [{}] }), 1, 'damaged', 9)).toThrow(refusal('fulfilment.more_than_there_is', { field: 'line' }));
  });
});

describe('goods for a shelf elsewhere', () => {
  const shelf = [{ sku: 'shoe-1', location: 'dc', state: 'sellable' as const, quantity: 9, reserved: 3, broken: 0, kept_back: 4 }];
  const into = (sku: string, quantity: number): ReturnType<typeof filled> => filled(LOAD, { id: WORK, origin: 'dc', destination: 'delft' }, [{ sku, quantity }], shelf, null);
  it('go into a load as far as nobody was promised them and nobody waits for them', () => {
    expect(into('shoe-1', 2).moves).toEqual({ asked: true, stock: [{ sku: 'shoe-1', n: 2, from: { location: 'dc', state: 'sellable' }, to: { location: 'delft', state: 'in_transit' } }] });
    expect(() => into('shoe-1', 3)).toThrow(refusal('fulfilment.no_stock', { found: 3, expected: 2 }));
    expect(() => into('shoe-2', 1)).toThrow(refusal('fulfilment.no_stock', { found: 1, expected: 0 }));
  });
});

describe('packing', () => {
  const parcel = (index: number, lines: ParcelPacked['lines'], weightGrams: number | null): ParcelPacked => ({ parcel: `${PARCEL.slice(0, -1)}${index + 2}`, number: `L${index + 2}`, fulfilment: WORK, location: 'dc', delivery: 1, lines, weightGrams: weightGrams ?? 100, carrier: 'post', product: 'home', options: [] });
  const pack = (stream: Stream, ...requests: PackRequest[]): NewEvent[] => rules.packParcels(unitsOf(stream), workOf(stream), requests, parcel);
  const picked = (): Stream => orderOf({ lines: [{ total: 300, at: { picked: 3 } }, { total: 100, at: { picked: 1 } }], work: [{}] });

  it('without lines takes all that is picked', () => {
    const [event] = pack(picked(), { lines: null, weightGrams: 900 });
    expect(inShort(event ?? null)).toEqual(['1: 3 picked f1@dc → packed c2@dc', '2: 1 picked f1@dc → packed c2@dc']);
    expect(event?.data).toMatchObject({ lines: [{ line: 1, quantity: 3 }, { line: 2, quantity: 1 }], weightGrams: 900 });
  });

  it('spreads over several parcels, the last of which may take the rest', () => {
    const stream = picked();
    const events = pack(stream, { lines: [{ line: 1, quantity: 2 }], weightGrams: null }, { lines: null, weightGrams: null });
    expect(events.map(inShort)).toEqual([['1: 2 picked f1@dc → packed c2@dc'], ['1: 1 picked f1@dc → packed c3@dc', '2: 1 picked f1@dc → packed c3@dc']]);
    record(stream, ...events);
    expect(() => pack(stream, { lines: null, weightGrams: null })).toThrow(refusal('fulfilment.nothing_to_pack'));
  });

  it.each<[string, () => Stream, PackRequest[], string, object]>([
    ['more than is picked', picked, [{ lines: [{ line: 1, quantity: 4 }], weightGrams: null }], 'fulfilment.not_picked', { found: 4, expected: 3, field: 'parcels[0].lines' }],
    ['what another parcel took', picked, [{ lines: [{ line: 2, quantity: 1 }], weightGrams: null }, { lines: [{ line: 2, quantity: 1 }], weightGrams: null }], 'fulfilment.not_picked', { expected: 0, field: 'parcels[1].lines' }],
    ['a line that is not there', picked, [{ lines: [{ line: 9, quantity: 1 }], weightGrams: null }], 'fulfilment.not_picked', { expected: 0 }],
    ['an empty parcel', picked, [{ lines: [{ line: 1, quantity: 0 }], weightGrams: null }], 'fulfilment.nothing_to_pack', { field: 'parcels[0]' }],
    ['a parcel of no lines', picked, [{ lines: [], weightGrams: null }], 'fulfilment.nothing_to_pack', { field: 'parcels[0]' }],
    ['nothing picked', () => two({ allocated: 1 }), [{ lines: null, weightGrams: null }], 'fulfilment.nothing_to_pack', {}],
    ['a pickup', () => two({ picked: 1 }, { work: [{ kind: 'pickup' }] }), [{ lines: null, weightGrams: null }], 'fulfilment.not_for_carrier', {}],
    ['what is brought to another store', () => two({ picked: 1 }, { work: [{ kind: 'transfer', destination: 'delft' }] }), [{ lines: null, weightGrams: null }], 'fulfilment.not_for_carrier', { found: 'transfer' }],
  ])('refuses %s', (_what, make, requests, code, details) => {
    expect(() => pack(make(), ...requests)).toThrow(refusal(code, details));
  });
});

describe('putting back', () => {
  it('brings the goods of cancelled lines to the shelf, once', () => {
    const stream = two({ picked: 3 });
    expect(() => rules.putBack(unitsOf(stream), workOf(stream), 'dc')).toThrow(refusal('fulfilment.nothing_to_put_back'));
    record(stream, ...cancel(stream, [{ line: 1, quantity: 2 }], 'customer', null));
    const event = rules.putBack(unitsOf(stream), workOf(stream), 'dc');
    expect(event).toEqual({ type: 'ItemsPutBack', data: { fulfilment: WORK, location: 'dc', lines: [{ line: 1, quantity: 2 }] }, moves: { stock: [{ sku: 'shoe-1', n: 2, from: { location: 'dc', state: 'picked' }, to: { location: 'dc', state: 'sellable' } }] } });
    record(stream, event);
    expect(workOf(stream).putBack).toEqual([{ line: 1, location: 'dc', quantity: 0 }]);
  });
});

describe('a transfer', () => {
  const transfer = { kind: 'transfer' as const, destination: 'delft' };
  it('leaves with what is picked, and arrives at the store for the same work', () => {
    const stream = two({ picked: 2 }, { work: [transfer] });
    const event = rules.transfer(unitsOf(stream), workOf(stream), LOAD);
    expect(inShort(event)).toEqual(['1: 2 picked f1@dc → in_transfer d1@delft']);
    expect(event.data).toEqual({ fulfilment: WORK, load: LOAD, origin: 'dc', destination: 'delft', lines: [{ line: 1, quantity: 2 }] });
    record(stream, event);
    expect(receive(unitsOf(stream), fold(stream, floorSlice), { load: OTHER_WORK, location: 'delft', receipt: null, lines: null, shelf: null })).toEqual([]);
    const received = receive(unitsOf(stream), fold(stream, floorSlice), { load: LOAD, location: 'delft', receipt: null, lines: null, shelf: null });
    expect(received.map(inShort)).toEqual([['1: 2 in_transfer d1@delft → picked f1@delft']]);
    expect(received[0]?.data).toEqual({ fulfilment: WORK, load: LOAD, location: 'delft', lines: [{ line: 1, quantity: 2 }] });
    record(stream, ...received);
    expect(receive(unitsOf(stream), fold(stream, floorSlice), { load: LOAD, location: 'delft', receipt: null, lines: null, shelf: null })).toEqual([]);
    // It lies in the hands of that store now: whoever sent it has nothing left to do with it.
    expect(() => rules.workable(unitsOf(stream), workOf(stream), false)).toThrow(refusal('fulfilment.ended'));
    expect(() => rules.transfer(unitsOf(stream), workOf(stream), OTHER_WORK)).toThrow(refusal('fulfilment.not_picked'));
    expect(() => rules.short(unitsOf(stream), workOf(stream), 1, 1, DEFAULT_SHORT_REASONS[0] as ShortReason, null, null, NOW)).toThrow(refusal('fulfilment.more_than_there_is', { expected: 0 }));
  });

  it('of two works in one load gives each its own', () => {
    const stream = orderOf({ lines: [{ total: 100, at: { in_transfer: 1 } }, { total: 100, at: { in_transfer: 2 } }], work: [{ ...transfer, lines: [1] }, { id: OTHER_WORK, ...transfer, lines: [2] }] });
    for (const id of [WORK, OTHER_WORK]) record(stream, { type: 'ItemsTransferred', data: { fulfilment: id, load: LOAD, origin: 'dc', destination: 'delft', lines: [] } });
    expect(receive(unitsOf(stream), fold(stream, floorSlice), { load: LOAD, location: 'delft', receipt: null, lines: null, shelf: null }).map(inShort)).toEqual([['1: 1 in_transfer d1@delft → picked f1@delft'], ['2: 2 in_transfer d1@delft → picked f2@delft']]);
  });

  it('brings a line that its work was never given: it was sent instead of another', () => {
    const stream = orderOf({ lines: [{ total: 100, at: { picked: 1 } }, { total: 100, at: { in_transfer: 2 } }], work: [{ kind: 'transfer', destination: 'delft', lines: [1] }], deliveries: [{ kind: 'pickup', location: 'delft' }] });
    record(stream, rules.transfer(unitsOf(stream), workOf(stream), LOAD));
    expect(receive(unitsOf(stream), fold(stream, floorSlice), { load: LOAD, location: 'delft', receipt: null, lines: null, shelf: null }).flatMap(inShort)).toEqual(['1: 1 in_transfer d1@delft → picked f1@delft', '2: 2 in_transfer d1@delft → picked f1@delft']);
  });

  it.each<[string, Partial<Record<Stage, number>>, object, string]>([
    ['work for the carrier', { picked: 1 }, {}, 'fulfilment.not_a_transfer'],
    ['a transfer to nowhere', { picked: 1 }, { kind: 'transfer', destination: null }, 'fulfilment.not_a_transfer'],
    ['work for pickup here', { picked: 1 }, { kind: 'pickup', destination: 'delft' }, 'fulfilment.not_a_transfer'],
    ['nothing picked', { allocated: 1 }, transfer, 'fulfilment.not_picked'],
    ['something still on the shelf', { picked: 1, allocated: 1 }, transfer, 'fulfilment.not_picked'],
  ])('is refused for %s', (_what, at, work, code) => {
    const stream = two(at, { work: [work] });
    expect(() => rules.transfer(unitsOf(stream), workOf(stream), LOAD)).toThrow(refusal(code));
  });
});

describe('a pickup', () => {
  const pickup = { delivery: 1, kind: 'pickup', location: 'dc' };
  const ready = (stream: Stream, delivery: { delivery: number; kind: string; location: string | null } = pickup): NewEvent | null => rules.ready(unitsOf(stream), fold(stream, floorSlice), delivery, 'B3');

  it('is ready with the last unit, and told once', () => {
    const stream = two({ picked: 2, cancelled: 1 });
    const event = ready(stream);
    expect(event).toMatchObject({ type: 'DeliveryReady', data: { delivery: 1, location: 'dc', shelf: 'B3' } });
    expect(inShort(event)).toEqual(['1: 2 picked f1@dc → ready f1@dc']);
    record(stream, event);
    expect(ready(stream)).toBeNull();
  });

  it.each<[string, Stream, { delivery: number; kind: string; location: string | null }]>([
    ['something is on the shelf', two({ picked: 1, allocated: 1 }), pickup], ['something is not planned', two({ picked: 1, open: 1 }), pickup], ['something is in a van', two({ picked: 1, in_transfer: 1 }), pickup], ['nothing is left', two({ collected: 1 }), pickup],
    ['it lies elsewhere', two({ picked: 1 }), { ...pickup, location: 'delft' }], ['it goes home', two({ picked: 1 }), { ...pickup, kind: 'ship' }], ['it has no store', two({ picked: 1 }), { ...pickup, location: null }],
  ])('is not ready while %s', (_what, stream, delivery) => expect(ready(stream, delivery)).toBeNull());

  const collect = (stream: Stream, lines: { line: number; quantity: number }[] | null): NewEvent => rules.collect(unitsOf(stream), pickup, lines);

  it('is taken whole, or in part', () => {
    const given = { lines: [{ total: 300, at: { ready: 3 } }, { total: 100, at: { ready: 1 } }], work: [{}] };
    expect(inShort(collect(orderOf(given), null))).toEqual(['1: 3 ready f1@dc → collected f1', '2: 1 ready f1@dc → collected f1']);
    expect(inShort(collect(orderOf(given), [{ line: 1, quantity: 2 }]))).toEqual(['1: 2 ready f1@dc → collected f1']);
    expect(collect(orderOf(given), [{ line: 1, quantity: 1 }, { line: 1, quantity: 2 }]).data).toEqual({ delivery: 1, location: 'dc', lines: [{ line: 1, quantity: 1 }, { line: 1, quantity: 2 }] });
  });

  it.each<[string, Partial<Record<Stage, number>>, { line: number; quantity: number }[] | null, string, object]>([
    ['before it is ready', { picked: 1 }, null, 'fulfilment.not_ready', { detail: 'Of delivery 1 nothing is ready yet.' }],
    ['twice', { collected: 1 }, null, 'fulfilment.not_ready', { detail: 'Of delivery 1 everything was collected already.' }],
    ['for more than there is', { ready: 1 }, [{ line: 1, quantity: 2 }], 'fulfilment.more_than_there_is', { found: 2, expected: 1 }],
    ['for another line', { ready: 1 }, [{ line: 2, quantity: 1 }], 'fulfilment.more_than_there_is', { found: 1, expected: 0 }],
    ['for one line more often than there is', { ready: 1 }, [{ line: 1, quantity: 1 }, { line: 1, quantity: 1 }], 'fulfilment.more_than_there_is', { expected: 0 }],
  ])('is refused %s', (_what, at, lines, code, details) => {
    expect(() => collect(two(at), lines)).toThrow(refusal(code, details));
  });
});

describe('a parcel', () => {
  const parcelOf = (stream: Stream) => {
    const parcel = fold(stream, parcelsSlice).get(PARCEL);
    if (!parcel) throw new Error('no parcel');
    return parcel;
  };
  const steps: Readonly<Record<string, (stream: Stream) => NewEvent | null>> = {
    label: () => ({ type: 'LabelIssued', data: { parcel: PARCEL, carrier: 'post', barcode: '3S', trackingUrl: 'https://post.example', byHand: false } }),
    unpack: (stream) => unpack(unitsOf(stream), parcelOf(stream), 'mistake'),
    ship: (stream) => ship(unitsOf(stream), parcelOf(stream), { manifest: null, cause: 'scan' }, NOW),
    point: (stream) => arriveAtPoint(unitsOf(stream), parcelOf(stream), { code: 'P' }, NOW),
    deliver: (stream) => deliver(unitsOf(stream), parcelOf(stream), 'delivered', 'D', NOW),
    neighbour: (stream) => deliver(unitsOf(stream), parcelOf(stream), 'neighbour', 'N', NOW),
    collect: (stream) => deliver(unitsOf(stream), parcelOf(stream), 'collected', 'C', NOW),
    sendBack: (stream) => sendBack(unitsOf(stream), parcelOf(stream), { code: 'B', reason: 'refused', ask: false }, NOW),
    lose: (stream) => lose(unitsOf(stream), parcelOf(stream), 'L', NOW),
  };

  it.each<[string[], Stage, string]>([
    [['ship'], 'shipped', 'shipped'], [['label', 'ship'], 'shipped', 'shipped'], [['ship', 'ship'], 'shipped', 'shipped'], [['unpack'], 'picked', 'unpacked'], [['label', 'unpack'], 'picked', 'unpacked'], [['unpack', 'ship'], 'picked', 'unpacked'],
    [['ship', 'deliver'], 'delivered', 'delivered'], [['ship', 'neighbour'], 'delivered', 'delivered'], [['ship', 'point', 'collect'], 'collected', 'delivered'], [['ship', 'collect'], 'collected', 'delivered'], [['ship', 'point'], 'at_pickup_point', 'at_pickup_point'],
    [['ship', 'point', 'sendBack'], 'returning', 'returning'], [['ship', 'sendBack'], 'returning', 'returning'], [['ship', 'sendBack', 'deliver'], 'delivered', 'delivered'], [['ship', 'sendBack', 'lose'], 'lost', 'lost'], [['ship', 'lose'], 'lost', 'lost'], [['ship', 'lose', 'deliver'], 'delivered', 'delivered'], [['ship', 'lose', 'sendBack'], 'returning', 'returning'], [['ship', 'lose', 'collect'], 'collected', 'delivered'],
    [['ship', 'deliver', 'deliver'], 'delivered', 'delivered'], [['ship', 'deliver', 'point'], 'delivered', 'delivered'], [['ship', 'deliver', 'lose'], 'delivered', 'delivered'], [['deliver'], 'packed', 'packed'], [['point'], 'packed', 'packed'], [['lose'], 'packed', 'packed'], [['ship', 'sendBack', 'point'], 'returning', 'returning'],
  ])('%j: its units are %s and it is %s', (names, stage, status) => {
    const stream = two({ packed: 2, open: 1 });
    for (const name of names) record(stream, steps[name]?.(stream) ?? null);
    expect([...unitsOf(stream).buckets.values()].filter((held) => held.stage !== 'open').map((held) => [held.stage, held.n])).toEqual([[stage, 2]]);
    expect(parcelOf(stream).status).toBe(status);
  });

  it('that has left cannot be opened', () => {
    const stream = two({ packed: 1 });
    record(stream, steps.ship?.(stream) ?? null);
    expect(() => steps.unpack?.(stream)).toThrow(refusal('shipping.left', { found: 'shipped' }));
  });

  it('tells what happened, when and how', () => {
    const stream = two({ packed: 1 });
    const tell = (name: string): unknown => { const event = steps[name]?.(stream) ?? null; record(stream, event); return event && [event.type, event.data, event.occurredAt]; };
    expect(unpack(unitsOf(stream), parcelOf(stream), 'mistake').data).toEqual({ parcel: PARCEL, reason: 'mistake' });
    expect(ship(unitsOf(stream), parcelOf(stream), { manifest: 'm', cause: 'handover' })).not.toHaveProperty('occurredAt');
    expect(tell('ship')).toEqual(['ParcelShipped', { parcel: PARCEL, manifest: null, cause: 'scan' }, NOW]);
    expect(tell('point')).toEqual(['ParcelAtPickupPoint', { parcel: PARCEL, code: 'P' }, NOW]);
    expect(tell('sendBack')).toEqual(['ParcelReturning', { parcel: PARCEL, code: 'B', reason: 'refused', ask: false }, NOW]);
    expect(tell('lose')).toEqual(['ParcelLost', { parcel: PARCEL, code: 'L', ask: true }, NOW]);
    expect(tell('neighbour')).toEqual(['ParcelDelivered', { parcel: PARCEL, how: 'neighbour', code: 'N' }, NOW]);
    expect(contents(unitsOf(stream), PARCEL).map((held) => [held.stage, held.n])).toEqual([['delivered', 1]]);
  });
});
