/** The sandbox's basket: what is put in, changed and taken out, and what sending costs. */
import { describe, expect, it } from 'vitest';
import { added, changed, shippingOf, worthOf } from './basket.ts';

const shoe = { sku: 'a-42', name: 'Shoe', label: '42', price: 8995, picture: null };

describe('the basket', () => {
  it('counts what is put in twice', () => {
    const basket = added(added([], shoe), shoe);
    expect(basket).toEqual([{ ...shoe, quantity: 2 }]);
    expect(worthOf(added(basket, { ...shoe, sku: 'b', price: 795 }))).toBe(18785);
  });
  it.each([[3, 3], [0, null], [-1, null], [99, 20], [2.7, 2]])('changed to %d holds %o', (wanted, expected) => expect(changed(added([], shoe), 'a-42', wanted)[0]?.quantity ?? null).toBe(expected));
  it.each([['webshop', 4999, false, 495], ['webshop', 5000, false, 0], ['webshop', 100, true, 0], ['outlet', 9000, false, 495], ['outlet', 9000, true, 0], ['app', 0, false, 0]] as const)('in the %s of %d costs sending right', (shop, worth, picked, cost) => expect(shippingOf(shop, worth, picked)).toBe(cost));
});
