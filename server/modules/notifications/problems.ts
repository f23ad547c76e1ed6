/** Refusals of the notifications room. */
import { catalogue } from '../../kernel/problem.ts';

export const notificationProblems = catalogue('notifications', {
  unknown: { status: 404, title: 'There is no such message' },
  kind_unknown: { status: 404, title: 'There is no such kind of message' },
  no_address: { status: 422, title: 'There is no address to send this to' },
  still_queued: { status: 409, title: 'This message is still being sent' },
});
