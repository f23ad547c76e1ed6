/** The office looks things up: the search finds by any part that people type, forgets who is erased, and is filled again from the journal. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Follower } from '../server/modules/books/index.ts';
import { customerFollowers } from '../server/modules/customers/index.ts';
import { rebuildSearch, searchFollowers } from '../server/modules/office/index.ts';
import { anOrder, smallCompany, stock } from './support/company.ts';
import { startSpil } from './support/spil.ts';
import type { Client, Running } from './support/spil.ts';

interface Hits {
  orders: { id: string; number: string; field: string; whole: boolean; customer: string | null }[];
  customers: { id: string; name: string | null }[];
  products: { sku: string; field: string }[];
  parcels: { barcode: string; orderNumber: string }[];
  returns: { id: string; orderNumber: string }[];
}

let spil: Running;
let office: Client;
let viewer: Client;
let service: Client;
let order: { id: string; number: string; fulfilments: { id: string }[] };

/** Followers of this database, as a working process runs them. */
let followers: Follower[];
const settle = async (): Promise<void> => {
  for (const one of followers) await one.drain();
};
const find = async (typed: string, by: Client = office): Promise<Hits> => {
  const reply = await by.get<Hits>(`/search?q=${encodeURIComponent(typed)}`);
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return reply.body;
};

beforeAll(async () => {
  spil = await startSpil();
  await smallCompany(spil.database);
  followers = [...customerFollowers({ database: spil.database, clock: spil.clock }), ...searchFollowers({ database: spil.database, clock: spil.clock })];
  [office, viewer, service] = await Promise.all([spil.as('operations'), spil.as('viewer'), spil.as('service')]);
  await stock(spil, { utrecht: { 'runner-42': 20 } });
  const channel = await spil.as('channel');
  const placed = anOrder({ lines: [{ sku: 'runner-42', quantity: 2 }] });
  placed.externalNumber = 'WEB-2026/0417';
  placed.customer = { name: 'Renée de Vries', email: 'Renee.DeVries@Example.com', phone: '+31 6 1234 5678', externalId: 'K-778', language: 'nl' };
  placed.deliveries = [{ ref: 'd1', kind: 'ship', address: { name: 'Bureau Ångström', street: 'Oudegracht', houseNumber: '12', addition: 'B', postalCode: '3511 AB', city: 'Utrecht', country: 'NL' } }];
  order = (await channel.post<typeof order>('/orders', placed)).body;
  const other = anOrder({ lines: [{ sku: 'runner-42', quantity: 1 }] });
  other.customer = { name: 'Renée Bakker', email: 'bakker@example.com', language: 'nl' };
  await channel.post('/orders', other);
  const utrecht = await spil.as('store', ['utrecht']);
  await utrecht.post(`/fulfilments/${order.fulfilments[0]?.id}/pick`, { scans: [{ scan: 'a', code: 'runner-42' }, { scan: 'b', code: 'runner-42' }] });
  const { body } = await utrecht.post<{ parcels: { id: string }[] }>(`/fulfilments/${order.fulfilments[0]?.id}/pack`);
  await utrecht.post(`/parcels/${body.parcels[0]?.id}/tracking`, { carrier: 'by-hand', trackingNumber: '3SABCD000123456' });
  await utrecht.post('/manifests', { location: 'utrecht', carrier: 'by-hand' });
  await settle();
});
afterAll(() => spil.close());

describe('the search', () => {
  it.each([
    ['the number', () => order.number, 'number'], ['its beginning', () => order.number.slice(0, 4), 'number'], ['the shop’s number', () => 'web-2026/0417', 'external'], ['its end', () => '0417', 'external'],
    ['the first name', () => 'renee', 'name'], ['the surname with what is before it', () => 'de Vri', 'name'], ['an e-mail address', () => 'RENEE.devries@', 'email'],
    ['a mobile number as people write it', () => '06-1234 56', 'phone'], ['the same from abroad', () => '+31612345678', 'phone'], ['the street with the number', () => 'oudegracht 12', 'address'], ['the postal code with the number', () => '3511ab 12', 'address'],
    ['who receives it', () => 'angstrom', 'name'],
  ])('finds an order by %s', async (_what, typed, field) => {
    const { orders } = await find(typed());
    expect(orders.find((one) => one.id === order.id)).toMatchObject({ field, customer: 'Renée de Vries' });
  });

  it('puts what was typed whole before what merely begins so', async () => {
    const { orders } = await find(order.number);
    expect(orders[0]).toMatchObject({ id: order.id, whole: true });
  });

  it('finds customers, products, parcels and returns', async () => {
    expect((await find('vries')).customers).toMatchObject([{ name: 'Renée de Vries' }]);
    expect((await find('k-778')).customers).toMatchObject([{ name: 'Renée de Vries' }]);
    expect((await find('runner')).products.map((one) => one.sku)).toEqual(['runner-42', 'runner-43']);
    expect((await find('42 run')).products.map((one) => one.sku)).toEqual(['runner-42']);
    expect((await find('2000000000015')).products).toMatchObject([{ sku: 'runner-42', field: 'gtin' }]);
    expect((await find('3sabcd')).parcels).toMatchObject([{ barcode: '3SABCD000123456', orderNumber: order.number }]);
    expect((await find('123456')).parcels).toMatchObject([{ barcode: '3SABCD000123456' }]);
    const utrecht = await spil.as('store', ['utrecht']);
    const back = await utrecht.post<{ return: string }>('/returns', { order: order.id, location: 'utrecht', lines: [{ line: 1, quantity: 1 }] });
    expect(back.status, JSON.stringify(back.body)).toBe(200);
    await settle();
    expect((await find(order.number)).returns).toMatchObject([{ id: back.body.return, orderNumber: order.number }]);
  });

  it('finds nothing by a single letter, by nobody’s name, or by what a pattern would mean', async () => {
    for (const typed of ['r', 'zzz', '%', '__', '*e*', '\\']) expect(await find(typed), typed).toEqual({ orders: [], customers: [], products: [], parcels: [], returns: [] });
  });

  it('finds people for those who deal with customers only', async () => {
    expect(await find('vries', viewer)).toMatchObject({ orders: [], customers: [] });
    expect((await find(order.number, viewer)).orders).toMatchObject([{ customer: null }]);
    expect((await (await spil.as('store', ['utrecht'])).get('/search?q=vries')).status).toBe(403);
  });

  it('learns a new name of a product, and forgets the old one', async () => {
    await spil.database.query(`update catalogue.product set name = 'Hardloper', updated_at = now() where code = 'runner'`);
    await spil.database.query(`update catalogue.variant set name = 'Hardloper 42', updated_at = now() where sku = 'runner-42'`);
    await settle();
    expect((await find('hardloper 42')).products.map((one) => one.sku)).toEqual(['runner-42']);
    expect((await find('hardl')).products.map((one) => one.sku).sort()).toEqual(['runner-42', 'runner-43']);
  });

  it('knows nothing of who was erased, before and after it is filled again', async () => {
    const [customer] = (await find('vries')).customers;
    expect((await service.post(`/customers/${customer?.id}/erase`, { reason: 'asked by letter' })).status).toBe(200);
    const look = async (): Promise<void> => {
      for (const typed of ['vries', 'renee.devries', '0612345678', 'oudegracht 12b', 'k-778']) expect(await find(typed), typed).toMatchObject({ customers: [], orders: [] });
      expect((await find(order.number)).orders).toMatchObject([{ id: order.id, customer: null }]);
      expect((await find('bakker')).customers).toHaveLength(1);
    };
    await settle();
    await look();
    await rebuildSearch(spil.database);
    expect(await find(order.number)).toMatchObject({ orders: [] });
    await settle();
    await look();
  });
});
