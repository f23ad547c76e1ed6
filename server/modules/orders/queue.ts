/** The queue of orders that wait for goods: who is next, and giving each what there is, in a transaction of its own. An order that cannot be served is put aside, and the next has its turn. */
import type { Change } from '../../kernel/change.ts';
import type { Clock } from '../../kernel/clock.ts';
import { execute, SYSTEM } from '../../kernel/command.ts';
import type { CommandContext } from '../../kernel/command.ts';
import type { Queryable } from '../../kernel/database.ts';
import { notAside, orPutAside } from '../../kernel/due.ts';
import type { DueDeps, DueWork } from '../../kernel/due.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold } from '../books/index.ts';
import type { Kept, Stream } from '../books/index.ts';
import type { World } from '../sourcing/index.ts';
import { orderStream, settleMoney, worldOf } from './commands.ts';
import type { OrderDeps } from './commands.ts';
import { UNPLANNABLE } from './place.ts';
import { planOpen } from './planning.ts';
import { orderSlice } from './state.ts';

export interface QueueDeps extends OrderDeps { clock: Clock; log?: DueDeps['log'] }

/** What failed of this queue is kept under this name. */
const WAITING = 'waiting orders';

export const bySystem = (deps: QueueDeps): CommandContext => ({ now: deps.clock.now(), actor: SYSTEM, key: null });

/** How many of each SKU orders want that no location has; absent is none. */
export async function waitingFor(database: Queryable, skus: readonly string[]): Promise<Map<string, number>> {
  const rows = await database.query<{ sku: string; n: number }>('select sku, sum(quantity)::bigint as n from orders.waiting where sku = any($1) group by sku', [skus]);
  return new Map(rows.map(({ sku, n }) => [sku, n]));
}

/** A place in the queue; who is after it is asked for by it. */
export interface Place { priority: number; since: string; order: Uuid }

/** Longest waiting first, those before whom the strategy puts others after them; who is put aside is tried again by a clock of its own. Of `$1` SKUs, after `$2`–`$4`, and where `$5` is given only those who wait for that receipt. */
const NEXT = `
  select w.order_id as "order", w.since, w.priority from (select order_id, max(priority) as priority, min(since) as since from orders.waiting where sku = any($1) group by order_id) w
  where ($2::int is null or (-w.priority, w.since, w.order_id) > (-$2::int, $3::timestamptz, $4::uuid))
    and ($5::uuid is null or exists (select 1 from books.unit u where u.order_id = w.order_id and u.holder_id = $5 and u.stage = 'waiting' and u.sku = any($1)))
    and ${notAside(`'${WAITING}'`, 'w.order_id')}
  order by w.priority desc, w.since, w.order_id limit 1`;

/** The next in the queue for some SKUs, or of those who wait for a receipt. */
export async function nextInQueue(database: Queryable, skus: readonly string[], after: Place | null, receipt: Uuid | null = null): Promise<Place | null> {
  const [next] = await database.query<Place>(NEXT, [skus, after?.priority ?? null, after?.since ?? null, after?.order ?? null, receipt]);
  return next ?? null;
}

/** Gives an order its turn: plans it on what is there now, and of what is given to it. */
export const serveOrder = (deps: QueueDeps, order: Uuid, given: readonly Kept[] = []): Promise<void> => orPutAside(deps, WAITING, order, () => serve(deps, order, given));

/** Waiting orders that could not be served in their turn. */
export const ordersWaiting = (deps: QueueDeps): DueWork => ({ name: WAITING, due: null, run: (order) => serve(deps, order as Uuid) });

async function serve(deps: QueueDeps, order: Uuid, given: readonly Kept[] = []): Promise<void> {
  const context = bySystem(deps);
  await execute(deps.database, context, async (change) => {
    const stream = await orderStream(deps.database, order);
    if (isPlannable(stream)) planWaiting(deps, change, stream, await worldOf(deps, stream, context.now), context, given);
    return { status: 200, answer: null };
  });
}

/** Whether nothing must be mended first, such as its address. */
export const isPlannable = (stream: Stream): boolean => [...fold(stream, orderSlice).holds.values()].every((hold) => !UNPLANNABLE.has(hold.reason));

/** Plans one waiting order, with the promises that follow. What it gets is settled; what it does not get stays. */
export function planWaiting(deps: QueueDeps, change: Change, stream: Stream, world: World, context: CommandContext, given: readonly Kept[] = []): void {
  const planned = planOpen(deps.books, change, stream, world, context, deps.worlds.day(context.now), { keepOpen: true, cause: 'stock_available', given });
  if (planned.assignments.some(({ assigned }) => assigned.length > 0)) settleMoney(deps.books, change, stream, 'stock_available', context);
}

const FREE = `
  select coalesce((select sum(greatest(0, quantity - reserved - broken - kept_back)) from books.stock_balance where sku = $1 and state = 'sellable'), 0)::bigint as free,
    coalesce((select sum(e.outstanding) from inventory.expected_line e join catalogue.variant v on v.sku = e.sku and (v.backorder or v.released_on is not null) where e.sku = $1 and e.outstanding > 0), 0)::bigint
      - coalesce((select sum(quantity) from books.unit where sku = $1 and stage = 'waiting' and location <> ''), 0)::bigint
      + coalesce((select sum(promised) from books.kept_back where sku = $1), 0)::bigint as coming`;

/** Gives what there is of a SKU to those who wait, and promises what is expected to those who were promised nothing; one after the other, while anything is left. */
export async function serveWaiting(deps: QueueDeps, sku: string): Promise<void> {
  let after: Place | null = null;
  for (;;) {
    const next = await nextInQueue(deps.database, [sku], after);
    if (!next) return;
    const [left] = await deps.database.query<{ free: number; coming: number }>(FREE, [sku]);
    if (!left || (left.free <= 0 && left.coming <= 0)) return;
    await serveOrder(deps, next.order);
    after = next;
  }
}
