/** Refusals of the channels room. */
import { catalogue } from '../../kernel/problem.ts';

export const channelProblems = catalogue('channels', {
  unknown: { status: 404, title: 'There is no such channel' },
  secret: { status: 422, title: 'A secret does not belong in the settings' },
  kind_fixed: { status: 409, title: 'A channel keeps its kind' },
});
