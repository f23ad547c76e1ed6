/** Giving work to another location by hand: what each location would cost, and moving the units with their reservation in one Change. */
import { execute } from '../../kernel/command.ts';
import type { Actor, CommandContext, Outcome } from '../../kernel/command.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { bucketOf, fold, loadStreamBy, unitsIn, unitsOf } from '../books/index.ts';
import type { HeldUnits, NewEvent, Stream, UnitMove } from '../books/index.ts';
import { dialogueSlice, releaseOf, withdrawn } from '../dialogue/index.ts';
import { demandFor, orderSlice, recordPromises, reservationProblems, worldOf } from '../orders/index.ts';
import type { OrderDelivery } from '../orders/index.ts';
import { parcelsSlice } from '../shipping/index.ts';
import { assign, candidatesOf, chooseStrategy, optionsByHand, prepare, withArrivals, workBegins } from '../sourcing/index.ts';
import type { BrokenRule, Candidate, Demand, HandOption, Strategy, World } from '../sourcing/index.ts';
import type { FloorDeps } from './commands.ts';
import { fulfilmentProblems } from './problems.ts';
import { floorSlice } from './types.ts';
import type { Fulfilment, FulfilmentEvents, LineCount } from './types.ts';

/** What of a work order is moved: null is all that is not packed. `putBack`: what is picked already goes too, and is put back where it lies. */
export interface ReassignWish { lines: readonly LineCount[] | null; putBack: boolean }
export interface ReassignRequest extends ReassignWish { location: string; reason: string | null }

async function load(deps: FloorDeps, actor: Actor, fulfilment: Uuid): Promise<{ stream: Stream; work: Fulfilment; delivery: OrderDelivery }> {
  const stream = await loadStreamBy(deps.database, 'select order_id from fulfilment.fulfilment where id = $1', fulfilment);
  const work = stream && fold(stream, floorSlice).fulfilments.get(fulfilment);
  const delivery = stream && work && fold(stream, orderSlice).deliveries.get(work.delivery);
  if (!stream || !work || !delivery || (actor.locations !== 'all' && !actor.locations.includes(work.location))) throw fulfilmentProblems.unknown({ detail: `There is no work ${fulfilment} for this account.` });
  return { stream, work, delivery };
}

/** Units that are taken out of a work order: those still on the shelf first, then, where asked, those in hand. */
export function unitsToMove(stream: Stream, work: Fulfilment, { lines, putBack }: ReassignWish): { held: HeldUnits; n: number }[] {
  const units = unitsOf(stream);
  const allocated = unitsIn(units, { holder: work.fulfilment, stage: 'allocated' });
  const picked = unitsIn(units, { holder: work.fulfilment, stage: 'picked' });
  const count = (held: readonly HeldUnits[], line?: number): number => held.reduce((sum, one) => sum + (line === undefined || one.line === line ? one.n : 0), 0);
  if (count(allocated) + count(picked) === 0) throw nothingLeft(stream, work);
  if (releaseOf(fold(stream, dialogueSlice), { holder: work.fulfilment, location: work.location }) !== 'free') throw fulfilmentProblems.with_partner({ detail: `${work.location} has taken up work ${work.number} and prepares it. Cancel the lines: they are asked to stop, and say whether they can.`, found: work.location });
  if (work.load !== null) throw fulfilmentProblems.packed({ detail: `Work ${work.number} was brought to ${work.destination ?? 'the store'} already; it can no longer be given to another location.` });
  const given = lines ?? [...new Set([...allocated, ...picked].map(({ line }) => line))].map((line) => ({ line, quantity: count(allocated, line) + count(picked, line) }));
  const wanted = new Map<number, number>();
  for (const { line, quantity } of given) wanted.set(line, (wanted.get(line) ?? 0) + quantity);
  return [...wanted].flatMap(([line, quantity]) => {
    const [shelf, hand] = [count(allocated, line), count(picked, line)];
    if (quantity > shelf + hand) throw fulfilmentProblems.more_than_there_is({ detail: `Of line ${line} ${shelf + hand} can be moved, ${quantity} asked.`, found: quantity, expected: shelf + hand, field: 'lines' });
    if (quantity > shelf && !putBack) throw fulfilmentProblems.already_picked({ detail: `Of line ${line} ${hand} ${hand === 1 ? 'is' : 'are'} picked at ${work.location} already. Have them put back there (putBack), or move ${shelf} that ${shelf === 1 ? 'is' : 'are'} still on the shelf.`, found: quantity, expected: shelf, field: 'putBack' });
    let left = quantity;
    return [...allocated, ...picked].filter((held) => held.line === line).flatMap((held) => {
      const n = Math.min(left, held.n);
      left -= n;
      return n > 0 ? [{ held, n }] : [];
    });
  });
}

function nothingLeft(stream: Stream, work: Fulfilment): Error {
  const boxes = [...fold(stream, parcelsSlice).values()].filter((parcel) => parcel.fulfilment === work.fulfilment && (parcel.status === 'packed' || parcel.status === 'labelled'));
  if (boxes.length > 0) return fulfilmentProblems.packed({ detail: `The goods of work ${work.number} are packed in ${boxes.map(({ number }) => number).join(', ')}. Let the parcel leave, or cancel the lines: that opens it.` });
  return fulfilmentProblems.ended({ detail: `Work ${work.number} has nothing left to move: it was shipped, finished, cancelled or given to another location.` });
}

/** The world with these units back on the shelf of the work's location: what keeping the work there is compared by. */
function released(world: World, work: Fulfilment, moving: readonly { held: HeldUnits; n: number }[], stream: Stream, today: string): World {
  const back = new Map<string, number>();
  for (const { held, n } of moving) {
    const sku = unitsOf(stream).lines.get(held.line)?.sku;
    if (sku && held.stage === 'allocated') back.set(sku, (back.get(sku) ?? 0) + n);
  }
  const load = new Map(world.load);
  if (work.capacityDay === today) load.set(work.location, Math.max(0, (load.get(work.location) ?? 0) - 1));
  return { ...world, load, balances: world.balances.map((balance) => (balance.location === work.location ? { ...balance, reserved: balance.reserved - Math.min(balance.reserved, back.get(balance.sku) ?? 0) } : balance)) };
}

interface Asked { demand: Demand; strategy: Strategy; world: World; candidates: Candidate[] }

async function ask(deps: FloorDeps, stream: Stream, work: Fulfilment, delivery: OrderDelivery, moving: readonly { held: HeldUnits; n: number }[], now: string): Promise<Asked> {
  if (fold(stream, orderSlice).reservation !== null) throw reservationProblems.reserved({ detail: 'A reservation is kept by the store that the customer chose. Cancel it there and reserve elsewhere.' });
  const world = released(await worldOf(deps, stream, now), work, moving, stream, deps.worlds.day(now));
  const demand = demandFor(stream, delivery, (line) => moving.reduce((sum, one) => sum + (one.held.line === line ? one.n : 0), 0));
  const strategy = demand && chooseStrategy(demand, world.master.strategies, now).strategy;
  if (!demand || !strategy) throw fulfilmentProblems.ended({ detail: `Work ${work.number} is of a delivery that is not planned.` });
  const from = workBegins(demand, world, now);
  const candidates = candidatesOf(world, from, demand, { byHand: true });
  return { demand: withArrivals(demand, candidates, world, from), strategy, world, candidates };
}

export interface ReassignOptions {
  work: Fulfilment;
  delivery: OrderDelivery;
  currency: string;
  wanted: number;
  picked: number;
  options: HandOption[];
  /** Open locations that have none of it. */
  without: number;
}

/** What each location with some of it would cost and when it would leave, the work's own location among them. */
export async function reassignOptions(deps: FloorDeps, actor: Actor, fulfilment: Uuid, wish: ReassignWish, now: string): Promise<ReassignOptions> {
  const { stream, work, delivery } = await load(deps, actor, fulfilment);
  const moving = unitsToMove(stream, work, wish);
  const { demand, strategy, candidates } = await ask(deps, stream, work, delivery, moving, now);
  const options = optionsByHand(demand, candidates, strategy, now);
  return {
    work, delivery, currency: strategy.cost.currency, options, without: candidates.length - options.length,
    wanted: moving.reduce((sum, { n }) => sum + n, 0), picked: moving.reduce((sum, { held, n }) => sum + (held.stage === 'picked' ? n : 0), 0),
  };
}

/** The place and the rule that a wish breaks; refuses a location that is none, is closed, or is where the work is. */
function placeFor({ world, demand, strategy, candidates }: Asked, work: Fulfilment, { location, reason }: ReassignRequest, now: string): BrokenRule | null {
  const place = world.master.locations.find(({ code }) => code === location);
  if (!place) throw fulfilmentProblems.place_unknown({ detail: `There is no location "${location}".`, found: location, field: 'location' });
  if (location === work.location) throw fulfilmentProblems.same_location({ detail: `Work ${work.number} is at ${place.name} already; choose another location, or leave it.`, found: location, field: 'location' });
  if (!place.active) throw fulfilmentProblems.location_closed({ detail: `${place.name} is closed and gets no work; choose another location.`, found: location, field: 'location' });
  const [option] = optionsByHand(demand, candidates, strategy, now, [location]);
  const wanted = demand.lines.reduce((sum, { quantity }) => sum + quantity, 0);
  if (!option || option.covers < wanted) {
    const has = Object.entries(option?.available ?? {}).map(([sku, n]) => `${n} × ${sku}`).join(', ');
    throw fulfilmentProblems.no_stock({ detail: `${place.name} can take ${option?.covers ?? 0} of the ${wanted}${has === '' ? '' : ` (it has ${has})`}. Move fewer, or choose another location.`, found: option?.covers ?? 0, expected: wanted, field: 'location' });
  }
  if (option.breaks && reason === null) throw fulfilmentProblems.reason_needed({ detail: `By rule '${option.breaks.rule}' ${place.name} would not be asked: ${option.breaks.reason}. Say why it is done all the same.`, found: option.breaks.rule, field: 'reason' });
  return option.breaks;
}

/** Units leave a work order for another location: they are open until they are planned there, and what is in hand stays there to be put back. */
export function reassigned(work: Fulfilment, moving: readonly { held: HeldUnits; n: number }[], { location, reason }: Pick<ReassignRequest, 'location' | 'reason'>, breaks: BrokenRule | null): NewEvent {
  const counted = (of: readonly { held: HeldUnits; n: number }[]): LineCount[] => {
    const lines = new Map<number, number>();
    for (const { held, n } of of) lines.set(held.line, (lines.get(held.line) ?? 0) + n);
    return [...lines].map(([line, quantity]) => ({ line, quantity }));
  };
  const moves = moving.map(({ held, n }): UnitMove => ({ line: held.line, delivery: held.delivery, n, from: bucketOf(held), to: { stage: 'open', holder: null, location: null } }));
  return {
    type: 'FulfilmentReassigned', moves: { units: moves },
    data: { fulfilment: work.fulfilment, location: work.location, to: location, delivery: work.delivery, lines: counted(moving), picked: counted(moving.filter(({ held }) => held.stage === 'picked')), reason, rule: breaks?.rule ?? null } satisfies FulfilmentEvents['FulfilmentReassigned'],
  };
}

/** Moves units to another location: the old reservation goes and the new one comes in one Change, or neither. The new work order names the old one as its parent. */
export const reassign = <T>(deps: FloorDeps, context: CommandContext, fulfilment: Uuid, request: ReassignRequest, present: (stream: Stream, created: Uuid[]) => T): Promise<Outcome<T>> =>
  execute(deps.database, context, async (change) => {
    const { stream, work, delivery } = await load(deps, context.actor, fulfilment);
    const moving = unitsToMove(stream, work, request);
    const asked = await ask(deps, stream, work, delivery, moving, context.now);
    const breaks = placeFor(asked, work, request, context.now);
    const moved = reassigned(work, moving, request, breaks);
    deps.books.record(change, stream, [moved, ...withdrawn(stream, moved.moves?.units ?? [], 'moved')], context);
    const prepared = prepare(asked.demand, asked.world, context.now, { candidates: asked.candidates, byHand: request.location });
    const { assigned } = assign(deps.books, change, stream, prepared, asked.world, context, deps.worlds.day(context.now), { cause: 'by_hand', byHand: { location: request.location, reason: request.reason, from: fulfilment } });
    recordPromises(deps.books, change, stream, asked.world, 'by_hand', context);
    return { status: 200, answer: present(stream, assigned.map((one) => one.fulfilment)) };
  });
