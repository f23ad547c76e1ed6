/** A delivery of which something has left or is packed, over HTTP: the rest goes elsewhere as a delivery of its own, with its own promise, mail, code and money; what stays stays as it is. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADDRESS, anOrder } from './support/company.ts';
import { codeOf, subjectsTo, tokenOf } from './support/customer.ts';
import { ok } from './support/spil.ts';
import type { Client, Reply } from './support/spil.ts';
import { watchedWorld } from './support/watched.ts';
import type { WatchedWorld } from './support/watched.ts';

interface Order {
  id: string; number: string; status: string; version: number; onHold: boolean; fulfilments: { id: string; location: string }[]; deliveries: { kind: string; location: string | null; promisedBy: string | null; can: string[] }[];
  lines: { line: number; units: { stage: string; delivery: number; location: string | null; quantity: number }[] }[]; money: { due: number; paid: number; balance: number };
}

let world: WatchedWorld;
let channel: Client;
let office: Client;
const stores = new Map<string, Client>();
const at = (location: string): Client => stores.get(location) as Client;
const MAIL = 'jo@example.com';
/** Only these have the boots; what lies picked somewhere is beside it. */
const stock = (where: Record<string, number>): Promise<void> => world.step(async () => { for (const location of ['dc', 'utrecht', 'zeist', 'den-haag', 'delft', 'leiden']) ok(await office.post('/stock/counts', { location, lines: [{ sku: 'boot-40', counted: where[location] ?? 0 }] })); });
const look = async (order: Order): Promise<Order> => ok(await office.get<Order>(`/orders/${order.id}`));
const token = (order: Order): Promise<string> => tokenOf(world, order);
const subjects = (order: Order): Promise<string[]> => subjectsTo(world, MAIL, order);
const change = (order: Order, body: Record<string, unknown>, delivery = 1): Promise<Reply<Order>> => office.post<Order>(`/orders/${order.id}/deliveries/${delivery}/change`, body);

async function place(delivery: { kind: 'ship' } | { kind: 'pickup'; location: string }, quantity: number, more: Partial<Parameters<typeof anOrder>[0]> = {}): Promise<Order> {
  const payment = { operator: 'mollie', method: 'ideal', captured: true, ref: await world.mollie.pay({ amount: 8995 * quantity + (more.shipping ?? 0), method: 'ideal' }) };
  return ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'boot-40', quantity, price: 8995 }], delivery, payment, ...more })));
}
let scans = 0;
async function pick(order: Order, location: string, quantity: number, shelf: string | null = null): Promise<string> {
  const work = (await look(order)).fulfilments.findLast((one) => one.location === location)?.id ?? '';
  ok(await at(location).post(`/fulfilments/${work}/pick`, { shelf, scans: Array.from({ length: quantity }, () => ({ scan: `p${(scans += 1)}`, code: 'boot-40' })) }));
  return work;
}
/** A pickup that is ready in Delft, of which one is collected. */
async function collectedOne(quantity: number): Promise<Order> {
  const order = await place({ kind: 'pickup', location: 'delft' }, quantity);
  await pick(order, 'delft', quantity, 'A-1');
  ok(await at('delft').post(`/orders/${order.id}/deliveries/1/collect`, { code: codeOf(order), lines: [{ line: 1, quantity: 1 }] }));
  return order;
}

beforeAll(async () => {
  world = await watchedWorld();
  [channel, office] = await Promise.all([world.as('channel'), world.as(['service', 'operations'])]);
  for (const location of ['dc', 'delft', 'leiden']) stores.set(location, await world.as('store', [location]));
});
afterAll(() => world.close());

describe('a delivery that has left in part', () => {
  interface Page { deliveries: { delivery: number; kind: string; status: string; can: string[]; lines: { quantity: number }[] }[]; money: { total: number; toPay: { amount: number } | null } }
  /** Where the units of each delivery stand. */
  const parts = (order: Order): Record<string, string[]> => {
    const of: Record<string, string[]> = {};
    for (const { delivery, stage, location, quantity } of order.lines.flatMap(({ units }) => units)) (of[delivery] ??= []).push(`${quantity} ${stage}${location === null ? '' : ` ${location}`}`);
    return of;
  };
  const ship = async (order: Order, location: string, quantity: number): Promise<void> => {
    const work = await pick(order, location, quantity);
    ok(await at(location).post(`/fulfilments/${work}/pack`));
    ok(await at(location).post('/manifests', { location, carrier: 'postnl' }));
  };
  const story = async (order: Order): Promise<{ code: string; parameters: object; lines: object[] }[]> => ok(await office.get<{ entries: { code: string; parameters: object; lines: object[] }[] }>(`/orders/${order.id}/timeline?limit=200`)).entries;

  it('of a pickup the rest goes to another store: what was collected stays, and only the rest is told, brought and collected there', async () => {
    await stock({ delft: 3 });
    const order = await collectedOne(3);
    const key = await token(order);
    expect(ok(await at('delft').get<Page>(`/customer/orders/${key}`)).deliveries).toMatchObject([{ can: ['extend', 'change'] }]);
    const page = ok(await at('delft').post<Page>(`/customer/orders/${key}/deliveries/1/change`, { location: 'leiden' }));
    expect(page.deliveries).toMatchObject([{ delivery: 1, status: 'collected', can: [], lines: [{ quantity: 1 }] }, { delivery: 2, kind: 'store', can: ['change'], lines: [{ quantity: 2 }] }]);
    expect(parts(await look(order))).toEqual({ 1: ['1 collected'], 2: ['2 allocated delft'] });
    expect((await look(order)).deliveries).toMatchObject([{ location: 'delft' }, { location: 'leiden', promisedBy: expect.any(String) }]);
    expect(ok(await at('delft').get<{ pickups: unknown[] }>('/pickups?location=delft')).pickups).toEqual([]);
    expect((await subjects(order)).slice(2)).toEqual(['Je haalt bestelling # af bij Leiden']);
    const told = (await world.mails(MAIL)).at(-1)?.text;
    expect(told).toMatch(/2 ×/);
    expect(told).toContain('Dit gaat over wat hieronder staat.');
    expect((await story(order)).find(({ code }) => code === 'delivery_split')).toMatchObject({ parameters: { from: 1, by: 'customer' }, lines: [{ line: 1, quantity: 2 }] });
    expect(ok(await office.get<{ decisions: { delivery: number; cause: { kind: string } }[] }>(`/orders/${order.id}/explanation`)).decisions.at(-1)).toMatchObject({ delivery: 2, cause: { kind: 'delivery_changed' } });
    // Nothing of the first can go elsewhere any more; the rest can once more.
    expect(await change(order, { location: 'leiden' })).toMatchObject({ status: 409, body: { code: 'orders.too_late' } });

    const work = await pick(order, 'delft', 2);
    ok(await at('delft').post(`/fulfilments/${work}/transfer`, { load: `V-${order.number}` }));
    expect(await change(order, { location: 'delft' }, 2)).toMatchObject({ status: 409, body: { code: 'fulfilment.in_the_van' } });
    ok(await at('leiden').post(`/loads/V-${order.number}/receive`, {}));
    expect((await at('leiden').post(`/orders/${order.id}/deliveries/2/collect`, { code: codeOf(order) })).status).toBe(422);
    ok(await at('leiden').post(`/orders/${order.id}/deliveries/2/collect`, { code: codeOf(order, 2) }));
    expect(await look(order)).toMatchObject({ status: 'complete', money: { due: 26985, balance: 0 } });
  });

  it('of a pickup the rest is sent home: charged once, held until it is paid, and undone for the rest alone', async () => {
    await stock({ delft: 2, dc: 1 });
    const order = await collectedOne(2);
    const after = ok(await change(order, { address: ADDRESS, price: 495 }));
    expect(after).toMatchObject({ onHold: true, deliveries: [{ kind: 'pickup', location: 'delft' }, { kind: 'ship', location: null }], money: { due: 18485, paid: 17990, balance: 495 } });
    expect(parts(after)).toEqual({ 1: ['1 collected'], 2: ['1 allocated delft'] });
    const back = ok(await change(order, { location: 'delft' }, 2));
    expect(back).toMatchObject({ onHold: false, deliveries: [{ kind: 'pickup' }, { kind: 'pickup', location: 'delft' }], money: { due: 17990, balance: 0 } });
    await pick(order, 'delft', 1, 'B-2');
    expect(ok(await at('delft').get<{ pickups: { delivery: number; shelves: string[] }[] }>('/pickups?location=delft')).pickups).toMatchObject([{ delivery: 2 }]);
    ok(await at('delft').post(`/orders/${order.id}/deliveries/2/collect`, { code: codeOf(order, 2) }));
  });

  it('of a home delivery the rest goes to another address; the shipping was paid for both, and goes with neither', async () => {
    await stock({ dc: 1, delft: 1 });
    const order = await place({ kind: 'ship' }, 2, { shipping: 495 });
    await ship(order, 'dc', 1);
    const key = await token(order);
    const fresh = { ...ADDRESS, street: 'Nieuwegracht', houseNumber: '3', postalCode: '3512 LN', city: 'Utrecht' };
    const before = await look(order);
    expect(await at('delft').post(`/customer/orders/${key}/deliveries/1/change`, { address: ADDRESS })).toMatchObject({ status: 409, body: { code: 'selfservice.cannot_change', detail: 'Je bestelling gaat daar al naartoe.' } });
    expect(await look(order)).toEqual(before);
    const page = ok(await at('delft').post<Page>(`/customer/orders/${key}/deliveries/1/change`, { address: fresh }));
    expect(page).toMatchObject({ deliveries: [{ delivery: 1, status: 'on_its_way' }, { delivery: 2, kind: 'home', status: 'received' }], money: { total: 18485, toPay: null } });
    const told = (await world.mails(MAIL)).at(-1)?.text;
    expect(told).toContain('Nieuwegracht 3');
    expect(told).not.toContain('winkel te komen');
    expect(await office.post(`/orders/${order.id}/deliveries/1/address`, { address: fresh })).toMatchObject({ status: 409, body: { code: 'orders.too_late' } });
    await ship(order, 'delft', 1);
    expect(parts(await look(order))).toEqual({ 1: ['1 shipped'], 2: ['1 shipped'] });
    expect((await world.mails(MAIL)).at(-1)?.text).toContain('Nieuwegracht 3');
    expect((await look(order)).money).toMatchObject({ due: 18485, balance: 0 });
  });

  it('what lies packed goes where it was going; when it is cancelled after all, its shipping is that of the rest', async () => {
    await stock({ dc: 1, delft: 1 });
    const order = await place({ kind: 'ship' }, 2, { shipping: 495 });
    const work = await pick(order, 'dc', 1);
    ok(await at('dc').post(`/fulfilments/${work}/pack`));
    ok(await change(order, { address: { ...ADDRESS, houseNumber: '99' } }));
    expect(parts(await look(order))).toEqual({ 1: ['1 packed dc'], 2: ['1 allocated delft'] });
    ok(await office.post(`/orders/${order.id}/cancel`, { lines: [{ line: 1, delivery: 1, quantity: 1 }] }));
    expect((await look(order)).money).toMatchObject({ due: 9490, balance: 0 });
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
    expect((await look(order)).money).toMatchObject({ due: 0, balance: 0 });
  });

  it('the rest of a home delivery is collected instead, and the shipping of what has left stays', async () => {
    await stock({ dc: 1, delft: 1 });
    const order = await place({ kind: 'ship' }, 2, { shipping: 495 });
    await ship(order, 'dc', 1);
    const before = await look(order);
    expect(await change(order, { location: 'nowhere' })).toMatchObject({ status: 422, body: { code: 'fulfilment.place_unknown' } });
    expect(await look(order)).toEqual(before);
    expect(ok(await change(order, { location: 'delft' }))).toMatchObject({ deliveries: [{ kind: 'ship' }, { kind: 'pickup', location: 'delft' }], money: { due: 18485 } });
    await pick(order, 'delft', 1, 'C-3');
    expect((await subjects(order)).at(-1)).toBe('Je bestelling # is klaar om af te halen');
    ok(await at('delft').post(`/orders/${order.id}/deliveries/2/collect`, { code: codeOf(order, 2) }));
  });
});
