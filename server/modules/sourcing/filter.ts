/** The steps candidates → filter: who has anything, who may deliver it, and which soft rules each breaks. */
import type { Instant } from '../../kernel/clock.ts';
import { compileExpression } from '../documents/index.ts';
import type { Expression } from '../documents/index.ts';
import { metresTo } from './distance.ts';
import { OWN, type Room } from './scratch.ts';
import type { Candidate, Demand, FilterRule, Strategy, Withheld } from './types.ts';
import { FILTER_WORDS, READS, STANDING_WORDS, factsOf, isOfLocation, type SourcingFacts } from './words.ts';

/** What became of a candidate in the sieve, as one figure: 0 is kept, then the planner's own rules, then the strategy's from `FIRST_RULE` on. */
const KEPT_CODE = 0;
const BUILT_IN = ['', 'excluded', 'other store', 'stock', 'distance', 'capacity'] as const;
const FIRST_RULE = BUILT_IN.length;

/**
 * What became of every candidate, by row: its place among those given. In columns, for a plan looks at hundreds of locations
 * and an object for each is more work for the collector of garbage than the plan itself.
 */
export interface Fates {
  candidates: readonly Candidate[];
  /** Whole metres to the destination; -1 when either end is unknown. */
  metres: Int32Array;
  /** What dropped it: an index in `names`, 0 when it is kept. */
  dropped: Uint8Array;
  /** Names of rules by what stands in `dropped`. */
  names: readonly string[];
  /** Why a rule could not be decided, by row, when that is the reason. */
  refusals: ReadonlyMap<number, string>;
  /** By row, the soft rules it breaks; a row that is not there breaks none. */
  broken: ReadonlyMap<number, readonly FilterRule[]>;
  skus: readonly string[];
}

/** The same, with what the plan goes on with. */
export interface Sifted extends Fates {
  /** Rows that are kept. */
  kept: Int32Array;
  /** [row × SKUs + SKU] units. */
  stock: Int32Array;
  /** Farthest known distance in metres among those kept: what a location with unknown coordinates counts as. */
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
interface CompiledFilters { names: readonly string[]; rules: CompiledRule[]; standing: CompiledRule[]; cache: Map<string, { master: string; verdicts: readonly Verdict[] }> }

/** The verdicts of one rule in one plan, by what it read: a step down for each thing it reads. */
interface Branch { verdict: Verdict | null; next: Map<unknown, Branch> | null }

const NOTHING_WITHHELD: readonly Withheld[] = [];
const MOST_STOCK = 2_000_000_000;
/** Metres that nobody knows. */
const UNKNOWN = -1;
const compiledFilters = new WeakMap<Strategy, CompiledFilters>();

function filtersOf(strategy: Strategy): CompiledFilters {
  const known = compiledFilters.get(strategy);
  if (known) return known;
  const rules = strategy.filters.map(compiledRule);
  const compiled: CompiledFilters = { names: [...BUILT_IN, ...strategy.filters.map(({ name }) => name)], rules, standing: rules.filter(({ standing }) => standing), cache: new Map() };
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

/** What is known before there is an order: words of these alone give the same for each order of the channel that is delivered so. */
const KNOWN_WORDS: ReadonlySet<string> = new Set(['order', 'delivery', 'order.channel', 'delivery.kind']);

/** A demand of which no more is known than its channel and how it is delivered. */
export const anyDemand = ({ channel, kind }: Pick<Demand, 'channel' | 'kind'>): Demand =>
  ({ delivery: '', kind, channel, country: '', destination: null, store: null, lines: [], promisedBy: null, tags: [], excluded: [] });

/** Whether words of an expression say the same for every order of a channel and kind of delivery. */
export const saysTheSame = (source: string, words: readonly string[]): boolean => words.every((word) => KNOWN_WORDS.has(word)) && !/\b(order|delivery)\b(?!\.\w)/.test(source);

/** The hard rule by which a strategy drops a location from every order of a channel and kind of delivery; null when it depends on the order, or there is none. */
export function neverKept(strategy: Strategy, candidate: Candidate, known: Pick<Demand, 'channel' | 'kind'>): string | null {
  const facts = { ...factsOf(anyDemand(known), '1970-01-01T00:00:00.000Z'), location: candidate };
  const rule = filtersOf(strategy).rules.find(({ rule: { hard, keep }, ...compiled }) => {
    if (!hard) return false;
    if (compiled.expression === null) return true;
    const others = [...compiled.expression.uses].filter((word) => !STANDING_WORDS.has(word));
    return compiled.reads !== null && saysTheSame(keep, others) && !decide({ rule: { name: '', keep, hard }, ...compiled }, facts).keep;
  });
  return rule?.rule.name ?? null;
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
 * that cannot be decided drops; a soft one costs its penalty. What a verdict is told from lies in `told`, the rest in `room`.
 */
export function sift(demand: Demand, candidates: readonly Candidate[], strategy: Strategy, now: Instant, room = OWN, told = room): Sifted {
  const sieve = sieveOf(demand, candidates, strategy, now, room, told);
  const { metres, dropped, kept, stock, skus } = sieve;
  const distance = demand.destination && metresTo(demand.destination);
  let left = 0;
  let farthest = 0;
  for (let row = 0; row < candidates.length; row += 1) {
    const candidate = candidates[row] as Candidate;
    const far = distance && candidate.coordinates ? distance(candidate.coordinates) : UNKNOWN;
    metres[row] = far;
    const code = fateOf(sieve, candidate, row, far, readStock(candidate, skus, stock, row));
    dropped[row] = code;
    if (code !== KEPT_CODE) continue;
    kept[left] = row;
    left += 1;
    if (far > farthest) farthest = far;
  }
  return { candidates, metres, dropped, names: sieve.filters.names, refusals: sieve.refusals, broken: sieve.broken, kept: kept.subarray(0, left), skus, stock, farthest };
}

/** All that a sieve needs while candidates fall through it one by one. */
interface Sieve {
  demand: Demand;
  strategy: Strategy;
  filters: CompiledFilters;
  facts: SourcingFacts;
  /** Per rule, its verdicts by what it read. */
  decided: readonly Branch[];
  /** Locations that are excluded for everything. */
  excluded: ReadonlySet<string>;
  skus: readonly string[];
  stock: Int32Array;
  metres: Int32Array;
  dropped: Uint8Array;
  kept: Int32Array;
  refusals: Map<number, string>;
  broken: Map<number, FilterRule[]>;
}

function sieveOf(demand: Demand, { length }: readonly Candidate[], strategy: Strategy, now: Instant, room: Room, told: Room): Sieve {
  const filters = filtersOf(strategy);
  const skus = [...new Set(demand.lines.map(({ sku }) => sku))];
  return {
    demand, strategy, filters, facts: factsOf(demand, now), decided: filters.rules.map(newBranch),
    excluded: new Set(demand.excluded.filter(({ line }) => line === null).map(({ location }) => location)), skus,
    stock: room.ints(length * skus.length), metres: told.ints(length), dropped: told.bytes(length), kept: room.ints(length), refusals: new Map(), broken: new Map(),
  };
}

function fateOf(sieve: Sieve, candidate: Candidate, row: number, metres: number, some: boolean): number {
  const { demand, strategy, filters, facts, excluded } = sieve;
  if (excluded.size > 0 && excluded.has(candidate.location)) return 1;
  if (demand.onlyStore === true && candidate.location !== demand.store) return 2;
  if (!some) return 3;
  if (filters.rules.length > 0) {
    facts.location = candidate;
    facts.metres = metres === UNKNOWN ? null : metres;
    const code = applyRules(sieve, candidate, row);
    if (code !== KEPT_CODE) return code;
  }
  return limitBroken(candidate, metres, demand, strategy);
}

/** Units of a SKU that a candidate can deliver. */
export function unitsOf({ stock }: Candidate, sku: string): number {
  const units = stock[sku] ?? 0;
  return units <= 0 ? 0 : Math.min(units, MOST_STOCK);
}

function readStock(candidate: Candidate, skus: readonly string[], stock: Int32Array, row: number): boolean {
  let some = false;
  for (let k = 0; k < skus.length; k += 1) {
    const units = unitsOf(candidate, skus[k] as string);
    if (units === 0) continue;
    stock[row * skus.length + k] = units;
    some = true;
  }
  return some;
}

/** The first hard rule that drops it; soft ones are written down. */
function applyRules({ filters, decided, facts, refusals, broken }: Sieve, candidate: Candidate, row: number): number {
  const standing = filters.standing.length > 0 ? standingVerdicts(filters, candidate, facts) : [];
  let next = 0;
  for (let index = 0; index < filters.rules.length; index += 1) {
    const compiled = filters.rules[index] as CompiledRule;
    const verdict = compiled.standing ? (standing[next++] ?? DROP) : decideOnce(compiled, facts, decided[index] as Branch);
    if (verdict.keep) continue;
    if (compiled.rule.hard) {
      if (verdict.refusal !== null) refusals.set(row, verdict.refusal);
      return FIRST_RULE + index;
    }
    const before = broken.get(row);
    if (before) before.push(compiled.rule); else broken.set(row, [compiled.rule]);
  }
  return KEPT_CODE;
}

function limitBroken(candidate: Candidate, metres: number, { destination }: Demand, { limits }: Strategy): number {
  if (limits.maxKilometres !== null && destination && (metres === UNKNOWN || metres > limits.maxKilometres * 1000)) return 4;
  if (limits.respectCapacity === 'hard' && isFull(candidate)) return 5;
  return KEPT_CODE;
}

/** Whether one more order would be more than today's capacity: capacity 10 takes the tenth, capacity 1 the first. */
export const isFull = ({ capacity, load }: Candidate): boolean => capacity !== null && load + 1 > capacity;

/** What a location has free of what is wanted and may not give. */
export const withheldOf = ({ withheld }: Candidate, { lines }: Demand): readonly Withheld[] => withheld?.filter(({ sku }) => lines.some((line) => line.sku === sku)) ?? NOTHING_WITHHELD;

const KEPT = { waiting: 'kept for orders that wait for it', excluded: 'not asked for, since it was not found there', unable: 'at a location that does not send it' } as const;

/** What keeps stock from being taken, in words. */
export const keptBy = ({ rule, reason }: Withheld): string => (rule === null ? KEPT[reason ?? 'waiting'] : `kept by rule '${rule.name}' (${rule.document}, version ${rule.version})`);

/** Name of the rule that dropped a row; null when it is kept. */
export const droppedBy = ({ dropped, names }: Fates, row: number): string | null => (dropped[row] === KEPT_CODE ? null : names[dropped[row] as number] as string);

/** Whole metres from a row to the destination; null when either end is unknown. */
export const metresFrom = ({ metres }: Fates, row: number): number | null => (metres[row] === UNKNOWN ? null : metres[row] as number);

/** Why a rule dropped a location, as a sentence's second half. */
export function reasonOf(fates: Fates, row: number, demand: Demand, strategy: Strategy): string {
  const candidate = fates.candidates[row] as Candidate;
  const dropped = droppedBy(fates, row);
  switch (dropped) {
    case 'excluded': return demand.excluded.find(({ location, line }) => location === candidate.location && line === null)?.reason ?? 'it may not be asked again';
    case 'other store': return 'a reservation is kept out of the stock of its own store';
    case 'stock': {
      const kept = withheldOf(candidate, demand);
      return kept.length === 0 ? 'it has none of what is wanted' : `what it has of it may not be taken: ${kept.map((one) => `${one.quantity} × ${one.sku} ${keptBy(one)}`).join(', ')}`;
    }
    case 'distance': {
      const metres = metresFrom(fates, row);
      return metres === null ? 'how far it is cannot be known' : `it is ${Math.ceil(metres / 1000)} km away and at most ${strategy.limits.maxKilometres} km is allowed`;
    }
    case 'capacity': return `it has ${candidate.load} of at most ${candidate.capacity} orders today`;
    default: {
      const rule = strategy.filters.find(({ name }) => name === dropped);
      return fates.refusals.get(row) ?? `${rule?.keep ?? 'the rule'} is not so`;
    }
  }
}
