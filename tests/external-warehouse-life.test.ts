/** The life of a dialogue with an external warehouse: every saying in every state, over the interface, as the table says; what a hold does to it, and goods for a store. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createThreePl } from '../server/connectors/threepl/index.ts';
import { createThreePlSimulator } from '../server/connectors/threepl/simulator.ts';
import { doDue } from '../server/kernel/due.ts';
import { fromWire } from '../server/kernel/ids.ts';
import type { Follower } from '../server/modules/books/index.ts';
import { fulfilmentFollowers, loadsOverdue } from '../server/modules/fulfilment/index.ts';
import { orderFollowers } from '../server/modules/orders/index.ts';
import { DIALOGUE_NEXT, DIALOGUE_STATES, SAYINGS } from '../server/modules/dialogue/index.ts';
import type { DialogueState, Saying } from '../server/modules/dialogue/index.ts';
import { tellPartner } from '../server/work/partners.ts';
import { ok } from './support/spil.ts';
import type { Client, Reply } from './support/spil.ts';
import { anOrder, stock } from './support/company.ts';
import { newShoe } from './support/partner.ts';
import { parcel, reference, stages, startWarehouse } from './support/warehouse.ts';
import type { Given, Order, Said, Shipped, Warehouse } from './support/warehouse.ts';

let warehouse: Warehouse;
let venlo: Client;
let office: Client;
let leiden: Client;

beforeAll(async () => {
  warehouse = await startWarehouse();
  ({ venlo, office } = warehouse);
  leiden = await warehouse.spil.as('store', ['leiden']);
});
afterAll(() => warehouse.spil.close());

const settled: Warehouse['settled'] = (...given) => warehouse.settled(...given);
const given: Warehouse['given'] = (...given) => warehouse.given(...given);
const accept: Warehouse['accept'] = (...given) => warehouse.accept(...given);
const reject: Warehouse['reject'] = (...given) => warehouse.reject(...given);
const cancelling: Warehouse['cancelling'] = (...given) => warehouse.cancelling(...given);
const answer: Warehouse['answer'] = (...given) => warehouse.answer(...given);

describe('the life of a dialogue', () => {
  it('has an answer for every saying in every state, and its ends are ends', () => {
    for (const state of DIALOGUE_STATES) for (const saying of SAYINGS) expect([...DIALOGUE_STATES, 'stays', 'no']).toContain(DIALOGUE_NEXT[state][saying]);
    expect(DIALOGUE_STATES.filter((state) => SAYINGS.every((saying) => saying === 'ship' || ['no', 'stays'].includes(DIALOGUE_NEXT[state][saying])))).toEqual(['rejected', 'cancellation_accepted']);
  });

  const reach: Readonly<Record<DialogueState, (given: Given) => Promise<unknown>>> = {
    submitted: async () => undefined,
    accepted: ({ work }) => accept(work),
    rejected: ({ work }) => reject(work),
    cancellation_requested: async ({ order, work }) => { await accept(work); await cancelling(order); },
    cancellation_accepted: async ({ order, work }) => { await accept(work); await cancelling(order); await answer(work, true); },
    cancellation_rejected: async ({ order, work }) => { await accept(work); await cancelling(order); await answer(work, false); },
  };
  const SPOKEN: Readonly<Record<Exclude<Saying, 'ask'>, (given: Given) => Promise<Reply<Said>>>> = {
    accept: ({ work }) => venlo.post(`/logistics/work/${work}/accept`, { reference: reference() }),
    reject: ({ work }) => venlo.post(`/logistics/work/${work}/reject`, { reference: reference(), reason: 'other' }),
    ship: ({ work, sku }) => venlo.post(`/logistics/work/${work}/ship`, { reference: reference(), parcels: [parcel(sku, 1)] }),
    agree: ({ work }) => venlo.post(`/logistics/work/${work}/cancellation`, { reference: reference(), accepted: true }),
    refuse: ({ work }) => venlo.post(`/logistics/work/${work}/cancellation`, { reference: reference(), accepted: false }),
  };
  it.each(DIALOGUE_STATES.flatMap((state) => (Object.keys(SPOKEN) as Exclude<Saying, 'ask'>[]).map((saying) => [state, saying] as const)))('%s, then %s: as the table says', async (state, saying) => {
    const one = await given(2, 2);
    await reach[state](one);
    expect(ok(await venlo.get<Said>(`/logistics/work/${one.work}`)).state).toBe(state);
    const reply = await SPOKEN[saying](one);
    const next = DIALOGUE_NEXT[state][saying];
    if (next === 'no') expect(reply.status).toBe(409);
    else expect(ok(reply).state).toBe(next === 'stays' ? state : next);
    await settled();
  });
});

it('sends after all what is collected in a store now: the rest that lies there is ready', async () => {
  const { order, work, sku } = await given(2, 2);
  ok(await office.post(`/orders/${order.id}/deliveries/1/change`, { location: 'leiden' }));
  await settled();
  const here = (await warehouse.look(order)).fulfilments.find(({ location }) => location === 'leiden')?.id;
  ok(await leiden.post(`/fulfilments/${here}/pick`, { scans: [{ scan: 'one', code: sku }] }));
  expect(await warehouse.ship(work, sku, 1)).toMatchObject({ takenBack: 1 });
  expect(stages(await warehouse.look(order))).toEqual({ shipped: 1, picked: 1 });
  for (const one of fulfilmentFollowers({ ...warehouse.spil.app.deps, clock: warehouse.clock })) await one.drain();
  await settled();
  expect(stages(await warehouse.look(order))).toEqual({ shipped: 1, ready: 1 });
});

describe('goods that are not there after all', () => {
  let reactions: Follower[];
  beforeAll(() => { reactions = orderFollowers({ ...warehouse.spil.app.deps, clock: warehouse.clock }); });
  const lose = async (sku: string, quantity: number): Promise<void> => {
    ok(await office.post('/stock/corrections', { location: 'venlo', lines: [{ sku, from: 'sellable', to: 'missing', quantity }], reason: 'Their report' }));
    for (const one of reactions) await one.drain();
    await settled();
  };
  const now = (work: string): Promise<Record<string, unknown>> => venlo.get<Record<string, unknown>>(`/logistics/work/${work}`).then(ok);

  it('are told to who refused to stop, who is not asked again; what it answers is noted, and the rest stays theirs to send', async () => {
    for (const accepted of [true, false]) {
      const { order, work, sku } = await given(3, 1);
      await accept(work);
      await cancelling(order);
      await answer(work, false);
      await lose(sku, 1);
      expect((await warehouse.look(order)).fulfilments.map(({ location }) => location)).toEqual(['venlo', 'leiden']);
      expect(await now(work)).toMatchObject({ state: 'cancellation_requested', lines: [{ open: 2, asked: 0 }], cancellation: { reason: 'not_there', lines: [{ sku, quantity: 1 }] } });
      // What they could not stop stays so, while that waits for its answer.
      await office.post(`/orders/${order.id}/cancel`, { reason: 'customer' });
      await settled();
      expect(await now(work)).toMatchObject({ state: 'cancellation_requested', lines: [{ open: 2, asked: 0 }] });
      expect(await venlo.post(`/logistics/work/${work}/cancellation`, { reference: reference(), accepted: true, lines: [{ line: 1, quantity: 1 }] })).toMatchObject({ status: 422, body: { code: 'partners.line_unknown' } });
      expect(await answer(work, accepted)).toMatchObject({ state: 'cancellation_rejected', open: 2, asked: 0 });
      expect(await warehouse.ship(work, sku, 2)).toMatchObject({ open: 0 });
    }
  });

  it('and were all that it had: any answer ends it', async () => {
    const { order, work, sku } = await given(1, 1);
    await accept(work);
    await cancelling(order);
    await answer(work, false);
    await lose(sku, 1);
    expect(await now(work)).toMatchObject({ state: 'cancellation_requested', lines: [{ open: 0 }] });
    expect(await answer(work, true)).toMatchObject({ state: 'cancellation_accepted', open: 0 });
  });
});

describe('goods for the shelves of a store', () => {
  it('are not asked of who is given work for orders only: refused with what to do, and nothing is kept', async () => {
    const { sku } = await given(2);
    const ask = { destination: 'leiden', lines: [{ code: sku, quantity: 1 }] };
    const listed = async (): Promise<unknown[]> => ok(await office.get<{ replenishments: unknown[] }>('/replenishments?location=leiden&direction=incoming')).replenishments;
    for (const by of [office, leiden]) {
      const { status, body } = await by.post<{ code: string; detail: string }>('/replenishments', { ...ask, origin: 'venlo' });
      expect([status, body.code]).toEqual([409, 'fulfilment.worked_outside']);
      expect(body.detail).toContain('expected receipt');
    }
    expect(await listed()).toEqual([]);
    ok(await office.post('/replenishments', { ...ask, origin: 'dc' }));
    expect(await listed()).toHaveLength(1);
  });
});

describe('giving it to a warehouse that is called', () => {
  const simulator = createThreePlSimulator({ storage: ':memory:', token: 'venlo-token', location: 'venlo', now: () => new Date(warehouse.clock.now()) });
  let url = '';
  beforeAll(async () => { url = await simulator.listen(); });
  afterAll(() => simulator.close());
  const fails = (operation: string, fault: object): Promise<unknown> => fetch(`${url}/_control/faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ operation, times: 1, ...fault }) });
  const kept = async (id: string): Promise<{ id: string }[]> => (await (await fetch(`${url}/_control/work`)).json() as { work: { id: string }[] }).work.filter((one) => one.id === id);
  const tell = (work: string, earlier = 0, ask: string | null = null) => tellPartner({ app: warehouse.spil.app.deps, clock: warehouse.clock, log: () => undefined, fulfillerAt: async () => createThreePl({ baseUrl: url, token: 'venlo-token', now: () => new Date(warehouse.clock.now()), timeoutMs: 2000 }) }, { fulfilment: fromWire('ful', work) ?? '', ask }, earlier);

  it('waits as long as it asks for, else longer each time, and never gives up on a login', async () => {
    const { work } = await given();
    await fails('submit', { kind: 'reject', status: 429, retryAfterSeconds: 37 });
    expect(await tell(work)).toMatchObject({ later: 37 });
    await fails('submit', { kind: 'reject', status: 401 });
    const [first, second] = [await tell(work, 1), (await fails('submit', { kind: 'reject', status: 500 }), await tell(work, 4))];
    expect(first).toMatchObject({ later: 10, reason: 'the warehouse refuses our token (401)' });
    expect(second).toMatchObject({ later: 80 });
    expect(await tell(work, 5)).toBeUndefined();
    expect(await kept(work)).toHaveLength(1);
  });

  it('asks whether it has it when an answer was lost, and does not give it a second time', async () => {
    const { work } = await given();
    await fails('submit', { kind: 'lost' });
    expect(await tell(work)).toMatchObject({ later: 5 });
    // Were it given again, it would be refused now.
    await fails('submit', { kind: 'reject', status: 422, body: { message: 'twice' } });
    expect(await tell(work, 1)).toBeUndefined();
    expect(ok(await venlo.get<Said>(`/logistics/work/${work}`)).state).toBe('submitted');
    await fetch(`${url}/_control/faults`, { method: 'DELETE' });
  });

  it('that it will never take is planned elsewhere at once, with its reason, and said twice it is rejected once', async () => {
    const { order, work } = await given(2, 2);
    await fails('submit', { kind: 'reject', status: 422, times: 2, body: { message: 'We do not ship to islands' } });
    expect(await tell(work)).toBeUndefined();
    expect(await tell(work)).toBeUndefined();
    await settled();
    expect(ok(await venlo.get<Said>(`/logistics/work/${work}`)).state).toBe('rejected');
    const now = await warehouse.look(order);
    expect(now.fulfilments.map(({ location }) => location)).toEqual(['venlo', 'leiden']);
    expect(stages(now)).toEqual({ allocated: 2 });
    await fetch(`${url}/_control/faults`, { method: 'DELETE' });
  });

  it('a question that it does not take changes nothing: its people and ours settle it', async () => {
    const { order, work } = await given();
    await accept(work);
    await cancelling(order);
    const { cancellation } = ok(await venlo.get<{ cancellation: { request: string } }>(`/logistics/work/${work}`));
    expect(await tell(work, 0, cancellation.request)).toBeUndefined();
    expect(ok(await venlo.get<Said>(`/logistics/work/${work}`))).toMatchObject({ state: 'cancellation_requested', lines: [{ asked: 2 }] });
  });
});

describe('a hold on an order that was given to the warehouse', () => {
  interface View extends Said { submittedAt: string; kind: string; cancellation: { reason: string } | null; lines: { open: number; asked: number }[] }
  const view = async (work: string): Promise<View> => ok(await venlo.get<View>(`/logistics/work/${work}`));

  it('asks to stop it; stopped, it is given again under its own id when the order is released, and sent once', async () => {
    const { order, work, sku } = await given();
    await accept(work);
    const hold = await warehouse.hold(order);
    expect(await view(work)).toMatchObject({ state: 'cancellation_requested', cancellation: { reason: 'held' }, lines: [{ open: 2, asked: 2 }] });
    expect(await answer(work, true)).toMatchObject({ state: 'cancellation_accepted', open: 0, asked: 0 });
    // Nothing is cancelled: the units and the money stand where they stood.
    expect(stages(await warehouse.look(order))).toEqual({ allocated: 2 });
    expect((await warehouse.look(order)).money.due).toBe(11990);
    expect(await venlo.post(`/logistics/work/${work}/accept`, { reference: reference() })).toMatchObject({ status: 409, body: { code: 'partners.ended', detail: expect.stringContaining('given again') } });
    const first = await view(work);
    warehouse.clock.advance(60_000);
    await warehouse.release(order, hold);
    const again = await view(work);
    expect(again).toMatchObject({ state: 'submitted', lines: [{ open: 2, asked: 0 }], cancellation: null });
    expect(again.submittedAt > first.submittedAt).toBe(true);
    await accept(work);
    await warehouse.ship(work, sku, 2);
    expect(stages(await warehouse.look(order))).toEqual({ shipped: 2 });
  });

  it('that is released before the answer takes the question back; an answer that comes then answers nothing', async () => {
    const { order, work, sku } = await given();
    await accept(work);
    const hold = await warehouse.hold(order);
    await warehouse.release(order, hold);
    expect(await view(work)).toMatchObject({ state: 'accepted', lines: [{ open: 2, asked: 0 }], cancellation: null });
    expect(await venlo.post(`/logistics/work/${work}/cancellation`, { reference: reference(), accepted: true })).toMatchObject({ status: 409, body: { code: 'partners.nothing_asked' } });
    await warehouse.ship(work, sku, 2);
    expect(stages(await warehouse.look(order))).toEqual({ shipped: 2 });
  });

  it('that comes too late is told to somebody; stopped after all, nothing is cancelled', async () => {
    const { order, work } = await given();
    await accept(work);
    const hold = await warehouse.hold(order);
    expect(await answer(work, false, { reason: 'On the truck' })).toMatchObject({ state: 'cancellation_rejected', open: 2 });
    expect(await warehouse.tasks(order)).toEqual([{ kind: 'cancellation_refused', sku: null }]);
    expect(await answer(work, true)).toMatchObject({ state: 'cancellation_accepted', open: 0 });
    expect(stages(await warehouse.look(order))).toEqual({ allocated: 2 });
    await warehouse.release(order, hold);
    expect((await view(work)).state).toBe('submitted');
  });

  it('does not stop the customer from cancelling: what is cancelled goes, what is held stays', async () => {
    const { order, work } = await given(3);
    await accept(work);
    const hold = await warehouse.hold(order);
    ok(await office.post(`/orders/${order.id}/cancel`, { reason: 'customer', lines: [{ line: 1, quantity: 1 }] }));
    await settled();
    expect(await answer(work, true)).toMatchObject({ state: 'cancellation_accepted', open: 0 });
    expect(stages(await warehouse.look(order))).toEqual({ allocated: 2, cancelled: 1 });
    await warehouse.release(order, hold);
    expect(await view(work)).toMatchObject({ state: 'submitted', lines: [{ open: 2 }] });
  });

  it('is answered by a rejection: what is held is planned elsewhere, and nothing is cancelled', async () => {
    const { order, work } = await given(2, 2);
    await accept(work);
    await warehouse.hold(order);
    expect(await reject(work)).toMatchObject({ state: 'rejected', open: 0 });
    const now = await warehouse.look(order);
    expect(stages(now)).toEqual({ allocated: 2 });
    expect(now.fulfilments.at(-1)?.location).toBe('leiden');
  });

  it('is answered by the shipment itself, for that has happened', async () => {
    const { order, work, sku } = await given();
    await accept(work);
    await warehouse.hold(order);
    expect(await warehouse.ship(work, sku, 2)).toMatchObject({ state: 'cancellation_rejected', open: 0 });
    expect(stages(await warehouse.look(order))).toEqual({ shipped: 2 });
  });
});

describe('goods that the warehouse brings to a store, where the customer collects them', () => {
  const toLeiden = (quantity = 2): Promise<Given> => given(quantity, 0, { kind: 'pickup', location: 'leiden' });
  const load = (sku: string, quantity: number, number: string): Record<string, unknown> => ({ carrier: 'van', trackingNumber: number, lines: [{ sku, quantity }] });

  it('go by the same dialogue: the store is the receiver, nothing of the customer is told, and they are ready when the store has scanned the box', async () => {
    const { order, work, sku } = await toLeiden();
    expect(ok(await venlo.get(`/logistics/work/${work}`))).toMatchObject({ kind: 'transfer', destination: 'leiden', receiver: { city: 'Leiden', postalCode: '2312 HA' }, email: null, state: 'submitted' });
    await accept(work);
    const shipped = await warehouse.say<Shipped>(work, 'ship', { parcels: [load(sku, 2, 'BOX-LEIDEN-1')] });
    expect(shipped).toMatchObject({ open: 0, parcels: [{ trackingNumber: 'BOX-LEIDEN-1', pieces: 2 }] });
    expect(shipped.parcels[0]?.id).toMatch(/^lod_/);
    expect(stages(await warehouse.look(order))).toEqual({ in_transfer: 2 });
    ok(await leiden.post('/loads/BOX-LEIDEN-1/receive', {}));
    await settled();
    expect(stages(await warehouse.look(order))).toEqual({ ready: 2 });
    expect(await warehouse.balance(sku)).toEqual({ quantity: 0, reserved: 0 });
  });

  it('that bring along what the store was to pick itself are late with that too: nobody knows then when it is there', async () => {
    const [theirs, ours] = [await newShoe(warehouse.spil.database), await newShoe(warehouse.spil.database)];
    await stock(warehouse.spil, { venlo: { [theirs]: 1 }, leiden: { [ours]: 1 } });
    const order = ok(await warehouse.channel.post<Order>('/orders', anOrder({ lines: [{ sku: theirs, quantity: 1 }, { sku: ours, quantity: 1 }], delivery: { kind: 'pickup', location: 'leiden' } })));
    await settled();
    expect(await warehouse.say<Shipped>(order.fulfilments.find(({ location }) => location === 'venlo')?.id ?? '', 'ship', { parcels: [load(ours, 1, 'BOX-LATE-1')] })).toMatchObject({ takenBack: 1 });
    const promised = async (): Promise<unknown> => ok(await office.get<{ deliveries: { promisedBy: string | null }[] }>(`/orders/${order.id}`)).deliveries[0]?.promisedBy;
    expect(await promised()).not.toBeNull();
    warehouse.clock.advance(6 * 86_400_000);
    for (const _late of ['a van later', 'nobody knows when']) await doDue({ database: warehouse.spil.database, clock: warehouse.clock }, loadsOverdue(warehouse.spil.app.deps));
    expect(await promised()).toBeNull();
    ok(await leiden.post('/loads/BOX-LATE-1/receive', {}));
  });

  it('come in several boxes, one of them together with those of another order, and a box is used again', async () => {
    const one = await toLeiden(3);
    await warehouse.say(one.work, 'ship', { parcels: [load(one.sku, 1, 'BOX-LEIDEN-2')] });
    expect(await warehouse.say(one.work, 'ship', { parcels: [load(one.sku, 2, 'BOX-LEIDEN-3')] })).toMatchObject({ open: 0 });
    const two = await toLeiden(1);
    await warehouse.say(two.work, 'ship', { parcels: [load(two.sku, 1, 'BOX-LEIDEN-3')] });
    // Told again under another reference, a box that is known is not booked again.
    expect(await warehouse.say<Shipped>(two.work, 'ship', { parcels: [load(two.sku, 1, 'BOX-LEIDEN-3')] })).toMatchObject({ parcels: [], beyond: [] });
    ok(await leiden.post('/loads/BOX-LEIDEN-2/receive', {}));
    await settled();
    expect(stages(await warehouse.look(one.order))).toEqual({ picked: 1, in_transfer: 2 });
    ok(await leiden.post('/loads/BOX-LEIDEN-3/receive', {}));
    await settled();
    expect(stages(await warehouse.look(one.order))).toEqual({ ready: 3 });
    expect(stages(await warehouse.look(two.order))).toEqual({ ready: 1 });
    const three = await toLeiden(1);
    await warehouse.say(three.work, 'ship', { parcels: [load(three.sku, 1, 'BOX-LEIDEN-3')] });
    ok(await leiden.post('/loads/BOX-LEIDEN-3-2/receive', {}));
    await settled();
    expect(stages(await warehouse.look(three.order))).toEqual({ ready: 1 });
  });

  it('that it cannot send come from elsewhere; what it sends too many is asked about and found by the store', async () => {
    const { order, work, sku } = await toLeiden(2);
    await stock(warehouse.spil, { utrecht: { [sku]: 1 } });
    expect(await warehouse.say<Shipped>(work, 'ship', { parcels: [load(sku, 1, 'BOX-LEIDEN-4')], rest: 'not_coming' })).toMatchObject({ open: 0 });
    expect((await warehouse.look(order)).fulfilments.map(({ location }) => location)).toEqual(['venlo', 'utrecht']);
    const second = await toLeiden(1);
    expect(await warehouse.say<Shipped>(second.work, 'ship', { parcels: [load(second.sku, 2, 'BOX-LEIDEN-5')] })).toMatchObject({ beyond: [{ quantity: 1, why: 'more_than_ordered' }] });
    expect(await warehouse.tasks(second.order)).toEqual([{ kind: 'shipped_beyond', sku: second.sku }]);
    ok(await leiden.post('/loads/BOX-LEIDEN-5/receive', { found: [{ code: second.sku, good: 2 }] }));
    await settled();
    expect(stages(await warehouse.look(second.order))).toEqual({ ready: 1 });
    expect(await warehouse.balance(second.sku, 'leiden')).toMatchObject({ quantity: 1 });
  });

  it('that were accepted are asked to be stopped before the order goes away', async () => {
    const { order, work } = await toLeiden();
    await accept(work);
    expect(stages(await cancelling(order))).toEqual({ allocated: 2 });
    await answer(work, true);
    expect(stages(await warehouse.look(order))).toEqual({ cancelled: 2 });
  });
});
