/** Writes the published interface to contract/openapi.json, or with --check tells whether that file is in step with the routes. */
import { readFile, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { buildApp } from '../server/app.ts';
import { createGeocoder } from '../server/connectors/postcodes/index.ts';
import { systemClock } from '../server/kernel/clock.ts';
import { openDatabase } from '../server/kernel/database.ts';
import { openApi } from '../server/pages/openapi.ts';
import type { OpenApi } from '../server/pages/openapi.ts';

const root = join(import.meta.dirname, '..');
export const CONTRACT = join(root, 'contract', 'openapi.json');

/** The interface as the routes of today describe it; nothing is connected to. */
export async function currentContract(): Promise<string> {
  const { version } = JSON.parse(await readFile(join(root, 'package.json'), 'utf8')) as { version: string };
  // The pool connects with its first query, and declaring routes makes none.
  const database = openDatabase({ url: 'postgresql://nobody@127.0.0.1:1/none' });
  try {
    const { routes } = buildApp({ database, clock: systemClock, secret: 'declares routes only', windows: { operators: new Map(), carriers: new Map(), geocoder: createGeocoder() } });
    return `${JSON.stringify(openApi(routes, { version }), null, 1)}\n`;
  } finally {
    await database.close();
  }
}

/** Operations that are new, gone or changed, e.g. "changed: POST /orders". */
export function contractDifferences(before: string, after: string): string[] {
  const operations = (text: string): Map<string, string> => new Map(Object.entries((JSON.parse(text) as OpenApi).paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => [`${method.toUpperCase()} ${path}`, JSON.stringify(operation)] as const)));
  const [old, fresh] = [operations(before), operations(after)];
  const found = [...new Set([...old.keys(), ...fresh.keys()])].filter((name) => old.get(name) !== fresh.get(name)).map((name) => `${!old.has(name) ? 'new' : !fresh.has(name) ? 'gone' : 'changed'}: ${name}`);
  return found.length === 0 && before !== after ? ['changed: shared schemas or texts'] : found;
}

if (import.meta.main) {
  const fresh = await currentContract();
  const written = await readFile(CONTRACT, 'utf8').catch(() => null);
  if (!process.argv.includes('--check')) {
    await writeFile(CONTRACT, fresh);
    process.stdout.write(`${written === fresh ? 'unchanged' : 'written'}: contract/openapi.json\n`);
  } else if (written !== fresh) {
    process.stderr.write(`contract/openapi.json is not in step with the routes:\n${(written === null ? ['it is not there'] : contractDifferences(written, fresh)).map((line) => `  ${line}`).join('\n')}\nRun node tools/run.mjs tools/contract.ts and commit what it writes.\n`);
    process.exitCode = 1;
  }
}
