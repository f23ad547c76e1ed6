/** Pure: which lines nobody knows, what they may be named, and what that means for the goods that were carried out. */
import type { Instant } from '../../kernel/clock.ts';
import { normaliseGtin } from '../../kernel/gtin.ts';
import { fold, unitsIn, unitsOf } from '../books/index.ts';
import type { NewEvent, StockMove, Stream } from '../books/index.ts';
import type { VariantView } from '../catalogue/index.ts';
import { orderProblems } from './problems.ts';
import { orderSlice } from './state.ts';
import type { Order } from './state.ts';
import type { CarriedOut } from './taken.ts';
import type { OrderEvents, OrderLine } from './types.ts';

export interface Naming { line: number; sku: string; /** The barcode that was scanned is this product's from now on. */ learn: boolean }

/** Lines of goods of which nobody has said yet what they are. */
export const unknownLines = ({ lines, holds }: Pick<Order, 'lines' | 'holds'>): number[] =>
  [...lines.values()].filter(({ line, kind, sku }) => kind === 'goods' && (sku === null || [...holds.values()].some((hold) => hold.reason === 'unknown_sku' && hold.line === line))).map(({ line }) => line);

/** Refuses what cannot be named, and what it cannot be named as. */
export function refuseNaming(stream: Stream, { line, sku, learn }: Naming, product: Pick<VariantView, 'kind' | 'active'> | undefined): OrderLine {
  const order = fold(stream, orderSlice);
  const of = order.lines.get(line);
  if (!of) throw orderProblems.line_unknown({ detail: `The order has no line ${line}; it has ${[...order.lines.keys()].join(', ')}.`, found: line, field: 'line' });
  if (!unknownLines(order).includes(line)) throw orderProblems.line_known({ detail: `Line ${line} is ${of.sku ?? of.kind} (${of.name}) already. What was sold as another product is set right by an exchange.`, found: of.sku, field: 'line' });
  if (!product) throw orderProblems.product_unknown({ detail: `"${sku}" is not in the catalogue. Load the product first.`, found: sku, field: 'sku' });
  if (product.kind !== 'goods') throw orderProblems.product_unknown({ detail: `"${sku}" is a ${product.kind}, which lies on no shelf. Name what was carried out.`, found: sku, field: 'sku' });
  const held = unitsIn(unitsOf(stream), { line });
  if (held.some(({ stage }) => stage === 'returned')) throw orderProblems.came_back({ detail: `Some of line ${line} came back before anybody knew what it was. Count the shelf it was put on, and release the hold.`, field: 'line' });
  if (held.every(({ stage }) => stage === 'cancelled')) throw orderProblems.came_back({ detail: `Nothing is left of line ${line}: it is cancelled. Release the hold.`, field: 'line' });
  if (learn && gtinOf(of) === null) throw orderProblems.no_barcode({ detail: `Line ${line} was not scanned: there is no barcode to remember.`, field: 'learn' });
  return of;
}

export const gtinOf = ({ gtin }: OrderLine): string | null => (gtin === null ? null : normaliseGtin(gtin));

/** What was carried out of the store of a line, by the location it left. */
export function carriedOut(stream: Stream, line: number, sku: string): CarriedOut[] {
  const taken = new Map<string, number>();
  for (const { n, location } of unitsIn(unitsOf(stream), { line, stage: 'collected' })) if (location !== null) taken.set(location, (taken.get(location) ?? 0) + n);
  return [...taken].map(([location, n]) => ({ sku, n, from: { location, state: 'sellable' }, to: { outside: 'customer' } }));
}

/** The line as it is known now, the goods with it, and its hold taken away. `there`: what the books have on the shelf. A receipt's own name for it stays. */
export function named(stream: Stream, { line, learn }: Naming, product: Pick<VariantView, 'sku' | 'name' | 'weightGrams' | 'tags'>, sold: { moves: readonly StockMove[]; at: Instant }): NewEvent[] {
  const { lines, holds } = fold(stream, orderSlice);
  const of = lines.get(line) as OrderLine;
  const { sku, name, weightGrams, tags } = product;
  const printed = of.name !== of.gtin && of.name !== of.properties['code'] && normaliseGtin(of.name) === null;
  const others = unknownLines({ lines, holds }).some((other) => other !== line);
  const released = [...holds.values()].filter((hold) => hold.reason === 'unknown_sku' && (hold.line === line || (hold.line === undefined && !others)));
  return [
    {
      type: 'ProductNamed', data: { line, sku, name: printed ? of.name : name, weightGrams, tags, learned: learn ? gtinOf(of) : null } satisfies OrderEvents['ProductNamed'],
      moves: { lines: [{ line, sku }], ...(sold.moves.length > 0 ? { stock: [...sold.moves] } : {}) }, ...(sold.moves.length > 0 ? { occurredAt: sold.at } : {}),
    },
    ...released.map(({ hold }): NewEvent => ({ type: 'HoldReleased', data: { hold, reason: 'named' } satisfies OrderEvents['HoldReleased'] })),
  ];
}
