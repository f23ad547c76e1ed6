/** Pure: a kept decision made again from its inputs by the same function that made it, and compared with what it came to. */
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { KeptMaster } from './kept-master.ts';
import { explain, explainByHand } from './rules.ts';
import type { Candidate, Explanation, Strategy, Withheld } from './types.ts';
import { outcomeOf } from './work-orders.ts';
import type { DecisionInputs, DecisionOutcome } from './work-orders.ts';

/** A decision as it lies in the database, with what its inputs name: null where that is no longer kept. */
export interface KeptDecision {
  id: Uuid;
  delivery: number;
  at: Instant;
  inputs: DecisionInputs;
  outcome: DecisionOutcome;
  master: KeptMaster | null;
  strategy: Strategy | null;
}

/** The locations as the planner saw them then: master data of that time with the stock, load and time of shipping that the decision kept. */
export function candidatesThen({ ships, load, stock, withheld, master: version }: DecisionInputs, master: KeptMaster): Candidate[] {
  const shipsAt = new Map<string, Instant | null>();
  for (const [moment, locations] of Object.entries(ships)) for (const location of locations) shipsAt.set(location, moment === '' ? null : moment);
  const byLocation = new Map<string, Record<string, number>>();
  for (const [sku, there] of Object.entries(stock)) {
    for (const [location, available] of Object.entries(there)) {
      let of = byLocation.get(location);
      if (!of) byLocation.set(location, (of = Object.create(null) as Record<string, number>));
      of[sku] = available;
    }
  }
  return master.locations.map((location) => ({
    ...location, ...(version === undefined ? {} : { master: version }), ...(withheld?.[location.location] ? { withheld: withheld[location.location] as Withheld[] } : {}), load: load[location.location] ?? 0, shipsAt: shipsAt.get(location.location) ?? null, stock: byLocation.get(location.location) ?? {},
  }));
}

/** A decision explained; `same` tells whether making it again came to exactly what was done. */
export interface ExplainedDecision extends Explanation { same: boolean }

/** Makes the decision again. Null when its master data or strategy is not kept: what it came to is then all there is to tell. */
export function explainAgain({ at, inputs, outcome, master, strategy }: KeptDecision): ExplainedDecision | null {
  if (!master || !strategy) return null;
  const candidates = candidatesThen(inputs, master);
  const explanation = inputs.byHand ? explainByHand(inputs.demand, candidates, strategy, at, inputs.byHand.location) : explain(inputs.demand, candidates, strategy, at);
  return { ...explanation, same: sameText(outcomeOf(explanation.plan), outcome) };
}

/** Equal as JSON, whatever the order of keys. */
function sameText(one: unknown, other: unknown): boolean {
  return JSON.stringify(sorted(one)) === JSON.stringify(sorted(other));
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (value === null || typeof value !== 'object') return value;
  return Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, item]) => [key, sorted(item)]);
}
