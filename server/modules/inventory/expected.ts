/** Pure: expected receipts (purchase orders, ship notices): announced, changed, received with differences, closed. Each is a stream of its own. */
import type { Uuid } from '../../kernel/ids.ts';
import type { JournalEvent, NewEvent, Slice, StockMove } from '../books/index.ts';
import { inventoryProblems } from './rules.ts';

/** A line as it is announced: how many of a product come, and on which day (local to the location). */
export interface ExpectedLine { sku: string; quantity: number; expectedOn: string }
/** What somebody found: blank lines were not looked at and are not named. */
export interface FoundLine { sku: string; good: number; damaged: number }

export interface ExpectedEvents {
  ReceiptExpected: { receipt: Uuid; reference: string; supplier: string | null; location: string; lines: ExpectedLine[] };
  /** Only lines that changed, as they are now and as they were; `was` is null for a line that is new. */
  ExpectedReceiptChanged: { receipt: Uuid; reference: string; supplier: string | null; location: string; lines: (ExpectedLine & { was: { quantity: number; expectedOn: string } | null })[] };
  /** `over`: how many of the pieces found were more than was still expected; all of them for a product that was not. */
  ExpectedReceiptReceived: { receipt: Uuid; reference: string; location: string; lines: (FoundLine & { over: number })[] };
  /** Nothing more comes of it. `lines`: what was still expected and does not come. */
  ExpectedReceiptClosed: { receipt: Uuid; reference: string; location: string; reason: ClosedReason; lines: { sku: string; quantity: number }[] };
}
export type ClosedReason = 'complete' | 'short' | 'cancelled';
export const EXPECTED_EVENTS = ['ReceiptExpected', 'ExpectedReceiptChanged', 'ExpectedReceiptReceived', 'ExpectedReceiptClosed'] as const satisfies readonly (keyof ExpectedEvents)[];

export interface LineState { quantity: number; expectedOn: string; received: number; damaged: number; outstanding: number }
export interface Expected { receipt: Uuid; reference: string; supplier: string | null; location: string; state: 'open' | 'closed' | 'cancelled'; lines: Map<string, LineState> }

export const expectedSlice: Slice<Expected> = {
  name: 'expected',
  initial: () => ({ receipt: '', reference: '', supplier: null, location: '', state: 'open', lines: new Map() }),
  evolve: (state, event: JournalEvent) => {
    switch (event.type) {
      case 'ReceiptExpected': {
        const { lines, ...rest } = event.data as ExpectedEvents['ReceiptExpected'];
        Object.assign(state, rest);
        for (const { sku, ...line } of lines) state.lines.set(sku, { ...line, received: 0, damaged: 0, outstanding: line.quantity });
        break;
      }
      case 'ExpectedReceiptChanged': {
        const { supplier, lines } = event.data as ExpectedEvents['ExpectedReceiptChanged'];
        state.supplier = supplier;
        for (const { sku, quantity, expectedOn } of lines) {
          const before = state.lines.get(sku) ?? { received: 0, damaged: 0 };
          state.lines.set(sku, { ...before, quantity, expectedOn, outstanding: Math.max(0, quantity - before.received) });
        }
        break;
      }
      case 'ExpectedReceiptReceived':
        for (const { sku, good, damaged, over } of (event.data as ExpectedEvents['ExpectedReceiptReceived']).lines) {
          const before = state.lines.get(sku) ?? { quantity: 0, expectedOn: event.recordedAt.slice(0, 10), received: 0, damaged: 0, outstanding: 0 };
          state.lines.set(sku, { ...before, received: before.received + good + damaged, damaged: before.damaged + damaged, outstanding: before.outstanding - (good + damaged - over) });
        }
        break;
      case 'ExpectedReceiptClosed': {
        state.state = (event.data as ExpectedEvents['ExpectedReceiptClosed']).reason === 'cancelled' ? 'cancelled' : 'closed';
        for (const [sku, line] of state.lines) state.lines.set(sku, { ...line, outstanding: 0 });
      }
    }
    return state;
  },
};

type ExpectedEvent = { [Type in keyof ExpectedEvents]: NewEvent<Type, ExpectedEvents[Type]> }[keyof ExpectedEvents];

const comes = (sku: string, n: number, location: string): StockMove => ({ sku, n, from: { outside: 'supplier' }, to: { location, state: 'expected' } });
const staysAway = (sku: string, n: number, location: string): StockMove => ({ sku, n, from: { location, state: 'expected' }, to: { outside: 'supplier' } });

/** Each product once: two dates of one product are two receipts. */
export function refuseTwice(skus: readonly string[]): void {
  const twice = skus.find((sku, index) => skus.indexOf(sku) !== index);
  if (twice !== undefined) throw inventoryProblems.named_twice({ detail: `${twice} is named twice. Add its quantities up; what comes on another day is a receipt of its own.`, found: twice, field: 'lines' });
}

/** A supplier will bring goods: they are expected from now on. */
export const announced = (receipt: Uuid, { reference, supplier, location, lines }: { reference: string; supplier: string | null; location: string; lines: readonly ExpectedLine[] }): NewEvent<'ReceiptExpected', ExpectedEvents['ReceiptExpected']> => ({
  type: 'ReceiptExpected', data: { receipt, reference, supplier, location, lines: [...lines] },
  moves: { stock: lines.map(({ sku, quantity }) => comes(sku, quantity, location)) },
});

/**
 * The document as it is now against what was known: quantities and dates that moved, lines that came. A line that is left out comes no
 * more. Null when nothing changed; refused once nothing more comes of it, or for another location.
 */
export function changed(expected: Expected, { supplier, location, lines }: { supplier: string | null; location: string; lines: readonly ExpectedLine[] }): ExpectedEvent | null {
  const { receipt, reference } = expected;
  if (location !== expected.location) throw inventoryProblems.other_location({ detail: `${reference} is expected at ${expected.location}. Cancel it there, and announce it at ${location} under another reference.`, found: location, expected: expected.location, field: 'location' });
  const named = new Map(lines.map((line) => [line.sku, line]));
  const changes: ExpectedEvents['ExpectedReceiptChanged']['lines'] = [];
  const stock: StockMove[] = [];
  for (const sku of new Set([...expected.lines.keys(), ...named.keys()])) {
    const before = expected.lines.get(sku);
    const { quantity, expectedOn } = named.get(sku) ?? { quantity: 0, expectedOn: before?.expectedOn ?? '' };
    // What was received beyond the document (a wrong product) is not announced by it, and leaving it out says nothing.
    if (before && (before.quantity === quantity) && (before.expectedOn === expectedOn || quantity === 0)) continue;
    changes.push({ sku, quantity, expectedOn, was: before ? { quantity: before.quantity, expectedOn: before.expectedOn } : null });
    const more = Math.max(0, quantity - (before?.received ?? 0)) - (before?.outstanding ?? 0);
    if (more > 0) stock.push(comes(sku, more, location));
    if (more < 0) stock.push(staysAway(sku, -more, location));
  }
  if (changes.length === 0 && supplier === expected.supplier) return null;
  if (expected.state !== 'open') throw inventoryProblems.expected_ended({ detail: `${reference} is ${expected.state}: nothing more comes of it. Announce what comes now under another reference.`, found: expected.state, expected: 'open' });
  return { type: 'ExpectedReceiptChanged', data: { receipt, reference, supplier, location, lines: changes }, moves: stock.length > 0 ? { stock } : {} };
}

/**
 * What somebody found of it. That goods came is a fact, whatever was announced: more than was expected, a product that was not, or after
 * the end. With the last one, or when nothing more comes (`close`), it is closed.
 */
export function receivedOf(expected: Expected, found: readonly FoundLine[], close: boolean): ExpectedEvent[] {
  const { receipt, reference, location } = expected;
  const came = found.filter(({ good, damaged }) => good + damaged > 0);
  if (came.length === 0 && !close) throw inventoryProblems.empty({ detail: 'Say what came. When nothing came and nothing will, close the receipt.', field: 'lines' });
  const stock: StockMove[] = [];
  const left = new Map([...expected.lines].map(([sku, { outstanding }]) => [sku, outstanding]));
  const lines = came.map(({ sku, good, damaged }) => {
    const outstanding = left.get(sku) ?? 0;
    const [goodDue, damagedDue] = [Math.min(good, outstanding), Math.min(damaged, outstanding - Math.min(good, outstanding))];
    const move = (n: number, state: 'sellable' | 'damaged', due: boolean): void => {
      if (n > 0) stock.push({ sku, n, from: due ? { location, state: 'expected' } : { outside: 'supplier' }, to: { location, state } });
    };
    move(goodDue, 'sellable', true);
    move(good - goodDue, 'sellable', false);
    move(damagedDue, 'damaged', true);
    move(damaged - damagedDue, 'damaged', false);
    left.set(sku, outstanding - goodDue - damagedDue);
    return { sku, good, damaged, over: good - goodDue + damaged - damagedDue };
  });
  const events: ExpectedEvent[] = came.length === 0 ? [] : [{ type: 'ExpectedReceiptReceived', data: { receipt, reference, location, lines }, moves: { stock } }];
  if (expected.state !== 'open') return events;
  const short = [...left].filter(([, n]) => n > 0);
  return close || short.length === 0 ? [...events, ended(expected, short.length === 0 ? 'complete' : 'short', short)] : events;
}

/** Nothing more comes of it. Refused when it has ended. */
export function cancelled(expected: Expected): ExpectedEvent {
  if (expected.state !== 'open') throw inventoryProblems.expected_ended({ detail: `${expected.reference} is ${expected.state} already.`, found: expected.state, expected: 'open' });
  return ended(expected, 'cancelled', [...expected.lines].flatMap(([sku, { outstanding }]): [string, number][] => (outstanding > 0 ? [[sku, outstanding]] : [])));
}

const ended = ({ receipt, reference, location }: Expected, reason: ClosedReason, short: readonly (readonly [string, number])[]): ExpectedEvent => ({
  type: 'ExpectedReceiptClosed', data: { receipt, reference, location, reason, lines: short.map(([sku, quantity]) => ({ sku, quantity })) },
  moves: short.length === 0 ? {} : { stock: short.map(([sku, n]) => staysAway(sku, n, location)) },
});

/** How much of what came is kept for those who wait: first for those who were promised this receipt, then for who waits longest. */
export function keptOf(good: number, waits: { forThis: number; altogether: number }): { promised: number; others: number } {
  const promised = Math.min(good, waits.forThis);
  return { promised, others: Math.max(0, Math.min(good - promised, waits.altogether - waits.forThis)) };
}
