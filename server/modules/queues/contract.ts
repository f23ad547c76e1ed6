/** What goes over the wire of the queues. */
import { z } from 'zod';
import { page, WireId } from '../../kernel/wire.ts';
import { QUEUES } from './sources.ts';

export const Person = z.object({ id: WireId, name: z.string() });
export const QueueParams = z.object({ queue: z.enum(QUEUES) });
export const ItemParams = z.object({ queue: z.enum(QUEUES), item: z.string().min(1).max(300) });

export const QueueView = z.object({
  queue: z.enum(QUEUES), count: z.int(), atLeast: z.boolean().describe('There are more than were counted'), oldestAt: z.string().nullable(), deadlineMinutes: z.int(), overdue: z.int().describe('Of those counted, past their deadline'),
  mine: z.int().describe('Assigned to this account, of those counted'), unassigned: z.int(), works: z.boolean().describe('Whether this account may decide'), bulk: z.array(z.string()).describe('What this account may do to several at once'),
});
export const ItemView = z.object({
  id: WireId, at: z.string().describe('Since when it waits'), deadline: z.string(), overdue: z.boolean(), assignee: Person.nullable(), order: WireId.nullable(), number: z.string().nullable().describe('Of the order or document'), amount: z.int().nullable().describe('Minor units; of a stock difference pieces'),
  currency: z.string().nullable(), channel: z.string().nullable(), reason: z.string().nullable().describe('Code of what is the matter'), detail: z.string().nullable(), location: z.string().nullable(), sku: z.string().nullable(), subject: z.string().nullable(), owner: z.string().nullable().describe('Team it belongs to'),
  can: z.array(z.string()),
});
export type ItemView = z.infer<typeof ItemView>;

export const ItemsQuery = z.object({ ...page, assignee: z.string().max(60).optional().describe('Id of a person, `me`, or `none`'), reason: z.string().max(100).optional(), channel: z.string().max(50).optional(), overdue: z.enum(['true', 'false']).optional() });
export const AssignBody = z.strictObject({ person: z.string().max(60).nullable().describe('Id of a person who sees this queue; null takes it off everybody') });
export const BulkBody = z.strictObject({ action: z.string().min(1).max(30), items: z.array(z.string().min(1).max(300)).min(1).max(200), reason: z.string().trim().min(1).max(200).nullable().default(null).describe('Why; needed where it is kept with the order') });
export const BulkView = z.object({ results: z.array(z.object({ item: z.string(), done: z.boolean(), problem: z.object({ code: z.string(), detail: z.string() }).nullable() })) });
