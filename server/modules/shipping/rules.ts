/** Pure: what happens to a parcel, as events with the moves of its units. */
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { bucketOf, unitsIn } from '../books/index.ts';
import type { Bucket, NewEvent, Stage, UnitMove, Units } from '../books/index.ts';
import type { ReturningReason } from './parcel-policy.ts';
import { shippingProblems } from './problems.ts';
import { mayBecome } from './types.ts';
import type { Parcel, ParcelPacked, ParcelStatus, ShippingEvents } from './types.ts';

/** Units of a parcel as they stand. */
export const contents = (units: Units, parcel: Uuid): ReturnType<typeof unitsIn> => unitsIn(units, { holder: parcel });

/** Packs picked units of a fulfilment into a new parcel. The caller has checked that they are there. */
export function pack(units: Units, packed: ParcelPacked): NewEvent {
  const moves: UnitMove[] = [];
  for (const { line, quantity } of packed.lines) {
    let left = quantity;
    for (const held of unitsIn(units, { line, delivery: packed.delivery, holder: packed.fulfilment, stage: 'picked' })) {
      const n = Math.min(left, held.n);
      if (n > 0) moves.push({ line, delivery: held.delivery, n, from: bucketOf(held), to: { stage: 'packed', holder: packed.parcel, location: held.location } });
      left -= n;
    }
  }
  return { type: 'ParcelPacked', data: packed, moves: { units: moves } };
}

/** Opens a parcel that has not left: its units are picked again, for the fulfilment they came from. */
export function unpack(units: Units, parcel: Parcel, reason: string): NewEvent {
  if (!mayBecome(parcel.status, 'unpacked')) throw shippingProblems.left({ detail: `Parcel ${parcel.number} is ${parcel.status}; only a parcel that has not left can be opened.`, found: parcel.status });
  return { type: 'ParcelUnpacked', data: { parcel: parcel.parcel, reason } satisfies ShippingEvents['ParcelUnpacked'], moves: { units: contents(units, parcel.parcel).map((held) => ({ line: held.line, delivery: held.delivery, n: held.n, from: bucketOf(held), to: { stage: 'picked', holder: parcel.fulfilment, location: held.location } })) } };
}

function journey(units: Units, parcel: Parcel, to: ParcelStatus, stage: Stage, type: keyof ShippingEvents, data: object, occurredAt?: string): NewEvent | null {
  if (!mayBecome(parcel.status, to)) return null;
  const target: Bucket = { stage, holder: parcel.parcel, location: null };
  const moves = contents(units, parcel.parcel).map((held) => ({ line: held.line, delivery: held.delivery, n: held.n, from: bucketOf(held), to: target }));
  return { type, data: { parcel: parcel.parcel, ...data }, moves: { units: moves }, ...(occurredAt === undefined ? {} : { occurredAt }) };
}

/** The parcel leaves. Null when it has left already: both the handover and the first scan say so, once is enough. */
export const ship = (units: Units, parcel: Parcel, data: { manifest: Uuid | null; cause: 'handover' | 'scan' }, occurredAt?: string): NewEvent | null =>
  journey(units, parcel, 'shipped', 'shipped', 'ParcelShipped', data, occurredAt);

export const arriveAtPoint = (units: Units, parcel: Parcel, data: { code: string; until?: string; remindAt?: Instant | null }, occurredAt: string): NewEvent | null => journey(units, parcel, 'at_pickup_point', 'at_pickup_point', 'ParcelAtPickupPoint', data, occurredAt);

export function deliver(units: Units, parcel: Parcel, how: 'delivered' | 'neighbour' | 'collected', code: string, occurredAt: string): NewEvent | null {
  return journey(units, parcel, 'delivered', how === 'collected' ? 'collected' : 'delivered', 'ParcelDelivered', { how, code }, occurredAt);
}

/** The carrier takes it back to us; also from a door where it was left before, as long as all of it is there. */
export const sendBack = (units: Units, parcel: Parcel, data: { code: string; reason: ReturningReason; ask: boolean }, occurredAt: string): NewEvent | null => {
  // Collected at a point, or brought back by its customer since: nothing of it can be on its way with the carrier.
  const held = contents(units, parcel.parcel);
  if (parcel.status === 'delivered' && (held.length === 0 || held.some(({ stage }) => stage !== 'delivered'))) return null;
  return journey(units, parcel, 'returning', 'returning', 'ParcelReturning', data, occurredAt);
};

export const lose = (units: Units, parcel: Parcel, code: string, occurredAt: string): NewEvent | null => journey(units, parcel, 'lost', 'lost', 'ParcelLost', { code, ask: true }, occurredAt);

/** A lost parcel is seen again: it is on its way. Null when it was not lost. */
export function find(units: Units, parcel: Parcel, code: string, occurredAt: string): NewEvent | null {
  if (parcel.status !== 'lost') return null;
  const moves = contents(units, parcel.parcel).map((held) => ({ line: held.line, delivery: held.delivery, n: held.n, from: bucketOf(held), to: { stage: 'shipped' as const, holder: parcel.parcel, location: null } }));
  return { type: 'ParcelFound', data: { parcel: parcel.parcel, code } satisfies ShippingEvents['ParcelFound'], moves: { units: moves }, occurredAt };
}
