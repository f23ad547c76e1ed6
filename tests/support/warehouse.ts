/** An external warehouse at work in tests: orders that it alone has, what it says about them, and what is read back. */
import { expect } from 'vitest';
import { auditScope } from '../../server/app.ts';
import { settableClock } from '../../server/kernel/clock.ts';
import type { DialogueState } from '../../server/modules/dialogue/index.ts';
import { partnerFollowers } from '../../server/modules/partners/index.ts';
import { expectWholeBooks } from './books.ts';
import { anOrder, smallCompany, stock } from './company.ts';
import type { OrderOptions } from './company.ts';
import { newShoe, PARTNER_PLACES, withPartner } from './partner.ts';
import { ok, startSpil } from './spil.ts';
import type { Client, Running } from './spil.ts';

export interface Order { id: string; number: string; version: number; status: string; fulfilments: { id: string; location: string }[]; parcels: { status: string; barcode: string; fulfilment: string }[]; money: { due: number }; lines: { units: { stage: string; location: string | null; quantity: number }[] }[] }
export interface Said { state: DialogueState; open: number; asked: number }
export interface Shipped extends Said { parcels: { id: string; trackingNumber: string; pieces: number }[]; takenBack: number; beyond: { sku: string; quantity: number; why: string }[] }
export interface Given { order: Order; work: string; sku: string }

export const stages = (order: Order): Record<string, number> => {
  const counts: Record<string, number> = {};
  for (const unit of order.lines.flatMap(({ units }) => units)) counts[unit.stage] = (counts[unit.stage] ?? 0) + unit.quantity;
  return counts;
};

let references = 0;
/** A reference that was not used before. */
export const reference = (): string => `VL-${++references}`;
export const parcel = (sku: string, quantity: number, trackingNumber = `TRACK-${++references}`): Record<string, unknown> => ({ carrier: 'postnl', trackingNumber, trackingUrl: `https://track.example/${trackingNumber}`, lines: [{ sku, quantity }] });

export interface Warehouse {
  spil: Running;
  clock: ReturnType<typeof settableClock>;
  office: Client;
  channel: Client;
  venlo: Client;
  /** Lets the reactions be done, and checks that the books are whole. */
  settled(): Promise<void>;
  look(order: Order): Promise<Order>;
  balance(sku: string, location?: string, state?: string): Promise<{ quantity: number; reserved: number }>;
  tasks(order: Order): Promise<{ kind: string; sku: string | null }[]>;
  /** An order of so many pieces that the external warehouse has alone; `elsewhere` are pieces that come in at a store afterwards. */
  given(quantity?: number, elsewhere?: number, delivery?: OrderOptions['delivery']): Promise<Given>;
  /** The office holds the order, and lets go of it again. */
  hold(order: Order): Promise<string>;
  release(order: Order, hold: string): Promise<void>;
  say<T = Said>(work: string, verb: string, body: Record<string, unknown>): Promise<T>;
  accept(work: string): Promise<Said>;
  reject(work: string, more?: Record<string, unknown>): Promise<Said>;
  ship(work: string, sku: string, quantity: number, more?: Record<string, unknown>): Promise<Shipped>;
  /** The office cancels the order. */
  cancelling(order: Order): Promise<Order>;
  /** The warehouse says whether it could stop. */
  answer(work: string, accepted: boolean, more?: Record<string, unknown>): Promise<Said>;
}

export async function startWarehouse(): Promise<Warehouse> {
  const clock = settableClock('2026-03-02T09:00:00.000Z');
  const spil = await startSpil({ clock });
  await smallCompany(spil.database, { places: PARTNER_PLACES });
  await withPartner(spil.database);
  const followers = partnerFollowers({ ...spil.app.deps, clock });
  const [office, channel, venlo] = await Promise.all([spil.as(['operations', 'service']), spil.as('channel'), spil.as('fulfiller', ['venlo'])]);
  const settled = async (): Promise<void> => {
    for (const follower of followers) await follower.drain();
    const { projections, ...scope } = auditScope();
    await expectWholeBooks(spil.database, projections, scope);
  };
  const say = async <T = Said>(work: string, verb: string, body: Record<string, unknown>): Promise<T> => {
    const answer = ok(await venlo.post<T>(`/logistics/work/${work}/${verb}`, { reference: reference(), ...body }));
    await settled();
    return answer;
  };
  return {
    spil, clock, office, channel, venlo, settled, say,
    look: async (order) => ok(await office.get<Order>(`/orders/${order.id}`)),
    balance: async (sku, location = 'venlo', state = 'sellable') => (await spil.database.query<{ quantity: number; reserved: number }>('select quantity, reserved from books.stock_balance where sku = $1 and location = $2 and state = $3', [sku, location, state]))[0] ?? { quantity: 0, reserved: 0 },
    tasks: (order) => spil.database.query('select t.kind, t.sku from partners.task t join orders.order o on o.id = t.order_id where o.number = $1 order by t.created_at, t.id', [order.number]),
    hold: async (order) => {
      const held = ok(await office.post<{ holds: { id: string }[] }>(`/orders/${order.id}/holds`, { reason: 'address', owner: 'service' }));
      await settled();
      return held.holds.at(-1)?.id ?? '';
    },
    release: async (order, hold) => { ok(await office.post(`/orders/${order.id}/holds/${hold}/release`, { reason: 'checked' })); await settled(); },
    given: async (quantity = 2, elsewhere = 0, delivery = { kind: 'ship' }) => {
      const sku = await newShoe(spil.database);
      await stock(spil, { venlo: { [sku]: quantity } });
      const order = ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku, quantity }], delivery })));
      if (elsewhere > 0) await stock(spil, { leiden: { [sku]: elsewhere } });
      await settled();
      expect(order.fulfilments.map(({ location }) => location)).toEqual(['venlo']);
      return { order, sku, work: order.fulfilments[0]?.id ?? '' };
    },
    accept: (work) => say(work, 'accept', {}),
    reject: (work, more = {}) => say(work, 'reject', { reason: 'out_of_stock', ...more }),
    ship: (work, sku, quantity, more = {}) => say<Shipped>(work, 'ship', { parcels: [parcel(sku, quantity)], ...more }),
    cancelling: async (order) => { const answer = ok(await office.post<Order>(`/orders/${order.id}/cancel`, { reason: 'customer' })); await settled(); return answer; },
    answer: (work, accepted, more = {}) => say(work, 'cancellation', { accepted, ...more }),
  };
}
