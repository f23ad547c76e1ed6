/** Brings a database to the form this version of the code expects: the SQL files of database/migrations, in order, each once. */
import { createHash } from 'node:crypto';
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import pg from 'pg';

export interface Migration {
  /** The four digits its file name starts with. */
  number: number;
  /** The file name, e.g. 0001_kernel.sql. */
  name: string;
  sql: string;
  /** SHA-256 of the text with line endings as \n, so that a checkout on Windows has the same one. */
  checksum: string;
}

/** Something about the migrations or the database that a person must decide on; the message says what to do. */
export class MigrationRefused extends Error {
  override name = 'MigrationRefused';
}

export const migrationsDirectory = fileURLToPath(new URL('../../database/migrations', import.meta.url));

/** Any two programs that migrate one database take turns on this key; a fixed number of ours. */
const advisoryKey = 5_711_845;
/** While a migration waits for a lock, everybody behind it waits too: give way after this, and try again. */
const lockPatienceMilliseconds = 1_000;
const lockAttempts = 60;

/** Reads the migration files in the order of their numbers. Refuses names that are not NNNN_name.sql and numbers given twice. */
export async function readMigrations(directory = migrationsDirectory): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).sort();
  const migrations: Migration[] = [];
  for (const name of names) {
    const number = /^(\d{4})_[a-z0-9_]+\.sql$/.exec(name)?.[1];
    if (number === undefined) throw new MigrationRefused(`${name} is not named like a migration. Call it NNNN_what_it_does.sql, in lower case.`);
    const sql = (await readFile(join(directory, name), 'utf8')).replaceAll('\r\n', '\n');
    const before = migrations.at(-1);
    if (before?.number === Number(number)) throw new MigrationRefused(`${before.name} and ${name} have the same number. Give the newer one the next number.`);
    migrations.push({ number: Number(number), name, sql, checksum: createHash('sha256').update(sql).digest('hex') });
  }
  return migrations;
}

/** One text that changes whenever any migration does: the key of a template database. */
export function migrationsFingerprint(migrations: readonly Migration[]): string {
  return createHash('sha256').update(migrations.map((migration) => `${migration.name}:${migration.checksum}`).join('\n')).digest('hex').slice(0, 16);
}

/**
 * Applies what is pending and answers the names applied, oldest first.
 * `target` is a connection string, or a connected client on which no transaction is open.
 * Each file runs in its own transaction; programs that start together take turns under an advisory lock.
 * Refuses, before touching anything, when an applied file has changed, is missing or is older than the newest applied one,
 * and when the database was made by a newer version.
 */
export async function migrate(target: string | pg.ClientBase, options: { directory?: string } = {}): Promise<string[]> {
  const migrations = await readMigrations(options.directory);
  return withClient(target, async (client) => {
    await client.query('select pg_advisory_lock($1)', [advisoryKey]);
    try {
      await ensureRecord(client);
      const pending = compare(migrations, await applied(client));
      for (const migration of pending) await apply(client, migration);
      return pending.map((migration) => migration.name);
    } finally {
      await client.query('select pg_advisory_unlock($1)', [advisoryKey]);
    }
  });
}

/** The names that `migrate` would apply, without applying them; refuses as it does. */
export async function pendingMigrations(target: string | pg.ClientBase, options: { directory?: string } = {}): Promise<string[]> {
  const migrations = await readMigrations(options.directory);
  return withClient(target, async (client) => {
    const record = await client.query<{ there: boolean }>(`select to_regclass('public.applied_migration') is not null as there`);
    const rows = record.rows[0]?.there === true ? await applied(client) : [];
    return compare(migrations, rows).map((migration) => migration.name);
  });
}

interface Applied {
  number: number;
  name: string;
  checksum: string;
}

/** What is still to be applied; the refusals come first. Pure. */
function compare(migrations: readonly Migration[], record: readonly Applied[]): Migration[] {
  const newest = record.at(-1);
  const files = new Map(migrations.map((migration) => [migration.number, migration]));
  const ours = migrations.at(-1)?.number ?? 0;
  if (newest !== undefined && newest.number > ours) {
    throw new MigrationRefused(`The database is newer than this version of Spil: it has ${newest.name}, and this version ends at ${String(ours).padStart(4, '0')}. Start the newer version, or restore a backup made by this one.`);
  }
  for (const row of record) {
    const file = files.get(row.number);
    if (file === undefined) throw new MigrationRefused(`The database has ${row.name}, which this version of Spil does not have. Use the version that made this database, or a later one.`);
    if (file.checksum !== row.checksum) throw new MigrationRefused(`${file.name} was changed after it was applied to this database (as ${row.name}). Put the file back as it was, and write the change as a new migration.`);
  }
  const pending = migrations.filter((migration) => !record.some((row) => row.number === migration.number));
  const late = pending.find((migration) => newest !== undefined && migration.number < newest.number);
  if (late !== undefined && newest !== undefined) throw new MigrationRefused(`${late.name} comes before ${newest.name}, which is already applied to this database. Give it the next free number.`);
  return pending;
}

async function ensureRecord(client: pg.ClientBase): Promise<void> {
  await client.query(`
    create table if not exists public.applied_migration (
      number int primary key,
      name text not null,
      checksum text not null,
      applied_at timestamptz not null default clock_timestamp()
    )`);
}

async function applied(client: pg.ClientBase): Promise<Applied[]> {
  const answer = await client.query<Applied>('select number, name, checksum from public.applied_migration order by number');
  return answer.rows;
}

/** Runs one file and records it, in one transaction; a lock that is not had in a second is given up and tried for again. */
async function apply(client: pg.ClientBase, migration: Migration): Promise<void> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      await client.query('begin');
      await client.query(`set local lock_timeout = ${lockPatienceMilliseconds}`);
      await client.query(migration.sql);
      await client.query('insert into public.applied_migration (number, name, checksum) values ($1, $2, $3)', [migration.number, migration.name, migration.checksum]);
      await client.query('commit');
      return;
    } catch (error) {
      await client.query('rollback');
      const lockNotAvailable = (error as pg.DatabaseError).code === '55P03';
      if (!lockNotAvailable) throw new Error(`Migration ${migration.name} failed and changed nothing: ${describe(error, migration.sql)}`, { cause: error });
      if (attempt >= lockAttempts) throw new MigrationRefused(`Migration ${migration.name} could not get a lock in ${lockAttempts} attempts, because another program keeps a transaction open on the same table. End that program, and start again.`);
      await pause(250);
    }
  }
}

/** The database's sentence, with the line of the file it is about. */
function describe(error: unknown, sql: string): string {
  if (!(error instanceof Error)) return String(error);
  const position = Number((error as pg.DatabaseError).position ?? 0);
  if (position === 0) return error.message;
  return `${error.message} (line ${sql.slice(0, position).split('\n').length})`;
}

async function withClient<Answer>(target: string | pg.ClientBase, work: (client: pg.ClientBase) => Promise<Answer>): Promise<Answer> {
  if (typeof target !== 'string') return work(target);
  const client = new pg.Client({ connectionString: target });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
