/** Keeps the index of the search: follows the journal, and sweeps over master data by their time of change. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Clock } from '../../kernel/clock.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { beginAgain, follower } from '../books/index.ts';
import type { Follower, FollowerOptions } from '../books/index.ts';
import { forgetKeys, numberKeys, personKeys, replaceKeys, replaceSkuKeys, skuKeys } from '../search/index.ts';
import { keysOf, SEARCHED_EVENTS } from './collect.ts';

export interface SearchFollowerDeps { database: Database; clock: Clock; log?: FollowerOptions['log'] }

const JOURNAL = 'office.search';
/** Rows that one sweep takes at a time. */
const BATCH = 500;
/** A change is committed after its time was taken: so far back a sweep that came to the end begins again. */
const LATE_COMMITS = "interval '1 minute'";

export const searchFollowers = ({ database, clock, log }: SearchFollowerDeps): Follower[] => [
  follower({
    database, clock, name: JOURNAL, types: SEARCHED_EVENTS, ...(log ? { log } : {}),
    handle: (event) => database.transaction(async (tx) => {
      await write(tx, await keysOf(tx, event));
    }),
  }),
  sweeper(database, log),
];

/** Forgets what is indexed, and how far it had come: the followers then fill it from the beginning, in any process that works. */
export async function rebuildSearch(database: Database): Promise<void> {
  await database.transaction(async (tx) => {
    await forgetKeys(tx);
    await tx.query('delete from search.sweep');
    await beginAgain(tx, JOURNAL);
  });
}

interface Changed { changed: string; id: string }

/** What is swept: how changed rows are read after a point (oldest first), and how their keys are written. */
const SWEEPS: Readonly<Record<string, (tx: Queryable, since: string, after: string) => Promise<Changed[]>>> = {
  customers: async (tx, since, after) => {
    const rows = await tx.query<Changed & { external_id: string | null; name: string | null; email: string | null; phone: string | null }>(
      `select id, updated_at::text as changed, external_id, name, email, phone from customers.customer where (updated_at, id) > ($1::timestamptz, $2::uuid) order by updated_at, id limit ${BATCH} for share`,
      [since, after === '' ? '00000000-0000-0000-0000-000000000000' : after]);
    // An erased customer has nothing left to look for: its keys go.
    await write(tx, replaceKeys('customer', rows.map((row) => ({ target: row.id as Uuid, keys: [...personKeys(row, null), ...numberKeys('external', row.external_id)] }))));
    return rows;
  },
  skus: async (tx, since, after) => {
    const rows = await tx.query<Changed & { text: string; gtins: string[] | null }>(
      `select v.sku as id, v.updated_at::text as changed, concat_ws(' ', p.name, p.brand, v.name, (select string_agg(value, ' ') from jsonb_each_text(v.options))) as text, (select array_agg(gtin::text) from catalogue.barcode b where b.sku = v.sku) as gtins
       from catalogue.variant v join catalogue.product p on p.code = v.product where (v.updated_at, v.sku) > ($1::timestamptz, $2) order by v.updated_at, v.sku limit ${BATCH}`, [since, after]);
    await write(tx, replaceSkuKeys(rows.map(({ id, text, gtins }) => ({ sku: id, keys: skuKeys(id, text, gtins ?? []) }))));
    return rows;
  },
  // A product that gets another name gives all its SKUs other words.
  products: async (tx, since, after) => {
    const products = await tx.query<Changed>(`select code as id, updated_at::text as changed from catalogue.product where (updated_at, code) > ($1::timestamptz, $2) order by updated_at, code limit ${BATCH}`, [since, after]);
    const rows = await tx.query<{ sku: string; text: string; gtins: string[] | null }>(
      `select v.sku, concat_ws(' ', p.name, p.brand, v.name, (select string_agg(value, ' ') from jsonb_each_text(v.options))) as text, (select array_agg(gtin::text) from catalogue.barcode b where b.sku = v.sku) as gtins
       from catalogue.variant v join catalogue.product p on p.code = v.product where p.code = any($1::text[])`, [products.map(({ id }) => id)]);
    await write(tx, replaceSkuKeys(rows.map(({ sku, text, gtins }) => ({ sku, keys: skuKeys(sku, text, gtins ?? []) }))));
    return products;
  },
};

/** Sends them all before the first answer is there; one connection carries them out in this order. */
async function write(tx: Queryable, statements: readonly { text: string; values: readonly unknown[] }[]): Promise<void> {
  await Promise.all(statements.map(({ text, values }) => tx.query(text, values)));
}

/** One step of a sweep: the next batch of changed rows; answers how many were new to it. Another process that sweeps at this moment is left to it. */
const sweep = (database: Database, name: string): Promise<number> => database.transaction(async (tx) => {
  const [{ mine } = { mine: false }] = await tx.query<{ mine: boolean }>(`select pg_try_advisory_xact_lock(hashtext('search.sweep'), hashtext($1)) as mine`, [name]);
  if (!mine) return 0;
  await tx.query(`insert into search.sweep (name, swept_until) values ($1, '-infinity') on conflict do nothing`, [name]);
  const [at] = await tx.query<{ since: string; after: string }>('select swept_until::text as since, after from search.sweep where name = $1', [name]);
  const rows = await SWEEPS[name]?.(tx, at?.since ?? '-infinity', at?.after ?? '') ?? [];
  const last = rows.at(-1);
  if (last) await tx.query('update search.sweep set swept_until = $2::timestamptz, after = $3 where name = $1', [name, last.changed, last.id]);
  return rows.length;
});

/**
 * Begins a little before the point it came to: what was committed late is found then, and written again without harm. A point that lies
 * long behind by the database's own clock, which stamps these rows, needs it no more, unless `always`: where time stands still, all changes have one time.
 */
const lookBack = (database: Database, always: boolean): Promise<unknown> =>
  database.query(`update search.sweep set swept_until = swept_until - ${LATE_COMMITS}, after = '' where swept_until > '-infinity' and ($1 or swept_until > now() - 2 * ${LATE_COMMITS})`, [always]);

/** A follower of master data, in the shape of a follower of the journal. */
function sweeper(database: Database, log: FollowerOptions['log']): Follower {
  const stopped = new AbortController();
  let running: Promise<void> | null = null;
  const all = async (): Promise<number> => {
    let handled = 0;
    for (const name of Object.keys(SWEEPS)) for (let n = BATCH; n === BATCH && !stopped.signal.aborted; handled += n) n = await sweep(database, name);
    return handled;
  };
  return {
    name: 'office.master-data', types: [],
    drain: async () => {
      await lookBack(database, true);
      return all();
    },
    start: (pollMilliseconds = 500) => {
      running ??= (async () => {
        for (let round = 0; !stopped.signal.aborted; round += 1) {
          try {
            if (round % 60 === 0) await lookBack(database, false);
            await all();
          } catch (error) {
            log?.({ follower: 'office.master-data', error: error instanceof Error ? error.message : String(error) }, 'master data could not be swept');
          }
          await wait(pollMilliseconds, undefined, { signal: stopped.signal }).catch(() => undefined);
        }
      })();
    },
    stop: async () => {
      stopped.abort();
      await running;
    },
  };
}
