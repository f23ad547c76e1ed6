/** The refusals of the feed, its webhooks and the ERP's documents. */
import { catalogue } from '../../kernel/problem.ts';

export const feedProblems = catalogue('feed', {
  cursor_unreadable: { status: 400, title: 'This is not a cursor of the feed' },
  cursor_expired: { status: 410, title: 'This cursor belongs to an earlier generation of the database' },
  event_unknown: { status: 404, title: 'There is no such event' },
  too_many_streams: { status: 503, title: 'This process has as many open streams as it takes' },
  type_unknown: { status: 422, title: 'There is no such type of event' },
  webhook_unknown: { status: 404, title: 'There is no such webhook' },
  url_refused: { status: 422, title: 'Webhooks cannot be sent to this address' },
  document_unknown: { status: 404, title: 'There is no such document' },
  document_not_refused: { status: 409, title: 'This document was not refused' },
  difference_unknown: { status: 404, title: 'There is no such difference' },
  difference_closed: { status: 409, title: 'This difference is not open any more' },
});
