/** In which group work stands, and what comes first. */
import { describe, expect, it } from 'vitest';
import { groupOf, isOverdue, urgency } from './rules.ts';
import type { Group } from './rules.ts';

describe('a work order on the list', () => {
  it.each<[kind: string, status: string, onHold: boolean, toPick: number, putBack: number, group: Group | null]>([
    ['ship', 'assigned', false, 2, 0, 'to_pick'],
    ['ship', 'picking', false, 1, 0, 'to_pick'],
    ['ship', 'picked', false, 0, 0, 'to_pack'],
    ['ship', 'packed', false, 0, 0, null],
    ['transfer', 'assigned', false, 1, 0, 'to_pick'],
    ['transfer', 'picked', false, 0, 0, 'to_pack'],
    ['pickup', 'assigned', false, 1, 0, 'pickups_to_prepare'],
    ['pickup', 'picked', false, 0, 0, null],
    ['ship', 'assigned', true, 2, 0, null],
    ['ship', 'cancelled', false, 0, 1, 'to_pick'],
    ['pickup', 'cancelled', false, 0, 1, 'pickups_to_prepare'],
    ['ship', 'picking', true, 1, 1, 'to_pick'],
  ])('%s, %s, on hold: %s, %i to pick, %i to put back: %s', (kind, status, onHold, toPick, putBack, group) => {
    expect(groupOf({ kind, status, onHold, toPick, putBack })).toBe(group);
  });
});

describe('urgency', () => {
  it.each<[group: Group, dueAt: string | null, since: string, urgent: string]>([
    ['to_pick', '2026-03-02T16:00:00.000Z', '2026-03-01T09:00:00.000Z', '2026-03-02T16:00:00.000Z'],
    ['to_pick', null, '2026-03-01T09:00:00.000Z', '2026-03-02T09:00:00.000Z'],
    ['incoming', null, '2026-03-01T09:00:00.000Z', '2026-03-02T09:00:00.000Z'],
    ['pickups_waiting', null, '2026-03-01T09:00:00.000Z', '2026-03-08T09:00:00.000Z'],
  ])('of %s due %s since %s is %s', (group, dueAt, since, urgent) => {
    expect(urgency(group, dueAt, since)).toBe(urgent);
  });

  it('is overdue after its time and not before, and never without one', () => {
    expect(isOverdue('2026-03-02T16:00:00.000Z', '2026-03-02T16:00:00.001Z')).toBe(true);
    expect(isOverdue('2026-03-02T16:00:00.000Z', '2026-03-02T16:00:00.000Z')).toBe(false);
    expect(isOverdue(null, '2026-03-02T16:00:00.000Z')).toBe(false);
  });
});
