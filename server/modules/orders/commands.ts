/** What can be done with an order: each verb loads, decides and sends one Change. */
import type { Change } from '../../kernel/change.ts';
import { execute, sameRequest } from '../../kernel/command.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Actor, CommandContext, Outcome } from '../../kernel/command.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import { kernelProblems } from '../../kernel/problem.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { Address } from '../../kernel/address.ts';
import { fold, loadStream, newStream, STILL_HERE, unitsIn, unitsOf } from '../books/index.ts';
import type { Books, NewEvent, StockMove, Stream, UnitMove } from '../books/index.ts';
import type { OrderSnapshot } from '../channels/index.ts';
import { writeContact } from '../customers/index.ts';
import type { Contact } from '../customers/index.ts';
import { countedSince, shelfKey } from '../inventory/index.ts';
import type { ShelfKey } from '../inventory/index.ts';
import { dialogueSlice, releaseOf } from '../dialogue/index.ts';
import type { CaptureMode } from '../payments/index.ts';
import type { Coordinates, Geocoder, World, WorldSource } from '../sourcing/index.ts';
import { goOnWhenPaid } from './asked.ts';
import type { PlaceLoader } from './loader.ts';
import { placeOrder, UNPLANNABLE } from './place.ts';
import { planOpen } from './planning.ts';
import { promised } from './promising.ts';
import { seesChannel } from './permissions.ts';
import { orderProblems } from './problems.ts';
import { cancel, moneyEvents } from './rules.ts';
import type { Reduction } from './rules.ts';
import { orderSlice } from './state.ts';
import { byShelf, shelvesAfter, takenFrom } from './taken.ts';
import type { Carried, CarriedOut } from './taken.ts';
import type { CancelReason, OrderDelivery, OrderEvents, OrderLine, ReservedAt, SoldAt } from './types.ts';

/** What the commands of this room stand on; `main` fills it once per process. */
export interface OrderDeps {
  database: Database;
  books: Books;
  worlds: WorldSource;
  geocoder: Geocoder;
  captureMode(operator: string, method: string): CaptureMode;
  /** Through whom a customer could pay more: an operator of these if one can start a payment, else any that can; null when none can. */
  startsPayments(preferred: readonly string[]): string | null;
  /** Hours within which a customer pays what a change costs more. */
  payHours(): Promise<number>;
  nextNumber(): Promise<string>;
  /** What placing reads; orders placed at the same moment are read for together. */
  loadForPlace: PlaceLoader;
  /** How a placed order is sent: singly, or together with others that are placed at the same moment. */
  send?(change: Change): Promise<void>;
}

/** The events by which the order closes to what is owed now, recorded. */
export function settleMoney(books: Books, change: Change, stream: Stream, reason: string, context: CommandContext): void {
  books.record(change, stream, moneyEvents(stream, reason, newId), context);
}

export interface PlaceAnswer { stream: Stream; existing: boolean }

/** The world that an order's goods are taken from, and, by shelf, how many of them lay in a hand until now. */
export interface GivenOut { world: World; fromHand: ReadonlyMap<string, number> }

/** What else is known of an order than its channel's snapshot says. */
export interface PlaceOptions {
  sale?: SoldAt;
  reservation?: ReservedAt;
  /** Done with the order in its own Change, before its goods are taken: answers the world that they are taken from. */
  alongside?(change: Change, world: World, order: { id: Uuid; number: string }): Promise<GivenOut>;
  /** Looks at the order as it was planned, and refuses it. */
  check?(change: Change, stream: Stream, world: World): Promise<void>;
}

/** Takes an order: places it, plans and reserves, in one Change. The same order of a channel again is answered with the order there is. */
export async function place<T>(deps: OrderDeps, context: CommandContext, channel: string, snapshot: OrderSnapshot, present: (placed: PlaceAnswer) => T, { sale, reservation, alongside, check }: PlaceOptions = {}): Promise<Outcome<T>> {
  return execute(deps.database, context, async (change) => {
    // Every attempt reads again: what a lost reservation was planned on is no longer true.
    const { world: there, known, kept, variants } = await deps.loadForPlace(channel, snapshot, context);
    if (kept && context.key) return sameRequest<T>(context.key, kept);
    if (known !== null) {
      const stream = await loadStream(deps.database, known);
      if (stream) {
        refuseOtherKind(stream, snapshot, reservation !== undefined);
        return { status: 200, answer: present({ stream, existing: true }) };
      }
    }
    if (!there.master.channels.has(channel)) throw orderProblems.channel_unknown({ detail: `There is no channel "${channel}"; there are ${[...there.master.channels.keys()].join(', ') || 'none'}.`, found: channel, field: 'channel' });
    const stream = newStream('order', newId());
    const number = await deps.nextNumber();
    const { world, fromHand } = await alongside?.(change, there, { id: stream.id, number }) ?? { world: there, fromHand: new Map<string, number>() };
    const { customer, ...where } = contacts(deps, change, channel, snapshot);
    const taken = placeOrder({
      snapshot, channel, number, variants, customer: null, contact: customer, ...where,
      knownLocations: new Set(world.master.locations.map((location) => location.code)), handsOut: new Set(world.master.locations.flatMap(({ code, active, capabilities }) => (active && capabilities.includes('pickup') ? [code] : []))), captureMode: deps.captureMode, now: context.now,
      ...(sale ? { sale } : {}), ...(reservation ? { reservation } : {}),
    });
    // A held order whose products are unknown, or whose address is missing, stays open; every other one reserves now and waits with its release.
    const unplannable = taken.holds.some(({ reason }) => UNPLANNABLE.has(reason));
    const sold = { ...await whenSold(deps, taken.order, context), fromHand };
    const { placed, plans, world: left } = unplannable ? { placed: taken, plans: null, world } : promised(taken, world, context.now, sold);
    deps.books.record(change, stream, placed.events, context);
    complete(deps, change, stream, world, context, sold);
    if (plans) planOpen(deps.books, change, stream, left, context, deps.worlds.day(context.now), { prepared: plans });
    await check?.(change, stream, world);
    if (!placed.order.opening) settleMoney(deps.books, change, stream, 'nowhere_in_stock', context);
    return { status: 201, answer: present({ stream, existing: false }) };
  }, { send: deps.send, looksItself: true });
}

/** A channel's id stands for one thing: what was reserved under it is not bought by an order of the same id, nor the other way round. */
export function refuseOtherKind(stream: Stream, { externalId }: Pick<OrderSnapshot, 'externalId'>, reserving = false): void {
  const { reservation, number } = fold(stream, orderSlice);
  if ((reservation !== null) === reserving) return;
  throw orderProblems.id_taken({ detail: `"${externalId}" is ${reserving ? `order ${number}` : `reservation ${number}`} of this channel. Send this ${reserving ? 'reservation' : 'order'} under an id of its own.`, found: externalId, field: 'externalId' });
}

function contacts(deps: OrderDeps, change: Change, channel: string, snapshot: OrderSnapshot): { customer: Uuid | null; deliveryContacts: Map<string, Uuid>; pointContacts: Map<string, Uuid>; coordinates: Map<string, Coordinates | null> } {
  const { customer } = snapshot;
  const person = { name: customer?.name ?? null, email: customer?.email ?? null, phone: customer?.phone ?? null, language: customer?.language ?? null, channel, externalId: customer?.externalId ?? null };
  const deliveryContacts = new Map<string, Uuid>();
  const pointContacts = new Map<string, Uuid>();
  const coordinates = new Map<string, Coordinates | null>();
  for (const delivery of snapshot.deliveries) {
    // A pickup point is where it goes: it is planned from there, wherever the customer lives.
    const address = delivery.pickupPoint?.address ?? delivery.address ?? null;
    if (delivery.pickupPoint) pointContacts.set(delivery.ref, writeContact(change, pointContact(delivery.pickupPoint.address)));
    if (address) {
      deliveryContacts.set(delivery.ref, writeContact(change, { ...person, address: delivery.address, name: delivery.address?.name ?? person.name }));
      coordinates.set(delivery.ref, deps.geocoder.locate({ country: address.country, postalCode: address.postalCode, city: address.city }));
    }
  }
  // Who ordered is who receives, unless a billing address says otherwise: one contact version is enough then.
  const [first] = deliveryContacts.values();
  const same = snapshot.billing === null && first !== undefined && snapshot.deliveries.some((delivery) => delivery.address !== null && (delivery.address.name ?? person.name) === person.name);
  const known = customer !== null || snapshot.billing !== null;
  return { customer: same ? first : known ? writeContact(change, { ...person, address: snapshot.billing }) : null, deliveryContacts, pointContacts, coordinates };
}

/** The address of a pickup point without anybody in it: channels write the customer's name there, which the delivery's own contact keeps. */
const pointContact = (address: Address): Contact => ({ name: address.company, email: null, phone: null, language: null, address: { ...address, name: null, email: null, phone: null, original: null } });

/** What is carried out left when it was sold, however late it is told. */
async function whenSold(deps: Pick<OrderDeps, 'database'>, { lines, deliveries, placedAt }: { lines: Iterable<OrderLine>; deliveries: Iterable<OrderDelivery>; placedAt: Instant }, { now }: CommandContext): Promise<Carried> {
  const by = new Map([...deliveries].map((one) => [one.delivery, one]));
  const at = placedAt < now ? placedAt : now;
  const shelves = [...lines].flatMap(({ sku, delivery }): ShelfKey[] => {
    const { kind, location = null } = by.get(delivery) ?? {};
    return sku !== null && kind === 'carry_out' && location !== null ? [{ sku, location }] : [];
  });
  return { at, counted: await countedSince(deps.database, shelves, at) };
}

/** The same of an order that stands. */
function soldOf(deps: Pick<OrderDeps, 'database'>, stream: Stream, context: CommandContext): Promise<Carried> {
  const { lines, deliveries, placedAt } = fold(stream, orderSlice);
  return whenSold(deps, { lines: lines.values(), deliveries: deliveries.values(), placedAt }, context);
}

/** What is done by rule as soon as an order stands: what is not goods is complete; what is carried out of the store is collected. Answers the world that is left to plan in. */
export function complete(deps: OrderDeps, change: Change, stream: Stream, world: World, context: CommandContext, sold: Carried | null = null): World {
  const order = fold(stream, orderSlice);
  const units = unitsOf(stream);
  const done: UnitMove[] = [];
  const carried: UnitMove[] = [];
  for (const held of unitsIn(units, { stage: 'open' })) {
    const line = order.lines.get(held.line);
    const delivery = order.deliveries.get(held.delivery);
    if (!line || !delivery) continue;
    const from = { stage: 'open' as const, holder: null, location: null };
    if (line.kind !== 'goods') done.push({ line: held.line, delivery: held.delivery, n: held.n, from, to: { stage: 'delivered', holder: null, location: null } });
    else if (delivery.kind === 'carry_out' && delivery.location !== null && isOurs(world, delivery.location)) carried.push({ line: held.line, delivery: held.delivery, n: held.n, from, to: { stage: 'collected', holder: null, location: delivery.location } });
  }
  const events: NewEvent[] = [];
  if (done.length > 0 && order.holds.size === 0) events.push({ type: 'ItemsCompleted', data: { lines: done.map(({ line, n }) => ({ line, quantity: n })) } satisfies OrderEvents['ItemsCompleted'], moves: { units: done } });
  const goods = byShelf(carried.flatMap(({ line, n, to: { location } }) => { const sku = units.lines.get(line)?.sku; return sku && location !== null ? [{ sku, location, n }] : []; }));
  if (carried.length > 0) events.push({ type: 'ItemsCollected', data: { lines: carried.map(({ line, n }) => ({ line, quantity: n })), delivery: carried[0]?.delivery ?? 1, location: carried[0]?.to.location ?? null }, moves: { units: carried, stock: found(change, goods, world, sold) }, ...(sold ? { occurredAt: sold.at } : {}) });
  deps.books.record(change, stream, events, context);
  return shelvesAfter(world, goods, sold);
}

/** Goods can only have left a location that there is; a sale at one that nobody knows is held until it is. */
const isOurs = (world: World, code: string): boolean => world.master.locations.some((location) => location.code === code);

/** What is booked beside the goods that are carried out, shelf by shelf. */
const found = (change: Change, goods: readonly CarriedOut[], world: World, when: Carried | null): StockMove[] =>
  goods.flatMap((sold) => takenFrom(change, sold, world.balances.find((balance) => balance.sku === sold.sku && balance.location === sold.from.location)?.quantity ?? 0, when));

/** Loads an order or refuses. */
export async function orderStream(database: Queryable, order: Uuid): Promise<Stream> {
  const stream = await loadStream(database, order);
  if (!stream || stream.kind !== 'order') throw orderProblems.unknown({ detail: `There is no order ${order}.`, found: order });
  return stream;
}

/** Loads an order for an account that may be bound to channels: one of another channel is not there for it. */
export async function orderFor(database: Queryable, actor: Actor, order: Uuid): Promise<Stream> {
  const stream = await orderStream(database, order);
  if (!seesChannel(actor, fold(stream, orderSlice).channel)) throw orderProblems.unknown({ detail: `There is no order ${order}.`, found: order });
  return stream;
}

/** Runs a command on one order: loads it, decides by `decide`, closes the money, and answers. */
export async function onOrder<T>(deps: OrderDeps, context: CommandContext, load: () => Promise<Stream>, decide: (change: Change, stream: Stream) => Promise<string | void> | string | void, present: (stream: Stream) => T | Promise<T>): Promise<Outcome<T>> {
  return execute(deps.database, context, async (change) => {
    const stream = await load();
    if (context.ifMatch != null && context.ifMatch !== String(stream.seq)) throw kernelProblems.version_mismatch({ detail: `The order is at version ${stream.seq} now, the edit was made on version ${context.ifMatch}. Look at it again, and send the edit with the new version.`, found: stream.seq, expected: context.ifMatch, field: 'If-Match' });
    const reason = await decide(change, stream);
    if (!change.isEmpty) settleMoney(deps.books, change, stream, reason ?? 'changed', context);
    return { status: 200, answer: await present(stream) };
  });
}

/** Cancels lines, or all that has not left when none is named. */
export const cancelOrder = <T>(deps: OrderDeps, context: CommandContext, order: Uuid, wanted: readonly Reduction[] | null, reason: CancelReason, note: string | null, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  onOrder(deps, context, () => orderStream(deps.database, order), async (change, stream) => {
    const all = wanted ?? everythingHere(stream);
    if (all.length === 0) throw orderProblems.nothing_to_cancel({ detail: 'Everything of this order has left or is cancelled already. What has left can come back as a return.' });
    deps.books.record(change, stream, cancel(stream, all, reason, note), context);
    await goOn(deps, change, stream, context);
    return reason;
  }, present);

/** After something was cancelled: what only waited for the payment of that waits no more. */
export async function goOn(deps: OrderDeps, change: Change, stream: Stream, context: CommandContext): Promise<void> {
  const { size } = fold(stream, orderSlice).holds;
  goOnWhenPaid(deps.books, change, stream, 'Nothing more is owed', context);
  const { holds } = fold(stream, orderSlice);
  if (size === 0 || holds.size > 0) return;
  complete(deps, change, stream, await worldOf(deps, stream, context.now), context, await soldOf(deps, stream, context));
}

/** Everything of an order that has not left and is in no van, by line and delivery; not what somebody outside has said they cannot stop. */
export function everythingHere(stream: Stream): Reduction[] {
  const dialogues = fold(stream, dialogueSlice);
  return unitsIn(unitsOf(stream), { stage: STILL_HERE.filter((stage) => stage !== 'in_transfer') }).filter((held) => releaseOf(dialogues, held) !== 'never').map((held) => ({ line: held.line, delivery: held.delivery, quantity: held.n }))
    .reduce<Reduction[]>((merged, one) => {
      const before = merged.find((other) => other.line === one.line && other.delivery === one.delivery);
      if (before) before.quantity += one.quantity;
      else merged.push({ ...one });
      return merged;
    }, []);
}

/** Stops the release of an order's work until the hold is taken away. */
export const hold = <T>(deps: OrderDeps, context: CommandContext, order: Uuid, reason: string, owner: string, note: string | null, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  onOrder(deps, context, () => orderStream(deps.database, order), (change, stream) => {
    deps.books.record(change, stream, [{ type: 'HoldPlaced', data: { hold: newId(), reason, owner, note, placedAt: context.now } satisfies OrderEvents['HoldPlaced'] }], context);
  }, present);

/** Takes a hold away. With the last one gone the work is released, and what could not be planned before is planned now. */
export const releaseHold = <T>(deps: OrderDeps, context: CommandContext, order: Uuid, holdId: Uuid, reason: string, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  onOrder(deps, context, () => orderStream(deps.database, order), async (change, stream) => {
    const held = fold(stream, orderSlice).holds.get(holdId);
    if (!held) throw orderProblems.hold_unknown({ detail: `The order has no open hold ${holdId}.`, found: holdId });
    const roles = context.actor.roles;
    if (!roles.includes('administrator') && context.actor.kind !== 'system' && held.owner !== 'channel' && !roles.includes(held.owner)) throw orderProblems.hold_not_yours({ detail: `The hold "${held.reason}" belongs to ${held.owner}; ask them to release it.`, found: roles, expected: held.owner });
    deps.books.record(change, stream, [{ type: 'HoldReleased', data: { hold: holdId, reason } satisfies OrderEvents['HoldReleased'] }], context);
    if (fold(stream, orderSlice).holds.size > 0) return;
    const world = await worldOf(deps, stream, context.now);
    const left = complete(deps, change, stream, world, context, await soldOf(deps, stream, context));
    planOpen(deps.books, change, stream, left, context, deps.worlds.day(context.now));
  }, present);

/** The world for all SKUs of an order. */
export function worldOf(deps: Pick<OrderDeps, 'database' | 'worlds'>, stream: Stream, now: string): Promise<World> {
  const skus = [...unitsOf(stream).lines.values()].flatMap((line) => (line.sku === null ? [] : [line.sku]));
  return deps.worlds.load(deps.database, [...new Set(skus)], now);
}

export const tag = <T>(deps: OrderDeps, context: CommandContext, order: Uuid, tags: string[], present: (stream: Stream) => T): Promise<Outcome<T>> =>
  onOrder(deps, context, () => orderStream(deps.database, order), (change, stream) => {
    deps.books.record(change, stream, [{ type: 'OrderTagged', data: { tags: [...new Set(tags)].sort() } satisfies OrderEvents['OrderTagged'] }], context);
  }, present);
