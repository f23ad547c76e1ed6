/** When each shelf was last counted, by the fold of the journal; what the balances say of it is held against that. */
import type { Change } from '../../../kernel/change.ts';
import type { Instant } from '../../../kernel/clock.ts';
import type { Queryable } from '../../../kernel/database.ts';
import type { Uuid } from '../../../kernel/ids.ts';
import { parseEvent } from '../journal.ts';
import { stockLane } from '../stock.ts';
import type { JournalEvent, Projection } from '../types.ts';
import { replay } from './replay.ts';
import type { Findings } from './report.ts';

/** A balance, and when it says that its shelf was last counted. */
export interface CountedBalance { sku: string; location: string; state: string; at: Instant | null }

interface Again { sku: string | null; location: string | null; state: string | null; at: Instant | null; stream: Uuid | null; seq: number | null; body: string | null }

// Balances with all of every stock document that was written to since the audit began, as of one moment.
const AGAIN = `
  select b.sku, b.location, b.state, b.counted_at as at, null::uuid as stream, null::int as seq, null as body from books.stock_balance b join json_to_recordset($1) as w(sku text, location text, state text) using (sku, location, state)
  union all
  select null, null, null, null, e.stream_id, e.seq, e.body from books.event e
  where e.stream_kind = 'stock' and e.stream_id in (select stream_id from books.event where xid >= pg_snapshot_xmin($2::pg_snapshot) and stream_kind = 'stock')
  order by stream, seq`;

const keyOf = ({ sku, location, state }: Omit<CountedBalance, 'at'>): string => `${sku} ${location} ${state}`;
const instant = (at: Instant | null): Instant | null => (at === null ? null : new Date(at).toISOString());

export class CountedShelves {
  readonly #at = new Map<string, Instant>();
  readonly #database: Queryable;
  readonly #projections: readonly Projection[];
  readonly #began: string;
  #isSure = true;

  /** `began`: the snapshot the audit began with. */
  constructor(database: Queryable, projections: readonly Projection[], began: string) {
    this.#database = database;
    this.#projections = projections;
    this.#began = began;
  }

  /** Takes what the journal of a stream says of shelves that were counted. */
  take(change: Change): void {
    for (const { sku, location, state, counted } of change.lanes.get(stockLane)?.values() ?? []) {
      if (typeof counted !== 'string') continue;
      const key = keyOf({ sku: String(sku), location: String(location), state: String(state) });
      const before = this.#at.get(key);
      if (before === undefined || before < counted) this.#at.set(key, counted);
    }
  }

  /** A stream that cannot be read may have been a count: nothing is said of any shelf then, because that would accuse balances that may be right. */
  loseSight(): void {
    this.#isSure = false;
  }

  /** Names the balances that say otherwise. One that was counted since its stream was read is read again, with what was written meanwhile. */
  async check(findings: Findings, balances: readonly CountedBalance[]): Promise<void> {
    if (!this.#isSure) return;
    const doubted = balances.filter((balance) => this.#differs(balance));
    if (doubted.length === 0) return;
    const rows = await this.#database.query<Again>(AGAIN, [JSON.stringify(doubted.map(({ sku, location, state }) => ({ sku, location, state }))), this.#began]);
    const streams = new Map<Uuid, JournalEvent[]>();
    for (const { stream, seq, body } of rows) if (stream !== null && seq !== null && body !== null) streams.set(stream, [...(streams.get(stream) ?? []), parseEvent(seq, body)]);
    for (const [id, events] of streams) this.take(replay('stock', id, events, this.#projections).change);
    for (const { sku, location, state, at } of rows) {
      if (sku === null || location === null || state === null || !this.#differs({ sku, location, state, at })) continue;
      const key = keyOf({ sku, location, state });
      const [found, expected] = [instant(at), this.#at.get(key) ?? null];
      findings.add({ book: 'stock', table: 'books.stock_balance', key, what: 'counted_at', found, expected, sentence: `The balance of ${key} says it was last counted ${found ?? 'never'}, by the journal that was ${expected ?? 'never'}.` });
    }
  }

  #differs(balance: CountedBalance): boolean {
    return instant(balance.at) !== instant(this.#at.get(keyOf(balance)) ?? null);
  }
}
