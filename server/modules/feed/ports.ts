/** The port that an ERP implements: it gets idempotent documents of what happened, and reports its own stock. */
import type { Minor } from '../../kernel/money.ts';
import type { Instant } from '../../kernel/clock.ts';

export interface ErpLine {
  ref: string;
  sku: string | null;
  name: string;
  quantity: number;
  total: Minor;
  tax: Minor;
  location: string | null;
}

/** A document is sent at least once under the same `id`; the ERP keeps it once. `sequence` orders documents of one subject. */
export type ErpDocument = {
  id: string;
  sequence: number;
  subject: string;
  at: Instant;
} & (
  | { kind: 'order'; number: string; channel: string; currency: string; status: string; total: Minor; due: Minor; lines: (ErpLine & { open: number; shipped: number; cancelled: number; returned: number })[] }
  | { kind: 'delivery'; number: string; order: string; location: string; trackingNumber: string | null; lines: ErpLine[] }
  | { kind: 'invoice' | 'credit_note'; number: string; order: string; currency: string; total: Minor; tax: Minor; lines: ErpLine[] }
  | { kind: 'payment'; order: string; payment: string; operator: string; currency: string; captured: Minor; refunded: Minor }
  | { kind: 'stock_journal'; moves: { sku: string; location: string; state: string; change: number; cause: string }[] }
);

export type ErpOutcome =
  | { kind: 'accepted'; ref: string | null }
  | { kind: 'refused'; code: string; reason: string }
  | { kind: 'unavailable'; reason: string; retryAfterSeconds: number | null };

/** The ERP's own count of its stock; `includes` is the last of our stock journals it had booked when it counted. */
export interface ErpStockReport {
  id: string;
  at: Instant;
  includes: number;
  rows: { sku: string; location: string; state: string; quantity: number }[];
}

/** What a supplier will bring, as the ERP's purchase order or ship notice stands now. No lines: nothing (more) comes of it. */
export interface ErpExpectedReceipt { reference: string; supplier: string | null; location: string; lines: { sku: string; quantity: number; /** Local day, such as 2026-12-04. */ expectedOn: string }[] }

export interface Erp {
  readonly code: string;
  send(documents: ErpDocument[]): Promise<{ id: string; outcome: ErpOutcome }[]>;
  stockReport(): Promise<ErpStockReport>;
  /** Purchase orders that are open, and those that changed or ended lately; the same one any number of times. */
  expectedReceipts(): Promise<ErpExpectedReceipt[]>;
}
