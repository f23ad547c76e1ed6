/** Questions about parcels, answered from indexed rows of the account's own locations. */
import { z } from 'zod';
import type { Actor } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor, page, wire, WireId } from '../../kernel/wire.ts';
import { shippingProblems } from '../shipping/index.ts';
import type { FloorRouteDeps } from './contract.ts';
import { UNSECURED } from './secured.ts';

export const ParcelQuery = z.object({
  ...page, location: z.string().max(63).optional(), carrier: z.string().max(50).optional(), barcode: z.string().min(1).max(100).optional().describe('The one with this barcode, whatever its status'),
  status: z.enum(['packed', 'labelled', 'shipped', 'at_pickup_point', 'returning', 'delivered', 'lost']).optional(),
});
export const ParcelRow = z.object({
  id: WireId, number: z.string(), order: WireId, orderNumber: z.string(), fulfilment: WireId, location: z.string(), status: z.string(), carrier: z.string().nullable(), carrierName: z.string().nullable(), barcode: z.string().nullable(), weightGrams: z.int(),
  problem: z.string().nullable(), unsecured: z.boolean().describe('The payment is not secured: it may not leave yet'), held: z.boolean().describe('Its order is held for another reason: it may not leave yet'), manifest: WireId.nullable(), packedAt: z.string(), shippedAt: z.string().nullable(),
});

interface Row { id: Uuid; number: string; order_id: Uuid; order_number: string; fulfilment_id: Uuid; location: string; status: string; carrier: string | null; barcode: string | null; weight_grams: number; problem: string | null; unsecured: boolean; held: boolean; manifest_id: Uuid | null; packed_at: string; shipped_at: string | null }

/** Parcels in the order in which they were packed. */
export async function listParcels(deps: Pick<FloorRouteDeps, 'database' | 'carriers'>, actor: Actor, { after, limit, status, location, carrier, barcode }: z.output<typeof ParcelQuery>): Promise<{ parcels: z.infer<typeof ParcelRow>[]; next: string | null }> {
  const cursor = decodeCursor(after, ['uuid']);
  const values: unknown[] = [UNSECURED];
  const parameter = (value: unknown): string => { values.push(value); return `$${values.length}`; };
  const where = ['true'];
  if (actor.locations !== 'all') where.push(`p.location = any(${parameter(actor.locations)})`);
  if (location !== undefined) where.push(`p.location = ${parameter(location)}`);
  if (status !== undefined) where.push(`p.status = ${parameter(status)}`);
  if (carrier !== undefined) where.push(`p.carrier = ${parameter(carrier)}`);
  if (barcode !== undefined) where.push(`p.barcode = ${parameter(barcode)}`);
  if (cursor) where.push(`p.id > ${parameter(cursor[0])}::uuid`);
  const rows = await deps.database.query<Row>(
    `select p.id, p.number, p.order_id, o.number as order_number, p.fulfilment_id, p.location, p.status, p.carrier, p.barcode, p.weight_grams, p.problem, p.manifest_id, p.packed_at, p.shipped_at,
       p.status in ('packed', 'labelled') and exists (select 1 from orders.hold h where h.order_id = p.order_id and h.released_at is null and h.reason = any($1)) as unsecured,
       p.status in ('packed', 'labelled') and exists (select 1 from orders.hold h where h.order_id = p.order_id and h.released_at is null and h.reason <> all($1)) as held
     from shipping.parcel p join orders.order o on o.id = p.order_id where ${where.join(' and ')} order by p.id limit ${parameter(limit + 1)}`, values);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return {
    parcels: shown.map((row) => ({
      id: wire('parcel', row.id), number: row.number, order: wire('order', row.order_id), orderNumber: row.order_number, fulfilment: wire('fulfilment', row.fulfilment_id), location: row.location, status: row.status,
      carrier: row.carrier, carrierName: row.carrier === null ? null : deps.carriers.get(row.carrier)?.name ?? row.carrier, barcode: row.barcode, weightGrams: row.weight_grams, problem: row.problem, unsecured: row.unsecured, held: row.held,
      manifest: row.manifest_id === null ? null : wire('manifest', row.manifest_id), packedAt: row.packed_at, shippedAt: row.shipped_at,
    })),
    next: rows.length > limit && last ? encodeCursor([last.id]) : null,
  };
}

/** The label's bytes, for the parcel's own location. */
export async function labelOf(database: Database, actor: Actor, parcel: Uuid, format: 'pdf' | 'zpl'): Promise<Buffer> {
  const [row] = await database.query<{ location: string; content: Buffer | null; problem: string | null }>('select p.location, p.problem, l.content from shipping.parcel p left join shipping.label l on l.parcel_id = p.id and l.format = $2 where p.id = $1', [parcel, format]);
  if (!row || (actor.locations !== 'all' && !actor.locations.includes(row.location))) throw shippingProblems.parcel_unknown({ detail: `There is no parcel ${wire('parcel', parcel)} for this account.` });
  if (row.content === null) throw shippingProblems.no_label({ detail: row.problem ?? 'The label is still being made; ask again in a moment.' });
  return row.content;
}
