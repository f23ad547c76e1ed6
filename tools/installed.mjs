/** Makes sure that what package-lock.json names is installed, and runs programs under the pinned Node. Runs on Node 20 with npm alone. */
import { spawn, spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

export const checkout = dirname(dirname(fileURLToPath(import.meta.url)));
const modules = join(checkout, 'node_modules');
const stamp = join(modules, '.spil-installed');
const pinned = join(modules, 'node', 'bin', process.platform === 'win32' ? 'node.exe' : 'node');

/** Installs by `npm ci` when something is missing or of another version. An installed checkout is only looked at: nothing asks the network. */
export function ensureInstalled() {
  const lock = readFileSync(join(checkout, 'package-lock.json'), 'utf8');
  const wanted = `${createHash('sha256').update(lock).digest('hex')} ${process.platform}-${process.arch}`;
  if (existsSync(pinned) && (read(stamp) === wanted || differences(JSON.parse(lock)).length === 0)) {
    if (read(stamp) !== wanted) writeStamp(wanted);
    return;
  }
  console.error('Installing what package-lock.json names (npm ci) …');
  const npm = npmCommand(['ci', '--include=dev', '--no-audit', '--no-fund', '--loglevel=error']);
  const outcome = spawnSync(npm.program, npm.parameters, { cwd: checkout, stdio: ['ignore', 2, 2], shell: npm.shell });
  if (outcome.status !== 0) give('npm ci did not succeed; its own message is above. It needs the npm registry once; after that Spil starts without any network.');
  if (!existsSync(pinned)) {
    give('npm installed the packages but not the pinned Node, because install scripts are switched off (ignore-scripts). Allow them for this checkout: npm ci --ignore-scripts=false');
  }
  writeStamp(wanted);
}

/** The packages of the lock that npm's own record of what it installed does not have, or in another version. Those for other systems are optional. */
export function differences(lock) {
  const record = read(join(modules, '.package-lock.json'));
  const installed = record === undefined ? {} : JSON.parse(record).packages;
  return Object.entries(lock.packages)
    .filter(([path, entry]) => path !== '' && entry.optional !== true && entry.link !== true && installed[path]?.version !== entry.version)
    .map(([path]) => path);
}

/** The npm that runs us, if one does; else the one on the path. */
function npmCommand(parameters) {
  const script = process.env.npm_execpath;
  if (script !== undefined && /npm-cli\.c?js$/.test(script) && !process.execPath.startsWith(modules)) return { program: process.execPath, parameters: [script, ...parameters], shell: false };
  return { program: 'npm', parameters, shell: process.platform === 'win32' };
}

/**
 * Runs a program under the pinned Node and answers its exit code. A signal to us reaches it; a terminal's Ctrl-C it gets by itself.
 * @param {string[]} parameters the script, from the checkout, and its arguments
 * @param {Record<string, string>} [environment] what to set besides our own environment
 * @returns {Promise<number>}
 */
export function runUnderPinnedNode(parameters, environment = {}) {
  const child = spawn(pinned, parameters, { stdio: 'inherit', env: { ...process.env, ...environment } });
  process.on('SIGINT', () => { if (!process.stdin.isTTY) child.kill('SIGINT'); });
  for (const signal of ['SIGTERM', 'SIGHUP']) process.on(signal, () => child.kill(signal));
  return new Promise((resolve) => {
    child.once('error', (error) => give(`The pinned Node could not be started: ${error.message}`));
    child.once('exit', (code) => resolve(code ?? 1));
  });
}

/** Becomes the program: where this Node can, in place of this process, which saves its memory and passes every signal on. */
export async function becomeUnderPinnedNode(parameters) {
  if (typeof process.execve === 'function' && process.platform !== 'win32') process.execve(pinned, [pinned, ...parameters], process.env);
  process.exit(await runUnderPinnedNode(parameters));
}

/** Says why it cannot go on, and ends. */
export function give(sentence) {
  console.error(`spil: ${sentence}`);
  process.exit(1);
}

function writeStamp(text) {
  try {
    writeFileSync(stamp, text);
  } catch {
    // A checkout that is mounted read-only: the look at npm's record is repeated at the next start.
  }
}

function read(file) {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return undefined;
  }
}
