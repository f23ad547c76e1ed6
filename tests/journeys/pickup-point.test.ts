/** U4: bought online, collected at a carrier's pickup point; and what becomes of parcels that do not simply arrive. */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { ADDRESS, anOrder } from '../support/company.ts';
import { journey } from '../support/journey.ts';
import { ok } from '../support/spil.ts';
import type { Client } from '../support/spil.ts';
import { watchedWorld } from '../support/watched.ts';
import type { WatchedWorld } from '../support/watched.ts';

interface Parcel { id: string; status: string; barcode: string | null; keptUntil: string | null; matter: { kind: string; state: string; ask: boolean; claim: string | null } | null; can: string[] }
interface Order { id: string; number: string; status: string; fulfilments: { id: string; location: string; delivery: number }[]; parcels: Parcel[]; deliveries: { delivery: number; kind: string; contact: string | null }[]; money: { due: number; paid: number; balance: number; payments: { captured: number; refunded: number }[] }; lines: { line: number; quantity: number; total: number; units: { stage: string; quantity: number }[] }[] }
interface Point { carrier: string; id: string; network: string | null; name: string; address: Record<string, unknown>; openingHours: { day: number }[] }

let world: WatchedWorld;
let channel: Client;
let office: Client;
let dc: Client;
let mail = 0;

beforeAll(async () => {
  world = await watchedWorld();
  channel = await world.as('channel');
  office = await world.as(['service', 'operations']);
  dc = await world.as('store', ['dc']);
});
afterAll(() => world.close());

const look = async (id: string): Promise<Order> => ok(await office.get<Order>(`/orders/${id}`));
const stages = (order: Order): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const line of order.lines) for (const { stage, quantity } of line.units) counts[stage] = (counts[stage] ?? 0) + quantity;
  return counts;
};
const atHand = async (sku: string): Promise<{ sellable: number; quarantine: number; damaged: number }> => {
  const rows = await world.spil.database.query<{ state: string; quantity: number }>(`select state, quantity from books.stock_balance where sku = $1 and location = 'dc'`, [sku]);
  const of = (state: string): number => Number(rows.find((row) => row.state === state)?.quantity ?? 0);
  return { sellable: of('sellable'), quarantine: of('quarantine'), damaged: of('damaged') };
};
const receive = async (sku: string, quantity: number): Promise<void> => { ok(await office.post('/stock/receipts', { location: 'dc', lines: [{ sku, quantity }] })); };
const events = async (id: string, type: string): Promise<Record<string, unknown>[]> => ok(await office.get<{ events: { type: string; data: Record<string, unknown> }[] }>(`/orders/${id}/events`)).events.filter((event) => event.type === type).map(({ data }) => data);
const tasks = async (): Promise<{ id: string; order: string; reason: string; subject: string; can: string[] }[]> => ok(await office.get<{ items: { id: string; order: string; reason: string; subject: string; can: string[] }[] }>('/queues/parcels/items')).items;

/** A customer of one order: a new address for each, so that their mails are their own. */
async function place(options: { sku?: string; quantity?: number; shipping?: number; point?: Point; home?: boolean } = {}): Promise<{ order: Order; mails: () => Promise<string[]> }> {
  const { sku = 'runner-42', quantity = 1, shipping = 0, point } = options;
  const email = `customer-${++mail}@example.com`;
  const body = anOrder({ lines: [{ sku, quantity }], shipping, payment: { operator: 'mollie', method: 'ideal', captured: true, ref: await world.mollie.pay({ amount: 5995 * quantity + shipping, method: 'ideal' }) } });
  body.customer = { name: 'Jo Doe', email, language: 'en' };
  const { carrier, id, network, address } = point ?? {};
  if (point) body.deliveries = [{ ref: 'd1', kind: 'pickup_point', address: options.home === false ? null : ADDRESS, pickupPoint: { carrier, id, network, address } }] as typeof body.deliveries;
  const { id: order } = ok(await channel.post<Order>('/orders', body));
  return { order: await look(order), mails: async () => (await world.mails(email)).map(({ subject, text }) => `${subject}\n${text}`) };
}

let scans = 0;
async function ship({ id, fulfilments }: Order, code = '2000000000015', only = fulfilments.map((work) => work.id)): Promise<Parcel> {
  for (const work of only) {
    const { lines } = ok(await dc.get<{ lines: { toPick: number }[] }>(`/fulfilments/${work}`));
    ok(await dc.post(`/fulfilments/${work}/pick`, { scans: [{ scan: `p-${++scans}`, code, quantity: lines.reduce((sum, line) => sum + line.toPick, 0) }] }));
    const { parcels } = ok(await dc.post<{ parcels: { id: string }[] }>(`/fulfilments/${work}/pack`));
    ok(await dc.post('/manifests', { location: 'dc', carrier: 'postnl', parcels: parcels.map((parcel) => parcel.id) }));
  }
  return (await look(id)).parcels.at(-1) as Parcel;
}
const advance = async (parcel: Parcel, to: string): Promise<void> => {
  await world.postnl.advance(to, parcel.barcode);
};
const back = (order: Order, parcel: Parcel, quantity = 1): Promise<{ status: number; body: Record<string, unknown> }> => dc.post('/returns', { order: order.id, location: 'dc', parcel: parcel.id, lines: [{ line: 1, quantity }] });

describe('U4: collected at a pickup point', () => {
  journey(['U4'], 'offered near an address with hours, the label for that point, "arrived" is not "collected", told with place, hours and day, reminded, collected', async () => {
    await receive('runner-42', 1);
    const { points } = ok(await channel.get<{ points: Point[] }>('/pickup-points?postalCode=3511AB&houseNumber=12&limit=2'));
    expect(points.map(({ name }) => name)).toEqual(['Kantoorboek Het Vlot', 'Buurtsuper Oog']);
    const [point] = points as [Point];
    const { order, mails } = await place({ point });
    const parcel = await ship(order);
    const sent = await world.postnl.parcels();
    expect(sent.find((one) => one.barcode === parcel.barcode)).toMatchObject({ product: '3533' });

    await advance(parcel, 'at_pickup_point');
    const there = await look(order.id);
    expect(stages(there)).toEqual({ at_pickup_point: 1 });
    expect(there.status).toBe('shipped');
    expect(there.parcels[0]).toMatchObject({ status: 'at_pickup_point', keptUntil: '2026-03-09' });
    const told = (await mails()).at(-1) ?? '';
    expect(told).toContain('Your parcel of order');
    for (const part of ['Kantoorboek Het Vlot', 'Weerdsingel 12', 'Monday 9 March', 'Tuesday to Wednesday: 8:00 – 18:00', parcel.barcode ?? '?']) expect(told).toContain(part);

    const before = (await mails()).length;
    await world.pass('2026-03-07T08:59:30.000Z');
    expect(await mails()).toHaveLength(before);
    for (const moment of ['2026-03-07T09:01:00.000Z', '2026-03-07T12:00:00.000Z', '2026-03-08T12:00:00.000Z']) {
      await world.pass(moment);
    }
    expect((await mails()).slice(before)).toEqual([expect.stringContaining('still waiting for you')]);

    await advance(parcel, 'collected');
    const done = await look(order.id);
    expect(stages(done)).toEqual({ collected: 1 });
    expect(done.status).toBe('complete');
    expect(done.money).toMatchObject({ due: 5995, paid: 5995, balance: 0 });
    expect(await tasks()).toEqual([]);
  });

  journey(['U4'], 'not collected: it comes back, the customer is told, the goods are received, inspected and put away, and the money goes back with the shipping', async () => {
    await receive('runner-42', 1);
    const before = await atHand('runner-42');
    const [point] = ok(await channel.get<{ points: Point[] }>('/pickup-points?latitude=52.0964&longitude=5.1155')).points as [Point];
    // The customer gave no home address: the point's is enough.
    const { order, mails } = await place({ point, shipping: 495, home: false });
    const parcel = await ship(order);
    await advance(parcel, 'at_pickup_point');
    await advance(parcel, 'unclaimed');
    const coming = await look(order.id);
    expect(stages(coming)).toEqual({ returning: 1 });
    expect(coming.parcels[0]?.matter).toMatchObject({ kind: 'unclaimed', ask: false, state: 'open' });
    expect(coming.money).toMatchObject({ due: 6490, paid: 6490 });
    expect((await mails()).at(-1)).toMatch(/was not collected[\s\S]*you get your money back/);
    expect(await tasks()).toEqual([]);

    const { return: id } = ok(await back(order, parcel)) as { return: string };
    const received = await look(order.id);
    expect(stages(received)).toEqual({ returned: 1 });
    expect(received.parcels[0]).toMatchObject({ status: 'returned', matter: { state: 'done' } });
    expect(received.money).toMatchObject({ due: 0, paid: 0, balance: 0 });
    expect(received.money.payments[0]).toMatchObject({ captured: 6490, refunded: 6490 });
    expect(await atHand('runner-42')).toMatchObject({ quarantine: before.quarantine + 1 });
    ok(await dc.post(`/returns/${id}/inspect`, { lines: [{ line: 1, quantity: 1, disposition: 'sellable' }] }));
    expect(await atHand('runner-42')).toEqual(before);
    expect((await mails()).some((one) => one.includes('64.90'))).toBe(true);
    // Back is back: once, and not again by a late scan.
    expect(await back(order, parcel)).toMatchObject({ status: 409, body: { code: 'returns.parcel_back' } });
    await advance(parcel, 'returned');
    expect(stages(await look(order.id))).toEqual({ returned: 1 });
  });
});

describe('home delivery that does not simply arrive', () => {
  journey(['U4'], 'with a neighbour: delivered, and the customer is told', async () => {
    await receive('runner-42', 1);
    const { order, mails } = await place();
    await advance(await ship(order), 'delivered_neighbour');
    expect(stages(await look(order.id))).toEqual({ delivered: 1 });
    expect((await mails()).at(-1)).toContain('with a neighbour');
    expect(await tasks()).toEqual([]);
  });

  journey(['U4'], 'refused at the door: it comes back without anybody deciding, and the money with it', async () => {
    await receive('runner-42', 1);
    const { order, mails } = await place();
    const parcel = await ship(order);
    await advance(parcel, 'refused');
    expect((await mails()).at(-1)).toContain('refused at the door');
    expect(await tasks()).toEqual([]);
    ok(await back(order, parcel));
    expect((await look(order.id)).money.payments[0]).toMatchObject({ captured: 5995, refunded: 5995 });
    expect(await atHand('runner-42')).toMatchObject({ quarantine: 1 });
  });

  journey(['U4'], 'a wrong address: a task, sent again to the right one for nothing, and the first one put away when it comes back', async () => {
    await receive('runner-42', 2);
    const { order, mails } = await place();
    const parcel = await ship(order);
    await advance(parcel, 'wrong_address');
    expect((await mails()).at(-1)).toContain('The address of your parcel is not right');
    const [task] = await tasks();
    expect(task).toMatchObject({ id: parcel.id, order: order.id, reason: 'wrong_address', subject: parcel.barcode });
    expect(task?.can).toEqual(expect.arrayContaining(['resend', 'refund', 'claim', 'close']));

    const told = (await mails()).length;
    ok(await office.post(`/parcels/${parcel.id}/resend`, { address: { ...ADDRESS, houseNumber: '21' } }));
    const again = await look(order.id);
    expect(await tasks()).toEqual([]);
    expect(again.deliveries).toHaveLength(2);
    expect(again.lines.map(({ quantity, total }) => [quantity, total])).toEqual([[1, 5995], [1, 5995]]);
    expect(again.money).toMatchObject({ due: 5995, paid: 5995, balance: 0 });
    // Told by one mail that it is sent again, where it goes, and by which day it will be there.
    const letters = (await mails()).slice(told);
    expect(letters).toHaveLength(1);
    expect(letters[0]).toMatch(/sending your order again[\s\S]*We expect it to be there by \w+ \d+ \w+ \(Oudegracht 21/);

    const second = await ship(again, '2000000000015', again.fulfilments.filter((work) => work.delivery === 2).map((work) => work.id));
    await advance(second, 'delivered');
    ok(await back(order, parcel));
    const done = await look(order.id);
    expect(stages(done)).toEqual({ returned: 1, delivered: 1 });
    expect(done.money).toMatchObject({ due: 5995, paid: 5995, balance: 0 });
    expect(done.money.payments[0]).toMatchObject({ captured: 5995, refunded: 0 });
    // What was sent again is worth its price when it is brought back.
    ok(await dc.post('/returns', { order: order.id, location: 'dc', lines: [{ line: 2, quantity: 1 }] }));
    expect((await look(order.id)).money.payments[0]).toMatchObject({ captured: 5995, refunded: 5995 });
  });

  journey(['U4'], 'lost: a task, claimed at the carrier, the money back; found later and brought back it is put away and paid for once', async () => {
    await receive('runner-42', 2);
    const { order, mails } = await place({ quantity: 2, shipping: 495 });
    const parcel = await ship(order);
    await advance(parcel, 'lost');
    expect((await mails()).at(-1)).toContain('cannot find the parcel');
    expect(await tasks()).toMatchObject([{ reason: 'lost' }]);
    ok(await office.post('/queues/parcels/bulk', { action: 'claim', items: [parcel.id], reason: 'CLM-77' }));
    expect((await look(order.id)).parcels[0]?.matter).toMatchObject({ state: 'claimed', claim: 'CLM-77' });

    ok(await office.post(`/parcels/${parcel.id}/refund`, {}));
    const paid = await look(order.id);
    expect(paid.money).toMatchObject({ due: 0, paid: 0, balance: 0 });
    expect(stages(paid)).toEqual({ lost: 2 });
    expect(await tasks()).toEqual([]);
    expect((await mails()).some((one) => one.includes('124.85'))).toBe(true);
    expect(await office.post(`/parcels/${parcel.id}/refund`, {})).toMatchObject({ status: 409, body: { code: 'returns.nothing_open' } });

    await advance(parcel, 'found');
    expect(stages(await look(order.id))).toEqual({ shipped: 2 });
    ok(await back(order, parcel, 2));
    const healed = await look(order.id);
    expect(stages(healed)).toEqual({ returned: 2 });
    expect(healed.money.payments[0]).toMatchObject({ captured: 12485, refunded: 12485 });
  });

  journey(['U4'], 'lost and found before anybody decided: it is on its way again, the task is gone, and it is delivered', async () => {
    await receive('runner-42', 1);
    const { order, mails } = await place();
    const parcel = await ship(order);
    await advance(parcel, 'lost');
    expect(await tasks()).toHaveLength(1);
    expect(ok(await office.post<Order>(`/parcels/${parcel.id}/claim`, { reference: 'PNL-2026-0417' })).parcels[0]?.matter).toMatchObject({ kind: 'lost', state: 'claimed', claim: 'PNL-2026-0417' });
    await advance(parcel, 'found');
    expect(await tasks()).toEqual([]);
    expect((await mails()).at(-1)).toContain('was found');
    await advance(parcel, 'delivered');
    expect(await look(order.id)).toMatchObject({ status: 'complete', money: { due: 5995, paid: 5995, balance: 0 } });
  });

  journey(['U4'], 'lost, paid back, and delivered all the same: somebody looks after what the customer now has for nothing', async () => {
    await receive('runner-42', 1);
    const { order } = await place();
    const parcel = await ship(order);
    await advance(parcel, 'lost');
    ok(await office.post(`/parcels/${parcel.id}/refund`, {}));
    await advance(parcel, 'found');
    await advance(parcel, 'delivered');
    expect(stages(await look(order.id))).toEqual({ delivered: 1 });
    expect(await tasks()).toMatchObject([{ reason: 'delivered_after_all', can: expect.not.arrayContaining(['refund']) }]);
    ok(await office.post(`/parcels/${parcel.id}/close`, { note: 'the customer keeps it' }));
    expect(await tasks()).toEqual([]);
    // Brought back later it is worth nothing: the money went back before.
    ok(await dc.post('/returns', { order: order.id, location: 'dc', lines: [{ line: 1, quantity: 1 }] }));
    expect((await look(order.id)).money.payments[0]).toMatchObject({ captured: 5995, refunded: 5995 });
  });

  journey(['U1'], 'cancelled on the pile, and taken along by the carrier all the same: its goods have left the books, and somebody looks after it', async () => {
    await receive('runner-42', 1);
    const { order } = await place();
    const [work] = order.fulfilments;
    ok(await dc.post(`/fulfilments/${work?.id}/pick`, { scans: [{ scan: `p-${++scans}`, code: 'runner-42' }] }));
    ok(await dc.post(`/fulfilments/${work?.id}/pack`));
    const parcel = (await look(order.id)).parcels.at(-1) as Parcel;
    ok(await office.post(`/orders/${order.id}/cancel`, { reason: 'customer' }));
    const toPutBack = async (): Promise<unknown[]> => ok(await dc.get<{ work: unknown[] }>('/put-back?location=dc')).work;
    const before = await atHand('runner-42');
    expect(await toPutBack()).toHaveLength(1);
    expect(await tasks()).toEqual([]);
    await advance(parcel, 'sorted');
    expect(await toPutBack()).toEqual([]);
    expect(await dc.post(`/fulfilments/${work?.id}/put-back`)).toMatchObject({ status: 422, body: { code: 'fulfilment.nothing_to_put_back' } });
    expect(await tasks()).toMatchObject([{ reason: 'taken_along', can: ['assign', 'close'] }]);
    await advance(parcel, 'delivered');
    expect(await tasks()).toHaveLength(1);
    expect(await atHand('runner-42')).toEqual(before);
    expect(await events(order.id, 'ParcelTakenAlong')).toMatchObject([{ location: 'dc', lines: [{ line: 1, quantity: 1 }] }]);
    ok(await office.post(`/parcels/${parcel.id}/close`, { note: 'the customer sends it back' }));
    expect(await tasks()).toEqual([]);
    expect(await back(order, parcel)).toMatchObject({ status: 409 });
  });

  journey(['U4'], 'returned to the sender damaged: a task, the money back at once, and the goods booked as damaged when they come', async () => {
    await receive('runner-42', 1);
    const { order } = await place();
    const parcel = await ship(order);
    await advance(parcel, 'damaged');
    expect(await tasks()).toMatchObject([{ reason: 'damaged' }]);
    // Nobody has another pair: it cannot be sent again.
    const stock = await atHand('runner-42');
    if (stock.sellable > 0) ok(await office.post('/stock/corrections', { location: 'dc', lines: [{ sku: 'runner-42', from: 'sellable', to: 'missing', quantity: stock.sellable }], reason: 'a count' }));
    const refused = await office.post<{ code: string }>(`/parcels/${parcel.id}/resend`, {});
    expect(refused).toMatchObject({ status: 409, body: { code: 'returns.nowhere' } });
    expect(await events(order.id, 'ItemsCredited')).toEqual([]);
    ok(await office.post(`/parcels/${parcel.id}/refund`, {}));
    const { return: id } = ok(await back(order, parcel)) as { return: string };
    ok(await dc.post(`/returns/${id}/inspect`, { lines: [{ line: 1, quantity: 1, disposition: 'damaged' }] }));
    expect(await atHand('runner-42')).toMatchObject({ damaged: 1 });
    expect((await look(order.id)).money.payments[0]).toMatchObject({ captured: 5995, refunded: 5995 });
  });

  journey(['U4'], 'scans that come late or in another order do not undo what is known', async () => {
    await receive('runner-42', 1);
    const { order } = await place();
    const parcel = await ship(order);
    const carrier = await world.as('carrier');
    const say = async (status: string, at: string, extra: Record<string, unknown> = {}): Promise<void> => {
      ok(await carrier.post(`/parcels/${parcel.id}/scans`, { status, code: status, at, ...extra }));
    };
    await say('delivered', '2026-03-20T14:00:00.000Z');
    await say('at_pickup_point', '2026-03-20T10:00:00.000Z');
    await say('returning', '2026-03-20T12:00:00.000Z', { reason: 'refused' });
    await say('lost', '2026-03-20T13:00:00.000Z', { physical: false });
    await say('delivered', '2026-03-20T14:00:00.000Z');
    expect(stages(await look(order.id))).toEqual({ delivered: 1 });
    expect(await events(order.id, 'ParcelDelivered')).toHaveLength(1);
    expect((await look(order.id)).parcels[0]?.matter).toBeNull();
  });
});

journey(['U4'], 'nobody else decides, and nonsense is refused with nothing changed', async () => {
  await receive('runner-42', 2);
  const { order } = await place();
  const parcel = await ship(order);
  const written = async (): Promise<unknown> => (await world.spil.database.query('select max(position) as n from books.event'))[0];
  const before = await written();
  const no = async (client: Client, path: string, body: unknown, status: number, code?: string): Promise<void> => {
    const reply = await client.post<{ code: string; detail: string }>(path, body);
    expect({ status: reply.status, ...(code ? { code: reply.body.code } : {}) }, JSON.stringify(reply.body)).toEqual({ status, ...(code ? { code } : {}) });
  };
  for (const verb of ['resend', 'refund', 'close']) await no(office, `/parcels/${parcel.id}/${verb}`, {}, 409, 'returns.nothing_open');
  await no(office, `/parcels/${parcel.id}/claim`, { reference: 'X' }, 409, 'returns.nothing_open');
  await no(office, `/parcels/${parcel.id}/claim`, { reference: ' ' }, 400);
  await no(office, `/parcels/par_01h455vb4pex5vsknk084sn02q/refund`, {}, 404, 'shipping.parcel_unknown');
  await no(dc, `/parcels/${parcel.id}/refund`, {}, 403);
  await no(channel, `/parcels/${parcel.id}/resend`, {}, 403);
  await no(await world.as('store', ['utrecht']), '/returns', { order: order.id, location: 'dc', parcel: parcel.id, lines: [{ line: 1, quantity: 1 }] }, 404, 'returns.return_unknown');
  await no(dc, '/returns', { order: order.id, location: 'dc', parcel: parcel.id, lines: [{ line: 1, quantity: 2 }] }, 409, 'returns.not_there');
  await no(dc, '/returns', { order: order.id, location: 'dc', parcel: parcel.id, lines: [{ line: 7, quantity: 1 }] }, 422, 'returns.line_unknown');
  await no(dc, '/returns', { order: order.id, location: 'dc', parcel: 'par_01h455vb4pex5vsknk084sn02q', lines: [{ line: 1, quantity: 1 }] }, 422, 'returns.parcel_elsewhere');
  for (const [query, status, code] of [['', 422, 'shipping.place_missing'], ['?postalCode=nope', 422, 'shipping.place_unknown'], ['?postalCode=3511AB&carrier=nobody', 422, 'shipping.carrier_unknown'], ['?latitude=91&longitude=0', 400, 'request.invalid']] as const) {
    expect(await channel.get(`/pickup-points${query}`)).toMatchObject({ status, body: { code } });
  }
  await world.fault('postnl', { operation: 'locations', kind: 'reject', status: 503 });
  expect(await channel.get('/pickup-points?postalCode=9711LS')).toMatchObject({ status: 503, body: { code: 'shipping.carrier_unavailable', detail: expect.stringContaining('Offer home delivery') } });
  expect(await written()).toEqual(before);
});
