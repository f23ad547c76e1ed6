/** Works now on what waits for a channel: somebody says that it is there again, or that the reason is gone. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';

/** Messages that failed or wait are due now, with all their tries before them; how many there were. Leases run by the database's own clock, the one that all processes share. */
export async function hurryMessages(database: Queryable, channel: string, ids: readonly Uuid[], now: Instant): Promise<number> {
  const rows = await database.query(`update intake.message set state = 'received', attempts = 0, next_at = $3, leased_until = null where channel = $1 and id = any($2) and state in ('failed', 'received') and (leased_until is null or leased_until < now()) returning 1`, [channel, ids, now]);
  return rows.length;
}

/** Notices that wait are told now; how many there were. */
export async function hurryNotices(database: Queryable, channel: string, orders: readonly Uuid[], now: Instant): Promise<number> {
  const rows = await database.query(`update intake.notice set next_at = $3 where channel = $1 and order_id = any($2) and state = 'due' and next_at > $3 returning 1`, [channel, orders, now]);
  return rows.length;
}

/** Stock figures that wait are told now; how many there were. */
export async function hurryFigures(database: Queryable, channel: string, skus: readonly string[], now: Instant): Promise<number> {
  const rows = await database.query('update intake.stock_due set next_at = $3 where channel = $1 and sku = any($2) and next_at > $3 returning 1', [channel, skus, now]);
  return rows.length;
}
