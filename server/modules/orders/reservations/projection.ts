/** The list of reservations with what is due of each, written with its order. */
import { table } from '../../../kernel/change.ts';
import { fold } from '../../books/index.ts';
import type { Projection } from '../../books/index.ts';
import { orderSlice } from '../state.ts';
import { isOpen, nextMoment } from './rules.ts';

const RESERVATION = table('orders.reservation', 'order_id');

export const reservationProjection: Projection = {
  stream: 'order', name: 'orders.reservation', version: 1, tables: ['orders.reservation'],
  settle: (change, stream) => {
    const { reservation } = fold(stream, orderSlice);
    if (reservation === null) return;
    const open = isOpen(stream);
    change.put(RESERVATION, { order_id: stream.id, location: reservation.location, until: reservation.until, next_at: nextMoment(stream), state: open ? 'open' : reservation.sales.length > 0 ? 'bought' : 'ended' }, stream.loaded === 0);
  },
};
