/** What becomes of a till's receipt afterwards: somebody says what an unknown product was. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allProjections } from '../server/app.ts';
import { expectWholeBooks } from './support/books.ts';
import { smallCompany, stock } from './support/company.ts';
import { aSale, shelfOf, written } from './support/sale.ts';
import { ok, startSpil } from './support/spil.ts';
import type { Client, Reply, Running } from './support/spil.ts';

interface Sale { order: string; receipt: string; status: string; onHold: boolean; holds: { reason: string }[]; lines: { sku: string | null; units: { stage: string; quantity: number }[] }[] }
interface Movement { from: { account: string }; to: { account: string }; quantity: number; occurredAt: string }

let spil: Running;
let office: Client;
let till: Client;

const clock = (): { now(): string; advance(milliseconds: number): void } => spil.clock as Running['clock'] & { advance(milliseconds: number): void };
const shelf = (sku: string, location: string): Promise<number> => shelfOf(office, sku, location);

beforeAll(async () => {
  spil = await startSpil();
  await smallCompany(spil.database);
  [office, till] = await Promise.all([spil.as(['operations', 'service']), spil.as('channel')]);
  await stock(spil, { utrecht: { 'runner-42': 5 }, leiden: { 'boot-40': 1 } });
});
afterAll(() => spil.close());

describe('something nobody knew, once somebody says what it was', () => {
  interface Named { status: string; onHold: boolean; holds: { line?: number }[]; line: { sku: string; name: string; units: { stage: string; location: string | null; quantity: number }[] } }
  const STRANGE = ['4006381333948', '4006381333955', '4006381333962', '4006381333979'] as const;
  const strange = async (lines: Parameters<typeof aSale>[0]['lines'], more: Partial<Parameters<typeof aSale>[0]> = {}): Promise<Sale> => ok(await till.post<Sale>('/sales', aSale({ lines, ...more })));
  const name = (sale: Sale, line: number, body: object, who = office): Promise<Reply<Named & { code?: string }>> => who.post(`/orders/${sale.order}/lines/${line}/product`, body);

  it('has left its shelf when it was sold, is held no more, and its barcode is known at the next till', async () => {
    await stock(spil, { leiden: { 'boot-40': 3 } });
    clock().advance(3_600_000);
    const soldAt = new Date(Date.parse(clock().now()) - 600_000).toISOString();
    const sale = await strange([{ code: STRANGE[0], quantity: 2, price: 8995 }], { location: 'leiden', soldAt });
    expect(await shelf('boot-40', 'leiden')).toBe(4);
    const leiden = await spil.as('store', ['leiden']);
    expect((await name(sale, 1, { sku: 'boot-40', learn: true }, leiden)).body).toMatchObject({ status: 'complete', onHold: false, holds: [], line: { sku: 'boot-40', name: 'Boot 40', units: [{ stage: 'collected', location: 'leiden', quantity: 2 }] } });
    expect(await shelf('boot-40', 'leiden')).toBe(2);
    const { movements } = ok(await office.get<{ movements: Movement[] }>('/stock/movements?sku=boot-40&location=leiden'));
    expect(movements[0]).toMatchObject({ from: { account: 'sellable' }, to: { account: 'customer' }, quantity: 2, occurredAt: soldAt });
    expect(ok(await office.get<{ lines: object[]; can: string[] }>(`/orders/${sale.order}`))).toMatchObject({ lines: [{ sku: 'boot-40', total: 17990 }], money: { due: 17990, paid: 17990, balance: 0 } });
    const again = await strange([{ code: STRANGE[0], price: 8995 }], { location: 'leiden', soldAt: clock().now() });
    expect(again).toMatchObject({ onHold: false, status: 'complete', lines: [{ sku: 'boot-40' }] });
    // The receipt that came in then is the same receipt still.
    expect((await till.post<Sale>('/sales', { ...aSale({ location: 'leiden', soldAt, lines: [{ code: STRANGE[0], quantity: 2, price: 8995 }] }), receipt: sale.receipt })).status).toBe(200);
    await expectWholeBooks(spil.database, allProjections());
  });

  it('before a count that is booked leaves the balance as counted; and what the books lack is found', async () => {
    const leiden = await spil.as('store', ['leiden']);
    const early = await strange([{ code: STRANGE[1], price: 5995 }, { code: STRANGE[2], price: 5995 }], { location: 'leiden', soldAt: clock().now() });
    expect(early.holds).toHaveLength(2);
    clock().advance(60_000);
    ok(await leiden.post('/stock/counts', { location: 'leiden', lines: [{ sku: 'runner-42', counted: 4 }] }));
    expect((await name(early, 2, { sku: 'runner-42' })).body).toMatchObject({ onHold: true, holds: [{ line: 1 }] });
    expect(await shelf('runner-42', 'leiden')).toBe(4);
    expect((await name(early, 1, { sku: 'runner-43' })).body).toMatchObject({ onHold: false, status: 'complete' });
    expect(await shelf('runner-43', 'leiden')).toBe(0);
    await expectWholeBooks(spil.database, allProjections());
  });

  it('and that was promised is planned like any line, as well as what stood beside it', async () => {
    await stock(spil, { leiden: { 'boot-40': 2 } });
    const sale = await strange([{ code: 'a-note-on-the-box', price: 8995, delivery: 'later' }, { code: 'boot-40', delivery: 'later' }], { location: 'leiden', deliveries: [{ ref: 'later', kind: 'collect', location: 'leiden' }] });
    expect(sale.lines.map(({ units }) => units[0]?.stage)).toEqual(['open', 'open']);
    expect(await name(sale, 1, { sku: 'boot-40', learn: true })).toMatchObject({ status: 422, body: { code: 'orders.no_barcode' } });
    expect((await name(sale, 1, { sku: 'boot-40' })).body).toMatchObject({ onHold: false, line: { sku: 'boot-40', name: 'Boot 40', units: [{ stage: 'allocated', location: 'leiden', quantity: 1 }] } });
    const { entries } = ok(await office.get<{ entries: { code: string; parameters: object }[] }>(`/orders/${sale.order}/timeline`));
    expect(entries.find(({ code }) => code === 'product_named')?.parameters).toMatchObject({ sku: 'boot-40', name: 'Boot 40' });
  });

  it.each<[string, (sale: Sale) => Promise<Reply<{ code?: string }>>, number, string]>([
    ['with a product nobody has', (sale) => name(sale, 1, { sku: 'slipper' }), 422, 'orders.product_unknown'],
    ['with no product', (sale) => name(sale, 1, {}), 400, 'request.invalid'],
    ['for a line it does not have', (sale) => name(sale, 9, { sku: 'runner-42' }), 422, 'orders.line_unknown'],
    ['for a line that is known', (sale) => name(sale, 2, { sku: 'runner-42' }), 409, 'orders.line_known'],
    ['for a line that is no goods', (sale) => name(sale, 3, { sku: 'runner-42' }), 409, 'orders.line_known'],
    ['by another store', async (sale) => name(sale, 1, { sku: 'runner-42' }, await spil.as('store', ['zeist'])), 404, 'orders.unknown'],
    ['by somebody who only looks', async (sale) => name(sale, 1, { sku: 'runner-42' }, await spil.as('viewer')), 403, 'request.forbidden'],
    ['in an order that is none', () => office.post('/orders/ord_01h455vb4pex5vsknk084sn02q/lines/1/product', { sku: 'runner-42' }), 404, 'orders.unknown'],
    ['with a barcode that another product got meanwhile', async (sale) => {
      await spil.database.query(`insert into catalogue.barcode (gtin, sku) values ($1, 'boot-40') on conflict do nothing`, [STRANGE[3].padStart(14, '0')]);
      return name(sale, 1, { sku: 'runner-42', learn: true });
    }, 409, 'catalogue.barcode_taken'],
  ])('is refused and changes nothing: %s', async (_what, attempt, status, code) => {
    await spil.database.query('delete from catalogue.barcode where gtin = $1', [STRANGE[3].padStart(14, '0')]);
    const sale = await strange([{ code: STRANGE[3], price: 5995 }, { code: 'runner-42' }, { code: null, kind: 'service', price: 1000 }]);
    const before = await written(spil);
    expect(await attempt(sale)).toMatchObject({ status, body: { code } });
    expect(await written(spil)).toEqual(before);
    expect((await office.get<{ onHold: boolean }>(`/orders/${sale.order}`)).body.onHold).toBe(true);
  });

  it('is refused a second time, by whoever was slower, and once its receipt was voided', async () => {
    await spil.database.query('delete from catalogue.barcode where gtin = $1', [STRANGE[3].padStart(14, '0')]);
    const sale = await strange([{ code: STRANGE[3], price: 5995 }]);
    const there = await shelf('runner-42', 'utrecht');
    const both = await Promise.all(['runner-42', 'runner-42'].map((sku) => name(sale, 1, { sku, learn: true })));
    expect(both.map(({ status, body }) => [status, body.code ?? '']).toSorted()).toEqual([[200, ''], [409, 'orders.line_known']]);
    expect(await shelf('runner-42', 'utrecht')).toBe(Math.max(0, there - 1));
    await spil.database.query('delete from catalogue.barcode where gtin = $1', [STRANGE[3].padStart(14, '0')]);
    const voided = await strange([{ code: STRANGE[3], price: 5995 }]);
    ok(await till.post('/sales/void', { channel: 'till', receipt: voided.receipt }));
    expect(await name(voided, 1, { sku: 'runner-42' })).toMatchObject({ status: 409, body: { code: 'orders.came_back' } });
    await expectWholeBooks(spil.database, allProjections());
  });
});
