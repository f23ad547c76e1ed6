/** The nouns of the three books: buckets of units, accounts of stock, entries of money, and the events that move them. */
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { Minor } from '../../kernel/money.ts';

/** Where a unit of an order line can stand. The list is closed. */
export const STAGES = ['open', 'waiting', 'allocated', 'picked', 'packed', 'in_transfer', 'shipped', 'at_pickup_point', 'returning', 'ready', 'collected', 'delivered', 'returned', 'lost', 'cancelled'] as const;
export type Stage = (typeof STAGES)[number];

/** Goods of a location by state; only `sellable` may be promised. */
export const STOCK_STATES = ['sellable', 'picked', 'in_transit', 'expected', 'damaged', 'quarantine'] as const;
export type StockState = (typeof STOCK_STATES)[number];

/** Accounts outside the company's locations. */
export type OutsideAccount = 'supplier' | 'customer' | 'missing' | 'found' | 'adjustment';

export type StockAccount = { location: string; state: StockState } | { outside: OutsideAccount };

export interface Bucket {
  stage: Stage;
  /** The fulfilment, load or return that has the units; null when nobody has. */
  holder: Uuid | null;
  /** Code of the location where the goods are or will be taken from; null outside any. */
  location: string | null;
}

/** n units of a line of a delivery go from one bucket to another; from null they come into being. `toDelivery`: they stay where they stand and belong to another delivery of the order from now on. */
export interface UnitMove { line: number; delivery: number; n: number; from: Bucket | null; to: Bucket; toDelivery?: number }

/** Goods that move besides what the units imply, e.g. sellable → damaged. */
export interface StockMove { sku: string; n: number; from: StockAccount; to: StockAccount }

export type MoneyAccount = 'authorised' | 'capture_pending' | 'captured' | 'released' | 'refund_pending' | 'refunded' | 'charged_back' | 'overpaid';
export type MoneyEntry = { account: 'due'; amount: Minor } | { account: MoneyAccount; payment: Uuid; amount: Minor };

export interface LineOpened { line: number; /** Null for what is not goods: it has no stock. */ sku: string | null }
export interface PaymentOpened { payment: Uuid; operator: string; ref: string; method: string; currency: string; expiresAt: Instant | null }

/** What an event does to the books. Code that does not know the event's type applies these all the same. */
export interface Moves {
  currency?: string;
  lines?: LineOpened[];
  units?: UnitMove[];
  stock?: StockMove[];
  /** The goods are asked for, not told of: taken only where they are promised to nobody. */
  asked?: true;
  payments?: PaymentOpened[];
  money?: MoneyEntry[];
}

/** An event as decided; the journal adds its number, its hash and when it was recorded. */
export interface NewEvent<T extends string = string, D = unknown> {
  type: T;
  data: D;
  moves?: Moves;
  /** When it happened in the world, where that is not when it is recorded. */
  occurredAt?: Instant;
}

export interface JournalEvent<T extends string = string, D = unknown> {
  seq: number;
  type: T;
  data: D;
  moves: Moves;
  occurredAt: Instant;
  recordedAt: Instant;
  by: { kind: string; id: string };
}

/** Kinds of stream; each is short and folded whole on every command. */
export const STREAM_KINDS = ['order', 'load', 'stock', 'return'] as const;
export type StreamKind = (typeof STREAM_KINDS)[number];

/** A stream as loaded, with what was recorded on it since. */
export interface Stream {
  id: Uuid;
  kind: StreamKind;
  seq: number;
  /** Its number when it was loaded; 0 for a stream that is new in this change. */
  loaded: number;
  hash: Uint8Array;
  events: JournalEvent[];
  /** Folded slices, each with how many events it has seen. */
  folded: Map<unknown, { state: unknown; seen: number }>;
}

/** A part of a stream's state that one room folds for itself. */
export interface Slice<S> {
  name: string;
  initial(): S;
  /** Takes over one event; may change and return the state it was given, which the fold owns. */
  evolve(state: S, event: JournalEvent): S;
}

/** What a room writes into its own tables when an event is recorded, in the same Change. */
export interface Projection {
  stream: StreamKind;
  /** Version of the projection; a higher one means: rebuild. */
  name: string;
  version: number;
  /** Tables it owns, for the audit that folds the journal again. */
  tables: readonly string[];
  apply?(change: import('../../kernel/change.ts').Change, stream: Stream, event: JournalEvent): void;
  /** Once per stream and Change, after all its events. */
  settle?(change: import('../../kernel/change.ts').Change, stream: Stream): void;
}
