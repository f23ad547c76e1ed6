/** What channels may sell, from the rule to the shop: drafted, checked, in force, told to the channels, kept from others under contest, explained in the past, compared with what the channel has. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { allProjections } from '../server/app.ts';
import { availabilityFollowers } from '../server/modules/availability/index.ts';
import { createKey } from '../server/modules/identity/index.ts';
import { intentWorkColumns } from '../server/modules/payments/index.ts';
import { expectWholeBooks } from './support/books.ts';
import { startShops } from './support/channels.ts';
import type { Shops } from './support/channels.ts';
import { anOrder, SHOES, stock } from './support/company.ts';
import { client, ok } from './support/spil.ts';
import { until } from './support/until.ts';
import { channelWork } from '../server/work/channels.ts';
import type { Client } from './support/spil.ts';

interface Step { step: string; change: number; because: { rule: string; name?: string; document?: string; version?: number; location: string | null; quantity: number }[] }
interface Waterfall { sell: number; steps: Step[]; channel: { told: number | null } | null }
interface Offer { channel: string; items: { sku: string; available: number; locations?: { location: string; available: number; metres?: number }[] }[]; unknown: string[] }
interface Rule { name: string; when?: string; effect: Record<string, unknown> }

const W9: Rule[] = [
  { name: 'Only where more than 2 are in stock', when: 'delivery == "pickup"', effect: { kind: 'threshold', below: 3 } },
  { name: 'The 3 stores nearest to the customer', effect: { kind: 'nearest', stores: 3, by: 'ip' } },
  { name: 'Not in the smallest stores', when: 'location.size == "small"', effect: { kind: 'not_for_pickup' } },
];

let shops: Shops;
let office: Client;
const write = async (name: string, rules: Rule[], more: Record<string, unknown> = {}): Promise<number> => ok(await office.post<{ version: number }>(`/settings/availability/${name}/versions`, { body: { name, rules, ...more } })).version;
async function inForce(name: string, rules: Rule[], more: Record<string, unknown> = {}): Promise<void> {
  ok(await office.post(`/settings/availability/${name}/versions/${await write(name, rules, more)}/activate`));
}
const gone = async (name: string): Promise<void> => { ok(await office.post(`/settings/availability/${name}/retire`)); };
const waterfall = async (query: string): Promise<Waterfall> => ok(await office.get<Waterfall>(`/stock/waterfall?${query}`));
const step = ({ steps }: Waterfall, name: string): Step => steps.find((one) => one.step === name) as Step;
const shopHas = async (sku: string): Promise<number | undefined> => (await shops.shopify<{ sku: string; available: number }[]>('GET', '/stock')).find((one) => one.sku === sku)?.available;
const ask = async (body: Record<string, unknown>, by = office): Promise<Offer> => ok(await by.post<Offer>('/availability', { channel: 'web', fresh: true, ...body }));
const place = (by: Client, channel: string, sku: string, quantity = 1) => by.post<{ fulfilments: { location: string }[] }>('/orders', anOrder({ channel, lines: [{ sku, quantity }] }));

beforeAll(async () => {
  shops = await startShops({ ips: { locate: (ip) => (ip === '203.0.113.7' ? { country: 'NL', coordinates: { latitude: 52.01, longitude: 4.36 } } : null) } });
  office = await shops.spil.as(['operations', 'service']);
  await shops.shopify('POST', '/products', SHOES.map(([sku, , title]) => ({ sku, title, price: 5995, available: 0 })));
  await stock(shops.spil, { dc: { 'runner-42': 20, 'boot-40': 9 }, utrecht: { 'runner-42': 5 }, delft: { 'runner-42': 3 }, leiden: { 'runner-42': 2 } });
  await shops.settle();
});
afterAll(() => shops.close());
beforeEach(() => { shops.clock.advance(60_000); });

describe('what suppliers will bring', () => {
  it('is sold where a rule says so, of products that may be sold before they are there, less what is promised of it', async () => {
    ok(await office.put('/expected-receipts/PO-9', { location: 'dc', supplier: 'Factory', lines: [{ sku: 'runner-43', quantity: 6, expectedOn: '2026-03-09' }] }));
    await inForce('coming', [{ name: 'What comes within two weeks', effect: { kind: 'expected', days: 14 } }], { when: 'channel.code == "web"' });
    await shops.settle();
    expect(await shopHas('runner-43')).toBe(0);
    await shops.spil.database.query(`update catalogue.variant set backorder = true where sku = 'runner-43'`);
    ok(await office.put('/expected-receipts/PO-9', { location: 'dc', supplier: 'Factory', lines: [{ sku: 'runner-43', quantity: 7, expectedOn: '2026-03-09' }] }));
    await shops.settle();
    expect(await shopHas('runner-43')).toBe(7);
    expect(step(await waterfall('sku=runner-43&channel=web'), 'expected')).toMatchObject({ change: 7, because: [{ name: 'What comes within two weeks', location: 'dc', quantity: 7 }] });

    ok(await place(await shops.spil.as('channel'), 'web', 'runner-43', 2));
    await shops.settle();
    expect(await shopHas('runner-43')).toBe(5);
    // Later than two weeks ahead it is sold no more; what was promised stays promised.
    ok(await office.put('/expected-receipts/PO-9', { location: 'dc', supplier: 'Factory', lines: [{ sku: 'runner-43', quantity: 7, expectedOn: '2026-04-20' }] }));
    await shops.settle();
    expect(await shopHas('runner-43')).toBe(0);
    ok(await office.post('/expected-receipts/PO-9/cancel'));
    await gone('coming');
    await shops.settle();
  });
});

describe('a rule in force', () => {
  it('is told to the channels it is for, of what it touches, and is one click back', async () => {
    expect(await shopHas('runner-42')).toBe(30);
    await inForce('safety', [{ name: 'Two pairs stay in every store', when: 'location.kind == "store"', effect: { kind: 'safety_stock', units: 2 } }], { when: 'channel.code == "web"' });
    await shops.settle();
    expect(await shopHas('runner-42')).toBe(24);
    expect(await shopHas('boot-40')).toBe(9);
    const told = await shops.spil.database.query<{ channel: string; sku: string; told: number }>('select channel, sku, told from intake.channel_stock where told is not null order by 1, 2');
    expect(told).toContainEqual({ channel: 'web', sku: 'runner-42', told: 24 });
    expect(step(await waterfall('sku=runner-42&channel=web'), 'safety_stock')).toMatchObject({ change: -6, because: [
      { rule: 'selling_rule', document: 'safety', version: 1, name: 'Two pairs stay in every store', location: 'delft', quantity: 2 }, { location: 'leiden', quantity: 2 }, { location: 'utrecht', quantity: 2 }] });
    expect((await waterfall('sku=runner-42&channel=mage')).sell).toBe(30);
    await inForce('safety', [{ name: 'Four pairs stay in every store', when: 'location.kind == "store"', effect: { kind: 'safety_stock', units: 4 } }], { when: 'channel.code == "web"' });
    await shops.settle();
    expect(await shopHas('runner-42')).toBe(21);
    ok(await office.post('/settings/availability/safety/back'));
    await shops.settle();
    expect(await shopHas('runner-42')).toBe(24);
    await gone('safety');
    await shops.settle();
    expect(await shopHas('runner-42')).toBe(30);
  });

  it('is told of the moment asked for, whatever is in force now', async () => {
    const before = shops.clock.now();
    shops.clock.advance(60_000);
    await inForce('past', [{ name: 'Half for others', effect: { kind: 'channel_buffer', percent: 50 } }]);
    const then = shops.clock.now();
    shops.clock.advance(60_000);
    await gone('past');
    for (const one of availabilityFollowers({ database: shops.spil.database, clock: shops.clock })) await one.drain();
    expect((await waterfall(`sku=boot-40&channel=web&at=${then}`)).sell).toBe(4);
    expect(step(await waterfall(`sku=boot-40&channel=web&at=${then}`), 'channel_buffer')).toMatchObject({ change: -5, because: [{ name: 'Half for others', document: 'past', version: 1, quantity: 5 }] });
    expect((await waterfall(`sku=boot-40&channel=web&at=${before}`)).sell).toBe(9);
    expect((await waterfall('sku=boot-40&channel=web')).sell).toBe(9);
  });

  it('is refused when it has problems, with where they are, and nothing changes', async () => {
    const version = await write('wrong', [{ name: 'a', when: 'location.sise == "small"', effect: { kind: 'excluded' } }, { name: 'a', effect: { kind: 'channel_buffer' } }]);
    const refused = await office.post<{ errors: { field: string }[] }>(`/settings/availability/wrong/versions/${version}/activate`);
    expect([refused.status, refused.body.errors.map(({ field }) => field)]).toEqual([422, ['rules.0.when', 'rules.1.effect', 'rules.1.name']]);
    expect((await waterfall('sku=boot-40&channel=web')).sell).toBe(9);
    expect((await (await shops.spil.as('service')).post('/settings/availability/wrong/versions', { body: {} })).status).toBe(403);
  });
});

describe('what a channel may sell, asked by a shop', () => {
  it('pickup: only of what there are more than 2 of, in the 3 nearest stores, not in the smallest', async () => {
    await shops.spil.database.query(`update locations.location set size = 'small' where code = 'zeist'`);
    await shops.spil.database.query(`update locations.location set capabilities = '{ship}' where code = 'dc'`);
    await stock(shops.spil, { zeist: { 'runner-42': 50 }, 'den-haag': { 'runner-42': 10 } });
    await shops.spil.database.query(`update kernel.epoch set value = value + 1 where name = 'settings'`);
    const pickup = { skus: ['runner-42'], delivery: 'pickup', perLocation: true };
    const everywhere = (await ask(pickup)).items[0]?.locations?.map(({ location }) => location);
    expect(everywhere).toEqual(['delft', 'den-haag', 'leiden', 'utrecht', 'zeist']);
    await inForce('pickup', W9);
    // Of Leiden 2 are left, which is not more than 2; Zeist is small. Somebody in Delft sees its nearest first.
    const near = await ask({ ...pickup, near: { ip: '203.0.113.7' } });
    expect(near.items[0]?.locations).toMatchObject([{ location: 'delft', available: 3, metres: 0 }, { location: 'den-haag', available: 10 }, { location: 'utrecht', available: 5 }]);
    // The rule says by IP address: a place that is given besides does not move the customer; without an address it counts.
    expect(await ask({ ...pickup, near: { ip: '203.0.113.7', latitude: 52.09, longitude: 5.12 } })).toEqual(near);
    expect((await ask({ ...pickup, near: { latitude: 52.09, longitude: 5.12 } })).items[0]?.locations?.map(({ location }) => location)).toEqual(['utrecht', 'delft', 'den-haag']);
    expect(step(await waterfall('sku=runner-42&channel=web&delivery=pickup&location=leiden'), 'threshold')).toMatchObject({ change: -2, because: [{ name: 'Only where more than 2 are in stock', quantity: 2 }] });
    expect(step(await waterfall('sku=runner-42&channel=web&delivery=pickup&location=zeist'), 'not_for_pickup')).toMatchObject({ change: -50, because: [{ name: 'Not in the smallest stores' }] });
    // Shipping is as it was.
    expect((await ask({ skus: ['runner-42'] })).items).toEqual([{ sku: 'runner-42', available: 90 }]);
    await gone('pickup');
  });

  it('is the figure of the waterfall and of the channel, for many SKUs at once; what is not in the catalogue is named', async () => {
    await inForce('mixed', [{ name: 'buffer', effect: { kind: 'channel_buffer', units: 1 } }, { name: 'two stay', effect: { kind: 'safety_stock', units: 2 } }]);
    const { items, unknown } = await ask({ skus: [...SHOES.map(([sku]) => sku), 'none'], perLocation: true });
    expect(unknown).toEqual(['none']);
    for (const { sku, available, locations } of items) {
      expect(available).toBe((await waterfall(`sku=${sku}&channel=web`)).sell);
      for (const one of locations ?? []) expect(one.available).toBe(Math.min(available, (await waterfall(`sku=${sku}&channel=web&location=${one.location}`)).sell));
    }
    await shops.settle();
    expect(await shopHas('runner-42')).toBe(items.find(({ sku }) => sku === 'runner-42')?.available);
    expect((await ask({ skus: ['runner-42'], locations: ['delft', 'utrecht'], perLocation: true })).items).toEqual([{ sku: 'runner-42', available: 4, locations: [{ location: 'delft', available: 1 }, { location: 'utrecht', available: 3 }] }]);
    await gone('mixed');
  });

  it('a key that is bound to a channel sees its own and may leave it out', async () => {
    const bound = client(shops.spil.url, (await createKey(shops.spil.database, { name: 'the web shop', roles: ['channel'], locations: null, channels: ['web'] }, shops.clock.now())).secret);
    expect(ok(await bound.post<Offer>('/availability', { skus: ['boot-40'], fresh: true }))).toEqual({ channel: 'web', delivery: 'ship', items: [{ sku: 'boot-40', available: 9 }], unknown: [] });
    expect(await bound.post('/availability', { channel: 'mage', skus: ['boot-40'] })).toMatchObject({ status: 403, body: { type: expect.stringContaining('channel_not_yours') as string } });
  });

  it.each<[Record<string, unknown>, number]>([
    [{ skus: ['boot-40'] }, 422], [{ channel: 'none', skus: ['boot-40'] }, 404], [{ channel: 'web', skus: ['boot-40'], locations: ['nowhere'] }, 404], [{ channel: 'web', skus: [] }, 400], [{ channel: 'web' }, 400],
    [{ channel: 'web', skus: Array.from({ length: 101 }, (_value, n) => `s${n}`) }, 400], [{ channel: 'web', skus: ['boot-40'], delivery: 'drone' }, 400], [{ channel: 'web', skus: ['boot-40'], near: { latitude: 91, longitude: 0 } }, 400], [{ channel: 'web', skus: ['boot-40'], near: { latitude: 52 } }, 400], [{ channel: 'web', skus: ['boot-40'], near: { ip: 'here' } }, 400], [{ channel: 'web', skus: ['boot-40'], price: 1 }, 400],
  ])('%j is refused', async (body, status) => {
    expect((await office.post('/availability', body)).status).toBe(status);
  });
  it('a store account does not ask it, nor somebody who is not signed in', async () => {
    expect((await (await shops.spil.as('store', ['delft'])).post('/availability', { channel: 'web', skus: ['boot-40'] })).status).toBe(403);
    expect((await client(shops.spil.url, 'nobody').post('/availability', { channel: 'web', skus: ['boot-40'] })).status).toBe(401);
  });
});

describe('what rules would change', () => {
  interface Preview { skus: number; all: boolean; channels: { channel: string; before: number; after: number; gained: { skus: number; units: number }; lost: { skus: number; units: number; soldOut: number }; examples: { sku: string; before: number; after: number }[] }[] }
  const preview = async (body: Record<string, unknown>): Promise<Preview> => ok(await office.post<Preview>('/availability/preview', { name: 'tried', ...body }));
  const of = ({ channels }: Preview, channel: string) => channels.find((one) => one.channel === channel);

  it('is what the figures become when they are in force, and nothing of it is kept', async () => {
    const rules = { name: 'Tried', when: 'channel.code == "web"', rules: [{ name: 'Half', effect: { kind: 'channel_buffer', percent: 50 } }] };
    const told = await preview({ body: rules });
    expect(told).toMatchObject({ skus: 3, all: true });
    expect(of(told, 'mage')).toMatchObject({ gained: { skus: 0, units: 0 }, lost: { skus: 0, units: 0, soldOut: 0 }, examples: [] });
    expect(of(told, 'web')).toMatchObject({ before: 99, after: 49, lost: { skus: 2, units: 50, soldOut: 0 }, examples: [{ sku: 'runner-42', before: 90, after: 45 }, { sku: 'boot-40', before: 9, after: 4 }] });
    expect((await waterfall('sku=runner-42&channel=web')).sell).toBe(90);
    await inForce('tried', rules.rules, { when: rules.when });
    expect((await ask({ skus: ['runner-42', 'boot-40'] })).items.map(({ available }) => available)).toEqual([45, 4]);
    expect(of(await preview({ body: null }), 'web')).toMatchObject({ before: 49, after: 99, gained: { skus: 2, units: 50 } });
    expect(of(await preview({ body: rules }), 'web')).toMatchObject({ before: 49, after: 49, examples: [] });
    await gone('tried');
    expect(of(await preview({ body: { name: 'Closed', rules: [{ name: 'none', effect: { kind: 'excluded' } }] } }), 'mage')).toMatchObject({ after: 0, lost: { skus: 2, soldOut: 2 } });
  });

  it('is refused for a document with problems, and for who may not read it', async () => {
    expect(await office.post('/availability/preview', { name: 'tried', body: { name: 'x', rules: [{ name: 'a', effect: { kind: 'safety_stock', units: 0 } }] } })).toMatchObject({ status: 422, body: { errors: [{ field: 'rules.0.effect.units' }] } });
    expect((await office.post('/availability/preview', { name: 'Not A Name', body: null })).status).toBe(400);
    expect((await (await shops.spil.as('store', ['delft'])).post('/availability/preview', { name: 'tried', body: null })).status).toBe(403);
  });
});

describe('stock that is kept for a channel', () => {
  it('is not sold to another, also when forty orders come at once, and to the last pair to its own', async () => {
    await shops.spil.database.query(`insert into catalogue.variant (sku, product, name, weight_grams) values ('fenced', 'boot', 'Fenced', 900)`);
    await stock(shops.spil, { dc: { fenced: 10 }, utrecht: { fenced: 2 } });
    await inForce('fence', [{ name: 'Seven in the DC for mage', when: 'location.code == "dc"', effect: { kind: 'ring_fence', units: 7, channels: ['mage'] } }]);
    expect([(await ask({ skus: ['fenced'] })).items[0]?.available, (await ask({ channel: 'mage', skus: ['fenced'] })).items[0]?.available]).toEqual([5, 12]);
    const answers = await Promise.all(Array.from({ length: 40 }, () => place(shops.office, 'web', 'fenced')));
    for (const { status } of answers) expect(status).toBe(201);
    const sold = answers.filter(({ body }) => body.fulfilments.length > 0);
    expect(sold).toHaveLength(5);
    const [dc] = await shops.spil.database.query<{ quantity: number; reserved: number }>(`select quantity, reserved from books.stock_balance where sku = 'fenced' and location = 'dc' and state = 'sellable'`);
    expect(dc).toEqual({ quantity: 10, reserved: 3 });
    const own = await Promise.all(Array.from({ length: 9 }, () => place(shops.office, 'mage', 'fenced')));
    expect(own.filter(({ body }) => body.fulfilments.length > 0)).toHaveLength(7);
    expect((await ask({ channel: 'mage', skus: ['fenced'] })).items[0]?.available).toBe(0);
    await gone('fence');
  });

  it('two channels at once: each gets at most what is not the other’s, whoever comes first', async () => {
    await shops.spil.database.query(`insert into catalogue.variant (sku, product, name, weight_grams) values ('both', 'boot', 'Both', 900)`);
    await stock(shops.spil, { dc: { both: 10 } });
    await inForce('fences', [{ name: 'Four for web', effect: { kind: 'ring_fence', units: 4, channels: ['web'] } }, { name: 'Three for mage', effect: { kind: 'ring_fence', units: 3, channels: ['mage'] } }]);
    const answers = await Promise.all(Array.from({ length: 30 }, async (_value, n) => {
      const channel = ['web', 'mage', 'till'][n % 3] as string;
      const { body } = await place(shops.office, channel, 'both');
      return { channel, sold: body.fulfilments.length > 0 };
    }));
    const sold = (channel: string): number => answers.filter((one) => one.sold && one.channel === channel).length;
    expect(sold('web') + sold('mage') + sold('till')).toBe(10);
    expect(sold('till')).toBeLessThanOrEqual(3);
    // The first fence is filled first: web can always have its four, and none but web any of them.
    expect(sold('mage') + sold('till')).toBeLessThanOrEqual(6);
    expect(sold('web')).toBeGreaterThanOrEqual(4);
    await gone('fences');
  });

  it('an excluded location and one for pickup only send nothing; an order for pickup there takes it', async () => {
    await shops.spil.database.query(`insert into catalogue.variant (sku, product, name, weight_grams) values ('bound', 'boot', 'Bound', 900)`);
    await stock(shops.spil, { utrecht: { bound: 3 }, delft: { bound: 3 } });
    await inForce('bound', [{ name: 'Utrecht keeps its own', when: 'location.code == "utrecht"', effect: { kind: 'excluded' } }, { name: 'Delft sends nothing', when: 'location.code == "delft"', effect: { kind: 'pickup_only' } }]);
    const shipped = ok(await place(shops.office, 'web', 'bound'));
    expect(shipped.fulfilments).toEqual([]);
    const collected = ok(await shops.office.post<{ fulfilments: { location: string }[] }>('/orders', anOrder({ lines: [{ sku: 'bound', quantity: 1 }], delivery: { kind: 'pickup', location: 'delft' } })));
    expect(collected.fulfilments).toMatchObject([{ location: 'delft' }]);
    await gone('bound');
  });
});

describe('a sale in one channel', () => {
  it('is told to the others, and the last pair is sold once', async () => {
    await shops.spil.database.query(`insert into catalogue.variant (sku, product, name, weight_grams) values ('last', 'boot', 'Last', 900)`);
    await shops.shopify('POST', '/products', [{ sku: 'last', title: 'Last', price: 5995, available: 0 }]);
    await stock(shops.spil, { utrecht: { last: 1 } });
    await shops.settle();
    expect(await shopHas('last')).toBe(1);
    const answers = await Promise.all(['mage', 'till'].map((channel) => place(shops.office, channel, 'last')));
    expect(answers.filter(({ body }) => body.fulfilments.length > 0)).toHaveLength(1);
    await shops.settle();
    expect(await shopHas('last')).toBe(0);
  });
});

it('a sale is told to the other channels by the workers as they run in a process, with nobody pushing them', async () => {
  const work = channelWork(shops.deps);
  work.start();
  try {
    await until(async () => (await shopHas('boot-40')) === 9);
    expect((await place(shops.office, 'till', 'boot-40')).status).toBe(201);
    await until(async () => (await shopHas('boot-40')) === 8);
    await inForce('live', [{ name: 'Three stay', effect: { kind: 'channel_buffer', units: 3 } }]);
    await until(async () => (await shopHas('boot-40')) === 5);
    await gone('live');
    await until(async () => (await shopHas('boot-40')) === 8);
  } finally {
    await work.stop();
  }
});

describe('a comparison of what a channel has with what it should have', () => {
  interface Comparison { id: string; compared: number; different: number; unread: number; finishedAt: string | null }
  interface Lines { lines: { sku: string; had: number | null; told: number | null; should: number; outcome: string; reason: string | null }[] }
  const compare = async (body?: Record<string, unknown>): Promise<{ comparison: Comparison; lines: Lines['lines'] }> => {
    const asked = await shops.service.post<Comparison>('/channels/web/stock', body);
    expect(asked.status, JSON.stringify(asked.body)).toBe(202);
    shops.clock.advance(5000);
    await shops.settle();
    shops.clock.advance(5000);
    await shops.settle();
    const comparison = ok(await shops.service.get<{ items: Comparison[] }>('/channels/web/stock/comparisons')).items[0] as Comparison;
    expect(comparison.id).toBe(asked.body.id);
    expect(comparison.finishedAt).not.toBeNull();
    return { comparison, lines: ok(await shops.service.get<Lines>(`/channels/web/stock/comparisons/${comparison.id}`)).lines };
  };

  /** As somebody does in the shop's own administration. */
  async function setInShop(sku: string, available: number): Promise<void> {
    const headers = { 'x-shopify-access-token': 'token', 'content-type': 'application/json' };
    const { products } = (await (await fetch(`${shops.shopifyUrl}/admin/api/2026-04/products.json?limit=250`, { headers })).json()) as { products: { variants: { sku: string; inventory_item_id: number }[] }[] };
    const item = products.flatMap(({ variants }) => variants).find((one) => one.sku === sku)?.inventory_item_id;
    expect((await fetch(`${shops.shopifyUrl}/admin/api/2026-04/inventory_levels/set.json`, { method: 'POST', headers, body: JSON.stringify({ location_id: 70_001, inventory_item_id: item, available }) })).status).toBe(200);
  }

  it('reports each difference; sets it right only when asked; names what cannot be read', async () => {
    await shops.settle();
    const should = await shopHas('boot-40') as number;
    // Somebody changed the figure in the shop.
    await setInShop('boot-40', should + 5);
    const looked = await compare({ correct: false });
    expect(looked.lines.filter(({ outcome }) => outcome !== 'unread')).toEqual([{ sku: 'boot-40', had: should + 5, told: should, should, outcome: 'left', reason: null }]);
    expect(looked.lines.find(({ sku }) => sku === 'fenced')).toMatchObject({ had: null, outcome: 'unread', reason: expect.stringContaining('no variant') as string });
    expect(looked.comparison).toMatchObject({ different: 1 });
    expect(await shopHas('boot-40')).toBe(should + 5);
    const corrected = await compare();
    expect(corrected.lines.filter(({ outcome }) => outcome !== 'unread')).toEqual([{ sku: 'boot-40', had: should + 5, told: should, should, outcome: 'set', reason: null }]);
    expect(await shopHas('boot-40')).toBe(should);
    expect((await compare()).comparison.different).toBe(0);
  });

  it('is refused for a channel that is not connected, and while one is under way', async () => {
    expect((await shops.service.post('/channels/none/stock')).status).toBe(404);
    expect((await shops.service.get('/channels/web/stock/comparisons/cmp_01h2xcejqtf2nbrexx3vqjhp41')).status).toBe(404);
    expect((await shops.service.post('/channels/web/stock', { correct: 'yes' })).status).toBe(400);
    expect((await shops.service.post('/channels/web/stock')).status).toBe(202);
    expect(await shops.service.post('/channels/web/stock')).toMatchObject({ status: 409, body: { type: expect.stringContaining('comparing') as string } });
    await shops.settle();
  });
});

it('the books are whole after all of it', async () => {
  await shops.settle();
  await expectWholeBooks(shops.spil.database, allProjections(), { besides: { 'payments.intent': intentWorkColumns } });
});
