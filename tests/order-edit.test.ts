/** Changing an order that is under way: lines added, a quantity up at the same price and down again, with units, stock and money compared. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allProjections } from '../server/app.ts';
import { SYSTEM } from '../server/kernel/command.ts';
import { fromWire } from '../server/kernel/ids.ts';
import { addLines, changeQuantity, presentOrder } from '../server/modules/orders/index.ts';
import type { OrderView } from '../server/modules/orders/index.ts';
import type { Stream } from '../server/modules/books/index.ts';
import { expectWholeBooks } from './support/books.ts';
import { ADDRESS, anOrder, smallCompany, stock } from './support/company.ts';
import { aSale, written } from './support/sale.ts';
import { startSpil } from './support/spil.ts';
import type { Running } from './support/spil.ts';

let spil: Running;
let id: string;
const context = (): { now: string; actor: typeof SYSTEM; key: null } => ({ now: spil.clock.now(), actor: SYSTEM, key: null });
const shown = (stream: Stream): OrderView => presentOrder(stream, SYSTEM);
const units = ({ lines }: OrderView): [number, string, number][] => lines.flatMap((line) => line.units.map((held): [number, string, number] => [line.line, held.stage, held.quantity]));

beforeAll(async () => {
  spil = await startSpil();
  await smallCompany(spil.database);
  await stock(spil, { utrecht: { 'runner-42': 10, 'boot-40': 10 } });
  const placed = await (await spil.as('channel')).post<OrderView>('/orders', { ...anOrder({ lines: [{ sku: 'runner-42', quantity: 3, price: 3333 }] }), externalId: 'edited' });
  expect(placed.status).toBe(201);
  id = fromWire('ord', placed.body.id) ?? '';
});
afterAll(() => spil.close());

describe('an order that is edited', () => {
  it('sells more of a line on a line of its own, at the same price', async () => {
    const { answer } = await changeQuantity(spil.app.deps, context(), id, { line: 1, quantity: 5 }, 'customer', shown);
    expect(units(answer)).toEqual([[1, 'allocated', 3], [2, 'allocated', 2]]);
    expect(answer.lines.map(({ ref, total }) => [ref, total])).toEqual([['l1', 9999], ['l1', 6666]]);
    expect(answer.money.due).toBe(16665);
  });

  it('cancels what is too much, and refuses what is the case already or a line that is not there', async () => {
    const { answer } = await changeQuantity(spil.app.deps, context(), id, { line: 1, quantity: 1 }, 'customer', shown);
    expect(answer.money.due).toBe(3333 + 6666);
    await expect(changeQuantity(spil.app.deps, context(), id, { line: 1, quantity: 1 }, 'customer', shown)).rejects.toMatchObject({ code: 'orders.quantity' });
    await expect(changeQuantity(spil.app.deps, context(), id, { line: 9, quantity: 1 }, 'customer', shown)).rejects.toMatchObject({ code: 'orders.line_unknown' });
  });

  it('takes lines and charges, and holds for a product that nobody knows', async () => {
    const line = { ref: 'late', sku: 'boot-40', gtin: null, name: 'Boot', kind: 'goods' as const, quantity: 1, unitPrice: 8995, subtotal: 8995, discount: 0, taxes: [], total: 8995, delivery: null, bundle: null, properties: {} };
    const added = await addLines(spil.app.deps, context(), id, { lines: [line], charges: [{ ref: 'gift wrap', kind: 'fee', name: 'Gift wrap', subtotal: 250, discount: 0, taxes: [], total: 250, delivery: null }] }, shown);
    expect(added.answer.money.due).toBe(3333 + 6666 + 8995 + 250);
    expect(units(added.answer)).toContainEqual([3, 'allocated', 1]);
    const unknown = await addLines(spil.app.deps, context(), id, { lines: [{ ...line, ref: 'odd', sku: 'nobody-knows' }], charges: [] }, shown);
    expect(unknown.answer.holds.map(({ reason }) => reason)).toEqual(['payment_pending', 'unknown_sku']);
    await expect(addLines(spil.app.deps, context(), id, { lines: [], charges: [] }, shown)).rejects.toMatchObject({ code: 'orders.quantity' });
  });

  it('has whole books', async () => { await expectWholeBooks(spil.database, allProjections()); });
});

describe('over HTTP', () => {
  it('adds and changes on the version that was looked at, and holds the work until what was added is paid', async () => {
    const service = await spil.as('service');
    const placed = await (await spil.as('channel')).post<OrderView>('/orders', anOrder({ lines: [{ sku: 'boot-40', quantity: 1, price: 8995 }] }));
    const at = async (): Promise<OrderView> => (await service.get<OrderView>(`/orders/${placed.body.id}`)).body;
    const before = await at();
    const more = await service.post<OrderView>(`/orders/${before.id}/lines/1/quantity`, { quantity: 2 }, { 'if-match': `"${before.version}"` });
    expect(more.status).toBe(200);
    expect(more.body.holds).toMatchObject([{ reason: 'payment_pending', owner: 'finance' }]);
    expect(more.body.money.due).toBe(17990);
    expect(await service.post(`/orders/${before.id}/lines/1/quantity`, { quantity: 3 }, { 'if-match': `"${before.version}"` })).toMatchObject({ status: 412, body: { code: 'request.version_mismatch' } });
    const line = { ref: 'gift', name: 'Gift', kind: 'service', quantity: 1, unitPrice: 500, subtotal: 500, total: 400 };
    expect(await service.post(`/orders/${before.id}/lines`, { lines: [line] })).toMatchObject({ status: 422, body: { code: 'orders.does_not_add_up' } });
    const charge = { ref: 'off', kind: 'adjustment', name: 'Off', subtotal: -20000, total: -20000 };
    expect(await service.post(`/orders/${before.id}/lines`, { charges: [charge] })).toMatchObject({ status: 422, body: { code: 'orders.does_not_add_up' } });
    expect((await at()).version).toBe(more.body.version);
    expect((await service.post<OrderView>(`/orders/${before.id}/lines`, { lines: [{ ...line, total: 500 }] })).body.money.due).toBe(18490);
    await expectWholeBooks(spil.database, allProjections());
  });

  it.each<[string, string, (path: string) => string, object]>([
    ['cancelled', 'part of it', (order) => `${order}/cancel`, { lines: [{ line: 2, quantity: 1 }], reason: 'customer' }],
    ['taken down to nothing', 'part of it', (order) => `${order}/lines/2/quantity`, { quantity: 0 }],
    ['cancelled with all the rest', 'nothing', (order) => `${order}/cancel`, { reason: 'customer' }],
  ])('goes on when what is not paid is %s: who paid %s waits for no payment', async (_how, paid, path, body) => {
    const [service, shop] = await Promise.all([spil.as('service'), spil.as('channel')]);
    await stock(spil, { zeist: { 'boot-40': 2 } });
    const snapshot = anOrder({ lines: [{ sku: 'boot-40', quantity: 1, price: 8995 }, { sku: 'boot-40', quantity: 1, price: 8995 }], payment: paid === 'nothing' ? null : { operator: 'till', method: 'cash', captured: true, authorised: 9095 } });
    const wrapping = { ref: 'wrap', name: 'Wrapping', kind: 'service' as const, quantity: 1, unitPrice: 100, subtotal: 100, total: 100, taxes: [], delivery: 'd1' };
    const { id: order } = (await shop.post<OrderView>('/orders', { ...snapshot, lines: [...snapshot.lines, wrapping], totals: { total: 18090 } })).body;
    expect((await service.get<OrderView>(`/orders/${order}`)).body).toMatchObject({ holds: [{ reason: 'payment_pending' }], lines: [{}, {}, { units: [{ stage: 'open' }] }] });
    expect((await service.post<OrderView>(path(`/orders/${order}`), body)).status).toBe(200);
    const { body: now } = await service.get<OrderView>(`/orders/${order}`);
    expect([now.holds, now.money.balance]).toEqual([[], 0]);
    expect(now.lines.map(({ units: [first] }) => first?.stage)).toEqual(paid === 'nothing' ? ['cancelled', 'cancelled', 'cancelled'] : ['allocated', 'cancelled', 'delivered']);
    await expectWholeBooks(spil.database, allProjections());
  });

  it('puts nothing to what was taken along out of a store, and finds what still goes by itself', async () => {
    const [service, till] = await Promise.all([spil.as('service'), spil.as('channel')]);
    await stock(spil, { utrecht: { 'runner-42': 2 }, dc: { 'runner-43': 9 } });
    const carried = (await till.post<{ order: string }>('/sales', aSale({ lines: [{ code: 'runner-42' }] }))).body.order;
    const before = await written(spil);
    for (const [path, body] of [['products', { sku: 'runner-43' }], ['products', { sku: 'runner-43', delivery: 1 }], ['lines/1/quantity', { quantity: 3 }]] as const) {
      expect(await service.post(`/orders/${carried}/${path}`, body)).toMatchObject({ status: 409, body: { code: 'orders.taken_along' } });
    }
    expect(await written(spil)).toEqual(before);
    const both = (await till.post<{ order: string }>('/sales', aSale({ lines: [{ code: 'runner-42' }, { code: 'runner-43', delivery: 'home' }], deliveries: [{ ref: 'home', kind: 'ship', address: ADDRESS }] }))).body.order;
    const added = await service.post<OrderView>(`/orders/${both}/products`, { sku: 'runner-43' });
    expect(added.body.lines.at(-1)).toMatchObject({ sku: 'runner-43', delivery: 2, units: [{ stage: 'allocated', location: 'dc' }] });
  });

  it('adds a product at the price of the channel’s list, with its VAT, until there is no price', async () => {
    const service = await spil.as('service');
    const [shoe, price] = ['sandal-41', { sku: 'sandal-41', list: 'standard', currency: 'EUR', amount: 8999 }];
    await spil.database.query(`insert into catalogue.variant (sku, product, name) values ($1, 'runner', 'Sandal 41')`, [shoe]);
    await stock(spil, { leiden: { [shoe]: 3 } });
    const placed = await (await spil.as('channel')).post<OrderView>('/orders', anOrder({ lines: [{ sku: 'boot-40', quantity: 1 }] }));
    const add = (body: Record<string, unknown>): ReturnType<typeof service.post<OrderView>> => service.post<OrderView>(`/orders/${placed.body.id}/products`, body);
    expect(await add({ sku: shoe })).toMatchObject({ status: 422, body: { code: 'orders.not_for_sale' } });
    expect(await add({ sku: 'nobody-knows' })).toMatchObject({ status: 422, body: { code: 'orders.not_for_sale' } });
    await spil.database.query(`insert into catalogue.price (sku, list, currency, valid_from, amount) values ($1, $2, $3, '2026-01-01', $4)`, Object.values(price));
    await spil.database.query(`insert into catalogue.vat_rate (country, class, valid_from, rate) values ('NL', 'standard', '2012-10-01', 210000) on conflict do nothing`);
    const { status, body } = await add({ sku: shoe, quantity: 2 });
    expect(status, JSON.stringify(body)).toBe(200);
    // 179.98 with 21 % within it: 31.24.
    expect(body.lines.at(-1)).toMatchObject({ sku: shoe, quantity: 2, unitPrice: 8999, total: 17998, tax: 3124 });
    expect(body.holds).toMatchObject([{ reason: 'payment_pending' }]);
    expect(await add({ sku: shoe, delivery: 9 })).toMatchObject({ status: 422, body: { code: 'orders.delivery_unknown' } });
  });
});
