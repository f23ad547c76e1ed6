/** Questions about messages: what a customer was told, and what one says. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { MessageKind } from './kinds.ts';
import { notificationProblems } from './problems.ts';

export interface MessageRecord {
  id: Uuid; order_id: Uuid; event_seq: number; kind: MessageKind; language: string; contact_id: Uuid | null; state: 'queued' | 'sent' | 'refused' | 'failed'; attempts: number; next_attempt_at: Instant;
  subject: string; reason: string | null; resent_of: Uuid | null; created_by: string; created_at: Instant; sent_at: Instant | null;
}

const COLUMNS = 'id, order_id, event_seq, kind, language, contact_id, state, attempts, next_attempt_at, subject, reason, resent_of, created_by, created_at, sent_at';

/** Messages of an order, oldest first; an order has a handful. */
export const messagesOf = (database: Queryable, order: Uuid): Promise<MessageRecord[]> => database.query<MessageRecord>(`select ${COLUMNS} from notifications.message where order_id = $1 order by position limit 500`, [order]);

/** One message with its contents, which are null once erased. */
export async function readMessage(database: Queryable, id: Uuid): Promise<MessageRecord & { html: string | null; plain: string | null }> {
  const [row] = await database.query<MessageRecord & { html: string | null; plain: string | null }>(`select ${COLUMNS}, html, plain from notifications.message where id = $1`, [id]);
  if (!row) throw notificationProblems.unknown({ detail: `There is no message ${id}.`, found: id });
  return row;
}
