/** Where each queue's items are read from: rows of lower rooms that wait for a person, in one shape, oldest first. */

export const QUEUES = ['holds', 'quarantine', 'conflicts', 'refund_requests', 'payment_tasks', 'parcels', 'store_tasks', 'partner_tasks', 'partner_differences', 'erp_differences', 'erp_documents', 'messages', 'dead_letters', 'due_work'] as const;
export type QueueName = (typeof QUEUES)[number];

export interface Source {
  /** Prefix of its ids on the wire; null where the id is text of its own. */
  prefix: string | null;
  /** Expression of the id, its type, and of the moment since which it waits. */
  id: string;
  type: 'uuid' | 'text';
  at: string;
  from: string;
  where: string;
  /** Columns besides id and moment, each under its name; those that are absent are null. */
  columns: Partial<Record<'order_id' | 'number' | 'amount' | 'currency' | 'channel' | 'reason' | 'detail' | 'location' | 'sku' | 'subject' | 'owner' | 'asked_by', string>>;
}

const ORDER = { number: 'o.number', channel: 'o.channel' };
const order = (of: string): string => `left join orders.order o on o.id = ${of}`;

/** An order's id where the subject of due work is one; other works do products or receipts. */
const SUBJECT_ORDER = `case when f.subject ~ '^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$' then f.subject::uuid end`;

export const SOURCES: Readonly<Record<QueueName, Source>> = {
  holds: {
    prefix: 'hld', id: 'h.id', type: 'uuid', at: 'h.placed_at', from: `orders.hold h ${order('h.order_id')}`, where: 'h.released_at is null',
    columns: { ...ORDER, order_id: 'h.order_id', amount: 'o.total', currency: 'o.currency', reason: 'h.reason', owner: 'h.owner' },
  },
  quarantine: {
    prefix: 'qua', id: 'q.id', type: 'uuid', at: 'q.opened_at', from: `intake.quarantine q ${order('q.order_id')}`, where: `q.state = 'open'`,
    columns: { order_id: 'q.order_id', number: `coalesce(q.snapshot->>'externalNumber', q.external_id)`, channel: 'q.channel', amount: `(q.snapshot->'totals'->>'total')::bigint`, currency: `q.snapshot->>'currency'`, detail: `array_to_string(q.reasons, '; ')` },
  },
  conflicts: {
    prefix: 'cfl', id: 'c.id', type: 'uuid', at: 'c.opened_at', from: `intake.conflict c ${order('c.order_id')}`, where: 'c.resolved_at is null',
    columns: { ...ORDER, order_id: 'c.order_id', channel: 'c.channel', reason: 'c.kind', subject: 'c.subject', detail: 'c.detail' },
  },
  refund_requests: {
    prefix: 'rfd', id: 'r.id', type: 'uuid', at: 'r.requested_at', from: `orders.refund_request r ${order('r.order_id')}`, where: `r.state = 'waiting'`,
    columns: { ...ORDER, order_id: 'r.order_id', amount: 'r.amount', currency: 'r.currency', reason: 'r.reason', detail: 'r.note', asked_by: 'r.requested_by' },
  },
  payment_tasks: {
    prefix: 'tsk', id: 't.id', type: 'uuid', at: 't.created_at', from: `payments.task t ${order('t.order_id')}`, where: 't.done_at is null',
    columns: { ...ORDER, order_id: 't.order_id', reason: 't.kind', detail: 't.detail' },
  },
  parcels: {
    prefix: 'par', id: 'm.parcel_id', type: 'uuid', at: 'm.since', from: `shipping.matter m join shipping.parcel b on b.id = m.parcel_id ${order('m.order_id')}`, where: `m.ask and m.state <> 'done'`,
    columns: { ...ORDER, order_id: 'm.order_id', reason: 'm.kind', location: 'b.location', subject: 'b.barcode', detail: 'm.claim' },
  },
  store_tasks: {
    prefix: 'tsk', id: 't.id', type: 'uuid', at: 't.created_at', from: `inventory.task t ${order('t.order_id')}`, where: 't.done_at is null',
    columns: { ...ORDER, order_id: 't.order_id', location: 't.location', sku: 't.sku', reason: 't.kind', detail: 't.detail' },
  },
  partner_tasks: {
    prefix: 'tsk', id: 't.id', type: 'uuid', at: 't.created_at', from: `partners.task t ${order('t.order_id')}`, where: 't.done_at is null',
    columns: { ...ORDER, order_id: 't.order_id', location: 't.location', sku: 't.sku', reason: 't.kind', detail: 't.detail' },
  },
  partner_differences: {
    prefix: 'pdi', id: 'd.id', type: 'uuid', at: 'd.found_at', from: 'partners.stock_difference d', where: `d.status = 'open'`,
    columns: { location: 'd.location', sku: 'd.sku', reason: 'd.state', amount: 'd.difference', subject: `d.ours || ' ' || (d.reported + d.later)` },
  },
  erp_differences: {
    prefix: 'dif', id: 'd.id', type: 'uuid', at: 'd.found_at', from: 'feed.stock_difference d', where: `d.status = 'open'`,
    columns: { location: 'd.location', sku: 'd.sku', reason: 'd.state', amount: 'd.difference', subject: `d.ours || ' ' || (d.reported + d.later)` },
  },
  erp_documents: {
    prefix: null, id: 'e.id', type: 'text', at: 'e.created_at', from: 'feed.erp_document e', where: `e.state = 'refused'`,
    columns: { number: 'e.number', subject: 'e.subject', reason: 'e.kind', detail: 'e.reason' },
  },
  messages: {
    prefix: 'msg', id: 'm.id', type: 'uuid', at: 'm.received_at', from: 'intake.message m', where: `m.state = 'failed'`,
    columns: { channel: 'm.channel', number: 'm.external_id', reason: 'm.source', detail: 'm.detail' },
  },
  dead_letters: {
    prefix: null, id: `(d.follower || '~' || d.stream_id || '~' || d.seq)`, type: 'text', at: 'd.failed_at', from: `kernel.dead_letter d ${order('d.stream_id')}`, where: 'd.resolved_at is null',
    columns: { ...ORDER, order_id: 'o.id', reason: 'd.follower', detail: 'd.error' },
  },
  due_work: {
    prefix: null, id: `(replace(f.work, ' ', '-') || '~' || f.subject)`, type: 'text', at: 'f.failed_at', from: `kernel.due_failure f ${order(SUBJECT_ORDER)}`, where: 'true',
    columns: { ...ORDER, order_id: 'o.id', reason: `replace(f.work, ' ', '_')`, detail: 'f.error', subject: 'f.subject' },
  },
};

/** A dead letter's id on the wire, taken apart; null when it is none. */
export function deadLetterOf(id: string): { follower: string; stream: string; seq: number } | null {
  const match = /^([a-z][a-z0-9._-]{0,99})~([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})~(\d{1,9})$/.exec(id);
  return match ? { follower: match[1] ?? '', stream: match[2] ?? '', seq: Number(match[3]) } : null;
}

/** The id of due work on the wire, taken apart; null when it is none. */
export function dueWorkOf(id: string): { work: string; subject: string } | null {
  const match = /^([a-z]+(?:-[a-z]+)*)~(.{1,200})$/.exec(id);
  return match ? { work: (match[1] ?? '').replaceAll('-', ' '), subject: match[2] ?? '' } : null;
}
