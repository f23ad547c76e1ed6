/** The key in a customer's link: what was signed is read back, and nothing else is. */
import { describe, expect, it } from 'vitest';
import { dayOf, endOf, readLink, signLink } from './token.ts';

const secret = 'a secret of an installation';
const claim = { order: '0188bac7-4afa-78aa-bc3b-bd1eef28d881', lastDay: dayOf('2026-09-01T12:00:00.000Z'), version: 3 };

describe('a link', () => {
  it('is forty characters that an address and a text message can hold, and says what it was made of', () => {
    const token = signLink(secret, claim);
    expect(token).toMatch(/^[A-Za-z0-9_-]{40}$/);
    expect(readLink(secret, token)).toEqual(claim);
    expect(signLink(secret, claim)).toBe(token);
  });
  it('is read by the installation that signed it only', () => expect(readLink('another secret', signLink(secret, claim))).toBeNull());
  it('is refused when any one character of it is another', () => {
    const token = signLink(secret, claim);
    for (let at = 0; at < token.length; at += 1) {
      const other = token.charAt(at) === 'A' ? 'B' : 'A';
      expect(readLink(secret, token.slice(0, at) + other + token.slice(at + 1)), `character ${at}`).toBeNull();
    }
  });
  it.each(['', 'x', 'A'.repeat(39), 'A'.repeat(41), 'A'.repeat(40), `${'A'.repeat(39)}=`, `${'A'.repeat(39)}é`])('refuses "%s"', (text) => expect(readLink(secret, text)).toBeNull());
  it('ends with its day', () => {
    expect(endOf(claim.lastDay)).toBe('2026-09-02T00:00:00.000Z');
    expect(dayOf('2026-09-01T23:59:59.999Z')).toBe(claim.lastDay);
  });
});
