/** Webhooks of Shopify: the signature against published HMAC vectors, forgeries, de-duplication and what each topic brings. */
import { describe, expect, it } from 'vitest';
import { readWebhook, signatureOf } from './webhook.ts';
import { errorText, nextPage } from './client.ts';

const secret = 'Jefe';
const request = (body: unknown, headers: Record<string, string | undefined> = {}) => {
  const rawBody = typeof body === 'string' ? body : JSON.stringify(body);
  return { rawBody, headers: { 'x-shopify-hmac-sha256': signatureOf(rawBody, secret), 'x-shopify-topic': 'orders/create', 'x-shopify-event-id': 'evt', 'x-shopify-webhook-id': 'hook', ...headers } };
};
const order = { id: 1, line_items: [] };

describe('the signature', () => {
  // RFC 4231, test cases 1 and 2, whose keys and data are plain text.
  it.each([
    ['\u000b'.repeat(20), 'Hi There', 'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'],
    ['Jefe', 'what do ya want for nothing?', '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'],
  ])('is base64 of HMAC-SHA256 (key %j)', (key, data, hex) => {
    expect(signatureOf(data, key)).toBe(Buffer.from(hex, 'hex').toString('base64'));
  });

  it.each<[string, Record<string, string | undefined>, string | null, RegExp]>([
    ['missing', { 'x-shopify-hmac-sha256': undefined }, null, /missing/],
    ['of another length', { 'x-shopify-hmac-sha256': 'abc' }, null, /does not fit/],
    ['of another secret', { 'x-shopify-hmac-sha256': signatureOf(JSON.stringify(order), 'other') }, null, /does not fit/],
    ['of another shop', { 'x-shopify-shop-domain': 'other.myshopify.com' }, 'mine.myshopify.com', /of other\.myshopify\.com/],
  ])('is refused when %s', (_name, headers, shop, reason) => {
    expect(readWebhook(request(order, headers), secret, shop)).toMatchObject({ kind: 'forged', reason: expect.stringMatching(reason) as string });
  });

  it('is over the raw body, byte for byte', () => {
    const { rawBody, headers } = request('{"id":1,"note":"Léon ☃"}');
    expect(readWebhook({ rawBody, headers }, secret, null).kind).toBe('accepted');
    expect(readWebhook({ rawBody: `${rawBody} `, headers }, secret, null).kind).toBe('forged');
  });
});

describe('what it brings', () => {
  it.each<[string, unknown, Record<string, string | undefined>, Record<string, unknown>]>([
    ['an order', order, {}, { eventId: 'evt/orders/create', topic: 'orders/create', orders: [order], fetch: [] }],
    ['the same event under another topic is another message', order, { 'x-shopify-topic': 'orders/paid' }, { eventId: 'evt/orders/paid' }],
    ['no event id', order, { 'x-shopify-event-id': undefined }, { eventId: 'hook/orders/create' }],
    ['headers in capitals', order, { 'x-shopify-topic': undefined, 'X-Shopify-Topic': 'orders/updated' }, { topic: 'orders/updated', orders: [order] }],
    ['an edit', { order_edit: { order_id: 7 } }, { 'x-shopify-topic': 'orders/edited' }, { orders: [], fetch: ['7'] }],
    ['a refund', { id: 1, order_id: 450789469 }, { 'x-shopify-topic': 'refunds/create' }, { orders: [], fetch: ['450789469'] }],
    ['a fulfilment', { id: 1, order_id: 8, line_items: [] }, { 'x-shopify-topic': 'fulfillments/create' }, { orders: [], fetch: ['8'] }],
    ['a deleted order', { id: 1 }, { 'x-shopify-topic': 'orders/delete' }, { orders: [], fetch: [] }],
    ['another topic', { shop: 1 }, { 'x-shopify-topic': 'app/uninstalled' }, { orders: [], fetch: [] }],
  ])('%s', (_name, body, headers, expected) => {
    expect(readWebhook(request(body, headers), secret, null)).toMatchObject({ kind: 'accepted', ...expected });
  });

  it('without any id is recognised by its body', () => {
    const none = { 'x-shopify-event-id': undefined, 'x-shopify-webhook-id': undefined };
    const ids = [order, order, { ...order, id: 2 }].map((body) => readWebhook(request(body, none), secret, null)).map((one) => (one.kind === 'accepted' ? one.eventId : ''));
    expect(ids[0]).toBe(ids[1]);
    expect(ids[2]).not.toBe(ids[0]);
  });
});

describe('answers', () => {
  it.each([
    ['<https://a.myshopify.com/admin/api/2026-04/orders.json?limit=2&page_info=abc>; rel="next"', 'abc'],
    ['<https://a.myshopify.com/o?page_info=prev>; rel="previous", <https://a.myshopify.com/o?limit=2&page_info=a%3D>; rel="next"', 'a='],
    ['<https://a.myshopify.com/o?page_info=prev>; rel="previous"', null],
    [null, null],
  ])('next page of %s', (link, expected) => {
    expect(nextPage(link)).toBe(expected);
  });

  it.each<[unknown, string | null]>([
    [{ errors: 'Not Found' }, 'Not Found'],
    [{ errors: ['one', 'two'] }, 'one; two'],
    [{ errors: { base: ['no'], amount: 'too much' } }, 'base no; amount too much'],
    [{ error: 'restock is no longer supported' }, 'restock is no longer supported'],
    [{}, null], [undefined, null],
  ])('errors in %j', (json, expected) => {
    expect(errorText(json)).toBe(expected);
  });
});
