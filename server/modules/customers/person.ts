/** One person as several customers: each channel numbers its own, an e-mail address tells that two are one, and people say so by merging. */
import type { Instant } from '../../kernel/clock.ts';
import { table } from '../../kernel/change.ts';
import type { Change } from '../../kernel/change.ts';
import { execute } from '../../kernel/command.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import { newId, toWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { customerProblems, customerUnknown } from './problems.ts';

const CUSTOMER = table('customers.customer', 'id');
const MERGING = table('customers.merging', 'id');
const EXPORT = table('customers.export', 'id');

export const MERGING_PREFIX = 'mrg';

/** Customers that are shown as one at most: a shared address like info@… of a company is not one person. */
const MOST = 50;

/** Those merged with a customer, whoever of them was named. */
const MERGED = `select g.id from customers.customer c join customers.customer g on g.id = coalesce(c.merged_into, c.id) or g.merged_into = coalesce(c.merged_into, c.id) where c.id = $1`;

/**
 * All customers that are one person with this one, itself included, oldest first: those merged with it, those with the same e-mail
 * address as one of these, and those merged with them.
 */
export async function personOf(database: Queryable, id: Uuid): Promise<Uuid[]> {
  const rows = await database.query<{ id: Uuid }>(
    `with merged as (${MERGED}),
      alike as (select id, merged_into from customers.customer where id in (select id from merged)
        union select o.id, o.merged_into from customers.customer m join customers.customer o on lower(o.email) = lower(m.email) where m.id in (select id from merged) and m.erased_at is null and o.erased_at is null),
      roots as (select coalesce(merged_into, id) as id from alike)
     select id from customers.customer where id in (select id from roots) union select id from customers.customer where merged_into in (select id from roots) order by id limit ${MOST}`, [id]);
  return rows.map((row) => row.id);
}

/** Records that the data of these customers were given out, and to whom of us. */
export function recordExport(change: Change, customers: readonly Uuid[], { now, actor }: Pick<CommandContext, 'now' | 'actor'>): void {
  for (const customer of customers) change.insert(EXPORT, { id: newId(), customer, at: now, by: actor.name });
}

export interface MergingView { id: string; customer: string; merged: string; at: Instant; by: string }

/** Mergings in force of these customers, the newest first. */
export async function mergingsOf(database: Queryable, customers: readonly Uuid[]): Promise<MergingView[]> {
  const rows = await database.query<{ id: Uuid; customer: Uuid; merged: Uuid; at: Instant; by: string }>(
    `select id, customer, merged, at, by from customers.merging where undone_at is null and (customer = any($1::uuid[]) or merged = any($1::uuid[])) order by id desc limit 200`, [customers]);
  return rows.map((row) => ({ id: toWire(MERGING_PREFIX, row.id), customer: toWire('cus', row.customer), merged: toWire('cus', row.merged), at: row.at, by: row.by }));
}

interface Row { id: Uuid; merged_into: Uuid | null; erased_at: Instant | null }
const rowOf = async (database: Queryable, id: Uuid): Promise<Row> => {
  const [row] = await database.query<Row>('select id, merged_into, erased_at from customers.customer where id = $1', [id]);
  if (!row) throw customerUnknown(id);
  if (row.erased_at !== null) throw customerProblems.erased({ detail: `${toWire('cus', id)} was erased at ${row.erased_at}; there is nothing left to merge.`, found: row.erased_at });
  return row;
};

/**
 * Says that two customers are one person: `other`, and all that were merged into it, are merged into `id`. Both keep their own orders and
 * numbers; they are shown as one from now on. Refuses one with itself, those that are one already, and who was erased.
 */
export const mergeCustomers = (database: Database, context: CommandContext, id: Uuid, other: Uuid): Promise<Outcome<MergingView>> => execute(database, context, async (change) => {
  const [stays, goes] = await Promise.all([rowOf(database, id), rowOf(database, other)]);
  const [root, gone] = [stays.merged_into ?? stays.id, goes.merged_into ?? goes.id];
  if (root === gone) throw customerProblems.one_already({ detail: 'These two are one person already.', found: toWire('cus', other) });
  const followers = await database.query<{ id: Uuid }>('select id from customers.customer where merged_into = $1 order by id', [gone]);
  for (const one of [gone, ...followers.map((row) => row.id)]) change.patch(CUSTOMER, { id: one, merged_into: root });
  const merging = newId();
  change.insert(MERGING, { id: merging, customer: root, merged: gone, at: context.now, by: context.actor.name });
  return { status: 200, answer: { id: toWire(MERGING_PREFIX, merging), customer: toWire('cus', root), merged: toWire('cus', gone), at: context.now, by: context.actor.name } };
});

/** Takes a merging back: the customer that was merged stands alone again, with those that had been merged into it before. */
export const undoMerging = (database: Database, context: CommandContext, id: Uuid): Promise<Outcome<MergingView>> => execute(database, context, async (change) => {
  const [merging] = await database.query<{ id: Uuid; customer: Uuid; merged: Uuid; at: Instant; by: string; undone_at: Instant | null }>('select id, customer, merged, at, by, undone_at from customers.merging where id = $1', [id]);
  if (!merging) throw customerProblems.merging_unknown({ detail: `There is no merging ${toWire(MERGING_PREFIX, id)}.`, found: id });
  if (merging.undone_at !== null) throw customerProblems.merging_undone({ detail: `This was taken back at ${merging.undone_at}.`, found: merging.undone_at });
  const earlier = await database.query<{ merged: Uuid }>('select merged from customers.merging where customer = $1 and undone_at is null', [merging.merged]);
  change.patch(CUSTOMER, { id: merging.merged, merged_into: null });
  for (const { merged } of earlier) change.patch(CUSTOMER, { id: merged, merged_into: merging.merged });
  change.patch(MERGING, { id, undone_at: context.now, undone_by: context.actor.name });
  return { status: 200, answer: { id: toWire(MERGING_PREFIX, id), customer: toWire('cus', merging.customer), merged: toWire('cus', merging.merged), at: merging.at, by: merging.by } };
});
