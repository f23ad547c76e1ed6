/** Refusals of questions about delivery options. */
import { catalogue } from '../../../kernel/problem.ts';

export const optionProblems = catalogue('options', {
  channel_unknown: { status: 422, title: 'There is no such channel' },
  channel_not_yours: { status: 403, title: 'This key is bound to other channels' },
  sku_unknown: { status: 422, title: 'There is no such product' },
  not_for_sale: { status: 422, title: 'This is not sold' },
  store_unknown: { status: 422, title: 'There is no such store' },
  place_unknown: { status: 422, title: 'There is no such place' },
});
