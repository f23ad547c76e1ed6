/** U13: reserved online without paying, kept by the chosen store until a moment, bought at the till against it. */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { ADDRESS, anOrder, SHOES } from '../support/company.ts';
import { journey } from '../support/journey.ts';
import { ok } from '../support/spil.ts';
import type { Client, Reply } from '../support/spil.ts';
import { watchedWorld } from '../support/watched.ts';
import type { WatchedWorld } from '../support/watched.ts';

interface Line { line: number; sku: string; quantity: number; held: number; ready: number; bought: number; price: number }
interface Reservation { order: string; number: string; until: string; state: string; code: string | null; lines: Line[]; receipts: string[]; can: string[] }
interface Order { id: string; number: string; status: string; money: { due: number; paid: number; payments: unknown[] }; reservation: { state: string } | null; lines: { units: { stage: string; quantity: number }[] }[] }
interface Balance { sellable: number; reserved: number; picked: number }

let world: WatchedWorld;
let web: Client;
let office: Client;
let utrecht: Client;
let delft: Client;
let till: Client;
let serial = 0;
let scans = 0;

beforeAll(async () => {
  world = await watchedWorld();
  web = await world.as('channel');
  till = await world.as('channel');
  office = await world.as(['service', 'operations']);
  utrecht = await world.as('store', ['utrecht']);
  delft = await world.as('store', ['delft']);
});
afterAll(() => world.close());

const PRICE = new Map(SHOES.map(([sku, , , price]) => [sku as string, price]));
const balance = async (sku: string, location = 'utrecht'): Promise<Balance> => {
  const rows = await world.spil.database.query<{ state: string; quantity: number; reserved: number }>('select state, quantity, reserved from books.stock_balance where sku = $1 and location = $2', [sku, location]);
  const of = (state: string): { quantity: number; reserved: number } => rows.find((row) => row.state === state) ?? { quantity: 0, reserved: 0 };
  return { sellable: Number(of('sellable').quantity), reserved: Number(of('sellable').reserved), picked: Number(of('picked').quantity) };
};
const receive = async (sku: string, quantity: number, location = 'utrecht'): Promise<void> => { ok(await office.post('/stock/receipts', { location, lines: [{ sku, quantity }] })); };
const bodyOf = (lines: { sku: string; quantity: number }[], rest: Record<string, unknown> = {}): Record<string, unknown> => {
  serial += 1;
  return { channel: 'web', externalId: `res-${serial}`, location: 'utrecht', lines, customer: { name: 'Jo Doe', email: `jo-${serial}@example.com`, language: 'en' }, ...rest };
};
async function reserve(lines: { sku: string; quantity: number }[], rest: Record<string, unknown> = {}): Promise<{ reservation: Reservation; mails: () => Promise<string[]> }> {
  const body = bodyOf(lines, rest);
  const reservation = ok(await web.post<Reservation>('/reservations', body));
  return { reservation, mails: async () => (await world.mails((body['customer'] as { email: string }).email)).map(({ subject, text }) => `${subject}\n${text}`) };
}
const look = async (order: string): Promise<Reservation> => ok(await utrecht.get<Reservation>(`/reservations/${order}`));
const orderOf = async (order: string): Promise<Order> => ok(await office.get<Order>(`/orders/${order}`));
/** The store takes it from the shelf and puts it aside. */
async function putAside(order: string, codes: readonly string[]): Promise<void> {
  const { fulfilments } = ok(await utrecht.get<{ fulfilments: { id: string; order: string }[] }>('/fulfilments?limit=200'));
  const work = fulfilments.find((one) => one.order === order)?.id ?? '';
  ok(await utrecht.post(`/fulfilments/${work}/pick`, { scans: codes.map((code) => ({ scan: `r-${++scans}`, code, quantity: 1 })), shelf: 'R1' }));
}
interface Sold { sku: string; quantity?: number; price?: number; reservation?: { order: string; line: number } }
const receiptOf = (lines: readonly Sold[], rest: Record<string, unknown> = {}): Record<string, unknown> => {
  const sold = lines.map(({ sku, quantity = 1, price = PRICE.get(sku) ?? 0, reservation }) => ({ code: sku, quantity, unitPrice: price, vat: [{ rate: 210_000, amount: price * quantity - Math.round((price * quantity * 100) / 121) }], ...(reservation ? { reservation } : {}) }));
  const total = sold.reduce((sum, line) => sum + line.unitPrice * line.quantity, 0);
  return { channel: 'till', receipt: `utrecht-${++serial}`, location: 'utrecht', soldAt: world.clock.now(), lines: sold, payments: [{ method: 'card', amount: total }], total, ...rest };
};
const sell = async (lines: readonly Sold[]): Promise<{ order: string; receipt: string }> => {
  const body = receiptOf(lines);
  const sale = ok(await till.post<{ order: string; receipt: string }>('/sales', body));
  return sale;
};
const events = async (id: string): Promise<string[]> => ok(await office.get<{ events: { type: string }[] }>(`/orders/${id}/events`)).events.map(({ type }) => type);

describe('U13: reserved online, bought in the store', () => {
  journey(['U13'], 'bought wholly: reserved out of that store, nothing owed, put aside, told with code and end, sold at the till by that code', async () => {
    await receive('runner-42', 2);
    await receive('runner-42', 5, 'dc');
    const { reservation, mails } = await reserve([{ sku: 'runner-42', quantity: 1 }]);
    expect(reservation).toMatchObject({ state: 'open', until: '2026-03-04T09:00:00.000Z', lines: [{ held: 1, ready: 0, price: 5995 }] });
    expect(await balance('runner-42')).toEqual({ sellable: 2, reserved: 1, picked: 0 });
    expect(await orderOf(reservation.order)).toMatchObject({ money: { due: 0, paid: 0, payments: [] }, reservation: { state: 'open' } });
    expect(await world.erp.order(reservation.number)).toMatchObject({ invoiced: 0, credited: 0 });
    expect((await mails()).at(-1)).toMatch(/Your reservation[\s\S]*Wednesday 4 March 10:00/);

    await putAside(reservation.order, ['runner-42']);
    expect(await look(reservation.order)).toMatchObject({ state: 'ready', lines: [{ ready: 1 }] });
    expect((await mails()).at(-1)).toContain(reservation.code ?? '?');
    // Nobody hands out at the counter what is not paid.
    expect(await utrecht.post(`/orders/${reservation.order}/deliveries/1/collect`, { code: reservation.code })).toMatchObject({ status: 409, body: { code: 'reservations.reserved' } });

    const [found] = ok(await utrecht.get<{ reservations: Reservation[] }>(`/reservations?location=utrecht&search=${reservation.code?.toLowerCase()}`)).reservations;
    expect(found).toMatchObject({ order: reservation.order, can: ['extend', 'cancel', 'buy'] });
    const sale = await sell([{ sku: 'runner-42', reservation: { order: reservation.order, line: 1 } }]);
    expect(await look(reservation.order)).toMatchObject({ state: 'bought', receipts: [sale.receipt], code: null, lines: [{ held: 0, bought: 1 }], can: [] });
    expect(await balance('runner-42')).toEqual({ sellable: 1, reserved: 0, picked: 0 });
    expect(await orderOf(sale.order)).toMatchObject({ status: 'complete', money: { due: 5995, paid: 5995 }, reservation: null });
    expect(await world.erp.order((await orderOf(sale.order)).number)).toMatchObject({ paid: 5995, invoiced: 5995 });
    expect(await events(sale.order)).not.toContain('StockFound');
    expect(ok(await utrecht.get<{ reservations: Reservation[] }>('/reservations?location=utrecht')).reservations).toEqual([]);
  });

  journey(['U13'], 'bought at a till without a connection, the shelf counted before that is told: it stays as it was counted', async () => {
    await receive('boot-40', 5, 'delft');
    const { order } = ok(await web.post<Reservation>('/reservations', bodyOf([{ sku: 'boot-40', quantity: 1 }], { location: 'delft' })));
    const { fulfilments } = ok(await delft.get<{ fulfilments: { id: string; order: string }[] }>('/fulfilments?limit=200'));
    ok(await delft.post(`/fulfilments/${fulfilments.find((one) => one.order === order)?.id}/pick`, { scans: [{ scan: `r-${++scans}`, code: 'boot-40', quantity: 1 }], shelf: 'R1' }));
    const soldAt = world.clock.now();
    world.clock.advance(60_000);
    // Four hang there; the fifth lay aside, and has gone with its customer.
    ok(await delft.post('/stock/counts', { location: 'delft', lines: [{ sku: 'boot-40', counted: 4 }] }));
    world.clock.advance(60_000);
    ok(await till.post('/sales', receiptOf([{ sku: 'boot-40', reservation: { order, line: 1 } }], { location: 'delft', soldAt })));
    expect(await balance('boot-40', 'delft')).toEqual({ sellable: 4, reserved: 0, picked: 0 });
  });

  journey(['U13'], 'bought partly, with something else: what is not bought is free at once, and what lay aside is put back', async () => {
    await receive('runner-43', 4);
    await receive('boot-40', 2);
    const before = await balance('boot-40');
    const { reservation, mails } = await reserve([{ sku: 'runner-43', quantity: 2 }, { sku: 'boot-40', quantity: 1 }]);
    await putAside(reservation.order, ['runner-43', 'runner-43', 'boot-40']);
    const told = (await mails()).length;
    await sell([{ sku: 'runner-43', reservation: { order: reservation.order, line: 1 } }, { sku: 'runner-42', quantity: 1 }]);
    expect(await look(reservation.order)).toMatchObject({ state: 'bought', lines: [{ held: 0, bought: 1 }, { held: 0, bought: 0 }] });
    expect(await balance('runner-43')).toEqual({ sellable: 2, reserved: 0, picked: 1 });
    expect(await balance('boot-40')).toEqual({ ...before, sellable: before.sellable - 1, picked: 1 });
    const { work } = ok(await utrecht.get<{ work: { fulfilment: string }[] }>('/put-back?location=utrecht'));
    for (const { fulfilment } of work) ok(await utrecht.post(`/fulfilments/${fulfilment}/put-back`, {}));
    expect(await balance('boot-40')).toEqual(before);
    // The customer stands at the till: no letter about what was left.
    expect(await mails()).toHaveLength(told);
  });

  journey(['U13'], 'ends: reminded once, kept to the second, then free, told, and found so by a Spil that was down at that moment', async () => {
    await receive('runner-42', 4);
    const free = await balance('runner-42');
    const { reservation, mails } = await reserve([{ sku: 'runner-42', quantity: 1 }], { until: '2026-03-03T15:30:45Z' });
    expect(reservation.until).toBe('2026-03-03T15:30:45.000Z');
    for (const moment of ['2026-03-03T11:30:44.000Z', '2026-03-03T11:30:45.000Z', '2026-03-03T11:40:00.000Z']) await world.pass(moment);
    expect((await mails()).filter((one) => one.includes('ends soon'))).toHaveLength(1);
    await world.pass('2026-03-03T15:30:44.999Z');
    expect(await look(reservation.order)).toMatchObject({ state: 'open' });
    await world.pass('2026-03-03T15:30:45.000Z');
    expect(await balance('runner-42')).toEqual(free);
    expect(await look(reservation.order)).toMatchObject({ state: 'ended', lines: [{ held: 0 }] });
    expect((await mails()).at(-1)).toContain('has ended');

    // A second one ends while nothing runs. Whoever looks first afterwards ends it, once.
    const down = await reserve([{ sku: 'runner-42', quantity: 1 }], { until: '2026-03-03T16:30:00Z' });
    world.clock.set('2026-03-03T18:12:00.000Z');
    await world.step(() => Promise.all([world.spil.tick(), world.spil.tick()]));
    expect(await balance('runner-42')).toEqual(free);
    expect((await events(down.reservation.order)).filter((type) => type === 'ItemsCancelled')).toHaveLength(1);
    // Bought a moment too late it is an ordinary sale: it has happened.
    await sell([{ sku: 'runner-42', reservation: { order: down.reservation.order, line: 1 } }]);
    expect(await look(down.reservation.order)).toMatchObject({ state: 'ended', lines: [{ bought: 0 }] });
    expect(await balance('runner-42')).toEqual({ ...free, sellable: free.sellable - 1 });
  });

  journey(['U13'], 'held longer by staff, and let go by its customer through the link, though it lay aside', async () => {
    world.clock.set('2026-03-04T09:00:00.000Z');
    await receive('runner-42', 2);
    const shelf = await balance('runner-42');
    const { reservation, mails } = await reserve([{ sku: 'runner-42', quantity: 1 }], { until: '2026-03-04T12:00:00Z' });
    const offered = async (): Promise<string[]> => ok(await office.get<{ can: string[] }>(`/orders/${reservation.order}`)).can;
    const atStore = async (): Promise<string[]> => ok(await utrecht.get<{ can: string[] }>(`/orders/${reservation.order}/deliveries/1/pickup`)).can;
    expect(await offered()).toEqual(expect.arrayContaining(['extend_reservation', 'cancel_reservation']));
    expect(await offered()).not.toContain('add_lines');
    expect(await atStore()).toContain('extend_reservation');
    ok(await utrecht.post(`/reservations/${reservation.order}/extend`, { until: '2026-03-05T14:00:00Z' }));
    expect((await mails()).at(-1)).toContain('keep your reservation longer');
    await world.pass('2026-03-04T12:00:01.000Z');
    expect(await look(reservation.order)).toMatchObject({ state: 'open', until: '2026-03-05T14:00:00.000Z' });
    await putAside(reservation.order, ['runner-42']);
    const page = (await world.spil.customerPage((await world.spil.database.query<{ id: string }>('select id from orders.order where number = $1', [reservation.number]))[0]?.id ?? '')).split('/').at(-1);
    expect(ok(await web.get<{ reservation: { state: string; code: string }; can: string[] }>(`/customer/orders/${page}`))).toMatchObject({ reservation: { state: 'ready', code: reservation.code }, can: ['cancel'] });
    ok(await web.post(`/customer/orders/${page}/cancel`, {}));
    expect(await look(reservation.order)).toMatchObject({ state: 'ended' });
    for (const can of [await offered(), await atStore()]) expect(can.filter((one) => one.endsWith('_reservation'))).toEqual([]);
    expect(await balance('runner-42')).toEqual({ ...shelf, sellable: shelf.sellable - 1, picked: shelf.picked + 1 });
    expect((await mails()).at(-1)).toContain('is cancelled');
  });

  journey(['U13'], 'not found at the store: told at once, nobody comes for nothing, and no other location sends it', async () => {
    await receive('boot-40', 1);
    await receive('boot-40', 3, 'dc');
    const { reservation, mails } = await reserve([{ sku: 'boot-40', quantity: 1 }]);
    const { fulfilments } = ok(await utrecht.get<{ fulfilments: { id: string; order: string }[] }>('/fulfilments?limit=200'));
    ok(await utrecht.post(`/fulfilments/${fulfilments.find((one) => one.order === reservation.order)?.id}/short`, { line: 1, quantity: 1, reason: 'not_found' }));
    expect(await look(reservation.order)).toMatchObject({ state: 'ended' });
    expect((await mails()).at(-1)).toContain('cannot find this');
  });

  journey(['U13'], 'one unit that two lines of a receipt name is bought once, the other from the shelf; and the id of a reservation is no order’s', async () => {
    await receive('runner-43', 2);
    const { reservation } = await reserve([{ sku: 'runner-43', quantity: 1 }]);
    const shelf = await balance('runner-43');
    await sell([1, 2].map(() => ({ sku: 'runner-43', reservation: { order: reservation.order, line: 1 } })));
    expect(await look(reservation.order)).toMatchObject({ state: 'bought', lines: [{ bought: 1 }] });
    expect(await balance('runner-43')).toEqual({ ...shelf, sellable: shelf.sellable - 2, reserved: shelf.reserved - 1 });
    const body = bodyOf([{ sku: 'runner-43', quantity: 1 }]);
    const order = anOrder({ lines: [{ sku: 'runner-42', quantity: 1 }], externalId: String(body['externalId']) });
    await receive('runner-43', 1);
    ok(await web.post('/reservations', body));
    expect(await web.post('/orders', order)).toMatchObject({ status: 409, body: { code: 'orders.id_taken' } });
    ok(await web.post('/orders', { ...order, externalId: 'an-order' }));
    expect(await web.post('/reservations', { ...body, externalId: 'an-order' })).toMatchObject({ status: 409, body: { code: 'orders.id_taken' } });
    expect(await delft.post('/reservations', bodyOf([{ sku: 'runner-43', quantity: 1 }]))).toMatchObject({ status: 403, body: { code: 'reservations.not_yours' } });
  });

  journey(['U13'], 'limits against hoarding: per product, per customer, per connection, and per store; the last one for one of two', async () => {
    await receive('runner-43', 20);
    const refused = async (body: Record<string, unknown>, code: string): Promise<void> => { expect(await web.post('/reservations', body)).toMatchObject({ status: expect.any(Number), body: { code } }); };
    await refused(bodyOf([{ sku: 'runner-43', quantity: 3 }]), 'reservations.too_many');
    const customer = { name: 'Hoarder', email: 'Hoarder@example.com', language: 'en' };
    const origin = '198.51.100.4';
    const first = await reserve([{ sku: 'runner-43', quantity: 1 }], { customer, origin });
    const race = await Promise.all([1, 2, 3].map(() => web.post<{ code: string }>('/reservations', bodyOf([{ sku: 'runner-43', quantity: 1 }], { customer: { ...customer, email: 'hoarder@example.com' }, origin }))));
    expect(race.map(({ status }) => status).sort()).toEqual([201, 409, 409]);
    for (let n = 0; n < 3; n += 1) await reserve([{ sku: 'runner-43', quantity: 1 }], { origin });
    await refused(bodyOf([{ sku: 'runner-43', quantity: 1 }], { origin }), 'reservations.too_many_open');
    // One that is let go makes room again.
    ok(await web.post(`/reservations/${first.reservation.order}/cancel`));
    await reserve([{ sku: 'runner-43', quantity: 1 }], { customer, origin });
    // Half of a store's pairs at most: 22 lie there, 11 may be kept.
    const { sellable } = await balance('runner-43');
    let kept = 0;
    for (let n = 0; n < 20; n += 1) kept += (await web.post('/reservations', bodyOf([{ sku: 'runner-43', quantity: 2 }]))).status === 201 ? 2 : 0;
    expect(kept + 5).toBeLessThanOrEqual(Math.floor(sellable / 2));
    expect(kept + 5).toBeGreaterThanOrEqual(Math.floor(sellable / 2) - 1);
  });

  journey(['U13'], 'nonsense is refused in words, and nothing is changed; another store does not see it', async () => {
    await receive('runner-42', 4);
    const { reservation } = await reserve([{ sku: 'runner-42', quantity: 1 }]);
    const mine = { order: reservation.order, line: 1 };
    const written = async (): Promise<unknown> => (await world.spil.database.query('select max(position) as n from books.event'))[0];
    const before = await written();
    const no = async (client: Client, path: string, body: unknown, status: number, code: string): Promise<void> => { expect(await client.post(path, body), path).toMatchObject({ status, body: { code } }); };
    const one = [{ sku: 'runner-42', quantity: 1 }];
    await no(web, '/reservations', bodyOf(one, { channel: 'nobody' }), 422, 'orders.channel_unknown');
    await no(web, '/reservations', bodyOf(one, { location: 'nowhere' }), 422, 'reservations.location_unknown');
    await no(web, '/reservations', bodyOf(one, { location: 'dc' }), 422, 'reservations.location_closed');
    await no(web, '/reservations', bodyOf([{ sku: 'nothing', quantity: 1 }]), 422, 'reservations.not_for_sale');
    await no(web, '/reservations', bodyOf(one, { location: 'leiden' }), 409, 'reservations.not_there');
    await no(web, '/reservations', bodyOf(one, { until: '2020-01-01T00:00:00Z' }), 422, 'reservations.impossible_end');
    await no(web, '/reservations', bodyOf(one, { until: '2027-01-01T00:00:00Z' }), 422, 'reservations.impossible_end');
    await no(web, '/reservations', { ...bodyOf(one), customer: { name: 'X', email: 'no address' } }, 400, 'request.invalid');
    await no(web, '/reservations', bodyOf([]), 400, 'request.invalid');
    await no(web, '/reservations', bodyOf([{ sku: 'runner-42', quantity: 0 }]), 400, 'request.invalid');
    await no(web, '/reservations', bodyOf([{ sku: 'runner-42', quantity: 2 }, { sku: 'runner-42', quantity: 1 }]), 422, 'reservations.too_many');
    await no(web, '/reservations', bodyOf(one, { until: '2026-02-30T12:00:00Z' }), 400, 'request.invalid');
    await no(web, '/reservations', bodyOf(one, { until: new Date(Date.parse(world.clock.now()) + 300_000).toISOString() }), 422, 'reservations.impossible_end');
    await world.spil.database.query(`update locations.location set active = false where code = 'zeist'`);
    await no(web, '/reservations', bodyOf(one, { location: 'zeist' }), 422, 'reservations.location_closed');
    await world.spil.database.query(`update locations.location set active = true where code = 'zeist'`);
    const none = 'ord_01h455vb4pex5vsknk084sn02q';
    await no(utrecht, `/reservations/${none}/extend`, { until: '2026-03-06T12:00:00Z' }, 404, 'reservations.unknown');
    await no(utrecht, `/reservations/${none}/cancel`, {}, 404, 'reservations.unknown');
    await no(utrecht, `/reservations/${reservation.order}/extend`, { until: '2026-02-30T12:00:00Z' }, 400, 'request.invalid');
    await no(utrecht, `/reservations/${reservation.order}/extend`, {}, 400, 'request.invalid');
    await no(delft, `/reservations/${reservation.order}/extend`, { until: '2026-03-06T12:00:00Z' }, 404, 'reservations.unknown');
    await no(utrecht, `/reservations/${reservation.order}/extend`, { until: reservation.until }, 422, 'reservations.impossible_end');
    await no(utrecht, `/reservations/${reservation.order}/extend`, { until: '2026-12-24T12:00:00Z' }, 422, 'reservations.impossible_end');
    expect((await delft.get(`/reservations/${reservation.order}`)).status).toBe(404);
    await no(delft, `/reservations/${reservation.order}/cancel`, {}, 404, 'reservations.unknown');
    await no(web, `/reservations/${reservation.order}/extend`, { until: '2026-03-06T12:00:00Z' }, 403, 'request.forbidden');
    await no(office, `/orders/${reservation.order}/products`, { sku: 'boot-40' }, 409, 'reservations.reserved');
    await no(till, '/sales', receiptOf([{ sku: 'boot-40', reservation: mine }]), 422, 'reservations.not_reserved');
    await no(till, '/sales', receiptOf([{ sku: 'runner-42', reservation: { ...mine, line: 9 } }]), 422, 'reservations.not_reserved');
    await no(till, '/sales', receiptOf([{ sku: 'runner-42', reservation: { order: 'ord_01h455vb4pex5vsknk084sn02q', line: 1 } }]), 404, 'reservations.unknown');
    await no(till, '/sales', receiptOf([{ sku: 'runner-42', reservation: mine }], { location: 'delft' }), 403, 'reservations.not_yours');
    const named = receiptOf([{ sku: 'runner-42', reservation: mine }]);
    await no(till, '/sales', { ...named, lines: (named['lines'] as object[]).map((line) => ({ ...line, delivery: 'a' })), deliveries: [{ ref: 'a', kind: 'collect', location: 'utrecht' }] }, 422, 'reservations.not_reserved');
    expect(await written()).toEqual(before);

    // The same again is answered with what there is; another basket under its id too: it was taken before.
    const body = bodyOf(one);
    const made = ok(await web.post<Reservation>('/reservations', body));
    expect(await web.post<Reservation>('/reservations', body)).toMatchObject({ status: 200, body: { order: made.order } });
    ok(await utrecht.post(`/reservations/${made.order}/cancel`));
    await no(utrecht, `/reservations/${made.order}/cancel`, {}, 409, 'reservations.ended');
    await no(utrecht, `/reservations/${made.order}/extend`, { until: '2026-03-06T12:00:00Z' }, 409, 'reservations.ended');
    // Bought after it ended, more of it than was kept, and a second time: a sale has happened all the same, and frees nothing twice.
    const [shelf, open] = [await balance('runner-42'), await look(reservation.order)];
    await sell([{ sku: 'runner-42', reservation: { order: made.order, line: 1 } }]);
    expect(await balance('runner-42')).toEqual({ ...shelf, sellable: shelf.sellable - 1 });
    await sell([{ sku: 'runner-42', quantity: 2, reservation: mine }]);
    await sell([{ sku: 'runner-42', reservation: mine }]);
    expect(open.state).toBe('open');
    expect(await look(reservation.order)).toMatchObject({ state: 'bought', lines: [{ bought: 1 }] });
    expect(await balance('runner-42')).toEqual({ ...shelf, sellable: shelf.sellable - 4, reserved: shelf.reserved - 1 });
  });

  journey(['U13', 'U11'], 'one of two is bought and the other sent home: the last pair, free again with the sale, goes on the same receipt', async () => {
    const { database } = world.spil;
    await database.query(`insert into catalogue.variant (sku, product, name) values ('sandal-41', 'runner', 'Sandal 41')`);
    await database.query(`insert into catalogue.price (sku, list, currency, valid_from, amount) values ('sandal-41', 'standard', 'EUR', '2020-01-01', 7995)`);
    await receive('sandal-41', 1);
    await receive('runner-43', 2);
    const { reservation } = await reserve([{ sku: 'runner-43', quantity: 1 }, { sku: 'sandal-41', quantity: 1 }]);
    const body = receiptOf([{ sku: 'runner-43', reservation: { order: reservation.order, line: 1 } }, { sku: 'sandal-41', price: 7995 }], { deliveries: [{ ref: 'home', kind: 'ship', address: ADDRESS }] }) as { lines: object[] };
    const sale = ok(await till.post<{ order: string; giveBack: number }>('/sales', { ...body, lines: [body.lines[0], { ...body.lines[1], delivery: 'home' }] }));
    expect(sale.giveBack).toBe(0);
    expect((await orderOf(sale.order)).lines.map(({ units }) => units)).toMatchObject([[{ stage: 'collected', quantity: 1 }], [{ stage: 'allocated', quantity: 1, location: 'utrecht' }]]);
    expect(await balance('sandal-41')).toEqual({ sellable: 1, reserved: 1, picked: 0 });
  });

  journey(['U13'], 'the price that was agreed is for what was reserved, not for more that is sold by its name', async () => {
    await receive('sandal-41', 4, 'delft');
    const { order } = ok(await web.post<Reservation>('/reservations', bodyOf([{ sku: 'sandal-41', quantity: 1 }], { location: 'delft' })));
    await world.spil.database.query(`update catalogue.price set amount = 15995 where sku = 'sandal-41'`);
    const sold = (quantity: number): Promise<Reply<unknown>> => delft.post('/sales', receiptOf([{ sku: 'sandal-41', quantity, price: 7995, reservation: { order, line: 1 } }], { location: 'delft' }));
    expect(await sold(3)).toMatchObject({ status: 422, body: { code: 'sales.too_cheap' } });
    ok(await sold(1));
  });

  journey(['U13'], 'asked for again when it could no longer be asked for so: answered with what there is, not refused', async () => {
    await receive('boot-40', 2, 'delft');
    const body = bodyOf([{ sku: 'boot-40', quantity: 1 }], { location: 'delft', until: new Date(Date.parse(world.clock.now()) + 16 * 60_000).toISOString() });
    const { order } = ok(await web.post<Reservation>('/reservations', body));
    world.clock.advance(2 * 60_000);
    const again = await web.post<Reservation>('/reservations', body);
    expect([again.status, again.body.order]).toEqual([200, order]);
    expect(await web.post('/reservations', { ...body, externalId: 'never-before' })).toMatchObject({ status: 422, body: { code: 'reservations.impossible_end' } });
  });
});
