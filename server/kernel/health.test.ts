/** The doctor's findings: each thing that can be wrong is found, named and has a way to mend it. */
import { chmod, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { checkNode, examine } from './health.ts';
import type { Finding } from './health.ts';
import { anyFreePort } from './ports.ts';
import { databaseUser, giveTo } from './system-user.ts';

let directory: string;
const now = Date.now;
const look = async (environment: NodeJS.ProcessEnv = {}, web?: number, clock = now): Promise<Record<string, Finding>> => {
  const findings = await examine({ environment: { SPIL_DATA: directory, ...environment }, now: clock, web: web ?? await anyFreePort() });
  return Object.fromEntries(findings.map((finding) => [finding.what, finding]));
};

beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'spil-doctor-'));
  await giveTo(await databaseUser(), directory);
  await chmod(directory, 0o711);
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe('the doctor', () => {
  it('finds nothing amiss before the first start, and makes no database by looking', async () => {
    const found = await look();
    expect(Object.values(found).filter(({ ok }) => !ok)).toEqual([]);
    expect(found['Database']?.found).toMatch(/none yet/);
  });

  it('finds nothing amiss with a migrated database', async () => {
    const database = await testDatabase();
    try {
      const found = await look({ DATABASE_URL: database.url });
      expect(Object.values(found).filter(({ ok }) => !ok)).toEqual([]);
      expect(found['Database']?.found).toMatch(/^PostgreSQL \d+/);
      expect(found['Database']?.found).not.toContain(new URL(database.url).password);
    } finally {
      await database.close();
    }
  });

  it('finds a clock that differs from the database\'s', async () => {
    const database = await testDatabase();
    try {
      const found = await look({ DATABASE_URL: database.url }, undefined, () => now() + 120_000);
      expect(found['Clock']).toMatchObject({ ok: false, mend: expect.stringContaining('NTP') as string });
    } finally {
      await database.close();
    }
  });

  it('finds a database that cannot be reached, without showing its password', async () => {
    const { Database: database } = await look({ DATABASE_URL: `postgres://spil:hidden@127.0.0.1:${await anyFreePort()}/spil` });
    expect(database).toMatchObject({ ok: false, found: expect.stringContaining('ECONNREFUSED') as string, mend: expect.stringContaining('is reachable from here') as string });
    expect(JSON.stringify(database)).not.toContain('hidden');
  });

  it('finds a port that is taken', async () => {
    const taken = createServer().listen(0, '127.0.0.1');
    await once(taken, 'listening');
    const address = taken.address();
    const port = typeof address === 'object' && address !== null ? address.port : 0;
    expect((await look({}, port))['Web port']).toMatchObject({ ok: false, found: `another program listens on ${port}` });
    taken.close();
  });

  it('finds a data directory that others can write to', async () => {
    await chmod(directory, 0o777);
    expect((await look())['Data directory']).toMatchObject({ ok: false, mend: `Run: chmod go-w ${directory}` });
  });

  it('finds damaged and missing secrets', async () => {
    await writeFile(join(directory, 'secrets.json'), '{');
    expect((await look())['Secrets']).toMatchObject({ ok: false, found: expect.stringContaining('cannot be read') as string });
    await rm(join(directory, 'secrets.json'));
    await mkdir(join(directory, 'postgres', '18'), { recursive: true });
    expect((await look())['Secrets']).toMatchObject({ ok: false, found: 'the password of the database is missing' });
  });

  it('finds a Node that is too old', () => {
    expect(checkNode('20.20.2')).toMatchObject({ ok: false, mend: expect.stringContaining('npm start') as string });
    expect(checkNode('24.21.0')).toMatchObject({ ok: true });
  });
});
