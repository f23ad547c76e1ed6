/** Where an external warehouse has the say over stock: its report is compared with our books, shown, and booked when somebody agrees. */
import { table } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import { execute, SYSTEM } from '../../kernel/command.ts';
import type { Database, Queryable, Statement } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { Refusal } from '../../kernel/problem.ts';
import { newStream } from '../books/index.ts';
import type { Books, StockState } from '../books/index.ts';
import { correction } from '../inventory/index.ts';
import type { z } from 'zod';
import type { Reported, StockReport } from './contract.ts';
import { answered, locationOf, messageRow, possible } from './messages.ts';
import { partnerProblems } from './problems.ts';
import { partnerOf } from './settings.ts';

export interface StockDeps { database: Database; books: Books }
export interface DifferenceRow { id: Uuid; location: string; reference: string; sku: string; name: string | null; state: StockState; reported: number; later: number; ours: number; difference: number; promised: number; status: 'open' | 'booked' | 'superseded'; found_at: Instant; booked_at: Instant | null; booked_by: string | null }

/**
 * What they have against what the books have, per product and state. Their own messages after the last that the report includes are added to it
 * first, so that one that crosses with a shipment shows no difference. What is picked lies there as well. A state that is not named is not compared.
 */
const COMPARE = `
with report as (
  select sku, state, sum(quantity)::bigint as quantity from json_to_recordset($1) as r(sku text, state text, quantity bigint) group by sku, state
), later as (
  select s.sku, s.state, sum(s.change)::bigint as change
  from partners.message p join books.stock_movement m on m.stream_id = p.stream_id and m.seq between p.from_seq and p.to_seq
    cross join lateral (values (m.sku, m.from_location, case m.from_state when 'picked' then 'sellable' else m.from_state end, -m.quantity), (m.sku, m.to_location, case m.to_state when 'picked' then 'sellable' else m.to_state end, m.quantity)) as s(sku, location, state, change)
  where p.location = $2 and p.position > $3 and s.location = $2 group by s.sku, s.state
), ours as (
  select sku, case state when 'picked' then 'sellable' else state end as state, sum(quantity)::bigint as quantity, sum(reserved)::bigint as reserved
  from books.stock_balance where location = $2 and state in ('sellable', 'picked', 'damaged', 'quarantine') group by 1, 2
)
select sku, state, coalesce(report.quantity, 0) as reported, coalesce(later.change, 0) as later, coalesce(ours.quantity, 0) as ours, coalesce(ours.reserved, 0) as promised
from report full join ours using (sku, state) left join later using (sku, state)
where (report.sku is not null or ($4 and state = 'sellable')) and coalesce(report.quantity, 0) + coalesce(later.change, 0) <> coalesce(ours.quantity, 0)
order by sku, state`;

type Answer = z.infer<typeof Reported>;
const passedOver = (reason: string): Answer => ({ outcome: 'passed_over', reason, differences: 0, booked: 0, unknown: [] });

/** Position of the last message that a report includes; null when it names one that never came. */
async function includedUpTo(database: Queryable, location: string, { includes, countedAt }: StockReport): Promise<number | null> {
  const [row] = includes === null
    ? await database.query<{ position: number | null }>('select coalesce(max(position), 0) as position from partners.message where location = $1 and at <= $2', [location, countedAt])
    : await database.query<{ position: number | null }>(`select position from partners.message where location = $1 and reference = $2 and kind <> 'stock_report'`, [location, includes]);
  return row?.position ?? null;
}

const rowsOf = (report: StockReport, known: ReadonlySet<string>): { sku: string; state: StockState; quantity: number }[] => report.rows.filter(({ sku }) => known.has(sku)).flatMap(({ sku, onHand, damaged, quarantine }) => [
  { sku, state: 'sellable' as const, quantity: onHand }, ...(damaged === null ? [] : [{ sku, state: 'damaged' as const, quantity: damaged }]), ...(quarantine === null ? [] : [{ sku, state: 'quarantine' as const, quantity: quarantine }]),
]);

/** Takes a report once. Passed over, so that it may come again under the same reference: one older than the last, and one that includes a message which has not come. */
export async function takeReport(deps: StockDeps, context: CommandContext, body: StockReport): Promise<Outcome<Answer>> {
  const location = await locationOf(deps.database, context.actor, body.location);
  possible(body.countedAt, 'countedAt', context.now);
  const twice = body.rows.find(({ sku }, index) => body.rows.findIndex((one) => one.sku === sku) < index);
  if (twice) throw partnerProblems.counted_twice({ detail: `${twice.sku} is named twice; give one figure for each product.`, found: twice.sku, field: 'rows' });
  const said = { location, reference: body.reference, kind: 'stock_report' as const, fulfilment: null, body };
  const found = await deps.database.transaction(async (tx): Promise<{ answer: Answer; fresh: DifferenceRow[] }> => {
    const { text, values } = oneAtATime(location);
    await tx.query(text, values);
    const before = await answered<Answer>(tx, said);
    if (before !== null) return { answer: before, fresh: [] };
    const [newest] = await tx.query<{ reference: string; counted_at: Instant }>('select reference, counted_at from partners.stock_report where location = $1 order by counted_at desc, read_at desc limit 1', [location]);
    if (newest && new Date(newest.counted_at) > new Date(body.countedAt)) return { answer: passedOver(`It was counted before report ${newest.reference}, which was read already.`), fresh: [] };
    const position = await includedUpTo(tx, location, body);
    if (position === null) return { answer: passedOver(`It includes "${body.includes ?? ''}", which we have not received. Send that first, then this report again.`), fresh: [] };
    const known = new Set((await tx.query<{ sku: string }>('select sku from catalogue.variant where sku = any($1)', [body.rows.map(({ sku }) => sku)])).map(({ sku }) => sku));
    const rows = await tx.query<Pick<DifferenceRow, 'sku' | 'state' | 'reported' | 'later' | 'ours' | 'promised'>>(COMPARE, [JSON.stringify(rowsOf(body, known)), location, position, body.complete]);
    await tx.query(`update partners.stock_difference set status = 'superseded' where location = $1 and status = 'open' and ($2 or sku = any($3))`, [location, body.complete, body.rows.map(({ sku }) => sku)]);
    await tx.query('insert into partners.stock_report (location, reference, counted_at, includes, complete, rows, read_at) values ($1, $2, $3, $4, $5, $6, $7)', [location, body.reference, body.countedAt, body.includes, body.complete, body.rows.length, context.now]);
    const fresh = await tx.query<DifferenceRow>(
      `insert into partners.stock_difference (id, location, reference, sku, state, reported, later, ours, difference, promised, found_at)
       select id, $2, $3, sku, state, reported, later, ours, reported + later - ours, promised, $4 from json_to_recordset($1) as d(id uuid, sku text, state text, reported bigint, later bigint, ours bigint, promised bigint) returning *`,
      [JSON.stringify(rows.map((row) => ({ id: newId(), ...row }))), location, body.reference, context.now]);
    const unknown = body.rows.filter(({ sku }) => !known.has(sku)).map(({ sku }) => sku);
    const most = (await partnerOf(tx, location))?.bookWithin ?? 0;
    const answer: Answer = { outcome: 'compared', reason: null, differences: rows.length, booked: fresh.filter(({ difference }) => Math.abs(difference) <= most).length, unknown };
    const kept = messageRow(said, answer, null, context.now);
    await tx.query('insert into partners.message (location, reference, kind, fingerprint, answer, at) values ($1, $2, $3, $4, $5, $6)', [kept['location'], kept['reference'], kept['kind'], kept['fingerprint'], kept['answer'], kept['at']]);
    return { answer, fresh: fresh.filter(({ difference }) => Math.abs(difference) <= most) };
  });
  for (const { id } of found.fresh) {
    // One that cannot be booked (the shelf has less than is missing) stays for somebody to look at.
    await bookDifference(deps, { now: context.now, actor: SYSTEM, key: null }, id).catch((error: unknown) => { if (!(error instanceof Refusal)) throw error; });
  }
  return { status: 200, answer: found.answer };
}

const SELECT = 'select d.*, v.name from partners.stock_difference d left join catalogue.variant v on v.sku = d.sku';

export const listDifferences = (database: Database, locations: readonly string[] | null, { status, location, after, limit }: { status: string; location: string | null; after: Uuid | null; limit: number }): Promise<DifferenceRow[]> =>
  database.query<DifferenceRow>(`${SELECT} where d.status = $1 and ($2::text is null or d.location = $2) and ($3::text[] is null or d.location = any($3)) and ($4::uuid is null or d.id > $4) order by d.id limit $5`, [status, location, locations, after, limit]);

const DIFFERENCE = table('partners.stock_difference', 'id');

/** Reports of a warehouse, and the booking of what they found, one after the other: a report that came between the two would find the same again. */
const oneAtATime = (location: string): Statement => ({ text: 'select pg_advisory_xact_lock(5711849, hashtext($1))', values: [location] });

async function differenceOf(database: Queryable, id: Uuid): Promise<DifferenceRow> {
  const [row] = await database.query<DifferenceRow>(`${SELECT} where d.id = $1`, [id]);
  if (!row) throw partnerProblems.difference_unknown({ detail: 'There is no such difference; GET /logistics/differences lists them.' });
  return row;
}

/** Takes over the warehouse's figure: a correction by the difference, so that what left since stays gone. Booked again it is answered as it is; refuses what a newer report took away (409). */
export async function bookDifference(deps: StockDeps, context: CommandContext, id: Uuid): Promise<DifferenceRow> {
  const { location } = await differenceOf(deps.database, id);
  await execute(deps.database, { ...context, key: null }, async (change, { database }) => {
    const { status, sku, state, difference, reference } = await differenceOf(database, id);
    if (status === 'superseded') throw partnerProblems.difference_closed({ detail: 'A newer report of the warehouse does not show this difference any more; nothing was booked.', found: status, expected: 'open' });
    if (status === 'open') {
      const lines = [{ sku, from: state, to: difference > 0 ? 'found' as const : 'missing' as const, quantity: Math.abs(difference) }];
      deps.books.record(change, newStream('stock', newId()), [await correction(database, { location, lines, reason: `Report ${reference} of the external warehouse` })], context);
      change.patch(DIFFERENCE, { id, status: 'booked', booked_at: context.now, booked_by: context.actor.id });
    }
    return { status: 200, answer: null };
  }, { hold: [oneAtATime(location)] });
  return differenceOf(deps.database, id);
}
