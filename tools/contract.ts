/** Writes the published interface to contract/openapi.json and the web's types of it, or with --check tells whether they are in step with the routes. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { pino } from 'pino';
import { systemClock } from '../server/kernel/clock.ts';
import type { Route } from '../server/kernel/http.ts';
import { openApi } from '../server/pages/openapi.ts';
import type { OpenApi } from '../server/pages/openapi.ts';
import { openSpil } from '../server/spil.ts';
import { openWindows } from '../server/windows.ts';
import { throwawayCluster } from '../tests/support/cluster.ts';
import { testDatabase } from '../tests/support/database.ts';
import { webTypes } from './contract/web-types.ts';

const root = join(import.meta.dirname, '..');
export const CONTRACT = join(root, 'contract', 'openapi.json');
export const WEB_TYPES = join(root, 'web', 'api', 'generated', 'operations.ts');

/** Does something with the routes of the whole server. `cluster` names a PostgreSQL to make an empty database in, as for the tests. */
export async function withRoutes<T>(cluster: string, use: (routes: readonly Route[]) => T): Promise<T> {
  const own = await testDatabase({ cluster });
  try {
    const secret = 'declares routes only, and signs nothing';
    const spil = await openSpil({ databaseUrl: own.url, clock: systemClock, secret, url: 'http://127.0.0.1', windows: openWindows({}, systemClock), channelSecret: () => null, log: pino({ level: 'silent' }) });
    const done = use(spil.routes);
    await spil.close();
    return done;
  } finally {
    await own.close();
  }
}

/** The interface as those routes describe it. */
export async function currentContract(cluster: string): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  return withRoutes(cluster, (routes) => `${JSON.stringify(openApi(routes, { version }), null, 1)}\n`);
}

/** Operations that are new, gone or changed, e.g. "changed: POST /orders". */
export function contractDifferences(before: string, after: string): string[] {
  const operations = (text: string): Map<string, string> => new Map(Object.entries((JSON.parse(text) as OpenApi).paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, JSON.stringify(operation)] as const)));
  const [old, fresh] = [operations(before), operations(after)];
  const found = [...new Set([...old.keys(), ...fresh.keys()])].filter((name) => old.get(name) !== fresh.get(name)).map((name) => `${!old.has(name) ? 'new' : !fresh.has(name) ? 'gone' : 'changed'}: ${name}`);
  return found.length === 0 && before !== after ? ['changed: shared schemas or texts'] : found;
}

if (import.meta.main) {
  const cluster = await throwawayCluster();
  try {
    await main(await currentContract(cluster.url()));
  } finally {
    await cluster.stop();
  }
}

async function main(fresh: string): Promise<void> {
  const written = await readFile(CONTRACT, 'utf8').catch(() => null);
  if (!process.argv.includes('--check')) {
    await writeFile(CONTRACT, fresh);
    await writeFile(WEB_TYPES, webTypes(JSON.parse(fresh) as OpenApi));
    process.stdout.write(`${written === fresh ? 'unchanged' : 'written'}: contract/openapi.json, web/api/generated/operations.ts\n`);
  } else if (written !== fresh) {
    process.stderr.write(`contract/openapi.json is not in step with the routes:\n${(written === null ? ['it is not there'] : contractDifferences(written, fresh)).map((line) => `  ${line}`).join('\n')}\nRun node tools/run.mjs tools/contract.ts and commit what it writes.\n`);
    process.exitCode = 1;
  }
}
