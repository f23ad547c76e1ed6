/** Pure: what is sold before it is there: which expected receipts a demand may wait for by the strategy's rules, the soonest first, and when its goods can be with the customer. */
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { compileExpression } from '../documents/index.ts';
import { momentOf } from '../locations/index.ts';
import { plan } from './plan.ts';
import { arrivesIfGiven } from './prepare.ts';
import { maySellAhead } from './release.ts';
import type { Demand, Strategy, Supply } from './types.ts';
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
export function claimsOn(demand: Demand, world: World, strategy: Strategy, now: Instant): Claim[] {
  const supply = (world.supply ?? []).filter(({ free }) => free > 0).map((one) => ({ ...one }));
  const left = new Map(demand.lines.filter(({ sku }) => maySellAhead(world.terms?.get(sku), now)).map((line) => [line.line, { ...line }]));
  const claims: Claim[] = [];
  for (const day of [...new Set(supply.map(({ expectedOn }) => expectedOn))].sort()) {
    const wanted = [...left.values()].filter(({ quantity }) => quantity > 0);
    if (wanted.length === 0) break;
    const today = supply.filter(({ expectedOn, free }) => expectedOn === day && free > 0);
    const balances = today.map(({ sku, location, free }) => ({ sku, location, state: 'sellable' as const, quantity: free, reserved: 0, broken: 0, kept_back: 0 }));
    const { allocations } = plan({ ...demand, lines: wanted }, candidatesOf({ ...world, balances: summed(balances), exclusions: [], load: new Map() }, now), strategy, now);
    for (const { line, sku, location, quantity } of allocations) {
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
  return claims;
}

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
