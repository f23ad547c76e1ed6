/** An order at any point of its way, made in one call, for tables of rules that start there. */
import { Change } from '../../server/kernel/change.ts';
import { SYSTEM } from '../../server/kernel/command.ts';
import { newStream, openBooks } from '../../server/modules/books/index.ts';
import type { Bucket, MoneyEntry, NewEvent, Stage, Stream } from '../../server/modules/books/index.ts';
import type { OrderCharge, OrderDelivery, OrderLine, OrderPlaced } from '../../server/modules/orders/types.ts';
import type { CaptureMode } from '../../server/modules/payments/types.ts';
import type { ParcelPacked } from '../../server/modules/shipping/types.ts';

export const ORDER = '00000000-0000-7000-8000-00000000000a';
export const WORK = '00000000-0000-7000-8000-0000000000f1';
export const OTHER_WORK = '00000000-0000-7000-8000-0000000000f2';
export const PARCEL = '00000000-0000-7000-8000-0000000000c1';
export const LOAD = '00000000-0000-7000-8000-0000000000d1';
export const NOW = '2026-03-02T09:00:00.000Z';

/** Where a stage's units stand in these tests: with the work order at the DC, in the parcel, in the load for Delft, or nowhere. */
export function bucketAt(stage: Stage): Bucket {
  if (stage === 'open' || stage === 'waiting' || stage === 'cancelled') return { stage, holder: null, location: null };
  if (stage === 'packed') return { stage, holder: PARCEL, location: 'dc' };
  if (stage === 'in_transfer') return { stage, holder: LOAD, location: 'delft' };
  if (stage === 'allocated' || stage === 'picked' || stage === 'ready') return { stage, holder: WORK, location: 'dc' };
  return { stage, holder: PARCEL, location: null };
}

export interface OrderGiven {
  /** Per line: its total, its SKU (`shoe-<line>` when not given), and how many of its units stand where. */
  lines: { total: number; sku?: string | null; at: Partial<Record<Stage, number>>; delivery?: number }[];
  charges?: { ref: string; total: number; delivery: number | null }[];
  deliveries?: Partial<OrderDelivery>[];
  payments?: { id: string; mode: CaptureMode; authorised: number; captured?: number; entries?: Partial<Record<'capture_pending' | 'refund_pending' | 'refunded' | 'released' | 'charged_back' | 'overpaid', number>> }[];
  work?: { id?: string; kind?: 'ship' | 'pickup' | 'transfer'; destination?: string | null; delivery?: number; lines?: number[] }[];
  /** A parcel with what is packed. */
  parcel?: boolean;
  /** What is due, when it is not the sum of what was not cancelled or returned. */
  due?: number;
}

/** Records events on a stream as the books do, in memory. */
export function record(stream: Stream, ...events: (NewEvent | null)[]): Stream {
  const given = events.filter((event) => event !== null);
  openBooks([], new Set([...stream.events, ...given].map((event) => event.type))).record(new Change(), stream, given, { now: NOW, actor: SYSTEM });
  return stream;
}

/** The order as given. Due starts as the sum of lines and charges; cancelled and returned units are to be told by `due`. */
export function orderOf({ lines, charges = [], deliveries = [{}], payments = [], work = [], parcel = false, due }: OrderGiven): Stream {
  const sold = (total: number): { subtotal: number; discount: number; taxes: []; total: number } => ({ subtotal: total, discount: 0, taxes: [], total });
  const made = lines.map((line, index): OrderLine => {
    const quantity = Object.values(line.at).reduce((sum, n) => sum + n, 0);
    return { line: index + 1, ref: `l${index + 1}`, sku: line.sku === undefined ? `shoe-${index + 1}` : line.sku, gtin: null, name: `Shoe ${index + 1}`, kind: line.sku === null ? 'service' : 'goods', quantity, unitPrice: line.total, ...sold(line.total), delivery: line.delivery ?? 1, bundle: null, weightGrams: 500, tags: [], properties: {} };
  });
  const placed: OrderPlaced = {
    number: 'T1', channel: 'shop', externalId: null, externalNumber: null, placedAt: NOW, test: false, currency: 'EUR', pricesIncludeTax: true, customer: null, contact: null, language: null, tags: [], opening: false,
    lines: made, charges: charges.map(({ ref, total, delivery }): OrderCharge => ({ ref, kind: 'shipping', name: ref, ...sold(total), delivery })),
    deliveries: deliveries.map((given, index): OrderDelivery => ({ delivery: index + 1, ref: `d${index + 1}`, kind: 'ship', contact: null, country: 'NL', coordinates: null, location: null, pickupPoint: null, method: null, promisedBy: null, ...given })),
  };
  const total = due ?? [...lines, ...charges].reduce((sum, part) => sum + part.total, 0);
  const stream = record(newStream('order', ORDER), {
    type: 'OrderPlaced', data: placed,
    moves: {
      currency: 'EUR', lines: made.map(({ line, sku }) => ({ line, sku })), money: [{ account: 'due', amount: total }],
      units: lines.flatMap((line, index) => (Object.entries(line.at) as [Stage, number][]).map(([stage, n]) => ({ line: index + 1, delivery: line.delivery ?? 1, n, from: null, to: bucketAt(stage) }))),
    },
  });
  for (const [index, one] of work.entries()) {
    record(stream, { type: 'FulfilmentAssigned', data: { fulfilment: one.id ?? WORK, number: `F${index + 1}`, location: 'dc', delivery: one.delivery ?? 1, kind: one.kind ?? 'ship', destination: one.destination ?? null, lines: (one.lines ?? made.map((line) => line.line)).map((line) => ({ line, quantity: made[line - 1]?.quantity ?? 0 })), decision: WORK, dueAt: null, capacityDay: null } });
  }
  if (parcel) record(stream, { type: 'ParcelPacked', data: { parcel: PARCEL, number: 'L1', fulfilment: WORK, location: 'dc', delivery: 1, lines: [], weightGrams: 500, carrier: 'post', product: 'home', options: [] } satisfies ParcelPacked });
  for (const { id, mode, authorised, captured = 0, entries = {} } of payments) {
    record(stream, {
      type: 'PaymentAuthorised', data: { payment: id, operator: 'mollie', ref: id, method: 'card', amount: authorised, capture: mode, expiresAt: null },
      moves: {
        payments: [{ payment: id, operator: 'mollie', ref: id, method: 'card', currency: 'EUR', expiresAt: null }],
        money: [{ account: 'authorised', payment: id, amount: authorised }, { account: 'captured', payment: id, amount: captured }, ...Object.entries(entries).map(([account, amount]): MoneyEntry => ({ account: account as 'refunded', payment: id, amount }))],
      },
    });
  }
  return stream;
}

/** The moves of an event in short: `line n from→to`, with the holder's last two digits where it has one. */
export const inShort = (event: NewEvent | null): string[] => (event?.moves?.units ?? []).map(({ line, n, from, to }) => {
  const where = (bucket: Bucket | null): string => (bucket === null ? 'nothing' : `${bucket.stage}${bucket.holder === null ? '' : ` ${bucket.holder.slice(-2)}`}${bucket.location === null ? '' : `@${bucket.location}`}`);
  return `${line}: ${n} ${where(from)} → ${where(to)}`;
});
