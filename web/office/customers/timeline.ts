/** Pure: a person's time in one list, the newest first, whatever channel or kind it came from. */
import type { Answer } from '../../api/client.ts';

type History = Answer<'getCustomerHistory'>;
export const KINDS = ['orders', 'returns', 'messages', 'notes'] as const;
export type Kind = (typeof KINDS)[number];

export type Moment = { key: string; at: string; order: string } & (
  | { kind: 'orders'; of: History['orders'][number] }
  | { kind: 'returns'; of: History['returns'][number] }
  | { kind: 'messages'; of: History['messages'][number] }
  | { kind: 'notes'; of: History['notes'][number] });

/** Everything, or one kind of it. What happened at one moment stands in the order: order, return, message, note. */
export function timelineOf(history: History, only?: Kind): Moment[] {
  const moments: Moment[] = [
    ...history.notes.map((of): Moment => ({ kind: 'notes', key: of.id, at: of.at, order: of.order, of })),
    ...history.messages.map((of): Moment => ({ kind: 'messages', key: of.id, at: of.createdAt, order: of.order, of })),
    ...history.returns.map((of): Moment => ({ kind: 'returns', key: of.id, at: of.receivedAt, order: of.order, of })),
    ...history.orders.map((of): Moment => ({ kind: 'orders', key: of.id, at: of.placedAt, order: of.id, of })),
  ];
  return moments.filter((moment) => only === undefined || moment.kind === only).sort((a, b) => Date.parse(b.at) - Date.parse(a.at));
}

/** Orders of which something is still to come or to do, the newest first. */
export const openOrders = (history: History): History['orders'] => history.orders.filter((order) => !['complete', 'returned', 'cancelled'].includes(order.status));
