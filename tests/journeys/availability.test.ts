/** A13 and W9: the whole stock can be sold online, each channel told within its rules as it changes; and pickup by the retailer's own rule, word for word. */
import { afterAll, beforeAll, expect } from 'vitest';
import { anOrder, SHOES, stock } from '../support/company.ts';
import { journey } from '../support/journey.ts';
import { ok } from '../support/spil.ts';
import type { Client } from '../support/spil.ts';
import { watchedWorld } from '../support/watched.ts';
import type { WatchedWorld } from '../support/watched.ts';

interface Waterfall { sell: number; steps: { step: string; change: number; because: { name?: string; location: string | null; quantity: number }[] }[] }
interface Store { location: string; promisedBy: string; brought: boolean; price: number }
interface Options { place: { by: string | null; ip: string | null }; stores: Store[]; home: unknown[]; nearest: { count: number; by: string; rule: string } | null; reasons: Record<string, string> }
interface Order { id: string; number: string; status: string; deliveries: { promisedBy: string | null }[]; fulfilments: { location: string; kind: string }[] }

/** In the retailer's own words. */
const W9 = [
  { name: 'Only where more than 2 are in stock', when: 'delivery == "pickup"', effect: { kind: 'threshold', below: 3 } },
  { name: 'The 3 stores nearest to the customer, by IP address', effect: { kind: 'nearest', stores: 3, by: 'ip' } },
  { name: 'Not in the smallest stores', when: 'location.size == "small"', effect: { kind: 'not_for_pickup' } },
];
/** A network in Utrecht, as the open table of addresses has it. */
const IN_UTRECHT = '145.97.20.1';

let world: WatchedWorld;
let shop: Client;
let operations: Client;
let delft: Client;

beforeAll(async () => {
  world = await watchedWorld();
  [shop, operations, delft] = await Promise.all([world.as('channel'), world.as('operations'), world.as('store', ['delft'])]);
  await world.shopify('POST', '/products', SHOES.map(([sku, , title, price]) => ({ sku, title, price, available: 0 })));
});
afterAll(() => world.close());

const inForce = async (name: string, rules: readonly object[]): Promise<void> => {
  const { version } = ok(await operations.post<{ version: number }>(`/settings/availability/${name}/versions`, { body: { name, rules } }));
  ok(await operations.post(`/settings/availability/${name}/versions/${version}/activate`));
};
const shopHas = async (sku: string): Promise<number | undefined> => (await world.shopify<{ sku: string; available: number }[]>('GET', '/stock')).find((one) => one.sku === sku)?.available;
const waterfall = async (channel: string): Promise<Waterfall> => ok(await operations.get<Waterfall>(`/stock/waterfall?sku=runner-42&channel=${channel}`));
const options = async (body: Record<string, unknown>): Promise<Options> => ok(await shop.post<Options>('/delivery-options', { channel: 'web', ...body }));

journey(['A13'], 'every pair of every place is sold online; a sale, a count and a rule reach the shop, and each figure says why', async () => {
  await stock(world, { dc: { 'runner-42': 10 }, utrecht: { 'runner-42': 4 }, delft: { 'runner-42': 3 } });
  expect(await shopHas('runner-42')).toBe(17);

  // Sold in one channel: the other hears of it. Found missing in a store: both do.
  ok(await shop.post('/orders', anOrder({ lines: [{ sku: 'runner-42', quantity: 2 }], payment: { operator: 'psp', method: 'ideal', captured: true } })));
  expect(await shopHas('runner-42')).toBe(15);
  ok(await delft.post('/stock/counts', { location: 'delft', lines: [{ sku: 'runner-42', counted: 2 }] }));
  expect(await shopHas('runner-42')).toBe(14);

  const before = new Date(world.clock.now()).toISOString();
  world.clock.advance(60_000);
  await inForce('safety', [{ name: 'One pair stays in every store', when: 'location.kind == "store"', effect: { kind: 'safety_stock', units: 1 } }]);
  expect(await shopHas('runner-42')).toBe(12);
  const now = await waterfall('shop');
  expect(now.sell).toBe(12);
  expect(now.steps.find(({ step }) => step === 'safety_stock')).toMatchObject({ change: -2, because: expect.arrayContaining([expect.objectContaining({ name: 'One pair stays in every store', location: 'delft', quantity: 1 })]) as unknown });
  expect(now.steps.reduce((sum, { change }) => sum + change, 0)).toBe(12);
  // The same figure as it was: the rule was not there yet.
  expect(ok(await operations.get<Waterfall>(`/stock/waterfall?sku=runner-42&channel=shop&at=${before}`)).sell).toBe(14);

  ok(await operations.post('/settings/availability/safety/retire'));
  expect(await shopHas('runner-42')).toBe(14);
});

journey(['W9'], 'pickup only of what there are more than 2 of, in the 3 stores nearest by IP address, not in the smallest; and what is chosen is what is done', async () => {
  await world.spil.database.query(`update locations.location set size = 'small' where code = 'zeist'`);
  await inForce('pickup', W9);
  await stock(world, { utrecht: { 'boot-40': 3 }, zeist: { 'boot-40': 9 }, delft: { 'boot-40': 4 }, leiden: { 'boot-40': 5 }, 'den-haag': { 'boot-40': 6 } });
  const basket = { lines: [{ sku: 'boot-40', quantity: 1 }], to: { ip: IN_UTRECHT } };
  const found = await options(basket);
  expect(found.place).toMatchObject({ by: 'ip', ip: 'found' });
  expect(found.nearest).toMatchObject({ count: 3, by: 'ip', rule: W9[1]?.name });
  // Zeist is the second nearest, has most of them, and is small; Den Haag is the fourth.
  expect(found.stores.map(({ location }) => location)).toEqual(['utrecht', 'leiden', 'delft']);

  const [chosen] = found.stores;
  const snapshot = anOrder({ lines: [{ sku: 'boot-40', quantity: 1, price: 8995 }], delivery: { kind: 'pickup', location: chosen?.location ?? '' }, payment: { operator: 'psp', method: 'ideal', captured: true } });
  Object.assign(snapshot.deliveries?.[0] ?? {}, { promisedBy: chosen?.promisedBy });
  const placed = ok(await shop.post<{ id: string }>('/orders', snapshot));
  const order = ok(await operations.get<Order>(`/orders/${placed.id}`));
  expect(order).toMatchObject({ deliveries: [{ promisedBy: chosen?.promisedBy }], fulfilments: [{ location: 'utrecht', kind: 'pickup' }] });
  // Two are left there, which is not more than 2: the next three are shown.
  expect((await options(basket)).stores.map(({ location }) => location)).toEqual(['leiden', 'delft', 'den-haag']);
  // Whoever is nowhere known is asked where they are; the rule stays.
  expect((await options({ ...basket, to: { ip: '10.0.0.1' } })).place).toMatchObject({ by: null, ip: 'private' });

  ok(await operations.post('/settings/availability/pickup/retire'));
  expect((await options(basket)).stores.map(({ location }) => location)).toContain('zeist');
});
