/** Strategies: their check when saved, the one that applies to a demand, and a good one to begin with. */
import { z } from 'zod';
import type { Instant } from '../../kernel/clock.ts';
import { exponentOf } from '../../kernel/money.ts';
import { compileExpression } from '../documents/index.ts';
import type { DocumentProblem, ExpressionPlace } from '../documents/index.ts';
import { anyDemand, saysTheSame } from './filter.ts';
import type { Demand, Strategy } from './types.ts';
import { FILTER_WORDS, WHEN_WORDS, factsOf } from './words.ts';

/** Names that the planner's own rules go by in counts and verdicts. */
export const BUILT_IN_RULES = ['considered', 'kept', 'stock', 'excluded', 'other store', 'distance', 'capacity', 'over capacity'] as const;

/** Largest amount of one cost, 100,000.00 in euros: keeps every sum of a plan far inside exact whole numbers. */
const MAX_AMOUNT = 10_000_000;
const amount = z.int('a whole number of minor units').min(0).max(MAX_AMOUNT);
const name = z.string().trim().min(1).max(100);

const filter = z.strictObject({
  name: name.refine((value) => !(BUILT_IN_RULES as readonly string[]).includes(value), { error: (issue) => `"${String(issue.input)}" is the name of a rule that is always there; choose another` }),
  keep: z.string().max(2000).describe('CEL that says true for a location to keep'),
  hard: z.boolean().describe('true drops the location, false adds the penalty'),
  penalty: amount.optional(),
});

const limits = z.strictObject({
  maxLocations: z.int().min(1).max(50).nullable().default(null),
  maxKilometres: z.int().min(0).max(40_000).nullable().default(null),
  respectCapacity: z.enum(['hard', 'soft', 'off']).default('hard'),
  overCapacity: amount.default(0),
});

const cost = z.strictObject({
  currency: z.string().refine((code) => { try { exponentOf(code); return true; } catch { return false; } }, 'an ISO 4217 currency code such as EUR'),
  parcel: amount, handling: z.partialRecord(z.enum(['store', 'warehouse', 'external_warehouse']), amount).default({}),
  perUnit: amount.default(0), perKilometre: amount.default(0), split: amount.default(0), lateDay: amount.default(0),
  scarcity: amount.default(0), scarcityBelow: z.int().min(0).max(1_000_000).default(0),
  workload: amount.default(0), transfer: amount.default(0), carbonPerKilometre: amount.default(0),
});

/** The document as it is written; its JSON Schema is published from here. */
export const StrategyDocument = z.strictObject({
  id: z.string().min(1).max(100),
  version: z.int().min(1),
  name,
  when: z.string().max(2000).default('true').describe('CEL over order, delivery and now'),
  filters: z.array(filter).max(50).default([]),
  limits: limits.default({ maxLocations: null, maxKilometres: null, respectCapacity: 'hard', overCapacity: 0 }),
  split: z.enum(['allowed', 'never', 'whole_lines']).default('allowed'),
  splitWorth: amount.default(0),
  cost,
  unplaced: z.enum(['wait', 'cancel']).default('wait'),
  queue: z.string().max(2000).optional().describe('CEL over order, delivery and now that gives a whole number: who goes first among orders that wait, higher before lower; left out: first come, first served'),
});

/** What is wrong in a strategy document, and where, e.g. "filters.0.keep". */
export type StrategyProblem = DocumentProblem;

/** Where a strategy's expressions are written. */
export const STRATEGY_EXPRESSIONS: readonly ExpressionPlace[] = [{ path: 'when', result: 'bool', vocabulary: WHEN_WORDS }, { path: 'queue', result: 'int', vocabulary: WHEN_WORDS }, { path: 'filters.*.keep', result: 'bool', vocabulary: FILTER_WORDS }];

/**
 * Checks a document completely: shape, amounts, names, and every expression compiled over the words it may use. All
 * problems come back at once, as a list (`Array.isArray` tells which it is). A strategy that passes can be planned with.
 */
export function checkStrategy(document: unknown): Strategy | StrategyProblem[] {
  const parsed = StrategyDocument.safeParse(document);
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const { filters, when, queue, ...rest } = parsed.data;
  const problems: StrategyProblem[] = [];
  const condition = compileExpression(when, WHEN_WORDS, 'bool');
  if (!condition.ok) problems.push({ path: 'when', message: condition.problem.message, line: condition.problem.line, column: condition.problem.column });
  const order = queue === undefined ? null : compileExpression(queue, WHEN_WORDS, 'int');
  if (order && !order.ok) problems.push({ path: 'queue', message: order.problem.message, line: order.problem.line, column: order.problem.column });
  filters.forEach((rule, index) => {
    const compiled = compileExpression(rule.keep, FILTER_WORDS, 'bool');
    if (!compiled.ok) problems.push({ path: `filters.${index}.keep`, message: compiled.problem.message, line: compiled.problem.line, column: compiled.problem.column });
    if (rule.hard && rule.penalty !== undefined) problems.push({ path: `filters.${index}.penalty`, message: 'A hard rule drops the location, so it has no penalty; leave it out or make the rule soft.' });
    if (!rule.hard && rule.penalty === undefined) problems.push({ path: `filters.${index}.penalty`, message: 'A soft rule needs a penalty in minor units.' });
    if (filters.findIndex((other) => other.name === rule.name) !== index) problems.push({ path: `filters.${index}.name`, message: `Two rules are called "${rule.name}"; give each its own name.` });
  });
  if (problems.length > 0) return problems;
  return { ...rest, when, ...(queue === undefined ? {} : { queue }), filters: filters.map(({ penalty, ...rule }) => (penalty === undefined ? rule : { ...rule, penalty })) };
}

/** A strategy from a version of its document; its place among the others (`priority`) is the document's, not the strategy's. */
export function strategyOf(name: string, version: number, body: Readonly<Record<string, unknown>>): Strategy | StrategyProblem[] {
  const { priority: _priority, ...rest } = body;
  return checkStrategy({ ...rest, id: name, version });
}

/**
 * The first strategy, in the order given, whose `when` says true; null when none does. A `when` that cannot be evaluated
 * for this order is passed over, and its sentence is kept in `refusals`.
 */
export function chooseStrategy(demand: Demand, strategies: readonly Strategy[], now: Instant): { strategy: Strategy | null; refusals: { strategy: string; refusal: string }[] } {
  const refusals: { strategy: string; refusal: string }[] = [];
  const facts = factsOf(demand, now);
  for (const strategy of strategies) {
    const compiled = compileExpression(strategy.when, WHEN_WORDS, 'bool');
    if (!compiled.ok) { refusals.push({ strategy: strategy.id, refusal: compiled.problem.message }); continue; }
    const verdict = compiled.expression.evaluate(facts);
    if (!verdict.ok) refusals.push({ strategy: strategy.id, refusal: verdict.refusal });
    else if (verdict.value) return { strategy, refusals };
  }
  return { strategy: null, refusals };
}

/** The strategies that may apply to orders of a channel and kind of delivery, of which no more is known: until the first that applies to all of them. */
export function mayApply(strategies: readonly Strategy[], known: Pick<Demand, 'channel' | 'kind'>): Strategy[] {
  const facts = factsOf(anyDemand(known), '1970-01-01T00:00:00.000Z');
  const possible: Strategy[] = [];
  for (const strategy of strategies) {
    const compiled = compileExpression(strategy.when, WHEN_WORDS, 'bool');
    if (!compiled.ok) continue;
    const certain = saysTheSame(strategy.when, [...compiled.expression.uses]);
    const verdict = certain ? compiled.expression.evaluate(facts) : null;
    if (verdict !== null && (!verdict.ok || !verdict.value)) continue;
    possible.push(strategy);
    if (certain) break;
  }
  return possible;
}

/**
 * A strategy to begin with, for a Dutch retailer with stores, a warehouse and an external warehouse: the own warehouse
 * first, then the external one, then stores nearby; a second parcel only when one cannot do it. The amounts are estimates
 * of a Dutch parcel in 2025 (about € 5 carriage, € 1 to € 3 of work), to be replaced by the retailer's own.
 */
export function defaultStrategy(): Strategy {
  return {
    id: 'default', version: 1, name: 'Warehouse first, then stores', when: 'true',
    filters: [],
    limits: { maxLocations: null, maxKilometres: null, respectCapacity: 'hard', overCapacity: 0 },
    split: 'allowed', splitWorth: 0,
    cost: {
      currency: 'EUR', parcel: 495, handling: { warehouse: 95, external_warehouse: 195, store: 295 }, perUnit: 25,
      perKilometre: 1, split: 150, lateDay: 200, scarcity: 40, scarcityBelow: 1, workload: 150, transfer: 250, carbonPerKilometre: 0,
    },
    unplaced: 'cancel',
  };
}
