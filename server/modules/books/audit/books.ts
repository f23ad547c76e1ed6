/** The three books of one stream by its journal: the rows there must be, and the laws that hold over the rows there are. */
import { NO_ONE } from '../../../kernel/ids.ts';
import type { Row } from '../../../kernel/database.ts';
import { moneyOf, unitsOf } from '../journal.ts';
import { openAuthorisation, violated } from '../money.ts';
import type { PaymentBook } from '../money.ts';
import type { JournalEvent, NewEvent, Stream } from '../types.ts';
import { countIn, STILL_HERE } from '../units.ts';
import type { Findings } from './report.ts';

/** Says what the order would still ask to move so that its money closes; nothing when it is closed. */
export type StillAsked = (stream: Stream) => readonly NewEvent[];

/** The rows of the books, read from the fold of the journal. Movements are those that the journal writes for these events. */
export function bookRows(stream: Stream, movements: readonly Row[]): [table: string, rows: readonly Row[]][] {
  const units = unitsOf(stream);
  const money = moneyOf(stream);
  const isDue = stream.events.some((event) => event.moves.currency !== undefined || event.moves.money?.some((entry) => entry.account === 'due'));
  return [
    ['books.unit', [...units.buckets.values()].map((held): Row => ({
      order_id: stream.id, line: held.line, delivery: held.delivery, holder_id: held.holder ?? NO_ONE, stage: held.stage, location: held.location ?? '', sku: units.lines.get(held.line)?.sku ?? null, quantity: held.n,
    }))],
    ['books.stock_movement', movements],
    ['books.due', isDue ? [{ order_id: stream.id, currency: money.currency, due: money.due }] : []],
    ['books.payment', [...money.payments.values()].map(({ payment, expiresAt, ...rest }): Row => ({ ...rest, id: payment, order_id: stream.id, expires_at: expiresAt }))],
  ];
}

/** The laws over the rows as they are: all units of a line stand somewhere, and no payment gives back more than came in. */
export function checkLaws(findings: Findings, stream: Stream, rows: ReadonlyMap<string, readonly Row[]>): void {
  for (const [line, { ordered }] of unitsOf(stream).lines) {
    const standing = (rows.get('books.unit') ?? []).reduce((sum, row) => sum + (row.line === line ? Number(row.quantity) : 0), 0);
    if (standing !== ordered) findings.add({ book: 'units', table: 'books.unit', key: `${stream.id} ${line}`, what: 'quantity', found: standing, expected: ordered, sentence: `Of line ${line} of order ${stream.id} ${ordered} were ordered, its buckets hold ${standing}.` });
  }
  for (const row of rows.get('books.payment') ?? []) {
    const broken = violated(row as unknown as PaymentBook);
    if (broken) findings.add({ book: 'money', table: 'books.payment', key: String(row.id), what: null, found: row, expected: 'the law of the money book', sentence: `Payment ${String(row.id)} breaks the law of the money book: ${broken}.` });
  }
}

/**
 * Whether the money of an order closes to what is owed. Money under way, a refusal by the operator, money still to come and positions
 * from before Spil are known states; money of the customer that nobody gives back, or that could be captured and is not, is a fault.
 */
export function checkClosing(findings: Findings, stream: Stream, asked?: StillAsked): void {
  const book = moneyOf(stream);
  const payments = [...book.payments.values()];
  const { open } = findings;
  open.pendingCaptures += payments.filter((payment) => payment.capture_pending > 0).length;
  open.pendingRefunds += payments.filter((payment) => payment.refund_pending > 0).length;

  const fault = (found: unknown, expected: unknown, sentence: string): void => findings.add({ book: 'money', table: 'books.due', key: stream.id, what: 'due', found, expected, sentence });
  const failed = stream.events.some(isFailure);
  const opening = stream.events.some((event) => (event.moves.units ?? []).some((move) => move.from === null && move.to.stage !== 'open'));
  const asks = stream.kind === 'order' && asked ? asked(stream) : [];
  if (asks.length > 0 && !failed && !opening) fault(asks.map((event) => event.type), [], `The money of order ${stream.id} does not close by itself: ${asks.map((event) => `${event.type} of ${String((event.data as { amount?: unknown }).amount)}`).join(', ')} should have been asked for and was not.`);

  const pending = payments.some((payment) => payment.capture_pending > 0 || payment.refund_pending > 0);
  if (pending || countIn(unitsOf(stream), { stage: STILL_HERE }) > 0) return;
  const net = payments.reduce((sum, payment) => sum + payment.captured - payment.refunded - payment.charged_back, 0);
  if (net === book.due) return;
  if (opening) open.openings += 1;
  else if (failed) open.failed += 1;
  else if (net > book.due) fault(net, book.due, `Order ${stream.id} is finished and ${book.due} is owed for it, but ${net} of the customer's money is kept and no refund is under way.`);
  else if (asked === undefined && payments.some((payment) => openAuthorisation(payment) > 0 && payment.captured === 0)) fault(net, book.due, `Order ${stream.id} is finished and ${book.due} is owed for it; ${net} came in, and what is authorised was not asked for.`);
  else open.owed += 1;
}

/** A request for money that the operator refused: what was pending is taken back and nothing took its place. */
const isFailure = (event: JournalEvent): boolean => {
  const entries = event.moves.money ?? [];
  return entries.some((entry) => (entry.account === 'refund_pending' || entry.account === 'capture_pending') && entry.amount < 0)
    && !entries.some((entry) => (entry.account === 'refunded' || entry.account === 'captured') && entry.amount > 0);
};
