/** A database of its own for each test file: a clone of a template that was migrated once. */
import { randomBytes } from 'node:crypto';
import pg from 'pg';
import { migrate, migrationsFingerprint, readMigrations } from '../../server/kernel/migrate.ts';

export interface TestDatabase {
  /** The connection string of the clone. */
  url: string;
  /** Drops it, whoever is still connected. */
  close(): Promise<void>;
}

/** One test run at a time makes the template; the others wait for it. A fixed number of ours. */
const templateKey = 5_711_846;

/**
 * A fresh database with all migrations applied, in the cluster of this test run (or the one that `cluster` names by the connection
 * string of a maintenance database). `empty` gives one without any migration.
 */
export async function testDatabase(options: { cluster?: string; empty?: boolean } = {}): Promise<TestDatabase> {
  const cluster = options.cluster ?? process.env['SPIL_TEST_DATABASE_URL'];
  if (cluster === undefined) throw new Error('No test cluster runs. Start the tests by vitest, whose global setup starts one, or set SPIL_TEST_DATABASE_URL.');
  const name = `test_${process.pid}_${randomBytes(5).toString('hex')}`;
  await onCluster(cluster, async (client) => {
    const template = options.empty === true ? 'template0' : await ensureTemplate(client, cluster);
    await client.query(`create database ${name} template ${template}`);
  });
  return {
    url: urlOf(cluster, name),
    close: () => onCluster(cluster, async (client) => { await client.query(`drop database if exists ${name} with (force)`); }),
  };
}

/** The template of these very migrations, made if it is not there; a half-made one (its maker was killed) is made again. */
async function ensureTemplate(client: pg.Client, cluster: string): Promise<string> {
  const name = `spil_template_${migrationsFingerprint(await readMigrations())}`;
  if (await isTemplate(client, name)) return name;
  await client.query('select pg_advisory_lock($1)', [templateKey]);
  try {
    if (await isTemplate(client, name)) return name;
    await client.query(`drop database if exists ${name} with (force)`);
    await client.query(`create database ${name}`);
    await migrate(urlOf(cluster, name));
    await client.query(`alter database ${name} with allow_connections false is_template true`);
    return name;
  } finally {
    await client.query('select pg_advisory_unlock($1)', [templateKey]);
  }
}

async function isTemplate(client: pg.Client, name: string): Promise<boolean> {
  const answer = await client.query('select 1 from pg_database where datname = $1 and datistemplate and not datallowconn', [name]);
  return answer.rowCount === 1;
}

function urlOf(cluster: string, database: string): string {
  const url = new URL(cluster);
  url.pathname = `/${database}`;
  return url.href;
}

async function onCluster<Answer>(url: string, work: (client: pg.Client) => Promise<Answer>): Promise<Answer> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
