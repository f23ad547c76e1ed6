/** Goods that came in at an external warehouse, as it tells. */
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import { newStream } from '../books/index.ts';
import type { NewEvent } from '../books/index.ts';
import { corrected, received } from '../inventory/index.ts';
import type { OrderDeps } from '../orders/index.ts';
import type { z } from 'zod';
import type { ReceiptBody, Received } from './contract.ts';
import { locationOf, once, possible, raiseTask } from './messages.ts';

/** Books a receipt once. Products that nobody knows are told back and looked at; the others are booked. */
export async function receiveGoods(deps: Pick<OrderDeps, 'database' | 'books'>, context: CommandContext, body: z.output<typeof ReceiptBody>): Promise<Outcome<z.infer<typeof Received>>> {
  const location = await locationOf(deps.database, context.actor, body.location);
  const at = body.receivedAt === undefined ? context.now : possible(body.receivedAt, 'receivedAt', context.now);
  return once(deps.database, context, async () => ({ location, reference: body.reference, kind: 'receipt', fulfilment: null, body }), async (change) => {
    const rows = await deps.database.query<{ sku: string }>('select sku from catalogue.variant where sku = any($1)', [body.lines.map(({ sku }) => sku)]);
    const known = new Set(rows.map(({ sku }) => sku));
    const unknown = [...new Set(body.lines.filter(({ sku }) => !known.has(sku)).map(({ sku }) => sku))];
    const lines = body.lines.filter(({ sku, quantity, damaged }) => known.has(sku) && quantity + damaged > 0);
    const stream = newStream('stock', newId());
    const events: NewEvent[] = [];
    if (lines.length > 0) events.push(received(location, body.delivery ?? body.reference, lines.map(({ sku, quantity, damaged }) => ({ sku, quantity: quantity + damaged }))));
    const broken = lines.filter(({ damaged }) => damaged > 0);
    if (broken.length > 0) events.push(corrected(location, broken.map(({ sku, damaged }) => ({ sku, from: 'sellable', to: 'damaged', quantity: damaged })), `Came in damaged: ${body.delivery ?? body.reference}`));
    deps.books.record(change, stream, events.map((event) => ({ ...event, occurredAt: at })), context);
    for (const sku of unknown) raiseTask(change, { kind: 'unknown_product', location, order: null, sku, detail: `Receipt ${body.reference} names ${sku}, which is no product of ours. Load the product, then count the shelf.` }, context.now);
    return { answer: { location, booked: lines.reduce((sum, { quantity, damaged }) => sum + quantity + damaged, 0), unknown }, stream: events.length > 0 ? stream : null };
  });
}
