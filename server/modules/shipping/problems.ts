/** Refusals of the shipping room. */
import { catalogue } from '../../kernel/problem.ts';

export const shippingProblems = catalogue('shipping', {
  parcel_unknown: { status: 404, title: 'There is no such parcel' },
  left: { status: 409, title: 'The parcel has left' },
  no_label: { status: 409, title: 'The parcel has no label yet' },
  label_refused: { status: 422, title: 'The carrier refuses this parcel' },
  label_pending: { status: 409, title: 'The label is still being made' },
  payment_blocks: { status: 409, title: 'The payment is not secured' },
  manifest_empty: { status: 422, title: 'There is nothing to hand over' },
  load_unknown: { status: 404, title: 'There is no such load' },
  load_elsewhere: { status: 409, title: 'This load goes another way' },
  load_received: { status: 409, title: 'This load was received already' },
  place_missing: { status: 422, title: 'No place is named' },
  place_unknown: { status: 422, title: 'The carrier does not know this place' },
  carrier_unavailable: { status: 503, title: 'The carrier cannot be reached' },
  carrier_unknown: { status: 422, title: 'There is no such carrier' },
  tracking_invalid: { status: 422, title: 'This does not look like a tracking number' },
  tracking_used: { status: 409, title: 'Another parcel has this tracking number' },
  impossible_time: { status: 422, title: 'This moment has not come' },
  wrong_place: { status: 409, title: 'This is not at this location' },
});
