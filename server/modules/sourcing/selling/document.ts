/** Rules of what a channel may sell, as a document: its shape, its check before it comes into force, and where its expressions stand. */
import { z } from 'zod';
import { compileExpression } from '../../documents/index.ts';
import type { DocumentProblem, ExpressionPlace, Vocabulary } from '../../documents/index.ts';
import { CHANNEL_WORDS, NETWORK_WORDS, PLACE_WORDS, SELLING_WORDS } from './words.ts';

const MOST_UNITS = 1_000_000;
const units = z.int('a whole number of units').min(1).max(MOST_UNITS);
const percent = z.int('a whole percentage').min(1).max(100);
const channelCode = z.string().regex(/^[a-z0-9][a-z0-9_-]{0,49}$/, 'the code of a channel, such as webshop');

/** What a rule does to what may be sold. */
const Effect = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('safety_stock'), units: units.describe('Kept at each location it applies to') }),
  z.strictObject({ kind: z.literal('threshold'), below: z.int().min(2).max(MOST_UNITS).describe('A location with fewer than this available sells none; 3 is "only where more than 2 are in stock"') }),
  z.strictObject({ kind: z.literal('channel_buffer'), units: units.optional(), percent: percent.optional() }).describe('Held back from the channel over the whole network: units, or a percentage rounded up'),
  z.strictObject({ kind: z.literal('excluded') }).describe('Nothing of this location is sold'),
  z.strictObject({ kind: z.literal('pickup_only') }).describe('Sold for pickup in this location itself, never sent from it'),
  z.strictObject({ kind: z.literal('not_for_pickup') }).describe('Cannot be collected at this location'),
  z.strictObject({ kind: z.literal('ring_fence'), units: units.optional(), percent: percent.optional(), channels: z.array(channelCode).min(1).max(50) }).describe('So much of what lies free at a location is for these channels alone: units, or a percentage of its sellable stock rounded up'),
  z.strictObject({ kind: z.literal('expected'), days: z.int().min(1).max(365) }).describe('What is expected within so many days may be sold as well'),
  z.strictObject({ kind: z.literal('nearest'), stores: z.int().min(1).max(100), by: z.enum(['ip', 'place']).default('ip') }).describe('For pickup only this many stores are shown: those nearest to where the customer is by IP address, or to the place they give'),
]);
export type SellingEffect = z.output<typeof Effect>;
export type EffectKind = SellingEffect['kind'];

/** The document as it is written; its JSON Schema is published from here. */
export const SellingDocument = z.strictObject({
  name: z.string().trim().min(1).max(100).describe('What people call it'),
  priority: z.int().min(0).max(10_000).default(100).describe('Documents are read in this order, the lowest first'),
  when: z.string().max(2000).default('true').describe('CEL over channel: for which channels it is'),
  rules: z.array(z.strictObject({
    name: z.string().trim().min(1).max(100).describe('Told with every figure that it changes'),
    when: z.string().max(2000).default('true').describe('CEL that says where it applies: over channel, product, location, delivery and available, as far as its effect knows them'),
    effect: Effect,
  })).max(100).default([]),
});
export type SellingBody = z.output<typeof SellingDocument>;
export type SellingRuleBody = SellingBody['rules'][number];

/** A version that is in force. */
export interface SellingVersion { name: string; version: number; body: SellingBody }

/** The words a rule's condition may use: an effect can only ask for what is known where it works. */
export function wordsOf({ kind }: SellingEffect): Vocabulary {
  switch (kind) {
    case 'channel_buffer': return NETWORK_WORDS;
    case 'ring_fence': return PLACE_WORDS;
    case 'nearest': return CHANNEL_WORDS;
    default: return SELLING_WORDS;
  }
}

export const SELLING_KIND = 'availability';

/** Where its expressions are written; the check narrows the words by the effect. */
export const SELLING_EXPRESSIONS: readonly ExpressionPlace[] = [{ path: 'when', result: 'bool', vocabulary: CHANNEL_WORDS }, { path: 'rules.*.when', result: 'bool', vocabulary: SELLING_WORDS }];

export const SELLING_SCHEMA = z.toJSONSchema(SellingDocument, { io: 'input' });

function expressionProblem(path: string, source: string, vocabulary: Vocabulary): DocumentProblem[] {
  const compiled = compileExpression(source, vocabulary, 'bool');
  return compiled.ok ? [] : [{ path, message: compiled.problem.message, line: compiled.problem.line, column: compiled.problem.column }];
}

function amountProblem(path: string, effect: SellingEffect): DocumentProblem[] {
  if (effect.kind !== 'channel_buffer' && effect.kind !== 'ring_fence') return [];
  return (effect.units === undefined) === (effect.percent === undefined) ? [{ path, message: `Give either units or a percentage, ${effect.units === undefined ? 'one of the two' : 'not both'}.` }] : [];
}

/** Checks a document completely; a document without problems can be sold by. */
export function checkSelling(body: unknown): DocumentProblem[] {
  const parsed = SellingDocument.safeParse(body);
  if (!parsed.success) return parsed.error.issues.map(({ path, message }) => ({ path: path.join('.'), message }));
  const { when, rules } = parsed.data;
  const problems = expressionProblem('when', when, CHANNEL_WORDS);
  rules.forEach(({ name, when: condition, effect }, index) => {
    const at = `rules.${index}`;
    problems.push(...expressionProblem(`${at}.when`, condition, wordsOf(effect)), ...amountProblem(`${at}.effect`, effect));
    if (rules.findIndex((other) => other.name === name) !== index) problems.push({ path: `${at}.name`, message: `Two rules are called "${name}"; give each its own name.` });
    if (effect.kind !== 'ring_fence') return;
    if (when.trim() !== 'true') problems.push({ path: `${at}.effect`, message: `"${name}" keeps stock against every other channel, so its document must be for all channels: write it in one whose condition is true.` });
    if (new Set(effect.channels).size !== effect.channels.length) problems.push({ path: `${at}.effect.channels`, message: 'A channel is named twice; name it once.' });
  });
  return problems;
}

/** A version read back from where it is kept; null when the code of today cannot use it, which the check before activation rules out. */
export function sellingOfDocument(name: string, version: number, body: unknown): SellingVersion | null {
  return checkSelling(body).length > 0 ? null : { name, version, body: SellingDocument.parse(body) };
}
