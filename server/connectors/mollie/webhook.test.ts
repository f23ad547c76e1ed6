/** Mollie's webhooks: which payments to fetch, and which messages are forged. */
import { createHmac } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMollie } from './index.ts';
import { API_KEY, command, startSink, startTestbed } from './testbed.ts';
import { paymentsInWebhook } from './webhook.ts';

const SECRET = 'a secret of our own';
const sign = (body: string, secret = SECRET): string => createHmac('sha256', secret).update(body).digest('hex');
const event = (changes: object = {}): string => JSON.stringify({ resource: 'event', id: 'event_1', type: 'payment.paid', entityId: 'tr_abc123', createdAt: '2026-03-02T09:00:00+00:00', ...changes });

describe('a classic webhook', () => {
  it.each([
    ['id=tr_7UhSN1zuXS', ['tr_7UhSN1zuXS']], ['id=pl_abc123', []], ['id=', null], ['', null], ['something=else', null], ['id=tr_1%2F..%2Frefunds', null], ['id=<script>', null],
  ])('%s asks for %j', (rawBody, payments) => {
    expect(paymentsInWebhook({ headers: { 'content-type': 'application/x-www-form-urlencoded' }, rawBody }, [])).toEqual(payments);
  });
});

describe('a signed event', () => {
  const read = (rawBody: string, signature: string | undefined, secrets = [SECRET], name = 'x-mollie-signature') => paymentsInWebhook({ headers: { [name]: signature }, rawBody }, secrets);

  it('is believed under the right secret, in either spelling, also during a change of secret', () => {
    expect(read(event(), sign(event()))).toEqual(['tr_abc123']);
    expect(read(event(), `sha256=${sign(event())}`)).toEqual(['tr_abc123']);
    expect(read(event(), sign(event()), ['the next secret', SECRET])).toEqual(['tr_abc123']);
    expect(read(event(), `${sign(event(), 'the next secret')}, ${sign(event())}`)).toEqual(['tr_abc123']);
    expect(read(event(), sign(event()), [SECRET], 'X-Mollie-Signature')).toEqual(['tr_abc123']);
  });

  it.each([
    ['unsigned', event(), undefined, [SECRET]], ['signed by another', event(), sign(event(), 'another'), [SECRET]], ['changed after signing', event({ entityId: 'tr_other1' }), sign(event()), [SECRET]],
    ['without a secret to check it by', event(), sign(event()), []], ['signed with nonsense', event(), 'nonsense', [SECRET]], ['a shortened signature', event(), sign(event()).slice(0, 62), [SECRET]],
    ['a form with a wrong signature', 'id=tr_abc123', sign('other'), [SECRET]],
  ])('is forged when %s', (_name, body, signature, secrets) => {
    expect(read(body, signature, secrets)).toBeNull();
  });

  it('is no webhook when it is signed but not readable', () => {
    expect(read('{"half":', sign('{"half":'))).toBeNull();
    expect(read('{"resource":"order"}', sign('{"resource":"order"}'))).toBeNull();
  });

  it.each([
    ['a refund with its payment', event({ type: 'refund.failed', entityId: 're_1', _embedded: { entity: { id: 're_1', paymentId: 'tr_abc123' } } }), ['tr_abc123']],
    ['a chargeback by its address', event({ type: 'chargeback.received', entityId: 'chb_1', _links: { entity: { href: 'https://api.mollie.com/v2/payments/tr_abc123/chargebacks/chb_1' } } }), ['tr_abc123']],
    ['something else', event({ type: 'payment-link.paid', entityId: 'pl_1', _embedded: { entity: { id: 'pl_1' } } }), []],
  ])('about %s asks for its payment', (_name, body, payments) => {
    expect(read(body, sign(body))).toEqual(payments);
  });
});

describe('the simulator’s webhooks', () => {
  let sink: Awaited<ReturnType<typeof startSink>>;
  let events: Awaited<ReturnType<typeof startSink>>;
  beforeEach(async () => { [sink, events] = [await startSink(), await startSink()]; });
  afterEach(async () => { await sink.close(); await events.close(); });

  it('come as a form and as a signed event, and the operator reads both', async () => {
    const bed = await startTestbed({ webhookUrl: sink.url, events: { url: events.url, secret: SECRET } });
    const mollie = createMollie({ apiKey: API_KEY, baseUrl: bed.baseUrl, now: () => new Date(0), signingSecrets: [SECRET] });
    const id = await bed.given({ method: 'ideal', amount: 5995 });
    await mollie.refund(command(id, 100, 'r1'));
    await bed.control('advance', {});
    await bed.control('chargeback', { payment: id, amount: 100 });
    await bed.close();
    expect(sink.received.map(({ body }) => body)).toEqual(Array(5).fill(`id=${id}`));
    expect(events.received.map(({ body }) => (JSON.parse(body) as { type: string }).type).toSorted()).toEqual(['chargeback.received', 'payment.paid', 'refund.pending', 'refund.processing', 'refund.refunded']);
    for (const { type, signature, body } of [...sink.received, ...events.received]) {
      expect(mollie.webhook?.({ headers: { 'content-type': type, 'x-mollie-signature': signature }, rawBody: body })).toEqual([id]);
    }
  });

  it('go to the payment’s own address, doubled or dropped when asked', async () => {
    const bed = await startTestbed({ webhookUrl: events.url });
    await bed.fault({ operation: 'webhook', kind: 'double' });
    const id = await bed.given({ method: 'ideal', amount: 5995, webhookUrl: sink.url });
    await bed.fault({ operation: 'webhook', kind: 'drop' });
    await bed.control('chargeback', { payment: id });
    await bed.close();
    expect(sink.received).toHaveLength(2);
    expect(events.received).toHaveLength(0);
  });

  it('come again until they are taken', async () => {
    const bed = await startTestbed({ webhookUrl: sink.url });
    sink.answer(503);
    const id = await bed.given({ method: 'ideal', amount: 5995 });
    sink.answer(200);
    await bed.control('advance', {});
    await bed.control('advance', {});
    await bed.close();
    expect(sink.received.map(({ body }) => body)).toEqual([`id=${id}`, `id=${id}`]);
  });
});
