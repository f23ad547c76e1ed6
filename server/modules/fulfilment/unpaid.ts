/** A dearer delivery that nobody paid for in time: it goes back to the store where it was to be collected, where that is still possible. */
import { execute } from '../../kernel/command.ts';
import type { CommandContext } from '../../kernel/command.ts';
import { Change } from '../../kernel/change.ts';
import type { DueWork } from '../../kernel/due.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/problem.ts';
import { loadStream } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { askedOf, goOnWhenPaid, settleMoney, worldOf } from '../orders/index.ts';
import type { OrderEvents } from '../orders/index.ts';
import type { World } from '../sourcing/index.ts';
import { changeDelivery, changing } from './change-delivery.ts';
import type { ChangeWish } from './change-delivery.ts';
import { copyOf } from './change-commands.ts';
import type { FloorDeps } from './commands.ts';
import { pickupPolicy } from './pickup-policy.ts';
import type { PickupPolicy } from './pickup-policy.ts';

type Deps = Pick<FloorDeps, 'database' | 'books' | 'worlds'>;

/** Sends it back to its store, or answers false with nothing recorded: the store has closed, say, or the goods have found no way. */
function backToStore({ books, worlds }: Deps, change: Change, stream: Stream, world: World, policy: PickupPolicy, { delivery, back }: OrderEvents['PaymentAsked'], context: CommandContext): boolean {
  if (back === null) return false;
  const wish: ChangeWish = { delivery, to: { kind: 'pickup', location: back.location }, by: 'staff', reason: null, unpaid: true };
  const go = (on: Change, of: Stream): number => changeDelivery(books, on, of, world, worlds.day(context.now), wish, changing(of, wish, world, policy), null, context);
  try {
    go(new Change(), copyOf(stream));
  } catch (error) {
    if (error instanceof Refusal) return false;
    throw error;
  }
  go(change, stream);
  return true;
}

/** Ends the wait for the payment of one order. Looked at again, or after the money has come, it finds nothing. */
async function endWait(deps: Deps, context: CommandContext, order: Uuid): Promise<void> {
  await execute(deps.database, context, async (change) => {
    const stream = await loadStream(deps.database, order);
    const asked = stream && askedOf(stream);
    if (!stream || !asked || asked.until > context.now) return { status: 200, answer: null };
    const [world, policy] = await Promise.all([worldOf(deps, stream, context.now), pickupPolicy(deps.database)]);
    const { owed, ...wanted } = asked;
    const back = backToStore(deps, change, stream, world, policy, wanted, context);
    deps.books.record(change, stream, [{ type: 'PaymentLapsed', data: { delivery: asked.delivery, amount: owed, back } satisfies OrderEvents['PaymentLapsed'] }], context);
    goOnWhenPaid(deps.books, change, stream, 'It is collected again, and nothing more is owed', context);
    settleMoney(deps.books, change, stream, 'unpaid', context);
    return { status: 200, answer: null };
  });
}

/** Payments that were asked for, and whose time is over. */
export const paymentsUnpaid = (deps: Deps): DueWork => ({
  name: 'payments asked for', due: { from: 'orders.asked_payment', subject: 'order_id', by: 'until', when: 'until <= $1' },
  run: (order, context) => endWait(deps, context, order as Uuid),
});
