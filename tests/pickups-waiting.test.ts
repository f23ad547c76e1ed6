/** Pickups that wait, over HTTP: told until when, reminded once, extended, taken back when nobody came; the goods put back where they lie. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anOrder } from './support/company.ts';
import { codeOf, subjectsTo, tokenOf } from './support/customer.ts';
import { ok } from './support/spil.ts';
import type { Client, Reply } from './support/spil.ts';
import { watchedWorld } from './support/watched.ts';
import type { WatchedWorld } from './support/watched.ts';

interface Order { id: string; number: string; status: string; fulfilments: { id: string; location: string; kind: string }[]; lines: { line: number; units: { stage: string; location: string | null; quantity: number }[] }[]; money: { due: number; payments: { captured: number; refunded: number }[] } }
interface Pickup { status: string; until: string | null; overdue: boolean; expiresAt: string | null; shelves: string[]; can: string[] }
interface Work { fulfilment: string; number: string; lines: { line: number; sku: string; quantity: number }[] }

let world: WatchedWorld;
let channel: Client;
let office: Client;
const stores = new Map<string, Client>();
const at = (location: string): Client => stores.get(location) as Client;
const MAIL = 'jo@example.com';

const receive = async (location: string, lines: Record<string, number>): Promise<void> => { ok(await office.post('/stock/receipts', { location, lines: Object.entries(lines).map(([sku, quantity]) => ({ sku, quantity })) })); };
const look = async (order: Order): Promise<Order> => ok(await office.get<Order>(`/orders/${order.id}`));
const pickupOf = async (order: Order): Promise<Pickup> => ok(await at('delft').get<Pickup>(`/orders/${order.id}/deliveries/1/pickup`));
const stages = (order: Order): string[] => order.lines.flatMap((line) => line.units.map((unit) => `${unit.quantity} ${unit.stage}`)).sort();
const token = (order: Order): Promise<string> => tokenOf(world, order);
const subjects = (order: Order): Promise<string[]> => subjectsTo(world, MAIL, order);

/** A pickup in Delft, ready on a shelf: one pair from Delft itself, and, when asked, one brought from Leiden. */
async function ready(quantity = 1, brought = 0): Promise<Order> {
  if (quantity > 0) await receive('delft', { 'runner-42': quantity });
  if (brought > 0) await receive('leiden', { 'boot-40': brought });
  const ref = await world.mollie.pay({ amount: 5995 * quantity + 8995 * brought, method: 'ideal' });
  const lines = [...(quantity > 0 ? [{ sku: 'runner-42', quantity }] : []), ...(brought > 0 ? [{ sku: 'boot-40', quantity: brought, price: 8995 }] : [])];
  const order = ok(await channel.post<Order>('/orders', anOrder({ lines, delivery: { kind: 'pickup', location: 'delft' }, payment: { operator: 'mollie', method: 'ideal', captured: true, ref } })));
  for (const work of order.fulfilments) {
    const scans = Array.from({ length: work.location === 'delft' ? quantity : brought }, (_, n) => ({ scan: `${work.id} ${n}`, code: work.location === 'delft' ? 'runner-42' : 'boot-40' }));
    if (work.kind === 'pickup') ok(await at('delft').post(`/fulfilments/${work.id}/pick`, { scans, shelf: 'A-7' }));
    else {
      const load = `T-${order.number}`;
      ok(await at(work.location).post(`/fulfilments/${work.id}/transfer`, { load, scans }));
      ok(await at('delft').post(`/loads/${load}/receive`, { shelves: [{ order: order.id, shelf: 'B-2' }] }));
    }
  }
  return order;
}

beforeAll(async () => {
  world = await watchedWorld();
  [channel, office] = await Promise.all([world.as('channel'), world.as(['service', 'operations'])]);
  for (const location of ['delft', 'leiden', 'utrecht']) stores.set(location, await world.as('store', [location]));
});
afterAll(() => world.close());

describe('a pickup that waits', () => {
  it('of an order that somebody holds is not told to be ready, nor handed over, until it is released', async () => {
    world.clock.set('2026-03-02T08:00:00.000Z');
    await receive('leiden', { 'boot-40': 1 });
    const order = ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'boot-40', quantity: 1, price: 8995 }], delivery: { kind: 'pickup', location: 'delft' }, payment: { operator: 'mollie', method: 'ideal', captured: true, ref: await world.mollie.pay({ amount: 8995, method: 'ideal' }) } })));
    ok(await at('leiden').post(`/fulfilments/${order.fulfilments[0]?.id}/transfer`, { load: 'T-held', scans: [{ scan: 'h1', code: 'boot-40' }] }));
    const hold = async (): Promise<string> => ok(await office.post<{ holds: { id: string }[] }>(`/orders/${order.id}/holds`, { reason: 'fraud_review', owner: 'service' })).holds[0]?.id ?? '';
    const first = await hold();
    ok(await at('delft').post('/loads/T-held/receive'));
    expect(await pickupOf(order)).toMatchObject({ status: 'waiting', can: ['change', 'problem'] });
    expect((await subjects(order)).at(-1)).not.toContain('klaar');
    ok(await office.post(`/orders/${order.id}/holds/${first}/release`));
    expect(await pickupOf(order)).toMatchObject({ status: 'ready', can: ['collect', 'extend', 'change', 'problem'] });
    expect((await subjects(order)).at(-1)).toBe('Je bestelling # is klaar om af te halen');
    const again = await hold();
    expect(await pickupOf(order)).toMatchObject({ status: 'ready', can: ['extend', 'change', 'problem'] });
    expect(await at('delft').post(`/orders/${order.id}/deliveries/1/collect`, { code: codeOf(order) })).toMatchObject({ status: 409, body: { code: 'fulfilment.on_hold' } });
    expect(stages(await look(order))).toEqual(['1 ready']);
    ok(await office.post(`/orders/${order.id}/holds/${again}/release`));
    ok(await at('delft').post(`/orders/${order.id}/deliveries/1/collect`, { code: codeOf(order) }));
    expect((await subjects(order)).filter((subject) => subject.includes('klaar'))).toHaveLength(1);
  });

  it('is told until when, reminded once at its moment, and taken back to the second when nobody came', async () => {
    world.clock.set('2026-03-02T09:00:00.000Z');
    const order = await ready(2);
    expect(await pickupOf(order)).toMatchObject({ status: 'ready', until: '2026-03-16', overdue: false, expiresAt: '2026-03-16T23:00:00.000Z', can: ['collect', 'extend', 'change', 'problem'] });
    expect((await world.mails(MAIL)).at(-1)?.text).toContain('maandag 16 maart');

    await world.pass('2026-03-13T08:59:59.999Z');
    expect(await subjects(order)).toHaveLength(2);
    await world.pass('2026-03-13T09:00:00.000Z');
    await world.pass('2026-03-13T09:00:05.000Z');
    expect((await subjects(order)).slice(2)).toEqual(['Je bestelling # ligt nog voor je klaar']);
    expect((await world.mails(MAIL)).at(-1)?.text).toContain('gaat terug naar de winkel en je krijgt je geld terug');

    await world.pass('2026-03-16T22:59:59.999Z');
    expect(stages(await look(order))).toEqual(['2 ready']);
    await world.pass('2026-03-16T23:00:00.000Z');
    const after = await look(order);
    expect(stages(after)).toEqual(['2 cancelled']);
    expect(after).toMatchObject({ status: 'cancelled', money: { due: 0, payments: [{ captured: 11990, refunded: 11990 }] } });
    expect((await world.mails(MAIL)).filter((mail) => mail.text.includes(order.number)).at(-2)?.text).toContain('niet binnen de afgesproken tijd afgehaald');

    // The goods lie on a shelf until they are scanned back; only then can they be sold.
    const { work } = ok(await at('delft').get<{ work: Work[] }>('/put-back?location=delft'));
    expect(work.map(({ lines }) => lines)).toEqual([[expect.objectContaining({ sku: 'runner-42', quantity: 2 })]]);
    const fulfilment = work[0]?.fulfilment;
    expect(await at('delft').post('/put-back', { fulfilment, location: 'delft', scans: [{ code: '2000000000039' }] })).toMatchObject({ status: 422, body: { code: 'fulfilment.wrong_scan' } });
    expect(ok(await at('delft').post('/put-back', { fulfilment, location: 'delft', scans: [{ code: '2000000000015' }] }))).toEqual({ location: 'delft', left: 1 });
    expect(await at('delft').post('/put-back', { fulfilment, location: 'delft', scans: [{ code: 'runner-42', quantity: 2 }] })).toMatchObject({ status: 422, body: { code: 'fulfilment.enough' } });
    expect(ok(await at('delft').post('/put-back', { fulfilment, location: 'delft' }))).toEqual({ location: 'delft', left: 0 });
    expect(await at('delft').post('/put-back', { fulfilment, location: 'delft' })).toMatchObject({ status: 422, body: { code: 'fulfilment.nothing_to_put_back' } });
  });

  it('that was brought is put back in the store where it lies, by that store and no other', async () => {
    world.clock.set('2026-04-06T09:00:00.000Z');
    const order = await ready(1, 1);
    // Easter Monday is an ordinary Monday in this company: fourteen days on it is Monday the 20th.
    await world.pass('2026-04-20T22:00:00.000Z');
    expect(stages(await look(order))).toEqual(['1 cancelled', '1 cancelled']);
    const brought = order.fulfilments.find((one) => one.location === 'leiden')?.id ?? '';
    expect(ok(await at('leiden').get<{ work: Work[] }>('/put-back?location=leiden')).work).toEqual([]);
    expect(ok(await at('delft').get<{ work: Work[] }>('/put-back?location=leiden')).work).toEqual([]);
    expect((await at('leiden').post('/put-back', { fulfilment: brought, location: 'delft' })).status).toBe(404);
    expect((await at('utrecht').post('/put-back', { fulfilment: brought, location: 'utrecht' })).status).toBe(404);
    expect(await at('leiden').post('/put-back', { fulfilment: brought, location: 'leiden' })).toMatchObject({ status: 422, body: { code: 'fulfilment.nothing_to_put_back' } });
    for (const { fulfilment } of ok(await at('delft').get<{ work: Work[] }>('/put-back?location=delft')).work) ok(await at('delft').post('/put-back', { fulfilment, location: 'delft' }));
    const { balances } = ok(await office.get<{ balances: { location: string; state: string; quantity: number }[] }>('/stock?sku=boot-40'));
    expect(balances.filter((one) => one.quantity > 0)).toEqual([expect.objectContaining({ location: 'delft', state: 'sellable', quantity: 1 })]);
    ok(await at('delft').post('/stock/counts', { location: 'delft', lines: [{ sku: 'boot-40', counted: 0 }] }));
  });

  it('of which a part was collected loses only the rest', async () => {
    world.clock.set('2026-05-04T09:00:00.000Z');
    const order = await ready(3);
    ok(await at('delft').post(`/orders/${order.id}/deliveries/1/collect`, { code: codeOf(order), lines: [{ line: 1, quantity: 1 }] }));
    await world.pass('2026-05-18T22:00:00.000Z');
    const after = await look(order);
    expect(stages(after)).toEqual(['1 collected', '2 cancelled']);
    expect(after).toMatchObject({ status: 'complete', money: { due: 5995, payments: [{ captured: 17985, refunded: 11990 }] } });
  });

  it('waits longer: once for the customer, as often as it likes for the store, never into a closed day or a past one', async () => {
    world.clock.set('2026-06-01T09:00:00.000Z');
    const order = await ready(1);
    const customer = `/customer/orders/${await token(order)}`;
    const page = ok(await at('delft').get<{ deliveries: { until: string; can: string[] }[] }>(customer));
    expect(page.deliveries[0]).toMatchObject({ until: '2026-06-15', can: expect.arrayContaining(['extend']) });
    expect(ok(await at('delft').post<{ deliveries: { until: string }[] }>(`${customer}/deliveries/1/extend`)).deliveries[0]).toMatchObject({ until: '2026-06-22' });
    expect(await at('delft').post(`${customer}/deliveries/1/extend`)).toMatchObject({ status: 409, body: { code: 'selfservice.cannot_extend', detail: expect.stringContaining('al eerder verlengd') } });
    expect((await at('delft').post(`${customer}/deliveries/7/extend`)).status).toBe(409);

    const extend = (body: Record<string, unknown>, who = at('delft')): Promise<Reply> => who.post(`/orders/${order.id}/deliveries/1/extend`, body);
    for (const [day, code] of [['2026-06-22', 'impossible_day'], ['2026-05-01', 'impossible_day'], ['2026-06-28', 'impossible_day'], ['2026-12-31', 'impossible_day']] as const) expect(await extend({ until: day }), day).toMatchObject({ status: 422, body: { code: `fulfilment.${code}`, field: 'until' } });
    expect((await extend({ until: '2026-02-31' })).status).toBe(400);
    expect((await extend({}, at('leiden'))).status).toBe(404);
    expect(ok(await extend({ until: '2026-06-30' }))).toMatchObject({ until: '2026-06-30' });
    expect((await subjects(order)).slice(2)).toEqual(['Je bestelling # wacht langer op je', 'Je bestelling # wacht langer op je']);
    // The old end has passed: nothing happens; at the new one it goes.
    await world.pass('2026-06-22T22:00:00.000Z');
    expect(stages(await look(order))).toEqual(['1 ready']);
    await world.pass('2026-06-30T22:00:00.000Z');
    expect(stages(await look(order))).toEqual(['1 cancelled']);
    expect(await extend({})).toMatchObject({ status: 409, body: { code: 'fulfilment.not_ready' } });
  });

  it('is kept until the store decides, where the retailer wants that', async () => {
    world.clock.set('2026-07-06T09:00:00.000Z');
    const draft = ok(await office.post<{ version: number }>('/settings/pickup-policy/default/versions', { body: { code: true, identification: false, days: 7, notCollected: 'keep' } }));
    ok(await office.post(`/settings/pickup-policy/default/versions/${draft.version}/activate`));
    const order = await ready(1);
    expect(await at('delft').post(`/orders/${order.id}/deliveries/1/not-collected`)).toMatchObject({ status: 409, body: { code: 'fulfilment.still_waits' } });
    await world.pass('2026-07-20T09:00:00.000Z');
    const reminder = (await world.mails(MAIL)).findLast(({ subject }) => subject.includes(order.number) && subject.includes('ligt nog'));
    expect(reminder?.text).toContain('ligt nog voor je klaar bij Delft');
    expect(reminder?.text).not.toMatch(/geld terug|gaat terug/);
    expect(await pickupOf(order)).toMatchObject({ status: 'ready', until: '2026-07-13', overdue: true, expiresAt: null, can: ['collect', 'extend', 'not_collected', 'change', 'problem'] });
    expect(ok(await at('delft').get<{ pickups: { order: string; overdue: boolean }[] }>('/pickups?location=delft&status=overdue')).pickups).toEqual([expect.objectContaining({ order: order.id, overdue: true })]);
    expect((await at('leiden').post(`/orders/${order.id}/deliveries/1/not-collected`)).status).toBe(404);
    ok(await at('delft').post(`/orders/${order.id}/deliveries/1/not-collected`));
    expect(await look(order)).toMatchObject({ status: 'cancelled', money: { due: 0 } });
    expect((await at('delft').post(`/orders/${order.id}/deliveries/1/not-collected`)).status).toBe(409);
  });
});

describe('a pickup whose payment fell through while it waited', () => {
  /** Ready, paid by a card of which the authorisation lapses before anybody comes. */
  const lapsed = async (day: string, later: string): Promise<Order> => {
    world.clock.set(day);
    await receive('delft', { 'runner-42': 1 });
    const ref = await world.mollie.pay({ amount: 5995, method: 'creditcard' });
    const order = ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'runner-42', quantity: 1 }], delivery: { kind: 'pickup', location: 'delft' }, payment: { operator: 'mollie', method: 'creditcard', ref } })));
    ok(await at('delft').post(`/fulfilments/${order.fulfilments[0]?.id}/pick`, { scans: [{ scan: order.id, code: 'runner-42' }], shelf: 'A-7' }));
    expect(await pickupOf(order)).toMatchObject({ status: 'ready', toPay: 0, secured: true });
    await world.step(async () => {
      world.clock.set(later);
      await world.mollie.tell(ref);
      await world.spil.tick();
    });
    return order;
  };
  const collect = (order: Order, body: object = {}): Promise<Reply> => at('delft').post(`/orders/${order.id}/deliveries/1/collect`, { code: codeOf(order), ...body });

  it('is paid at the till with the handover, neither less nor more, and not handed out before', async () => {
    const order = await lapsed('2026-10-05T09:00:00.000Z', '2026-10-13T10:00:00.000Z');
    expect(await pickupOf(order)).toMatchObject({ status: 'ready', toPay: 5995, secured: false, can: expect.arrayContaining(['collect']) as unknown });
    const [{ n }] = await world.spil.database.query<{ n: number }>('select count(*)::int as n from books.event') as [{ n: number }];
    expect(await collect(order)).toMatchObject({ status: 409, body: { code: 'fulfilment.not_paid', expected: 5995, detail: `The payment of order ${order.number} fell through: 59.95 EUR is to be paid before it is handed over. Let the customer pay at the till and say so with the handover, or ask finance to release the order.` } });
    for (const amount of [5994, 5996]) expect(await collect(order, { payment: { method: 'cash', amount } })).toMatchObject({ status: 422, body: { code: 'fulfilment.other_amount', expected: 5995 } });
    expect(await world.spil.database.query('select count(*)::int as n from books.event')).toEqual([{ n }]);
    expect(ok(await collect(order, { payment: { method: 'card', amount: 5995, ref: 'till 7-0042' } }))).toMatchObject({ status: 'complete', money: { due: 5995, paid: 5995, balance: 0 } });
    expect(await look(order)).toMatchObject({ status: 'complete', holds: [], money: { paid: 5995 } });
    expect(await collect(order)).toMatchObject({ status: 409, body: { code: 'fulfilment.not_ready' } });
  });

  it('may be handed out once finance has released it; nothing that is not owed is taken at the till', async () => {
    const order = await lapsed('2026-10-14T09:00:00.000Z', '2026-10-22T10:00:00.000Z');
    const [hold] = (await look(order) as Order & { holds: { id: string }[] }).holds;
    expect(await collect(order)).toMatchObject({ status: 409, body: { code: 'fulfilment.not_paid' } });
    ok(await (await world.as('finance')).post(`/orders/${order.id}/holds/${hold?.id}/release`, { reason: 'paid by bank transfer' }));
    expect(await pickupOf(order)).toMatchObject({ secured: true, can: expect.arrayContaining(['collect']) as unknown });
    ok(await collect(order));
    const paid = await ready();
    expect(await collect(paid, { payment: { method: 'cash', amount: 5995 } })).toMatchObject({ status: 422, body: { code: 'fulfilment.other_amount', expected: 0 } });
    ok(await collect(paid));
  });

  it('is asked of the customer once, who pays on the page of the order and may have it then', async () => {
    const order = await lapsed('2026-10-23T08:00:00.000Z', '2026-10-31T10:00:00.000Z');
    expect((await world.mails(MAIL)).at(-1)).toMatchObject({ subject: expect.stringContaining(`Bestelling ${order.number}: betaal nog`) as unknown, text: expect.stringContaining(`De betaling van je bestelling ${order.number} is vervallen.`) as unknown });
    const page = `/customer/orders/${await token(order)}`;
    expect(ok(await channel.get(page))).toMatchObject({ money: { toPay: { amount: 5995, why: 'lapsed' } } });
    const { url } = ok(await channel.post<{ url: string }>(`${page}/pay`));
    expect(await collect(order)).toMatchObject({ status: 409, body: { code: 'fulfilment.not_paid' } });
    await world.mollie.visit(url, 'pay');
    await world.mollie.tell();
    expect(await pickupOf(order)).toMatchObject({ toPay: 0, secured: true });
    expect(ok(await collect(order))).toMatchObject({ status: 'complete', money: { due: 5995, paid: 5995 } });
    expect((await subjects(order)).filter((subject) => subject.includes('betaal nog'))).toHaveLength(1);
  });
});

describe('a tote that never arrives', () => {
  it('moves the promise, tells the customer, gives the store a task, and is received with none found when it is lost', async () => {
    world.clock.set('2026-11-02T09:00:00.000Z');
    await receive('leiden', { 'boot-40': 1 });
    const ref = await world.mollie.pay({ amount: 8995, method: 'ideal' });
    const order = ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'boot-40', quantity: 1, price: 8995 }], delivery: { kind: 'pickup', location: 'delft' }, payment: { operator: 'mollie', method: 'ideal', captured: true, ref } })));
    const promised = async (): Promise<string | null> => (await look(order) as Order & { deliveries: { promisedBy: string | null }[] }).deliveries[0]?.promisedBy ?? null;
    const [work] = order.fulfilments;
    ok(await at(work?.location ?? '').post(`/fulfilments/${work?.id}/transfer`, { load: 'LOST-1', scans: [{ scan: 'lost', code: 'boot-40' }] }));
    const first = await promised() ?? '';
    const list = async (): Promise<unknown[]> => ok(await at('delft').get<{ loads: unknown[] }>('/loads?location=delft')).loads;
    const tasks = async (): Promise<unknown[]> => ok(await at('delft').get<{ tasks: unknown[] }>('/tasks?location=delft&kind=late_load')).tasks;
    const late = (hours: number): string => new Date(Date.parse(first) + hours * 3_600_000 + 1).toISOString();
    const mails = (await subjects(order)).length;
    await world.pass(late(3));
    expect([await promised(), await tasks()]).toEqual([first, []]);
    await world.pass(late(4));
    const second = await promised() ?? '';
    expect(second > world.clock.now()).toBe(true);
    expect(await tasks()).toMatchObject([{ kind: 'late_load', location: 'delft', detail: expect.stringContaining('LOST-1') as unknown }]);
    expect(await list()).toMatchObject([{ code: 'LOST-1', overdueSince: late(4) }]);
    // After two days nobody says a day any more; that is told once, and eighteen days change nothing.
    for (const hours of [5, 24, 48, 72, 18 * 24]) await world.pass(late(hours));
    expect([await promised(), (await tasks()).length, (await subjects(order)).length - mails]).toEqual([null, 1, 2]);
    expect(await world.spil.database.query(`select type from books.event where stream_kind = 'load' and type = 'LoadOverdue'`)).toHaveLength(2);
    expect(ok(await at('delft').post('/loads/LOST-1/receive', { found: [{ code: 'boot-40', good: 0 }] }))).toMatchObject({ missing: 1, outstanding: 0 });
    expect([await tasks(), stages(await look(order))]).toEqual([[], ['1 cancelled']]);
  });
});

describe('work at a store that was closed', () => {
  it('is put before somebody, once, until it is given elsewhere', async () => {
    await receive('utrecht', { 'runner-43': 1 });
    const order = ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'runner-43', quantity: 1 }], delivery: { kind: 'pickup', location: 'utrecht' }, payment: { operator: 'mollie', method: 'ideal', captured: true, ref: await world.mollie.pay({ amount: 5995, method: 'ideal' }) } })));
    const tasks = async (): Promise<{ kind: string; order: string }[]> => ok(await office.get<{ tasks: { kind: string; order: string }[] }>('/tasks?kind=closed_work')).tasks;
    const close = async (closed: boolean): Promise<void> => {
      await world.spil.database.query(`update locations.location set active = $1 where code = 'utrecht'`, [!closed]);
      for (let times = 0; times < 2; times += 1) {
        world.clock.advance(11 * 60_000);
        await world.spil.tick();
      }
    };
    await close(false);
    expect(await tasks()).toEqual([]);
    await close(true);
    expect(await tasks()).toMatchObject([{ kind: 'closed_work', order: order.id, detail: expect.stringContaining('which is closed') as string }]);
    await close(false);
    ok(await office.post(`/orders/${order.id}/cancel`, { reason: 'customer' }));
  });
});

describe('a pickup in hand', () => {
  it('of which something proves to be missing or damaged at the counter is brought from elsewhere, and told again; what nobody has is paid back', async () => {
    const order = await ready(2);
    await receive('leiden', { 'runner-42': 1 });
    const report = (body: object, store = 'delft'): Promise<Reply> => at(store).post(`/orders/${order.id}/deliveries/1/problem`, body);
    const before = stages(await look(order));
    expect(await report({ line: 1, reason: 'damaged' }, 'leiden')).toMatchObject({ status: 404, body: { code: 'orders.unknown' } });
    expect(await report({ line: 1, quantity: 3, reason: 'damaged' })).toMatchObject({ status: 422, body: { code: 'fulfilment.more_than_there_is', found: 3, expected: 2 } });
    expect(await report({ line: 7, reason: 'damaged' })).toMatchObject({ status: 422, body: { code: 'fulfilment.more_than_there_is', expected: 0 } });
    expect(await report({ line: 1, reason: 'eaten' })).toMatchObject({ status: 422, body: { code: 'fulfilment.reason_unknown' } });
    expect(stages(await look(order))).toEqual(before);

    expect(ok(await report({ line: 1, reason: 'damaged' }))).toMatchObject({ goes: [{ to: 'location', quantity: 1, name: 'Leiden' }], cancelled: 0 });
    expect(stages(await look(order))).toEqual(['1 allocated', '1 ready']);
    expect(ok(await office.get('/stock?sku=runner-42'))).toMatchObject({ balances: expect.arrayContaining([expect.objectContaining({ location: 'delft', state: 'damaged', quantity: 1, reserved: 0 })]) as unknown });
    expect((await subjects(order)).at(-1)).toContain('een nieuwe dag');
    const work = (await look(order)).fulfilments.find(({ location }) => location === 'leiden')?.id;
    ok(await at('leiden').post(`/fulfilments/${work}/transfer`, { load: `P-${order.number}`, scans: [{ scan: 'p1', code: 'runner-42' }] }));
    ok(await at('delft').post(`/loads/P-${order.number}/receive`));
    expect(stages(await look(order))).toEqual(['1 ready', '1 ready']);
    expect((await subjects(order)).filter((subject) => subject.includes('klaar om'))).toHaveLength(2);

    // Nobody has another: it is cancelled and paid back, and the rest can be handed over.
    expect(ok(await report({ line: 1, reason: 'not_found' }))).toMatchObject({ goes: [{ to: 'cancelled', quantity: 1 }] });
    expect(await look(order)).toMatchObject({ money: { due: 5995, payments: [{ refunded: 5995 }] } });
    ok(await at('delft').post(`/orders/${order.id}/deliveries/1/collect`, { code: codeOf(order) }));
    expect(await report({ line: 1, reason: 'not_found' })).toMatchObject({ status: 422, body: { code: 'fulfilment.more_than_there_is', expected: 0 } });
    expect(await pickupOf(order)).toMatchObject({ status: 'collected', can: [] });
  });

  it('that was brought and waits for the rest can prove to be damaged where it lies now', async () => {
        await receive('leiden', { 'boot-40': 1 });
    await receive('utrecht', { 'runner-43': 1 });
    const lines = [{ sku: 'boot-40', quantity: 1, price: 8995 }, { sku: 'runner-43', quantity: 1 }];
    const order = ok(await channel.post<Order>('/orders', anOrder({ lines, delivery: { kind: 'pickup', location: 'delft' }, payment: { operator: 'mollie', method: 'ideal', captured: true, ref: await world.mollie.pay({ amount: 14990, method: 'ideal' }) } })));
    ok(await at('leiden').post(`/fulfilments/${order.fulfilments.find(({ location }) => location === 'leiden')?.id}/transfer`, { load: `Q-${order.number}`, scans: [{ scan: 'q1', code: 'boot-40' }] }));
    ok(await at('delft').post(`/loads/Q-${order.number}/receive`));
    expect((await pickupOf(order)).can).toContain('problem');
    expect(ok(await at('delft').post(`/orders/${order.id}/deliveries/1/problem`, { line: 1, reason: 'damaged' }))).toMatchObject({ goes: [{ to: 'cancelled', quantity: 1 }] });
    expect(ok(await office.get('/stock?sku=boot-40'))).toMatchObject({ balances: expect.arrayContaining([expect.objectContaining({ location: 'delft', state: 'damaged', quantity: 1 })]) as unknown });
    expect(stages(await look(order))).toEqual(['1 allocated', '1 cancelled']);
    ok(await office.post(`/orders/${order.id}/cancel`, { reason: 'customer' }));
  });
});
