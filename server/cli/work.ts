/** `spil work`: reactions, outside calls and timers. Any number of these may run; each piece of work is done by one of them. */
import pino from 'pino';
import { command } from '../kernel/cli.ts';
import { systemClock } from '../kernel/clock.ts';
import { openSpil } from '../spil.ts';
import { openWindows } from '../windows.ts';
import { configuration } from '../configuration.ts';
import { untilAskedToStop } from './serve.ts';

export const summary = 'Does the work behind the answers: payments, labels, mail, webhooks, channels, the ERP, timers.';

export async function run(): Promise<number> {
  const { databaseUrl, secret, channelSecret, addresses, publicUrl, host, preferredPort, close } = await configuration();
  const spil = await openSpil({ databaseUrl, clock: systemClock, secret, url: publicUrl ?? `http://${host}:${preferredPort}`, windows: openWindows(addresses, systemClock), channelSecret, log: pino({ level: process.env['SPIL_LOG'] ?? 'info' }) });
  await spil.startWorking();
  console.log('Spil works.');
  await untilAskedToStop();
  await spil.close();
  await close();
  return 0;
}

await command(import.meta, run);
