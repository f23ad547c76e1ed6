/** Refusals of the payments room. */
import { catalogue } from '../../kernel/problem.ts';

export const paymentProblems = catalogue('payments', {
  unknown: { status: 404, title: 'There is no such payment' },
  operator_unknown: { status: 404, title: 'There is no such payment operator' },
  forged: { status: 401, title: 'The message is not from the payment operator' },
  house: { status: 409, title: 'This payment has no outside operator to ask' },
  unreached: { status: 503, title: 'The payment operator gave no answer' },
  task_unknown: { status: 404, title: 'There is no such task' },
});
