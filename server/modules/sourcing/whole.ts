/** Pure: all of a delivery, as it will be planned: the work of each day of release, and what of the rest may wait for expected receipts. */
import type { Instant } from '../../kernel/clock.ts';
import { lastOf } from './arrival.ts';
import { prepare } from './prepare.ts';
import type { Prepared } from './prepare.ts';
import { byRelease } from './release.ts';
import { ahead, costOf } from './supply.ts';
import type { Claim } from './supply.ts';
import type { Demand, Plan } from './types.ts';
import type { World } from './world.ts';

/** `plan` is that of all parts together; `unplaced` is what nobody has and nothing is expected of. */
export interface Whole extends Prepared {
  /** The plans that are carried out, one for each day of release. */
  parts: readonly Prepared[];
  claims: readonly Claim[];
}

/** Plans a delivery by the steps in which an order's is: what is offered before buying and what is promised with the order come from here. */
export function prepareWhole(given: Demand, world: World, now: Instant, planPart: (part: Demand) => Prepared = (part) => prepare(part, world, now)): Whole {
  const parts = byRelease(given, world, now).map((part) => ({ part, made: planPart(part) }));
  const [{ made: last } = { made: planPart(given) }] = parts.slice(-1);
  const waiting = parts.map(({ part, made }) => claimed(part, made, world, now));
  const claims = waiting.flatMap((one) => one.claims);
  if (parts.length === 1 && claims.length === 0) return { ...last, parts: [last], claims };
  const plans = parts.map(({ made }) => made.plan);
  const unplaced = plans.flatMap((made) => made.unplaced).flatMap((one) => {
    const quantity = one.quantity - claims.reduce((sum, { line, quantity: n }) => sum + (line === one.line ? n : 0), 0);
    return quantity > 0 ? [{ ...one, quantity }] : [];
  });
  const moments = [...parts.flatMap(({ made }) => (made.plan.allocations.length > 0 ? [made.arrivesAt] : [])), ...claims.map(({ arrivesAt }) => arrivesAt)];
  return {
    ...last, demand: { ...last.demand, lines: given.lines }, parts: parts.map(({ made }) => made), claims,
    plan: { ...last.plan, ...costOf([...plans, ...waiting]), allocations: plans.flatMap(({ allocations }) => allocations), unplaced, exact: plans.every(({ exact }) => exact) },
    arrivesAt: lastOf(moments),
  };
}

/** What of a part that nobody has waits for receipts. A reservation waits for nothing. */
function claimed(part: Demand, { plan, strategy }: Prepared, world: World, now: Instant): { claims: Claim[] } & Pick<Plan, 'cost' | 'items'> {
  const missing = new Map(plan.unplaced.map(({ line, quantity }) => [line, quantity]));
  const lines = part.onlyStore === true || missing.size === 0 ? [] : part.lines.flatMap((line) => { const quantity = missing.get(line.line) ?? 0; return quantity > 0 ? [{ ...line, quantity }] : []; });
  return lines.length === 0 ? { claims: [], cost: 0, items: [] } : ahead({ ...part, lines }, world, strategy, now);
}
