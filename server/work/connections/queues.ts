/** What waits for an outside system, per queue: one SQL text says what is in it, and everything else follows from that. */
import type { Clock, Instant } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/database.ts';
import { hurryJobs } from '../../kernel/hurry.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor, wireOrNull } from '../../kernel/wire.ts';
import { hurryDocuments } from '../../modules/feed/index.ts';
import { hurryFigures, hurryMessages, hurryNotices } from '../../modules/intake/index.ts';
import { hurryMails } from '../../modules/notifications/index.ts';

/** The queues there are, each of one kind of outside system. */
export const QUEUE_NAMES = ['messages', 'notices', 'figures', 'labels', 'tracking', 'works', 'money', 'looks', 'mails', 'documents', 'letters', 'events'] as const;
export type QueueName = (typeof QUEUE_NAMES)[number];

/** Counting stops here: that many is an outage, and how many more makes no difference to what is done. */
export const COUNTED = 1000;

export interface QueueCount { queue: QueueName; waiting: number; failed: number; oldest: Instant | null }
export interface QueueItem { id: string; state: 'waiting' | 'failed'; since: Instant; attempts: number; nextAt: Instant | null; reason: string | null; order: string | null; number: string | null; subject: string | null }
export interface QueueDeps { database: Database; clock: Clock }

interface Definition {
  /**
   * Rows with id, at, state, attempts, next_at, reason, order_id, number, subject, for the code of the system as $1. Of parts that may be read by an
   * index in the order of `at`.
   */
  rows: string;
  /** Takes up these items now; how many that were. */
  retry(deps: QueueDeps, code: string, ids: readonly string[]): Promise<number>;
}

const ORDER_OF = 'left join orders.order o on o.id =';
const job = (name: string, join: string, condition: string, subject: string, order: string): string =>
  `select j.id::text as id, j.created_on as at, 'waiting' as state, j.retry_count as attempts, j.start_after as next_at, j.output->>'message' as reason, o.id as order_id, o.number, ${subject} as subject
   from jobs.job j ${join} ${ORDER_OF} ${order} where j.name = '${name}' and j.state < 'active' and not j.blocked and ${condition}`;

export const QUEUES_OUT: Readonly<Record<Exclude<QueueName, 'letters' | 'events'>, Definition>> = {
  messages: {
    rows: `select m.id::text as id, m.received_at as at, case m.state when 'failed' then 'failed' else 'waiting' end as state, m.attempts, m.next_at, m.detail as reason, null::uuid as order_id, null::text as number, coalesce(m.external_id, m.to_fetch, m.topic) as subject
           from intake.message m where m.channel = $1 and m.state in ('received', 'failed')`,
    retry: ({ database, clock }, code, ids) => hurryMessages(database, code, ids, clock.now()),
  },
  notices: {
    rows: `select n.order_id::text || ' ' || n.seq || ' ' || n.kind as id, n.next_at as at, 'waiting' as state, n.attempts, n.next_at, n.reason, n.order_id, o.number, n.kind as subject
           from intake.notice n ${ORDER_OF} n.order_id where n.channel = $1 and n.state = 'due'`,
    retry: ({ database, clock }, code, ids) => hurryNotices(database, code, ids.map((id) => id.split(' ')[0] ?? ''), clock.now()),
  },
  figures: {
    rows: `select d.sku as id, d.next_at as at, 'waiting' as state, d.attempts, d.next_at, s.reason, null::uuid as order_id, null::text as number, d.sku as subject
           from intake.stock_due d left join intake.channel_stock s on s.channel = d.channel and s.sku = d.sku where d.channel = $1`,
    retry: ({ database, clock }, code, ids) => hurryFigures(database, code, ids, clock.now()),
  },
  labels: {
    rows: job('label', "join shipping.parcel p on p.id = (j.data->>'parcel')::uuid left join shipping.announcement a on a.parcel_id = p.id", 'coalesce(a.carrier, p.carrier) = $1', 'null::text', 'p.order_id'),
    retry: ({ database }, _code, ids) => hurryJobs(database, 'label', ids),
  },
  tracking: {
    rows: job('track', "left join shipping.parcel p on p.id = (j.data->>'parcel')::uuid", "j.data->>'carrier' = $1", "j.data->>'barcode'", 'p.order_id'),
    retry: ({ database }, _code, ids) => hurryJobs(database, 'track', ids),
  },
  works: {
    rows: job('partner', "join dialogue.work w on w.fulfilment_id = (j.data->>'fulfilment')::uuid", 'w.location = $1', "case when j.data->>'ask' is null then 'submit' else 'stop' end", 'w.order_id'),
    retry: ({ database }, _code, ids) => hurryJobs(database, 'partner', ids),
  },
  money: {
    rows: job('money', "join payments.intent i on i.id = (j.data->>'intent')::uuid join books.payment b on b.id = i.payment_id", 'b.operator = $1', 'i.kind', 'i.order_id'),
    retry: ({ database }, _code, ids) => hurryJobs(database, 'money', ids),
  },
  looks: {
    rows: job('look', "left join books.payment b on b.operator = j.data->>'operator' and b.ref = j.data->>'ref'", "j.data->>'operator' = $1", "j.data->>'ref'", 'b.order_id'),
    retry: ({ database }, _code, ids) => hurryJobs(database, 'look', ids),
  },
  mails: {
    rows: `select m.id::text as id, m.created_at as at, case m.state when 'failed' then 'failed' else 'waiting' end as state, m.attempts, m.next_attempt_at as next_at, m.reason, m.order_id, o.number, m.kind as subject
           from notifications.message m ${ORDER_OF} m.order_id where $1::text is not null and m.state in ('queued', 'failed')`,
    retry: ({ database, clock }, _code, ids) => hurryMails(database, ids, clock.now()),
  },
  documents: {
    rows: `select d.id, d.created_at as at, case d.state when 'refused' then 'failed' else 'waiting' end as state, d.attempts, null::timestamptz as next_at, d.reason, null::uuid as order_id, d.number, d.kind || ' ' || d.subject as subject
           from feed.erp_document d where $1::text is not null and d.state in ('pending', 'refused')`,
    retry: ({ database }, _code, ids) => hurryDocuments(database, ids),
  },
};
export type OutQueue = keyof typeof QUEUES_OUT;

/** How much waits in a queue for a system, up to a thousand, and since when the oldest does. What is due later by plan and was never tried does not wait. */
export async function countQueue({ database, clock }: QueueDeps, queue: OutQueue, code: string): Promise<QueueCount> {
  const [row] = await database.query<{ waiting: number; failed: number; oldest: Instant | null }>(
    `select count(*) filter (where state = 'waiting')::int as waiting, count(*) filter (where state = 'failed')::int as failed, least(min(at), $2::timestamptz) as oldest from (${QUEUES_OUT[queue].rows} order by at limit ${COUNTED}) q`, [code, clock.now()]);
  const { waiting = 0, failed = 0, oldest = null } = row ?? {};
  return { queue, waiting, failed, oldest: waiting + failed === 0 ? null : oldest };
}

interface ItemRow { id: string; state: 'waiting' | 'failed'; at: Instant; attempts: number; next_at: Instant | null; reason: string | null; order_id: Uuid | null; number: string | null; subject: string | null }

/** One page of what waits, oldest first. */
export async function pageQueue({ database }: QueueDeps, queue: OutQueue, code: string, { after, limit }: { after?: string | undefined; limit: number }): Promise<{ items: QueueItem[]; next: string | null }> {
  const cursor = decodeCursor(after, ['instant', 'any']);
  const rows = await database.query<ItemRow>(
    `select * from (${QUEUES_OUT[queue].rows}) q where $2::timestamptz is null or (at, id) > ($2, $3) order by at, id limit $4`, [code, cursor?.[0] ?? null, cursor === null ? null : String(cursor[1]), limit + 1]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { items: shown.map(itemOf), next: rows.length > limit && last ? encodeCursor([last.at, last.id]) : null };
}

const itemOf = (row: ItemRow): QueueItem => ({ id: row.id, state: row.state, since: row.at, attempts: row.attempts, nextAt: row.state === 'failed' ? null : row.next_at, reason: row.reason, order: wireOrNull('order', row.order_id), number: row.number, subject: row.subject });

/** Takes up now what is named, or else the first thousand; how many that were. */
export async function retryQueue(deps: QueueDeps, queue: OutQueue, code: string, ids: readonly string[] | null): Promise<number> {
  const named = ids ?? (await pageQueue(deps, queue, code, { limit: COUNTED })).items.map(({ id }) => id);
  return named.length === 0 ? 0 : QUEUES_OUT[queue].retry(deps, code, named);
}
