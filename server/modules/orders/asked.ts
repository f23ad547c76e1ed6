/** A payment that a change asked for: what is still to be paid of it, until when, and when the wait for it is over. */
import { table } from '../../kernel/change.ts';
import type { Change } from '../../kernel/change.ts';
import { execute } from '../../kernel/command.ts';
import type { CommandContext } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { Minor } from '../../kernel/money.ts';
import { later } from '../../kernel/clock.ts';
import { fold, loadStream, moneyOf, openAuthorisation, paidNet, STILL_HERE, unitsIn, unitsOf } from '../books/index.ts';
import type { Books, NewEvent, Projection, RecordContext, Stream } from '../books/index.ts';
import { dialogueSlice, releaseOf } from '../dialogue/index.ts';
import { isCovered } from '../payments/index.ts';
import { orderProblems } from './problems.ts';
import { cancel } from './rules.ts';
import { orderSlice } from './state.ts';
import type { OrderEvents, Undo } from './types.ts';

const ASKED = table('orders.asked_payment', 'order_id');

/** What of what is due is neither paid nor authorised. */
export function owedOf(stream: Stream): Minor {
  const book = moneyOf(stream);
  return Math.max(0, book.due - paidNet(book) - [...book.payments.values()].reduce((sum, payment) => sum + openAuthorisation(payment), 0));
}

/** Whether a shop holds all the money of an order: then nobody else can take more of it. */
export function isPaidInShop(stream: Stream): boolean {
  const operators = [...moneyOf(stream).payments.values()].map(({ operator }) => operator);
  return operators.length > 0 && operators.every((operator) => operator === 'channel');
}

/** The payment that is waited for, with what is owed of it now; null where none is, or it has come. */
export function askedOf(stream: Stream): (OrderEvents['PaymentAsked'] & { owed: Minor }) | null {
  const { asked } = fold(stream, orderSlice);
  const owed = asked === null ? 0 : owedOf(stream);
  return asked === null || owed === 0 ? null : { ...asked, owed };
}

/**
 * Asks the customer for what a change costs more than is paid, for so many hours; what an earlier change still asks (`before`) is asked with it. Nothing where nothing
 * is owed, where nobody can take it, or where a shop holds the money itself. Without a change to undo it is what had been authorised and has lapsed. Answers whether it was asked.
 */
export function askPayment(deps: { books: Books; startsPayments(preferred: readonly string[]): string | null }, change: Change, stream: Stream, { delivery, undo, before, hours }: { delivery: number; undo: Undo | null; before: readonly Undo[]; hours: number }, context: RecordContext): boolean {
  const operators = [...moneyOf(stream).payments.values()].map(({ operator }) => operator);
  const amount = owedOf(stream);
  if (amount === 0 || isPaidInShop(stream) || deps.startsPayments(operators) === null) return false;
  const back = undo?.kind === 'delivery' && 'location' in undo.back ? { location: undo.back.location } : null;
  deps.books.record(change, stream, [{ type: 'PaymentAsked', data: { delivery, amount, until: later(context.now, hours * 3_600_000), back, undo: [...(undo ? [undo] : []), ...before], ...(undo ? {} : { why: 'lapsed' as const }) } satisfies OrderEvents['PaymentAsked'] }], context);
  return true;
}

/** Asks once more for what was authorised and has lapsed, while goods of the order are still here; nothing where it is asked already. */
export const askAgain = (deps: { database: Database; books: Books; startsPayments(preferred: readonly string[]): string | null }, context: CommandContext, order: Uuid, hours: number): Promise<unknown> =>
  execute(deps.database, context, async (change) => {
    const stream = await loadStream(deps.database, order);
    const [held] = stream ? unitsIn(unitsOf(stream), { stage: STILL_HERE }) : [];
    if (stream && held && askedOf(stream) === null) askPayment(deps, change, stream, { delivery: held.delivery, undo: null, before: [], hours }, context);
    return { status: 200, answer: null };
  });

/** What of a charge was sold is owed no more, besides what an event takes off already. */
function takenOff(stream: Stream, event: NewEvent, refs: readonly string[]): NewEvent {
  const order = fold(stream, orderSlice);
  const data = event.data as OrderEvents['ItemsCancelled'];
  const charges = refs.flatMap((ref) => {
    const amount = (order.charges.get(ref)?.total ?? 0) - (order.waived.get(ref) ?? 0) - data.charges.reduce((sum, one) => sum + (one.ref === ref ? one.amount : 0), 0);
    return amount === 0 ? [] : [{ ref, amount }];
  });
  return charges.length === 0 ? event : { ...event, data: { ...data, charges: [...data.charges, ...charges] }, moves: { ...event.moves, money: [...(event.moves?.money ?? []), ...charges.map(({ amount }) => ({ account: 'due' as const, amount: -amount }))] } };
}

/** Takes lines that were added and not paid off the order again, with their charges. Refuses where there are none, or some of them has left or is in other hands: a person decides then. */
export function undoLines(stream: Stream, { lines, charges }: Extract<Undo, { kind: 'lines' }>): NewEvent[] {
  const dialogues = fold(stream, dialogueSlice);
  const held = lines.flatMap((line) => unitsIn(unitsOf(stream), { line })).filter(({ stage }) => stage !== 'cancelled');
  if (held.length === 0 || held.some((one) => one.stage === 'in_transfer' || !STILL_HERE.includes(one.stage) || releaseOf(dialogues, one) !== 'free')) throw orderProblems.too_late({ detail: 'What was added has left, is in other hands or was cancelled already.', field: 'lines' });
  return cancel(stream, held.map(({ line, delivery, n }) => ({ line, delivery, quantity: n })), 'payment', null).map((event) => (event.type === 'ItemsCancelled' ? takenOff(stream, event, charges) : event));
}

/** Ends the holds that only waited for a payment, once nothing is owed any more: its work goes on. */
export function goOnWhenPaid(books: Books, change: Change, stream: Stream, reason: string, context: RecordContext): void {
  if (!isCovered(moneyOf(stream))) return;
  const waiting = [...fold(stream, orderSlice).holds.values()].filter((hold) => hold.reason === 'payment_pending');
  books.record(change, stream, waiting.map(({ hold }) => ({ type: 'HoldReleased', data: { hold, reason } satisfies OrderEvents['HoldReleased'] })), context);
}

/** Payments that are waited for, with the moment at which that ends. */
export const askedPaymentProjection: Projection = {
  stream: 'order', name: 'orders.asked_payment', version: 1, tables: ['orders.asked_payment'],
  settle: (change, stream) => {
    if (!stream.events.some(({ type }) => type === 'PaymentAsked')) return;
    const asked = askedOf(stream);
    if (asked) change.put(ASKED, { order_id: stream.id, until: asked.until });
    else change.remove(ASKED, { order_id: stream.id });
  },
};
