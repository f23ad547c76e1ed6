/** Questions about the intake: what is in quarantine, where channels disagree, what came in and what became of it. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor } from '../../kernel/wire.ts';
import type { OrderSnapshot } from '../channels/index.ts';

export interface QuarantineRow {
  id: Uuid; channel: string; external_id: string | null; message_id: Uuid | null; order_id: Uuid | null; channel_version: string | null; reasons: string[]; snapshot: OrderSnapshot | null;
  state: string; opened_at: Instant; closed_at: Instant | null; closed_by: string | null; note: string | null;
}
const QUARANTINE = 'id, channel, external_id, message_id, order_id, channel_version, reasons, snapshot, state, opened_at, closed_at, closed_by, note';

export interface Paged { after?: string | undefined; limit: number }

/** One page of rows that are read by (time, id), oldest first. */
async function paged<R extends { id: Uuid }>(database: Queryable, sql: (where: string, limit: string) => string, values: readonly unknown[], { after, limit }: Paged, time: string, at: (row: R) => Instant): Promise<{ rows: R[]; next: string | null }> {
  const cursor = decodeCursor(after, 2);
  const parameters = [...values, ...(cursor ?? []), limit + 1];
  const where = cursor ? `and (${time}, id) > ($${values.length + 1}::timestamptz, $${values.length + 2}::uuid)` : '';
  const rows = await database.query<R>(sql(where, `$${parameters.length}`), parameters);
  const last = rows.length > limit ? rows[limit - 1] : undefined;
  return { rows: rows.slice(0, limit), next: last ? encodeCursor([at(last), last.id]) : null };
}

export const listQuarantine = (database: Queryable, { state, channel, ...page }: Paged & { state: string; channel?: string | undefined }): Promise<{ rows: QuarantineRow[]; next: string | null }> =>
  paged<QuarantineRow>(database, (where, limit) => `select ${QUARANTINE} from intake.quarantine where state = $1 and ($2::text is null or channel = $2) ${where} order by opened_at, id limit ${limit}`, [state, channel ?? null], page, 'opened_at', (row) => row.opened_at);

export async function quarantined(database: Queryable, id: Uuid): Promise<QuarantineRow | null> {
  return (await database.query<QuarantineRow>(`select ${QUARANTINE} from intake.quarantine where id = $1`, [id]))[0] ?? null;
}

/** The raw document behind a quarantined order; null when its retention is over. */
export async function rawOf(database: Queryable, message: Uuid | null): Promise<string | null> {
  if (message === null) return null;
  return (await database.query<{ raw: string | null }>('select raw from intake.message where id = $1', [message]))[0]?.raw ?? null;
}

export interface ConflictRow { id: Uuid; order_id: Uuid; number: string; channel: string; kind: string; subject: string; detail: string; channel_says: unknown; spil_says: unknown; opened_at: Instant; resolved_at: Instant | null; resolved_by: string | null; resolution: string | null }

export const listConflicts = (database: Queryable, { order, resolved, ...page }: Paged & { order?: Uuid | undefined; resolved: boolean }): Promise<{ rows: ConflictRow[]; next: string | null }> =>
  paged<ConflictRow>(database, (where, limit) => `select * from (select c.*, o.number from intake.conflict c join orders.order o on o.id = c.order_id) c where ($1::uuid is null or order_id = $1) and (resolved_at is not null) = $2 ${where} order by opened_at, id limit ${limit}`, [order ?? null, resolved], page, 'opened_at', (row) => row.opened_at);

export async function conflictById(database: Queryable, id: Uuid): Promise<ConflictRow | null> {
  return (await database.query<ConflictRow>('select c.*, o.number from intake.conflict c join orders.order o on o.id = c.order_id where c.id = $1', [id]))[0] ?? null;
}

export interface MessageRow { id: Uuid; channel: string; event_id: string; source: string; topic: string | null; external_id: string | null; version: string | null; received_at: Instant; state: string; detail: string | null; attempts: number; processed_at: Instant | null }

export const listMessages = (database: Queryable, { state, channel, ...page }: Paged & { state: string; channel?: string | undefined }): Promise<{ rows: MessageRow[]; next: string | null }> =>
  paged<MessageRow>(database, (where, limit) => `select id, channel, event_id, source, topic, external_id, version, received_at, state, detail, attempts, processed_at from intake.message where state = $1 and ($2::text is null or channel = $2) ${where} order by received_at, id limit ${limit}`, [state, channel ?? null], page, 'received_at', (row) => row.received_at);
