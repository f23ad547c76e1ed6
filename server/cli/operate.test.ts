/** The operator's commands as they are typed: one installation migrated, backed up, restored elsewhere and looked at. */
import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { testDatabase } from '../../tests/support/database.ts';
import { anyFreePort } from '../kernel/ports.ts';
import { databaseUser, giveTo } from '../kernel/system-user.ts';
import { summaries } from './help.ts';

let base: string;
const elsewhere = 'postgres://spil:hidden@db.example:5432/shop';

interface Outcome { code: number; out: string; err: string }
const spil = async (command: string, parameters: string[], environment: Record<string, string>): Promise<Outcome> => {
  const { DATABASE_URL: _, SPIL_DEBUG: __, ...inherited } = process.env;
  const program = fileURLToPath(new URL(`./${command}.ts`, import.meta.url));
  const port = String(await anyFreePort());
  return new Promise((resolve) => {
    execFile(process.execPath, [program, ...parameters], { env: { ...inherited, PORT: port, ...environment } },
      (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }));
  });
};
const emptyDirectory = async (name: string): Promise<string> => {
  const directory = join(base, name);
  await mkdir(directory, { mode: 0o711 });
  await writeFile(join(directory, 'port.json'), JSON.stringify({ database: await anyFreePort() }));
  return directory;
};

beforeAll(async () => {
  base = await mkdtemp(join(tmpdir(), 'spil-operate-'));
  await giveTo(await databaseUser(), base);
});
afterAll(() => rm(base, { recursive: true, force: true }));

describe('the operator', () => {
  it('migrates, backs up, checks the backup, restores it elsewhere, and finds all well there', async () => {
    const [source, target, backup] = [await emptyDirectory('source'), await emptyDirectory('target'), join(base, 'backup')];
    expect(await spil('migrate', ['--check'], { SPIL_DATA: source })).toMatchObject({ code: 1, out: expect.stringContaining('Pending:\n  0001_') as string });
    expect(await spil('migrate', [], { SPIL_DATA: source })).toMatchObject({ code: 0, out: expect.stringContaining('Applied:\n  0001_') as string });
    expect(await spil('migrate', ['--check'], { SPIL_DATA: source })).toMatchObject({ code: 0, out: 'The database is up to date.\n' });
    expect(await spil('backup', [backup], { SPIL_DATA: source })).toMatchObject({ code: 0, out: expect.stringContaining(`into ${backup}`) as string });
    expect(await spil('backup', [backup], { SPIL_DATA: source })).toMatchObject({ code: 1, err: expect.stringContaining('is there already') as string });
    expect(await spil('restore', ['--check', backup], {})).toMatchObject({ code: 0, out: expect.stringContaining('is whole') as string });
    expect(await spil('restore', [backup], { SPIL_DATA: source })).toMatchObject({ code: 1, err: expect.stringContaining('There is a database') as string });
    expect(await spil('restore', [backup], { SPIL_DATA: target })).toMatchObject({ code: 0, out: expect.stringContaining('A new generation begins') as string });
    expect(await spil('doctor', [], { SPIL_DATA: target })).toMatchObject({ code: 0, out: expect.stringContaining('All is well.') as string });
    expect(await spil('upgrade', [], { SPIL_DATA: target })).toMatchObject({ code: 0, out: 'There is no database of an earlier PostgreSQL to copy.\n' });
  });

  it('is told what to use instead with a PostgreSQL of their own, without its password', async () => {
    const backup = await spil('backup', [], { DATABASE_URL: elsewhere });
    expect(backup).toMatchObject({ code: 1, err: expect.stringContaining('pg_basebackup') as string });
    const restore = await spil('restore', [base], { DATABASE_URL: elsewhere });
    expect(restore).toMatchObject({ code: 1, err: expect.stringContaining('restore --new-generation') as string });
    const upgrade = await spil('upgrade', [], { DATABASE_URL: elsewhere });
    expect(upgrade).toMatchObject({ code: 1, err: expect.stringContaining('pg_upgrade') as string });
    expect(JSON.stringify([backup, restore, upgrade])).not.toContain('hidden');
  });

  it('announces a restore of a PostgreSQL of their own', async () => {
    const database = await testDatabase();
    try {
      expect(await spil('restore', ['--new-generation'], { DATABASE_URL: database.url })).toMatchObject({ code: 0, out: expect.stringContaining('A new generation begins') as string });
    } finally {
      await database.close();
    }
    expect(await spil('restore', ['--new-generation'], {})).toMatchObject({ code: 1, err: expect.stringContaining('does it by itself') as string });
  });

  it('does not start by options that it does not know', async () => {
    const started = await spil('start', ['--port', '1'], { SPIL_DATA: await emptyDirectory('not-started') });
    expect([started.code, started.out, started.err]).toEqual([1, '', expect.stringContaining('--port')]);
  });

  it('finds each command in the help, with one line', async () => {
    const listed = await summaries();
    expect(listed.map(({ name }) => name)).toEqual(expect.arrayContaining(['backup', 'doctor', 'help', 'migrate', 'restore', 'upgrade']));
    expect(listed.every(({ text }) => text.length > 10 && text.length < 130)).toBe(true);
    const { out } = await spil('help', [], {});
    for (const { name, text } of listed) expect(out.split('\n').some((line) => line.startsWith(`  ${name} `) && line.endsWith(`  ${text}`))).toBe(true);
  });
});
