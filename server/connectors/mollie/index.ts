/** The door to Mollie: a payment operator that starts, reads, captures, refunds and releases payments through its v2 API. */
import { formatMinor } from '../../kernel/money.ts';
import type { MoneyCommand, MoneyMovement, MoneyOutcome, PaymentFacts, PaymentOperator, PaymentRequest } from '../../modules/payments/ports.ts';
import { Unreached } from '../outside/http.ts';
import type { OutsideAnswer } from '../outside/http.ts';
import { createMollieClient, MollieRefusal } from './client.ts';
import type { MollieClient, MollieConnection } from './client.ts';
import { captureMovement, factsOf, refundMovement } from './facts.ts';
import { metadataOfMovement, metadataOfPayment } from './metadata.ts';
import { canBeHeld, capabilitiesOf, mustBeHeld, REPEATEDLY_CAPTURED } from './methods.ts';
import { outcomeOf, refusalOf } from './outcomes.ts';
import { captureListSchema, captureSchema, paymentSchema, refundListSchema, refundSchema } from './schemas.ts';
import type { MolliePayment } from './schemas.ts';
import { paymentsInWebhook } from './webhook.ts';

export { MollieRefusal } from './client.ts';
export { REPEATEDLY_CAPTURED } from './methods.ts';

export interface MollieOptions extends MollieConnection {
  now: () => Date;
  /** Secrets of the next-generation webhooks; two while a secret is being changed. Without one only classic webhooks are read. */
  signingSecrets?: readonly string[];
  /** Methods that Mollie lets this account capture more than once, where the contract differs from `REPEATEDLY_CAPTURED`. */
  repeatedlyCaptured?: readonly string[];
}

const LONGEST_DESCRIPTION = 255;

/**
 * The operator `mollie`.
 *
 * `capture` and `refund` first look whether the payment already carries a movement under the command's key, for Mollie forgets
 * an Idempotency-Key after one hour (its API idempotency page) while our retry may come later; within the hour the header
 * catches what the look cannot see. `create` and `fetch` throw `Unreached` (nobody answered) or `MollieRefusal` (with Mollie's reason).
 */
export function createMollie(options: MollieOptions): PaymentOperator {
  const { now, signingSecrets = [], repeatedlyCaptured = REPEATEDLY_CAPTURED } = options;
  const client = createMollieClient(options);
  return {
    code: 'mollie',
    capabilities: (method) => capabilitiesOf(method, repeatedlyCaptured),
    create: (request) => createPayment(client, request),
    fetch: (payment) => fetchFacts(client, payment),
    capture: (command) => moveMoney(client, now, 'captures', command),
    refund: (command) => moveMoney(client, now, 'refunds', command),
    release: (command) => release(client, now, command),
    webhook: (request) => paymentsInWebhook(request, signingSecrets),
  };
}

async function createPayment(client: MollieClient, request: PaymentRequest): Promise<PaymentFacts> {
  const { method } = request;
  // A method that cannot be held is captured at once whatever is asked; Mollie refuses `manual` for it.
  const held = method === null ? request.capture === 'manual' : mustBeHeld(method) || (canBeHeld(method) && request.capture === 'manual');
  const answer = await client.post('/v2/payments', {
    amount: { currency: request.currency, value: formatMinor(request.amount, request.currency) },
    description: request.description.slice(0, LONGEST_DESCRIPTION),
    redirectUrl: request.redirectUrl,
    ...(request.webhookUrl === null ? {} : { webhookUrl: request.webhookUrl }),
    ...(method === null ? {} : { method }),
    ...(held ? { captureMode: 'manual' } : {}),
    metadata: metadataOfPayment(request.key, request.reference),
  }, request.key);
  if (answer.status !== 201) throw new MollieRefusal(answer);
  return factsOf({ payment: paymentSchema.parse(answer.json), captures: [], refunds: [] });
}

const pathOf = (payment: string): string => `/v2/payments/${encodeURIComponent(payment)}`;

async function fetchPayment(client: MollieClient, id: string): Promise<MolliePayment> {
  const answer = await client.get(`${pathOf(id)}?embed=captures,refunds,chargebacks`);
  if (answer.status !== 200) throw new MollieRefusal(answer);
  return paymentSchema.parse(answer.json);
}

/** Embedding is a courtesy: what Mollie left out is read from the lists, so that a missing list never reads as "nothing happened". */
async function factsWith(client: MollieClient, payment: MolliePayment): Promise<PaymentFacts> {
  const captures = payment._embedded?.captures ?? (payment.captureMode === 'manual' || payment.amountCaptured
    ? await client.list(`${pathOf(payment.id)}/captures?limit=250`, (json) => {
      const page = captureListSchema.parse(json);
      return { items: page._embedded.captures, next: page._links?.next?.href ?? null };
    })
    : []);
  const refunds = payment._embedded?.refunds ?? (payment.amountRefunded
    ? await client.list(`${pathOf(payment.id)}/refunds?limit=250`, (json) => {
      const page = refundListSchema.parse(json);
      return { items: page._embedded.refunds, next: page._links?.next?.href ?? null };
    })
    : []);
  return factsOf({ payment, captures, refunds });
}

async function fetchFacts(client: MollieClient, id: string): Promise<PaymentFacts> {
  return factsWith(client, await fetchPayment(client, id));
}

/** Reads the answer, or says that it cannot be known: nobody answered, or not in words that we can read. */
async function knowing(now: () => Date, act: () => Promise<MoneyOutcome>): Promise<MoneyOutcome> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof MollieRefusal) return refusalOf(error.answer, now());
    if (error instanceof Unreached) return { kind: 'unknown', reason: error.message };
    return { kind: 'unknown', reason: `Mollie's answer could not be read: ${error instanceof Error ? error.message : 'unknown reason'}` };
  }
}

function commandRefused({ amount, key }: Pick<MoneyCommand, 'key'> & { amount: number }): MoneyOutcome | null {
  if (!/^[\x21-\x7e]{1,64}$/.test(key)) return { kind: 'refused', code: 'key_invalid', reason: 'The key must be 1 to 64 visible ASCII characters', retry: false };
  if (!Number.isSafeInteger(amount) || amount <= 0) return { kind: 'refused', code: 'amount_refused', reason: `The amount must be a positive whole number of minor units, found ${amount}`, retry: false };
  return null;
}

type MovementKind = 'captures' | 'refunds';

/** The outcome of the movement that this key already made; null when it made none. */
function alreadyMoved(facts: PaymentFacts, kind: MovementKind, command: MoneyCommand): MoneyOutcome | null {
  const movement = facts[kind].find(({ key }) => key === command.key);
  if (!movement) return null;
  if (movement.amount !== command.amount) {
    const found = formatMinor(movement.amount, facts.currency);
    return { kind: 'refused', code: 'key_reused', reason: `This key already stands for ${found} ${facts.currency} at Mollie (${movement.ref})`, retry: false };
  }
  return outcomeOf(movement);
}

function moveMoney(client: MollieClient, now: () => Date, kind: MovementKind, command: MoneyCommand): Promise<MoneyOutcome> {
  return knowing(now, async () => {
    const refused = commandRefused(command);
    if (refused) return refused;
    const before = await fetchFacts(client, command.payment);
    if (before.currency !== command.currency) return { kind: 'refused', code: 'currency_differs', reason: `The payment is in ${before.currency}, the command in ${command.currency}`, retry: false };
    const earlier = alreadyMoved(before, kind, command);
    if (earlier) return earlier;
    const answer = await client.post(`${pathOf(command.payment)}/${kind}`, {
      amount: { currency: command.currency, value: formatMinor(command.amount, command.currency) },
      description: command.description.slice(0, LONGEST_DESCRIPTION),
      metadata: metadataOfMovement(command.key),
    }, command.key);
    if (answer.status === 201 || answer.status === 200) return outcomeOf(movementIn(answer, kind, command));
    if (answer.status !== 409) return refusalOf(answer, now());
    // 409: our own first attempt is still under way, or an equal refund was made just now. Only the payment itself tells which.
    return alreadyMoved(await fetchFacts(client, command.payment), kind, command) ?? refusalOf(answer, now());
  });
}

function movementIn(answer: OutsideAnswer, kind: MovementKind, { currency, amount }: MoneyCommand): MoneyMovement {
  return kind === 'captures' ? captureMovement(captureSchema.parse(answer.json), currency, amount) : refundMovement(refundSchema.parse(answer.json), currency);
}

/**
 * Gives up what was not captured: releases an authorisation (Mollie accepts and does it later, so `pending`), cancels a payment
 * that the customer has not paid yet, and answers `done` when nothing is left to give up, so that a repeat is harmless.
 */
function release(client: MollieClient, now: () => Date, command: Omit<MoneyCommand, 'amount'>): Promise<MoneyOutcome> {
  return knowing(now, async () => {
    const refused = commandRefused({ ...command, amount: 1 });
    if (refused) return refused;
    const payment = await fetchPayment(client, command.payment);
    switch (payment.status) {
      case 'authorized': {
        const answer = await client.post(`${pathOf(payment.id)}/release-authorization`, {}, command.key);
        return answer.status >= 200 && answer.status < 300 ? { kind: 'pending', ref: payment.id } : refusalOf(answer, now());
      }
      case 'open':
      case 'pending': {
        if (payment.isCancelable !== true) return { kind: 'refused', code: 'not_cancellable', reason: `Mollie lets the customer pay until ${payment.expiresAt ?? 'the payment expires'}; it cannot be cancelled before`, retry: false };
        const answer = await client.remove(pathOf(payment.id));
        return answer.status === 200 ? { kind: 'done', ref: payment.id } : refusalOf(answer, now());
      }
      case 'canceled':
      case 'expired':
      case 'failed':
        return { kind: 'done', ref: payment.id };
      default: {
        const { authorised, captures } = factsOf({ payment, captures: payment._embedded?.captures ?? [], refunds: [] });
        const captured = captures.reduce((total, { amount, state }) => (state === 'done' ? total + amount : total), 0);
        if (captured < authorised) return { kind: 'done', ref: payment.id };
        return { kind: 'refused', code: 'nothing_to_release', reason: 'The whole amount has been captured; it can only be refunded', retry: false };
      }
    }
  });
}
