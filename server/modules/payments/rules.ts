/** Pure: what money must move now, given what is due, what has left, and what each payment can do. */
import type { Uuid } from '../../kernel/ids.ts';
import type { Minor } from '../../kernel/money.ts';
import { openAuthorisation, paidNet, refundable } from '../books/index.ts';
import type { MoneyBook, NewEvent, PaymentBook } from '../books/index.ts';
import type { MoneyMovement, PaymentFacts } from './ports.ts';
import { NOT_CHOSEN } from './types.ts';
import type { CaptureMode, Intents, PaymentEvents } from './types.ts';

/** How far the order is with its goods, in money: `stillHere` is the part of what is due whose goods have not left. */
export interface Progress { stillHere: Minor; reason: string }

type Event = NewEvent<keyof PaymentEvents>;

/** Sums of a book that later decisions of one settlement change. */
interface Room { payment: PaymentBook; open: Minor; refundable: Minor; mode: CaptureMode }

/**
 * What to ask the operators so that the order closes to what is owed:
 * refund what was paid beyond what is due (leaving the part that an open authorisation will cover out of it), capture what has left,
 * release what will never be captured. `newIntent` gives ids.
 */
export function settlement(book: MoneyBook, intents: Intents, progress: Progress, newIntent: () => Uuid): Event[] {
  const rooms: Room[] = [...book.payments.values()].map((payment) => ({
    payment, open: openAuthorisation(payment), refundable: refundable(payment), mode: intents.capture.get(payment.payment) ?? 'immediate',
  }));
  const events: Event[] = [];
  const net = paidNet(book);
  const stillHere = Math.min(Math.max(0, progress.stillHere), Math.max(0, book.due));
  const coverable = Math.min(stillHere, rooms.reduce((total, room) => total + (room.mode === 'immediate' ? 0 : room.open), 0));
  const owedNow = book.due - coverable;

  for (const { room, amount } of spread(rooms.toReversed(), net - owedNow, (one) => one.refundable)) events.push(refund(room.payment, amount, progress.reason, newIntent()));

  // A payment that can be captured once waits for its last goods; the others follow each departure.
  const final = stillHere === 0;
  const capturable = rooms.filter((room) => room.mode === 'repeatedly' || (room.mode === 'once' && final && room.payment.captured + room.payment.capture_pending === 0));
  for (const { room, amount } of spread(capturable, book.due - stillHere - net, (one) => one.open)) {
    events.push(capture(room.payment, amount, newIntent()));
    room.open -= amount;
  }

  if (final) {
    for (const room of rooms) {
      // Once captured, what a single capture leaves is released by the operator itself; it is booked all the same.
      if (room.open > 0 && room.mode !== 'immediate') events.push(release(room.payment, room.open, newIntent()));
    }
  }
  return events;
}

function spread(rooms: readonly Room[], amount: Minor, size: (room: Room) => Minor): { room: Room; amount: Minor }[] {
  const parts: { room: Room; amount: Minor }[] = [];
  let left = amount;
  for (const room of rooms) {
    const part = Math.min(left, size(room));
    if (part <= 0) continue;
    parts.push({ room, amount: part });
    left -= part;
  }
  return parts;
}

const refund = ({ payment, operator }: PaymentBook, amount: Minor, reason: string, intent: Uuid): Event => ({
  type: 'RefundRequested', data: { intent, payment, operator, amount, reason } satisfies PaymentEvents['RefundRequested'],
  moves: { money: [{ account: 'refund_pending', payment, amount }] },
});

const capture = ({ payment, operator }: PaymentBook, amount: Minor, intent: Uuid): Event => ({
  type: 'CaptureRequested', data: { intent, payment, operator, amount } satisfies PaymentEvents['CaptureRequested'],
  moves: { money: [{ account: 'capture_pending', payment, amount }] },
});

const release = ({ payment, operator }: PaymentBook, amount: Minor, intent: Uuid): Event => ({
  type: 'AuthorisationReleased', data: { intent, payment, operator, amount } satisfies PaymentEvents['AuthorisationReleased'],
  moves: { money: [{ account: 'released', payment, amount }] },
});

/** A payment as it enters the book: authorised for later, or captured at once. */
export function opened(payment: { payment: Uuid; operator: string; ref: string; method: string; currency: string; capture: CaptureMode; authorised: Minor; captured: Minor; refunded: Minor; expiresAt: string | null }): Event[] {
  const { payment: id, operator, ref, method, currency, capture: mode, authorised, captured, refunded, expiresAt } = payment;
  const payments = [{ payment: id, operator, ref, method, currency, expiresAt }];
  const events: Event[] = [];
  if (captured < authorised || (authorised === 0 && captured === 0)) {
    events.push({ type: 'PaymentAuthorised', data: { payment: id, operator, ref, method, amount: authorised, capture: mode, expiresAt } satisfies PaymentEvents['PaymentAuthorised'], moves: { payments, money: [{ account: 'authorised', payment: id, amount: authorised }] } });
    if (captured > 0) events.push({ type: 'PaymentCaptured', data: { payment: id, operator, ref, method, amount: captured, capture: mode, intent: null } satisfies PaymentEvents['PaymentCaptured'], moves: { money: [{ account: 'captured', payment: id, amount: captured }] } });
  } else {
    const beyond = captured - authorised;
    events.push({ type: 'PaymentCaptured', data: { payment: id, operator, ref, method, amount: captured, capture: mode, intent: null } satisfies PaymentEvents['PaymentCaptured'], moves: { payments, money: [{ account: 'authorised', payment: id, amount: authorised + Math.max(0, beyond) }, { account: 'captured', payment: id, amount: captured }] } });
  }
  if (refunded > 0) events.push(refundedEvent({ payment: id, captured, overpaid: 0, refunded: 0, refund_pending: 0, charged_back: 0 }, refunded, null, null));
  return events;
}

/** A refund that happened: settles its intent, or books a fact nobody asked for; what it exceeds the captured money by is overpaid. */
function refundedEvent(payment: Pick<PaymentBook, 'payment' | 'captured' | 'overpaid' | 'refunded' | 'refund_pending' | 'charged_back'>, amount: Minor, intent: Uuid | null, ref: string | null): Event {
  const pendingAfter = payment.refund_pending - (intent === null ? 0 : amount);
  const excess = Math.max(0, payment.refunded + amount + pendingAfter + payment.charged_back - payment.captured - payment.overpaid);
  return {
    type: 'PaymentRefunded', data: { intent, payment: payment.payment, amount, ref } satisfies PaymentEvents['PaymentRefunded'],
    moves: { money: [...(intent === null ? [] : [{ account: 'refund_pending' as const, payment: payment.payment, amount: -amount }]), { account: 'refunded', payment: payment.payment, amount }, ...(excess > 0 ? [{ account: 'overpaid' as const, payment: payment.payment, amount: excess }] : [])] },
  };
}

/**
 * What is new in an operator's facts: money that came or went since our book was written. Amounts decide. Movements that carry the
 * key of an intent settle it; the rest are outside facts and booked as such.
 */
export function reconcile(book: MoneyBook, intents: Intents, payment: PaymentBook, facts: PaymentFacts): Event[] {
  const events: Event[] = [];
  const id = payment.payment;
  const working: PaymentBook = { ...payment };
  const book_ = (event: Event): void => {
    events.push(event);
    for (const entry of event.moves?.money ?? []) if (entry.account !== 'due') working[entry.account] += entry.amount;
  };
  const mode = intents.capture.get(id) ?? 'immediate';
  if (facts.authorised > working.authorised) {
    const amount = facts.authorised - working.authorised;
    const captured = Math.max(0, doneSum(facts.captures) - working.captured);
    if (captured < amount || mode !== 'immediate') book_({ type: 'PaymentAuthorised', data: { payment: id, operator: payment.operator, ref: payment.ref, method: facts.method, amount, capture: mode, expiresAt: facts.expiresAt } satisfies PaymentEvents['PaymentAuthorised'], moves: { payments: [{ payment: id, operator: payment.operator, ref: payment.ref, method: facts.method, currency: payment.currency, expiresAt: facts.expiresAt }], money: [{ account: 'authorised', payment: id, amount }] } });
  }
  for (const intent of intents.intents.values()) {
    if (intent.payment !== id || intent.state !== 'pending') continue;
    const movement = (intent.kind === 'capture' ? facts.captures : facts.refunds).find((one) => one.key === intent.intent);
    if (!movement || movement.state === 'pending') continue;
    book_(intent.kind === 'capture' ? captureOutcome(working, intent.intent, intent.amount, mode, movement) : refundOutcome(working, intent.intent, intent.amount, movement));
  }
  const captured = doneSum(facts.captures) - working.captured;
  if (captured > 0) {
    const room = working.authorised - working.captured - working.capture_pending - working.released;
    // A capture we did not ask for uses what was ours to ask for: released first, then what exceeds the authorisation raises it.
    const fromReleased = Math.min(working.released, Math.max(0, captured - room));
    const beyond = Math.max(0, captured - room - fromReleased);
    book_({ type: 'PaymentCaptured', data: { payment: id, operator: payment.operator, ref: payment.ref, method: facts.method, amount: captured, capture: mode, intent: null } satisfies PaymentEvents['PaymentCaptured'], moves: { ...(payment.method === NOT_CHOSEN && facts.method !== '' ? { payments: [{ payment: id, operator: payment.operator, ref: payment.ref, method: facts.method, currency: payment.currency, expiresAt: null }] } : {}), money: [...(fromReleased > 0 ? [{ account: 'released' as const, payment: id, amount: -fromReleased }] : []), ...(beyond > 0 ? [{ account: 'authorised' as const, payment: id, amount: beyond }] : []), { account: 'captured', payment: id, amount: captured }] } });
  }
  const refunded = doneSum(facts.refunds) - working.refunded;
  if (refunded > 0) book_(refundedEvent(working, refunded, null, facts.refunds.at(-1)?.ref ?? null));
  const chargedBack = facts.chargedBack - working.charged_back;
  if (chargedBack > 0) {
    const excess = Math.max(0, working.refunded + working.refund_pending + working.charged_back + chargedBack - working.captured - working.overpaid);
    book_({ type: 'PaymentChargedBack', data: { payment: id, amount: chargedBack } satisfies PaymentEvents['PaymentChargedBack'], moves: { money: [{ account: 'charged_back', payment: id, amount: chargedBack }, ...(excess > 0 ? [{ account: 'overpaid' as const, payment: id, amount: excess }] : [])] } });
  }
  const open = openAuthorisation(working);
  if (facts.closed && open > 0 && working.capture_pending === 0 && mode !== 'immediate') {
    book_({ type: 'AuthorisationExpired', data: { payment: id, amount: open } satisfies PaymentEvents['AuthorisationExpired'], moves: { money: [{ account: 'released', payment: id, amount: open }] } });
  }
  return events;
}

const doneSum = (movements: readonly MoneyMovement[]): Minor => movements.reduce((total, movement) => total + (movement.state === 'done' ? movement.amount : 0), 0);

function captureOutcome(payment: PaymentBook, intent: Uuid, amount: Minor, mode: CaptureMode, movement: Pick<MoneyMovement, 'state' | 'reason'>): Event {
  const undo = { account: 'capture_pending' as const, payment: payment.payment, amount: -amount };
  return movement.state === 'done'
    ? { type: 'PaymentCaptured', data: { payment: payment.payment, operator: payment.operator, ref: payment.ref, method: payment.method, amount, capture: mode, intent } satisfies PaymentEvents['PaymentCaptured'], moves: { money: [undo, { account: 'captured', payment: payment.payment, amount }] } }
    : { type: 'CaptureFailed', data: { intent, payment: payment.payment, amount, reason: movement.reason ?? 'refused by the payment operator' } satisfies PaymentEvents['CaptureFailed'], moves: { money: [undo] } };
}

function refundOutcome(payment: PaymentBook, intent: Uuid, amount: Minor, movement: Pick<MoneyMovement, 'state' | 'reason' | 'ref'>): Event {
  return movement.state === 'done'
    ? refundedEvent(payment, amount, intent, movement.ref)
    : { type: 'RefundFailed', data: { intent, payment: payment.payment, amount, reason: movement.reason ?? 'refused by the payment operator' } satisfies PaymentEvents['RefundFailed'], moves: { money: [{ account: 'refund_pending', payment: payment.payment, amount: -amount }] } };
}

/** The event by which the outcome of one intent is booked; null when it is settled already. */
export function intentOutcome(book: MoneyBook, intents: Intents, intent: Uuid, outcome: { state: 'done' | 'failed'; ref: string | null; reason: string | null }): Event | null {
  const known = intents.intents.get(intent);
  const payment = known && book.payments.get(known.payment);
  if (!known || !payment || known.state !== 'pending') return null;
  return known.kind === 'capture'
    ? captureOutcome(payment, intent, known.amount, intents.capture.get(known.payment) ?? 'immediate', outcome)
    : refundOutcome(payment, intent, known.amount, { ...outcome, ref: outcome.ref ?? '' });
}
