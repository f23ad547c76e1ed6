/** The one way from a question to a plan, before buying and after it: strategy, candidates, when each would be there, plan. */
import type { Instant } from '../../kernel/clock.ts';
import { nextShipping } from '../locations/index.ts';
import type { Calendar } from '../locations/index.ts';
import { arrivalOf, arrivalsOf, arrivesFrom } from './arrival.ts';
import { workBegins } from './release.ts';
import { chooseStrategy, plan, planByHand } from './rules.ts';
import type { Candidate, Demand, Plan, Strategy } from './types.ts';
import { candidatesOf } from './world.ts';
import type { World } from './world.ts';

export interface Prepared {
  demand: Demand;
  strategy: Strategy;
  candidates: readonly Candidate[];
  plan: Plan;
  /** When the last of what it places is with the customer; null when nobody can say. */
  arrivesAt: Instant | null;
}

/** A demand with the moments at which goods would be there when their work begins at one, which its lateness is measured by. What is collected goes to its store, wherever the customer lives. */
export function withArrivals(given: Demand, candidates: readonly Candidate[], { master }: World, from: Instant): Demand {
  const store = given.store === null ? null : master.locations.find(({ code }) => code === given.store) ?? null;
  const demand: Demand = given.kind !== 'pickup' || store === null ? given : {
    ...given, country: store.address.country, destination: store.latitude === null || store.longitude === null ? null : { latitude: store.latitude, longitude: store.longitude },
  };
  return { ...demand, arrivals: arrivalsOf(demand, candidates, master.times, store?.calendar ?? null, from) };
}

/** When goods of a location would be there if their work were given now (what is expected of work that did not leave when it should have), or left at a moment. */
export function arrivesIfGiven(demand: Pick<Demand, 'kind' | 'country' | 'store'>, code: string, { master }: Pick<World, 'master'>, now: Instant, leaves: Instant | null = null): Instant | null {
  const place = (of: string | null): Calendar | null => master.locations.find((location) => location.code === of)?.calendar ?? null;
  const calendar = place(code);
  const from = { location: code, shipsAt: leaves ?? (calendar === null ? null : nextShipping(calendar, now).shipsAt) };
  return arrivesFrom(from, { ...demand, arrivals: arrivalsOf(demand, [from], master.times, place(demand.store), now) });
}

export interface PrepareOptions {
  /** The candidates of this world and of the moment at which the work may begin (`workBegins`), where they are made already. */
  candidates?: readonly Candidate[];
  /** Plan at this location only, whatever the rules say. */
  byHand?: string;
}

/** Plans a demand in a world. Pure: what is offered before buying and what is reserved after it both come from here. */
export function prepare(given: Demand, world: World, now: Instant, { byHand, candidates = candidatesOf(world, workBegins(given, world, now), given, { byHand: byHand !== undefined }) }: PrepareOptions = {}): Prepared {
  const { strategy } = chooseStrategy(given, world.master.strategies, now);
  if (!strategy) throw new Error('no strategy applies, not even the default one');
  const demand = withArrivals(given, candidates, world, workBegins(given, world, now));
  const made = byHand === undefined ? plan(demand, candidates, strategy, now) : planByHand(demand, candidates, strategy, now, byHand);
  return { demand, strategy, candidates, plan: made, arrivesAt: arrivalOf(made, candidates, demand) };
}

/** The world after a plan, so that a second delivery of the same order does not count on the same units. */
export function without(world: World, { allocations }: Pick<Plan, 'allocations'>): World {
  if (allocations.length === 0) return world;
  const taken = new Map<string, number>();
  for (const { sku, location, quantity } of allocations) taken.set(`${sku} ${location}`, (taken.get(`${sku} ${location}`) ?? 0) + quantity);
  return {
    ...world,
    balances: world.balances.map((balance) => {
      const units = taken.get(`${balance.sku} ${balance.location}`);
      return units === undefined ? balance : { ...balance, reserved: balance.reserved + units };
    }),
  };
}
