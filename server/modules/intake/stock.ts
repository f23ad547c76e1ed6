/** What a channel may sell of each SKU, told when it changed: all that can be promised anywhere, less what is wanted and has no place yet. */
import { later } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import { follower } from '../books/index.ts';
import type { FeedEvent, Follower } from '../books/index.ts';
import type { ChannelOutcome, StockFigure } from '../channels/ports.ts';
import { availabilityOf } from '../sourcing/index.ts';
import { stockFigures } from './figures.ts';
import type { IntakeDeps } from './types.ts';

const BATCH = 100;
const pause = (attempts: number): number => Math.min(15 * 60_000, 2000 * 2 ** Math.min(attempts, 9));

/**
 * What may be sold per SKU: what the active locations can promise, less what planning passes over and less demand that has no place yet.
 * Never below zero; a SKU that was never seen is zero. The steps it comes from: `availabilityOf`.
 */
export async function availableToSell(database: Queryable, skus: readonly string[]): Promise<Map<string, number>> {
  const figures = await stockFigures(database, skus);
  return new Map([...figures].map(([sku, known]) => [sku, availabilityOf(known).sell]));
}

/** Marks SKUs as perhaps changed, for the channels named. */
export async function markStock(deps: IntakeDeps, skus: readonly string[], channels: readonly string[] = [...deps.channels().keys()]): Promise<void> {
  if (skus.length === 0 || channels.length === 0) return;
  await deps.orders.database.query(
    `insert into intake.stock_due (channel, sku, next_at) select c, s, $3 from unnest($1::text[]) c cross join (select distinct s from unnest($2::text[]) s) t order by c, s
     on conflict (channel, sku) do update set marked = default, next_at = least(intake.stock_due.next_at, excluded.next_at)`, [channels, skus, deps.clock.now()]);
}

/** Follows the journal and marks the SKUs that an event touches; cheap, and the same for all channels. */
export const stockFollower = (deps: IntakeDeps): Follower => follower({
  database: deps.orders.database, clock: deps.clock, name: 'intake stock', ...(deps.log ? { log: deps.log } : {}),
  handle: async ({ stream, kind, event }: FeedEvent) => {
    const skus = new Set((event.moves.stock ?? []).map((move) => move.sku));
    if (kind === 'order' && (event.moves.units?.length ?? 0) > 0) {
      const lines = [...new Set(event.moves.units?.map((move) => move.line))];
      for (const { sku } of await deps.orders.database.query<{ sku: string }>('select distinct sku from books.unit where order_id = $1 and line = any($2) and sku is not null', [stream, lines])) skus.add(sku);
    }
    await markStock(deps, [...skus]);
  },
});

interface Due { sku: string; marked: number; attempts: number; told: number | null; asked: number | null }

/** Tells one channel the figures that changed since it was last told, until nothing is due. Answers how many it was told. */
export async function pushStock(deps: IntakeDeps, code: string): Promise<number> {
  const channel = deps.channels().get(code);
  if (!channel) return 0;
  const { database } = deps.orders;
  let pushed = 0;
  for (;;) {
    const now = deps.clock.now();
    const due = await database.query<Due>('select d.sku, d.marked, d.attempts, s.told, s.asked from intake.stock_due d left join intake.channel_stock s using (channel, sku) where d.channel = $1 and d.next_at <= $2 order by d.next_at, d.sku limit $3', [code, now, BATCH]);
    if (due.length === 0) return pushed;
    const available = await availableToSell(database, due.map((one) => one.sku));
    // What was told stays told, and what the channel refused for good is not asked again before the figure is another.
    const news = due.filter((one) => one.asked === null || one.asked !== (available.get(one.sku) ?? 0) || one.attempts > 0);
    const figures = news.map((one): StockFigure => ({ sku: one.sku, available: available.get(one.sku) ?? 0, previous: one.told }));
    const outcomes = figures.length === 0 ? [] : await channel.pushStock(figures);
    await remember(deps, code, due, figures, new Map(outcomes.map(({ sku, outcome }) => [sku, outcome])), now);
    pushed += figures.length;
  }
}

async function remember(deps: IntakeDeps, code: string, due: readonly Due[], figures: readonly StockFigure[], outcomes: ReadonlyMap<string, ChannelOutcome>, now: string): Promise<void> {
  const { database } = deps.orders;
  const again = new Set<string>();
  const rows = figures.map(({ sku, available, previous }) => {
    const outcome = outcomes.get(sku) ?? { kind: 'unknown' as const, reason: 'the channel did not answer for it' };
    const retry = outcome.kind === 'unknown' || (outcome.kind === 'refused' && outcome.retry);
    if (retry) again.add(sku);
    return { channel: code, sku, told: outcome.kind === 'done' ? available : outcome.kind === 'unknown' ? null : previous, asked: available, reason: outcome.kind === 'done' ? null : outcome.reason.slice(0, 500), told_at: now };
  });
  await database.transaction(async (tx) => {
    await tx.query(`insert into intake.channel_stock (channel, sku, told, asked, reason, told_at) select channel, sku, told, asked, reason, told_at from json_populate_recordset(null::intake.channel_stock, $1) on conflict (channel, sku) do update set told = excluded.told, asked = excluded.asked, reason = excluded.reason, told_at = excluded.told_at`, [JSON.stringify(rows)]);
    for (const one of due) {
      if (again.has(one.sku)) await tx.query('update intake.stock_due set attempts = attempts + 1, next_at = $3 where channel = $1 and sku = $2', [code, one.sku, later(now, pause(one.attempts))]);
      // Marked again while the channel was being told: it stays due.
      else await tx.query('delete from intake.stock_due where channel = $1 and sku = $2 and marked = $3', [code, one.sku, one.marked]);
    }
    // What is excluded for a while may be sold again when that ends, and no event tells it.
    await tx.query(`insert into intake.stock_due (channel, sku, next_at) select $1, sku, min(until) from sourcing.exclusion where sku = any($2) and until > greatest(now(), $3) group by sku on conflict (channel, sku) do nothing`, [code, due.map((one) => one.sku), now]);
  });
}

/** Marks every SKU of the catalogue and forgets what the channel was told, so that all its figures are set right. Answers how many SKUs. */
export async function reconcileStock(deps: IntakeDeps, code: string): Promise<number> {
  const { database } = deps.orders;
  await database.query('update intake.channel_stock set told = null, asked = -1 where channel = $1', [code]);
  const rows = await database.query(`insert into intake.stock_due (channel, sku, next_at) select $1, sku, $2 from catalogue.variant where kind = 'goods' and active on conflict (channel, sku) do update set marked = default, attempts = 0, next_at = excluded.next_at returning 1`, [code, deps.clock.now()]);
  return rows.length;
}
