/** The addresses of the intake: webhooks of channels, the quarantine, conflicts, and what came in. */
import { execute } from '../../kernel/command.ts';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Role, Route } from '../../kernel/http.ts';
import { wire, wireOrNull } from '../../kernel/wire.ts';
import { ChannelPath, ConflictList, ConflictPath, ConflictQuery, ConflictView, MessageList, MessagePath, MessageQuery, QuarantineList, QuarantinePath, QuarantineQuery, QuarantineView, ReasonBody, RepairBody, TakenView } from './contract.ts';
import { pollChannel, receiveWebhook, retryMessage } from './inbox.ts';
import { comparisonRoutes, refuseUnconnected } from './routes-stock.ts';
import { intakeProblems } from './problems.ts';
import { conflictWire, messageWire, rejectQuarantined, releaseQuarantined, repairQuarantined } from './quarantine.ts';
import { conflictById, listConflicts, listMessages, listQuarantine, quarantined, rawOf } from './queries.ts';
import type { ConflictRow, QuarantineRow } from './queries.ts';
import { resolveConflict } from './tables.ts';
import type { IntakeDeps, Taken } from './types.ts';

const tag = 'Intake';
const KEEPERS: readonly Role[] = ['service', 'operations', 'finance'];
const problem = (description: string) => ({ description, schema: Problem });

const itemOf = (row: QuarantineRow) => ({
  id: wire('quarantine', row.id), channel: row.channel, externalId: row.external_id, version: row.channel_version, order: wireOrNull('order', row.order_id), reasons: row.reasons, readable: row.snapshot !== null,
  state: row.state, openedAt: row.opened_at, closedAt: row.closed_at, closedBy: row.closed_by, note: row.note,
});
const conflictOf = (row: ConflictRow) => ({
  id: conflictWire(row.id), order: wire('order', row.order_id), number: row.number, channel: row.channel, kind: row.kind, subject: row.subject, detail: row.detail, channelSays: row.channel_says, spilSays: row.spil_says,
  openedAt: row.opened_at, resolvedAt: row.resolved_at, resolvedBy: row.resolved_by, resolution: row.resolution,
});
const takenOf = (taken: Taken) => ({ order: wireOrNull('order', taken.order), detail: taken.detail });
const decided = { 200: { description: 'Taken', schema: TakenView }, 404: problem('Not in quarantine'), 409: problem('Dealt with already'), 422: problem('It does not add up') };

/** The addresses; `wake` tells the worker of this process that something came in, so that it need not wait for its next round. */
export function intakeRoutes(deps: IntakeDeps, wake: () => void = () => undefined): Route[] {
  const { database } = deps.orders;
  return [
    route({
      method: 'POST', path: '/hooks/channels/{channel}', operation: 'receiveChannelWebhook', tag, summary: 'A channel tells what happened', access: 'public', idempotent: false, params: ChannelPath,
      description: "Verified by the channel's own signature, kept as it came, and answered at once; what it says is worked on afterwards. A repeated event changes nothing.",
      answers: { 200: { description: 'Received', schema: null }, 401: problem('Not accepted'), 404: problem('No such channel') },
      handle: async ({ params, headers, rawBody }) => {
        const accepted = await receiveWebhook(deps, params.channel, { headers, rawBody });
        if (accepted === null) throw intakeProblems.channel_unknown({ detail: `No channel takes webhooks here.` });
        // Nothing tells a forger what was wrong.
        if (!accepted) throw intakeProblems.forged({ detail: 'The message was not accepted.' });
        wake();
        return { status: 200, body: undefined };
      },
    }),
    route({
      method: 'GET', path: '/quarantine', operation: 'listQuarantine', tag, summary: 'Orders that do not add up or cannot be read, oldest first', access: KEEPERS, query: QuarantineQuery,
      answers: { 200: { description: 'One page', schema: QuarantineList } },
      handle: async ({ query }) => { const { rows, next } = await listQuarantine(database, query); return ok({ items: rows.map(itemOf), next }); },
    }),
    route({
      method: 'GET', path: '/quarantine/{quarantine}', operation: 'getQuarantined', tag, summary: 'One order in quarantine, as it was read and as it was received', access: KEEPERS, params: QuarantinePath,
      answers: { 200: { description: 'The order', schema: QuarantineView }, 404: problem('Not in quarantine') },
      handle: async ({ params }) => {
        const row = await quarantined(database, params.quarantine);
        if (!row) throw intakeProblems.quarantine_unknown({ detail: `There is no order ${wire('quarantine', params.quarantine)} in quarantine.`, found: params.quarantine });
        return ok({ ...itemOf(row), snapshot: row.snapshot, raw: await rawOf(database, row.message_id) });
      },
    }),
    route({
      method: 'POST', path: '/quarantine/{quarantine}/release', operation: 'releaseQuarantined', tag, summary: 'Take it as it is: the difference becomes a line with the reason as its name', access: KEEPERS, params: QuarantinePath, body: ReasonBody, answers: decided,
      handle: async ({ params, body, context }) => ok(takenOf(await releaseQuarantined(deps, context, params.quarantine, body.reason))),
    }),
    route({
      method: 'POST', path: '/quarantine/{quarantine}/repair', operation: 'repairQuarantined', tag, summary: 'Take a corrected order in its place', access: KEEPERS, params: QuarantinePath, body: RepairBody, answers: decided,
      handle: async ({ params, body, context }) => ok(takenOf(await repairQuarantined(deps, context, params.quarantine, body.order, body.reason))),
    }),
    route({
      method: 'POST', path: '/quarantine/{quarantine}/reject', operation: 'rejectQuarantined', tag, summary: 'Do not take it; its demand goes', access: KEEPERS, params: QuarantinePath, body: ReasonBody,
      answers: { 200: { description: 'Rejected', schema: TakenView }, 404: problem('Not in quarantine'), 409: problem('Dealt with already') },
      handle: async ({ params, body, context }) => { await rejectQuarantined(deps, context, params.quarantine, body.reason); return ok({ order: null, detail: 'rejected' }); },
    }),
    route({
      method: 'GET', path: '/conflicts', operation: 'listConflicts', tag, summary: 'Where a channel and Spil disagree, oldest first', access: KEEPERS, query: ConflictQuery,
      answers: { 200: { description: 'One page', schema: ConflictList } },
      handle: async ({ query }) => { const { rows, next } = await listConflicts(database, query); return ok({ items: rows.map(conflictOf), next }); },
    }),
    route({
      method: 'POST', path: '/conflicts/{conflict}/resolve', operation: 'resolveConflict', tag, summary: 'Say how a disagreement was settled', access: KEEPERS, params: ConflictPath, body: ReasonBody,
      answers: { 200: { description: 'Resolved', schema: ConflictView }, 404: problem('No such conflict'), 409: problem('Resolved already') },
      handle: async ({ params, body, context }) => {
        const outcome = await execute(database, context, async (change) => {
          const row = await conflictById(database, params.conflict);
          if (!row) throw intakeProblems.conflict_unknown({ detail: `There is no conflict ${conflictWire(params.conflict)}.`, found: params.conflict });
          if (row.resolved_at !== null) throw intakeProblems.closed({ detail: `It was resolved by ${row.resolved_by ?? 'somebody'} at ${row.resolved_at}.`, found: 'resolved', expected: 'open' });
          resolveConflict(change, row.id, context.actor.name, body.reason, context.now);
          return { status: 200, answer: conflictOf({ ...row, resolved_at: context.now, resolved_by: context.actor.name, resolution: body.reason }) };
        });
        return ok(outcome.answer);
      },
    }),
    route({
      method: 'GET', path: '/inbox', operation: 'listMessages', tag, summary: 'What channels sent and what became of it; the failed ones unless said otherwise', access: KEEPERS, query: MessageQuery,
      answers: { 200: { description: 'One page', schema: MessageList } },
      handle: async ({ query }) => {
        const { rows, next } = await listMessages(database, query);
        return ok({ items: rows.map((row) => ({ id: messageWire(row.id), channel: row.channel, eventId: row.event_id, source: row.source, topic: row.topic, externalId: row.external_id, version: row.version, receivedAt: row.received_at, state: row.state, detail: row.detail, attempts: row.attempts, processedAt: row.processed_at })), next });
      },
    }),
    route({
      method: 'POST', path: '/inbox/{message}/retry', operation: 'retryMessage', tag, summary: 'Work on a message again now', access: KEEPERS, params: MessagePath,
      answers: { 200: { description: 'It will be worked on', schema: null }, 404: problem('No message that can be tried again') },
      handle: async ({ params }) => {
        if (!await retryMessage(deps, params.message)) throw intakeProblems.message_unknown({ detail: `There is no message ${messageWire(params.message)} that failed or waits.`, found: params.message });
        wake();
        return { status: 200, body: undefined };
      },
    }),
    route({
      method: 'POST', path: '/channels/{channel}/poll', operation: 'pollChannel', tag, summary: 'Ask a channel now for what changed', access: ['operations', 'service'], params: ChannelPath,
      answers: { 200: { description: 'Asked', schema: null }, 404: problem('Not connected') },
      handle: async ({ params }) => {
        refuseUnconnected(deps, params.channel);
        await pollChannel(deps, params.channel);
        wake();
        return { status: 200, body: undefined };
      },
    }),
    ...comparisonRoutes(deps, wake),
  ];
}
