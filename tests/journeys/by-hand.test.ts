/** W4: the strategy assigns, and people move, split and re-assign work by hand, seeing what each option costs, when it arrives and which rule it breaks. */
import { afterAll, beforeAll, expect } from 'vitest';
import { anOrder, stock } from '../support/company.ts';
import { journey } from '../support/journey.ts';
import { ok } from '../support/spil.ts';
import type { Client } from '../support/spil.ts';
import { watchedWorld } from '../support/watched.ts';
import type { WatchedWorld } from '../support/watched.ts';

interface Work { id: string; location: string; status: string }
interface Order { id: string; number: string; status: string; fulfilments: Work[]; lines: { units: { stage: string; location: string | null; quantity: number }[] }[]; money: { due: number; paid: number; balance: number } }
interface Option { location: string; current: boolean; fits: boolean; cost: number; difference: number | null; arrivesOn: string | null; late: boolean; breaks: { rule: string; reason: string } | null }
interface Decision { cause: { kind: string; sentence: string }; by: { name: string | null }; byHand: { location: string; reason: string | null } | null; verdicts: { location: string; chosen: boolean; dropped: { rule: string } | null }[] }

/** The retailer's own words: stores near the customer, never from Zeist, one parcel where that can be. */
const STRATEGY = {
  name: 'Stores near the customer', when: 'true', unplaced: 'cancel', limits: { maxLocations: null, maxKilometres: null, respectCapacity: 'hard', overCapacity: 0 },
  cost: { currency: 'EUR', parcel: 495, handling: { store: 100, warehouse: 50 }, perUnit: 25, perKilometre: 2, split: 150 }, filters: [{ name: 'not from Zeist', keep: 'location.code != "zeist"', hard: true }],
};
const SHOE = { sku: 'runner-42', code: '2000000000015' };

let world: WatchedWorld;
let channel: Client;
let operations: Client;
const floor = new Map<string, Client>();
const at = (location: string): Client => floor.get(location) as Client;

beforeAll(async () => {
  world = await watchedWorld({ company: { strategy: STRATEGY } });
  [channel, operations] = await Promise.all([world.as('channel'), world.as('operations')]);
  for (const location of ['utrecht', 'zeist', 'leiden']) floor.set(location, await world.as('store', [location]));
});
afterAll(() => world.close());

const look = async (id: string): Promise<Order> => ok(await operations.get<Order>(`/orders/${id}`));
const live = (order: Order): Work[] => order.fulfilments.filter(({ status }) => !['cancelled', 'reassigned', 'ended', 'done'].includes(status));
const where = (order: Order): string[] => order.lines.flatMap(({ units }) => units.map(({ stage, location, quantity }) => `${quantity} ${stage} ${location}`)).toSorted();
const workAt = (order: Order, location: string): string => {
  const found = live(order).findLast((one) => one.location === location);
  if (!found) throw new Error(`no work at ${location}`);
  return found.id;
};
let scans = 0;
async function ship(location: string, work: string, units: number): Promise<void> {
  ok(await at(location).post(`/fulfilments/${work}/pick`, { scans: Array.from({ length: units }, () => ({ scan: `hand-${++scans}`, code: SHOE.code })) }));
  const { parcels } = ok(await at(location).post<{ parcels: { id: string }[] }>(`/fulfilments/${work}/pack`));
  ok(await at(location).post('/manifests', { location, carrier: 'postnl', parcels: parcels.map(({ id }) => id) }));
}

journey(['W4'], 'three pairs assigned by the strategy; one goes to another store, one against a rule with a reason, and the order tells who and why', async () => {
  await stock(world, { utrecht: { [SHOE.sku]: 3 }, leiden: { [SHOE.sku]: 2 }, zeist: { [SHOE.sku]: 1 } });
  const ref = await world.mollie.pay({ amount: 3 * 5995, method: 'ideal' });
  const placed = ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: SHOE.sku, quantity: 3 }], payment: { operator: 'mollie', method: 'ideal', captured: true, ref } })));
  const order = await look(placed.id);
  expect(where(order)).toEqual(['3 allocated utrecht']);

  // What each place would cost for one pair, when it would be there, and which rule that breaks.
  const work = workAt(order, 'utrecht');
  const { options } = ok(await operations.get<{ options: Option[] }>(`/fulfilments/${work}/options?lines=1:1`));
  const of = (location: string): Option | undefined => options.find((one) => one.location === location);
  expect(of('utrecht')).toMatchObject({ current: true, fits: true, difference: 0, breaks: null });
  expect(of('leiden')).toMatchObject({ fits: true, breaks: null, late: false, arrivesOn: '2026-03-03' });
  expect(of('leiden')?.difference).toBeGreaterThan(0);
  expect(of('zeist')?.breaks).toMatchObject({ rule: 'not from Zeist' });
  // A store decides nothing of the network.
  expect((await at('utrecht').post(`/fulfilments/${work}/reassign`, { location: 'leiden' })).status).toBe(403);

  ok(await operations.post(`/fulfilments/${work}/reassign`, { location: 'leiden', lines: [{ line: 1, quantity: 1 }], reason: 'Leiden has too many' }));
  expect(where(await look(order.id))).toEqual(['1 allocated leiden', '2 allocated utrecht']);
  expect(await operations.post(`/fulfilments/${work}/reassign`, { location: 'zeist', lines: [{ line: 1, quantity: 1 }] })).toMatchObject({ status: 422, body: { code: 'fulfilment.reason_needed' } });
  ok(await operations.post(`/fulfilments/${work}/reassign`, { location: 'zeist', lines: [{ line: 1, quantity: 1 }], reason: 'The customer’s neighbour works there' }));
  const split = await look(order.id);
  expect(where(split)).toEqual(['1 allocated leiden', '1 allocated utrecht', '1 allocated zeist']);

  const { decisions } = ok(await operations.get<{ decisions: Decision[] }>(`/orders/${order.id}/explanation`));
  expect(decisions.map(({ byHand }) => byHand?.location ?? null)).toEqual([null, 'leiden', 'zeist']);
  expect(decisions.at(-1)).toMatchObject({ by: { name: 'operations' }, byHand: { reason: 'The customer’s neighbour works there' }, cause: { kind: 'by_hand' } });

  // The new work is there, the old is less, and what Leiden cannot find goes on by the rules: back to Utrecht, which has it.
  expect(ok(await at('leiden').post(`/fulfilments/${workAt(split, 'leiden')}/short`, { line: 1, quantity: 1, reason: 'not_found' }))).toMatchObject({ reassigned: [{ location: 'utrecht', quantity: 1 }] });
  const now = await look(order.id);
  expect(where(now)).toEqual(['1 allocated utrecht', '1 allocated utrecht', '1 allocated zeist']);
  await ship('zeist', workAt(now, 'zeist'), 1);
  for (const { id } of live(now).filter(({ location }) => location === 'utrecht')) await ship('utrecht', id, 1);
  await world.postnl.advance('delivered');
  expect(await look(order.id)).toMatchObject({ status: 'complete', money: { due: 3 * 5995, paid: 3 * 5995, balance: 0 } });
});
