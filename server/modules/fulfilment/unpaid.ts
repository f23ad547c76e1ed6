/** Changes that cost more and were not paid in time: a delivery goes again where it went, lines that were added come off, where that is still possible. */
import { execute } from '../../kernel/command.ts';
import type { CommandContext } from '../../kernel/command.ts';
import { Change } from '../../kernel/change.ts';
import type { DueWork } from '../../kernel/due.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/problem.ts';
import { loadStream } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { askedOf, goOnWhenPaid, orderProblems, settleMoney, undoLines, undoOf, worldAfter, worldOf } from '../orders/index.ts';
import type { OrderEvents, Undo } from '../orders/index.ts';
import type { World } from '../sourcing/index.ts';
import { changeDelivery, changing } from './change-delivery.ts';
import type { ChangeWish, Destination } from './change-delivery.ts';
import { copyOf } from './change-commands.ts';
import type { FloorDeps } from './commands.ts';
import { pickupPolicy } from './pickup-policy.ts';
import type { PickupPolicy } from './pickup-policy.ts';

type Deps = Pick<FloorDeps, 'database' | 'books' | 'worlds'>;

/** Undoes changes on a loaded order, the last one first; refuses where one of them cannot be any more: the store has closed, say, or something of it has left. */
function undo({ books, worlds }: Deps, change: Change, stream: Stream, there: World, policy: PickupPolicy, changes: readonly Undo[], context: CommandContext): void {
  let world = there;
  for (const one of changes) {
    const start = stream.events.length;
    if (one.kind === 'lines') books.record(change, stream, undoLines(stream, one), context);
    else {
      const to: Destination = 'location' in one.back ? { kind: 'pickup', ...one.back } : { kind: 'ship', ...one.back };
      const wish: ChangeWish = { delivery: one.delivery, to, by: 'staff', reason: null, unpaid: one.charges };
      const asked = changing(stream, wish, world, policy);
      if (asked.part) throw orderProblems.too_late({ detail: `Something of delivery ${one.delivery} is packed or has left.`, field: 'delivery' });
      changeDelivery(books, change, stream, world, worlds.day(context.now), wish, asked, null, context);
    }
    world = worldAfter(world, stream, stream.events.slice(start).flatMap((event) => event.moves.units ?? []));
  }
}

/** Undoes all of them, or answers false with nothing recorded. */
function undone(deps: Deps, change: Change, stream: Stream, world: World, policy: PickupPolicy, changes: readonly Undo[], context: CommandContext): boolean {
  if (changes.length === 0) return false;
  try {
    undo(deps, new Change(), copyOf(stream), world, policy, changes, context);
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
  undo(deps, change, stream, world, policy, changes, context);
  return true;
}

/** Ends the wait for the payment of one order. Looked at again, or after the money has come, it finds nothing. */
async function endWait(deps: Deps, context: CommandContext, order: Uuid): Promise<void> {
  await execute(deps.database, context, async (change) => {
    const stream = await loadStream(deps.database, order);
    const asked = stream && askedOf(stream);
    if (!stream || !asked || asked.until > context.now) return { status: 200, answer: null };
    const [world, policy] = await Promise.all([worldOf(deps, stream, context.now), pickupPolicy(deps.database)]);
    const { owed } = asked;
    const back = undone(deps, change, stream, world, policy, undoOf(asked), context);
    deps.books.record(change, stream, [{ type: 'PaymentLapsed', data: { delivery: asked.delivery, amount: owed, back } satisfies OrderEvents['PaymentLapsed'] }], context);
    goOnWhenPaid(deps.books, change, stream, 'It is what it was before, and nothing more is owed', context);
    settleMoney(deps.books, change, stream, 'unpaid', context);
    return { status: 200, answer: null };
  });
}

/** Payments that were asked for, and whose time is over. */
export const paymentsUnpaid = (deps: Deps): DueWork => ({
  name: 'payments asked for', due: { from: 'orders.asked_payment', subject: 'order_id', by: 'until', when: 'until <= $1' },
  run: (order, context) => endWait(deps, context, order as Uuid),
});
