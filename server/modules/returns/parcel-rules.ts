/** Pure: parcels that did not simply arrive: what is owed for them no more, what is sold again in their place, and their receipt when they come back. */
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, unitShare, unitsIn, unitsOf } from '../books/index.ts';
import type { HeldUnits, MoneyEntry, NewEvent, Stage, Stream } from '../books/index.ts';
import { creditKey, orderSlice, unitsOfCharge } from '../orders/index.ts';
import type { OrderDelivery, OrderEvents, OrderLine } from '../orders/index.ts';
import { contents, mattersSlice, parcelsSlice, sendBack } from '../shipping/index.ts';
import type { Parcel, ShippingEvents } from '../shipping/index.ts';
import { returnProblems } from './rules.ts';

/** Stages in which a parcel has left and its customer does not have it. */
const AWAY: readonly Stage[] = ['shipped', 'at_pickup_point', 'returning', 'lost'];

export function parcelOf(stream: Stream, id: Uuid): Parcel {
  const parcel = fold(stream, parcelsSlice).get(id);
  if (!parcel) throw returnProblems.parcel_elsewhere({ detail: 'This parcel is not of this order. Scan its barcode once more.', found: id, field: 'parcel' });
  return parcel;
}

/** Units of a parcel that left, that its customer does not have, and that are still owed for. */
function owedUnits(stream: Stream, parcel: Uuid): HeldUnits[] {
  const { credited } = fold(stream, orderSlice);
  const free = new Map<string, number>();
  return contents(unitsOf(stream), parcel).filter((held) => AWAY.includes(held.stage)).flatMap((held) => {
    const key = creditKey(held.line, parcel);
    const left = free.get(key) ?? credited.get(key) ?? 0;
    const known = Math.min(left, held.n);
    free.set(key, left - known);
    return held.n > known ? [{ ...held, n: held.n - known }] : [];
  });
}

/** The scans of its way back that were missed: whoever holds the parcel knows better. Refuses what never left, and what is back already. */
export function onItsWayBack(stream: Stream, id: Uuid, now: Instant): NewEvent[] {
  const parcel = parcelOf(stream, id);
  if (parcel.status === 'unpacked' && fold(stream, mattersSlice).get(id)?.kind === 'taken_along') throw returnProblems.parcel_here({ detail: `What was in parcel ${parcel.number} was cancelled and paid back before the carrier took it along. Count what came back as stock of this location.`, found: parcel.status, field: 'parcel' });
  if (parcel.status === 'packed' || parcel.status === 'labelled' || parcel.status === 'unpacked') throw returnProblems.parcel_here({ detail: `Parcel ${parcel.number} has not left; open it, or cancel what is in it.`, found: parcel.status, field: 'parcel' });
  if (parcel.status === 'returned') throw returnProblems.parcel_back({ detail: `Parcel ${parcel.number} was received back before.`, found: parcel.status, field: 'parcel' });
  const event = sendBack(unitsOf(stream), parcel, { code: 'received', reason: parcel.status === 'at_pickup_point' ? 'unclaimed' : 'returning', ask: false }, now);
  return event ? [event] : [];
}

/** The event by which nothing more is owed for these units; `charges` go with them. */
function credit(stream: Stream, parcel: Uuid, held: readonly HeldUnits[], charges: OrderEvents['ItemsCredited']['charges'], how: { reason: string; replaced: boolean; note: string | null }): NewEvent {
  const order = fold(stream, orderSlice);
  const settled = new Map(order.settled);
  const due: MoneyEntry[] = charges.map(({ amount }) => ({ account: 'due', amount: -amount }));
  for (const { line, n } of held) {
    const sold = order.lines.get(line);
    if (!sold) continue;
    const before = settled.get(line) ?? 0;
    due.push({ account: 'due', amount: -unitShare(sold.total, sold.quantity, sold.quantity - before - n, n) });
    settled.set(line, before + n);
  }
  const total = due.reduce((sum, entry) => sum + entry.amount, 0);
  return {
    type: 'ItemsCredited', data: { parcel, lines: held.map(({ line, delivery, n }) => ({ line, delivery, quantity: n })), charges, ...how } satisfies OrderEvents['ItemsCredited'],
    ...(total === 0 ? {} : { moves: { money: [{ account: 'due', amount: total }] } }),
  };
}

/** Charges of a delivery of which its customer has and gets nothing: all of it is owed for no more, or was cancelled or brought back. `also`: units that are about to be. */
function chargesOf(stream: Stream, delivery: number, also: readonly HeldUnits[]): OrderEvents['ItemsCredited']['charges'] {
  const order = fold(stream, orderSlice);
  return [...order.charges.values()].flatMap((charge) => {
    if (charge.kind !== 'shipping' || (charge.delivery !== null && charge.delivery !== delivery)) return [];
    const amount = charge.total - (order.waived.get(charge.ref) ?? 0);
    const units = unitsOfCharge(order, unitsOf(stream), charge).filter((held) => held.stage !== 'cancelled' && held.stage !== 'returned');
    const owed = units.reduce((sum, held) => sum + held.n, 0) - also.reduce((sum, held) => sum + held.n, 0)
      - [...new Set(units.map((held) => creditKey(held.line, held.holder)))].reduce((sum, key) => sum + (order.credited.get(key) ?? 0), 0);
    return amount > 0 && owed <= 0 ? [{ ref: charge.ref, amount }] : [];
  });
}

/** The shipping costs of a parcel that came back, where nothing of its delivery stays with the customer. */
export function shippingOf(stream: Stream, id: Uuid): NewEvent[] {
  const charges = chargesOf(stream, parcelOf(stream, id).delivery, []);
  return charges.length === 0 ? [] : [credit(stream, id, [], charges, { reason: 'shipping', replaced: false, note: null })];
}

/** What is the matter with a parcel, for somebody who decides about it; refuses when nothing is, or when its money went back before. */
function undecided(stream: Stream, id: Uuid): { parcel: Parcel; reason: string; held: HeldUnits[] } {
  const parcel = parcelOf(stream, id);
  const matter = fold(stream, mattersSlice).get(id);
  const held = owedUnits(stream, id);
  if (!matter || held.length === 0) {
    const why = !matter ? `Nothing is the matter with parcel ${parcel.number}: it is ${parcel.status.replaceAll('_', ' ')}.` : matter.credited ? `Of parcel ${parcel.number} the money went back, or it was sent again, before.` : `Parcel ${parcel.number} is ${parcel.status.replaceAll('_', ' ')}; its customer has it, or it is back and paid for.`;
    throw returnProblems.nothing_open({ detail: why, found: parcel.status });
  }
  return { parcel, reason: matter.kind, held };
}

/** The money of a parcel goes back, wherever its goods are. */
export function refundParcel(stream: Stream, id: Uuid, wish: { shipping: boolean; note: string | null }): NewEvent {
  const { parcel, reason, held } = undecided(stream, id);
  return credit(stream, id, held, wish.shipping ? chargesOf(stream, parcel.delivery, held) : [], { reason, replaced: false, note: wish.note });
}

/** A share of n units of a line as a line of its own: exactly what is credited for them, so that not a cent moves. */
function again(line: OrderLine, settled: number, n: number, as: { line: number; delivery: number; ref: string }): OrderLine {
  const share = (amount: number): number => unitShare(amount, line.quantity, line.quantity - settled - n, n);
  return { ...line, ...as, quantity: n, subtotal: share(line.subtotal), discount: share(line.discount), total: share(line.total), taxes: line.taxes.map((tax) => ({ ...tax, amount: share(tax.amount) })), added: 'replacement' };
}

/**
 * A parcel is sent again: its units are sold once more, at the same price, on a delivery of their own, in place of those that are lost or on
 * their way back. The money stays where it is, and follows the goods that come: cut short they are refunded, brought back they are worth their price.
 */
export function resendParcel(stream: Stream, id: Uuid, where: Pick<OrderDelivery, 'kind' | 'contact' | 'country' | 'coordinates' | 'pickupPoint'> | null, note: string | null): { events: NewEvent[]; delivery: OrderDelivery; lines: OrderLine[]; credit: NewEvent } {
  const { parcel, reason, held } = undecided(stream, id);
  const order = fold(stream, orderSlice);
  const before = order.deliveries.get(parcel.delivery);
  if (!before) throw returnProblems.nothing_open({ detail: `The delivery of parcel ${parcel.number} is not known.` });
  const delivery: OrderDelivery = { ...before, ...where, delivery: Math.max(...order.deliveries.keys()) + 1, ref: `again ${id}`, promisedBy: null };
  const settled = new Map(order.settled);
  const first = Math.max(...order.lines.keys()) + 1;
  const lines = held.flatMap(({ line, n }): OrderLine[] => {
    const sold = order.lines.get(line);
    if (!sold) return [];
    const from = settled.get(line) ?? 0;
    settled.set(line, from + n);
    return [again(sold, from, n, { line: 0, delivery: delivery.delivery, ref: `again ${id}` })];
  }).map((line, index) => ({ ...line, line: first + index, ref: `${line.ref}/${index + 1}` }));
  return { delivery, lines, credit: credit(stream, id, held, [], { reason, replaced: true, note }), events: [{ type: 'DeliveryAdded', data: { delivery } satisfies OrderEvents['DeliveryAdded'] }] };
}

/** The carrier is asked to pay for a parcel. */
export function claimParcel(stream: Stream, id: Uuid, reference: string): NewEvent {
  const parcel = parcelOf(stream, id);
  const matter = fold(stream, mattersSlice).get(id);
  if (!matter) throw returnProblems.nothing_open({ detail: `Nothing is the matter with parcel ${parcel.number}: it is ${parcel.status.replaceAll('_', ' ')}.`, found: parcel.status });
  return { type: 'ParcelClaimed', data: { parcel: id, reference } satisfies ShippingEvents['ParcelClaimed'] };
}

/** Somebody looked after a parcel and nothing more is to be done. */
export function closeMatter(stream: Stream, id: Uuid, note: string | null): NewEvent {
  const parcel = parcelOf(stream, id);
  const matter = fold(stream, mattersSlice).get(id);
  if (!matter || matter.state === 'done') throw returnProblems.nothing_open({ detail: `Nothing is to be decided about parcel ${parcel.number}.`, found: matter?.state ?? parcel.status });
  return { type: 'ParcelMatterClosed', data: { parcel: id, note } satisfies ShippingEvents['ParcelMatterClosed'] };
}
