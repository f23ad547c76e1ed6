/** Pure: a plan that a person makes. The same steps as any plan, with one location to take from and no rule in its way, beside what the rules say of it. */
import type { Instant } from '../../kernel/clock.ts';
import { arrivesFrom } from './arrival.ts';
import { droppedBy, metresFrom, reasonOf, sift } from './filter.ts';
import { kilometres } from './distance.ts';
import { explain, inWords } from './explain.ts';
import { plan } from './plan.ts';
import type { Candidate, CostItem, Demand, Explanation, Plan, Strategy } from './types.ts';

/** The rule of a strategy that a choice breaks, in words. */
export interface BrokenRule { rule: string; reason: string }

/** What it would be like to have one location deliver, whatever the rules say. */
export interface HandOption {
  location: string;
  name: string;
  kind: Candidate['kind'];
  /** Whole kilometres to the destination; null when either end is unknown. */
  kilometres: number | null;
  /** Per SKU, what it can still reserve. */
  available: Readonly<Record<string, number>>;
  /** Units of the demand it can take, of so many wanted. */
  covers: number;
  wanted: number;
  /** In minor units of the strategy's currency, for what it covers. */
  cost: number;
  items: CostItem[];
  /** When it would leave by the location's calendar; null when it cannot say. */
  shipsAt: Instant | null;
  /** When it would be there; null when nobody can say. */
  arrivesAt: Instant | null;
  /** Null when the strategy itself could have chosen it. */
  breaks: BrokenRule | null;
}

/** The strategy with nothing that removes a location or refuses a split: its hard rules cost nothing, for a person has decided. */
const withoutRefusals = (strategy: Strategy): Strategy => ({
  ...strategy, filters: strategy.filters.filter((rule) => !rule.hard), split: 'allowed', splitWorth: 0,
  limits: { ...strategy.limits, maxLocations: null, maxKilometres: null, respectCapacity: strategy.limits.respectCapacity === 'off' ? 'off' : 'soft' },
});

/** The demand without what locations said of it before, and without groups that travel together: the person knows. */
const asAsked = (demand: Demand): Demand => ({ ...demand, excluded: [], lines: demand.lines.map((line) => ({ ...line, group: null })) });

/** Everything of a demand that one location can take, priced as any plan is. What it lacks is unplaced. */
export function planAt(demand: Demand, candidates: readonly Candidate[], strategy: Strategy, now: Instant, location: string): Plan {
  return plan(asAsked(demand), candidates.filter((one) => one.location === location), withoutRefusals(strategy), now);
}

/**
 * The plan as it is kept of a choice by hand: what the location takes, and as runners-up what the rules would have done, the winner of
 * the rules first.
 */
export function planByHand(demand: Demand, candidates: readonly Candidate[], strategy: Strategy, now: Instant, location: string): Plan {
  const made = planAt(demand, candidates, strategy, now, location);
  const ruled = plan(demand, candidates, strategy, now);
  const wanted = demand.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const placed = ruled.allocations.reduce((sum, { quantity }) => sum + quantity, 0);
  const winner = placed > 0 ? [{ allocations: ruled.allocations, cost: ruled.cost, items: ruled.items, unplaced: wanted - placed }] : [];
  // What was chosen is no other way than itself.
  const others = [...winner, ...ruled.runnersUp].filter(({ allocations }) => allocations.some((one) => one.location !== location));
  return { ...made, runnersUp: others.slice(0, 5), counts: ruled.counts, exact: ruled.exact };
}

/** The same, told: every location's fate by the rules, with the one that was chosen, and sentences. */
export function explainByHand(demand: Demand, candidates: readonly Candidate[], strategy: Strategy, now: Instant, location: string): Explanation {
  const made = planByHand(demand, candidates, strategy, now, location);
  const ruled = explain(demand, candidates, strategy, now);
  const [chosen] = optionsByHand(demand, candidates, strategy, now, [location]);
  const units = made.allocations.reduce((sum, { quantity }) => sum + quantity, 0);
  const name = chosen?.name ?? location;
  const sentences = [`${name} was chosen by hand for ${units}, at ${inWords(made.cost, strategy.cost.currency)}.`];
  if (chosen?.breaks) sentences.push(`By the rules ${name} would not have been asked (rule '${chosen.breaks.rule}'): ${chosen.breaks.reason}.`);
  else {
    const [best] = made.runnersUp;
    if (best && best.unplaced <= made.unplaced.reduce((sum, { quantity }) => sum + quantity, 0) && best.cost < made.cost) sentences.push(`The rules would have come to ${inWords(best.cost, strategy.cost.currency)}, ${inWords(made.cost - best.cost, strategy.cost.currency)} less.`);
  }
  const verdicts = Array.from(ruled.verdicts, (verdict) => (verdict.location === location
    ? { ...verdict, chosen: true, alone: verdict.alone ?? (chosen ? { cost: chosen.cost, items: chosen.items, covers: chosen.covers } : null) }
    : { ...verdict, chosen: false }));
  return { plan: made, verdicts, sentences };
}

/** What each location that has any of it would be, cheapest first among those that can take most; `only` looks at some. */
export function optionsByHand(demand: Demand, candidates: readonly Candidate[], strategy: Strategy, now: Instant, only?: readonly string[]): HandOption[] {
  const sifted = sift(demand, candidates, strategy, now);
  const wanted = demand.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  const skus = [...new Set(demand.lines.map(({ sku }) => sku))];
  const options = candidates.flatMap((candidate, row): HandOption[] => {
    if (only && !only.includes(candidate.location)) return [];
    const made = planAt(demand, candidates, strategy, now, candidate.location);
    const covers = made.allocations.reduce((sum, { quantity }) => sum + quantity, 0);
    if (covers === 0) return [];
    const metres = metresFrom(sifted, row);
    const dropped = droppedBy(sifted, row);
    const said = demand.excluded.find(({ location, line }) => location === candidate.location && line !== null);
    return [{
      location: candidate.location, name: candidate.name, kind: candidate.kind, kilometres: metres === null ? null : kilometres(metres),
      available: Object.fromEntries(skus.map((sku) => [sku, candidate.stock[sku] ?? 0])), covers, wanted, cost: made.cost, items: made.items, shipsAt: candidate.shipsAt, arrivesAt: arrivesFrom(candidate, demand),
      breaks: dropped !== null ? { rule: dropped, reason: reasonOf(sifted, row, demand, strategy) } : said ? { rule: 'excluded', reason: said.reason } : null,
    }];
  });
  return options.sort((a, b) => b.covers - a.covers || a.cost - b.cost || (a.location < b.location ? -1 : 1));
}
