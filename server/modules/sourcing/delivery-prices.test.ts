/** What a customer pays for a delivery: the first price that fits, free from a worth, and a channel's own list before the one for all. */
import { describe, expect, it } from 'vitest';
import { deliveryPricesKind, priceOf, pricesFor } from './delivery-prices.ts';
import type { DeliveryPrices } from './delivery-prices.ts';

const LIST: DeliveryPrices = {
  currency: 'EUR',
  prices: [
    { kind: 'home', countries: ['NL'], amount: 395, freeFrom: 5000 }, { kind: 'home', countries: ['BE', 'DE'], amount: 795, freeFrom: null },
    { kind: 'store', countries: null, amount: 0, freeFrom: null },
  ],
};

describe('a delivery costs', () => {
  it.each<[Parameters<typeof priceOf>[1], string, number, number | null]>([
    ['home', 'NL', 4999, 395], ['home', 'NL', 5000, 0], ['home', 'BE', 99_999, 795], ['home', 'FR', 100, null], ['store', 'NL', 100, 0], ['express', 'NL', 100, null],
  ])('%s to %s for %d: %j', (kind, country, worth, price) => { expect(priceOf(LIST, kind, country, worth)).toBe(price); });

  it('what its channel says, else what all say, else what is usual', () => {
    const app = { ...LIST, prices: [] };
    const documents = new Map<string, unknown>([['app', app], ['default', LIST], ['broken', { currency: 'XXXX' }]]);
    expect([pricesFor(documents, 'app'), pricesFor(documents, 'web'), pricesFor(documents, 'broken')]).toEqual([app, LIST, LIST]);
    expect(priceOf(pricesFor(new Map(), 'web'), 'home', 'NL', 1000)).toBe(495);
  });
});

it('a list says what is wrong in it', () => {
  const problems = (body: Record<string, unknown>): string[] => deliveryPricesKind.check(body, { name: 'default', version: 1 }).map(({ path }) => path);
  expect(problems(LIST)).toEqual([]);
  expect(problems({ currency: 'EURO', prices: [{ kind: 'drone', countries: ['nl'], amount: 1.5, freeFrom: -1 }] })).toEqual(['currency', 'prices.0.kind', 'prices.0.countries.0', 'prices.0.amount', 'prices.0.freeFrom']);
});
