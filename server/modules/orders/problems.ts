/** Refusals of the orders room. */
import { catalogue } from '../../kernel/problem.ts';

export const orderProblems = catalogue('orders', {
  unknown: { status: 404, title: 'There is no such order' },
  line_unknown: { status: 422, title: 'The order has no such line' },
  delivery_unknown: { status: 422, title: 'The order has no such delivery' },
  too_late: { status: 409, title: 'The goods have left' },
  cancellation_asked: { status: 409, title: 'It was asked already, and the answer is awaited' },
  with_partner: { status: 409, title: 'It is being prepared outside the company' },
  nothing_to_cancel: { status: 409, title: 'There is nothing to cancel' },
  does_not_add_up: { status: 422, title: 'The order does not add up' },
  channel_unknown: { status: 422, title: 'There is no such channel' },
  channel_not_yours: { status: 403, title: 'This key is bound to other channels' },
  hold_unknown: { status: 404, title: 'The order has no such hold' },
  hold_not_yours: { status: 403, title: 'This hold belongs to another team' },
  bulk_not_yours: { status: 403, title: 'This account may not do that to orders' },
  not_held: { status: 409, title: 'The order is not on hold' },
  too_many_tags: { status: 422, title: 'The order has too many tags' },
  bad_delivery: { status: 422, title: 'The delivery is not complete' },
  request_unknown: { status: 404, title: 'There is no such refund request' },
  request_decided: { status: 409, title: 'This request has been decided' },
  own_request: { status: 403, title: 'Somebody else must agree to this' },
  not_for_sale: { status: 422, title: 'This is not sold' },
  refund_too_much: { status: 409, title: 'More than can be given back on this order' },
  quantity: { status: 422, title: 'The quantity cannot be changed like this' },
});
