/** A base backup of the embedded database while it is in use: its files as they are, and the WAL that makes them whole. */
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { mkdir, open, readdir, rename, rm, stat, writeFile } from 'node:fs/promises';
import { dirname, join, relative, sep } from 'node:path';
import pg from 'pg';

/** Written last: a directory without it is not a backup. */
export const manifestName = 'manifest.json';
/** The cluster's files inside a backup. */
export const filesName = 'cluster';

export interface BackedUpFile {
  /** Path in the cluster, with slashes. */
  path: string;
  bytes: number;
  sha256: string;
}

export interface Manifest {
  format: 1;
  postgresMajor: number;
  takenAt: string;
  /** Where in the WAL the backup began and ended: at the end all of it is consistent. */
  start: string;
  stop: string;
  files: BackedUpFile[];
  secrets: BackedUpFile;
}

/**
 * What PostgreSQL makes anew at each start, and what belongs to the running server only. The list is that of "Making a base backup
 * using the low level API" in the PostgreSQL manual, section 25.3.4.
 */
const emptied = new Set(['pg_wal', 'pg_replslot', 'pg_dynshmem', 'pg_notify', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans']);
const leftOut = /^(postmaster\.(pid|opts)|backup_label(\.old)?|tablespace_map(\.old)?|backup_manifest)$|(^|\/)(pgsql_tmp|pg_internal\.init)/;

/**
 * Backs the cluster up into `target`, which must not exist. Everything committed before the call is in it; the server goes on
 * taking orders meanwhile. `url` names any database of the cluster as its superuser; `cluster` is where its files are.
 * The backup holds the installation's secrets too, since without them its database cannot be opened: keep it as safe as those.
 */
export async function takeBackup(options: { url: string; cluster: string; secrets: string; target: string; takenAt: string }): Promise<Manifest> {
  const { target } = options;
  if (await stat(target).then(() => true, () => false)) throw new Error(`${target} is there already. Name a directory that is not: a backup is never written over another.`);
  const partial = `${target}.partial`;
  await rm(partial, { recursive: true, force: true });
  await mkdir(join(partial, filesName), { recursive: true, mode: 0o700 });
  const client = new pg.Client({ connectionString: options.url });
  await client.connect();
  try {
    const { major } = await one<{ major: number }>(client, `select current_setting('server_version_num')::int / 10000 as major`);
    // The slot keeps the WAL since now from being recycled by checkpoints; it goes with this connection.
    await client.query(`select pg_create_physical_replication_slot('spil_backup_' || pg_backend_pid(), true, true)`);
    const { start, segment } = await one<{ start: string; segment: string }>(client, `select start::text, pg_walfile_name(start) as segment from pg_backup_start('spil', true) as start`);
    const files: BackedUpFile[] = [];
    // pg_control goes last: recovery must not begin later than the files it describes.
    const control = 'global/pg_control';
    for (const path of await clusterFiles(options.cluster)) {
      if (path === control) continue;
      const copied = await copyFile(join(options.cluster, path), join(partial, filesName, path), path);
      if (copied !== undefined) files.push(copied);
    }
    files.push(must(await copyFile(join(options.cluster, control), join(partial, filesName, control), control), control));
    const end = await one<{ stop: string; last: string; labelfile: string; spcmapfile: string }>(
      client, `select lsn::text as stop, pg_walfile_name(lsn) as last, labelfile, spcmapfile from pg_backup_stop(wait_for_archive => false)`);
    if (end.spcmapfile.trim() !== '') throw new Error('This cluster has tablespaces, which Spil never makes. Back it up with pg_basebackup instead.');
    files.push(await writeText(join(partial, filesName, 'backup_label'), 'backup_label', end.labelfile));
    for (const name of await walSegments(options.cluster, segment, end.last)) {
      const path = `pg_wal/${name}`;
      files.push(must(await copyFile(join(options.cluster, path), join(partial, filesName, path), path), path));
    }
    const secrets = must(await copyFile(options.secrets, join(partial, 'secrets.json'), 'secrets.json'), 'secrets.json');
    const manifest: Manifest = { format: 1, postgresMajor: major, takenAt: options.takenAt, start, stop: end.stop, files, secrets };
    await writeText(join(partial, manifestName), manifestName, `${JSON.stringify(manifest, null, 1)}\n`);
    await rename(partial, target);
    await flushDirectory(dirname(target));
    return manifest;
  } catch (error) {
    await rm(partial, { recursive: true, force: true });
    throw error;
  } finally {
    await client.end();
  }
}

/** Every file to copy, as paths with slashes, in a fixed order. */
async function clusterFiles(cluster: string): Promise<string[]> {
  const entries = await readdir(cluster, { recursive: true, withFileTypes: true });
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(cluster, join(entry.parentPath, entry.name)).split(sep).join('/'))
    .filter((path) => !emptied.has(path.split('/')[0] ?? '') && !leftOut.test(path))
    .sort();
}

/** The segments from the first to the last (names of one timeline sort in order), and the timelines' histories. Refuses a gap. */
async function walSegments(cluster: string, first: string, last: string): Promise<string[]> {
  const names = (await readdir(join(cluster, 'pg_wal'))).sort();
  const segments = names.filter((name) => /^[0-9A-F]{24}$/.test(name) && name >= first && name <= last);
  if (segments[0] !== first || segments.at(-1) !== last) throw new Error(`The WAL from ${first} to ${last} is not all there. Take the backup again.`);
  return [...names.filter((name) => name.endsWith('.history')), ...segments];
}

/** Copies one file, flushed to disk, and takes its hash on the way. Undefined when it went meanwhile: the WAL knows of that. */
async function copyFile(from: string, to: string, path: string): Promise<BackedUpFile | undefined> {
  const source = await open(from, 'r').catch((error: NodeJS.ErrnoException) => {
    if (error.code === 'ENOENT') return undefined;
    throw error;
  });
  if (source === undefined) return undefined;
  try {
    await mkdir(dirname(to), { recursive: true, mode: 0o700 });
    const copy = await open(to, 'wx', 0o600);
    try {
      const hash = createHash('sha256');
      let bytes = 0;
      for await (const chunk of source.createReadStream({ autoClose: false, highWaterMark: 1024 * 1024 }) as AsyncIterable<Buffer>) {
        hash.update(chunk);
        await copy.appendFile(chunk);
        bytes += chunk.length;
      }
      await copy.sync();
      return { path, bytes, sha256: hash.digest('hex') };
    } finally {
      await copy.close();
    }
  } finally {
    await source.close();
  }
}

async function writeText(to: string, path: string, text: string): Promise<BackedUpFile> {
  await writeFile(to, text, { mode: 0o600, flush: true });
  return { path, bytes: Buffer.byteLength(text), sha256: createHash('sha256').update(text).digest('hex') };
}

/** The SHA-256 of a file's content, as hexadecimal digits. */
export async function hashOf(file: string): Promise<string> {
  const hash = createHash('sha256');
  for await (const chunk of createReadStream(file) as AsyncIterable<Buffer>) hash.update(chunk);
  return hash.digest('hex');
}

/** A renamed file is only surely there after a crash once its directory is flushed; Windows cannot and need not. */
async function flushDirectory(directory: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(directory, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}

function must(file: BackedUpFile | undefined, path: string): BackedUpFile {
  if (file === undefined) throw new Error(`${path} went while it was backed up. Take the backup again.`);
  return file;
}

async function one<Row extends pg.QueryResultRow>(client: pg.Client, sql: string): Promise<Row> {
  const [row] = (await client.query<Row>(sql)).rows;
  if (row === undefined) throw new Error(`PostgreSQL gave no answer to: ${sql}`);
  return row;
}
