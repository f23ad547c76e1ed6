/** The simulated Mollie's own books: payments, captures, refunds and chargebacks in SQLite, in whole minor units. */
import { createHash } from 'node:crypto';
import type { DatabaseSync, SQLInputValue } from 'node:sqlite';

export type PaymentStatus = 'open' | 'pending' | 'authorized' | 'paid' | 'canceled' | 'expired' | 'failed';
export type CaptureStatus = 'pending' | 'succeeded' | 'failed';
export type RefundStatus = 'queued' | 'pending' | 'processing' | 'refunded' | 'failed' | 'canceled';

export interface PaymentRow {
  id: string;
  createdAt: string;
  status: PaymentStatus;
  method: string | null;
  currency: string;
  amount: number;
  description: string;
  /** JSON text of whatever the merchant stored. */
  metadata: string;
  redirectUrl: string | null;
  webhookUrl: string | null;
  captureMode: 'automatic' | 'manual' | null;
  expiresAt: string | null;
  authorizedAt: string | null;
  paidAt: string | null;
  canceledAt: string | null;
  expiredAt: string | null;
  failedAt: string | null;
  captureBefore: string | null;
}

export interface MovementRow<Status> {
  id: string;
  paymentId: string;
  createdAt: string;
  status: Status;
  amount: number;
  description: string;
  metadata: string;
}

export interface ChargebackRow {
  id: string;
  paymentId: string;
  createdAt: string;
  amount: number;
}

export type CaptureRow = MovementRow<CaptureStatus>;
export type RefundRow = MovementRow<RefundStatus>;

const PAYMENT_COLUMNS = ['id', 'createdAt', 'status', 'method', 'currency', 'amount', 'description', 'metadata', 'redirectUrl', 'webhookUrl', 'captureMode', 'expiresAt', 'authorizedAt', 'paidAt', 'canceledAt', 'expiredAt', 'failedAt', 'captureBefore'] as const;
const MOVEMENT_COLUMNS = ['id', 'paymentId', 'createdAt', 'status', 'amount', 'description', 'metadata'] as const;

const TABLES = `
  create table if not exists sequence (value integer not null);
  insert into sequence select 0 where not exists (select 1 from sequence);
  create table if not exists payments (
    id text primary key, createdAt text not null, status text not null, method text, currency text not null, amount integer not null check (amount > 0),
    description text not null, metadata text not null, redirectUrl text, webhookUrl text, captureMode text, expiresAt text,
    authorizedAt text, paidAt text, canceledAt text, expiredAt text, failedAt text, captureBefore text);
  create table if not exists captures (
    id text primary key, paymentId text not null references payments, createdAt text not null, status text not null, amount integer not null check (amount > 0), description text not null, metadata text not null);
  create table if not exists refunds (
    id text primary key, paymentId text not null references payments, createdAt text not null, status text not null, amount integer not null check (amount > 0), description text not null, metadata text not null);
  create table if not exists chargebacks (
    id text primary key, paymentId text not null references payments, createdAt text not null, amount integer not null check (amount > 0));
  create index if not exists captures_of on captures (paymentId);
  create index if not exists refunds_of on refunds (paymentId);
  create index if not exists chargebacks_of on chargebacks (paymentId);`;

export type Ledger = ReturnType<typeof createLedger>;

/** Opens the books, making the tables where they are missing. Rows come back in the order in which they were made. */
export function createLedger(store: DatabaseSync, now: () => Date) {
  store.exec(TABLES);
  const all = <Row>(sql: string, ...values: SQLInputValue[]): Row[] => store.prepare(sql).all(...values) as unknown as Row[];
  const insert = (table: string, columns: readonly string[], row: object): void => {
    const values = columns.map((column) => (row as Record<string, SQLInputValue>)[column] ?? null);
    store.prepare(`insert into ${table} (${columns.join(', ')}) values (${columns.map(() => '?').join(', ')})`).run(...values);
  };
  return {
    /** An id that looks like Mollie's and is the same in every run that does the same at the same time. */
    nextId: (prefix: string, length: number): string => {
      const { value } = store.prepare('update sequence set value = value + 1 returning value').get() as { value: number };
      const digest = createHash('sha256').update(`${prefix}:${value}:${now().toISOString()}`).digest('base64').replace(/[^A-Za-z0-9]/g, '');
      return `${prefix}_${digest.slice(0, length)}`;
    },
    payment: (id: string): PaymentRow | null => all<PaymentRow>('select * from payments where id = ?', id)[0] ?? null,
    payments: (): PaymentRow[] => all<PaymentRow>('select * from payments order by rowid'),
    captures: (paymentId: string): CaptureRow[] => all<CaptureRow>('select * from captures where paymentId = ? order by rowid', paymentId),
    refunds: (paymentId: string): RefundRow[] => all<RefundRow>('select * from refunds where paymentId = ? order by rowid', paymentId),
    chargebacks: (paymentId: string): ChargebackRow[] => all<ChargebackRow>('select * from chargebacks where paymentId = ? order by rowid', paymentId),
    movement: (table: 'captures' | 'refunds', id: string): MovementRow<string> | null => all<MovementRow<string>>(`select * from ${table} where id = ?`, id)[0] ?? null,
    openRefunds: (): RefundRow[] => all<RefundRow>(`select * from refunds where status in ('queued', 'pending', 'processing') order by rowid`),
    pendingCaptures: (): CaptureRow[] => all<CaptureRow>(`select * from captures where status = 'pending' order by rowid`),
    addPayment: (row: PaymentRow): void => insert('payments', PAYMENT_COLUMNS, row),
    addCapture: (row: CaptureRow): void => insert('captures', MOVEMENT_COLUMNS, row),
    addRefund: (row: RefundRow): void => insert('refunds', MOVEMENT_COLUMNS, row),
    addChargeback: (row: ChargebackRow): void => insert('chargebacks', ['id', 'paymentId', 'createdAt', 'amount'], row),
    changePayment: (id: string, changes: Partial<Omit<PaymentRow, 'id'>>): void => {
      const columns = Object.keys(changes) as (keyof typeof changes)[];
      store.prepare(`update payments set ${columns.map((column) => `${column} = ?`).join(', ')} where id = ?`).run(...columns.map((column) => changes[column] ?? null), id);
    },
    changeMovement: (table: 'captures' | 'refunds', id: string, status: CaptureStatus | RefundStatus): void => {
      store.prepare(`update ${table} set status = ? where id = ?`).run(status, id);
    },
  };
}

export interface Totals {
  /** Captured successfully, or paid at once. */
  captured: number;
  /** Captured or on its way to be. */
  claimed: number;
  /** Refunded or on its way to be. */
  refunded: number;
  /** Refunds that have been paid out. */
  refundedOut: number;
  chargedBack: number;
}

const total = (rows: readonly { amount: number }[]): number => rows.reduce((sum, { amount }) => sum + amount, 0);

/** What happened to a payment's money so far, in minor units. */
export function totalsOf(ledger: Ledger, payment: PaymentRow): Totals {
  const captures = ledger.captures(payment.id);
  const refunds = ledger.refunds(payment.id);
  const atOnce = payment.captureMode !== 'manual' && payment.paidAt !== null ? payment.amount : 0;
  return {
    captured: atOnce + total(captures.filter(({ status }) => status === 'succeeded')),
    claimed: atOnce + total(captures.filter(({ status }) => status !== 'failed')),
    refunded: total(refunds.filter(({ status }) => status !== 'failed' && status !== 'canceled')),
    refundedOut: total(refunds.filter(({ status }) => status === 'refunded')),
    chargedBack: total(ledger.chargebacks(payment.id)),
  };
}
