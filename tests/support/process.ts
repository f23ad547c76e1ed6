/** Starting and ending server processes from tests: each is a real process, and only those started here are ended here. */
import { fork } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';

export interface ServerProcess {
  url: string;
  child: ChildProcess;
  /** Round trips and statements since the last question, and resident memory in bytes. */
  counters(): Promise<{ roundTrips: number; statements: number; memory: number }>;
  stop(): Promise<void>;
  /** kill -9. */
  kill(): Promise<void>;
}

const PROGRAM = fileURLToPath(new URL('./server.ts', import.meta.url));

/** Starts a server process on a database and waits until it listens. */
export async function startServer(databaseUrl: string, environment: Record<string, string> = {}): Promise<ServerProcess> {
  const child = fork(PROGRAM, [], { env: { ...process.env, DATABASE_URL: databaseUrl, ...environment }, stdio: ['ignore', 'pipe', 'inherit', 'ipc'], execArgv: process.env['SPIL_PROFILE'] ? ['--cpu-prof', '--cpu-prof-dir=/tmp/prof'] : [] });
  const ended = new Promise<void>((resolve) => { child.once('exit', () => resolve()); });
  const url = await new Promise<string>((resolve, reject) => {
    if (!child.stdout) throw new Error('the server has no output');
    createInterface({ input: child.stdout }).once('line', (line) => resolve((JSON.parse(line) as { url: string }).url));
    child.once('exit', (code) => reject(new Error(`the server ended with ${code} before it listened`)));
  });
  return {
    url, child,
    counters: () => new Promise((resolve) => {
      child.once('message', (message) => resolve(message as { roundTrips: number; statements: number; memory: number }));
      child.send('counters');
    }),
    stop: async () => { child.kill('SIGTERM'); await ended; },
    kill: async () => { child.kill('SIGKILL'); await ended; },
  };
}
