/** Sending a delivery to another address: its work is planned again from there where that comes out otherwise, and its promise follows. */
import type { Address } from '../../kernel/address.ts';
import type { Change } from '../../kernel/change.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { bucketOf, fold, STILL_HERE, unitsIn, unitsOf } from '../books/index.ts';
import type { HeldUnits, Stream, UnitMove } from '../books/index.ts';
import { writeContact } from '../customers/index.ts';
import { dialogueSlice, withThem } from '../dialogue/index.ts';
import { prepare } from '../sourcing/index.ts';
import type { Plan } from '../sourcing/index.ts';
import { onOrder, orderStream, worldOf } from './commands.ts';
import type { OrderDeps } from './commands.ts';
import { UNPLANNABLE } from './place.ts';
import { demandFor, planOpen } from './planning.ts';
import { orderProblems } from './problems.ts';
import { recordPromises } from './promise.ts';
import { orderSlice } from './state.ts';
import type { OrderEvents } from './types.ts';
import { worldAfter } from './world-after.ts';

/**
 * Records another address on a loaded order. What nobody has picked yet is planned from there, and moves where the plan comes out otherwise;
 * work that stays where it is arrives by the days of the new address. Nothing moves for a plan that could not place all of it, or where it `stays`.
 */
export async function recordAddress(deps: Pick<OrderDeps, 'database' | 'books' | 'worlds'>, change: Change, stream: Stream, to: OrderEvents['AddressChanged'], context: CommandContext, { stays = false }: { stays?: boolean } = {}): Promise<void> {
  const { deliveries, holds } = fold(stream, orderSlice);
  const of = deliveries.get(to.delivery);
  if (!of || [...holds.values()].some(({ reason }) => UNPLANNABLE.has(reason))) {
    deps.books.record(change, stream, [{ type: 'AddressChanged', data: to }], context);
    return;
  }
  const world = await worldOf(deps, stream, context.now);
  const shelf = unitsIn(unitsOf(stream), { delivery: to.delivery, stage: 'allocated' });
  const moves = shelf.map((held): UnitMove => ({ line: held.line, delivery: held.delivery, n: held.n, from: bucketOf(held), to: { stage: 'open', holder: null, location: null } }));
  const opened = worldAfter(world, stream, moves);
  const demand = demandFor(stream, { ...of, country: to.country, coordinates: to.coordinates }, (line) => shelf.reduce((sum, held) => sum + (held.line === line ? held.n : 0), 0));
  const made = demand && prepare(demand, opened, context.now).plan;
  const moved = !stays && made !== null && made.unplaced.length === 0 && whereIs(made.allocations) !== whereIs(shelf);
  deps.books.record(change, stream, [{ type: 'AddressChanged', data: to, ...(moved ? { moves: { units: moves } } : {}) }], context);
  if (moved) planOpen(deps.books, change, stream, opened, context, deps.worlds.day(context.now), { only: new Set(shelf.map(({ line }) => line)), keepOpen: true });
  else recordPromises(deps.books, change, stream, world, 'delivery_changed', context);
}

/** Which location has how many of each line, as text to compare by. */
function whereIs(units: Plan['allocations'] | readonly HeldUnits[]): string {
  const counts = new Map<string, number>();
  for (const one of units) counts.set(`${one.location} ${one.line}`, (counts.get(`${one.location} ${one.line}`) ?? 0) + ('n' in one ? one.n : one.quantity));
  return [...counts].map(([key, n]) => `${key} ${n}`).sort().join('\n');
}

/** Sends a delivery to another address while nothing of it has left; what is not yet picked is planned again from there, and the promise follows. */
export const changeAddress = <T>(deps: OrderDeps, context: CommandContext, order: Uuid, delivery: number, address: Address, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  onOrder(deps, context, () => orderStream(deps.database, order), async (change, stream) => {
    const state = fold(stream, orderSlice);
    const of = state.deliveries.get(delivery);
    if (!of) throw orderProblems.delivery_unknown({ detail: `The order has no delivery ${delivery}; it has ${[...state.deliveries.keys()].join(', ')}.`, found: delivery });
    if (of.kind !== 'ship') throw orderProblems.bad_delivery({ detail: `Delivery ${delivery} is of kind ${of.kind}; only a home delivery has an address to change.`, found: of.kind });
    const left = unitsIn(unitsOf(stream), { delivery }).filter((held) => held.stage === 'packed' || (!STILL_HERE.includes(held.stage) && held.stage !== 'cancelled'));
    if (left.length > 0) throw orderProblems.too_late({ detail: 'A parcel of this delivery is packed or has left; its address can no longer be changed here.' });
    const outside = [...fold(stream, dialogueSlice).values()].find((one) => one.delivery === delivery && withThem(unitsOf(stream), one).length > 0);
    if (outside) throw orderProblems.with_partner({ detail: `This delivery is being prepared at ${outside.location}, which was given the address and takes no other. Give the work to another location first, or have it cancelled.`, found: outside.location });
    const contact = writeContact(change, { name: address.name, email: address.email, phone: address.phone, language: state.language, address });
    const found_ = deps.geocoder.locate({ country: address.country, postalCode: address.postalCode, city: address.city });
    const coordinates = found_ && { latitude: Math.round(found_.latitude * 100) / 100, longitude: Math.round(found_.longitude * 100) / 100 };
    await recordAddress(deps, change, stream, { delivery, contact, country: address.country, coordinates }, context);
  }, present);
