/** Orders that do not add up: put aside with their reasons, counted as demand, and taken by a person's decision or by the channel's next version. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allProjections } from '../server/app.ts';
import { OrderSnapshot } from '../server/modules/channels/index.ts';
import type { OrderSnapshotInput } from '../server/modules/channels/index.ts';
import type { Channel } from '../server/modules/channels/ports.ts';
import { availableToSell, keep, workInbox } from '../server/modules/intake/index.ts';
import type { IntakeDeps } from '../server/modules/intake/index.ts';
import { intakeRoutes } from '../server/modules/intake/index.ts';
import { buildServer } from '../server/kernel/http.ts';
import { createKey } from '../server/modules/identity/index.ts';
import { expectWholeBooks } from './support/books.ts';
import { anOrder, smallCompany, stock } from './support/company.ts';
import { checked } from './support/examples.ts';
import { client, startSpil } from './support/spil.ts';
import type { Client, Running } from './support/spil.ts';

interface Item { id: string; externalId: string | null; reasons: string[]; readable: boolean; state: string; order: string | null }

let spil: Running;
let deps: IntakeDeps;
let service: Client;
let close: () => Promise<void>;
let serial = 0;

/** A channel whose documents are snapshots already: what is tested here is the intake, not a mapping. */
const plain: Channel = {
  kind: 'plain', contract: { money: 'channel', mail: 'own', subtractsOwnSales: false },
  map: (raw) => {
    const order = raw as OrderSnapshotInput;
    return order.externalId === 'unreadable' ? { kind: 'unreadable', externalId: null, reasons: ['there is nothing in it'] } : { kind: 'order', externalId: order.externalId, version: order.version ?? null, snapshot: order };
  },
  poll: () => Promise.resolve({ orders: [], cursor: '', more: false }),
  fetchOrder: () => Promise.reject(new Error('not asked here')),
  announceShipment: () => Promise.resolve({ kind: 'done', ref: null }), announceCancel: () => Promise.resolve({ kind: 'done', ref: null }), refund: () => Promise.resolve({ kind: 'done', ref: null }),
  pushStock: (figures) => Promise.resolve(figures.map(({ sku }) => ({ sku, outcome: { kind: 'done' as const, ref: null } }))),
};

/** Two pairs for 119.90, as the channel would send it, without what only our own API has. */
function sold(over: Partial<OrderSnapshotInput> = {}): OrderSnapshotInput {
  const { channel: _channel, ...order } = anOrder({ lines: [{ sku: 'runner-42', quantity: 2 }], payment: { operator: 'channel', method: 'card', captured: true } });
  return { ...order, version: '2026-03-02T09:00:00.000Z', ...over };
}
async function receive(order: unknown): Promise<string> {
  serial += 1;
  await keep(spil.database, 'web', [{ eventId: `e${serial}`, source: 'webhook', topic: null, raw: JSON.stringify(order), toFetch: null }], deps.clock.now());
  await workInbox(deps);
  return (await spil.database.query<{ state: string }>('select state from intake.message where event_id = $1', [`e${serial}`]))[0]?.state ?? '';
}
const open = async (externalId: string | null): Promise<Item | undefined> => (await service.get<{ items: Item[] }>('/quarantine?limit=200')).body.items.find((item) => item.externalId === externalId);
const orderOf = async (externalId: string): Promise<{ id: string; due: number; charges: { kind: string; name: string; total: number }[] } | null> => {
  const [row] = await spil.database.query<{ id: string }>('select id from orders.order where external_id = $1', [externalId]);
  if (!row) return null;
  const { body } = await (await spil.as('service')).get<{ charges: { kind: string; name: string; total: number }[]; money: { due: number } }>(`/orders/${row.id}`);
  return { id: row.id, due: body.money.due, charges: body.charges.map(({ kind, name, total }) => ({ kind, name, total })) };
};

beforeAll(async () => {
  spil = await startSpil();
  await smallCompany(spil.database);
  await stock(spil, { utrecht: { 'runner-42': 50 } });
  deps = { orders: spil.app.deps, clock: spil.clock, channels: () => new Map([['web', plain]]) };
  const server = await buildServer({ routes: intakeRoutes(deps), clock: spil.clock, authenticate: spil.app.authenticate, ...checked });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  service = client(url, (await createKey(spil.database, { name: 'service', roles: ['service'], locations: null }, spil.clock.now())).secret);
  close = () => server.close();
});
afterAll(async () => { await close(); await spil.close(); });

describe('an order that does not add up', () => {
  it('is put aside with the reason to the cent, counts as demand, and is taken as it is with the difference named', async () => {
    const before = (await availableToSell(spil.database, ['runner-42'], { now: spil.clock.now() })).get('runner-42') ?? 0;
    const order = sold({ totals: { total: 11987 } });
    expect(await receive(order)).toBe('quarantined');
    expect(await orderOf(order.externalId)).toBeNull();
    const item = await open(order.externalId);
    expect(item).toMatchObject({ readable: true, reasons: ['lines and charges add up to 119.90 EUR, but the order says 119.87 EUR (difference -0.03 EUR)'] });
    expect((await availableToSell(spil.database, ['runner-42'], { now: spil.clock.now() })).get('runner-42')).toBe(before - 2);
    expect((await service.get<{ raw: string }>(`/quarantine/${item?.id}`)).body.raw).toBe(JSON.stringify(order));

    expect(await service.post(`/quarantine/${item?.id}/release`, { reason: 'the shop rounds per order' })).toMatchObject({ status: 200 });
    expect(await orderOf(order.externalId)).toMatchObject({ due: 11987, charges: [{ kind: 'adjustment', name: 'the shop rounds per order', total: -3 }] });
    expect((await availableToSell(spil.database, ['runner-42'], { now: spil.clock.now() })).get('runner-42')).toBe(before - 2);
    expect((await service.post(`/quarantine/${item?.id}/release`, { reason: 'again' })).status).toBe(409);
  });

  it('that was taken so does not stop a later version with the same fault, but another fault does', async () => {
    const order = sold({ totals: { total: 11991 } });
    await receive(order);
    await service.post(`/quarantine/${(await open(order.externalId))?.id}/release`, { reason: 'a cent' });
    expect(await receive({ ...order, version: '2026-03-02T09:01:00.000Z', tags: ['vip'] })).toBe('taken');
    expect(await receive({ ...order, version: '2026-03-02T09:02:00.000Z', totals: { total: 11000 } })).toBe('quarantined');
    expect((await open(order.externalId))?.order).not.toBeNull();
  });

  it('is repaired by a person, who cannot repair it into another order or one that is wrong again', async () => {
    const order = sold({ totals: { total: 1 } });
    await receive(order);
    const id = (await open(order.externalId))?.id;
    const corrected = OrderSnapshot.parse({ ...order, totals: { total: 11990 } });
    expect(await service.post(`/quarantine/${id}/repair`, { reason: 'typing error', order: { ...corrected, externalId: 'another' } })).toMatchObject({ status: 422, body: { code: 'intake.other_order' } });
    expect(await service.post(`/quarantine/${id}/repair`, { reason: 'typing error', order: { ...corrected, totals: { ...corrected.totals, total: 2 } } })).toMatchObject({ status: 422, body: { code: 'intake.still_wrong' } });
    expect((await service.post(`/quarantine/${id}/repair`, { reason: 'typing error', order: corrected })).status).toBe(200);
    expect(await orderOf(order.externalId)).toMatchObject({ due: 11990, charges: [] });
  });

  it('is replaced by a later version that adds up; an older one changes nothing', async () => {
    const order = sold({ totals: { total: 1 }, version: '2026-03-02T10:00:00.000Z' });
    await receive(order);
    expect(await receive({ ...order, totals: { total: 11990 }, version: '2026-03-02T09:59:00.000Z' })).toBe('nothing_new');
    expect(await receive({ ...order, totals: { total: 2 }, version: '2026-03-02T10:01:00.000Z' })).toBe('quarantined');
    expect((await open(order.externalId))?.reasons).toEqual(['lines and charges add up to 119.90 EUR, but the order says 0.02 EUR (difference -119.88 EUR)']);
    expect(await receive({ ...order, totals: { total: 11990 }, version: '2026-03-02T10:02:00.000Z' })).toBe('taken');
    expect(await open(order.externalId)).toBeUndefined();
    expect((await orderOf(order.externalId))?.due).toBe(11990);
  });

  it('is rejected, and its demand goes', async () => {
    const before = (await availableToSell(spil.database, ['runner-42'], { now: spil.clock.now() })).get('runner-42');
    const order = sold({ totals: { total: 3 } });
    await receive(order);
    expect((await service.post(`/quarantine/${(await open(order.externalId))?.id}/reject`, { reason: 'a test of the shop' })).status).toBe(200);
    expect((await availableToSell(spil.database, ['runner-42'], { now: spil.clock.now() })).get('runner-42')).toBe(before);
    expect(await orderOf(order.externalId)).toBeNull();
  });
});

describe('a document that cannot be read', () => {
  it('is kept with what is wrong; it can be repaired, not released', async () => {
    expect(await receive({ externalId: 'unreadable' })).toBe('quarantined');
    const item = await open(null);
    expect(item).toMatchObject({ readable: false, reasons: ['there is nothing in it'] });
    expect(await service.post(`/quarantine/${item?.id}/release`, { reason: 'as it is' })).toMatchObject({ status: 422, body: { code: 'intake.not_readable' } });
    const order = OrderSnapshot.parse(sold());
    expect((await service.post(`/quarantine/${item?.id}/repair`, { reason: 'typed over', order })).status).toBe(200);
    expect((await orderOf(order.externalId))?.due).toBe(11990);
    expect(await open(null)).toBeUndefined();
  });

  it('is put aside with every field at fault where the mapping left something out', async () => {
    const order = sold();
    expect(await receive({ ...order, currency: 'euro' })).toBe('quarantined');
    expect((await open(order.externalId))?.reasons[0]).toMatch(/^currency: /);
  });
});

describe('later versions', () => {
  const version = (minute: number): string => `2026-03-02T11:${String(minute).padStart(2, '0')}:00.000Z`;

  it('take quantity up and down, at the share of the price', async () => {
    const order = sold({ version: version(0) });
    await receive(order);
    const [line] = order.lines;
    if (!line) throw new Error('no line');
    const three = { ...line, quantity: 3, subtotal: 17985, total: 17985, taxes: [] };
    expect(await receive({ ...order, version: version(1), lines: [{ ...three }], totals: { total: 17985 }, payments: [{ ...order.payments?.[0], ref: order.payments?.[0]?.ref ?? '', operator: 'channel', method: 'card', authorised: 17985, captured: 17985 }] })).toBe('taken');
    expect((await orderOf(order.externalId))?.due).toBe(17985);
    expect(await receive({ ...order, version: version(2), lines: [{ ...three, cancelled: 2 }], totals: { total: 17985 }, payments: [{ ref: order.payments?.[0]?.ref ?? '', operator: 'channel', method: 'card', authorised: 17985, captured: 17985, refunded: 11990 }] })).toBe('taken');
    expect((await orderOf(order.externalId))?.due).toBe(5995);
  });

  it('place holds of the channel and take them away, and what the channel gives back as goodwill is no longer due', async () => {
    const order = sold({ version: version(0) });
    await receive(order);
    await receive({ ...order, version: version(1), holds: [{ reason: 'fraud_review' }] });
    const id = (await orderOf(order.externalId))?.id ?? '';
    const holds = async (): Promise<string[]> => (await spil.database.query<{ reason: string }>('select reason from orders.hold where order_id = $1 and released_at is null', [id])).map(({ reason }) => reason);
    expect(await holds()).toEqual(['fraud_review']);
    const [payment] = order.payments ?? [];
    if (!payment) throw new Error('no payment');
    await receive({ ...order, version: version(2), payments: [{ ...payment, refunded: 500 }] });
    expect(await holds()).toEqual([]);
    expect(await orderOf(order.externalId)).toMatchObject({ due: 11490, charges: [{ kind: 'adjustment', name: 'Refunded in the channel', total: -500 }] });
  });

  it('that divide the same money over payments otherwise move nothing', async () => {
    const order = sold({ version: version(0) });
    await receive(order);
    const [payment] = order.payments ?? [];
    if (!payment) throw new Error('no payment');
    expect(await receive({ ...order, version: version(1), payments: [{ ...payment, authorised: 10990, captured: 10990 }, { ...payment, ref: 'a gift card', authorised: 1000, captured: 1000 }] })).toBe('taken');
    const { body } = await (await spil.as('service')).get<{ money: { paid: number; payments: unknown[] } }>(`/orders/${(await orderOf(order.externalId))?.id}`);
    expect(body.money).toMatchObject({ paid: 11990, payments: [{}] });
  });

  it('show a price that changed, and do not apply it', async () => {
    const order = sold({ version: version(0) });
    await receive(order);
    const [line] = order.lines;
    if (!line) throw new Error('no line');
    await receive({ ...order, version: version(1), lines: [{ ...line, discount: 1000, total: 10990, taxes: [] }], totals: { total: 10990 } });
    const id = (await orderOf(order.externalId))?.id;
    expect((await service.get<{ items: { kind: string }[] }>(`/conflicts?order=${id}`)).body.items).toMatchObject([{ kind: 'price' }]);
    expect((await orderOf(order.externalId))?.due).toBe(11990);
  });
});

it('the books are whole after all of it', async () => {
  await expectWholeBooks(spil.database, allProjections());
});
