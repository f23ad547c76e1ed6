/** A sale against reservations: what was kept is given out, what is not bought of them is free again, in the Change of the sale itself. */
import type { Change } from '../../../kernel/change.ts';
import type { CommandContext } from '../../../kernel/command.ts';
import type { Queryable } from '../../../kernel/database.ts';
import type { Minor } from '../../../kernel/money.ts';
import type { Uuid } from '../../../kernel/ids.ts';
import { fold, loadStreams } from '../../books/index.ts';
import type { Books, Stream } from '../../books/index.ts';
import type { World } from '../../sourcing/index.ts';
import { shelfKey } from '../../inventory/index.ts';
import type { GivenOut, OrderDeps } from '../commands.ts';
import { orderSlice } from '../state.ts';
import { worldAfter } from '../world-after.ts';
import { reservationProblems } from './problems.ts';
import { bought, letGo } from './rules.ts';
import type { Taken } from './rules.ts';

/** A line of a receipt that names what was reserved. */
export interface NamedLine { index: number; sku: string | null; quantity: number; delivery: string | null; reservation: { order: Uuid; line: number } }

/**
 * The reservations that a receipt names, looked at before it is taken. One that ended meanwhile is no reason to refuse: the sale has happened. What is
 * refused is a name that never fitted: no reservation, another store's, or another product.
 */
export async function namedReservations(database: Queryable, location: string, lines: readonly NamedLine[]): Promise<Map<Uuid, Stream>> {
  const streams = await loadStreams(database, [...new Set(lines.map(({ reservation }) => reservation.order))]);
  refuseWrongNames(streams, location, lines);
  return streams;
}

/** Refuses a line that names what it cannot be bought against. */
export function refuseWrongNames(streams: ReadonlyMap<Uuid, Stream>, location: string, lines: readonly NamedLine[]): void {
  for (const { index, sku, delivery, reservation: { order, line } } of lines) {
    const stream = streams.get(order);
    const { reservation = null, lines: reserved = new Map<number, { sku: string | null; name: string }>() } = stream?.kind === 'order' ? fold(stream, orderSlice) : {};
    const field = `lines[${index}].reservation`;
    if (!stream || reservation === null) throw reservationProblems.unknown({ detail: `Line ${index + 1} names a reservation that there is not. Send it without.`, found: order, field });
    if (reservation.location !== location) throw reservationProblems.not_yours({ detail: `Line ${index + 1} names a reservation of ${reservation.location}; it is sold there, or without naming it.`, found: location, expected: reservation.location, field });
    const of = reserved.get(line);
    if (!of || of.sku !== sku) throw reservationProblems.not_reserved({ detail: `Line ${index + 1} is ${sku ?? 'no product'}; line ${line} of the reservation is ${of ? of.sku : 'not there'}. Send it without the reservation.`, found: sku, expected: of?.sku ?? null, field });
    if (delivery !== null) throw reservationProblems.not_reserved({ detail: `Line ${index + 1} is not taken along. What was reserved is bought and taken along; send the others without naming it.`, found: delivery, field });
  }
}

/** What was agreed for a line when it was reserved; null where it names none, or more is sold by that name than was reserved. */
export function agreedPrice(streams: ReadonlyMap<Uuid, Stream>, named: readonly NamedLine[], index: number): Minor | null {
  const mine = named.find((one) => one.index === index)?.reservation;
  const stream = mine && streams.get(mine.order);
  const line = stream && fold(stream, orderSlice).lines.get(mine.line);
  if (!line) return null;
  const asked = named.reduce((sum, { quantity, reservation: { order, line: of } }) => sum + (order === mine.order && of === mine.line ? quantity : 0), 0);
  return asked <= line.quantity ? line.unitPrice : null;
}

/** Ends the reservations that a sale names, with the sale: answers the world in which what lay aside is on the shelf again, to be sold, and how many of each these are. */
export async function buyReserved(deps: Pick<OrderDeps, 'database' | 'books'>, change: Change, sale: { order: Uuid; receipt: string }, lines: readonly NamedLine[], world: World, context: CommandContext): Promise<GivenOut> {
  return giveOut(deps.books, change, await loadStreams(deps.database, [...new Set(lines.map(({ reservation }) => reservation.order))]), sale, lines, world, context);
}

/** The same for the reservations as they were loaded. */
export function giveOut(books: Books, change: Change, streams: ReadonlyMap<Uuid, Stream>, sale: { order: Uuid; receipt: string }, lines: readonly Pick<NamedLine, 'quantity' | 'reservation'>[], world: World, context: CommandContext): GivenOut {
  let after = world;
  const fromHand = new Map<string, number>();
  for (const stream of [...streams.values()].sort((a, b) => (a.id < b.id ? -1 : 1))) {
    const taken = lines.filter(({ reservation }) => reservation.order === stream.id).map(({ quantity, reservation }): Taken => ({ line: reservation.line, quantity }));
    const event = bought(stream, sale, taken);
    if (!event) continue;
    books.record(change, stream, [event], context);
    const rest = letGo(stream, 'not_bought');
    books.record(change, stream, rest, context);
    // What is free again may go on the same receipt, sent home for instance.
    after = worldAfter(after, stream, [event, ...rest].flatMap(({ moves }) => moves?.units ?? []));
    for (const { sku, n, to } of event.moves?.stock ?? []) {
      if ('outside' in to) continue;
      const key = shelfKey({ sku, location: to.location });
      fromHand.set(key, n + (fromHand.get(key) ?? 0));
      after = onShelf(after, sku, to.location, n);
    }
  }
  return { world: after, fromHand };
}

function onShelf(world: World, sku: string, location: string, n: number): World {
  const there = world.balances.some((balance) => balance.sku === sku && balance.location === location && balance.state === 'sellable');
  return there ? { ...world, balances: world.balances.map((balance) => (balance.sku === sku && balance.location === location && balance.state === 'sellable' ? { ...balance, quantity: balance.quantity + n } : balance)) } : world;
}
