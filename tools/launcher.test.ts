/** The launcher in a checkout of its own, with an npm that only notes that it was called. */
import { execFile } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';

let base: string;
let checkout: string;
const lockOf = (version: string): string => JSON.stringify({ packages: { '': {}, 'node_modules/left': { version }, 'node_modules/for-another-system': { version: '1.0.0', optional: true } } });

beforeEach(async () => {
  base = await mkdtemp(join(tmpdir(), 'spil-launcher-'));
  checkout = join(base, 'spil');
  await cp(fileURLToPath(new URL('.', import.meta.url)), join(checkout, 'tools'), { recursive: true });
  await mkdir(join(checkout, 'server', 'cli'), { recursive: true });
  await writeFile(join(checkout, 'package.json'), '{ "type": "module" }');
  await writeFile(join(checkout, 'package-lock.json'), lockOf('1.0.0'));
  await writeFile(join(checkout, 'server', 'cli', 'greet.ts'), `const names: string[] = process.argv.slice(2);\nconsole.log('hello', ...names);\nprocess.exitCode = names.length;\n`);
  await mkdir(join(base, 'bin'));
  await writeFile(join(base, 'bin', 'npm'), `#!${process.execPath}
    const fs = require('node:fs');
    fs.appendFileSync(${JSON.stringify(join(base, 'calls'))}, process.argv.slice(2).join(' ') + '\\n');
    if (fs.existsSync(${JSON.stringify(join(base, 'offline'))})) process.exit(1);
    fs.mkdirSync('node_modules/node/bin', { recursive: true });
    if (!fs.existsSync('node_modules/node/bin/node')) fs.symlinkSync(process.execPath, 'node_modules/node/bin/node');
    fs.copyFileSync('package-lock.json', 'node_modules/.package-lock.json');
  `);
  await chmod(join(base, 'bin', 'npm'), 0o755);
});
afterEach(() => rm(base, { recursive: true, force: true }));

interface Outcome { code: number; out: string; err: string }
const launch = (script: string, ...parameters: string[]): Promise<Outcome> => new Promise((resolve) => {
  const { npm_execpath: _, SPIL_TEST_COUNT: __, ...environment } = process.env;
  execFile(process.execPath, [join(checkout, 'tools', script), ...parameters], { cwd: base, env: { ...environment, PATH: `${join(base, 'bin')}${delimiter}${process.env['PATH'] ?? ''}` } },
    (error, out, err) => resolve({ code: typeof error?.code === 'number' ? error.code : 0, out, err }));
});
const calls = async (): Promise<number> => (await readFile(join(base, 'calls'), 'utf8').catch(() => '')).split('\n').length - 1;

describe('the launcher', () => {
  it('installs what is missing once, and runs the command with its arguments and exit code', async () => {
    expect(await launch('spil.mjs', 'greet', 'Jo', 'Bo')).toMatchObject({ code: 2, out: 'hello Jo Bo\n' });
    expect(await readFile(join(base, 'calls'), 'utf8')).toMatch(/^ci /);
    await writeFile(join(base, 'offline'), '');
    expect(await launch('spil.mjs', 'greet')).toMatchObject({ code: 0, out: 'hello\n', err: '' });
    expect(await calls()).toBe(1);
  });

  it('installs again when the lock names another version, but not when npm has it already', async () => {
    await launch('spil.mjs', 'greet');
    await writeFile(join(checkout, 'package-lock.json'), lockOf('1.0.1'));
    await launch('spil.mjs', 'greet');
    expect(await calls()).toBe(2);
    await writeFile(join(checkout, 'package-lock.json'), lockOf('1.0.2'));
    await cp(join(checkout, 'package-lock.json'), join(checkout, 'node_modules', '.package-lock.json'));
    await launch('spil.mjs', 'greet');
    expect(await calls()).toBe(2);
  });

  it('says so when it cannot install', async () => {
    await writeFile(join(base, 'offline'), '');
    const { code, err } = await launch('spil.mjs', 'greet');
    expect(code).toBe(1);
    expect(err).toMatch(/npm ci did not succeed.*needs the npm registry once/);
  });

  it('refuses a command that there is not, before installing anything', async () => {
    expect(await launch('spil.mjs', 'dance')).toMatchObject({ code: 1, err: expect.stringContaining('there is no command "dance"') as string });
    expect(await launch('spil.mjs', '../cli/greet')).toMatchObject({ code: 1 });
    expect(await calls()).toBe(0);
  });

  it('ends a test run with the line that counts, also when the run broke down', async () => {
    await launch('spil.mjs', 'greet');
    const vitest = join(checkout, 'node_modules', 'vitest', 'vitest.mjs');
    await mkdir(join(checkout, 'node_modules', 'vitest'));
    const counted = (count: string, code: number) => writeFile(vitest, `import fs from 'node:fs';\nfs.writeFileSync(process.env.SPIL_TEST_COUNT, '${count}');\nconsole.log('its own summary');\nprocess.exitCode = ${code};\n`);
    await counted('{"passed":12,"failed":0,"skipped":0}', 0);
    expect(await launch('test.mjs')).toMatchObject({ code: 0, out: 'its own summary\n12 passed, 0 failed\n' });
    await counted('{"passed":11,"failed":1,"skipped":3}', 1);
    expect(await launch('test.mjs')).toMatchObject({ code: 1, out: 'its own summary\n11 passed, 1 failed, 3 skipped\n' });
    await writeFile(vitest, 'process.kill(process.pid, "SIGKILL");');
    expect(await launch('test.mjs')).toMatchObject({ code: 1, out: '0 passed, 1 failed\n' });
  });
});
