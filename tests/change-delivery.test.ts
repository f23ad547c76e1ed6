/** A delivery that goes elsewhere, over HTTP: another store, home, a store instead of home; what lies in hand goes on or is put back, money follows, and what cannot be is refused with nothing changed. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADDRESS, anOrder } from './support/company.ts';
import { codeOf, subjectsTo, tokenOf } from './support/customer.ts';
import { ok } from './support/spil.ts';
import type { Client, Reply } from './support/spil.ts';
import { watchedWorld } from './support/watched.ts';
import type { WatchedWorld } from './support/watched.ts';

interface Order {
  id: string; number: string; status: string; version: number; onHold: boolean; fulfilments: { id: string; location: string; kind: string; destination: string | null }[]; holds: { reason: string }[]; deliveries: { kind: string; location: string | null; can: string[] }[];
  lines: { line: number; units: { stage: string; location: string | null; quantity: number }[] }[]; money: { due: number; paid: number; balance: number; payments: { captured: number; refunded: number }[] };
}

let world: WatchedWorld;
let channel: Client;
let office: Client;
const stores = new Map<string, Client>();
const at = (location: string): Client => stores.get(location) as Client;
const MAIL = 'jo@example.com';
const count = async (location: string, lines: Record<string, number>): Promise<void> => { ok(await office.post('/stock/counts', { location, lines: Object.entries(lines).map(([sku, counted]) => ({ sku, counted })) })); };
/** Only these have the boots; what lies picked somewhere is beside it. */
const stock = (where: Record<string, number>): Promise<void> => world.step(async () => { for (const location of ['dc', 'utrecht', 'zeist', 'den-haag', 'delft', 'leiden']) await count(location, { 'boot-40': where[location] ?? 0 }); });
const look = async (order: Order): Promise<Order> => ok(await office.get<Order>(`/orders/${order.id}`));
const where = (order: Order): string[] => order.lines.flatMap((line) => line.units.filter((unit) => unit.stage !== 'cancelled').map((unit) => `${unit.quantity} ${unit.stage}${unit.location === null ? '' : ` ${unit.location}`}`)).sort();
const token = (order: Order): Promise<string> => tokenOf(world, order);
const subjects = (order: Order): Promise<string[]> => subjectsTo(world, MAIL, order);
const change = (order: Order, body: Record<string, unknown>, who: Client = office): Promise<Reply<Order>> => who.post<Order>(`/orders/${order.id}/deliveries/1/change`, body);

async function place(delivery: { kind: 'ship' } | { kind: 'pickup'; location: string }, quantity = 1, more: Partial<Parameters<typeof anOrder>[0]> = {}): Promise<Order> {
  const total = 8995 * quantity + (more.shipping ?? 0);
  const payment = { operator: 'mollie', method: 'ideal', captured: true, ref: await world.mollie.pay({ amount: total, method: 'ideal' }) };
  return ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: 'boot-40', quantity, price: 8995 }], delivery, payment, ...more })));
}
let scans = 0;
async function pick(order: Order, location: string, quantity: number, shelf: string | null = null): Promise<string> {
  const work = (await look(order)).fulfilments.findLast((one) => one.location === location)?.id ?? '';
  ok(await at(location).post(`/fulfilments/${work}/pick`, { shelf, scans: Array.from({ length: quantity }, () => ({ scan: `c${(scans += 1)}`, code: 'boot-40' })) }));
  return work;
}
const readyAtDelft = async (quantity = 1): Promise<Order> => {
  const order = await place({ kind: 'pickup', location: 'delft' }, quantity);
  await pick(order, 'delft', quantity, 'A-1');
  expect((await look(order)).status).toBe('ready');
  return order;
};

beforeAll(async () => {
  world = await watchedWorld();
  [channel, office] = await Promise.all([world.as('channel'), world.as(['service', 'operations'])]);
  for (const location of ['dc', 'delft', 'leiden', 'utrecht']) stores.set(location, await world.as('store', [location]));
});
afterAll(() => world.close());

describe('a pickup goes to another store', () => {
  it('nothing is picked yet: it is planned again, and the new store has it itself', async () => {
    await stock({ delft: 1, leiden: 1 });
    const order = await place({ kind: 'pickup', location: 'delft' });
    expect(where(ok(await change(order, { location: 'leiden' })))).toEqual(['1 allocated leiden']);
    expect(await subjects(order)).toEqual([expect.any(String), 'Je haalt bestelling # af bij Leiden']);
    await pick(order, 'leiden', 1, 'L-1');
    expect((await world.mails(MAIL)).at(-1)?.text).toContain('Leiden');
    expect((await at('delft').post(`/orders/${order.id}/deliveries/1/collect`, { code: codeOf(order) })).status).toBe(404);
    ok(await at('leiden').post(`/orders/${order.id}/deliveries/1/collect`, { code: codeOf(order) }));
  });

  it('it is ready, and the new store has none: it goes on from where it lies, and is told ready again, there', async () => {
    await stock({ delft: 1 });
    const order = await readyAtDelft();
    const after = ok(await change(order, { location: 'leiden' }, at('delft')));
    expect(after.deliveries[0]).toMatchObject({ kind: 'pickup', location: 'leiden' });
    expect((await look(order)).fulfilments.at(-1)).toMatchObject({ location: 'delft', kind: 'transfer', destination: 'leiden' });
    expect(where(await look(order))).toEqual(['1 allocated delft']);
    expect(ok(await at('delft').get<{ pickups: unknown[] }>('/pickups?location=delft')).pickups).toEqual([]);
    expect((await at('delft').post(`/orders/${order.id}/deliveries/1/extend`)).status).toBe(404);

    const work = await pick(order, 'delft', 1);
    ok(await at('delft').post(`/fulfilments/${work}/transfer`, { load: `V-${order.number}` }));
    // In the van nothing is changed, whoever asks.
    expect(await change(order, { location: 'delft' })).toMatchObject({ status: 409, body: { code: 'fulfilment.in_the_van' } });
    ok(await at('leiden').post(`/loads/V-${order.number}/receive`, {}));
    expect(await subjects(order)).toEqual([expect.any(String), 'Je bestelling # is klaar om af te halen', 'Je haalt bestelling # af bij Leiden', 'Je bestelling # is op weg naar Leiden', 'Je bestelling # is klaar om af te halen']);
    ok(await at('leiden').post(`/orders/${order.id}/deliveries/1/collect`, { code: codeOf(order) }));
  });

  it('it is ready, and the new store has it on its own shelf: nobody waits for a van, and what was ready is put back', async () => {
    await stock({ delft: 2, leiden: 2 });
    const order = await readyAtDelft(2);
    expect(where(ok(await change(order, { location: 'leiden' })))).toEqual(['2 allocated leiden']);
    const { work } = ok(await at('delft').get<{ work: { fulfilment: string; lines: { quantity: number }[] }[] }>('/put-back?location=delft'));
    expect(work).toEqual([expect.objectContaining({ lines: [expect.objectContaining({ quantity: 2 })] })]);
    ok(await at('delft').post('/put-back', { fulfilment: work[0]?.fulfilment, location: 'delft', scans: [{ code: 'boot-40', quantity: 2 }] }));
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
  });

  it('and back again, before anybody did anything', async () => {
    await stock({ delft: 1 });
    const order = await readyAtDelft();
    await world.step(async () => {
      ok(await change(order, { location: 'leiden' }));
      expect(where(ok(await change(order, { location: 'delft' })))).toEqual(['1 allocated delft']);
    });
    await pick(order, 'delft', 1, 'A-2');
    expect(await look(order)).toMatchObject({ status: 'ready' });
    // Of two changes in one breath the customer is told the last.
    expect((await subjects(order)).filter((subject) => subject.startsWith('Je haalt'))).toEqual(['Je haalt bestelling # af bij Delft']);
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
  });
});

describe('home and store', () => {
  it('a pickup that is ready is sent home from where it lies; a price asked for it holds the work until it is paid', async () => {
    await stock({ delft: 1, dc: 1 });
    const order = await readyAtDelft();
    const after = ok(await change(order, { address: ADDRESS, price: 495 }));
    expect(after).toMatchObject({ onHold: true, deliveries: [{ kind: 'ship', location: null }], money: { due: 9490, paid: 8995, balance: 495 } });
    expect(after.holds.map(({ reason }) => reason)).toEqual(['payment_pending']);
    expect((await look(order)).fulfilments.at(-1)).toMatchObject({ location: 'delft', kind: 'ship' });
    expect((await subjects(order)).at(-1)).toBe('Je bestelling # komt naar je toe');
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
  });

  it('without a price it leaves as any parcel does, and the mail knows the address', async () => {
    await stock({ delft: 1 });
    const order = await readyAtDelft();
    ok(await change(order, { address: { ...ADDRESS, street: 'Nieuwegracht', houseNumber: '3' } }));
    expect((await world.mails(MAIL)).at(-1)?.text).toContain('Nieuwegracht 3');
    const work = await pick(order, 'delft', 1);
    ok(await at('delft').post(`/fulfilments/${work}/pack`));
    expect(await change(order, { location: 'leiden' })).toMatchObject({ status: 409, body: { code: 'orders.too_late' } });
    ok(await at('delft').post('/manifests', { location: 'delft', carrier: 'postnl' }));
    expect(await look(order)).toMatchObject({ status: 'shipped', money: { due: 8995, balance: 0 } });
  });

  it('a home delivery is collected instead: the shipping goes off and back', async () => {
    await stock({ dc: 1 });
    const order = await place({ kind: 'ship' }, 1, { shipping: 495 });
    expect(order.fulfilments).toMatchObject([{ location: 'dc', kind: 'ship' }]);
    const after = ok(await change(order, { location: 'delft' }));
    expect(after).toMatchObject({ deliveries: [{ kind: 'pickup', location: 'delft' }], money: { due: 8995 } });
    expect(await look(order)).toMatchObject({ money: { paid: 8995, balance: 0, payments: [{ captured: 9490, refunded: 495 }] } });
    expect((await look(order)).fulfilments.at(-1)).toMatchObject({ location: 'dc', kind: 'transfer', destination: 'delft' });
    const work = await pick(order, 'dc', 1);
    ok(await at('dc').post(`/fulfilments/${work}/transfer`, { load: `V-${order.number}` }));
    ok(await at('delft').post(`/loads/V-${order.number}/receive`, {}));
    ok(await at('delft').post(`/orders/${order.id}/deliveries/1/collect`, { code: codeOf(order) }));
  });

  it('where the shop holds the money, a price is refused in words, and nothing changed', async () => {
    await stock({ delft: 1 });
    const order = await place({ kind: 'pickup', location: 'delft' }, 1, { payment: { operator: 'channel', method: 'shop', captured: true } });
    const before = await look(order);
    expect(await change(order, { address: ADDRESS, price: 495 })).toMatchObject({ status: 409, body: { code: 'fulfilment.cannot_pay_more' } });
    expect(await look(order)).toEqual(before);
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
  });
});

describe('what cannot be', () => {
  it.each<[string, Record<string, unknown>, number, string]>([
    ['the same store', { location: 'delft' }, 409, 'fulfilment.same_destination'],
    ['a store that is not there', { location: 'nowhere' }, 422, 'fulfilment.place_unknown'],
    ['a store where nothing is handed out', { location: 'dc' }, 409, 'fulfilment.no_pickup'],
    ['a closed store', { location: 'zeist' }, 409, 'fulfilment.location_closed'],
    ['a country that no delivery time names', { address: { ...ADDRESS, country: 'US', postalCode: '10001', city: 'New York' } }, 409, 'fulfilment.not_offered'],
    ['both at once', { location: 'leiden', address: ADDRESS }, 400, 'request.invalid'],
    ['neither', {}, 400, 'request.invalid'],
    ['an address without a street', { address: { ...ADDRESS, street: ' ' } }, 400, 'request.invalid'],
    ['a price below nothing', { address: ADDRESS, price: -1 }, 400, 'request.invalid'],
  ])('is refused: %s', async (_what, body, status, code) => {
    await stock({ delft: 1 });
    await world.spil.database.query(`update locations.location set active = code <> 'zeist', capabilities = case when code = 'dc' then '{ship,return}' else '{ship,pickup,return}'::text[] end`);
    await world.spil.database.query(`update kernel.epoch set value = value + 1 where name = 'settings'`);
    const order = await place({ kind: 'pickup', location: 'delft' });
    const before = await look(order);
    expect(await change(order, body)).toMatchObject({ status, body: { code } });
    expect(await look(order)).toEqual(before);
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
  });

  it('by another store’s account, of another delivery, or after it was collected', async () => {
    await stock({ delft: 2 });
    const order = await readyAtDelft(2);
    expect((await change(order, { location: 'leiden' }, at('leiden'))).status).toBe(404);
    expect(await office.post(`/orders/${order.id}/deliveries/9/change`, { location: 'leiden' })).toMatchObject({ status: 422, body: { code: 'orders.delivery_unknown' } });
    ok(await at('delft').post(`/orders/${order.id}/deliveries/1/collect`, { code: codeOf(order), lines: [{ line: 1, quantity: 1 }] }));
    expect((await look(order)).deliveries[0]?.can).toEqual(['change']);
    ok(await at('delft').post(`/orders/${order.id}/deliveries/1/collect`, { code: codeOf(order) }));
    expect((await look(order)).deliveries[0]?.can).toEqual([]);
    expect(await change(order, { location: 'leiden' })).toMatchObject({ status: 409, body: { code: 'orders.too_late' } });
  });

  it('when something that was promised would have no place there', async () => {
    await stock({ delft: 1 });
    const order = await place({ kind: 'pickup', location: 'delft' });
    // From now on a pickup comes from its own store only, and Leiden has none.
    const draft = ok(await office.post<{ version: number }>('/settings/strategy/far/versions', { body: { name: 'No transfers', when: 'delivery.kind == "pickup"', filters: [{ name: 'own store only', keep: 'location.code == delivery.store', hard: true }], limits: { maxLocations: null, maxKilometres: null, respectCapacity: 'hard', overCapacity: 0 }, split: 'allowed', splitWorth: 0, cost: { currency: 'EUR', parcel: 495, handling: {}, perUnit: 0, perKilometre: 1, split: 0, lateDay: 0, scarcity: 0, scarcityBelow: 0, workload: 0, transfer: 250, carbonPerKilometre: 0 }, unplaced: 'cancel' } }));
    ok(await office.post(`/settings/strategy/far/versions/${draft.version}/activate`));
    const before = await look(order);
    expect(await change(order, { location: 'leiden' })).toMatchObject({ status: 409, body: { code: 'fulfilment.no_stock' } });
    expect(await look(order)).toEqual(before);
    ok(await office.post('/settings/strategy/far/retire'));
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
  });
});

describe('by the rules of selling', () => {
  interface Offered { stores: { location: string; breaks: { name: string } | null }[]; home: object | null }
  const inForce = async (rules: Record<string, unknown>[]): Promise<void> => {
    const { version } = ok(await office.post<{ version: number }>('/settings/availability/collecting/versions', { body: { name: 'Collecting', rules } }));
    ok(await office.post(`/settings/availability/collecting/versions/${version}/activate`));
  };
  const shown = async (order: Order): Promise<string[]> => ok(await at('delft').get<Offered>(`/customer/orders/${await token(order)}/deliveries/1/change`)).stores.map(({ location }) => location);
  const basket = async (quantity = 1): Promise<string[]> => ok(await channel.post<{ stores: { location: string }[] }>('/delivery-options', { channel: 'web', lines: [{ sku: 'boot-40', quantity }], to: { postalCode: '2611 GS' }, kinds: ['store'] })).stores.map(({ location }) => location);
  const told = async (order: Order): Promise<string> => JSON.stringify(ok(await office.get(`/orders/${order.id}/timeline`)));

  it('the customer is offered what a new order would be, and may have nothing else; the office may, with a reason that is kept', async () => {
    await stock({ delft: 1, leiden: 5, 'den-haag': 5, utrecht: 5 });
    const order = await place({ kind: 'pickup', location: 'delft' });
    await inForce([
      { name: 'More than 2', when: 'delivery == "pickup"', effect: { kind: 'threshold', below: 3 } }, { name: 'Not in Leiden', when: 'location.code == "leiden"', effect: { kind: 'not_for_pickup' } },
      { name: 'The 2 nearest', effect: { kind: 'nearest', stores: 2, by: 'place' } },
    ]);
    expect(await basket()).toEqual(['den-haag', 'utrecht']);
    expect(await shown(order)).toEqual(['den-haag', 'utrecht']);
    const before = await look(order);
    expect(await at('delft').post(`/customer/orders/${await token(order)}/deliveries/1/change`, { location: 'leiden' })).toMatchObject({ status: 409, body: { code: 'selfservice.cannot_change' } });
    expect(await change(order, { location: 'leiden' }, at('delft'))).toMatchObject({ status: 409, body: { code: 'fulfilment.not_offered' } });
    expect(await change(order, { location: 'leiden' })).toMatchObject({ status: 422, body: { code: 'fulfilment.reason_needed', detail: expect.stringContaining('"Not in Leiden" of collecting (version 1)') } });
    expect(await change(order, { location: 'leiden', reason: ' ' })).toMatchObject({ status: 400, body: { code: 'request.invalid' } });
    expect(await look(order)).toEqual(before);
    const { stores: all } = ok(await office.get<Offered>(`/orders/${order.id}/deliveries/1/change`));
    expect(all.slice(0, 3).map(({ location, breaks }) => [location, breaks?.name ?? null])).toEqual([['den-haag', null], ['leiden', 'Not in Leiden'], ['utrecht', null]]);
    expect(ok(await at('delft').get<Offered>(`/orders/${order.id}/deliveries/1/change`)).stores.map(({ location }) => location)).toEqual(['den-haag', 'utrecht']);
    expect(ok(await change(order, { location: 'leiden', reason: 'Lives next door' })).deliveries[0]).toMatchObject({ location: 'leiden' });
    expect(await told(order)).toContain('"rule":"Not in Leiden","reason":"Lives next door"');
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
  });

  it('a store beyond the nearest is refused, unless they are counted from elsewhere', async () => {
    await stock({ delft: 4, leiden: 5, 'den-haag': 5, utrecht: 5 });
    const order = await place({ kind: 'pickup', location: 'delft' });
    await inForce([{ name: 'The 2 nearest', effect: { kind: 'nearest', stores: 2, by: 'place' } }]);
    expect([await basket(), await shown(order)]).toEqual([['delft', 'den-haag'], ['den-haag']]);
    const key = await token(order);
    expect((await at('delft').post(`/customer/orders/${key}/deliveries/1/change`, { location: 'utrecht' })).status).toBe(409);
    ok(await at('delft').post(`/customer/orders/${key}/deliveries/1/change`, { location: 'utrecht', near: { postalCode: '3511 LN' } }));
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
  });

  it('no safety stock keeps an order from its own goods, and a fence keeps it from those of others', async () => {
    await stock({ dc: 1 });
    const order = await place({ kind: 'ship' });
    await inForce([{ name: 'Safety', effect: { kind: 'safety_stock', units: 5 } }]);
    expect(await basket()).toEqual([]);
    expect(await shown(order)).toContain('delft');
    await inForce([{ name: 'For the shop', effect: { kind: 'ring_fence', channels: ['shop'], units: 9 } }]);
    expect(await shown(order)).toEqual([]);
    expect(await change(order, { location: 'delft', reason: 'All the same' })).toMatchObject({ status: 409, body: { code: 'fulfilment.no_stock' } });
    ok(await office.post('/settings/availability/collecting/retire'));
    ok(await change(order, { location: 'delft' }));
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
  });
});

describe('through the customer’s link', () => {
  interface Options { stores: { location: string; metres: number; here: boolean }[]; home: { price: number } | null }
  const words = (order: Order, key: string): Promise<Reply<{ deliveries: { kind: string; can: string[]; status: string; store: { name: string } | null }[] }>> => at('delft').get(`/customer/orders/${key}`);

  it('the customer sees the stores to which all of it can come, the nearest first, and home; chooses, and reads it at once', async () => {
    await stock({ delft: 1, leiden: 1 });
    const order = await place({ kind: 'pickup', location: 'delft' });
    const key = await token(order);
    const options = ok(await at('delft').get<Options>(`/customer/orders/${key}/deliveries/1/change`));
    expect(options.stores.map(({ location, here }) => [location, here])).toEqual([['den-haag', false], ['leiden', true], ['utrecht', false]]);
    expect(options.home).toMatchObject({ price: 0 });
    // Nothing was done by looking.
    expect((await look(order)).version).toBe(order.version);
    const page = ok(await at('delft').post<{ deliveries: { kind: string; store: { name: string } }[] }>(`/customer/orders/${key}/deliveries/1/change`, { location: 'leiden' }));
    expect(page.deliveries[0]).toMatchObject({ kind: 'store', store: { name: 'Leiden' } });
    expect(await at('delft').post(`/customer/orders/${key}/deliveries/1/change`, { location: 'leiden' })).toMatchObject({ status: 409, body: { code: 'selfservice.cannot_change', detail: 'Je bestelling gaat daar al naartoe.' } });
    expect(await at('delft').post(`/customer/orders/${key}/deliveries/1/change?language=en`, { location: 'moon' })).toMatchObject({ status: 409, body: { detail: expect.stringContaining('another store') } });
    const home = ok(await at('delft').post<{ deliveries: { kind: string; can: string[] }[] }>(`/customer/orders/${key}/deliveries/1/change`, { address: ADDRESS }));
    expect(home.deliveries[0]).toMatchObject({ kind: 'home', can: ['change'] });
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
  });

  it('as far as the retailer allows', async () => {
    await stock({ delft: 1 });
    const order = await readyAtDelft();
    const key = await token(order);
    expect(ok(await words(order, key)).deliveries[0]?.can).toEqual(['extend', 'change']);
    const draft = ok(await office.post<{ version: number }>('/settings/pickup-policy/default/versions', { body: { code: true, identification: false, customerChanges: 'until_picked' } }));
    ok(await office.post(`/settings/pickup-policy/default/versions/${draft.version}/activate`));
    expect(ok(await words(order, key)).deliveries[0]?.can).toEqual(['extend']);
    expect(await at('delft').post(`/customer/orders/${key}/deliveries/1/change`, { location: 'leiden' })).toMatchObject({ status: 409, body: { code: 'selfservice.cannot_change', detail: expect.stringContaining('niet meer wijzigen') } });
    // Staff may: a person looks at it.
    ok(await change(order, { location: 'leiden' }, at('delft')));
    expect((await at('delft').post(`/customer/orders/${'x'.repeat(40)}/deliveries/1/change`, { location: 'leiden' })).status).toBe(404);
  });
});
