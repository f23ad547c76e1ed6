/** Where the ERP has the say over stock: its own report is compared with our books, shown, and booked when somebody agrees. */
import type { Instant } from '../../kernel/clock.ts';
import { table } from '../../kernel/change.ts';
import { execute } from '../../kernel/command.ts';
import type { CommandContext } from '../../kernel/command.ts';
import type { Database, Queryable, Statement } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { newStream } from '../books/index.ts';
import type { Books, StockState } from '../books/index.ts';
import { check, correction } from '../inventory/index.ts';
import { STOCK } from './erp-documents.ts';
import { bookedReason, lastStockJournal } from './erp-outbox.ts';
import { feedProblems } from './problems.ts';
import type { Erp, ErpStockReport } from './ports.ts';

export interface DifferenceRow { id: Uuid; report_id: string; sku: string; location: string; state: string; reported: number; later: number; ours: number; difference: number; status: string; found_at: Instant; booked_at: Instant | null; booked_by: string | null }

export type Compared = { kind: 'compared'; differences: number } | { kind: 'passed_over'; reason: string };

const COLUMNS = 'id, report_id, sku, location, state, reported, later, ours, difference, status, found_at, booked_at, booked_by';

const COMPARE = `
with report as (
  select sku, location, state, sum(quantity)::bigint as quantity from json_to_recordset($1) as r(sku text, location text, state text, quantity bigint) group by sku, location, state
), later as (
  select m.sku, m.location, m.state, sum(m.change)::bigint as change
  from feed.erp_document d cross join lateral json_to_recordset(d.body::json -> 'moves') as m(sku text, location text, state text, change bigint)
  where d.subject = $2 and d.sequence > $3 group by m.sku, m.location, m.state
), unread as (
  select d.sku, d.location, d.state, d.difference as quantity from feed.stock_difference d where d.correction is not null and not exists (select 1 from feed.erp_document e where e.stream_id = d.correction)
), ours as (
  select sku, location, state, sum(quantity)::bigint as quantity from (select sku, location, state, quantity from feed.erp_stock union all select * from unread) o group by sku, location, state
)
select sku, location, state, coalesce(report.quantity, 0) as reported, coalesce(later.change, 0) as later, coalesce(ours.quantity, 0) as ours
from report full join later using (sku, location, state) full join ours using (sku, location, state)
where location in (select code from locations.location where stock_authority = 'erp') and coalesce(report.quantity, 0) + coalesce(later.change, 0) <> coalesce(ours.quantity, 0)
order by location, sku, state`;

/**
 * Compares a report with our books at the locations where the ERP has the say. Our movements after the last journal that the report
 * includes are added to it first, so a report that crosses with a sale shows no difference. All is read in one statement, against the
 * stock as of our last journal and what was taken over since. What a newer report does not show any more is superseded. Passed over: a report that is older than
 * one read before, and one that includes journals that we never made (the ERP of another installation, or a restored backup of ours).
 */
export async function takeReport(database: Database, report: ErpStockReport, now: Instant): Promise<Compared> {
  return database.transaction(async (tx): Promise<Compared> => {
    await tx.query(ONE_AT_A_TIME.text, ONE_AT_A_TIME.values);
    const [newest] = await tx.query<{ id: string; at: Instant }>('select id, at from feed.stock_report order by at desc, read_at desc limit 1');
    if (newest?.id === report.id) return { kind: 'passed_over', reason: `report ${report.id} was read before` };
    if (newest && new Date(newest.at) > new Date(report.at)) return { kind: 'passed_over', reason: `report ${report.id} is older than ${newest.id}, which was read before` };
    const last = await lastStockJournal(tx);
    if (report.includes > last) return { kind: 'passed_over', reason: `report ${report.id} includes stock journal ${report.includes}, but the last one we made is ${last}` };
    const rows = await tx.query<Pick<DifferenceRow, 'sku' | 'location' | 'state' | 'reported' | 'later' | 'ours'>>(COMPARE, [JSON.stringify(report.rows), STOCK, report.includes]);
    await tx.query('insert into feed.stock_report (id, at, includes, rows, read_at) values ($1, $2, $3, $4, $5)', [report.id, report.at, report.includes, report.rows.length, now]);
    await tx.query(`update feed.stock_difference set status = 'superseded' where status = 'open'`);
    await tx.query(
      `insert into feed.stock_difference (id, report_id, sku, location, state, reported, later, ours, difference, found_at)
       select id, $2, sku, location, state, reported, later, ours, reported + later - ours, $3 from json_to_recordset($1) as d(id uuid, sku text, location text, state text, reported bigint, later bigint, ours bigint)`,
      [JSON.stringify(rows.map((row) => ({ id: newId(), ...row }))), report.id, now]);
    return { kind: 'compared', differences: rows.length };
  });
}

/** Asks the ERP for its stock and compares; what the port throws when it cannot be asked is the caller's. */
export const compareStock = async (database: Database, erp: Erp, now: Instant): Promise<Compared> => takeReport(database, await erp.stockReport(), now);

export const listDifferences = (database: Database, { status, location, after, limit }: { status: string | null; location: string | null; after: Uuid | null; limit: number }): Promise<DifferenceRow[]> =>
  database.query<DifferenceRow>(`select ${COLUMNS} from feed.stock_difference where ($1::text is null or status = $1) and ($2::text is null or location = $2) and ($3::uuid is null or id > $3) order by id limit $4`, [status, location, after, limit]);

const DIFFERENCE = table('feed.stock_difference', 'id');

/** Reports, and the booking of what they found, one after the other: a report that came between the two would find the same again. */
const ONE_AT_A_TIME: Statement = { text: 'select pg_advisory_xact_lock(5711848)', values: [] };

async function differenceOf(database: Queryable, id: Uuid): Promise<DifferenceRow> {
  const [row] = await database.query<DifferenceRow>(`select ${COLUMNS} from feed.stock_difference where id = $1`, [id]);
  if (!row) throw feedProblems.difference_unknown({ detail: 'There is no such difference; GET /erp/differences lists them.' });
  return row;
}

/**
 * Takes over the ERP's figure: a correction by the difference, so that what was sold since stays sold; the mark and the correction are one transaction.
 * It is not told back to the ERP, which has it already. Booked again it is answered as it is; refuses what a newer report took away (409).
 */
export async function bookDifference(deps: { database: Database; books: Books }, context: CommandContext, id: Uuid): Promise<DifferenceRow> {
  const { location, sku } = await differenceOf(deps.database, id);
  await check(deps, context.actor, location, [sku]);
  await execute(deps.database, { ...context, key: null }, async (change, { database }) => {
    const { status, state, difference } = await differenceOf(database, id);
    if (status === 'superseded') throw feedProblems.difference_closed({ detail: 'A newer report of the ERP does not show this difference any more; nothing was booked.', found: status, expected: 'open' });
    if (status === 'open') {
      const cause = newId();
      const lines = [{ sku, from: state as StockState, to: difference > 0 ? 'found' as const : 'missing' as const, quantity: Math.abs(difference) }];
      deps.books.record(change, newStream('stock', cause), [await correction(database, { location, lines, reason: bookedReason(id) })], context);
      change.patch(DIFFERENCE, { id, status: 'booked', correction: cause, booked_at: context.now, booked_by: context.actor.id });
    }
    return { status: 200, answer: null };
  }, { hold: [ONE_AT_A_TIME] });
  return differenceOf(deps.database, id);
}
