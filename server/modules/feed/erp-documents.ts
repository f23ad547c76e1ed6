/** Pure: which documents the ERP gets of one event: the picture of the order, what left, what is owed or credited, money, and stock. */
import type { Uuid } from '../../kernel/ids.ts';
import { wire } from '../../kernel/wire.ts';
import { fold, GONE, moneyOf, STILL_HERE, unitShare, unitsIn, unitsOf } from '../books/index.ts';
import type { JournalEvent, StockMove, Stream, UnitMove } from '../books/index.ts';
import { orderSlice, orderStatus } from '../orders/index.ts';
import type { OrderLine } from '../orders/index.ts';
import { parcelsSlice } from '../shipping/index.ts';
import { changes, valueGone } from './erp-value.ts';
import type { ValueChange } from './erp-value.ts';
import type { ErpDocument, ErpLine } from './ports.ts';
import { eventId } from './published.ts';

type WithoutSequence<Document> = Document extends unknown ? Omit<Document, 'sequence'> : never;
/** A document before it got its place in its subject, and, where it is an invoice or a credit note, its number (empty here). */
export type ErpDraft = WithoutSequence<ErpDocument>;

/** All stock journals have one subject, because `includes` of a stock report names one of them. */
export const STOCK = 'stock';

/** The stream as it was after so many of its events; the original is left alone. */
export const streamAt = (stream: Stream, seq: number): Stream => ({ ...stream, seq, events: stream.events.slice(0, seq), folded: new Map() });

const taxOf = (taxes: readonly { amount: number }[]): number => taxes.reduce((sum, { amount }) => sum + amount, 0);

/** The order as it stands. Amounts of an ERP are never below zero: a line that lowers the price shows in the total only. */
export function orderDocument(stream: Stream, head: { id: string; at: string }): ErpDraft & { kind: 'order' } {
  const order = fold(stream, orderSlice);
  const units = unitsOf(stream);
  const total = [...order.lines.values(), ...order.charges.values()].reduce((sum, part) => sum + part.total, 0);
  return {
    ...head, subject: subjectOf(order.number), kind: 'order', number: order.number, channel: order.channel, currency: order.currency, status: orderStatus(units), total: Math.max(0, total), due: Math.max(0, moneyOf(stream).due),
    lines: [...order.lines.values()].map((line) => {
      const n = (stages: Parameters<typeof unitsIn>[1]['stage']): number => unitsIn(units, { line: line.line, ...(stages === undefined ? {} : { stage: stages }) }).reduce((sum, held) => sum + held.n, 0);
      return {
        ref: String(line.line), sku: line.sku, name: line.name, quantity: line.quantity, total: Math.max(0, line.total), tax: Math.max(0, taxOf(line.taxes)), location: null,
        open: n(STILL_HERE), shipped: n(GONE.filter((stage) => stage !== 'returned')), cancelled: n('cancelled'), returned: n('returned'),
      };
    }),
  };
}

export const subjectOf = (number: string): string => `order/${number}`;

/** Goods that leave with this event: from a location of ours to the customer. */
const leaving = (event: JournalEvent): UnitMove[] => (event.moves.units ?? []).filter(({ from, to }) => from !== null && STILL_HERE.includes(from.stage) && GONE.includes(to.stage));

function deliveryDocument(before: Stream, event: JournalEvent, head: { id: string; at: string }): ErpDraft | null {
  const order = fold(before, orderSlice);
  const left = new Map([...valueGone(before)].map(([ref, part]) => [ref, part.quantity]));
  const lines: ErpLine[] = [];
  for (const move of leaving(event)) {
    const line = order.lines.get(move.line);
    const location = move.from?.location ?? move.to.location;
    if (!line || line.kind !== 'goods' || location === null) continue;
    const first = left.get(String(move.line)) ?? 0;
    left.set(String(move.line), first + move.n);
    lines.push({ ...shareOf(line, first, move.n), location });
  }
  const [one] = lines;
  if (one?.location == null) return null;
  const parcel = fold(before, parcelsSlice).get((event.data as { parcel?: Uuid }).parcel ?? '');
  return { ...head, subject: subjectOf(order.number), kind: 'delivery', number: `${order.number}-${parcel?.number ?? `D${event.seq}`}`, order: order.number, location: one.location, trackingNumber: parcel?.barcode ?? null, lines };
}

const shareOf = (line: OrderLine, first: number, n: number): Omit<ErpLine, 'location'> => ({
  ref: String(line.line), sku: line.sku, name: line.name, quantity: n,
  total: Math.max(0, unitShare(line.total, line.quantity, first, n)), tax: Math.max(0, unitShare(taxOf(line.taxes), line.quantity, first, n)),
});

/** The location that an event names for a line: where its goods left or came back. */
function placeOf(event: JournalEvent, ref: string): string | null {
  const move = event.moves.units?.find(({ line }) => String(line) === ref);
  return move === undefined ? null : move.to.stage === 'returned' ? move.to.location : move.from?.location ?? move.to.location;
}

function bill(kind: 'invoice' | 'credit_note', parts: readonly ValueChange[], event: JournalEvent, order: { number: string; currency: string }, head: { id: string; at: string }): ErpDraft | null {
  const total = parts.reduce((sum, part) => sum + part.total, 0);
  // A free replacement leaves with a delivery, but nothing is owed for it.
  if (total === 0) return null;
  return {
    ...head, subject: subjectOf(order.number), kind, number: '', order: order.number, currency: order.currency, total, tax: parts.reduce((sum, part) => sum + part.tax, 0),
    lines: parts.map((part) => ({ ref: part.ref, sku: part.sku, name: part.name, quantity: part.quantity, total: part.total, tax: part.tax, location: placeOf(event, part.ref) })),
  };
}

/** Totals of each payment that this event changed. `refunded` is all that went back, chargebacks included; pending money has not moved. */
function paymentDocuments(before: Stream, after: Stream, order: { number: string; currency: string }, head: (part: string) => { id: string; at: string }): ErpDraft[] {
  const was = moneyOf(before).payments;
  return [...moneyOf(after).payments.values()].flatMap((payment): ErpDraft[] => {
    const [captured, refunded] = [payment.captured, payment.refunded + payment.charged_back];
    const earlier = was.get(payment.payment);
    if (captured === (earlier?.captured ?? 0) && refunded === (earlier?.refunded ?? 0) + (earlier?.charged_back ?? 0)) return [];
    const id = wire('payment', payment.payment);
    return [{ ...head(id), subject: subjectOf(order.number), kind: 'payment', order: order.number, payment: id, operator: payment.operator, currency: payment.currency, captured, refunded }];
  });
}

/** Net change per SKU, location and state; what only passes through says nothing. */
export function stockChanges(stock: readonly StockMove[]): { sku: string; location: string; state: string; change: number }[] {
  const net = new Map<string, { sku: string; location: string; state: string; change: number }>();
  for (const { sku, n, from, to } of stock) {
    for (const [account, sign] of [[from, -1], [to, 1]] as const) {
      if ('outside' in account) continue;
      const key = `${sku} ${account.location} ${account.state}`;
      const before = net.get(key)?.change ?? 0;
      net.set(key, { sku, location: account.location, state: account.state, change: before + sign * n });
    }
  }
  return [...net.values()].filter(({ change }) => change !== 0);
}

export function stockJournal(event: JournalEvent, id: string, stock: readonly StockMove[]): ErpDraft | null {
  const moves = stockChanges(stock);
  return moves.length === 0 ? null : { id: `${id}-stock`, subject: STOCK, at: event.occurredAt, kind: 'stock_journal', moves: moves.map((move) => ({ ...move, cause: event.type })) };
}

/**
 * All documents of one event of an order, in the order in which the ERP should have them. `stream` is the whole stream up to the
 * event at least. Orders that were only a test give none. What had left before Spil knew an order was invoiced elsewhere.
 */
export function documentsOfOrder(stream: Stream, seq: number): ErpDraft[] {
  const after = streamAt(stream, seq);
  const before = streamAt(stream, seq - 1);
  const event = after.events[seq - 1];
  if (!event) throw new RangeError(`stream ${stream.id} has no event ${seq}`);
  const order = fold(after, orderSlice);
  if (order.test || order.number === '') return [];
  const head = (part: string): { id: string; at: string } => ({ id: `${eventId(stream.kind, stream.id, seq)}-${part}`, at: event.occurredAt });
  const { owed, credited } = event.type === 'OrderPlaced' ? { owed: [], credited: [] } : changes(valueGone(before), valueGone(after));
  return [
    orderDocument(after, head('order')),
    deliveryDocument(before, event, head('delivery')),
    bill('invoice', owed, event, order, head('invoice')),
    bill('credit_note', credited, event, order, head('credit')),
    ...paymentDocuments(before, after, order, head),
  ].filter((draft) => draft !== null);
}
