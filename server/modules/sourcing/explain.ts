/** The last step, verdicts: every location's fate in a decision, and the decision in sentences a shop manager would say. */
import type { Instant } from '../../kernel/clock.ts';
import { exponentOf, formatMinor, type Minor } from '../../kernel/money.ts';
import type { Bundle, Case } from './case.ts';
import { itemsAt, scarceUnits, sumOf, type Charges } from './cost.ts';
import { kilometres } from './distance.ts';
import { keptBy, reasonOf, withheldOf, type Considered } from './filter.ts';
import { planned, type Planned } from './plan.ts';
import type { Candidate, Demand, DemandLine, Explanation, Strategy, Verdict } from './types.ts';
import type { Way } from './ways.ts';

/** Locations named in sentences before the rest is counted. */
const NAMED = 5;

/** The plan for these inputs, made by the same function, with the verdict on every candidate (in the order given) and sentences. */
export function explain(demand: Demand, candidates: readonly Candidate[], strategy: Strategy, now: Instant): Explanation {
  const workings = planned(demand, candidates, strategy, now);
  return { plan: workings.plan, verdicts: verdictsOf(workings), sentences: sentencesOf(workings) };
}

function verdictsOf({ problem, winner }: Planned): Verdict[] {
  const { sifted: { considered, skus, stock }, demand, strategy } = problem;
  const left = new Int32Array(skus.length);
  const chosen = new Set(winner?.shares.map(({ one }) => one));
  // A copy of an object that has all SKUs already is made twice as fast as one that grows, and in half the memory.
  const none: Readonly<Record<string, number>> = Object.fromEntries(skus.map((sku) => [sku, 0]));
  return considered.map((one): Verdict => {
    const { candidate, row, metres, dropped } = one;
    const available = { ...none };
    let cell = row * skus.length;
    for (const sku of skus) available[sku] = stock[cell++] as number;
    return {
      location: candidate.location, name: candidate.name, kilometres: metres === null ? null : kilometres(metres), available, withheld: withheldOf(candidate, demand),
      dropped: dropped === null ? null : { rule: dropped, reason: reasonOf(one, demand, strategy) },
      alone: dropped === null ? aloneAt(problem, one, left) : null,
      chosen: chosen.has(one),
    };
  });
}

/** What one location would cost and cover by itself: lines and groups are taken in order while the stock lasts. `left` is room to work in. */
function aloneAt(problem: Case, one: Considered, left: Int32Array): Verdict['alone'] {
  const { sifted, bundles, strategy, charges, barred, skuOf, demand } = problem;
  const columns = sifted.skus.length;
  const from = one.row * columns;
  for (let column = 0; column < columns; column += 1) left[column] = sifted.stock[from + column] as number;
  let units = 0;
  for (const bundle of bundles) {
    if (bundle.atomic) { units += takeWhole(problem, one, bundle, left); continue; }
    for (const line of bundle.lines) {
      if (barred[line]?.has(one.row)) continue;
      const column = skuOf[line] as number;
      const taken = Math.min((demand.lines[line] as DemandLine).quantity, left[column] as number);
      left[column] = (left[column] as number) - taken;
      units += taken;
    }
  }
  if (units === 0) return null;
  let scarce = 0;
  for (let column = 0; column < columns; column += 1) {
    const before = sifted.stock[from + column] as number;
    scarce += scarceUnits(before - (left[column] as number), before, strategy.cost.scarcityBelow);
  }
  const items = itemsAt(one, charges[one.row] as Charges, units, scarce, strategy);
  return { cost: sumOf(items), items, covers: units };
}

function takeWhole({ demand, skuOf, barred }: Case, { row }: Considered, { lines }: Bundle, left: Int32Array): number {
  let units = 0;
  for (let taken = 0; taken < lines.length; taken += 1) {
    const line = lines[taken] as number;
    const { quantity } = demand.lines[line] as DemandLine;
    const column = skuOf[line] as number;
    if ((left[column] as number) >= quantity && !barred[line]?.has(row)) {
      left[column] = (left[column] as number) - quantity;
      units += quantity;
      continue;
    }
    for (const back of lines.slice(0, taken)) left[skuOf[back] as number] = (left[skuOf[back] as number] as number) + (demand.lines[back] as DemandLine).quantity;
    return 0;
  }
  return units;
}

/** An amount as people write it: € 6.10. */
export const inWords = (amount: Minor, currency: string): string => {
  exponentOf(currency);
  return `${currency === 'EUR' ? '€' : currency} ${formatMinor(amount, currency)}`;
};

function sentencesOf({ plan, problem, winner, others }: Planned): string[] {
  const { demand, strategy } = problem;
  const wanted = demand.lines.reduce((sum, { quantity }) => sum + Math.max(0, quantity), 0);
  const sentences = [winner ? winnerSentence(winner, wanted, demand, strategy) : `Nobody can deliver any of the ${wanted}.`];
  if (winner) for (const other of others) sentences.push(comparison(winner, other, strategy, wanted));
  sentences.push(...droppedSentences(problem));
  const then = strategy.unplaced === 'wait' ? 'it waits for stock' : 'it is cancelled and its money returned';
  for (const { sku, quantity, reason } of plan.unplaced) sentences.push(`${quantity} × ${sku} could not be placed: ${reason}; ${then}.`);
  if (!plan.exact) sentences.push('The search was ended by its bound on work: a cheaper way may exist.');
  return sentences;
}

const joined = (parts: readonly string[]): string => (parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`);

const namesOf = (way: Way): string => joined(way.shares.map(({ one }) => one.candidate.name));

function winnerSentence(winner: Way, wanted: number, demand: Demand, strategy: Strategy): string {
  const price = inWords(winner.cost, strategy.cost.currency);
  const [first] = winner.shares;
  const part = winner.placed === wanted ? `all ${wanted}` : `${winner.placed} of ${wanted}`;
  if (winner.shares.length === 1 && first) {
    if (demand.kind !== 'pickup') return `${first.one.candidate.name} ships ${part} for ${price}.`;
    const at = first.one.candidate.location === demand.store ? 'prepares' : 'sends the pickup store';
    return `${first.one.candidate.name} ${at} ${part} for ${price}.`;
  }
  const verb = demand.kind === 'pickup' ? (one: Considered): string => (one.candidate.location === demand.store ? 'prepares' : 'sends the pickup store') : (): string => 'ships';
  return `${joined(winner.shares.map(({ one, units }) => `${one.candidate.name} ${verb(one)} ${units}`))}${winner.placed === wanted ? '' : ` of ${wanted}`}, together for ${price}.`;
}

function comparison(winner: Way, other: Way, strategy: Strategy, wanted: number): string {
  const one = other.shares.length === 1;
  if (other.placed < winner.placed) return `${namesOf(other)} could place only ${other.placed} of ${wanted}.`;
  const difference = other.cost - winner.cost;
  if (difference === 0) return `${namesOf(other)} ${one ? 'was' : 'were'} just as dear, and came later by number of locations or code.`;
  return `${namesOf(other)}${one ? '' : ' together'} ${one ? 'was' : 'were'} ${inWords(Math.abs(difference), strategy.cost.currency)} ${difference > 0 ? 'dearer' : 'cheaper'}.`;
}

/** Named one by one for the first few of each rule, the rest counted; those without stock only counted. */
function droppedSentences({ sifted, demand, strategy }: Case): string[] {
  const byRule = new Map<string, Considered[]>();
  for (const one of sifted.considered) {
    if (one.dropped === null) continue;
    const list = byRule.get(one.dropped);
    if (list) list.push(one); else byRule.set(one.dropped, [one]);
  }
  return [...byRule].flatMap(([rule, dropped]) => {
    if (rule === 'stock') return withoutStock(dropped, demand);
    const named = dropped.slice(0, NAMED).map((one) => `${one.candidate.name} dropped by rule '${rule}': ${reasonOf(one, demand, strategy)}.`);
    return dropped.length > NAMED ? [...named, `${dropped.length - NAMED} more were dropped by rule '${rule}'.`] : named;
  });
}

/** Who has none of it is counted; who has some that may not be taken is named, with what keeps it. */
function withoutStock(dropped: readonly Considered[], demand: Demand): string[] {
  const kept = dropped.filter(({ candidate }) => withheldOf(candidate, demand).length > 0);
  const none = dropped.filter((one) => !kept.includes(one));
  const named = kept.slice(0, NAMED).map(({ candidate }) => `${candidate.name} may not give what it has: ${withheldOf(candidate, demand).map((one) => `${one.quantity} × ${one.sku} ${keptBy(one)}`).join(', ')}.`);
  return [
    ...named, ...(kept.length > NAMED ? [`${kept.length - NAMED} more may not give what they have.`] : []),
    ...(none.length === 0 ? [] : [none.length === 1 ? `${none[0]?.candidate.name ?? ''} has none of what is wanted.` : `${none.length} locations have none of what is wanted.`]),
  ];
}
