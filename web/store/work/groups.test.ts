/** Which work is new, which is next, and where it is done. */
import { expect, it } from 'vitest';
import { arrivals, nextOf, pageOf } from './groups.ts';
import type { Item } from './groups.ts';

const item = (key: string, part: Partial<Item> = {}): Item => ({ key, group: 'to_pick', fulfilment: key, order: null, delivery: null, load: null, return: null, carrier: null, carrierName: null, number: key, kind: 'ship', dueAt: null, overdue: false, since: '', units: 1, putBack: 0, customer: null, place: null, shelf: null, acceptedBy: null, problem: null, products: [], ...part });

it('hears nothing at the first look, and then only what comes from elsewhere', () => {
  expect(arrivals(null, [item('a')])).toEqual([]);
  expect(arrivals(new Set(['a']), [item('a'), item('b'), item('c', { group: 'to_pack' }), item('d', { group: 'incoming' })]).map(({ key }) => key)).toEqual(['b', 'd']);
});

it.each<[Item[], string[], string | null]>([
  [[item('a', { acceptedBy: 'Bram' }), item('b')], [], 'b'],
  [[item('a', { acceptedBy: 'Sanne' }), item('b')], [], 'a'],
  [[item('a', { acceptedBy: 'Bram' })], [], 'a'],
  [[item('a'), item('b')], ['a'], 'b'],
  [[item('a', { putBack: 1 }), item('b', { group: 'returns', fulfilment: null })], [], null],
])('goes on with the most urgent that is free', (items, done, expected) => { expect(nextOf(items, done, 'Sanne')?.key ?? null).toBe(expected); });

it.each<[Partial<Item>, ReturnType<typeof pageOf>]>([[{}, { page: 'work/a' }], [{ group: 'to_hand_over', carrier: 'postnl' }, { page: 'handover', search: { carrier: 'postnl' } }], [{ group: 'pickups_waiting' }, { page: 'pickups' }], [{ group: 'incoming' }, { page: 'incoming' }], [{ group: 'returns' }, { page: 'returns' }]])('leads to where it is done', (part, page) => {
  expect(pageOf(item('a', part))).toEqual(page);
});
