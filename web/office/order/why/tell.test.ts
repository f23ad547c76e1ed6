/** A decision in words, in both languages, and its locations in reading order. */
import { describe, expect, it } from 'vitest';
import type { Decision } from '../model.ts';
import { whyEn, whyNl } from './words.ts';
import { costInWords, ranked, ruleInWords, sentencesOf } from './tell.ts';
import type { Verdict } from './tell.ts';

const verdict = (location: string, more: Partial<Verdict>): Verdict => ({ location, name: location.toUpperCase(), kilometres: 1, available: {}, withheld: [], dropped: null, alone: { cost: 700, items: [], covers: 2 }, chosen: false, ...more });
const decision = (more: Partial<Decision>): Decision => ({
  id: 'dec', at: '', delivery: 1, by: { kind: 'person', id: 'p', name: 'Sanne' }, byHand: null, cause: { kind: 'placed', sentence: '' }, strategy: { id: 's', version: 1, name: null }, demand: { kind: 'ship', country: 'NL', store: null, promisedBy: null, lines: [] },
  currency: 'EUR', cost: 600, items: [], allocations: [{ location: 'utrecht', line: 1, quantity: 2 }], unplaced: [], runnersUp: [{ cost: 700, unplaced: 0, allocations: [{ location: 'leiden', line: 1, quantity: 2 }] }], counts: {}, exact: true,
  verdicts: [verdict('dc', { dropped: { rule: 'stock', reason: '' }, alone: null }), verdict('zeist', { dropped: { rule: 'not from Zeist', reason: '' }, alone: null }), verdict('delft', {}), verdict('leiden', {}), verdict('utrecht', { chosen: true })], sentences: [], reproduced: true, ...more,
});
const money = (minor: number): string => `€${minor / 100}`;

const KEPT = [{ sku: 'runner-42', quantity: 3, rule: { document: 'fences', version: 2, name: 'For the shop' }, reason: null }, { sku: 'runner-42', quantity: 1, rule: null, reason: 'waiting' }] satisfies Verdict['withheld'];

describe('a decision', () => {
  it('names the rule that keeps what a location has, and does not say that it has none', () => {
    const told = decision({ verdicts: [verdict('dc', { dropped: { rule: 'stock', reason: '' }, alone: null, withheld: KEPT }), verdict('utrecht', { chosen: true })] });
    expect(sentencesOf(told, whyEn, money).at(-1)).toBe('DC may not give what it has: 3 kept by rule “For the shop” (version 2), 1 kept for orders that wait.');
    expect(sentencesOf(told, whyNl, money).at(-1)).toContain('DC mag niet geven wat er ligt: 3 vastgehouden door regel “For the shop” (versie 2)');
  });

  it('is told: the cause, the winner, the runner-up, and what dropped the rest', () => {
    expect(sentencesOf(decision({}), whyEn, money)).toEqual(['The order was placed.', 'UTRECHT delivers 2 pieces for €6.', 'LEIDEN was €1 dearer.', '1 location has none of it.', '1 location was dropped by rule “not from Zeist”.']);
    expect(sentencesOf(decision({}), whyNl, money).slice(0, 3)).toEqual(['De bestelling werd geplaatst.', 'UTRECHT levert 2 stuks voor €6.', 'LEIDEN was €1 duurder.']);
  });

  it('by hand says who, why, and what the rules would have done', () => {
    const verdicts = [verdict('utrecht', {}), verdict('zeist', { chosen: true, dropped: { rule: 'not from Zeist', reason: '' } })];
    const told = sentencesOf(decision({ cause: { kind: 'by_hand', sentence: '' }, byHand: { location: 'zeist', reason: 'asked for', from: 'ful' }, cost: 900, allocations: [{ location: 'zeist', line: 1, quantity: 2 }], runnersUp: [{ cost: 600, unplaced: 0, allocations: [{ location: 'utrecht', line: 1, quantity: 2 }] }], verdicts }), whyEn, money);
    expect(told).toEqual(['Sanne chose ZEIST by hand.', '“asked for”', 'ZEIST delivers 2 pieces for €9.', 'By the rules UTRECHT would have delivered, €3 cheaper.', 'The rules would not have asked ZEIST: rule “not from Zeist”.']);
  });

  it.each([
    ['nobody', decision({ allocations: [], runnersUp: [], unplaced: [{ line: 1, sku: 's', quantity: 2, reason: '' }], verdicts: [] }), ['The order was placed.', 'Nobody can deliver any of it.', '2 pieces could not be placed.']],
    ['a split', decision({ allocations: [{ location: 'utrecht', line: 1, quantity: 1 }, { location: 'delft', line: 1, quantity: 1 }], runnersUp: [{ cost: 500, unplaced: 1, allocations: [{ location: 'leiden', line: 1, quantity: 1 }] }], verdicts: null, exact: false }), ['The order was placed.', 'utrecht and delft deliver together for €6.', 'Could not take all of it: leiden.', 'The search was ended by its bound on work: a cheaper way may exist.']],
    ['a tie', decision({ runnersUp: [{ cost: 600, unplaced: 0, allocations: [{ location: 'leiden', line: 1, quantity: 2 }] }], verdicts: null }), ['The order was placed.', 'utrecht delivers 2 pieces for €6.', 'leiden was just as dear.']],
  ])('with %s', (_what, one, sentences) => { expect(sentencesOf(one, whyEn, money)).toEqual(sentences); });

  it('ranks its locations', () => { expect(ranked(decision({})).map(({ location, rank }) => [location, rank])).toEqual([['utrecht', 'chosen'], ['leiden', 'second'], ['delft', 'possible'], ['zeist', 'dropped'], ['dc', 'dropped']]); });

  it('names rules and costs, its own and the retailer’s', () => {
    const words = whyNl;
    expect([ruleInWords('stock', words), ruleInWords('Alleen grote winkels', words), costInWords('over capacity', words), costInWords('liever niet klein', words)]).toEqual(['heeft er niets van', 'regel “Alleen grote winkels”', 'Boven de capaciteit', 'regel “liever niet klein”']);
  });
});
