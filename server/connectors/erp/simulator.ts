/** A simulated ERP: takes documents over the neutral interface, keeps its own books, counts its own stock, and has an ERP's limits and moods. */
import { timingSafeEqual } from 'node:crypto';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { ErpStockReport } from '../../modules/feed/ports.ts';
import { createSimulator } from '../simulation/kit.ts';
import type { Simulator } from '../simulation/kit.ts';
import { ErpDocumentBody } from './interface.ts';
import { openLedger } from './ledger.ts';
import { orderPage, overviewPage } from './pages.ts';
import { servePurchases } from './simulator-purchases.ts';

const MINUTE = 60_000;
const HOUR = 3_600_000;

export interface ErpSimulatorOptions {
  storage: string;
  /** The token that callers have to show. */
  token: string;
  /** Calls in any 60 seconds before 429; null for no limit. */
  callsPerMinute?: number | null;
  /** Errors in any hour before 403 for the rest of it, as Exact Online does with 10; null for never. */
  errorsPerHour?: number | null;
  now?: () => Date;
}

const Limits = z.object({ callsPerMinute: z.int().min(1).nullable().optional(), errorsPerHour: z.int().min(1).nullable().optional() });
const Count = z.object({ location: z.string(), rows: z.array(z.object({ sku: z.string(), state: z.string().default('sellable'), quantity: z.int().min(0) })) });
const Correction = z.object({ sku: z.string(), location: z.string(), state: z.string().default('sellable'), change: z.int(), cause: z.string().default('corrected in the ERP') });

/** Refuses a call, and says when to come back where that helps. */
const refuse = (reply: FastifyReply, status: number, code: string, message: string, retryAfter?: number): FastifyReply => {
  if (retryAfter !== undefined) reply.header('retry-after', String(retryAfter));
  return reply.code(status).send({ code, message });
};

/**
 * Makes the ERP. Besides the interface it has, for tests and the demo: `GET /_control/orders[/{number}]`, `/_control/stock` and
 * `/_control/documents`; `POST /_control/count` and `/_control/correct` (the ERP's own doing, unknown to us until it reports);
 * `POST /_control/late-report` (the next stock report will be the one of this moment, whatever is booked meanwhile);
 * `POST /_control/expected-receipts` (purchase orders as they stand now); `POST /_control/limits`. Faults of the kit work on the operations
 * `document`, `stock-report` and `expected-receipts`.
 */
export function createErpSimulator({ storage, token, callsPerMinute = 60, errorsPerHour = null, now = () => new Date() }: ErpSimulatorOptions): Simulator {
  const simulator = createSimulator({ name: 'erp', storage, now });
  const { app, store, operation } = simulator;
  const ledger = openLedger(store, now);
  const limits = { callsPerMinute, errorsPerHour };
  const calls: number[] = [];
  const errors: number[] = [];
  const lateReports: ErpStockReport[] = [];
  const ours = (request: FastifyRequest): boolean => request.url.startsWith('/documents') || request.url.startsWith('/stock-report') || request.url.startsWith('/expected-receipts');
  const known = Buffer.from(`Bearer ${token}`);

  /** Drops what is older than the period; tells how many seconds until the oldest of the last `limit` is. */
  const fullFor = (times: number[], period: number, limit: number | null): number | null => {
    const at = now().getTime();
    while (times[0] !== undefined && times[0] <= at - period) times.shift();
    const oldest = limit === null ? undefined : times.at(-limit);
    return oldest === undefined ? null : Math.max(1, Math.ceil((oldest + period - at) / 1000));
  };

  app.addHook('onRequest', async (request, reply) => {
    if (!ours(request)) return;
    const blocked = fullFor(errors, HOUR, limits.errorsPerHour);
    if (blocked !== null) return refuse(reply, 403, 'blocked', `too many errors in an hour: come back in ${blocked} seconds`, blocked);
    const shown = Buffer.from(request.headers.authorization ?? '');
    if (shown.length !== known.length || !timingSafeEqual(shown, known)) return refuse(reply, 401, 'unknown_token', 'this token is not known');
    const full = fullFor(calls, MINUTE, limits.callsPerMinute);
    if (full !== null) return refuse(reply, 429, 'too_many_calls', `at most ${limits.callsPerMinute} calls a minute`, full);
    calls.push(now().getTime());
  });
  app.addHook('onSend', async (request, reply) => {
    // Being told to slow down, or being blocked already, is not an error of its own.
    if (ours(request) && reply.statusCode >= 400 && reply.statusCode !== 403 && reply.statusCode !== 429) errors.push(now().getTime());
  });

  app.put('/documents/:id', operation('document', (request, reply) => {
    const parsed = ErpDocumentBody.safeParse(request.body);
    if (!parsed.success) {
      const { path = [], message = 'is not a document' } = parsed.error.issues[0] ?? {};
      return refuse(reply, 422, 'invalid', `${path.join('.') || 'the document'}: ${message}`);
    }
    if (parsed.data.id !== (request.params as { id: string }).id) return refuse(reply, 422, 'invalid', 'id: is not the id in the address');
    const kept = ledger.keep(parsed.data);
    if (kept.kind === 'conflict') return refuse(reply, 409, kept.code, kept.message);
    // Returned, not sent, so that a fault can still cut the connection behind the work that is done.
    reply.code(kept.first ? 201 : 200);
    return { id: parsed.data.id, ref: kept.ref, state: kept.state };
  }));
  app.get('/stock-report', operation('stock-report', () => lateReports.shift() ?? ledger.report()));
  servePurchases(simulator);

  app.get('/_control/orders', () => ({ orders: ledger.orders() }));
  app.get<{ Params: { number: string } }>('/_control/orders/:number', (request, reply) => ledger.order(request.params.number) ?? refuse(reply, 404, 'not_found', 'the ERP knows nothing of this order'));
  app.get('/_control/stock', () => ({ includes: ledger.includes(), rows: ledger.stock() }));
  app.get('/_control/documents', () => ({ documents: ledger.documents() }));
  app.post('/_control/count', (request, reply) => {
    const count = Count.safeParse(request.body);
    if (!count.success) return refuse(reply, 422, 'invalid', z.prettifyError(count.error));
    return { changed: ledger.count(count.data.rows.map((row) => ({ ...row, location: count.data.location }))) };
  });
  app.post('/_control/correct', (request, reply) => {
    const correction = Correction.safeParse(request.body);
    if (!correction.success) return refuse(reply, 422, 'invalid', z.prettifyError(correction.error));
    ledger.correct(correction.data);
    return reply.code(204).send();
  });
  app.post('/_control/late-report', () => {
    const report = ledger.report();
    lateReports.push(report);
    return report;
  });
  app.post('/_control/limits', (request, reply) => {
    const wanted = Limits.safeParse(request.body);
    if (!wanted.success) return refuse(reply, 422, 'invalid', z.prettifyError(wanted.error));
    if (wanted.data.callsPerMinute !== undefined) limits.callsPerMinute = wanted.data.callsPerMinute;
    if (wanted.data.errorsPerHour !== undefined) limits.errorsPerHour = wanted.data.errorsPerHour;
    return limits;
  });

  const html = (reply: FastifyReply, page: string): FastifyReply => reply.type('text/html; charset=utf-8').send(page);
  app.get('/', (_request, reply) => html(reply, overviewPage({ orders: ledger.orders().flatMap((number) => ledger.order(number) ?? []), stock: ledger.stock(), documents: ledger.documents(), includes: ledger.includes() })));
  app.get<{ Params: { number: string } }>('/orders/:number', (request, reply) => {
    const picture = ledger.order(request.params.number);
    return picture ? html(reply, orderPage(picture)) : refuse(reply, 404, 'not_found', 'the ERP knows nothing of this order');
  });
  return simulator;
}
