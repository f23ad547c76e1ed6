/** Applies what a channel changed to the order here: one Change with everything the snapshot brought, and the money closed once at its end. */
import type { Change } from '../../kernel/change.ts';
import type { CommandContext } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import { fold, moneyOf, STILL_HERE, unitShare, unitsIn, unitsOf } from '../books/index.ts';
import type { NewEvent, Stream } from '../books/index.ts';
import type { OrderSnapshot } from '../channels/index.ts';
import { readContacts, writeContact } from '../customers/index.ts';
import { cancel, orderSlice, planAgain, recordAdditions, recordAddress, settleMoney } from '../orders/index.ts';
import type { OrderDeps, OrderEvents } from '../orders/index.ts';
import { paymentsSlice } from '../payments/index.ts';
import { differenceOf, linesOf, returnedOf, sameAddress } from './difference.ts';
import type { Difference } from './difference.ts';
import { moneyDifference, uncovered } from './money.ts';
import type { Disagreement } from './types.ts';

/** Who the orders room says has changed something because a channel said so. */
const BECAUSE = 'channel';

/**
 * Records everything that differs between the channel's last snapshot and this one. Facts of money come first, so that what the channel gave back
 * itself is not given back again when its units are cancelled. Answers what could not be applied.
 */
export async function applyDifference(deps: OrderDeps, change: Change, stream: Stream, before: OrderSnapshot, after: OrderSnapshot, context: CommandContext): Promise<Disagreement[]> {
  const record = (events: readonly NewEvent[]): void => deps.books.record(change, stream, events, context);
  const seq = stream.seq;
  const difference = differenceOf(before, after, fold(stream, orderSlice), unitsOf(stream));
  const disagreements = [...difference.disagreements];
  const short = Math.max(0, uncovered(moneyOf(stream)));
  const money = moneyDifference(moneyOf(stream), fold(stream, paymentsSlice), after.payments, deps.captureMode, after.currency);
  record(money.events);
  await recordAdditions(deps, change, stream, difference, context);
  if (difference.cancel.length > 0) record(cancel(stream, difference.cancel, BECAUSE, after.cancelReason));
  await givenBack(deps, change, stream, after, money.refunded, short, context);
  disagreements.push(...await addresses(deps, change, stream, difference, context));
  holds(deps, change, stream, difference, context);
  if (difference.tags !== null) record([{ type: 'OrderTagged', data: { tags: difference.tags } satisfies OrderEvents['OrderTagged'] }]);
  if (stream.seq > seq) {
    const released = stream.events.slice(seq).some((event) => event.type === 'HoldReleased') && fold(stream, orderSlice).holds.size === 0;
    if (released || difference.lines.length > 0) await planAgain(deps, change, stream, context);
    settleMoney(deps.books, change, stream, BECAUSE, context);
  }
  return disagreements;
}

/** Only the payments: asked again when money of ours that was under way is settled. True when there was news. */
export function applyMoney(deps: OrderDeps, change: Change, stream: Stream, last: OrderSnapshot, context: CommandContext): boolean {
  const { events } = moneyDifference(moneyOf(stream), fold(stream, paymentsSlice), last.payments, deps.captureMode, last.currency);
  if (events.length === 0) return false;
  deps.books.record(change, stream, events, context);
  settleMoney(deps.books, change, stream, BECAUSE, context);
  return true;
}

/**
 * What the channel gave back beyond what was cancelled (goodwill, shipping) is no longer due: otherwise the next capture would take it again. The
 * share of goods that the channel has as returned stays due until they come in, since their return will lower it.
 */
async function givenBack(deps: OrderDeps, change: Change, stream: Stream, after: OrderSnapshot, refunded: number, shortBefore: number, context: CommandContext): Promise<void> {
  if (refunded <= 0) return;
  const order = fold(stream, orderSlice);
  const units = unitsOf(stream);
  const expected = after.lines.reduce((sum, line) => {
    const coming = line.returned - returnedOf(order, units, line.ref);
    const [own] = linesOf(order, line.ref);
    return own && coming > 0 ? sum + unitShare(own.total, own.quantity, 0, Math.min(coming, own.quantity)) : sum;
  }, 0);
  const amount = Math.min(refunded, uncovered(moneyOf(stream)) - shortBefore - expected);
  if (amount <= 0) return;
  const ref = `spil:refund:${newId()}`;
  await recordAdditions(deps, change, stream, { lines: [], charges: [{ ref, kind: 'adjustment', name: 'Refunded in the channel', subtotal: -amount, discount: 0, taxes: [], total: -amount, delivery: null }] }, context);
}

/** An address that the channel changed: taken unless it was changed here too, or the goods are packed. */
async function addresses(deps: OrderDeps, change: Change, stream: Stream, difference: Difference, context: CommandContext): Promise<Disagreement[]> {
  const disagreements: Disagreement[] = [];
  const order = fold(stream, orderSlice);
  const contacts = await readContacts(deps.database, [...order.deliveries.values()].flatMap((delivery) => (delivery.contact === null ? [] : [delivery.contact])));
  for (const { ref, before, after } of difference.addresses) {
    const delivery = [...order.deliveries.values()].find((one) => one.ref === ref);
    const { address } = after;
    if (!delivery || address === null) continue;
    const here = delivery.contact === null ? null : contacts.get(delivery.contact)?.address ?? null;
    if (sameAddress(here, address)) continue;
    const fixed = unitsIn(unitsOf(stream), { delivery: delivery.delivery }).some((held) => held.stage === 'packed' || (!STILL_HERE.includes(held.stage) && held.stage !== 'cancelled'));
    const why = !sameAddress(here, before.address) ? 'it was changed here too' : fixed ? 'the goods are packed or have left' : delivery.kind !== 'ship' ? `the delivery is of kind ${delivery.kind}` : null;
    if (why !== null) {
      // Addresses are personal data: the conflict names the delivery, and both addresses are found with the order and in the channel.
      disagreements.push({ kind: 'address', subject: ref, detail: `The channel changed the address of delivery ${delivery.delivery}, and ${why}. Compare the two and change it here, or stop the parcel.`, channelSays: null, spilSays: null });
      continue;
    }
    const contact = writeContact(change, { name: address.name, email: address.email, phone: address.phone, language: order.language, address });
    const found = deps.geocoder.locate({ country: address.country, postalCode: address.postalCode, city: address.city });
    const coordinates = found && { latitude: Math.round(found.latitude * 100) / 100, longitude: Math.round(found.longitude * 100) / 100 };
    // Two plans in one change would count on the same shelf: work moves only where this is all there is to plan.
    await recordAddress(deps, change, stream, { delivery: delivery.delivery, contact, country: address.country, coordinates }, context, { stays: difference.lines.length > 0 || difference.addresses.length > 1 });
    for (const hold of [...order.holds.values()]) if (hold.reason === 'address_missing') release(deps, change, stream, hold.hold, 'the channel sent the address', context);
  }
  return disagreements;
}

const release = (deps: OrderDeps, change: Change, stream: Stream, hold: string, reason: string, context: CommandContext): void =>
  deps.books.record(change, stream, [{ type: 'HoldReleased', data: { hold, reason } satisfies OrderEvents['HoldReleased'] }], context);

/** Holds as the channel has them, and the one for money: it goes when the order is covered, and comes when an authorisation went. */
function holds(deps: OrderDeps, change: Change, stream: Stream, difference: Difference, context: CommandContext): void {
  const order = fold(stream, orderSlice);
  for (const hold of difference.release) if (order.holds.has(hold)) release(deps, change, stream, hold, 'released in the channel', context);
  for (const { reason, note } of difference.hold) deps.books.record(change, stream, [{ type: 'HoldPlaced', data: { hold: newId(), reason, owner: BECAUSE, note, placedAt: context.now } satisfies OrderEvents['HoldPlaced'] }], context);
  const pending = [...order.holds.values()].find((hold) => hold.reason === 'payment_pending');
  const short = uncovered(moneyOf(stream));
  if (pending && short <= 0) release(deps, change, stream, pending.hold, 'paid', context);
  const lapsed = stream.events.some((event) => event.type === 'AuthorisationExpired' && event.recordedAt === context.now);
  if (!pending && short > 0 && lapsed && unitsIn(unitsOf(stream), { stage: STILL_HERE }).length > 0) {
    deps.books.record(change, stream, [{ type: 'HoldPlaced', data: { hold: newId(), reason: 'payment_pending', owner: 'finance', note: 'The authorisation was withdrawn in the channel.', placedAt: context.now } satisfies OrderEvents['HoldPlaced'] }], context);
  }
}
