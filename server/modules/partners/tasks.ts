/** What somebody must look at because of what an external warehouse did: finishing it. */
import { later } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { wire } from '../../kernel/wire.ts';
import { partnerProblems } from './problems.ts';

/** A task is done; saying it twice does no harm. Refuses one that never was. */
export async function finishPartnerTask(database: Queryable, task: Uuid, by: string, now: Instant): Promise<void> {
  const rows = await database.query('update partners.task set done_at = coalesce(done_at, $2), done_by = coalesce(done_by, $3) where id = $1 returning 1', [task, now, by]);
  if (rows.length === 0) throw partnerProblems.task_unknown({ detail: `There is no task ${wire('task', task)}.` });
}

/** Hours that a warehouse may be silent about new work or a question, and about work that it took up. */
const SILENT = { answer: 4, ship: 48 } as const;

/** Asks somebody to telephone about work orders that the warehouse is silent about: once for each state in which it stands. */
export async function askAfterSilence(database: Queryable, now: Instant): Promise<void> {
  await database.query(
    `insert into partners.task (id, kind, location, order_id, detail, created_at)
     select md5(w.fulfilment_id::text || w.state || w.changed_at::text)::uuid, 'no_answer', w.location, w.order_id,
       f.number || case w.state when 'submitted' then ' was given to the warehouse, which has not answered.' when 'cancellation_requested' then ' was to be stopped, and the warehouse has not answered.' else ' was taken up by the warehouse and has not been sent.' end || ' Ask what became of it.', $1
     from dialogue.work w join fulfilment.fulfilment f on f.id = w.fulfilment_id
     where w.open > 0 and (w.state in ('submitted', 'cancellation_requested') and w.changed_at < $2 or w.state in ('accepted', 'cancellation_rejected') and w.changed_at < $3) limit 1000 on conflict do nothing`,
    [now, later(now, -SILENT.answer * 3_600_000), later(now, -SILENT.ship * 3_600_000)]);
}
