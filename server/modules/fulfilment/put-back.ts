/** Putting goods back that nobody waits for any more: what lies where, and counting what is back on the shelf, by scan or all at once. */
import { z } from 'zod';
import { execute } from '../../kernel/command.ts';
import type { Actor, CommandContext, Outcome } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { wire, WireId } from '../../kernel/wire.ts';
import { fold, loadStreamBy, unitsOf } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { Barcodes, shownOf, shownProducts } from '../catalogue/index.ts';
import { skusOf } from '../inventory/index.ts';
import type { Scanned } from '../inventory/index.ts';
import { orderSlice } from '../orders/index.ts';
import { mine } from './commands.ts';
import type { FloorDeps } from './commands.ts';
import { fulfilmentProblems } from './problems.ts';
import * as rules from './rules.ts';
import { floorSlice, toPutBack } from './types.ts';
import type { Fulfilment, LineCount } from './types.ts';

export interface PutBackRequest {
  fulfilment: Uuid;
  /** Where they are put back; null is where the work was picked. */
  location: string | null;
  /** What was scanned; null is everything. */
  scans: readonly { code: string; quantity: number }[] | null;
}

/** Goods of a work order are back on the shelf of the location where they lay: where they were picked, or the store they had been brought to. */
export async function putBack<T>(deps: FloorDeps, context: CommandContext, { fulfilment, location, scans }: PutBackRequest, present: (left: { location: string; left: number }) => T): Promise<Outcome<T>> {
  const skus = await skusOf(deps.database, (scans ?? []).map((scan) => scan.code));
  return execute(deps.database, context, async (change) => {
    const stream = await loadStreamBy(deps.database, 'select order_id from fulfilment.fulfilment where id = $1', fulfilment);
    const work = stream && fold(stream, floorSlice).fulfilments.get(fulfilment);
    const at = location ?? work?.location ?? '';
    // The store that something was brought to sees of another's work only what lies with itself.
    if (!stream || !work || !mine(context.actor, at) || (at !== work.location && toPutBack(work, at).length === 0)) throw fulfilmentProblems.unknown({ detail: `There is no work ${fulfilment} for this account.` });
    deps.books.record(change, stream, [rules.putBack(unitsOf(stream), work, at, scans && counted(stream, work, at, scans, skus))], context);
    const after = fold(stream, floorSlice).fulfilments.get(fulfilment);
    return { status: 200, answer: present({ location: at, left: after ? toPutBack(after, at).reduce((sum, one) => sum + one.quantity, 0) : 0 }) };
  });
}

/** Scans as lines that are to be put back; a product that is not is refused in words. */
function counted(stream: Stream, work: Fulfilment, location: string, scans: NonNullable<PutBackRequest['scans']>, skus: ReadonlyMap<string, Scanned>): LineCount[] {
  const order = fold(stream, orderSlice);
  const left = toPutBack(work, location);
  const lines = new Map<number, number>();
  for (const { code, quantity } of scans) {
    const scanned = skus.get(code);
    if (scanned === undefined) throw fulfilmentProblems.unknown_product({ detail: `${code} is not a barcode or SKU of the catalogue. Scan the label of the product itself.`, found: code, field: 'scans' });
    const { sku, pieces } = scanned;
    const wanted = left.filter(({ line }) => order.lines.get(line)?.sku === sku);
    if (wanted.length === 0) throw fulfilmentProblems.wrong_scan({ detail: `${code} (SKU ${sku}) is not to be put back. Wanted: ${left.map(({ line }) => order.lines.get(line)?.name ?? `line ${line}`).join(', ') || 'nothing more'}.`, found: code, field: 'scans' });
    const name = order.lines.get(wanted[0]?.line ?? 0)?.name ?? sku;
    const room = wanted.reduce((sum, one) => sum + one.quantity, 0);
    if (room > 0 && pieces > 1 && quantity * pieces > room) throw rules.tooLarge(name, pieces, room);
    if (quantity * pieces > room) throw fulfilmentProblems.enough({ detail: room === 0 ? `All of ${name} that were to be put back are.` : `Of ${name} ${room} ${room === 1 ? 'is' : 'are'} to be put back, ${quantity} were scanned.`, found: code, field: 'scans' });
    for (const one of rules.spread(wanted, quantity * pieces)) {
      lines.set(one.line, (lines.get(one.line) ?? 0) + one.quantity);
      for (const of of wanted) if (of.line === one.line) of.quantity -= one.quantity;
    }
  }
  return [...lines].map(([line, quantity]) => ({ line, quantity }));
}

export const PutBackQuery = z.object({ location: z.string().min(1).max(63) });
export const PutBackRow = z.object({
  fulfilment: WireId, number: z.string(), orderNumber: z.string(), location: z.string(), shelf: z.string().nullable().describe('Where they lie now'),
  lines: z.array(z.object({ line: z.int(), sku: z.string(), name: z.string(), picture: z.string().nullable(), options: z.record(z.string(), z.string()), ...Barcodes, place: z.string().nullable().describe('Where they belong'), quantity: z.int() })),
});

interface Row { fulfilment_id: Uuid; number: string; order_number: string; line: number; sku: string; name: string; quantity: number; place: string | null; shelf: string | null }

/** What lies at a location to be put back, order by order. */
export async function listPutBack(database: Database, actor: Actor, { location }: z.infer<typeof PutBackQuery>): Promise<z.infer<typeof PutBackRow>[]> {
  if (!mine(actor, location)) return [];
  const rows = await database.query<Row>(
    `select b.fulfilment_id, f.number, o.number as order_number, b.line, b.sku, v.name, b.quantity, p.place,
       (select e.body::json -> 'data' ->> 'shelf' from books.event e where e.stream_id = b.order_id and e.type in ('ItemsPicked', 'ItemsReceived', 'DeliveryReady') and e.body::json -> 'data' ->> 'shelf' is not null and (e.body::json -> 'data' ->> 'fulfilment' = b.fulfilment_id::text or (e.body::json -> 'data' ->> 'delivery')::int = f.delivery) order by e.seq desc limit 1) as shelf
     from fulfilment.put_back b join fulfilment.fulfilment f on f.id = b.fulfilment_id join orders.order o on o.id = b.order_id join catalogue.variant v on v.sku = b.sku
       left join inventory.place p on p.location = b.location and p.sku = b.sku where b.location = $1 order by b.fulfilment_id, b.line limit 500`, [location]);
  const shown = await shownProducts(database, rows.map((row) => row.sku));
  const found = new Map<Uuid, z.infer<typeof PutBackRow>>();
  for (const { fulfilment_id, number, order_number, line, sku, name, quantity, place, shelf } of rows) {
    const of = found.get(fulfilment_id) ?? { fulfilment: wire('fulfilment', fulfilment_id), number, orderNumber: order_number, location, shelf, lines: [] };
    of.lines.push({ line, sku, name, ...shownOf(shown, sku), place, quantity });
    found.set(fulfilment_id, of);
  }
  return [...found.values()];
}
