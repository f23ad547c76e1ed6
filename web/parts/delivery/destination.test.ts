/** What is sent for a chosen destination. */
import { describe, expect, it } from 'vitest';
import { bodyOf, emptyHome, HOME } from './destination.ts';

const whole = { ...emptyHome, name: ' Jo Doe ', street: 'Oudegracht', houseNumber: '12', postalCode: '3511 AB', city: 'Utrecht' };

describe('where a delivery goes instead', () => {
  it('is nothing before a choice, and a store by its code', () => {
    expect(bodyOf('', whole)).toBeNull();
    expect(bodyOf('leiden', emptyHome)).toEqual({ location: 'leiden', address: null });
  });

  it('is a home once its address is whole, without what was only typed as space', () => {
    expect(bodyOf(HOME, whole)?.address).toMatchObject({ name: 'Jo Doe', street: 'Oudegracht', addition: null, country: 'NL' });
    expect(bodyOf(HOME, { ...whole, addition: ' A ' })?.address).toMatchObject({ addition: 'A' });
  });

  it.each(['name', 'street', 'houseNumber', 'postalCode', 'city'] as const)('waits for the %s', (field) => {
    expect(bodyOf(HOME, { ...whole, [field]: '  ' })).toBeNull();
  });
});
