/** A person's time in one list: its order, and one kind of it. */
import { describe, expect, it } from 'vitest';
import type { Answer } from '../../api/client.ts';
import { openOrders, timelineOf } from './timeline.ts';

const order = (id: string, placedAt: string, status: string) => ({ id, number: id, externalNumber: null, channel: 'web', customer: null, status, onHold: false, placedAt, currency: 'EUR', total: 100, paid: 0, units: 1 });
const history: Answer<'getCustomerHistory'> = {
  customers: ['cus_1'], figures: { orders: 2, open: 1, units: 2, returns: 1, returnedUnits: 1, spent: [], refunded: [], firstOrderAt: null, lastOrderAt: null, more: false },
  orders: [order('b', '2026-03-02T09:00:00Z', 'shipped'), order('a', '2026-02-01T09:00:00Z', 'complete')],
  returns: [{ id: 'r', order: 'a', orderNumber: 'a', location: 'utrecht', status: 'received', units: 1, receivedAt: '2026-02-20T10:00:00+01:00' }],
  messages: [{ id: 'm', order: 'b', orderNumber: 'b', kind: 'order_received', state: 'sent', subject: 'Dank', createdAt: '2026-03-02T09:00:00Z' }],
  notes: [{ id: 'n', order: 'a', orderNumber: 'a', text: 'Rang', by: 'Jo', at: '2026-02-20T09:30:00Z' }],
};

describe('the timeline', () => {
  it('has the newest first; of one moment what followed stands above', () => {
    expect(timelineOf(history).map((moment) => moment.key)).toEqual(['m', 'b', 'n', 'r', 'a']);
  });

  it.each([['orders', ['b', 'a']], ['returns', ['r']], ['messages', ['m']], ['notes', ['n']]] as const)('shows only %s when asked', (kind, keys) => {
    expect(timelineOf(history, kind).map((moment) => moment.key)).toEqual(keys);
  });

  it('knows which orders are still going on: what is shipped is, until it is there', () => {
    expect(openOrders(history).map((one) => one.id)).toEqual(['b']);
  });
});
