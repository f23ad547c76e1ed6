/** U2: bought online, collected in a chosen store. From its own shelf or brought there, told once when all is there, handed over on a code, in parts; not collected, elsewhere, refused, missing. */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { ADDRESS, anOrder } from '../support/company.ts';
import { codeOf, subjectsTo, tokenOf } from '../support/customer.ts';
import { journey } from '../support/journey.ts';
import { ok } from '../support/spil.ts';
import type { Client } from '../support/spil.ts';
import { watchedWorld } from '../support/watched.ts';
import type { WatchedWorld } from '../support/watched.ts';

interface Order {
  id: string; number: string; status: string; fulfilments: { id: string; location: string; kind: string; destination: string | null }[]; deliveries: { kind: string; location: string | null }[];
  lines: { line: number; sku: string; units: { stage: string; location: string | null; quantity: number }[] }[]; money: { due: number; paid: number; balance: number; payments: { captured: number; refunded: number; authorisedLeft: number }[] };
}

let world: WatchedWorld;
let channel: Client;
let office: Client;
const floor = new Map<string, Client>();
const at = (location: string): Client => floor.get(location) as Client;
const PLACES = ['dc', 'utrecht', 'zeist', 'delft', 'leiden', 'den-haag'] as const;
const MAIL = 'jo@example.com';

beforeAll(async () => {
  world = await watchedWorld();
  channel = await world.as('channel');
  office = await world.as(['service', 'operations']);
  for (const location of PLACES) floor.set(location, await world.as('store', [location]));
});
afterAll(() => world.close());

/** Exactly this lies where it may be promised, so that what is planned is no accident. */
async function shelves(where: Partial<Record<(typeof PLACES)[number], Record<string, number>>>): Promise<void> {
  await world.step(async () => {
    for (const location of PLACES) ok(await office.post('/stock/counts', { location, lines: ['runner-42', 'runner-43', 'boot-40'].map((sku) => ({ sku, counted: where[location]?.[sku] ?? 0 })) }));
  });
}
const look = async (id: string): Promise<Order> => ok(await office.get<Order>(`/orders/${id}`));
const where = (order: Order): string[] => order.lines.flatMap((line) => line.units.map((unit) => `${unit.quantity} ${line.sku} ${unit.stage}`)).sort();
const subjects = (order: Order): Promise<string[]> => subjectsTo(world, MAIL, order);
const events = async (order: Order): Promise<string[]> => ok(await office.get<{ events: { type: string }[] }>(`/orders/${order.id}/events`)).events.map(({ type }) => type);
const collect = (order: Order, body: Record<string, unknown> = {}, location = 'delft') => at(location).post<Order>(`/orders/${order.id}/deliveries/1/collect`, { code: codeOf(order), ...body });

const PAYMENTS: readonly { name: string; method: string; captured: boolean }[] = [
  { name: 'iDEAL, captured at once', method: 'ideal', captured: true },
  { name: 'a card, captured once', method: 'creditcard', captured: false },
  { name: 'Klarna, captured with each departure', method: 'klarna', captured: false },
];
type Payment = (typeof PAYMENTS)[number];
const IDEAL = PAYMENTS[0] as Payment;
const PRICE: Readonly<Record<string, number>> = { 'runner-42': 5995, 'runner-43': 5995, 'boot-40': 8995 };

async function place(lines: Record<string, number>, payment: Payment = IDEAL): Promise<Order> {
  const sold = Object.entries(lines).map(([sku, quantity]) => ({ sku, quantity, price: PRICE[sku] ?? 0 }));
  const ref = await world.mollie.pay({ amount: sold.reduce((sum, line) => sum + line.price * line.quantity, 0), method: payment.method });
  const placed = ok(await channel.post<Order>('/orders', anOrder({ lines: sold, delivery: { kind: 'pickup', location: 'delft' }, payment: { operator: 'mollie', method: payment.method, captured: payment.captured, ref }, placedAt: world.clock.now() })));
  return placed;
}
let scans = 0;
/** The work of a location for this order: picked, product by product; put on a shelf, or given to the van. */
async function pick(order: Order, location: string, shelf: string | null = null): Promise<string> {
  const { fulfilments } = ok(await at(location).get<{ fulfilments: { id: string; order: string }[] }>('/fulfilments'));
  const work = fulfilments.find((one) => one.order === order.id)?.id ?? '';
  const { lines } = ok(await at(location).get<{ lines: { sku: string; toPick: number }[] }>(`/fulfilments/${work}`));
  ok(await at(location).post(`/fulfilments/${work}/pick`, { shelf, scans: lines.flatMap(({ sku, toPick }) => Array.from({ length: toPick }, () => ({ scan: `u2-${(scans += 1)}`, code: sku }))) }));
  return work;
}
async function send(order: Order, location: string, load: string): Promise<void> {
  const work = await pick(order, location);
  ok(await at(location).post(`/fulfilments/${work}/transfer`, { load }));
}
async function receive(load: string, body: Record<string, unknown> = {}): Promise<void> {
  ok(await at('delft').post(`/loads/${load}/receive`, body));
}

describe('U2: collected in the chosen store, from its own shelf', () => {
  for (const payment of PAYMENTS) {
    journey(['U2', 'A5', 'A8', 'A12'], `paid by ${payment.name}: one message when it is ready, a wrong code refused, handed over, the money captured`, async () => {
      await shelves({ delft: { 'runner-42': 2 }, dc: { 'runner-42': 5 } });
      const order = await place({ 'runner-42': 2 }, payment);
      expect(order.fulfilments).toMatchObject([{ location: 'delft', kind: 'pickup' }]);
      expect(await collect(order)).toMatchObject({ status: 409, body: { code: 'fulfilment.not_ready' } });
      await pick(order, 'delft', 'A-7');
      expect(await subjects(order)).toEqual(['We hebben je bestelling # ontvangen', 'Je bestelling # is klaar om af te halen']);
      expect((await world.mails(MAIL)).at(-1)?.text).toContain(codeOf(order));
      expect(await collect(order, { code: 'AAAAAA' })).toMatchObject({ status: 422, body: { code: 'fulfilment.wrong_code' } });
      expect((await collect(order, {}, 'leiden')).status).toBe(404);
      ok(await collect(order));
      expect(await look(order.id)).toMatchObject({ status: 'complete', money: { due: 11990, paid: 11990, balance: 0, payments: [{ captured: 11990, refunded: 0, authorisedLeft: 0 }] } });
      expect(await collect(order)).toMatchObject({ status: 409, body: { code: 'fulfilment.not_ready' } });
      expect((await events(order)).filter((type) => type === 'DeliveryReady' || type === 'ItemsCollected')).toEqual(['DeliveryReady', 'ItemsCollected']);
      expect(await world.erp.order(order.number)).toMatchObject({ paid: 11990 });
    });
  }

  journey(['U2'], 'handed over in parts, and never more than there is', async () => {
    await shelves({ delft: { 'runner-42': 2, 'boot-40': 1 } });
    const order = await place({ 'runner-42': 2, 'boot-40': 1 }, PAYMENTS[2]);
    await pick(order, 'delft', 'A-7');
    ok(await collect(order, { lines: [{ line: 1, quantity: 1 }] }));
    expect(await look(order.id)).toMatchObject({ money: { payments: [{ captured: 5995 }] } });
    expect(await collect(order, { lines: [{ line: 1, quantity: 2 }] })).toMatchObject({ status: 422, body: { code: 'fulfilment.more_than_there_is' } });
    expect(await collect(order, { lines: [{ line: 7, quantity: 1 }] })).toMatchObject({ status: 422, body: { code: 'fulfilment.more_than_there_is' } });
    ok(await collect(order, { lines: [{ line: 1, quantity: 1 }, { line: 2, quantity: 1 }] }));
    expect(await look(order.id)).toMatchObject({ status: 'complete', money: { due: 20985, balance: 0, payments: [{ captured: 20985 }] } });
    expect((await subjects(order)).filter((subject) => subject.includes('klaar'))).toHaveLength(1);
  });
});

describe('U2: brought to the chosen store', () => {
  for (const payment of PAYMENTS) {
    journey(['U2', 'A4', 'A9'], `paid by ${payment.name}, brought from one location: on its way, then ready, each told once`, async () => {
      await shelves({ leiden: { 'boot-40': 1 } });
      const order = await place({ 'boot-40': 1 }, payment);
      expect(order.fulfilments).toMatchObject([{ location: 'leiden', kind: 'transfer', destination: 'delft' }]);
      await send(order, 'leiden', `T1-${order.number}`);
      expect((await look(order.id)).money.balance).toBe(payment.captured ? 0 : 8995);
      await receive(`T1-${order.number}`, { shelves: [{ order: order.id, shelf: 'B-2' }] });
      expect(await subjects(order)).toEqual(['We hebben je bestelling # ontvangen', 'Je bestelling # is op weg naar Delft', 'Je bestelling # is klaar om af te halen']);
      ok(await collect(order));
      expect(await look(order.id)).toMatchObject({ status: 'complete', money: { balance: 0, payments: [{ captured: 8995 }] } });
    });
  }

  journey(['U2', 'A4', 'A9'], 'from its own shelf and from two others: not a word of ready before the last of three is there', async () => {
    await shelves({ delft: { 'runner-42': 1 }, leiden: { 'boot-40': 1 }, dc: { 'runner-43': 1 } });
    const order = await place({ 'runner-42': 1, 'boot-40': 1, 'runner-43': 1 });
    expect(order.fulfilments.map(({ location }) => location).sort()).toEqual(['dc', 'delft', 'leiden']);
    await pick(order, 'delft', 'A-7');
    await send(order, 'leiden', `T2-${order.number}`);
    await receive(`T2-${order.number}`);
    expect(await collect(order)).toMatchObject({ status: 409, body: { code: 'fulfilment.not_ready' } });
    await send(order, 'dc', `T3-${order.number}`);
    expect((await subjects(order)).some((subject) => subject.includes('klaar'))).toBe(false);
    await receive(`T3-${order.number}`);
    expect((await subjects(order)).slice(1)).toEqual(['Je bestelling # is op weg naar Delft', 'Je bestelling # is klaar om af te halen']);
    ok(await collect(order));
  });

  journey(['U2', 'A9', 'A10'], 'a part is missing in the tote: another location brings it, and it is ready only then', async () => {
    await shelves({ leiden: { 'boot-40': 2 }, utrecht: { 'boot-40': 1 } });
    const order = await place({ 'boot-40': 2 });
    await send(order, 'leiden', `T4-${order.number}`);
    await receive(`T4-${order.number}`, { found: [{ code: 'boot-40', good: 1, damaged: 0 }] });
    expect(where(await look(order.id))).toEqual(['1 boot-40 allocated', '1 boot-40 picked']);
    expect((await subjects(order)).some((subject) => subject.includes('klaar'))).toBe(false);
    await send(order, 'utrecht', `T5-${order.number}`);
    // Blank is not zero: a tote that nobody looked into keeps what is in it.
    await receive(`T5-${order.number}`, { found: [] });
    expect(where(await look(order.id))).toEqual(['1 boot-40 in_transfer', '1 boot-40 picked']);
    await receive(`T5-${order.number}`);
    ok(await collect(order));
    expect(await look(order.id)).toMatchObject({ status: 'complete', money: { due: 17990, balance: 0 } });
  });

  journey(['U2', 'A9', 'A10'], 'refused by the sending store: another is asked; nowhere left: that part is cancelled and paid back, the rest is ready', async () => {
    await shelves({ leiden: { 'boot-40': 1 }, utrecht: { 'boot-40': 1 }, delft: { 'runner-42': 1 } });
    const order = await place({ 'runner-42': 1, 'boot-40': 1 });
    await pick(order, 'delft', 'A-7');
    for (let round = 0; round < 2; round += 1) {
      const last = (await look(order.id)).fulfilments.at(-1);
      expect(last).toMatchObject({ kind: 'transfer', destination: 'delft' });
      ok(await at(last?.location ?? '').post(`/fulfilments/${last?.id}/short`, { line: 2, quantity: 1, reason: 'not_found' }));
    }
    expect(where(await look(order.id))).toEqual(['1 boot-40 cancelled', '1 runner-42 ready']);
    expect(await look(order.id)).toMatchObject({ money: { due: 5995, payments: [{ captured: 14990, refunded: 8995 }] } });
    expect((await subjects(order)).filter((subject) => subject.includes('klaar'))).toHaveLength(1);
    ok(await collect(order));
  });
});

describe('U2: nobody comes, or the customer wants it elsewhere', () => {
  const until = async (instant: string): Promise<void> => {
    await world.pass(instant);
  };

  for (const payment of PAYMENTS) {
    journey(['U2', 'A12'], `paid by ${payment.name}: reminded, not collected in time; stock and money are back, and the customer is told`, async () => {
      world.clock.set(payment.method === 'ideal' ? '2026-04-07T09:00:00.000Z' : payment.method === 'creditcard' ? '2026-05-05T09:00:00.000Z' : '2026-06-02T09:00:00.000Z');
      const end = new Date(Date.parse(world.clock.now()) + 14 * 86_400_000).toISOString();
      await shelves({ delft: { 'runner-42': 1 }, leiden: { 'boot-40': 1 } });
      const order = await place({ 'runner-42': 1, 'boot-40': 1 }, payment);
      await pick(order, 'delft', 'A-7');
      await send(order, 'leiden', `T6-${order.number}`);
      await receive(`T6-${order.number}`);
      if (payment.method === 'creditcard') {
        // A card's authorisation lapses while it lies there: who comes pays first, and is told so once.
        await until(new Date(Date.parse(end) - 6 * 86_400_000).toISOString());
        expect((await subjects(order)).filter((subject) => subject === 'Bestelling #: betaal nog € 149,90')).toHaveLength(1);
      }
      await until(`${new Date(Date.parse(end) - 3 * 86_400_000).toISOString().slice(0, 10)}T08:00:00.000Z`);
      expect((await subjects(order)).at(-1)).toBe('Je bestelling # ligt nog voor je klaar');
      await until(`${end.slice(0, 10)}T21:59:59.000Z`);
      expect(where(await look(order.id))).toEqual(['1 boot-40 ready', '1 runner-42 ready']);
      await until(`${end.slice(0, 10)}T22:00:00.000Z`);
      const after = await look(order.id);
      expect(where(after)).toEqual(['1 boot-40 cancelled', '1 runner-42 cancelled']);
      expect(after.money).toMatchObject({ due: 0, paid: 0, balance: 0, payments: [payment.captured ? { captured: 14990, refunded: 14990 } : { captured: 0, refunded: 0, authorisedLeft: 0 }] });
      expect((await world.mails(MAIL)).some((mail) => mail.text.includes(order.number) && mail.text.includes('niet binnen de afgesproken tijd afgehaald'))).toBe(true);
      expect(await collect(order)).toMatchObject({ status: 409, body: { code: 'fulfilment.not_ready' } });
      for (const { fulfilment } of ok(await at('delft').get<{ work: { fulfilment: string }[] }>('/put-back?location=delft')).work) ok(await at('delft').post('/put-back', { fulfilment, location: 'delft' }));
      const { balances } = ok(await office.get<{ balances: { location: string; state: string; quantity: number; reserved: number }[] }>('/stock?sku=boot-40'));
      expect(balances.filter((one) => one.quantity > 0)).toEqual([expect.objectContaining({ location: 'delft', state: 'sellable', quantity: 1, reserved: 0 })]);
    });
  }

  journey(['U2', 'A9'], 'the customer changes the store through the link: it goes on from where it lies, and is collected there', async () => {
    world.clock.set('2026-07-07T09:00:00.000Z');
    await shelves({ delft: { 'boot-40': 1 } });
    const order = await place({ 'boot-40': 1 });
    await pick(order, 'delft', 'A-7');
    const token = await tokenOf(world, order);
    ok(await at('delft').post(`/customer/orders/${token}/deliveries/1/change`, { location: 'leiden' }));
    await send(order, 'delft', `T7-${order.number}`);
    ok(await at('leiden').post(`/loads/T7-${order.number}/receive`, {}));
    expect((await subjects(order)).slice(1)).toEqual(['Je bestelling # is klaar om af te halen', 'Je haalt bestelling # af bij Leiden', 'Je bestelling # is op weg naar Leiden', 'Je bestelling # is klaar om af te halen']);
    expect((await collect(order)).status).toBe(404);
    ok(await collect(order, {}, 'leiden'));
    expect(await look(order.id)).toMatchObject({ status: 'complete', money: { balance: 0 } });
  });

  journey(['U2', 'U6'], 'turned into a home delivery: it leaves the store as a parcel', async () => {
    await shelves({ delft: { 'boot-40': 1 } });
    const order = await place({ 'boot-40': 1 }, PAYMENTS[2]);
    await pick(order, 'delft', 'A-7');
    const token = await tokenOf(world, order);
    ok(await at('delft').post(`/customer/orders/${token}/deliveries/1/change`, { address: ADDRESS }));
    const work = await pick(order, 'delft');
    ok(await at('delft').post(`/fulfilments/${work}/pack`));
    ok(await at('delft').post('/manifests', { location: 'delft', carrier: 'postnl' }));
    expect(await look(order.id)).toMatchObject({ status: 'shipped', money: { due: 8995, paid: 8995, balance: 0, payments: [{ captured: 8995 }] } });
    expect((await subjects(order)).at(-1)).toMatch(/onderweg/);
  });
});
