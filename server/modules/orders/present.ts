/** How an order is shown: its lines with units by stage, deliveries, money, holds, and what may be done next. */
import { z } from 'zod';
import type { Actor } from '../../kernel/command.ts';
import { wire, WireId, wireOrNull } from '../../kernel/wire.ts';
import { fold, moneyOf, openAuthorisation, paidNet, STILL_HERE, unitsIn, unitsOf } from '../books/index.ts';
import type { Stream, Units } from '../books/index.ts';
import { DIALOGUE_STATES, dialogueSlice, releaseOf, toStop, withThem } from '../dialogue/index.ts';
import type { Dialogue } from '../dialogue/index.ts';
import { HOUSE_OPERATORS, paymentsSlice } from '../payments/index.ts';
import { mattersSlice, parcelsSlice } from '../shipping/index.ts';
import type { Matter } from '../shipping/index.ts';
import { assignedSlice } from '../sourcing/index.ts';
import { deliveryActions, matterActions, orderActions, paymentActions, workActions } from './permissions.ts';
import { unknownLines } from './naming-rules.ts';
import { deliveryStatus, orderSlice, orderStatus } from './state.ts';
import type { Order } from './state.ts';
import { sumsOf } from './sums.ts';
import { waitsFor } from './waiting.ts';

const amount = z.int();
const can = z.array(z.string()).describe('Commands that this account may send for it now');

export const OrderView = z.object({
  id: WireId, number: z.string(), version: z.int(), channel: z.string(), externalId: z.string().nullable(), externalNumber: z.string().nullable(), placedAt: z.string(),
  status: z.string(), onHold: z.boolean(), reservation: z.object({ location: z.string(), until: z.string(), state: z.enum(['open', 'bought', 'ended']) }).nullable().describe('Goods kept at a store until a moment, of which nothing is owed'), test: z.boolean(), currency: z.string(), tags: z.array(z.string()), customer: WireId.nullable(),
  lines: z.array(z.object({
    line: z.int(), ref: z.string(), sku: z.string().nullable(), name: z.string(), kind: z.string(), quantity: z.int(), unitPrice: amount, subtotal: amount, discount: amount, tax: amount, total: amount, delivery: z.int(),
    units: z.array(z.object({ stage: z.string(), delivery: z.int(), holder: z.string().nullable(), location: z.string().nullable(), quantity: z.int() })),
    waits: z.array(z.object({ delivery: z.int(), quantity: z.int(), reference: z.string().describe('Of the expected receipt'), location: z.string().describe('Where it comes in'), expectedOn: z.string().describe('Day on which it comes, there'), arrivesAt: z.string().nullable().describe('When the goods are with the customer then, or ready in the store') })).optional().describe('Units that wait for an expected receipt; left out where none does'),
  })),
  deliveries: z.array(z.object({ delivery: z.int(), kind: z.string(), status: z.string(), location: z.string().nullable(), contact: WireId.nullable(), promisedBy: z.string().nullable(), pickupPoint: z.object({ carrier: z.string(), id: z.string(), contact: WireId.nullable().describe('Contact version with its address') }).nullable(), can })),
  charges: z.array(z.object({ ref: z.string(), kind: z.string(), name: z.string(), total: amount, delivery: z.int().nullable() })),
  fulfilments: z.array(z.object({ id: WireId, number: z.string(), location: z.string(), delivery: z.int(), kind: z.string(), destination: z.string().nullable(), dueAt: z.string().nullable(), parent: WireId.nullable().describe('The work it was taken from by hand'), decision: WireId, can,
    dialogue: z.object({
      state: z.enum(DIALOGUE_STATES), since: z.string(), expectedAt: z.string().nullable(), asked: z.int().describe('Pieces that it was asked to stop, without an answer yet'), reason: z.string().nullable().describe('Why it rejected the work, or could not stop it'),
    }).nullable().describe('What is said with the external warehouse that does it; null when our own people do'),
  })),
  parcels: z.array(z.object({ id: WireId, number: z.string(), fulfilment: WireId, location: z.string(), status: z.string(), carrier: z.string(), barcode: z.string().nullable(), trackingUrl: z.string().nullable(), problem: z.string().nullable(), keptUntil: z.string().nullable().describe('Last day on which it can be collected at its pickup point'), lines: z.array(z.object({ line: z.int(), quantity: z.int() })),
    matter: z.object({ kind: z.string(), state: z.enum(['open', 'claimed', 'done']), ask: z.boolean().describe('Whether somebody must decide'), since: z.string(), claim: z.string().nullable() }).nullable().describe('What is or was the matter with it: refused, lost …'), can })),
  holds: z.array(z.object({ id: WireId, reason: z.string(), owner: z.string(), note: z.string().nullable(), placedAt: z.string(), line: z.int().optional().describe('The line it is about, where it is about one'), gtin: z.string().nullable().optional().describe('The barcode of that line as it was scanned') })),
  money: z.object({
    sums: z.object({
      goods: amount, discount: amount, charges: amount, total: amount, takenOff: amount.describe('Lines that were cancelled or returned since'), pricesIncludeTax: z.boolean(),
      vat: z.array(z.object({ rate: z.int().describe('Millionths: 21 % is 210000'), country: z.string().nullable(), total: amount.describe('Sold at this rate, VAT included'), amount })),
    }).describe('What was sold, as an invoice adds it up'),
    due: amount, paid: amount, balance: amount.describe('What is still owed (positive) or too much (negative), pending refunds and captures counted as done'),
    payments: z.array(z.object({ id: WireId, operator: z.string(), ref: z.string(), method: z.string(), authorised: amount, authorisedLeft: amount, capturePending: amount, captured: amount, released: amount, refundPending: amount, refunded: amount, chargedBack: amount, overpaid: amount, expiresAt: z.string().nullable(), can })),
    intents: z.array(z.object({ id: WireId, kind: z.string(), payment: WireId, amount, state: z.string(), reason: z.string().nullable() })),
  }),
  can: z.array(z.string()).describe('Commands that this account may send for this order now'),
});
export type OrderView = z.infer<typeof OrderView>;

/** What placing answers: enough to go on with. The whole order is one GET away, and this much is kept under every Idempotency-Key. */
export const PlacedView = OrderView.pick({ id: true, number: true, version: true, status: true, onHold: true, currency: true, fulfilments: true, holds: true, money: true });

export const presentHolds = ({ holds, lines }: Pick<Order, 'holds' | 'lines'>): OrderView['holds'] =>
  [...holds.values()].map(({ hold, reason, owner, note, placedAt, line }) => ({ id: wire('hold', hold), reason, owner, note, placedAt, ...(line === undefined ? {} : { line, gtin: lines.get(line)?.gtin ?? null }) }));

export function presentPlaced(stream: Stream, actor: Actor): z.infer<typeof PlacedView> {
  const { id, number, version, status, onHold, currency, fulfilments, holds, money } = presentOrder(stream, actor);
  return { id, number, version, status, onHold, currency, fulfilments, holds, money };
}

/** The order as this account may see it: an account of some locations is not told which others work on it. */
export function presentOrder(stream: Stream, actor: Actor): OrderView {
  const whole = presentWhole(stream, actor);
  if (actor.locations === 'all') return whole;
  const { locations } = actor;
  const own = (location: string | null): boolean => location !== null && locations.includes(location);
  const fulfilments = whole.fulfilments.filter((one) => own(one.location));
  const parcels = whole.parcels.filter((one) => own(one.location));
  const lines = whole.lines.map(({ waits = [], ...line }) => ({ ...line, ...givenWaits(waits.filter((one) => own(one.location))), units: line.units.map((unit) => (unit.location === null || own(unit.location) ? unit : { ...unit, holder: null, location: null })) }));
  return { ...whole, lines, fulfilments, parcels };
}

function presentWhole(stream: Stream, actor: Actor): OrderView {
  const order = fold(stream, orderSlice);
  const units = unitsOf(stream);
  const money = moneyOf(stream);
  const assigned = fold(stream, assignedSlice).fulfilments;
  const parcels = fold(stream, parcelsSlice);
  const dialogues = fold(stream, dialogueSlice);
  const reservation = reservationIn(order, units);
  const outside = (delivery: number): boolean => [...dialogues.values()].some((one) => one.delivery === delivery && withThem(units, one).length > 0);
  const matters = fold(stream, mattersSlice);
  const waits = waitsFor(stream);
  const holder = (id: string | null): string | null => (id === null ? null : assigned.has(id) ? wire('fulfilment', id) : parcels.has(id) ? wire('parcel', id) : id);
  return {
    id: wire('order', stream.id), number: order.number, version: stream.seq, channel: order.channel, externalId: order.externalId, externalNumber: order.externalNumber, placedAt: order.placedAt,
    status: orderStatus(units), onHold: order.holds.size > 0, reservation, test: order.test, currency: order.currency, tags: order.tags, customer: wireOrNull('contact', order.contact),
    lines: [...order.lines.values()].map((line) => ({
      line: line.line, ref: line.ref, sku: line.sku, name: line.name, kind: line.kind, quantity: line.quantity, unitPrice: line.unitPrice, subtotal: line.subtotal, discount: line.discount,
      tax: line.taxes.reduce((sum, tax) => sum + tax.amount, 0), total: line.total, delivery: line.delivery,
      units: unitsIn(units, { line: line.line }).map((held) => ({ stage: held.stage, delivery: held.delivery, holder: holder(held.holder), location: held.location, quantity: held.n })),
      ...givenWaits(waits.filter((one) => one.line === line.line).map(({ delivery, quantity, reference, location, expectedOn, arrivesAt }) => ({ delivery, quantity, reference, location, expectedOn, arrivesAt }))),
    })),
    deliveries: [...order.deliveries.values()].map((delivery) => ({ delivery: delivery.delivery, kind: delivery.kind, status: deliveryStatus(units, delivery.delivery), location: delivery.location, contact: wireOrNull('contact', delivery.contact), promisedBy: delivery.promisedBy,
      pickupPoint: delivery.pickupPoint && { carrier: delivery.pickupPoint.carrier, id: delivery.pickupPoint.id, contact: wireOrNull('contact', delivery.pickupPoint.contact ?? null) },
      can: deliveryActions(actor, { kind: delivery.kind, loose: unitsIn(units, { delivery: delivery.delivery, stage: STILL_HERE }).some(({ stage }) => stage !== 'packed'), fixed: unitsIn(units, { delivery: delivery.delivery }).some((held) => held.stage === 'packed' || (!STILL_HERE.includes(held.stage) && held.stage !== 'cancelled')), outside: outside(delivery.delivery), inVan: unitsIn(units, { delivery: delivery.delivery, stage: 'in_transfer' }).length > 0 }),
    })),
    charges: [...order.charges.values()].map(({ ref, kind, name, total, delivery }) => ({ ref, kind, name, total: total - (order.waived.get(ref) ?? 0), delivery })),
    fulfilments: [...assigned.values()].map(({ fulfilment, number, location, delivery, kind, destination, dueAt, parent, decision }) => ({
      id: wire('fulfilment', fulfilment), number, location, delivery, kind, destination, dueAt, parent: wireOrNull('fulfilment', parent ?? null), decision: wire('decision', decision),
      can: workActions(actor, unitsIn(units, { holder: fulfilment, stage: ['allocated', 'picked'] }).length > 0 && releaseOf(dialogues, { holder: fulfilment, location }) === 'free'), dialogue: dialogueOf(dialogues.get(fulfilment)),
    })),
    parcels: [...parcels.values()].map(({ parcel, number, fulfilment, location, status, carrier, barcode, trackingUrl, problem, keptUntil, lines }) => ({ id: wire('parcel', parcel), number, fulfilment: wire('fulfilment', fulfilment), location, status, carrier, barcode, trackingUrl, problem, keptUntil, lines, ...matterOf(actor, matters.get(parcel)) })),
    holds: presentHolds(order),
    money: {
      sums: sumsOf(order, money.due), due: money.due, paid: paidNet(money), balance: money.due - paidNet(money),
      payments: [...money.payments.values()].map((payment) => ({
        id: wire('payment', payment.payment), operator: payment.operator, ref: payment.ref, method: payment.method, authorised: payment.authorised, authorisedLeft: openAuthorisation(payment), capturePending: payment.capture_pending, captured: payment.captured,
        released: payment.released, refundPending: payment.refund_pending, refunded: payment.refunded, chargedBack: payment.charged_back, overpaid: payment.overpaid, expiresAt: payment.expiresAt, can: paymentActions(actor, HOUSE_OPERATORS.has(payment.operator)),
      })),
      intents: [...fold(stream, paymentsSlice).intents.values()].map(({ intent, kind, payment, amount: of, state, reason }) => ({ id: wire('intent', intent), kind, payment: wire('payment', payment), amount: of, state, reason })),
    },
    can: orderActions(actor, { here: unitsIn(units, { stage: STILL_HERE }).length > 0, onHold: order.holds.size > 0, gone: unitsIn(units, { stage: ['delivered', 'collected', 'shipped', 'returning', 'lost'] }).length > 0, due: money.due, unknown: unknownLines(order).length > 0, keptAt: reservation?.state === 'open' ? reservation.location : null }),
  };
}

const dialogueOf = (dialogue: Dialogue | undefined): OrderView['fulfilments'][number]['dialogue'] => (dialogue === undefined ? null : {
  state: dialogue.state, since: dialogue.changedAt, expectedAt: dialogue.expectedAt, asked: dialogue.lines.reduce((sum, { line, quantity }) => sum + toStop(dialogue, line, quantity), 0), reason: dialogue.refusal ?? dialogue.rejection?.reason ?? null,
});

/** Left out where nothing waits. */
const givenWaits = (waits: NonNullable<OrderView['lines'][number]['waits']>): Pick<OrderView['lines'][number], 'waits'> => (waits.length === 0 ? {} : { waits });

function reservationIn({ reservation }: Order, units: Units): OrderView['reservation'] {
  if (reservation === null) return null;
  const open = unitsIn(units, { stage: STILL_HERE }).length > 0;
  return { location: reservation.location, until: reservation.until, state: open ? 'open' : reservation.sales.length > 0 ? 'bought' : 'ended' };
}

function matterOf(actor: Actor, matter: Matter | undefined): Pick<OrderView['parcels'][number], 'matter' | 'can'> {
  if (!matter) return { matter: null, can: [] };
  const { kind, state, ask, since, claim } = matter;
  return { matter: { kind, state, ask, since, claim }, can: matterActions(actor, matter) };
}

/** One event as the timeline shows it. */
export const EventView = z.object({ seq: z.int(), type: z.string(), occurredAt: z.string(), recordedAt: z.string(), by: z.object({ kind: z.string(), id: z.string() }), data: z.unknown(), moves: z.unknown() });

export const presentEvents = (stream: Stream): z.infer<typeof EventView>[] => stream.events.map(({ seq, type, occurredAt, recordedAt, by, data, moves }) => ({ seq, type, occurredAt, recordedAt, by, data, moves }));
