/** The plan: candidates → filter → quantities → cost → solve → verdicts, each a step of its own file, for one delivery. */
import type { Instant } from '../../kernel/clock.ts';
import { caseOf, type Case } from './case.ts';
import { sift, type Sifted } from './filter.ts';
import { inLentRoom, type Room } from './scratch.ts';
import type { Candidate, Demand, Plan, PlanOption, Strategy } from './types.ts';
import { unplacedOf } from './unplaced.ts';
import { waysOf, type Way } from './ways.ts';

const RUNNERS_UP = 5;

/** A plan with what it was made from, for explaining it. */
export interface Planned { plan: Plan; problem: Case; winner: Way | undefined; others: Way[] }

/**
 * Who delivers what. First as many units as possible are placed, then the cost is least, in minor units of the strategy's
 * currency; among equals fewer locations win, then the cheaper one, then the lower location code. The order of
 * `candidates` does not matter. Nothing is allocated beyond a candidate's stock, also when several lines want one SKU, and
 * each unit of the demand is either allocated or in `unplaced` with its reason. `exact` is false only when a bound on work
 * (MAX_STEPS, MAX_ASSIGNMENT_STEPS) ended the search; the plan then still keeps every hard rule.
 */
export const plan = (demand: Demand, candidates: readonly Candidate[], strategy: Strategy, now: Instant): Plan =>
  inLentRoom((room) => planned(demand, candidates, strategy, now, room, room).plan);

/** The same, with its workings, which lie in `room` but for what verdicts are told from. */
export function planned(demand: Demand, candidates: readonly Candidate[], strategy: Strategy, now: Instant, room: Room, told: Room): Planned {
  const sifted = sift(demand, candidates, strategy, now, room, told);
  const problem = caseOf(demand, strategy, sifted, room, told);
  const { ways, exact } = waysOf(problem, room);
  const [winner, ...rest] = ways[0] && ways[0].placed > 0 ? ways : [];
  const others = nextBest(winner, rest);
  const wanted = demand.lines.reduce((sum, { quantity }) => sum + Math.max(0, quantity), 0);
  const optionOf = ({ allocations, cost, items, placed }: Way): PlanOption => ({ allocations, cost, items, unplaced: wanted - placed });
  const result: Plan = {
    allocations: winner?.allocations ?? [],
    unplaced: (winner?.placed ?? 0) === wanted ? [] : unplacedOf(problem, winner),
    cost: winner?.cost ?? 0,
    items: winner?.items ?? [],
    runnersUp: others.map(optionOf),
    counts: countsOf(sifted),
    exact,
  };
  return { plan: result, problem, winner, others };
}

/** The best of the other ways that were looked at, each with its own set of locations. */
function nextBest(winner: Way | undefined, ways: readonly Way[]): Way[] {
  const keyOf = ({ shares }: Way): string => shares.map(({ row }) => row).join(' ');
  const seen = new Set(winner ? [keyOf(winner)] : []);
  return ways.filter((way) => {
    const key = keyOf(way);
    if (way.placed === 0 || seen.has(key)) return false;
    seen.add(key);
    return true;
  }).sort((a, b) => b.placed - a.placed || a.cost - b.cost || a.shares.length - b.shares.length).slice(0, RUNNERS_UP);
}

function countsOf({ candidates, dropped, names, kept }: Sifted): Record<string, number> {
  const counts: Record<string, number> = { considered: candidates.length, kept: kept.length };
  if (kept.length === candidates.length) return counts;
  for (let row = 0; row < dropped.length; row += 1) {
    const code = dropped[row] as number;
    if (code === 0) continue;
    const name = names[code] as string;
    counts[name] = (counts[name] ?? 0) + 1;
  }
  return counts;
}
