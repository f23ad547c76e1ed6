/** Pure: who may read what is where, and who may put it right. */
import type { Actor } from '../../kernel/command.ts';
import type { Role } from '../../kernel/http.ts';

/** The whole network's stock is the office's to read; a store reads its own under /stock. */
export const READERS: readonly Role[] = ['operations', 'service', 'finance', 'erp', 'viewer'];

/** What moved at a location is its own people's to see; over all locations, only theirs who are bound to none. */
export const maySee = (actor: Actor, location: string | undefined): boolean => actor.locations === 'all' || (location !== undefined && actor.locations.includes(location));

/** Correcting and counting are booked by whom the inventory lets book them, at a location of the account. */
export function stockActions(actor: Actor, location: string | null): ('correct' | 'count')[] {
  if (!['store', 'operations', 'administrator'].some((role) => actor.roles.includes(role))) return [];
  return actor.locations === 'all' || (location !== null && actor.locations.includes(location)) ? ['correct', 'count'] : [];
}
