/** The simulated Mollie's v2 interface: payments, captures, refunds, chargebacks and the checkout page. */
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { Simulator } from '../../simulation/kit.ts';
import { checkoutPage, isOutcome } from './checkout.ts';
import { movementWish, paymentWish } from './checks.ts';
import { createIdempotency } from './idempotency.ts';
import type { Answer } from './idempotency.ts';
import type { Ledger, PaymentRow, RefundRow } from './ledger.ts';
import { Problem, problemBody } from './problems.ts';
import { resourcesAt } from './resources.ts';
import type { Embeddable } from './resources.ts';
import type { Rules } from './rules.ts';
import type { Webhooks } from './webhooks.ts';

/** One call as it went over the wire, for tests that hold both sides to Mollie's published schemas. */
export interface Exchange {
  operation: string;
  request: unknown;
  status: number;
  answer: unknown;
}

export interface RouteOptions {
  simulator: Simulator;
  ledger: Ledger;
  rules: Rules;
  webhooks: Webhooks;
  apiKey: string;
  inspect: ((exchange: Exchange) => void) | null;
}

/** The address under which the caller reached us, for links in answers. */
export const rootOf = (request: FastifyRequest): string => `${request.protocol}://${request.host}`;

const EMBEDDABLE: readonly Embeddable[] = ['captures', 'refunds', 'chargebacks'];
const MOST_PER_PAGE = 250;

interface Call {
  request: FastifyRequest;
  params: Record<string, string>;
  query: Record<string, string | undefined>;
  resources: ReturnType<typeof resourcesAt>;
}

/** Adds the interface to the simulator's app. Each operation's name (`create-payment`, …) is that of Mollie's OpenAPI document, for faults. */
export function addRoutes({ simulator, ledger, rules, webhooks, apiKey, inspect }: RouteOptions): void {
  const { app } = simulator;
  const idempotently = createIdempotency(simulator.store, simulator.now);

  const serve = (operation: string, act: (call: Call) => Answer) => simulator.operation(operation, (request: FastifyRequest, reply: FastifyReply) => {
    const answer = answerOf(() => {
      if (request.headers.authorization !== `Bearer ${apiKey}`) throw new Problem(401, 'The API key is missing or wrong');
      const call: Call = { request, params: request.params as Record<string, string>, query: request.query as Record<string, string | undefined>, resources: resourcesAt(ledger, rootOf(request)) };
      if (request.method !== 'POST') return act(call);
      const key = request.headers['idempotency-key'];
      const { replayed, ...given } = idempotently(typeof key === 'string' ? key : undefined, request.url, request.body, () => act(call));
      if (replayed) reply.header('idempotent-replayed', 'true');
      return given;
    });
    inspect?.({ operation, request: request.body, status: answer.status, answer: answer.body });
    reply.code(answer.status);
    if (answer.body === null) return answer.status === 204 ? undefined : '';
    reply.type('application/hal+json');
    return answer.body;
  });

  const tell = (payment: PaymentRow, event: string, entityId: string, entity: object): void => void webhooks.notify(payment, event, entityId, entity);
  const tellPayment = (payment: PaymentRow, { resources }: Call): void => tell(payment, `payment.${payment.status}`, payment.id, resources.payment(payment));

  app.post('/v2/payments', serve('create-payment', ({ request, resources }) => ({ status: 201, body: resources.payment(rules.create(paymentWish(request.body))) })));

  app.get('/v2/payments/:id', serve('get-payment', ({ params, query, resources }) => {
    const asked = (query.embed ?? '').split(',').filter((name) => name !== '');
    const unknown = asked.find((name) => !EMBEDDABLE.some((kind) => kind === name));
    if (unknown !== undefined) throw new Problem(400, `"${unknown}" cannot be embedded`, 'embed');
    return { status: 200, body: resources.payment(rules.found(params.id ?? ''), EMBEDDABLE.filter((kind) => asked.includes(kind))) };
  }));

  app.delete('/v2/payments/:id', serve('cancel-payment', (call) => {
    const payment = rules.cancel(call.params.id ?? '');
    tellPayment(payment, call);
    return { status: 200, body: call.resources.payment(payment) };
  }));

  app.post('/v2/payments/:id/captures', serve('create-capture', (call) => {
    const before = rules.found(call.params.id ?? '');
    const capture = rules.capture(before.id, movementWish(call.request.body, before.currency, false));
    const entity = call.resources.capture(capture, before.currency);
    const after = rules.found(before.id);
    // One message per change: the payment's own when it is complete, else the capture's.
    if (after.status !== before.status) tellPayment(after, call);
    else if (capture.status === 'succeeded') tell(after, 'capture.succeeded', capture.id, entity);
    return { status: 201, body: entity };
  }));

  app.post('/v2/payments/:id/refunds', serve('create-refund', ({ request, params, resources }) => {
    const payment = rules.found(params.id ?? '');
    const refund = rules.refund(payment.id, movementWish(request.body, payment.currency, true));
    const entity = resources.refund(refund, payment.currency);
    tell(payment, `refund.${refund.status}`, refund.id, entity);
    return { status: 201, body: entity };
  }));

  app.delete('/v2/payments/:id/refunds/:refund', serve('cancel-refund', ({ params, resources }) => {
    const payment = rules.found(params.id ?? '');
    const refund = ledger.refunds(payment.id).find(({ id }) => id === params.refund);
    if (!refund) throw new Problem(404, `No refund exists with token ${params.refund}`);
    rules.cancelRefund(refund);
    const cancelled: RefundRow = { ...refund, status: 'canceled' };
    tell(payment, 'refund.canceled', refund.id, resources.refund(cancelled, payment.currency));
    return { status: 204, body: null };
  }));

  app.post('/v2/payments/:id/release-authorization', serve('release-authorization', (call) => {
    const { id } = rules.found(call.params.id ?? '');
    rules.release(id);
    tellPayment(rules.found(id), call);
    return { status: 202, body: null };
  }));

  for (const kind of EMBEDDABLE) {
    app.get(`/v2/payments/:id/${kind}`, serve(`list-${kind}`, ({ params, query, resources }) => {
      const limit = Number(query.limit ?? 50);
      if (!Number.isInteger(limit) || limit < 1 || limit > MOST_PER_PAGE) throw new Problem(400, `The limit is between 1 and ${MOST_PER_PAGE}`, 'limit');
      const page = resources.page(rules.found(params.id ?? ''), kind, limit, query.from ?? null);
      if (page === null) throw new Problem(400, 'The cursor is not an id of this list', 'from');
      return { status: 200, body: page };
    }));
    app.get(`/v2/payments/:id/${kind}/:item`, serve(`get-${kind.slice(0, -1)}`, ({ params, resources }) => {
      const found = resources.listOf(rules.found(params.id ?? ''), kind).find((each) => (each as { id: string }).id === params.item);
      if (!found) throw new Problem(404, `No ${kind.slice(0, -1)} exists with token ${params.item}`);
      return { status: 200, body: found };
    }));
  }

  app.get<{ Params: { id: string } }>('/checkout/:id', (request, reply) => reply.type('text/html; charset=utf-8').send(checkoutPage(rules.found(request.params.id))));

  app.post<{ Params: { id: string }; Body: { outcome?: unknown; method?: unknown } | undefined }>('/checkout/:id', async (request, reply) => {
    const { outcome, method } = request.body ?? {};
    if (!isOutcome(outcome)) throw new Problem(422, 'The outcome is one of pay, fail, cancel, expire', 'outcome');
    const payment = rules.finish(request.params.id, outcome, typeof method === 'string' ? method : null);
    // Told before the customer is sent back, as Mollie tries to, so that the shop's page can already show the truth.
    await webhooks.notify(payment, `payment.${payment.status}`, payment.id, resourcesAt(ledger, rootOf(request)).payment(payment));
    return payment.redirectUrl === null ? reply.send({ status: payment.status }) : reply.redirect(payment.redirectUrl, 303);
  });
}

/** Refusals become problem objects; anything else is our own fault and goes on as an error. */
function answerOf(act: () => Answer): Answer {
  try {
    return act();
  } catch (error) {
    if (error instanceof Problem) return { status: error.body.status, body: error.body };
    throw error;
  }
}

/** Bodies as forms too, refusals of the framework and of requested faults in Mollie's own shape. */
export function speakMollie({ app }: Simulator): void {
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => done(null, Object.fromEntries(new URLSearchParams(String(body)))));
  app.setErrorHandler((error: unknown, _request, reply) => {
    const status = error instanceof Problem ? error.body.status : statusIn(error);
    const body = error instanceof Problem ? error.body : problemBody(status, error instanceof Error ? error.message : 'Something went wrong');
    return reply.code(status).type('application/hal+json').send(body);
  });
  app.setNotFoundHandler((request, reply) => reply.code(404).type('application/hal+json').send(problemBody(404, `No endpoint at ${request.method} ${request.url}`)));
  app.addHook('preSerialization', async (_request, reply, payload) => {
    const plain = reply.statusCode >= 400 && typeof payload === 'object' && payload !== null && 'error' in payload && !('title' in payload);
    return plain ? problemBody(reply.statusCode, String(payload.error)) : payload;
  });
}

const statusIn = (error: unknown): number => (typeof error === 'object' && error !== null && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500);
