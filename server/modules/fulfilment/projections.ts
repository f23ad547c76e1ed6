/** The work lists of the locations: one row per work order with what is left to do, read from its units. */
import { table } from '../../kernel/change.ts';
import { fold, unitsIn, unitsOf } from '../books/index.ts';
import type { Projection } from '../books/index.ts';
import { orderSlice } from '../orders/index.ts';
import { parcelsSlice } from '../shipping/index.ts';
import type { FulfilmentAssigned } from '../sourcing/index.ts';
import { lateAt } from './missed.ts';
import { floorSlice, toPutBack } from './types.ts';
import { nextMoment } from './waiting.ts';
import type { FulfilmentEvents } from './types.ts';

const FULFILMENT = table('fulfilment.fulfilment', 'id');
const DAY_LOAD = table('locations.day_load', 'location', 'day');
const PUT_BACK = table('fulfilment.put_back', 'fulfilment_id', 'line', 'location');
const PICKUP = table('fulfilment.pickup', 'order_id', 'delivery');
const EXCLUSION = table('sourcing.exclusion', 'sku', 'location');

export type WorkStatus = 'assigned' | 'picking' | 'picked' | 'packed' | 'in_transfer' | 'arrived' | 'ready' | 'done' | 'cancelled';

export const fulfilmentProjection: Projection = {
  stream: 'order', name: 'fulfilment.fulfilment', version: 1, tables: ['fulfilment.fulfilment'],
  settle: (change, stream) => {
    const floor = fold(stream, floorSlice);
    const order = fold(stream, orderSlice);
    const units = unitsOf(stream);
    const parcels = [...fold(stream, parcelsSlice).values()];
    for (const work of floor.fulfilments.values()) {
      const mine = unitsIn(units, { holder: work.fulfilment }).filter((held) => held.stage !== 'cancelled');
      const boxes = parcels.filter((parcel) => parcel.fulfilment === work.fulfilment && parcel.status !== 'unpacked').map((parcel) => parcel.parcel);
      const boxed = [...units.buckets.values()].filter((held) => held.holder !== null && boxes.includes(held.holder));
      const moving = [...work.loads].flatMap((load) => unitsIn(units, { holder: load, delivery: work.delivery })).filter((held) => work.lines.some((line) => line.line === held.line));
      const n = (stage: string): number => [...mine, ...boxed].reduce((sum, held) => sum + (held.stage === stage ? held.n : 0), 0);
      const total = [...mine, ...boxed, ...moving].reduce((sum, held) => sum + held.n, 0);
      const [toPick, picked, packed, ready] = [n('allocated'), n('picked'), n('packed'), n('ready')];
      const moved = moving.reduce((sum, held) => sum + held.n, 0);
      const status: WorkStatus = total === 0 ? 'cancelled'
        : toPick > 0 ? (picked > 0 || work.accepted ? 'picking' : 'assigned')
          : moved > 0 ? 'in_transfer'
            : picked > 0 ? (work.load === null ? 'picked' : 'arrived')
              : packed > 0 ? 'packed'
                : ready > 0 ? 'ready' : 'done';
      change.put(FULFILMENT, {
        id: work.fulfilment, order_id: stream.id, number: `${order.number}-${work.number}`, location: work.location, delivery: work.delivery, kind: work.kind, destination: work.destination,
        status, on_hold: order.holds.size > 0 || work.notYet === true, not_before: work.notBefore ?? null, units: total, to_pick: toPick, to_pack: work.kind === 'ship' ? picked : 0, put_back: toPutBack(work, work.location).reduce((sum, one) => sum + one.quantity, 0),
        assigned_at: assignedAt(stream.events, work.fulfilment), due_at: work.dueAt, look_at: lateAt(stream, work), accepted_at: work.accepted?.at ?? null, accepted_by: work.accepted?.by ?? null, seq: stream.seq,
      }, stream.loaded === 0);
    }
  },
};

const assignedAt = (events: readonly { type: string; data: unknown; recordedAt: string }[], id: string): string =>
  events.find((event) => event.type === 'FulfilmentAssigned' && (event.data as FulfilmentAssigned).fulfilment === id)?.recordedAt ?? '';

/** What lies somewhere to be put back, by work order, line and location. */
export const putBackProjection: Projection = {
  stream: 'order', name: 'fulfilment.put_back', version: 1, tables: ['fulfilment.put_back'],
  settle: (change, stream) => {
    for (const work of fold(stream, floorSlice).fulfilments.values()) {
      for (const { line, location, quantity } of work.putBack) {
        const key = { fulfilment_id: work.fulfilment, line, location };
        if (quantity > 0) change.put(PUT_BACK, { ...key, order_id: stream.id, sku: unitsOf(stream).lines.get(line)?.sku ?? '', quantity });
        else change.remove(PUT_BACK, key);
      }
    }
  },
};

/** Pickups that wait for their customer, with the moment at which something must be done about them next. */
export const pickupProjection: Projection = {
  stream: 'order', name: 'fulfilment.pickup', version: 1, tables: ['fulfilment.pickup'],
  settle: (change, stream) => {
    const { waiting } = fold(stream, floorSlice);
    for (const [delivery, terms] of waiting) {
      const [held] = unitsIn(unitsOf(stream), { delivery, stage: 'ready' });
      if (held) change.put(PICKUP, { order_id: stream.id, delivery, location: held.location, until: terms.until, expires_at: terms.expiresAt, next_at: nextMoment(terms) });
      else change.remove(PICKUP, { order_id: stream.id, delivery });
    }
  },
};

/** What planning reads besides stock: how much a limited location was given today, and where a short closed it for a SKU. */
export const planningProjection: Projection = {
  stream: 'order', name: 'planning', version: 1, tables: ['locations.day_load'],
  apply: (change, _stream, event) => {
    if (event.type === 'FulfilmentAssigned') {
      const { location, capacityDay } = event.data as FulfilmentAssigned;
      if (capacityDay !== null) change.add(DAY_LOAD, { location, day: capacityDay, orders: 1 });
    } else if (event.type === 'ItemsShorted') {
      const { sku, location, excludedUntil, reason } = event.data as FulfilmentEvents['ItemsShorted'];
      if (excludedUntil !== null) change.put(EXCLUSION, { sku, location, until: excludedUntil, reason });
    }
  },
};
