/** Pure: the events by which an order comes into being, from what a channel says of it and what Spil knows of its products. */
import type { Instant } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { NewEvent, Stage, UnitMove } from '../books/index.ts';
import { unitShare } from '../books/index.ts';
import type { OrderSnapshot } from '../channels/index.ts';
import { opened } from '../payments/index.ts';
import type { CaptureMode } from '../payments/index.ts';
import type { Coordinates } from '../sourcing/index.ts';
import type { Hold, OrderCharge, OrderDelivery, OrderLine, OrderPlaced, ReservedAt, SoldAt } from './types.ts';

/** What the catalogue knows of a line's SKU. */
export interface KnownVariant { sku: string; kind: OrderLine['kind']; weightGrams: number; tags: string[] }

export interface PlaceInput {
  snapshot: OrderSnapshot;
  channel: string;
  number: string;
  /** By SKU, and by GTIN as 14 digits. */
  variants: ReadonlyMap<string, KnownVariant>;
  /** Contact versions written with the change: of the customer, and per delivery ref. */
  customer: Uuid | null;
  contact: Uuid | null;
  deliveryContacts: ReadonlyMap<string, Uuid>;
  /** Per delivery ref, the address of its carrier's pickup point. */
  pointContacts: ReadonlyMap<string, Uuid>;
  coordinates: ReadonlyMap<string, Coordinates | null>;
  knownLocations: ReadonlySet<string>;
  /** Those at which orders are handed out; left out: all of them. */
  handsOut?: ReadonlySet<string>;
  captureMode(operator: string, method: string): CaptureMode;
  /** Of a till's receipt: where it was rung up. */
  sale?: SoldAt;
  reservation?: ReservedAt;
  now: Instant;
}

const round = (value: number): number => Math.round(value * 100) / 100;

export interface Placed {
  events: NewEvent[];
  order: OrderPlaced;
  holds: Hold[];
}

/** Holds that leave an order without a plan: what must be mended before anything can be reserved for it. */
export const UNPLANNABLE: ReadonlySet<string> = new Set(['unknown_sku', 'address_missing', 'unknown_location', 'location_closed']);

/** Whether something of a delivery has still to come, as its channel says. */
const comes = ({ lines, deliveries, cancelledAt }: OrderSnapshot, ref: string): boolean =>
  cancelledAt === null && lines.some((line) => (line.delivery ?? deliveries[0]?.ref) === ref && line.quantity - line.cancelled - line.shipped > 0);

/** Decides the first events of an order: OrderPlaced, its payments, and a hold for each thing that must be mended before work starts. */
export function placeOrder(input: PlaceInput): Placed {
  const { snapshot, number, variants, knownLocations, now } = input;
  const holds: Hold[] = [];
  const hold = (reason: string, note: string | null, owner = 'service', line?: number): void => {
    holds.push({ hold: newId(), reason, owner, note, placedAt: now, ...(line === undefined ? {} : { line }) });
  };
  for (const given of snapshot.holds) hold(given.reason, given.note, 'channel');

  const deliveries = snapshot.deliveries.length > 0 ? snapshot.deliveries : [{ ref: '1', kind: 'digital' as const, address: null, location: null, pickupPoint: null, method: null, promisedBy: null }];
  const numbers = new Map(deliveries.map((delivery, index) => [delivery.ref, index + 1]));
  const placed: OrderDelivery[] = deliveries.map((delivery) => {
    const coordinates = input.coordinates.get(delivery.ref) ?? null;
    if (delivery.location !== null && !knownLocations.has(delivery.location)) hold('unknown_location', `The order names location "${delivery.location}", which is not one of ours.`);
    else if (delivery.kind === 'pickup' && delivery.location !== null && input.handsOut?.has(delivery.location) === false && comes(snapshot, delivery.ref)) hold('location_closed', `${delivery.location} hands out no orders (any more). Send it to another store, or home; then release this.`);
    if (delivery.kind === 'ship' && delivery.address === null) hold('address_missing', `Delivery ${delivery.ref} has no address.`);
    if (delivery.kind === 'pickup_point' && delivery.pickupPoint === null) hold('address_missing', `Delivery ${delivery.ref} goes to a pickup point, and does not say to which.`);
    const point = input.pointContacts.get(delivery.ref);
    return {
      delivery: numbers.get(delivery.ref) ?? 1, ref: delivery.ref, kind: delivery.kind, contact: input.deliveryContacts.get(delivery.ref) ?? null,
      country: delivery.pickupPoint?.address.country ?? delivery.address?.country ?? 'NL',
      coordinates: coordinates === null ? null : { latitude: round(coordinates.latitude), longitude: round(coordinates.longitude) },
      location: delivery.location, pickupPoint: delivery.pickupPoint && { carrier: delivery.pickupPoint.carrier, id: delivery.pickupPoint.id, network: delivery.pickupPoint.network, ...(point === undefined ? {} : { contact: point }) },
      method: delivery.method, promisedBy: delivery.promisedBy, ...(delivery.express === true && delivery.promisedBy !== null ? { express: true as const } : {}),
    };
  });

  const lines: OrderLine[] = snapshot.lines.map((line, index) => {
    const known = (line.sku === null ? undefined : variants.get(line.sku)) ?? (line.gtin === null ? undefined : variants.get(line.gtin));
    const kind = line.kind === 'goods' && known ? known.kind : line.kind;
    if (kind === 'goods' && !known) hold('unknown_sku', `Line ${line.ref} (${line.name}) has ${line.sku === null ? 'no SKU' : `SKU "${line.sku}"`}, which is not in the catalogue.`, 'service', index + 1);
    return {
      line: index + 1, ref: line.ref, sku: kind === 'goods' ? known?.sku ?? line.sku : line.sku, gtin: line.gtin, name: line.name, kind, quantity: line.quantity, unitPrice: line.unitPrice,
      subtotal: line.subtotal, discount: line.discount, taxes: line.taxes, total: line.total, delivery: (line.delivery === null ? 1 : numbers.get(line.delivery)) ?? 1,
      bundle: line.bundle, weightGrams: known?.weightGrams ?? 0, tags: known?.tags ?? [], properties: line.properties,
    };
  });
  const charges: OrderCharge[] = snapshot.charges.map(({ refunded: _refunded, ...charge }) => ({ ...charge, delivery: charge.delivery === null ? null : numbers.get(charge.delivery) ?? null }));

  const opening = snapshot.cancelledAt !== null || snapshot.lines.some((line) => line.shipped + line.cancelled + line.returned > 0) || snapshot.payments.some((payment) => payment.refunded > 0);
  const money = snapshot.payments.map((payment) => ({ ...payment, payment: newId(), capture: input.captureMode(payment.operator, payment.method), currency: snapshot.currency }));
  const owed = snapshot.totals.total;
  const promised = money.reduce((total, payment) => total + Math.max(payment.authorised, payment.captured), 0);
  if (!opening && owed > 0 && promised < owed) hold('payment_pending', promised === 0 ? 'Nothing is paid or authorised yet.' : `Of what is owed only a part is paid or authorised.`, 'finance');

  const order: OrderPlaced = {
    number, channel: input.channel, externalId: snapshot.externalId, externalNumber: snapshot.externalNumber, placedAt: new Date(snapshot.placedAt).toISOString(), test: snapshot.test,
    currency: snapshot.currency, pricesIncludeTax: snapshot.pricesIncludeTax, customer: input.customer, contact: input.contact, language: snapshot.customer?.language ?? null,
    lines, deliveries: placed, charges, tags: snapshot.tags, opening,
    ...(input.sale ? { sale: input.sale } : {}), ...(input.reservation ? { reservation: input.reservation } : {}),
  };
  const { units, due } = openingPositions(snapshot, lines);
  const events: NewEvent[] = [{
    type: 'OrderPlaced', data: order,
    moves: { currency: snapshot.currency, lines: lines.map(({ line, sku, kind }) => ({ line, sku: kind === 'goods' ? sku : null })), units, money: [{ account: 'due', amount: due }] },
  }];
  for (const payment of money) events.push(...opened(payment));
  for (const one of holds) events.push({ type: 'HoldPlaced', data: one });
  return { events, order, holds };
}

/** Where the units of a new order start: open, or, for what had happened before Spil knew the order, where the channel says they are. */
function openingPositions(snapshot: OrderSnapshot, lines: readonly OrderLine[]): { units: UnitMove[]; due: number } {
  const units: UnitMove[] = [];
  let due = 0;
  for (const line of lines) {
    const given = snapshot.lines[line.line - 1];
    const cancelled = snapshot.cancelledAt === null ? given?.cancelled ?? 0 : line.quantity - (given?.shipped ?? 0);
    const returned = given?.returned ?? 0;
    const shipped = (given?.shipped ?? 0) - returned;
    const add = (stage: Stage, n: number): void => {
      if (n > 0) units.push({ line: line.line, delivery: line.delivery, n, from: null, to: { stage, holder: null, location: null } });
    };
    add('cancelled', cancelled);
    add('returned', returned);
    add('shipped', shipped);
    add('open', line.quantity - cancelled - returned - shipped);
    due += line.total - unitShare(line.total, line.quantity, line.quantity - cancelled - returned, cancelled + returned);
  }
  const nothingLeft = units.length > 0 && units.every((move) => move.to.stage === 'cancelled' || move.to.stage === 'returned');
  for (const charge of snapshot.charges) due += nothingLeft && snapshot.cancelledAt !== null ? 0 : charge.total - charge.refunded;
  return { units, due };
}
