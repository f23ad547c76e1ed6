/** Pure: what is sold before it is there: which expected receipts a demand may wait for by the strategy's rules, the soonest first, and when its goods can be with the customer. */
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { compileExpression } from '../documents/index.ts';
import { dayIn, momentOf } from '../locations/index.ts';
import { isAble } from './able.ts';
import { isComing } from './coming.ts';
import { plan } from './plan.ts';
import { arrivesIfGiven } from './prepare.ts';
import { maySellAhead } from './release.ts';
import { productKey, sellingOf } from './selling/selling.ts';
import type { CostItem, Demand, Plan, Strategy, Supply } from './types.ts';
import { factsOf, WHEN_WORDS } from './words.ts';
import { candidatesOf } from './world.ts';
import type { World } from './world.ts';

/** Units of a line that may wait for a receipt. `arrivesAt` as far as the calendars say. */
export interface Claim { line: string; sku: string; quantity: number; receipt: Uuid; reference: string; location: string; expectedOn: string; arrivesAt: Instant | null }

/** Days from coming in until it can leave: received, booked and put away on the day itself. */
const HANDLING_DAYS = 1;

/** When goods that are expected on a day can be with the customer: a day to handle them, not before their release, then as any work given there at that moment. */
export function supplyArrivesAt(world: World, { location, expectedOn, sku }: Pick<Supply, 'location' | 'expectedOn' | 'sku'>, demand: Pick<Demand, 'kind' | 'country' | 'store'>): Instant | null {
  const zone = world.master.locations.find(({ code }) => code === location)?.calendar.zone;
  if (zone === undefined) return null;
  const handled = Temporal.PlainDate.from(expectedOn).add({ days: HANDLING_DAYS }).toString();
  const releasedOn = world.terms?.get(sku)?.releasedOn ?? '';
  return arrivesIfGiven(demand, location, world, momentOf(handled > releasedOn ? handled : releasedOn, '00:00', zone));
}

/** Which receipts the lines of a demand may wait for: the soonest day first, on each day as the strategy would plan it if the goods were there. Nothing is claimed beyond what is free. */
export const claimsOn = (demand: Demand, world: World, strategy: Strategy, now: Instant): Claim[] => ahead(demand, world, strategy, now).claims;

/** Whether goods that are expected at a location may be delivered by it, as what lies there may. */
function mayWaitFor({ sku, location }: Supply, { channel, kind, store, lines }: Demand, { master }: World): boolean {
  const selling = sellingOf(master);
  const place = selling.places.get(location);
  const bringing = kind === 'pickup' && store !== location;
  const product = { sku, kind: 'goods', tags: lines.find((line) => line.sku === sku)?.tags ?? [] };
  return place !== undefined && isAble(place.capabilities, kind, bringing) && (!selling.bindsOrders || selling.for(channel, kind).mayAwait(product, productKey(product), place, bringing));
}

/** What may still come of what is expected: a day that is gone promises nothing, until somebody says another one. */
export function stillComing({ master, supply = [] }: World, now: Instant): Supply[] {
  if (supply.length === 0) return [];
  const zones = new Map(master.locations.map(({ code, calendar }) => [code, calendar.zone]));
  return supply.filter(({ free, location, expectedOn }) => free > 0 && isComing(expectedOn, dayIn(zones.get(location) ?? 'Europe/Amsterdam', now)));
}

/** The same, with what it costs to deliver what is claimed, by the strategy. */
export function ahead(demand: Demand, world: World, strategy: Strategy, now: Instant): { claims: Claim[] } & Pick<Plan, 'cost' | 'items'> {
  const supply = stillComing(world, now).filter((one) => mayWaitFor(one, demand, world)).map((one) => ({ ...one }));
  const plans: Plan[] = [];
  const left = new Map(demand.lines.filter(({ sku }) => maySellAhead(world.terms?.get(sku), now)).map((line) => [line.line, { ...line }]));
  const claims: Claim[] = [];
  for (const day of [...new Set(supply.map(({ expectedOn }) => expectedOn))].sort()) {
    const wanted = [...left.values()].filter(({ quantity }) => quantity > 0);
    if (wanted.length === 0) break;
    const today = supply.filter(({ expectedOn, free }) => expectedOn === day && free > 0);
    const balances = today.map(({ sku, location, free }) => ({ sku, location, state: 'sellable' as const, quantity: free, reserved: 0, broken: 0, kept_back: 0 }));
    const made = plan({ ...demand, lines: wanted }, candidatesOf({ ...world, balances: summed(balances), exclusions: [], load: new Map() }, now), strategy, now);
    plans.push(made);
    for (const { line, sku, location, quantity } of made.allocations) {
      let open = quantity;
      for (const one of today) {
        const n = Math.min(open, one.free);
        if (one.sku !== sku || one.location !== location || n === 0) continue;
        one.free -= n;
        open -= n;
        claims.push({ line, sku, quantity: n, receipt: one.receipt, reference: one.reference, location, expectedOn: day, arrivesAt: supplyArrivesAt(world, one, demand) });
      }
      const of = left.get(line);
      if (of) of.quantity -= quantity - open;
    }
  }
  return { claims, ...costOf(plans) };
}

/** What several plans cost together, by the same items. */
export function costOf(plans: readonly Pick<Plan, 'cost' | 'items'>[]): Pick<Plan, 'cost' | 'items'> {
  const items = new Map<string, CostItem>();
  for (const { name, amount } of plans.flatMap((one) => one.items)) items.set(name, { name, amount: amount + (items.get(name)?.amount ?? 0) });
  return { cost: plans.reduce((sum, { cost }) => sum + cost, 0), items: [...items.values()] };
}

/** What is expected, less what was claimed of it. */
export const lessClaimed = (supply: readonly Supply[], claims: readonly Pick<Claim, 'receipt' | 'sku' | 'quantity'>[]): Supply[] =>
  supply.map((one) => ({ ...one, free: one.free - claims.reduce((sum, claim) => sum + (claim.receipt === one.receipt && claim.sku === one.sku ? claim.quantity : 0), 0) }));

/** Two receipts of one day at one location are one balance to the planner. */
function summed<T extends { sku: string; location: string; quantity: number }>(balances: readonly T[]): T[] {
  const merged = new Map<string, T>();
  for (const one of balances) {
    const key = `${one.sku} ${one.location}`;
    const before = merged.get(key);
    merged.set(key, before ? { ...before, quantity: before.quantity + one.quantity } : one);
  }
  return [...merged.values()];
}

/** Who goes first among those who wait, by the strategy: higher before lower, equal by who ordered first. What cannot be evaluated counts as 0. */
export function queuePlace(strategy: Strategy, demand: Demand, now: Instant): number {
  if (strategy.queue === undefined) return 0;
  const compiled = compileExpression(strategy.queue, WHEN_WORDS, 'int');
  const result = compiled.ok ? compiled.expression.evaluate(factsOf(demand, now)) : null;
  return result?.ok === true ? Math.max(-1_000_000, Math.min(1_000_000, Number(result.value))) : 0;
}
