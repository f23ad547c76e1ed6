/** How Spil starts the demo's outside world as a process of its own, small, and ends it with itself. */
import { fork } from 'node:child_process';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { WorldUrls } from './world.ts';

const PROGRAM = fileURLToPath(new URL('../cli/simulate.ts', import.meta.url));
/** Young objects in half a megabyte each way: 20 MB less, for some more collecting, which such calm work does not feel. */
const SMALL = ['--max-semi-space-size=1', '--optimize-for-size', '--max-old-space-size=96'];
/** A world that does not listen after this long will not. */
const PATIENCE = 60_000;

export interface WorldProcessOptions {
  /** Where its files are kept. */
  directory: string;
  /** The installation's secret "demo", of 32 characters at least. */
  secret: string;
  spilUrl: string;
  /** First port; the others follow. Default 3101. */
  port?: number;
  /** Orders a minute; 0 leaves the company to people. Default 12. */
  pace?: number;
  /** False starts the outside systems only. */
  robots?: boolean;
}

export interface WorldProcess {
  urls: WorldUrls & { company?: string };
  pid: number;
  /** Ends when the process has ended, with its code. */
  ended: Promise<number | null>;
  stop(): Promise<void>;
}

/** Starts the process and waits until everything listens; refuses when it ends before that, or takes more than a minute. */
export async function startWorldProcess({ directory, secret, spilUrl, port = 3101, pace = 12, robots = true }: WorldProcessOptions): Promise<WorldProcess> {
  const parameters = ['--spil', spilUrl, '--directory', directory, '--ports', String(port), '--pace', String(pace), ...(robots ? [] : ['--no-robots'])];
  // Compiled once and kept: without it each start takes the TypeScript apart anew, which alone is 25 MB.
  const env = { ...process.env, NODE_COMPILE_CACHE: join(directory, 'compiled'), SPIL_SECRET_DEMO: secret };
  const child = fork(PROGRAM, parameters, { execArgv: SMALL, env, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const ended = new Promise<number | null>((resolve) => { child.once('exit', resolve); });
  const urls = await new Promise<WorldProcess['urls']>((resolve, reject) => {
    const timer = setTimeout(() => {
      child.kill('SIGKILL');
      reject(new Error('the outside world of the demo did not start within a minute'));
    }, PATIENCE);
    child.once('message', (message) => {
      clearTimeout(timer);
      resolve((message as { urls: WorldProcess['urls'] }).urls);
    });
    child.once('error', reject);
    void ended.then((code) => {
      clearTimeout(timer);
      reject(new Error(`the outside world of the demo ended with ${code} before it listened`));
    });
  });
  return {
    urls, pid: child.pid ?? 0, ended,
    stop: async () => {
      child.kill('SIGTERM');
      await ended;
    },
  };
}
