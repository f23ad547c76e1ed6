/** Pure: what a channel changed between two of its snapshots, as far as Spil has not done the same already. */
import { unitsIn } from '../books/index.ts';
import type { Stage, Units } from '../books/index.ts';
import type { OrderSnapshot, SnapshotLine } from '../channels/index.ts';
import type { AddedCharge, AddedLine, Order, OrderLine } from '../orders/index.ts';
import type { Disagreement } from './types.ts';

export interface Difference {
  cancel: { line: number; quantity: number }[];
  lines: AddedLine[];
  charges: AddedCharge[];
  /** Deliveries whose address the channel changed. */
  addresses: { ref: string; before: OrderSnapshot['deliveries'][number]; after: OrderSnapshot['deliveries'][number] }[];
  hold: OrderSnapshot['holds'];
  /** Ids of holds that the channel has taken away. */
  release: string[];
  /** All tags as they must be; null when the channel changed none. */
  tags: string[] | null;
  disagreements: Disagreement[];
}

/** Stages from which units can still be cancelled; those in a van between two stores cannot. */
const CANCELLABLE: readonly Stage[] = ['open', 'waiting', 'allocated', 'ready', 'picked', 'packed'];
const GONE: readonly Stage[] = ['shipped', 'at_pickup_point', 'returning', 'collected', 'delivered', 'lost', 'returned'];

const cancelledOf = (snapshot: OrderSnapshot, line: SnapshotLine): number => (snapshot.cancelledAt === null ? line.cancelled : line.quantity - line.shipped);
const aliveOf = (snapshot: OrderSnapshot, line: SnapshotLine | undefined): number => (line ? line.quantity - cancelledOf(snapshot, line) : 0);

/** Lines of the order that the channel knows under a reference, the latest first: what an edit added goes before what was ordered. */
export const linesOf = (order: Order, ref: string): OrderLine[] => [...order.lines.values()].filter((line) => line.ref === ref && line.added !== 'exchange' && line.added !== 'replacement').reverse();

const countOf = (units: Units, lines: readonly OrderLine[], stages: readonly Stage[] | null): number =>
  lines.reduce((sum, { line }) => sum + unitsIn(units, { line, ...(stages === null ? {} : { stage: stages }) }).reduce((total, held) => total + (stages === null && held.stage === 'cancelled' ? 0 : held.n), 0), 0);

/** Units that came back, by the channel's reference. */
export const returnedOf = (order: Order, units: Units, ref: string): number => countOf(units, linesOf(order, ref), ['returned']);

/**
 * Compares two snapshots of one channel. Cancelling is taken only as far as Spil still has more units alive than the channel: what Spil cancelled
 * itself comes back as an echo and changes nothing. (Both sides cancelling at the same moment converges: our notice lowers the channel's count
 * once more, and its next snapshot says so.) What is added is the difference of the snapshots alone.
 */
export function differenceOf(before: OrderSnapshot, after: OrderSnapshot, order: Order, units: Units): Difference {
  const difference: Difference = { cancel: [], lines: [], charges: [], addresses: [], hold: [], release: [], tags: null, disagreements: [] };
  const earlier = new Map(before.lines.map((line) => [line.ref, line]));
  const now = new Map(after.lines.map((line) => [line.ref, line]));
  for (const line of after.lines) {
    const known = earlier.get(line.ref);
    if (!known) {
      if (linesOf(order, line.ref).length === 0) difference.lines.push(sold(line));
    } else if (line.quantity > known.quantity) difference.lines.push(increase(known, line));
    else if (line.quantity === known.quantity && line.total !== known.total) difference.disagreements.push({ kind: 'price', subject: line.ref, detail: `${line.name} was sold for ${known.total} and the channel says ${line.total} now (minor units). Books keep what was sold; add or refund the difference.`, channelSays: line.total, spilSays: known.total });
  }
  for (const ref of new Set([...earlier.keys(), ...now.keys()])) lessOf(difference, before, after, order, units, ref, earlier.get(ref), now.get(ref));
  charges(difference, before, after, order);
  deliveries(difference, before, after);
  holds(difference, before, after, order);
  difference.tags = tagsOf(before.tags, after.tags, order.tags);
  return difference;
}

const sold = ({ ref, sku, gtin, name, kind, quantity, unitPrice, subtotal, discount, taxes, total, delivery, bundle, properties }: SnapshotLine): AddedLine => ({ ref, sku, gtin, name, kind, quantity, unitPrice, subtotal, discount, taxes, total, delivery, bundle, properties });

/** What a line grew by: units and amounts that the new snapshot has beyond the old one. */
function increase(before: SnapshotLine, after: SnapshotLine): AddedLine {
  const taxes = after.taxes.map((tax, index) => ({ ...tax, amount: tax.amount - (before.taxes[index]?.amount ?? 0) }));
  return { ...sold(after), quantity: after.quantity - before.quantity, subtotal: after.subtotal - before.subtotal, discount: after.discount - before.discount, taxes, total: after.total - before.total };
}

/** Units of one line that the channel no longer wants, or says have moved otherwise than here. */
function lessOf(into: Difference, before: OrderSnapshot, after: OrderSnapshot, order: Order, units: Units, ref: string, earlier: SnapshotLine | undefined, line: SnapshotLine | undefined): void {
  const name = (line ?? earlier)?.name ?? ref;
  const mine = linesOf(order, ref);
  const wasAlive = aliveOf(before, earlier);
  const isAlive = aliveOf(after, line);
  const alive = countOf(units, mine, null);
  let less = Math.min(wasAlive - isAlive, alive - isAlive);
  for (const own of mine) {
    const n = Math.min(less, countOf(units, [own], CANCELLABLE));
    if (n <= 0) continue;
    into.cancel.push({ line: own.line, quantity: n });
    less -= n;
  }
  if (less > 0) into.disagreements.push({ kind: 'goods_left', subject: ref, detail: `The channel cancelled ${less} of ${name}, which have left or are under way between locations. Stop the parcel, or take them back as a return.`, channelSays: { alive: isAlive }, spilSays: { alive } });
  if (earlier && line && line.quantity === earlier.quantity && isAlive > wasAlive) into.disagreements.push({ kind: 'reopened', subject: ref, detail: `The channel wants ${isAlive - wasAlive} of ${name} again that it had cancelled. Cancelled units do not come back: sell them anew.`, channelSays: { alive: isAlive }, spilSays: { alive } });
  const gone = countOf(units, mine, GONE);
  if (line && line.shipped > (earlier?.shipped ?? 0) && line.shipped > gone) into.disagreements.push({ kind: 'shipped_elsewhere', subject: ref, detail: `The channel says ${line.shipped} of ${name} were shipped; here ${gone} have left. If somebody shipped outside Spil, cancel them here.`, channelSays: line.shipped, spilSays: gone });
  const returned = countOf(units, mine, ['returned']);
  if (line && line.returned > (earlier?.returned ?? 0) && line.returned > returned) into.disagreements.push({ kind: 'returned_in_channel', subject: ref, detail: `The channel noted ${line.returned} of ${name} as returned; here ${returned} came in. Receive them at the location that has them.`, channelSays: line.returned, spilSays: returned });
}

function charges(into: Difference, before: OrderSnapshot, after: OrderSnapshot, order: Order): void {
  const earlier = new Map(before.charges.map((charge) => [charge.ref, charge]));
  for (const { refunded: _refunded, ...charge } of after.charges) {
    const known = earlier.get(charge.ref);
    if (!known) {
      if (!order.charges.has(charge.ref)) into.charges.push(charge);
    } else if (known.total !== charge.total) into.disagreements.push({ kind: 'price', subject: charge.ref, detail: `${charge.name} was ${known.total} and the channel says ${charge.total} now (minor units). Books keep what was sold; add or refund the difference.`, channelSays: charge.total, spilSays: known.total });
  }
}

function deliveries(into: Difference, before: OrderSnapshot, after: OrderSnapshot): void {
  const earlier = new Map(before.deliveries.map((delivery) => [delivery.ref, delivery]));
  for (const delivery of after.deliveries) {
    const known = earlier.get(delivery.ref);
    // A kind of delivery that only added lines bring (digital beside goods) needs nothing of us; another destination does.
    if (!known ? delivery.kind !== 'digital' : known.kind !== delivery.kind || known.location !== delivery.location || known.pickupPoint?.id !== delivery.pickupPoint?.id) {
      into.disagreements.push({ kind: 'delivery', subject: delivery.ref, detail: `The channel changed how the goods go: ${known ? `${known.kind}${known.location === null ? '' : ` ${known.location}`}` : 'nothing'} became ${delivery.kind}${delivery.location === null ? '' : ` ${delivery.location}`}. Change it here while the goods have not left, or cancel and sell anew.`, channelSays: { kind: delivery.kind, location: delivery.location }, spilSays: known ? { kind: known.kind, location: known.location } : null });
    } else if (known && delivery.address !== null && !sameAddress(known.address, delivery.address)) into.addresses.push({ ref: delivery.ref, before: known, after: delivery });
  }
}

function holds(into: Difference, before: OrderSnapshot, after: OrderSnapshot, order: Order): void {
  const had = new Set(before.holds.map((hold) => hold.reason));
  const has = new Set(after.holds.map((hold) => hold.reason));
  const open = [...order.holds.values()].filter((hold) => hold.owner === 'channel');
  into.hold = after.holds.filter((hold) => !had.has(hold.reason) && !open.some((one) => one.reason === hold.reason));
  into.release = open.filter((hold) => had.has(hold.reason) && !has.has(hold.reason)).map((hold) => hold.hold);
}

/** Three-way: what the channel added and took away, applied to the tags there are here. */
function tagsOf(before: readonly string[], after: readonly string[], here: readonly string[]): string[] | null {
  const added = after.filter((tag) => !before.includes(tag) && !here.includes(tag));
  const gone = before.filter((tag) => !after.includes(tag) && here.includes(tag));
  return added.length + gone.length === 0 ? null : [...here.filter((tag) => !gone.includes(tag)), ...added].sort();
}

type Address = OrderSnapshot['deliveries'][number]['address'];
const FIELDS = ['name', 'company', 'street', 'houseNumber', 'addition', 'line2', 'postalCode', 'city', 'region', 'country', 'phone'] as const;

/** Whether two addresses are the same place and person, however they were written originally. */
export const sameAddress = (one: Address, other: Address): boolean =>
  one === null || other === null ? one === other : FIELDS.every((field) => (one[field] ?? '') === (other[field] ?? ''));
