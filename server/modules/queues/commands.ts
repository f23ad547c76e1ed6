/** What is done in the queues: giving an item to somebody, and one decision for several items, each by itself. */
import { table } from '../../kernel/change.ts';
import type { Clock } from '../../kernel/clock.ts';
import { execute } from '../../kernel/command.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import type { Queryable } from '../../kernel/database.ts';
import { tryNow } from '../../kernel/due.ts';
import { fromWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/problem.ts';
import { askAgain, letGo } from '../books/index.ts';
import { bookDifference, continueErpDocument } from '../feed/index.ts';
import { retryMessage } from '../intake/index.ts';
import { finishTask } from '../inventory/index.ts';
import { approveRefund, declineRefund, finishMoneyTask, releaseHold } from '../orders/index.ts';
import type { OrderDeps } from '../orders/index.ts';
import { bookPartnerDifference, finishPartnerTask } from '../partners/index.ts';
import { claimParcel, closeParcelMatter, refundParcel, resendParcel } from '../returns/index.ts';
import type { ItemView } from './contract.ts';
import { bulkActions, RULES, sees } from './permissions.ts';
import { queueProblems } from './problems.ts';
import { itemById, itemOf, peopleOf, PERSON } from './queries.ts';
import { deadLetterOf, dueWorkOf } from './sources.ts';
import type { QueueName } from './sources.ts';

const ASSIGNMENT = table('queues.assignment', 'queue', 'item');

export interface QueueDeps extends OrderDeps { clock: Clock }

/** Refuses an account that does not see the queue. */
export function refuseStranger(context: CommandContext, queue: QueueName): void {
  if (!sees(context.actor, queue)) throw queueProblems.not_yours({ detail: `The queue ${queue} is for ${RULES[queue].see.join(', ')}.`, found: context.actor.roles, expected: RULES[queue].see });
}

const unknown = (queue: QueueName, item: string): Refusal => queueProblems.item_unknown({ detail: `Nothing named ${item} waits in ${queue}: it never did, or somebody has dealt with it.`, found: item });

/** Gives an item to somebody who sees the queue, or takes it off everybody. */
export function assign(deps: QueueDeps, context: CommandContext, queue: QueueName, id: string, person: string | null): Promise<Outcome<ItemView>> {
  refuseStranger(context, queue);
  return execute(deps.database, context, async (change) => {
    const item = await itemById(deps.database, context.actor, context.now, queue, id);
    const key = itemOf(queue, id);
    if (!item || key === null) throw unknown(queue, id);
    const whom = person === null ? null : (await peopleOf(deps.database, queue)).find((one) => one.id === fromWire(PERSON, person));
    if (whom === undefined) throw queueProblems.person_unknown({ detail: `${person} is not the id of anybody who sees ${queue}; GET /queues/${queue}/people lists them.`, found: person, field: 'person' });
    if (whom === null) change.remove(ASSIGNMENT, { queue, item: key });
    else change.put(ASSIGNMENT, { queue, item: key, person: whom.id, assigned_by: context.actor.id, assigned_at: context.now });
    return { status: 200, answer: { ...item, assignee: whom && person !== null ? { id: person, name: whom.name } : null } };
  });
}

type Act = (deps: QueueDeps, context: CommandContext, item: string, reason: string) => Promise<unknown>;

const orderOfHold = async (database: Queryable, hold: Uuid): Promise<Uuid> => (await database.query<{ order_id: Uuid }>('select order_id from orders.hold where id = $1 and released_at is null', [hold]))[0]?.order_id ?? raise(unknown('holds', hold));
const raise = (problem: Refusal): never => { throw problem; };
const deadLetter = (item: string): NonNullable<ReturnType<typeof deadLetterOf>> => deadLetterOf(item) ?? raise(unknown('dead_letters', item));

const noted = (reason: string): string | null => (reason === '' ? null : reason);

/** The decisions that can be taken for several items: each is the same command as for one. */
const ACTS: Readonly<Partial<Record<QueueName, Readonly<Record<string, Act>>>>> = {
  holds: { release: async (deps, context, hold, reason) => releaseHold(deps, context, await orderOfHold(deps.database, hold), hold, reason, () => null) },
  refund_requests: {
    approve: (deps, context, request, reason) => approveRefund(deps, context, request, reason === '' ? null : reason, () => null),
    decline: (deps, context, request, reason) => declineRefund(deps, context, request, reason, () => null),
  },
  payment_tasks: { done: (deps, context, task) => finishMoneyTask(deps, context, task) },
  parcels: {
    resend: (deps, context, parcel, reason) => resendParcel(deps, context, parcel, { address: null, note: noted(reason) }, () => null),
    refund: (deps, context, parcel, reason) => refundParcel(deps, context, parcel, { shipping: true, note: noted(reason) }, () => null),
    claim: (deps, context, parcel, reason) => claimParcel(deps, context, parcel, reason.slice(0, 100), () => null),
    close: (deps, context, parcel, reason) => closeParcelMatter(deps, context, parcel, noted(reason), () => null),
  },
  store_tasks: { done: (deps, context, task) => finishTask(deps.database, context, task) },
  partner_tasks: { done: (deps, context, task) => finishPartnerTask(deps.database, task, context.actor.name, context.now) },
  partner_differences: { book: (deps, context, difference) => bookPartnerDifference(deps, context, difference) },
  erp_differences: { book: (deps, context, difference) => bookDifference(deps, context, difference) },
  erp_documents: {
    resend: (deps, _context, document) => continueErpDocument(deps.database, document, 'pending', null),
    settle: (deps, context, document) => continueErpDocument(deps.database, document, 'settled', context.actor.id),
  },
  messages: { retry: async (deps, _context, message) => { if (!await retryMessage({ orders: deps, clock: deps.clock, channels: () => new Map() }, message)) raise(unknown('messages', message)); } },
  dead_letters: {
    retry: async (deps, context, item) => { if (!await askAgain(deps.database, deadLetter(item), context.now)) raise(unknown('dead_letters', item)); },
    dismiss: async (deps, context, item) => { if (!await letGo(deps.database, deadLetter(item), context.now)) raise(unknown('dead_letters', item)); },
  },
  due_work: {
    retry: async (deps, context, item) => {
      const due = dueWorkOf(item);
      if (due === null || !await tryNow(deps.database, due, context.now)) raise(unknown('due_work', item));
    },
  },
};
/** Actions whose reason is kept with what they decide. */
const REASONED = new Set(['release', 'decline', 'claim']);

export interface BulkResult { item: string; done: boolean; problem: { code: string; detail: string } | null }

/** One decision for several items, one after the other, each in its own transaction and under its own key: what one refuses stops no other, and the same request again does nothing twice. */
export async function bulk(deps: QueueDeps, context: CommandContext, queue: QueueName, { action, items, reason }: { action: string; items: readonly string[]; reason: string | null }): Promise<BulkResult[]> {
  refuseStranger(context, queue);
  const act = ACTS[queue]?.[action];
  const allowed = bulkActions(context.actor, queue);
  if (!act || !allowed.includes(action)) throw queueProblems.action_unknown({ detail: `"${action}" cannot be done to several items of ${queue} by this account${allowed.length > 0 ? `; ${allowed.join(', ')} can` : ''}.`, found: action, expected: allowed, field: 'action' });
  if (REASONED.has(action) && reason === null) throw queueProblems.reason_missing({ detail: `Say why: it is kept with each order.`, field: 'reason' });
  const results: BulkResult[] = [];
  for (const id of new Set(items)) {
    try {
      const item = itemOf(queue, id) ?? raise(unknown(queue, id));
      const key = context.key && { ...context.key, key: `${context.key.key}/${id}` };
      await act(deps, { ...context, key }, item, reason ?? '');
      results.push({ item: id, done: true, problem: null });
    } catch (error) {
      if (!(error instanceof Refusal)) throw error;
      results.push({ item: id, done: false, problem: { code: error.code, detail: error.details.detail } });
    }
  }
  return results;
}
