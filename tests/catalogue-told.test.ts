/** A change of the catalogue reaches the shops at once, of the product that changed: what rules read of it, whether it is sold, and whether it is sold before it is there. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { availabilityFollowers } from '../server/modules/availability/index.ts';
import { startShops } from './support/channels.ts';
import type { Shops } from './support/channels.ts';
import { SHOES, stock } from './support/company.ts';
import { ok } from './support/spil.ts';
import type { Client } from './support/spil.ts';
import { revise } from './support/stock-life.ts';

interface Waterfall { sell: number; steps: { step: string; change: number; because: Record<string, unknown>[] }[] }

let shops: Shops;
let office: Client;
async function inForce(name: string, rules: Record<string, unknown>[]): Promise<void> {
  const { version } = ok(await office.post<{ version: number }>(`/settings/availability/${name}/versions`, { body: { name, rules } }));
  ok(await office.post(`/settings/availability/${name}/versions/${version}/activate`));
}
const gone = async (name: string): Promise<void> => { ok(await office.post(`/settings/availability/${name}/retire`)); };
const waterfall = async (query: string): Promise<Waterfall> => ok(await office.get<Waterfall>(`/stock/waterfall?${query}`));
const shopHas = async (sku: string): Promise<number | undefined> => (await shops.shopify<{ sku: string; available: number }[]>('GET', '/stock')).find((one) => one.sku === sku)?.available;

beforeAll(async () => {
  shops = await startShops();
  office = await shops.spil.as(['operations', 'service']);
  await shops.shopify('POST', '/products', SHOES.map(([sku, , title]) => ({ sku, title, price: 5995, available: 0 })));
  await stock(shops.spil, { dc: { 'runner-42': 30, 'boot-40': 9 } });
  await shops.settle();
});
afterAll(() => shops.close());

describe('a change of the catalogue', () => {
  const figure = async (sku: string): Promise<number | undefined> => ok(await office.post<{ items: { available: number }[] }>('/availability', { channel: 'web', skus: [sku], fresh: true })).items[0]?.available;
  const change = async (sku: string, change: Record<string, unknown>): Promise<void> => revise(await shops.spil.as('administrator'), `/variants/${sku}`, () => change);
  /** How often the shop was told of a product. */
  const told = async (sku: string): Promise<string | undefined> => (await shops.spil.database.query<{ at: string }>(`select told_at::text as at from intake.channel_stock where channel = 'web' and sku = $1`, [sku]))[0]?.at;

  it('is told at once to the shop, of the product that it is about and no other: a tag that a rule reads', async () => {
    await inForce('outlet', [{ name: 'No outlet online', when: '"outlet" in product.tags', effect: { kind: 'excluded' } }]);
    await shops.settle();
    const others = await told('boot-40');
    await change('runner-42', { tags: ['outlet'] });
    await shops.settle();
    expect([await figure('runner-42'), await shopHas('runner-42'), await told('boot-40')]).toEqual([0, 0, others]);
    await change('runner-42', { tags: [] });
    await shops.settle();
    expect([await figure('runner-42'), await shopHas('runner-42')]).toEqual([30, 30]);
    await gone('outlet');
  });

  it('that takes a product off sale is told, explained, and known of then', async () => {
    const before = shops.clock.now();
    shops.clock.advance(60_000);
    await change('boot-40', { active: false });
    await shops.settle();
    expect([await figure('boot-40'), await shopHas('boot-40')]).toEqual([0, 0]);
    expect((await waterfall('sku=boot-40&channel=web')).steps.find(({ step }) => step === 'not_for_sale')).toMatchObject({ change: -9, because: [{ rule: 'not_for_sale', location: 'dc', quantity: 9 }] });
    shops.clock.advance(60_000);
    await change('boot-40', { active: true });
    for (const one of availabilityFollowers({ database: shops.spil.database, clock: shops.clock })) await one.drain();
    await shops.settle();
    expect([await figure('boot-40'), await shopHas('boot-40'), (await waterfall(`sku=boot-40&channel=web&at=${before}`)).sell]).toEqual([9, 9, 9]);
  });

  it('of what is sold before it is there, and the midnight at which it comes within the days of a rule', async () => {
    const set = shops.clock as unknown as { set(at: string): void };
    await change('runner-43', { backorder: true });
    ok(await office.put('/expected-receipts/PO-14', { location: 'dc', supplier: 'Factory', lines: [{ sku: 'runner-43', quantity: 7, expectedOn: '2026-03-25' }] }));
    await inForce('fortnight', [{ name: 'Two weeks', effect: { kind: 'expected', days: 14 } }]);
    set.set('2026-03-10T22:59:59.000Z');
    await shops.settle();
    expect([await figure('runner-43'), await shopHas('runner-43')]).toEqual([0, 0]);
    set.set('2026-03-10T23:00:00.000Z');
    await shops.settle();
    expect([await figure('runner-43'), await shopHas('runner-43')]).toEqual([7, 7]);
    await change('runner-43', { backorder: false });
    await shops.settle();
    expect([await figure('runner-43'), await shopHas('runner-43')]).toEqual([0, 0]);
    ok(await office.post('/expected-receipts/PO-14/cancel'));
    await gone('fortnight');
    await shops.settle();
  });
});
