/** Questions of the shop floor, answered from indexed rows of the account's own locations. */
import { z } from 'zod';
import type { Actor } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor, page, wire, WireId } from '../../kernel/wire.ts';
import { namesOf } from '../identity/index.ts';

export const WorkQuery = z.object({ ...page, location: z.string().max(63).optional(), status: z.enum(['assigned', 'picking', 'picked', 'packed', 'in_transfer', 'arrived', 'ready', 'done', 'cancelled']).optional().describe('Default: everything that still asks for work'), kind: z.enum(['ship', 'pickup', 'transfer']).optional() });

export const WorkRow = z.object({ id: WireId, number: z.string(), order: WireId, location: z.string(), kind: z.string(), destination: z.string().nullable(), status: z.string(), units: z.int(), toPick: z.int(), toPack: z.int(), putBack: z.int(), assignedAt: z.string(), dueAt: z.string().nullable(), acceptedBy: z.string().nullable() });

interface Row { id: Uuid; order_id: Uuid; number: string; location: string; kind: string; destination: string | null; status: string; units: number; to_pick: number; to_pack: number; put_back: number; assigned_at: string; due_at: string | null; accepted_by: string | null; urgency: string }

/** Work that waits, most urgent first. Held orders are not shown: their work is not released. */
export async function listWork(database: Database, actor: Actor, { after, limit, location, status, kind }: z.infer<typeof WorkQuery>): Promise<{ fulfilments: z.infer<typeof WorkRow>[]; next: string | null }> {
  const cursor = decodeCursor(after, ['instant', 'uuid']);
  const values: unknown[] = [];
  const parameter = (value: unknown): string => { values.push(value); return `$${values.length}`; };
  const where = [status ? `status = ${parameter(status)}` : `(status in ('assigned', 'picking', 'picked', 'packed') or put_back > 0)`, `(not on_hold or put_back > 0)`];
  if (actor.locations !== 'all') where.push(`location = any(${parameter(actor.locations)})`);
  if (location !== undefined) where.push(`location = ${parameter(location)}`);
  if (kind !== undefined) where.push(`kind = ${parameter(kind)}`);
  if (cursor) where.push(`(coalesce(due_at, assigned_at + interval '1 day'), id) > (${parameter(cursor[0])}::timestamptz, ${parameter(cursor[1])}::uuid)`);
  const rows = await database.query<Row>(`select *, coalesce(due_at, assigned_at + interval '1 day') as urgency from fulfilment.fulfilment where ${where.join(' and ')} order by coalesce(due_at, assigned_at + interval '1 day'), id limit ${parameter(limit + 1)}`, values);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  const names = await namesOf(database, shown.flatMap((row) => (row.accepted_by === null ? [] : [{ kind: 'person', id: row.accepted_by }])));
  return {
    fulfilments: shown.map((row) => ({ id: wire('fulfilment', row.id), number: row.number, order: wire('order', row.order_id), location: row.location, kind: row.kind, destination: row.destination, status: row.status, units: row.units, toPick: row.to_pick, toPack: row.to_pack, putBack: row.put_back, assignedAt: row.assigned_at, dueAt: row.due_at, acceptedBy: row.accepted_by === null ? null : names.get(row.accepted_by) ?? row.accepted_by })),
    next: rows.length > limit && last ? encodeCursor([last.urgency, last.id]) : null,
  };
}
