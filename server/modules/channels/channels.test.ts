/** Channels against a real database: versions, defaults, secrets kept out, and the epoch that tells every process. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settableClock } from '../../kernel/clock.ts';
import { openDatabase } from '../../kernel/database.ts';
import type { Database } from '../../kernel/database.ts';
import { buildServer } from '../../kernel/http.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import type { TestDatabase } from '../../../tests/support/database.ts';
import { checked } from '../../../tests/support/examples.ts';
import { channelByCode, channelRoutes } from './index.ts';

let own: TestDatabase;
let database: Database;
let send: (method: 'GET' | 'PUT', url: string, body?: unknown, version?: number) => Promise<{ status: number; body: Record<string, unknown> }>;
let serial = 0;

beforeAll(async () => {
  own = await testDatabase();
  database = openDatabase({ url: own.url, max: 4 });
  const app = await buildServer({ routes: channelRoutes({ database }), clock: settableClock('2026-03-02T09:00:00.000Z'), ...checked, authenticate: async () => ({ kind: 'key', id: 'key_t', name: 'Tests', roles: ['operations'], locations: 'all' }) });
  send = async (method, url, body, version) => {
    const answer = await app.inject({ method, url, headers: { 'idempotency-key': `key-${serial += 1}`, ...(version === undefined ? {} : { 'if-match': `"${version}"` }), ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { payload: JSON.stringify(body) }) });
    return { status: answer.statusCode, body: answer.json() };
  };
});
afterAll(async () => {
  await database.close();
  await own.close();
});

const epoch = async (): Promise<number> => (await database.query<{ value: number }>(`select value from kernel.epoch where name = 'settings'`))[0]?.value ?? 0;

describe('a channel', () => {
  it('has settings that say who does what, and each change raises the epoch', async () => {
    const before = await epoch();
    expect(await send('PUT', '/channels/webshop', { name: 'Web shop', kind: 'shopify', settings: { contract: { money: 'channel', mail: 'own', subtractsOwnSales: true }, credentials: 'webshop', locationMap: { 'gid://1': 'utrecht' } } })).toMatchObject({
      status: 201, body: { code: 'webshop', version: 1, priceList: 'standard', settings: { currency: 'EUR', credentials: 'webshop', url: null, locationMap: { 'gid://1': 'utrecht' } } },
    });
    expect(await send('PUT', '/channels/webshop', { name: 'Web shop', kind: 'shopify', active: false }, 1)).toMatchObject({ status: 200, body: { active: false, version: 2 } });
    expect(await epoch()).toBe(before + 2);
    expect((await send('PUT', '/channels/webshop', { name: 'Web shop', kind: 'shopify' })).status).toBe(428);
    expect(await send('PUT', '/channels/webshop', { name: 'Web shop', kind: 'magento' }, 2)).toMatchObject({ status: 409, body: { code: 'channels.kind_fixed' } });
    expect((await send('GET', '/channels')).body).toMatchObject({ items: [{ code: 'webshop' }], next: null });
    expect((await send('GET', '/channels/none')).body).toMatchObject({ code: 'channels.unknown' });
  });

  it.each<[string, Record<string, unknown>, string]>([
    ['among its options', { options: { apiKey: 'abc' } }, 'settings.options.apiKey'],
    ['deep among its options', { options: { webhook: { sharedSecret: 'abc' } } }, 'settings.options.webhook.sharedSecret'],
    ['in its address', { url: 'https://user:word@shop.example/' }, 'settings.url'],
  ])('is refused with a secret %s', async (_where, settings, field) => {
    expect(await send('PUT', '/channels/leaky', { name: 'Leaky', kind: 'api', settings })).toMatchObject({ status: 422, body: { code: 'channels.secret', field } });
    expect(await channelByCode(database, 'leaky')).toBeNull();
  });

  it('gets the defaults of what was added since it was written', async () => {
    await database.query(`insert into channels.channel (code, name, kind, settings) values ('old', 'Old', 'api', '{}')`);
    expect(await channelByCode(database, 'old')).toMatchObject({ settings: { contract: { money: 'own', mail: 'own', subtractsOwnSales: false }, locationMap: {}, country: 'NL' } });
  });
});
