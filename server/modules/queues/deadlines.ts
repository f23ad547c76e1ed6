/** How long an item may wait in each queue: a setting, with what goes without one. */
import { z } from 'zod';
import type { Queryable } from '../../kernel/database.ts';
import { activeDocument } from '../documents/index.ts';
import type { DocumentKind } from '../documents/index.ts';
import { QUEUES } from './sources.ts';
import type { QueueName } from './sources.ts';

const KIND = 'queue-deadlines';
const NAME = 'default';

/** Minutes from the moment an item came into the queue. */
export const DEFAULT_DEADLINES: Readonly<Record<QueueName, number>> = { holds: 240, quarantine: 120, conflicts: 480, refund_requests: 1440, payment_tasks: 1440, parcels: 1440, store_tasks: 1440, partner_tasks: 480, partner_differences: 2880, erp_differences: 2880, erp_documents: 480, messages: 240, dead_letters: 480, due_work: 60 };

const Deadlines = z.strictObject({ minutes: z.partialRecord(z.enum(QUEUES), z.int().min(1).max(60 * 24 * 365)) });

export const queueDeadlinesKind: DocumentKind = {
  kind: KIND, title: 'Deadlines of the queues', editors: ['operations'],
  check: (body) => {
    const read = Deadlines.safeParse(body);
    return read.success ? [] : read.error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
  },
};

/** Minutes per queue that are in force now. */
export async function deadlinesOf(database: Queryable): Promise<Readonly<Record<QueueName, number>>> {
  const active = await activeDocument(database, KIND, NAME);
  const read = active === null ? null : Deadlines.safeParse(active.body);
  return { ...DEFAULT_DEADLINES, ...(read?.success ? read.data.minutes : {}) };
}
