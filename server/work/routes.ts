/** The addresses at which the outside world and impatient people reach the workers: webhooks, looking again, and asking for a label now. */
import { z } from 'zod';
import { ok, Problem, route } from '../kernel/http.ts';
import type { Route } from '../kernel/http.ts';
import type { Uuid } from '../kernel/ids.ts';
import { decodeCursor, encodeCursor, idOf, page, wire, WireId, wireOrNull } from '../kernel/wire.ts';
import { finishMoneyTask } from '../modules/orders/index.ts';
import { paymentProblems, remember } from '../modules/payments/index.ts';
import { shippingProblems } from '../modules/shipping/index.ts';
import { sentenceOf } from './deps.ts';
import type { WorkDeps } from './deps.ts';
import { announce } from './labels.ts';
import { look, lookAt } from './payments.ts';

const TaskView = z.object({ id: WireId, kind: z.string(), order: WireId, payment: WireId.nullable(), detail: z.string(), createdAt: z.string() });
interface TaskRow { id: Uuid; kind: string; order_id: Uuid; payment_id: Uuid | null; detail: string; created_at: string }

export function workRoutes(deps: WorkDeps): Route[] {
  const { database } = deps;
  return [
    route({
      method: 'POST', path: '/hooks/payments/{operator}', operation: 'receivePaymentWebhook', tag: 'Payments', summary: 'A payment operator says that something happened to a payment',
      description: 'Believed only as a hint: the payment is remembered and its facts are fetched from the operator. A payment whose order has not come yet is looked at when it comes.',
      access: 'public', idempotent: false, params: z.object({ operator: z.string().max(50) }),
      answers: { 200: { description: 'Noted', schema: z.object({}) }, 401: { description: 'Not from the operator', schema: Problem }, 404: { description: 'No such operator', schema: Problem } },
      handle: async ({ params, headers, rawBody }) => {
        const operator = deps.operators.get(params.operator);
        if (!operator?.webhook) throw paymentProblems.operator_unknown({ detail: `No payment operator "${params.operator}" sends messages here.`, found: params.operator });
        const refs = operator.webhook({ headers, rawBody });
        if (refs === null) throw paymentProblems.forged({ detail: 'The message carries no valid signature, or is no message of this operator.' });
        // Remembered first: whoever of the order and this message comes second finds the other.
        await remember(database, params.operator, refs, deps.clock.now());
        await deps.jobs.send('look', refs.map((ref) => lookAt(params.operator, ref)));
        return ok({});
      },
    }),
    route({
      method: 'POST', path: '/payments/{payment}/refresh', operation: 'refreshPayment', tag: 'Payments', summary: 'Ask the operator for the present facts of a payment, and book what is new', access: ['finance', 'service'],
      params: z.object({ payment: idOf('payment') }),
      answers: { 200: { description: 'Looked', schema: z.object({ payment: WireId, order: WireId, news: z.boolean() }) }, 404: { description: 'No such payment', schema: Problem }, 409: { description: 'Nobody to ask', schema: Problem }, 503: { description: 'No answer', schema: Problem } },
      handle: async ({ params }) => {
        const [row] = await database.query<{ order_id: Uuid; operator: string; ref: string }>('select order_id, operator, ref from books.payment where id = $1', [params.payment]);
        if (!row) throw paymentProblems.unknown({ detail: `There is no payment ${wire('payment', params.payment)}.` });
        if (!deps.operators.has(row.operator)) throw paymentProblems.house({ detail: `Payments of "${row.operator}" have no outside system that could be asked.`, found: row.operator });
        try {
          const { news } = await look(deps, row.operator, row.ref);
          return ok({ payment: wire('payment', params.payment), order: wire('order', row.order_id), news });
        } catch (error) {
          throw paymentProblems.unreached({ detail: `${row.operator} gave no usable answer: ${sentenceOf(error)}. Nothing was changed; try again in a minute.`, retryAfterSeconds: 60 });
        }
      },
    }),
    route({
      method: 'GET', path: '/payment-tasks', operation: 'listPaymentTasks', tag: 'Payments', summary: 'What finance must look at, oldest first', access: ['finance'], query: z.object(page),
      answers: { 200: { description: 'One page of open tasks', schema: z.object({ tasks: z.array(TaskView), next: z.string().nullable() }) } },
      handle: async ({ query }) => {
        const cursor = decodeCursor(query.after, 2);
        const rows = await database.query<TaskRow>(
          `select id, kind, order_id, payment_id, detail, created_at from payments.task where done_at is null and ($1::timestamptz is null or (created_at, id) > ($1, $2::uuid)) order by created_at, id limit $3`, [cursor?.[0] ?? null, cursor?.[1] ?? null, query.limit + 1]);
        const shown = rows.slice(0, query.limit);
        const last = shown.at(-1);
        return ok({
          tasks: shown.map((row) => ({ id: wire('task', row.id), kind: row.kind, order: wire('order', row.order_id), payment: wireOrNull('payment', row.payment_id), detail: row.detail, createdAt: row.created_at })),
          next: rows.length > query.limit && last ? encodeCursor([last.created_at, last.id]) : null,
        });
      },
    }),
    route({
      method: 'POST', path: '/payment-tasks/{task}/done', operation: 'finishPaymentTask', tag: 'Payments', summary: 'A task of finance is done; saying it twice does no harm', description: 'Of money to be handed back (`give_back`) it says that it was given: it is booked as refunded, and the customer is told.', access: ['finance'], params: z.object({ task: idOf('task') }),
      answers: { 200: { description: 'Done', schema: z.object({ task: WireId }) }, 404: { description: 'No such task', schema: Problem } },
      handle: async ({ params, context }) => {
        await finishMoneyTask(deps.app, context, params.task);
        return ok({ task: wire('task', params.task) });
      },
    }),
    route({
      method: 'POST', path: '/parcels/{parcel}/label', operation: 'requestLabel', tag: 'Shop floor', summary: 'Ask the carrier for the label now, or ask another carrier', access: ['store', 'operations'],
      params: z.object({ parcel: idOf('parcel') }),
      body: z.strictObject({ carrier: z.string().min(1).max(50).describe('Another carrier than the rule chose').optional(), product: z.string().min(1).max(50).describe('That carrier’s product; default the one the parcel has').optional() }).default({}),
      answers: { 200: { description: 'There is a label, or none is needed any more', schema: z.object({ parcel: WireId, status: z.string(), carrier: z.string().nullable(), barcode: z.string().nullable() }) }, 404: { description: 'No such parcel here', schema: Problem }, 409: { description: 'Not yet', schema: Problem }, 422: { description: 'The carrier refuses it', schema: Problem } },
      handle: async ({ params, body, actor }) => {
        const read = (): Promise<{ location: string; status: string; carrier: string | null; barcode: string | null; product: string }[]> => database.query('select location, status, carrier, barcode, product from shipping.parcel where id = $1', [params.parcel]);
        const [before] = await read();
        if (!before || (actor.locations !== 'all' && !actor.locations.includes(before.location))) throw shippingProblems.parcel_unknown({ detail: `There is no parcel ${wire('parcel', params.parcel)} for this account.` });
        if (body.carrier !== undefined && !deps.carriers.has(body.carrier)) throw shippingProblems.carrier_unknown({ detail: `There is no carrier "${body.carrier}"; there are ${[...deps.carriers.keys()].join(', ') || 'none'}.`, found: body.carrier, field: 'carrier' });
        const choice = body.carrier === undefined && body.product === undefined ? null : { carrier: body.carrier ?? before.carrier ?? '', product: body.product ?? before.product };
        const result = await announce(deps, params.parcel, choice);
        if (result.kind === 'refused') throw shippingProblems.label_refused({ detail: result.reason, ...(result.field === null ? {} : { field: result.field }) });
        if (result.kind === 'waiting') throw shippingProblems.label_pending({ detail: result.reason, retryAfterSeconds: result.seconds });
        if (result.kind === 'busy') throw shippingProblems.label_pending({ detail: 'The label is being asked for right now; look again in a few seconds.', retryAfterSeconds: 5 });
        const [after] = await read();
        return ok({ parcel: wire('parcel', params.parcel), status: after?.status ?? before.status, carrier: after?.carrier ?? null, barcode: after?.barcode ?? null });
      },
    }),
  ];
}
