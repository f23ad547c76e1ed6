/** The addresses of the ERP's documents and of the stock differences with it. */
import { z } from 'zod';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import type { Database } from '../../kernel/database.ts';
import { fromWire, toWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor, page } from '../../kernel/wire.ts';
import type { Books } from '../books/index.ts';
import { listDocuments } from './erp-outbox.ts';
import type { ErpDocumentRow } from './erp-outbox.ts';
import { feedProblems } from './problems.ts';
import { bookDifference, listDifferences } from './stock-differences.ts';
import type { DifferenceRow } from './stock-differences.ts';

export interface ErpRouteDeps { database: Database; books: Books }

const DocumentView = z.object({
  id: z.string(), subject: z.string(), sequence: z.int(), kind: z.string(), number: z.string().nullable(), state: z.enum(['pending', 'accepted', 'refused', 'settled']), attempts: z.int(), ref: z.string().nullable(),
  code: z.string().nullable(), reason: z.string().nullable(), createdAt: z.string(), sentAt: z.string().nullable(), document: z.unknown(),
});
const presentDocument = (row: ErpDocumentRow): z.infer<typeof DocumentView> => ({
  id: row.id, subject: row.subject, sequence: row.sequence, kind: row.kind, number: row.number, state: row.state as 'pending', attempts: row.attempts, ref: row.ref, code: row.code, reason: row.reason, createdAt: row.created_at, sentAt: row.sent_at, document: JSON.parse(row.body) as unknown,
});

const DifferenceView = z.object({
  id: z.string(), report: z.string(), sku: z.string(), location: z.string(), state: z.string(), reported: z.int(), later: z.int().describe('Our movements after the last journal that the report includes'), ours: z.int(),
  difference: z.int().describe('What the ERP has more (positive) or less than our books'), status: z.enum(['open', 'booked', 'superseded']), foundAt: z.string(), bookedAt: z.string().nullable(), bookedBy: z.string().nullable(),
});
const presentDifference = (row: DifferenceRow): z.infer<typeof DifferenceView> => ({
  id: toWire('dif', row.id), report: row.report_id, sku: row.sku, location: row.location, state: row.state, reported: row.reported, later: row.later, ours: row.ours, difference: row.difference, status: row.status as 'open', foundAt: row.found_at, bookedAt: row.booked_at, bookedBy: row.booked_by,
});

const DocumentParams = z.object({ document: z.string().min(1).max(200) });
const DifferenceParams = z.object({
  difference: z.string().max(60).transform((text, context): Uuid => {
    const id = fromWire('dif', text);
    if (id !== null) return id;
    context.issues.push({ code: 'custom', message: 'must be an id like dif_01h2xcejqtf2nbrexx3vqjhp41', input: text });
    return z.NEVER;
  }).meta({ type: 'string' }),
});

const documentAnswers = { 200: { description: 'The document as it is now', schema: DocumentView }, 404: { description: 'No such document', schema: Problem }, 409: { description: 'It was not refused', schema: Problem } };

async function documentNow(database: Database, id: string): Promise<ErpDocumentRow> {
  const [row] = await database.query<ErpDocumentRow>('select id, subject, sequence, kind, number, body, state, attempts, ref, code, reason, created_at, sent_at, position from feed.erp_document where id = $1', [id]);
  if (!row) throw feedProblems.document_unknown({ detail: `There is no document ${id}; GET /erp/documents lists them.`, found: id });
  return row;
}

/** A refused document goes on: sent again, or settled by hand. Asking twice for the same is answered the same. */
export async function goOn(database: Database, id: string, state: 'pending' | 'settled', by: string | null): Promise<ErpDocumentRow> {
  const row = await documentNow(database, id);
  if (row.state === state) return row;
  if (row.state !== 'refused') throw feedProblems.document_not_refused({ detail: `Document ${id} is ${row.state}; only one that the ERP refused is sent again or settled.`, found: row.state, expected: 'refused' });
  await database.query(`update feed.erp_document set state = $2, settled_by = $3 where id = $1 and state = 'refused'`, [id, state, by]);
  return documentNow(database, id);
}

export function erpRoutes({ database, books }: ErpRouteDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/erp/documents', operation: 'listErpDocuments', tag: 'ERP', summary: 'Documents for the ERP in the order they were made, with how it took them', access: ['erp', 'operations', 'finance', 'viewer'],
      query: z.object({ ...page, state: z.enum(['pending', 'accepted', 'refused', 'settled']).optional(), subject: z.string().max(200).optional().describe('`order/` and its number, or `stock`') }),
      answers: { 200: { description: 'One page', schema: z.object({ documents: z.array(DocumentView), next: z.string().nullable() }) } },
      handle: async ({ query }) => {
        const [after] = decodeCursor(query.after, 1) ?? [0];
        const rows = await listDocuments(database, { state: query.state ?? null, subject: query.subject ?? null, after: Number(after), limit: query.limit + 1 });
        const shown = rows.slice(0, query.limit);
        const last = shown.at(-1);
        return ok({ documents: shown.map(presentDocument), next: rows.length > query.limit && last ? encodeCursor([last.position]) : null });
      },
    }),
    route({
      method: 'POST', path: '/erp/documents/{document}/resend', operation: 'resendErpDocument', tag: 'ERP', summary: 'Send a refused document again, after the ERP was mended (a product or customer it did not know)', access: ['operations', 'finance'], params: DocumentParams,
      answers: documentAnswers,
      handle: async ({ params }) => ok(presentDocument(await goOn(database, params.document, 'pending', null))),
    }),
    route({
      method: 'POST', path: '/erp/documents/{document}/settle', operation: 'settleErpDocument', tag: 'ERP', summary: 'A refused document was entered in the ERP by hand: it is not sent again, and those after it go on', access: ['operations', 'finance'], params: DocumentParams,
      answers: documentAnswers,
      handle: async ({ params, actor }) => ok(presentDocument(await goOn(database, params.document, 'settled', actor.id))),
    }),
    route({
      method: 'GET', path: '/erp/differences', operation: 'listStockDifferences', tag: 'ERP', summary: 'Where the ERP’s stock differs from ours, at locations where it has the say', access: ['erp', 'operations', 'finance', 'viewer'],
      query: z.object({ ...page, status: z.enum(['open', 'booked', 'superseded']).default('open'), location: z.string().max(63).optional() }),
      answers: { 200: { description: 'One page', schema: z.object({ differences: z.array(DifferenceView), next: z.string().nullable() }) } },
      handle: async ({ query }) => {
        const after = query.after === undefined ? null : fromWire('dif', query.after);
        const rows = await listDifferences(database, { status: query.status, location: query.location ?? null, after, limit: query.limit + 1 });
        const shown = rows.slice(0, query.limit);
        const last = shown.at(-1);
        return ok({ differences: shown.map(presentDifference), next: rows.length > query.limit && last ? toWire('dif', last.id) : null });
      },
    }),
    route({
      method: 'POST', path: '/erp/differences/{difference}/book', operation: 'bookStockDifference', tag: 'ERP', summary: 'Take over the ERP’s figure', access: ['operations'], params: DifferenceParams,
      answers: { 200: { description: 'Booked', schema: DifferenceView }, 404: { description: 'No such difference', schema: Problem }, 409: { description: 'It is not open any more', schema: Problem }, 422: { description: 'The books have fewer of it than would go, or do not know the product', schema: Problem } },
      handle: async ({ params, context }) => ok(presentDifference(await bookDifference({ database, books }, context, params.difference))),
    }),
  ];
}
