/** One person over all channels: told as one, merged by hand and taken apart again, given everything that is kept, and erased whole. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Follower } from '../server/modules/books/index.ts';
import { customerFollowers } from '../server/modules/customers/index.ts';
import { searchFollowers } from '../server/modules/office/index.ts';
import { anOrder, smallCompany, stock } from './support/company.ts';
import { startSpil } from './support/spil.ts';
import type { Client, Reply, Running } from './support/spil.ts';

interface Customer { id: string; name: string | null; channel: string; same: { id: string }[]; mergings: { id: string; merged: string; by: string }[]; can: string[] }
interface History { customers: string[]; figures: { orders: number; open: number; units: number; returns: number; spent: { currency: string; amount: number }[] }; orders: { number: string; channel: string; paid: number }[]; returns: { orderNumber: string }[]; notes: { text: string }[] }

let spil: Running;
let service: Client;
let followers: Follower[];
const numbers: string[] = [];

const ok = <T>({ status, body }: Reply<T>): T => {
  expect(status, JSON.stringify(body)).toBe(200);
  return body;
};
const settle = async (): Promise<void> => { for (const one of followers) await one.drain(); };
const customers = async (query: string): Promise<{ id: string; channel: string; name: string | null }[]> => ok(await service.get<{ items: { id: string; channel: string; name: string | null }[] }>(`/customers?${query}`)).items;
const idOf = async (email: string, channel: string): Promise<string> => (await customers(`email=${email}&channel=${channel}`))[0]?.id ?? '';

beforeAll(async () => {
  spil = await startSpil();
  await smallCompany(spil.database);
  service = await spil.as('service');
  followers = [...customerFollowers({ database: spil.database, clock: spil.clock }), ...searchFollowers({ database: spil.database, clock: spil.clock })];
  await stock(spil, { utrecht: { 'runner-42': 30 } });
  const channel = await spil.as('channel');
  const place = async (of: string, name: string, email: string, atTheTill = false): Promise<string> => {
    const order = anOrder({ channel: of, lines: [{ sku: 'runner-42', quantity: 1 }], ...(atTheTill ? { payment: { operator: 'till', method: 'cash', captured: true }, delivery: { kind: 'carry_out' as const, location: 'utrecht' } } : {}) });
    order.customer = { name, email, language: 'nl' };
    const { status, body } = await channel.post<{ id: string; number: string }>('/orders', order);
    expect(status, JSON.stringify(body)).toBe(201);
    numbers.push(body.number);
    return body.id;
  };
  const first = await place('web', 'Sanne Mulder', 'sanne@example.com');
  const sold = await place('till', 'S. Mulder', 'Sanne@Example.com', true);
  await place('web', 'Sanne Mulder-Bos', 'mulder.bos@example.com');
  await place('web', 'Somebody Else', 'else@example.com');
  expect((await service.post(`/orders/${first}/notes`, { text: 'Rang about the size' })).status).toBe(201);
  expect((await (await spil.as('store', ['utrecht'])).post('/returns', { order: sold, location: 'utrecht', lines: [{ line: 1, quantity: 1 }] })).status).toBe(200);
  await settle();
});
afterAll(() => spil.close());

describe('a person', () => {
  it('is found by part of the name, best first, and told as one over all channels', async () => {
    expect((await customers('search=mulder')).map((one) => one.channel).sort()).toEqual(['till', 'web', 'web']);
    expect(await customers('search=mulder&channel=till')).toMatchObject([{ name: 'S. Mulder' }]);
    expect(await customers('search=nobody')).toEqual([]);
    const web = await idOf('sanne@example.com', 'web');
    expect(ok(await service.get<Customer>(`/customers/${web}`))).toMatchObject({ same: [{ channel: 'till' }], mergings: [], can: ['merge', 'export', 'erase'] });
    const history = ok(await service.get<History>(`/customers/${web}/history`));
    expect(history.orders.map((order) => order.number)).toEqual([numbers[1], numbers[0]]);
    expect(history).toMatchObject({ figures: { orders: 2, open: 1, units: 2, returns: 1 }, returns: [{ orderNumber: numbers[1] }], notes: [{ text: 'Rang about the size' }] });
    expect(ok(await service.get<History>(`/customers/${await idOf('sanne@example.com', 'till')}/history`)).orders).toEqual(history.orders);
  });

  it('who ordered under two addresses is merged, and apart again when that was wrong', async () => {
    const [web, bos] = [await idOf('sanne@example.com', 'web'), await idOf('mulder.bos@example.com', 'web')];
    const merging = ok(await service.post<{ id: string; customer: string; merged: string }>(`/customers/${web}/merge`, { with: bos }));
    expect(merging).toMatchObject({ customer: web, merged: bos });
    for (const one of [web, bos]) expect(ok(await service.get<History>(`/customers/${one}/history`))).toMatchObject({ figures: { orders: 3 } });
    expect(ok(await service.get<{ orders: { number: string }[] }>(`/orders?customer=${bos}`)).orders.map((order) => order.number)).toEqual([numbers[2], numbers[1], numbers[0]]);
    expect(ok(await service.get<Customer>(`/customers/${bos}`)).mergings).toMatchObject([{ merged: bos, by: expect.any(String) as string }]);
    expect(await service.post(`/customers/${bos}/merge`, { with: web })).toMatchObject({ status: 409, body: { code: 'customers.one_already' } });
    expect((await (await spil.as('finance')).post(`/customers/${web}/merge`, { with: bos })).status).toBe(403);
    ok(await service.post(`/customer-mergings/${merging.id}/undo`));
    expect(ok(await service.get<History>(`/customers/${bos}/history`))).toMatchObject({ customers: [bos], figures: { orders: 1 } });
    expect(await service.post(`/customer-mergings/${merging.id}/undo`)).toMatchObject({ status: 409, body: { code: 'customers.merging_undone' } });
  });

  it('keeps what had been merged before when the later merging is taken back', async () => {
    const [web, bos, other] = [await idOf('sanne@example.com', 'web'), await idOf('mulder.bos@example.com', 'web'), await idOf('else@example.com', 'web')];
    const earlier = ok(await service.post<{ id: string }>(`/customers/${bos}/merge`, { with: other }));
    const later = ok(await service.post<{ id: string }>(`/customers/${web}/merge`, { with: bos }));
    expect(ok(await service.get<History>(`/customers/${other}/history`))).toMatchObject({ figures: { orders: 4 } });
    ok(await service.post(`/customer-mergings/${later.id}/undo`));
    expect(ok(await service.get<History>(`/customers/${other}/history`)).customers.sort()).toEqual([bos, other].sort());
    ok(await service.post(`/customer-mergings/${earlier.id}/undo`));
    expect(ok(await service.get<History>(`/customers/${other}/history`)).customers).toEqual([other]);
  });

  it('is given everything that is kept, and it is recorded that it was', async () => {
    const web = await idOf('sanne@example.com', 'web');
    const all = ok(await service.post<{ customers: { contacts: unknown[] }[]; orders: { number: string }[]; notes: unknown[]; returns: unknown[] }>(`/customers/${web}/export`, undefined, { 'idempotency-key': 'export-1' }));
    expect(all.orders.map((order) => order.number).sort()).toEqual([numbers[0], numbers[1]]);
    expect(all).toMatchObject({ customers: [{ contacts: [{ email: 'sanne@example.com' }] }, {}], notes: [{ text: 'Rang about the size' }], returns: [{}] });
    expect(JSON.stringify(all)).not.toContain('else@example.com');
    ok(await service.post(`/customers/${web}/export`, undefined, { 'idempotency-key': 'export-1' }));
    expect(await spil.database.query('select by from customers.export')).toHaveLength(2);
    // The document is kept nowhere: not with the key either.
    expect(await spil.database.query(`select 1 from kernel.idempotency where answer like '%sanne%'`)).toEqual([]);
  });

  it('is erased with all that was merged, and found by nothing any more', async () => {
    const [web, bos] = [await idOf('sanne@example.com', 'web'), await idOf('mulder.bos@example.com', 'web')];
    ok(await service.post(`/customers/${web}/merge`, { with: bos }));
    expect(ok(await service.post<{ customers: string[] }>(`/customers/${bos}/erase`, { reason: 'asked by letter' })).customers).toHaveLength(3);
    expect(await customers('search=mulder')).toEqual([]);
    expect(ok(await service.get<Customer>(`/customers/${web}`))).toMatchObject({ name: null, can: [] });
    // What was merged stays so; the e-mail address that told of the third is gone.
    expect(ok(await service.get<History>(`/customers/${web}/history`))).toMatchObject({ figures: { orders: 2 } });
    expect(await service.post(`/customers/${web}/merge`, { with: await idOf('else@example.com', 'web') })).toMatchObject({ status: 409, body: { code: 'customers.erased' } });
    await settle();
    expect(ok(await service.get<{ orders: unknown[] }>('/search?q=sanne')).orders).toEqual([]);
  });
});
