/** Where a delivery goes instead: another store, home, or a store in place of home. Decided on a loaded order; what has no place at the new destination refuses it. */
import type { Change } from '../../kernel/change.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { bucketOf, fold, STILL_HERE, unitsIn, unitsOf } from '../books/index.ts';
import type { Books, HeldUnits, NewEvent, RecordContext, Stream, UnitMove } from '../books/index.ts';
import { dialogueSlice, releaseOf, withdrawn } from '../dialogue/index.ts';
import { demandFor, orderProblems, orderSlice, planOpen, reservationProblems, worldAfter } from '../orders/index.ts';
import type { OrderCharge, OrderDelivery, OrderEvents } from '../orders/index.ts';
import { assign, candidatesOf, chooseStrategy, optionsByHand, prepare } from '../sourcing/index.ts';
import type { Demand, RuleName, World } from '../sourcing/index.ts';
import type { PickupPolicy } from './pickup-policy.ts';
import { fulfilmentProblems } from './problems.ts';

/** Where it goes instead; the address of a home is a contact version, since events name no person. */
export type Destination =
  | { kind: 'pickup'; location: string }
  | { kind: 'ship'; contact: Uuid | null; country: string; coordinates: OrderDelivery['coordinates'] };

export interface ChangeWish { delivery: number; to: Destination; by: 'customer' | 'staff'; /** Why staff go against a rule of selling. */ reason: string | null; /** It goes back, since nobody paid for the change: these charges were asked for it and come off. */ unpaid?: readonly string[] }

/** A change that may be made: the delivery, its units that go elsewhere, and the shelves as if all of them were back on theirs. `part`: something of it has left or is packed and stays; the rest becomes a delivery of its own. */
export interface Changing { of: OrderDelivery; held: HeldUnits[]; part: boolean; opened: World }

type Count = { held: HeldUnits; n: number };

/** In these the goods lie in the store, picked for this order. */
const IN_HAND: readonly HeldUnits['stage'][] = ['picked', 'ready'];
const MOVABLE: readonly HeldUnits['stage'][] = ['open', 'waiting', 'allocated', 'picked', 'ready'];

/** A partner that has taken its work up is asked to stop by cancelling, and says whether it can; nothing is taken from under its hands. */
const isFree = (stream: Stream, held: HeldUnits): boolean => releaseOf(fold(stream, dialogueSlice), held) === 'free';

/** The goods of a delivery: what stays as it is, since it is packed, has left or was collected, and the rest, which could go elsewhere. */
function partsOf(stream: Stream, delivery: number): { stays: HeldUnits[]; rest: HeldUnits[] } {
  const { lines } = fold(stream, orderSlice);
  const held = unitsIn(unitsOf(stream), { delivery }).filter(({ stage, line }) => stage !== 'cancelled' && lines.get(line)?.kind === 'goods');
  const isFixed = ({ stage }: HeldUnits): boolean => stage === 'packed' || !STILL_HERE.includes(stage);
  return { stays: held.filter(isFixed), rest: held.filter((one) => !isFixed(one)) };
}

/** Whether all that has not left of a delivery stands where it can still go elsewhere. */
export function isMovable(stream: Stream, delivery: number): boolean {
  const { rest } = partsOf(stream, delivery);
  return fold(stream, orderSlice).reservation === null && rest.length > 0 && rest.every((one) => MOVABLE.includes(one.stage) && isFree(stream, one));
}

/** Whether the customer may send it elsewhere, by the policy. */
export const customerMayChange = (stream: Stream, { delivery, kind }: OrderDelivery, { customerChanges }: PickupPolicy): boolean =>
  (kind === 'pickup' || kind === 'ship') && customerChanges !== 'never' && isMovable(stream, delivery) && (customerChanges === 'until_collected' || unitsIn(unitsOf(stream), { delivery, stage: IN_HAND }).length === 0);

/** Refuses what cannot be changed any more, or never: one line per refusal. */
export function changing(stream: Stream, { delivery, to, by }: Omit<ChangeWish, 'reason'>, world: World, policy: PickupPolicy): Changing {
  const { deliveries, reservation } = fold(stream, orderSlice);
  const of = deliveries.get(delivery);
  if (!of) throw orderProblems.delivery_unknown({ detail: `The order has no delivery ${delivery}; it has ${[...deliveries.keys()].join(', ')}.`, found: delivery, field: 'delivery' });
  if (reservation !== null) throw reservationProblems.reserved({ detail: 'A reservation is kept by the store that was chosen. Cancel it there and reserve elsewhere.', field: 'delivery' });
  if (of.kind !== 'pickup' && of.kind !== 'ship') throw fulfilmentProblems.not_changeable({ detail: `Delivery ${delivery} is of kind ${of.kind}; only a pickup in a store and a home delivery can be changed into each other.`, found: of.kind, field: 'delivery' });
  if (to.kind === 'pickup') {
    const store = world.master.locations.find(({ code }) => code === to.location);
    if (!store) throw fulfilmentProblems.place_unknown({ detail: `There is no location "${to.location}".`, found: to.location, field: 'location' });
    if (of.kind === 'pickup' && of.location === to.location) throw fulfilmentProblems.same_destination({ detail: `It is collected at ${store.name} already.`, found: to.location, field: 'location' });
    if (!store.active) throw fulfilmentProblems.location_closed({ detail: `${store.name} is closed; choose another store.`, found: to.location, field: 'location' });
    if (!store.capabilities.includes('pickup')) throw fulfilmentProblems.no_pickup({ detail: `Nothing is handed out at ${store.name}; choose another store.`, found: to.location, field: 'location' });
  }
  const { stays, rest } = partsOf(stream, delivery);
  if (rest.length === 0) throw orderProblems.too_late({ detail: stays.length === 0 ? `Everything of delivery ${delivery} was cancelled.` : `Everything of delivery ${delivery} is packed, has left or was collected. It goes where it was going.`, field: 'delivery' });
  if (rest.some(({ stage }) => stage === 'in_transfer')) throw fulfilmentProblems.in_the_van({ detail: 'Something of it is in a van at this moment. As soon as it has arrived it can be changed.', field: 'delivery' });
  if (rest.some((one) => !isFree(stream, one))) throw fulfilmentProblems.with_partner({ detail: 'An external warehouse has taken this up and prepares it. Cancel the lines: they are asked to stop, and say whether they can.', field: 'delivery' });
  if (by === 'customer' && !customerMayChange(stream, of, policy)) throw fulfilmentProblems.not_changeable({ detail: 'The customer can no longer change this delivery; customer service can.', field: 'delivery' });
  return openedUp(stream, of, world);
}

/** The units of a delivery that could go elsewhere, and the shelves with them back on theirs. */
export function openedUp(stream: Stream, of: OrderDelivery, world: World): Changing {
  const held = unitsIn(unitsOf(stream), { delivery: of.delivery, stage: MOVABLE });
  return { of, held, part: partsOf(stream, of.delivery).stays.length > 0, opened: worldAfter(world, stream, unitMoves(held, new Set(held.filter(({ stage }) => IN_HAND.includes(stage))))) };
}

const demandOf = (stream: Stream, of: OrderDelivery, units: readonly Count[]): Demand | null =>
  demandFor(stream, of, (line) => units.reduce((sum, { held, n }) => sum + (held.line === line ? n : 0), 0));

/**
 * Which goods in hand go on from where they lie: all, but for what the new store has on its own shelf (nobody waits for a van then), and
 * but for a store that by the rules sends nothing there. Those are put back where they lie, and others are planned.
 */
function goesOn(stream: Stream, next: OrderDelivery, inHand: readonly HeldUnits[], world: World, now: string): HeldUnits[] {
  const left = new Map<string, number>();
  const free = (sku: string, location: string): number => world.balances.reduce((sum, one) => sum + (one.sku === sku && one.location === location ? Math.max(0, one.quantity - one.reserved - one.broken - one.kept_back) : 0), 0);
  return inHand.filter((held) => {
    const sku = unitsOf(stream).lines.get(held.line)?.sku ?? '';
    if (next.kind === 'pickup' && next.location !== null) {
      if (held.location === next.location) return true;
      const there = left.get(sku) ?? free(sku, next.location);
      if (there >= held.n) {
        left.set(sku, there - held.n);
        return false;
      }
    }
    const demand = demandOf(stream, next, [{ held, n: held.n }]);
    const strategy = demand && chooseStrategy(demand, world.master.strategies, now).strategy;
    if (!demand || !strategy || held.location === null) return false;
    const [option] = optionsByHand(demand, candidatesOf(world, now, demand, { byHand: true }), strategy, now, [held.location]);
    return option !== undefined && option.covers >= held.n && option.breaks === null;
  });
}

/** The units leave their work: what goes on from where it lies (`keeps`) is on the shelf for a moment, what is put back stays in hand. */
export function unitMoves(held: readonly HeldUnits[], keeps: ReadonlySet<HeldUnits>): UnitMove[] {
  return held.flatMap((one): UnitMove[] => {
    if (one.stage === 'open' || one.stage === 'waiting') return [];
    const open = { stage: 'open' as const, holder: null, location: null };
    const picked = { ...bucketOf(one), stage: 'picked' as const };
    const shelf = { ...bucketOf(one), stage: 'allocated' as const };
    const way = one.stage === 'allocated' ? [bucketOf(one), open] : [...(one.stage === 'ready' ? [bucketOf(one)] : []), picked, ...(keeps.has(one) ? [shelf] : []), open];
    return way.slice(1).map((to, index) => ({ line: one.line, delivery: one.delivery, n: one.n, from: way[index] ?? to, to }));
  });
}

const sum = (counts: readonly { n: number }[]): number => counts.reduce((total, { n }) => total + n, 0);

/** The event by which the rest of a delivery becomes one of its own: nobody works on it then, and it goes where it went until it is said otherwise. */
function splitOff(stream: Stream, { of, held }: Changing, opening: readonly UnitMove[], by: ChangeWish['by'], putBack: OrderEvents['DeliverySplit']['putBack']): NewEvent<'DeliverySplit', OrderEvents['DeliverySplit']> {
  const delivery = Math.max(...fold(stream, orderSlice).deliveries.keys()) + 1;
  const { promisedFirst: _told, ...rest } = of;
  const over = held.map((one): UnitMove => {
    const there = one.stage === 'waiting' ? bucketOf(one) : { stage: 'open' as const, holder: null, location: null };
    return { line: one.line, delivery: of.delivery, n: one.n, from: there, to: there, toDelivery: delivery };
  });
  const lines = [...new Set(held.map(({ line }) => line))].map((line) => ({ line, quantity: sum(held.filter((one) => one.line === line)) }));
  return { type: 'DeliverySplit', data: { delivery: { ...rest, delivery, ref: `${of.ref}/${delivery}`, splitFrom: of.delivery }, from: of.delivery, lines, by, putBack }, moves: { units: [...opening, ...over] } };
}

/** Charges that are taken off: of some, what is not off yet. Nobody pays for a shipping that is no more. */
const chargesLeft = (stream: Stream, some: (charge: OrderCharge) => boolean): OrderEvents['DeliveryChanged']['charges'] => {
  const { charges, waived } = fold(stream, orderSlice);
  return [...charges.values()].filter(some).map(({ ref, total }) => ({ ref, amount: total - (waived.get(ref) ?? 0) })).filter(({ amount }) => amount > 0);
};

/**
 * Changes where a delivery goes, on a loaded order: the units are planned again for the new destination, and what lies in hand goes on from
 * there where it can. Of a delivery of which something stays, the rest goes as a delivery of its own. Refused, with nothing changed, when something
 * that was promised would have no place then. Answers the delivery that goes there.
 */
export function changeDelivery(books: Books, change: Change, stream: Stream, world: World, day: string, { to, by, reason, unpaid }: ChangeWish, asked: Changing, rule: RuleName | null, context: RecordContext): number {
  const { of, held, opened, part } = asked;
  const there = { kind: to.kind, ...(to.kind === 'pickup' ? { location: to.location, coordinates: null } : { location: null, contact: to.contact, country: to.country, coordinates: to.coordinates }) };
  const inHand = held.filter(({ stage }) => IN_HAND.includes(stage));
  const keeps = new Set(goesOn(stream, { ...of, ...there }, inHand, opened, context.now));
  const moves = unitMoves(held, keeps);
  const putBack = inHand.filter((one) => !keeps.has(one)).map(({ line, n, holder, location }) => ({ fulfilment: holder ?? '', line, location: location ?? '', quantity: n }));
  const stopped = withdrawn(stream, moves, 'moved');
  const split = part ? splitOff(stream, asked, moves, by, putBack) : null;
  const next: OrderDelivery = { ...(split?.data.delivery ?? of), ...there, pickupPoint: null, method: null, promisedBy: null };
  // The shipping of what has left stays: it was sent for it.
  const charges = chargesLeft(stream, ({ ref, kind, delivery }) => unpaid?.includes(ref) === true || (to.kind === 'pickup' && !part && kind === 'shipping' && delivery === of.delivery));
  const due = charges.reduce((total, { amount }) => total + amount, 0);
  const changed: NewEvent = {
    type: 'DeliveryChanged',
    data: { delivery: next.delivery, kind: to.kind, location: next.location, contact: next.contact, country: next.country, coordinates: next.coordinates, from: { kind: of.kind as 'pickup' | 'ship', location: of.location }, by, putBack: split ? [] : putBack, charges, ...(rule === null ? {} : { reason, rule: rule.name }), ...(unpaid ? { unpaid: true as const } : {}) } satisfies OrderEvents['DeliveryChanged'],
    moves: { ...(split ? {} : { units: moves }), ...(due === 0 ? {} : { money: [{ account: 'due', amount: -due }] }) },
  };
  books.record(change, stream, [...(split ? [split] : []), changed, ...stopped], context);

  let left = worldAfter(world, stream, moves);
  for (const location of new Set([...keeps].map((one) => one.location ?? ''))) {
    const mine = [...keeps].filter((one) => one.location === location);
    const demand = demandOf(stream, next, mine.map((one) => ({ held: one, n: one.n })));
    if (!demand) continue;
    const start = stream.events.length;
    assign(books, change, stream, prepare(demand, left, context.now, { byHand: location }), left, context, day, { cause: 'delivery_changed', byHand: { location, reason: null, from: mine[0]?.holder ?? '' } });
    left = worldAfter(left, stream, stream.events.slice(start).flatMap((event) => event.moves.units ?? []));
  }
  planOpen(books, change, stream, left, context, day, { only: new Set(held.map(({ line }) => line)), keepOpen: true, cause: 'delivery_changed' });
  // What waited may go on waiting; what stood on a shelf has one there. No line makes up for another.
  const open = (units: readonly HeldUnits[], of: number): number => sum(units.filter(({ line, stage }) => line === of && stage === 'open'));
  const stands = unitsIn(unitsOf(stream), { delivery: next.delivery });
  const without = [...new Set(held.map(({ line }) => line))].reduce((total, line) => total + Math.max(0, open(stands, line) - open(held, line)), 0);
  if (without > 0) throw fulfilmentProblems.no_stock({ detail: `${without} of it could not be brought there. Choose another store, or leave it as it is.`, found: without, expected: 0, field: 'to' });
  return next.delivery;
}
