/** The steps candidates → filter: who has anything, who may deliver it, and which soft rules each breaks. */
import type { Instant } from '../../kernel/clock.ts';
import { compileExpression } from '../documents/index.ts';
import type { Expression } from '../documents/index.ts';
import { metresTo } from './distance.ts';
import type { Candidate, Demand, FilterRule, Strategy, Withheld } from './types.ts';
import { FILTER_WORDS, READS, STANDING_WORDS, factsOf, isOfLocation, type SourcingFacts } from './words.ts';

/** A candidate on its way through the steps. `row` is its row in `Sifted.stock`. */
export interface Considered {
  candidate: Candidate;
  row: number;
  /** Whole metres to the destination; null when either end is unknown. */
  metres: number | null;
  /** Name of the rule that dropped it; null when it is kept. */
  dropped: string | null;
  /** Why the rule could not be decided, when that is the reason. */
  refusal: string | null;
  /** Soft rules it breaks. */
  broken: readonly FilterRule[];
}

/** What the filters leave, with stock per row and SKU as one block of whole numbers. */
export interface Sifted {
  considered: Considered[];
  kept: Considered[];
  skus: readonly string[];
  stock: Int32Array;
  /** Farthest known distance in metres: what a location with unknown coordinates counts as. */
  farthest: number;
}

interface Verdict { keep: boolean; refusal: string | null }
interface CompiledRule {
  rule: FilterRule;
  expression: Expression<boolean> | null;
  problem: string;
  /** Over master data alone: decided once per strategy and version of a location's master data. */
  standing: boolean;
  /** What it reads of a location; null when that cannot be told from its words. */
  reads: readonly ((facts: SourcingFacts) => unknown)[] | null;
}
interface CompiledFilters { rules: CompiledRule[]; standing: CompiledRule[]; cache: Map<string, { master: string; verdicts: readonly Verdict[] }> }

/** The verdicts of one rule in one plan, by what it read: a step down for each thing it reads. */
interface Branch { verdict: Verdict | null; next: Map<unknown, Branch> | null }

const NONE: readonly FilterRule[] = [];
const NOTHING_WITHHELD: readonly Withheld[] = [];
const MOST_STOCK = 2_000_000_000;
const compiledFilters = new WeakMap<Strategy, CompiledFilters>();

function filtersOf(strategy: Strategy): CompiledFilters {
  const known = compiledFilters.get(strategy);
  if (known) return known;
  const rules = strategy.filters.map(compiledRule);
  const compiled: CompiledFilters = { rules, standing: rules.filter(({ standing }) => standing), cache: new Map() };
  compiledFilters.set(strategy, compiled);
  return compiled;
}

function compiledRule(rule: FilterRule): CompiledRule {
  const compiled = compileExpression(rule.keep, FILTER_WORDS, 'bool');
  if (!compiled.ok) return { rule, expression: null, problem: compiled.problem.message, standing: false, reads: [] };
  // A location that is handed on as a whole, as in [location].exists(l, …), is read under another name.
  if (/\blocation\b(?!\.\w)/.test(rule.keep)) return { rule, expression: compiled.expression, problem: '', standing: false, reads: null };
  const words = [...compiled.expression.uses];
  const read = words.filter(isOfLocation);
  const reads = read.flatMap((word) => READS.get(word) ?? []);
  return {
    rule, expression: compiled.expression, problem: '', reads: reads.length === read.length ? reads : null,
    standing: read.length > 0 && read.every((word) => STANDING_WORDS.has(word)) && !words.some((word) => /^(order|delivery|now)\b/.test(word)),
  };
}

function decide({ expression, problem }: CompiledRule, facts: SourcingFacts): Verdict {
  if (!expression) return { keep: false, refusal: problem };
  const result = expression.evaluate(facts);
  if (!result.ok) return { keep: false, refusal: result.refusal };
  return result.value ? KEEP : DROP;
}

const KEEP: Verdict = { keep: true, refusal: null };
const DROP: Verdict = { keep: false, refusal: null };

/** The verdict at a location, evaluated once for all locations of this plan that give the rule the same to read. */
function decideOnce(rule: CompiledRule, facts: SourcingFacts, decided: Branch): Verdict {
  if (rule.reads === null) return decide(rule, facts);
  let branch = decided;
  for (const read of rule.reads) {
    const value = read(facts);
    branch.next ??= new Map();
    let next = branch.next.get(value);
    if (!next) branch.next.set(value, next = newBranch());
    branch = next;
  }
  return branch.verdict ??= decide(rule, facts);
}

const newBranch = (): Branch => ({ verdict: null, next: null });

/** Verdicts of the rules over master data alone, decided once per strategy and version of the location's master data. */
function standingVerdicts(filters: CompiledFilters, candidate: Candidate, facts: SourcingFacts): readonly Verdict[] {
  if (candidate.master === undefined) return filters.standing.map((rule) => decide(rule, facts));
  const known = filters.cache.get(candidate.location);
  if (known && known.master === candidate.master) return known.verdicts;
  const verdicts = filters.standing.map((rule) => decide(rule, facts));
  filters.cache.set(candidate.location, { master: candidate.master, verdicts });
  return verdicts;
}

/**
 * Sifts the candidates. Rules are tried in this order and the first that drops a candidate is named: it was excluded (after
 * a short), it has none of what is wanted, the strategy's own hard rules as written, distance, hard capacity. A hard rule
 * that cannot be decided drops; a soft one costs its penalty.
 */
export function sift(demand: Demand, candidates: readonly Candidate[], strategy: Strategy, now: Instant): Sifted {
  const filters = filtersOf(strategy);
  const facts = factsOf(demand, now);
  const decided = filters.rules.map(newBranch);
  const distance = demand.destination && metresTo(demand.destination);
  const excluded = new Set(demand.excluded.filter(({ line }) => line === null).map(({ location }) => location));
  const skus = [...new Set(demand.lines.map(({ sku }) => sku))];
  const stock = new Int32Array(candidates.length * skus.length);
  const sifted: Sifted = { considered: [], kept: [], skus, stock, farthest: 0 };
  for (let row = 0; row < candidates.length; row += 1) {
    const candidate = candidates[row] as Candidate;
    const metres = distance && candidate.coordinates ? distance(candidate.coordinates) : null;
    const one: Considered = { candidate, row, metres, dropped: null, refusal: null, broken: NONE };
    sifted.considered.push(one);
    const some = readStock(candidate, skus, stock, row);
    if (excluded.has(candidate.location)) one.dropped = 'excluded';
    else if (demand.onlyStore === true && candidate.location !== demand.store) one.dropped = 'other store';
    else if (!some) one.dropped = 'stock';
    else {
      facts.location = candidate;
      facts.metres = metres;
      applyRules(filters, decided, facts, one, candidate);
      one.dropped ??= limitBroken(one, demand, strategy);
    }
    if (one.dropped !== null) continue;
    sifted.kept.push(one);
    if (metres !== null && metres > sifted.farthest) sifted.farthest = metres;
  }
  return sifted;
}

function readStock(candidate: Candidate, skus: readonly string[], stock: Int32Array, row: number): boolean {
  let some = false;
  for (let k = 0; k < skus.length; k += 1) {
    const units = candidate.stock[skus[k] as string] ?? 0;
    if (units <= 0) continue;
    stock[row * skus.length + k] = Math.min(units, MOST_STOCK);
    some = true;
  }
  return some;
}

function applyRules(filters: CompiledFilters, decided: readonly Branch[], facts: SourcingFacts, one: Considered, candidate: Candidate): void {
  if (filters.rules.length === 0) return;
  const standing = filters.standing.length > 0 ? standingVerdicts(filters, candidate, facts) : [];
  let next = 0;
  let broken: FilterRule[] | null = null;
  for (let index = 0; index < filters.rules.length; index += 1) {
    const compiled = filters.rules[index] as CompiledRule;
    const verdict = compiled.standing ? (standing[next++] ?? DROP) : decideOnce(compiled, facts, decided[index] as Branch);
    if (verdict.keep) continue;
    if (compiled.rule.hard) {
      one.dropped = compiled.rule.name;
      one.refusal = verdict.refusal;
      return;
    }
    (broken ??= []).push(compiled.rule);
  }
  if (broken) one.broken = broken;
}

function limitBroken({ candidate, metres }: Considered, demand: Demand, { limits }: Strategy): string | null {
  if (limits.maxKilometres !== null && demand.destination && (metres === null || metres > limits.maxKilometres * 1000)) return 'distance';
  if (limits.respectCapacity === 'hard' && isFull(candidate)) return 'capacity';
  return null;
}

/** Whether one more order would be more than today's capacity: capacity 10 takes the tenth, capacity 1 the first. */
export const isFull = ({ capacity, load }: Candidate): boolean => capacity !== null && load + 1 > capacity;

/** What a location has free of what is wanted and may not give. */
export const withheldOf = ({ withheld }: Candidate, { lines }: Demand): readonly Withheld[] => withheld?.filter(({ sku }) => lines.some((line) => line.sku === sku)) ?? NOTHING_WITHHELD;

const KEPT = { waiting: 'kept for orders that wait for it', excluded: 'not asked for, since it was not found there' } as const;

/** What keeps stock from being taken, in words. */
export const keptBy = ({ rule, reason }: Withheld): string => (rule === null ? KEPT[reason ?? 'waiting'] : `kept by rule '${rule.name}' (${rule.document}, version ${rule.version})`);

/** Why a rule dropped a location, as a sentence's second half. */
export function reasonOf({ candidate, dropped, refusal, metres }: Considered, demand: Demand, strategy: Strategy): string {
  switch (dropped) {
    case 'excluded': return demand.excluded.find(({ location, line }) => location === candidate.location && line === null)?.reason ?? 'it may not be asked again';
    case 'other store': return 'a reservation is kept out of the stock of its own store';
    case 'stock': {
      const kept = withheldOf(candidate, demand);
      return kept.length === 0 ? 'it has none of what is wanted' : `what it has of it may not be taken: ${kept.map((one) => `${one.quantity} × ${one.sku} ${keptBy(one)}`).join(', ')}`;
    }
    case 'distance': return metres === null ? 'how far it is cannot be known' : `it is ${Math.ceil(metres / 1000)} km away and at most ${strategy.limits.maxKilometres} km is allowed`;
    case 'capacity': return `it has ${candidate.load} of at most ${candidate.capacity} orders today`;
    default: {
      const rule = strategy.filters.find(({ name }) => name === dropped);
      return refusal ?? `${rule?.keep ?? 'the rule'} is not so`;
    }
  }
}
