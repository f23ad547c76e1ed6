/** Random lives of shelves, in memory: sales that are told late and out of order, oversold, voided and counted in between. The books stay whole, and the shelf is as it was counted. */
import { describe, expect, it } from 'vitest';
import { asCounted, openBooks, newStream } from '../../server/modules/books/index.ts';
import type { NewEvent, StockMove } from '../../server/modules/books/index.ts';
import { Change } from '../../server/kernel/change.ts';
import { SYSTEM } from '../../server/kernel/command.ts';
import { newId } from '../../server/kernel/ids.ts';
import { counted, received } from '../../server/modules/inventory/rules.ts';
import { printedChance } from '../support/random.ts';
import { StockModel } from '../support/stock-model.ts';

const RUNS = 2000;
const SKU = 'runner-42';
const AT = 'utrecht';
const SHELF = { location: AT, state: 'sellable' as const };
const KEY = `${SKU} ${AT} sellable`;
const time = (minute: number): string => new Date(Date.UTC(2026, 2, 2, 9) + minute * 60_000).toISOString();

/** What really happens in the store, minute by minute. */
interface Happening { minute: number; told: number; kind: 'sale' | 'count'; n: number }

/** A store whose books begin wrong by a few: goods are sold and counted; each is told at its own moment. */
function live(chance: ReturnType<typeof printedChance>): { start: number; happenings: Happening[]; really: number } {
  const start = 5 + chance.below(20);
  let really = Math.max(0, start + chance.below(7) - 3);
  const happenings: Happening[] = [];
  for (let minute = 1; minute <= 30; minute += 1) {
    if (chance.below(3) > 0) continue;
    const told = minute + (chance.below(2) === 0 ? 0 : chance.below(40));
    if (chance.below(4) === 0) happenings.push({ minute, told, kind: 'count', n: really });
    else {
      const n = Math.min(really, 1 + chance.below(3));
      if (n === 0) continue;
      really -= n;
      happenings.push({ minute, told, kind: 'sale', n });
    }
  }
  return { start, happenings, really };
}

describe('a shelf', () => {
  it(`has what really lies there once all is told, in whatever order: ${RUNS} lives`, () => {
    const chance = printedChance('late sales');
    const books = openBooks([], new Set(['StockReceived', 'StockCounted', 'ItemsCollected']));
    let swallowed = 0;
    for (let run = 0; run < RUNS; run += 1) {
      const { start, happenings, really } = live(chance);
      const model = new StockModel();
      const movements: { at: number; change: number; found: boolean }[] = [];
      const counts: number[] = [];
      const book = (event: NewEvent, now: number): void => {
        const change = new Change();
        books.record(change, newStream('stock', newId()), [event], { now: time(now), actor: SYSTEM });
        model.send(change);
      };
      const moved = (moves: readonly StockMove[], at: number, sale: boolean): void => {
        for (const { n, from, to } of moves) {
          if (!('outside' in to)) movements.push({ at, change: n, found: sale && 'outside' in from && from.outside === 'found' });
          if (!('outside' in from)) movements.push({ at, change: -n, found: false });
        }
      };
      book(received(AT, null, [{ sku: SKU, quantity: start }]), 0);
      for (const { minute, told, kind, n } of [...happenings].sort((a, b) => a.told - b.told || a.minute - b.minute)) {
        const now = model.balances.get(KEY)?.quantity ?? 0;
        if (kind === 'count') {
          const since = movements.filter(({ at, found }) => at > minute && !found).reduce((sum, { change }) => sum + change, 0);
          const event = counted(AT, [{ sku: SKU, counted: n, now, since, superseded: counts.some((other) => other > minute) }], null, time(minute));
          moved(event.moves?.stock ?? [], minute, false);
          counts.push(minute);
          book(event, told);
          continue;
        }
        const sold: StockMove = { sku: SKU, n, from: SHELF, to: { outside: 'customer' } };
        const late = counts.some((counted_) => counted_ > minute);
        const beside = late ? [asCounted(sold)] : n > now ? [{ sku: SKU, n: n - now, from: { outside: 'found' as const }, to: SHELF }] : [];
        if (late) swallowed += 1;
        moved([...beside, sold], minute, true);
        book({ type: 'ItemsCollected', data: {}, moves: { stock: [...beside, sold] }, occurredAt: time(minute) }, told);
        if (late) expect(model.balances.get(KEY)?.quantity).toBe(now);
      }
      // Whole: the balance is the sum of its movements, and never below nothing.
      const { quantity = 0 } = model.balances.get(KEY) ?? {};
      expect(model.moved.get(KEY)).toBe(quantity);
      expect(quantity).toBeGreaterThanOrEqual(0);
      // All told: what the books have is what lies there, whatever they began with, where it was counted once.
      if (counts.length > 0) expect({ run, quantity }).toEqual({ run, quantity: really });
    }
    expect(swallowed).toBeGreaterThan(RUNS / 10);
  });
});
