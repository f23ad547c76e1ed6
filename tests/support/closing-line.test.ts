/** The closing line of a test run counts what failed wherever it failed. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, it } from 'vitest';
import { lineOf } from './closing-line.ts';

it('says passed and failed, and skipped where some were', () => {
  expect(lineOf({ passed: 3, failed: 0, skipped: 0 })).toBe('3 passed, 0 failed');
  expect(lineOf({ passed: 3, failed: 1, skipped: 2 })).toBe('3 passed, 1 failed, 2 skipped');
});

it('counts tests, files that do not load and hooks that fail, as the very last line', async () => {
  const root = fileURLToPath(new URL('../..', import.meta.url));
  const directory = await mkdtemp(join(root, 'node_modules', '.spil-closing-'));
  try {
    await writeFile(join(directory, 'mixed.test.ts'), `import { expect, it } from 'vitest'; it('holds', () => {}); it('fails', () => { expect(1).toBe(2); }); it.skip('waits', () => {}); it.todo('comes');`);
    await writeFile(join(directory, 'broken.test.ts'), `import './nowhere.ts';`);
    await writeFile(join(directory, 'hook.test.ts'), `import { beforeAll, describe, it } from 'vitest'; describe('with a hook', () => { beforeAll(() => { throw new Error('no'); }); it('never runs', () => {}); });`);
    await writeFile(join(directory, 'vitest.config.ts'), `export default { test: { include: ['*.test.ts'], exclude: [], reporters: ['default', ${JSON.stringify(join(root, 'tests/support/closing-line.ts'))}] } };`);
    const { SPIL_TEST_COUNT: _, ...environment } = process.env;
    const out = await new Promise<string>((resolve) => {
      execFile(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', '--root', directory], { env: environment, cwd: tmpdir() }, (_error, stdout) => resolve(stdout));
    });
    expect(out.trimEnd().split('\n').at(-1)).toBe('1 passed, 3 failed, 3 skipped');
  } finally {
    await rm(directory, { recursive: true, force: true });
  }
});
