/** What goes over the wire about connections: no address shows a secret, and no queue its whole length. */
import { z } from 'zod';
import { page, WireId } from '../../kernel/wire.ts';
import { CAUSES, STATES } from './health.ts';
import { COUNTED, QUEUE_NAMES } from './queues.ts';

export const KINDS = ['channel', 'carrier', 'partner', 'payments', 'mail', 'erp', 'webhook', 'reactions'] as const;

const count = z.int().describe(`Counted up to ${COUNTED}`);
const at = z.string().nullable();
const Queue = z.strictObject({ queue: z.enum(QUEUE_NAMES), waiting: count, failed: count.describe(`Given up until somebody says otherwise; counted up to ${COUNTED}`), oldest: at.describe('Since when the oldest of them waits') });
const connectionFields = {
  id: z.string(), kind: z.enum(KINDS), code: z.string(), name: z.string(), connector: z.string().describe('What it is connected by, such as shopify or smtp'),
  address: z.string().nullable().describe('Without names, passwords and parameters'),
  state: z.enum(STATES), reason: z.string().nullable().describe('Why it is off or paused'),
  lastSuccessAt: at, lastErrorAt: at, lastError: z.string().nullable(), cause: z.enum(CAUSES).nullable().describe('The kind of trouble of the last error'),
  failingSince: at, failures: z.int().describe('Failed calls in a row'),
  waiting: z.int(), failed: z.int(), oldest: at, queues: z.array(Queue),
  can: z.array(z.string()).describe('retry, poll, restock, test, replay, change'),
};
export const ConnectionList = z.strictObject({ items: z.array(z.strictObject(connectionFields)) });
const ErrorView = z.strictObject({ at: z.string(), operation: z.string(), cause: z.enum(CAUSES), sentence: z.string(), times: z.int() });
const Reaction = z.strictObject({ name: z.string(), behind: count.describe('Events of the journal before it'), oldest: at, deadLetters: count, failures: z.int(), lastError: z.string().nullable(), movedAt: at });
export const ConnectionView = z.strictObject({ ...connectionFields, errors: z.array(ErrorView).describe('The last errors, newest first'), reactions: z.array(Reaction).describe('Spil\'s own reactions, for the connection of that kind') });

export const ConnectionPath = z.object({ connection: z.string().max(120) });
export const ItemsQuery = z.object({ ...page, queue: z.enum(QUEUE_NAMES) });
export const Items = z.strictObject({
  items: z.array(z.strictObject({
    id: z.string(), state: z.enum(['waiting', 'failed']), since: z.string(), attempts: z.int(), nextAt: at, reason: z.string().nullable(), order: WireId.nullable(), number: z.string().nullable(), subject: z.string().nullable(),
  })),
  next: z.string().nullable(),
});
export const RetryBody = z.strictObject({
  queue: z.enum(QUEUE_NAMES).optional().describe('Left out: every queue of this connection'),
  items: z.array(z.string().min(1).max(200)).min(1).max(COUNTED).optional().describe('Ids of items of that queue; left out: the first thousand'),
}).refine(({ queue, items }) => items === undefined || queue !== undefined, { message: 'items are of one queue: name it', path: ['queue'] }).default({});
export const Retried = z.strictObject({ retried: z.int() });
