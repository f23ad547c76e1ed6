/** Which rules of selling were in force at a past moment: versions never change, and every activation is written down. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import { SELLING_KIND, sellingOfDocument } from '../sourcing/index.ts';
import type { Master } from '../sourcing/index.ts';

const THEN = `
select d.name, d.version, d.body from (
  select distinct on (name) name, version from documents.activation where kind = $1 and at <= $2 order by name, at desc, id desc) a
join documents.document d on d.kind = $1 and d.name = a.name and d.version = a.version order by d.name`;

/** The master data with the rules of selling of then; a setting that was taken out of force by then has none. */
export async function masterThen(database: Queryable, present: Master, at: Instant): Promise<Master> {
  const rows = await database.query<{ name: string; version: number; body: unknown }>(THEN, [SELLING_KIND, at]);
  return { ...present, selling: rows.flatMap(({ name, version, body }) => sellingOfDocument(name, version, body) ?? []) };
}
