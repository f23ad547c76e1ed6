/** Moving the money that was asked for: each intent is sent under its own id as key, and what cannot be known is asked for. */
import type { Uuid } from '../kernel/ids.ts';
import type { Later } from '../kernel/jobs.ts';
import { formatMinor } from '../kernel/money.ts';
import { loadStream } from '../modules/books/index.ts';
import { bookFacts, settleIntent } from '../modules/orders/index.ts';
import { backOff, BY_HAND, closeRelease, forget, HOUSE_OPERATORS, nextLook, noteAttempt, noteMovement, raiseHandOver, raiseTask } from '../modules/payments/index.ts';
import type { MoneyOutcome, PaymentFacts, PaymentOperator } from '../modules/payments/index.ts';
import { handedOver } from './by-hand.ts';
import { bySystem, sentenceOf } from './deps.ts';
import type { WorkDeps } from './deps.ts';

interface IntentRow {
  id: Uuid; kind: 'capture' | 'refund' | 'release'; amount: number; status: string; attempts: number;
  payment: Uuid; operator: string; ref: string; currency: string; order: Uuid; number: string;
  /** Captures of the same payment that are not settled: a release must not overtake them. */
  capturing: number;
  /** An earlier intent of this kind failed for good, and finance has not said to go on: nothing is tried over and over with a customer's money. */
  stopped: boolean;
}

const READ = `select i.id, i.kind, i.amount, i.status, i.attempts, p.id as payment, p.operator, p.ref, trim(p.currency) as currency, o.id as order, o.number,
    (select count(*)::int from payments.intent c where c.order_id = i.order_id and c.payment_id = i.payment_id and c.kind = 'capture' and c.status = 'pending') as capturing,
    exists (select 1 from payments.intent f where f.order_id = i.order_id and f.payment_id = i.payment_id and f.kind = i.kind and f.status = 'failed' and f.id <> i.id and case f.kind
      when 'capture' then not exists (select 1 from orders.hold h where h.order_id = f.order_id and h.reason = 'capture_failed' and h.released_at >= f.settled_at)
      when 'refund' then not exists (select 1 from payments.task t where t.order_id = f.order_id and t.payment_id = f.payment_id and t.kind = 'refund_failed' and t.done_at >= f.settled_at) else false end) as stopped
  from payments.intent i join books.payment p on p.id = i.payment_id join orders.order o on o.id = i.order_id where i.id = $1`;

/** Carries out one intent. Safe to run any number of times, also by two processes at once: the key is the intent, and a settled one is left alone. */
export async function moveMoney(deps: WorkDeps, intentId: Uuid): Promise<Later | void> {
  const { database } = deps;
  const [intent] = await database.query<IntentRow>(READ, [intentId]);
  if (!intent || intent.status !== 'pending') return;
  if (HOUSE_OPERATORS.has(intent.operator)) return atHome(deps, intent);
  const operator = deps.operators.get(intent.operator);
  if (!operator) {
    const detail = `The ${intent.kind} of order ${intent.number} waits: no connection with the payment operator "${intent.operator}" is set up. Set it up, and it goes on by itself.`;
    await raiseTask(database, { kind: 'operator_missing', order: intent.order, payment: intent.payment, subject: intent.operator, detail }, deps.clock.now());
    return { later: 900, reason: detail };
  }
  if (intent.kind === 'release' && intent.capturing > 0) return { later: 60, reason: 'A capture of this payment is still under way; what is left is released after it.' };
  if (intent.stopped) return { later: 60, reason: intent.kind === 'capture' ? 'An earlier capture failed; this one is sent when finance releases the hold.' : 'An earlier refund failed; this one is sent when finance has dealt with the task.' };
  await noteAttempt(database, intent.id);
  const outcome = await send(operator, intent);
  switch (outcome.kind) {
    case 'done': return settle(deps, intent, { state: 'done', ref: outcome.ref, reason: null });
    case 'pending':
      // A release that was accepted is done for us: it was booked when it was decided, and the operator does it in its own time.
      if (intent.kind === 'release') return settle(deps, intent, { state: 'done', ref: outcome.ref, reason: null });
      await noteMovement(database, intent.id, outcome.ref);
      await deps.jobs.send('poll', [lookAt(intent.operator, intent.ref, nextLook(0))]);
      return;
    case 'refused':
      if (outcome.retry) return { later: backOff(intent.attempts), reason: outcome.reason };
      return refusedForGood(deps, operator, intent, outcome.reason);
    case 'unknown': return askInstead(deps, operator, intent, outcome.reason);
  }
}

/** How it was paid, in the words of a task. */
const MEANS: Readonly<Record<string, string>> = { till: 'at a till', gift_card: 'with a gift card', manual: 'outside Spil' };

/** Money of the house itself: done by being asked, but for what a person has to hand over. That stays owed until somebody says it was given. */
async function atHome(deps: WorkDeps, intent: IntentRow): Promise<void> {
  if (intent.kind === 'refund' && BY_HAND.has(intent.operator)) {
    const [stream, stores] = await Promise.all([loadStream(deps.database, intent.order), deps.database.query<{ code: string }>(`select code from locations.location where kind = 'store'`)]);
    if (!stream || !handedOver(stream, intent.id, (location) => stores.some(({ code }) => code === location))) {
      const detail = `${formatMinor(intent.amount, intent.currency)} ${intent.currency} of order ${intent.number} is to be handed back: it was paid ${MEANS[intent.operator] ?? intent.operator}, and nothing pays that out by itself. Give it to the customer, then say it is done.`;
      return raiseHandOver(deps.database, { intent: intent.id, order: intent.order, payment: intent.payment, detail }, deps.clock.now());
    }
  }
  return settle(deps, intent, { state: 'done', ref: null, reason: null });
}

async function send(operator: PaymentOperator, { id, kind, amount, currency, ref, number }: IntentRow): Promise<MoneyOutcome> {
  const command = { payment: ref, currency, key: id, description: `Order ${number}` };
  try {
    if (kind === 'capture') return await operator.capture({ ...command, amount });
    if (kind === 'refund') return await operator.refund({ ...command, amount });
    return await operator.release(command);
  } catch (error) {
    return { kind: 'unknown', reason: sentenceOf(error) };
  }
}

async function settle(deps: WorkDeps, intent: IntentRow, outcome: { state: 'done' | 'failed'; ref: string | null; reason: string | null }): Promise<void> {
  if (intent.kind === 'release') await closeRelease(deps.database, intent.id, { status: outcome.state, reason: outcome.reason, at: deps.clock.now() });
  else await settleIntent(deps.app, bySystem(deps), intent.id, outcome);
}

const isPending = async (deps: WorkDeps, intent: Uuid): Promise<boolean> => (await deps.database.query(`select 1 from payments.intent where id = $1 and status = 'pending'`, [intent])).length > 0;

/** Nobody knows whether the money moved: the operator's facts say it, by our key; if they do not, the same key is sent again. */
async function askInstead(deps: WorkDeps, operator: PaymentOperator, intent: IntentRow, reason: string): Promise<Later | void> {
  const facts = await factsOf(operator, intent.ref);
  if (facts !== null) await bookFacts(deps.app, bySystem(deps), operator.code, facts);
  if (facts !== null && movementOf(facts, intent)?.state === 'pending') {
    await deps.jobs.send('poll', [lookAt(intent.operator, intent.ref, nextLook(0))]);
    return;
  }
  if (await isPending(deps, intent.id)) return { later: backOff(intent.attempts), reason };
}

/**
 * The operator says no for good. Before that is booked its facts are read, for an earlier try may have got through with its answer lost;
 * afterwards they are booked too, for what has lapsed must not be asked for again.
 */
async function refusedForGood(deps: WorkDeps, operator: PaymentOperator, intent: IntentRow, reason: string): Promise<Later | void> {
  if (intent.kind === 'release') return settle(deps, intent, { state: 'failed', ref: null, reason });
  const facts = await factsOf(operator, intent.ref);
  if (facts === null) return { later: backOff(intent.attempts), reason: `${reason} (and the payment could not be read to make sure)` };
  await bookFacts(deps.app, bySystem(deps), operator.code, facts);
  if (movementOf(facts, intent)?.state === 'pending') {
    await deps.jobs.send('poll', [lookAt(intent.operator, intent.ref, nextLook(0))]);
    return;
  }
  if (!await isPending(deps, intent.id)) return;
  await settle(deps, intent, { state: 'failed', ref: null, reason });
  await bookFacts(deps.app, bySystem(deps), operator.code, facts);
}

const movementOf = (facts: PaymentFacts, { id, kind }: IntentRow): PaymentFacts['captures'][number] | undefined => (kind === 'capture' ? facts.captures : facts.refunds).find((movement) => movement.key === id);

async function factsOf(operator: PaymentOperator, ref: string): Promise<PaymentFacts | null> {
  try {
    return await operator.fetch(ref);
  } catch {
    return null;
  }
}

export const lookAt = (operator: string, ref: string, after?: number): { key: string; data: { operator: string; ref: string }; after?: number } =>
  ({ key: `${operator} ${ref}`, data: { operator, ref }, ...(after === undefined ? {} : { after }) });

export interface Look { known: boolean; news: boolean }

/** Fetches a payment's facts and books what is new. Throws when the operator gives no answer. A payment of no order is not asked for: anybody can name one. */
export async function look(deps: WorkDeps, operatorCode: string, ref: string): Promise<Look> {
  const seen = deps.clock.now();
  const [known] = await deps.database.query('select 1 from books.payment where operator = $1 and ref = $2', [operatorCode, ref]);
  const operator = deps.operators.get(operatorCode);
  if (!known || !operator) return { known: known !== undefined, news: false };
  const news = await bookFacts(deps.app, bySystem(deps), operatorCode, await operator.fetch(ref));
  await forget(deps.database, operatorCode, ref, seen);
  return { known: true, news };
}

/** Tries of one look; after these the timers ask again, so that looks at what cannot be had do not pile up. */
const LOOKS = 8;

/** The job of looking now: tried again for about a quarter of an hour when nobody answers. */
export async function lookNow(deps: WorkDeps, data: { operator: string; ref: string }, earlier: number): Promise<Later | void> {
  try {
    await look(deps, data.operator, data.ref);
  } catch (error) {
    deps.log({ ...data, error: sentenceOf(error) }, 'a payment could not be read');
    if (earlier < LOOKS) return { later: backOff(earlier), reason: sentenceOf(error) };
  }
}

/** The job of looking from time to time, until nothing that was sent for this payment is on its way. */
export async function poll(deps: WorkDeps, data: { operator: string; ref: string }, earlier: number): Promise<Later | void> {
  try {
    await look(deps, data.operator, data.ref);
  } catch (error) {
    return { later: backOff(earlier), reason: sentenceOf(error) };
  }
  const [underWay] = await deps.database.query(
    `select 1 from payments.intent i join books.payment p on p.id = i.payment_id where p.operator = $1 and p.ref = $2 and i.status = 'pending' and i.kind <> 'release' and i.attempts > 0 limit 1`, [data.operator, data.ref]);
  if (underWay) return { later: nextLook(earlier + 1), reason: 'money is on its way' };
}
