/** Questions of the shop floor, answered from indexed rows of the account's own locations. */
import { z } from 'zod';
import type { Actor } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor, page, wire, WireId } from '../../kernel/wire.ts';
import { shippingProblems } from '../shipping/index.ts';

export const WorkQuery = z.object({ ...page, location: z.string().max(63).optional(), status: z.enum(['assigned', 'picking', 'picked', 'packed', 'in_transfer', 'arrived', 'ready', 'done', 'cancelled']).optional().describe('Default: everything that still asks for work'), kind: z.enum(['ship', 'pickup', 'transfer']).optional() });

export const WorkRow = z.object({ id: WireId, number: z.string(), order: WireId, location: z.string(), kind: z.string(), destination: z.string().nullable(), status: z.string(), units: z.int(), toPick: z.int(), toPack: z.int(), putBack: z.int(), assignedAt: z.string(), dueAt: z.string().nullable(), acceptedBy: z.string().nullable() });

interface Row { id: Uuid; order_id: Uuid; number: string; location: string; kind: string; destination: string | null; status: string; units: number; to_pick: number; to_pack: number; put_back: number; assigned_at: string; due_at: string | null; accepted_by: string | null; urgency: string }

/** Work that waits, most urgent first. Held orders are not shown: their work is not released. */
export async function listWork(database: Database, actor: Actor, { after, limit, location, status, kind }: z.infer<typeof WorkQuery>): Promise<{ fulfilments: z.infer<typeof WorkRow>[]; next: string | null }> {
  const cursor = decodeCursor(after, ['instant', 'uuid']);
  const values: unknown[] = [];
  const parameter = (value: unknown): string => { values.push(value); return `$${values.length}`; };
  const where = [status ? `status = ${parameter(status)}` : `(status in ('assigned', 'picking', 'picked', 'packed', 'arrived') or put_back > 0)`, `(not on_hold or put_back > 0)`];
  if (actor.locations !== 'all') where.push(`location = any(${parameter(actor.locations)})`);
  if (location !== undefined) where.push(`location = ${parameter(location)}`);
  if (kind !== undefined) where.push(`kind = ${parameter(kind)}`);
  if (cursor) where.push(`(coalesce(due_at, assigned_at + interval '1 day'), id) > (${parameter(cursor[0])}::timestamptz, ${parameter(cursor[1])}::uuid)`);
  const rows = await database.query<Row>(`select *, coalesce(due_at, assigned_at + interval '1 day') as urgency from fulfilment.fulfilment where ${where.join(' and ')} order by coalesce(due_at, assigned_at + interval '1 day'), id limit ${parameter(limit + 1)}`, values);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    fulfilments: shown.map((row) => ({ id: wire('fulfilment', row.id), number: row.number, order: wire('order', row.order_id), location: row.location, kind: row.kind, destination: row.destination, status: row.status, units: row.units, toPick: row.to_pick, toPack: row.to_pack, putBack: row.put_back, assignedAt: row.assigned_at, dueAt: row.due_at, acceptedBy: row.accepted_by })),
    next: rows.length > limit && last ? encodeCursor([last.urgency, last.id]) : null,
  };
}

export async function listParcels(database: Database, actor: Actor, { after, limit, status, location }: { after?: string | undefined; limit: number; status?: string | undefined; location?: string | undefined }): Promise<{ parcels: { id: string; order: string; location: string; status: string; carrier: string | null; barcode: string | null; problem: string | null; packedAt: string }[]; next: string | null }> {
  const cursor = decodeCursor(after, ['uuid']);
  const values: unknown[] = [];
  const parameter = (value: unknown): string => { values.push(value); return `$${values.length}`; };
  const where = ['true'];
  if (actor.locations !== 'all') where.push(`location = any(${parameter(actor.locations)})`);
  if (location !== undefined) where.push(`location = ${parameter(location)}`);
  if (status !== undefined) where.push(`status = ${parameter(status)}`);
  if (cursor) where.push(`id > ${parameter(cursor[0])}::uuid`);
  const rows = await database.query<{ id: Uuid; order_id: Uuid; location: string; status: string; carrier: string | null; barcode: string | null; problem: string | null; packed_at: string }>(`select id, order_id, location, status, carrier, barcode, problem, packed_at from shipping.parcel where ${where.join(' and ')} order by id limit ${parameter(limit + 1)}`, values);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { parcels: shown.map((row) => ({ id: wire('parcel', row.id), order: wire('order', row.order_id), location: row.location, status: row.status, carrier: row.carrier, barcode: row.barcode, problem: row.problem, packedAt: row.packed_at })), next: rows.length > limit && last ? encodeCursor([last.id]) : null };
}

/** The label's bytes, for the parcel's own location. */
export async function labelOf(database: Database, actor: Actor, parcel: Uuid, format: 'pdf' | 'zpl'): Promise<Buffer> {
  const [row] = await database.query<{ location: string; content: Buffer | null; problem: string | null }>('select p.location, p.problem, l.content from shipping.parcel p left join shipping.label l on l.parcel_id = p.id and l.format = $2 where p.id = $1', [parcel, format]);
  if (!row || (actor.locations !== 'all' && !actor.locations.includes(row.location))) throw shippingProblems.parcel_unknown({ detail: `There is no parcel ${wire('parcel', parcel)} for this account.` });
  if (row.content === null) throw shippingProblems.no_label({ detail: row.problem ?? 'The label is still being made; ask again in a moment.' });
  return row.content;
}
