/** The state of an order as its own room folds it, and what is read from the units: statuses and what a line still owes. */
import type { Instant } from '../../kernel/clock.ts';
import type { HeldUnits, JournalEvent, Slice, Stage, Stream, Units } from '../books/index.ts';
import { GONE, unitsIn } from '../books/index.ts';
import type { Hold, OrderCharge, OrderDelivery, OrderEvents, OrderLine, OrderPlaced, ReservedAt, Undo } from './types.ts';

/** A reservation as it stands: how long it holds, and the receipts it was bought with. */
export interface Reservation extends ReservedAt { reminded: boolean; sales: { order: string; receipt: string }[]; bought: Map<number, number> }

export interface Order extends Omit<OrderPlaced, 'lines' | 'deliveries' | 'charges' | 'reservation'> {
  lines: Map<number, OrderLine>;
  deliveries: Map<number, OrderDelivery>;
  charges: Map<string, OrderCharge>;
  holds: Map<string, Hold>;
  /** Per line, units that were cancelled or came back: the next one's share of the price follows from it. */
  settled: Map<number, number>;
  /** Units that are owed for no more though they have not come back, by line and parcel: when they do, nothing more is taken off for them. */
  credited: Map<string, number>;
  /** Per charge, what was taken off again. */
  waived: Map<string, number>;
  notes: string[];
  /** Null for an order that is one. */
  reservation: Reservation | null;
  /** The payment that a change waits for; null when none was asked, or its time is over. */
  asked: OrderEvents['PaymentAsked'] | null;
  /** It was a till's receipt, and was voided. */
  voided: boolean;
}

const EMPTY: Omit<Order, 'lines' | 'deliveries' | 'charges' | 'holds' | 'settled' | 'credited' | 'waived' | 'notes' | 'tags' | 'voided' | 'reservation' | 'asked'> = {
  number: '', channel: '', externalId: null, externalNumber: null, placedAt: '', test: false, currency: '', pricesIncludeTax: true, customer: null, contact: null, language: null, opening: false,
};

export const orderSlice: Slice<Order> = {
  name: 'order',
  initial: () => ({ ...EMPTY, tags: [], lines: new Map(), deliveries: new Map(), charges: new Map(), holds: new Map(), settled: new Map(), credited: new Map(), waived: new Map(), notes: [], voided: false, reservation: null, asked: null }),
  evolve: (order, event: JournalEvent) => {
    switch (event.type) {
      case 'OrderPlaced': {
        const { lines, deliveries, charges, reservation, ...rest } = event.data as OrderPlaced;
        if (reservation) order.reservation = { ...reservation, reminded: false, sales: [], bought: new Map() };
        Object.assign(order, rest);
        for (const line of lines) order.lines.set(line.line, line);
        for (const delivery of deliveries) order.deliveries.set(delivery.delivery, { ...delivery, promisedFirst: delivery.promisedBy });
        for (const charge of charges) order.charges.set(charge.ref, charge);
        break;
      }
      case 'LinesAdded': case 'ProductNamed': goods(order, event); break;
      case 'HoldPlaced': order.holds.set((event.data as Hold).hold, event.data as Hold); break;
      case 'HoldReleased': order.holds.delete((event.data as OrderEvents['HoldReleased']).hold); break;
      case 'AddressChanged': {
        const { delivery, contact, country, coordinates } = event.data as OrderEvents['AddressChanged'];
        const before = order.deliveries.get(delivery);
        if (before) order.deliveries.set(delivery, { ...before, contact, country, coordinates });
        break;
      }
      case 'DeliveryAdded': case 'DeliverySplit': {
        const { delivery } = event.data as OrderEvents['DeliveryAdded'];
        order.deliveries.set(delivery.delivery, { ...delivery, promisedFirst: delivery.promisedBy });
        break;
      }
      case 'PromiseChanged': {
        const { delivery, to } = event.data as OrderEvents['PromiseChanged'];
        const before = order.deliveries.get(delivery);
        if (before) order.deliveries.set(delivery, { ...before, promisedBy: to, promisedFirst: before.promisedFirst ?? to });
        break;
      }
      case 'DeliveryChanged': goesElsewhere(order, event.data as OrderEvents['DeliveryChanged']); break;
      case 'PaymentAsked': order.asked = event.data as OrderEvents['PaymentAsked']; break;
      case 'PaymentLapsed': order.asked = null; break;
      case 'OrderTagged': order.tags = (event.data as OrderEvents['OrderTagged']).tags; break;
      case 'NoteAdded': order.notes.push((event.data as OrderEvents['NoteAdded']).note); break;
      case 'GoodwillGranted': {
        const { charge } = event.data as OrderEvents['GoodwillGranted'];
        if (charge) order.charges.set(charge.ref, charge);
        break;
      }
      case 'ReservationReminded': case 'ReservationExtended': case 'ReservationBought': reserved(order, event); break;
      case 'ItemsCredited': credit(order, event); break;
      case 'ItemsCancelled': case 'GoodwillAbsorbed': case 'SaleVoided':
        if (event.type === 'SaleVoided') order.voided = true;
        waive(order, event);
        break;
    }
    settle(order, event);
    return order;
  },
};

/** Lines that come onto the order, or of which it is said what they are. */
function goods(order: Order, event: JournalEvent): void {
  if (event.type === 'ProductNamed') {
    const { line, sku, name, weightGrams, tags } = event.data as OrderEvents['ProductNamed'];
    const before = order.lines.get(line);
    if (before) order.lines.set(line, { ...before, sku, name, weightGrams, tags });
    return;
  }
  const { lines, charges } = event.data as OrderEvents['LinesAdded'];
  for (const line of lines) order.lines.set(line.line, line);
  for (const charge of charges) order.charges.set(charge.ref, charge);
}

function reserved({ reservation }: Order, event: JournalEvent): void {
  if (reservation === null) return;
  switch (event.type) {
    case 'ReservationReminded': reservation.reminded = true; break;
    case 'ReservationExtended': Object.assign(reservation, event.data as OrderEvents['ReservationExtended'], { reminded: false }); break;
    case 'ReservationBought': {
      const { sale, receipt, lines } = event.data as OrderEvents['ReservationBought'];
      reservation.sales.push({ order: sale, receipt });
      for (const { line, quantity } of lines) reservation.bought.set(line, quantity + (reservation.bought.get(line) ?? 0));
      break;
    }
  }
}

/** What is undone when a payment that was asked for does not come. */
export const undoOf = ({ delivery, back, undo }: OrderEvents['PaymentAsked']): Undo[] => undo ?? (back === null ? [] : [{ kind: 'delivery', delivery, back, charges: [] }]);

/** What is still asked once a delivery goes elsewhere: nothing for that delivery any more. */
function stillAsked(asked: Order['asked'], delivery: number): Order['asked'] {
  if (asked === null) return null;
  const all = undoOf(asked);
  const undo = all.filter((one) => one.kind !== 'delivery' || one.delivery !== delivery);
  if (undo.length === all.length && asked.delivery !== delivery) return asked;
  return undo.length === 0 ? null : { ...asked, undo };
}

/** It goes elsewhere, and is promised anew; a payment that an earlier change of it waited for is asked no more. */
function goesElsewhere(order: Order, { delivery, kind, location, contact, country, coordinates, charges }: OrderEvents['DeliveryChanged']): void {
  const before = order.deliveries.get(delivery);
  order.asked = stillAsked(order.asked, delivery);
  if (before) order.deliveries.set(delivery, { ...before, kind, location, contact, country, coordinates, pickupPoint: null, method: null, promisedBy: null, promisedFirst: null });
  for (const { ref, amount } of charges) order.waived.set(ref, (order.waived.get(ref) ?? 0) + amount);
}

/** Under which units of a line in a parcel are remembered as credited. */
export const creditKey = (line: number, parcel: string | null): string => `${line} ${parcel ?? ''}`;

/** Units that are cancelled or back count as settled, whichever room recorded the move; those that were credited before are counted once. */
function settle(order: Order, event: JournalEvent): void {
  for (const move of event.moves.units ?? []) {
    if (move.to.stage !== 'cancelled' && move.to.stage !== 'returned') continue;
    const key = creditKey(move.line, move.from?.holder ?? null);
    const before = order.credited.get(key) ?? 0;
    const known = Math.min(before, move.n);
    if (known > 0) order.credited.set(key, before - known);
    order.settled.set(move.line, (order.settled.get(move.line) ?? 0) + move.n - known);
  }
}

function credit(order: Order, event: JournalEvent): void {
  const { parcel, lines } = event.data as OrderEvents['ItemsCredited'];
  for (const { line, quantity } of lines) {
    order.settled.set(line, (order.settled.get(line) ?? 0) + quantity);
    order.credited.set(creditKey(line, parcel), (order.credited.get(creditKey(line, parcel)) ?? 0) + quantity);
  }
  waive(order, event);
}

function waive(order: Order, event: JournalEvent): void {
  for (const { ref, amount } of (event.data as OrderEvents['GoodwillAbsorbed']).charges) order.waived.set(ref, (order.waived.get(ref) ?? 0) + amount);
}

export type OrderStatus = 'open' | 'waiting' | 'in_progress' | 'ready' | 'partly_shipped' | 'shipped' | 'complete' | 'returned' | 'cancelled';

const FINAL: readonly Stage[] = ['delivered', 'collected', 'returned', 'cancelled', 'lost'];

/** The status of an order or of one delivery, read from where its units stand; nobody sets it. */
export function statusOf(held: readonly HeldUnits[]): OrderStatus {
  const all = (stages: readonly Stage[]): boolean => held.every((units) => stages.includes(units.stage));
  const some = (stages: readonly Stage[]): boolean => held.some((units) => stages.includes(units.stage));
  if (held.length === 0 || all(['cancelled'])) return 'cancelled';
  if (all(['returned', 'cancelled'])) return 'returned';
  if (all(FINAL)) return 'complete';
  if (all([...GONE, 'cancelled'])) return 'shipped';
  if (some(['shipped', 'at_pickup_point', 'returning', 'delivered', 'collected'])) return 'partly_shipped';
  const live = held.filter((units) => !FINAL.includes(units.stage));
  if (live.every((units) => units.stage === 'ready')) return 'ready';
  if (live.every((units) => units.stage === 'waiting')) return 'waiting';
  if (live.every((units) => units.stage === 'open' || units.stage === 'waiting')) return 'open';
  return 'in_progress';
}

export const orderStatus = (units: Units): OrderStatus => statusOf(unitsIn(units, {}));
export const deliveryStatus = (units: Units, delivery: number): OrderStatus => statusOf(unitsIn(units, { delivery }));

/** When a pickup was ready where it is collected now; null before, and when it goes elsewhere since. */
export function readyAt(stream: Stream, delivery: number): Instant | null {
  const last = stream.events.findLast(({ type, data }) => (type === 'DeliveryReady' || type === 'DeliveryChanged') && (data as { delivery: number }).delivery === delivery);
  return last?.type === 'DeliveryReady' ? last.recordedAt : null;
}
