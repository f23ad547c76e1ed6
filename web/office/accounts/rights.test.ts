/** What is asked for before an account is saved, and passwords that are made up. */
import { describe, expect, it } from 'vitest';
import { asBody, missingIn, passwordFrom } from './rights.ts';

describe('rights', () => {
  it.each([
    [[], [], 'roles'], [['store'], [], 'locations'], [['store'], ['utrecht'], null], [['store', 'operations'], [], null], [['store', 'administrator'], [], null], [['service'], [], null],
  ] as const)('of %j at %j lack %s', (roles, locations, missing) => {
    expect(missingIn({ roles: [...roles], locations: [...locations] })).toBe(missing);
  });
  it('of no location are those of all', () => {
    expect([asBody({ roles: ['service'], locations: [] }), asBody({ roles: ['store'], locations: ['zeist'] })]).toEqual([{ roles: ['service'], locations: null }, { roles: ['store'], locations: ['zeist'] }]);
  });
  it('come with a password that can be told', () => {
    expect(passwordFrom(Uint8Array.from({ length: 16 }, (_none, n) => n * 16))).toMatch(/^([a-z2-9]{4}-){3}[a-z2-9]{4}$/);
  });
});
