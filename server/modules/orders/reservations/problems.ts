/** Refusals of reservations. */
import { catalogue } from '../../../kernel/problem.ts';

export const reservationProblems = catalogue('reservations', {
  unknown: { status: 404, title: 'There is no such reservation' },
  location_unknown: { status: 422, title: 'There is no such store' },
  location_closed: { status: 422, title: 'Nothing can be reserved at this store' },
  not_for_sale: { status: 422, title: 'This is not sold' },
  impossible_end: { status: 422, title: 'A reservation cannot end then' },
  too_many: { status: 422, title: 'So many cannot be reserved without paying' },
  too_many_open: { status: 409, title: 'There are other reservations open' },
  not_there: { status: 409, title: 'The store does not have this many' },
  ended: { status: 409, title: 'The reservation has ended' },
  not_yours: { status: 403, title: 'This is another store’s reservation' },
  not_reserved: { status: 422, title: 'This is not what is reserved' },
  reserved: { status: 409, title: 'This is a reservation' },
});
