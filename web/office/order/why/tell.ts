/** Pure: a decision in the sentences of the shown language, and its locations in the order in which one wants to read them. */
import type { Decision } from '../model.ts';
import type { WhyWords } from './words.ts';

export type Verdict = NonNullable<Decision['verdicts']>[number];
export interface Ranked extends Verdict { /** `second`: the next best way consisted of it. */ rank: 'chosen' | 'second' | 'possible' | 'dropped' }

/** Chosen first, then the runner-up, then what was possible by cost, then what a rule dropped; those without stock last. */
export function ranked({ verdicts, runnersUp }: Decision): Ranked[] {
  const chosen = new Set((verdicts ?? []).filter((one) => one.chosen).map(({ location }) => location));
  const second = new Set((runnersUp.find(({ allocations }) => allocations.some(({ location }) => !chosen.has(location)))?.allocations ?? []).map(({ location }) => location));
  const rankOf = (one: Verdict): Ranked['rank'] => (one.chosen ? 'chosen' : one.dropped ? 'dropped' : second.has(one.location) ? 'second' : 'possible');
  const weight = ({ rank, dropped, withheld }: Ranked): number => (rank === 'chosen' ? 0 : rank === 'second' ? 1 : rank === 'possible' ? 2 : dropped?.rule === 'stock' && (withheld ?? []).length === 0 ? 4 : 3);
  return (verdicts ?? []).map((one): Ranked => ({ ...one, rank: rankOf(one) })).sort((a, b) => weight(a) - weight(b) || (a.alone?.cost ?? 0) - (b.alone?.cost ?? 0) || a.name.localeCompare(b.name));
}

/** What keeps a location's free stock from this order, e.g. "3 kept by rule “For the shop”"; empty where nothing does. */
export const keptInWords = ({ withheld }: Pick<Verdict, 'withheld'>, words: WhyWords): string => withheld.map(({ quantity, rule, reason }) => (rule === null ? words.keptFor[reason ?? 'waiting'](quantity) : words.kept(quantity, words.unknownRule(rule.name), rule.version))).join(', ');

/** A rule in words: Spil's own have theirs, the retailer's go by the name they were given. */
export const ruleInWords = (rule: string, words: WhyWords): string => (words.rules as Record<string, string>)[rule] ?? words.unknownRule(rule);

/** What an item of the cost is called; a penalty goes by the name of its rule. */
export const costInWords = (item: string, words: WhyWords): string => (words.costs as Record<string, string>)[item] ?? words.unknownRule(item);

const joined = (names: readonly string[], and: string): string => (names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} ${and} ${names.at(-1) ?? ''}`);

/** Who won and why, what the others would have been, and what dropped the rest. */
export function sentencesOf(decision: Decision, words: WhyWords, money: (minor: number) => string): string[] {
  const verdicts = decision.verdicts ?? [];
  const nameOf = (location: string): string => verdicts.find((one) => one.location === location)?.name ?? location;
  const locations = [...new Set(decision.allocations.map(({ location }) => location))];
  const units = decision.allocations.reduce((sum, { quantity }) => sum + quantity, 0);
  const sentences: string[] = decision.byHand ? [] : [(words.causes as Record<string, string>)[decision.cause.kind] ?? words.causes.other];
  if (decision.byHand) {
    sentences.push(words.byHand(decision.by.name ?? '?', nameOf(decision.byHand.location)));
    if (decision.byHand.reason !== null) sentences.push(words.because(decision.byHand.reason));
  }
  if (locations.length === 0) sentences.push(words.nobody);
  else sentences.push(locations.length === 1 ? words.ships(nameOf(locations[0] ?? ''), units, money(decision.cost)) : words.shipsTogether(joined(locations.map(nameOf), words.and), money(decision.cost)));
  const left = decision.unplaced.reduce((sum, { quantity }) => sum + quantity, 0);
  const fewer = new Set<string>();
  for (const other of decision.runnersUp) {
    const others = [...new Set(other.allocations.map(({ location }) => location))];
    const names = joined(others.map(nameOf), words.and);
    if (other.unplaced > left) fewer.add(names);
    else if (other.cost > decision.cost) sentences.push(words.dearer(names, money(other.cost - decision.cost), others.length > 1));
    else if (other.cost === decision.cost) sentences.push(words.equal(names, others.length > 1));
    else sentences.push(words.ruled(names, money(decision.cost - other.cost)));
  }
  if (fewer.size > 0) sentences.push(words.fewer(joined([...fewer], words.and)));
  const byHand = decision.byHand && verdicts.find(({ location }) => location === decision.byHand?.location);
  if (byHand?.dropped) sentences.push(words.against(byHand.name, ruleInWords(byHand.dropped.rule, words)));
  const dropped = new Map<string, number>();
  for (const verdict of verdicts) {
    const { dropped: by, chosen, name } = verdict;
    if (by?.rule === 'stock' && verdict.withheld.length > 0) sentences.push(words.mayNot(name, keptInWords(verdict, words)));
    else if (by && !chosen) dropped.set(by.rule, (dropped.get(by.rule) ?? 0) + 1);
  }
  for (const [rule, n] of dropped) sentences.push((words.droppedBy as Record<string, ((n: number) => string) | undefined>)[rule]?.(n) ?? words.dropped(n, ruleInWords(rule, words)));
  if (left > 0) sentences.push(words.unplaced(left));
  if (!decision.exact) sentences.push(words.inexact);
  return sentences;
}
