/** Expected receipts as rows, read from their streams, and the rule that no more is promised of one than comes. */
import { table } from '../../kernel/change.ts';
import type { Change, Lane } from '../../kernel/change.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold } from '../books/index.ts';
import type { Projection } from '../books/index.ts';
import { EXPECTED_EVENTS, expectedSlice } from './expected.ts';

const EXPECTED = table('inventory.expected', 'id');
const LINE = table('inventory.expected_line', 'stock_id', 'sku');
const OURS: ReadonlySet<string> = new Set(EXPECTED_EVENTS);

export const expectedProjection: Projection = {
  stream: 'stock', name: 'inventory.expected', version: 1, tables: ['inventory.expected', 'inventory.expected_line'],
  settle: (change, stream) => {
    if (!stream.events.some(({ type }) => OURS.has(type))) return;
    const { receipt, reference, supplier, location, state, lines } = fold(stream, expectedSlice);
    const isNew = stream.loaded === 0;
    const days = [...lines.values()].flatMap(({ outstanding, expectedOn }) => (outstanding > 0 ? [expectedOn] : [])).sort();
    change.put(EXPECTED, { id: receipt, reference, supplier, location, state, first_on: days[0] ?? null, announced_at: stream.events[0]?.recordedAt ?? null, seq: stream.seq }, isNew);
    for (const [sku, { expectedOn, ...line }] of lines) change.put(LINE, { stock_id: receipt, sku, location, expected_on: expectedOn, ...line }, isNew);
  },
};

/**
 * Sent after the stock book, whose locked balance of what is expected makes rivals come one after the other: each sees what the one before it
 * promised. `outstanding`: no more units wait for a receipt than still come of it or are kept for them. `seen:n`: no more than n wait, as was seen
 * when it was decided how much of the goods is kept for them.
 */
const supplyLane: Lane = {
  name: 'expected supply',
  statements: (deltas) => [{ text: CHECK, values: [JSON.stringify(deltas)] }],
};

const CHECK = `
select kernel.expect(0, count(*), 'stock expected') from json_to_recordset($1) as w(receipt uuid, sku text, rule text)
cross join lateral (select coalesce(sum(quantity), 0) as waiting from books.unit where holder_id = w.receipt and sku = w.sku and stage = 'waiting') u
where u.waiting > case when w.rule = 'outstanding'
  then coalesce((select outstanding from inventory.expected_line where stock_id = w.receipt and sku = w.sku), 0) + coalesce((select promised from books.kept_back where cause = w.receipt and sku = w.sku), 0)
  else substr(w.rule, 6)::bigint end`;

const KEY = ['receipt', 'sku', 'rule'];

/** The change promises units of a SKU of an expected receipt: it loses the contest when there are not so many. */
export const claimSupply = (change: Change, receipt: Uuid, sku: string): void => change.delta(supplyLane, KEY, { receipt, sku, rule: 'outstanding' });

/** The change was decided while so many units waited for the receipt: it is decided again when there are more by then. */
export const decidedWhile = (change: Change, receipt: Uuid, sku: string, waiting: number): void => change.delta(supplyLane, KEY, { receipt, sku, rule: `seen:${waiting}` });
