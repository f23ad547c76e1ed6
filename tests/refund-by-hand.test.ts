/** Money given back by hand: within the policy at once, above it when somebody else of finance agrees; what is due, what was paid and the VAT in it add up to the cent. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromWire } from '../server/kernel/ids.ts';
import { approveRefund } from '../server/modules/orders/refunds.ts';
import { anOrder, smallCompany, stock } from './support/company.ts';
import { ok, startSpil } from './support/spil.ts';
import type { Client, Reply, Running } from './support/spil.ts';

interface Order {
  id: string; can: string[]; charges: { kind: string; total: number }[]; lines: { units: { stage: string }[] }[];
  money: { due: number; paid: number; balance: number; sums: { goods: number; total: number; takenOff: number; vat: { rate: number; amount: number; total: number }[] }; payments: { captured: number; refundPending: number }[]; intents: { kind: string; amount: number; reason: string | null }[] };
}
interface Given { state: string; request: string | null; order: Order; code?: string }
interface Requests { requests: { id: string; orderNumber: string; amount: number; state: string; requestedBy: string | null; decidedBy: string | null; decisionNote: string | null; can: string[] }[]; next: string | null }

let spil: Running;
let service: Client;
let finance: Client;
let channel: Client;
const shoe = 'runner-42';

beforeAll(async () => {
  spil = await startSpil();
  await smallCompany(spil.database);
  [service, finance, channel] = await Promise.all([spil.as('service'), spil.as('finance'), spil.as('channel')]);
  await stock(spil, { utrecht: { [shoe]: 100 } });
});
afterAll(() => spil.close());

const paid = async (options: Partial<Parameters<typeof anOrder>[0]> = {}): Promise<Order> => ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: shoe, quantity: 2 }], payment: { operator: 'psp', method: 'ideal', captured: true }, ...options })));
const give = (by: Client, order: string, amount: number): Promise<Reply<Given>> => by.post<Given>(`/orders/${order}/refunds`, { amount, reason: 'late', note: 'A week late.' });
const look = async (order: string): Promise<Order> => ok(await service.get<Order>(`/orders/${order}`));

describe('within the policy', () => {
  it('goes back at once by the means it came, as a charge with its VAT', async () => {
    const { id } = await paid();
    expect((await look(id)).can).toContain('refund');
    expect(ok(await service.get(`/orders/${id}/refunds`))).toEqual({ currency: 'EUR', most: 11990, alone: 5000, given: 0 });
    const { state, request, order } = ok(await give(service, id, 1000));
    expect([state, request]).toEqual(['given', null]);
    expect(order.money).toMatchObject({ due: 10990, paid: 10990, balance: 0, intents: [{ kind: 'refund', amount: 1000 }] });
    expect(order.charges).toMatchObject([{ kind: 'goodwill', total: -1000 }]);
    // Sold 119.90 with 20.81 VAT at 21 %; of the 10.00 given back 1.74 is VAT.
    expect(order.money.sums).toMatchObject({ goods: 11990, total: 10990, takenOff: 0, vat: [{ rate: 210_000, total: 10990, amount: 2081 - 174 }] });
  });

  it('can be looked at before: by which means it would go, and what cancelling would do', async () => {
    const { id } = await paid();
    const seq = (await spil.database.query('select seq from orders.order order by id desc limit 1'))[0];
    expect(ok(await service.post(`/orders/${id}/refunds/preview`, { amount: 1000 }))).toMatchObject({ currency: 'EUR', due: { before: 11990, after: 10990 }, money: [{ kind: 'refund', method: 'ideal', amount: 1000 }] });
    expect(ok(await service.post(`/orders/${id}/cancel/preview`, { lines: [{ line: 1, quantity: 1 }] }))).toMatchObject({ due: { before: 11990, after: 5995 }, money: [{ kind: 'refund', amount: 5995 }], putBack: [], parcels: [] });
    expect(ok(await service.post(`/orders/${id}/cancel/preview`, {}))).toMatchObject({ due: { after: 0 }, money: [{ amount: 11990 }] });
    expect((await service.post(`/orders/${id}/cancel/preview`, { lines: [{ line: 1, quantity: 9 }] })).status).toBe(409);
    expect((await spil.database.query('select seq from orders.order order by id desc limit 1'))[0]).toEqual(seq);
    ok(await service.post(`/orders/${id}/cancel`));
    expect((await service.post(`/orders/${id}/cancel/preview`, {})).status).toBe(409);
  });

  it('lowers what will be captured, when nothing was captured yet', async () => {
    const { id } = await paid({ payment: { operator: 'psp', method: 'card' } });
    const { order } = ok(await give(service, id, 1000));
    expect(order.money).toMatchObject({ due: 10990, paid: 0, intents: [] });
  });

  it('counts all that was given on the order', async () => {
    const { id } = await paid();
    ok(await give(service, id, 3000));
    expect(ok(await service.get<{ alone: number }>(`/orders/${id}/refunds`)).alone).toBe(2000);
    expect(ok(await give(service, id, 2001)).state).toBe('waiting');
    expect(ok(await give(service, id, 2000)).state).toBe('given');
  });

  it('is the retailer’s own', async () => {
    const admin = await spil.as('administrator');
    const version = ok(await admin.post<{ version: number }>('/settings/refund-policy/default/versions', { body: { withoutApproval: { EUR: 100 } } })).version;
    ok(await admin.post(`/settings/refund-policy/default/versions/${version}/check`));
    ok(await admin.post(`/settings/refund-policy/default/versions/${version}/activate`));
    const { id } = await paid();
    expect(ok(await give(service, id, 101)).state).toBe('waiting');
    expect(ok(await give(service, id, 100)).state).toBe('given');
    ok(await admin.post('/settings/refund-policy/default/retire'));
  });

  it('takes part in what comes back: never is more returned than came in', async () => {
    const { id } = await paid();
    ok(await give(finance, id, 8000));
    ok(await service.post(`/orders/${id}/lines/1/quantity`, { quantity: 1 }));
    const after = await look(id);
    expect(after.money).toMatchObject({ due: 0, paid: 0 });
    expect(after.charges).toMatchObject([{ kind: 'goodwill', total: -5995 }]);
    ok(await service.post(`/orders/${id}/cancel`));
    expect((await look(id)).money).toMatchObject({ due: 0, paid: 0 });
  });
});

describe('above the policy', () => {
  it('waits for finance, who is not the one who asked', async () => {
    const { id } = await paid();
    const both = await spil.as(['service', 'finance']);
    const { state, request } = ok(await give(service, id, 6000));
    expect([state, (await look(id)).money.due]).toEqual(['waiting', 11990]);
    const list = async (by: Client, query = ''): Promise<Requests['requests']> => ok(await by.get<Requests>(`/refund-requests${query}`)).requests;
    expect((await list(finance)).find((one) => one.id === request)).toMatchObject({ amount: 6000, state: 'waiting', requestedBy: 'service', can: ['approve', 'decline'] });
    expect((await list(service)).find((one) => one.id === request)).toMatchObject({ can: [] });
    expect((await service.post(`/refund-requests/${request}/approve`)).status).toBe(403);
    ok(await finance.post(`/refund-requests/${request}/approve`, { note: 'Fair.' }));
    expect((await look(id)).money).toMatchObject({ due: 5990, paid: 5990, balance: 0 });
    expect((await list(finance)).some((one) => one.id === request)).toBe(false);
    expect(await list(both, `?order=${id}`)).toMatchObject([{ id: request, state: 'approved', decidedBy: 'finance', decisionNote: 'Fair.', can: [] }]);
    expect((await finance.post(`/refund-requests/${request}/approve`)).body).toMatchObject({ code: 'orders.request_decided' });
    expect((await finance.post('/refund-requests/rfd_01h2xcejqtf2nbrexx3vqjhp41/approve')).status).toBe(404);
  });

  it('can be declined with a reason', async () => {
    const { id } = await paid();
    const { request } = ok(await give(service, id, 6000));
    expect((await finance.post(`/refund-requests/${request}/decline`, {})).status).toBe(400);
    ok(await finance.post(`/refund-requests/${request}/decline`, { note: 'Paid a voucher already.' }));
    expect((await look(id)).money.due).toBe(11990);
  });

  it('beyond what the order can bear is a task to pay outside it', async () => {
    const { id } = await paid();
    expect((await give(finance, id, 12000)).body).toMatchObject({ code: 'orders.refund_too_much' });
    const { request } = ok(await give(service, id, 12990));
    ok(await finance.post(`/refund-requests/${request}/approve`));
    expect((await look(id)).money).toMatchObject({ due: 0, paid: 0 });
    const tasks = await spil.database.query<{ kind: string; detail: string }>(`select kind, detail from payments.task where kind = 'payout'`);
    expect(tasks).toMatchObject([{ detail: expect.stringContaining('10.00 EUR') }]);
  });

  it('asked for by the same person is agreed to by another', async () => {
    const { id } = await paid();
    const { request } = ok(await give(service, id, 6000));
    const asked = fromWire('rfd', request ?? '') ?? '';
    const [row] = await spil.database.query<{ requested_by: string }>('select requested_by from orders.refund_request where id = $1', [asked]);
    // The same person, who was given the role of finance since.
    const actor = { kind: 'key' as const, id: row?.requested_by ?? '', name: 'service', roles: ['service', 'finance'], locations: 'all' as const };
    await expect(approveRefund(spil.app.deps, { now: spil.clock.now(), actor, key: null }, asked, null, () => null)).rejects.toMatchObject({ code: 'orders.own_request' });
    ok(await finance.post(`/refund-requests/${request}/approve`));
  });
});
