/** Refusals of the queues. */
import { catalogue } from '../../kernel/problem.ts';

export const queueProblems = catalogue('queues', {
  not_yours: { status: 403, title: 'This queue belongs to another team' },
  item_unknown: { status: 404, title: 'There is no such item in this queue' },
  person_unknown: { status: 422, title: 'Nobody of this queue has this id' },
  action_unknown: { status: 422, title: 'This cannot be done to several items at once' },
  reason_missing: { status: 422, title: 'A reason is needed' },
});
