/** The stock book, SKU by SKU: each balance is the sum of its movements, and what is reserved is the sum of the units that reserve it. */
import type { Instant } from '../../../kernel/clock.ts';
import type { Queryable } from '../../../kernel/database.ts';
import { STAGES } from '../types.ts';
import type { Stage } from '../types.ts';
import { reservedState } from '../units.ts';
import type { CountedShelves } from './counted.ts';
import type { Findings } from './report.ts';

interface BalanceSums { quantity: number; reserved: number; broken: number; kept_back: number; moved: number; held: number; kept: number; there: boolean; touched: boolean }

interface SumRow { source: 'balance' | 'moved' | 'held' | 'kept'; sku: string; location: string; state: string; quantity: number; reserved: number; broken: number; kept_back: number; counted_at: Instant | null }

/** Only these stages reserve where the goods are; said in the words of the partial index over them. What waits for an expected receipt reserves of what is expected. */
const RESERVING = `stage in (${STAGES.filter((stage) => stage !== 'waiting' && reservedState(stage) !== null).map((stage) => `'${stage}'`).join(', ')})`;

const WAITING = `stage = 'waiting' and location <> ''`;

const NEXT = ([['books.stock_balance', 'true'], ['books.stock_movement', 'true'], ['books.unit', RESERVING], ['books.unit', WAITING], ['books.kept_back', 'true']] as const)
  .map(([name, where]) => `(select distinct sku from ${name} where sku > $1 and ${where} order by 1 limit $2)`).join(' union ');

const SUMS = `
  select 'balance' as source, sku, location, state, quantity, reserved, broken, kept_back, counted_at from books.stock_balance where sku = any($1)
  union all
  select 'moved', sku, location, state, sum(n)::bigint, 0, 0, 0, null from (
    select sku, to_location as location, to_state as state, quantity as n from books.stock_movement where sku = any($1) and to_location <> ''
    union all select sku, from_location, from_state, -quantity from books.stock_movement where sku = any($1) and from_location <> ''
  ) m group by sku, location, state
  union all
  select 'held', sku, location, stage, sum(quantity)::bigint, 0, 0, 0, null from books.unit where sku = any($1) and ${RESERVING} group by sku, location, stage
  union all
  select 'held', sku, location, stage, sum(quantity)::bigint, 0, 0, 0, null from books.unit where sku = any($1) and ${WAITING} group by sku, location, stage
  union all
  select 'kept', sku, location, 'sellable', sum(promised + others)::bigint, 0, 0, 0, null from books.kept_back where sku = any($1) group by sku, location`;

/** Checks all balances, SKUs in chunks; each chunk is one statement, so its three sums were true at one moment. Answers how many SKUs there were. */
export async function checkStock(database: Queryable, findings: Findings, counted: CountedShelves, chunk: number): Promise<number> {
  let count = 0;
  for (let after = ''; ;) {
    const skus = (await database.query<{ sku: string }>(`select sku from (${NEXT}) s order by sku limit $2`, [after, chunk])).map((row) => row.sku);
    if (skus.length === 0) return count;
    count += skus.length;
    after = skus.at(-1) ?? after;
    const rows = await database.query<SumRow>(SUMS, [skus]);
    for (const [key, sums] of collect(rows)) check(findings, key, sums);
    await counted.check(findings, rows.flatMap(({ source, sku, location, state, counted_at: at }) => (source === 'balance' ? [{ sku, location, state, at }] : [])));
  }
}

function collect(rows: readonly SumRow[]): Map<string, BalanceSums> {
  const balances = new Map<string, BalanceSums>();
  for (const row of rows) {
    const state = row.source === 'held' ? reservedState(row.state as Stage) : row.state;
    if (state === null || state === undefined) continue;
    const key = `${row.sku} ${row.location} ${state}`;
    let sums = balances.get(key);
    if (!sums) balances.set(key, (sums = { quantity: 0, reserved: 0, broken: 0, kept_back: 0, moved: 0, held: 0, kept: 0, there: false, touched: false }));
    if (row.source === 'balance') Object.assign(sums, { quantity: row.quantity, reserved: row.reserved, broken: row.broken, kept_back: row.kept_back, there: true });
    else if (row.source === 'moved') Object.assign(sums, { moved: row.quantity, touched: true });
    else if (row.source === 'kept') sums.kept = row.quantity;
    else sums.held += row.quantity;
  }
  return balances;
}

function check(findings: Findings, key: string, sums: BalanceSums): void {
  const { quantity, reserved, broken, kept_back, moved, held, kept, there, touched } = sums;
  const fault = (what: string, found: unknown, expected: unknown, sentence: string): void => findings.add({ book: 'stock', table: 'books.stock_balance', key, what, found, expected, sentence });
  if (!there && (touched || held !== 0)) {
    fault('quantity', null, moved, `There is no balance of ${key}; its movements add up to ${moved} and ${held} are reserved by units.`);
    return;
  }
  if (quantity !== moved) fault('quantity', quantity, moved, `The balance of ${key} is ${quantity}, its movements add up to ${moved}.`);
  if (reserved + broken !== held) fault('reserved', reserved + broken, held, `Of ${key} ${reserved} are reserved and ${broken} reservations are broken, together ${reserved + broken}; the units that reserve it are ${held}.`);
  if (reserved < 0 || reserved > quantity) fault('reserved', reserved, `0 to ${quantity}`, `Of ${key} ${reserved} are reserved of ${quantity}; it must be between nothing and all of it.`);
  if (broken < 0) fault('broken', broken, '0 or more', `Of ${key} ${broken} reservations are broken; it cannot be less than none.`);
  if (broken > 0 && reserved < quantity) fault('broken', broken, broken - Math.min(broken, quantity - reserved), `Of ${key} ${broken} reservations count as broken while ${quantity - reserved} lie free; they should have been healed.`);
  if (kept_back !== kept) fault('kept_back', kept_back, kept, `Of ${key} ${kept_back} are kept back; the receipts that keep them for waiting orders say ${kept}.`);
  if (kept_back < 0) fault('kept_back', kept_back, '0 or more', `Of ${key} ${kept_back} are kept back; it cannot be less than none.`);
  if (quantity < 0) fault('quantity', quantity, '0 or more', `The balance of ${key} is ${quantity}; goods cannot be less than none.`);
  findings.open.brokenReservations += Math.max(0, broken);
}
