/** The Mollie operator against the simulated Mollie: every kind of outcome, and money that never moves twice. */
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { PaymentRequest } from '../../modules/payments/ports.ts';
import { callOutside, Unreached } from '../outside/http.ts';
import { createMollie, MollieRefusal } from './index.ts';
import { API_KEY, command, startTestbed } from './testbed.ts';
import type { Testbed } from './testbed.ts';

const HOUR = 60 * 60_000;
const DAY = 24 * HOUR;

let bed: Testbed;
beforeEach(async () => { bed = await startTestbed(); });
afterEach(() => bed.close());

const request = (changes: Partial<PaymentRequest> = {}): PaymentRequest => ({
  amount: 5995, currency: 'EUR', method: 'creditcard', description: 'Order 1001', reference: 'order-1001', key: 'pay-1',
  redirectUrl: 'https://shop.example/thanks', webhookUrl: null, capture: 'manual', ...changes,
});

const created = async (changes: Partial<PaymentRequest> = {}) => {
  if (!bed.mollie.create) throw new Error('the operator starts payments');
  return bed.mollie.create(request(changes));
};

const checkout = (url: string | null, outcome: string, method?: string) =>
  callOutside({ method: 'POST', url: url ?? 'no checkout', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: new URLSearchParams({ outcome, ...(method ? { method } : {}) }).toString() });

describe('capabilities', () => {
  it.each([
    ['ideal', 'immediate', false], ['bancontact', 'immediate', false], ['paypal', 'immediate', false], ['in3', 'immediate', false], ['a method of tomorrow', 'immediate', false],
    ['creditcard', 'once', true], ['vipps', 'once', true],
    ['klarna', 'repeatedly', true], ['klarnapaylater', 'repeatedly', true], ['klarnasliceit', 'repeatedly', true], ['billie', 'repeatedly', true], ['riverty', 'repeatedly', true],
  ] as const)('%s is captured %s', (method, capture, release) => {
    expect(bed.mollie.capabilities(method)).toEqual({ capture, partialRefund: true, release });
  });

  it('follows the contract where Mollie lets cards be captured more than once', () => {
    const agreed = createMollie({ apiKey: API_KEY, baseUrl: bed.baseUrl, now: () => new Date(0), repeatedlyCaptured: ['creditcard'] });
    expect(agreed.capabilities('creditcard').capture).toBe('repeatedly');
  });
});

describe('starting a payment', () => {
  it('gives a checkout, then an authorisation with its end, under our reference', async () => {
    const open = await created();
    expect(open).toMatchObject({ authorised: 0, captures: [], refunds: [], closed: false, reference: 'order-1001', expiresAt: '2026-03-02T09:15:00.000Z' });
    expect((await checkout(open.checkoutUrl, 'pay')).status).toBe(303);
    expect(await bed.mollie.fetch(open.ref)).toEqual({
      ref: open.ref, currency: 'EUR', method: 'creditcard', authorised: 5995, captures: [], refunds: [], chargedBack: 0, closed: false,
      expiresAt: '2026-03-09T09:00:00.000Z', checkoutUrl: null, reference: 'order-1001',
    });
  });

  it('starts one payment however often the same key is sent', async () => {
    expect((await created()).ref).toBe((await created()).ref);
  });

  it('is one captured sum when iDEAL is paid, asked for manually or not', async () => {
    const { ref, checkoutUrl } = await created({ method: 'ideal' });
    await checkout(checkoutUrl, 'pay');
    expect(await bed.mollie.fetch(ref)).toMatchObject({ authorised: 5995, closed: true, expiresAt: null, captures: [{ ref, key: null, amount: 5995, state: 'done' }] });
  });

  it('holds or captures by the customer’s choice when no method was asked for', async () => {
    const card = await created({ method: null, key: 'a' });
    await checkout(card.checkoutUrl, 'pay', 'creditcard');
    expect(await bed.mollie.fetch(card.ref)).toMatchObject({ method: 'creditcard', authorised: 5995, captures: [] });
    const ideal = await created({ method: null, key: 'b' });
    await checkout(ideal.checkoutUrl, 'pay', 'ideal');
    expect(await bed.mollie.fetch(ideal.ref)).toMatchObject({ method: 'ideal', authorised: 5995, captures: [{ amount: 5995 }] });
  });

  it.each(['fail', 'cancel', 'expire'])('is closed without money when the customer’s payment ends by %s', async (outcome) => {
    const { ref, checkoutUrl } = await created();
    await checkout(checkoutUrl, outcome);
    expect(await bed.mollie.fetch(ref)).toMatchObject({ authorised: 0, captures: [], closed: true, checkoutUrl: null, expiresAt: null });
  });

  it('throws Mollie’s reason when it refuses, and Unreached when nobody answers', async () => {
    await expect(created({ method: 'klarna' })).rejects.toThrow(/Order lines are needed for klarna \(field lines\)/);
    await bed.fault({ operation: 'create-payment', kind: 'lost' });
    await expect(created()).rejects.toThrow(Unreached);
  });

  it('throws for a payment that Mollie does not know', async () => {
    await expect(bed.mollie.fetch('tr_nowhere')).rejects.toThrow(MollieRefusal);
  });
});

describe('capturing', () => {
  it('captures a card once and lets the rest go', async () => {
    const id = await bed.given({ method: 'creditcard', amount: 17985 });
    const outcome = await bed.mollie.capture(command(id, 11990, 'c1'));
    expect(outcome).toMatchObject({ kind: 'done' });
    expect(await bed.mollie.fetch(id)).toMatchObject({ authorised: 17985, closed: true, captures: [{ key: 'c1', amount: 11990, state: 'done' }] });
    expect(await bed.mollie.capture(command(id, 100, 'c2'))).toMatchObject({ kind: 'refused', retry: false });
    expect((await bed.books(id)).captured).toBe(11990);
  });

  it('adds up partial captures of Klarna to the cent, and not one cent more', async () => {
    const id = await bed.given({ method: 'klarna', amount: 10000 });
    for (const [key, amount] of [['c1', 3333], ['c2', 3333]] as const) expect(await bed.mollie.capture(command(id, amount, key))).toMatchObject({ kind: 'done' });
    expect(await bed.mollie.capture(command(id, 3335, 'c3'))).toEqual({ kind: 'refused', code: 'amount_refused', reason: 'The amount is higher than what is left of the authorisation (field amount)', retry: false });
    expect((await bed.mollie.fetch(id)).closed).toBe(false);
    expect(await bed.mollie.capture(command(id, 3334, 'c4'))).toMatchObject({ kind: 'done' });
    expect(await bed.mollie.fetch(id)).toMatchObject({ closed: true, captures: [{ amount: 3333 }, { amount: 3333 }, { amount: 3334 }] });
  });

  it('is pending until Mollie says so, and refused when it then fails', async () => {
    await bed.close();
    bed = await startTestbed({ capturesPending: true });
    const id = await bed.given({ method: 'klarna', amount: 10000 });
    const first = await bed.mollie.capture(command(id, 4000, 'c1'));
    const second = await bed.mollie.capture(command(id, 6000, 'c2'));
    expect([first.kind, second.kind]).toEqual(['pending', 'pending']);
    await bed.control('fail', { capture: second.kind === 'pending' ? second.ref : '' });
    await bed.control('advance', {});
    expect(await bed.mollie.capture(command(id, 4000, 'c1'))).toMatchObject({ kind: 'done' });
    expect(await bed.mollie.capture(command(id, 6000, 'c2'))).toMatchObject({ kind: 'refused', code: 'failed', retry: false });
    expect((await bed.books(id)).captured).toBe(4000);
  });

  it('refuses after the authorisation has lapsed', async () => {
    const id = await bed.given({ method: 'creditcard', amount: 5995 });
    bed.pass(7 * DAY);
    await bed.control('advance', {});
    expect(await bed.mollie.capture(command(id, 5995, 'c1'))).toMatchObject({ kind: 'refused', retry: false });
    expect(await bed.mollie.fetch(id)).toMatchObject({ authorised: 5995, captures: [], closed: true });
  });
});

describe('refunding', () => {
  it('is pending until paid out, and never more than was captured', async () => {
    const id = await bed.given({ method: 'ideal', amount: 5995 });
    expect(await bed.mollie.refund(command(id, 2000, 'r1'))).toMatchObject({ kind: 'pending' });
    expect(await bed.mollie.refund(command(id, 3996, 'r2'))).toMatchObject({ kind: 'refused', code: 'amount_refused', retry: false });
    expect(await bed.mollie.refund(command(id, 3995, 'r3'))).toMatchObject({ kind: 'pending' });
    await bed.control('advance', { steps: 1 });
    expect((await bed.mollie.fetch(id)).refunds.map(({ state }) => state)).toEqual(['pending', 'pending']);
    await bed.control('advance', {});
    expect((await bed.mollie.fetch(id)).refunds).toMatchObject([{ key: 'r1', amount: 2000, state: 'done' }, { key: 'r3', amount: 3995, state: 'done' }]);
    expect(await bed.books(id)).toMatchObject({ captured: 5995, refunded: 5995, refundedOut: 5995 });
  });

  it('gives the money back to the payment when a refund fails, and takes a new key for another try', async () => {
    const id = await bed.given({ method: 'ideal', amount: 5995 });
    const outcome = await bed.mollie.refund(command(id, 5995, 'r1'));
    await bed.control('fail', { refund: outcome.kind === 'pending' ? outcome.ref : '' });
    expect(await bed.mollie.fetch(id)).toMatchObject({ refunds: [{ key: 'r1', state: 'failed', reason: 'Mollie could not pay out the refund' }] });
    expect(await bed.mollie.refund(command(id, 5995, 'r1'))).toMatchObject({ kind: 'refused', code: 'failed' });
    expect(await bed.mollie.refund(command(id, 5995, 'r2'))).toMatchObject({ kind: 'pending' });
    expect((await bed.books(id)).refunded).toBe(5995);
  });

  it('refuses what was only authorised', async () => {
    const id = await bed.given({ method: 'creditcard', amount: 5995 });
    expect(await bed.mollie.refund(command(id, 5995, 'r1'))).toMatchObject({ kind: 'refused', code: 'unprocessable', retry: false });
  });

  it('pays two equal refunds of one order, a moment apart, under two keys', async () => {
    const id = await bed.given({ method: 'ideal', amount: 11990 });
    expect(await bed.mollie.refund({ ...command(id, 5995, 'r1'), description: 'Order 1001' })).toMatchObject({ kind: 'pending' });
    expect(await bed.mollie.refund({ ...command(id, 5995, 'r2'), description: 'Order 1001' })).toMatchObject({ kind: 'pending' });
    expect((await bed.books(id)).refunded).toBe(11990);
  });

  it('knows refunds and chargebacks that others made', async () => {
    const id = await bed.given({ method: 'creditcard', amount: 5995, capture: 'immediate' });
    await bed.control('refund', { payment: id, amount: 1000 });
    await bed.control('chargeback', { payment: id, amount: 4995 });
    expect(await bed.mollie.fetch(id)).toMatchObject({ refunds: [{ key: null, amount: 1000, state: 'pending' }], chargedBack: 4995 });
  });
});

describe('a Mollie that embeds nothing', () => {
  it('has its lists read to the end', async () => {
    const thin = createServer((request, response) => {
      const path = (request.url ?? '').replace(/\?embed=.*/, '').replace('limit=250', 'limit=2');
      void callOutside({ method: 'GET', url: bed.baseUrl + path, headers: { authorization: request.headers.authorization ?? '' } }).then(({ status, text }) => response.writeHead(status).end(text));
    });
    await new Promise<void>((resolve) => thin.listen(0, '127.0.0.1', resolve));
    const id = await bed.given({ method: 'klarna', amount: 10000 });
    for (const key of ['c1', 'c2', 'c3']) await bed.mollie.capture(command(id, 1000, key));
    for (const key of ['r1', 'r2', 'r3']) await bed.mollie.refund(command(id, 500, key));
    const reader = createMollie({ apiKey: API_KEY, baseUrl: `http://127.0.0.1:${(thin.address() as AddressInfo).port}`, now: () => new Date(0) });
    const read = await reader.fetch(id);
    expect(read).toEqual(await bed.mollie.fetch(id));
    expect([...read.captures, ...read.refunds].map(({ key }) => key)).toEqual(['c1', 'c2', 'c3', 'r1', 'r2', 'r3']);
    thin.closeAllConnections();
    thin.close();
  });
});

describe('an outcome that is not known', () => {
  it.each(['capture', 'refund'] as const)('is resolved by fetching after the answer to a %s was lost, and done once', async (verb) => {
    const id = await bed.given(verb === 'capture' ? { method: 'klarna', amount: 5995 } : { method: 'ideal', amount: 5995 });
    const kind = verb === 'capture' ? 'captures' : 'refunds';
    await bed.fault({ operation: `create-${verb}`, kind: 'lost' });
    expect(await bed.mollie[verb](command(id, 2000, 'k1'))).toMatchObject({ kind: 'unknown' });
    expect((await bed.mollie.fetch(id))[kind]).toMatchObject([{ key: 'k1', amount: 2000 }]);
    expect(await bed.mollie[verb](command(id, 2000, 'k1'))).toMatchObject({ kind: verb === 'capture' ? 'done' : 'pending' });
    expect((await bed.books(id))[kind]).toHaveLength(1);
  });

  it('moves nothing twice when the same key comes again after Mollie has forgotten it', async () => {
    const id = await bed.given({ method: 'ideal', amount: 5995 });
    await bed.fault({ operation: 'create-refund', kind: 'lost' });
    await bed.mollie.refund(command(id, 2000, 'k1'));
    bed.pass(3 * HOUR);
    expect(await bed.mollie.refund(command(id, 2000, 'k1'))).toMatchObject({ kind: 'pending' });
    expect((await bed.books(id)).refunded).toBe(2000);
  });

  it('is said of a 500, of a broken connection and of silence', async () => {
    const id = await bed.given({ method: 'ideal', amount: 5995 });
    await bed.fault({ operation: 'create-refund', kind: 'reject', status: 500 });
    expect(await bed.mollie.refund(command(id, 100, 'k1'))).toMatchObject({ kind: 'unknown' });
    await bed.fault({ operation: 'get-payment', kind: 'lost' });
    expect(await bed.mollie.refund(command(id, 100, 'k1'))).toMatchObject({ kind: 'unknown' });
    expect((await bed.books(id)).refunded).toBe(0);

    const silent = createServer(() => undefined);
    await new Promise<void>((resolve) => silent.listen(0, '127.0.0.1', resolve));
    const patient = createMollie({ apiKey: API_KEY, baseUrl: `http://127.0.0.1:${(silent.address() as AddressInfo).port}`, timeoutMs: 50, now: () => new Date(0) });
    expect(await patient.refund(command(id, 100, 'k1'))).toMatchObject({ kind: 'unknown', reason: expect.stringContaining('did not answer within 50 ms') as string });
    silent.closeAllConnections();
    silent.close();
  });
});

describe('a refusal', () => {
  it.each([
    [429, 'rate_limited', 30, '; try again in 30 s'], [503, 'unavailable', undefined, ''], [409, 'conflict', undefined, ''],
  ] as const)('for now (%i) may be tried again under the same key', async (status, code, retryAfterSeconds, words) => {
    const id = await bed.given({ method: 'ideal', amount: 5995 });
    await bed.fault({ operation: 'create-refund', kind: 'reject', status, ...(retryAfterSeconds === undefined ? {} : { retryAfterSeconds }) });
    expect(await bed.mollie.refund(command(id, 100, 'k1'))).toEqual({ kind: 'refused', code, reason: `simulated ${status}${words}`, retry: true });
    expect(await bed.mollie.refund(command(id, 100, 'k1'))).toMatchObject({ kind: 'pending' });
    expect((await bed.books(id)).refunded).toBe(100);
  });

  it('says which key, currency or amount cannot be', async () => {
    const id = await bed.given({ method: 'ideal', amount: 5995 });
    await bed.mollie.refund(command(id, 100, 'k1'));
    expect(await bed.mollie.refund(command(id, 200, 'k1'))).toMatchObject({ kind: 'refused', code: 'key_reused', reason: expect.stringContaining('1.00 EUR') as string, retry: false });
    expect(await bed.mollie.refund(command(id, 100, 'k2', 'USD'))).toMatchObject({ kind: 'refused', code: 'currency_differs' });
    expect(await bed.mollie.refund(command(id, 0, 'k3'))).toMatchObject({ kind: 'refused', code: 'amount_refused' });
    expect(await bed.mollie.refund(command(id, 0.5, 'k3'))).toMatchObject({ kind: 'refused', code: 'amount_refused' });
    expect(await bed.mollie.refund(command(id, 100, 'a key'))).toMatchObject({ kind: 'refused', code: 'key_invalid' });
    expect(await bed.mollie.refund(command(id, 100, 'k'.repeat(65)))).toMatchObject({ kind: 'refused', code: 'key_invalid' });
    expect(await bed.mollie.refund(command('tr_nowhere', 100, 'k4'))).toMatchObject({ kind: 'refused', code: 'payment_unknown', retry: false });
    const stranger = createMollie({ apiKey: 'test_other', baseUrl: bed.baseUrl, now: () => new Date(0) });
    expect(await stranger.refund(command(id, 100, 'k5'))).toMatchObject({ kind: 'refused', code: 'unauthorised', retry: false });
    expect((await bed.books(id)).refunded).toBe(100);
  });
});

describe('releasing', () => {
  const released = (payment: string, key = 'x1') => bed.mollie.release({ payment, currency: 'EUR', key, description: 'Order 1001' });

  it('gives up an authorisation, and is done when asked again', async () => {
    const id = await bed.given({ method: 'creditcard', amount: 5995 });
    expect(await released(id)).toEqual({ kind: 'pending', ref: id });
    expect(await bed.mollie.fetch(id)).toMatchObject({ authorised: 5995, captures: [], closed: true, expiresAt: null });
    expect(await released(id)).toEqual({ kind: 'done', ref: id });
  });

  it('gives up what is left after a partial capture, and keeps what was captured', async () => {
    const id = await bed.given({ method: 'klarna', amount: 17985 });
    await bed.mollie.capture(command(id, 11990, 'c1'));
    await bed.fault({ operation: 'release-authorization', kind: 'lost' });
    expect(await released(id)).toMatchObject({ kind: 'unknown' });
    expect(await released(id)).toEqual({ kind: 'done', ref: id });
    expect(await bed.books(id)).toMatchObject({ status: 'paid', captured: 11990 });
  });

  it('cancels what can be cancelled, and refuses what the customer may still pay or has paid', async () => {
    const transfer = await bed.given({ method: 'banktransfer', amount: 5995, open: true });
    expect(await released(transfer)).toEqual({ kind: 'done', ref: transfer });
    const open = await bed.given({ method: 'ideal', amount: 5995, open: true });
    expect(await released(open)).toMatchObject({ kind: 'refused', code: 'not_cancellable' });
    const paid = await bed.given({ method: 'ideal', amount: 5995 });
    expect(await released(paid)).toMatchObject({ kind: 'refused', code: 'nothing_to_release' });
  });
});

describe('currencies without hundredths', () => {
  it.each([['JPY', 5995], ['BHD', 12345], ['EUR', 1]] as const)('moves %s %i whole', async (currency, amount) => {
    const id = await bed.given({ method: 'creditcard', amount, currency });
    expect(await bed.mollie.capture(command(id, amount, 'c1', currency))).toMatchObject({ kind: 'done' });
    expect(await bed.mollie.refund(command(id, amount, 'r1', currency))).toMatchObject({ kind: 'pending' });
    expect(await bed.mollie.fetch(id)).toMatchObject({ currency, authorised: amount, captures: [{ amount }], refunds: [{ amount }] });
    expect(await bed.books(id)).toMatchObject({ captured: amount, refunded: amount });
  });
});
