/** Refusals of the insight room. */
import { catalogue } from '../../kernel/problem.ts';

export const insightProblems = catalogue('insight', {
  period: { status: 422, title: 'This period cannot be answered' },
  nothing_named: { status: 422, title: 'Nothing is named to look behind' },
  whole_orders_only: { status: 422, title: 'This figure is of whole orders, not of one location' },
});
