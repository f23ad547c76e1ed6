/** How long `npm start` takes until its page answers, the first time and with an existing database, and what all its processes hold in memory (P12). */
import { spawn } from 'node:child_process';
import { readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as wait } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { anyFreePort } from '../../server/kernel/ports.ts';

const root = fileURLToPath(new URL('../..', import.meta.url));

export interface StartFigures { firstSeconds: number; againSeconds: number; /** Proportional set size of every process, after a minute of work. */ memoryBytes: number; processes: number }

/** Starts, waits for the page, lets the company work for `workSeconds`, measures, and stops it as Ctrl-C does. */
async function once(data: string, port: number, workSeconds: number): Promise<{ seconds: number; memory: number; processes: number }> {
  const started = performance.now();
  const child = spawn(process.execPath, [join(root, 'tools/spil.mjs'), 'start'], { cwd: root, env: { ...process.env, SPIL_DATA: data, PORT: String(port) }, stdio: 'ignore' });
  const ended = new Promise<void>((resolve) => { child.once('exit', () => resolve()); });
  try {
    for (;;) {
      const answer = await fetch(`http://127.0.0.1:${port}/`).catch(() => null);
      if (answer?.ok) break;
      if (child.exitCode !== null) throw new Error(`npm start ended with ${child.exitCode}`);
      if (performance.now() - started > 120_000) throw new Error('npm start did not answer within two minutes');
      await wait(50);
    }
    const seconds = (performance.now() - started) / 1000;
    await wait(workSeconds * 1000);
    const sizes = await Promise.all((await family(child.pid ?? 0, data)).map(proportional));
    return { seconds, memory: sizes.reduce((sum, size) => sum + size, 0), processes: sizes.length };
  } finally {
    child.kill('SIGINT');
    await ended;
  }
}

/** The process, all below it, and PostgreSQL, which is nobody's child. */
async function family(first: number, data: string): Promise<number[]> {
  const parents = new Map<number, number>();
  const roots = new Set([first]);
  for (const name of await readdir('/proc')) {
    const pid = Number(name);
    if (!Number.isInteger(pid)) continue;
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => '');
    parents.set(pid, Number(stat.slice(stat.lastIndexOf(')') + 2).split(' ')[1]));
    const line = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => '');
    if (line.includes('postgres') && line.includes(data)) roots.add(pid);
  }
  const below = (pid: number): boolean => roots.has(pid) || (parents.has(pid) && pid > 1 && below(parents.get(pid) ?? 0));
  return [...parents.keys()].filter(below);
}

async function proportional(pid: number): Promise<number> {
  const text = await readFile(`/proc/${pid}/smaps_rollup`, 'utf8').catch(() => '');
  return Number(/^Pss:\s+(\d+) kB/m.exec(text)?.[1] ?? 0) * 1024;
}

/** Measures in a data directory of its own. On Linux only, for memory is read from /proc. */
export async function measureStart(workSeconds = 60): Promise<StartFigures> {
  // Made by Spil itself, which lets the database's user into it.
  const data = join(tmpdir(), `spil-start-${process.pid}`);
  try {
    const port = await anyFreePort();
    const first = await once(data, port, 0);
    const again = await once(data, port, workSeconds);
    return { firstSeconds: first.seconds, againSeconds: again.seconds, memoryBytes: again.memory, processes: again.processes };
  } finally {
    await rm(data, { recursive: true, force: true });
  }
}
