/** Refusals of the office. */
import { catalogue } from '../../kernel/problem.ts';

export const officeProblems = catalogue('office', {
  view_unknown: { status: 404, title: 'There is no such view' },
  view_not_yours: { status: 403, title: 'This view belongs to somebody else' },
  view_filters: { status: 422, title: 'The list has no such filter' },
  too_many_views: { status: 422, title: 'There are too many views' },
});
