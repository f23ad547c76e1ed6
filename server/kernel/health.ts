/** What can be wrong with an installation, looked at one thing at a time; each finding says how to mend it. */
import { readdir, readFile, stat, statfs } from 'node:fs/promises';
import { join } from 'node:path';
import pg from 'pg';
import { differences } from '../../tools/installed.mjs';
import type { PackageLock } from '../../tools/installed.mjs';
import { sentenceOf } from './cli.ts';
import { openDatabase } from './embedded.ts';
import { checkout, describeServer, findInstallation, prepareInstallation } from './installation.ts';
import type { Installation } from './installation.ts';
import { lockHolder } from './lock.ts';
import { pendingMigrations, readMigrations } from './migrate.ts';
import { isFree } from './ports.ts';
import { openSecrets } from './secrets.ts';

export interface Finding {
  what: string;
  ok: boolean;
  /** What was found, in one sentence or a few words. */
  found: string;
  /** How to mend it; empty when all is well. */
  mend: string;
}

const wellFound = (what: string, found: string): Finding => ({ what, ok: true, found, mend: '' });
const problem = (what: string, found: string, mend: string): Finding => ({ what, ok: false, found, mend });

/** PostgreSQL 15 is the oldest with what the migrations use (unique nulls not distinct, merge). */
const oldestMajor = 15;
const enoughDisk = 1_000_000_000;
/** Beyond this, time-limited signatures (webhooks, tokens) of others are refused. */
const largestClockDifference = 30_000;

/** Every check, in the order in which one would mend them. `now` is this machine's time in milliseconds, `web` the port to serve on. */
export async function examine(options: { environment: NodeJS.ProcessEnv; now: () => number; web: number }): Promise<Finding[]> {
  const installation = await findInstallation(options.environment);
  const own = (options.environment['DATABASE_URL'] ?? '') !== '';
  return [
    checkNode(process.versions.node),
    await checkPackages(),
    // With a PostgreSQL of the operator's own, this machine keeps nothing.
    ...own ? [] : [await checkDirectory(installation), await checkDisk(installation), await checkSecrets(installation)],
    await checkWebPort(installation, options.web),
    checkTimeZones(),
    ...await checkDatabase(installation, options.environment, options.now),
  ];
}

/** The server's TypeScript runs without a build step from Node 24 on. */
export function checkNode(version: string): Finding {
  const what = 'Node';
  if (Number.parseInt(version, 10) >= 24) return wellFound(what, version);
  return problem(what, `${version}, older than 24`, 'Start Spil by "npm start" or "node tools/spil.mjs": they use the pinned Node.');
}

async function checkPackages(): Promise<Finding> {
  const what = 'Installed packages';
  const lock = JSON.parse(await readFile(join(checkout, 'package-lock.json'), 'utf8')) as PackageLock;
  const different = differences(lock);
  if (different.length === 0) return wellFound(what, 'as package-lock.json names them');
  // A production image leaves the development packages out.
  const needed = different.filter((path) => lock.packages[path]?.dev !== true);
  if (needed.length === 0) return wellFound(what, 'as package-lock.json names them, without those for development');
  return problem(what, `${needed.length} missing or of another version, among them ${needed[0] ?? ''}`, 'Run "npm ci" in the checkout.');
}

async function checkDirectory(installation: Installation): Promise<Finding> {
  const what = 'Data directory';
  try {
    await prepareInstallation(installation);
    const { mode } = await stat(installation.directory);
    if ((mode & 0o022) !== 0) return problem(what, `${installation.directory} can be written by others`, `Run: chmod go-w ${installation.directory}`);
    return wellFound(what, installation.directory);
  } catch (error) {
    return problem(what, sentenceOf(error), 'Set SPIL_DATA to a directory that you own.');
  }
}

async function checkDisk(installation: Installation): Promise<Finding> {
  const what = 'Disk space';
  try {
    const { bavail, bsize } = await statfs(installation.directory);
    const found = `${Math.floor(bavail * bsize / 1_000_000).toLocaleString('en-GB')} MB free`;
    return bavail * bsize >= enoughDisk ? wellFound(what, found) : problem(what, found, `Free some space where ${installation.directory} is, or move the data directory (SPIL_DATA): with a full disk PostgreSQL stops taking orders.`);
  } catch (error) {
    return problem(what, sentenceOf(error), 'Mend the data directory first.');
  }
}

async function checkSecrets(installation: Installation): Promise<Finding> {
  const what = 'Secrets';
  try {
    const names = (await openSecrets(installation.secrets)).names();
    const clusters = await readdir(installation.clusters).catch(() => []);
    if (clusters.length > 0 && !names.includes('database')) return problem(what, 'the password of the database is missing', `Put ${installation.secrets} back from a backup.`);
    return wellFound(what, names.length === 0 ? 'none yet; they are made at the first start' : `${names.length} in ${installation.secrets}`);
  } catch (error) {
    return problem(what, sentenceOf(error), `Put ${installation.secrets} back from a backup.`);
  }
}

async function checkWebPort(installation: Installation, port: number): Promise<Finding> {
  const what = 'Web port';
  const holder = await lockHolder(installation.lock);
  if (holder !== undefined) return wellFound(what, `Spil runs (process ${holder.pid})${holder.address === undefined ? '' : ` at ${holder.address}`}`);
  if (await isFree(port)) return wellFound(what, `${port} is free`);
  return problem(what, `another program listens on ${port}`, 'End that program, or set PORT to another port; "npm start" takes the next free one by itself.');
}

/** Opening hours, cut-offs and legal terms are local times: without the zones they would all be in UTC. */
function checkTimeZones(): Finding {
  const what = 'Time zones';
  try {
    const hour = new Intl.DateTimeFormat('en-GB', { timeZone: 'Europe/Amsterdam', hour: '2-digit', hourCycle: 'h23' }).format(Date.UTC(2026, 6, 1, 12));
    if (hour === '14') return wellFound(what, `known; this machine is in ${Intl.DateTimeFormat().resolvedOptions().timeZone}`);
    return problem(what, `noon UTC on 1 July is ${hour} o'clock in Amsterdam, not 14`, 'Use the pinned Node, which has the time zones in it.');
  } catch (error) {
    return problem(what, sentenceOf(error), 'Use the pinned Node, which has the time zones in it.');
  }
}

async function checkDatabase(installation: Installation, environment: NodeJS.ProcessEnv, now: () => number): Promise<Finding[]> {
  const what = 'Database';
  const embedded = (environment['DATABASE_URL'] ?? '') === '';
  if (embedded && (await readdir(installation.clusters).catch(() => [])).length === 0) return [wellFound(what, 'none yet; it is made at the first start')];
  try {
    const database = await openDatabase(environment);
    const client = new pg.Client({ connectionString: database.url, connectionTimeoutMillis: 10_000 });
    client.on('error', () => undefined);
    try {
      await client.connect();
      const where = database.own ? describeServer(database.url) : `embedded, ${database.cluster ?? ''}`;
      return [await checkVersion(client, where), await checkMigrations(client), await checkClock(client, now)];
    } finally {
      await client.end().catch(() => undefined);
      await database.close();
    }
  } catch (error) {
    const given = environment['DATABASE_URL'] ?? '';
    const mend = given === '' ? 'The last lines of postgres.log in the data directory say why.' : `Check that ${describeServer(given)} is reachable from here, and the user and password in DATABASE_URL.`;
    return [problem(what, sentenceOf(error), mend)];
  }
}

async function checkVersion(client: pg.Client, where: string): Promise<Finding> {
  const answer = await client.query<{ version: string; number: number }>(`select current_setting('server_version') as version, current_setting('server_version_num')::int as number`);
  const { version, number } = answer.rows[0] ?? { version: 'unknown', number: 0 };
  const found = `PostgreSQL ${version} (${where})`;
  return number >= oldestMajor * 10_000 ? wellFound('Database', found) : problem('Database', found, `Use PostgreSQL ${oldestMajor} or later.`);
}

async function checkMigrations(client: pg.Client): Promise<Finding> {
  const what = 'Migrations';
  try {
    const pending = await pendingMigrations(client);
    if (pending.length === 0) return wellFound(what, `all ${(await readMigrations()).length} applied`);
    return problem(what, `${pending.length} pending, from ${pending[0] ?? ''}`, 'Run "node tools/spil.mjs migrate"; "npm start" does it by itself.');
  } catch (error) {
    return problem(what, sentenceOf(error), 'Use the version of Spil that fits this database, or restore a backup.');
  }
}

async function checkClock(client: pg.Client, now: () => number): Promise<Finding> {
  const what = 'Clock';
  const before = now();
  const answer = await client.query<{ at: number }>('select extract(epoch from clock_timestamp()) * 1000 as at');
  const difference = Math.round(Number(answer.rows[0]?.at) - (before + now()) / 2);
  const found = `${Math.abs(difference)} ms ${difference < 0 ? 'ahead of' : 'behind'} the database's`;
  return Math.abs(difference) <= largestClockDifference ? wellFound(what, found) : problem(what, found, 'Keep both machines on network time (NTP): deadlines and signatures depend on it.');
}
