/** Pure: receipts, counts and corrections of stock, as events with their movements. */
import { catalogue } from '../../kernel/problem.ts';
import type { NewEvent, StockMove, StockState } from '../books/index.ts';
import { against } from './shelf-rules.ts';
import type { Counted } from './shelf-rules.ts';

export const inventoryProblems = catalogue('inventory', {
  sku_unknown: { status: 422, title: 'This product is not known' },
  location_unknown: { status: 422, title: 'There is no such location' },
  location_closed: { status: 409, title: 'This location is closed' },
  not_yours: { status: 403, title: 'This location is not one of yours' },
  empty: { status: 422, title: 'Nothing is named' },
  not_there: { status: 422, title: 'The books have less of it in this state' },
  count_unknown: { status: 404, title: 'There is no such count here' },
  count_ended: { status: 409, title: 'This count has ended' },
  count_moved: { status: 409, title: 'Somebody counted on in the meantime' },
  nothing_counted: { status: 409, title: 'Nothing is counted yet' },
  below_nothing: { status: 422, title: 'More is taken back than was counted' },
  not_yet: { status: 422, title: 'This has not happened yet' },
  expected_unknown: { status: 404, title: 'No such receipt is expected here' },
  expected_ended: { status: 409, title: 'Nothing more comes of this receipt' },
  other_location: { status: 422, title: 'It is expected elsewhere' },
  named_twice: { status: 422, title: 'A product is named twice' },
  date_impossible: { status: 422, title: 'This date cannot be right' },
  task_unknown: { status: 404, title: 'There is no such task' },
});

export interface StockLine { sku: string; quantity: number }

export interface InventoryEvents {
  StockReceived: { location: string; reference: string | null; lines: StockLine[] };
  /** `difference` is counted less what the books said; blank lines were not counted and are not named. `countedAt` where the lines of one count were counted at different moments. */
  StockCounted: { location: string; lines: { sku: string; counted: number; difference: number; countedAt?: string }[]; reason: string | null };
  StockCorrected: { location: string; lines: { sku: string; from: StockState; to: StockState | 'missing' | 'found'; quantity: number }[]; reason: string };
}
export const INVENTORY_EVENTS = ['StockReceived', 'StockCounted', 'StockCorrected'] as const satisfies readonly (keyof InventoryEvents)[];

/** Goods come in from a supplier and may be sold. */
export function received(location: string, reference: string | null, lines: readonly StockLine[]): NewEvent {
  return {
    type: 'StockReceived', data: { location, reference, lines: [...lines] } satisfies InventoryEvents['StockReceived'],
    moves: { stock: lines.map(({ sku, quantity }) => ({ sku, n: quantity, from: { outside: 'supplier' }, to: { location, state: 'sellable' } })) },
  };
}

/** A count is a fact: the shelf has what was counted, and the difference to what the books had at that moment is booked as found or missing. */
export function counted(location: string, lines: readonly (Counted & { at?: string })[], reason: string | null, occurredAt?: string): NewEvent {
  const shelf = { location, state: 'sellable' as const };
  const stock: StockMove[] = [];
  const named = lines.map((line) => {
    const { sku, at } = line;
    const { difference } = against(line);
    if (difference > 0) stock.push({ sku, n: difference, from: { outside: 'found' }, to: shelf });
    if (difference < 0) stock.push({ sku, n: -difference, from: shelf, to: { outside: 'missing' } });
    return { sku, counted: line.counted, difference, ...(at === undefined ? {} : { countedAt: at }) };
  });
  return { type: 'StockCounted', data: { location, lines: named, reason } satisfies InventoryEvents['StockCounted'], moves: { stock }, ...(occurredAt === undefined ? {} : { occurredAt }) };
}

/** Only what the books have in a state can leave it; what lines of one correction bring to it counts. `there` is by SKU and state. */
export function refuseMoreThanThere(lines: InventoryEvents['StockCorrected']['lines'], there: ReadonlyMap<string, number>): void {
  const left = new Map(there);
  const add = (sku: string, state: string, n: number): void => { left.set(`${sku} ${state}`, (left.get(`${sku} ${state}`) ?? 0) + n); };
  for (const [index, { sku, from, to, quantity }] of lines.entries()) {
    if (to === 'found') { add(sku, from, quantity); continue; }
    const has = left.get(`${sku} ${from}`) ?? 0;
    if (has < quantity) throw inventoryProblems.not_there({ detail: `Of ${sku} the books have ${has} ${from} here, ${quantity} asked. Count the shelf when there are more.`, found: quantity, expected: has, field: `lines[${index}].quantity` });
    add(sku, from, -quantity);
    if (to !== 'missing') add(sku, to, quantity);
  }
}

/** Goods change their state where they are, e.g. sellable → damaged. */
export function corrected(location: string, lines: InventoryEvents['StockCorrected']['lines'], reason: string): NewEvent {
  return {
    type: 'StockCorrected', data: { location, lines, reason } satisfies InventoryEvents['StockCorrected'],
    moves: {
      stock: lines.map(({ sku, from, to, quantity }) => (to === 'found'
        ? { sku, n: quantity, from: { outside: 'found' as const }, to: { location, state: from } }
        : { sku, n: quantity, from: { location, state: from }, to: to === 'missing' ? { outside: 'missing' as const } : { location, state: to } })),
    },
  };
}
