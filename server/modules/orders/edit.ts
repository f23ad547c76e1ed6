/** Changing an order after it was placed, while it is under way: lines and charges that are added, and quantities that go up or down. */
import type { Change } from '../../kernel/change.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import { normaliseGtin } from '../../kernel/gtin.ts';
import { formatMinor } from '../../kernel/money.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { newId } from '../../kernel/ids.ts';
import { fold, moneyOf, unitShare, unitsIn, unitsOf } from '../books/index.ts';
import type { NewEvent, Stream } from '../books/index.ts';
import type { SnapshotCharge, SnapshotLine } from '../channels/index.ts';
import { isCovered } from '../payments/index.ts';
import type { World } from '../sourcing/index.ts';
import { askedOf, askPayment, goOnWhenPaid } from './asked.ts';
import { complete, goOn, onOrder, orderStream, worldOf } from './commands.ts';
import type { OrderDeps } from './commands.ts';
import { UNPLANNABLE } from './place.ts';
import type { KnownVariant } from './place.ts';
import { planOpen } from './planning.ts';
import { orderProblems } from './problems.ts';
import { reservationProblems } from './reservations/problems.ts';
import { cancel, linesAdded } from './rules.ts';
import { orderSlice, undoOf } from './state.ts';
import type { Order } from './state.ts';
import type { CancelReason, Hold, OrderCharge, OrderEvents, OrderLine, Undo } from './types.ts';

/** A line as it was sold later; its delivery by the reference it has on the order (null: the first). */
export type AddedLine = Pick<SnapshotLine, 'ref' | 'sku' | 'gtin' | 'name' | 'kind' | 'quantity' | 'unitPrice' | 'subtotal' | 'discount' | 'taxes' | 'total' | 'delivery' | 'bundle' | 'properties'>;
export type AddedCharge = Pick<SnapshotCharge, 'ref' | 'kind' | 'name' | 'subtotal' | 'discount' | 'taxes' | 'total' | 'delivery'>;
export interface Additions { lines: readonly AddedLine[]; charges: readonly AddedCharge[] }

/** Records added lines and charges on a loaded order: what is due rises by their totals; a product that is not known is held, as when placing. */
export async function recordAdditions(deps: OrderDeps, change: Change, stream: Stream, added: Additions, context: CommandContext): Promise<void> {
  if (added.lines.length === 0 && added.charges.length === 0) return;
  if (fold(stream, orderSlice).reservation !== null) throw reservationProblems.reserved({ detail: 'Nothing is added to a reservation: it owes nothing. Make another one, or an order.' });
  const order = fold(stream, orderSlice);
  const variants = await knownVariants(deps, added.lines);
  const deliveries = new Map([...order.deliveries.values()].map((delivery) => [delivery.ref, delivery.delivery]));
  const [first = 1] = order.deliveries.keys();
  const numberOf = (ref: string | null): number => (ref === null ? first : deliveries.get(ref) ?? first);
  const next = Math.max(0, ...order.lines.keys()) + 1;
  const holds: Hold[] = [];
  const lines = added.lines.map((line, index): OrderLine => {
    const known = (line.sku === null ? undefined : variants.get(line.sku)) ?? (line.gtin === null ? undefined : variants.get(normaliseGtin(line.gtin) ?? ''));
    const kind = line.kind === 'goods' && known ? known.kind : line.kind;
    if (kind === 'goods' && !known) holds.push({ hold: newId(), reason: 'unknown_sku', owner: 'service', note: `Line ${line.ref} (${line.name}) has ${line.sku === null ? 'no SKU' : `SKU "${line.sku}"`}, which is not in the catalogue.`, placedAt: context.now, line: next + index });
    const { ref, gtin, name, quantity, unitPrice, subtotal, discount, taxes, total, bundle, properties } = line;
    return { line: next + index, ref, sku: kind === 'goods' ? known?.sku ?? line.sku : line.sku, gtin, name, kind, quantity, unitPrice, subtotal, discount, taxes, total, delivery: numberOf(line.delivery), bundle, weightGrams: known?.weightGrams ?? 0, tags: known?.tags ?? [], properties, added: 'edit' };
  });
  const charges = added.charges.map(({ ref, kind, name, subtotal, discount, taxes, total, delivery }): OrderCharge => ({ ref, kind, name, subtotal, discount, taxes, total, delivery: delivery === null ? null : numberOf(delivery) }));
  const events: NewEvent[] = [linesAdded(lines, charges)];
  for (const hold of holds) events.push({ type: 'HoldPlaced', data: hold });
  deps.books.record(change, stream, events, context);
}

/** What the catalogue knows of the lines, by SKU and by fourteen-digit GTIN. */
async function knownVariants(deps: OrderDeps, lines: readonly AddedLine[]): Promise<Map<string, KnownVariant>> {
  const keys = [...new Set(lines.flatMap((line) => [line.sku, line.gtin === null ? null : normaliseGtin(line.gtin)]).filter((key): key is string => key !== null))];
  const found = new Map<string, KnownVariant>();
  if (keys.length === 0) return found;
  const rows = await deps.database.query<{ sku: string; kind: KnownVariant['kind']; weight_grams: number; tags: string[]; gtins: string[] }>(
    `select v.sku, v.kind, v.weight_grams, v.tags, array(select b.gtin::text from catalogue.barcode b where b.sku = v.sku) as gtins
     from catalogue.variant v where v.sku = any($1) or v.sku in (select b.sku from catalogue.barcode b where b.gtin = any($1))`, [keys]);
  for (const { sku, kind, weight_grams: weightGrams, tags, gtins } of rows) {
    const known = { sku, kind, weightGrams, tags };
    found.set(sku, known);
    for (const gtin of gtins) found.set(gtin, known);
  }
  return found;
}

/** Completes by rule and plans what stands open: after lines were added, or after the last hold went. `after`: the shelves as this very change leaves them. Nothing where a product or address is still to be mended. */
export async function planAgain(deps: OrderDeps, change: Change, stream: Stream, context: CommandContext, after = (world: World): World => world): Promise<void> {
  const order = fold(stream, orderSlice);
  if ([...order.holds.values()].some((hold) => UNPLANNABLE.has(hold.reason)) || unitsIn(unitsOf(stream), { stage: ['open', 'waiting'] }).length === 0) return;
  const left = complete(deps, change, stream, after(await worldOf(deps, stream, context.now)), context);
  planOpen(deps.books, change, stream, left, context, deps.worlds.day(context.now));
}

/** What was added is not paid yet: its work waits until it is, or until finance says otherwise. The stock is reserved meanwhile. */
export function holdUntilPaid(deps: Pick<OrderDeps, 'books'>, change: Change, stream: Stream, context: CommandContext): void {
  const held = [...fold(stream, orderSlice).holds.values()].some((hold) => hold.reason === 'payment_pending');
  if (held || isCovered(moneyOf(stream))) return;
  const hold: Hold = { hold: newId(), reason: 'payment_pending', owner: 'finance', note: 'What was added to the order is not paid yet.', placedAt: context.now };
  deps.books.record(change, stream, [{ type: 'HoldPlaced', data: hold }], context);
}

/** Refuses goods in what a customer took out of the store: nobody brings them any more. */
function refuseTakenAlong({ deliveries }: Order, lines: readonly AddedLine[]): void {
  const all = [...deliveries.values()];
  const goes = all.filter(({ kind }) => kind !== 'carry_out');
  for (const [index, { kind, delivery }] of lines.entries()) {
    const of = delivery === null ? all[0] : all.find(({ ref }) => ref === delivery);
    if (kind === 'goods' && of?.kind === 'carry_out') throw orderProblems.taken_along({ detail: `Delivery ${of.delivery} was taken along out of the store: nothing can be put to it. ${goes.length === 0 ? 'Sell it at the till, or take an order of its own.' : `Add it to delivery ${goes.map((one) => one.delivery).join(' or ')}.`}`, found: of.delivery, expected: goes.map((one) => one.delivery), field: `lines[${index}].delivery` });
  }
}

/** Adds lines and charges to an order, plans them, and closes the money to what is owed then. */
export const addLines = <T>(deps: OrderDeps, context: CommandContext, order: Uuid, added: Additions, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  onOrder(deps, context, () => orderStream(deps.database, order), async (change, stream) => {
    if (added.lines.length === 0 && added.charges.length === 0) throw orderProblems.quantity({ detail: 'Name at least one line or charge to add.', field: 'lines' });
    const before = beforeOf(stream);
    refuseTakenAlong(fold(stream, orderSlice), added.lines);
    await recordAdditions(deps, change, stream, added, context);
    const { due, currency } = moneyOf(stream);
    if (due < 0) throw orderProblems.does_not_add_up({ detail: `With these the order would come to ${formatMinor(due, currency ?? 'EUR')} ${currency}: less than nothing. Give money back as a return, a cancellation or a refund.`, found: due, expected: 0, field: 'charges' });
    await payFirst(deps, change, stream, before, context);
    return 'lines_added';
  }, present);

/**
 * What was just added waits until it is paid, and the customer is asked for it where somebody can take it; not paid in time it comes off again. `before`: the order before.
 */
async function payFirst(deps: OrderDeps, change: Change, stream: Stream, before: Before, context: CommandContext): Promise<void> {
  holdUntilPaid(deps, change, stream, context);
  await planAgain(deps, change, stream, context);
  const order = fold(stream, orderSlice);
  const lines = [...order.lines.keys()].filter((line) => !before.lines.has(line));
  const charges = [...order.charges.keys()].filter((ref) => !before.charges.has(ref));
  const [first = 1] = order.deliveries.keys();
  askPayment(deps, change, stream, { delivery: order.lines.get(lines[0] ?? 0)?.delivery ?? first, undo: { kind: 'lines', lines, charges }, before: before.undo, hours: await deps.payHours() }, context);
  // What nobody has was cancelled as it was planned.
  goOnWhenPaid(deps.books, change, stream, 'Nothing more is owed', context);
}

interface Before { lines: ReadonlySet<number>; charges: ReadonlySet<string>; undo: readonly Undo[] }

function beforeOf(stream: Stream): Before {
  const { lines, charges } = fold(stream, orderSlice);
  const asked = askedOf(stream);
  return { lines: new Set(lines.keys()), charges: new Set(charges.keys()), undo: asked === null ? [] : undoOf(asked) };
}

/** More of a line that was sold: `more` units at the same price each, discount and taxes in proportion, to the minor unit. */
export function moreOf(line: OrderLine, more: number): AddedLine {
  const share = (amount: number): number => Math.floor(more / line.quantity) * amount + unitShare(amount, line.quantity, 0, more % line.quantity);
  return {
    ref: line.ref, sku: line.sku, gtin: line.gtin, name: line.name, kind: line.kind, quantity: more, unitPrice: line.unitPrice, delivery: null, bundle: line.bundle, properties: line.properties,
    subtotal: share(line.subtotal), discount: share(line.discount), total: share(line.total), taxes: line.taxes.map((tax) => ({ ...tax, amount: share(tax.amount) })),
  };
}

/**
 * Brings the units of a line that are not cancelled to `quantity`. Down cancels what has not left (refused with what can still be
 * cancelled); up sells the difference on a line of its own at the same price, so that the shares of the first are not touched.
 */
export const changeQuantity = <T>(deps: OrderDeps, context: CommandContext, order: Uuid, wanted: { line: number; quantity: number }, reason: CancelReason, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  onOrder(deps, context, () => orderStream(deps.database, order), async (change, stream) => {
    const state = fold(stream, orderSlice);
    const line = state.lines.get(wanted.line);
    if (!line) throw orderProblems.line_unknown({ detail: `The order has no line ${wanted.line}; it has ${[...state.lines.keys()].join(', ')}.`, found: wanted.line, field: 'line' });
    const there = unitsIn(unitsOf(stream), { line: line.line }).reduce((sum, held) => sum + (held.stage === 'cancelled' ? 0 : held.n), 0);
    if (wanted.quantity === there) throw orderProblems.quantity({ detail: `Line ${line.line} (${line.name}) has ${there} already.`, found: wanted.quantity, expected: there, field: 'quantity' });
    if (wanted.quantity < there) {
      deps.books.record(change, stream, cancel(stream, [{ line: line.line, quantity: there - wanted.quantity }], reason, null), context);
      await goOn(deps, change, stream, context);
      return reason;
    }
    const before = beforeOf(stream);
    const more = { ...moreOf(line, wanted.quantity - there), delivery: state.deliveries.get(line.delivery)?.ref ?? null };
    refuseTakenAlong(state, [more]);
    await recordAdditions(deps, change, stream, { lines: [more], charges: [] }, context);
    await payFirst(deps, change, stream, before, context);
    return 'lines_added';
  }, present);
