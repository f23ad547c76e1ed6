/** Giving work to another location by hand: what each would cost, the reservation that moves, what is refused, and the decision that tells who and why. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { anOrder, smallCompany, stock } from './support/company.ts';
import { ok, startSpil } from './support/spil.ts';
import type { Client, Reply, Running } from './support/spil.ts';

interface Order { id: string; fulfilments: { id: string; number: string; location: string; kind: string }[]; lines: { units: { stage: string; location: string | null; quantity: number }[] }[] }
interface Option { location: string; current: boolean; covers: number; fits: boolean; cost: number; items: { amount: number }[]; difference: number | null; leavesAt: string | null; arrivesOn: string | null; late: boolean; breaks: { rule: string; reason: string } | null }
interface Options { wanted: number; picked: number; without: number; options: Option[] }
interface Decision { cause: { kind: string; sentence: string }; by: { name: string | null }; byHand: { location: string; reason: string | null } | null; reproduced: boolean; sentences: string[]; verdicts: { location: string; chosen: boolean }[]; runnersUp: { allocations: { location: string }[] }[] }

const COST = { currency: 'EUR', parcel: 495, handling: { store: 100, warehouse: 50 }, perUnit: 25, perKilometre: 2, split: 150 };
const STRATEGY = {
  name: 'Stores near the customer', when: 'true', cost: COST, unplaced: 'wait', limits: { maxLocations: 1, maxKilometres: null, respectCapacity: 'hard', overCapacity: 0 },
  filters: [{ name: 'not from Zeist', keep: 'location.code != "zeist"', hard: true }],
};
const shoe = 'runner-42';

let spil: Running;
let office: Client;
let channel: Client;
let utrecht: Client;

beforeAll(async () => {
  spil = await startSpil();
  await smallCompany(spil.database, { strategy: STRATEGY });
  [office, channel, utrecht] = await Promise.all([spil.as(['operations', 'service']), spil.as('channel'), spil.as('store', ['utrecht'])]);
  await spil.database.query(`insert into locations.location (code, name, kind, address, latitude, longitude, calendar, active) select 'gone', 'Gone', kind, address, latitude, longitude, calendar, false from locations.location where code = 'leiden'`);
  await spil.database.query(`update kernel.epoch set value = value + 1 where name = 'settings'`);
  await stock(spil, { utrecht: { [shoe]: 50 }, leiden: { [shoe]: 50 }, zeist: { [shoe]: 50 }, delft: { [shoe]: 1 } });
});
afterAll(() => spil.close());

const placed = async (options: Partial<Parameters<typeof anOrder>[0]> = {}): Promise<{ order: Order; work: string }> => {
  const order = ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: shoe, quantity: 2 }], ...options })));
  expect(order.fulfilments.map(({ location }) => location)).toEqual(['utrecht']);
  return { order, work: order.fulfilments[0]?.id ?? '' };
};
const move = (work: string, body: Record<string, unknown>): Promise<Reply<{ order: Order; created: string[]; code: string; detail: string }>> => office.post(`/fulfilments/${work}/reassign`, body);
const reserved = async (location: string): Promise<number> => (await spil.database.query<{ reserved: number }>(`select reserved from books.stock_balance where sku = $1 and location = $2 and state = 'sellable'`, [shoe, location]))[0]?.reserved ?? 0;
const units = ({ lines }: Order): [string, string | null, number][] => lines.flatMap((line) => line.units.map((held): [string, string | null, number] => [held.stage, held.location, held.quantity]));

describe('the options of a work order', () => {
  it('are all locations that have some of it: priced, dated, against keeping it, and with the rule that a choice would break', async () => {
    const { work } = await placed();
    const written = (): Promise<unknown[]> => spil.database.query(`select (select max(position) from books.event) as events, (select json_agg(s order by sku, location, state) from books.stock_balance s) as stock`);
    const before = await written();
    const { options, wanted, picked, without } = ok(await office.get<Options>(`/fulfilments/${work}/options`));
    expect(await written(), 'trying takes nothing').toEqual(before);
    expect([wanted, picked, without]).toEqual([2, 0, 2]);
    const of = (location: string): Option | undefined => options.find((one) => one.location === location);
    const [first] = options;
    expect(first).toMatchObject({ location: 'utrecht', current: true, fits: true, difference: 0, breaks: null, late: false });
    expect(of('leiden')).toMatchObject({ covers: 2, fits: true, breaks: null, difference: (of('leiden')?.cost ?? 0) - (first?.cost ?? 0) });
    expect(of('leiden')?.difference).toBeGreaterThan(0);
    expect(of('zeist')?.breaks).toEqual({ rule: 'not from Zeist', reason: 'location.code != "zeist" is not so' });
    expect(of('delft')).toMatchObject({ covers: 1, fits: false, difference: null });
    for (const option of options) expect(option.items.reduce((sum, item) => sum + item.amount, 0)).toBe(option.cost);
    // Monday 2 March 2026, 10:00 in Amsterdam: collected at 17:00 local, there the day after.
    expect(of('leiden')).toMatchObject({ leavesAt: '2026-03-02T16:00:00.000Z', arrivesOn: '2026-03-03' });
  });

  it('of a part are priced for that part', async () => {
    const { work } = await placed();
    const one = ok(await office.get<Options>(`/fulfilments/${work}/options?lines=1:1`));
    expect(one.wanted).toBe(1);
    expect(one.options.find(({ location }) => location === 'delft')).toMatchObject({ covers: 1, fits: true });
    expect((await office.get(`/fulfilments/${work}/options?lines=1:9`)).status).toBe(422);
    expect((await office.get(`/fulfilments/${work}/options?lines=x`)).status).toBe(400);
  });

  it('are not for a store', async () => {
    const { work } = await placed();
    expect((await utrecht.get(`/fulfilments/${work}/options`)).status).toBe(403);
    expect((await utrecht.post(`/fulfilments/${work}/reassign`, { location: 'leiden' })).status).toBe(403);
  });
});

describe('work that is given to another location', () => {
  it('takes its reservation along, ends where it was, and names its parent', async () => {
    const { order, work } = await placed();
    const before = { utrecht: await reserved('utrecht'), leiden: await reserved('leiden') };
    const { order: after, created } = ok(await move(work, { location: 'leiden' }));
    expect(units(after)).toEqual([['allocated', 'leiden', 2]]);
    expect([await reserved('utrecht'), await reserved('leiden')]).toEqual([before.utrecht - 2, before.leiden + 2]);
    const { events } = ok(await office.get<{ events: { type: string; data: Record<string, unknown> }[] }>(`/orders/${order.id}/events`));
    const [gone, given] = events.slice(-2);
    expect(gone).toMatchObject({ type: 'FulfilmentReassigned', data: { location: 'utrecht', to: 'leiden', picked: [], rule: null } });
    expect(given?.data).toMatchObject({ location: 'leiden', number: 'F2', parent: gone?.data['fulfilment'] });
    expect(created).toHaveLength(1);
    expect((await utrecht.post(`/fulfilments/${work}/pick`, { scans: [{ scan: 'late', code: shoe }] })).body).toMatchObject({ code: 'fulfilment.ended' });
  });

  it('explains itself: who, why, which rule, and what the rules would have done, made again from its kept inputs', async () => {
    const { order, work } = await placed();
    ok(await move(work, { location: 'zeist', reason: 'The customer asked for it.' }));
    const { decisions } = ok(await office.get<{ decisions: Decision[] }>(`/orders/${order.id}/explanation`));
    const decision = decisions.at(-1);
    expect(decision).toMatchObject({ cause: { kind: 'by_hand', sentence: 'It was assigned by hand: The customer asked for it.' }, by: { name: 'operations,service' }, byHand: { location: 'zeist', reason: 'The customer asked for it.' }, reproduced: true });
    expect(decision?.verdicts.filter(({ chosen }) => chosen).map(({ location }) => location)).toEqual(['zeist']);
    expect(decision?.runnersUp[0]?.allocations[0]?.location).toBe('utrecht');
    expect(decision?.sentences.join(' ')).toContain("rule 'not from Zeist'");
  });

  it('can be a part: the rest stays', async () => {
    const { work } = await placed();
    const { order } = ok(await move(work, { location: 'leiden', lines: [{ line: 1, quantity: 1 }] }));
    expect(units(order).toSorted()).toEqual([['allocated', 'leiden', 1], ['allocated', 'utrecht', 1]]);
  });

  it('leaves what is picked with the picker, who puts it back', async () => {
    const { work } = await placed();
    ok(await utrecht.post(`/fulfilments/${work}/pick`, { scans: [{ scan: 's1', code: shoe }] }));
    expect((await move(work, { location: 'leiden' })).body).toMatchObject({ code: 'fulfilment.already_picked' });
    const { order } = ok(await move(work, { location: 'leiden', putBack: true }));
    expect(units(order)).toEqual([['allocated', 'leiden', 2]]);
    const { body: list } = await utrecht.get<{ fulfilments: { id: string; putBack: number }[] }>('/fulfilments');
    expect(list.fulfilments.find(({ id }) => id === work)).toMatchObject({ putBack: 1 });
    ok(await utrecht.post(`/fulfilments/${work}/put-back`));
    expect((await utrecht.post(`/fulfilments/${work}/put-back`)).status).toBe(422);
  });

  it('of a pickup is brought to the store', async () => {
    const order = ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: shoe, quantity: 1 }], delivery: { kind: 'pickup', location: 'utrecht' } })));
    const { order: after } = ok(await move(order.fulfilments[0]?.id ?? '', { location: 'leiden' }));
    expect(after.fulfilments.at(-1)).toMatchObject({ location: 'leiden', kind: 'transfer' });
  });
});

describe('what is refused, with nothing changed', () => {
  it.each([
    ['where it is already', { location: 'utrecht' }, 409, 'fulfilment.same_location'],
    ['a location that is none', { location: 'nowhere' }, 422, 'fulfilment.place_unknown'],
    ['a closed one', { location: 'gone' }, 409, 'fulfilment.location_closed'],
    ['one that has too few', { location: 'delft' }, 409, 'fulfilment.no_stock'],
    ['one that has none', { location: 'dc' }, 409, 'fulfilment.no_stock'],
    ['against a rule without saying why', { location: 'zeist' }, 422, 'fulfilment.reason_needed'],
    ['more than there is', { location: 'leiden', lines: [{ line: 1, quantity: 3 }] }, 422, 'fulfilment.more_than_there_is'],
  ])('%s', async (_what, body, status, code) => {
    const { order, work } = await placed();
    const [before] = await spil.database.query('select seq from orders.order where number = (select number from orders.order order by id desc limit 1)');
    expect(await move(work, body)).toMatchObject({ status, body: { code, detail: expect.any(String) } });
    expect((await spil.database.query('select seq from orders.order where number = (select number from orders.order order by id desc limit 1)'))[0]).toEqual(before);
    expect(units(ok(await office.get<Order>(`/orders/${order.id}`)))).toEqual([['allocated', 'utrecht', 2]]);
  });

  it('what is packed or has ended', async () => {
    const { order, work } = await placed();
    ok(await utrecht.post(`/fulfilments/${work}/pick`, { scans: [{ scan: 'a', code: shoe, quantity: 2 }] }));
    ok(await utrecht.post(`/fulfilments/${work}/pack`));
    expect((await move(work, { location: 'leiden', putBack: true })).body).toMatchObject({ code: 'fulfilment.packed', detail: expect.stringContaining('L1') });
    ok(await office.post(`/orders/${order.id}/cancel`));
    expect((await move(work, { location: 'leiden' })).body).toMatchObject({ code: 'fulfilment.ended' });
    expect((await move('ful_01h2xcejqtf2nbrexx3vqjhp41', { location: 'leiden' })).status).toBe(404);
  });
});
