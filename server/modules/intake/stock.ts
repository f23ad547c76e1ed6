/** What a channel may sell of each SKU, told when it changed: all that can be promised anywhere by the rules of the channel, less what is wanted and has no place yet. */
import { createHash } from 'node:crypto';
import { later } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import { follower } from '../books/index.ts';
import type { FeedEvent, Follower } from '../books/index.ts';
import type { Channel, ChannelOutcome, StockFigure } from '../channels/ports.ts';
import { availabilityOf, quantityOf, sellingOf } from '../sourcing/index.ts';
import type { Master, SellingDelivery, SellingProduct } from '../sourcing/index.ts';
import { stockFigures } from './figures.ts';
import type { IntakeDeps } from './types.ts';

const BATCH = 100;
const pause = (attempts: number): number => Math.min(15 * 60_000, 2000 * 2 ** Math.min(attempts, 9));

/** Under whose rules something is sold, and how the customer gets it. */
export interface SoldBy { master: Master; channel: string; delivery: SellingDelivery; now: Instant }

/**
 * What may be sold per SKU: what the active locations can promise, less what planning passes over and less demand that has no place yet;
 * by the rules of a channel, where one is given. Never below zero; a SKU that was never seen is zero. The steps it comes from: `availabilityOf`.
 */
export async function availableToSell(database: Queryable, skus: readonly string[], by: SoldBy | Pick<SoldBy, 'now'>): Promise<Map<string, number>> {
  const figures = await stockFigures(database, skus, { now: by.now });
  if (!('master' in by)) return new Map([...figures].map(([sku, known]) => [sku, availabilityOf(known).sell]));
  const selling = sellingOf(by.master);
  const view = selling.for(by.channel, by.delivery);
  const products = await database.query<SellingProduct>('select sku, kind, tags, active from catalogue.variant where sku = any($1)', [skus]);
  const known = new Map(products.map((product) => [product.sku, product]));
  return new Map([...figures].map(([sku, of]) => [sku, quantityOf(of, { view, places: selling.places, product: known.get(sku) ?? { sku, kind: 'goods', tags: [] }, now: by.now })]));
}

/** Figures as a channel is told them: what may be sent to a customer. Stock for pickup is asked for, not told. */
export const toldTo = async (deps: IntakeDeps, channel: string, skus: readonly string[]): Promise<Map<string, number>> =>
  availableToSell(deps.orders.database, skus, { master: await deps.orders.worlds.present(deps.orders.database), channel, delivery: 'ship', now: deps.clock.now() });

// A SKU without stock, of which the channel knows none either, has no figure that a rule could change.
const TOUCHED = `
insert into intake.stock_due (channel, sku, next_at)
select $1, v.sku, $2 from catalogue.variant v where v.kind = 'goods' and v.active
  and (exists (select 1 from books.stock_balance b where b.sku = v.sku and (b.quantity > 0 or b.state = 'expected')) or exists (select 1 from intake.channel_stock s where s.channel = $1 and s.sku = v.sku and s.asked <> 0))
order by v.sku on conflict (channel, sku) do update set marked = default, next_at = least(intake.stock_due.next_at, excluded.next_at)`;

/** Epoch of the settings up to which this process knows that a channel was told by the rules in force. */
const looked = new WeakMap<IntakeDeps, Map<string, number>>();

/** When rules or locations are other ones than those a channel was last told by, marks all that this may touch. */
async function markByRules(deps: IntakeDeps, code: string): Promise<void> {
  const { database, worlds } = deps.orders;
  const master = await worlds.present(database);
  let known = looked.get(deps);
  if (!known) looked.set(deps, (known = new Map()));
  if (known.get(code) === master.epoch) return;
  const active = new Set(master.locations.filter((location) => location.active).map((location) => location.code));
  const rules = createHash('sha256').update(sellingOf(master).signature(code, active)).digest('base64url');
  await database.transaction(async (tx) => {
    const [before] = await tx.query<{ rules: string }>('select rules from intake.channel_rules where channel = $1 for update', [code]);
    if (before?.rules === rules) return;
    await tx.query('insert into intake.channel_rules (channel, rules, since) values ($1, $2, $3) on conflict (channel) do update set rules = excluded.rules, since = excluded.since', [code, rules, deps.clock.now()]);
    // A channel that was never told by any rules has no figures that these would change.
    if (before) await tx.query(TOUCHED, [code, deps.clock.now()]);
  });
  known.set(code, master.epoch);
}

// Only what nobody writes to any more: an older transaction that still runs comes later in this order. A cursor that lies ahead is of another cluster.
const CATALOGUE = `
with seen as (select xid, position from intake.catalogue_seen where channel = $1 and xid < pg_snapshot_xmax(pg_current_snapshot())),
changed as (
  select sku, xid, position from catalogue.variant_turned
  where (xid, position) > (coalesce((select xid from seen), '0'::xid8), coalesce((select position from seen), 0)) and xid < pg_snapshot_xmin(pg_current_snapshot()) order by xid, position limit 500
), marked as (
  insert into intake.stock_due (channel, sku, next_at) select $1, sku, $2 from changed order by sku
  on conflict (channel, sku) do update set marked = default, next_at = least(intake.stock_due.next_at, excluded.next_at)
)
insert into intake.catalogue_seen (channel, xid, position) select $1, xid, position from changed order by xid desc, position desc limit 1
on conflict (channel) do update set xid = excluded.xid, position = excluded.position`;

/** Marks the products of which the catalogue says something else than when this channel was last told: their tags, whether they are sold, or sold before they are there. */
const markByCatalogue = async (deps: IntakeDeps, code: string): Promise<void> => { await deps.orders.database.query(CATALOGUE, [code, deps.clock.now()]); };

/** Marks SKUs as perhaps changed, for the channels named. */
export async function markStock(deps: IntakeDeps, skus: readonly string[], channels: readonly string[] = [...deps.channels().keys()]): Promise<void> {
  if (skus.length === 0 || channels.length === 0) return;
  await deps.orders.database.query(
    `insert into intake.stock_due (channel, sku, next_at) select c, s, $3 from unnest($1::text[]) c cross join (select distinct s from unnest($2::text[]) s) t order by c, s
     on conflict (channel, sku) do update set marked = default, next_at = least(intake.stock_due.next_at, excluded.next_at)`, [channels, skus, deps.clock.now()]);
}

/** Follows the journal and marks the SKUs that an event touches; cheap, and the same for all channels. `marked` is called when there is something to tell. */
export const stockFollower = (deps: IntakeDeps, marked: () => void = () => undefined): Follower => follower({
  database: deps.orders.database, clock: deps.clock, name: 'intake stock', ...(deps.log ? { log: deps.log } : {}),
  handle: async ({ stream, kind, event }: FeedEvent) => {
    const skus = new Set((event.moves.stock ?? []).map((move) => move.sku));
    // Another day moves no goods, and may be too late for the rules.
    if (event.type === 'ExpectedReceiptChanged') for (const { sku } of (event.data as { lines: { sku: string }[] }).lines) skus.add(sku);
    if (kind === 'order' && (event.moves.units?.length ?? 0) > 0) {
      const lines = [...new Set(event.moves.units?.map((move) => move.line))];
      for (const { sku } of await deps.orders.database.query<{ sku: string }>('select distinct sku from books.unit where order_id = $1 and line = any($2) and sku is not null', [stream, lines])) skus.add(sku);
    }
    await markStock(deps, [...skus]);
    if (skus.size > 0) marked();
  },
});

interface Due { sku: string; marked: number; attempts: number; told: number | null; asked: number | null }

/** Tells one channel the figures that changed since it was last told, until nothing is due. Answers how many it was told. */
export async function pushStock(deps: IntakeDeps, code: string): Promise<number> {
  const channel = deps.channels().get(code);
  if (!channel) return 0;
  const { database } = deps.orders;
  let pushed = 0;
  await markByRules(deps, code);
  await markByCatalogue(deps, code);
  for (;;) {
    const now = deps.clock.now();
    const due = await database.query<Due>('select d.sku, d.marked, d.attempts, s.told, s.asked from intake.stock_due d left join intake.channel_stock s using (channel, sku) where d.channel = $1 and d.next_at <= $2 order by d.next_at, d.sku limit $3', [code, now, BATCH]);
    if (due.length === 0) return pushed;
    const available = await toldTo(deps, code, due.map((one) => one.sku));
    // What was told stays told, and what the channel refused for good is not asked again before the figure is another.
    const news = due.filter((one) => one.asked === null || one.asked !== (available.get(one.sku) ?? 0) || one.attempts > 0);
    const figures = news.map((one) => ({ sku: one.sku, available: available.get(one.sku) ?? 0, previous: one.told, before: one.told }));
    await settle(deps, code, due, await tell(deps, channel, code, figures), now);
    pushed += figures.length;
  }
}

/** Tells a channel figures, and keeps what it answered: `previous` is what the channel has as far as we know, `before` what it was told. */
export async function tell(deps: IntakeDeps, channel: Channel, code: string, figures: readonly (StockFigure & { before: number | null })[]): Promise<Map<string, ChannelOutcome>> {
  if (figures.length === 0) return new Map();
  const answers = new Map((await channel.pushStock(figures.map(({ before: _before, ...figure }) => figure))).map(({ sku, outcome }) => [sku, outcome]));
  const now = deps.clock.now();
  const outcomes = new Map(figures.map(({ sku }) => [sku, answers.get(sku) ?? { kind: 'unknown' as const, reason: 'the channel did not answer for it' }]));
  const rows = figures.map(({ sku, available, before }) => {
    const outcome = outcomes.get(sku) as ChannelOutcome;
    return { channel: code, sku, told: outcome.kind === 'done' ? available : outcome.kind === 'unknown' ? null : before, asked: available, reason: outcome.kind === 'done' ? null : outcome.reason.slice(0, 500), told_at: now };
  });
  await deps.orders.database.query(`insert into intake.channel_stock (channel, sku, told, asked, reason, told_at) select channel, sku, told, asked, reason, told_at from json_populate_recordset(null::intake.channel_stock, $1) on conflict (channel, sku) do update set told = excluded.told, asked = excluded.asked, reason = excluded.reason, told_at = excluded.told_at`, [JSON.stringify(rows)]);
  return outcomes;
}

const mayLater = (outcome: ChannelOutcome | undefined): boolean => outcome?.kind === 'unknown' || (outcome?.kind === 'refused' && outcome.retry);

/** What was told is due no more; what the channel may take later is due again then. */
async function settle(deps: IntakeDeps, code: string, due: readonly Due[], outcomes: ReadonlyMap<string, ChannelOutcome>, now: Instant): Promise<void> {
  await deps.orders.database.transaction(async (tx) => {
    // In the order in which they are marked, so that neither waits for the other.
    await tx.query('select 1 from intake.stock_due where channel = $1 and sku = any($2) order by sku for update', [code, due.map((one) => one.sku)]);
    const again = due.filter(({ sku }) => mayLater(outcomes.get(sku))).map(({ sku, attempts }) => ({ sku, next_at: later(now, pause(attempts)) }));
    if (again.length > 0) await tx.query('update intake.stock_due d set attempts = d.attempts + 1, next_at = w.next_at from json_to_recordset($2) as w(sku text, next_at timestamptz) where d.channel = $1 and d.sku = w.sku', [code, JSON.stringify(again)]);
    // What was marked again while the channel was being told stays due.
    const told = due.filter(({ sku }) => !mayLater(outcomes.get(sku))).map(({ sku, marked }) => ({ sku, marked }));
    await tx.query('delete from intake.stock_due d using json_to_recordset($2) as w(sku text, marked bigint) where d.channel = $1 and d.sku = w.sku and d.marked = w.marked', [code, JSON.stringify(told)]);
    // What is excluded for a while may be sold again when that ends, and what is expected comes nearer (and products are released) at each local midnight: no event tells it.
    await tx.query(
      `insert into intake.stock_due (channel, sku, next_at) select $1, sku, min(at) from (
         select sku, until as at from sourcing.exclusion where sku = any($2) and until > $3
         union all select e.sku, (date_trunc('day', $3::timestamptz at time zone (l.calendar ->> 'zone')) + interval '1 day') at time zone (l.calendar ->> 'zone')
           from inventory.expected_line e join locations.location l on l.code = e.location where e.sku = any($2) and e.outstanding > 0) again
       group by sku on conflict (channel, sku) do nothing`, [code, due.map((one) => one.sku), now]);
  });
}
