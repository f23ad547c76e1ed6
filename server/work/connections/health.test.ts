/** When a connection is called well, behind or failing, what its errors are about, and what of an answer counts as trouble. */
import { describe, expect, it } from 'vitest';
import { observed, troubleIn } from './calls.ts';
import { causeOf, stateOf } from './health.ts';
import { plainAddress } from './systems.ts';
import { connectionActions } from './views.ts';

const NOW = '2026-03-02T09:00:00.000Z';
const fine = { off: false, paused: false, inward: false, failingSince: null, lastSuccessAt: NOW, queues: [] };
const queue = (waiting: number, failed: number, oldest: string | null) => ({ queue: 'labels' as const, waiting, failed, oldest });

describe('the state of a connection', () => {
  it.each([
    ['well', {}], ['unused', { lastSuccessAt: null }], ['inward', { inward: true, lastSuccessAt: null }], ['off', { off: true, failingSince: NOW }], ['paused', { paused: true, failingSince: NOW }], ['failing', { failingSince: NOW }],
    ['well', { queues: [queue(3, 0, '2026-03-02T08:50:00.000Z')] }], ['behind', { queues: [queue(3, 0, '2026-03-02T08:49:59.999Z')] }], ['behind', { queues: [queue(0, 1, NOW)] }], ['failing', { failingSince: NOW, queues: [queue(0, 1, NOW)] }], ['behind', { inward: true, queues: [queue(0, 1, NOW)] }],
  ] as const)('is %s with %j', (state, given) => {
    expect(stateOf({ ...fine, ...given }, NOW)).toBe(state);
  });
});

describe('what an error is about', () => {
  it.each([
    ['slow', 'api.postnl.nl did not answer within 15000 ms'], ['unreached', '127.0.0.1:4001 could not be reached: connect ECONNREFUSED 127.0.0.1:4001'], ['unreached', 'getaddrinfo ENOTFOUND shop.example.nl'], ['credentials', 'Mollie answered 401: Missing authentication'],
    ['credentials', 'Invalid API key or access token'], ['busy', 'the shop answered 429'], ['fault', 'PostNL answered 503'], ['other', 'the answer was no JSON'],
  ])('%s: %s', (cause, sentence) => {
    expect(causeOf(sentence)).toBe(cause);
  });
});

describe('an answer of a port', () => {
  it.each([
    [null, { kind: 'done', ref: 'x' }], [null, { kind: 'refused', code: 'x', reason: 'no such address', retry: false }], ['try later', { kind: 'refused', code: 'x', reason: 'try later', retry: true }], ['gone', { kind: 'unavailable', reason: 'gone' }],
    ['lost', [{ id: 'a', outcome: { kind: 'accepted', ref: null } }, { id: 'b', outcome: { kind: 'unknown', reason: 'lost' } }]], [null, []], [null, ['3SABC']], [null, undefined], [null, { orders: [], cursor: 'x', more: false }],
  ])('%j', (trouble, answer) => {
    expect(troubleIn(answer)).toBe(trouble);
  });

  it('is passed on as it was, and noted under its system', async () => {
    const noted: unknown[] = [];
    class Carrier {
      readonly #secret = 'own';
      readonly code = 'van';
      url = (): string => `https://${this.#secret}`;
      async track(): Promise<string[]> { return [this.#secret]; }
      async announce(): Promise<never> { throw new Error('no answer'); }
    }
    const carrier = observed(new Carrier(), 'carrier-van', { note: (...given) => { noted.push(given); }, flush: async () => undefined, close: async () => undefined });
    expect([carrier.code, carrier.url(), await carrier.track(), 'track' in carrier, 'newBarcode' in carrier]).toEqual(['van', 'https://own', ['own'], true, false]);
    await expect(carrier.announce()).rejects.toThrow('no answer');
    expect(noted).toEqual([['carrier-van', 'track', null], ['carrier-van', 'announce', 'no answer']]);
  });
});

describe('what is shown and offered', () => {
  it.each([['smtps://user:secret@mail.example.nl:465', 'smtps://mail.example.nl:465'], ['https://shop.example.nl/?token=secret', 'https://shop.example.nl'], ['https://erp.example.nl/spil/', 'https://erp.example.nl/spil/'], ['no address', null]])('%s is shown as %s', (address, shown) => {
    expect(plainAddress(address)).toBe(shown);
  });
  it.each([
    [['viewer'], 'channel', 3, []], [['operations'], 'channel', 3, ['retry', 'poll', 'restock']], [['administrator'], 'channel', 0, ['poll', 'restock']], [['operations'], 'carrier', 0, []], [['operations'], 'webhook', 1, ['retry', 'change', 'test', 'replay']],
  ] as const)('%j may do with a %s of which %i wait: %j', (roles, kind, open, actions) => {
    expect(connectionActions({ roles }, { kind, off: null, inward: false }, open)).toEqual(actions);
  });
});
