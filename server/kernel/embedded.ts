/** The embedded database of a running installation: started or adopted, watched, restarted if it dies, and stopped cleanly. */
import { readdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { clearStalePidFile, clusterAt, isAlive, makeCluster, postgresBinaries, runningPostmaster, startCluster } from './cluster.ts';
import type { Cluster } from './cluster.ts';
import { findInstallation, prepareInstallation } from './installation.ts';
import type { Installation } from './installation.ts';
import { lockHolder, takeLock } from './lock.ts';
import type { Lock } from './lock.ts';
import { freePort } from './ports.ts';
import { openSecrets } from './secrets.ts';
import type { Secrets } from './secrets.ts';

/** The database of Spil inside the cluster. */
const databaseName = 'spil';
/** Above the ports that people's own PostgreSQL servers use. */
const usualPort = 54_329;
/** Postgres 18 on a small machine beside Node: `npm start` as a whole stays within 400 MB. Every commit reaches the disk. */
const settings: Record<string, string> = {
  shared_buffers: '64MB', work_mem: '4MB', maintenance_work_mem: '32MB', max_connections: '60', io_method: 'sync', jit: 'off',
  synchronous_commit: 'on', wal_level: 'replica', max_wal_senders: '0', max_wal_size: '1GB', timezone: 'UTC', log_timezone: 'UTC', log_checkpoints: 'off',
};
const largestLog = 10 * 1024 * 1024;

export interface EmbeddedDatabase {
  /** The connection string of Spil's database. */
  url: string;
  port: number;
  major: number;
  installation: Installation;
  secrets: Secrets;
  /** True when the cluster was made just now. */
  fresh: boolean;
  /** True when PostgreSQL was still running: a Spil before us was killed. */
  adopted: boolean;
  /** Set when the port of last time was taken: that port. The database is on `port` now. */
  portTaken: number | undefined;
  /** The process id of PostgreSQL now; it changes when it had to be restarted. */
  pid(): number;
  /** Writes where Spil can be reached into the lock, so that a second start can say so. */
  tell(address: string): Promise<void>;
  /** Stops PostgreSQL (fast shutdown: open transactions are rolled back) and lets go of the data directory. May be called twice. */
  stop(): Promise<void>;
}

/** Tells what happens to the database, in sentences for the log. */
export type Report = (sentence: string) => void;

/**
 * Starts the embedded database for as long as this process runs. Refuses when another Spil runs on the data directory, and when
 * the directory holds a cluster of another PostgreSQL major version only. If PostgreSQL dies, it is started again on the same port.
 */
export async function startEmbedded(options: { installation?: Installation; report?: Report } = {}): Promise<EmbeddedDatabase> {
  const installation = options.installation ?? await findInstallation();
  const report = options.report ?? (() => undefined);
  await prepareInstallation(installation);
  const lock = await takeLock(installation.lock);
  try {
    const opened = await openCluster(installation);
    const watch = watchOver(opened.cluster, () => start(installation, opened.directory, opened.password, opened.cluster.port), report);
    return {
      url: opened.cluster.url(databaseName), port: opened.cluster.port, major: opened.major, installation, secrets: opened.secrets,
      fresh: opened.fresh, adopted: opened.adopted, portTaken: opened.portTaken,
      pid: watch.pid, tell: lock.tell, stop: once(() => stopAll(watch, lock)),
    };
  } catch (error) {
    await lock.release();
    throw error;
  }
}

export interface OpenDatabase {
  url: string;
  /** True when it is a server of the operator's own (DATABASE_URL), which Spil does not start or stop. */
  own: boolean;
  /** The files of the embedded cluster; undefined with a server of the operator's own. */
  cluster: string | undefined;
  installation: Installation;
  close(): Promise<void>;
}

/**
 * The database for one command: the server that DATABASE_URL names, else the embedded one, which is used as it runs, or started for
 * the command and stopped after it. Not for servers: a running Spil uses `startEmbedded`.
 */
export async function openDatabase(environment: NodeJS.ProcessEnv = process.env, report: Report = () => undefined): Promise<OpenDatabase> {
  const installation = await findInstallation(environment);
  const given = environment['DATABASE_URL'];
  if (given !== undefined && given !== '') return { url: given, own: true, cluster: undefined, installation, close: async () => undefined };
  await prepareInstallation(installation);
  const opened = await openCluster(installation);
  if (opened.fresh) report(`Made a new database in ${opened.directory}.`);
  return {
    url: opened.cluster.url(databaseName), own: false, cluster: opened.directory, installation,
    // A Spil that was started meanwhile has adopted the database: then it is no longer ours to stop.
    close: async () => {
      if (!opened.adopted && await lockHolder(installation.lock) === undefined) await opened.cluster.stop();
    },
  };
}

interface Opened {
  cluster: Cluster;
  directory: string;
  password: string;
  major: number;
  secrets: Secrets;
  fresh: boolean;
  adopted: boolean;
  portTaken: number | undefined;
}

async function openCluster(installation: Installation): Promise<Opened> {
  const { major } = await postgresBinaries();
  const directory = join(installation.clusters, String(major));
  const secrets = await openSecrets(installation.secrets);
  const fresh = !await refuseOtherMajors(installation, major);
  if (!fresh && !secrets.names().includes('database')) {
    throw new Error(`${installation.secrets} has no database password, but there is a database in ${directory}. Put secrets.json back from a backup.`);
  }
  const password = await secrets.get('database');
  if (fresh) await makeWhole(directory, password);
  const common = { directory, password, major, secrets, fresh };
  const adopted = fresh ? undefined : await adopt(directory, password);
  if (adopted !== undefined) return { ...common, cluster: adopted, adopted: true, portTaken: undefined };
  const remembered = await rememberedPort(installation);
  const { port, moved } = await freePort(remembered);
  const cluster = await start(installation, directory, password, port);
  await writeFile(installation.port, `${JSON.stringify({ database: cluster.port })}\n`);
  await ensureDatabase(cluster);
  return { ...common, cluster, adopted: false, portTaken: moved ? remembered : undefined };
}

/** Whether there is a cluster of this major version; refuses when there are only others. */
async function refuseOtherMajors(installation: Installation, major: number): Promise<boolean> {
  const majors = (await readdir(installation.clusters)).filter((name) => /^\d+$/.test(name)).map(Number).sort((one, other) => one - other);
  if (majors.includes(major)) return true;
  const other = majors.at(-1);
  if (other === undefined) return false;
  if (other > major) {
    throw new Error(`The data in ${installation.clusters} is of PostgreSQL ${other}, and this version of Spil comes with PostgreSQL ${major}. Start the newer version of Spil that made it, or set SPIL_DATA to another directory.`);
  }
  throw new Error(`The data in ${installation.clusters} is of PostgreSQL ${other}, and this version of Spil comes with PostgreSQL ${major}, which cannot read it. Run "node tools/spil.mjs upgrade" once: it copies everything over and leaves the old files as they are.`);
}

/** Made under another name first, so that an interrupted start leaves no half cluster. */
async function makeWhole(directory: string, password: string): Promise<void> {
  const making = `${directory}.making`;
  await rm(making, { recursive: true, force: true });
  await makeCluster({ directory: making, password });
  await rename(making, directory);
}

/** The postmaster that is already running on these files, once it answers; undefined when none does. */
async function adopt(directory: string, password: string): Promise<Cluster | undefined> {
  if (await clearStalePidFile(directory)) return undefined;
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    const running = await runningPostmaster(directory);
    if (running === undefined) return undefined;
    if (running.ready) {
      const cluster = clusterAt({ directory, port: running.port, password, pid: running.pid });
      if (await answers(cluster)) {
        await ensureDatabase(cluster);
        return cluster;
      }
    }
    await pause(50);
  }
  throw new Error(`A PostgreSQL runs on ${directory} but does not answer. End the process named in ${join(directory, 'postmaster.pid')}, and start again.`);
}

async function answers(cluster: Cluster): Promise<boolean> {
  const client = new pg.Client({ connectionString: cluster.url(), connectionTimeoutMillis: 5_000 });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.query('select 1');
    return true;
  } catch (error) {
    // 28P01: it is PostgreSQL, with another password than ours. Waiting would not help.
    if ((error as pg.DatabaseError).code === '28P01') throw new Error('The database refuses the password in secrets.json. Put secrets.json back from a backup of this installation.', { cause: error });
    return false;
  } finally {
    await client.end().catch(() => undefined);
  }
}

async function ensureDatabase(cluster: Cluster): Promise<void> {
  const client = new pg.Client({ connectionString: cluster.url() });
  await client.connect();
  try {
    const { rowCount } = await client.query('select 1 from pg_database where datname = $1', [databaseName]);
    if (rowCount === 0) await client.query(`create database ${databaseName}`);
  } finally {
    await client.end();
  }
}

async function start(installation: Installation, directory: string, password: string, port: number): Promise<Cluster> {
  const size = await stat(installation.log).then((found) => found.size, () => 0);
  if (size > largestLog) await rename(installation.log, `${installation.log}.1`);
  return startCluster({ directory, port, password, settings, log: installation.log });
}

async function rememberedPort(installation: Installation): Promise<number> {
  try {
    const { database } = JSON.parse(await readFile(installation.port, 'utf8')) as { database?: unknown };
    return typeof database === 'number' && Number.isInteger(database) && database > 0 && database < 65_536 ? database : usualPort;
  } catch {
    return usualPort;
  }
}

interface Watch {
  pid(): number;
  /** Ends the watch, and then the cluster. */
  stop(): Promise<void>;
}

/** Looks every quarter second whether PostgreSQL is alive, and starts it again when it has died. */
function watchOver(first: Cluster, restart: () => Promise<Cluster>, report: Report): Watch {
  const stopping = new AbortController();
  let cluster = first;
  const watching = (async () => {
    while (await pause(250, true, { signal: stopping.signal, ref: false }).catch(() => false)) {
      if (isAlive(cluster.pid)) continue;
      report('PostgreSQL has ended unexpectedly; it is started again.');
      try {
        cluster = await restart();
        report('PostgreSQL runs again.');
      } catch (error) {
        // Its last backends may still be going down: it refuses to start beside them, and is tried again.
        report(error instanceof Error ? error.message : String(error));
      }
    }
  })();
  return {
    pid: () => cluster.pid,
    stop: async () => {
      stopping.abort();
      await watching;
      await cluster.stop();
    },
  };
}

async function stopAll(watch: Watch, lock: Lock): Promise<void> {
  await watch.stop();
  await lock.release();
}

function once(work: () => Promise<void>): () => Promise<void> {
  let done: Promise<void> | undefined;
  return () => done ??= work();
}
