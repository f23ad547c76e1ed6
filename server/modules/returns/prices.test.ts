/** What a product taken in exchange costs, and who may say so: tables of the rule. */
import { describe, expect, it } from 'vitest';
import type { Actor } from '../../kernel/command.ts';
import { pricedLine } from './prices.ts';
import type { AskedLine, Listed, Terms } from './prices.ts';

const actor = (...roles: string[]): Actor => ({ kind: 'key', id: 'k', name: 'K', roles, locations: 'all' });
const asked = (given: Partial<AskedLine> = {}): AskedLine => ({ sku: 'boot', name: null, quantity: 2, total: null, taxes: null, weightGrams: null, tags: [], ...given });
const listed = (given: Partial<Listed> = {}): Listed => ({ variant: { name: 'Boot', weightGrams: 900 }, price: { amount: 8995, includesTax: true }, rate: 210_000, country: 'NL', ...given });
const terms: Terms = { currency: 'EUR', pricesIncludeTax: true, list: 'standard' };
const NET: Terms = { ...terms, pricesIncludeTax: false };

describe('a line', () => {
  it.each<[string, Actor, Partial<AskedLine>, Partial<Listed>, Terms, { subtotal: number; total: number; tax: number }]>([
    ['costs what the list says', actor('store'), {}, {}, terms, { subtotal: 17990, total: 17990, tax: 3122 }],
    ['is sold net on an order of net prices', actor('store'), {}, {}, NET, { subtotal: 14868, total: 17990, tax: 3122 }],
    ['of a list without VAT gets it on top', actor('store'), {}, { price: { amount: 10_000, includesTax: false } }, terms, { subtotal: 24_200, total: 24_200, tax: 4200 }],
    ['may be named at the list price', actor('store'), { total: 17990 }, {}, terms, { subtotal: 17990, total: 17990, tax: 3122 }],
    ['without a known VAT rate carries none', actor('store'), {}, { rate: null }, terms, { subtotal: 17990, total: 17990, tax: 0 }],
    ['costs what service says', actor('service'), { total: 12_100 }, {}, terms, { subtotal: 12_100, total: 12_100, tax: 2100 }],
    ['costs what an administrator says, listed or not', actor('administrator'), { total: 0 }, { price: null }, terms, { subtotal: 0, total: 0, tax: 0 }],
    ['takes no taxes from a store', actor('store'), { taxes: [] }, {}, terms, { subtotal: 17990, total: 17990, tax: 3122 }],
  ])('%s', (_what, who, line, known, at, expected) => {
    const made = pricedLine(who, asked(line), listed(known), at, 'lines[0]');
    expect({ subtotal: made.subtotal, total: made.total, tax: made.taxes.reduce((sum, one) => sum + one.amount, 0) }).toEqual(expected);
    expect(made).toMatchObject({ name: 'Boot', weightGrams: 900 });
  });

  it.each<[string, Actor, Partial<AskedLine>, Partial<Listed>, string]>([
    ['less than the list from a store', actor('store'), { total: 17989 }, {}, 'returns.price_deviates'],
    ['nothing from a store', actor('store'), { total: 0 }, {}, 'returns.price_deviates'],
    ['any price from a store where the list has none', actor('store'), { total: 17990 }, { price: null }, 'returns.no_price'],
    ['no price from service where the list has none', actor('service'), {}, { price: null }, 'returns.no_price'],
    ['a product that nobody knows', actor('service'), { total: 1 }, { variant: null }, 'returns.sku_unknown'],
  ])('refuses %s', (_what, who, line, known, code) => {
    expect(() => pricedLine(who, asked(line), listed(known), terms, 'lines[0]')).toThrow(expect.objectContaining({ code }) as Error);
  });
});
