/** Refusals of sales: what cannot be a receipt. That the goods are not there by the books is no reason to refuse one. */
import { catalogue } from '../../../kernel/problem.ts';

export const saleProblems = catalogue('sales', {
  not_a_till: { status: 422, title: 'This channel is not a till' },
  location_unknown: { status: 422, title: 'There is no such store' },
  not_yours: { status: 403, title: 'This store is not one of yours' },
  not_yet: { status: 422, title: 'This has not happened yet' },
  too_long_ago: { status: 422, title: 'No till was sending then' },
  delivery_unknown: { status: 422, title: 'The receipt has no such delivery' },
  delivery_empty: { status: 422, title: 'Nothing goes by this delivery' },
  not_collected_there: { status: 422, title: 'Nothing can be collected there' },
  twice: { status: 422, title: 'Two things have the same reference' },
  does_not_add_up: { status: 422, title: 'The receipt does not add up' },
  receipt_taken: { status: 409, title: 'This receipt number is taken' },
  too_cheap: { status: 422, title: 'This price is lower than staff may give' },
  another_day: { status: 409, title: 'This receipt is of another day' },
  has_left: { status: 409, title: 'Something of this receipt is on its way' },
  voided: { status: 409, title: 'This receipt was voided' },
  mailed_often: { status: 409, title: 'This receipt was mailed often enough' },
  nothing_owed: { status: 409, title: 'Nothing is to be given back' },
  not_this_much: { status: 409, title: 'Another amount is to be given back' },
  receipt_unknown: { status: 404, title: 'There is no such receipt' },
});
