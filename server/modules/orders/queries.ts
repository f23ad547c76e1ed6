/** Questions about one order besides its journal, answered from indexed rows. */
import type { Database } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';

/** Notes of an order, newest first. */
export const notesOf = (database: Database, order: Uuid): Promise<{ id: Uuid; text: string; created_by: string; created_at: string }[]> =>
  database.query('select id, text, created_by, created_at from orders.note where order_id = $1 order by created_at desc, id desc limit 200', [order]);
