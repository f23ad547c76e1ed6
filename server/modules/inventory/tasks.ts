/** Things to look after at a location, such as a shelf to count: asked for by reactions, seen and finished by the location's own people. */
import { createHash } from 'node:crypto';
import { z } from 'zod';
import { table } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/clock.ts';
import { execute } from '../../kernel/command.ts';
import type { Actor, CommandContext, Outcome } from '../../kernel/command.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor, page, wire, WireId, wireOrNull } from '../../kernel/wire.ts';
import { inventoryProblems } from './rules.ts';

const TASK = table('inventory.task', 'id');

export const TaskQuery = z.object({ ...page, location: z.string().max(63).optional(), kind: z.enum(['count', 'late_load', 'closed_work']).optional() });
export const TaskView = z.object({ id: WireId, kind: z.string(), location: z.string(), sku: z.string().nullable(), order: WireId.nullable(), detail: z.string(), createdAt: z.string(), doneAt: z.string().nullable(), doneBy: z.string().nullable() });
export type TaskView = z.infer<typeof TaskView>;

interface Row { id: Uuid; kind: string; location: string; sku: string | null; order_id: Uuid | null; detail: string; created_at: Instant; done_at: Instant | null; done_by: string | null }

const view = (row: Row): TaskView => ({ id: wire('task', row.id), kind: row.kind, location: row.location, sku: row.sku, order: wireOrNull('order', row.order_id), detail: row.detail, createdAt: row.created_at, doneAt: row.done_at, doneBy: row.done_by });

/** A task's id is that of what it is for, so that the same asks once. */
function idOf(what: string): Uuid {
  const digest = createHash('sha256').update(what).digest('hex');
  return `${digest.slice(0, 8)}-${digest.slice(8, 12)}-8${digest.slice(13, 16)}-a${digest.slice(17, 20)}-${digest.slice(20, 32)}`;
}

/** What asked for a task: the same cause asks once, also when its event is read again after the task was done. */
export interface CountRequest { cause: { stream: Uuid; seq: number }; location: string; sku: string; order: Uuid | null; detail: string }

/** Asks a location to count a product, unless it is asked already. */
export async function askForCount(database: Queryable, { cause, location, sku, order, detail }: CountRequest, now: Instant): Promise<void> {
  await database.query(`insert into inventory.task (id, kind, location, sku, order_id, detail, created_at) values ($1, 'count', $2, $3, $4, $5, $6) on conflict do nothing`, [idOf(`count ${cause.stream} ${cause.seq} ${location} ${sku}`), location, sku, order, detail, now]);
}

/** The location that waits is asked under the load's name alone, the one that sent it under both. */
const idOfLate = (load: Uuid, sender: string | null): Uuid => idOf(sender === null ? `late load ${load}` : `late load ${load} ${sender}`);

/** Asks a location to look for a load that should be there, or that it `sent`; once, however often it is looked at. */
export async function askForLoad(database: Queryable, { load, location, sent, detail }: { load: Uuid; location: string; sent: boolean; detail: string }, now: Instant): Promise<void> {
  await database.query(`insert into inventory.task (id, kind, location, detail, created_at) values ($1, 'late_load', $2, $3, $4) on conflict do nothing`, [idOfLate(load, sent ? location : null), location, detail, now]);
}

export interface ClosedWork { work: Uuid; location: string; order: Uuid; detail: string }

/** Asks somebody to give work elsewhere that lies at a location which was closed; once for each piece of work. */
export async function askForClosed(database: Queryable, works: readonly ClosedWork[], now: Instant): Promise<void> {
  if (works.length === 0) return;
  const rows = works.map(({ work, location, order, detail }) => ({ id: idOf(`closed ${location} ${work}`), kind: 'closed_work', location, order_id: order, detail, created_at: now }));
  await database.query(`insert into inventory.task (id, kind, location, order_id, detail, created_at) select id, kind, location, order_id, detail, created_at from json_populate_recordset(null::inventory.task, $1) on conflict do nothing`, [JSON.stringify(rows)]);
}

/** A load that was received is looked for no more, by neither side. */
export async function loadAnswers(database: Queryable, { load, sender }: { load: Uuid; sender: string }, at: Instant, by: string): Promise<void> {
  await database.query('update inventory.task set done_at = $2, done_by = $3 where id = any($1) and done_at is null', [[idOfLate(load, null), idOfLate(load, sender)], at, by]);
}

/** A count answers the tasks that asked for it before; not the one that its own surprise asked for. */
export async function countAnswers(database: Queryable, location: string, skus: readonly string[], countedAt: Instant, by: string): Promise<void> {
  await database.query(`update inventory.task set done_at = $3, done_by = $4 where kind = 'count' and location = $1 and sku = any($2) and done_at is null and created_at < $3`, [location, skus, countedAt, by]);
}

/** Open tasks of the account's locations, oldest first. */
export async function listTasks(database: Database, actor: Actor, { after, limit, location, kind }: z.infer<typeof TaskQuery>): Promise<{ tasks: TaskView[]; next: string | null }> {
  const cursor = decodeCursor(after, ['instant', 'uuid']);
  const rows = await database.query<Row>(
    `select * from inventory.task where done_at is null and ($1::text[] is null or location = any($1)) and ($2::text is null or location = $2) and ($3::text is null or kind = $3)
       and ($4::timestamptz is null or (created_at, id) > ($4::timestamptz, $5::uuid)) order by created_at, id limit $6`,
    [actor.locations === 'all' ? null : actor.locations, location ?? null, kind ?? null, cursor?.[0] ?? null, cursor?.[1] ?? null, limit + 1]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { tasks: shown.map(view), next: rows.length > limit && last ? encodeCursor([last.created_at, last.id]) : null };
}

/** Finishes a task; one that is finished already is answered as it is. To other locations it does not exist. */
export function finishTask(database: Database, context: CommandContext, id: Uuid): Promise<Outcome<TaskView>> {
  const { actor, now } = context;
  return execute(database, context, async (change) => {
    const [row] = await database.query<Row>('select * from inventory.task where id = $1', [id]);
    if (!row || (actor.locations !== 'all' && !actor.locations.includes(row.location))) throw inventoryProblems.task_unknown({ detail: `There is no task ${wire('task', id)} for this account.` });
    if (row.done_at !== null) return { status: 200, answer: view(row) };
    change.patch(TASK, { id, done_at: now, done_by: actor.name });
    return { status: 200, answer: view({ ...row, done_at: now, done_by: actor.name }) };
  });
}
