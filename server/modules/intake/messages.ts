/** Received documents as rows: each is kept as it came, once per event of its channel. */
import { createHash } from 'node:crypto';
import { later } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import { RAW_RETENTION_DAYS } from './types.ts';
import type { Source } from './types.ts';

const DAY = 24 * 60 * 60 * 1000;

export interface Document { eventId: string; source: Source; topic: string | null; raw: string | null; toFetch: string | null }

/** Keeps documents; those whose event is known already are not kept again. `taken`: for the record only. Answers how many were new. */
export async function keep(database: Database, channel: string, documents: readonly Document[], now: string, state: 'received' | 'taken' = 'received'): Promise<number> {
  if (documents.length === 0) return 0;
  const rows = documents.map((document) => ({
    id: newId(), channel, event_id: document.eventId, source: document.source, topic: document.topic, raw: document.raw, to_fetch: document.toFetch, received_at: now, next_at: now, state, erase_after: later(now, RAW_RETENTION_DAYS * DAY),
  }));
  const kept = await database.query(
    `insert into intake.message (id, channel, event_id, source, topic, raw, to_fetch, received_at, next_at, state, erase_after)
     select id, channel, event_id, source, topic, raw, to_fetch, received_at, next_at, state, erase_after from json_populate_recordset(null::intake.message, $1) on conflict (channel, event_id) do nothing returning 1`, [JSON.stringify(rows)]);
  return kept.length;
}

/** A document's own identity, for those that come without an event id: the same text is the same document. */
export const documentId = (raw: string): string => `document ${createHash('sha256').update(raw, 'utf8').digest('hex')}`;
