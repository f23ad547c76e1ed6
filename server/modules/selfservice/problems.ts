/** Refusals of the customer's page. Their details are written for the customer, in the customer's language. */
import { catalogue } from '../../kernel/problem.ts';

export const selfserviceProblems = catalogue('selfservice', {
  link_invalid: { status: 404, title: 'This link does not work any more' },
  cannot_cancel: { status: 409, title: 'This can no longer be cancelled here' },
  cannot_extend: { status: 409, title: 'It cannot wait longer' },
  cannot_change: { status: 409, title: 'This can no longer be changed here' },
  nothing_to_pay: { status: 409, title: 'There is nothing to pay' },
  cannot_pay: { status: 409, title: 'It cannot be paid at this moment' },
  no_code: { status: 404, title: 'There is no pickup code yet' },
  too_many: { status: 429, title: 'Too many attempts' },
});
