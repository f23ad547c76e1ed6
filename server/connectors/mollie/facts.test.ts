/** Facts read from Mollie's objects: amounts to the minor unit, and totals that always add up to Mollie's own. */
import { describe, expect, it } from 'vitest';
import { factsOf } from './facts.ts';
import { captureSchema, paymentSchema, refundSchema } from './schemas.ts';

const euros = (value: string) => ({ currency: 'EUR', value });
const payment = (changes: object = {}) => paymentSchema.parse({ id: 'tr_own1', status: 'paid', amount: euros('59.95'), method: 'creditcard', ...changes });
const capture = (changes: object = {}) => captureSchema.parse({ id: 'cpt_1', amount: euros('20.00'), status: 'succeeded', ...changes });
const refund = (changes: object = {}) => refundSchema.parse({ id: 're_1', amount: euros('20.00'), status: 'pending', ...changes });
const facts = (changes: object = {}, captures = [] as ReturnType<typeof capture>[], refunds = [] as ReturnType<typeof refund>[]) => factsOf({ payment: payment(changes), captures, refunds });

describe('the facts of a payment', () => {
  it('count money that no capture or refund in the list accounts for', () => {
    const read = facts({ captureMode: 'manual', amountCaptured: euros('59.95'), amountRefunded: euros('30.00') }, [capture()], [refund()]);
    expect(read.captures).toMatchObject([{ ref: 'cpt_1', amount: 2000 }, { ref: 'tr_own1', amount: 3995, state: 'done' }]);
    expect(read.refunds).toMatchObject([{ ref: 're_1', amount: 2000, state: 'pending' }, { ref: 'tr_own1', amount: 1000, state: 'done' }]);
  });

  it.each([
    ['queued', 'pending'], ['pending', 'pending'], ['processing', 'pending'], ['refunded', 'done'], ['failed', 'failed'], ['canceled', 'failed'], ['a word of tomorrow', 'pending'],
  ])('take a refund that is %s as %s', (status, state) => {
    expect(facts({}, [], [refund({ status })]).refunds[0]?.state).toBe(state);
  });

  it.each([
    ['open', false, 0], ['pending', false, 0], ['authorized', false, 5995], ['paid', true, 5995], ['canceled', true, 0], ['expired', true, 0], ['failed', true, 0],
  ])('of a payment that is %s: closed %s, authorised %i', (status, closed, authorised) => {
    expect(facts({ status })).toMatchObject({ closed, authorised });
  });

  it('keep what was authorised once, also after it was released', () => {
    expect(facts({ status: 'canceled', authorizedAt: '2026-03-02T10:00:00+01:00' })).toMatchObject({ authorised: 5995, closed: true, captures: [] });
  });

  it('give the end of an authorisation as an instant in UTC', () => {
    expect(facts({ status: 'authorized', captureBefore: '2026-03-09T10:00:00+01:00' }).expiresAt).toBe('2026-03-09T09:00:00.000Z');
    expect(facts({ status: 'authorized', captureBefore: 'soon' }).expiresAt).toBeNull();
  });

  it('read our words back from metadata, kept as an object or as text, and leave those of others', () => {
    expect(facts({ metadata: { spilReference: 'order-1', order_id: 7 } }).reference).toBe('order-1');
    expect(facts({ metadata: '{"spilReference":"order-1"}' }).reference).toBe('order-1');
    for (const metadata of [null, 7, 'order 7', ['spilReference'], { order_id: '7' }, { spilReference: 7 }]) expect(facts({ metadata }).reference).toBeNull();
  });

  it('count chargebacks by Mollie’s total, or by those that stand', () => {
    const chargebacks = [{ id: 'chb_1', amount: euros('10.00') }, { id: 'chb_2', amount: euros('5.00'), reversedAt: '2026-03-03T00:00:00+00:00' }];
    expect(facts({ amountChargedBack: euros('59.95') }).chargedBack).toBe(5995);
    expect(facts({ _embedded: { chargebacks } }).chargedBack).toBe(1000);
  });

  it.each([['JPY', '5995', 5995], ['BHD', '5.995', 5995], ['EUR', '5.9900', 599]])('read %s %s as %i minor units', (currency, value, minor) => {
    expect(facts({ amount: { currency, value } }).authorised).toBe(minor);
  });

  it('refuse an amount that cannot be exact', () => {
    expect(() => facts({ amount: euros('5.995') })).toThrow(/more than 2 decimals/);
    expect(() => facts({}, [capture({ amount: { currency: 'USD', value: '20.00' } })])).toThrow(/in USD for a payment in EUR/);
  });
});
