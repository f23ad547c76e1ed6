/** How work and parcels are shown to the shop floor: products with picture and barcode, what is left to do, and what may be done. */
import { z } from 'zod';
import type { Actor } from '../../kernel/command.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { wire, WireId } from '../../kernel/wire.ts';
import { fold, loadStreamBy, loadStreams, unitsIn, unitsOf } from '../books/index.ts';
import type { HeldUnits, Stream } from '../books/index.ts';
import { Barcodes, CARTONS } from '../catalogue/index.ts';
import { namesOf } from '../identity/index.ts';
import { orderSlice } from '../orders/index.ts';
import { parcelsSlice, shippingProblems } from '../shipping/index.ts';
import type { FloorDeps } from './commands.ts';
import { workActions } from './permissions.ts';
import { fulfilmentProblems } from './problems.ts';
import { floorSlice, toPutBack } from './types.ts';
import type { Fulfilment } from './types.ts';

const LineView = z.object({
  line: z.int(), sku: z.string().nullable(), name: z.string(), picture: z.string().nullable(), brand: z.string().nullable(), options: z.record(z.string(), z.string()).describe('What tells it from its neighbours, e.g. size and colour'), ...Barcodes,
  place: z.string().nullable().describe('Where it lies in this location'), quantity: z.int(), toPick: z.int(), picked: z.int(), packed: z.int(), gone: z.int(), putBack: z.int(),
});

export const WorkView = z.object({
  id: WireId, number: z.string(), order: WireId, orderNumber: z.string(), delivery: z.int(), location: z.string(), kind: z.string(), destination: z.string().nullable(), destinationName: z.string().nullable(), onHold: z.boolean(), dueAt: z.string().nullable(),
  promisedBy: z.string().nullable().describe('When the customer was told to have it'), acceptedBy: z.string().nullable(), shelf: z.string().nullable(),
  lines: z.array(LineView), scans: z.array(z.string()).describe('Ids of the scans that were counted'),
  parcels: z.array(z.object({ id: WireId, number: z.string(), status: z.string(), carrier: z.string(), carrierName: z.string(), barcode: z.string().nullable(), problem: z.string().nullable(), weightGrams: z.int() })),
  can: z.array(z.string()),
});
export type WorkView = z.infer<typeof WorkView>;

/** What is needed to show work, besides the account. */
type Deps = Pick<FloorDeps, 'database'> & { carriers: ReadonlyMap<string, { name: string }> };

interface Product { sku: string; brand: string | null; picture: string | null; options: Record<string, unknown>; gtins: string[]; cartons: Record<string, number> | null; place: string | null }

/** What people compare at arm's length, by SKU, with where it lies in this location. */
async function productsOf(database: Queryable, location: string, skus: readonly string[]): Promise<Map<string, Product>> {
  const rows = await database.query<Product>(
    `select v.sku, p.brand, coalesce(v.picture, p.picture) as picture, v.options, array(select b.gtin from catalogue.barcode b where b.sku = v.sku order by 1) as gtins, ${CARTONS} as cartons, s.place
       from catalogue.variant v join catalogue.product p on p.code = v.product left join inventory.place s on s.location = $1 and s.sku = v.sku where v.sku = any($2)`, [location, skus]);
  return new Map(rows.map((row) => [row.sku, row]));
}

/** Names of the locations that work goes to, and of who took it up: by a scan that is told by id, by hand by name. */
async function calledOf(database: Queryable, works: readonly Fulfilment[]): Promise<Map<string, string>> {
  const codes = [...new Set(works.flatMap((work) => work.destination ?? []))];
  const people = await namesOf(database, works.flatMap((work) => (work.accepted ? [{ kind: 'person', id: work.accepted.by }] : [])));
  if (codes.length === 0) return people;
  return new Map([...people, ...(await database.query<{ code: string; name: string }>('select code, name from locations.location where code = any($1)', [codes])).map(({ code, name }) => [code, name] as const)]);
}

const skusIn = (stream: Stream, work: Fulfilment): string[] => work.lines.flatMap(({ line }) => fold(stream, orderSlice).lines.get(line)?.sku ?? []);
const readable = (options: Record<string, unknown>): Record<string, string> => Object.fromEntries(Object.entries(options).map(([name, value]) => [name, String(value)]));

/** One work order as its location sees it; to other locations it does not exist. */
export async function presentWork(deps: Deps, actor: Actor, id: Uuid): Promise<WorkView> {
  const stream = await loadStreamBy(deps.database, 'select order_id from fulfilment.fulfilment where id = $1', id);
  const work = stream && fold(stream, floorSlice).fulfilments.get(id);
  if (!stream || !work || (actor.locations !== 'all' && !actor.locations.includes(work.location))) throw fulfilmentProblems.unknown({ detail: `There is no work ${wire('fulfilment', id)} for this account.` });
  return viewOf(deps, stream, work, actor, await productsOf(deps.database, work.location, skusIn(stream, work)), await calledOf(deps.database, [work]));
}

/** Several work orders of one location, in the order asked; refuses one that is not there, and work of two locations at once. */
export async function presentWorks(deps: Deps, actor: Actor, ids: readonly Uuid[]): Promise<WorkView[]> {
  const rows = await deps.database.query<{ id: Uuid; order_id: Uuid }>('select id, order_id from fulfilment.fulfilment where id = any($1) and ($2::text[] is null or location = any($2))', [ids, actor.locations === 'all' ? null : actor.locations]);
  const orders = new Map(rows.map((row) => [row.id, row.order_id]));
  const streams = await loadStreams(deps.database, [...new Set(orders.values())]);
  const found = ids.map((id) => {
    const stream = streams.get(orders.get(id) ?? '');
    const work = stream && fold(stream, floorSlice).fulfilments.get(id);
    if (!stream || !work) throw fulfilmentProblems.unknown({ detail: `There is no work ${wire('fulfilment', id)} for this account.` });
    return { stream, work };
  });
  const [location = '', other] = new Set(found.map(({ work }) => work.location));
  if (other !== undefined) throw fulfilmentProblems.two_locations({ detail: `The work lies in ${location} and in ${other}; a walk goes through one location.`, field: 'fulfilments' });
  const products = await productsOf(deps.database, location, found.flatMap(({ stream, work }) => skusIn(stream, work)));
  const names = await calledOf(deps.database, found.map(({ work }) => work));
  return found.map(({ stream, work }) => viewOf(deps, stream, work, actor, products, names));
}

function viewOf(deps: Deps, stream: Stream, work: Fulfilment, actor: Actor, products: ReadonlyMap<string, Product>, names: ReadonlyMap<string, string>): WorkView {
  const id = work.fulfilment;
  const order = fold(stream, orderSlice);
  const units = unitsOf(stream);
  const parcels = [...fold(stream, parcelsSlice).values()].filter((parcel) => parcel.fulfilment === id);
  const open = parcels.filter((parcel) => parcel.status !== 'unpacked');
  const lines = work.lines.map(({ line, quantity }) => {
    const of = order.lines.get(line);
    const mine = unitsIn(units, { line }).filter((held) => held.holder === id || open.some((parcel) => parcel.parcel === held.holder) || (held.holder !== null && work.loads.has(held.holder)));
    const n = (stages: readonly HeldUnits['stage'][], where = (_held: HeldUnits): boolean => true): number => mine.filter((held) => stages.includes(held.stage) && where(held)).reduce((sum, held) => sum + held.n, 0);
    // What the store that it was brought to has received is out of these hands.
    const here = ({ location }: HeldUnits): boolean => location === work.location;
    const product = products.get(of?.sku ?? '');
    return {
      line, sku: of?.sku ?? null, name: of?.name ?? '', picture: product?.picture ?? null, brand: product?.brand ?? null, options: readable(product?.options ?? {}), gtins: product?.gtins ?? [], ...(product?.cartons ? { cartons: product.cartons } : {}), place: product?.place ?? null,
      quantity, toPick: n(['allocated']), picked: n(['picked'], here), packed: n(['packed']),
      gone: n(['shipped', 'at_pickup_point', 'returning', 'delivered', 'in_transfer', 'ready', 'collected', 'lost']) + n(['picked'], (held) => !here(held)), putBack: toPutBack(work, work.location).find((one) => one.line === line)?.quantity ?? 0,
    };
  });
  const sum = (of: (line: (typeof lines)[number]) => number): number => lines.reduce((total, line) => total + of(line), 0);
  return {
    id: wire('fulfilment', id), number: `${order.number}-${work.number}`, order: wire('order', stream.id), orderNumber: order.number, delivery: work.delivery, location: work.location, kind: work.kind, destination: work.destination, destinationName: work.destination === null ? null : names.get(work.destination) ?? work.destination, onHold: order.holds.size > 0,
    dueAt: work.dueAt, promisedBy: order.deliveries.get(work.delivery)?.promisedBy ?? null, acceptedBy: work.accepted === null ? null : names.get(work.accepted.by) ?? work.accepted.by, shelf: work.shelf, lines, scans: [...work.scans],
    parcels: parcels.map((parcel) => ({ id: wire('parcel', parcel.parcel), number: parcel.number, status: parcel.status, carrier: parcel.carrier, carrierName: deps.carriers.get(parcel.carrier)?.name ?? parcel.carrier, barcode: parcel.barcode, problem: parcel.problem, weightGrams: parcel.weightGrams })),
    can: workActions(actor, { kind: work.kind, onHold: order.holds.size > 0 || work.notYet === true, toPick: sum((line) => line.toPick), picked: sum((line) => line.picked), putBack: sum((line) => line.putBack), accepted: work.accepted !== null, labelled: open.some((parcel) => parcel.status === 'labelled') }),
  };
}

export const ParcelView = z.object({ id: WireId, number: z.string(), status: z.string(), carrier: z.string(), product: z.string(), barcode: z.string().nullable(), trackingUrl: z.string().nullable(), problem: z.string().nullable(), weightGrams: z.int(), lines: z.array(z.object({ line: z.int(), quantity: z.int() })) });

/** One parcel of an order; the caller has checked whose it is. */
export function presentParcel(stream: Stream, id: Uuid): z.infer<typeof ParcelView> {
  const parcel = fold(stream, parcelsSlice).get(id);
  if (!parcel) throw shippingProblems.parcel_unknown({ detail: `There is no parcel ${id}.` });
  const { number, status, carrier, product, barcode, trackingUrl, problem, weightGrams, lines } = parcel;
  return { id: wire('parcel', id), number, status, carrier, product, barcode, trackingUrl, problem, weightGrams, lines };
}
