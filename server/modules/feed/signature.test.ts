/** Proves that our webhooks are signed as the standard says, that tampering and replay are noticed, and that secrets rotate without a gap. */
import { createHmac } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { makeSecret, signWebhook, verifyWebhook } from './signature.ts';

const specs = process.env.SPIL_SPECS;
const bytes = (fill: number, length = 32) => new Uint8Array(length).fill(fill);
const oldSecret = makeSecret(bytes(1));
const newSecret = makeSecret(bytes(2));
const payload = '{"type":"spil.OrderPlaced","data":{"order":"1001"}}';
const timestamp = 1_772_355_600;
const signed = (secrets = [newSecret]) => ({ ...signWebhook({ id: 'evt_1', timestamp, payload, secrets }) }) as Record<string, string | undefined>;
const verified = (headers: Record<string, string | undefined>, now = timestamp, secrets = [newSecret], body = payload) => verifyWebhook({ headers, payload: body, secrets, now });

describe('signing', () => {
  it('is the HMAC over id, timestamp and body, joined by full stops', () => {
    const right = createHmac('sha256', bytes(2)).update(`evt_1.${timestamp}.${payload}`).digest('base64');
    expect(signed()).toEqual({ 'webhook-id': 'evt_1', 'webhook-timestamp': String(timestamp), 'webhook-signature': `v1,${right}` });
  });

  it.skipIf(!specs)('gives the known answers of the standard', () => {
    const { vectors } = JSON.parse(readFileSync(join(specs ?? '', 'standards/standard-webhooks-vectors.json'), 'utf8')) as { vectors: { secret: string; msg_id: string; timestamp: number; payload: string; signature: string }[] };
    expect(vectors.length).toBeGreaterThan(0);
    for (const vector of vectors) {
      const headers = signWebhook({ id: vector.msg_id, timestamp: vector.timestamp, payload: vector.payload, secrets: [vector.secret] });
      expect(headers['webhook-signature']).toBe(vector.signature);
      expect(verifyWebhook({ headers: { ...headers }, payload: vector.payload, secrets: [vector.secret], now: vector.timestamp }).ok).toBe(true);
    }
  });

  it.each([
    ['an id with a full stop', { id: 'evt.1' }], ['an empty id', { id: '' }], ['a fraction of a second', { timestamp: 1.5 }], ['a time before 1970', { timestamp: -1 }],
    ['no secret', { secrets: [] }], ['an empty secret', { secrets: [''] }], ['a secret that is only its prefix', { secrets: ['whsec_'] }], ['a secret without prefix', { secrets: ['bm90IGEgc2VjcmV0IGF0IGFsbCwgcmVhbGx5'] }],
    ['a secret that is not base64', { secrets: ['whsec_!!!!'] }], ['a short secret', { secrets: [`whsec_${Buffer.alloc(23).toString('base64')}`] }], ['a long secret', { secrets: [`whsec_${Buffer.alloc(65).toString('base64')}`] }],
  ])('refuses %s', (_what, change) => {
    expect(() => signWebhook({ id: 'evt_1', timestamp, payload, secrets: [newSecret], ...change })).toThrow(RangeError);
  });

  it('never puts the secret in an error', () => {
    const leaky = 'whsec_dG9vIHNob3J0';
    expect(() => signWebhook({ id: 'e', timestamp, payload, secrets: [leaky] })).toThrow(expect.objectContaining({ message: expect.not.stringContaining('dG9vIHNob3J0') as string }) as Error);
  });
});

describe('verifying', () => {
  it('accepts what we signed, whatever the body', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary' }), fc.stringMatching(/^[A-Za-z0-9_-]{1,40}$/), (body, id) => {
      const headers = { ...signWebhook({ id, timestamp, payload: body, secrets: [newSecret] }) };
      return verifyWebhook({ headers, payload: body, secrets: [newSecret], now: timestamp }).ok;
    }));
  });

  it('accepts either secret while they rotate, on both sides', () => {
    expect(verified(signed([newSecret, oldSecret]), timestamp, [oldSecret]).ok).toBe(true);
    expect(verified(signed([newSecret, oldSecret]), timestamp, [newSecret]).ok).toBe(true);
    expect(verified(signed([oldSecret]), timestamp, [newSecret, oldSecret]).ok).toBe(true);
  });

  it('passes over signatures of other schemes', () => {
    const headers = signed();
    expect(verified({ ...headers, 'webhook-signature': `v1a,AAAA ${headers['webhook-signature']}` }).ok).toBe(true);
    expect(verified({ ...headers, 'webhook-signature': headers['webhook-signature']?.replace('v1,', 'v2,') })).toMatchObject({ code: 'no_match' });
  });

  it.each([
    ['a changed body', {}, { body: `${payload} ` }, 'no_match'], ['another id', { 'webhook-id': 'evt_2' }, {}, 'no_match'], ['another second', { 'webhook-timestamp': String(timestamp + 1) }, {}, 'no_match'],
    ['another secret', {}, { secrets: [oldSecret] }, 'no_match'], ['an empty signature', { 'webhook-signature': 'v1,' }, {}, 'no_match'], ['no id', { 'webhook-id': undefined }, {}, 'missing_header'],
    ['no timestamp', { 'webhook-timestamp': undefined }, {}, 'missing_header'], ['no signature', { 'webhook-signature': undefined }, {}, 'missing_header'], ['a timestamp of letters', { 'webhook-timestamp': 'soon' }, {}, 'bad_timestamp'],
    ['an attempt of 301 seconds ago', {}, { now: timestamp + 301 }, 'too_old'], ['an attempt 301 seconds ahead', {}, { now: timestamp - 301 }, 'too_new'],
  ] as const)('refuses %s', (_what, headers, { now, secrets, body }: { now?: number; secrets?: readonly string[]; body?: string }, code) => {
    expect(verified({ ...signed(), ...headers }, now, [...(secrets ?? [newSecret])], body)).toMatchObject({ ok: false, code });
  });

  it('allows clocks to differ by up to five minutes', () => {
    expect(verified(signed(), timestamp + 300).ok).toBe(true);
    expect(verified(signed(), timestamp - 300).ok).toBe(true);
  });
});
