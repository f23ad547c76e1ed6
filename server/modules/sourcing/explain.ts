/** The last step, verdicts: every location's fate in a decision, and the decision in sentences a shop manager would say. */
import type { Instant } from '../../kernel/clock.ts';
import { exponentOf, formatMinor, type Minor } from '../../kernel/money.ts';
import type { Case } from './case.ts';
import { droppedBy, keptBy, reasonOf, withheldOf } from './filter.ts';
import { planned, type Planned } from './plan.ts';
import { inLentRoom, OWN, type Room } from './scratch.ts';
import { verdictsOf } from './verdicts.ts';
import type { Candidate, Demand, Explanation, Strategy, Withheld } from './types.ts';
import type { Way } from './ways.ts';

/** Locations named in sentences before the rest is counted. */
const NAMED = 5;

/** The plan for these inputs, made by the same function, with the verdict on every candidate (in the order given) and sentences. */
export const explain = (demand: Demand, candidates: readonly Candidate[], strategy: Strategy, now: Instant): Explanation =>
  inLentRoom((room) => explainIn(room, demand, candidates, strategy, now));

/** The same, worked out in a room of which nothing is left in what it gives. */
export function explainIn(room: Room, demand: Demand, candidates: readonly Candidate[], strategy: Strategy, now: Instant): Explanation {
  const workings = planned(demand, candidates, strategy, now, room, OWN);
  return { plan: workings.plan, verdicts: verdictsOf(workings, room), sentences: sentencesOf(workings) };
}

/** An amount as people write it: € 6.10. */
export const inWords = (amount: Minor, currency: string): string => {
  exponentOf(currency);
  return `${currency === 'EUR' ? '€' : currency} ${formatMinor(amount, currency)}`;
};

function sentencesOf({ plan, problem, winner, others }: Planned): string[] {
  const { demand, strategy } = problem;
  const wanted = demand.lines.reduce((sum, { quantity }) => sum + Math.max(0, quantity), 0);
  const sentences = [winner ? winnerSentence(winner, wanted, problem) : `Nobody can deliver any of the ${wanted}.`];
  if (winner) for (const other of others) sentences.push(comparison(winner, other, problem, wanted));
  sentences.push(...droppedSentences(problem));
  const then = strategy.unplaced === 'wait' ? 'it waits for stock' : 'it is cancelled and its money returned';
  for (const { sku, quantity, reason } of plan.unplaced) sentences.push(`${quantity} × ${sku} could not be placed: ${reason}; ${then}.`);
  if (!plan.exact) sentences.push('The search was ended by its bound on work: a cheaper way may exist.');
  return sentences;
}

const joined = (parts: readonly string[]): string => (parts.length < 2 ? parts.join('') : `${parts.slice(0, -1).join(', ')} and ${parts.at(-1) ?? ''}`);

const nameAt = ({ sifted }: Case, row: number): string => (sifted.candidates[row] as Candidate).name;

const namesOf = (problem: Case, { shares }: Way): string => joined(shares.map(({ row }) => nameAt(problem, row)));

function winnerSentence(winner: Way, wanted: number, problem: Case): string {
  const { demand, strategy, sifted } = problem;
  const price = inWords(winner.cost, strategy.cost.currency);
  const verb = (row: number): string => (demand.kind !== 'pickup' ? 'ships' : (sifted.candidates[row] as Candidate).location === demand.store ? 'prepares' : 'sends the pickup store');
  const [first] = winner.shares;
  if (winner.shares.length === 1 && first) return `${nameAt(problem, first.row)} ${verb(first.row)} ${winner.placed === wanted ? `all ${wanted}` : `${winner.placed} of ${wanted}`} for ${price}.`;
  return `${joined(winner.shares.map(({ row, units }) => `${nameAt(problem, row)} ${verb(row)} ${units}`))}${winner.placed === wanted ? '' : ` of ${wanted}`}, together for ${price}.`;
}

function comparison(winner: Way, other: Way, problem: Case, wanted: number): string {
  const { currency } = problem.strategy.cost;
  const one = other.shares.length === 1;
  if (other.placed < winner.placed) return `${namesOf(problem, other)} could place only ${other.placed} of ${wanted}.`;
  const difference = other.cost - winner.cost;
  if (difference === 0) return `${namesOf(problem, other)} ${one ? 'was' : 'were'} just as dear, and came later by number of locations or code.`;
  return `${namesOf(problem, other)}${one ? '' : ' together'} ${one ? 'was' : 'were'} ${inWords(Math.abs(difference), currency)} ${difference > 0 ? 'dearer' : 'cheaper'}.`;
}

/** Named one by one for the first few of each rule, the rest counted; those without stock only counted. */
function droppedSentences({ sifted, demand, strategy }: Case): string[] {
  if (sifted.kept.length === sifted.candidates.length) return [];
  const byRule = new Map<number, number[]>();
  for (let row = 0; row < sifted.dropped.length; row += 1) {
    const code = sifted.dropped[row] as number;
    if (code === 0) continue;
    const rows = byRule.get(code);
    if (rows) rows.push(row); else byRule.set(code, [row]);
  }
  return [...byRule.values()].flatMap((rows) => {
    const rule = droppedBy(sifted, rows[0] as number) as string;
    if (rule === 'stock') return withoutStock(rows, sifted.candidates, demand);
    const named = rows.slice(0, NAMED).map((row) => `${(sifted.candidates[row] as Candidate).name} dropped by rule '${rule}': ${reasonOf(sifted, row, demand, strategy)}.`);
    return rows.length > NAMED ? [...named, `${rows.length - NAMED} more were dropped by rule '${rule}'.`] : named;
  });
}

/** Who has none of it is counted; who has some that may not be taken is named, with what keeps it. */
function withoutStock(rows: readonly number[], candidates: readonly Candidate[], demand: Demand): string[] {
  const kept: { name: string; withheld: readonly Withheld[] }[] = [];
  let first = '';
  for (const row of rows) {
    const candidate = candidates[row] as Candidate;
    const withheld = withheldOf(candidate, demand);
    if (withheld.length > 0) kept.push({ name: candidate.name, withheld });
    else if (first === '') first = candidate.name;
  }
  const none = rows.length - kept.length;
  const named = kept.slice(0, NAMED).map(({ name, withheld }) => `${name} may not give what it has: ${withheld.map((one) => `${one.quantity} × ${one.sku} ${keptBy(one)}`).join(', ')}.`);
  return [
    ...named, ...(kept.length > NAMED ? [`${kept.length - NAMED} more may not give what they have.`] : []),
    ...(none === 0 ? [] : [none === 1 ? `${first} has none of what is wanted.` : `${none} locations have none of what is wanted.`]),
  ];
}
