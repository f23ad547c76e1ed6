/** Receipts of tills over HTTP: facts that are taken once, however late, in whatever order and whatever the books say; and what cannot be a receipt. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Contested } from '../server/kernel/change.ts';
import { SYSTEM } from '../server/kernel/command.ts';
import { fromWire } from '../server/kernel/ids.ts';
import { recordSales } from '../server/modules/orders/sales/commands.ts';
import { pickupCode } from '../server/app.ts';
import { ADDRESS, smallCompany, stock } from './support/company.ts';
import { codeOf } from './support/customer.ts';
import { aSale, shelfOf, written } from './support/sale.ts';
import { ok, startSpil } from './support/spil.ts';
import type { Client, Reply, Running } from './support/spil.ts';

interface Sale { order: string; number: string; receipt: string; status: string; onHold: boolean; total: number; giveBack: number; holds: { reason: string }[]; lines: { sku: string | null; units: { stage: string; quantity: number }[] }[]; deliveries: { ref: string; status: string; from: string[]; pickupCode: string | null }[] }
interface Movement { from: { location: string | null; account: string }; to: { location: string | null; account: string }; quantity: number; occurredAt: string; recordedAt: string }

let spil: Running;
let office: Client;
let till: Client;
let utrecht: Client;

const clock = (): { now(): string; advance(milliseconds: number): void } => spil.clock as Running['clock'] & { advance(milliseconds: number): void };
const shelf = (sku: string, location: string): Promise<number> => shelfOf(office, sku, location);

beforeAll(async () => {
  spil = await startSpil();
  await smallCompany(spil.database);
  [office, till, utrecht] = await Promise.all([spil.as(['operations', 'service']), spil.as('channel'), spil.as('store', ['utrecht'])]);
  await stock(spil, { utrecht: { 'runner-42': 5, 'boot-40': 4 }, zeist: { 'runner-43': 3 }, dc: { 'runner-43': 5 } });
});
afterAll(() => spil.close());

describe('a receipt', () => {
  it('is complete at once, its goods gone and its money in, for nobody we know', async () => {
    const sale = aSale({ lines: [{ code: '2000000000015' }, { code: 'boot-40', price: 8995, discount: 500 }], payments: [{ method: 'gift_card', amount: 5000, ref: '6006' }, { method: 'cash', amount: 9490 }] });
    const taken = await utrecht.post<Sale>('/sales', sale);
    expect(taken.status).toBe(201);
    expect(taken.body).toMatchObject({ receipt: sale.receipt, status: 'complete', onHold: false, total: 14490, giveBack: 0, lines: [{ sku: 'runner-42', units: [{ stage: 'collected', quantity: 1 }] }, { sku: 'boot-40' }], deliveries: [] });
    expect([await shelf('runner-42', 'utrecht'), await shelf('boot-40', 'utrecht')]).toEqual([4, 3]);
    expect(ok(await office.get(`/orders/${taken.body.order}`))).toMatchObject({ externalNumber: sale.receipt, customer: null, money: { due: 14490, paid: 14490, balance: 0, payments: [{ operator: 'gift_card', captured: 5000 }, { operator: 'till', method: 'cash', captured: 9490 }] } });
  });

  it('is taken once, whatever key it comes under, and finds its order at every counter', async () => {
    const sale = aSale({ lines: [{ code: 'runner-42' }] });
    const first = ok(await utrecht.post<Sale>('/sales', sale));
    const again = await till.post<Sale>('/sales', sale);
    expect([again.status, again.body.order]).toEqual([200, first.order]);
    expect(await shelf('runner-42', 'utrecht')).toBe(3);
    expect(ok(await (await spil.as('store', ['zeist'])).get<{ orders: { id: string }[] }>(`/counter/orders?find=${sale.receipt}`)).orders.map(({ id }) => id)).toEqual([first.order]);
    expect(ok(await utrecht.get<Sale>(`/sales?channel=till&receipt=${sale.receipt}`)).order).toBe(first.order);
    expect((await (await spil.as('store', ['zeist'])).get(`/sales?channel=till&receipt=${sale.receipt}`)).status).toBe(404);
    // The number on another sale would lose one of the two.
    expect(await utrecht.post('/sales', { ...aSale({ lines: [{ code: 'boot-40' }] }), receipt: sale.receipt })).toMatchObject({ status: 409, body: { code: 'sales.receipt_taken' } });
  });

  it('taken by many at once is taken once', async () => {
    const sale = aSale({ lines: [{ code: 'boot-40' }] });
    const answers = await Promise.all(Array.from({ length: 6 }, () => utrecht.post<Sale>('/sales', sale)));
    expect(answers.map(({ status }) => status).sort()).toEqual([200, 200, 200, 200, 200, 201]);
    expect(new Set(answers.map(({ body }) => body.order)).size).toBe(1);
    expect(await shelf('boot-40', 'utrecht')).toBe(2);
  });

  it('may have each line go its own way: along, collected here or elsewhere, shipped; all paid once', async () => {
    await stock(spil, { leiden: { 'boot-40': 1 } });
    const taken = ok(await utrecht.post<Sale>('/sales', aSale({
      lines: [{ code: 'runner-42' }, { code: 'boot-40', delivery: 'later' }, { code: 'runner-43', delivery: 'home' }, { code: 'boot-40', delivery: 'there' }],
      deliveries: [{ ref: 'later', kind: 'collect', location: 'utrecht' }, { ref: 'home', kind: 'ship', address: ADDRESS }, { ref: 'there', kind: 'collect', location: 'leiden' }],
      charges: [{ ref: 'post', kind: 'shipping', name: 'Bezorgen', amount: 495, vat: [{ rate: 210_000, amount: 86 }], delivery: 'home' }],
    })));
    expect(taken.lines.map(({ units }) => units[0]?.stage)).toEqual(['collected', 'allocated', 'allocated', 'allocated']);
    const of = new Map(taken.deliveries.map((one) => [one.ref, one]));
    expect([of.get('later')?.from, of.get('home')?.from, of.get('there')?.from]).toEqual([['utrecht'], ['dc'], ['leiden']]);
    expect(of.get('later')?.pickupCode).toBe(codeOf({ id: taken.order }, 2));
    expect(of.get('home')?.pickupCode).toBeNull();
    // What is kept of the answer has no code in it.
    expect(await spil.database.query(`select 1 from kernel.idempotency where answer like '%"pickupCode":"%'`)).toEqual([]);
  });

  it('of a gift card that is sold has no VAT and takes nothing from a shelf', async () => {
    const taken = ok(await utrecht.post<Sale>('/sales', aSale({ lines: [{ code: null, kind: 'gift_card', price: 2500 }] })));
    expect(taken).toMatchObject({ status: 'complete', total: 2500, lines: [{ sku: null, units: [{ stage: 'delivered', quantity: 1 }] }] });
    expect(ok(await office.get(`/orders/${taken.order}`))).toMatchObject({ lines: [{ kind: 'gift_card', tax: 0 }] });
  });

  it('paid in cash is rounded by an entry of its own', async () => {
    const taken = ok(await utrecht.post<Sale>('/sales', aSale({ lines: [{ code: null, kind: 'service', price: 1298 }], rounding: 2, payments: [{ method: 'cash', amount: 1300 }] })));
    expect(ok(await office.get(`/orders/${taken.order}`))).toMatchObject({ charges: [{ kind: 'rounding', total: 2 }], money: { due: 1300, paid: 1300, balance: 0 } });
  });

  it('of something nobody knows is kept with its money, and put before customer service', async () => {
    const taken = ok(await utrecht.post<Sale>('/sales', aSale({ lines: [{ code: '4006381333931', price: 1995 }] })));
    expect(taken).toMatchObject({ onHold: true, holds: [{ reason: 'unknown_sku' }], lines: [{ sku: null }] });
    expect(ok(await office.get(`/orders/${taken.order}`))).toMatchObject({ money: { due: 1995, paid: 1995 } });
  });
});

describe('what is not there by the books', () => {
  it('was sold all the same: it is found first', async () => {
    const there = await shelf('runner-43', 'utrecht');
    const taken = ok(await utrecht.post<Sale>('/sales', aSale({ lines: [{ code: 'runner-43', quantity: there + 2 }] })));
    expect(taken.status).toBe('complete');
    const { movements } = ok(await office.get<{ movements: Movement[] }>('/stock/movements?sku=runner-43&location=utrecht'));
    expect(movements.map(({ from, to, quantity }) => [from.account, to.account, quantity])).toEqual(expect.arrayContaining([['found', 'sellable', 2], ['sellable', 'customer', there + 2]]));
    expect(await shelf('runner-43', 'utrecht')).toBe(0);
  });

  it('and only promised is planned like any order: its money goes back, and the till is told', async () => {
    const taken = ok(await till.post<Sale>('/sales', aSale({ lines: [{ code: 'boot-40', quantity: 2 }, { code: 'runner-43', quantity: 50, price: 100, delivery: 'home' }], deliveries: [{ ref: 'home', kind: 'ship', address: ADDRESS }] })));
    expect(taken.lines[0]?.units).toEqual([{ stage: 'collected', quantity: 2 }]);
    const cancelled = taken.lines[1]?.units.find(({ stage }) => stage === 'cancelled')?.quantity ?? 0;
    expect(cancelled).toBeGreaterThan(0);
    expect(taken.giveBack).toBe(cancelled * 100);
  });
});

describe('the last one of a shelf that goes along', () => {
  const there = async (sku: string): Promise<number> => (await Promise.all(['den-haag', 'delft'].map((location) => shelf(sku, location)))).reduce((sum, n) => sum + n, 0);
  it('is not promised to the rest of its receipt, which is brought from elsewhere', async () => {
    await stock(spil, { 'den-haag': { 'boot-40': 1 }, delft: { 'boot-40': 1 } });
    expect(await there('boot-40')).toBe(2);
    const taken = ok(await till.post<Sale>('/sales', aSale({ location: 'den-haag', lines: [{ code: 'boot-40' }, { code: 'boot-40', delivery: 'later' }], deliveries: [{ ref: 'later', kind: 'collect', location: 'den-haag' }] })));
    expect(taken).toMatchObject({ giveBack: 0, lines: [{ units: [{ stage: 'collected', quantity: 1 }] }, { units: [{ stage: 'allocated', quantity: 1 }] }] });
    expect(taken.deliveries.flatMap(({ from }) => from)).not.toContain('den-haag');
    expect(await shelf('boot-40', 'den-haag')).toBe(0);
  });

  it('and is named afterwards is not promised to the rest either', async () => {
    await stock(spil, { 'den-haag': { 'runner-43': 1 }, delft: { 'runner-43': 1 } });
    const taken = ok(await till.post<Sale>('/sales', aSale({ location: 'den-haag', lines: [{ code: '4006381333900', price: 5995 }, { code: 'runner-43', delivery: 'later' }], deliveries: [{ ref: 'later', kind: 'collect', location: 'den-haag' }] })));
    expect(taken.lines.map(({ units }) => units[0]?.stage)).toEqual(['collected', 'open']);
    ok(await office.post(`/orders/${taken.order}/lines/1/product`, { sku: 'runner-43' }));
    const now = ok(await till.get<Sale>(`/sales?channel=till&receipt=${taken.receipt}`));
    expect(now.lines[1]?.units).toEqual([{ stage: 'allocated', quantity: 1 }]);
    expect(now.deliveries.flatMap(({ from }) => from)).not.toContain('den-haag');
    expect(await shelf('runner-43', 'den-haag')).toBe(0);
  });
});

describe('a sale that is told late', () => {
  const minutes = (n: number): string => new Date(Date.parse(clock().now()) - n * 60_000).toISOString();
  beforeAll(async () => {
    await stock(spil, { zeist: { 'boot-40': 10 } });
    clock().advance(3_600_000);
  });
  const sellAtZeist = async (soldAt: string, quantity = 1): Promise<Sale> => ok(await till.post<Sale>('/sales', aSale({ location: 'zeist', soldAt, lines: [{ code: 'boot-40', quantity }] })));
  const count = async (counted: number, countedAt?: string): Promise<number> => ok(await (await spil.as('store', ['zeist'])).post<{ lines: { difference: number }[] }>('/stock/counts', { location: 'zeist', lines: [{ sku: 'boot-40', counted }], ...(countedAt === undefined ? {} : { countedAt }) })).lines[0]?.difference ?? NaN;

  it('before a count that is booked leaves the balance as it was counted, and its movement has its own time', async () => {
    // Two were sold at a till without a connection; the shelf is counted, and has eight.
    expect(await count(8)).toBe(-2);
    clock().advance(600_000);
    const soldAt = minutes(30);
    const taken = await sellAtZeist(soldAt, 2);
    expect(taken.status).toBe('complete');
    expect(await shelf('boot-40', 'zeist')).toBe(8);
    const { movements } = ok(await office.get<{ movements: Movement[] }>('/stock/movements?sku=boot-40&location=zeist'));
    expect(movements.filter((one) => one.occurredAt === soldAt).map(({ from, to, quantity }) => [from.account, to.account, quantity]).sort()).toEqual([['missing', 'sellable', 2], ['sellable', 'customer', 2]]);
  });

  it('after the count takes from it, also when it is told after others', async () => {
    await sellAtZeist(minutes(5));
    await sellAtZeist(minutes(8));
    expect(await shelf('boot-40', 'zeist')).toBe(6);
  });

  it('is no difference of a count of a moment before it, however late the count is told', async () => {
    const before = minutes(9);
    expect(await count(8, before)).toBe(0);
    expect(await shelf('boot-40', 'zeist')).toBe(6);
    // And one that was sold before that moment was counted as gone.
    await sellAtZeist(new Date(Date.parse(before) - 1000).toISOString());
    expect(await shelf('boot-40', 'zeist')).toBe(6);
  });

  it('is no matter to a count of long ago that is told after a later one: the later has the last word', async () => {
    expect(await count(40, minutes(30))).toBe(0);
    expect(await shelf('boot-40', 'zeist')).toBe(6);
  });

  it('of more than the books had is found, and a count of before that is held against what was really there', async () => {
    await stock(spil, { zeist: { 'runner-42': 1 } });
    clock().advance(60_000);
    const before = clock().now();
    clock().advance(60_000);
    // Three lay there and the books had one: two are sold, one is found.
    ok(await till.post<Sale>('/sales', aSale({ location: 'zeist', soldAt: clock().now(), lines: [{ code: 'runner-42', quantity: 2 }] })));
    const answer = ok(await (await spil.as('store', ['zeist'])).post<{ lines: { difference: number }[] }>('/stock/counts', { location: 'zeist', countedAt: before, lines: [{ sku: 'runner-42', counted: 3 }] }));
    expect(answer.lines).toMatchObject([{ difference: 1 }]);
    expect(await shelf('runner-42', 'zeist')).toBe(1);
    clock().advance(60_000);
  });

  it('comes while its shelf is being counted by session: before the scan it is in the count, after it it is not', async () => {
    const zeist = await spil.as('store', ['zeist']);
    const { id } = ok(await zeist.post<{ id: string }>('/count-sessions', { location: 'zeist', scope: { kind: 'skus', skus: ['boot-40'] } }));
    clock().advance(60_000);
    // Five lie there: one of the six was sold at a till that could not say so yet.
    const unsaid = minutes(1.5);
    ok(await zeist.post(`/count-sessions/${id}/scans`, { scans: [{ scan: 'late-1', code: 'boot-40', quantity: 5 }] }));
    clock().advance(60_000);
    await sellAtZeist(unsaid);
    await sellAtZeist(minutes(0.5));
    const session = ok(await zeist.get<{ entries: number; lines: object[] }>(`/count-sessions/${id}`));
    expect(session.lines).toMatchObject([{ counted: 5, books: 5, difference: 0 }]);
    ok(await zeist.post(`/count-sessions/${id}/close`, { seen: session.entries }));
    expect(await shelf('boot-40', 'zeist')).toBe(4);
    // Told after the count was booked: sold between the scan and its end, so the count did not have it.
    await sellAtZeist(minutes(0.8));
    expect(await shelf('boot-40', 'zeist')).toBe(3);
  });
});

describe('a price', () => {
  const withPrice = (line: object, soldAt = clock().now()): ReturnType<typeof aSale> => aSale({ soldAt, lines: [{ code: 'runner-42', ...line }] });
  it('may be lowered by staff within the policy, also on a list that fell since yesterday, and by a till as it likes', async () => {
    expect((await utrecht.post('/sales', withPrice({ discount: 599 }))).status).toBe(201);
    expect(await utrecht.post('/sales', withPrice({ discount: 600 }))).toMatchObject({ status: 422, body: { code: 'sales.too_cheap', expected: 5396 } });
    expect(await utrecht.post('/sales', withPrice({ price: 100 }))).toMatchObject({ status: 422, body: { code: 'sales.too_cheap' } });
    expect((await till.post('/sales', withPrice({ price: 100 }))).status).toBe(201);
    await spil.database.query(`update catalogue.price set valid_until = $1 where sku = 'runner-43' and list = 'standard'`, [clock().now()]);
    await spil.database.query(`insert into catalogue.price (sku, list, currency, valid_from, amount) values ('runner-43', 'standard', 'EUR', $1, 9995)`, [clock().now()]);
    expect((await utrecht.post('/sales', aSale({ soldAt: clock().now(), lines: [{ code: 'runner-43' }] }))).status).toBe(201);
  });

  it('of a carton is that of all that is in it', async () => {
    await spil.database.query(`insert into catalogue.barcode (gtin, sku, quantity) values ('08710400000013', 'runner-42', 10)`);
    const carton = (price: number): ReturnType<typeof aSale> => aSale({ soldAt: clock().now(), lines: [{ code: '8710400000013', price }] });
    expect(await utrecht.post('/sales', carton(5995))).toMatchObject({ status: 422, body: { code: 'sales.too_cheap', found: 5995, expected: 53955, detail: expect.stringContaining('10 × runner-42') } });
    expect(ok(await utrecht.post<Sale>('/sales', carton(59950)))).toMatchObject({ total: 59950, lines: [{ sku: 'runner-42', units: [{ stage: 'collected', quantity: 10 }] }] });
  });

  it('that staff may not give, told after the customer has gone, is a fact: it is taken, and finance looks at it', async () => {
    const sale = withPrice({ price: 1000 }, new Date(Date.parse(clock().now()) - 20 * 60_000).toISOString());
    const taken = ok(await utrecht.post<Sale>('/sales', sale));
    expect(taken).toMatchObject({ status: 'complete', total: 1000, onHold: false });
    expect(ok(await utrecht.post<Sale>('/sales', sale)).order).toBe(taken.order);
    expect(await spil.database.query('select kind, detail from payments.task where order_id = $1', [fromWire('ord', taken.order)])).toMatchObject([{ kind: 'below_list', detail: expect.stringContaining('1 × runner-42 for 10.00 EUR where staff may go to 53.96 EUR') }]);
  });

  it('of every product, with its barcodes and VAT, is what a till takes along for when there is no connection', async () => {
    const read = (query: string, who = utrecht): Promise<Reply<{ items: { sku: string }[]; next: string | null }>> => who.get(`/sales/assortment?location=utrecht${query}`);
    expect(ok(await read('&limit=2'))).toMatchObject({ channel: 'till', currency: 'EUR', country: 'NL', maxDiscount: 100, cashRounding: 5, next: 'runner-42', items: [{ sku: 'boot-40', price: 8995, gtins: ['02000000000039'] }, { sku: 'runner-42', price: 5995 }] });
    expect(ok(await read('&after=runner-42'))).toMatchObject({ next: null, items: [{ sku: 'runner-43', price: 9995 }] });
    expect(ok(await read('', till))).toMatchObject({ maxDiscount: null });
    expect((await read('', await spil.as('store', ['zeist']))).status).toBe(403);
    expect(await utrecht.get('/sales/assortment?location=atlantis')).toMatchObject({ status: 422, body: { code: 'sales.location_unknown' } });
    for (const query of ['', '?location=utrecht&limit=0', '?location=utrecht&limit=9999', '?location=utrecht&limit=many']) expect(await utrecht.get(`/sales/assortment${query}`)).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    expect(ok(await read('&after=zzz'))).toMatchObject({ items: [], next: null });
  });
});

describe('what cannot be a receipt', () => {
  const good = (): ReturnType<typeof aSale> => aSale({ lines: [{ code: 'runner-42' }] });
  const line = (change: object): object => { const sale = good(); return { ...sale, lines: [{ ...sale.lines[0], ...change }] }; };
  it.each<[string, () => object, number, string]>([
    ['of a channel that is no till', () => ({ ...good(), channel: 'web' }), 422, 'sales.not_a_till'],
    ['of a channel that nobody knows', () => ({ ...good(), channel: 'kiosk' }), 422, 'sales.not_a_till'],
    ['of a store that nobody knows', () => ({ ...good(), location: 'atlantis' }), 422, 'sales.location_unknown'],
    ['of another store', () => ({ ...good(), location: 'leiden' }), 403, 'sales.not_yours'],
    ['of tomorrow', () => ({ ...good(), soldAt: '2026-03-03T12:00:00Z' }), 422, 'sales.not_yet'],
    ['of a till whose clock begins in 1970', () => ({ ...good(), soldAt: '1970-01-01T00:00:00Z' }), 422, 'sales.too_long_ago'],
    ['of a day that is none', () => ({ ...good(), soldAt: '2026-02-30T12:00:00Z' }), 400, 'request.invalid'],
    ['in a currency that is none', () => ({ ...good(), currency: 'euro' }), 400, 'request.invalid'],
    ['with nothing on it', () => ({ ...good(), lines: [] }), 400, 'request.invalid'],
    ['of less than one', () => line({ quantity: -1 }), 400, 'request.invalid'],
    ['with a price below nothing', () => line({ unitPrice: -5995 }), 400, 'request.invalid'],
    ['with a discount above the price', () => line({ discount: 9000 }), 422, 'sales.does_not_add_up'],
    ['with more VAT than price', () => line({ vat: [{ rate: 210_000, amount: 6000 }] }), 422, 'sales.does_not_add_up'],
    ['of a gift card with VAT', () => line({ kind: 'gift_card' }), 422, 'sales.does_not_add_up'],
    ['paid too little', () => ({ ...good(), payments: [{ method: 'cash', amount: 5000 }] }), 422, 'sales.does_not_add_up'],
    ['paid too much', () => ({ ...good(), payments: [{ method: 'cash', amount: 6000 }] }), 422, 'sales.does_not_add_up'],
    ['paid by less than nothing', () => ({ ...good(), payments: [{ method: 'cash', amount: -5995 }] }), 400, 'request.invalid'],
    ['with another total', () => ({ ...good(), total: 1 }), 422, 'sales.does_not_add_up'],
    ['rounded without cash', () => ({ ...good(), rounding: 5, total: 6000, payments: [{ method: 'card', amount: 6000 }] }), 422, 'sales.does_not_add_up'],
    ['with a delivery it does not name', () => line({ delivery: 'home' }), 422, 'sales.delivery_unknown'],
    ['with a delivery of nothing', () => ({ ...good(), deliveries: [{ ref: 'home', kind: 'ship', address: ADDRESS }] }), 422, 'sales.delivery_empty'],
    ['collected where nobody is', () => ({ ...line({ delivery: 'a' }), deliveries: [{ ref: 'a', kind: 'collect', location: 'atlantis' }] }), 422, 'sales.location_unknown'],
    ['collected where nothing is handed out', () => ({ ...line({ delivery: 'a' }), soldAt: clock().now(), deliveries: [{ ref: 'a', kind: 'collect', location: 'delft' }] }), 422, 'sales.not_collected_there'],
    ['shipped to no address', () => ({ ...line({ delivery: 'a' }), deliveries: [{ ref: 'a', kind: 'ship' }] }), 400, 'request.invalid'],
    ['with two lines of one reference', () => { const sale = good(); return { ...sale, lines: [sale.lines[0], { ...sale.lines[0], ref: '1' }], total: 11990, payments: [{ method: 'card', amount: 11990 }] }; }, 422, 'sales.twice'],
  ])('is refused and changes nothing: %s', async (_what, sale, status, code) => {
    await spil.database.query(`update locations.location set active = false where code = 'delft'`);
    const before = await written(spil);
    const answer = await utrecht.post<{ code: string; detail: string }>('/sales', sale());
    expect([answer.status, answer.body.code, answer.body.detail]).toEqual([status, code, expect.any(String)]);
    expect(await written(spil)).toEqual(before);
  });

  it.each<[string, object]>([
    ['of nothing', { sales: [] }], ['of more than two hundred', { sales: Array.from({ length: 201 }, good) }], ['of what is no list', { sales: 'all' }], ['of what are no receipts', { sales: ['one'] }], ['of nothing at all', {}],
  ])('is refused and changes nothing: a batch %s', async (_what, body) => {
    const before = await written(spil);
    expect(await utrecht.post('/sales/batch', body)).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    expect(await written(spil)).toEqual(before);
  });

  it('by itself is refused in a batch: of another store, under a number that is taken, twice in one', async () => {
    const [one, other] = [good(), good()];
    const answer = ok(await utrecht.post<{ results: { result: string; problem: { code: string } | null }[] }>('/sales/batch', { sales: [one, { ...good(), location: 'leiden' }, { ...other, receipt: one.receipt, soldAt: '2026-03-02T08:00:00Z' }, one] }));
    expect(answer.results.map(({ result, problem }) => problem?.code ?? result)).toEqual(['taken', 'sales.not_yours', 'sales.receipt_taken', 'already']);
  });

  it('is what happened all the same: at a store that has closed since, of more than there is, and of a misread barcode', async () => {
    const taken = ok(await till.post<Sale>('/sales', { ...aSale({ location: 'delft', lines: [{ code: 'boot-40', quantity: 3 }, { code: '4006381333930', price: 100 }] }) }));
    expect(taken).toMatchObject({ onHold: true, lines: [{ sku: 'boot-40', units: [{ stage: 'collected', quantity: 3 }] }, { sku: null, units: [{ stage: 'collected' }] }] });
    expect(await shelf('boot-40', 'delft')).toBe(0);
  });

  it('and is to be collected where nothing is handed out since: told late it is taken, promised nowhere, and customer service asks where else', async () => {
    await spil.database.query(`update locations.location set active = false where code = 'delft'`);
    await spil.database.query(`update kernel.epoch set value = value + 1 where name = 'settings'`);
    await stock(spil, { zeist: { 'boot-40': 1 } });
    const sale = aSale({ lines: [{ code: 'runner-42' }, { code: 'boot-40', delivery: 'there' }], deliveries: [{ ref: 'there', kind: 'collect', location: 'delft' }] });
    const taken = ok(await utrecht.post<Sale>('/sales', sale));
    expect(taken).toMatchObject({ onHold: true, holds: [{ reason: 'location_closed' }], lines: [{ units: [{ stage: 'collected' }] }, { units: [{ stage: 'open' }] }], deliveries: [{ from: [] }] });
    ok(await office.post(`/orders/${taken.order}/deliveries/2/change`, { location: 'zeist', reason: 'Delft has closed' }));
    const [hold] = ok(await office.get<{ holds: { id: string }[] }>(`/orders/${taken.order}`)).holds;
    ok(await office.post(`/orders/${taken.order}/holds/${hold?.id}/release`, { reason: 'goes elsewhere' }));
    expect(ok(await till.get<Sale>(`/sales?channel=till&receipt=${sale.receipt}`))).toMatchObject({ onHold: false, lines: [{}, { units: [{ stage: 'allocated', quantity: 1 }] }], deliveries: [{ location: 'zeist' }] });
  });

  it('says all that does not add up, with each field', async () => {
    const sale = { ...good(), total: 1 };
    expect((await utrecht.post<{ errors: { field: string }[] }>('/sales', sale)).body.errors.map(({ field }) => field)).toEqual(['total', 'payments']);
  });

  it('is not refused because others were faster: the whole batch is sent again, and what was taken is answered so', async () => {
    const [one, other] = [good(), good()];
    const context = { now: clock().now(), actor: SYSTEM, key: null };
    expect((await recordSales(spil.app.deps, context, [one])).answer.taken).toBe(1);
    await expect(recordSales({ ...spil.app.deps, send: () => Promise.reject(new Contested('stock', 'the last one')) }, context, [one, other])).rejects.toMatchObject({ code: 'request.contested' });
    const again = await recordSales(spil.app.deps, context, [one, other]);
    expect(again.answer.results.map(({ result }) => result)).toEqual(['already', 'taken']);
  });

  it('is refused by itself in a batch; the others are taken, and the batch again changes nothing', async () => {
    const sales = [good(), { ...good(), total: 1 }, { receipt: 'half' }, good()];
    const headers = { 'idempotency-key': 'offline-since-noon' };
    const answer = ok(await utrecht.post<{ results: { result: string; receipt: string; problem: { code: string } | null; sale: Sale | null }[]; taken: number; refused: number }>('/sales/batch', { sales }, headers));
    expect(answer).toMatchObject({ taken: 2, refused: 2, results: [{ result: 'taken', sale: { status: 'complete' } }, { result: 'refused', problem: { code: 'sales.does_not_add_up' } }, { result: 'refused', receipt: 'half', problem: { code: 'request.invalid' } }, { result: 'taken' }] });
    expect(ok(await utrecht.post('/sales/batch', { sales }, headers))).toEqual(answer);
    expect(ok(await utrecht.post('/sales/batch', { sales }))).toMatchObject({ taken: 0, already: 2, refused: 2 });
  });
});
