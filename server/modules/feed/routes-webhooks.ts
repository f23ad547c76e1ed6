/** The addresses of webhooks: subscriptions, their secrets, tests, replays and what was delivered. */
import { z } from 'zod';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Role, Route } from '../../kernel/http.ts';
import type { Clock } from '../../kernel/clock.ts';
import { fromWire, newId, toWire } from '../../kernel/ids.ts';
import { idOf, page, wire } from '../../kernel/wire.ts';
import { toCloudEvent } from './cloudevents.ts';
import { attempt, listDeliveries } from './deliveries.ts';
import { createGuardedCaller } from './guarded-call.ts';
import { typesFrom } from './routes-events.ts';
import { changeSubscription, listSubscriptions, presentSubscription, replay, rotateSecret, subscribe, subscription, unsubscribe } from './webhooks.ts';
import type { WebhookDeps } from './webhooks.ts';

export interface WebhookRouteDeps extends WebhookDeps { clock: Clock; types: ReadonlySet<string>; source: string }

const STAFF: readonly Role[] = ['operations', 'erp'];
const url = z.string().min(1).max(2000).describe('A public https address; it gets one CloudEvent per request, signed by Standard Webhooks 1.0');
const types = z.array(z.string().max(100)).max(200).describe('Types it wants; none is all');
const after = z.string().max(300).nullable().default(null);
const Params = z.object({ webhook: idOf('webhook') });

const View = z.object({
  id: z.string(), url: z.string(), description: z.string().nullable(), types: z.array(z.string()), active: z.boolean(), pausedAt: z.string().nullable(), pausedReason: z.string().nullable().describe('Why Spil stopped sending; set `active` to go on'),
  failingSince: z.string().nullable(), attempts: z.int().describe('Attempts on the event that is next'), nextAttemptAt: z.string().nullable(), cursor: z.string().describe('Everything up to here was taken'), previousSecretUntil: z.string().nullable(), createdAt: z.string(), createdBy: z.string(),
});
const WithSecret = View.extend({ secret: z.string().describe('Shown in this answer only') });
const DeliveryView = z.object({ id: z.string(), event: z.string(), type: z.string(), attempt: z.int(), outcome: z.enum(['delivered', 'failed', 'refused']), status: z.int().nullable(), durationMs: z.int(), response: z.string().nullable(), reason: z.string().nullable(), at: z.string() });

const answers = { 200: { description: 'The webhook as it is now', schema: View }, 404: { description: 'No such webhook or event', schema: Problem }, 422: { description: 'It cannot be so', schema: Problem }, 400: { description: 'Not a cursor', schema: Problem }, 410: { description: 'A cursor of an earlier generation', schema: Problem } };

export function webhookRoutes(deps: WebhookRouteDeps): Route[] {
  const call = createGuardedCaller(deps.guard);
  return [
    route({
      method: 'GET', path: '/webhooks', operation: 'listWebhooks', tag: 'Webhooks', summary: 'Who gets events, and how far each is', access: STAFF, query: z.object(page),
      answers: { 200: { description: 'One page', schema: z.object({ webhooks: z.array(View), next: z.string().nullable() }) } },
      handle: async ({ query }) => {
        const rows = await listSubscriptions(deps.database, query.after === undefined ? null : fromWire('whk', query.after), query.limit + 1);
        const shown = rows.slice(0, query.limit);
        const last = shown.at(-1);
        return ok({ webhooks: shown.map(presentSubscription), next: rows.length > query.limit && last ? wire('webhook', last.id) : null });
      },
    }),
    route({
      method: 'POST', path: '/webhooks', operation: 'createWebhook', tag: 'Webhooks', summary: 'Send events to an address', access: STAFF,
      description: 'Each event is sent at least once, the events of one object in their order, until the receiver answers 2xx within 15 seconds. A receiver that fails is tried again for up to three days and then paused.',
      body: z.strictObject({ url, description: z.string().max(500).nullable().default(null), types: types.default([]), after: after.describe('Start after this cursor or event; null starts with what happens from now on') }),
      answers: { ...answers, 201: { description: 'Made, with its secret', schema: WithSecret } },
      handle: async ({ body, context }) => { const { status, answer } = await subscribe(deps, context, { ...body, types: typesFrom(body.types, deps.types, 'types') }); return { status, body: answer }; },
    }),
    route({ method: 'GET', path: '/webhooks/{webhook}', operation: 'getWebhook', tag: 'Webhooks', summary: 'One webhook', access: STAFF, params: Params, answers, handle: async ({ params }) => ok(presentSubscription(await subscription(deps.database, params.webhook))) }),
    route({
      method: 'PATCH', path: '/webhooks/{webhook}', operation: 'changeWebhook', tag: 'Webhooks', summary: 'Change it, pause it, or let a paused one go on', access: STAFF, params: Params,
      body: z.strictObject({ url: url.optional(), description: z.string().max(500).nullable().optional(), types: types.optional(), active: z.boolean().optional() }), answers,
      handle: async ({ params, body, context }) => ok((await changeSubscription(deps, context, params.webhook, { ...body, types: body.types === undefined ? undefined : typesFrom(body.types, deps.types, 'types') })).answer),
    }),
    route({
      method: 'DELETE', path: '/webhooks/{webhook}', operation: 'deleteWebhook', tag: 'Webhooks', summary: 'Stop sending and forget it with its deliveries', access: STAFF, params: Params,
      answers: { 200: { description: 'Gone', schema: z.object({ id: z.string() }) }, 404: answers[404] },
      handle: async ({ params, context }) => ok((await unsubscribe(deps, context, params.webhook)).answer),
    }),
    route({
      method: 'POST', path: '/webhooks/{webhook}/rotate', operation: 'rotateWebhookSecret', tag: 'Webhooks', summary: 'A new secret; for a day requests are signed with both', access: STAFF, params: Params,
      answers: { 200: { description: 'The webhook with its new secret', schema: WithSecret }, 404: answers[404] },
      handle: async ({ params, context }) => ok((await rotateSecret(deps, context, params.webhook)).answer),
    }),
    route({
      method: 'POST', path: '/webhooks/{webhook}/replay', operation: 'replayWebhook', tag: 'Webhooks', summary: 'Go on after a cursor or an event: back to send again, or ahead to pass one over', access: STAFF, params: Params,
      body: z.strictObject({ after: after.describe('Null replays everything') }), answers,
      handle: async ({ params, body, context }) => ok((await replay(deps, context, params.webhook, body.after)).answer),
    }),
    route({
      method: 'POST', path: '/webhooks/{webhook}/test', operation: 'testWebhook', tag: 'Webhooks', summary: 'Send one event of the type spil.Test now, and see what comes back', access: STAFF, params: Params,
      answers: { 200: { description: 'How it went', schema: DeliveryView }, 404: answers[404] },
      handle: async ({ params, context }) => {
        const row = await subscription(deps.database, params.webhook);
        const id = toWire('evt', newId());
        const event = toCloudEvent({ id, type: 'Test', streamKind: 'webhook', streamId: wire('webhook', row.id), seq: 1, occurredAt: context.now, recordedAt: context.now, data: { webhook: wire('webhook', row.id) } }, deps.source);
        await attempt({ database: deps.database, clock: deps.clock, secret: deps.secret, call }, row, event, { stream: null, seq: null, attempt: 1 });
        const [delivery] = await listDeliveries(deps.database, { id: row.id, outcome: null, before: null, limit: 1 });
        return ok(delivery ? presentDelivery(delivery) : null);
      },
    }),
    route({
      method: 'GET', path: '/webhooks/{webhook}/deliveries', operation: 'listWebhookDeliveries', tag: 'Webhooks', summary: 'Attempts, newest first; kept for thirty days', access: STAFF, params: Params,
      query: z.object({ ...page, outcome: z.enum(['delivered', 'failed', 'refused']).optional() }),
      answers: { 200: { description: 'One page', schema: z.object({ deliveries: z.array(DeliveryView), next: z.string().nullable() }) }, 404: answers[404] },
      handle: async ({ params, query }) => {
        await subscription(deps.database, params.webhook);
        const rows = await listDeliveries(deps.database, { id: params.webhook, outcome: query.outcome ?? null, before: query.after === undefined ? null : fromWire('dlv', query.after), limit: query.limit + 1 });
        const shown = rows.slice(0, query.limit);
        const last = shown.at(-1);
        return ok({ deliveries: shown.map(presentDelivery), next: rows.length > query.limit && last ? toWire('dlv', last.id) : null });
      },
    }),
  ];
}

const presentDelivery = (row: Awaited<ReturnType<typeof listDeliveries>>[number]): z.infer<typeof DeliveryView> => ({
  id: toWire('dlv', row.id), event: row.request_id, type: row.type, attempt: row.attempt, outcome: row.outcome as 'delivered', status: row.status, durationMs: row.duration_ms, response: row.response, reason: row.reason, at: row.at,
});
