/** What follows from money that moved, or did not: holds that come and go, and tasks for finance. */
import type { Uuid } from '../kernel/ids.ts';
import { fold, follower, loadStream, moneyOf, STILL_HERE, unitsIn, unitsOf } from '../modules/books/index.ts';
import type { FeedEvent, Follower } from '../modules/books/index.ts';
import { pickupPolicy } from '../modules/fulfilment/index.ts';
import { askAgain, hold, orderSlice, releaseHold } from '../modules/orders/index.ts';
import { isCovered, noticesOf, raiseTask } from '../modules/payments/index.ts';
import type { PaymentEvents } from '../modules/payments/index.ts';
import { formatMinor } from '../kernel/money.ts';
import { bySystem } from './deps.ts';
import type { WorkDeps } from './deps.ts';
import { lookAt } from './payments.ts';

const TYPES = ['OrderPlaced', 'PaymentAuthorised', 'PaymentCaptured', 'CaptureFailed', 'RefundFailed', 'PaymentRefunded', 'PaymentChargedBack', 'AuthorisationExpired'] as const;

/** Holds that only wait for money; they end when the order is covered. */
const WAITS_FOR_MONEY: ReadonlySet<string> = new Set(['payment_pending', 'capture_failed', 'authorisation_expired']);

export function moneyFollower(deps: WorkDeps): Follower {
  const { database, clock, log } = deps;
  return follower({ database, clock, name: 'work.money', types: TYPES, log, handle: (event) => react(deps, event) });
}

async function react(deps: WorkDeps, { stream, event }: FeedEvent): Promise<void> {
  switch (event.type as (typeof TYPES)[number]) {
    case 'OrderPlaced': {
      const early = await noticesOf(deps.database, stream);
      return deps.jobs.send('look', early.map(({ operator, ref }) => lookAt(operator, ref)));
    }
    case 'PaymentAuthorised': case 'PaymentCaptured': return releaseWhenCovered(deps, stream);
    case 'CaptureFailed': {
      const { reason, amount } = event.data as PaymentEvents['CaptureFailed'];
      return holdOnce(deps, stream, 'capture_failed', (currency) => `${formatMinor(amount, currency)} ${currency} could not be captured: ${reason}`);
    }
    case 'AuthorisationExpired': return holdUncovered(deps, stream);
    case 'RefundFailed': {
      const { intent, payment, amount, reason } = event.data as PaymentEvents['RefundFailed'];
      return task(deps, stream, 'refund_failed', payment, intent, (number, currency) => `The refund of ${formatMinor(amount, currency)} ${currency} of order ${number} failed: ${reason}. Look at the payment with the operator, and pay it out another way if need be.`);
    }
    case 'PaymentChargedBack': {
      const { payment, amount } = event.data as PaymentEvents['PaymentChargedBack'];
      return task(deps, stream, 'charged_back', payment, String(event.seq), (number, currency) => `The customer's bank took back ${formatMinor(amount, currency)} ${currency} of order ${number}. Decide whether to dispute it.`);
    }
    case 'PaymentRefunded': {
      const over = (event.moves.money ?? []).reduce((sum, entry) => sum + (entry.account === 'overpaid' ? entry.amount : 0), 0);
      if (over <= 0) return;
      return task(deps, stream, 'overpaid', (event.data as PaymentEvents['PaymentRefunded']).payment, String(event.seq), (number, currency) => `Order ${number} was refunded ${formatMinor(over, currency)} ${currency} more than was paid, outside Spil. Ask it back, or write it off.`);
    }
  }
}

async function task(deps: WorkDeps, order: Uuid, kind: 'refund_failed' | 'charged_back' | 'overpaid', payment: Uuid, subject: string, detail: (number: string, currency: string) => string): Promise<void> {
  const stream = await loadStream(deps.database, order);
  if (!stream) return;
  const { number, currency } = fold(stream, orderSlice);
  await raiseTask(deps.database, { kind, order, payment, subject, detail: detail(number, currency) }, deps.clock.now());
}

/** Ends the holds that only waited for money, once what is due is paid or authorised. A failed capture is mended by a capture, not by the authorisation that is still there. */
async function releaseWhenCovered(deps: WorkDeps, order: Uuid): Promise<void> {
  const stream = await loadStream(deps.database, order);
  if (!stream || !isCovered(moneyOf(stream))) return;
  const failed = stream.events.findLastIndex((event) => event.type === 'CaptureFailed');
  const captured = stream.events.findLastIndex((event) => event.type === 'PaymentCaptured');
  for (const { hold: id, reason } of fold(stream, orderSlice).holds.values()) {
    if (!WAITS_FOR_MONEY.has(reason) || (reason === 'capture_failed' && captured < failed)) continue;
    await releaseHold(deps.app, bySystem(deps), order, id, 'The payment has come', () => null);
  }
}

/** Holds the order for finance, unless it is held for that already. */
async function holdOnce(deps: WorkDeps, order: Uuid, reason: string, note: (currency: string) => string): Promise<void> {
  const stream = await loadStream(deps.database, order);
  const state = stream && fold(stream, orderSlice);
  if (!state || [...state.holds.values()].some((one) => one.reason === reason)) return;
  await hold(deps.app, bySystem(deps), order, reason, 'finance', note(state.currency), () => null);
}

/** What was authorised has lapsed: goods that are still here stay until somebody has paid for them. */
async function holdUncovered(deps: WorkDeps, order: Uuid): Promise<void> {
  const stream = await loadStream(deps.database, order);
  if (!stream || isCovered(moneyOf(stream)) || unitsIn(unitsOf(stream), { stage: STILL_HERE }).length === 0) return;
  await holdOnce(deps, order, 'authorisation_expired', () => 'The authorisation lapsed before the goods left. The customer is asked to pay on the order’s page where that can be; else ask them, or cancel.');
  await askAgain(deps.app, bySystem(deps), order, (await pickupPolicy(deps.database)).payHours);
}
