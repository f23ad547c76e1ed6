/** The only place that knows what time it is: rules get time as an argument, shells ask this clock. */

/** An instant as RFC 3339 text in UTC with milliseconds, e.g. 2026-03-01T09:00:00.000Z. */
export type Instant = string;

export interface Clock {
  now(): Instant;
}

export const systemClock: Clock = { now: () => new Date().toISOString() };

/** A clock that stands still until it is moved, for tests and previews. */
export function settableClock(start: Instant): Clock & { set(to: Instant): void; advance(milliseconds: number): void } {
  let current = new Date(start);
  return {
    now: () => current.toISOString(),
    set: (to) => { current = new Date(to); },
    advance: (milliseconds) => { current = new Date(current.getTime() + milliseconds); },
  };
}

/** The instant so many milliseconds later (or earlier). */
export const later = (instant: Instant, milliseconds: number): Instant => new Date(new Date(instant).getTime() + milliseconds).toISOString();

/** Milliseconds from one instant to another. */
export const between = (from: Instant, to: Instant): number => new Date(to).getTime() - new Date(from).getTime();
