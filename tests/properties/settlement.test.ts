/** What money is asked to move, as tables: refunds, captures and releases by what is due and what has left, and how an operator's facts are booked. */
import { describe, expect, it } from 'vitest';
import { fold, moneyOf } from '../../server/modules/books/index.ts';
import type { MoneyEntry, NewEvent, Stream } from '../../server/modules/books/index.ts';
import { intentOutcome, opened, reconcile, settlement } from '../../server/modules/payments/rules.ts';
import { paymentsSlice } from '../../server/modules/payments/types.ts';
import type { CaptureMode } from '../../server/modules/payments/types.ts';
import type { MoneyMovement, PaymentFacts } from '../../server/modules/payments/ports.ts';
import { orderOf, record } from '../support/order.ts';
import type { OrderGiven } from '../support/order.ts';

type Paid = NonNullable<OrderGiven['payments']>;

const withMoney = (due: number, payments: Paid): Stream => orderOf({ lines: [{ total: due, at: { open: 1 } }], payments, due });
const counted = (): (() => string) => { let next = 0; return () => `i${(next += 1)}`; };
const asked = (stream: Stream, stillHere: number): [string, string, number][] =>
  settlement(moneyOf(stream), fold(stream, paymentsSlice), { stillHere, reason: 'test' }, counted()).map((event) => [event.type, (event.data as { payment: string }).payment, (event.data as { amount: number }).amount]);
const pay = (id: string, mode: CaptureMode, authorised: number, captured = 0, entries = {}): Paid[number] => ({ id, mode, authorised, captured, entries });

describe('settling', () => {
  it.each<[string, number, number, Paid, [string, string, number][]]>([
    ['nothing while all goods are here and the authorisation covers them', 100, 100, [pay('a', 'repeatedly', 100)], []],
    ['what has left is captured, the rest waits', 100, 60, [pay('a', 'repeatedly', 100)], [['CaptureRequested', 'a', 40]]],
    ['what has left and is captured is not asked again', 100, 60, [pay('a', 'repeatedly', 100, 40)], []],
    ['a capture under way counts', 100, 60, [pay('a', 'repeatedly', 100, 0, { capture_pending: 40 })], []],
    ['a payment that is captured once waits for the last goods', 100, 1, [pay('a', 'once', 100)], []],
    ['and is captured with them', 100, 0, [pay('a', 'once', 100)], [['CaptureRequested', 'a', 100]]],
    ['what a single capture leaves is released', 70, 0, [pay('a', 'once', 100)], [['CaptureRequested', 'a', 70], ['AuthorisationReleased', 'a', 30]]],
    ['a single capture made or under way is not repeated', 100, 0, [pay('a', 'once', 100, 70)], [['AuthorisationReleased', 'a', 30]]],
    ['nor one under way', 100, 0, [pay('a', 'once', 100, 0, { capture_pending: 70 })], [['AuthorisationReleased', 'a', 30]]],
    ['with the last goods what will never be captured is released', 100, 0, [pay('a', 'repeatedly', 150, 60)], [['CaptureRequested', 'a', 40], ['AuthorisationReleased', 'a', 50]]],
    ['nothing is released while goods are here', 100, 60, [pay('a', 'repeatedly', 150, 40)], []],
    ['what is captured at once is neither captured nor released', 100, 0, [pay('a', 'immediate', 100)], []],
    ['what was paid beyond what is due goes back', 60, 0, [pay('a', 'immediate', 100, 100)], [['RefundRequested', 'a', 40]]],
    ['all of it when all is cancelled', 0, 0, [pay('a', 'immediate', 100, 100)], [['RefundRequested', 'a', 100]]],
    ['a refund under way counts', 60, 0, [pay('a', 'immediate', 100, 100, { refund_pending: 40 })], []],
    ['a refund done counts', 60, 0, [pay('a', 'immediate', 100, 100, { refunded: 40 })], []],
    ['a chargeback counts', 60, 0, [pay('a', 'immediate', 100, 100, { charged_back: 30 })], [['RefundRequested', 'a', 10]]],
    ['the last payment gives back first, then the one before', 30, 0, [pay('a', 'immediate', 80, 80), pay('b', 'immediate', 20, 20)], [['RefundRequested', 'b', 20], ['RefundRequested', 'a', 50]]],
    ['an open authorisation covers what is still here, so that part of the paid money goes back', 100, 100, [pay('a', 'repeatedly', 60), pay('b', 'immediate', 60, 60)], [['RefundRequested', 'b', 20]]],
    ['but an immediate one that is not paid yet covers nothing', 100, 100, [pay('a', 'immediate', 60), pay('b', 'immediate', 60, 60)], []],
    ['several payments are captured in their order', 100, 0, [pay('a', 'repeatedly', 30), pay('b', 'repeatedly', 90)], [['CaptureRequested', 'a', 30], ['CaptureRequested', 'b', 70], ['AuthorisationReleased', 'b', 20]]],
    ['goods here are never worth more than what is due', 50, 80, [pay('a', 'repeatedly', 100, 50)], [['RefundRequested', 'a', 50]]],
    ['a negative worth of goods counts as none', 50, -10, [pay('a', 'immediate', 50, 50)], []],
    ['what is due below nothing goes back as far as there was money', -20, 0, [pay('a', 'immediate', 50, 50)], [['RefundRequested', 'a', 50]]],
    ['an order without payments asks nothing', 100, 0, [], []],
  ])('%s', (_what, due, stillHere, payments, expected) => {
    expect(asked(withMoney(due, payments), stillHere)).toEqual(expected);
  });

  it('names the operator, the reason and an intent of its own for each, and books what is under way', () => {
    const stream = withMoney(30, [pay('a', 'immediate', 80, 80), pay('b', 'repeatedly', 20)]);
    const events = settlement(moneyOf(stream), fold(stream, paymentsSlice), { stillHere: 0, reason: 'nowhere_in_stock' }, counted());
    expect(events.map(({ data, moves }) => [data, moves])).toEqual([
      [{ intent: 'i1', payment: 'a', operator: 'mollie', amount: 50, reason: 'nowhere_in_stock' }, { money: [{ account: 'refund_pending', payment: 'a', amount: 50 }] }],
      [{ intent: 'i2', payment: 'b', operator: 'mollie', amount: 20 }, { money: [{ account: 'released', payment: 'b', amount: 20 }] }],
    ]);
    const later = withMoney(30, [pay('b', 'repeatedly', 30)]);
    expect(settlement(moneyOf(later), fold(later, paymentsSlice), { stillHere: 0, reason: 'x' }, counted())[0]).toEqual({ type: 'CaptureRequested', data: { intent: 'i1', payment: 'b', operator: 'mollie', amount: 30 }, moves: { money: [{ account: 'capture_pending', payment: 'b', amount: 30 }] } });
  });
});

describe('a payment that comes in', () => {
  const given = { payment: 'p', operator: 'mollie', ref: 'r', method: 'card', currency: 'EUR', refunded: 0, expiresAt: null };
  const payments = [{ payment: 'p', operator: 'mollie', ref: 'r', method: 'card', currency: 'EUR', expiresAt: null }];
  const money = (account: string, amount: number): object => ({ account, payment: 'p', amount });

  it.each<[string, CaptureMode, number, number, number, [string, number, object][]]>([
    ['authorised for later', 'repeatedly', 100, 0, 0, [['PaymentAuthorised', 100, { payments, money: [money('authorised', 100)] }]]],
    ['captured at once', 'immediate', 100, 100, 0, [['PaymentCaptured', 100, { payments, money: [money('authorised', 100), money('captured', 100)] }]]],
    ['captured without a word of an authorisation', 'immediate', 0, 100, 0, [['PaymentCaptured', 100, { payments, money: [money('authorised', 100), money('captured', 100)] }]]],
    ['captured beyond the authorisation', 'repeatedly', 100, 120, 0, [['PaymentCaptured', 120, { payments, money: [money('authorised', 120), money('captured', 120)] }]]],
    ['captured in part', 'repeatedly', 100, 40, 0, [['PaymentAuthorised', 100, { payments, money: [money('authorised', 100)] }], ['PaymentCaptured', 40, { money: [money('captured', 40)] }]]],
    ['still without money', 'immediate', 0, 0, 0, [['PaymentAuthorised', 0, { payments, money: [money('authorised', 0)] }]]],
    ['refunded in part before Spil knew it', 'immediate', 100, 100, 30, [['PaymentCaptured', 100, { payments, money: [money('authorised', 100), money('captured', 100)] }], ['PaymentRefunded', 30, { money: [money('refunded', 30)] }]]],
    ['refunded beyond what came in', 'immediate', 100, 100, 130, [['PaymentCaptured', 100, { payments, money: [money('authorised', 100), money('captured', 100)] }], ['PaymentRefunded', 130, { money: [money('refunded', 130), money('overpaid', 30)] }]]],
  ])('%s', (_what, capture, authorised, captured, refunded, expected) => {
    const events = opened({ ...given, capture, authorised, captured, refunded });
    expect(events.map((event) => [event.type, (event.data as { amount: number }).amount, event.moves])).toEqual(expected);
    for (const event of events) expect(event.data).toMatchObject({ payment: 'p', ...(event.type === 'PaymentRefunded' ? { intent: null } : { capture, method: 'card' }) });
  });
});

const INTENT = 'x1';
const asking = (kind: 'Capture' | 'Refund', amount: number): NewEvent => ({
  type: `${kind}Requested`, data: { intent: INTENT, payment: 'p', operator: 'mollie', amount, reason: 'r' }, moves: { money: [{ account: kind === 'Capture' ? 'capture_pending' : 'refund_pending', payment: 'p', amount }] },
});
const moneyMoved = (event: NewEvent | null | undefined): [string, number][] => (event?.moves?.money ?? []).map((entry: MoneyEntry) => [entry.account, entry.amount]);

describe('the outcome of an intent', () => {
  const done = { state: 'done' as const, ref: 're_1', reason: null };
  const failed = { state: 'failed' as const, ref: null, reason: 'card is blocked' };

  it.each<[string, 'Capture' | 'Refund', number, typeof done | typeof failed, string, object, [string, number][]]>([
    ['a capture that was done', 'Capture', 0, done, 'PaymentCaptured', { intent: INTENT, amount: 40, capture: 'repeatedly', operator: 'mollie', ref: 'p', method: 'card' }, [['capture_pending', -40], ['captured', 40]]],
    ['a capture that was refused', 'Capture', 0, failed, 'CaptureFailed', { intent: INTENT, payment: 'p', amount: 40, reason: 'card is blocked' }, [['capture_pending', -40]]],
    ['a refund that was done', 'Refund', 100, done, 'PaymentRefunded', { intent: INTENT, payment: 'p', amount: 40, ref: 're_1' }, [['refund_pending', -40], ['refunded', 40]]],
    ['a refund that was refused', 'Refund', 100, failed, 'RefundFailed', { intent: INTENT, payment: 'p', amount: 40, reason: 'card is blocked' }, [['refund_pending', -40]]],
  ])('%s', (_what, kind, captured, outcome, type, data, money) => {
    const stream = record(withMoney(100, [pay('p', 'repeatedly', 100, captured)]), asking(kind, 40));
    const event = intentOutcome(moneyOf(stream), fold(stream, paymentsSlice), INTENT, outcome);
    expect(event).toMatchObject({ type, data });
    expect(moneyMoved(event)).toEqual(money);
    record(stream, event);
    expect(intentOutcome(moneyOf(stream), fold(stream, paymentsSlice), INTENT, outcome)).toBeNull();
    expect(fold(stream, paymentsSlice).intents.get(INTENT)).toMatchObject({ state: outcome.state, reason: outcome.reason });
  });

  it('without a reason says that the operator refused, and without a reference has none', () => {
    for (const [kind, captured] of [['Capture', 0], ['Refund', 100]] as const) {
      const stream = record(withMoney(100, [pay('p', 'repeatedly', 100, captured)]), asking(kind, 40));
      expect(intentOutcome(moneyOf(stream), fold(stream, paymentsSlice), INTENT, { state: 'failed', ref: null, reason: null })?.data).toMatchObject({ reason: 'refused by the payment operator' });
    }
    const stream = record(withMoney(100, [pay('p', 'repeatedly', 100, 100)]), asking('Refund', 40));
    expect(intentOutcome(moneyOf(stream), fold(stream, paymentsSlice), INTENT, { state: 'done', ref: null, reason: null })?.data).toMatchObject({ ref: '' });
  });

  it('of an intent nobody knows is nothing', () => {
    const stream = withMoney(100, [pay('p', 'repeatedly', 100)]);
    expect(intentOutcome(moneyOf(stream), fold(stream, paymentsSlice), 'y', done)).toBeNull();
  });

  it('of a release is nothing: it is booked as it is asked', () => {
    const stream = record(withMoney(0, [pay('p', 'repeatedly', 100)]), { type: 'AuthorisationReleased', data: { intent: INTENT, payment: 'p', operator: 'mollie', amount: 100 }, moves: { money: [{ account: 'released', payment: 'p', amount: 100 }] } });
    expect(intentOutcome(moneyOf(stream), fold(stream, paymentsSlice), INTENT, done)).toBeNull();
  });
});

describe("an operator's facts", () => {
  const movement = (amount: number, key: string | null = null, state: MoneyMovement['state'] = 'done'): MoneyMovement => ({ ref: `m${amount}`, key, amount, state, reason: state === 'failed' ? 'no funds' : null });
  const facts = (given: Partial<PaymentFacts>): PaymentFacts => ({ ref: 'p', currency: 'EUR', method: 'ideal', authorised: 100, captures: [], refunds: [], chargedBack: 0, closed: false, expiresAt: null, checkoutUrl: null, reference: null, ...given });

  it.each<[string, Paid[number], NewEvent | null, Partial<PaymentFacts>, [string, [string, number][]][]]>([
    ['that are known change nothing', pay('p', 'repeatedly', 100, 40), null, { captures: [movement(40)] }, []],
    ['an authorisation that came is booked', pay('p', 'repeatedly', 0), null, {}, [['PaymentAuthorised', [['authorised', 100]]]]],
    ['one that was raised, by the difference', pay('p', 'repeatedly', 60), null, {}, [['PaymentAuthorised', [['authorised', 40]]]]],
    ['a payment captured at once', pay('p', 'immediate', 0), null, { captures: [movement(100)] }, [['PaymentCaptured', [['authorised', 100], ['captured', 100]]]]],
    ['one of which a part came at once', pay('p', 'immediate', 0), null, { captures: [movement(30)] }, [['PaymentAuthorised', [['authorised', 100]]], ['PaymentCaptured', [['captured', 30]]]]],
    ['a capture in the dashboard', pay('p', 'repeatedly', 100), null, { captures: [movement(30), movement(20)] }, [['PaymentCaptured', [['captured', 50]]]]],
    ['a capture in the dashboard of what we had released', pay('p', 'repeatedly', 100, 0, { released: 100 }), null, { captures: [movement(30)] }, [['PaymentCaptured', [['released', -30], ['captured', 30]]]]],
    ['a capture beyond the authorisation raises it', pay('p', 'repeatedly', 100, 80), null, { captures: [movement(130)] }, [['PaymentCaptured', [['authorised', 30], ['captured', 50]]]]],
    ['first what was released, then what is beyond', pay('p', 'repeatedly', 100, 60, { released: 40 }), null, { captures: [movement(120)] }, [['PaymentCaptured', [['released', -40], ['authorised', 20], ['captured', 60]]]]],
    ['a capture of ours that was done', pay('p', 'repeatedly', 100), asking('Capture', 40), { captures: [movement(40, INTENT)] }, [['PaymentCaptured', [['capture_pending', -40], ['captured', 40]]]]],
    ['one of ours that failed', pay('p', 'repeatedly', 100), asking('Capture', 40), { captures: [movement(40, INTENT, 'failed')] }, [['CaptureFailed', [['capture_pending', -40]]]]],
    ['one of ours that is under way is awaited', pay('p', 'repeatedly', 100), asking('Capture', 40), { captures: [movement(40, INTENT, 'pending')] }, []],
    ['one of ours that the operator does not know is awaited', pay('p', 'repeatedly', 100), asking('Capture', 40), {}, []],
    ['a refund of ours that was done', pay('p', 'repeatedly', 100, 100), asking('Refund', 40), { captures: [movement(100)], refunds: [movement(40, INTENT)] }, [['PaymentRefunded', [['refund_pending', -40], ['refunded', 40]]]]],
    ['one of ours that failed', pay('p', 'repeatedly', 100, 100), asking('Refund', 40), { captures: [movement(100)], refunds: [movement(40, INTENT, 'failed')] }, [['RefundFailed', [['refund_pending', -40]]]]],
    ['a refund in the dashboard', pay('p', 'repeatedly', 100, 100), null, { captures: [movement(100)], refunds: [movement(30)] }, [['PaymentRefunded', [['refunded', 30]]]]],
    ['a refund in the dashboard beside ours: the excess is overpaid', pay('p', 'repeatedly', 100, 100), asking('Refund', 90), { captures: [movement(100)], refunds: [movement(30)] }, [['PaymentRefunded', [['refunded', 30], ['overpaid', 20]]]]],
    ['ours and one in the dashboard', pay('p', 'repeatedly', 100, 100), asking('Refund', 40), { captures: [movement(100)], refunds: [movement(40, INTENT), movement(60)] }, [['PaymentRefunded', [['refund_pending', -40], ['refunded', 40]]], ['PaymentRefunded', [['refunded', 60]]]]],
    ['a refund under way in the dashboard is awaited', pay('p', 'repeatedly', 100, 100), null, { captures: [movement(100)], refunds: [movement(30, null, 'pending')] }, []],
    ['a chargeback', pay('p', 'immediate', 100, 100), null, { captures: [movement(100)], chargedBack: 100 }, [['PaymentChargedBack', [['charged_back', 100]]]]],
    ['a chargeback of what was refunded already: the excess is overpaid', pay('p', 'immediate', 100, 100, { refunded: 60 }), null, { captures: [movement(100)], refunds: [movement(60)], chargedBack: 70 }, [['PaymentChargedBack', [['charged_back', 70], ['overpaid', 30]]]]],
    ['an authorisation that lapsed', pay('p', 'repeatedly', 100, 40), null, { captures: [movement(40)], closed: true }, [['AuthorisationExpired', [['released', 60]]]]],
    ['one that lapsed while a capture is under way is awaited', pay('p', 'repeatedly', 100), asking('Capture', 40), { closed: true }, []],
    ['what is captured at once does not lapse', pay('p', 'immediate', 100), null, { closed: true }, []],
    ['a closed one with nothing open', pay('p', 'repeatedly', 100, 100), null, { captures: [movement(100)], closed: true }, []],
  ])('%s', (_what, payment, before, given, expected) => {
    const stream = withMoney(100, [payment]);
    if (before) record(stream, before);
    const of = moneyOf(stream).payments.get('p');
    if (!of) throw new Error('no payment');
    const events = reconcile(moneyOf(stream), fold(stream, paymentsSlice), of, facts(given));
    expect(events.map((event) => [event.type, moneyMoved(event)])).toEqual(expected);
    record(stream, ...events);
    const after = moneyOf(stream).payments.get('p');
    expect(after && reconcile(moneyOf(stream), fold(stream, paymentsSlice), after, facts(given)), 'the same facts again').toEqual([]);
  });

  it('tell when the authorisation lapses and by what method it was paid', () => {
    const stream = withMoney(100, [pay('p', 'repeatedly', 0)]);
    const of = moneyOf(stream).payments.get('p');
    const [event] = of ? reconcile(moneyOf(stream), fold(stream, paymentsSlice), of, facts({ expiresAt: '2026-04-01T00:00:00.000Z' })) : [];
    expect(event).toEqual({
      type: 'PaymentAuthorised', data: { payment: 'p', operator: 'mollie', ref: 'p', method: 'ideal', amount: 100, capture: 'repeatedly', expiresAt: '2026-04-01T00:00:00.000Z' },
      moves: { payments: [{ payment: 'p', operator: 'mollie', ref: 'p', method: 'ideal', currency: 'EUR', expiresAt: '2026-04-01T00:00:00.000Z' }], money: [{ account: 'authorised', payment: 'p', amount: 100 }] },
    });
  });

  it('settle only the intents of their own payment', () => {
    const stream = record(withMoney(100, [pay('p', 'repeatedly', 100), pay('q', 'repeatedly', 100)]), asking('Capture', 40));
    const of = moneyOf(stream).payments.get('q');
    expect(of && reconcile(moneyOf(stream), fold(stream, paymentsSlice), of, facts({ captures: [movement(40, INTENT, 'failed')] }))).toEqual([]);
  });
});
