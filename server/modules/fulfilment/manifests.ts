/** Closed handovers: what left with which carrier, what stayed behind, and who signed for it. */
import { z } from 'zod';
import type { Actor } from '../../kernel/command.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor, page, wire, WireId } from '../../kernel/wire.ts';
import type { FloorRouteDeps } from './contract.ts';
import { fulfilmentProblems } from './problems.ts';

/** The field somebody signs in, in the units of the strokes. */
export const SIGNATURE_FIELD = { width: 600, height: 200 } as const;
/** Strokes as moves and lines, each a letter with a point: "M12 40 L80.5 52". 50 kB hold some four thousand points. */
export const Signature = z.string().max(50_000).regex(/^(?:[ML]\d{1,3}(?:\.\d)? \d{1,3}(?:\.\d)? ?)+$/, 'strokes as "M12 40 L80.5 52" in a field of 600 × 200');

export const ManifestQuery = z.object({ ...page, location: z.string().max(63) });
export const ManifestRow = z.object({
  id: WireId, location: z.string(), carrier: z.string(), carrierName: z.string(), closedAt: z.string(), closedBy: z.string(), signedBy: z.string().nullable(),
  parcels: z.int().describe('Handed over'), announced: z.int().describe('Had a label when it was closed'), stayed: z.int().describe('Announced and not handed over'),
});
const ManifestParcel = z.object({ id: WireId, number: z.string(), barcode: z.string().nullable(), order: WireId, orderNumber: z.string(), weightGrams: z.int(), status: z.string() });
export const ManifestView = ManifestRow.extend({ locationName: z.string(), signature: z.string().nullable(), handedOver: z.array(ManifestParcel), stayedBehind: z.array(ManifestParcel) });
export type ManifestView = z.infer<typeof ManifestView>;

type Deps = Pick<FloorRouteDeps, 'database' | 'carriers'>;
interface Row { id: Uuid; location: string; carrier: string; closed_at: string; closed_by: string; signed_by: string | null; parcels: number; announced: number; stayed: Uuid[] }
interface ParcelRow { id: Uuid; number: string; barcode: string | null; order_id: Uuid; order_number: string; weight_grams: number; status: string; manifest_id: Uuid | null }

const rowOf = ({ carriers }: Deps, row: Row): z.infer<typeof ManifestRow> => ({
  id: wire('manifest', row.id), location: row.location, carrier: row.carrier, carrierName: carriers.get(row.carrier)?.name ?? row.carrier, closedAt: row.closed_at, closedBy: row.closed_by, signedBy: row.signed_by,
  parcels: row.parcels, announced: row.announced, stayed: row.stayed.length,
});

/** Manifests of one location, the latest first; a location of others has none to this account. */
export async function listManifests(deps: Deps, actor: Actor, { after, limit, location }: z.output<typeof ManifestQuery>): Promise<{ manifests: z.infer<typeof ManifestRow>[]; next: string | null }> {
  const cursor = decodeCursor(after, ['instant', 'uuid']);
  if (actor.locations !== 'all' && !actor.locations.includes(location)) return { manifests: [], next: null };
  const rows = await deps.database.query<Row>(
    'select id, location, carrier, closed_at, closed_by, signed_by, parcels, announced, stayed from shipping.manifest where location = $1 and ($2::timestamptz is null or (closed_at, id) < ($2::timestamptz, $3::uuid)) order by closed_at desc, id desc limit $4',
    [location, cursor?.[0] ?? null, cursor?.[1] ?? null, limit + 1]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { manifests: shown.map((row) => rowOf(deps, row)), next: rows.length > limit && last ? encodeCursor([last.closed_at, last.id]) : null };
}

/** One manifest with its parcels; to other locations it does not exist. */
export async function readManifest(deps: Deps, actor: Actor, id: Uuid): Promise<ManifestView> {
  const [row] = await deps.database.query<Row & { signature: string | null; location_name: string }>('select m.*, l.name as location_name from shipping.manifest m join locations.location l on l.code = m.location where m.id = $1', [id]);
  if (!row || (actor.locations !== 'all' && !actor.locations.includes(row.location))) throw fulfilmentProblems.manifest_unknown({ detail: `There is no manifest ${wire('manifest', id)} for this account.` });
  const parcels = await deps.database.query<ParcelRow>(
    'select p.id, p.number, p.barcode, p.order_id, o.number as order_number, p.weight_grams, p.status, p.manifest_id from shipping.parcel p join orders.order o on o.id = p.order_id where p.manifest_id = $1 or p.id = any($2) order by o.number, p.id', [id, row.stayed]);
  const shown = (of: readonly ParcelRow[]): z.infer<typeof ManifestParcel>[] => of.map((parcel) => ({ id: wire('parcel', parcel.id), number: parcel.number, barcode: parcel.barcode, order: wire('order', parcel.order_id), orderNumber: parcel.order_number, weightGrams: parcel.weight_grams, status: parcel.status }));
  return { ...rowOf(deps, row), locationName: row.location_name, signature: row.signature, handedOver: shown(parcels.filter((parcel) => parcel.manifest_id === id)), stayedBehind: shown(parcels.filter((parcel) => parcel.manifest_id !== id)) };
}

/** In which time zone a location's papers tell the time. */
export async function zoneOf({ database }: Pick<Deps, 'database'>, location: string): Promise<string> {
  const [row] = await database.query<{ zone: string | null }>(`select calendar ->> 'zone' as zone from locations.location where code = $1`, [location]);
  return row?.zone ?? 'Europe/Amsterdam';
}
