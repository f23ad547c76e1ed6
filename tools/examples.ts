/**
 * Records the examples of the documentation: runs the tests (all, or the files named), keeps of each operation one request that was sent and
 * answered, and writes contract/examples.json. `--from folder` takes what an earlier run wrote with SPIL_RECORD_EXAMPLES=folder.
 */
import { spawn } from 'node:child_process';
import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { EXAMPLES, keptExamples } from '../server/pages/examples.ts';
import type { Example, Json, OpenApi } from '../server/pages/openapi.ts';
import { CONTRACT } from './contract.ts';

interface Heard { operation: string; address: string; status: number; body?: string; answer?: Json }

/** Characters that an example may have; a list is cut after its second entry until it is short enough to be read. */
const MOST = 2500;

/** Values of keys whose value is a secret, also that of a test. */
const SECRETS = /^(secret|token|password|pin|code)$/i;

function shortened(value: Json, entries: number): Json {
  if (Array.isArray(value)) return value.slice(0, entries).map((one) => shortened(one, entries));
  if (value !== null && typeof value === 'object') return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, SECRETS.test(key) && typeof inner === 'string' && inner.length > 20 ? `${inner.slice(0, 4)}…` : shortened(inner, entries)]));
  return value;
}

const size = (value: unknown): number => JSON.stringify(value ?? null).length;

/** The value with its lists cut, two entries or one each, where that makes it short enough. */
const readable = (value: Json): Json => [shortened(value, 1000), shortened(value, 2), shortened(value, 1)].find((one, index) => index === 2 || size(one) <= MOST) ?? value;

/** A body as JSON; one that is none, such as a form's, as its text. */
function parsed(body: string): Json {
  try {
    return JSON.parse(body) as Json;
  } catch {
    return body;
  }
}

/** Of all that was heard of an operation: the fullest that can still be read, else the shortest; the first of equals. */
export function choose(heard: readonly Heard[]): Example | null {
  const candidates = heard.map(({ address, status, body, answer }): Example => ({ address, status, ...(body === undefined ? {} : { body: readable(parsed(body)) }), ...(answer === undefined ? {} : { answer: readable(answer) }) }));
  const fitting = candidates.filter((one) => size(one.answer) <= MOST && size(one.body) <= MOST);
  const by = fitting.length > 0 ? 1 : -1;
  return (fitting.length > 0 ? fitting : candidates).reduce<Example | null>((best, one) => (best === null || by * (size([one.body, one.answer]) - size([best.body, best.answer])) > 0 ? one : best), null);
}

/** Runs the tests named, or all, with their requests written to a folder. */
async function runTests(folder: string, files: readonly string[]): Promise<void> {
  await new Promise((resolve) => {
    spawn(process.execPath, [join(import.meta.dirname, '../node_modules/vitest/vitest.mjs'), 'run', ...files], { cwd: join(import.meta.dirname, '..'), stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, SPIL_RECORD_EXAMPLES: folder } }).once('exit', resolve);
  });
}

async function readFolder(folder: string): Promise<Map<string, Heard[]>> {
  const heard = new Map<string, Heard[]>();
  for (const file of (await readdir(folder)).filter((name) => name.endsWith('.jsonl')).sort()) {
    for (const line of (await readFile(join(folder, file), 'utf8')).trimEnd().split('\n')) {
      const one = JSON.parse(line) as Heard;
      heard.set(one.operation, [...(heard.get(one.operation) ?? []), one]);
    }
  }
  return heard;
}

async function main([first, ...rest]: readonly string[]): Promise<void> {
  const own = await mkdtemp(join(tmpdir(), 'spil-examples-'));
  try {
    const from = first === '--from' ? rest[0] : undefined;
    if (from === undefined) await runTests(own, first === undefined ? [] : [first, ...rest]);
    const { paths } = JSON.parse(await readFile(CONTRACT, 'utf8')) as OpenApi;
    const published = new Set(Object.values(paths).flatMap((methods) => Object.values(methods).map(({ operationId }) => operationId)));
    // What a part of the tests did not ask keeps its example; the sandbox's own addresses are not published.
    const examples = Object.fromEntries(Object.entries(keptExamples()).filter(([operation]) => published.has(operation)));
    for (const [operation, all] of await readFolder(from ?? own)) {
      const example = published.has(operation) ? choose(all) : null;
      if (example) examples[operation] = example;
    }
    await writeFile(EXAMPLES, `${JSON.stringify(Object.fromEntries(Object.entries(examples).sort(([a], [b]) => (a < b ? -1 : 1))), null, 1)}\n`);
    process.stdout.write(`${Object.keys(examples).length} operations have an example\n`);
  } finally {
    await rm(own, { recursive: true, force: true });
  }
}

if (import.meta.main) await main(process.argv.slice(2));
