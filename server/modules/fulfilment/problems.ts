/** Refusals of the shop floor. */
import { catalogue } from '../../kernel/problem.ts';

export const fulfilmentProblems = catalogue('fulfilment', {
  unknown: { status: 404, title: 'There is no such work here' },
  ended: { status: 409, title: 'This work has ended' },
  on_hold: { status: 409, title: 'The order is on hold' },
  wrong_scan: { status: 422, title: 'This product is not in this order' },
  unknown_product: { status: 422, title: 'This barcode is not known' },
  enough: { status: 422, title: 'There are enough of this product already' },
  reason_unknown: { status: 422, title: 'There is no such reason' },
  nothing_to_pack: { status: 422, title: 'There is nothing to pack' },
  not_picked: { status: 409, title: 'Not everything was picked' },
  not_a_transfer: { status: 409, title: 'This work does not go to another location' },
  not_for_carrier: { status: 409, title: 'This work is not sent by a carrier' },
  nothing_to_put_back: { status: 422, title: 'There is nothing to put back' },
  not_ready: { status: 409, title: 'The pickup is not ready' },
  wrong_code: { status: 422, title: 'The pickup code is not right' },
  more_than_there_is: { status: 422, title: 'More than there is' },
});
