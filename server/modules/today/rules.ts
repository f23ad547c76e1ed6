/** Pure: in which group a piece of work stands, and which comes first. */
import { later } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/clock.ts';

/** In the order in which a day goes. */
export const GROUPS = ['to_pick', 'to_pack', 'to_hand_over', 'pickups_to_prepare', 'pickups_waiting', 'incoming', 'returns'] as const;
export type Group = (typeof GROUPS)[number];

const HOUR = 3_600_000;
/** What nobody set a time for is urgent this long after it came. A pickup that waits asks nothing of the store, so it comes last. */
const PATIENCE: Readonly<Record<Group, number>> = { to_pick: 24 * HOUR, to_pack: 24 * HOUR, to_hand_over: 24 * HOUR, pickups_to_prepare: 24 * HOUR, pickups_waiting: 7 * 24 * HOUR, incoming: 24 * HOUR, returns: 24 * HOUR };

/**
 * Where a work order stands on the list; null when it asks nothing of anybody here. Picked goods of a cancelled order must go back
 * to the shelf, so they show even when nothing else is left, and also while the order is held.
 */
export function groupOf(work: { kind: string; status: string; onHold: boolean; toPick: number; putBack: number }): Group | null {
  const pick: Group = work.kind === 'pickup' ? 'pickups_to_prepare' : 'to_pick';
  if (work.putBack > 0) return pick;
  if (work.onHold) return null;
  if (work.toPick > 0) return pick;
  return work.status === 'picked' && work.kind !== 'pickup' ? 'to_pack' : null;
}

/** Sorts by when it is due, else by when it came and how long that kind can wait. */
export const urgency = (group: Group, dueAt: Instant | null, since: Instant): Instant => dueAt ?? later(since, PATIENCE[group]);

export const isOverdue = (dueAt: Instant | null, now: Instant): boolean => dueAt !== null && dueAt < now;
