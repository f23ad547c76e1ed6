/** Which delivery the headline of the customer's page speaks of. */
import { describe, expect, it } from 'vitest';
import { headlineOf } from './headline.ts';

describe('the headline', () => {
  it.each([[['received'], 'received'], [['delivered', 'ready'], 'ready'], [['delivered', 'on_its_way'], 'on_its_way'], [['cancelled', 'delivered'], 'delivered'], [['cancelled'], 'cancelled'], [['preparing', 'awaiting_payment'], 'awaiting_payment'], [[], 'received']] as const)('of %o is %s', (statuses, expected) => {
    expect(headlineOf({ deliveries: statuses.map((status) => ({ status })) })).toBe(expected);
  });
});
