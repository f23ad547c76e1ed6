/** What stock was at any past moment: a life of orders, counts and shorts is lived, each moment is written down, and asked again afterwards. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settableClock } from '../server/kernel/clock.ts';
import type { Channel } from '../server/modules/channels/ports.ts';
import { availabilityFollowers } from '../server/modules/availability/index.ts';
import { availableToSell, markStock, pushStock } from '../server/modules/intake/index.ts';
import type { OrderSnapshotInput } from '../server/modules/channels/index.ts';
import { orderFollowers } from '../server/modules/orders/index.ts';
import { anOrder, SHOES, smallCompany, stock } from './support/company.ts';
import { printedChance } from './support/random.ts';
import { ok, startSpil } from './support/spil.ts';
import { deedsOf, LIFE_RULES, revise } from './support/stock-life.ts';
import type { Client, Reply, Running } from './support/spil.ts';

interface Step { step: string; change: number | null; left: number; because: Record<string, unknown>[] }
interface Waterfall { delivery?: string | null; sell: number; unknown: string[]; steps: Step[]; channel: Record<string, unknown> | null }
interface At { claimsKnown: boolean; wanted: number | null; can: string[]; balances: { location: string; state: string; quantity: number; reserved: number | null; broken: number | null; keptBack: number | null }[] }
interface Order { id: string; number: string; fulfilments: { id: string; location: string }[]; lines: { line: number }[] }

// A year that no clock of a test machine has reached: what is excluded for hours is excluded now.
const clock = settableClock('2090-03-02T09:00:00.000Z');
let spil: Running;
let office: Client;
let channel: Client;
const stores = new Map<string, Client>();
const skus = SHOES.map(([sku]) => sku);
const places = ['utrecht', 'zeist', 'delft'];

/** One of each for the whole suite: it holds the lease. */
let followers: ReturnType<typeof availabilityFollowers>;
let queue: ReturnType<typeof orderFollowers>;
/** Lets those who wait take what came. */
const serve = async (): Promise<void> => { for (const one of queue) await one.drain(); };
const follow = async (): Promise<void> => { for (const one of followers) await one.drain(); };
const waterfall = async (query: string): Promise<Waterfall> => ok(await office.get<Waterfall>(`/stock/waterfall?${query}`));
const at = async (query: string): Promise<At> => ok(await office.get<At>(`/stock/at?${query}`));
const step = (of: Waterfall, name: string): Step => of.steps.find((one) => one.step === name) as Step;

/** A channel whose documents are snapshots already. */
const plain: Channel = {
  kind: 'plain', contract: { money: 'channel', mail: 'own', subtractsOwnSales: false },
  map: (raw) => ({ kind: 'order', externalId: (raw as OrderSnapshotInput).externalId, version: (raw as OrderSnapshotInput).version ?? null, snapshot: raw as OrderSnapshotInput }),
  poll: () => Promise.resolve({ orders: [], cursor: '', more: false }), fetchOrder: () => Promise.reject(new Error('not asked here')),
  announceShipment: () => Promise.resolve({ kind: 'done', ref: null }), announceCancel: () => Promise.resolve({ kind: 'done', ref: null }), refund: () => Promise.resolve({ kind: 'done', ref: null }),
  pushStock: (figures) => Promise.resolve(figures.map(({ sku }) => ({ sku, outcome: { kind: 'done' as const, ref: null } }))),
};
const deps = () => ({ orders: spil.app.deps, clock, channels: () => new Map([['web', plain]]) });

beforeAll(async () => {
  spil = await startSpil({ clock });
  await smallCompany(spil.database);
  followers = availabilityFollowers({ database: spil.database, clock });
  queue = orderFollowers({ ...spil.app.deps, clock });
  [office, channel] = await Promise.all([spil.as(['operations', 'service']), spil.as('channel')]);
  for (const place of places) stores.set(place, await spil.as('store', [place]));
});
afterAll(() => spil.close());

interface Moment { at: string; sell: Map<string, number>; rows: unknown[]; wanted: Record<string, number>; told: Map<string, unknown> }

/** What is asked of each SKU: the network by the rules of a channel, for what is sent and what is collected, and one location. */
const questions = (sku: string): string[] => [`sku=${sku}&channel=web`, `sku=${sku}&channel=web&delivery=pickup`, `sku=${sku}&channel=web&location=utrecht`];

const story = ({ sell, unknown, steps }: Waterfall): unknown => ({ sell, unknown, steps });

async function written(): Promise<Moment> {
  const [rows, wanted, sell, told] = await Promise.all([
    spil.database.query('select sku, location, state, quantity, reserved, broken, kept_back as "keptBack" from books.stock_balance where quantity > 0 or broken > 0 or kept_back > 0'),
    spil.database.query<{ sku: string; quantity: number }>('select sku, sum(quantity - promised)::bigint as quantity from orders.waiting group by sku'), availableToSell(spil.database, skus, { now: spil.clock.now() }),
    Promise.all(skus.flatMap(questions).map(async (query): Promise<[string, unknown]> => [query, story(await waterfall(query))])),
  ]);
  return { at: clock.now(), sell, rows, wanted: Object.fromEntries(wanted.map((row) => [row.sku, row.quantity])), told: new Map(told) };
}

describe('a life of sixty moments', () => {
  const moments: Moment[] = [];

  beforeAll(async () => {
    const chance = printedChance('availability');
    for (const sku of skus) await revise(office, `/variants/${sku}`, () => ({ backorder: true }));
    await stock(spil, { utrecht: { [skus[0] as string]: 2, [skus[1] as string]: 1 }, zeist: { [skus[0] as string]: 1, [skus[2] as string]: 1 }, delft: { [skus[1] as string]: 1 } });
    ok(await office.post('/settings/availability/life/versions', { body: { name: 'life', rules: LIFE_RULES } }));
    ok(await office.post('/settings/availability/life/versions/1/activate'));
    const deeds = deedsOf({ spil, office, channel, erp: await spil.as('erp'), stores, skus, places, chance, now: () => clock.now(), inbox: deps(), serve });
    // Each of them at least once, and each may come upon what any other has left.
    for (let moment = 0; moment < 60; moment += 1) {
      await (deeds[moment] ?? chance.of(deeds))();
      moments.push(await written());
      clock.advance(60_000);
    }
    // Nothing is as it was when it is asked again.
    ok(await office.post('/settings/availability/life/retire'));
    for (const place of places) await revise(office, `/locations/${place}`, () => ({ active: true, tags: ['later'], size: 'medium', capabilities: ['ship', 'pickup', 'return'] }));
    for (const sku of skus) await revise(office, `/variants/${sku}`, () => ({ tags: ['later'], backorder: false }));
    await revise(office, '/channels/web', () => ({ language: 'fr' }));
    clock.advance(60_000);
  }, 120_000);

  it('knows what lay there at once, and says that what was reserved is not known before the journal was read', async () => {
    const sku = skus[0] as string;
    const { balances, claimsKnown, wanted } = await at(`sku=${sku}&at=${moments.at(-1)?.at}`);
    expect({ claimsKnown, wanted, reserved: balances.map(({ reserved }) => reserved) }).toEqual({ claimsKnown: false, wanted: null, reserved: balances.map(() => null) });
    expect((await waterfall(`sku=${sku}&at=${moments.at(-1)?.at}`)).unknown).toEqual(expect.arrayContaining(['excluded', 'waiting']));
  });

  it('is told again as it was, at each of them: every balance, every claim, and each step to what might be sold, with its rule', async () => {
    await follow();
    // Read twice, written once.
    await spil.database.query(`update kernel.follower set xid = '0', position = 0 where name = 'availability history'`);
    await follow();
    let compared = 0;
    for (const moment of moments) {
      const rows = [];
      for (const sku of skus) {
        const then = await at(`sku=${sku}&at=${moment.at}`);
        rows.push(...then.balances.map(({ location, state, quantity, reserved, broken, keptBack }) => ({ sku, location, state, quantity, reserved, broken, keptBack })));
        expect([moment.at, sku, then.wanted]).toEqual([moment.at, sku, moment.wanted[sku] ?? 0]);
        const { sell, unknown } = await waterfall(`sku=${sku}&at=${moment.at}`);
        expect([moment.at, sku, sell, unknown]).toEqual([moment.at, sku, moment.sell.get(sku), []]);
        for (const query of questions(sku)) {
          expect([moment.at, query, story(await waterfall(`${query}&at=${moment.at}`))]).toEqual([moment.at, query, moment.told.get(query)]);
          compared += 1;
        }
      }
      const order = (row: unknown): string => { const { sku, location, state } = row as Record<string, string>; return `${sku} ${location} ${state}`; };
      expect(rows.sort((a, b) => (order(a) < order(b) ? -1 : 1))).toEqual([...moment.rows].sort((a, b) => (order(a) < order(b) ? -1 : 1)));
    }
    expect(compared).toBe(540);
  }, 240_000);

  it('is told now as the channels are told', async () => {
    const now = await availableToSell(spil.database, skus, { now: spil.clock.now() });
    for (const sku of skus) {
      const { sell, steps, channel: told } = await waterfall(`sku=${sku}&channel=web`);
      expect([sku, sell]).toEqual([sku, now.get(sku)]);
      expect(steps.reduce((sum, { change }) => sum + (change ?? 0), 0)).toBe(sell);
      expect(told).toMatchObject({ code: 'web' });
    }
    const { items } = ok(await office.get<{ items: { sku: string; available: number }[] }>('/stock/overview'));
    expect(items.map(({ sku, available }) => [sku, available])).toEqual([...skus].sort().map((sku) => [sku, now.get(sku)]));
  });

  it('lists its movements page by page, newest first, each with its cause', async () => {
    interface Page { movements: { recordedAt: string; cause: { event: string; order: { number: string } | null; reference: string | null }; by: { name: string | null }; from: { location: string | null; account: string }; to: { location: string | null } }[]; next: string | null }
    const read = async (query: string): Promise<Page['movements']> => {
      const all: Page['movements'] = [];
      for (let next: string | null = ''; next !== null;) {
        const page: Page = ok(await office.get<Page>(`/stock/movements?sku=${skus[0]}&limit=3${query}${next === '' ? '' : `&after=${next}`}`));
        all.push(...page.movements);
        next = page.next;
      }
      return all;
    };
    const all = await read('');
    const [{ n = 0 } = {}] = await spil.database.query<{ n: number }>('select count(*) as n from books.stock_movement where sku = $1', [skus[0]]);
    expect(all).toHaveLength(n);
    expect(all.map(({ recordedAt }) => recordedAt)).toEqual(all.map(({ recordedAt }) => recordedAt).sort().reverse());
    expect(all.at(-1)).toMatchObject({ cause: { event: 'StockReceived', order: null }, from: { location: null, account: 'supplier' } });
    for (const { cause, by } of all) {
      expect(by.name).not.toBeNull();
      if (cause.event === 'ItemsPicked') expect(cause.order?.number).toMatch(/^\d+$/);
      if (cause.event === 'StockCorrected') expect(cause.reference).toBe('water');
    }
    const middle = all[Math.floor(all.length / 2)]?.recordedAt ?? '';
    expect([...await read(`&from=${middle}`), ...await read(`&until=${middle}`)]).toEqual(all);
    expect((await read('&location=zeist')).every(({ from, to }) => from.location === 'zeist' || to.location === 'zeist')).toBe(true);
  });

  it('lists what was booked in the stock rooms', async () => {
    interface Documents { documents: { kind: string; location: string; reference: string | null; products: number; units: number; found: number; missing: number; damaged: number; by: { name: string } }[]; next: string | null }
    const { documents } = ok(await office.get<Documents>('/stock/documents?limit=200'));
    const [{ n = 0 } = {}] = await spil.database.query<{ n: number }>(`select count(*) as n from books.event where type in ('StockReceived', 'StockCounted', 'StockCorrected', 'ExpectedReceiptReceived')`);
    expect(documents).toHaveLength(n);
    const counts = ok(await office.get<Documents>('/stock/documents?kind=count&location=utrecht')).documents;
    expect(counts.every(({ kind, location }) => kind === 'count' && location === 'utrecht')).toBe(true);
    const first = ok(await office.get<Documents>('/stock/documents?limit=2'));
    expect(ok(await office.get<Documents>(`/stock/documents?limit=200&after=${first.next}`)).documents).toEqual(documents.slice(2));
  });

  it('lists what came in of an expected receipt, with what was damaged and what was more than expected', async () => {
    const shoe = 'brought-40';
    await spil.database.query(`insert into catalogue.variant (sku, product, name) values ($1, 'boot', 'Brought boot')`, [shoe]);
    ok(await (await spil.as('erp')).put('/expected-receipts/PO-BROUGHT', { location: 'zeist', supplier: 'Factory', lines: [{ sku: shoe, quantity: 5, expectedOn: '2090-03-20' }] }));
    ok(await office.post('/expected-receipts/PO-BROUGHT/receive', { lines: [{ code: shoe, good: 2, damaged: 0 }], close: false }));
    clock.advance(1000);
    ok(await office.post('/expected-receipts/PO-BROUGHT/receive', { lines: [{ code: shoe, good: 3, damaged: 1 }], close: false }));
    await follow();
    const { documents } = ok(await office.get<{ documents: unknown[] }>('/stock/documents?kind=receipt&location=zeist&limit=2'));
    expect(documents).toMatchObject([
      { kind: 'receipt', location: 'zeist', reference: 'PO-BROUGHT', products: 1, units: 4, found: 1, missing: 0, damaged: 1 },
      { kind: 'receipt', location: 'zeist', reference: 'PO-BROUGHT', products: 1, units: 2, found: 0, missing: 0, damaged: 0 },
    ]);
  });
});

describe('what may be sold', () => {
  // Of its own: nothing of the life before is left of it.
  const sku = 'still-40';
  beforeAll(() => spil.database.query(`insert into catalogue.variant (sku, product, name) values ($1, 'boot', 'Still boot')`, [sku]));

  it('leaves out what planning passes over, with the reason and its end, and is told again when that ends', async () => {
    await stock(spil, { leiden: { [sku]: 9 } });
    for (const [open] of [[ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku, quantity: 1 }], delivery: { kind: 'pickup', location: 'leiden' } })))]]) {
      await (await spil.as('store', ['leiden'])).post(`/fulfilments/${open?.fulfilments[0]?.id}/short`, { line: 1, quantity: 1, reason: 'no_time' });
    }
    const excluded = step(await waterfall(`sku=${sku}&location=leiden`), 'excluded');
    expect(excluded.because).toMatchObject([{ rule: 'exclusion', location: 'leiden', reason: 'no_time', until: new Date(Date.parse(clock.now()) + 4 * 3_600_000).toISOString() }]);
    expect(excluded.change).toBeLessThan(0);
    // No event tells that it ended: the channel is told again by the clock.
    const due = () => spil.database.query('select next_at from intake.stock_due where channel = $1 and sku = $2', ['web', sku]);
    await spil.database.query(`delete from sourcing.exclusion where sku = $1 and location <> 'leiden'`, [sku]);
    await markStock(deps(), [sku], ['web']);
    expect(await pushStock(deps(), 'web')).toBeGreaterThan(0);
    expect(await due()).toEqual([{ next_at: excluded.because[0]?.['until'] }]);
    clock.advance(4 * 3_600_000);
    await pushStock(deps(), 'web');
    expect(await due()).toEqual([]);
  });

  it('at a location counts no demand that has no place, also for a channel', async () => {
    expect(step(await waterfall(`sku=${sku}&location=utrecht`), 'waiting').change).toBe(0);
    expect((await waterfall(`sku=${sku}&location=utrecht&channel=web&delivery=pickup`)).delivery).toBe('pickup');
    expect((await office.get(`/stock/waterfall?sku=${sku}&location=utrecht&delivery=pickup`)).status).toBe(400);
  });

  it.each([['sku=none', 404], [`sku=${sku}&location=nowhere`, 404], [`sku=${sku}&channel=none`, 404], [`sku=${sku}&at=2091-01-01T00:00:00Z`, 422]])('of %s is refused', async (query, status) => {
    expect((await office.get(`/stock/waterfall?${query}`)).status).toBe(status);
  });

  it('knows whether a location was open, and says so when it was changed before that was written down', async () => {
    const then = clock.now();
    clock.advance(1000);
    await stock(spil, { 'den-haag': { [sku]: 1 } });
    await revise(office, '/locations/den-haag', () => ({ active: false }));
    const later = clock.now();
    clock.advance(1000);
    await revise(office, '/locations/den-haag', () => ({ active: true }));
    await follow();
    expect((await waterfall(`sku=${sku}&at=${then}`)).unknown).toEqual([]);
    expect((await waterfall(`sku=${sku}&at=${later}`)).unknown).toEqual([]);
    expect(step(await waterfall(`sku=${sku}&at=${later}`), 'closed_locations').because).toEqual([{ rule: 'location_closed', location: 'den-haag', quantity: 1 }]);
    await spil.database.query(`delete from documents.former where key = 'den-haag'`);
    await spil.database.query('insert into documents.former_known values ($1)', [clock.now()]);
    expect((await waterfall(`sku=${sku}&at=${later}`)).unknown).toEqual(['closed_locations']);
    expect((await waterfall(`sku=${sku}&at=${clock.now()}`)).unknown).toEqual([]);
    await spil.database.query('delete from documents.former_known');
  });

  it('is known through a catalogue that is loaded anew each night, which writes no history of what did not change', async () => {
    const shoe = 'nightly-40';
    await spil.database.query(`insert into catalogue.variant (sku, product, name, backorder) values ($1, 'boot', 'Nightly boot', true)`, [shoe]);
    await stock(spil, { zeist: { [shoe]: 2 } });
    const history = async (): Promise<number> => (await spil.database.query(`select 1 from documents.former where kind = 'variant' and key = $1`, [shoe])).length;
    const nights: { at: string; told: Waterfall }[] = [];
    const changes: Record<string, unknown>[] = [{}, { name: 'Nightly boot, brown' }, {}, { tags: ['new'] }, {}, { weightGrams: 900 }, { tags: [] }, {}];
    for (const change of changes) {
      nights.push({ at: clock.now(), told: await waterfall(`sku=${shoe}&channel=web`) });
      clock.advance(86_400_000);
      await revise(office, `/variants/${shoe}`, () => change);
    }
    expect(await history()).toBe(2);
    await follow();
    for (const { at: then, told } of nights) expect([then, story(await waterfall(`sku=${shoe}&channel=web&at=${then}`))]).toEqual([then, story(told)]);
  });

  it('was held back for those who waited for it, and is not guessed of a moment before that was written down', async () => {
    const shoe = 'late-40';
    await spil.database.query(`insert into catalogue.variant (sku, product, name, backorder) values ($1, 'boot', 'Late boot', true)`, [shoe]);
    ok(await office.post('/settings/availability/coming/versions', { body: { name: 'coming', rules: [{ name: 'Within a month', effect: { kind: 'expected', days: 30 } }] } }));
    ok(await office.post('/settings/availability/coming/versions/1/activate'));
    const erp = await spil.as('erp');
    const announce = (quantity: number, expectedOn: string): Promise<unknown> => erp.put('/expected-receipts/PO-LATE', { location: 'leiden', supplier: 'Factory', lines: [{ sku: shoe, quantity, expectedOn }] }).then(ok);
    const moment = async (): Promise<{ at: string; told: unknown; now: Waterfall }> => {
      const now = await waterfall(`sku=${shoe}&channel=web`);
      const at = clock.now();
      clock.advance(1000);
      return { at, told: story(now), now };
    };
    await announce(8, '2090-03-20');
    const announced = await moment();
    await announce(6, '2090-06-20');
    const moved = await moment();
    await announce(6, '2090-03-22');
    const back = await moment();
    ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: shoe, quantity: 2 }] })));
    const sold = await moment();
    ok(await office.post('/expected-receipts/PO-LATE/receive', { lines: [{ code: shoe, good: 3, damaged: 0 }], close: false }));
    const came = await moment();
    ok(await office.post('/expected-receipts/PO-LATE/cancel'));
    await serve();
    const served = await moment();
    await follow();
    const expected = [announced, moved, back, sold, came, served].map(({ now }) => step(now, 'expected').change);
    expect(expected).toEqual([8, 0, 6, 4, 3, 0]);
    expect([sold, came, served].map(({ now }) => step(now, 'kept_back').change)).toEqual([0, -2, 0]);
    for (const { at: then, told } of [announced, moved, back, sold, came, served]) expect([then, story(await waterfall(`sku=${shoe}&channel=web&at=${then}`))]).toEqual([then, told]);
    await spil.database.query('insert into books.kept_back_known values ($1)', [served.at]);
    const unsure = await waterfall(`sku=${shoe}&channel=web&at=${came.at}`);
    expect(unsure.unknown).toEqual(['kept_back', 'not_for_sale', 'cannot_deliver', 'excluded_location', 'pickup_only', 'not_for_pickup', 'ring_fenced', 'safety_stock', 'threshold', 'expected', 'channel_buffer']);
    expect(step(unsure, 'expected')).toMatchObject({ change: null, because: [] });
    await spil.database.query('delete from books.kept_back_known');
    ok(await office.post('/settings/availability/coming/retire'));
  });
});

describe('the list of SKUs', () => {
  interface Overview { items: { sku: string; available: number; broken: number }[]; next: string | null }
  const found = async (query: string): Promise<string[]> => ok(await office.get<Overview>(`/stock/overview?${query}`)).items.map(({ sku }) => sku);

  it('finds by words, product, place and state, page by page', async () => {
    await spil.database.query(`insert into catalogue.variant (sku, product, name) select 'list-' || n, 'boot', 'Listed ' || n from generate_series(10, 29) n`);
    await stock(spil, { utrecht: Object.fromEntries(Array.from({ length: 10 }, (_, index) => [`list-${10 + index}`, index + 1])) });
    expect(await found('search=listed&limit=200')).toHaveLength(20);
    expect(await found('search=listed 12')).toEqual(['list-12']);
    expect(await found('product=boot&search=list&location=utrecht')).toHaveLength(10);
    expect(await found('search=listed&state=out&limit=200')).toEqual(Array.from({ length: 10 }, (_, index) => `list-${20 + index}`));
    expect(await found('search=listed&state=low&limit=200')).toEqual(Array.from({ length: 5 }, (_, index) => `list-${10 + index}`));
    expect(await found('search=listed&state=low&low=2')).toEqual(['list-10', 'list-11']);
    const first = ok(await office.get<Overview>('/stock/overview?search=listed&limit=8'));
    expect(first.next).toBe('list-17');
    expect([...first.items.map(({ sku }) => sku), ...await found(`search=listed&limit=200&after=${first.next}`)]).toEqual(await found('search=listed&limit=200'));
    expect(await found('search=--')).toEqual([]);
  });

  it('finds the SKUs whose promises lost their goods, and those of which more is asked than there is', async () => {
    const order = ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'list-19', quantity: 10 }] })));
    expect(order.fulfilments).toHaveLength(1);
    ok(await office.post('/stock/counts', { location: 'utrecht', lines: [{ sku: 'list-19', counted: 4 }] }));
    expect(await found('search=listed&state=broken')).toEqual(['list-19']);
    expect(await found('search=listed&state=negative')).toEqual(['list-19']);
  });
});

it('shows what is on its way between locations, until it has arrived', async () => {
  interface Transfers { transfers: { code: string; origin: string; destination: string; units: number; orders: number; status: string }[] }
  const order = ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'list-18', quantity: 2 }], delivery: { kind: 'pickup', location: 'leiden' } })));
  ok(await stores.get('utrecht')?.post(`/fulfilments/${order.fulfilments[0]?.id}/transfer`, { load: 'TOTE-1', scans: [{ scan: 'a', code: 'list-18' }, { scan: 'b', code: 'list-18' }] }) as Reply);
  expect(ok(await office.get<Transfers>('/stock/transfers')).transfers).toMatchObject([{ code: 'TOTE-1', origin: 'utrecht', destination: 'leiden', units: 2, orders: 1, status: 'handed' }]);
  expect(ok(await office.get<Transfers>('/stock/transfers?location=zeist')).transfers).toEqual([]);
  ok(await (await spil.as('store', ['leiden'])).post('/loads/TOTE-1/receive', {}));
  expect(ok(await office.get<Transfers>('/stock/transfers')).transfers).toEqual([]);
});
