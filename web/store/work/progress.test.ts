/** What scans, problems and boxes make of work before the server knows. */
import { describe, expect, it } from 'vitest';
import { inOrder, judge, progressOf, scanOf, splitOptions, stepOf, sumsOf } from './progress.ts';
import type { Line, Work } from './progress.ts';

const line = (number: number, part: Partial<Line>): Line => ({ line: number, sku: `shoe-${number}`, name: `Shoe ${number}`, picture: null, brand: null, options: {}, gtins: [`0200000000000${number}`.slice(-14)], place: null, quantity: 2, toPick: 2, picked: 0, packed: 0, gone: 0, putBack: 0, ...part });
const work = (lines: Line[], part: Partial<Work> = {}): Work => ({ id: 'ful_1', number: '1-F1', order: 'ord_1', orderNumber: '1', delivery: 1, location: 'utrecht', kind: 'ship', destination: null, destinationName: null, onHold: false, dueAt: null, promisedBy: null, acceptedBy: null, shelf: null, lines, scans: [], parcels: [], can: [], ...part });
const pick = (...scans: [id: string, code: string][]): { operation: string; input: unknown } => ({ operation: 'pick', input: { fulfilment: 'ful_1', body: { scans: scans.map(([id, code]) => scanOf(code, id)) } } });
const shown = (of: Work): number[][] => of.lines.map(({ toPick, picked, packed }) => [toPick, picked, packed]);

const A = line(1, { gtins: ['02000000000015'] });
const B = line(2, { gtins: ['02000000000022'], toPick: 1, quantity: 1 });

describe('a scan', () => {
  it.each([['2000000000015', 1], ['02000000000015', 1], ['shoe-2', 2], ['SHOE-2', 2], [' 2000000000022 ', 2], [']d20102000000000015', 1], ['010200000000001521serial', 1]])('%s counts for line %i', (code, expected) => {
    expect(judge([A, B], code)).toMatchObject({ kind: 'counted', line: { line: expected } });
  });

  it.each(['2000000000039', 'shoe', '', 'https://example.com'])('%s is of another order', (code) => {
    expect(judge([A, B], code)).toEqual({ kind: 'wrong' });
  });

  it('is one too many when all of it is picked', () => {
    expect(judge([line(1, { gtins: ['02000000000015'], toPick: 0, picked: 2 })], '2000000000015')).toMatchObject({ kind: 'enough', line: { line: 1 } });
  });

  it('of a product on two lines counts for the line that still wants one', () => {
    expect(judge([line(1, { toPick: 0, gtins: ['02000000000015'] }), line(2, { gtins: ['02000000000015'] })], '2000000000015')).toMatchObject({ kind: 'counted', line: { line: 2 } });
  });
});

describe('a carton', () => {
  const cartons = { '02000000000992': 3 };
  const shoes = [line(1, { gtins: ['02000000000015', '02000000000992'], cartons, toPick: 1, quantity: 1 }), line(2, { gtins: ['02000000000015', '02000000000992'], cartons })];

  it('counts all that is in it, over the lines of its product', () => {
    expect(judge(shoes, '2000000000992')).toMatchObject({ kind: 'counted', line: { line: 1 } });
    expect(shown(progressOf(work(shoes), [pick(['s1', '2000000000992'])]))).toEqual([[0, 1, 0], [0, 2, 0]]);
  });

  it('that holds more than is wanted counts for nothing, and says so', () => {
    const [first = A] = shoes;
    expect(judge([first], '2000000000992')).toMatchObject({ kind: 'carton', pieces: 3, wanted: 1 });
    expect(shown(progressOf(work([first]), [pick(['s1', '2000000000992'])]))).toEqual([[1, 0, 0]]);
    expect(judge([{ ...first, toPick: 0, picked: 1 }], '2000000000992')).toMatchObject({ kind: 'enough' });
  });
});

describe('work before the server knows', () => {
  it.each<[string, Work, { operation: string; input: unknown }[], number[][]]>([
    ['a pair with one barcode counts twice, for each scan has its own id', work([A]), [pick(['s1', '2000000000015']), pick(['s2', '2000000000015'])], [[0, 2, 0]]],
    ['a scan that the server has counted is not counted again', work([line(1, { toPick: 1, picked: 1, gtins: ['02000000000015'] })], { scans: ['s1'] }), [pick(['s1', '2000000000015'])], [[1, 1, 0]]],
    ['more scans than are wanted change nothing', work([B]), [pick(['s1', '2000000000022'], ['s2', '2000000000022'])], [[0, 1, 0]]],
    ['a problem is taken from the shelf first, then from what was picked', work([line(1, { toPick: 1, picked: 1 })]), [{ operation: 'reportShort', input: { body: { line: 1, quantity: 2, reason: 'damaged' } } }], [[0, 0, 0]]],
    ['a problem without a number is of one', work([A]), [{ operation: 'reportShort', input: { body: { line: 1, reason: 'damaged' } } }], [[1, 0, 0]]],
    ['a box takes what is named', work([A, B]), [pick(['s1', '2000000000015'], ['s2', '2000000000022']), { operation: 'pack', input: { body: { parcels: [{ lines: [{ line: 1, quantity: 1 }] }] } } }], [[1, 0, 1], [0, 1, 0]]],
    ['a tote takes all that is picked', work([line(1, { toPick: 0, picked: 2 })]), [{ operation: 'transfer', input: { body: { load: 'L1' } } }], [[0, 0, 0]]],
  ])('%s', (_name, before, entries, after) => {
    expect(shown(progressOf(before, entries))).toEqual(after);
  });

  it('forgets what was put back', () => {
    expect(sumsOf(progressOf(work([line(1, { toPick: 0, putBack: 1 })]), [{ operation: 'putBack', input: {} }]).lines).putBack).toBe(0);
  });
});

describe('what the screen asks for', () => {
  it.each<[string, Line[], boolean, ReturnType<typeof stepOf>]>([
    ['to scan', [A], false, 'pick'], ['for the box', [line(1, { toPick: 0, picked: 2 })], false, 'finish'], ['nothing but the label', [line(1, { toPick: 0, packed: 2 })], false, 'packed'],
    ['nothing', [line(1, { toPick: 0 })], false, 'ended'], ['to leave it', [A], true, 'held'], ['nothing but the label, held or not', [line(1, { toPick: 0, packed: 2 })], true, 'packed'],
  ])('is %s', (_name, lines, onHold, expected) => { expect(stepOf(work(lines, { onHold }))).toBe(expected); });

  it('leads along the shelves, what is done last', () => {
    expect(inOrder([line(1, { place: 'B-12' }), line(2, { place: 'B-2', toPick: 0 }), line(3, { place: null }), line(4, { place: 'b-3' })]).map((one) => one.line)).toEqual([4, 1, 3, 2]);
  });

  it('shows the size apart', () => {
    expect(splitOptions({ maat: '38', kleur: 'zwart' })).toEqual({ size: '38', rest: 'zwart' });
    expect(splitOptions({ colour: 'black', 'EU size': '42' })).toEqual({ size: '42', rest: 'black' });
    expect(splitOptions({})).toEqual({ size: null, rest: '' });
  });
});
