/** Who goes through which door, and where one goes after signing in. */
import { describe, expect, it } from 'vitest';
import { doorsOf, wayAfterSignIn } from './doors.ts';

describe('doors', () => {
  it.each([
    [['store'], ['store']], [['service'], ['office']], [['store', 'service'], ['store', 'office']], [['operations'], ['office', 'store']], [['administrator'], ['office', 'store']], [['store', 'operations'], ['office', 'store']], [['viewer'], ['office']], [['channel'], []],
  ])('of %j are %j', (roles, doors) => {
    expect(doorsOf(roles)).toEqual(doors);
  });
});

describe('after signing in', () => {
  const sanne = { roles: ['store'], locations: ['utrecht'] };
  it.each([
    ['the address stays', sanne, 'store', '/store/utrecht/today', null], ['another store leads to the choice', sanne, 'store', '/store/zeist/work/ful_1', '/store/'], ['the choice of stores stays', sanne, 'store', '/store/', null],
    ['the office leads to the store', sanne, 'office', '/office/orders', '/store/'], ['the store leads to the office', { roles: ['service'], locations: 'all' as const }, 'store', '/store/utrecht/today', '/office/'],
    ['everywhere is everywhere', { roles: ['operations'], locations: 'all' as const }, 'store', '/store/zeist/today', null], ['nowhere leads nowhere', { roles: ['erp'], locations: 'all' as const }, 'office', '/office/', null],
  ] as const)('%s', (_name, me, door, path, way) => {
    expect(wayAfterSignIn(me, door, path)).toBe(way);
  });
});
