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

/** Waits for Ctrl-C or a polite kill; a second one ends at once. */
export function untilAskedToStop(): Promise<void> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) {
      process.once(signal, () => {
        process.once(signal, () => process.exit(1));
        resolve();
      });
    }
  });
}

await command(import.meta, run);
