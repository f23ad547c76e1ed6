/** Migrations: in order, each once, all or nothing, and refused when the record and the files disagree. */
import { mkdtemp, rename, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import type { TestDatabase } from '../../tests/support/database.ts';
import { migrate, migrationsFingerprint, pendingMigrations, readMigrations } from './migrate.ts';

let database: TestDatabase;
let directory: string;
const file = (name: string, sql: string) => writeFile(join(directory, name), sql);
const query = async (sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: database.url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

beforeEach(async () => {
  database = await testDatabase({ empty: true });
  directory = await mkdtemp(join(tmpdir(), 'spil-migrations-'));
  await file('0001_shelf.sql', 'create table shelf (id int primary key);\ninsert into shelf values (1);');
  await file('0002_label.sql', 'alter table shelf add label text;');
});
afterEach(async () => {
  await database.close();
  await rm(directory, { recursive: true, force: true });
});

describe('migrate', () => {
  it('applies the files in order, and each only once', async () => {
    expect(await pendingMigrations(database.url, { directory })).toEqual(['0001_shelf.sql', '0002_label.sql']);
    expect(await migrate(database.url, { directory })).toEqual(['0001_shelf.sql', '0002_label.sql']);
    expect(await migrate(database.url, { directory })).toEqual([]);
    await file('0003_more.sql', `insert into shelf values (2, 'top');`);
    expect(await migrate(database.url, { directory })).toEqual(['0003_more.sql']);
    expect(await query('select id, label from shelf order by id')).toEqual([{ id: 1, label: null }, { id: 2, label: 'top' }]);
  });

  it('takes a connected client as well, and lets programs that start together take turns', async () => {
    const client = new pg.Client({ connectionString: database.url });
    await client.connect();
    const applied = await Promise.all([migrate(client, { directory }), migrate(database.url, { directory }), migrate(database.url, { directory })]);
    await client.end();
    expect(applied.flat()).toEqual(['0001_shelf.sql', '0002_label.sql']);
  });

  it('leaves nothing of a file that fails, names its line, and keeps those before it', async () => {
    await file('0003_wrong.sql', 'create table half (id int);\ninsert into nowhere values (1);');
    await expect(migrate(database.url, { directory })).rejects.toThrow(/0003_wrong\.sql failed and changed nothing: relation "nowhere" does not exist \(line 2\)/);
    expect(await query(`select to_regclass('half') as half, (select count(*)::int from applied_migration) as applied`)).toEqual([{ half: null, applied: 2 }]);
  });

  it('refuses an applied file that was changed', async () => {
    await migrate(database.url, { directory });
    await file('0002_label.sql', 'alter table shelf add label varchar;');
    await expect(migrate(database.url, { directory })).rejects.toThrow(/0002_label\.sql was changed after it was applied/);
  });

  it('takes Windows line endings for the same file', async () => {
    await migrate(database.url, { directory });
    await file('0001_shelf.sql', 'create table shelf (id int primary key);\r\ninsert into shelf values (1);');
    expect(await migrate(database.url, { directory })).toEqual([]);
  });

  it('refuses a database that a newer version made, and changes nothing', async () => {
    await file('0003_future.sql', 'create table future (id int);');
    await migrate(database.url, { directory });
    await rm(join(directory, '0003_future.sql'));
    await expect(migrate(database.url, { directory })).rejects.toThrow(/newer than this version of Spil: it has 0003_future\.sql, and this version ends at 0002/);
    await expect(pendingMigrations(database.url, { directory })).rejects.toThrow(/newer than this version/);
  });

  it('refuses a file with a number below what is applied', async () => {
    await file('0004_ahead.sql', 'select 1;');
    await migrate(database.url, { directory });
    await file('0003_late.sql', 'select 1;');
    await expect(migrate(database.url, { directory })).rejects.toThrow(/0003_late\.sql comes before 0004_ahead\.sql/);
  });

  it('refuses a database with a file that is missing here', async () => {
    await file('0003_more.sql', 'select 1;');
    await migrate(database.url, { directory });
    await rename(join(directory, '0002_label.sql'), join(directory, '0009_label.sql'));
    await expect(migrate(database.url, { directory })).rejects.toThrow(/has 0002_label\.sql, which this version of Spil does not have/);
  });

  it('refuses names and numbers that say no order', async () => {
    await file('0002_other.sql', 'select 1;');
    await expect(migrate(database.url, { directory })).rejects.toThrow(/0002_label\.sql and 0002_other\.sql have the same number/);
    await rm(join(directory, '0002_other.sql'));
    await file('third.sql', 'select 1;');
    await expect(migrate(database.url, { directory })).rejects.toThrow(/third\.sql is not named like a migration/);
  });

  it('gives way to a transaction that holds the table, and comes back when it has ended', async () => {
    await migrate(database.url, { directory });
    await file('0003_slow.sql', 'alter table shelf add width int;');
    const holder = new pg.Client({ connectionString: database.url });
    await holder.connect();
    await holder.query('begin; select * from shelf;');
    const migrating = migrate(database.url, { directory });
    // The first attempt is seen to wait for the lock, and then to have given up.
    const waiting = `select count(*)::int as waiting from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock' and query like 'alter table shelf%'`;
    const see = async (count: number) => { while (((await query(waiting))[0] as { waiting: number }).waiting !== count); };
    await see(1);
    await see(0);
    await holder.query('rollback');
    expect(await migrating).toEqual(['0003_slow.sql']);
    await holder.end();
  });
});

describe('the template', () => {
  it('changes its key with any change of a migration', async () => {
    const before = migrationsFingerprint(await readMigrations(directory));
    await file('0002_label.sql', 'alter table shelf add label text not null;');
    expect(migrationsFingerprint(await readMigrations(directory))).not.toBe(before);
  });

  it('gives each caller a database of its own', async () => {
    const [one, other] = await Promise.all([testDatabase(), testDatabase()]);
    expect(one.url).not.toBe(other.url);
    expect(await pendingMigrations(one.url)).toEqual([]);
    await Promise.all([one.close(), other.close()]);
  });
});
