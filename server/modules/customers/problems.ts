/** Refusals of the customers room. */
import { catalogue } from '../../kernel/problem.ts';

export const customerProblems = catalogue('customers', {
  unknown: { status: 404, title: 'There is no such customer' },
  erased: { status: 409, title: 'This customer was erased' },
});
