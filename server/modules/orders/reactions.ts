/** What the orders do about stock, after the fact: reservations whose goods are gone are planned again, waiting orders get what came in, and doubtful shelves are counted. */
import { execute } from '../../kernel/command.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { follower } from '../books/index.ts';
import type { FeedEvent, Follower, FollowerOptions, StockState } from '../books/index.ts';
import { withdrawn } from '../dialogue/index.ts';
import { askForCount, countAnswers } from '../inventory/index.ts';
import { locationByCode } from '../locations/index.ts';
import { breakReservations, touched, touchesUnits } from './broken.ts';
import { orderStream, settleMoney, worldOf } from './commands.ts';
import { planOpen } from './planning.ts';
import { bySystem, serveWaiting } from './queue.ts';
import type { QueueDeps } from './queue.ts';
import { supplyChanged } from './supply.ts';

export interface OrderFollowerDeps extends QueueDeps { log?: NonNullable<FollowerOptions['log']> }

/** Guards against a loop that makes no progress; a balance has never nearly so many orders. */
const MOST_ORDERS = 100_000;

/** The followers of this room: `orders.stock` for broken reservations and waiting orders, `orders.counts` for shelves to count. */
export function orderFollowers(deps: OrderFollowerDeps): Follower[] {
  const { database, clock, log } = deps;
  const common = { database, clock, ...(log ? { log } : {}) };
  return [
    follower({ ...common, name: 'orders.stock', handle: (event) => stockChanged(deps, event) }),
    follower({ ...common, name: 'orders.counts', types: ['ItemsShorted', 'ItemsCollected', 'ItemsPicked', 'StockCounted'], handle: (event) => shelfDoubted(deps, event) }),
  ];
}

async function stockChanged(deps: OrderFollowerDeps, { stream, event }: FeedEvent): Promise<void> {
  const skus = touchesUnits(event) ? await skusOf(deps, stream) : new Map<number, string>();
  const { lost, gained } = touched(event, skus);
  for (const { sku, location, state } of lost) {
    const broken = await brokenAt(deps, sku, location, state);
    if (broken === 0) continue;
    await askForCount(deps.database, { cause: { stream, seq: event.seq }, location, sku, order: null, detail: `${broken} × ${sku} ${broken === 1 ? 'was' : 'were'} promised to orders and ${broken === 1 ? 'is' : 'are'} not there by the books${state === 'sellable' ? '' : ` (${state.replaceAll('_', ' ')})`}.` }, deps.clock.now());
    // What is picked or on its way is in somebody's hands: the count tells whether it is really gone.
    if (state === 'sellable') await planBrokenAgain(deps, sku, location);
  }
  await supplyChanged(deps, { stream, event });
  for (const sku of gained) await serveWaiting(deps, sku);
}

/** SKU per line of an order. */
async function skusOf(deps: OrderFollowerDeps, order: Uuid): Promise<Map<number, string>> {
  const rows = await deps.database.query<{ line: number; sku: string }>('select distinct line, sku from books.unit where order_id = $1 and sku is not null', [order]);
  return new Map(rows.map(({ line, sku }) => [line, sku]));
}

async function brokenAt(deps: OrderFollowerDeps, sku: string, location: string, state: StockState): Promise<number> {
  const [row] = await deps.database.query<{ broken: number }>('select broken from books.stock_balance where sku = $1 and location = $2 and state = $3', [sku, location, state]);
  return row?.broken ?? 0;
}

/** Who loses: nothing of it is picked, the latest promise first (none at all before any), then who ordered last. */
const LOSER = `
  select u.order_id from books.unit u join orders.order o on o.id = u.order_id join orders.delivery d on d.order_id = u.order_id and d.delivery = u.delivery
  where u.sku = $1 and u.location = $2 and u.stage = 'allocated' order by d.promised_by desc nulls first, o.placed_at desc, o.id desc limit 1`;

/** Plans the orders again that lost their goods at a location, each in a transaction of its own, until no reservation is broken. Read again, it finds nothing to do. */
async function planBrokenAgain(deps: OrderFollowerDeps, sku: string, location: string): Promise<void> {
  const context = bySystem(deps);
  for (let n = 0; await brokenAt(deps, sku, location, 'sellable') > 0; n += 1) {
    const [loser] = await deps.database.query<{ order_id: Uuid }>(LOSER, [sku, location]);
    if (!loser) return;
    if (n === MOST_ORDERS) throw new Error(`broken reservations of ${sku} at ${location} do not end`);
    await execute(deps.database, context, async (change) => {
      const [stream, broken] = await Promise.all([orderStream(deps.database, loser.order_id), brokenAt(deps, sku, location, 'sellable')]);
      const events = breakReservations(stream, sku, location, broken);
      if (events.length > 0) {
        const gone = withdrawn(stream, events.flatMap((event) => event.moves?.units ?? []), 'not_there');
        deps.books.record(change, stream, [...events, ...gone], context);
        planOpen(deps.books, change, stream, await worldOf(deps, stream, context.now), context, deps.worlds.day(context.now), { only: new Set(events.map((event) => event.data.line)) });
        settleMoney(deps.books, change, stream, 'nowhere_in_stock', context);
      }
      return { status: 200, answer: null };
    });
  }
}

/** A short whose reason asks for it, and goods sold or picked that the books did not have, ask for a count; a count answers what was asked before. Who works outside reports its own stock. */
async function shelfDoubted(deps: OrderFollowerDeps, { stream, event }: FeedEvent): Promise<void> {
  const cause = { stream, seq: event.seq };
  if (event.type === 'StockCounted') {
    const { location, lines } = event.data as { location: string; lines: { sku: string }[] };
    await countAnswers(deps.database, location, lines.map(({ sku }) => sku), event.recordedAt, event.by.id);
  } else if (event.type === 'ItemsShorted') {
    const { location, sku, quantity, reason, count } = event.data as { location: string; sku: string; quantity: number; reason: string; count: boolean };
    if (count) await askForCount(deps.database, { cause, location, sku, order: stream, detail: `${quantity} × ${sku} could not be delivered: ${reason}.` }, event.recordedAt);
  } else {
    for (const { sku, n, from, to } of event.moves.stock ?? []) {
      if (!('outside' in from) || from.outside !== 'found' || 'outside' in to) continue;
      const done = event.type === 'ItemsPicked' ? 'picked' : 'sold';
      if (done === 'picked' && (await locationByCode(deps.database, to.location))?.kind === 'external_warehouse') continue;
      await askForCount(deps.database, { cause, location: to.location, sku, order: stream, detail: `${n} × ${sku} ${n === 1 ? 'was' : 'were'} ${done} that the books did not have.` }, event.recordedAt);
    }
  }
}
