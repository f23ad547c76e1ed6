/** Refusals of the intake. */
import { catalogue } from '../../kernel/problem.ts';

export const intakeProblems = catalogue('intake', {
  forged: { status: 401, title: 'The message was not accepted' },
  channel_unknown: { status: 404, title: 'There is no such channel' },
  quarantine_unknown: { status: 404, title: 'There is no such order in quarantine' },
  closed: { status: 409, title: 'Somebody has dealt with it already' },
  still_wrong: { status: 422, title: 'The order still does not add up' },
  not_readable: { status: 422, title: 'The document could not be read as an order' },
  other_order: { status: 422, title: 'This is another order' },
  conflict_unknown: { status: 404, title: 'There is no such conflict' },
  comparing: { status: 409, title: 'The figures of this channel are being compared already' },
  comparison_unknown: { status: 404, title: 'There is no such comparison' },
  message_unknown: { status: 404, title: 'There is no such message' },
});
