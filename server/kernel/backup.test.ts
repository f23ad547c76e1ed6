/** Backup and restore: taken while orders come in, whole on the other side, and refused when anything is amiss. */
import { appendFile, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { takeBackup } from './backup.ts';
import type { Manifest } from './backup.ts';
import { startEmbedded } from './embedded.ts';
import type { EmbeddedDatabase } from './embedded.ts';
import { installationIn } from './installation.ts';
import { anyFreePort } from './ports.ts';
import { checkBackup, restoreBackup } from './restore.ts';
import { databaseUser, giveTo } from './system-user.ts';

let base: string;
let source: EmbeddedDatabase;
let backup: string;
let manifest: Manifest;
/** How many rows had been acknowledged when the backup began. */
let acknowledged = 0;

const query = async (url: string, sql: string): Promise<Record<string, unknown>[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Record<string, unknown>>(sql)).rows;
  } finally {
    await client.end();
  }
};
const emptyInstallation = async (name: string) => {
  const installation = installationIn(join(base, name));
  await mkdir(installation.directory, { mode: 0o711 });
  await writeFile(installation.port, JSON.stringify({ database: await anyFreePort() }));
  return installation;
};

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'spil-backup-'));
  await giveTo(await databaseUser(), base);
  source = await startEmbedded({ installation: await emptyInstallation('source') });
  await query(source.url, `
    create schema kernel;
    create table kernel.generation (id int generated always as identity primary key, started_at timestamptz not null default now(), reason text not null);
    insert into kernel.generation (reason) values ('first');
    create table entry (number int primary key, debit int not null, credit int not null);
    create table gone (id int)`);

  // A writer goes on all the while: each row balances, each transaction writes two, and each commit is counted.
  const writer = new pg.Client({ connectionString: source.url });
  await writer.connect();
  let written = 0;
  let writing = true;
  let enough = (): void => undefined;
  const begun = new Promise<void>((resolve) => { enough = resolve; });
  const work = (async () => {
    for (let number = 0; writing; number += 2) {
      await writer.query(`insert into entry select n, $2::int, -$2::int from generate_series($1::int, $1::int + 1) n`, [number, number % 97]);
      written = number + 2;
      if (written === 400) enough();
    }
  })();
  await Promise.race([begun, work]);
  acknowledged = written;
  backup = join(base, 'backup');
  manifest = await takeBackup({ url: source.url, cluster: join(source.installation.clusters, String(source.major)), secrets: source.installation.secrets, target: backup, takenAt: '2026-03-01T09:00:00.000Z' });
  writing = false;
  await work;
  await writer.end();
});
afterAll(async () => {
  await source.stop();
  await rm(base, { recursive: true, force: true });
});

describe('a backup of a database in use', () => {
  it('restores everything acknowledged before it, and no half transaction', async () => {
    const installation = await emptyInstallation('restored');
    const restored = await restoreBackup(backup, installation);
    expect(restored).toMatchObject({ newGeneration: true, newestMigration: undefined });
    const database = await startEmbedded({ installation });
    try {
      const [found] = await query(database.url, 'select count(*)::int as rows, count(*)::int % 2 as halves, max(number) + 1 as next, sum(debit + credit)::int as difference from entry');
      expect(found).toMatchObject({ halves: 0, difference: 0, next: found?.['rows'] });
      expect(found?.['rows']).toBeGreaterThanOrEqual(acknowledged);
      expect(await query(database.url, 'select reason from kernel.generation order by id')).toEqual([{ reason: 'first' }, { reason: 'restore' }]);
      // It is a database like any other: it takes new rows, and a backup of its own.
      await query(database.url, 'insert into entry values (-1, 1, -1)');
      const again = await takeBackup({ url: database.url, cluster: join(installation.clusters, String(database.major)), secrets: installation.secrets, target: join(base, 'again'), takenAt: '2026-03-02T09:00:00.000Z' });
      expect(await checkBackup(join(base, 'again'))).toEqual(again);
    } finally {
      await database.stop();
    }
  });

  it('leaves the source as it was, without a slot or a label', async () => {
    expect(await query(source.url, 'select slot_name from pg_replication_slots')).toEqual([]);
    expect(await query(source.url, 'select reason from kernel.generation')).toEqual([{ reason: 'first' }]);
    await expect(readFile(join(source.installation.clusters, String(source.major), 'backup_label'))).rejects.toThrow(/ENOENT/);
  });

  it('is refused over another backup', async () => {
    await expect(takeBackup({ url: source.url, cluster: '', secrets: '', target: backup, takenAt: '2026-03-01T09:00:00.000Z' })).rejects.toThrow(/is there already/);
  });
});

describe('a restore is refused', () => {
  const damaged = async (name: string): Promise<string> => {
    const copy = join(base, name);
    await cp(backup, copy, { recursive: true });
    return copy;
  };

  it('where there is a database, also one that runs', async () => {
    await expect(restoreBackup(backup, source.installation)).rejects.toThrow(/Spil already runs on this data directory/);
    const installation = await emptyInstallation('taken');
    await mkdir(join(installation.clusters, '18'), { recursive: true });
    await expect(restoreBackup(backup, installation)).rejects.toThrow(/There is a database in .* already\. Move/);
  });

  it('from a backup with a changed or missing file, and from an unfinished one', async () => {
    const copy = await damaged('damaged');
    await appendFile(join(copy, 'cluster', 'global', 'pg_control'), 'x');
    await expect(checkBackup(copy)).rejects.toThrow(/damaged: global\/pg_control is not as it was written/);
    await rm(join(copy, 'cluster', 'global', 'pg_control'));
    await expect(checkBackup(copy)).rejects.toThrow(/damaged: global\/pg_control is missing/);
    await rm(join(copy, 'manifest.json'));
    await expect(checkBackup(copy)).rejects.toThrow(/not a finished backup/);
  });

  it('from a backup of another PostgreSQL, or of a format not known here', async () => {
    const copy = await damaged('other');
    await writeFile(join(copy, 'manifest.json'), JSON.stringify({ ...manifest, postgresMajor: 17 }));
    await expect(checkBackup(copy)).rejects.toThrow(/is of PostgreSQL 17, and this version of Spil comes with PostgreSQL 18/);
    await writeFile(join(copy, 'manifest.json'), JSON.stringify({ ...manifest, format: 2 }));
    await expect(checkBackup(copy)).rejects.toThrow(/made by a newer version of Spil/);
  });
});
