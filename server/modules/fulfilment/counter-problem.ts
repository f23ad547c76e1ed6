/** A problem at the counter: what lies ready, or was brought here, proves to be missing or damaged. It is planned again as any short is; what is ready with it stays ready. */
import { execute } from '../../kernel/command.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, loadStream, unitsIn, unitsOf } from '../books/index.ts';
import type { HeldUnits, NewEvent, Stream, Units } from '../books/index.ts';
import { orderProblems, orderSlice, worldOf } from '../orders/index.ts';
import { unitMoves } from './change-delivery.ts';
import { mine, planShorted, reasonFor } from './commands.ts';
import type { FloorDeps, ShortOutcome, ShortRequest } from './commands.ts';
import { fulfilmentProblems } from './problems.ts';
import { shorted } from './rules.ts';
import type { ShortReason } from './types.ts';

/** Pure: units of a pickup in hand at its store that cannot be handed over: open again, and the reason says where the goods go. One event per work that they came with. */
export function shortAtCounter(units: Units, { delivery, location }: { delivery: number; location: string }, line: number, quantity: number, reason: ShortReason, note: string | null, now: Instant): NewEvent[] {
  const there = unitsIn(units, { delivery, line, stage: ['picked', 'ready'] }).filter((held) => held.location === location);
  const sku = units.lines.get(line)?.sku;
  const here = there.reduce((sum, { n }) => sum + n, 0);
  if (!sku || quantity > here) throw fulfilmentProblems.more_than_there_is({ detail: `Of line ${line} ${here} ${here === 1 ? 'lies' : 'lie'} here for this pickup, ${quantity} asked.`, found: quantity, expected: here, field: here === 0 ? 'line' : 'quantity' });
  const byWork = new Map<Uuid, HeldUnits[]>();
  let left = quantity;
  for (const held of there) {
    const n = Math.min(left, held.n);
    if (n <= 0) continue;
    left -= n;
    byWork.set(held.holder ?? '', [...byWork.get(held.holder ?? '') ?? [], { ...held, n }]);
  }
  return [...byWork].map(([fulfilment, lacking]) => {
    const n = lacking.reduce((sum, held) => sum + held.n, 0);
    return shorted({ fulfilment, location, delivery, line, sku, quantity: n }, unitMoves(lacking, new Set(lacking)), n, reason, note, now);
  });
}

/** Reports what cannot be handed over. Whoever can bring another does; else the line is cancelled or waits, and the money follows. The customer is told when it is ready again. */
export const reportAtCounter = <T>(deps: FloorDeps, context: CommandContext, { order, delivery, ...request }: ShortRequest & { order: Uuid; delivery: number }, present: (stream: Stream, result: ShortOutcome) => T): Promise<Outcome<T>> =>
  execute(deps.database, context, async (change) => {
    const stream = await loadStream(deps.database, order);
    const of = stream && fold(stream, orderSlice).deliveries.get(delivery);
    if (!stream || of?.kind !== 'pickup' || of.location === null || !mine(context.actor, of.location)) throw orderProblems.unknown({ detail: `There is no pickup ${delivery} of this order for this account.`, found: delivery });
    const reason = await reasonFor(deps, request.reason);
    const world = await worldOf(deps, stream, context.now);
    const events = shortAtCounter(unitsOf(stream), { delivery, location: of.location }, request.line, request.quantity, reason, request.note, context.now);
    return { status: 200, answer: present(stream, await planShorted(deps, change, stream, world, { events, line: request.line, delivery }, context)) };
  });
