/** The list of returns, written with the event. */
import { table } from '../../kernel/change.ts';
import type { Projection } from '../books/index.ts';
import { uninspected } from './rules.ts';
import type { ReturnEvents } from './rules.ts';

const RETURN = table('returns.return', 'id');

export const returnProjection: Projection = {
  stream: 'order', name: 'returns.return', version: 1, tables: ['returns.return'],
  apply: (change, stream, event) => {
    if (event.type === 'ItemsReturned') {
      const { return: id, location, lines } = event.data as ReturnEvents['ItemsReturned'];
      change.insert(RETURN, { id, order_id: stream.id, location, status: 'received', units: lines.reduce((sum, line) => sum + line.quantity, 0), received_at: event.occurredAt });
    } else if (event.type === 'ItemsInspected') {
      const { return: id } = event.data as ReturnEvents['ItemsInspected'];
      const left = [...uninspected(stream.events, id).values()].reduce((sum, n) => sum + n, 0);
      if (left === 0) change.patch(RETURN, { id, status: 'inspected' });
    }
  },
};
