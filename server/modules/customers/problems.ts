/** Refusals of the customers room. */
import { toWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { Refusal } from '../../kernel/problem.ts';
import { catalogue } from '../../kernel/problem.ts';

export const customerProblems = catalogue('customers', {
  unknown: { status: 404, title: 'There is no such customer' },
  erased: { status: 409, title: 'This customer was erased' },
  one_already: { status: 409, title: 'These customers are one person already' },
  merging_unknown: { status: 404, title: 'There is no such merging' },
  merging_undone: { status: 409, title: 'This merging was taken back' },
});

/** Nobody has this id. */
export const customerUnknown = (id: Uuid): Refusal => customerProblems.unknown({ detail: `There is no customer ${toWire('cus', id)}.`, found: id });
