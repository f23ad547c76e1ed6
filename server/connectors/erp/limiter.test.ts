/** Proves that the limit on calls holds in every window of a minute, whatever the rhythm of asking. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLimiter } from './limiter.ts';

describe('the limit on calls', () => {
  it('lets calls go until it is full, then makes them wait for the oldest to be a minute old', () => {
    let at = 1_000;
    const limiter = createLimiter({ callsPerMinute: 2, longestWaitMs: 60_000, now: () => at });
    expect(limiter.claim()).toBe(0);
    at = 21_000;
    expect(limiter.claim()).toBe(0);
    expect(limiter.waiting()).toBe(40_000);
    expect(limiter.claim()).toBe(40_000);
    expect(limiter.claim()).toBe(60_000);
    expect(limiter.claim()).toBeNull();
    at = 60_999;
    expect(limiter.claim()).toBeNull();
    at = 61_000;
    expect(limiter.claim()).toBe(60_000);
  });

  it('pauses when told, and never shortens a pause', () => {
    let at = 0;
    const limiter = createLimiter({ callsPerMinute: 10, longestWaitMs: 5_000, now: () => at });
    limiter.pause(30_000);
    limiter.pause(1_000);
    expect(limiter.claim()).toBeNull();
    expect(limiter.waiting()).toBe(30_000);
    at = 26_000;
    expect(limiter.claim()).toBe(4_000);
  });

  it('never lets more go in any minute than allowed, nor wait longer than agreed', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: 7 }), fc.integer({ min: 0, max: 90_000 }), fc.array(fc.oneof(fc.nat(500), fc.nat(40_000)), { maxLength: 80 }), (callsPerMinute, longestWaitMs, gaps) => {
      let at = 0;
      const limiter = createLimiter({ callsPerMinute, longestWaitMs, now: () => at });
      const went: number[] = [];
      for (const gap of gaps) {
        at += gap;
        const wait = limiter.claim();
        if (wait === null) continue;
        expect(wait).toBeLessThanOrEqual(longestWaitMs);
        went.push(at + wait);
      }
      for (const [index, start] of went.entries()) expect(went.slice(index).filter((time) => time < start + 60_000).length).toBeLessThanOrEqual(callsPerMinute);
    }));
  });

  it.each([0, -1, 1.5, Number.NaN])('refuses %d calls a minute', (callsPerMinute) => expect(() => createLimiter({ callsPerMinute, longestWaitMs: 0, now: () => 0 })).toThrow(RangeError));
});
