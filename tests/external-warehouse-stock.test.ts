/** Stock at external warehouses: their reports against our books, differences that somebody books, and receipts. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { stock } from './support/company.ts';
import { newShoe } from './support/partner.ts';
import { ok } from './support/spil.ts';
import type { Client, Running } from './support/spil.ts';
import { until } from './support/until.ts';
import { parcel, reference, startWarehouse } from './support/warehouse.ts';
import type { Warehouse } from './support/warehouse.ts';

interface Difference { id: string; sku: string; state: string; reported: number; later: number; ours: number; difference: number; promised: number; can: string[] }

let warehouse: Warehouse;
let spil: Running;
let clock: Warehouse['clock'];
let office: Client;
let venlo: Client;

beforeAll(async () => {
  warehouse = await startWarehouse();
  ({ spil, clock, office, venlo } = warehouse);
});
afterAll(() => warehouse.spil.close());

const settled: Warehouse['settled'] = (...given) => warehouse.settled(...given);
const balance: Warehouse['balance'] = (...given) => warehouse.balance(...given);
const given: Warehouse['given'] = (...given) => warehouse.given(...given);

describe('a stock report', () => {
  const report = (body: Record<string, unknown>): Promise<{ outcome: string; reason: string | null; differences: number; booked: number; unknown: string[] }> =>
    venlo.post<{ outcome: string; reason: string | null; differences: number; booked: number; unknown: string[] }>('/logistics/stock-reports', { reference: reference(), countedAt: clock.now(), ...body }).then(ok);
  const differences = async (sku: string): Promise<Difference[]> => ok(await office.get<{ differences: Difference[] }>('/logistics/differences?limit=200')).differences.filter((one) => one.sku === sku);

  it('shows what differs before it is booked, what crossed with it not at all, and is booked by a person', async () => {
    const { work, sku } = await given(5);
    const sent = { reference: reference(), parcels: [parcel(sku, 1)] };
    ok(await venlo.post(`/logistics/work/${work}/ship`, sent));
    ok(await venlo.post(`/logistics/work/${work}/ship`, { reference: reference(), parcels: [parcel(sku, 1)] }));
    // Counted after the first shipment and before the second: four lay there, and three should now.
    expect(await report({ includes: sent.reference, rows: [{ sku, onHand: 4 }] })).toMatchObject({ outcome: 'compared', differences: 0 });
    expect(await report({ includes: sent.reference, rows: [{ sku, onHand: 3, damaged: 2 }] })).toMatchObject({ differences: 2, booked: 0 });
    const found = await differences(sku);
    expect(found).toMatchObject([{ state: 'damaged', reported: 2, later: 0, ours: 0, difference: 2, can: ['book'] }, { state: 'sellable', reported: 3, later: -1, ours: 3, difference: -1, promised: 3 }].toSorted((a, b) => a.state.localeCompare(b.state)));
    expect((await balance(sku)).quantity).toBe(3);
    expect((await venlo.post(`/logistics/differences/${found[0]?.id}/book`)).status).toBe(403);
    for (const { id } of found) ok(await office.post(`/logistics/differences/${id}/book`));
    for (const { id } of found) ok(await office.post(`/logistics/differences/${id}/book`));
    expect((await balance(sku)).quantity).toBe(2);
    expect((await balance(sku, 'venlo', 'damaged')).quantity).toBe(2);
    expect(await report({ includes: sent.reference, rows: [{ sku, onHand: 3, damaged: 2 }] })).toMatchObject({ differences: 0 });
    await settled();
  });

  it('compares only what it names, unless it says that it is complete', async () => {
    const sku = await newShoe(spil.database);
    await stock(spil, { venlo: { [sku]: 4 } });
    expect(await report({ rows: [] })).toMatchObject({ differences: 0 });
    expect(await report({ rows: [{ sku: 'no-such', onHand: 1 }] })).toMatchObject({ differences: 0, unknown: ['no-such'] });
    await report({ complete: true, rows: [] });
    expect(await differences(sku)).toMatchObject([{ reported: 0, ours: 4, difference: -4 }]);
    // A newer report that does not show it takes it away.
    await report({ complete: true, rows: [{ sku, onHand: 4 }] });
    expect(await differences(sku)).toEqual([]);
  });

  it('is passed over when it is older than the last, or includes what has not come; and may come again', async () => {
    const sku = await newShoe(spil.database);
    const early = clock.now();
    clock.advance(60_000);
    const late = { reference: reference(), includes: `NOT-YET-${reference()}`, countedAt: clock.now(), rows: [{ sku, onHand: 3 }] };
    expect(await report(late)).toMatchObject({ outcome: 'passed_over', reason: expect.stringContaining('NOT-YET') });
    ok(await venlo.post('/logistics/receipts', { reference: late.includes, lines: [{ sku, quantity: 3 }] }));
    expect(await report(late)).toMatchObject({ outcome: 'compared', differences: 0 });
    expect(await report({ countedAt: early, rows: [{ sku, onHand: 9 }] })).toMatchObject({ outcome: 'passed_over' });
    await settled();
  });

  it.each<[string, Record<string, unknown>, string, number?]>([
    ['counted tomorrow', { countedAt: '2026-03-04T09:00:00Z', rows: [] }, 'partners.impossible_time'], ['a product twice', { rows: [{ sku: 'runner-42', onHand: 1 }, { sku: 'runner-42', onHand: 2 }] }, 'partners.counted_twice'], ['below nothing', { rows: [{ sku: 'runner-42', onHand: -1 }] }, 'request.invalid', 400],
  ])('is refused: %s', async (_what, body, code, status = 422) => {
    expect(await venlo.post('/logistics/stock-reports', { reference: reference(), countedAt: clock.now(), ...body })).toMatchObject({ status, body: { code } });
  });

  it('books small differences by itself where the retailer says so', async () => {
    await spil.database.query(`update documents.document set body = jsonb_set(body::jsonb, '{bookWithin}', '2')::json where kind = 'logistics-partner'`);
    const [small, large] = [await newShoe(spil.database), await newShoe(spil.database)];
    await stock(spil, { venlo: { [small]: 5, [large]: 5 } });
    expect(await report({ rows: [{ sku: small, onHand: 4 }, { sku: large, onHand: 1 }] })).toMatchObject({ differences: 2, booked: 1 });
    expect([(await balance(small)).quantity, (await balance(large)).quantity]).toEqual([4, 5]);
    expect(await differences(large)).toHaveLength(1);
    await spil.database.query(`update documents.document set body = jsonb_set(body::jsonb, '{bookWithin}', '0')::json where kind = 'logistics-partner'`);
    await settled();
  });

  it('that comes while an earlier one is being booked finds nothing twice', async () => {
    await spil.database.query(`update documents.document set body = jsonb_set(body::jsonb, '{bookWithin}', '9')::json where kind = 'logistics-partner'`);
    const sku = await newShoe(spil.database);
    await stock(spil, { venlo: { [sku]: 20 } });
    const waiting = async (n: number): Promise<void> => until(async () => ((await spil.database.query<{ n: number }>(`select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`))[0]?.n ?? 0) >= n);
    const sent: ReturnType<typeof report>[] = [];
    // Somebody holds the shelf, so that the booking of the first stands still when the second comes.
    await spil.database.transaction(async (tx) => {
      await tx.query(`select 1 from books.stock_balance where sku = $1 and location = 'venlo' for update`, [sku]);
      for (const n of [1, 2]) {
        sent.push(report({ rows: [{ sku, onHand: 12 }] }));
        await waiting(n);
      }
    });
    expect((await Promise.all(sent)).map(({ outcome, differences: n }) => [outcome, n])).toEqual([['compared', 1], ['compared', 0]]);
    expect((await balance(sku)).quantity).toBe(12);
    await spil.database.query(`update documents.document set body = jsonb_set(body::jsonb, '{bookWithin}', '0')::json where kind = 'logistics-partner'`);
    await settled();
  });

  it('has receipts before it: booked once, the damaged apart, and what nobody knows told', async () => {
    const sku = await newShoe(spil.database);
    const body = { reference: reference(), delivery: 'Levering 1', lines: [{ sku, quantity: 10, damaged: 2 }, { sku: 'no-such', quantity: 1 }] };
    for (let time = 0; time < 2; time += 1) expect(ok(await venlo.post('/logistics/receipts', body))).toEqual({ location: 'venlo', booked: 12, unknown: ['no-such'] });
    expect([(await balance(sku)).quantity, (await balance(sku, 'venlo', 'damaged')).quantity]).toEqual([10, 2]);
    expect(await venlo.post('/logistics/receipts', { ...body, reference: reference(), receivedAt: '2026-04-01T00:00:00Z' })).toMatchObject({ status: 422, body: { code: 'partners.impossible_time' } });
    await settled();
  });
});
