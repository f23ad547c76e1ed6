/** The stock book: how deltas of balances are sent, so that the database itself decides who gets the last unit. */
import type { Change, Lane } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Row, Statement } from '../../kernel/database.ts';
import type { StockAccount, StockMove, StockState } from './types.ts';
import type { ReservationChange } from './units.ts';

const KEY = ['sku', 'location', 'state'];

const MAKE = `insert into books.stock_balance (sku, location, state) select sku, location, state from json_to_recordset($1) as w(sku text, location text, state text) order by sku, location, state on conflict do nothing`;
const LOCK = `select 1 from books.stock_balance s join json_to_recordset($1) as w(sku text, location text, state text) using (sku, location, state) order by s.sku, s.location, s.state for no key update of s`;

/**
 * Sends merged deltas: rows that may be new are made, all are locked in one order, then changed in one statement that raises unless each
 * was. Locking apart from the update matters: an ordered subquery under UPDATE … FROM becomes a hash join from about 100 rows and deadlocks.
 * A reservation needs `quantity − reserved − broken − kept back`, less what must stay for others (`leave`); a release heals broken reservations first, and so does what comes in.
 * Goods that come with their own reservation (picked, received) need no room besides: else a broken one beside them would refuse every pick.
 * A fact (`fact`) may take goods that were promised: those reservations become broken instead of the fact being refused.
 * `uncounted` and `empties` are what a fact was decided on: that nobody has counted the shelf since then, and that all that lay there went with it. `counted` is when somebody did.
 * `kept` keeps goods back for the orders that wait (+) or gives them up (−): what is given up may be reserved in the same change, room or not.
 */
export const stockLane: Lane = {
  name: 'stock',
  bounds: ['leave'],
  moments: ['uncounted'],
  latest: ['counted'],
  statements: (all) => {
    // What came and went within one change has nothing to say to the balance, but goods that passed through (found and sold, picked and handed on) leave their row: it has movements.
    const deltas = all.filter((delta) => delta.quantity !== 0 || delta.reserved !== 0 || Number(delta.kept ?? 0) !== 0 || delta.counted !== undefined || delta.uncounted !== undefined || delta.empties === true);
    const there = all.filter((delta) => Number(delta.quantity ?? 0) > 0 || (delta.moved === true && delta.quantity === 0) || delta.counted !== undefined);
    const statements: Statement[] = [];
    if (there.length > 0) {
      statements.push({
        text: MAKE, values: [JSON.stringify(there.map(({ sku, location, state }) => ({ sku, location, state })))],
      });
    }
    if (deltas.length === 0) return statements;
    const wanted = JSON.stringify(deltas.map((delta) => ({ sku: delta.sku, location: delta.location, state: delta.state, quantity: delta.quantity ?? 0, reserved: delta.reserved ?? 0, leave: delta.leave ?? 0, kept: delta.kept ?? 0, fact: delta.fact === true, counted: delta.counted, uncounted: delta.uncounted, empties: delta.empties === true })));
    statements.push({
      text: LOCK, values: [wanted],
    }, { text: APPLY, values: [wanted] });
    return statements;
  },
};

// The steps of a balance, as SQL over its row `s` and the wanted change `w`.
const AFTER = 's.quantity + w.quantity';
const RELEASED = 'least(s.broken, greatest(-w.reserved, 0))';
const ASKED = `(s.reserved + w.reserved + ${RELEASED})`;
const LOST = `greatest(0, ${ASKED} - (${AFTER}))`;
const HEALED = `least(s.broken - ${RELEASED}, greatest(0, ${AFTER} - ${ASKED}))`;

const APPLY = `
with w as materialized (
  select * from json_to_recordset($1) as w(sku text, location text, state text, quantity bigint, reserved bigint, leave bigint, kept bigint, fact boolean, counted timestamptz, uncounted timestamptz, empties boolean)
), done as (
  update books.stock_balance s set quantity = ${AFTER}, reserved = ${ASKED} - ${LOST} + ${HEALED}, broken = s.broken - ${RELEASED} + ${LOST} - ${HEALED}, kept_back = s.kept_back + w.kept, counted_at = greatest(s.counted_at, w.counted)
  from w
  where s.sku = w.sku and s.location = w.location and s.state = w.state
    and ${AFTER} >= 0
    and (w.fact or ${LOST} <= ${RELEASED})
    and s.kept_back + w.kept >= 0
    and (w.uncounted is null or s.counted_at is null or s.counted_at <= w.uncounted)
    and (not w.empties or ${AFTER} = 0)
    and (w.reserved <= greatest(w.quantity, 0) + greatest(-w.kept, 0) or w.state = 'expected' or ${AFTER} - s.reserved - s.broken - s.kept_back - w.kept - w.leave >= w.reserved)
  returning 1
)
select kernel.expect((select count(*) from w), (select count(*) from done), 'stock')`;

/** Reserves (+) or releases (−) on a balance. What is expected is promised receipt by receipt (`claimSupply`): goods that came and wait to be taken leave its balance before their reservations do. */
export function reserve(change: Change, { sku, location, state, n }: ReservationChange): void {
  change.delta(stockLane, KEY, { sku, location, state, quantity: 0, reserved: n, fact: state === 'expected' });
}

/** What is reserved of a balance in this change must leave so much of what may be promised there: it is for others. */
export function leaveBehind(change: Change, { sku, location, n }: { sku: string; location: string; n: number }): void {
  change.delta(stockLane, KEY, { sku, location, state: 'sellable', quantity: 0, reserved: 0, leave: n, fact: false });
}

/** Moves goods between accounts; `fact` when it has happened already and may not be refused. */
export function moveGoods(change: Change, move: StockMove, fact: boolean): void {
  for (const [account, sign] of [[move.from, -1], [move.to, 1]] as const) {
    if ('outside' in account) continue;
    change.delta(stockLane, KEY, { sku: move.sku, location: account.location, state: account.state, quantity: sign * move.n, reserved: 0, fact, moved: true });
  }
}

/**
 * The movement beside one that happened before a count which is booked already. The count has said what lies there: what had left by then it booked as
 * missing, or did not miss, and what had come it found. So this gives back, or takes off, as much as the late one does, and the balance stays as counted.
 */
export const asCounted = ({ sku, n, from, to }: StockMove): StockMove => ('outside' in from ? { sku, n, from: to, to: { outside: 'found' } } : { sku, n, from: { outside: 'missing' }, to: from });

/** Where goods lie to be sold. */
export interface Shelf { sku: string; location: string }

/** Holds shelves as they are, for who must compare with the very latest: a count. What is sold meanwhile waits, and is booked on what the count made of it. */
export function holdShelves(shelves: readonly Shelf[]): Statement[] {
  const values = [JSON.stringify(shelves.map(({ sku, location }) => ({ sku, location, state: 'sellable' })))];
  return [{ text: MAKE, values }, { text: LOCK, values }];
}

const said = (change: Change, { sku, location }: Shelf, what: Row): void => change.delta(stockLane, KEY, { sku, location, state: 'sellable', quantity: 0, reserved: 0, fact: false, ...what });

/** A shelf was counted at a moment. */
export const markCounted = (change: Change, shelf: Shelf, at: Instant): void => said(change, shelf, { counted: at });

/** What moves in this change was decided on nobody having counted the shelf since a moment; one that counts meanwhile makes it decide again. */
export const expectUncounted = (change: Change, shelf: Shelf, at: Instant): void => said(change, shelf, { uncounted: at });

/** A sale found what the books lacked, so nothing is left; what came meanwhile would have been sold first. */
export const expectEmptied = (change: Change, shelf: Shelf): void => said(change, shelf, { empties: true });

/** A balance as it stands; `available` is what may still be promised of it. */
export interface Balance { sku: string; location: string; state: StockState; quantity: number; reserved: number; broken: number; kept_back: number }

export const availableOf = (balance: Balance): number => balance.quantity - balance.reserved - balance.broken - balance.kept_back;

/** How an account is written in the movements table. */
export const accountColumns = (account: StockAccount, prefix: 'from' | 'to'): Row => ('outside' in account
  ? { [`${prefix}_location`]: '', [`${prefix}_state`]: account.outside }
  : { [`${prefix}_location`]: account.location, [`${prefix}_state`]: account.state });
