/** `npm run journeys`: runs the scenarios and prints the mission's rows with a tick or a cross, from the run itself; `--json` for a machine, `--without operation` with that operation switched off. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The rows of the mission that a scenario can prove. A row without a scenario gets a cross. */
const ROWS: readonly (readonly [string, string])[] = [
  ['U1', 'Buy online, delivered home from the DC'], ['U2', 'Buy online, pick up in a chosen store'], ['U3', 'Buy online, delivered home from an external DC'], ['U4', 'Buy online, collect at a carrier pickup point'],
  ['U5', 'Buy several online: one to the home address, another to a store'], ['U6', 'Buy online, shipped from a store'], ['U7', 'Buy in the store, take it along'], ['U8', 'Buy in the store, delivered home from the own DC'],
  ['U9', 'Buy several in the store, one is collected later in that store'], ['U10', 'Buy in the store, additional products from the DC'], ['U11', 'Buy several in the store, take one along, the other delivered home'], ['U12', 'Buy in store A, other products shipped from store B'],
  ['U13', 'Reserve online, buy in the chosen store'], ['U14', 'Online purchase returned to the DC'], ['U15', 'Online purchase returned in a store'], ['U16', 'Store purchase returned to the DC'], ['U17', 'Store purchase returned to the same store'],
  ['U18', 'Store purchase returned to another store'], ['U19', 'Online purchase exchanged for another item through the DC'], ['U20', 'Online purchase exchanged in a store'], ['U21', 'Store purchase exchanged for an item from the DC'], ['U22', 'Bought in store A, exchanged for an item from store B'],
  ['U23', 'Customer service creates an order'], ['U24', 'Customer service exchanges items'], ['U25', 'Customer service cancels items before they are shipped'], ['U26', 'Customer service informs the customer'],
  ['W4', 'Items are split and assigned by strategy, and by hand'], ['W9', 'Pickup only of what there is enough of, in the nearest stores, not the smallest'],
  ['BO', 'Backorders and pre-orders'],
  ['A4', 'Fulfilled by one or several locations'], ['A5', 'Every store sees exactly its own work'], ['A6', 'Scan; problem with a reason; a wrong scan is refused'], ['A7', 'Announced to the carrier, labels, manifest'], ['A8', 'Mail with track & trace'],
  ['A9', 'Brought together by internal shipments, complete at the chosen store, told at each step'],
  ['A10', 'Another location is found, until nowhere in stock; then the money returns'], ['A12', 'The ERP is right at every step'], ['A13', 'All store stock is sold online: each channel is told what it may sell within a second'],
];

interface Report { testResults: { assertionResults: { title: string; status: string }[] }[] }

const root = fileURLToPath(new URL('../..', import.meta.url));
const json = process.argv.includes('--json');
const without = process.argv[process.argv.indexOf('--without') + 1 || process.argv.length];
const directory = await mkdtemp(join(tmpdir(), 'spil-journeys-'));
try {
  const file = join(directory, 'report.json');
  const code = await new Promise<number>((resolve) => {
    const child = spawn(process.execPath, [join(root, 'node_modules/vitest/vitest.mjs'), 'run', 'tests/journeys', '--reporter=json', `--outputFile=${file}`], { cwd: root, stdio: ['ignore', 'ignore', 'inherit'], env: { ...process.env, ...(without === undefined ? {} : { SPIL_WITHOUT: without }) } });
    child.once('exit', (status) => resolve(status ?? 1));
  });
  const report = JSON.parse(await readFile(file, 'utf8')) as Report;
  const results = new Map<string, boolean[]>();
  for (const { title, status } of report.testResults.flatMap((result) => result.assertionResults)) {
    for (const row of /^\[([A-Z0-9 ]+)\]/.exec(title)?.[1]?.split(' ') ?? []) results.set(row, [...(results.get(row) ?? []), status === 'passed']);
  }
  const proven = (row: string): boolean => (results.get(row) ?? [false]).every(Boolean);
  if (json) {
    process.stdout.write(`${JSON.stringify(Object.fromEntries(ROWS.map(([row]) => [row, proven(row)])))}\n`);
  } else {
    for (const [row, title] of ROWS) process.stdout.write(`${proven(row) ? '✓' : '✗'} ${row.padEnd(4)} ${title}${results.has(row) ? ` (${results.get(row)?.length} scenarios)` : ''}\n`);
    process.stdout.write(`\n${ROWS.filter(([row]) => proven(row)).length} of ${ROWS.length} rows proven by this run\n`);
  }
  process.exitCode = code;
} finally {
  await rm(directory, { recursive: true, force: true });
}
