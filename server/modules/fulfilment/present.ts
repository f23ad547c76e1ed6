/** How work and parcels are shown to the shop floor: products with picture and barcode, what is left to do, and what may be done. */
import { z } from 'zod';
import type { Actor } from '../../kernel/command.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { wire, WireId } from '../../kernel/wire.ts';
import { fold, loadStreamBy, unitsIn, unitsOf } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { orderSlice } from '../orders/index.ts';
import { parcelsSlice, shippingProblems } from '../shipping/index.ts';
import type { FloorDeps } from './commands.ts';
import { workActions } from './permissions.ts';
import { fulfilmentProblems } from './problems.ts';
import { floorSlice } from './types.ts';

export const WorkView = z.object({
  id: WireId, number: z.string(), order: WireId, orderNumber: z.string(), location: z.string(), kind: z.string(), destination: z.string().nullable(), onHold: z.boolean(), dueAt: z.string().nullable(), acceptedBy: z.string().nullable(), shelf: z.string().nullable(),
  lines: z.array(z.object({ line: z.int(), sku: z.string().nullable(), name: z.string(), picture: z.string().nullable(), gtins: z.array(z.string()), quantity: z.int(), toPick: z.int(), picked: z.int(), packed: z.int(), gone: z.int(), putBack: z.int() })),
  parcels: z.array(z.object({ id: WireId, number: z.string(), status: z.string(), carrier: z.string(), barcode: z.string().nullable(), problem: z.string().nullable() })),
  can: z.array(z.string()),
});

/** One work order as its location sees it; to other locations it does not exist. */
export async function presentWork(deps: FloorDeps, actor: Actor, id: Uuid): Promise<z.infer<typeof WorkView>> {
  const stream = await loadStreamBy(deps.database, 'select order_id from fulfilment.fulfilment where id = $1', id);
  const work = stream && fold(stream, floorSlice).fulfilments.get(id);
  if (!stream || !work || (actor.locations !== 'all' && !actor.locations.includes(work.location))) throw fulfilmentProblems.unknown({ detail: `There is no work ${id} for this account.` });
  const order = fold(stream, orderSlice);
  const units = unitsOf(stream);
  const parcels = [...fold(stream, parcelsSlice).values()].filter((parcel) => parcel.fulfilment === id);
  const open = parcels.filter((parcel) => parcel.status !== 'unpacked');
  const skus = work.lines.flatMap(({ line }) => order.lines.get(line)?.sku ?? []);
  const known = new Map((await deps.database.query<{ sku: string; picture: string | null; gtins: string[] }>('select v.sku, coalesce(v.picture, p.picture) as picture, array(select b.gtin from catalogue.barcode b where b.sku = v.sku order by 1) as gtins from catalogue.variant v join catalogue.product p on p.code = v.product where v.sku = any($1)', [skus])).map((row) => [row.sku, row]));
  const lines = work.lines.map(({ line, quantity }) => {
    const of = order.lines.get(line);
    const n = (stages: Parameters<typeof unitsIn>[1]['stage']): number => unitsIn(units, { line, stage: stages as 'picked' }).filter((held) => held.holder === id || open.some((parcel) => parcel.parcel === held.holder) || (work.load !== null && held.holder === work.load)).reduce((sum, held) => sum + held.n, 0);
    const variant = known.get(of?.sku ?? '');
    return {
      line, sku: of?.sku ?? null, name: of?.name ?? '', picture: variant?.picture ?? null, gtins: variant?.gtins ?? [], quantity, toPick: n('allocated'), picked: n('picked'), packed: n('packed'),
      gone: n(['shipped', 'at_pickup_point', 'returning', 'delivered', 'in_transfer', 'ready', 'collected', 'lost']), putBack: work.putBack.get(line) ?? 0,
    };
  });
  const sum = (of: (line: (typeof lines)[number]) => number): number => lines.reduce((total, line) => total + of(line), 0);
  return {
    id: wire('fulfilment', id), number: `${order.number}-${work.number}`, order: wire('order', stream.id), orderNumber: order.number, location: work.location, kind: work.kind, destination: work.destination, onHold: order.holds.size > 0,
    dueAt: work.dueAt, acceptedBy: work.accepted?.by ?? null, shelf: work.shelf, lines,
    parcels: parcels.map((parcel) => ({ id: wire('parcel', parcel.parcel), number: parcel.number, status: parcel.status, carrier: parcel.carrier, barcode: parcel.barcode, problem: parcel.problem })),
    can: workActions(actor, { kind: work.kind, onHold: order.holds.size > 0, toPick: sum((line) => line.toPick), picked: sum((line) => line.picked), putBack: sum((line) => line.putBack), accepted: work.accepted !== null, labelled: open.some((parcel) => parcel.status === 'labelled') }),
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
