/** Money that no machine gives back: what was paid at a till, with a gift card or by hand is handed over by a person, who says so. */
import type { Uuid } from '../kernel/ids.ts';
import type { Stream } from '../modules/books/index.ts';
import type { PaymentEvents } from '../modules/payments/index.ts';
import type { ReturnEvents } from '../modules/returns/index.ts';

/** What is done with the customer at the counter: the money changes hands there and then. */
const AT_THE_COUNTER: ReadonlySet<string> = new Set(['voided', 'returned', 'exchanged']);

/**
 * Pure: whether money was owed back by something done at a counter, so that it was handed over with it: a receipt voided, or goods brought back to a
 * store by the customer. What comes back with a carrier, or falls away while nobody stands there, is owed until somebody says it was given.
 */
export function handedOver(stream: Stream, intent: Uuid, isStore: (location: string) => boolean): boolean {
  const asked = stream.events.find(({ type, data }) => type === 'RefundRequested' && (data as PaymentEvents['RefundRequested']).intent === intent);
  if (!asked || !AT_THE_COUNTER.has((asked.data as PaymentEvents['RefundRequested']).reason)) return false;
  const cause = stream.events.findLast(({ seq, type }) => seq < asked.seq && (type === 'SaleVoided' || type === 'ItemsReturned'));
  if (cause?.type === 'SaleVoided') return true;
  const { location = '', parcel = null } = (cause?.data ?? {}) as Partial<ReturnEvents['ItemsReturned']>;
  return cause !== undefined && (parcel ?? null) === null && isStore(location);
}
