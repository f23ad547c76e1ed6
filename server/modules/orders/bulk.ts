/** One action on many orders: each in its own transaction, with its own result; the whole is done once under its Idempotency-Key. */
import { z } from 'zod';
import { execute, keptAnswer } from '../../kernel/command.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/problem.ts';
import { idOf, wire, WireId } from '../../kernel/wire.ts';
import { fold } from '../books/index.ts';
import { cancelOrder, hold, onOrder, orderStream, releaseHold } from './commands.ts';
import type { OrderDeps } from './commands.ts';
import { CancelBody, HoldBody } from './contract.ts';
import { bulkActions } from './permissions.ts';
import { orderProblems } from './problems.ts';
import { orderSlice } from './state.ts';
import type { OrderEvents } from './types.ts';

const tags = z.array(z.string().min(1).max(100)).min(1).max(20);
const note = CancelBody.shape.note;
export const BulkAction = z.discriminatedUnion('action', [
  z.strictObject({ action: z.literal('tag'), tags: tags.describe('Tags that they all get besides those they have') }),
  z.strictObject({ action: z.literal('untag'), tags: tags.describe('Tags that are taken off') }),
  z.strictObject({ action: z.literal('hold'), reason: HoldBody.shape.reason, owner: HoldBody.shape.owner, note }),
  z.strictObject({ action: z.literal('release'), reason: z.string().max(200).default('released').describe('Every open hold that the account may release') }),
  z.strictObject({ action: z.literal('cancel'), reason: CancelBody.shape.reason, note }),
]);
export type BulkAction = z.output<typeof BulkAction>;

export const BulkBody = z.strictObject({
  orders: z.array(idOf('order')).min(1).max(500).refine((list) => new Set(list).size === list.length, 'each order once'),
  do: BulkAction,
});
export const BulkAnswer = z.object({
  results: z.array(z.object({ order: WireId, done: z.boolean(), problem: z.object({ code: z.string(), detail: z.string() }).nullable().describe('Why it was refused') })),
  done: z.int(), refused: z.int(),
});
type Answer = z.infer<typeof BulkAnswer>;

/** Orders that are worked on at the same time: enough to use both ends of the connection, few enough to leave room for others. */
const AT_ONCE = 4;

/**
 * Carries out an action on each order. What one refuses does not hold up the others. A repeat under the same key is answered from the
 * answer that was kept; one that was cut off goes on, since each order has a key of its own derived from that of the whole.
 */
export async function bulk(deps: OrderDeps, context: CommandContext, orders: readonly Uuid[], action: BulkAction): Promise<Outcome<Answer>> {
  if (!bulkActions(context.actor).includes(action.action)) throw orderProblems.bulk_not_yours({ detail: `"${context.actor.name}" may not ${action.action} orders; it may ${bulkActions(context.actor).join(', ')}.`, found: action.action, expected: bulkActions(context.actor) });
  const earlier = context.key && await keptAnswer<Answer>(deps.database, context.key);
  if (earlier) return earlier;
  const results: Answer['results'] = [];
  let next = 0;
  const worker = async (): Promise<void> => {
    for (let index = next++; index < orders.length; index = next++) {
      const order = orders[index] ?? '';
      const key = context.key && { ...context.key, key: `${context.key.key} ${order}` };
      results[index] = await one(deps, { ...context, key }, order, action);
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, worker));
  const refused = results.filter((result) => !result.done).length;
  const answer = { results, done: results.length - refused, refused };
  return execute(deps.database, context, async (change) => {
    if (context.key) change.kept = { ...context.key, status: 200, answer };
    return { status: 200, answer };
  });
}

async function one(deps: OrderDeps, context: CommandContext, order: Uuid, action: BulkAction): Promise<Answer['results'][number]> {
  const result = (problem: Answer['results'][number]['problem']): Answer['results'][number] => ({ order: wire('order', order), done: problem === null, problem });
  try {
    await carryOut(deps, context, order, action);
    return result(null);
  } catch (error) {
    // A refusal is this order's; whatever else goes wrong is everybody's, and the request is sent again under its key.
    if (error instanceof Refusal && error.status < 500) return result({ code: error.code, detail: error.details.detail });
    throw error;
  }
}

async function carryOut(deps: OrderDeps, context: CommandContext, order: Uuid, action: BulkAction): Promise<void> {
  const nothing = (): null => null;
  switch (action.action) {
    case 'tag': await retag(deps, context, order, action.tags, []); return;
    case 'untag': await retag(deps, context, order, [], action.tags); return;
    case 'hold': await hold(deps, context, order, action.reason, action.owner, action.note, nothing); return;
    case 'cancel': await cancelOrder(deps, context, order, null, action.reason, action.note, nothing); return;
    case 'release': {
      const holds = [...fold(await orderStream(deps.database, order), orderSlice).holds.keys()];
      if (holds.length === 0) throw orderProblems.not_held({ detail: 'The order is not on hold.' });
      for (const held of holds) await releaseHold(deps, { ...context, key: context.key && { ...context.key, key: `${context.key.key} ${held}` } }, order, held, action.reason, nothing);
    }
  }
}

/** Adds and takes off tags; an order that has them so already is left alone. */
const retag = (deps: OrderDeps, context: CommandContext, order: Uuid, add: readonly string[], takeOff: readonly string[]): Promise<Outcome<null>> =>
  onOrder(deps, context, () => orderStream(deps.database, order), (change, stream) => {
    const before = fold(stream, orderSlice).tags;
    const after = [...new Set([...before.filter((tag) => !takeOff.includes(tag)), ...add])].sort();
    if (after.length > 100) throw orderProblems.too_many_tags({ detail: `The order would have ${after.length} tags; 100 is the most.`, found: after.length, expected: 100 });
    if (after.join('\n') === [...before].sort().join('\n')) return;
    deps.books.record(change, stream, [{ type: 'OrderTagged', data: { tags: after } satisfies OrderEvents['OrderTagged'] }], context);
  }, () => null);
