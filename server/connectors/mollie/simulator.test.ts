/** The simulated Mollie as Mollie behaves: strict about keys, amounts and states, and with a door for the outside world. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { callOutside } from '../outside/http.ts';
import type { OutsideAnswer } from '../outside/http.ts';
import { API_KEY, startTestbed } from './testbed.ts';
import type { Testbed } from './testbed.ts';

const HOUR = 60 * 60_000;

let bed: Testbed;
beforeEach(async () => { bed = await startTestbed(); });
afterEach(() => bed.close());

const call = (method: 'GET' | 'POST' | 'DELETE', path: string, body?: unknown, headers: Record<string, string> = {}): Promise<OutsideAnswer> =>
  callOutside({ method, url: bed.baseUrl + path, headers: { authorization: `Bearer ${API_KEY}`, ...headers }, ...(body === undefined ? {} : { body }) });
const post = (path: string, body: unknown, key?: string): Promise<OutsideAnswer> => call('POST', path, body, key === undefined ? {} : { 'idempotency-key': key });

const payment = { amount: { currency: 'EUR', value: '59.95' }, description: 'Order 1001', redirectUrl: 'https://shop.example/thanks' };

describe('an idempotency key', () => {
  const refund = (value: string) => ({ amount: { currency: 'EUR', value }, description: 'Order 1001' });

  it('gives the first answer again, is refused for anything else, and is forgotten after an hour', async () => {
    const id = await bed.given({ method: 'ideal', amount: 5995 });
    const first = await post(`/v2/payments/${id}/refunds`, refund('10.00'), 'k1');
    const again = await post(`/v2/payments/${id}/refunds`, refund('10.00'), 'k1');
    expect([first.status, again.status, again.headers.get('idempotent-replayed')]).toEqual([201, 201, 'true']);
    expect(again.json).toEqual(first.json);
    expect((await post(`/v2/payments/${id}/refunds`, refund('11.00'), 'k1')).status).toBe(400);
    expect((await post(`/v2/payments/${id}/captures`, refund('10.00'), 'k1')).status).toBe(400);
    bed.pass(HOUR);
    expect((await post(`/v2/payments/${id}/refunds`, refund('10.00'), 'k1')).status).toBe(201);
    expect((await bed.books(id)).refunded).toBe(2000);
  });

  it('remembers a refusal as well', async () => {
    const id = await bed.given({ method: 'ideal', amount: 5995 });
    const first = await post(`/v2/payments/${id}/refunds`, refund('60.00'), 'k1');
    const again = await post(`/v2/payments/${id}/refunds`, refund('60.00'), 'k1');
    expect([first.status, again.status, again.headers.get('idempotent-replayed')]).toEqual([422, 422, 'true']);
  });

  it('is what tells two equal refunds in short succession from one sent twice', async () => {
    const id = await bed.given({ method: 'ideal', amount: 5995 });
    await post(`/v2/payments/${id}/refunds`, refund('10.00'));
    expect((await post(`/v2/payments/${id}/refunds`, refund('10.00'))).status).toBe(409);
    bed.pass(2 * 60_000);
    expect((await post(`/v2/payments/${id}/refunds`, refund('10.00'))).status).toBe(201);
  });
});

describe('a request', () => {
  it.each([
    ['without an amount', { ...payment, amount: undefined }, 'amount'],
    ['with a number for a value', { ...payment, amount: { currency: 'EUR', value: 59.95 } }, 'amount.value'],
    ['with too few decimals', { ...payment, amount: { currency: 'EUR', value: '59.9' } }, 'amount.value'],
    ['with too many decimals', { ...payment, amount: { currency: 'JPY', value: '59.95' } }, 'amount.value'],
    ['for nothing', { ...payment, amount: { currency: 'EUR', value: '0.00' } }, 'amount'],
    ['in no currency', { ...payment, amount: { currency: 'euro', value: '59.95' } }, 'amount.currency'],
    ['without a description', { ...payment, description: '' }, 'description'],
    ['with an address that is none', { ...payment, redirectUrl: 'thanks' }, 'redirectUrl'],
    ['with an unknown method', { ...payment, method: 'cowries' }, 'method'],
    ['to hold iDEAL', { ...payment, method: 'ideal', captureMode: 'manual' }, 'captureMode'],
    ['for Klarna without lines', { ...payment, method: 'klarna' }, 'lines'],
    ['for Riverty captured at once', { ...payment, method: 'riverty' }, 'captureMode'],
    ['with a parameter that does not exist', { ...payment, recurringType: 'first' }, 'recurringType'],
    ['with too much metadata', { ...payment, metadata: 'x'.repeat(2000) }, 'metadata'],
  ])('%s is refused with its field', async (_name, body, field) => {
    const answer = await post('/v2/payments', body);
    expect([answer.status, (answer.json as { field: string }).field]).toEqual([422, field]);
  });

  it('may be a payment with lines and an address, for pay-later', async () => {
    const lines = [{ description: 'Shoes', quantity: 1, unitPrice: payment.amount, totalAmount: payment.amount }];
    const answer = await post('/v2/payments', { ...payment, method: 'klarna', captureMode: 'manual', lines, billingAddress: { email: 'a@shop.example' } });
    expect([answer.status, (answer.json as { status: string }).status]).toEqual([201, 'open']);
  });

  it('needs the key, an endpoint that exists and JSON that is whole', async () => {
    expect((await call('GET', '/v2/payments/tr_1', undefined, { authorization: 'Bearer other' })).status).toBe(401);
    expect((await call('GET', '/v3/payments')).json).toMatchObject({ status: 404, title: 'Not Found' });
    expect((await call('POST', '/v2/payments', '{"half":', { 'content-type': 'application/json' })).json).toMatchObject({ status: 400, title: 'Bad Request' });
  });
});

describe('the checkout', () => {
  it('shows the amount and four ways to end, then says how it ended; text cannot become code', async () => {
    const made = await post('/v2/payments', { ...payment, description: '<b>Order</b>', method: 'ideal' });
    const url = (made.json as { _links: { checkout: { href: string } } })._links.checkout.href;
    const page = await callOutside({ method: 'GET', url });
    for (const words of ['EUR 59.95', '>Pay<', '>Fail<', '>Cancel<', '>Expire<']) expect(page.text).toContain(words);
    expect(page.text).not.toContain('<b>Order');
    const paid = await callOutside({ method: 'POST', url, body: { outcome: 'pay' } });
    expect([paid.status, paid.headers.get('location')]).toEqual([303, 'https://shop.example/thanks']);
    expect((await callOutside({ method: 'GET', url })).text).toContain('This payment is paid.');
    expect((await callOutside({ method: 'POST', url, body: { outcome: 'pay' } })).status).toBe(422);
    expect((await callOutside({ method: 'POST', url, body: { outcome: 'steal' } })).status).toBe(422);
  });
});

describe('lists', () => {
  it('come in pages, each naming the next', async () => {
    const id = await bed.given({ method: 'klarna', amount: 10000 });
    for (const key of ['a', 'b', 'c']) await post(`/v2/payments/${id}/captures`, { amount: { currency: 'EUR', value: '10.00' }, description: key, metadata: { spilKey: key } }, key);
    const first = (await call('GET', `/v2/payments/${id}/captures?limit=2`)).json as { count: number; _links: { next: { href: string } } };
    expect(first.count).toBe(2);
    const second = await callOutside({ method: 'GET', url: first._links.next.href, headers: { authorization: `Bearer ${API_KEY}` } });
    expect(second.json).toMatchObject({ count: 1, _links: { next: null }, _embedded: { captures: [{ metadata: { spilKey: 'c' } }] } });
    expect((await call('GET', `/v2/payments/${id}/captures?limit=251`)).status).toBe(400);
    expect((await call('GET', `/v2/payments/${id}/captures?from=cpt_none`)).status).toBe(400);
  });
});

describe('time', () => {
  it('ends open payments, card holds after a week and pay-later holds after four', async () => {
    const open = await bed.given({ method: 'ideal', amount: 100, open: true });
    const card = await bed.given({ method: 'creditcard', amount: 100 });
    const klarna = await bed.given({ method: 'klarna', amount: 100 });
    const statuses = async () => [(await bed.books(open)).status, (await bed.books(card)).status, (await bed.books(klarna)).status];
    bed.pass(HOUR);
    await bed.control('advance', {});
    expect(await statuses()).toEqual(['expired', 'authorized', 'authorized']);
    bed.pass(7 * 24 * HOUR);
    await bed.control('advance', {});
    expect(await statuses()).toEqual(['expired', 'expired', 'authorized']);
    await bed.control('expire', { payment: klarna });
    expect(await statuses()).toEqual(['expired', 'expired', 'expired']);
  });
});

describe('refunds', () => {
  it('can be called off until they are processed', async () => {
    const id = await bed.given({ method: 'ideal', amount: 5995 });
    const { id: first } = await bed.control('refund', { payment: id, amount: 1000 }) as { id: string };
    expect((await call('DELETE', `/v2/payments/${id}/refunds/${first}`)).status).toBe(204);
    const { id: second } = await bed.control('refund', { payment: id, amount: 2000 }) as { id: string };
    await bed.control('advance', { steps: 1 });
    expect((await call('DELETE', `/v2/payments/${id}/refunds/${second}`)).status).toBe(422);
    expect((await bed.books(id)).refunds.map(({ status }) => status)).toEqual(['canceled', 'processing']);
  });
});

describe('the books', () => {
  it('outlive the process', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'mollie-'));
    const storage = join(folder, 'mollie.db');
    const before = await startTestbed({ storage });
    const id = await before.given({ method: 'ideal', amount: 5995, metadata: { order_id: '7' } });
    await before.close();
    const after = await startTestbed({ storage });
    expect(await after.books(id)).toMatchObject({ captured: 5995, metadata: { order_id: '7' } });
    expect(await after.given({ method: 'ideal', amount: 5995 })).not.toBe(id);
    await after.close();
    rmSync(folder, { recursive: true });
  });

  it('refuse a control call that makes no sense', async () => {
    await expect(bed.control('payments', { amount: 1.5, currency: 'EUR', method: 'ideal' })).rejects.toThrow(/422/);
    await expect(bed.control('payments', { amount: 100, currency: 'EUR', method: 'ideal', capture: 'manual' })).rejects.toThrow(/422/);
    await expect(bed.control('fail', { refund: 're_none' })).rejects.toThrow(/404/);
  });
});
