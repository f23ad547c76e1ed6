/** Puts a backup into an installation that has no database: checked file by file, recovered, and opened as a new generation. */
import { cp, mkdir, readdir, readFile, rename, rm, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import pg from 'pg';
import { filesName, hashOf, manifestName } from './backup.ts';
import type { BackedUpFile, Manifest } from './backup.ts';
import { postgresBinaries, startCluster } from './cluster.ts';
import { prepareInstallation } from './installation.ts';
import type { Installation } from './installation.ts';
import { takeLock } from './lock.ts';
import { freePort } from './ports.ts';
import { openSecrets } from './secrets.ts';
import { databaseUser, giveTo } from './system-user.ts';

/** The directories that PostgreSQL expects to find, though a backup has nothing in them. */
const expected = ['pg_commit_ts', 'pg_dynshmem', 'pg_notify', 'pg_replslot', 'pg_serial', 'pg_snapshots', 'pg_stat', 'pg_stat_tmp', 'pg_subtrans', 'pg_tblspc', 'pg_twophase', 'pg_wal/archive_status', 'pg_wal/summaries', 'pg_logical/snapshots', 'pg_logical/mappings'];

/** Reads and checks a backup: every file there, of the right size and hash. Refuses what is unfinished, damaged, or of another PostgreSQL. */
export async function checkBackup(backup: string): Promise<Manifest> {
  const text = await readFile(join(backup, manifestName), 'utf8').catch(() => undefined);
  if (text === undefined) throw new Error(`${backup} is not a finished backup: it has no ${manifestName}.`);
  const manifest = JSON.parse(text) as Manifest;
  if (manifest.format !== 1) throw new Error(`${backup} was made by a newer version of Spil (format ${String(manifest.format)}). Restore it with that version.`);
  const { major } = await postgresBinaries();
  if (manifest.postgresMajor !== major) throw new Error(`${backup} is of PostgreSQL ${manifest.postgresMajor}, and this version of Spil comes with PostgreSQL ${major}. Restore it with the version of Spil that made it, and upgrade after that.`);
  for (const file of manifest.files) await checkFile(join(backup, filesName, file.path), file);
  await checkFile(join(backup, manifest.secrets.path), manifest.secrets);
  return manifest;
}

async function checkFile(at: string, file: BackedUpFile): Promise<void> {
  const found = await stat(at).catch(() => undefined);
  if (found === undefined) throw new Error(`The backup is damaged: ${file.path} is missing. Use another backup.`);
  if (found.size !== file.bytes || await hashOf(at) !== file.sha256) throw new Error(`The backup is damaged: ${file.path} is not as it was written. Use another backup.`);
}

export interface Restored {
  manifest: Manifest;
  /** The newest migration in the restored database; undefined when it has none. */
  newestMigration: string | undefined;
  /** True when the restored journal was told that a new generation begins. */
  newGeneration: boolean;
}

/**
 * Restores into an installation without a database. Refuses one that has a database or is in use, and changes nothing then.
 * The cluster is recovered once and stopped again, so that what is left behind is known to start.
 */
export async function restoreBackup(backup: string, installation: Installation): Promise<Restored> {
  await prepareInstallation(installation);
  const lock = await takeLock(installation.lock);
  try {
    const others = (await readdir(installation.clusters)).filter((name) => /^\d+$/.test(name));
    if (others.length > 0) throw new Error(`There is a database in ${installation.clusters} already. Move ${installation.directory} away first, or restore into another directory with SPIL_DATA.`);
    const manifest = await checkBackup(backup);
    const directory = join(installation.clusters, String(manifest.postgresMajor));
    const restoring = `${directory}.restoring`;
    await rm(restoring, { recursive: true, force: true });
    await mkdir(restoring, { mode: 0o700 });
    for (const path of expected) await mkdir(join(restoring, path), { recursive: true, mode: 0o700 });
    for (const file of manifest.files) {
      await mkdir(dirname(join(restoring, file.path)), { recursive: true, mode: 0o700 });
      await cp(join(backup, filesName, file.path), join(restoring, file.path));
    }
    await giveTo(await databaseUser(), restoring);
    const password = await (await openSecrets(join(backup, manifest.secrets.path))).get('database');
    const opened = await recover(restoring, password, installation.log);
    await cp(join(backup, manifest.secrets.path), installation.secrets);
    await rename(restoring, directory);
    return { manifest, ...opened };
  } finally {
    await lock.release();
  }
}

/** Starts the copied files once: PostgreSQL replays the WAL to the backup's end, or says why it cannot. */
async function recover(directory: string, password: string, log: string): Promise<Omit<Restored, 'manifest'>> {
  const { port } = await freePort(54_400);
  // Recovery refuses to run with fewer connections than the backed up server allowed.
  const cluster = await startCluster({ directory, port, password, log, settings: { max_connections: '60', timezone: 'UTC' }, patienceMilliseconds: 3_600_000 });
  try {
    const client = new pg.Client({ connectionString: cluster.url('spil') });
    await client.connect();
    try {
      return { newestMigration: await newestMigration(client), newGeneration: await beginGeneration(client, 'restore') };
    } finally {
      await client.end();
    }
  } finally {
    await cluster.stop();
  }
}

async function newestMigration(client: pg.Client): Promise<string | undefined> {
  if (!await isThere(client, 'public.applied_migration')) return undefined;
  return (await client.query<{ name: string }>('select name from public.applied_migration order by number desc limit 1')).rows[0]?.name;
}

/**
 * Tells the journal that a new generation begins: cursors that readers of the feed got before are no longer valid, since
 * what they point at may not have happened in the restored past. Answers false for a database without a journal.
 */
export async function beginGeneration(client: pg.ClientBase, reason: 'restore' | 'upgrade' | 'copy'): Promise<boolean> {
  if (!await isThere(client, 'kernel.generation')) return false;
  await client.query('insert into kernel.generation (reason) values ($1)', [reason]);
  return true;
}

async function isThere(client: pg.ClientBase, table: string): Promise<boolean> {
  return (await client.query<{ there: boolean }>('select to_regclass($1) is not null as there', [table])).rows[0]?.there === true;
}
