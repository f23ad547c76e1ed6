/** `spil serve`: answers requests. Any number of these may run behind a load balancer; `spil work` does the rest. */
import pino from 'pino';
import { command } from '../kernel/cli.ts';
import { freePort } from '../kernel/ports.ts';
import { pages } from '../pages/index.ts';
import { serve } from '../serve.ts';
import { configuration, VERSION } from '../configuration.ts';

export const summary = 'Answers requests (HTTP API, pages, live streams); needs DATABASE_URL or a database that runs.';

export async function run(): Promise<number> {
  const { databaseUrl, secret, channelSecret, addresses, host, preferredPort, publicUrl, close } = await configuration();
  const { port } = await freePort(preferredPort);
  const serving = await serve({ databaseUrl, secret, channelSecret, addresses, host, port, ...(publicUrl ? { publicUrl } : {}), log: pino({ level: process.env['SPIL_LOG'] ?? 'info' }), prepare: (app, spil) => pages({ routes: spil.routes, version: VERSION, company: null })(app) });
  console.log(`Spil serves on ${serving.url}${port === preferredPort ? '' : ` (port ${preferredPort} is taken)`}`);
  await untilAskedToStop();
  await serving.close();
  await close();
  return 0;
}

/** Milliseconds within which a second signal is the first once more: npm and our launcher pass it on to a process that has it already. */
const ONE_WISH = 1000;

/** Waits for Ctrl-C or a polite kill; a second one, after a moment, ends at once. */
export function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    let first: number | null = null;
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.on(signal, () => {
        if (first !== null && performance.now() - first > ONE_WISH) process.exit(1);
        first ??= performance.now();
        resolve();
      });
    }
  });
}

await command(import.meta, run);
