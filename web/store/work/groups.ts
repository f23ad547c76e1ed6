/** The groups of today's list, and where each piece of work is done. */
import type { Answer } from '../../api/client.ts';

export const GROUPS = ['to_pick', 'to_pack', 'to_hand_over', 'pickups_to_prepare', 'pickups_waiting', 'incoming', 'returns'] as const;
export type Group = (typeof GROUPS)[number];
export type Today = Answer<'getToday'>;
export type Item = Today['items'][number];

/** Work that is picked along the shelves, alone or in a wave. */
export const isPicking = (item: Item): boolean => (item.group === 'to_pick' || item.group === 'pickups_to_prepare') && item.fulfilment !== null && item.putBack === 0;

/** The page, below the store's own address, on which this is done. */
export function pageOf(item: Item): { page: string; search?: Record<string, string> } {
  switch (item.group) {
    // What was brought from elsewhere and nobody waits for any more is no work of this store's own.
    case 'pickups_to_prepare': return item.fulfilment === null ? { page: 'pickups', search: { status: 'back' } } : { page: `work/${item.fulfilment}` };
    // Goods for another location's shelves are no work order.
    case 'to_pick': case 'to_pack': return item.fulfilment === null ? { page: 'sending' } : { page: `work/${item.fulfilment ?? ''}` };
    case 'to_hand_over': return { page: 'handover', search: { carrier: item.carrier ?? '' } };
    case 'pickups_waiting': return { page: 'pickups' };
    case 'incoming': return { page: 'incoming' };
    case 'returns': return { page: 'returns' };
  }
}

/** What was not there at the last look; nothing at the first, when everything is new. */
export function arrivals(before: ReadonlySet<string> | null, items: readonly Item[]): Item[] {
  return before === null ? [] : items.filter((item) => !before.has(item.key) && item.group !== 'to_pack' && item.group !== 'to_hand_over');
}

/** The next order to pick: the most urgent that nobody else has taken up, else the most urgent. */
export function nextOf(items: readonly Item[], done: readonly string[], me: string): Item | null {
  const open = items.filter((item) => isPicking(item) && !done.includes(item.fulfilment ?? ''));
  return open.find((item) => item.acceptedBy === null || item.acceptedBy === me) ?? open[0] ?? null;
}
