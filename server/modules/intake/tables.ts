/** The tables of the intake as rows of a Change. */
import { table } from '../../kernel/change.ts';
import type { Change } from '../../kernel/change.ts';
import type { Queryable } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { OrderSnapshot } from '../channels/index.ts';
import { putVersioned, replaceRows, sendAfter } from '../documents/index.ts';
import type { Disagreement, Message, Taken } from './types.ts';

const MESSAGE = table('intake.message', 'id');
const QUARANTINE = table('intake.quarantine', 'id');
const CONFLICT = table('intake.conflict', 'id');

/** What is known here of a channel's order: its stream, and what the channel last said of it. */
export interface Known {
  order: Uuid | null;
  snapshot: { version: number; channelVersion: string | null; snapshot: OrderSnapshot; accepted: string[] } | null;
  quarantine: { id: Uuid; channelVersion: string | null } | null;
}

interface KnownRow { order_id: Uuid | null; version: number | null; channel_version: string | null; snapshot: OrderSnapshot | null; accepted: string[] | null; quarantine: Uuid | null; quarantined_version: string | null }

export async function known(database: Queryable, channel: string, externalId: string | null): Promise<Known> {
  if (externalId === null) return { order: null, snapshot: null, quarantine: null };
  const [row] = await database.query<KnownRow>(
    `select r.order_id, s.version, s.channel_version, s.snapshot, s.accepted, q.id as quarantine, q.channel_version as quarantined_version
     from (select $1::text as channel, $2::text as external_id) k
     left join orders.external_ref r on r.channel = k.channel and r.external_id = k.external_id
     left join intake.snapshot s on s.channel = k.channel and s.external_id = k.external_id
     left join intake.quarantine q on q.channel = k.channel and q.external_id = k.external_id and q.state = 'open'`, [channel, externalId]);
  if (!row) return { order: null, snapshot: null, quarantine: null };
  return {
    order: row.order_id,
    snapshot: row.snapshot === null || row.version === null ? null : { version: row.version, channelVersion: row.channel_version, snapshot: row.snapshot, accepted: row.accepted ?? [] },
    quarantine: row.quarantine === null ? null : { id: row.quarantine, channelVersion: row.quarantined_version },
  };
}

/** Keeps what the channel last said; a rival that did so meanwhile is a contest, after which all is decided again. */
export function keepSnapshot(change: Change, order: Uuid, channel: string, snapshot: OrderSnapshot, accepted: readonly string[], expected: number | null, now: string): void {
  putVersioned(change, { table: 'intake.snapshot', key: 'order_id' }, { order_id: order, channel, external_id: snapshot.externalId, channel_version: snapshot.version, snapshot, accepted: [...accepted] }, expected, now);
}

/** Says what became of a message. */
export function settleMessage(change: Change, message: Pick<Message, 'id'> | null, taken: Taken, of: { externalId: string | null; version: string | null }, now: string): void {
  if (message) change.patch(MESSAGE, { id: message.id, state: taken.state, detail: taken.detail?.slice(0, 2000) ?? null, external_id: of.externalId, version: of.version, processed_at: now, leased_until: null });
}

export interface Quarantined { channel: string; externalId: string | null; version: string | null; reasons: readonly string[]; snapshot: OrderSnapshot | null; order: Uuid | null; message: Uuid | null }

/** Puts an order in quarantine, or renews what is there of it; an order that is not taken yet counts as demand meanwhile. */
export function quarantine(change: Change, open: Known['quarantine'], what: Quarantined, now: string): Uuid {
  const id = open?.id ?? newId();
  const row = { id, channel_version: what.version, reasons: [...what.reasons], snapshot: what.snapshot, message_id: what.message, order_id: what.order };
  if (open) change.patch(QUARANTINE, row);
  else change.insert(QUARANTINE, { ...row, channel: what.channel, external_id: what.externalId, state: 'open', opened_at: now });
  const wanted = what.order !== null || what.snapshot === null ? [] : what.snapshot.lines.map((line, index) => ({ line: index + 1, sku: line.kind === 'goods' ? line.sku : null, quantity: line.quantity - line.cancelled - line.shipped, since: now })).filter((line) => line.sku !== null && line.quantity > 0);
  if (open) sendAfter(change, `intake.quarantine_demand_former ${id}`, { text: 'insert into intake.quarantine_demand_former (quarantine, sku, quantity, since, until) select quarantine, sku, quantity, since, $2 from intake.quarantine_demand where quarantine = $1', values: [id, now] });
  replaceRows(change, 'intake.quarantine_demand', { quarantine: id }, wanted);
  return id;
}

export function closeQuarantine(change: Change, id: Uuid, state: 'released' | 'repaired' | 'rejected' | 'replaced', by: string, note: string | null, order: Uuid | null, now: string): void {
  change.patch(QUARANTINE, { id, state, closed_at: now, closed_by: by, note, ...(order === null ? {} : { order_id: order }) });
}

/** Shows a disagreement to people: one open row per matter, renewed when it is said again. */
export async function showConflicts(change: Change, database: Queryable, order: Uuid, channel: string, disagreements: readonly Disagreement[], now: string): Promise<void> {
  if (disagreements.length === 0) return;
  const open = await database.query<{ id: Uuid; kind: string; subject: string }>('select id, kind, subject from intake.conflict where order_id = $1 and resolved_at is null', [order]);
  // The same matter said twice in one snapshot is one row.
  const matters = new Map(disagreements.map((one) => [`${one.kind} ${one.subject}`, one]));
  for (const { kind, subject, detail, channelSays, spilSays } of matters.values()) {
    const there = open.find((one) => one.kind === kind && one.subject === subject);
    const row = { detail, channel_says: channelSays, spil_says: spilSays };
    if (there) change.patch(CONFLICT, { id: there.id, ...row });
    else change.insert(CONFLICT, { id: newId(), order_id: order, channel, kind, subject, ...row, opened_at: now });
  }
}

export const resolveConflict = (change: Change, id: Uuid, by: string, resolution: string, now: string): void => change.patch(CONFLICT, { id, resolved_at: now, resolved_by: by, resolution });
