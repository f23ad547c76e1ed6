/** U7 to U12: bought in a store. Taken along, collected later, sent from the warehouse or from another store; late, twice, oversold and before a count; paid by cash, card and gift card. */
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { ADDRESS, anOrder } from '../support/company.ts';
import { journey } from '../support/journey.ts';
import { aSale, shelfOf } from '../support/sale.ts';
import type { SaleOptions } from '../support/sale.ts';
import { ok } from '../support/spil.ts';
import type { Client, Reply } from '../support/spil.ts';
import { watchedWorld } from '../support/watched.ts';
import type { WatchedWorld } from '../support/watched.ts';

interface Sale { order: string; number: string; receipt: string; status: string; giveBack: number; voided: boolean; lines: { units: { stage: string; quantity: number }[] }[]; deliveries: { ref: string; delivery: number; status: string; from: string[]; pickupCode: string | null }[] }
interface Order { id: string; number: string; status: string; externalNumber: string; parcels: { barcode: string | null }[]; money: { due: number; paid: number; balance: number; payments: { method: string; captured: number; refunded: number }[] }; lines: { units: { stage: string; quantity: number }[] }[]; fulfilments: { location: string }[] }

let world: WatchedWorld;
let office: Client;
const floor = new Map<string, Client>();
const at = (location: string): Client => floor.get(location) as Client;
const RUNNER = '2000000000015';
const TALL = '2000000000022';
const BOOT = '2000000000039';

beforeAll(async () => {
  world = await watchedWorld();
  office = await world.as(['service', 'operations']);
  for (const location of ['dc', 'utrecht', 'zeist', 'delft', 'leiden', 'den-haag']) floor.set(location, await world.as('store', [location]));
});
afterAll(() => world.close());

const receive = async (location: string, lines: Record<string, number>): Promise<void> => { ok(await office.post('/stock/receipts', { location, lines: Object.entries(lines).map(([sku, quantity]) => ({ sku, quantity })) })); };
const shelf = (sku: string, location: string): Promise<number> => shelfOf(office, sku, location);
const look = async (id: string): Promise<Order> => ok(await office.get<Order>(`/orders/${id}`));
const types = async (id: string): Promise<string[]> => ok(await office.get<{ events: { type: string }[] }>(`/orders/${id}/events`)).events.map(({ type }) => type);
const now = (): string => world.clock.now();
const ago = (minutes: number): string => new Date(Date.parse(now()) - minutes * 60_000).toISOString();
const sell = async (options: SaleOptions): Promise<Sale> => {
  const sale = ok(await at(options.location ?? 'utrecht').post<Sale>('/sales', aSale({ soldAt: now(), ...options })));
  return sale;
};
let scans = 0;
const workAt = async (location: string, order: string): Promise<string> => {
  const { fulfilments } = ok(await at(location).get<{ fulfilments: { id: string; order: string }[] }>('/fulfilments'));
  const mine = fulfilments.find((one) => one.order === order);
  if (!mine) throw new Error(`${location} has no work for ${order}`);
  return mine.id;
};
const pick = async (location: string, order: string, codes: readonly string[], shelfPlace?: string): Promise<string> => {
  const work = await workAt(location, order);
  ok(await at(location).post(`/fulfilments/${work}/pick`, { scans: codes.map((code) => ({ scan: `till-${++scans}`, code })), ...(shelfPlace === undefined ? {} : { shelf: shelfPlace }) }));
  return work;
};
const ship = async (location: string, order: string, codes: readonly string[]): Promise<void> => {
  const work = await pick(location, order, codes);
  const { parcels } = ok(await at(location).post<{ parcels: { id: string }[] }>(`/fulfilments/${work}/pack`));
  ok(await at(location).post('/manifests', { location, carrier: 'postnl', parcels: parcels.map(({ id }) => id) }));
};
/** The ERP's own picture of the order. */
const erpOf = async (number: string): Promise<Record<string, unknown>> => world.erp.order(number);
const mailsTo = async (to: string): Promise<{ subject: string; text: string }[]> => (await world.mails(to)).toReversed();

describe('U7: bought in the store, taken along', () => {
  journey(['U7'], 'a barcode that nobody knew: sold with its money, and once the office says what it was a line like any other, also for the ERP', async () => {
    await receive('delft', { 'boot-40': 2 });
    const sold = await sell({ location: 'delft', soldAt: ago(5), lines: [{ code: '4006381333986', price: 8995 }] });
    expect(await shelf('boot-40', 'delft')).toBe(2);
    const { items } = ok(await office.get<{ items: { id: string; order: string | null; reason: string }[] }>('/queues/holds/items'));
    expect(items.find(({ order }) => order === sold.order)?.reason).toBe('unknown_sku');
    ok(await office.post(`/orders/${sold.order}/lines/1/product`, { sku: 'boot-40', learn: true }));
    expect(await shelf('boot-40', 'delft')).toBe(1);
    expect(await types(sold.order)).toEqual(expect.arrayContaining(['HoldPlaced', 'ProductNamed', 'HoldReleased']));
    expect(await erpOf(sold.number)).toMatchObject({ order: { lines: [{ sku: 'boot-40', quantity: 1 }] }, paid: 8995 });
    await sell({ location: 'delft', lines: [{ code: '4006381333986', price: 8995 }] });
    expect(await shelf('boot-40', 'delft')).toBe(0);
    // It comes back like anything that was sold.
    ok(await at('delft').post('/returns', { order: sold.order, location: 'delft', lines: [{ line: 1, quantity: 1 }] }));
  });

  const PAID: readonly { name: string; payments: (total: number) => NonNullable<SaleOptions['payments']>; rounding?: number }[] = [
    { name: 'cash, rounded', payments: (total) => [{ method: 'cash', amount: total + 1 }], rounding: 1 },
    { name: 'a card', payments: (total) => [{ method: 'card', amount: total, ref: 'T-1' }] },
    { name: 'a gift card and the rest by card', payments: (total) => [{ method: 'gift_card', amount: 2500, ref: '6006 1' }, { method: 'card', amount: total - 2500 }] },
  ];
  for (const { name, payments, rounding = 0 } of PAID) {
    for (const customer of [null, { loyalty: 'K-1', email: 'kaart@example.com', language: 'nl' as const }]) {
      journey(['U7'], `paid by ${name}, by ${customer ? 'somebody we know' : 'nobody we know'}: complete at once, stock reduced, the ERP right, and no letter for what is carried out`, async () => {
        await receive('utrecht', { 'runner-42': 1 });
        const before = await shelf('runner-42', 'utrecht');
        const sale = await sell({ lines: [{ code: RUNNER }], rounding, payments: payments(5995), customer });
        expect(sale.status).toBe('complete');
        expect(await types(sale.order)).toEqual(['OrderPlaced', ...payments(5995).map(() => 'PaymentCaptured'), 'ItemsCollected']);
        expect(await shelf('runner-42', 'utrecht')).toBe(before - 1);
        expect((await look(sale.order)).money).toMatchObject({ due: 5995 + rounding, paid: 5995 + rounding, balance: 0 });
        expect(await erpOf(sale.number)).toMatchObject({ order: { status: 'complete' }, paid: 5995 + rounding });
        expect(await world.mails('kaart@example.com')).toEqual([]);
      });
    }
  }

  journey(['U7'], 'told twice, and again with a batch of a till that was offline: sold once', async () => {
    await receive('utrecht', { 'boot-40': 3 });
    const before = await shelf('boot-40', 'utrecht');
    const sale = aSale({ lines: [{ code: BOOT, price: 8995 }], soldAt: ago(120) });
    const first = ok(await at('utrecht').post<Sale>('/sales', sale));
    expect((await at('utrecht').post<Sale>('/sales', sale)).body.order).toBe(first.order);
    // Out of order: the later one comes first.
    const offline = [aSale({ lines: [{ code: BOOT, price: 8995 }], soldAt: ago(30) }), sale, aSale({ lines: [{ code: BOOT, price: 8995 }], soldAt: ago(90) })];
    expect(ok(await at('utrecht').post('/sales/batch', { sales: offline }))).toMatchObject({ taken: 2, already: 1, refused: 0 });
    expect(await shelf('boot-40', 'utrecht')).toBe(before - 3);
  });

  journey(['U7', 'A10'], 'oversold: the missing unit is found, both broken reservations are planned again by themselves, the customers keep their orders, and the store is asked to count', async () => {
    const there = await shelf('runner-43', 'zeist');
    await receive('zeist', { 'runner-43': 2 - there });
    const channel = await world.as('channel');
    const paid = async (): Promise<Order> => ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'runner-43', quantity: 1 }], payment: { operator: 'mollie', method: 'ideal', captured: true, ref: await world.mollie.pay({ amount: 5995, method: 'ideal' }) } })));
    const promised = [await paid(), await paid()];
    expect(promised.map(({ fulfilments }) => fulfilments[0]?.location)).toEqual(['zeist', 'zeist']);
    await receive('leiden', { 'runner-43': 2 });
    // Three are carried out where the books had two, both promised: one is found, two reservations have lost their goods.
    const sale = await sell({ location: 'zeist', lines: [{ code: TALL, quantity: 3 }], payments: [{ method: 'card', amount: 17985 }] });
    expect(sale.status).toBe('complete');
    expect(await shelf('runner-43', 'zeist')).toBe(0);
    for (const { id } of promised) {
      expect(await types(id)).toContain('ReservationBroken');
      expect((await look(id)).fulfilments.at(-1)?.location).toBe('leiden');
    }
    const { tasks } = ok(await at('zeist').get<{ tasks: { kind: string; sku: string; detail: string }[] }>('/tasks'));
    expect(tasks.filter((task) => task.kind === 'count' && task.sku === 'runner-43').length).toBeGreaterThan(0);
    for (const { id } of promised) await ship('leiden', id, [TALL]);
  });

  journey(['U7'], 'sold before a count that is booked: the shelf stays as it was counted', async () => {
    await receive('delft', { 'boot-40': 4 });
    world.clock.advance(3_600_000);
    ok(await at('delft').post('/stock/counts', { location: 'delft', lines: [{ sku: 'boot-40', counted: 3 }] }));
    const sale = await sell({ location: 'delft', lines: [{ code: BOOT, price: 8995 }], soldAt: ago(30) });
    expect(sale.status).toBe('complete');
    expect(await shelf('boot-40', 'delft')).toBe(3);
    expect(await erpOf(sale.number)).toMatchObject({ order: { status: 'complete' }, paid: 8995 });
    await sell({ location: 'delft', lines: [{ code: BOOT, price: 8995 }] });
    expect(await shelf('boot-40', 'delft')).toBe(2);
  });

  journey(['U7'], 'rung up by mistake and voided: on the shelf again, the money back, the ERP with it', async () => {
    await receive('utrecht', { 'runner-42': 1 });
    const before = await shelf('runner-42', 'utrecht');
    const sale = await sell({ lines: [{ code: RUNNER }, { code: null, kind: 'gift_card', price: 2500 }], payments: [{ method: 'cash', amount: 8495 }] });
    expect(await shelf('runner-42', 'utrecht')).toBe(before - 1);
    expect(ok(await at('utrecht').post<Sale>('/sales/void', { channel: 'till', receipt: sale.receipt, reason: 'verkeerde maat' }))).toMatchObject({ voided: true, status: 'returned', giveBack: 8495 });
    expect(await shelf('runner-42', 'utrecht')).toBe(before);
    expect((await look(sale.order)).money).toMatchObject({ due: 0, paid: 0, balance: 0, payments: [{ captured: 8495, refunded: 8495 }] });
  });
});

describe('U8: bought in the store, delivered home from the own DC', () => {
  journey(['U8', 'A8', 'A12'], 'paid at the till, fulfilled from the DC: a letter with tracking, stock and ERP right', async () => {
    await receive('dc', { 'runner-43': 1 });
    const email = 'thuis@example.com';
    const sale = await sell({ lines: [{ code: TALL, delivery: 'home' }], deliveries: [{ ref: 'home', kind: 'ship', address: ADDRESS }], customer: { email, name: 'Jo Doe', language: 'nl' } });
    expect(sale.deliveries).toMatchObject([{ ref: 'home', from: ['dc'] }]);
    expect(await types(sale.order)).toEqual(['OrderPlaced', 'PaymentCaptured', 'FulfilmentAssigned']);
    await ship('dc', sale.order, [TALL]);
    const after = await look(sale.order);
    expect(after.money).toMatchObject({ due: 5995, paid: 5995, balance: 0 });
    expect((await mailsTo(email)).some(({ text }) => text.includes(after.parcels[0]?.barcode ?? 'none'))).toBe(true);
    await world.postnl.advance('delivered');
    expect((await look(sale.order)).status).toBe('complete');
    expect(await erpOf(sale.number)).toMatchObject({ order: { status: 'complete' }, paid: 5995 });
  });

  journey(['U8'], 'what nobody has any more is not promised: the till is told what to give back', async () => {
    const sale = await sell({ lines: [{ code: BOOT, price: 8995, quantity: 99, delivery: 'home' }], deliveries: [{ ref: 'home', kind: 'ship', address: ADDRESS }], payments: [{ method: 'card', amount: 890505 }] });
    const cancelled = sale.lines[0]?.units.find(({ stage }) => stage === 'cancelled')?.quantity ?? 0;
    expect(cancelled).toBeGreaterThan(80);
    expect(sale.giveBack).toBe(cancelled * 8995);
    expect((await look(sale.order)).money.balance).toBe(0);
    ok(await office.post(`/orders/${sale.order}/cancel`, { reason: 'customer' }));
  });

  journey(['U8'], 'and voided before that was given back: all of it is given at once, and nobody is asked for it again', async () => {
    const sale = await sell({ lines: [{ code: BOOT, price: 8995 }, { code: TALL, quantity: 40, delivery: 'home' }], deliveries: [{ ref: 'home', kind: 'ship', address: ADDRESS }] });
    expect(sale.giveBack).toBeGreaterThan(0);
    const finance = await world.as('finance');
    const owed = async (): Promise<unknown[]> => ok(await finance.get<{ tasks: { order: string }[] }>('/payment-tasks?limit=200')).tasks.filter(({ order }) => order === sale.order);
    expect(await owed()).toMatchObject([{ kind: 'give_back' }]);
    expect(ok(await at('utrecht').post<Sale>('/sales/void', { channel: 'till', receipt: sale.receipt }))).toMatchObject({ voided: true, giveBack: 8995 + 40 * 5995 });
    expect(await owed()).toEqual([]);
    expect((await look(sale.order)).money).toMatchObject({ due: 0, paid: 0, payments: [{ captured: 8995 + 40 * 5995, refunded: 8995 + 40 * 5995 }] });
    expect(await at('utrecht').post('/sales/given-back', { channel: 'till', receipt: sale.receipt, amount: sale.giveBack })).toMatchObject({ status: 409, body: { code: 'sales.nothing_owed' } });
  });
});

describe('U9: bought several, one collected later in that store', () => {
  journey(['U9'], 'paid in cash and never collected: the money is owed until somebody hands it over, and only then is the customer told', async () => {
    const before = world.clock.now();
    await receive('utrecht', { 'boot-40': 1 });
    const email = 'never@example.com';
    const sale = await sell({ lines: [{ code: BOOT, price: 8995, delivery: 'later' }], deliveries: [{ ref: 'later', kind: 'collect', location: 'utrecht' }], customer: { email, language: 'en' }, payments: [{ method: 'cash', amount: 8995 }] });
    await pick('utrecht', sale.order, [BOOT], 'A');
    await world.pass(new Date(Date.parse(before) + 20 * 86_400_000).toISOString());
    const given = (amount: number): Promise<Reply<Sale & { code: string }>> => at('utrecht').post('/sales/given-back', { channel: 'till', receipt: sale.receipt, amount });
    const finance = await world.as('finance');
    const owed = async (): Promise<unknown[]> => ok(await finance.get<{ tasks: { order: string; kind: string }[] }>('/payment-tasks?limit=200')).tasks.filter(({ order }) => order === sale.order);
    const told = async (): Promise<string[]> => (await world.mails(email)).map(({ text }) => text).filter((text) => text.includes('refunded'));
    expect(ok(await at('utrecht').get<Sale>(`/sales?channel=till&receipt=${sale.receipt}`)).giveBack).toBe(8995);
    expect(await owed()).toMatchObject([{ kind: 'give_back' }]);
    expect(await told()).toEqual([]);
    expect(await given(8990)).toMatchObject({ status: 409, body: { code: 'sales.not_this_much' } });
    expect(await at('zeist').post('/sales/given-back', { channel: 'till', receipt: sale.receipt, amount: 8995 })).toMatchObject({ status: 404 });
    expect(ok(await given(8995))).toMatchObject({ status: 'cancelled', giveBack: 0 });
    expect((await look(sale.order)).money).toMatchObject({ due: 0, paid: 0, payments: [{ captured: 8995, refunded: 8995 }] });
    expect(await owed()).toEqual([]);
    expect(await told()).toHaveLength(1);
    expect(await given(8995)).toMatchObject({ status: 409, body: { code: 'sales.nothing_owed' } });
  });

  journey(['U9'], 'one along, one kept: told when it is ready, handed over on the code that stands on the receipt', async () => {
    await receive('utrecht', { 'runner-42': 1, 'boot-40': 1 });
    const email = 'later@example.com';
    const sale = await sell({ lines: [{ code: RUNNER }, { code: BOOT, price: 8995, delivery: 'later' }], deliveries: [{ ref: 'later', kind: 'collect', location: 'utrecht' }], customer: { email, language: 'en' }, payments: [{ method: 'cash', amount: 14990 }] });
    expect(sale.lines.map(({ units }) => units[0]?.stage)).toEqual(['collected', 'allocated']);
    const [later] = sale.deliveries;
    await pick('utrecht', sale.order, [BOOT], 'A1');
    expect((await mailsTo(email)).some(({ text }) => text.includes(later?.pickupCode ?? 'none'))).toBe(true);
    const collect = `/orders/${sale.order}/deliveries/${later?.delivery}/collect`;
    expect((await at('utrecht').post(collect, { code: 'AAAAAA' })).status).toBeGreaterThanOrEqual(400);
    expect((await at('zeist').post(collect, { code: later?.pickupCode })).status).toBe(404);
    ok(await at('utrecht').post(collect, { code: later?.pickupCode }));
    expect(await look(sale.order)).toMatchObject({ status: 'complete', money: { due: 14990, paid: 14990, balance: 0 } });
    expect(await erpOf(sale.number)).toMatchObject({ order: { status: 'complete' }, paid: 14990 });
  });
});

describe('U10 and U11: one along, the other sent', () => {
  journey(['U10'], 'from the DC, with the shipping paid at the till: one receipt, two ways, one payment', async () => {
    await receive('dc', { 'runner-43': 1 });
    await receive('utrecht', { 'runner-42': 1 });
    const before = await shelf('runner-43', 'dc');
    const sale = await sell({
      lines: [{ code: RUNNER }, { code: TALL, delivery: 'home' }], deliveries: [{ ref: 'home', kind: 'ship', address: ADDRESS }],
      charges: [{ ref: 'post', kind: 'shipping', name: 'Bezorgen', amount: 495, vat: [{ rate: 210_000, amount: 86 }], delivery: 'home' }], payments: [{ method: 'gift_card', amount: 5000, ref: '6006 9' }, { method: 'card', amount: 7485 }],
    });
    expect(sale.status).toBe('partly_shipped');
    await ship('dc', sale.order, [TALL]);
    expect(await shelf('runner-43', 'dc')).toBe(before - 1);
    expect((await look(sale.order)).money).toMatchObject({ due: 12485, paid: 12485, balance: 0, payments: [{ method: 'gift_card', captured: 5000 }, { method: 'card', captured: 7485 }] });
    await world.postnl.advance('delivered');
    expect(await erpOf(sale.number)).toMatchObject({ order: { status: 'complete' }, paid: 12485 });
  });

  journey(['U11'], 'to an address of its own, taken at the till; cancelling that one leaves what was taken along', async () => {
    await receive('dc', { 'runner-43': 2 });
    await receive('utrecht', { 'runner-42': 2 });
    const address = { ...ADDRESS, name: 'Oma Doe', street: 'Voorstraat', houseNumber: '3', postalCode: '2611 JK', city: 'Delft' };
    const options: SaleOptions = { lines: [{ code: RUNNER }, { code: TALL, delivery: 'oma' }], deliveries: [{ ref: 'oma', kind: 'ship', address }], customer: { name: 'Jo Doe', email: 'jo-elf@example.com', language: 'nl' }, payments: [{ method: 'card', amount: 11990 }] };
    const sale = await sell(options);
    await ship('dc', sale.order, [TALL]);
    await world.postnl.advance('delivered');
    expect(await look(sale.order)).toMatchObject({ status: 'complete', money: { balance: 0, paid: 11990 } });
    expect((await mailsTo('jo-elf@example.com')).length).toBeGreaterThan(1);

    const again = await sell(options);
    ok(await office.post(`/orders/${again.order}/cancel`, { reason: 'customer', lines: [{ line: 2, quantity: 1 }] }));
    expect(await look(again.order)).toMatchObject({ status: 'complete', money: { due: 5995, paid: 5995, balance: 0 }, lines: [{ units: [{ stage: 'collected' }] }, { units: [{ stage: 'cancelled' }] }] });
  });
});

describe('U12: bought in store A, other products sent from store B', () => {
  journey(['U12', 'A5'], "A's staff see B's stock and sell it; the work is B's, and A sees nothing of it", async () => {
    await receive('utrecht', { 'runner-42': 1 });
    for (const location of ['dc', 'utrecht', 'zeist', 'delft', 'leiden']) {
      const there = await shelf('runner-43', location);
      if (there > 0) ok(await office.post('/stock/corrections', { location, lines: [{ sku: 'runner-43', from: 'sellable', to: 'damaged', quantity: there }], reason: 'test' }));
    }
    await receive('den-haag', { 'runner-43': 1 });
    const seen = ok(await at('utrecht').get<{ locations: { location: string; available: { sku: string; quantity: number }[] }[] }>('/stock/network?sku=runner-43&from=utrecht'));
    expect(seen.locations[0]).toMatchObject({ location: 'den-haag', available: [{ sku: 'runner-43', quantity: 1 }] });
    const sale = await sell({ lines: [{ code: RUNNER }, { code: TALL, delivery: 'home' }], deliveries: [{ ref: 'home', kind: 'ship', address: ADDRESS }] });
    expect(sale.deliveries).toMatchObject([{ from: ['den-haag'] }]);
    await expect(workAt('utrecht', sale.order)).rejects.toThrow('has no work');
    await ship('den-haag', sale.order, [TALL]);
    await world.postnl.advance('delivered');
    expect(await look(sale.order)).toMatchObject({ status: 'complete', externalNumber: sale.receipt, money: { balance: 0 } });
    expect(await erpOf(sale.number)).toMatchObject({ order: { status: 'complete' }, invoiced: 11990, paid: 11990 });
    // The receipt finds it at every counter.
    expect(ok(await at('leiden').get<{ orders: { id: string }[] }>(`/counter/orders?find=${encodeURIComponent(sale.receipt)}`)).orders.map(({ id }) => id)).toEqual([sale.order]);
  });
});
