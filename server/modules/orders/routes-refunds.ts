/** The addresses of money given back by hand, and of the requests that finance decides. */
import { z } from 'zod';
import type { Database } from '../../kernel/database.ts';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor, idOf, page, wire, WireId, wireOrNull } from '../../kernel/wire.ts';
import { fold } from '../books/index.ts';
import { namesOf } from '../identity/index.ts';
import type { OrderDeps } from './commands.ts';
import { OrderParams } from './contract.ts';
import { givable, goodwillSlice } from './goodwill.ts';
import { OrderView, presentOrder } from './present.ts';
import { approveRefund, declineRefund, giveBack } from './refunds.ts';
import { limitWithoutApproval } from './refund-policy.ts';
import { mayGiveFreely } from './permissions.ts';
import { orderStream } from './commands.ts';
import { orderSlice } from './state.ts';

/** Why money is given; the screen has a word for each. */
export const REFUND_REASONS = ['late', 'damaged', 'wrong_item', 'missing_item', 'price_difference', 'service', 'other'] as const;

const Note = z.string().trim().min(1).max(1000);
const GiveBody = z.strictObject({ amount: z.int().min(1).max(100_000_000).describe('In minor units of the order’s currency'), reason: z.enum(REFUND_REASONS), note: Note.nullable().default(null) });
const RequestParams = z.object({ request: idOf('refund') });
const RequestView = z.object({
  id: WireId, order: WireId, orderNumber: z.string(), amount: z.int(), currency: z.string(), reason: z.string(), note: z.string().nullable(), state: z.enum(['waiting', 'approved', 'declined']),
  requestedBy: z.string().nullable(), requestedAt: z.string(), decidedBy: z.string().nullable(), decidedAt: z.string().nullable(), decisionNote: z.string().nullable(), can: z.array(z.enum(['approve', 'decline'])),
});
const answers = { 404: { description: 'No such order or request', schema: Problem }, 403: { description: 'Somebody else must agree', schema: Problem }, 409: { description: 'It cannot be done', schema: Problem }, 422: { description: 'It does not fit', schema: Problem } };

interface Row { id: Uuid; order_id: Uuid; number: string; amount: number; currency: string; reason: string; note: string | null; state: 'waiting' | 'approved' | 'declined'; requested_by: string; requested_at: string; decided_by: string | null; decided_at: string | null; decision_note: string | null }

async function listRequests(database: Database, actor: { id: string; roles: readonly string[] }, { after, limit, state, order }: { after?: string | undefined; limit: number; state?: Row['state'] | undefined; order?: Uuid | undefined }): Promise<{ requests: z.infer<typeof RequestView>[]; next: string | null }> {
  const cursor = decodeCursor(after, ['uuid']);
  const rows = await database.query<Row>(
    `select r.*, o.number from orders.refund_request r join orders.order o on o.id = r.order_id where ($1::text is null or r.state = $1) and ($2::uuid is null or r.order_id = $2) and ($3::uuid is null or r.id > $3) order by r.id limit $4`,
    [order === undefined ? state ?? 'waiting' : state ?? null, order ?? null, cursor?.[0] ?? null, limit + 1]);
  const shown = rows.slice(0, limit);
  const names = await namesOf(database, shown.flatMap((row) => [{ kind: '', id: row.requested_by }, ...(row.decided_by === null ? [] : [{ kind: '', id: row.decided_by }])]));
  const last = shown.at(-1);
  const decides = actor.roles.includes('finance') || actor.roles.includes('administrator');
  return {
    requests: shown.map((row) => ({
      id: wire('refund', row.id), order: wire('order', row.order_id), orderNumber: row.number, amount: row.amount, currency: row.currency.trim(), reason: row.reason, note: row.note, state: row.state,
      requestedBy: names.get(row.requested_by) ?? null, requestedAt: row.requested_at, decidedBy: names.get(row.decided_by ?? '') ?? null, decidedAt: row.decided_at, decisionNote: row.decision_note,
      can: decides && row.state === 'waiting' ? [...(row.requested_by === actor.id ? [] : ['approve' as const]), 'decline' as const] : [],
    })),
    next: rows.length > limit && last ? encodeCursor([last.id]) : null,
  };
}

export function refundRoutes(deps: OrderDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/orders/{order}/refunds', operation: 'getRefundRoom', tag: 'Orders', summary: 'How much can be given back by hand on an order, and how much this account may give by itself', access: ['service', 'finance'], params: OrderParams,
      answers: { 200: { description: 'In minor units', schema: z.object({ currency: z.string(), most: z.int().describe('What the order can bear'), alone: z.int().describe('What this account may give without asking'), given: z.int().describe('Given on this order so far') }) }, 404: answers[404] },
      handle: async ({ params, actor }) => {
        const stream = await orderStream(deps.database, params.order);
        const { currency } = fold(stream, orderSlice);
        const [most, { given }] = [givable(stream), fold(stream, goodwillSlice)];
        const alone = mayGiveFreely(actor) ? most : Math.min(most, Math.max(0, await limitWithoutApproval(deps.database, currency) - given));
        return ok({ currency, most, alone, given });
      },
    }),
    route({
      method: 'POST', path: '/orders/{order}/refunds', operation: 'refundOrder', tag: 'Orders', summary: 'Give money back by hand, as goodwill',
      description: 'Lowers what is due, so that the money goes back by the means it came (or is not taken). Service gives up to the refund policy’s limit by itself (`given`); above it the request waits for finance (`waiting`).',
      access: ['service', 'finance'], params: OrderParams, body: GiveBody,
      answers: { ...answers, 200: { description: 'Given, or asked for', schema: z.object({ state: z.enum(['given', 'waiting']), request: WireId.nullable(), order: OrderView }) } },
      handle: async ({ params, body, context, actor }) => ok((await giveBack(deps, context, params.order, body, (stream, { state, request }) => ({ state, request: wireOrNull('refund', request), order: presentOrder(stream, actor) }))).answer),
    }),
    route({
      method: 'GET', path: '/refund-requests', operation: 'listRefundRequests', tag: 'Payments', summary: 'Money that service wants to give back and finance decides on, oldest first', access: ['finance', 'service', 'operations'],
      query: z.object({ ...page, state: z.enum(['waiting', 'approved', 'declined']).optional().describe('Default: waiting; of one order: all'), order: idOf('order').optional() }),
      answers: { 200: { description: 'One page', schema: z.object({ requests: z.array(RequestView), next: z.string().nullable() }) } },
      handle: async ({ query, actor }) => ok(await listRequests(deps.database, actor, query)),
    }),
    route({
      method: 'POST', path: '/refund-requests/{request}/approve', operation: 'approveRefundRequest', tag: 'Payments', summary: 'Agree to money being given back', access: ['finance'], params: RequestParams,
      description: 'What the order can bear goes back by the means it came; the rest becomes a task to pay it outside the order. Nobody agrees to their own request.',
      body: z.strictObject({ note: Note.nullable().default(null) }).default({ note: null }), answers: { ...answers, 200: { description: 'The order as it is now', schema: OrderView } },
      handle: async ({ params, body, context, actor }) => ok((await approveRefund(deps, context, params.request, body.note, (stream) => presentOrder(stream, actor))).answer),
    }),
    route({
      method: 'POST', path: '/refund-requests/{request}/decline', operation: 'declineRefundRequest', tag: 'Payments', summary: 'Decline that money is given back', access: ['finance'], params: RequestParams,
      body: z.strictObject({ note: Note.describe('Why; service tells the customer') }), answers: { ...answers, 200: { description: 'The order as it is now', schema: OrderView } },
      handle: async ({ params, body, context, actor }) => ok((await declineRefund(deps, context, params.request, body.note, (stream) => presentOrder(stream, actor))).answer),
    }),
  ];
}
