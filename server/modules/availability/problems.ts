/** Refusals of the availability room. */
import { catalogue } from '../../kernel/problem.ts';

export const availabilityProblems = catalogue('availability', {
  sku_unknown: { status: 404, title: 'This product is not known' },
  location_unknown: { status: 404, title: 'There is no such location' },
  channel_unknown: { status: 404, title: 'There is no such channel' },
  channel_missing: { status: 422, title: 'The channel is missing' },
  channel_not_yours: { status: 403, title: 'This channel is not yours' },
  rules_refused: { status: 422, title: 'The rules cannot be used as they are' },
  not_yet: { status: 422, title: 'That moment is still to come' },
});
