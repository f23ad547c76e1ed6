/** Saying which product an unknown line was: what was scanned and nobody knew is a line like any other from then on, and what was carried out of it has left its shelf. */
import type { Actor, CommandContext, Outcome } from '../../kernel/command.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { learnBarcode, variantsOf } from '../catalogue/index.ts';
import { countedSince } from '../inventory/index.ts';
import { onOrder, orderFor } from './commands.ts';
import type { OrderDeps } from './commands.ts';
import { planAgain } from './edit.ts';
import { carriedOut, gtinOf, named, refuseNaming } from './naming-rules.ts';
import type { Naming } from './naming-rules.ts';
import { orderProblems } from './problems.ts';
import { orderSlice } from './state.ts';
import { shelvesAfter, takenFrom } from './taken.ts';

/** An order for an account that sells: a store's finds its own receipts only. */
async function orderToName(deps: Pick<OrderDeps, 'database'>, actor: Actor, id: Uuid): Promise<Stream> {
  const stream = await orderFor(deps.database, actor, id);
  const at = fold(stream, orderSlice).sale?.location;
  if (actor.locations !== 'all' && (at === undefined || !actor.locations.includes(at))) throw orderProblems.unknown({ detail: `There is no order ${id} for this account.`, found: id });
  return stream;
}

/** Says which product an unknown line was. What of it was carried out left its shelf when it was sold; what was promised is planned like any other line. */
export const nameProduct = <T>(deps: OrderDeps, context: CommandContext, order: Uuid, naming: Naming, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  onOrder(deps, context, () => orderToName(deps, context.actor, order), async (change, stream) => {
    const product = (await variantsOf(deps.database, [naming.sku])).get(naming.sku);
    const line = refuseNaming(stream, naming, product);
    if (!product) return;
    const gtin = gtinOf(line);
    if (naming.learn && gtin !== null) await learnBarcode(deps.database, change, { sku: naming.sku, gtin }, context.now);
    const { placedAt } = fold(stream, orderSlice);
    const at = placedAt < context.now ? placedAt : context.now;
    const sold = carriedOut(stream, naming.line, naming.sku);
    const [world, counted] = await Promise.all([
      deps.worlds.load(deps.database, [naming.sku], context.now), countedSince(deps.database, sold.map(({ sku, from }) => ({ sku, location: from.location })), at),
    ]);
    const moves = sold.flatMap((move) => {
      const there = world.balances.find(({ sku, location }) => sku === move.sku && location === move.from.location)?.quantity ?? 0;
      return [...takenFrom(change, move, there, { at, counted }), move];
    });
    deps.books.record(change, stream, named(stream, naming, product, { moves, at }), context);
    await planAgain(deps, change, stream, context, (shelves) => shelvesAfter(shelves, sold, { at, counted }));
    return 'named';
  }, present);
