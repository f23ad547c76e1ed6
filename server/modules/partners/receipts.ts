/** Goods that came in at an external warehouse, as it tells. */
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import { bookArrival } from '../inventory/index.ts';
import type { InventoryDeps } from '../inventory/index.ts';
import type { z } from 'zod';
import type { ReceiptBody, Received } from './contract.ts';
import { locationOf, once, possible, raiseTask } from './messages.ts';

/** Books a receipt once, against the expected receipt that its delivery names where there is one. Products that nobody knows are told back and looked at; the others are booked. */
export async function receiveGoods(deps: InventoryDeps, context: CommandContext, body: z.output<typeof ReceiptBody>): Promise<Outcome<z.infer<typeof Received>>> {
  const location = await locationOf(deps.database, context.actor, body.location);
  const at = body.receivedAt === undefined ? context.now : possible(body.receivedAt, 'receivedAt', context.now);
  return once(deps.database, context, async () => ({ location, reference: body.reference, kind: 'receipt', fulfilment: null, body }), async (change) => {
    const rows = await deps.database.query<{ sku: string }>('select sku from catalogue.variant where sku = any($1)', [body.lines.map(({ sku }) => sku)]);
    const known = new Set(rows.map(({ sku }) => sku));
    const unknown = [...new Set(body.lines.filter(({ sku }) => !known.has(sku)).map(({ sku }) => sku))];
    const lines = body.lines.filter(({ sku, quantity, damaged }) => known.has(sku) && quantity + damaged > 0);
    const stream = lines.length === 0 ? null : await bookArrival(deps, change, context, { location, delivery: body.delivery ?? body.reference, at, lines: lines.map(({ sku, quantity, damaged }) => ({ sku, good: quantity, damaged })) });
    for (const sku of unknown) raiseTask(change, { kind: 'unknown_product', location, order: null, sku, detail: `Receipt ${body.reference} names ${sku}, which is no product of ours. Load the product, then count the shelf.` }, context.now);
    return { answer: { location, booked: lines.reduce((sum, { quantity, damaged }) => sum + quantity + damaged, 0), unknown }, stream };
  });
}
