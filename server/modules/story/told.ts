/** Pure: an event of an order's journal as one line of its story: a stable code with parameters, which the screen puts in words. */
import type { Instant } from '../../kernel/clock.ts';
import { wire } from '../../kernel/wire.ts';
import type { IdKind } from '../../kernel/wire.ts';
import type { JournalEvent } from '../books/index.ts';

export const KINDS = ['order', 'decision', 'work', 'parcel', 'scan', 'money', 'message', 'return', 'note', 'hold', 'call', 'task'] as const;
export type StoryKind = (typeof KINDS)[number];

export type Parameter = string | number | boolean | null;

export interface Entry {
  /** Unique within the order, and its place among entries of one moment. */
  id: string;
  kind: StoryKind;
  at: Instant;
  by: { kind: string; id: string } | null;
  /** What happened, e.g. `parcel_shipped`. */
  code: string;
  parameters: Record<string, Parameter>;
  /** Of which lines, how many. */
  lines: { line: number; quantity: number }[];
  links: Record<string, string>;
  can: 'resend'[];
}

/** Which of an event's fields are told as they are, and in which part of the story. */
const TOLD: Readonly<Record<string, readonly [StoryKind, ...string[]]>> = {
  OrderPlaced: ['order', 'channel', 'externalNumber', 'currency'],
  LinesAdded: ['order'], ProductNamed: ['order', 'line', 'name', 'sku', 'learned'], ItemsCancelled: ['order', 'reason', 'note'], ItemsCredited: ['order', 'reason', 'replaced', 'note'], ItemsWaiting: ['order'], ExpectedDateMoved: ['order'], SupplyOverdue: ['order', 'reference'], SupplyLost: ['order', 'reference'], ItemsCompleted: ['order'], AddressChanged: ['order', 'delivery'], DeliveryAdded: ['order'], DeliverySplit: ['order', 'from', 'by'], PromiseChanged: ['order', 'delivery', 'from', 'to', 'cause'], DeliveryChanged: ['order', 'delivery', 'kind', 'location', 'by', 'rule', 'reason'], PaymentAsked: ['money', 'amount', 'delivery'], PaymentLapsed: ['money', 'amount', 'delivery'], PaymentOpened: ['money', 'amount', 'operator'], OrderTagged: ['order'], NoteAdded: ['note'],
  ReservationReminded: ['order', 'until'], ReservationExtended: ['order', 'until'], ReservationBought: ['order', 'receipt'],
  ReservationBroken: ['work', 'location'],
  HoldPlaced: ['hold', 'reason', 'owner', 'note'], HoldReleased: ['hold', 'reason'],
  GoodwillAsked: ['money', 'amount', 'reason', 'note'], GoodwillGranted: ['money', 'amount', 'reason', 'note', 'payout'], GoodwillDeclined: ['money', 'note'], GoodwillAbsorbed: ['money'], SaleVoided: ['order', 'receipt', 'reason'], ReceiptAsked: ['order'],
  FulfilmentAssigned: ['decision', 'number', 'location', 'kind', 'destination'], FulfilmentReassigned: ['decision', 'location', 'to', 'reason', 'rule'],
  FulfilmentAccepted: ['work'], FulfilmentReleased: ['work', 'location'], CollectionMissed: ['work', 'location'], ItemsPicked: ['work', 'location', 'shelf'], ItemsShorted: ['work', 'location', 'reason', 'note'], ItemsPutBack: ['work', 'location'],
  ItemsTransferred: ['work', 'origin', 'destination'], ItemsReceived: ['work', 'location'], DeliveryReady: ['work', 'location', 'shelf', 'until'], PickupReminded: ['work', 'delivery'], PickupExtended: ['work', 'location', 'until', 'by'], ItemsCollected: ['work', 'location'],
  WorkSubmitted: ['work', 'location'], WorkAccepted: ['work', 'location', 'expectedAt'], WorkRejected: ['work', 'location', 'reason', 'note'], WorkCancelRequested: ['work', 'location', 'reason', 'withdrawn', 'hold'], WorkCancelAccepted: ['work', 'location'],
  WorkCancelRejected: ['work', 'location', 'reason'], WorkTakenBack: ['work', 'location'], WorkShippedBeyond: ['task', 'location'],
  ParcelPacked: ['parcel', 'number', 'location', 'carrier', 'weightGrams'], ParcelUnpacked: ['parcel', 'reason'], LabelIssued: ['parcel', 'carrier', 'barcode', 'byHand'], LabelFailed: ['call', 'reason', 'code', 'retrying'],
  ParcelShipped: ['parcel', 'cause'], ParcelAtPickupPoint: ['parcel', 'until'], ParcelReminded: ['parcel', 'until'], ParcelDelivered: ['parcel', 'how'], ParcelReturning: ['parcel', 'reason'], ParcelLost: ['parcel'],
  ParcelFound: ['parcel'], ParcelDamaged: ['parcel'], ParcelClaimed: ['task', 'reference'], ParcelMatterClosed: ['task', 'note'], ParcelTakenAlong: ['parcel', 'location'],
  PaymentAuthorised: ['money', 'operator', 'method', 'amount'], PaymentCaptured: ['money', 'operator', 'method', 'amount'], CaptureRequested: ['money', 'operator', 'amount'], CaptureFailed: ['money', 'amount', 'reason'],
  RefundRequested: ['money', 'operator', 'amount', 'reason'], PaymentRefunded: ['money', 'amount'], RefundFailed: ['money', 'amount', 'reason'], AuthorisationReleased: ['money', 'operator', 'amount'], AuthorisationExpired: ['money', 'amount'], PaymentChargedBack: ['money', 'amount'],
  ItemsReturned: ['return', 'number', 'location', 'reason'], ItemsInspected: ['return', 'location'],
};

/** Fields that name other things. */
const LINKS: Readonly<Record<string, IdKind>> = { fulfilment: 'fulfilment', parent: 'fulfilment', parcel: 'parcel', payment: 'payment', hold: 'hold', return: 'return', decision: 'decision', load: 'load', manifest: 'manifest', request: 'refund', note: 'note' };
const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/;

/** The code of a type of event: ParcelShipped is parcel_shipped. */
export const codeOf = (type: string): string => type.replaceAll(/(?<=[a-z])([A-Z])/g, (_match, letter: string) => `_${letter}`).toLowerCase();

const scalar = (value: unknown): value is Parameter => value === null || ['string', 'number', 'boolean'].includes(typeof value);

const placeOf = (seq: number): string => `e${String(seq).padStart(6, '0')}`;

/** One event told. A type that this table does not know is told with its lines only, under its own code. */
export function told(event: JournalEvent): Entry {
  const data = event.data as Record<string, unknown>;
  const [kind, ...fields] = TOLD[event.type] ?? ['order'];
  const parameters: Record<string, Parameter> = {};
  for (const field of fields) {
    const value = data[field];
    if (scalar(value)) parameters[field] = value;
  }
  if (event.type === 'OrderTagged') parameters['tags'] = (data['tags'] as string[]).join(', ');
  if (event.type === 'OrderPlaced') Object.assign(parameters, placed(event));
  if (event.type === 'DeliveryChanged') parameters['was'] = (data['from'] as { kind: string }).kind;
  Object.assign(parameters, comesOn(event));
  const links: Record<string, string> = {};
  for (const [field, of] of Object.entries(LINKS)) {
    const value = data[field];
    if (typeof value === 'string' && UUID.test(value)) links[field] = wire(of, value);
  }
  return { id: placeOf(event.seq), kind: kind as StoryKind, at: event.type.startsWith('Parcel') ? event.occurredAt : event.recordedAt, by: event.by, code: codeOf(event.type), parameters, lines: linesOf(data), links, can: [] };
}

/** What an order came to as it was placed; nothing is owed for a reservation: where it is kept and until when. */
function placed({ data, moves }: JournalEvent): Record<string, Parameter> {
  const { reservation } = data as { reservation?: { location: string; until: Instant } };
  if (reservation) return { reserved: true, location: reservation.location, until: reservation.until };
  return { total: (moves.money ?? []).reduce((sum, entry) => sum + (entry.account === 'due' ? entry.amount : 0), 0) };
}

/** Of what waits: the day on which the last of it can be there, and of which receipt it comes; nothing where nobody knows. */
function comesOn(event: JournalEvent): Record<string, Parameter> {
  const of = event.data as { supply?: { arrivesAt: string | null; expectedOn: string; reference: string }[]; lines?: { arrivesAt: string | null; expectedOn: string; reference: string }[] };
  const waits = event.type === 'ItemsWaiting' ? of.supply ?? [] : event.type === 'ExpectedDateMoved' ? of.lines ?? [] : [];
  const last = waits.toSorted((a, b) => ((a.arrivesAt ?? a.expectedOn) < (b.arrivesAt ?? b.expectedOn) ? -1 : 1)).at(-1);
  return last ? { day: last.arrivesAt ?? last.expectedOn, reference: last.reference } : {};
}

function linesOf(data: Record<string, unknown>): Entry['lines'] {
  if (typeof data['line'] === 'number' && typeof data['quantity'] === 'number') return [{ line: data['line'], quantity: data['quantity'] }];
  const counts = new Map<number, number>();
  for (const one of Array.isArray(data['lines']) ? (data['lines'] as { line?: unknown; quantity?: unknown }[]) : []) {
    if (typeof one.line === 'number' && typeof one.quantity === 'number') counts.set(one.line, (counts.get(one.line) ?? 0) + one.quantity);
  }
  return [...counts].map(([line, quantity]) => ({ line, quantity }));
}

/** All events, those that were scanned one after another as one: the same work, the same person, nothing else between. */
export function tellAll(events: readonly JournalEvent[]): Entry[] {
  const entries: Entry[] = [];
  for (const event of events) {
    const entry = told(event);
    const before = entries.at(-1);
    if (entry.code === 'items_picked' && before?.code === 'items_picked' && before.links['fulfilment'] === entry.links['fulfilment'] && before.by?.id === entry.by?.id) {
      entries[entries.length - 1] = { ...entry, lines: linesOf({ lines: [...before.lines, ...entry.lines] }) };
    } else entries.push(entry);
  }
  return entries;
}

/** Newest first; entries of one moment in the order in which they came about, the last first. */
export const newestFirst = (entries: readonly Entry[]): Entry[] => [...entries].sort((a, b) => (a.at === b.at ? (a.id < b.id ? 1 : -1) : a.at < b.at ? 1 : -1));
