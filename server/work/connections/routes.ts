/** The addresses of connections: how each outside system is, what waits for it, and taking that up again. */
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Role, Route } from '../../kernel/http.ts';
import type { CommandContext } from '../../kernel/command.ts';
import { catalogue } from '../../kernel/problem.ts';
import { changeSubscription } from '../../modules/feed/index.ts';
import { ConnectionList, ConnectionPath, ConnectionView, Items, ItemsQuery, RetryBody, Retried } from './contract.ts';
import { pageQueue, QUEUES_OUT, retryQueue } from './queues.ts';
import type { OutQueue, QueueName } from './queues.ts';
import { pageLetters, retakeLetters } from './reactions.ts';
import { systemsOf } from './systems.ts';
import type { ConnectionDeps, System } from './systems.ts';
import { viewAll, viewOne } from './views.ts';

const problems = catalogue('connections', {
  unknown: { status: 404, title: 'There is no such connection' },
  queue_unknown: { status: 404, title: 'This connection has no such queue' },
});

const READERS: readonly Role[] = ['operations', 'viewer'];
const tag = 'Connections';
const missing = { 404: { description: 'No such connection', schema: Problem } };

async function systemNamed(deps: ConnectionDeps, id: string): Promise<System> {
  const system = (await systemsOf(deps)).find((one) => one.id === id);
  if (!system) throw problems.unknown({ detail: `There is no connection "${id}"; GET /connections lists them.`, found: id });
  return system;
}

const isOut = (queue: QueueName): queue is OutQueue => queue in QUEUES_OUT;
const queuesIn = (system: System): QueueName[] => (system.kind === 'reactions' ? ['letters'] : [...system.queues]);

function refuseOther(system: System, queue: QueueName): void {
  const own = queuesIn(system);
  if (!own.includes(queue)) throw problems.queue_unknown({ detail: `"${system.id}" has no items of "${queue}"; it has ${own.join(', ') || 'none'}.`, found: queue, expected: own });
}

async function retry(deps: ConnectionDeps, context: CommandContext, system: System, queue: QueueName | undefined, ids: readonly string[] | null): Promise<number> {
  if (system.subscription) {
    // A receiver has one place in the journal: it goes on there at once, also when Spil had stopped.
    await changeSubscription({ database: deps.database, ...deps.webhooks }, context, system.subscription.id, { active: true });
    return 1;
  }
  let retried = 0;
  for (const one of queue === undefined ? queuesIn(system) : [queue]) {
    retried += isOut(one) ? await retryQueue(deps, one, system.code, ids) : await retakeLetters(deps.database, ids, context.now);
  }
  return retried;
}

export function connectionRoutes(deps: ConnectionDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/connections', operation: 'listConnections', tag, summary: 'Every outside system: how it is, since when, and what waits for it', access: READERS,
      description: 'Channels, carriers, payment operators, the mail server, the ERP and receivers of webhooks; and as the last, Spil\'s own reactions. How calls went is at most two seconds old.',
      answers: { 200: { description: 'All connections', schema: ConnectionList } },
      handle: async ({ actor }) => {
        await deps.calls.flush();
        return ok({ items: await viewAll(deps, actor, await systemsOf(deps)) });
      },
    }),
    route({
      method: 'GET', path: '/connections/{connection}', operation: 'getConnection', tag, summary: 'One connection with its last errors', access: READERS, params: ConnectionPath,
      answers: { 200: { description: 'The connection', schema: ConnectionView }, ...missing },
      handle: async ({ params, actor }) => {
        await deps.calls.flush();
        return ok(await viewOne(deps, actor, await systemNamed(deps, params.connection)));
      },
    }),
    route({
      method: 'GET', path: '/connections/{connection}/items', operation: 'listConnectionItems', tag, summary: 'What waits for it in one queue, or was given up, oldest first', access: READERS, params: ConnectionPath, query: ItemsQuery,
      answers: { 200: { description: 'One page', schema: Items }, ...missing },
      handle: async ({ params, query }) => {
        const system = await systemNamed(deps, params.connection);
        refuseOther(system, query.queue);
        return ok(isOut(query.queue) ? await pageQueue(deps, query.queue, system.code, query) : await pageLetters(deps.database, query));
      },
    }),
    route({
      method: 'POST', path: '/connections/{connection}/retry', operation: 'retryConnection', tag, summary: 'Takes up now what waits for it or was given up', access: ['operations'], params: ConnectionPath, body: RetryBody,
      description: 'What is being tried at this moment is left alone. Asking twice does no harm: everything that is sent has its own key.',
      example: { queue: 'labels' },
      answers: { 200: { description: 'How many items are taken up', schema: Retried }, ...missing },
      handle: async ({ params, body, context }) => {
        const system = await systemNamed(deps, params.connection);
        if (body.queue !== undefined) refuseOther(system, body.queue);
        return ok({ retried: await retry(deps, context, system, body.queue, body.items ?? null) });
      },
    }),
  ];
}
