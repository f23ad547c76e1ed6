/** Orders of a Magento shop, which sends no webhooks: found by the poll, edited by being replaced, shipped and refunded through its documents. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allProjections } from '../server/app.ts';
import { intentWorkColumns } from '../server/modules/payments/index.ts';
import { expectWholeBooks } from './support/books.ts';
import { startShops } from './support/channels.ts';
import type { Json, Shops } from './support/channels.ts';
import { SHOES, stock } from './support/company.ts';
import { ok } from './support/spil.ts';

interface Believed { entity_id: number; state: string; total_paid: number; total_refunded: number; grand_total: number; shipments: { tracks: { track_number: string }[] }[]; creditmemos: { grand_total: number; adjustment_positive: number }[]; items: { qty_refunded: number }[] }
interface Order { id: string; status: string; onHold: boolean; tags: string[]; holds: { reason: string }[]; lines: { line: number; units: { stage: string; quantity: number }[] }[]; fulfilments: { id: string; location: string }[]; money: { due: number; paid: number; balance: number; payments: { captured: number; refunded: number }[] } }

let shops: Shops;
const place = async (wish: Json = {}): Promise<string> => String((await shops.magento<Json>('/orders', { lines: [{ sku: 'runner-42', price: 5995, quantity: 2 }], payment: 'captured', ...wish }))['entity_id']);
const believed = async (id: string): Promise<Believed> => {
  const found = (await shops.magento<{ orders: Believed[] }>('/orders')).orders.find((order) => String(order.entity_id) === id);
  if (!found) throw new Error(`no order ${id}`);
  return found;
};
async function order(externalId: string): Promise<Order> {
  const rows = await shops.spil.database.query<{ id: string }>('select id from orders.order where channel = $1 and external_id = $2', ['mage', externalId]);
  expect(rows).toHaveLength(1);
  return ok(await shops.office.get<Order>(`/orders/${rows[0]?.id}`));
}
const poll = async (): Promise<void> => { shops.clock.advance(60_000); await shops.settle({ poll: true }); };

beforeAll(async () => {
  shops = await startShops();
  await stock(shops.spil, { utrecht: Object.fromEntries(SHOES.map(([sku]) => [sku, 500])) });
});
afterAll(() => shops.close());

describe('a shop that is asked', () => {
  it('gives each order once, however often it is asked', async () => {
    const id = await place();
    await poll();
    await poll();
    expect(await order(id)).toMatchObject({ status: 'in_progress', money: { due: 12485, paid: 12485, balance: 0 } });
  });

  it('goes on when it cannot be reached, and the other channel does not notice', async () => {
    const id = await place();
    await shops.magento('/faults', { operation: 'orders.list', kind: 'reject', status: 503, times: 20 });
    shops.clock.advance(60_000);
    await expect(shops.settle({ poll: true })).rejects.toThrow();
    const [cursor] = await shops.spil.database.query<{ failures: number; last_error: string | null }>('select failures, last_error from intake.cursor where channel = $1', ['mage']);
    expect(cursor?.failures).toBe(1);
    await fetch(`${shops.magentoUrl}/_control/faults`, { method: 'DELETE' });
    await poll();
    expect((await order(id)).status).toBe('in_progress');
  });

  it('holds and lets go, as its people do', async () => {
    const id = await place({ payment: 'authorised' });
    await poll();
    shops.clock.advance(5000);
    await shops.magento(`/orders/${id}/hold`, {});
    await poll();
    expect((await order(id)).holds.map(({ reason }) => reason)).toEqual(['on_hold']);
    shops.clock.advance(5000);
    await shops.magento(`/orders/${id}/unhold`, {});
    await poll();
    expect((await order(id)).onHold).toBe(false);
  });

  it('cancels an order to edit it: the old one is cancelled here, the new one comes', async () => {
    const id = await place({ payment: 'authorised' });
    await poll();
    shops.clock.advance(5000);
    const edited = await shops.magento<Json>(`/orders/${id}/edit`, { quantities: { 'runner-42': 1 } });
    await poll();
    expect((await order(id)).status).toBe('cancelled');
    expect(await order(String(edited['entity_id']))).toMatchObject({ status: 'in_progress' });
  });

  it('gets the shipment with its track once, and what nobody can find is refunded there', async () => {
    const id = await place();
    await poll();
    const mine = await order(id);
    const work = mine.fulfilments[0];
    const store = await shops.spil.as('store', [work?.location ?? '']);
    ok(await store.post(`/fulfilments/${work?.id}/pick`, { scans: [{ scan: `m ${id}`, code: SHOES[0]?.[1] }] }));
    ok(await store.post(`/fulfilments/${work?.id}/short`, { line: 1, quantity: 1, reason: 'not_found' }));
    const rest = (await order(id)).fulfilments;
    expect(rest).toHaveLength(1);
    const { parcels } = ok(await store.post<{ parcels: { id: string }[] }>(`/fulfilments/${work?.id}/pack`));
    ok(await store.post(`/parcels/${parcels[0]?.id}/tracking`, { carrier: 'postnl', trackingNumber: '3SMAGE1' }));
    ok(await store.post('/manifests', { location: work?.location, carrier: 'postnl', parcels: [parcels[0]?.id] }));
    await shops.settle();
    await poll();
    expect(await shops.spil.database.query(`select kind, amount, status, reason from payments.intent i where order_id in (select id from orders.order where external_id = $1)`, [id])).toMatchObject([{ kind: 'refund', amount: 5995, status: 'done', reason: null }]);
    const there = await believed(id);
    expect(there.shipments).toMatchObject([{ tracks: [{ track_number: '3SMAGE1' }] }]);
    // The unit that will not come is named, not guessed: Magento then knows that nothing of it is left to ship.
    expect(there.creditmemos).toMatchObject([{ grand_total: 5995, adjustment_positive: 0 }]);
    expect(there.items[0]?.qty_refunded).toBe(1);
    const after = await order(id);
    expect(after).toMatchObject({ status: 'shipped', money: { balance: 0, payments: [{ captured: 12485, refunded: 5995 }] } });
    expect(after.lines[0]?.units.map(({ stage, quantity }) => [stage, quantity]).sort()).toEqual([['cancelled', 1], ['shipped', 1]]);
    // And then the other comes back.
    ok(await store.post('/returns', { order: after.id, location: work?.location, lines: [{ line: 1, quantity: 1 }], reason: 'size' }));
    await shops.settle();
    await poll();
    expect((await believed(id)).items[0]?.qty_refunded).toBe(2);
    expect((await believed(id)).creditmemos.map((memo) => memo.grand_total)).toEqual([5995, 5995]);
    const back = await order(id);
    expect(back.lines[0]?.units.map(({ stage, quantity }) => [stage, quantity]).sort()).toEqual([['cancelled', 1], ['returned', 1]]);
    expect(ok(await shops.service.get<{ items: unknown[] }>(`/conflicts?order=${back.id}`)).items).toEqual([]);
  });
});

it('the books are whole after all of it', async () => {
  await expectWholeBooks(shops.spil.database, allProjections(), { besides: { 'payments.intent': intentWorkColumns } });
});
