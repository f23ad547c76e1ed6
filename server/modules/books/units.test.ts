/** The units book: every pair of stages, what each step means for stock, and that no unit appears or vanishes. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { STAGES } from './types.ts';
import type { Bucket, JournalEvent, Stage, UnitMove } from './types.ts';
import { applyUnits, BooksError, bucketKey, bucketOf, countIn, GONE, NEXT, reservedState, STILL_HERE, stockEffect, unitsIn, unitsSlice } from './units.ts';
import type { Units } from './units.ts';

/** The life of a unit as a store manager would draw it: a cross where a step is allowed. Rows are from, columns to, in the order of STAGES. */
const LIFE: Readonly<Record<Stage, string>> = {
  //               open wait allo pick pack tran ship poin retu read coll deli back lost canc
  open:            '.    x    x    .    .    .    .    .    .    .    x    x    .    .    x',
  waiting:         'x    x    x    .    .    .    .    .    .    .    .    .    .    .    x',
  allocated:       'x    x    x    x    .    .    x    .    .    .    .    .    .    .    x',
  picked:          'x    .    x    .    x    x    x    .    .    x    x    .    .    .    x',
  packed:          '.    .    .    x    .    x    x    .    .    .    .    .    .    .    x',
  in_transfer:     '.    .    .    x    .    .    .    .    .    x    .    .    .    x    .',
  shipped:         '.    .    .    .    .    .    .    x    x    .    x    x    x    x    .',
  at_pickup_point: '.    .    .    .    .    .    .    .    x    .    x    x    .    x    .',
  returning:       '.    .    .    .    .    .    .    .    .    .    x    x    x    x    .',
  ready:           '.    .    .    x    .    x    .    .    .    .    x    .    .    .    x',
  collected:       '.    .    .    .    .    .    .    .    .    .    .    .    x    .    .',
  delivered:       '.    .    .    .    .    .    .    .    x    .    .    .    x    .    .',
  returned:        '.    .    .    .    .    .    .    .    .    .    .    .    .    .    .',
  lost:            '.    .    .    .    .    .    x    .    x    .    x    x    x    .    .',
  cancelled:       '.    .    .    .    .    .    .    .    .    .    .    .    .    .    .',
};

const fulfilment = '00000000-0000-7000-8000-000000000001';
const bucket = (stage: Stage, location: string | null = 'dc'): Bucket => ({ stage, holder: null, location });
const move = (from: Bucket | null, to: Bucket, n = 1): UnitMove => ({ line: 1, delivery: 1, n, from, to });

function line(n: number, at: Bucket, sku: string | null = 'shoe'): Units {
  const units: Units = { lines: new Map([[1, { sku, ordered: 0 }]]), buckets: new Map() };
  applyUnits(units, [move(null, at, n)]);
  return units;
}

describe('the life of a unit', () => {
  for (const from of STAGES) {
    const allowed = LIFE[from].split(/\s+/);
    for (const [index, to] of STAGES.entries()) {
      const legal = allowed[index] === 'x';
      it(`${from} → ${to} is ${legal ? 'a step' : 'refused'}`, () => {
        const units = line(2, bucket(from));
        const step = (): void => applyUnits(units, [move(bucket(from), bucket(to, 'store'))]);
        if (!legal) {
          expect(step).toThrow(new BooksError(`units cannot go from ${from} to ${to}`));
          expect(countIn(units, { stage: from })).toBe(2);
          return;
        }
        step();
        expect(units.buckets.get(bucketKey(1, 1, bucket(to, 'store')))?.n).toBe(1);
        expect(units.buckets.get(bucketKey(1, 1, bucket(from)))?.n).toBe(1);
        expect(NEXT[from]).toContain(to);
      });
    }
  }

  it.each<[Stage, boolean]>(STAGES.map((stage) => [stage, stage === 'open' || stage === 'waiting']))('%s: goes over to another delivery: %s', (stage, legal) => {
    const units = line(3, bucket(stage));
    const over = (toDelivery: number, to: Bucket = bucket(stage)): void => applyUnits(units, [{ ...move(bucket(stage), to, 2), toDelivery }]);
    expect(() => over(1)).toThrow(BooksError);
    expect(() => over(2, bucket(stage, 'store'))).toThrow(BooksError);
    if (!legal) {
      expect(() => over(2)).toThrow(new BooksError(`units in stage ${stage} stay with their delivery`));
      expect(countIn(units, { delivery: 1 })).toBe(3);
      return;
    }
    over(2);
    expect([countIn(units, { delivery: 1, stage }), countIn(units, { delivery: 2, stage })]).toEqual([1, 2]);
    expect(() => over(2)).toThrow(new BooksError(`2 of line 1 asked from ${stage}, 1 there`));
    expect(stockEffect({ ...move(bucket(stage), bucket(stage), 2), toDelivery: 2 }, 'shoe')).toEqual({ moves: [], reservations: [] });
  });

  it('divides the stages into those here and those gone, and cancelled', () => {
    expect([...STILL_HERE, ...GONE, 'cancelled'].sort()).toEqual([...STAGES].sort());
  });
});

describe('what a step means for stock', () => {
  const sellable = { location: 'dc', state: 'sellable' };
  const picked = { location: 'dc', state: 'picked' };
  const transit = { location: 'dc', state: 'in_transit' };
  const customer = { outside: 'customer' };
  const missing = { outside: 'missing' };
  const quarantine = { location: 'dc', state: 'quarantine' };
  const reserves = (state: string, n: number) => ({ sku: 'shoe', location: 'dc', state, n });

  /** From, to, the goods that move, the reservations that change. Every step of the life is here once. */
  const effects: [Stage, Stage, [object, object] | null, object[]][] = [
    ['open', 'waiting', null, [reserves('expected', 3)]], ['open', 'cancelled', null, []], ['waiting', 'open', null, [reserves('expected', -3)]], ['waiting', 'cancelled', null, [reserves('expected', -3)]], ['waiting', 'waiting', null, [reserves('expected', -3), reserves('expected', 3)]],
    ['open', 'allocated', null, [reserves('sellable', 3)]], ['waiting', 'allocated', null, [reserves('expected', -3), reserves('sellable', 3)]],
    ['open', 'collected', [sellable, customer], []], ['open', 'delivered', null, []],
    ['allocated', 'open', null, [reserves('sellable', -3)]], ['allocated', 'waiting', null, [reserves('expected', 3), reserves('sellable', -3)]], ['allocated', 'cancelled', null, [reserves('sellable', -3)]],
    ['allocated', 'allocated', null, [reserves('sellable', -3), reserves('sellable', 3)]],
    ['allocated', 'picked', [sellable, picked], [reserves('sellable', -3), reserves('picked', 3)]],
    ['allocated', 'shipped', [sellable, customer], [reserves('sellable', -3)]],
    ['picked', 'allocated', [picked, sellable], [reserves('picked', -3), reserves('sellable', 3)]],
    ['picked', 'packed', null, [reserves('picked', -3), reserves('picked', 3)]], ['picked', 'ready', null, [reserves('picked', -3), reserves('picked', 3)]],
    ['picked', 'in_transfer', [picked, transit], [reserves('picked', -3), reserves('in_transit', 3)]],
    ['picked', 'shipped', [picked, customer], [reserves('picked', -3)]], ['picked', 'collected', [picked, customer], [reserves('picked', -3)]],
    ['picked', 'cancelled', null, [reserves('picked', -3)]], ['picked', 'open', null, [reserves('picked', -3)]],
    ['packed', 'picked', null, [reserves('picked', -3), reserves('picked', 3)]], ['packed', 'shipped', [picked, customer], [reserves('picked', -3)]],
    ['packed', 'in_transfer', [picked, transit], [reserves('picked', -3), reserves('in_transit', 3)]], ['packed', 'cancelled', null, [reserves('picked', -3)]],
    ['in_transfer', 'picked', [transit, picked], [reserves('in_transit', -3), reserves('picked', 3)]], ['in_transfer', 'ready', [transit, picked], [reserves('in_transit', -3), reserves('picked', 3)]],
    ['in_transfer', 'lost', [transit, missing], [reserves('in_transit', -3)]],
    ['ready', 'collected', [picked, customer], [reserves('picked', -3)]], ['ready', 'picked', null, [reserves('picked', -3), reserves('picked', 3)]],
    ['ready', 'in_transfer', [picked, transit], [reserves('picked', -3), reserves('in_transit', 3)]], ['ready', 'cancelled', null, [reserves('picked', -3)]],
    ['shipped', 'delivered', null, []], ['shipped', 'collected', null, []], ['shipped', 'at_pickup_point', null, []], ['shipped', 'returning', null, []],
    ['shipped', 'returned', [customer, quarantine], []], ['shipped', 'lost', [customer, missing], []],
    ['at_pickup_point', 'collected', null, []], ['at_pickup_point', 'delivered', null, []], ['at_pickup_point', 'returning', null, []], ['at_pickup_point', 'lost', [customer, missing], []],
    ['returning', 'returned', [customer, quarantine], []], ['returning', 'lost', [customer, missing], []], ['returning', 'delivered', null, []], ['returning', 'collected', null, []],
    ['collected', 'returned', [customer, quarantine], []], ['delivered', 'returned', [customer, quarantine], []], ['delivered', 'returning', null, []],
    ['lost', 'shipped', [missing, customer], []], ['lost', 'delivered', [missing, customer], []], ['lost', 'collected', [missing, customer], []], ['lost', 'returning', [missing, customer], []], ['lost', 'returned', [missing, quarantine], []],
  ];

  it('is told for every step of the life', () => {
    expect(effects.map(([from, to]) => `${from} ${to}`).sort()).toEqual(STAGES.flatMap((from) => NEXT[from].map((to) => `${from} ${to}`)).sort());
  });

  it.each(effects)('%s → %s', (from, to, goods, reservations) => {
    const effect = stockEffect(move(bucket(from), bucket(to), 3), 'shoe');
    expect(effect.moves).toEqual(goods === null ? [] : [{ sku: 'shoe', n: 3, from: goods[0], to: goods[1] }]);
    expect(effect.reservations).toEqual(reservations);
    expect(stockEffect(move(bucket(from), bucket(to), 3), null)).toEqual({ moves: [], reservations: [] });
  });

  it('goes from place to place with a location of its own', () => {
    expect(stockEffect(move(bucket('in_transfer', 'delft'), bucket('picked', 'delft')), 'shoe').moves).toEqual([{ sku: 'shoe', n: 1, from: { location: 'delft', state: 'in_transit' }, to: { location: 'delft', state: 'picked' } }]);
    expect(stockEffect(move(bucket('allocated', 'delft'), bucket('allocated', 'dc'), 2), 'shoe')).toEqual({
      moves: [{ sku: 'shoe', n: 2, from: { location: 'delft', state: 'sellable' }, to: { location: 'dc', state: 'sellable' } }],
      reservations: [{ sku: 'shoe', location: 'delft', state: 'sellable', n: -2 }, { sku: 'shoe', location: 'dc', state: 'sellable', n: 2 }],
    });
  });

  it('is nothing for units that come into being, and for goods sold without a shelf', () => {
    expect(stockEffect(move(null, bucket('shipped')), 'shoe')).toEqual({ moves: [], reservations: [] });
    expect(stockEffect(move(bucket('open', null), bucket('collected', null)), 'shoe')).toEqual({ moves: [], reservations: [] });
  });

  it.each([['allocated', 'picked'], ['picked', 'packed']] as const)('needs to know where: %s → %s without a location is refused', (from, to) => {
    expect(() => stockEffect(move(bucket(from, null), bucket(to)), 'shoe')).toThrow(new BooksError(`units in stage ${from} need a location`));
    expect(() => stockEffect(move(bucket(from), bucket(to, null)), 'shoe')).toThrow(new BooksError(`units in stage ${to} need a location`));
  });

  it('is nothing for units that wait for nothing in particular: they have no location', () => {
    expect(stockEffect(move(bucket('open', null), bucket('waiting', null)), 'shoe')).toEqual({ moves: [], reservations: [] });
    expect(stockEffect(move(bucket('waiting', null), bucket('allocated')), 'shoe').reservations).toEqual([{ sku: 'shoe', location: 'dc', state: 'sellable', n: 1 }]);
  });

  it('reserves in sellable, picked, in transit or expected, and nowhere else', () => {
    expect(Object.fromEntries(STAGES.map((stage) => [stage, reservedState(stage)]).filter(([, state]) => state !== null))).toEqual({
      waiting: 'expected', allocated: 'sellable', picked: 'picked', packed: 'picked', ready: 'picked', in_transfer: 'in_transit',
    });
  });
});

describe('moves', () => {
  it.each([[0], [-1], [1.5], [Number.NaN], [2 ** 53]])('of %s units are refused', (n) => {
    expect(() => applyUnits(line(3, bucket('open')), [move(bucket('open'), bucket('waiting'), n)])).toThrow(new BooksError(`a move of ${n} units`));
  });

  it('of a line nobody opened are refused', () => {
    expect(() => applyUnits(line(1, bucket('open')), [{ ...move(bucket('open'), bucket('waiting')), line: 2 }])).toThrow(new BooksError('line 2 is not in the units book'));
  });

  it('of more than stands in the bucket are refused, and what was there stays', () => {
    const units = line(2, bucket('open'));
    expect(() => applyUnits(units, [move(bucket('open'), bucket('waiting'), 3)])).toThrow(new BooksError('3 of line 1 asked from open, 2 there'));
    expect(() => applyUnits(units, [move(bucket('waiting'), bucket('open'))])).toThrow(new BooksError('1 of line 1 asked from waiting, 0 there'));
    expect(() => applyUnits(units, [move({ ...bucket('open'), holder: fulfilment }, bucket('waiting'))])).toThrow(BooksError);
    expect(countIn(units, { stage: 'open' })).toBe(2);
  });

  it('leave no empty bucket, and add to one that is there', () => {
    const units = line(2, bucket('open'));
    applyUnits(units, [move(bucket('open'), bucket('waiting'))]);
    applyUnits(units, [move(bucket('open'), bucket('waiting'))]);
    expect([...units.buckets.values()]).toEqual([{ line: 1, delivery: 1, n: 2, ...bucket('waiting') }]);
    expect(units.lines.get(1)?.ordered).toBe(2);
  });

  it('never make or lose a unit, whatever is asked', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 20 }), fc.array(fc.tuple(fc.constantFrom(...STAGES), fc.constantFrom(...STAGES), fc.integer({ min: -1, max: 8 })), { maxLength: 60 }), (ordered, asked) => {
      const units = line(ordered, bucket('open'));
      for (const [from, to, n] of asked) {
        try {
          applyUnits(units, [move(bucket(from), bucket(to), n)]);
        } catch (error) {
          if (!(error instanceof BooksError)) throw error;
        }
      }
      expect(countIn(units, {})).toBe(ordered);
      expect([...units.buckets.values()].every((held) => held.n > 0)).toBe(true);
    }));
  });
});

describe('looking up units', () => {
  const units: Units = { lines: new Map([[1, { sku: 'shoe', ordered: 0 }], [2, { sku: null, ordered: 0 }]]), buckets: new Map() };
  applyUnits(units, [
    { line: 2, delivery: 1, n: 1, from: null, to: bucket('open', null) },
    { line: 1, delivery: 2, n: 2, from: null, to: { stage: 'picked', holder: fulfilment, location: 'dc' } },
    { line: 1, delivery: 1, n: 4, from: null, to: { stage: 'allocated', holder: fulfilment, location: 'dc' } },
    { line: 1, delivery: 1, n: 8, from: null, to: bucket('open', null) },
  ]);

  it.each([
    [{}, [8, 4, 2, 1]], [{ line: 1 }, [8, 4, 2]], [{ delivery: 1 }, [8, 4, 1]], [{ holder: fulfilment }, [4, 2]], [{ holder: null }, [8, 1]],
    [{ stage: 'open' as const }, [8, 1]], [{ stage: ['open', 'picked'] as const }, [8, 2, 1]], [{ line: 1, delivery: 1, stage: 'open' as const, holder: null }, [8]], [{ line: 3 }, []],
  ])('%j finds %j, by line, delivery and holder', (want, found) => {
    expect(unitsIn(units, want).map((held) => held.n)).toEqual(found);
    expect(countIn(units, want)).toBe(found.reduce((sum, n) => sum + n, 0));
  });

  it('gives the bucket of what it found', () => {
    expect(unitsIn(units, { stage: 'picked' }).map(bucketOf)).toEqual([{ stage: 'picked', holder: fulfilment, location: 'dc' }]);
  });
});

it('folds the lines and moves of events, whatever their type', () => {
  const event = (moves: JournalEvent['moves']): JournalEvent => ({ seq: 1, type: 'Anything', data: null, moves, occurredAt: '', recordedAt: '', by: { kind: 'system', id: 'x' } });
  let state = unitsSlice.initial();
  state = unitsSlice.evolve(state, event({ lines: [{ line: 1, sku: 'shoe' }], units: [move(null, bucket('open', null), 2)] }));
  state = unitsSlice.evolve(state, event({}));
  state = unitsSlice.evolve(state, event({ units: [move(bucket('open', null), bucket('allocated'))] }));
  expect(state.lines.get(1)).toEqual({ sku: 'shoe', ordered: 2 });
  expect([...state.buckets.keys()]).toEqual([bucketKey(1, 1, bucket('open', null)), bucketKey(1, 1, bucket('allocated'))]);
});
