/** Keeps to an ERP's limit on calls per minute: says when the next call may go, and refuses to wait longer than agreed. */

const MINUTE = 60_000;

export interface Limiter {
  /** Claims the next place, in milliseconds from now; null when it is further off than may be waited, and then nothing is claimed. */
  claim(): number | null;
  /** Milliseconds until a call may go. */
  waiting(): number;
  /** No calls for so long, because the other side said so. */
  pause(milliseconds: number): void;
}

/** At most `callsPerMinute` calls in any 60 seconds; a call waits at most `longestWaitMs`. `now` is in milliseconds. */
export function createLimiter({ callsPerMinute, longestWaitMs, now }: { callsPerMinute: number; longestWaitMs: number; now: () => number }): Limiter {
  if (!Number.isInteger(callsPerMinute) || callsPerMinute < 1) throw new RangeError(`a limit is a whole number of calls per minute, found ${callsPerMinute}`);
  /** When the last calls went or will go, oldest first. */
  const places: number[] = [];
  let pausedUntil = 0;
  const next = (): number => {
    const at = now();
    const oldest = places.length < callsPerMinute ? at : (places.at(-callsPerMinute) ?? at) + MINUTE;
    return Math.max(at, oldest, pausedUntil);
  };
  return {
    claim: () => {
      const at = next();
      const wait = at - now();
      if (wait > longestWaitMs) return null;
      places.push(at);
      if (places.length > callsPerMinute) places.shift();
      return wait;
    },
    waiting: () => next() - now(),
    pause: (milliseconds) => { pausedUntil = Math.max(pausedUntil, now() + milliseconds); },
  };
}
