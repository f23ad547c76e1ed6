/** Delivery options before buying: what is offered, by which rules, when and for how much, and that an order placed with an option is planned as it said. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settableClock } from '../server/kernel/clock.ts';
import type { IpLocator } from '../server/modules/sourcing/types.ts';
import { anOrder, smallCompany, stock } from './support/company.ts';
import { startSpil } from './support/spil.ts';
import type { Client, Reply, Running } from './support/spil.ts';

interface Option { promisedBy: string; date: string; price: number; complete: boolean; parcels: number; lines: { line: number; quantity: number }[]; ownCost: { cost: number; items: { name: string; amount: number }[] } | null }
type Home = Option & { service: string };
type Store = Option & { location: string; metres: number | null; hours: unknown[]; brought: boolean; here: { line: number; quantity: number }[] };
interface Options { place: Record<string, unknown>; home: Home[]; stores: Store[]; pickupPoints: unknown[]; mixed: { price: number; store: Store; home: Home }[]; lines: Record<string, unknown>[]; reasons: Record<string, string>; nearest: unknown }
interface Order { id: string; deliveries: { promisedBy: string | null; kind: string }[]; fulfilments: { location: string; delivery: number }[] }

/** A table with one address: of a shop in Zeist. */
const ips: IpLocator = { locate: (ip) => (ip === '203.0.114.7' ? { country: 'NL', coordinates: { latitude: 52.091, longitude: 5.232 } } : null) };
const clock = settableClock('2026-03-02T09:00:00.000Z');
const UTRECHT = { country: 'NL', postalCode: '3511 LN' };
const TUESDAY = '2026-03-03T21:00:00.000Z';
const WEDNESDAY = '2026-03-04T21:00:00.000Z';

let spil: Running;
let channel: Client;
let office: Client;
const asked = async (client: Client, body: Record<string, unknown>): Promise<Reply<Options & { code?: string; field?: string }>> => client.post('/delivery-options', { channel: 'web', ...body });
const options = async (body: Record<string, unknown>, client = channel): Promise<Options> => {
  const reply = await asked(client, body);
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
  return reply.body;
};
const basket = (...lines: [string, number][]): { lines: { sku: string; quantity: number }[] } => ({ lines: lines.map(([sku, quantity]) => ({ sku, quantity })) });
const settings = async (): Promise<void> => { await spil.database.query(`update kernel.epoch set value = value + 1 where name = 'settings'`); };
const activate = async (kind: string, name: string, body: unknown): Promise<void> => {
  await spil.database.query(`insert into documents.document (kind, name, version, state, body, created_by, activated_at) values ($1, $2, 1, 'active', $3, 'test', now())`, [kind, name, JSON.stringify(body)]);
  await settings();
};
const forget = async (kind: string): Promise<void> => {
  await spil.database.query('delete from documents.document where kind = $1', [kind]);
  await settings();
};
const places = ({ stores }: Options): string[] => stores.map(({ location }) => location);
const order = async (id: string): Promise<Order> => (await office.get<Order>(`/orders/${id}`)).body;
const place = async (change: (snapshot: ReturnType<typeof anOrder>) => void, lines: { sku: string; quantity: number; delivery?: string }[]): Promise<Order> => {
  const snapshot = anOrder({ lines });
  change(snapshot);
  const reply = await channel.post<{ id: string }>('/orders', snapshot);
  expect(reply.status, JSON.stringify(reply.body)).toBe(201);
  return order(reply.body.id);
};

beforeAll(async () => {
  spil = await startSpil({ clock, windows: { ips } });
  await smallCompany(spil.database);
  // The warehouse is the cheapest, and too late for today.
  await spil.database.query(`update locations.location set calendar = jsonb_set(calendar, '{cutOff}', '"08:00"') where code = 'dc'`);
  await settings();
  channel = await spil.as('channel');
  office = await spil.as(['operations', 'service']);
  await stock(spil, { dc: { 'runner-42': 20 }, utrecht: { 'runner-42': 4 }, zeist: { 'runner-42': 2 }, delft: { 'runner-42': 5, 'boot-40': 3 } });
});
afterAll(() => spil.close());

describe('options', () => {
  it('are home with days and prices, stores with when it is ready, and what lies where', async () => {
    const found = await options({ ...basket(['runner-42', 1]), to: UTRECHT });
    expect(found.place).toMatchObject({ country: 'NL', by: 'postal_code', ip: null, reason: null });
    expect(found.home).toMatchObject([
      { service: 'express', promisedBy: TUESDAY, date: '2026-03-03', price: 995, complete: true, parcels: 1, ownCost: null },
      { service: 'standard', promisedBy: WEDNESDAY, date: '2026-03-04', price: 0, complete: true },
    ]);
    expect(found.stores.slice(0, 2)).toMatchObject([
      { location: 'utrecht', brought: false, promisedBy: '2026-03-02T10:00:00.000Z', price: 0, here: [{ line: 1, quantity: 1 }] },
      { location: 'zeist', brought: false, promisedBy: '2026-03-02T10:00:00.000Z' },
    ]);
    expect(found.stores.map(({ metres }) => metres)).toEqual(found.stores.map(({ metres }) => metres).toSorted((a, b) => (a ?? 0) - (b ?? 0)));
    expect(found.stores.find(({ location }) => location === 'leiden')).toMatchObject({ brought: true, here: [] });
    expect(found.lines).toEqual([{ line: 1, sku: 'runner-42', wanted: 1, available: 31, expectedOn: null }]);
    expect((await options({ ...basket(['runner-42', 1]), to: UTRECHT }, office)).home[0]?.ownCost?.items.length).toBeGreaterThan(0);
  });

  it('of a basket that no one place has: mixed, some now and the rest home', async () => {
    const found = await options({ ...basket(['runner-42', 1], ['boot-40', 1]), to: UTRECHT });
    expect(found.mixed[0]).toMatchObject({ store: { location: 'utrecht', lines: [{ line: 1, quantity: 1 }], brought: false }, home: { lines: [{ line: 2, quantity: 1 }], complete: true, price: 0 }, price: 0 });
    expect(found.mixed.every(({ store }) => store.location !== 'delft')).toBe(true);
  });

  it('say what nobody has, and offer the rest', async () => {
    const found = await options({ ...basket(['runner-42', 1], ['runner-43', 2]), to: UTRECHT });
    expect(found.lines).toMatchObject([{ available: 31 }, { sku: 'runner-43', wanted: 2, available: 0, expectedOn: null }]);
    expect(found.home.at(-1)).toMatchObject({ service: 'standard', complete: false, lines: [{ line: 1, quantity: 1 }] });
    expect([found.stores, found.reasons.store]).toEqual([[], 'In no store that may be shown all of it can be collected.']);
    expect((await options(basket(['runner-43', 1]))).reasons).toMatchObject({ home: 'None of it may be sold now.', store: 'None of it may be sold now.' });
  });

  it('say when enough of what nobody has is expected', async () => {
    const reply = await office.put('/expected-receipts/PO-1', { location: 'dc', lines: [{ sku: 'runner-43', quantity: 3, expectedOn: '2026-03-20' }] });
    expect(reply.status, JSON.stringify(reply.body)).toBeLessThan(300);
    expect((await options(basket(['runner-43', 2]))).lines).toMatchObject([{ available: 0, expectedOn: '2026-03-20' }]);
    expect((await options(basket(['runner-43', 4]))).lines).toMatchObject([{ available: 0, expectedOn: null }]);
    expect((await office.post('/expected-receipts/PO-1/cancel', {})).status).toBeLessThan(300);
  });

  it('cost what the channel’s prices say, by the worth of the goods, and are not offered without a price', async () => {
    await activate('delivery-prices', 'web', { currency: 'EUR', prices: [{ kind: 'home', countries: ['NL'], amount: 395, freeFrom: 20_000 }] });
    const one = await options({ ...basket(['runner-42', 1]), to: UTRECHT });
    expect(one.home).toMatchObject([{ service: 'standard', price: 395 }]);
    expect([one.stores, one.reasons.store]).toEqual([[], 'This kind of delivery has no price for NL.']);
    expect((await options({ lines: [{ sku: 'runner-42', quantity: 1, price: 20_000 }], to: UTRECHT })).home).toMatchObject([{ price: 0 }]);
    await forget('delivery-prices');
  });

  it('go by coordinates, by the IP address, or come without a place', async () => {
    expect(places(await options({ ...basket(['runner-42', 1]), to: { latitude: 52.01, longitude: 4.36 }, stores: 1 }))).toEqual(['delft']);
    const byIp = await options({ ...basket(['runner-42', 1]), to: { ip: '203.0.114.7' }, stores: 1 });
    expect([byIp.place, places(byIp)]).toEqual([{ country: 'NL', by: 'ip', ip: 'found', reason: null }, ['zeist']]);
    for (const [ip, what] of [['192.168.1.4', 'private'], ['::1', 'private'], ['fd00::1', 'private'], ['::ffff:10.0.0.1', 'private'], ['198.51.101.9', 'unknown']] as const) {
      const found = await options({ ...basket(['runner-42', 1]), to: { ip } });
      expect([found.place.by, found.place.ip, found.home.length, found.stores.length, found.stores[0]?.metres]).toEqual([null, what, 2, 5, null]);
    }
  });

  it('keep nothing of the IP address', async () => {
    await options({ ...basket(['runner-42', 1]), to: { ip: '203.0.114.7' } });
    const tables = await spil.database.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`);
    for (const { name } of tables) expect(await spil.database.query(`select 1 from ${name} t where t::text like '%203.0.114.7%'`), name).toEqual([]);
  });
});

describe('the retailer’s rules of selling', () => {
  it('W9: pickup only where more than two are, the three nearest by IP address, without the smallest stores', async () => {
    await activate('availability', 'w9', {
      name: 'Pickup', priority: 1, when: 'true', rules: [
        { name: 'More than 2', when: 'delivery == "pickup"', effect: { kind: 'threshold', below: 3 } },
        { name: 'Not the smallest', when: 'location.size == "small"', effect: { kind: 'not_for_pickup' } },
        { name: 'The 3 nearest', effect: { kind: 'nearest', stores: 3, by: 'ip' } },
      ],
    });
    await stock(spil, { leiden: { 'runner-42': 3 }, 'den-haag': { 'runner-42': 3 } });
    await spil.database.query(`update locations.location set size = 'small' where code = 'delft'`);
    await settings();
    const found = await options({ ...basket(['runner-42', 1]), to: { ip: '203.0.114.7', country: 'NL', postalCode: '2611 GS' }, stores: 20 });
    // Zeist is nearest and has two, Delft is small: by the address it would have been Delft first.
    expect([places(found), found.nearest]).toEqual([['utrecht', 'leiden', 'den-haag'], { count: 3, by: 'ip', rule: 'The 3 nearest' }]);
    expect(places(await options({ ...basket(['runner-42', 1]), to: { ip: '203.0.114.7' }, store: 'zeist' }))).toEqual([]);
    expect(places(await options({ ...basket(['runner-42', 1]), to: { ip: '203.0.114.7' }, store: 'leiden' }))).toEqual(['leiden']);
    await forget('availability');
    await spil.database.query(`update locations.location set size = 'medium' where code = 'delft'`);
    await settings();
  });
});

describe('what is offered is what the figures say', () => {
  const offered = async (sku: string, body: Record<string, unknown> = {}): Promise<Record<string, number>> => {
    const { items: [item] } = (await channel.post<{ items: { available: number; locations?: { location: string; available: number }[] }[] }>('/availability', { channel: 'web', skus: [sku], delivery: 'pickup', perLocation: true, fresh: true, ...body })).body;
    return Object.fromEntries((item?.locations ?? []).map(({ location, available }) => [location, available]));
  };
  const store = { kinds: ['store'], to: UTRECHT, stores: 20 };

  it('of two lines of one product as of one, however they are written', async () => {
    await activate('availability', 'keep', { name: 'Keep', rules: [{ name: 'two stay', effect: { kind: 'safety_stock', units: 2 } }] });
    await stock(spil, { leiden: { 'runner-43': 5 } });
    expect(await offered('runner-43')).toEqual({ leiden: 3 });
    expect(places(await options({ ...basket(['runner-43', 3]), ...store }))).toContain('leiden');
    expect([places(await options({ ...basket(['runner-43', 4]), ...store })), places(await options({ ...basket(['runner-43', 2], ['runner-43', 2]), ...store }))]).toEqual([[], []]);
    expect((await options({ ...basket(['runner-42', 1], ['runner-43', 2], ['runner-43', 2]), to: UTRECHT })).mixed.every(({ store: { location } }) => location !== 'leiden')).toBe(true);
    await forget('availability');
  });

  it('of what a channel’s buffer holds back altogether: in no store', async () => {
    await activate('availability', 'buffer', { name: 'Buffer', rules: [{ name: 'five for others', effect: { kind: 'channel_buffer', units: 5 } }] });
    expect(await offered('runner-43')).toEqual({});
    const found = await options({ ...basket(['runner-43', 1]), to: UTRECHT });
    expect([found.home, found.stores]).toEqual([[], []]);
    await forget('availability');
    expect(places(await options({ ...basket(['runner-43', 1]), ...store }))).toContain('leiden');
  });

  it('of the nearest stores of somebody whom nobody can place: all of them, until a place is given', async () => {
    await stock(spil, { utrecht: { 'runner-43': 1 }, zeist: { 'runner-43': 1 } });
    await activate('availability', 'near', { name: 'Near', rules: [{ name: 'the nearest', effect: { kind: 'nearest', stores: 1, by: 'ip' } }] });
    const nobody = { ip: '10.0.0.1' };
    expect(Object.keys(await offered('runner-43', { near: nobody }))).toEqual(['leiden', 'utrecht', 'zeist']);
    const found = await options({ ...basket(['runner-43', 1]), ...store, to: nobody });
    expect([places(found), found.nearest]).toEqual([expect.arrayContaining(['leiden', 'utrecht', 'zeist']), { count: 1, by: null, rule: 'the nearest' }]);
    expect([Object.keys(await offered('runner-43', { near: { latitude: 52.16, longitude: 4.49 } })), places(await options({ ...basket(['runner-43', 1]), ...store, to: { latitude: 52.16, longitude: 4.49 } }))]).toEqual([['leiden'], ['leiden']]);
    await forget('availability');
  });

  it('of a location that sends nothing, and of one that the strategies never ask: no channel may sell it, no order is planned from it', async () => {
    const shipped = async (sku: string): Promise<unknown[]> => {
      const figure = (await channel.post<{ items: { available: number }[] }>('/availability', { channel: 'web', skus: [sku], fresh: true })).body.items[0]?.available;
      const found = await options({ ...basket([sku, 1]), to: UTRECHT, kinds: ['home'] });
      const made = await place(() => undefined, [{ sku, quantity: 1 }]);
      return [figure, found.lines[0]?.['available'], found.home.length, made.fulfilments.length];
    };
    const [, , homes] = await shipped('boot-40');
    expect(homes).toBeGreaterThan(0);
    await spil.database.query(`update locations.location set capabilities = '{pickup}' where code = 'delft'`);
    await settings();
    expect(await shipped('boot-40')).toEqual([0, 0, 0, 0]);
    expect(places(await options({ ...basket(['boot-40', 1]), ...store }))).toEqual(['delft']);
    const why = await office.get<{ steps: { step: string; change: number; because: unknown[] }[] }>('/stock/waterfall?sku=boot-40&channel=web');
    expect(why.body.steps.find(({ step }) => step === 'cannot_deliver')).toMatchObject({ because: [{ rule: 'cannot_deliver', location: 'delft' }] });
    await spil.database.query(`update locations.location set capabilities = '{ship,pickup,return}' where code = 'delft'`);
    await activate('strategy', 'dc', { name: 'Only the DC sends', when: 'order.channel == "web"', unplaced: 'cancel', filters: [{ name: 'only the DC', keep: 'delivery.kind == "pickup" || location.kind == "warehouse"', hard: true }], cost: { currency: 'EUR', parcel: 495 } });
    expect(await shipped('boot-40')).toEqual([0, 0, 0, 0]);
    const strategy = await office.get<{ steps: { step: string; because: unknown[] }[] }>('/stock/waterfall?sku=boot-40&channel=web');
    expect(strategy.body.steps.find(({ step }) => step === 'cannot_deliver')).toMatchObject({ because: [{ rule: 'strategy_rule', document: 'dc', version: 1, name: 'only the DC', location: 'delft' }] });
    // For pickup the same rule keeps it, and another channel goes by the next strategy.
    expect(Object.keys(await offered('boot-40'))).toEqual(['delft']);
    await forget('strategy');
    // What a rule makes of an order is known when there is one: such a rule takes nothing from the figures.
    await activate('strategy', 'dc', { name: 'Heavy from the DC', when: 'true', unplaced: 'cancel', filters: [{ name: 'heavy', keep: 'order.lines.all(l, l.weightGrams < 100000) || location.kind == "warehouse"', hard: true }], cost: { currency: 'EUR', parcel: 495 } });
    const [figure, available, , work] = await shipped('boot-40');
    expect([Number(figure) > 0, available, work]).toEqual([true, figure, 1]);
    await forget('strategy');
    await stock(spil, { delft: { 'boot-40': 2 } });
  });

  it('less what orders want that have no place yet, held or in quarantine', async () => {
    const figure = async (): Promise<unknown> => (await channel.post<{ items: { available: number }[] }>('/availability', { channel: 'web', skus: ['runner-43'], fresh: true })).body.items[0]?.available;
    const [free, before] = [await figure(), (await options(basket(['runner-43', 1]))).lines[0]];
    expect(before).toMatchObject({ available: free });
    const held = anOrder({ lines: [{ sku: 'runner-43', quantity: 2 }, { sku: 'nobody-knows', quantity: 1 }] });
    expect((await channel.post<{ holds: unknown[] }>('/orders', held)).body.holds).toHaveLength(1);
    expect([await figure(), (await options(basket(['runner-43', 1]))).lines[0]]).toMatchObject([Number(free) - 2, { available: Number(free) - 2 }]);
  });
});

describe('what was offered', () => {
  it('is what planning then does: home, on the day of express, in a store and mixed', async () => {
    const before = await options({ ...basket(['runner-42', 1]), to: UTRECHT }, office);
    const [express, standard] = before.home;
    const home = await place((snapshot) => { for (const delivery of snapshot.deliveries ?? []) if (delivery.address) delivery.address = { ...delivery.address, postalCode: '3511 LN' }; }, [{ sku: 'runner-42', quantity: 1 }]);
    expect(home).toMatchObject({ deliveries: [{ promisedBy: standard?.promisedBy }], fulfilments: [{ location: 'dc' }] });
    const fast = await place((snapshot) => { for (const delivery of snapshot.deliveries ?? []) Object.assign(delivery, { promisedBy: express?.promisedBy, express: true, address: { ...delivery.address, postalCode: '3511 LN' } }); }, [{ sku: 'runner-42', quantity: 1 }]);
    expect(fast).toMatchObject({ deliveries: [{ promisedBy: TUESDAY }], fulfilments: [{ location: 'utrecht' }] });
    for (const order of [home, fast]) {
      const { decisions } = (await office.get<{ decisions: { cost: number; reproduced: boolean }[] }>(`/orders/${order.id}/explanation`)).body;
      expect(decisions).toMatchObject([{ cost: (order === home ? standard : express)?.ownCost?.cost, reproduced: true }]);
    }

    const leiden = (await options({ ...basket(['boot-40', 1]), to: UTRECHT, store: 'leiden' })).stores[0];
    const collected = await place((snapshot) => { snapshot.deliveries = [{ ref: 'd1', kind: 'pickup', location: 'leiden' }]; }, [{ sku: 'boot-40', quantity: 1 }]);
    expect(collected).toMatchObject({ deliveries: [{ promisedBy: leiden?.promisedBy }], fulfilments: [{ location: 'delft' }] });

    const [mixed] = (await options({ ...basket(['runner-42', 1], ['boot-40', 1]), to: UTRECHT })).mixed;
    const both = await place((snapshot) => {
      const [first] = snapshot.deliveries ?? [];
      snapshot.deliveries = [{ ref: 'd1', kind: 'pickup', location: 'utrecht' }, { ...first, ref: 'd2', kind: 'ship' }];
      for (const [index, line] of snapshot.lines.entries()) line.delivery = `d${index + 1}`;
    }, [{ sku: 'runner-42', quantity: 1 }, { sku: 'boot-40', quantity: 1 }]);
    expect(both.deliveries.map(({ promisedBy }) => promisedBy)).toEqual([mixed?.store.promisedBy, mixed?.home.promisedBy]);
  });

  it('reserves nothing', async () => {
    const reserved = async (): Promise<unknown> => spil.database.query('select sum(reserved)::int as reserved, (select count(*)::int from books.event) as events from books.stock_balance');
    const before = await reserved();
    await options({ ...basket(['runner-42', 3], ['boot-40', 1]), to: UTRECHT, stores: 20 });
    expect(await reserved()).toEqual(before);
  });
});

describe('what cannot be answered is refused', () => {
  const good = { ...basket(['runner-42', 1]), to: UTRECHT };
  it.each<[string, Record<string, unknown>, number, string, string?]>([
    ['an unknown SKU', { ...good, ...basket(['runner-42', 1], ['nothing', 1]) }, 422, 'options.sku_unknown', 'lines[1].sku'],
    ['no lines', { ...good, lines: [] }, 400, 'invalid'], ['no quantity', { ...good, ...basket(['runner-42', 0]) }, 400, 'invalid'], ['an absurd one', { ...good, ...basket(['runner-42', 10_000_001]) }, 400, 'invalid'], ['half a pair', { ...good, ...basket(['runner-42', 0.5]) }, 400, 'invalid'],
    ['what is no postal code', { ...good, to: { country: 'NL', postalCode: '12' } }, 422, 'options.place_unknown', 'to.postalCode'], ['a postal code of another country', { ...good, to: { country: 'BE', postalCode: '3511 LN' } }, 422, 'options.place_unknown', 'to.postalCode'],
    ['what is no IP address', { ...good, to: { ip: '300.1.2.3' } }, 400, 'invalid'], ['a host name', { ...good, to: { ip: 'shop.example' } }, 400, 'invalid'],
    ['coordinates off the earth', { ...good, to: { latitude: 91, longitude: 5 } }, 400, 'invalid'], ['half a place', { ...good, to: { latitude: 52 } }, 400, 'invalid'], ['what is no country', { ...good, to: { country: 'Holland' } }, 400, 'invalid'],
    ['an unknown channel', { ...good, channel: 'nowhere' }, 422, 'options.channel_unknown', 'channel'], ['an unknown store', { ...good, store: 'atlantis' }, 422, 'options.store_unknown', 'store'],
  ])('%s', async (_name, body, status, code, field) => {
    const reply = await asked(channel, body);
    expect([reply.status, reply.body.code], JSON.stringify(reply.body)).toEqual([status, expect.stringContaining(code)]);
    if (field !== undefined) expect(reply.body.field).toBe(field);
  });

  it('a product that is no longer sold', async () => {
    await spil.database.query(`update catalogue.variant set active = false where sku = 'runner-43'`);
    expect((await asked(channel, { ...good, ...basket(['runner-43', 1]) })).body.code).toBe('options.not_for_sale');
    await spil.database.query(`update catalogue.variant set active = true where sku = 'runner-43'`);
  });

  it('a country that nobody serves has no home delivery, and says so; stores still have it', async () => {
    const found = await options({ ...good, to: { country: 'FR', postalCode: '75001' } });
    expect([found.home, found.reasons.home, found.stores.length > 0]).toEqual([[], 'No carrier brings parcels to FR by the delivery times in force.', true]);
    expect(found.place.reason).toMatch(/Where postal codes of FR lie is not known/);
  });

  it('a closed store is not offered, nor one that never opens', async () => {
    await spil.database.query(`update locations.location set active = false where code = 'utrecht'`);
    await spil.database.query(`update locations.location set calendar = jsonb_set(calendar, '{week}', '{}') where code = 'zeist'`);
    await settings();
    expect(places(await options({ ...good, stores: 20 }))).not.toEqual(expect.arrayContaining(['utrecht', 'zeist']));
    expect((await options({ ...good, store: 'utrecht' })).reasons.store).toMatch(/^In this store not all of it can be collected/);
  });
});
