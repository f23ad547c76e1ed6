/** What happens to a pickup that waits: it is extended, its customer is reminded, and what nobody came for goes back. */
import { execute } from '../../kernel/command.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import type { DueWork } from '../../kernel/due.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { Temporal } from 'temporal-polyfill';
import { fold, loadStream, unitsIn, unitsOf } from '../books/index.ts';
import type { NewEvent, Stream } from '../books/index.ts';
import { locationByCode, openingOn, zoneDate } from '../locations/index.ts';
import { cancel, orderProblems, orderSlice, settleMoney } from '../orders/index.ts';
import type { OrderDelivery } from '../orders/index.ts';
import { mine } from './commands.ts';
import type { FloorDeps } from './commands.ts';
import { pickupPolicy } from './pickup-policy.ts';
import { fulfilmentProblems } from './problems.ts';
import { floorSlice } from './types.ts';
import type { FulfilmentEvents } from './types.ts';
import { dueOf, openDayFrom, termsUntil } from './waiting.ts';
import type { WaitingPickup } from './waiting.ts';

/** Longer than this nothing waits, whoever asks. */
const MOST_DAYS = 90;

type Deps = Pick<FloorDeps, 'database' | 'books'>;
interface Waiting { stream: Stream; of: OrderDelivery; location: string; waits: WaitingPickup }

/** A pickup of which something is ready; refuses one that is not, or is no pickup of this account. */
async function waitingPickup({ database }: Deps, context: CommandContext, order: Uuid, delivery: number, everywhere: boolean): Promise<Waiting> {
  const stream = await loadStream(database, order);
  const of = stream && fold(stream, orderSlice).deliveries.get(delivery);
  if (!stream || !of || of.kind !== 'pickup' || of.location === null || !(everywhere || mine(context.actor, of.location))) throw orderProblems.unknown({ detail: `There is no pickup ${delivery} of this order for this account.`, found: delivery });
  const waits = fold(stream, floorSlice).waiting.get(delivery);
  if (!waits || unitsIn(unitsOf(stream), { delivery, stage: 'ready' }).length === 0) throw fulfilmentProblems.not_ready({ detail: `Nothing of pickup ${delivery} waits for its customer now.`, found: delivery });
  return { stream, of, location: of.location, waits };
}

export interface ExtendRequest { order: Uuid; delivery: number; /** The new last day; null adds what the policy says. */ until: string | null; by: 'customer' | 'staff' }

/** Lets a ready pickup wait longer: the store as often as it likes, the customer as often as the policy allows. The last day is one on which the store is open. */
export const extendPickup = <T>(deps: Deps, context: CommandContext, { order, delivery, until, by }: ExtendRequest, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  execute(deps.database, context, async (change) => {
    const { stream, location, waits } = await waitingPickup(deps, context, order, delivery, by === 'customer');
    const [policy, place] = await Promise.all([pickupPolicy(deps.database), locationByCode(deps.database, location)]);
    if (!place) throw fulfilmentProblems.location_unknown({ detail: `There is no location "${location}".`, found: location });
    if (by === 'customer' && waits.extendedByCustomer >= policy.customerExtensions) throw fulfilmentProblems.extended_before({ detail: policy.customerExtensions === 0 ? 'This pickup cannot be extended here; the store can.' : `It was extended before; it waits until ${waits.until}. The store can let it wait longer.`, found: waits.extendedByCustomer, expected: policy.customerExtensions });
    const today = zoneDate(context.now, place.calendar.zone);
    const from = waits.until > today ? waits.until : today;
    const wanted = until ?? openDayFrom(place.calendar, Temporal.PlainDate.from(from).add({ days: policy.extendDays }).toString());
    const last = Temporal.PlainDate.from(today).add({ days: MOST_DAYS }).toString();
    if (wanted <= waits.until || wanted < today) throw fulfilmentProblems.impossible_day({ detail: `It waits until ${waits.until} already; choose a later day.`, found: wanted, expected: waits.until, field: 'until' });
    if (wanted > last) throw fulfilmentProblems.impossible_day({ detail: `Nothing waits longer than ${MOST_DAYS} days: until ${last} at most.`, found: wanted, expected: last, field: 'until' });
    if (!openingOn(place.calendar, wanted).open) throw fulfilmentProblems.impossible_day({ detail: `${place.name} is closed on ${wanted}; it opens again on ${openDayFrom(place.calendar, wanted)}.`, found: wanted, expected: openDayFrom(place.calendar, wanted), field: 'until' });
    deps.books.record(change, stream, [{ type: 'PickupExtended', data: { delivery, location, by, ...termsUntil(policy, place.calendar, wanted, context.now) } satisfies FulfilmentEvents['PickupExtended'] }], context);
    return { status: 200, answer: present(stream) };
  });

/** What is ready and nobody came for: cancelled, to be put back where it lies. What was collected before stays collected. */
function notCollected(stream: Stream, delivery: number): NewEvent[] {
  const ready = unitsIn(unitsOf(stream), { delivery, stage: 'ready' });
  const lines = new Map<number, number>();
  for (const { line, n } of ready) lines.set(line, (lines.get(line) ?? 0) + n);
  return cancel(stream, [...lines].map(([line, quantity]) => ({ line, delivery, quantity })), 'not_collected', null, ['ready']);
}

/** The store takes back what nobody came for, once its last day has passed: the goods are put back, the money goes back. */
export const endOfWaiting = <T>(deps: Deps, context: CommandContext, order: Uuid, delivery: number, present: (stream: Stream) => T): Promise<Outcome<T>> =>
  execute(deps.database, context, async (change) => {
    const { stream, location, waits } = await waitingPickup(deps, context, order, delivery, false);
    const place = await locationByCode(deps.database, location);
    const today = zoneDate(context.now, place?.calendar.zone ?? 'Europe/Amsterdam');
    if (today <= waits.until) throw fulfilmentProblems.still_waits({ detail: `The customer was told to come until ${waits.until}. Cancel the lines if the customer does not want them.`, found: today, expected: waits.until });
    deps.books.record(change, stream, notCollected(stream, delivery), context);
    settleMoney(deps.books, change, stream, 'not_collected', context);
    return { status: 200, answer: present(stream) };
  });

/** Does what is due of the pickups of an order: a reminder, or the end of the wait. Looked at again it finds nothing. */
async function lookAt({ database, books }: Deps, context: CommandContext, order: Uuid): Promise<void> {
  await execute(database, context, async (change) => {
    const stream = await loadStream(database, order);
    for (const [delivery, waits] of stream ? fold(stream, floorSlice).waiting : []) {
      const due = stream && unitsIn(unitsOf(stream), { delivery, stage: 'ready' }).length > 0 ? dueOf(waits, context.now) : null;
      if (stream && due?.what === 'reminder') books.record(change, stream, [{ type: 'PickupReminded', data: { delivery, reminder: due.reminder } satisfies FulfilmentEvents['PickupReminded'] }], context);
      if (stream && due?.what === 'expired') {
        books.record(change, stream, notCollected(stream, delivery), context);
        settleMoney(books, change, stream, 'not_collected', context);
      }
    }
    return { status: 200, answer: null };
  });
}

/** Orders of which a pickup waits long enough that something is done about it. */
export const pickupsDue = (deps: Deps): DueWork => ({
  name: 'waiting pickups', due: { from: 'fulfilment.pickup', subject: 'order_id', by: 'next_at', when: 'next_at <= $1' },
  run: (order, context) => lookAt(deps, context, order as Uuid),
});
