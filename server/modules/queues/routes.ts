/** The addresses of the queues: what people must decide, in one place. */
import { z } from 'zod';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Role, Route } from '../../kernel/http.ts';
import { toWire } from '../../kernel/ids.ts';
import { assign, bulk, refuseStranger } from './commands.ts';
import type { QueueDeps } from './commands.ts';
import { AssignBody, BulkBody, BulkView, ItemParams, ItemsQuery, ItemView, Person, QueueParams, QueueView } from './contract.ts';
import { queueProblems } from './problems.ts';
import { itemById, listItems, listQueues, peopleOf, PERSON } from './queries.ts';

const tag = 'Queues';
const WORKERS: readonly Role[] = ['service', 'operations', 'finance'];
const strange = { description: 'A queue of another team', schema: Problem };
const gone = { description: 'Nothing of that name waits there', schema: Problem };

export function queueRoutes(deps: QueueDeps): Route[] {
  const { database } = deps;
  return [
    route({
      method: 'GET', path: '/queues', operation: 'listQueues', tag, summary: 'The queues that this account sees, with how full each is', access: WORKERS,
      answers: { 200: { description: 'The queues', schema: z.object({ queues: z.array(QueueView) }) } },
      handle: async ({ actor, context }) => ok({ queues: await listQueues(database, actor, context.now) }),
    }),
    route({
      method: 'GET', path: '/queues/{queue}/items', operation: 'listQueueItems', tag, summary: 'What waits in a queue, longest first', access: WORKERS, params: QueueParams, query: ItemsQuery,
      answers: { 200: { description: 'One page', schema: z.object({ items: z.array(ItemView), next: z.string().nullable() }) }, 403: strange },
      handle: async ({ params, query, actor, context }) => { refuseStranger(context, params.queue); return ok(await listItems(database, actor, context.now, params.queue, query)); },
    }),
    route({
      method: 'GET', path: '/queues/{queue}/items/{item}', operation: 'getQueueItem', tag, summary: 'One item that waits in a queue', access: WORKERS, params: ItemParams,
      answers: { 200: { description: 'The item', schema: ItemView }, 403: strange, 404: gone },
      handle: async ({ params, actor, context }) => {
        refuseStranger(context, params.queue);
        const item = await itemById(database, actor, context.now, params.queue, params.item);
        if (!item) throw queueProblems.item_unknown({ detail: `Nothing named ${params.item} waits in ${params.queue}: it never did, or somebody has dealt with it.`, found: params.item });
        return ok(item);
      },
    }),
    route({
      method: 'GET', path: '/queues/{queue}/people', operation: 'listQueuePeople', tag, summary: 'Who sees a queue, and can be given its items', access: WORKERS, params: QueueParams,
      answers: { 200: { description: 'People by name', schema: z.object({ people: z.array(Person) }) }, 403: strange },
      handle: async ({ params, context }) => { refuseStranger(context, params.queue); return ok({ people: (await peopleOf(database, params.queue)).map(({ id, name }) => ({ id: toWire(PERSON, id), name })) }); },
    }),
    route({
      method: 'POST', path: '/queues/{queue}/items/{item}/assign', operation: 'assignQueueItem', tag, summary: 'Give an item to somebody, or take it off everybody', access: WORKERS, params: ItemParams, body: AssignBody,
      answers: { 200: { description: 'The item as it is now', schema: ItemView }, 403: strange, 404: gone, 422: { description: 'Nobody of this queue', schema: Problem } },
      handle: async ({ params, body, context }) => ok((await assign(deps, context, params.queue, params.item, body.person)).answer),
    }),
    route({
      method: 'POST', path: '/queues/{queue}/bulk', operation: 'decideQueueItems', tag, summary: 'One decision for up to 200 items, each by itself', access: WORKERS, params: QueueParams, body: BulkBody,
      description: 'Which decisions there are stands with the queue (`bulk`). Each item is the same command as for one; what one refuses stops no other, and the answer says of each what became of it.',
      answers: { 200: { description: 'What became of each', schema: BulkView }, 403: strange, 422: { description: 'Not a decision for several items', schema: Problem } },
      handle: async ({ params, body, context }) => ok({ results: await bulk(deps, context, params.queue, body) }),
    }),
  ];
}
