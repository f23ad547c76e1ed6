/** What a plan is made from: the master data a process keeps in memory while the settings' epoch stands, and the stock of the SKUs asked for. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { Balance, Kept } from '../books/index.ts';
import { availableOf } from '../books/index.ts';
import { nextShipping, zoneDate } from '../locations/index.ts';
import type { Calendar, Location } from '../locations/index.ts';
import { isAble } from './able.ts';
import { DELIVERY_PRICES } from './delivery-prices.ts';
import { DELIVERY_TIMES, timesOf } from './delivery-times.ts';
import type { DeliveryTimes } from './delivery-times.ts';
import { keepMaster, planningView } from './kept-master.ts';
import { SELLING_KIND, sellingOfDocument } from './selling/document.ts';
import type { SellingVersion } from './selling/document.ts';
import type { RuleName } from './selling/conditions.ts';
import { sellingOf } from './selling/selling.ts';
import { defaultStrategy, strategyOf } from './strategy.ts';
import type { Candidate, Demand, DemandLine, Strategy, Supply, Terms, Withheld } from './types.ts';

export interface Master {
  epoch: number;
  locations: readonly Location[];
  strategies: readonly Strategy[];
  /** Rules of what channels may sell, as they are in force. */
  selling: readonly SellingVersion[];
  /** Channel code → its settings. */
  channels: ReadonlyMap<string, ChannelSettings>;
  /** How long goods are on the way, and the documents of what customers pay for that, by name. */
  times: DeliveryTimes;
  prices: ReadonlyMap<string, unknown>;
  /** Under which these locations are kept for explaining; absent where nothing is kept (a preview, a model in memory). */
  hash?: string;
}

export interface ChannelSettings { code: string; name: string; kind: string; language: string; settings: Record<string, unknown>; /** The list it sells by; absent: the standard one. */ price_list?: string }

/** A location is out of the running for a SKU until a moment, e.g. after "not found". */
export interface Exclusion { location: string; sku: string; until: Instant; reason: string }

export interface World {
  master: Master;
  balances: readonly Balance[];
  exclusions: readonly Exclusion[];
  /** Orders given to a location today, where its capacity is limited. */
  load: ReadonlyMap<string, number>;
  /** What is expected of these SKUs and not promised yet. */
  supply?: readonly Supply[];
  /** What is kept back of them for orders that wait. */
  kept?: readonly Kept[];
  /** How products may be sold before they are there; absent is not at all. */
  terms?: ReadonlyMap<string, Terms>;
}

/** The part of a load statement that yields a world, for the SKUs in parameter $1, the day in $2 and the moment in $3; one JSON column each. */
export const WORLD_COLUMNS = `
  (select value from kernel.epoch where name = 'settings') as epoch,
  (select string_agg(sku || e'\\t' || location || e'\\t' || quantity || e'\\t' || reserved || e'\\t' || broken || e'\\t' || kept_back, e'\\n') from books.stock_balance where sku = any($1) and state = 'sellable') as stock,
  (select coalesce(json_agg(json_build_object('location', location, 'sku', sku, 'until', until, 'reason', reason)), '[]') from sourcing.exclusion where sku = any($1) and until > $3) as exclusions,
  (select coalesce(json_agg(json_build_array(location, orders)), '[]') from locations.day_load where day = $2) as load,
  (select json_agg(json_build_object('receipt', e.stock_id, 'reference', r.reference, 'sku', e.sku, 'location', e.location, 'expectedOn', e.expected_on,
     'free', e.outstanding - coalesce((select sum(u.quantity) from books.unit u where u.holder_id = e.stock_id and u.sku = e.sku and u.stage = 'waiting'), 0) + coalesce((select k.promised from books.kept_back k where k.cause = e.stock_id and k.sku = e.sku), 0)))
   from inventory.expected_line e join inventory.expected r on r.id = e.stock_id where e.sku = any($1) and e.outstanding > 0) as supply,
  (select json_agg(json_build_object('cause', cause, 'sku', sku, 'location', location, 'promised', promised, 'others', others)) from books.kept_back where sku = any($1)) as kept_back,
  (select json_agg(json_build_array(sku, backorder, released_on)) from catalogue.variant where sku = any($1) and (backorder or released_on is not null)) as terms`;

export interface WorldRow {
  epoch: number;
  /** Lines of tab-separated sku, location, quantity, reserved, broken, kept back: a third of the cost of JSON for the database. */
  stock: string | null;
  exclusions: Exclusion[];
  load: [string, number][];
  supply: Supply[] | null;
  kept_back: Kept[] | null;
  terms: [string, boolean, string | null][] | null;
}

export interface WorldSource {
  master(database: Queryable, epoch: number): Promise<Master>;
  /** The master data as it stands now, or stood at most so many milliseconds ago: reads the epoch, and the rest only when it is another. */
  present(database: Queryable, late?: number): Promise<Master>;
  load(database: Queryable, skus: readonly string[], now: Instant): Promise<World>;
  fromRow(database: Queryable, row: WorldRow): Promise<World>;
  day(now: Instant): string;
}

/** One per process: keeps the master data of the latest epoch seen. A row with a newer epoch makes it read again. */
export function worldSource(): WorldSource {
  let cached: Master | null = null;
  /** When the epoch was last asked for by itself. */
  let looked = -Infinity;
  let reading: { epoch: number; master: Promise<Master> } | null = null;
  const master = async (database: Queryable, epoch: number): Promise<Master> => {
    if (cached && cached.epoch >= epoch) return cached;
    if (!reading || reading.epoch < epoch) reading = { epoch, master: readMaster(database) };
    const mine = reading;
    try {
      cached = await mine.master;
    } finally {
      if (reading === mine) reading = null;
    }
    return cached;
  };
  const fromRow = async (database: Queryable, row: WorldRow): Promise<World> => ({
    master: await master(database, Number(row.epoch)),
    balances: row.stock === null ? [] : row.stock.split('\n').map(balanceOf),
    exclusions: row.exclusions,
    load: new Map(row.load), supply: row.supply ?? [], kept: row.kept_back ?? [],
    terms: new Map((row.terms ?? []).map(([sku, backorder, releasedOn]) => [sku, { backorder, releasedOn }])),
  });
  // The day does not change within a minute, and asking the calendar costs as much as a plan.
  let today = { minute: '', day: '' };
  const day = (now: Instant): string => {
    const minute = now.slice(0, 16);
    if (today.minute !== minute) today = { minute, day: zoneDate(now, 'Europe/Amsterdam') };
    return today.day;
  };
  return {
    master, fromRow, day,
    present: async (database, late = 0) => {
      if (cached && performance.now() - looked < late) return cached;
      looked = performance.now();
      const [row] = await database.query<{ value: number }>(`select value from kernel.epoch where name = 'settings'`);
      return master(database, Number(row?.value ?? 0));
    },
    load: async (database, skus, now) => {
      const [row] = await database.query<WorldRow>(`select ${WORLD_COLUMNS}`, [skus, day(now), now]);
      if (!row) throw new Error('the load answered no row');
      return fromRow(database, row);
    },
  };
}

function balanceOf(line: string): Balance {
  const [sku = '', location = '', quantity, reserved, broken, keptBack] = line.split('\t');
  return { sku, location, state: 'sellable', quantity: Number(quantity), reserved: Number(reserved), broken: Number(broken), kept_back: Number(keptBack) };
}

async function readMaster(database: Queryable): Promise<Master> {
  // The epoch is read first: what changes in between makes the next load read again.
  const [epoch] = await database.query<{ value: number }>(`select value from kernel.epoch where name = 'settings'`);
  const [locations, documents, channels] = await Promise.all([
    database.query<Omit<Location, 'calendar'> & { calendar: Calendar }>('select code, name, kind, size, address, latitude, longitude, calendar, capacity, capabilities, stock_authority, tags, active from locations.location order by code'),
    database.query<{ kind: string; name: string; version: number; body: Record<string, unknown> }>(
      `select kind, name, version, body from documents.document where kind = any($1) and state = 'active' order by case when kind in ('strategy', 'availability') then (body->>'priority')::int end nulls last, name`, [['strategy', SELLING_KIND, DELIVERY_TIMES, DELIVERY_PRICES]]),
    database.query<ChannelSettings>('select code, name, kind, language, settings, price_list from channels.channel where active'),
  ]);
  const strategies: Strategy[] = [];
  const of = (wanted: string): typeof documents => documents.filter(({ kind }) => kind === wanted);
  const selling = of(SELLING_KIND).flatMap(({ name, version, body }) => sellingOfDocument(name, version, body) ?? []);
  for (const { name, version, body } of of('strategy')) {
    const checked = strategyOf(name, version, body);
    // A document is checked before it is activated, so a failure here means code went backwards; the others still serve.
    if (!Array.isArray(checked)) strategies.push(checked);
  }
  const builtIn = defaultStrategy();
  strategies.push(builtIn);
  const hash = await keepMaster(database, Number(epoch?.value ?? 0), locations, builtIn);
  return {
    epoch: Number(epoch?.value ?? 0), hash, locations, strategies, selling, channels: new Map(channels.map((channel) => [channel.code, channel])),
    times: timesOf(of(DELIVERY_TIMES)[0]?.body), prices: new Map(of(DELIVERY_PRICES).map(({ name, body }) => [name, body])),
  };
}

/**
 * The locations as the planner sees them, with what may be promised of the SKUs asked for: to the channel of the demand, where one is
 * given. A person who decides (`byHand`) is bound by what is kept for other channels, and by no other rule.
 */
export function candidatesOf(world: World, now: Instant, demand: Demand | null = null, { byHand = false }: { byHand?: boolean } = {}): Candidate[] {
  const master = String(world.master.epoch);
  const stock = new Map<string, Record<string, number>>();
  const withheld = new Map<string, Withheld[]>();
  const capabilities = new Map(world.master.locations.map((location) => [location.code, location.capabilities]));
  const able = (location: string): boolean => demand === null || isAble(capabilities.get(location) ?? [], demand.kind, demand.store !== location);
  const keep = (location: string, one: Withheld): void => { if (one.quantity > 0) withheld.set(location, [...(withheld.get(location) ?? []), one]); };
  for (const balance of world.balances) {
    const { sku, location } = balance;
    if (demand !== null && !able(location)) {
      keep(location, { sku, quantity: availableOf(balance), rule: null, reason: 'unable' });
      continue;
    }
    const excluded = world.exclusions.find((exclusion) => exclusion.location === location && exclusion.sku === sku);
    if (excluded) {
      keep(location, { sku, quantity: availableOf(balance), rule: null, reason: 'excluded' });
      continue;
    }
    if (balance.kept_back > 0) keep(location, { sku, quantity: Math.min(balance.kept_back, balance.quantity - balance.reserved - balance.broken), rule: null, reason: 'waiting' });
    const available = demand === null ? availableOf(balance) : takeable(world.master, demand, balance, byHand, (rule, quantity) => keep(location, { sku, quantity, rule, reason: null })).quantity;
    if (available <= 0) continue;
    let of = stock.get(balance.location);
    if (!of) stock.set(balance.location, (of = Object.create(null) as Record<string, number>));
    of[balance.sku] = available;
  }
  const candidates: Candidate[] = [];
  for (const location of world.master.locations) {
    if (!location.active) continue;
    const kept = withheld.get(location.code);
    candidates.push({
      ...planningView(location), master, ...(kept ? { withheld: kept } : {}), load: world.load.get(location.code) ?? 0,
      shipsAt: nextShipping(location.calendar, now).shipsAt, stock: stock.get(location.code) ?? {},
    });
  }
  return candidates;
}

/** Of a balance, what a demand may take by the rules of its channel, and how much of what lies free must stay there for other channels. `tell` hears each rule that keeps something from it. */
export function takeable(master: Master, { channel, kind, store, lines }: Pick<Demand, 'channel' | 'kind' | 'store'> & { lines: readonly Pick<DemandLine, 'sku' | 'tags'>[] }, balance: Balance, byHand = false, tell?: (rule: RuleName | null, quantity: number) => void): { quantity: number; leave: number } {
  const available = availableOf(balance);
  const selling = sellingOf(master);
  if (!selling.bindsOrders || available <= 0) return { quantity: available, leave: 0 };
  const { quantity, leave } = selling.takeable({
    channel, delivery: kind, location: balance.location, available, sellable: balance.quantity, store,
    product: { sku: balance.sku, kind: 'goods', tags: lines.find(({ sku }) => sku === balance.sku)?.tags ?? [] },
  }, tell && ((step, rule, kept) => { if (!byHand || step === 'ring_fenced') tell(rule, kept); }));
  return { quantity: byHand ? available - leave : quantity, leave };
}

/** Takes away exclusions of some SKUs that are over. */
export async function forgetExclusions(database: Queryable, skus: readonly string[], now: Instant): Promise<void> {
  await database.query('delete from sourcing.exclusion where sku = any($1) and until <= $2', [skus, now]);
}
