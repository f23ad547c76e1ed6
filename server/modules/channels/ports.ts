/** The port that a sales channel implements: its orders come in, and what happens to them goes back through its own API. */
import type { Minor } from '../../kernel/money.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { OrderSnapshotInput } from './snapshot.ts';

/** Who does what between the channel and us. */
export interface ChannelContract {
  /** `channel`: the channel holds the money, and captures and refunds go through its API. */
  money: 'channel' | 'own';
  /** Who writes to the customer. */
  mail: 'channel' | 'own';
  /** Whether the channel subtracts what it sells from the stock figure we last gave it. */
  subtractsOwnSales: boolean;
}

/** One order as received: the raw text is kept as evidence, the snapshot is what we read in it. */
export type MappedOrder =
  | { kind: 'order'; externalId: string; version: string | null; snapshot: OrderSnapshotInput }
  /** Not readable as an order; goes to quarantine with these sentences. */
  | { kind: 'unreadable'; externalId: string | null; reasons: string[] };

export interface OrderPage {
  /** Raw order documents, each as the channel sent it. */
  orders: unknown[];
  /** Where to go on; keeps an overlap, so an order may come again. */
  cursor: string;
  more: boolean;
}

export type ChannelOutcome =
  | { kind: 'done'; ref: string | null }
  | { kind: 'refused'; code: string; reason: string; retry: boolean }
  | { kind: 'unknown'; reason: string };

export interface ShipmentNotice {
  externalOrderId: string;
  /** Our parcel id: idempotency key of this notice. */
  key: string;
  lines: { ref: string; quantity: number }[];
  carrier: string;
  trackingNumber: string;
  trackingUrl: string;
  notifyCustomer: boolean;
}

export interface CancelNotice {
  externalOrderId: string;
  key: string;
  /** Lines and quantities that will not come; `whole` when nothing of the order is left. */
  lines: { ref: string; quantity: number }[];
  whole: boolean;
  reason: 'customer' | 'inventory' | 'fraud' | 'declined' | 'other';
}

/** Units that a refund is for. `returned`: they came back; `cancelled`: they never left, and the channel is told so by their own notice as well. */
export interface RefundLine { ref: string; quantity: number; what?: 'returned' | 'cancelled' }

export interface RefundNotice {
  externalOrderId: string;
  key: string;
  /** The channel's payment (transaction) the money goes back to, when known. */
  payment: string | null;
  amount: Minor;
  currency: string;
  lines: RefundLine[];
  shipping: Minor;
  note: string;
}

export interface StockFigure {
  sku: string;
  /** What the channel may sell now; never negative. */
  available: number;
  /** What we last told it, for compare-and-set; null when unknown. */
  previous: number | null;
}

export interface WebhookRequest {
  headers: Record<string, string | undefined>;
  rawBody: string;
}

export interface Channel {
  /** The kind of connector: shopify, magento … */
  readonly kind: string;
  readonly contract: ChannelContract;
  /** Reads one raw order document; pure. */
  map(raw: unknown): MappedOrder;
  /** Verifies and reads a webhook. `forged`: bad or missing signature. `eventId` de-duplicates. `orders` may be empty for other topics. */
  webhook?(request: WebhookRequest): { kind: 'forged'; reason: string } | { kind: 'accepted'; eventId: string; topic: string; orders: unknown[] };
  /** Orders changed since the cursor (null: from `since`), oldest first. */
  poll(cursor: string | null, since: Instant): Promise<OrderPage>;
  fetchOrder(externalId: string): Promise<unknown>;
  announceShipment(notice: ShipmentNotice): Promise<ChannelOutcome>;
  announceCancel(notice: CancelNotice): Promise<ChannelOutcome>;
  /** Captures money the channel holds authorised; absent where it captures by itself. */
  capture?(command: { externalOrderId: string; payment: string | null; amount: Minor; currency: string; key: string }): Promise<ChannelOutcome>;
  refund(notice: RefundNotice): Promise<ChannelOutcome>;
  pushStock(figures: StockFigure[]): Promise<{ sku: string; outcome: ChannelOutcome }[]>;
  /** What the channel says it may sell of each SKU now, in the same terms as `pushStock`; null where it does not say, with the reason. Absent where it offers no read. */
  readStock?(skus: readonly string[]): Promise<{ sku: string; available: number | null; problem: string | null }[]>;
  /** Tells that a pickup order is ready, where the channel knows pickup. */
  announceReady?(notice: { externalOrderId: string; key: string }): Promise<ChannelOutcome>;
}
