/** Voiding a receipt: it was rung up by mistake, and everything of it goes back to where it was. */
import type { Instant } from '../../../kernel/clock.ts';
import type { CommandContext, Outcome } from '../../../kernel/command.ts';
import { asCounted, bucketOf, expectUncounted, fold, STILL_HERE, unitShare, unitsIn, unitsOf } from '../../books/index.ts';
import type { HeldUnits, MoneyEntry, NewEvent, StockMove, Stream, UnitMove } from '../../books/index.ts';
import { countedSince, shelfKey } from '../../inventory/index.ts';
import { locationByCode, zoneDate } from '../../locations/index.ts';
import { everythingHere, onOrder } from '../commands.ts';
import type { OrderDeps } from '../commands.ts';
import { cancel } from '../rules.ts';
import { orderSlice } from '../state.ts';
import type { OrderEvents } from '../types.ts';
import type { SaleView, VoidBody } from './contract.ts';
import { receiptStream } from './find.ts';
import { byHand, handOver } from './given-back.ts';
import { presentSale } from './present.ts';
import { saleProblems } from './problems.ts';

/** What the customer carried out of the store, and what is no goods: with a receipt that is voided it comes back as if it had never gone. */
export const undone = (stream: Stream): HeldUnits[] => {
  const { deliveries } = fold(stream, orderSlice);
  const { lines } = unitsOf(stream);
  return unitsIn(unitsOf(stream), { stage: ['collected', 'delivered'] }).filter((held) => (held.stage === 'collected' ? deliveries.get(held.delivery)?.kind === 'carry_out' : lines.get(held.line)?.sku === null));
};

/** Pure: refuses what is too late to be a mistake at the till. `today` and `then` are dates at the store. */
export function refuseVoid(stream: Stream, { at, today, now }: { at: Instant; today: string; now: Instant }, then: string): void {
  const { placedAt, externalNumber } = fold(stream, orderSlice);
  if (Date.parse(at) > Date.parse(now) + 5 * 60_000) throw saleProblems.not_yet({ detail: `It is ${now} now; it would be voided at ${at}. Set the till's clock right.`, found: at, expected: now, field: 'voidedAt' });
  if (Date.parse(at) < Date.parse(placedAt)) throw saleProblems.not_yet({ detail: `Receipt ${externalNumber} is of ${placedAt}; it cannot be voided at ${at}, before it was rung up.`, found: at, expected: placedAt, field: 'voidedAt' });
  if (today !== then) throw saleProblems.another_day({ detail: `Receipt ${externalNumber} is of ${then}. A receipt is voided on its own day; take the goods back as a return.`, found: today, expected: then, field: 'voidedAt' });
  const out = new Set(undone(stream));
  const left = unitsIn(unitsOf(stream), {}).filter((held) => held.stage === 'in_transfer' || (!STILL_HERE.includes(held.stage) && !['cancelled', 'returned'].includes(held.stage) && !out.has(held)));
  if (left.length > 0) throw saleProblems.has_left({ detail: `Something of receipt ${externalNumber} is ${left[0]?.stage.replaceAll('_', ' ') ?? 'gone'} already. Take the goods back as a return.`, found: left[0]?.stage });
}

/** Pure: the goods lie on the shelf again, what is not goods is taken back, and nothing is owed. Where the shelf was counted since, the count has found them. */
export function voided(stream: Stream, { at, cashier, reason, counted }: { at: Instant; cashier: string | null; reason: string | null; counted: ReadonlySet<string> }): NewEvent {
  const order = fold(stream, orderSlice);
  const { lines } = unitsOf(stream);
  const units: UnitMove[] = [];
  const stock: StockMove[] = [];
  const money: MoneyEntry[] = [];
  const back = new Map<number, number>();
  const home = order.sale?.location ?? null;
  for (const held of undone(stream)) {
    const line = order.lines.get(held.line);
    const location = held.location ?? home;
    if (!line || location === null) continue;
    units.push({ line: held.line, delivery: held.delivery, n: held.n, from: bucketOf(held), to: { stage: 'returned', holder: null, location } });
    const before = back.get(held.line) ?? 0;
    money.push({ account: 'due', amount: -unitShare(line.total, line.quantity, line.quantity - (order.settled.get(held.line) ?? 0) - before - held.n, held.n) });
    back.set(held.line, before + held.n);
    const sku = lines.get(held.line)?.sku;
    if (!sku) continue;
    const shelf: StockMove = { sku, n: held.n, from: { location, state: 'quarantine' }, to: { location, state: 'sellable' } };
    stock.push(shelf, ...(counted.has(shelfKey({ sku, location })) ? [asCounted({ ...shelf, from: { outside: 'customer' } })] : []));
  }
  const charges = [...order.charges.values()].map(({ ref, total }) => ({ ref, amount: total - (order.waived.get(ref) ?? 0) })).filter(({ amount }) => amount !== 0);
  for (const { amount } of charges) money.push({ account: 'due', amount: -amount });
  const total = money.reduce((sum, entry) => sum + entry.amount, 0);
  return {
    type: 'SaleVoided', data: { receipt: order.externalNumber, lines: [...back].map(([line, quantity]) => ({ line, quantity })), charges, cashier, reason } satisfies OrderEvents['SaleVoided'],
    moves: { units, stock, ...(total === 0 ? {} : { money: [{ account: 'due', amount: total }] }) }, occurredAt: at,
  };
}

/** Voids a receipt on the day of the sale: all of its money is given at once, and with it what was owed of it before. Voided again it is answered as it is. */
export async function voidSale(deps: OrderDeps, context: CommandContext, { channel, receipt, voidedAt, cashier, reason }: VoidBody): Promise<Outcome<SaleView>> {
  let owedBefore = 0;
  return onOrder(deps, context, () => receiptStream(deps, context.actor, channel, receipt), async (change, stream) => {
    const order = fold(stream, orderSlice);
    owedBefore = 0;
    if (order.voided) return;
    const at = new Date(voidedAt ?? context.now).toISOString();
    const zone = (await locationByCode(deps.database, order.sale?.location ?? ''))?.calendar.zone ?? 'Europe/Amsterdam';
    refuseVoid(stream, { at, today: zoneDate(at, zone), now: context.now }, zoneDate(order.placedAt, zone));
    const rest = everythingHere(stream);
    if (rest.length > 0) deps.books.record(change, stream, cancel(stream, rest, 'mistake', reason), context);
    const shelves = undone(stream).flatMap(({ line, location }) => { const sku = unitsOf(stream).lines.get(line)?.sku; return sku && location !== null ? [{ sku, location }] : []; });
    const happened = at < context.now ? at : context.now;
    const counted = await countedSince(deps.database, shelves, happened);
    for (const shelf of shelves) if (!counted.has(shelfKey(shelf))) expectUncounted(change, shelf, happened);
    deps.books.record(change, stream, [voided(stream, { at: happened, cashier, reason, counted })], context);
    owedBefore = await handOver(deps, change, stream, byHand(stream), context);
    // Nothing is left of it that somebody could mend.
    deps.books.record(change, stream, [...order.holds.keys()].map((hold) => ({ type: 'HoldReleased', data: { hold, reason: 'voided' } satisfies OrderEvents['HoldReleased'] })), context);
    return 'voided';
  }, (stream) => { const sale = presentSale(stream); return { ...sale, giveBack: sale.giveBack + owedBefore }; });
}
