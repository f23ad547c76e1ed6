/** The story of an order from all that tells of it: its journal, messages, carriers' scans, calls to the outside, and tasks; newest first, by key. */
import type { Instant } from '../../kernel/clock.ts';
import type { Actor } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import { toWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor, wire, wireOrNull } from '../../kernel/wire.ts';
import { fold } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { namesOf } from '../identity/index.ts';
import { orderStream } from '../orders/index.ts';
import { parcelsSlice, scansOf } from '../shipping/index.ts';
import { resendable } from './permissions.ts';
import { newestFirst, tellAll } from './told.ts';
import type { Entry, StoryKind } from './told.ts';

export interface TimelineQuery { after?: string | undefined; limit: number; kind?: StoryKind | undefined }
export type ToldEntry = Omit<Entry, 'by'> & { by: { kind: string; name: string | null } | null };

/** One page of the story of an order; refuses an order that is not there. */
export async function timeline(database: Database, actor: Actor, order: Uuid, { after, limit, kind }: TimelineQuery): Promise<{ entries: ToldEntry[]; next: string | null }> {
  const cursor = decodeCursor(after, ['instant', 'any']);
  const stream = await orderStream(database, order);
  const [notes, messages, scans, calls, tasks] = await Promise.all([notesIn(database, order), messageEntries(database, actor, order), scanEntries(database, stream), callEntries(database, order), taskEntries(database, order)]);
  const journal = tellAll(stream.events).map((entry) => (entry.kind === 'note' ? { ...entry, parameters: { text: notes.get(entry.links['note'] ?? '') ?? null } } : entry));
  const all = newestFirst([...journal, ...messages, ...scans, ...calls, ...tasks].filter((entry) => kind === undefined || entry.kind === kind));
  const rest = cursor === null ? all : all.filter((entry) => entry.at < String(cursor[0]) || (entry.at === cursor[0] && entry.id < String(cursor[1])));
  const shown = rest.slice(0, limit);
  const names = await namesOf(database, shown.flatMap(({ by }) => by ?? []));
  const last = shown.at(-1);
  return {
    entries: shown.map(({ by, ...entry }) => ({ ...entry, by: by === null ? null : { kind: by.kind, name: names.get(by.id) ?? (by.kind === 'named' ? by.id : null) } })),
    next: rest.length > limit && last ? encodeCursor([last.at, last.id]) : null,
  };
}

/** Texts of the notes by their id on the wire. */
async function notesIn(database: Database, order: Uuid): Promise<Map<string, string>> {
  const rows = await database.query<{ id: Uuid; text: string }>('select id, text from orders.note where order_id = $1', [order]);
  return new Map(rows.map(({ id, text }) => [wire('note', id), text]));
}

/** Rooms that know people by name only say so themselves. */
const named = (name: string): NonNullable<Entry['by']> => ({ kind: name.toLowerCase() === 'spil' ? 'system' : 'named', id: name.toLowerCase() === 'spil' ? 'spil' : name });

async function messageEntries(database: Database, actor: Actor, order: Uuid): Promise<Entry[]> {
  const rows = await database.query<{ id: Uuid; kind: string; language: string; state: string; subject: string; reason: string | null; attempts: number; created_by: string; created_at: Instant; sent_at: Instant | null; resent_of: Uuid | null }>(
    'select id, kind, language, state, subject, reason, attempts, created_by, created_at, sent_at, resent_of from notifications.message where order_id = $1 order by position', [order]);
  return rows.map((row): Entry => ({
    id: `m ${toWire('msg', row.id)}`, kind: 'message', at: row.sent_at ?? row.created_at, by: named(row.created_by), code: `message_${row.state}`, lines: [],
    parameters: { kind: row.kind, subject: row.subject, language: row.language, reason: row.reason, attempts: row.attempts, again: row.resent_of !== null },
    links: { message: toWire('msg', row.id) }, can: resendable(actor, row.state) ? ['resend'] : [],
  }));
}

/** Scans that are events of the order already are told once, as those. */
async function scanEntries(database: Database, stream: Stream): Promise<Entry[]> {
  const parcels = fold(stream, parcelsSlice);
  const booked = new Set(stream.events.flatMap(({ type, data, occurredAt }) => (type.startsWith('Parcel') ? [`${(data as { parcel?: Uuid }).parcel ?? ''} ${occurredAt}`] : [])));
  const scans = await scansOf(database, [...parcels.keys()]);
  return [...scans].flatMap(([parcel, told]) => told.filter(({ at }) => !booked.has(`${parcel} ${at}`)).map(({ at, code, status }, index): Entry => ({
    id: `s ${wire('parcel', parcel)} ${String(index).padStart(4, '0')}`, kind: 'scan', at, by: { kind: 'named', id: parcels.get(parcel)?.carrier ?? 'carrier' }, code: `scan_${status}`, lines: [],
    parameters: { carrier: parcels.get(parcel)?.carrier ?? null, number: parcels.get(parcel)?.number ?? null, carrierCode: code }, links: { parcel: wire('parcel', parcel) }, can: [],
  })));
}

/** Calls that did not go well at once: what went well is told by its event. */
async function callEntries(database: Database, order: Uuid): Promise<Entry[]> {
  const [labels, money, notices] = await Promise.all([
    database.query<{ parcel_id: Uuid; carrier: string; state: string; attempts: number; reason: string | null; updated_at: Instant }>(
      `select a.parcel_id, a.carrier, a.state, a.attempts, a.reason, a.updated_at from shipping.announcement a join shipping.parcel p on p.id = a.parcel_id where p.order_id = $1 and (a.attempts > 1 or a.state in ('trying', 'refused'))`, [order]),
    database.query<{ id: Uuid; kind: string; amount: number; status: string; attempts: number; reason: string | null; requested_at: Instant; settled_at: Instant | null; payment_id: Uuid; operator: string }>(
      `select i.id, i.kind, i.amount, i.status, i.attempts, i.reason, i.requested_at, i.settled_at, i.payment_id, p.operator from payments.intent i join books.payment p on p.id = i.payment_id where i.order_id = $1 and i.attempts > 1`, [order]),
    database.query<{ seq: number; kind: string; channel: string; state: string; attempts: number; reason: string | null; settled_at: Instant | null; next_at: Instant }>(
      `select seq, kind, channel, state, attempts, reason, settled_at, next_at from intake.notice where order_id = $1 and (attempts > 1 or state = 'refused')`, [order]),
  ]);
  const call = (id: string, at: Instant, code: string, parameters: Entry['parameters'], links: Entry['links']): Entry => ({ id: `c ${id}`, kind: 'call', at, by: { kind: 'system', id: 'spil' }, code, parameters, lines: [], links, can: [] });
  return [
    ...labels.map((row) => call(wire('parcel', row.parcel_id), row.updated_at, 'call_label', { carrier: row.carrier, state: row.state, attempts: row.attempts, reason: row.reason }, { parcel: wire('parcel', row.parcel_id) })),
    ...money.map((row) => call(wire('intent', row.id), row.settled_at ?? row.requested_at, `call_${row.kind}`, { operator: row.operator, amount: row.amount, state: row.status, attempts: row.attempts, reason: row.reason }, { payment: wire('payment', row.payment_id) })),
    ...notices.map((row) => call(`${row.kind} ${row.seq}`, row.settled_at ?? row.next_at, 'call_channel', { channel: row.channel, about: row.kind, state: row.state, attempts: row.attempts, reason: row.reason }, {})),
  ];
}

async function taskEntries(database: Database, order: Uuid): Promise<Entry[]> {
  const rows = await database.query<{ id: Uuid; kind: string; payment_id: Uuid | null; detail: string; created_at: Instant; done_at: Instant | null; done_by: string | null }>(
    'select id, kind, payment_id, detail, created_at, done_at, done_by from payments.task where order_id = $1', [order]);
  return rows.map((row): Entry => {
    const payment = wireOrNull('payment', row.payment_id);
    return { id: `t ${wire('task', row.id)}`, kind: 'task', at: row.done_at ?? row.created_at, by: row.done_by === null ? { kind: 'system', id: 'spil' } : named(row.done_by), code: row.done_at === null ? 'task_open' : 'task_done', parameters: { kind: row.kind, detail: row.detail }, lines: [], links: payment === null ? {} : { payment }, can: [] };
  });
}
