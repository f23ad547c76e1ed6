/** Why so much may be sold of a SKU: over the network, at a location or for a channel; now or at a past moment. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import { wire, wireOrNull } from '../../kernel/wire.ts';
import { stockFigures } from '../intake/index.ts';
import { availabilityOf, sellingOf } from '../sourcing/index.ts';
import type { Because, RulesFor, SellingDelivery } from '../sourcing/index.ts';
import type { WaterfallView } from './contract.ts';
import { pastFigures } from './past.ts';
import type { AvailabilityDeps } from './deps.ts';
import { masterThen, productThen } from './rules-then.ts';

type Told = WaterfallView['channel'];

/** What the channel was last told, and whether it is to be told again. */
async function toldTo(database: Queryable, channel: string, sku: string, now: Instant): Promise<Told> {
  const [row] = await database.query<{ code: string; name: string; told: number | null; toldAt: Instant | null; problem: string | null; due: boolean }>(
    `select c.code, c.name, s.told, s.told_at as "toldAt", s.reason as problem, exists (select 1 from intake.stock_due d where d.channel = c.code and d.sku = $2 and d.next_at <= $3) as due
     from channels.channel c left join intake.channel_stock s on s.channel = c.code and s.sku = $2 where c.code = $1`, [channel, sku, now]);
  return row ?? null;
}

function shown(because: Because): WaterfallView['steps'][number]['because'][number] {
  switch (because.rule) {
    case 'exclusion': return { ...because, task: wireOrNull('task', because.task) };
    case 'order': return { ...because, order: wire('order', because.order) };
    default: return because;
  }
}

export interface WaterfallOf { sku: string; location: string | null; channel: string | null; delivery: SellingDelivery; /** Null is now. */ at: Instant | null }

/** The rules of a channel as they stood at that moment, over the locations and the product as they were then. */
async function rulesFor({ database, clock, worlds }: AvailabilityDeps, { sku, channel, delivery, at }: WaterfallOf): Promise<RulesFor | null> {
  if (channel === null) return null;
  const present = await worlds.present(database);
  if (at !== null) {
    const [{ master, known }, { kind, tags, active, known: productKnown }] = await Promise.all([masterThen(database, present, channel, at), productThen(database, sku, at)]);
    const then = sellingOf(master);
    return { view: then.for(channel, delivery), places: then.places, product: { sku, kind, tags, active }, now: at, known: known && productKnown };
  }
  const selling = sellingOf(present);
  const [product] = await database.query<{ kind: string; tags: string[]; active: boolean }>('select kind, tags, active from catalogue.variant where sku = $1', [sku]);
  return { view: selling.for(channel, delivery), places: selling.places, product: { sku, kind: product?.kind ?? 'goods', tags: product?.tags ?? [], active: product?.active ?? true }, now: clock.now() };
}

/** The steps from what lies there to what may be sold. What a channel was told is of now, so a past moment has none. */
export async function waterfall(deps: AvailabilityDeps, of: WaterfallOf): Promise<WaterfallView> {
  const { database, clock } = deps;
  const { sku, location, channel, delivery, at } = of;
  const figures = at === null ? (await stockFigures(database, [sku], { now: clock.now(), location, named: true })).get(sku) : await pastFigures(database, sku, at, location);
  if (!figures) throw new Error('the figures of a SKU that was asked for are missing');
  const { steps, sell, unknown } = availabilityOf(figures, await rulesFor(deps, of), { place: location !== null });
  return {
    sku, location, at, sell, unknown, delivery: channel === null ? null : delivery, steps: steps.map(({ step, change, left, because }) => ({ step, change, left, because: because.map(shown) })),
    channel: channel === null || at !== null ? null : await toldTo(database, channel, sku, clock.now()),
  };
}
