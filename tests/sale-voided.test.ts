/** Voiding receipts over HTTP: all of it goes back to where it was, once, on its own day. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADDRESS, smallCompany, stock } from './support/company.ts';
import { aSale, shelfOf, written } from './support/sale.ts';
import { ok, startSpil } from './support/spil.ts';
import type { Client, Reply, Running } from './support/spil.ts';

interface Sale { order: string; receipt: string; giveBack: number; onHold: boolean; holds: { reason: string }[]; deliveries: { pickupCode: string | null }[] }

let spil: Running;
let office: Client;
let utrecht: Client;

const clock = (): { now(): string; advance(milliseconds: number): void } => spil.clock as Running['clock'] & { advance(milliseconds: number): void };
const shelf = (sku: string, location: string): Promise<number> => shelfOf(office, sku, location);

beforeAll(async () => {
  spil = await startSpil();
  await smallCompany(spil.database);
  [office, utrecht] = await Promise.all([spil.as(['operations', 'service']), spil.as('store', ['utrecht'])]);
  await stock(spil, { utrecht: { 'boot-40': 4 } });
  clock().advance(3_600_000);
});
afterAll(() => spil.close());

describe('a receipt that is voided', () => {
  const voidIt = (receipt: string, more: object = {}): Promise<Reply<Sale & { voided: boolean; code: string }>> => utrecht.post('/sales/void', { channel: 'till', receipt, ...more });
  const sold = async (options: Partial<Parameters<typeof aSale>[0]> = {}): Promise<Sale> => ok(await utrecht.post<Sale>('/sales', aSale({ soldAt: clock().now(), lines: [{ code: 'boot-40', quantity: 2 }], ...options })));

  it('puts all back: goods, promises, charges, rounding and every payment; and once', async () => {
    await stock(spil, { utrecht: { 'boot-40': 5 }, dc: { 'runner-43': 5 } });
    const before = [await shelf('boot-40', 'utrecht'), await shelf('runner-43', 'dc')];
    const sale = await sold({
      lines: [{ code: 'boot-40', quantity: 2 }, { code: 'runner-43', delivery: 'home' }, { code: null, kind: 'service', price: 502 }], deliveries: [{ ref: 'home', kind: 'ship', address: ADDRESS }],
      charges: [{ ref: 'post', kind: 'shipping', name: 'Bezorgen', amount: 495, delivery: 'home' }], rounding: -2, payments: [{ method: 'gift_card', amount: 10000 }, { method: 'cash', amount: 14980 }],
    });
    const voided = ok(await voidIt(sale.receipt, { cashier: '17', reason: 'dubbel' }));
    expect(voided).toMatchObject({ voided: true, giveBack: 24980 });
    expect([await shelf('boot-40', 'utrecht'), await shelf('runner-43', 'dc')]).toEqual(before);
    expect(ok(await office.get(`/orders/${sale.order}`))).toMatchObject({ money: { due: 0, balance: 0 } });
    const events = await written(spil);
    expect(ok(await voidIt(sale.receipt))).toMatchObject({ voided: true });
    expect(((await written(spil)) as { events: number }).events).toBe((events as { events: number }).events);
    expect(ok(await office.get<{ entries: { code: string }[] }>(`/orders/${sale.order}/timeline`)).entries.map(({ code }) => code)).toContain('sale_voided');
  });

  it('asks nobody any more what was sold: its holds go with it', async () => {
    const sale = await sold({ lines: [{ code: '4006381333931', price: 500 }, { code: 'boot-40' }] });
    expect(sale).toMatchObject({ onHold: true, holds: [{ reason: 'unknown_sku' }] });
    expect(ok(await voidIt(sale.receipt))).toMatchObject({ voided: true, onHold: false, holds: [] });
    expect(await spil.database.query('select reason from orders.hold where released_at is null')).toEqual([]);
  });

  it('before a count of its shelf leaves what was counted', async () => {
    const sale = await sold();
    const at = clock().now();
    clock().advance(60_000);
    ok(await utrecht.post('/stock/counts', { location: 'utrecht', lines: [{ sku: 'boot-40', counted: 9 }] }));
    clock().advance(60_000);
    ok(await voidIt(sale.receipt, { voidedAt: at }));
    expect(await shelf('boot-40', 'utrecht')).toBe(9);
  });

  it.each<[string, () => Promise<Reply<{ code: string }>>, number, string]>([
    ['nobody knows', () => voidIt('never'), 404, 'sales.receipt_unknown'],
    ['is of another store', async () => (await spil.as('store', ['zeist'])).post('/sales/void', { channel: 'till', receipt: (await sold()).receipt }), 404, 'sales.receipt_unknown'],
    ['is of another channel', async () => voidIt((await sold()).receipt, { channel: 'web' }), 404, 'sales.receipt_unknown'],
    ['has no number', () => voidIt(''), 400, 'request.invalid'],
    ['would be voided on a day that is none', async () => voidIt((await sold()).receipt, { voidedAt: '2026-02-30T12:00:00Z' }), 400, 'request.invalid'],
    ['would be voided for a reason as long as a letter', async () => voidIt((await sold()).receipt, { reason: 'x'.repeat(201) }), 400, 'request.invalid'],
    ['is not rung up yet then', async () => voidIt((await sold()).receipt, { voidedAt: '2026-03-02T08:00:00Z' }), 422, 'sales.not_yet'],
    ['would be voided tomorrow', async () => voidIt((await sold()).receipt, { voidedAt: '2026-03-03T12:00:00Z' }), 422, 'sales.not_yet'],
    ['is of yesterday', async () => voidIt((await sold({ soldAt: '2026-03-01T12:00:00Z' })).receipt), 409, 'sales.another_day'],
    ['has left already', async () => {
      await stock(spil, { utrecht: { 'runner-42': 1 } });
      const sale = await sold({ lines: [{ code: 'runner-42', delivery: 'later' }], deliveries: [{ ref: 'later', kind: 'collect', location: 'utrecht' }] });
      const { fulfilments } = ok(await utrecht.get<{ fulfilments: { id: string; order: string }[] }>('/fulfilments'));
      ok(await utrecht.post(`/fulfilments/${fulfilments.find((one) => one.order === sale.order)?.id}/pick`, { scans: [{ scan: 'void-1', code: 'runner-42' }], shelf: 'A1' }));
      ok(await utrecht.post(`/orders/${sale.order}/deliveries/1/collect`, { code: sale.deliveries[0]?.pickupCode }));
      return voidIt(sale.receipt);
    }, 409, 'sales.has_left'],
  ])('is refused when it %s', async (_what, attempt, status, code) => {
    expect(await attempt()).toMatchObject({ status, body: { code } });
  });
});
