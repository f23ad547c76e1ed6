/** Sends now what waits for the ERP: somebody says that it is there again, or that it knows by now what it refused. */
import type { Queryable } from '../../kernel/database.ts';

/** Documents it refused are sent again, and it is asked at once though it was away; how many documents that concerns. */
export async function hurryDocuments(database: Queryable, ids: readonly string[]): Promise<number> {
  const rows = await database.query(`update feed.erp_document set state = 'pending' where id = any($1) and state in ('refused', 'pending') returning 1`, [ids]);
  if (rows.length > 0) await database.query(`update feed.lease set not_before = null where name = 'erp'`);
  return rows.length;
}
