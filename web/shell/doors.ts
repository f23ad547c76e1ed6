/** Which doors a person may go through, by their roles. */
import type { Me } from './session.ts';

export type DoorName = 'store' | 'office';

/** Roles that have work behind each door, the usual door first. */
const ROLES: Readonly<Record<DoorName, readonly Me['roles'][number][]>> = {
  store: ['store', 'operations', 'administrator'],
  office: ['administrator', 'operations', 'service', 'finance', 'viewer'],
};

/** The doors of these roles, the one to go to by itself first: who works in a store and nowhere else goes to the store. */
export function doorsOf(roles: readonly string[]): DoorName[] {
  const open = (['office', 'store'] as const).filter((door) => ROLES[door].some((role) => roles.includes(role)));
  return open.length === 2 && !roles.some((role) => role === 'operations' || role === 'administrator') ? open.toReversed() : open;
}

/** Where a location's page of the store's door is in an address; null in any other. */
export const locationIn = (path: string): string | null => /^\/store\/([a-z0-9][a-z0-9-]*)(\/|$)/.exec(path)?.[1] ?? null;

/**
 * Where somebody goes who just signed in at `path` of a door; null is: stays. A door that is not theirs leads to their own, and a store's page
 * that is not of theirs leads to the choice of stores.
 */
export function wayAfterSignIn(me: { roles: readonly string[]; locations: 'all' | readonly string[] }, door: DoorName, path: string): string | null {
  const doors = doorsOf(me.roles);
  if (!doors.includes(door)) return doors[0] === undefined ? null : `/${doors[0]}/`;
  const location = door === 'store' ? locationIn(path) : null;
  return location !== null && me.locations !== 'all' && !me.locations.includes(location) ? '/store/' : null;
}
