/** The port that a payment operator implements: the one party through which alone a payment's money moves. */
import type { Minor } from '../../kernel/money.ts';
import type { Instant } from '../../kernel/clock.ts';

/** What an operator can do with a payment of one method. Capabilities decide, never the operator's name. */
export interface PaymentCapabilities {
  /** `immediate`: the money is captured when paid (iDEAL, cash); `once`: one capture ends the authorisation; `repeatedly`: partial captures add up. */
  capture: 'immediate' | 'once' | 'repeatedly';
  partialRefund: boolean;
  /** Whether what is left of an authorisation can be released explicitly. */
  release: boolean;
}

/** One capture or refund as the operator reports it. */
export interface MoneyMovement {
  /** The operator's id of this capture or refund. */
  ref: string;
  /** Our idempotency key, where the operator gives it back (as metadata or otherwise). */
  key: string | null;
  amount: Minor;
  state: 'pending' | 'done' | 'failed';
  reason: string | null;
}

/** What the operator knows of a payment: amounts in minor units of `currency`, never a status word to interpret. */
export interface PaymentFacts {
  ref: string;
  currency: string;
  method: string;
  /** Total ever authorised (captured at once counts as authorised too); 0 while open. */
  authorised: Minor;
  captures: MoneyMovement[];
  refunds: MoneyMovement[];
  /** Total taken back by chargebacks. */
  chargedBack: Minor;
  /** True when no more can be authorised or captured (expired, cancelled, failed, released). */
  closed: boolean;
  /** When what is authorised lapses; null when it does not or when nothing is open. */
  expiresAt: Instant | null;
  /** Where the customer can still pay, while open. */
  checkoutUrl: string | null;
  /** Our own reference given at creation, when known. */
  reference: string | null;
}

/** Answer to a money command. `unknown` is a time-out or a broken answer: ask with `fetch`, never guess, never send under another key. */
export type MoneyOutcome =
  | { kind: 'done'; ref: string }
  | { kind: 'pending'; ref: string }
  | { kind: 'refused'; code: string; reason: string; retry: boolean }
  | { kind: 'unknown'; reason: string };

export interface MoneyCommand {
  /** The operator's id of the payment. */
  payment: string;
  amount: Minor;
  currency: string;
  /** Idempotency key of this intent; the same key always means the same money. At most 64 characters. */
  key: string;
  /** Text for the operator's dashboard and the customer's statement, e.g. the order number. */
  description: string;
}

export interface PaymentRequest {
  amount: Minor;
  currency: string;
  method: string | null;
  description: string;
  reference: string;
  key: string;
  redirectUrl: string;
  webhookUrl: string | null;
  capture: 'immediate' | 'manual';
}

export interface PaymentOperator {
  readonly code: string;
  capabilities(method: string): PaymentCapabilities;
  /** Starts a payment; the answer names where the customer pays. */
  create?(request: PaymentRequest): Promise<PaymentFacts>;
  /** The present facts of one payment; throws only when the operator cannot be reached or does not know it. */
  fetch(payment: string): Promise<PaymentFacts>;
  capture(command: MoneyCommand): Promise<MoneyOutcome>;
  refund(command: MoneyCommand): Promise<MoneyOutcome>;
  release(command: Omit<MoneyCommand, 'amount'>): Promise<MoneyOutcome>;
  /** Reads an inbound webhook and tells which payments to fetch again; a forged one is `null`. */
  webhook?(request: { headers: Record<string, string | undefined>; rawBody: string }): string[] | null;
}
