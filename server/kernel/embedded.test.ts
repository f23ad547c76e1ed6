/** The embedded database: made, kept, adopted from a Spil that was killed, moved off a taken port, restarted, and never shared by two. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readFile, rename, rm, stat, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive, postgresBinaries, runningPostmaster } from './cluster.ts';
import { openDatabase, startEmbedded } from './embedded.ts';
import type { EmbeddedDatabase } from './embedded.ts';
import { installationIn } from './installation.ts';
import type { Installation } from './installation.ts';
import { lockHolder } from './lock.ts';
import { anyFreePort } from './ports.ts';
import { databaseUser, giveTo } from './system-user.ts';

let base: string;
let installation: Installation;
const running: EmbeddedDatabase[] = [];
const startHere = async (report?: (sentence: string) => void): Promise<EmbeddedDatabase> => {
  const database = await startEmbedded({ installation, ...(report === undefined ? {} : { report }) });
  running.push(database);
  return database;
};
const query = async (url: string, sql: string): Promise<unknown[]> => {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query(sql)).rows;
  } finally {
    await client.end();
  }
};

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'spil-embedded-'));
  await giveTo(await databaseUser(), base);
  installation = installationIn(join(base, 'data'));
  await mkdir(installation.directory, { mode: 0o711 });
  // A port of its own for each test, so that tests that run side by side never meet.
  await writeFile(installation.port, JSON.stringify({ database: await anyFreePort() }));
});
afterEach(async () => {
  await Promise.all(running.splice(0).map((database) => database.stop()));
  await rm(base, { recursive: true, force: true });
});

describe('the embedded database', () => {
  it('is made the first time, and kept with its port and its password', async () => {
    const first = await startHere();
    expect(first).toMatchObject({ fresh: true, adopted: false, portTaken: undefined });
    await query(first.url, 'create table kept as select 42 as answer');
    expect(await query(first.url, `select current_setting('synchronous_commit') as commit, current_setting('listen_addresses') as listens, current_setting('data_checksums') as checksums`))
      .toEqual([{ commit: 'on', listens: '127.0.0.1', checksums: 'on' }]);
    await first.stop();
    expect(await runningPostmaster(join(installation.clusters, String(first.major)))).toBeUndefined();

    const second = await startHere();
    expect(second).toMatchObject({ fresh: false, adopted: false, port: first.port, url: first.url });
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    expect((await stat(installation.secrets)).mode & 0o777).toBe(0o600);
  });

  it('goes to the next free port when its own is taken, and says which was', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    if (address === null || typeof address === 'string') throw new Error('no port');
    await writeFile(installation.port, JSON.stringify({ database: address.port }));
    const database = await startHere();
    expect(database.portTaken).toBe(address.port);
    expect(database.port).toBeGreaterThan(address.port);
    expect(await query(database.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    taken.close();
  });

  it('is adopted, with all that was committed, from a Spil that was killed', async () => {
    const script = `
      import { startEmbedded } from ${JSON.stringify(new URL('./embedded.ts', import.meta.url).href)};
      import { installationIn } from ${JSON.stringify(new URL('./installation.ts', import.meta.url).href)};
      const database = await startEmbedded({ installation: installationIn(${JSON.stringify(installation.directory)}) });
      console.log(JSON.stringify({ url: database.url, pid: database.pid() }));
      setInterval(() => undefined, 60_000);`;
    const child = spawn(process.execPath, ['--input-type=module', '-e', script], { stdio: ['ignore', 'pipe', 'inherit'] });
    const [line] = await once(child.stdout, 'data') as [Buffer];
    const first = JSON.parse(line.toString()) as { url: string; pid: number };
    await query(first.url, 'create table kept as select 42 as answer');
    await expect(startHere()).rejects.toThrow(new RegExp(`already runs on this data directory \\(process ${child.pid}\\)`));

    child.kill('SIGKILL');
    await once(child, 'exit');
    expect(isAlive(first.pid)).toBe(true);
    const second = await startHere();
    expect(second).toMatchObject({ adopted: true, fresh: false, url: first.url });
    expect(second.pid()).toBe(first.pid);
    expect(await query(second.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
    await second.stop();
    expect(isAlive(first.pid)).toBe(false);
  });

  it('refuses a second Spil on the same data, and says where the first is', async () => {
    const first = await startHere();
    await first.tell('http://localhost:4000');
    await expect(startHere()).rejects.toThrow(/Spil already runs on this data directory, at http:\/\/localhost:4000/);
    await first.stop();
    expect(await lockHolder(installation.lock)).toBeUndefined();
  });

  it('is started again on the same port when PostgreSQL is killed', async () => {
    let again = (): void => undefined;
    const back = new Promise<void>((resolve) => { again = resolve; });
    const database = await startHere((sentence) => { if (sentence === 'PostgreSQL runs again.') again(); });
    await query(database.url, 'create table kept as select 42 as answer');
    const before = database.pid();
    process.kill(before, 'SIGKILL');
    await back;
    expect(database.pid()).not.toBe(before);
    expect(await query(database.url, 'select answer from kept')).toEqual([{ answer: 42 }]);
  });

  it('starts where postmaster.pid names a program that is not PostgreSQL', async () => {
    const first = await startHere();
    await first.stop();
    const cluster = join(installation.clusters, String(first.major));
    await writeFile(join(cluster, 'postmaster.pid'), `${process.ppid}\n${cluster}\n0\n${first.port}\n\n127.0.0.1\n0 0\nready\n`);
    expect(await startHere()).toMatchObject({ adopted: false, fresh: false });
  });

  it('refuses data of another PostgreSQL major version, newer or older, and says what to do', async () => {
    const { major } = await postgresBinaries();
    await mkdir(join(installation.clusters, String(major + 1)), { recursive: true });
    await expect(startHere()).rejects.toThrow(new RegExp(`of PostgreSQL ${major + 1}, .*comes with PostgreSQL ${major}\\. Start the newer version`));
    await rename(join(installation.clusters, String(major + 1)), join(installation.clusters, String(major - 1)));
    await expect(startHere()).rejects.toThrow(/cannot read it\. Run "node tools\/spil\.mjs upgrade"/);
  });

  it('refuses to make new secrets over lost or damaged ones', async () => {
    await (await startHere()).stop();
    const secrets = await readFile(installation.secrets, 'utf8');
    await rm(installation.secrets);
    await expect(startHere()).rejects.toThrow(/has no database password, but there is a database/);
    await writeFile(installation.secrets, secrets.slice(0, 10));
    await expect(startHere()).rejects.toThrow(/secrets .* cannot be read/);
    await writeFile(installation.secrets, secrets);
    expect(await startHere()).toMatchObject({ fresh: false });
  });
});

describe('the database for one command', () => {
  it('is the running one, which it leaves running, or one that it starts and stops', async () => {
    const environment = { SPIL_DATA: installation.directory };
    const alone = await openDatabase(environment);
    expect(await query(alone.url, 'select 1 as one')).toEqual([{ one: 1 }]);
    await alone.close();
    expect(await runningPostmaster(alone.cluster ?? '')).toBeUndefined();

    const spil = await startHere();
    const beside = await openDatabase(environment);
    expect(beside.url).toBe(spil.url);
    await beside.close();
    expect(await query(spil.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('is left to a Spil that was started meanwhile', async () => {
    const command = await openDatabase({ SPIL_DATA: installation.directory });
    const spil = await startHere();
    expect(spil.adopted).toBe(true);
    await command.close();
    expect(await query(spil.url, 'select 1 as one')).toEqual([{ one: 1 }]);
  });

  it('is the server of DATABASE_URL where that is set', async () => {
    expect(await openDatabase({ DATABASE_URL: 'postgres://elsewhere/spil', SPIL_DATA: installation.directory })).toMatchObject({ url: 'postgres://elsewhere/spil', own: true, cluster: undefined });
  });
});
