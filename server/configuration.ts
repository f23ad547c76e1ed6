/** What every long-running process is configured with: the database, the secrets, and the outside systems. */
import { readFileSync } from 'node:fs';
import { openDatabase } from './kernel/embedded.ts';
import { migrate } from './kernel/migrate.ts';
import { openSecrets, variableOf } from './kernel/secrets.ts';
import { addressesFrom } from './windows.ts';
import type { Addresses } from './windows.ts';

export const USUAL_PORT = 3000;

/** Version of Spil, from its package. */
export const VERSION: string = (JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8')) as { version: string }).version;

export interface Configuration {
  databaseUrl: string;
  secret: string;
  channelSecret(name: string): string | null;
  addresses: Addresses;
  host: string;
  preferredPort: number;
  publicUrl: string | undefined;
  close(): Promise<void>;
}

/** Secrets of channels come from the environment only: `webshop-token` is SPIL_SECRET_WEBSHOP_TOKEN. */
export const environmentSecret = (name: string): string | null => process.env[variableOf(name)] ?? null;

/** Reads the configuration of a process, opens its database and brings that up to date. */
export async function configuration(): Promise<Configuration> {
  const opened = await openDatabase(process.env, (sentence) => console.error(sentence));
  await migrate(opened.url);
  const secrets = await openSecrets(opened.installation.secrets, { make: !opened.own });
  return {
    databaseUrl: opened.url, secret: await secrets.get('installation'), channelSecret: environmentSecret, addresses: addressesFrom(process.env),
    host: process.env['HOST'] ?? '127.0.0.1', preferredPort: Number(process.env['PORT'] ?? USUAL_PORT), publicUrl: process.env['SPIL_URL'], close: () => opened.close(),
  };
}
