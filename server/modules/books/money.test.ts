/** The money book: what is refused, what may still be captured and refunded, and shares of units that add up whatever way they are taken. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { applyMoney, emptyPayment, moneySlice, openAuthorisation, paidNet, refundable, unitShare, violated } from './money.ts';
import type { MoneyBook, PaymentBook } from './money.ts';
import type { JournalEvent, MoneyAccount, MoneyEntry } from './types.ts';
import { BooksError } from './units.ts';

const opened = { payment: 'p', operator: 'mollie', ref: 'tr_1', method: 'card', currency: 'EUR', expiresAt: null };
const payment = (amounts: Partial<Record<MoneyAccount, number>>): PaymentBook => ({ ...emptyPayment(opened), ...amounts });
const book = (...payments: PaymentBook[]): MoneyBook => ({ currency: 'EUR', due: 0, payments: new Map(payments.map((one, index) => [index === 0 ? 'p' : `p${index}`, one])) });
const entry = (account: MoneyAccount, amount: number): MoneyEntry => ({ account, payment: 'p', amount });

describe('entries', () => {
  it.each<[string, Partial<Record<MoneyAccount, number>>, MoneyEntry[], string]>([
    ['a sum below zero', {}, [entry('authorised', -1)], 'payment p: authorised is -1'],
    ['a pending capture taken back twice', { authorised: 5 }, [entry('capture_pending', -1)], 'payment p: capture_pending is -1'],
    ['a capture that was not authorised', { authorised: 100 }, [entry('captured', 101)], 'payment p: more captured and released than authorised'],
    ['a capture asked for beside one under way', { authorised: 100, capture_pending: 60 }, [entry('capture_pending', 41)], 'payment p: more captured and released than authorised'],
    ['a capture of what was released', { authorised: 100, released: 60 }, [entry('captured', 41)], 'payment p: more captured and released than authorised'],
    ['a refund of what never came in', { authorised: 100, captured: 50 }, [entry('refund_pending', 51)], 'payment p: more given back than captured and overpaid'],
    ['a refund beside one under way', { authorised: 100, captured: 50, refund_pending: 30 }, [entry('refunded', 21)], 'payment p: more given back than captured and overpaid'],
    ['a chargeback beyond what is left', { authorised: 100, captured: 50, refunded: 30 }, [entry('charged_back', 21)], 'payment p: more given back than captured and overpaid'],
    ['released below zero', {}, [entry('released', -1)], 'payment p: released is -1'],
    ['captured below zero', {}, [entry('captured', -1)], 'payment p: captured is -1'],
    ['a pending refund below zero', {}, [entry('refund_pending', -1)], 'payment p: refund_pending is -1'],
    ['refunded below zero', {}, [entry('refunded', -1)], 'payment p: refunded is -1'],
    ['charged back below zero', {}, [entry('charged_back', -1)], 'payment p: charged_back is -1'],
    ['overpaid below zero', {}, [entry('overpaid', -1)], 'payment p: overpaid is -1'],
    ['half a cent', {}, [entry('authorised', 0.5)], 'an entry of 0.5'],
    ['more than the books can hold', {}, [entry('authorised', 2 ** 53)], `an entry of ${2 ** 53}`],
    ['half a cent due', {}, [{ account: 'due', amount: 0.5 }], 'an entry of 0.5'],
    ['a payment nobody opened', {}, [{ account: 'captured', payment: 'q', amount: 1 }], 'payment q is not in the money book'],
  ])('refuse %s', (_what, amounts, entries, sentence) => {
    expect(() => applyMoney(book(payment(amounts)), entries)).toThrow(new BooksError(sentence));
  });

  it.each<[string, Partial<Record<MoneyAccount, number>>, MoneyEntry[]]>([
    ['a capture of all that is authorised', { authorised: 100 }, [entry('captured', 100)]],
    ['a refund of all that came in', { authorised: 100, captured: 100 }, [entry('refunded', 100)]],
    ['a fact beyond it with its excess as overpaid', { authorised: 100, captured: 100, refunded: 100 }, [entry('charged_back', 40), entry('overpaid', 40)]],
    ['a law that is only broken in between', { authorised: 100, capture_pending: 100 }, [entry('captured', 100), entry('capture_pending', -100)]],
    ['due below zero', {}, [{ account: 'due', amount: -500 }]],
  ])('take %s', (_what, amounts, entries) => {
    const of = book(payment(amounts));
    applyMoney(of, entries);
    for (const { account, amount } of entries) {
      if (account === 'due') expect(of.due).toBe(amount);
      else expect(of.payments.get('p')?.[account]).toBe((amounts[account] ?? 0) + entries.filter((one) => one.account === account).reduce((sum, one) => sum + one.amount, 0));
      expect(Number.isSafeInteger(amount)).toBe(true);
    }
  });

  it('do not look at payments they do not touch', () => {
    const wrong = payment({ captured: 5 });
    expect(violated(wrong)).toBe('more captured and released than authorised');
    applyMoney(book(payment({ authorised: 1 }), wrong), [entry('captured', 1)]);
  });
});

describe('what is left', () => {
  const full = payment({ authorised: 1000, captured: 300, capture_pending: 200, released: 100, refunded: 50, refund_pending: 30, charged_back: 20, overpaid: 10 });
  it('to capture is what was authorised less what was, is being or never will be', () => expect(openAuthorisation(full)).toBe(400));
  it('to refund is what came in less what went or is going back, and never below zero', () => {
    expect(refundable(full)).toBe(210);
    expect(refundable(payment({ authorised: 10, captured: 10, refunded: 10, charged_back: 10 }))).toBe(0);
  });
  it('of the customer with us counts what was asked for', () => {
    expect(paidNet(book(full, payment({ captured: 5, authorised: 5 })))).toBe(405);
    expect(paidNet(book())).toBe(0);
  });
});

describe('the fold', () => {
  const event = (moves: JournalEvent['moves']): JournalEvent => ({ seq: 1, type: 'Anything', data: null, moves, occurredAt: '', recordedAt: '', by: { kind: 'system', id: 'x' } });

  it('opens a payment once; opening it again changes what is known of it and keeps its money', () => {
    let state = moneySlice.evolve(moneySlice.initial(), event({ currency: 'EUR', payments: [opened], money: [entry('authorised', 70), { account: 'due', amount: 70 }] }));
    state = moneySlice.evolve(state, event({ payments: [{ ...opened, method: 'ideal', expiresAt: '2026-01-01T00:00:00.000Z' }] }));
    state = moneySlice.evolve(state, event({}));
    expect(state).toEqual({ currency: 'EUR', due: 70, payments: new Map([['p', { ...payment({ authorised: 70 }), method: 'ideal', expiresAt: '2026-01-01T00:00:00.000Z' }]]) });
  });
});

describe('the share of some units', () => {
  it.each([
    [100, 3, 0, 1, 34], [100, 3, 1, 1, 33], [100, 3, 2, 1, 33], [100, 3, 1, 2, 66], [101, 3, 0, 2, 68], [101, 3, 1, 2, 67], [-100, 3, 0, 1, -34], [-100, 3, 2, 1, -33], [0, 3, 0, 3, 0], [100, 3, 0, 0, 0], [-1, 3, 1, 1, 0], [5995, 1, 0, 1, 5995],
  ])('of %i over %i: from %i take %i is %i', (amount, quantity, from, n, share) => {
    expect(unitShare(amount, quantity, from, n)).toBe(share);
  });

  it.each([[-1, 1], [0, -1], [2, 2], [4, 0]])('of units that are not there is refused: from %i take %i of 3', (from, n) => {
    expect(() => unitShare(100, 3, from, n)).toThrow(new BooksError(`units ${from}..${from + n} of 3`));
  });

  it('adds up to the amount, whatever parts the units are taken in, and no two units differ by more than one', () => {
    fc.assert(fc.property(fc.integer({ min: -1_000_000, max: 1_000_000 }), fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 1, maxLength: 20 }), (amount, parts) => {
      const quantity = parts.reduce((sum, part) => sum + part, 0);
      fc.pre(quantity > 0);
      let from = 0;
      let total = 0;
      for (const part of parts) {
        total += unitShare(amount, quantity, from, part);
        from += part;
      }
      expect(total).toBe(amount);
      const single = Array.from({ length: quantity }, (_, unit) => unitShare(amount, quantity, unit, 1));
      expect(Math.max(...single) - Math.min(...single)).toBeLessThanOrEqual(1);
    }));
  });
});
