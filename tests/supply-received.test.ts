/** Receipts: what is booked when something differs, and that those who wait get theirs in turn with nothing sold in between. */
import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../server/kernel/database.ts';
import { serveKept } from '../server/modules/orders/supply.ts';
import { anOrder, stock } from './support/company.ts';
import { GTIN, shopPerTest, SKU, WAITING } from './support/expecting.ts';
import type { ExpectingShop } from './support/expecting.ts';
import { ok } from './support/spil.ts';
import type { Client } from './support/spil.ts';

let shop: ExpectingShop;
const restart = shopPerTest((made) => { shop = made; });

describe('a receipt', () => {
  beforeEach(() => restart());

  it('gives to who came first, in turn, and a rival in between gets nothing', async () => {
    ok(await shop.announce('PO-1', { [SKU]: 5 }));
    const waiting = [await shop.place(), await shop.place({ quantity: 2 }), await shop.place()];
    ok(await shop.receive('PO-1', [{ code: GTIN, good: 3 }]));
    // Booked, and nobody has taken his own yet: all three are kept.
    expect(await shop.balance()).toEqual({ quantity: 3, reserved: 0, broken: 0, kept_back: 3 });
    const rival = await shop.place();
    expect(await shop.stands(rival)).toEqual(['1 waiting dc']);
    await shop.drain();
    expect(await Promise.all(waiting.map(shop.stands))).toEqual([['1 allocated dc'], ['2 allocated dc'], ['1 waiting dc']]);
    expect(await shop.balance()).toEqual({ quantity: 3, reserved: 3, broken: 0, kept_back: 0 });
    ok(await shop.receive('PO-1', [{ code: SKU, good: 2 }]));
    await shop.drain();
    expect(await shop.stands(waiting[2] as string)).toEqual(['1 allocated dc']);
    expect(await shop.stands(rival)).toEqual(['1 allocated dc']);
    expect(await shop.expected('PO-1')).toMatchObject({ state: 'closed', outstanding: 0, received: 5, waiting: 0 });
  });

  it('leaves what channels may sell as it was, before those who wait have taken their own and after', async () => {
    ok(await shop.announce('PO-1', { [SKU]: 12 }));
    for (const quantity of [4, 2]) await shop.place({ quantity });
    await shop.drain();
    expect(await shop.sells()).toBe(6);
    // To some of those who wait; to the others and beyond; to nobody.
    for (const good of [3, 5, 2]) {
      ok(await shop.receive('PO-1', [{ code: GTIN, good }]));
      expect(await shop.sells(), 'booked, and not served yet').toBe(6);
      await shop.drain();
      expect(await shop.sells()).toBe(6);
    }
  });

  it('for those who waited for nothing in particular, or for another receipt, leaves what channels may sell as it was too', async () => {
    await restart(WAITING);
    await shop.place({ quantity: 2 });
    await stock(shop.spil, { leiden: { [SKU]: 5 } });
    expect(await shop.sells(), 'booked, and not served yet').toBe(3);
    await shop.drain();
    expect(await shop.sells()).toBe(3);
    ok(await shop.announce('PO-1', { [SKU]: 6 }));
    await shop.place({ quantity: 3 });
    await shop.place({ quantity: 4 });
    await shop.drain();
    expect(await shop.sells()).toBe(2);
    await stock(shop.spil, { leiden: { [SKU]: 1 } });
    expect(await shop.sells(), 'booked, and not served yet').toBe(3);
    await shop.drain();
    expect(await shop.sells()).toBe(3);
  });

  it('that comes without being announced is kept for who waits as well, whoever asks in between', async () => {
    await restart(WAITING);
    const [first, second] = [await shop.place({ quantity: 2 }), await shop.place({ quantity: 2 })];
    await stock(shop.spil, { leiden: { [SKU]: 3 } });
    expect(await shop.balance('sellable', SKU, 'leiden')).toEqual({ quantity: 3, reserved: 0, broken: 0, kept_back: 3 });
    const rival = await shop.place();
    expect(await shop.stands(rival)).toEqual(['1 waiting']);
    await shop.drain();
    expect(await shop.stands(first)).toEqual(['2 allocated leiden']);
    expect(await shop.stands(second)).toEqual(['1 allocated leiden', '1 waiting']);
    expect(await shop.stands(rival)).toEqual(['1 waiting']);
  });

  it('keeps no more than is waited for: the rest may be sold at once', async () => {
    ok(await shop.announce('PO-1', { [SKU]: 5 }));
    const one = await shop.place();
    ok(await shop.receive('PO-1', [{ code: SKU, good: 5 }]));
    expect(await shop.stands(await shop.place({ quantity: 4 }))).toEqual(['4 allocated dc']);
    await shop.drain();
    expect(await shop.stands(one)).toEqual(['1 allocated dc']);
  });

  it('is gone on with after a crash: what was kept stays kept until its order has it', async () => {
    ok(await shop.announce('PO-1', { [SKU]: 3 }));
    const waiting = [await shop.place(), await shop.place(), await shop.place()];
    ok(await shop.receive('PO-1', [{ code: SKU, good: 3 }]));
    // The process dies after its first order: it writes nothing any more, not even that it failed.
    const deps = shop.spil.app.deps;
    let sent = 0;
    const dead = (): never => { throw new Error('the plug is pulled'); };
    const database: Database = { ...deps.database, query: (...given) => (sent > 1 ? dead() : deps.database.query(...given)) };
    const falling = { ...deps, database, clock: shop.clock, worlds: { ...deps.worlds, load: (...given: Parameters<typeof deps.worlds.load>) => { sent += 1; return sent > 1 ? dead() : deps.worlds.load(...given); } } };
    const [{ id } = { id: '' }] = await shop.spil.database.query<{ id: string }>('select id from inventory.expected');
    await expect(serveKept(falling, id)).rejects.toThrow('the plug is pulled');
    expect(await shop.stands(waiting[0] as string)).toEqual(['1 allocated dc']);
    expect(await shop.balance()).toEqual({ quantity: 3, reserved: 1, broken: 0, kept_back: 2 });
    expect(await shop.stands(await shop.place())).toEqual(['1 cancelled']);
    await shop.drain();
    expect(await Promise.all(waiting.map(shop.stands))).toEqual([['1 allocated dc'], ['1 allocated dc'], ['1 allocated dc']]);
    expect(await shop.balance()).toEqual({ quantity: 3, reserved: 3, broken: 0, kept_back: 0 });
  });

  it('and orders that come at the same moment: nobody gets what was promised to another', async () => {
    ok(await shop.announce('PO-1', { [SKU]: 10 }));
    const waiting = await Promise.all(Array.from({ length: 6 }, () => shop.place()));
    const [rivals] = await Promise.all([shop.rush(12), shop.receive('PO-1', [{ code: SKU, good: 6 }]), shop.drain()]);
    await shop.drain();
    for (const id of waiting) expect(await shop.stands(id)).toEqual(['1 allocated dc']);
    const stages = (await Promise.all(rivals.map(({ body }) => shop.stands(body.id)))).flat();
    expect(stages.filter((one) => one === '1 waiting dc')).toHaveLength(4);
    expect(stages.filter((one) => one === '1 cancelled')).toHaveLength(8);
  });

  it('with too many, a wrong product and damage is booked as it was found; blank is not zero', async () => {
    ok(await shop.announce('PO-1', { [SKU]: 3, 'runner-43': 4 }));
    const shown = ok(await shop.receive('PO-1', [{ code: GTIN, good: 2, damaged: 2 }, { code: 'boot-40', good: 1 }]));
    expect(shown).toMatchObject({ state: 'open', outstanding: 4 });
    expect(shown.lines).toMatchObject([{ sku: SKU, quantity: 3, received: 4, damaged: 2, outstanding: 0 }, { sku: 'runner-43', received: 0, outstanding: 4 }, { sku: 'boot-40', quantity: 0, received: 1, outstanding: 0 }]);
    expect(await shop.balance()).toMatchObject({ quantity: 2 });
    expect(await shop.balance('damaged')).toMatchObject({ quantity: 2 });
    expect(await shop.balance('expected')).toMatchObject({ quantity: 0 });
    expect(await shop.balance('expected', 'runner-43')).toMatchObject({ quantity: 4 });
    expect(await shop.balance('sellable', 'boot-40')).toMatchObject({ quantity: 1 });
  });

  it('that ends short plans those again for whom nothing is left, the last first', async () => {
    ok(await shop.announce('PO-1', { [SKU]: 4 }));
    const [first, second, third] = [await shop.place(), await shop.place(), await shop.place({ quantity: 2 })];
    ok(await shop.announce('PO-2', { [SKU]: 1 }, '2026-03-20', 'utrecht'));
    ok(await shop.receive('PO-1', [{ code: SKU, good: 1 }], true));
    await shop.drain();
    expect(await shop.stands(first as string)).toEqual(['1 allocated dc']);
    expect(await shop.stands(third as string)).toEqual(['1 cancelled', '1 waiting utrecht']);
    expect(await shop.stands(second as string)).toEqual(['1 cancelled']);
    expect(await shop.types(second as string)).toEqual(['OrderPlaced', 'PaymentAuthorised', 'ItemsWaiting', 'SupplyLost', 'ItemsCancelled', 'AuthorisationReleased']);
    expect((await shop.orderOf(second as string)).money.due).toBe(0);
    expect(await shop.balance('expected')).toEqual({ quantity: 0, reserved: 0, broken: 0, kept_back: 0 });
  });

  it('keeps what is promised to an order that may not be planned yet, until it is', async () => {
    ok(await shop.announce('PO-1', { [SKU]: 2 }));
    const [held, other] = [await shop.place(), await shop.place()];
    const location = ok(await shop.office.post<{ holds: { id: string }[] }>(`/orders/${held}/holds`, { reason: 'unknown_location', note: null }));
    ok(await shop.receive('PO-1', [{ code: SKU, good: 2 }]));
    await shop.drain();
    expect(await shop.stands(held)).toEqual(['1 waiting dc']);
    expect(await shop.stands(other)).toEqual(['1 allocated dc']);
    expect(await shop.balance()).toEqual({ quantity: 2, reserved: 1, broken: 0, kept_back: 1 });
    expect(await shop.stands(await shop.place())).toEqual(['1 cancelled']);
    const [hold] = location.holds;
    ok(await shop.office.post(`/orders/${held}/holds/${hold?.id}/release`, { reason: 'mended' }));
    expect(await shop.stands(held)).toEqual(['1 allocated dc']);
    expect(await shop.balance()).toEqual({ quantity: 2, reserved: 2, broken: 0, kept_back: 0 });
  });

  it('frees what was kept for an order that is cancelled, for who waits next', async () => {
    ok(await shop.announce('PO-1', { [SKU]: 2 }));
    const [held, other] = [await shop.place(), await shop.place({ quantity: 1 })];
    ok(await shop.office.post(`/orders/${held}/holds`, { reason: 'unknown_location', note: null }));
    ok(await shop.receive('PO-1', [{ code: SKU, good: 1 }]));
    await shop.drain();
    // Who holds on keeps his shop.place, so the one piece went to the other.
    expect(await shop.stands(other)).toEqual(['1 allocated dc']);
    ok(await shop.receive('PO-1', [{ code: SKU, good: 1 }]));
    await shop.drain();
    expect(await shop.balance()).toEqual({ quantity: 2, reserved: 1, broken: 0, kept_back: 1 });
    ok(await shop.office.post(`/orders/${held}/cancel`, { lines: null, reason: 'customer', note: null }));
    await shop.drain();
    expect(await shop.balance()).toEqual({ quantity: 2, reserved: 1, broken: 0, kept_back: 0 });
    expect(await shop.stands(await shop.place())).toEqual(['1 allocated dc']);
  });

  it('goes by the strategy’s order where it has one', async () => {
    await restart({ ...WAITING, queue: "order.tags.exists(t, t == 'gold') ? 10 : 0" });
    ok(await shop.announce('PO-1', { [SKU]: 3 }));
    const snapshot = anOrder({ lines: [{ sku: SKU, quantity: 1 }] });
    const [plain, gold] = [await shop.place(), ok(await shop.channel.post<{ id: string }>('/orders', { ...snapshot, tags: ['gold'] })).id];
    ok(await shop.receive('PO-1', [{ code: SKU, good: 1 }]));
    await shop.drain();
    expect(await shop.stands(gold)).toEqual(['1 allocated dc']);
    expect(await shop.stands(plain)).toEqual(['1 waiting dc']);
  });
});

describe('what cannot be', () => {
  beforeEach(() => restart());
  const line = { sku: SKU, quantity: 1, expectedOn: '2026-03-10' };
  const journal = async (): Promise<number> => Number((await shop.spil.database.query<{ n: number }>('select count(*)::int as n from books.event'))[0]?.n);

  it.each<[string, Record<string, unknown>, number, string]>([
    ['an unknown location', { location: 'mars', lines: [line] }, 422, 'inventory.location_unknown'],
    ['an unknown product', { location: 'dc', lines: [{ ...line, sku: 'nothing' }] }, 422, 'inventory.sku_unknown'],
    ['a product twice', { location: 'dc', lines: [line, line] }, 422, 'inventory.named_twice'],
    ['a date a century away', { location: 'dc', lines: [{ ...line, expectedOn: '2126-03-10' }] }, 422, 'inventory.date_impossible'],
    ['a day that is none', { location: 'dc', lines: [{ ...line, expectedOn: '2026-02-30' }] }, 400, 'request.invalid'],
    ['no pieces', { location: 'dc', lines: [{ ...line, quantity: 0 }] }, 400, 'request.invalid'],
    ['no lines', { location: 'dc', lines: [] }, 400, 'request.invalid'],
  ])('is refused when announced: %s', async (_what, body, status, code) => {
    const before = await journal();
    expect(await shop.erp.put('/expected-receipts/PO-1', body)).toMatchObject({ status, body: { code } });
    expect(await journal()).toBe(before);
  });

  it('is refused: elsewhere, after its end, unknown, nothing found, a code nobody knows, another store', async () => {
    ok(await shop.announce('PO-1', { [SKU]: 1 }));
    const before = await journal();
    expect(await shop.announce('PO-1', { [SKU]: 1 }, '2026-03-10', 'utrecht')).toMatchObject({ status: 422, body: { code: 'inventory.other_location' } });
    expect(await shop.receive('PO-9', [{ code: SKU, good: 1 }])).toMatchObject({ status: 404, body: { code: 'inventory.expected_unknown' } });
    expect(await shop.receive('PO-1', [])).toMatchObject({ status: 422, body: { code: 'inventory.empty' } });
    expect(await shop.receive('PO-1', [{ code: SKU, good: 0 }])).toMatchObject({ status: 422, body: { code: 'inventory.empty' } });
    expect(await shop.receive('PO-1', [{ code: SKU, good: 1 }, { code: 'nothing', good: 1 }])).toMatchObject({ status: 422, body: { code: 'inventory.sku_unknown' } });
    const utrecht = await shop.spil.as('store', ['utrecht']);
    expect(await shop.receive('PO-1', [{ code: SKU, good: 1 }], false, utrecht)).toMatchObject({ status: 404 });
    expect((await utrecht.get('/expected-receipts/PO-1')).status).toBe(404);
    expect((await utrecht.put('/expected-receipts/PO-2', { location: 'utrecht', lines: [line] })).status).toBe(403);
    expect((await utrecht.post('/expected-receipts/PO-1/cancel')).status).toBe(403);
    expect(await journal()).toBe(before);
    ok(await shop.office.post('/expected-receipts/PO-1/cancel'));
    expect(await shop.office.post('/expected-receipts/PO-1/cancel')).toMatchObject({ status: 409, body: { code: 'inventory.expected_ended' } });
    expect(await shop.announce('PO-1', { [SKU]: 7 })).toMatchObject({ status: 409, body: { code: 'inventory.expected_ended' } });
    // That goods came all the same is a fact.
    ok(await shop.receive('PO-1', [{ code: SKU, good: 1 }]));
    expect(await shop.balance()).toMatchObject({ quantity: 1 });
  });

  it('is done once when it is sent twice', async () => {
    ok(await shop.announce('PO-1', { [SKU]: 5 }));
    const headers = { 'idempotency-key': 'the-same' };
    for (let n = 0; n < 2; n += 1) ok(await shop.office.post('/expected-receipts/PO-1/receive', { lines: [{ code: SKU, good: 2 }] }, headers));
    expect(await shop.expected('PO-1')).toMatchObject({ received: 2, outstanding: 3 });
  });

  it('is listed by day, for the stores of the account', async () => {
    ok(await shop.announce('B', { [SKU]: 1 }, '2026-03-12'));
    ok(await shop.announce('A', { [SKU]: 1 }, '2026-03-20', 'utrecht'));
    ok(await shop.announce('C', { 'runner-43': 1 }, '2026-03-08', 'utrecht'));
    const list = async (by: Client, query = ''): Promise<string[]> => ok(await by.get<{ receipts: { reference: string }[] }>(`/expected-receipts${query}`)).receipts.map(({ reference }) => reference);
    expect(await list(shop.office)).toEqual(['C', 'B', 'A']);
    expect(await list(await shop.spil.as('store', ['utrecht']))).toEqual(['C', 'A']);
    expect(await list(shop.office, `?sku=${SKU}`)).toEqual(['B', 'A']);
    expect(await list(shop.office, '?state=cancelled')).toEqual([]);
    const { receipts, next } = ok(await shop.office.get<{ receipts: { reference: string }[]; next: string }>('/expected-receipts?limit=2'));
    expect(receipts).toHaveLength(2);
    expect(await list(shop.office, `?limit=2&after=${next}`)).toEqual(['A']);
  });
});
