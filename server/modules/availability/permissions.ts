/** Pure: who may read what is where, and who may put it right. */
import type { Actor } from '../../kernel/command.ts';
import type { Role } from '../../kernel/http.ts';
import { availabilityProblems } from './problems.ts';

/** The whole network's stock is the office's to read; a store reads its own under /stock. */
export const READERS: readonly Role[] = ['operations', 'service', 'finance', 'erp', 'viewer'];

/** What moved at a location is its own people's to see; over all locations, only theirs who are bound to none. */
export const maySee = (actor: Actor, location: string | undefined): boolean => actor.locations === 'all' || (location !== undefined && actor.locations.includes(location));

/** Correcting and counting are booked by whom the inventory lets book them, at a location of the account. */
export function stockActions(actor: Actor, location: string | null): ('correct' | 'count')[] {
  if (!['store', 'operations', 'administrator'].some((role) => actor.roles.includes(role))) return [];
  return actor.locations === 'all' || (location !== null && actor.locations.includes(location)) ? ['correct', 'count'] : [];
}

/** The channel whose figures are asked for: the only one of a key that is bound to one; a key sees those it is bound to. */
export function channelOf({ name, channels }: Actor, asked: string | undefined): string {
  const channel = asked ?? (channels?.length === 1 ? channels[0] : undefined);
  if (channel === undefined) throw availabilityProblems.channel_missing({ detail: `Name the channel${channels ? `: one of ${channels.join(', ')}` : '; GET /channels lists them'}.`, field: 'channel' });
  if (channels !== undefined && !channels.includes(channel)) throw availabilityProblems.channel_not_yours({ detail: `"${name}" is bound to ${channels.join(', ')}; it does not see what "${channel}" may sell.`, found: channel, expected: channels, field: 'channel' });
  return channel;
}
