/**
 * The upgrade between major versions, by a cluster that is renamed to look like one of the version before: the programs of an
 * earlier PostgreSQL come from the npm registry, which tests do not ask.
 */
import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { postgresBinaries } from './cluster.ts';
import { startEmbedded } from './embedded.ts';
import type { EmbeddedDatabase } from './embedded.ts';
import { checkout, installationIn } from './installation.ts';
import type { Installation } from './installation.ts';
import { migrate } from './migrate.ts';
import { anyFreePort } from './ports.ts';
import { databaseUser, giveTo } from './system-user.ts';
import { upgradeCluster } from './upgrade.ts';

let base: string;
let installation: Installation;
let major: number;
const programs = async (): Promise<string> => checkout;
const silent = (): void => undefined;
const query = async (database: EmbeddedDatabase, sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};
const within = async <Answer>(work: (database: EmbeddedDatabase) => Promise<Answer>): Promise<Answer> => {
  const database = await startEmbedded({ installation });
  try {
    return await work(database);
  } finally {
    await database.stop();
  }
};
const event = (seq: number): string => `
  insert into books.event (stream_id, seq, stream_kind, type, body, hash) values ('01890000-0000-7000-8000-000000000001', ${seq}, 'order', 'Tested', '{}', '\\x00')`;

beforeEach(async () => {
  ({ major } = await postgresBinaries());
  base = await mkdtemp(join(tmpdir(), 'spil-upgrade-'));
  await giveTo(await databaseUser(), base);
  installation = installationIn(join(base, 'data'));
  await mkdir(installation.directory, { mode: 0o711 });
  await writeFile(installation.port, JSON.stringify({ database: await anyFreePort() }));
  await within(async (database) => {
    await migrate(database.url);
    for (const seq of [1, 2, 3]) await query(database, event(seq));
    await query(database, `insert into kernel.follower (name, generation, xid, position) select 'reader', 1, xid, position from books.event where seq = 2`);
  });
});
afterEach(() => rm(base, { recursive: true, force: true }));

const makeOld = () => rename(join(installation.clusters, String(major)), join(installation.clusters, String(major - 1)));

describe('the upgrade', () => {
  it('copies everything, begins a generation, and keeps the place of every follower', async () => {
    await makeOld();
    expect(await upgradeCluster(installation, silent, programs)).toMatchObject({ from: major - 1, to: major, left: join(installation.clusters, String(major - 1)) });
    await within(async (database) => {
      expect(database.fresh).toBe(false);
      expect(await query(database, 'select reason from kernel.generation order by id')).toEqual([{ reason: 'created' }, { reason: 'upgrade' }]);
      const [follower] = await query(database, `
        select f.generation, array_agg(e.seq order by e.seq) as unread from kernel.follower f join books.event e on (e.xid, e.position) > (f.xid, f.position)
         where f.name = 'reader' group by f.generation`) as { generation: number; unread: number[] }[];
      expect(follower).toEqual({ generation: 2, unread: [3] });
      // The next event comes after those that were copied, and none of them waits for the transaction ids of the old cluster.
      await query(database, event(4));
      expect(await query(database, 'select seq from books.event order by xid, position')).toEqual([1, 2, 3, 4].map((seq) => ({ seq })));
      expect(await query(database, 'select count(*)::int as copied from books.event where seq < 4 and xid < pg_snapshot_xmin(pg_current_snapshot())')).toEqual([{ copied: 3 }]);
    });
    expect(await upgradeCluster(installation, silent, programs)).toBeUndefined();
  });

  it('leaves no half database when the old one is not of this form', async () => {
    await within((database) => query(database, 'create table kernel.of_their_own (id int)'));
    await makeOld();
    await expect(upgradeCluster(installation, silent, programs)).rejects.toThrow(/not of the same form: kernel\.of_their_own differs/);
    expect((await readdir(installation.clusters)).filter((name) => /^\d+$/.test(name))).toEqual([String(major - 1)]);
    await expect(startEmbedded({ installation })).rejects.toThrow(/Run "node tools\/spil\.mjs upgrade"/);
  });

  it('has nothing to do where the data are of the installed version, and none on a running Spil', async () => {
    expect(await upgradeCluster(installation, silent, programs)).toBeUndefined();
    await within(async () => { await expect(upgradeCluster(installation, silent, programs)).rejects.toThrow(/already runs on this data directory/); });
  });
});
