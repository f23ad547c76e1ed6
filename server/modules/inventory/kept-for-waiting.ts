/** What waiting orders need of goods that come in is kept for them in the statement that books them. */
import type { Change } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { keepBack } from '../books/index.ts';
import type { InventoryDeps } from './deps.ts';
import { keptOf } from './expected.ts';
import { decidedWhile } from './expected-rows.ts';

interface Waits { sku: string; for_this: number; promised: number; kept: number }

const WAITS = `
  select s.sku, coalesce((select sum(quantity) from books.unit where holder_id = $1 and sku = s.sku and stage = 'waiting'), 0)::bigint as for_this,
    coalesce((select promised from books.kept_back where cause = $1 and sku = s.sku), 0)::bigint as promised,
    coalesce((select sum(promised + others) from books.kept_back where sku = s.sku), 0)::bigint as kept
  from unnest($2::text[]) as s(sku)`;

/** Keeps what waiting orders need of goods that came in, until each has taken its own; nobody else can be sold them meanwhile. */
export async function keepForWaiting(deps: InventoryDeps, change: Change, { cause, location, came, now }: { cause: Uuid; location: string; came: readonly { sku: string; good: number }[]; now: Instant }): Promise<void> {
  if (came.length === 0) return;
  const skus = came.map(({ sku }) => sku);
  const [waits, demand] = await Promise.all([deps.database.query<Waits>(WAITS, [cause, skus]), deps.waitingFor(skus)]);
  for (const { sku, for_this: forThis, promised, kept } of waits) {
    const good = came.reduce((sum, one) => sum + (one.sku === sku ? one.good : 0), 0);
    const keep = keptOf(good, { forThis: Math.max(0, forThis - promised), altogether: Math.max(forThis - promised, (demand.get(sku) ?? 0) - kept) });
    keepBack(change, { cause, sku, location, ...keep }, now);
    if (forThis > 0 || keep.promised > 0) decidedWhile(change, cause, sku, forThis);
  }
}
