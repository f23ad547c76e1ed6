/** Counting sessions over HTTP: scans that count once, blank that is not zero, sales in between, and an end that is booked once. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anOrder, smallCompany, stock } from './support/company.ts';
import { ok, startSpil } from './support/spil.ts';
import type { Client, Running } from './support/spil.ts';

let spil: Running;
let office: Client;
let channel: Client;
const stores = new Map<string, Client>();
const at = (location: string): Client => stores.get(location) as Client;

const shelf = async (sku: string): Promise<Record<string, string>> => {
  const { balances } = ok(await office.get<{ balances: { location: string; state: string; quantity: number; reserved: number }[] }>(`/stock?sku=${sku}`));
  return Object.fromEntries(balances.filter((one) => one.quantity > 0 || one.reserved > 0).map((one) => [`${one.location} ${one.state}`, `${one.quantity}/${one.reserved}`]));
};
const sell = async (sku: string, location: string): Promise<void> => {
  ok(await channel.post('/orders', anOrder({ channel: 'till', placedAt: spil.clock.now(), lines: [{ sku, quantity: 1 }], payment: { operator: 'till', method: 'cash', captured: true }, delivery: { kind: 'carry_out', location } })));
};

beforeAll(async () => {
  spil = await startSpil();
  await smallCompany(spil.database);
  [office, channel] = await Promise.all([spil.as(['operations', 'service']), spil.as('channel')]);
  for (const location of ['utrecht', 'zeist']) stores.set(location, await spil.as('store', [location]));
});
afterAll(() => spil.close());

describe('a count in one go', () => {
  it.each<[string, object, number, string]>([
    ['of a product twice', { lines: [{ sku: 'runner-42', counted: 1 }, { sku: 'runner-42', counted: 2 }] }, 422, 'inventory.named_twice'],
    ['of a product that nobody knows', { lines: [{ sku: 'slipper', counted: 1 }] }, 422, 'inventory.sku_unknown'],
    ['of nothing', { lines: [] }, 400, 'request.invalid'],
    ['below nothing', { lines: [{ sku: 'runner-42', counted: -1 }] }, 400, 'request.invalid'],
    ['of tomorrow', { lines: [{ sku: 'runner-42', counted: 1 }], countedAt: '2026-03-03T12:00:00Z' }, 422, 'inventory.not_yet'],
    ['of a day that is none', { lines: [{ sku: 'runner-42', counted: 1 }], countedAt: '2026-02-30T12:00:00Z' }, 400, 'request.invalid'],
    ['of another store', { location: 'zeist', lines: [{ sku: 'runner-42', counted: 1 }] }, 403, 'inventory.not_yours'],
    ['of a store that nobody knows', { location: 'atlantis', lines: [{ sku: 'runner-42', counted: 1 }] }, 422, 'inventory.location_unknown'],
  ])('is refused and changes nothing: %s', async (_what, body, status, code) => {
    const before = await spil.database.query('select max(position) as n, (select count(*) from inventory.counted) as counted from books.event');
    expect(await at('utrecht').post('/stock/counts', { location: 'utrecht', ...body })).toMatchObject({ status, body: { code } });
    expect(await spil.database.query('select max(position) as n, (select count(*) from inventory.counted) as counted from books.event')).toEqual(before);
  });
});

describe('a counting session', () => {
  interface Session { id: string; status: string; entries: number; toCount: number; lines: { sku: string; counted: number; books: number; difference: number; inScope: boolean }[]; neighbours: { sku: string; books: number }[]; can: string[] }
  let id: string;
  const get = async (): Promise<Session> => ok(await at('utrecht').get<Session>(`/count-sessions/${id}`));
  const scan = async (scans: object[]): Promise<{ result: string; counted: number | null; problem: { code: string } | null }[]> => ok(await at('utrecht').post<{ scans: { result: string; counted: number | null; problem: { code: string } | null }[] }>(`/count-sessions/${id}/scans`, { scans })).scans;
  const start = async (scope: object): Promise<string> => ok(await at('utrecht').post<{ id: string }>('/count-sessions', { location: 'utrecht', scope })).id;

  it('begins with a scope, and is one of its own location only', async () => {
    await stock(spil, { utrecht: { 'runner-42': 4, 'runner-43': 3, 'boot-40': 2 } });
    id = await start({ kind: 'skus', skus: ['runner-42', 'boot-40'] });
    expect(await get()).toMatchObject({ status: 'open', names: ['Runner 42', 'Boot 40'], entries: 0, toCount: 2, lines: [], neighbours: [], can: ['scan', 'abandon'] });
    expect((await at('zeist').get(`/count-sessions/${id}`)).status).toBe(404);
    expect((await at('zeist').post(`/count-sessions/${id}/scans`, { scans: [{ scan: '1', code: 'runner-42' }] })).status).toBe(404);
    expect((await at('zeist').post('/count-sessions', { location: 'utrecht', scope: { kind: 'all' } })).status).toBe(403);
    expect(await at('utrecht').post('/count-sessions', { location: 'utrecht', scope: { kind: 'products', products: ['clog'] } })).toMatchObject({ status: 422, body: { code: 'inventory.sku_unknown' } });
    expect(ok(await at('utrecht').get<{ counts: { id: string }[] }>('/count-sessions?status=open')).counts.map((one) => one.id)).toEqual([id]);
    expect(ok(await at('zeist').get<{ counts: unknown[] }>('/count-sessions')).counts).toEqual([]);
  });

  it('counts each scan once, takes back, and refuses what it does not know', async () => {
    expect(await scan([{ scan: 'a', code: '2000000000015' }, { scan: 'b', code: 'runner-42' }, { scan: 'a', code: '2000000000015' }])).toMatchObject([{ result: 'counted', counted: 1 }, { result: 'counted', counted: 2 }, { result: 'already' }]);
    expect(await scan([{ scan: 'b', code: 'runner-42' }, { scan: 'c', code: 'slipper' }, { scan: 'd', code: 'runner-42', quantity: -3 }, { scan: 'e', code: 'runner-42', quantity: 2 }, { scan: 'f', code: 'runner-42', quantity: -1 }])).toMatchObject([
      { result: 'already' }, { result: 'refused', problem: { code: 'inventory.sku_unknown' } }, { result: 'refused', problem: { code: 'inventory.below_nothing' } }, { result: 'counted', counted: 4 }, { result: 'counted', counted: 3 },
    ]);
    expect(await get()).toMatchObject({ entries: 4, toCount: 1, lines: [{ sku: 'runner-42', counted: 3, books: 4, difference: -1, inScope: true }], neighbours: [{ sku: 'runner-43', books: 3 }], can: ['scan', 'abandon', 'close'] });
    expect(ok(await at('utrecht').get<{ lines: object[] }>(`/count-sessions/${id}/uncounted`)).lines).toMatchObject([{ sku: 'boot-40', counted: null, books: 2, difference: null }]);
  });

  it('knows zero from blank, and what was sold after the scan from what is missing', async () => {
    await scan([{ scan: 'g', code: 'runner-43', quantity: 0 }, { scan: 'h', code: 'runner-43', quantity: 3 }]);
    const clock = spil.clock as typeof spil.clock & { advance(milliseconds: number): void };
    clock.advance(60_000);
    await sell('runner-43', 'utrecht');
    const now = await get();
    expect(now.lines).toMatchObject([{ sku: 'runner-42', difference: -1 }, { sku: 'runner-43', counted: 3, books: 3, difference: 0, inScope: false }]);
    expect(await at('utrecht').post(`/count-sessions/${id}/close`, { seen: now.entries - 1 })).toMatchObject({ status: 409, body: { code: 'inventory.count_moved' } });
    const booked = ok(await at('utrecht').post(`/count-sessions/${id}/close`, { seen: now.entries }));
    expect(booked).toMatchObject({ lines: [{ sku: 'runner-42', counted: 3, difference: -1 }, { sku: 'runner-43', difference: 0 }] });
    expect([await shelf('runner-42'), await shelf('runner-43'), await shelf('boot-40')]).toMatchObject([{ 'utrecht sellable': '3/0' }, { 'utrecht sellable': '2/0' }, { 'utrecht sellable': '2/0' }]);
  });

  it('ends once: late scans are told so, those that were in time are answered again', async () => {
    expect(await at('utrecht').post(`/count-sessions/${id}/scans`, { scans: [{ scan: 'z', code: 'runner-42' }] })).toMatchObject({ status: 409, body: { code: 'inventory.count_ended' } });
    expect(await scan([{ scan: 'a', code: 'runner-42' }])).toMatchObject([{ result: 'already' }]);
    expect(await at('utrecht').post(`/count-sessions/${id}/close`, { seen: 7 })).toMatchObject({ status: 409, body: { code: 'inventory.count_ended' } });
    expect(await get()).toMatchObject({ status: 'closed', can: [], neighbours: [], lines: [{ sku: 'runner-42', counted: 3, books: 4, difference: -1 }, {}] });
  });

  it('that two close at once is booked once, and that is given up not at all', async () => {
    id = await start({ kind: 'all' });
    await scan([{ scan: 'one', code: 'boot-40', quantity: 5 }]);
    const { entries } = await get();
    const answers = await Promise.all([1, 2].map(() => at('utrecht').post(`/count-sessions/${id}/close`, { seen: entries })));
    expect(answers.map((answer) => answer.status).sort()).toEqual([200, 409]);
    expect(await shelf('boot-40')).toMatchObject({ 'utrecht sellable': '5/0' });
    id = await start({ kind: 'products', products: ['boot'] });
    expect(await at('utrecht').post(`/count-sessions/${id}/close`, { seen: 0 })).toMatchObject({ status: 409, body: { code: 'inventory.nothing_counted' } });
    await scan([{ scan: 'two', code: 'boot-40', quantity: 0 }]);
    ok(await at('utrecht').post(`/count-sessions/${id}/abandon`));
    expect(await get()).toMatchObject({ status: 'abandoned' });
    expect(await shelf('boot-40')).toMatchObject({ 'utrecht sellable': '5/0' });
  });

  it('takes scans of many devices at once, each once', async () => {
    id = await start({ kind: 'places', from: 'A-1', to: 'B' });
    ok(await at('utrecht').put('/stock/places', { location: 'utrecht', places: [{ sku: 'boot-40', place: 'B-12' }, { sku: 'runner-42', place: 'A-10' }, { sku: 'runner-43', place: 'C-1' }] }));
    await Promise.all([1, 2, 3, 4].map((device) => scan([1, 2, 3].map((n) => ({ scan: `${device % 2} ${n}`, code: 'runner-42' })))));
    expect(await get()).toMatchObject({ entries: 6, toCount: 1, lines: [{ sku: 'runner-42', counted: 6, inScope: true }] });
  });
});
