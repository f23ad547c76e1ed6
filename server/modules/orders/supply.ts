/** What the orders do when expected receipts are announced, change, come in or do not: each order in its turn, in a transaction of its own. Read again, it finds nothing to do. */
import { execute } from '../../kernel/command.ts';
import { notAside, orPutAside } from '../../kernel/due.ts';
import type { DueWork } from '../../kernel/due.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, keepBack } from '../books/index.ts';
import type { FeedEvent, JournalEvent, Kept } from '../books/index.ts';
import type { ExpectedEvents } from '../inventory/index.ts';
import { forgetExclusions, supplyArrivesAt } from '../sourcing/index.ts';
import { orderStream, settleMoney, worldOf } from './commands.ts';
import { planOpen } from './planning.ts';
import { recordPromises } from './promise.ts';
import { bySystem, nextInQueue, serveOrder, serveWaiting } from './queue.ts';
import type { Place, QueueDeps } from './queue.ts';
import { orderSlice } from './state.ts';
import { dateMoved, loseSupply } from './waiting.ts';

/** Guards against a loop that makes no progress. */
const MOST_ORDERS = 100_000;

/** An event that means something to those who wait. */
export async function supplyChanged(deps: QueueDeps, { stream, event }: Pick<FeedEvent, 'stream' | 'event'>): Promise<void> {
  switch (event.type) {
    case 'ReceiptExpected':
      for (const { sku } of (event.data as ExpectedEvents['ReceiptExpected']).lines) await serveWaiting(deps, sku);
      return;
    case 'ExpectedReceiptChanged': {
      const { lines } = event.data as ExpectedEvents['ExpectedReceiptChanged'];
      for (const { sku, expectedOn, was } of lines) if (was !== null && was.expectedOn !== expectedOn) await tellNewDate(deps, stream, sku);
      for (const { sku } of lines) {
        await planLostAgain(deps, stream, sku);
        await serveWaiting(deps, sku);
      }
      return;
    }
    case 'StockReceived': case 'ExpectedReceiptReceived':
      await serveKept(deps, stream);
      return;
    case 'ExpectedReceiptClosed':
      await serveKept(deps, stream);
      for (const { sku } of (event.data as ExpectedEvents['ExpectedReceiptClosed']).lines) await planLostAgain(deps, stream, sku);
      return;
    default:
      for (const { receipt, sku } of await freed(deps, stream, event)) {
        // What was kept for this order is for the next who waits for the receipt; what it had of the receipt's future may be promised again.
        await serveKept(deps, receipt);
        await serveWaiting(deps, sku);
      }
  }
}

/** Receipts that units of an order waited for until this event. */
async function freed(deps: QueueDeps, order: Uuid, event: JournalEvent): Promise<{ receipt: Uuid; sku: string }[]> {
  const left = (event.moves.units ?? []).filter(({ from, to }) => from?.stage === 'waiting' && from.holder !== null && (to.stage !== 'waiting' || to.holder !== from.holder));
  if (left.length === 0) return [];
  const skus = new Map((await deps.database.query<{ line: number; sku: string }>('select distinct line, sku from books.unit where order_id = $1 and sku is not null', [order])).map(({ line, sku }) => [line, sku]));
  const found = new Map<string, { receipt: Uuid; sku: string }>();
  for (const { line, from } of left) {
    const sku = skus.get(line);
    if (sku !== undefined && from?.holder) found.set(`${from.holder} ${sku}`, { receipt: from.holder, sku });
  }
  return [...found.values()];
}

const keptOfCause = (deps: QueueDeps, cause: Uuid): Promise<Kept[]> => deps.database.query<Kept>('select cause, sku, location, promised, others from books.kept_back where cause = $1 order by sku', [cause]);

/**
 * Goods that a receipt keeps for those who wait: first for those who were promised this receipt, then for who waits longest, each in its
 * turn. What nobody of them can take is free then; what is promised to orders that cannot take it yet (a hold) stays kept for them.
 */
export async function serveKept(deps: QueueDeps, cause: Uuid): Promise<void> {
  const kept = await keptOfCause(deps, cause);
  if (kept.length === 0) return;
  for (const receipt of [cause, null]) {
    let after: Place | null = null;
    for (;;) {
      const pot: Kept[] = (await keptOfCause(deps, cause)).filter((one) => (receipt === null ? one.others > 0 : one.promised > 0));
      if (pot.length === 0) break;
      const next: Place | null = await nextInQueue(deps.database, pot.map(({ sku }) => sku), after, receipt);
      if (!next) break;
      await serveOrder(deps, next.order, receipt === null ? pot.map((one) => ({ ...one, promised: 0 })) : []);
      after = next;
    }
  }
  await letGo(deps, cause);
  for (const { sku } of kept) await planLostAgain(deps, cause, sku);
}

/** What is kept and promised to nobody, or is not there any more, is kept no longer. */
async function letGo(deps: QueueDeps, cause: Uuid): Promise<void> {
  await execute(deps.database, bySystem(deps), async (change) => {
    const rows = await deps.database.query<Kept & { waiting: number; there: number }>(
      `select k.cause, k.sku, k.location, k.promised, k.others, coalesce((select sum(u.quantity) from books.unit u where u.holder_id = k.cause and u.sku = k.sku and u.stage = 'waiting'), 0)::bigint as waiting,
         (b.quantity - b.reserved - b.broken - b.kept_back + k.promised + k.others)::bigint as there
       from books.kept_back k join books.stock_balance b on b.sku = k.sku and b.location = k.location and b.state = 'sellable' where k.cause = $1`, [cause]);
    for (const { cause: of, sku, location, promised, others, waiting, there } of rows) {
      keepBack(change, { cause: of, sku, location, promised: Math.max(0, Math.min(promised, waiting, there)) - promised, others: -others }, bySystem(deps).now);
    }
    return { status: 200, answer: null };
  });
}

/** The receipt comes on another day: each order that waits for it is told once. */
async function tellNewDate(deps: QueueDeps, receipt: Uuid, sku: string): Promise<void> {
  let after: Place | null = null;
  for (;;) {
    const next: Place | null = await nextInQueue(deps.database, [sku], after, receipt);
    if (!next) return;
    const { order } = next;
    await execute(deps.database, bySystem(deps), async (change) => {
      const context = bySystem(deps);
      const [stream, [line]] = await Promise.all([orderStream(deps.database, order), deps.database.query<{ expected_on: string }>('select expected_on::text as expected_on from inventory.expected_line where stock_id = $1 and sku = $2', [receipt, sku])]);
      if (!line) return { status: 200, answer: null };
      const world = await worldOf(deps, stream, context.now);
      const { deliveries } = fold(stream, orderSlice);
      const event = dateMoved(stream, receipt, sku, line.expected_on, ({ delivery, location, expectedOn }) => {
        const of = deliveries.get(delivery);
        return of && (of.kind === 'ship' || of.kind === 'pickup' || of.kind === 'pickup_point') ? supplyArrivesAt(world, { sku, location, expectedOn }, { kind: of.kind, country: of.country, store: of.kind === 'pickup' ? of.location : null }) : null;
      });
      if (event) {
        deps.books.record(change, stream, [event], context);
        recordPromises(deps.books, change, stream, world, 'supply', context);
      }
      return { status: 200, answer: null };
    });
    after = next;
  }
}

/** Units that wait for a receipt beyond what still comes of it or is kept for them. */
const LOST = `
  select greatest(0, coalesce((select sum(quantity) from books.unit where holder_id = $1 and sku = $2 and stage = 'waiting'), 0)
    - coalesce((select outstanding from inventory.expected_line where stock_id = $1 and sku = $2), 0) - coalesce((select promised from books.kept_back where cause = $1 and sku = $2), 0))::bigint as lost`;

/** Who loses: the last in the queue. */
const LOSER = `
  select u.order_id from books.unit u join orders.waiting w on w.order_id = u.order_id and w.line = u.line and w.delivery = u.delivery
  where u.holder_id = $1 and u.sku = $2 and u.stage = 'waiting' order by w.priority, w.since desc, u.order_id desc limit 1`;

/** Less comes than was promised: the last in the queue are planned again, for other supply, or they wait or are cancelled as the strategy says. */
async function planLostAgain(deps: QueueDeps, receipt: Uuid, sku: string): Promise<void> {
  const lostNow = async (): Promise<number> => (await deps.database.query<{ lost: number }>(LOST, [receipt, sku]))[0]?.lost ?? 0;
  for (let n = 0; await lostNow() > 0; n += 1) {
    if (n === MOST_ORDERS) throw new Error(`units that wait for ${sku} of ${receipt} do not find an end`);
    const [loser] = await deps.database.query<{ order_id: Uuid }>(LOSER, [receipt, sku]);
    if (!loser) return;
    const context = bySystem(deps);
    await execute(deps.database, context, async (change) => {
      const [stream, lost] = await Promise.all([orderStream(deps.database, loser.order_id), lostNow()]);
      const event = loseSupply(stream, receipt, sku, lost);
      if (event) {
        deps.books.record(change, stream, [event], context);
        planOpen(deps.books, change, stream, await worldOf(deps, stream, context.now), context, deps.worlds.day(context.now), { only: new Set(event.data.lines.map(({ line }) => line)) });
        settleMoney(deps.books, change, stream, 'nowhere_in_stock', context);
      }
      return { status: 200, answer: null };
    });
  }
}

/** Products of which a location was left out for a while that is over: who waits is tried again. What has been tried is not an exclusion any more. */
export const exclusionsOver = (deps: QueueDeps): DueWork => ({
  name: 'exclusions over', due: { from: 'sourcing.exclusion', subject: 'sku', by: 'until', when: 'until <= $1' },
  run: async (sku, { now }) => {
    await serveWaiting(deps, sku);
    await forgetExclusions(deps.database, [sku], now);
  },
});

/** Receipts that keep goods for those who wait, and whose turn failed. */
export const goodsKept = (deps: QueueDeps): DueWork => ({ name: 'goods kept', due: null, run: (cause) => serveKept(deps, cause as Uuid) });

/** Looks at all that is kept for those who wait: an order may take by now what it could not take before, and no event tells so. */
export async function lookAtKept(deps: QueueDeps): Promise<void> {
  const { name } = goodsKept(deps);
  for (const { cause } of await deps.database.query<{ cause: Uuid }>(`select distinct cause from books.kept_back k where ${notAside('$1', 'k.cause')}`, [name])) await orPutAside(deps, name, cause, () => serveKept(deps, cause));
}
