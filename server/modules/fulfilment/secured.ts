/** Pure: whether an order's goods may leave the company's hands: by how its payment stands, and whether somebody holds it. */
import type { Minor } from '../../kernel/money.ts';
import { fold, moneyOf, paidNet } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { orderSlice, owedOf } from '../orders/index.ts';

/** Holds under which nothing may leave: the payment is not secured. */
export const UNSECURED: readonly string[] = ['capture_failed', 'authorisation_expired', 'payment_pending'];

/** The first of such holds that an order has; null when nothing about its payment keeps its goods here. */
export const unsecuredBy = (stream: Stream): string | null => [...fold(stream, orderSlice).holds.values()].find(({ reason }) => UNSECURED.includes(reason))?.reason ?? null;

/** Whether somebody holds the order for another reason than its payment: a suspect order does not leave because it happens to be packed. */
export const isHeld = (stream: Stream): boolean => [...fold(stream, orderSlice).holds.values()].some(({ reason }) => !UNSECURED.includes(reason));

/** What is to be paid before the goods may leave: what is neither paid nor authorised. An authorisation of which the money could not be taken counts for nothing. */
export function toPayOf(stream: Stream): Minor {
  const book = moneyOf(stream);
  return unsecuredBy(stream) === 'capture_failed' ? Math.max(0, book.due - paidNet(book)) : owedOf(stream);
}

/** Whether the goods may go to the customer. What lapsed a moment ago keeps them here as well, though nobody has held the order yet; who released it since has decided that they may go. */
export function isSecured(stream: Stream): boolean {
  const last = (type: string): number => stream.events.findLastIndex((event) => event.type === type);
  return unsecuredBy(stream) === null && (toPayOf(stream) === 0 || last('HoldReleased') >= last('AuthorisationExpired'));
}
