/** Pure: goods that come back, and goods that go out for them on the same order with one signed balance. */
import type { Uuid } from '../../kernel/ids.ts';
import { bucketOf, unitShare, unitsIn } from '../books/index.ts';
import type { HeldUnits, NewEvent, Stage, StockMove, UnitMove, Units } from '../books/index.ts';
import { creditKey } from '../orders/index.ts';
import type { Order } from '../orders/index.ts';
import { catalogue } from '../../kernel/problem.ts';

export const returnProblems = catalogue('returns', {
  line_unknown: { status: 422, title: 'This product is not in this order' },
  not_there: { status: 409, title: 'The customer does not have this many' },
  return_unknown: { status: 404, title: 'There is no such return' },
  nothing_to_inspect: { status: 409, title: 'There is nothing to inspect' },
  sku_unknown: { status: 422, title: 'This product is not known' },
  no_price: { status: 422, title: 'This product has no price' },
  price_deviates: { status: 422, title: 'This is not the price of the list' },
  parcel_here: { status: 409, title: 'The parcel has not left' },
  parcel_back: { status: 409, title: 'The parcel is back already' },
  parcel_elsewhere: { status: 422, title: 'The parcel is of another order' },
  nothing_open: { status: 409, title: 'Nothing is to be decided about this parcel' },
  nowhere: { status: 409, title: 'Nobody has it now' },
  payment_short: { status: 422, title: 'The payment does not cover the difference' },
});

export interface ReturnLine { line: number; quantity: number; condition: string | null }

export interface ReturnEvents {
  /** `parcel`: the carrier brought it back in this parcel of ours; its customer never had it. */
  ItemsReturned: { return: Uuid; number: string; location: string; lines: ReturnLine[]; reason: string | null; parcel?: Uuid };
  ItemsInspected: { return: Uuid; location: string; lines: { line: number; sku: string; quantity: number; disposition: 'sellable' | 'damaged' }[] };
}
export const RETURN_EVENTS = ['ItemsReturned', 'ItemsInspected'] as const satisfies readonly (keyof ReturnEvents)[];

/** Stages from which the customer (or the carrier) can bring something back. */
export const RETURNABLE: readonly Stage[] = ['delivered', 'collected', 'returning', 'lost', 'shipped'];

/** Goods come back at a location: they are that location's, in quarantine until inspected; what is due falls by the share of exactly these units. */
export function receiveReturn(order: Order, units: Units, returned: { return: Uuid; number: string; location: string; lines: readonly ReturnLine[]; reason: string | null; /** Only what is in this parcel. */ parcel?: Uuid | null }): NewEvent {
  const { parcel = null } = returned;
  const moves: UnitMove[] = [];
  let due = 0;
  const before = new Map<number, number>();
  const freed = new Map<number, number>();
  for (const one of returned.lines) {
    const line = order.lines.get(one.line);
    if (!line) throw returnProblems.line_unknown({ detail: `The order has no line ${one.line}; it has ${[...order.lines.keys()].join(', ')}.`, found: one.line, field: 'lines' });
    let left = one.quantity;
    for (const stage of RETURNABLE) {
      for (const held of unitsIn(units, { line: one.line, stage, ...(parcel === null ? {} : { holder: parcel }) })) {
        const n = Math.min(left, held.n - taken(moves, held));
        if (n <= 0) continue;
        left -= n;
        moves.push({ line: held.line, delivery: held.delivery, n, from: bucketOf(held), to: { stage: 'returned', holder: returned.return, location: returned.location } });
      }
    }
    if (left > 0 && parcel !== null) throw returnProblems.not_there({ detail: `Of ${line.name} ${one.quantity - left} were in this parcel, ${one.quantity} found. Take what does not belong in it as stock.`, found: one.quantity, expected: one.quantity - left, field: 'lines' });
    if (left > 0) throw returnProblems.not_there({ detail: `Of ${line.name} the customer has ${one.quantity - left}, ${one.quantity} brought back. A unit can come back once.`, found: one.quantity, expected: one.quantity - left, field: 'lines' });
    const settled = (order.settled.get(one.line) ?? 0) + (before.get(one.line) ?? 0);
    // What the customer owes no more already (a lost parcel, one that was sent again) takes nothing off a second time.
    const owed = one.quantity - creditedOf(order, moves.filter((move) => move.line === one.line)) + (freed.get(one.line) ?? 0);
    freed.set(one.line, creditedOf(order, moves.filter((move) => move.line === one.line)));
    due -= unitShare(line.total, line.quantity, line.quantity - settled - owed, owed);
    before.set(one.line, (before.get(one.line) ?? 0) + owed);
  }
  const back = parcel ?? impliedParcel(moves);
  return {
    type: 'ItemsReturned', data: { return: returned.return, number: returned.number, location: returned.location, lines: [...returned.lines], reason: returned.reason, ...(back === null ? {} : { parcel: back }) } satisfies ReturnEvents['ItemsReturned'],
    moves: { units: moves, ...(due === 0 ? {} : { money: [{ account: 'due', amount: due }] }) },
  };
}

/** The one parcel that all of it was in, where the carrier had it and no customer: at a counter it is enough to scan what is in it. */
function impliedParcel(moves: readonly UnitMove[]): Uuid | null {
  const [first] = moves;
  const holder = first?.from?.holder ?? null;
  return holder !== null && moves.every(({ from }) => from?.holder === holder && (from.stage === 'returning' || from.stage === 'lost')) ? holder : null;
}

/** Of units that come back, how many are owed for no more. */
function creditedOf(order: Order, moves: readonly UnitMove[]): number {
  const counts = new Map<string, number>();
  for (const { line, n, from } of moves) counts.set(creditKey(line, from?.holder ?? null), (counts.get(creditKey(line, from?.holder ?? null)) ?? 0) + n);
  return [...counts].reduce((sum, [key, n]) => sum + Math.min(n, order.credited.get(key) ?? 0), 0);
}

const taken = (moves: readonly UnitMove[], held: HeldUnits): number =>
  moves.reduce((sum, move) => sum + (move.line === held.line && move.delivery === held.delivery && move.from?.stage === held.stage && move.from.holder === held.holder ? move.n : 0), 0);

/** How many units of each line of a return still wait in quarantine. */
export function uninspected(events: readonly { type: string; data: unknown }[], id: Uuid): Map<number, number> {
  const left = new Map<number, number>();
  for (const event of events) {
    if (event.type !== 'ItemsReturned' && event.type !== 'ItemsInspected') continue;
    const data = event.data as { return: Uuid; lines: { line: number; quantity: number }[] };
    if (data.return !== id) continue;
    for (const { line, quantity } of data.lines) left.set(line, (left.get(line) ?? 0) + (event.type === 'ItemsReturned' ? quantity : -quantity));
  }
  return left;
}

/** After inspection goods of a return go where their condition says. */
export function inspect(order: Order, units: Units, waiting: ReadonlyMap<number, number>, returned: { return: Uuid; location: string }, lines: readonly { line: number; quantity: number; disposition: 'sellable' | 'damaged' }[]): NewEvent {
  const stock: StockMove[] = [];
  const named: ReturnEvents['ItemsInspected']['lines'] = [];
  const left = new Map(waiting);
  for (const one of lines) {
    const sku = units.lines.get(one.line)?.sku;
    const there = left.get(one.line) ?? 0;
    if (!sku || there < one.quantity) throw returnProblems.nothing_to_inspect({ detail: `Of ${order.lines.get(one.line)?.name ?? `line ${one.line}`} ${there} wait for inspection, ${one.quantity} given.`, found: one.quantity, expected: there, field: 'lines' });
    left.set(one.line, there - one.quantity);
    named.push({ line: one.line, sku, quantity: one.quantity, disposition: one.disposition });
    stock.push({ sku, n: one.quantity, from: { location: returned.location, state: 'quarantine' }, to: { location: returned.location, state: one.disposition } });
  }
  return { type: 'ItemsInspected', data: { return: returned.return, location: returned.location, lines: named } satisfies ReturnEvents['ItemsInspected'], moves: { stock } };
}
