/** Refusals of the documents room. */
import { catalogue } from '../../kernel/problem.ts';

export const documentProblems = catalogue('settings', {
  kind_unknown: { status: 404, title: 'There is no such kind of setting' },
  unknown: { status: 404, title: 'There is no such setting' },
  version_unknown: { status: 404, title: 'The setting has no such version' },
  refused: { status: 422, title: 'The setting cannot be used as it is' },
  nothing_before: { status: 409, title: 'There is nothing to go back to' },
  not_active: { status: 409, title: 'No version of this setting is active' },
});
