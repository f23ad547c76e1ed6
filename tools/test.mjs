/** Runs the tests: installs what is missing, finds the third-party specifications, and ends with a line that counts: N passed, N failed. */
import { existsSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { checkout, ensureInstalled, runUnderPinnedNode } from './installed.mjs';
import { ensureBuilt } from './web.mjs';

ensureInstalled();
ensureBuilt();
process.chdir(checkout);
const specs = join(checkout, '..', 'shared', 'specs');
const directory = mkdtempSync(join(tmpdir(), 'spil-count-'));
const count = join(directory, 'count.json');
const code = await runUnderPinnedNode([join('node_modules', 'vitest', 'vitest.mjs'), 'run', ...process.argv.slice(2)], {
  SPIL_TEST_COUNT: count,
  // The tests find the pinned Node, tsc and the rest as npm scripts would.
  PATH: `${join(checkout, 'node_modules', '.bin')}${process.platform === 'win32' ? ';' : ':'}${process.env.PATH ?? ''}`,
  ...(process.env.SPIL_SPECS === undefined && existsSync(specs) ? { SPIL_SPECS: specs } : {}),
});

let { passed, failed, skipped } = { passed: 0, failed: 0, skipped: 0 };
try {
  ({ passed, failed, skipped } = JSON.parse(readFileSync(count, 'utf8')));
} catch {
  // The run ended before it could count: below, that is a failure.
}
rmSync(directory, { recursive: true, force: true });
if (code !== 0 && failed === 0) failed = 1;
const ended = failed > 0 || code !== 0 ? 1 : 0;
console.log(`${passed} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
process.exitCode = ended;
