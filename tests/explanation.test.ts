/** Every decision explains itself: made again from its kept inputs it comes to what was done, also after everything it was made from has changed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allProjections } from '../server/app.ts';
import { fromWire } from '../server/kernel/ids.ts';
import { explainAgain, readDecisions } from '../server/modules/sourcing/index.ts';
import { expectWholeBooks } from './support/books.ts';
import { anOrder, smallCompany, stock } from './support/company.ts';
import { chanceFrom, printedChance } from './support/random.ts';
import type { Chance } from './support/random.ts';
import { startSpil } from './support/spil.ts';
import type { Client, Running } from './support/spil.ts';

interface Verdict { location: string; withheld: { sku: string; quantity: number; rule: { document: string; version: number; name: string } | null }[]; dropped: { rule: string; reason: string } | null; alone: { cost: number; items: { name: string; amount: number }[]; covers: number } | null; chosen: boolean }
interface Decision {
  id: string; at: string; by: { kind: string }; cause: { kind: string; sentence: string }; strategy: { id: string; version: number }; cost: number; items: { name: string; amount: number }[];
  allocations: { location: string; line: number; quantity: number }[]; unplaced: { quantity: number; reason: string }[]; runnersUp: { cost: number }[]; counts: Record<string, number>; verdicts: Verdict[] | null; sentences: string[]; reproduced: boolean;
}
interface Order { id: string; fulfilments: { id: string; location: string }[] }

const SKUS = ['runner-42', 'runner-43', 'boot-40'] as const;
const COST = { currency: 'EUR', parcel: 495, handling: { store: 100, warehouse: 50 }, perUnit: 25, perKilometre: 2, split: 150 };
const STRATEGY = {
  name: 'Stores near the customer', when: 'true', cost: COST, unplaced: 'wait', limits: { maxLocations: 2, maxKilometres: null, respectCapacity: 'hard', overCapacity: 0 },
  filters: [{ name: 'not from Zeist', keep: 'location.code != "zeist"', hard: true }, { name: 'rather not small', keep: 'location.size != "small"', hard: false, penalty: 75 }],
};

let spil: Running;
let office: Client;
let channel: Client;
let chance: Chance;

beforeAll(async () => {
  spil = await startSpil();
  await smallCompany(spil.database, { strategy: STRATEGY });
  office = await spil.as(['operations', 'service']);
  channel = await spil.as('channel');
  chance = printedChance('explanation');
});
afterAll(() => spil.close());

const explained = async (order: string, by: Client = office): Promise<Decision[]> => {
  const { status, body } = await by.get<{ decisions: Decision[] }>(`/orders/${order}/explanation`);
  expect(status, JSON.stringify(body)).toBe(200);
  return body.decisions;
};

/** Places an order with one to three lines, at random. */
async function anyOrder(from: Chance): Promise<string> {
  const delivery = from.below(4) === 0 ? { kind: 'pickup' as const, location: from.of(['delft', 'leiden']) } : { kind: 'ship' as const };
  const lines = from.shuffled(SKUS).slice(0, 1 + from.below(3)).map((sku) => ({ sku, quantity: 1 + from.below(4) }));
  const placed = await channel.post<Order>('/orders', anOrder({ lines, delivery }));
  expect(placed.status, JSON.stringify(placed.body)).toBe(201);
  return placed.body.id;
}

/** What lies on the shelves is made anew at random, so that every order finds another company. */
async function restock(from: Chance): Promise<void> {
  const places: Record<string, Record<string, number>> = {};
  for (const location of ['dc', 'utrecht', 'zeist', 'den-haag', 'delft', 'leiden']) for (const sku of SKUS) if (from.below(3) > 0) (places[location] ??= {})[sku] = 1 + from.below(3);
  await stock(spil, places);
}

describe('one decision', () => {
  it('names every location, what dropped it, what it would have cost, and why the winner won', async () => {
    await stock(spil, { utrecht: { 'boot-40': 2 }, zeist: { 'boot-40': 5 }, leiden: { 'boot-40': 2 } });
    const { body } = await channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'boot-40', quantity: 2 }] }));
    const [decision, ...more] = await explained(body.id);
    expect(more).toEqual([]);
    expect(decision).toMatchObject({ cause: { kind: 'placed', sentence: 'The order was placed.' }, strategy: { id: 'test', version: 1 }, allocations: [{ location: 'utrecht', line: 1, quantity: 2 }], unplaced: [], reproduced: true, counts: { considered: 6, kept: 2, stock: 3, 'not from Zeist': 1 } });
    const verdict = (location: string): Verdict | undefined => decision?.verdicts?.find((one) => one.location === location);
    expect(verdict('utrecht')).toMatchObject({ chosen: true, dropped: null, alone: { covers: 2, cost: decision?.cost ?? 0 } });
    expect(verdict('zeist')).toMatchObject({ chosen: false, alone: null, dropped: { rule: 'not from Zeist', reason: 'location.code != "zeist" is not so' } });
    expect(verdict('dc')).toMatchObject({ dropped: { rule: 'stock', reason: 'it has none of what is wanted' } });
    expect(verdict('leiden')?.alone?.cost).toBe(decision?.runnersUp[0]?.cost);
    expect(decision?.items.reduce((sum, item) => sum + item.amount, 0)).toBe(decision?.cost);
    expect(decision?.sentences[0]).toMatch(/^Utrecht ships all 2 for € \d+\.\d\d\.$/);
    expect(decision?.sentences).toContain(`Zeist dropped by rule 'not from Zeist': location.code != "zeist" is not so.`);
  });

  it('after a short says who said what, and the location is not asked again', async () => {
    await stock(spil, { utrecht: { 'runner-43': 1 }, leiden: { 'runner-43': 1 } });
    const { body } = await channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'runner-43', quantity: 1 }] }));
    const [work] = body.fulfilments;
    const store = await spil.as('store', ['utrecht']);
    expect(work?.location).toBe('utrecht');
    expect((await store.post(`/fulfilments/${work?.id}/short`, { line: 1, quantity: 1, reason: 'damaged', note: 'sole came off' })).status).toBe(200);
    const decisions = await explained(body.id);
    expect(decisions.map((one) => [one.cause.kind, one.allocations.map((to) => to.location)])).toEqual([['placed', ['utrecht']], ['short', ['leiden']]]);
    expect(decisions[1]?.cause.sentence).toBe('utrecht could not deliver 1 × runner-43: damaged (sole came off).');
    expect(decisions.every((one) => one.reproduced)).toBe(true);
  });

  it('that found nobody is kept and told too', async () => {
    const { body } = await channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'runner-42', quantity: 3 }] }));
    const [decision] = await explained(body.id);
    expect(decision).toMatchObject({ allocations: [], unplaced: [{ quantity: 3, reason: 'nobody has runner-42 in stock' }], cost: 0, reproduced: true });
    expect(decision?.sentences).toEqual(['Nobody can deliver any of the 3.', '6 locations have none of what is wanted.', '3 × runner-42 could not be placed: nobody has runner-42 in stock; it waits for stock.']);
  });

  it('names the rule of selling that kept what lay there, with its version, and no location is said to have none', async () => {
    const draft = await office.post<{ version: number }>('/settings/availability/fences/versions', { body: { name: 'Fences', rules: [{ name: 'Two for the till', when: 'location.code == "leiden"', effect: { kind: 'ring_fence', channels: ['till'], units: 2 } }, { name: 'Not from Delft', when: 'location.code == "delft"', effect: { kind: 'excluded' } }] } });
    expect((await office.post(`/settings/availability/fences/versions/${draft.body.version}/activate`)).status).toBe(200);
    await office.post('/stock/counts', { location: 'leiden', lines: [{ sku: 'boot-40', counted: 3 }] });
    for (const location of ['utrecht', 'zeist', 'dc', 'den-haag']) await office.post('/stock/counts', { location, lines: [{ sku: 'boot-40', counted: 0 }] });
    await stock(spil, { delft: { 'boot-40': 4 } });
    const { body } = await channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'boot-40', quantity: 2 }] }));
    const [decision] = await explained(body.id);
    const of = (location: string): Verdict | undefined => decision?.verdicts?.find((one) => one.location === location);
    const [fence, excluded] = ['Two for the till', 'Not from Delft'].map((name) => ({ document: 'fences', version: draft.body.version, name }));
    expect(of('leiden')).toMatchObject({ chosen: true, dropped: null, withheld: [{ sku: 'boot-40', quantity: 2, rule: fence }] });
    expect(of('delft')).toMatchObject({ dropped: { rule: 'stock', reason: "what it has of it may not be taken: 4 × boot-40 kept by rule 'Not from Delft' (fences, version 1)" }, withheld: [{ sku: 'boot-40', quantity: 4, rule: excluded }] });
    expect(of('utrecht')).toMatchObject({ dropped: { rule: 'stock', reason: 'it has none of what is wanted' }, withheld: [] });
    expect(decision).toMatchObject({ reproduced: true, unplaced: [{ quantity: 1, reason: "2 of boot-40 are wanted and 1 are available; there are 4 kept by rule 'Not from Delft' (fences, version 1) and 2 kept by rule 'Two for the till' (fences, version 1)" }] });
    expect(decision?.sentences).toContain("Delft may not give what it has: 4 × boot-40 kept by rule 'Not from Delft' (fences, version 1).");

    // Who looks a product up is told what may be promised to the till, or to the channel they ask for.
    interface Network { channel: string | null; sizes: { sku: string; available: number }[]; locations: { location: string; available: { quantity: number }[]; kept: { quantity: number; rule: object }[] }[] }
    const network = async (query: string): Promise<Network> => (await office.get<Network>(`/stock/network?sku=boot-40${query}`)).body;
    const [till, web] = await Promise.all([network(''), network('&channel=web')]);
    expect([till.channel, till.sizes.find(({ sku }) => sku === 'boot-40')?.available, web.channel, web.sizes.find(({ sku }) => sku === 'boot-40')?.available]).toEqual(['till', 2, 'web', 0]);
    expect(web.locations.map(({ location, available, kept }) => [location, available.length, kept])).toEqual([['delft', 0, [{ sku: 'boot-40', quantity: 4, rule: excluded }]], ['leiden', 0, [{ sku: 'boot-40', quantity: 2, rule: fence }]]]);
    expect(await office.get('/stock/network?sku=boot-40&channel=moon')).toMatchObject({ status: 422, body: { code: 'orders.channel_unknown' } });
    expect((await office.post('/settings/availability/fences/retire')).status).toBe(200);
  });

  it('after a hold says so', async () => {
    const { body } = await channel.post<Order & { holds: { id: string }[] }>('/orders', anOrder({ lines: [{ sku: 'runner-42', quantity: 1 }, { sku: 'no-such-shoe', quantity: 1 }] }));
    expect(await explained(body.id)).toEqual([]);
    await stock(spil, { delft: { 'runner-42': 1 } });
    expect((await office.post(`/orders/${body.id}/holds/${body.holds[0]?.id}/release`, { reason: 'it is known now' })).status).toBe(200);
    expect((await explained(body.id)).map((one) => one.cause)).toEqual([{ kind: 'hold_released', sentence: 'The hold was released: it is known now.' }]);
  });
});

describe('a store', () => {
  it('sees its own part and nothing of the others; an order without any does not exist for it', async () => {
    await stock(spil, { delft: { 'runner-43': 1 }, 'den-haag': { 'runner-43': 1 } });
    const { body } = await channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'runner-43', quantity: 2 }], delivery: { kind: 'pickup', location: 'delft' } }));
    expect(body.fulfilments.map((one) => one.location).sort()).toEqual(['delft', 'den-haag']);
    const delft = await explained(body.id, await spil.as('store', ['delft']));
    expect(delft).toMatchObject([{ allocations: [{ location: 'delft' }], verdicts: [{ location: 'delft', chosen: true }], runnersUp: [], sentences: ['The order was placed.', '1 of this order was given to this location.'] }]);
    expect(JSON.stringify(delft)).not.toMatch(/den-haag|Den Haag|utrecht/i);
    expect((await (await spil.as('store', ['zeist'])).get(`/orders/${body.id}/explanation`)).status).toBe(404);
  });
});

describe('two hundred decisions at random', () => {
  const orders: string[] = [];

  it('are made again exactly, while locations and strategies change in between', async () => {
    for (let n = 0; n < 200; n += 1) {
      if (n % 10 === 0) await restock(chance);
      if (n % 40 === 20) await changeSomething(n);
      orders.push(await anyOrder(chanceFrom(chance.below(2 ** 31))));
    }
    expect(await reproduced()).toEqual({ decisions: orders.length, same: orders.length });
    const [masters] = await spil.database.query<{ n: number }>('select count(*)::int as n from sourcing.master');
    expect(masters?.n).toBeGreaterThanOrEqual(5);
    await expectWholeBooks(spil.database, allProjections());
  });

  it('also when nothing is any more what it was', async () => {
    await spil.database.query(`update locations.location set latitude = 0, longitude = 0, kind = 'store', size = 'small', capacity = 0, active = code <> 'utrecht'`);
    await spil.database.query(`update documents.document set state = 'retired' where kind = 'strategy'`);
    await spil.database.query(`update kernel.epoch set value = value + 1 where name = 'settings'`);
    expect(await reproduced()).toEqual({ decisions: orders.length, same: orders.length });
    const some = await Promise.all(chance.shuffled(orders).slice(0, 20).map((order) => explained(order)));
    expect(some.flat().every((decision) => decision.reproduced && decision.verdicts?.length === 6)).toBe(true);
  });

  it('and one whose stored outcome was tampered with is seen', async () => {
    const [order = ''] = orders;
    await spil.database.query(`update sourcing.decision set outcome = jsonb_set(outcome::jsonb, '{cost}', '1')::json where order_id = $1`, [fromWire('ord', order)]);
    expect((await explained(order)).map((decision) => decision.reproduced)).toEqual([false]);
  });

  async function reproduced(): Promise<{ decisions: number; same: number }> {
    const ids = await spil.database.query<{ id: string }>('select id from sourcing.decision where order_id = any($1)', [orders.map((order) => fromWire('ord', order))]);
    const decisions = await readDecisions(spil.database, ids.map(({ id }) => id));
    return { decisions: decisions.length, same: decisions.filter((one) => explainAgain(one)?.same).length };
  }

  /** Another version of the strategy, another capacity, another size: as people do during the day. */
  async function changeSomething(n: number): Promise<void> {
    const version = n / 20 + 1;
    await spil.database.query(`update documents.document set state = 'retired' where kind = 'strategy'`);
    if (n !== 60) await spil.database.query(`insert into documents.document (kind, name, version, state, body, created_by, activated_at) values ('strategy', 'test', $1, 'active', $2, 'test', now())`, [version, JSON.stringify({ ...STRATEGY, cost: { ...COST, parcel: 400 + chance.below(200), perKilometre: chance.below(5) } })]);
    await spil.database.query(`update locations.location set size = $1, capacity = $2, latitude = latitude + 0.01 where code = $3`, [chance.of(['small', 'medium', 'large']), 500 + chance.below(50), chance.of(['dc', 'utrecht', 'delft'])]);
    await spil.database.query(`update kernel.epoch set value = value + 1 where name = 'settings'`);
  }
});
