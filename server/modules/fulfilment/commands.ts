/** What the shop floor does: each verb finds the order of its work, decides, and sends one Change. */
import type { Change, Contested } from '../../kernel/change.ts';
import { execute } from '../../kernel/command.ts';
import type { Actor, CommandContext, Outcome } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, loadStreamBy, unitsOf } from '../books/index.ts';
import type { NewEvent, Stream } from '../books/index.ts';
import { skusOf } from '../inventory/index.ts';
import { locationByCode } from '../locations/index.ts';
import { orderProblems, orderSlice, planOpen, settleMoney, worldOf } from '../orders/index.ts';
import type { OrderDelivery, OrderDeps } from '../orders/index.ts';
import { parcelsSlice } from '../shipping/index.ts';
import type { World } from '../sourcing/index.ts';
import { inHand } from './in-hand.ts';
import { openLoad, recordLoaded } from './into-load.ts';
import { pickupPolicy } from './pickup-policy.ts';
import { fulfilmentProblems } from './problems.ts';
import * as rules from './rules.ts';
import type { PackRequest, ScanResult } from './rules.ts';
import { isHeld } from './secured.ts';
import { floorSlice } from './types.ts';
import type { Fulfilment, FulfilmentEvents, LineCount, ShortReason } from './types.ts';
import { termsFrom } from './waiting.ts';

export interface FloorDeps extends OrderDeps {
  shortReasons(): Promise<readonly ShortReason[]>;
  /** Carrier and product for a parcel, by rule. */
  carrierFor(parcel: { delivery: OrderDelivery; location: string; weightGrams: number }): { carrier: string; product: string; options: { characteristic: string; option: string }[] };
  /** What people call the company outside that does all work of a location, by its own system; null when somebody works there in ours. */
  workedOutside(location: string): Promise<string | null>;
  /** The pickup code of a delivery: derived from a secret, kept nowhere. */
  pickupCode(order: Uuid, delivery: number): string;
}

const BY_FULFILMENT = 'select order_id from fulfilment.fulfilment where id = $1';

/** An account bound to locations sees only their work; to it the work of others does not exist. */
export const mine = (actor: Actor, location: string): boolean => actor.locations === 'all' || actor.locations.includes(location);

export interface Work { stream: Stream; work: Fulfilment; onHold: boolean }

async function load(deps: FloorDeps, actor: Actor, fulfilment: Uuid): Promise<Work> {
  const stream = await loadStreamBy(deps.database, BY_FULFILMENT, fulfilment);
  const work = stream && fold(stream, floorSlice).fulfilments.get(fulfilment);
  if (!stream || !work || !mine(actor, work.location)) throw fulfilmentProblems.unknown({ detail: `There is no work ${fulfilment} for this account.` });
  return { stream, work, onHold: fold(stream, orderSlice).holds.size > 0 };
}

/** Runs a command on one work order. The presenter sees the order as it is afterwards. */
function onWork<T>(deps: FloorDeps, context: CommandContext, fulfilment: Uuid, decide: (change: Change, found: Work, lost: Contested | null) => Promise<void> | void, present: (stream: Stream) => T): Promise<Outcome<T>> {
  return execute(deps.database, context, async (change, round) => {
    const found = await load(deps, context.actor, fulfilment);
    await decide(change, found, round.lost);
    return { status: 200, answer: present(found.stream) };
  });
}

export const accept = <T>(deps: FloorDeps, context: CommandContext, fulfilment: Uuid, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  onWork(deps, context, fulfilment, (change, { stream, work, onHold }) => {
    const event = rules.accept(unitsOf(stream), work, onHold, context.actor.name);
    if (event) deps.books.record(change, stream, [event], context);
  }, present);

export interface ScanRequest { scan: string; code: string; quantity: number }

/** What stands for a code that no product has. */
const NOT_KNOWN = { sku: null, pieces: 1 };

/** Counts scans, of what the books lack as well; with the last one of a pickup whose goods are all there, the delivery is ready in the same Change. */
export async function pick<T>(deps: FloorDeps, context: CommandContext, fulfilment: Uuid, scans: readonly ScanRequest[], shelf: string | null, present: (stream: Stream, results: ScanResult[]) => T): Promise<Outcome<T>> {
  const skus = await skusOf(deps.database, scans.map((scan) => scan.code));
  let results: ScanResult[] = [];
  return onWork(deps, context, fulfilment, async (change, { stream, work, onHold }, lost) => {
    if (!scans.every(({ scan }) => work.scans.has(scan))) rules.workable(unitsOf(stream), work, onHold);
    const order = fold(stream, orderSlice);
    const picked = rules.pick(unitsOf(stream), work, (line) => order.lines.get(line)?.name ?? `line ${line}`, scans.map((scan) => ({ ...scan, ...NOT_KNOWN, ...skus.get(scan.code) })), shelf);
    results = picked.results;
    const [only] = results;
    if (results.length === 1 && only?.problem) throw refusalOf(only);
    if (!picked.event) return;
    deps.books.record(change, stream, [await inHand(deps.database, change, stream, work.location, picked.event, lost)], context);
    await readyWhenAllThere(deps, change, stream, work.delivery, shelf, context);
  }, (stream) => present(stream, results));
}

export function refusalOf({ problem }: ScanResult): Error {
  const name = problem?.code.split('.')[1] as 'wrong_scan' | 'unknown_product' | 'enough' | 'carton_too_large';
  return fulfilmentProblems[name]({ detail: problem?.detail ?? '', field: 'scans[0].code' });
}

/** With the last of its goods a pickup is ready, in the same Change; how long it waits is promised with it. */
export async function readyWhenAllThere({ books, database }: Pick<FloorDeps, 'books' | 'database'>, change: Change, stream: Stream, delivery: number, shelf: string | null, context: Pick<CommandContext, 'now' | 'actor'>): Promise<void> {
  const of = fold(stream, orderSlice).deliveries.get(delivery);
  const event = of && rules.ready(unitsOf(stream), fold(stream, floorSlice), of, shelf);
  // Nobody is asked to come for what would not be handed over: it is told when the hold is released.
  if (!event || isHeld(stream)) return;
  // How long a reservation is kept was said when it was made.
  if (fold(stream, orderSlice).reservation !== null) return books.record(change, stream, [event], context);
  const [policy, location] = await Promise.all([pickupPolicy(database), locationByCode(database, of.location ?? '')]);
  books.record(change, stream, [location ? { ...event, data: { ...(event.data as FulfilmentEvents['DeliveryReady']), ...termsFrom(policy, location.calendar, context.now) } } : event], context);
}

export interface ShortRequest { line: number; quantity: number; reason: string; note: string | null }

/** Where some units go that could not be delivered from here: to a location, by name, or nowhere. */
interface Goes { to: 'location' | 'cancelled' | 'waiting'; quantity: number; location: string | null; name: string | null }
/** Where all of them go; `goes` says the same as the rest, as the sentences of a screen. */
export interface ShortOutcome { reassigned: { location: string; quantity: number }[]; cancelled: number; waiting: number; goes: Goes[] }

/** The retailer's reason of a code; refuses one that there is not. */
export async function reasonFor(deps: FloorDeps, code: string): Promise<ShortReason> {
  const reasons = await deps.shortReasons();
  const reason = reasons.find((one) => one.code === code);
  if (!reason) throw fulfilmentProblems.reason_unknown({ detail: `"${code}" is not a reason; use one of ${reasons.map((one) => one.code).join(', ')}.`, found: code, expected: reasons.map((one) => one.code), field: 'reason' });
  return reason;
}

/** What was shorted is planned again in the same Change, its pickup may be ready with what is there, and the money follows. */
export async function planShorted(deps: FloorDeps, change: Change, stream: Stream, world: World, { events, line, delivery }: { events: readonly NewEvent[]; line: number; delivery: number }, context: CommandContext): Promise<ShortOutcome> {
  deps.books.record(change, stream, events, context);
  const before = stream.events.length;
  planOpen(deps.books, change, stream, world, context, deps.worlds.day(context.now), { only: new Set([line]) });
  const fresh = stream.events.slice(before);
  const total = (type: string): number => fresh.filter((event) => event.type === type).flatMap((event) => (event.data as { lines: LineCount[] }).lines).reduce((sum, { quantity }) => sum + quantity, 0);
  const reassigned = fresh.filter((event) => event.type === 'FulfilmentAssigned').map((event) => { const data = event.data as { location: string; lines: LineCount[] }; return { location: data.location, quantity: data.lines.reduce((sum, { quantity }) => sum + quantity, 0) }; });
  const [cancelled, waiting] = [total('ItemsCancelled'), total('ItemsWaiting')];
  const nameOf = (code: string): string => world.master.locations.find((one) => one.code === code)?.name ?? code;
  const nowhere = (to: 'cancelled' | 'waiting', quantity: number): Goes[] => (quantity === 0 ? [] : [{ to, quantity, location: null, name: null }]);
  await readyWhenAllThere(deps, change, stream, delivery, null, context);
  settleMoney(deps.books, change, stream, 'nowhere_in_stock', context);
  return { reassigned, cancelled, waiting, goes: [...reassigned.map(({ location, quantity }): Goes => ({ to: 'location', quantity, location, name: nameOf(location) })), ...nowhere('cancelled', cancelled), ...nowhere('waiting', waiting)] };
}

/** Reports what cannot be delivered from here. It is planned again in the same Change; what nobody has is cancelled or waits, and the money follows. */
export const short = <T>(deps: FloorDeps, context: CommandContext, fulfilment: Uuid, request: ShortRequest, present: (stream: Stream, result: ShortOutcome) => T): Promise<Outcome<T>> => {
  let result: ShortOutcome = { reassigned: [], cancelled: 0, waiting: 0, goes: [] };
  return onWork(deps, context, fulfilment, async (change, { stream, work }) => {
    const reason = await reasonFor(deps, request.reason);
    const world = await worldOf(deps, stream, context.now);
    const sku = unitsOf(stream).lines.get(request.line)?.sku;
    const balance = world.balances.find((one) => one.sku === sku && one.location === work.location) ?? null;
    const events = rules.short(unitsOf(stream), work, request.line, request.quantity, reason, request.note, balance, context.now);
    result = await planShorted(deps, change, stream, world, { events, line: request.line, delivery: work.delivery }, context);
  }, (stream) => present(stream, result));
};

/** Packs what is picked into one or more parcels; each then asks the carrier for its label. */
export const pack = <T>(deps: FloorDeps, context: CommandContext, fulfilment: Uuid, parcels: readonly PackRequest[], present: (stream: Stream, parcels: Uuid[]) => T): Promise<Outcome<T>> => {
  let made: Uuid[] = [];
  return onWork(deps, context, fulfilment, (change, { stream, work, onHold }) => {
    rules.workable(unitsOf(stream), work, onHold);
    const order = fold(stream, orderSlice);
    const delivery = order.deliveries.get(work.delivery);
    if (!delivery) throw orderProblems.delivery_unknown({ detail: `The order has no delivery ${work.delivery}.` });
    const before = fold(stream, parcelsSlice).size;
    const events = rules.packParcels(unitsOf(stream), work, parcels, (index, lines, weight) => {
      const weightGrams = weight ?? lines.reduce((sum, { line, quantity }) => sum + quantity * (order.lines.get(line)?.weightGrams ?? 0), 0);
      return { parcel: newId(), number: `L${before + index + 1}`, fulfilment: work.fulfilment, location: work.location, delivery: work.delivery, lines, weightGrams, ...deps.carrierFor({ delivery, location: work.location, weightGrams }) };
    });
    made = events.map((event) => (event.data as { parcel: Uuid }).parcel);
    deps.books.record(change, stream, events, context);
  }, (stream) => present(stream, made));
};

/** Hands a transfer's goods to the van in a load; scans given with it are counted first. The load's own stream notes what is in it. */
export const transfer = <T>(deps: FloorDeps, context: CommandContext, fulfilment: Uuid, code: string, scans: readonly ScanRequest[], present: (stream: Stream, load: Uuid) => T): Promise<Outcome<T>> => {
  let handed: Uuid | null = null;
  return onWork(deps, context, fulfilment, async (change, { stream, work, onHold }, lost) => {
    rules.workable(unitsOf(stream), work, onHold);
    const skus = await skusOf(deps.database, scans.map((scan) => scan.code));
    const order = fold(stream, orderSlice);
    const picked = rules.pick(unitsOf(stream), work, (line) => order.lines.get(line)?.name ?? `line ${line}`, scans.map((scan) => ({ ...scan, ...NOT_KNOWN, ...skus.get(scan.code) })), null);
    const refused = picked.results.find((one) => one.result === 'refused');
    if (refused) throw refusalOf(refused);
    if (picked.event) deps.books.record(change, stream, [await inHand(deps.database, change, stream, work.location, picked.event, lost)], context);
    if (work.kind !== 'transfer' || work.destination === null) throw rules.notBrought(work);
    const load = await openLoad(deps, change, code, { origin: work.location, destination: work.destination }, context);
    handed = load.id;
    recordLoaded(deps.books, change, stream, [load], [rules.transfer(unitsOf(stream), work, handed)], context);
  }, (stream) => present(stream, handed ?? ''));
};
