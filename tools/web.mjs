/** Builds the screens when their sources changed: `node tools/web.mjs`; or serves them in development before a running Spil: `node tools/web.mjs dev --port 5173 --api http://127.0.0.1:3000`. */
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { checkout, ensureInstalled, give, runUnderPinnedNode } from './installed.mjs';

const web = join(checkout, 'web');
const dist = join(web, 'dist');
const stamp = join(dist, '.built');
const vite = join('node_modules', 'vite', 'bin', 'vite.js');

/** Builds web/dist when it is not of the sources that are here: some seconds, once. Built aside and put in place whole, so that two that build at once do not meet. */
export function ensureBuilt() {
  // A copy without the screens, such as the launcher's own tests make, has nothing to build.
  if (!existsSync(join(web, 'vite.config.ts'))) return;
  const wanted = digest();
  if (existsSync(stamp) && readFileSync(stamp, 'utf8') === wanted) return;
  console.error('Building the screens …');
  const aside = `dist-${process.pid}`;
  const pinned = join(checkout, 'node_modules', '.bin', process.platform === 'win32' ? 'node.cmd' : 'node');
  const outcome = spawnSync(pinned, [join(checkout, vite), 'build', '--config', join(web, 'vite.config.ts'), '--outDir', aside, '--logLevel', 'warn'], { cwd: checkout, stdio: ['ignore', 2, 2], shell: process.platform === 'win32', env: { ...process.env, NODE_ENV: 'production' } });
  const built = join(web, aside);
  if (outcome.status !== 0) {
    rmSync(built, { recursive: true, force: true });
    give('the screens could not be built; what is wrong stands above.');
  }
  writeFileSync(join(built, '.built'), wanted);
  const old = `${built}-old`;
  if (existsSync(dist)) renameSync(dist, old);
  if (existsSync(dist)) rmSync(built, { recursive: true, force: true });
  else renameSync(built, dist);
  rmSync(old, { recursive: true, force: true });
}

/** A checksum of everything the screens are made of. */
function digest() {
  const hash = createHash('sha256').update(readFileSync(join(checkout, 'package-lock.json')));
  const files = readdirSync(web, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && !entry.name.endsWith('.test.ts') && !entry.name.endsWith('.test.tsx'))
    .map((entry) => join(entry.parentPath, entry.name)).filter((path) => !path.startsWith(dist)).sort();
  for (const path of files) hash.update(path.slice(web.length)).update(readFileSync(path));
  return hash.digest('hex');
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  ensureInstalled();
  const [, , mode, ...rest] = process.argv;
  if (mode === 'dev') {
    const value = (name, usual) => rest[rest.indexOf(name) + 1 || rest.length] ?? usual;
    process.exitCode = await runUnderPinnedNode([vite, '--config', join(web, 'vite.config.ts'), '--port', value('--port', '5173')], { SPIL_API: value('--api', 'http://127.0.0.1:3000') });
  } else ensureBuilt();
}
