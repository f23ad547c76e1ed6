/** Keeps the documents for the ERP: made once per event by a follower, numbered without gaps, never changed afterwards. */
import type { Instant } from '../../kernel/clock.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import { fromWire, toWire } from '../../kernel/ids.ts';
import { follower, loadStream } from '../books/index.ts';
import type { FeedEvent, Follower } from '../books/index.ts';
import { documentsOfOrder, STOCK, stockChanges, stockJournal } from './erp-documents.ts';
import type { ErpDraft } from './erp-documents.ts';
import { eventId } from './published.ts';
import { movementsOf } from './reading.ts';

export interface ErpDocumentOptions {
  database: Database;
  clock: Clock;
  /** Legal entity that sells through a channel; each numbers its invoices and credit notes for itself. Default: one, `main`. */
  legalEntity?: (channel: string) => string;
  log?: (fields: Record<string, unknown>, message: string) => void;
}

/** Only one process at a time may give sequences and numbers; a fixed number of ours. */
const LOCK = 5_711_847;
const NUMBER_DIGITS = 6;

/** The number as it is printed: F000123 for an invoice, C000123 for a credit note, with the legal entity before it where there are several. */
export const printNumber = (entity: string, kind: 'invoice' | 'credit_note', n: number): string => `${entity === 'main' ? '' : `${entity}-`}${kind === 'invoice' ? 'F' : 'C'}${String(n).padStart(NUMBER_DIGITS, '0')}`;

/** Marks a correction that only takes over what the ERP had booked by itself: told back to it, it would count twice. */
export const bookedReason = (difference: string): string => `ERP stock difference ${toWire('dif', difference)}`;

async function cameFromErp(tx: Queryable, { event }: FeedEvent): Promise<boolean> {
  if (event.type !== 'StockCorrected') return false;
  const named = /^ERP stock difference (\S+)$/.exec((event.data as { reason: string }).reason);
  const id = named?.[1] === undefined ? null : fromWire('dif', named[1]);
  if (id === null) return false;
  const rows = await tx.query('select 1 from feed.stock_difference where id = $1', [id]);
  return rows.length > 0;
}

/** The picture of an order that was sent last, to leave out one that says nothing new. */
const sameOrder = (draft: ErpDraft, last: string | undefined): boolean => {
  if (draft.kind !== 'order' || last === undefined) return false;
  const { id: _id, at: _at, sequence: _sequence, ...before } = JSON.parse(last) as Record<string, unknown>;
  const { id: _draftId, at: _draftAt, ...now } = draft;
  return JSON.stringify(Object.entries(before).sort()) === JSON.stringify(Object.entries(now).sort());
};

/** Writes the documents of one event; nothing when they were written before. */
async function write(tx: Queryable, event: FeedEvent, drafts: readonly ErpDraft[], now: Instant, entity: string): Promise<number> {
  await tx.query('select pg_advisory_xact_lock($1)', [LOCK]);
  const done = await tx.query('select 1 from feed.erp_document where stream_id = $1 and seq = $2 limit 1', [event.stream, event.event.seq]);
  if (done.length > 0) return 0;
  let written = 0;
  for (const draft of drafts) {
    const [last] = await tx.query<{ sequence: number; body: string | null; newest: number }>(
      `select coalesce(max(sequence), 0)::int as sequence, (select body from feed.erp_document where subject = $1 and kind = 'order' order by sequence desc limit 1) as body,
         (select coalesce(max(seq), 0)::int from feed.erp_document where stream_id = $2) as newest from feed.erp_document where subject = $1`, [draft.subject, event.stream]);
    // An event that comes again after later ones would show the order as it was.
    if (draft.kind === 'order' && ((last?.newest ?? 0) > event.event.seq || sameOrder(draft, last?.body ?? undefined))) continue;
    let number: string | null = null;
    if (draft.kind === 'invoice' || draft.kind === 'credit_note') {
      const [given] = await tx.query<{ last: number }>('insert into feed.document_number as d (legal_entity, kind, last) values ($1, $2, 1) on conflict (legal_entity, kind) do update set last = d.last + 1 returning last', [entity, draft.kind]);
      number = printNumber(entity, draft.kind, Number(given?.last));
    }
    const body = { ...draft, ...(number === null ? {} : { number }), sequence: (last?.sequence ?? 0) + 1 };
    await tx.query('insert into feed.erp_document (id, subject, sequence, kind, number, body, stream_id, seq, created_at) values ($1, $2, $3, $4, $5, $6, $7, $8, $9)',
      [body.id, body.subject, body.sequence, body.kind, number, JSON.stringify(body), event.stream, event.event.seq, now]);
    written += 1;
  }
  return written;
}

/** The follower that turns the journal into documents. Idempotent: an event that comes again finds its documents there. */
export function erpDocumentFollower({ database, clock, legalEntity = () => 'main', log }: ErpDocumentOptions): Follower {
  return follower({
    database, clock, name: 'erp-documents', from: 'beginning', ...(log ? { log } : {}),
    handle: async (event) => {
      const { stream: id, kind, event: { seq } } = event;
      const stock = (await movementsOf(database, [event])).get(`${id} ${seq}`) ?? [];
      const stream = kind === 'order' ? await loadStream(database, id) : null;
      const drafts = stream ? documentsOfOrder(stream, seq) : [];
      const journal = stockJournal(event.event, eventId(kind, id, seq), stock);
      if (drafts.length === 0 && !journal) return;
      const channel = drafts.find((draft) => draft.kind === 'order')?.channel ?? '';
      await database.transaction(async (tx) => {
        const told = journal?.kind === 'stock_journal' && await cameFromErp(tx, event) ? { ...journal, moves: [] } : journal;
        const written = await write(tx, event, told ? [...drafts, told] : drafts, clock.now(), legalEntity(channel));
        if (!told || written === 0) return;
        await tx.query(
          `insert into feed.erp_stock as s (sku, location, state, quantity) select sku, location, state, change from json_to_recordset($1) as c(sku text, location text, state text, change bigint)
           on conflict (sku, location, state) do update set quantity = s.quantity + excluded.quantity`, [JSON.stringify(stockChanges(stock))]);
      });
    },
  });
}

export interface ErpDocumentRow { id: string; subject: string; sequence: number; kind: string; number: string | null; body: string; state: string; attempts: number; ref: string | null; code: string | null; reason: string | null; created_at: Instant; sent_at: Instant | null; position: number }

/** Documents of a state (or all), oldest first, after a position. */
export const listDocuments = (database: Queryable, { state, subject, after, limit }: { state: string | null; subject: string | null; after: number; limit: number }): Promise<ErpDocumentRow[]> =>
  database.query<ErpDocumentRow>('select id, subject, sequence, kind, number, body, state, attempts, ref, code, reason, created_at, sent_at, position from feed.erp_document where ($1::text is null or state = $1) and ($2::text is null or subject = $2) and position > $3 order by position limit $4', [state, subject, after, limit]);

/** What may be sent, in the order it was made: a subject with a refused document waits, the others go on. */
export const nextDocuments = (database: Queryable, limit: number): Promise<ErpDocumentRow[]> => database.query<ErpDocumentRow>(
  `select id, subject, sequence, kind, number, body, state, attempts, ref, code, reason, created_at, sent_at, position from feed.erp_document d
   where state = 'pending' and not exists (select 1 from feed.erp_document r where r.subject = d.subject and r.state = 'refused') order by position limit $1`, [limit]);

/** Sequence of the last stock journal; 0 when there is none yet. */
export async function lastStockJournal(database: Queryable): Promise<number> {
  const [row] = await database.query<{ last: number }>(`select coalesce(max(sequence), 0)::int as last from feed.erp_document where subject = $1`, [STOCK]);
  return Number(row?.last ?? 0);
}
