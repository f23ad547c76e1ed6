/** Copies the content of one database into another of the same form, table by table: the way from one PostgreSQL major version to the next. */
import { pipeline } from 'node:stream/promises';
import pg from 'pg';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';

export interface Transferred {
  tables: number;
  rows: number;
}

/** Per table (schema.table), SQL that is read in place of a column. */
export type InPlaceOf = Record<string, Record<string, string>>;

interface Table {
  name: string;
  /** Quoted, with its schema. */
  quoted: string;
  columns: string[];
  types: string[];
  /** For a partition: its parent, and the bounds as in `create table … partition of`. */
  parent: string | null;
  bounds: string | null;
}

/**
 * Empties every table of the target and fills it from the source, in one transaction each side; sequences go on where they were.
 * Partitions that the target lacks are made. The target is of the same migrations; where it is not, it is refused and left as it was.
 * Nobody may write to the source meanwhile, since only what was there at the start is copied.
 */
export async function transfer(source: string, target: string, options: { inPlaceOf?: InPlaceOf } = {}): Promise<Transferred> {
  const reader = new pg.Client({ connectionString: source });
  const writer = new pg.Client({ connectionString: target });
  await reader.connect();
  try {
    await writer.connect();
    await reader.query('begin isolation level repeatable read read only');
    await writer.query('begin');
    // As a replica, the target runs no triggers and checks no foreign keys: what is copied was checked when it was written.
    await writer.query('set local session_replication_role = replica');
    const tables = await tablesOf(reader);
    await makePartitions(writer, tables);
    refuseDifferences(tables, await tablesOf(writer));
    if (tables.length > 0) await writer.query(`truncate ${tables.map(({ quoted }) => quoted).join(', ')} cascade`);
    let rows = 0;
    for (const table of tables) rows += await copyTable(reader, writer, table, options.inPlaceOf?.[table.name] ?? {});
    await copySequences(reader, writer);
    await writer.query('commit');
    return { tables: tables.length, rows };
  } finally {
    await writer.end();
    await reader.end();
  }
}

/** Every table that holds rows itself, in no system schema, with the columns that are not computed. */
async function tablesOf(client: pg.Client): Promise<Table[]> {
  const answer = await client.query<Table>(`
    select n.nspname || '.' || c.relname as name,
           format('%I.%I', n.nspname, c.relname) as quoted,
           array_agg(quote_ident(a.attname) order by a.attname) as columns,
           array_agg(format_type(a.atttypid, a.atttypmod) order by a.attname) as types,
           (select format('%I.%I', pn.nspname, p.relname) from pg_inherits i join pg_class p on p.oid = i.inhparent join pg_namespace pn on pn.oid = p.relnamespace
             where i.inhrelid = c.oid and c.relispartition) as parent,
           pg_get_expr(c.relpartbound, c.oid) as bounds
      from pg_class c
      join pg_namespace n on n.oid = c.relnamespace
      join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped and a.attgenerated = ''
     where c.relkind = 'r' and n.nspname not like 'pg\\_%' and n.nspname <> 'information_schema'
     group by n.nspname, c.relname, c.oid, c.relispartition, c.relpartbound
     order by 1`);
  return answer.rows;
}

async function makePartitions(writer: pg.Client, tables: readonly Table[]): Promise<void> {
  const there = new Set((await tablesOf(writer)).map(({ name }) => name));
  for (const table of tables) {
    if (there.has(table.name) || table.parent === null || table.bounds === null) continue;
    await writer.query(`create table ${table.quoted} partition of ${table.parent} ${table.bounds}`);
  }
}

function refuseDifferences(source: readonly Table[], target: readonly Table[]): void {
  const describe = ({ name, columns, types }: Table): string => `${name} (${columns.map((column, place) => `${column} ${types[place] ?? ''}`).join(', ')})`;
  const inTarget = new Set(target.map(describe));
  const inSource = new Set(source.map(describe));
  const different = [...source.filter((table) => !inTarget.has(describe(table))), ...target.filter((table) => !inSource.has(describe(table)))];
  if (different.length === 0) return;
  const names = [...new Set(different.map(({ name }) => name))].sort();
  throw new Error(`The two databases are not of the same form: ${names.join(', ')} ${names.length === 1 ? 'differs' : 'differ'}. Nothing was copied. Bring the old database up to date with the version of Spil that made it, and try again.`);
}

/** Copies one table as text, which every version of PostgreSQL reads, and compares the counts. */
async function copyTable(reader: pg.Client, writer: pg.Client, table: Table, inPlaceOf: Record<string, string>): Promise<number> {
  const columns = table.columns.join(', ');
  const read = table.columns.map((column) => inPlaceOf[column] === undefined ? column : `${inPlaceOf[column]} as ${column}`).join(', ');
  const out = reader.query(copyTo(`copy (select ${read} from ${table.quoted}) to stdout`));
  const into = writer.query(copyFrom(`copy ${table.quoted} (${columns}) from stdin`));
  await pipeline(out, into);
  if (out.rowCount !== into.rowCount) throw new Error(`${table.name}: ${out.rowCount} rows were read and ${into.rowCount} written. Nothing was kept; try again.`);
  return into.rowCount;
}

async function copySequences(reader: pg.Client, writer: pg.Client): Promise<void> {
  const sequences = await reader.query<{ quoted: string; last: string | null }>(`
    select format('%I.%I', schemaname, sequencename) as quoted, last_value::text as last from pg_sequences where schemaname not like 'pg\\_%'`);
  for (const { quoted, last } of sequences.rows) {
    if (last !== null) await writer.query('select setval($1, $2)', [quoted, last]);
  }
}
