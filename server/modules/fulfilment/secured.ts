/** Pure: whether an order's goods may leave the company's hands by how its payment stands. */
import { fold } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { orderSlice } from '../orders/index.ts';

/** Holds under which nothing may leave: the payment is not secured. */
export const UNSECURED: readonly string[] = ['capture_failed', 'authorisation_expired', 'payment_pending'];

/** The first of such holds that an order has; null when nothing about its payment keeps its goods here. */
export const unsecuredBy = (stream: Stream): string | null => [...fold(stream, orderSlice).holds.values()].find(({ reason }) => UNSECURED.includes(reason))?.reason ?? null;
