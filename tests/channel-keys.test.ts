/** A key of a sales channel that is bound to its own channels brings, lists and reads no order of another. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { anOrder, smallCompany, stock } from './support/company.ts';
import { client, startSpil } from './support/spil.ts';
import type { Client, Running } from './support/spil.ts';

let spil: Running;
let bound: Client;
let web: string;
let till: string;

beforeAll(async () => {
  spil = await startSpil();
  await smallCompany(spil.database);
  await stock(spil, { utrecht: { 'runner-42': 10 } });
  const administrator = await spil.as('administrator');
  const made = await administrator.post<{ secret: string; channels: string[] }>('/api-keys', { name: 'The web shop', roles: ['channel'], channels: ['web'] });
  expect(made.body).toMatchObject({ channels: ['web'] });
  bound = client(spil.url, made.body.secret);
  web = (await bound.post<{ id: string }>('/orders', anOrder({ lines: [{ sku: 'runner-42', quantity: 1 }] }))).body.id;
  till = (await (await spil.as('channel')).post<{ id: string }>('/orders', anOrder({ channel: 'till', lines: [{ sku: 'runner-42', quantity: 1 }] }))).body.id;
});
afterAll(() => spil.close());

it('brings orders of its own channels only', async () => {
  const before = await spil.database.query('select count(*) as n from books.event');
  expect(await bound.post('/orders', anOrder({ channel: 'till', lines: [{ sku: 'runner-42', quantity: 1 }] }))).toMatchObject({ status: 403, body: { code: 'orders.channel_not_yours', expected: ['web'] } });
  expect(await spil.database.query('select count(*) as n from books.event')).toEqual(before);
});

it('lists its own, whatever it asks for', async () => {
  for (const query of ['', '?channel=web', '?channel=web,till', '?order=oldest']) expect((await bound.get<{ orders: { id: string }[] }>(`/orders${query}`)).body.orders.map((order) => order.id)).toEqual([web]);
  expect((await bound.get('/orders?channel=till')).body).toMatchObject({ orders: [] });
});

it.each(['', '/events', '/notes'])('reads its own, and nothing of another: /orders/{order}%s', async (part) => {
  expect((await bound.get(`/orders/${web}${part}`)).status).toBe(200);
  expect(await bound.get(`/orders/${till}${part}`)).toMatchObject({ status: 404, body: { code: 'orders.unknown' } });
});

it('is bound only when it does nothing else', async () => {
  const administrator = await spil.as('administrator');
  expect((await administrator.post('/api-keys', { name: 'Both', roles: ['channel', 'service'], channels: ['web'] })).status).toBe(400);
  expect((await administrator.post('/api-keys', { name: 'All', roles: ['channel'] })).body).toMatchObject({ channels: null });
});
