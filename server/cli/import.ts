/** `spil import`: takes orders, stock, products or customers from a CSV or NDJSON file; what is refused is written beside it with the reason. */
import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { buildApp } from '../app.ts';
import { createGeocoder } from '../connectors/postcodes/index.ts';
import { importFile } from '../imports/importing.ts';
import type { Report } from '../imports/importing.ts';
import { importerOf, THINGS } from '../imports/importers.ts';
import type { Thing } from '../imports/importers.ts';
import { formatOf } from '../imports/reading.ts';
import { command } from '../kernel/cli.ts';
import { systemClock } from '../kernel/clock.ts';
import { openDatabase as connect } from '../kernel/database.ts';
import { openDatabase } from '../kernel/embedded.ts';

export const summary = 'Takes orders, stock, products or customers from a CSV or NDJSON file: import stock counts.csv. --dry-run only checks.';

const isThing = (text: string | undefined): text is Thing => THINGS.some((thing) => thing === text);

export async function run(parameters: string[]): Promise<number> {
  const { values, positionals: [thing, file] } = parseArgs({
    args: parameters, allowPositionals: true,
    options: { channel: { type: 'string' }, format: { type: 'string' }, receipts: { type: 'boolean', default: false }, 'dry-run': { type: 'boolean', default: false } },
  });
  if (!isThing(thing) || file === undefined) throw new Error(`Say what and from which file: import ${THINGS.join('|')} FILE [--channel CODE] [--receipts] [--dry-run]. docs/import.md lists the columns.`);
  const format = values.format === 'csv' || values.format === 'ndjson' ? values.format : formatOf(file);
  if (format === null) throw new Error(`${basename(file)} is neither .csv nor .ndjson; say --format csv or --format ndjson.`);
  if ((thing === 'orders' || thing === 'customers') && values.channel === undefined) throw new Error(`Say of which sales channel these ${thing} are: --channel CODE.`);

  const home = await openDatabase(process.env, console.error);
  const database = connect({ url: home.url, max: 4, applicationName: 'spil import' });
  try {
    // No pickup code or link is made by an import, so it needs no secret.
    const app = buildApp({ database, clock: systemClock, secret: '', windows: { operators: new Map(), carriers: new Map(), geocoder: createGeocoder() } });
    const channel = values.channel ?? '';
    if (channel !== '' && (await database.query('select 1 from channels.channel where code = $1', [channel])).length === 0) throw new Error(`There is no sales channel "${channel}".`);
    const importer = importerOf(thing, { deps: { orders: app.deps, clock: systemClock, channels: () => new Map() }, format, channel, receipts: values.receipts, file: basename(file) });
    const report = await importFile(importer, { file, format, dryRun: values['dry-run'], ...(process.stderr.isTTY ? { progress: bar } : {}) });
    if (process.stderr.isTTY) process.stderr.write('\n');
    console.log(sentenceOf(report, values['dry-run']));
    return report.refused === 0 ? 0 : 1;
  } finally {
    await database.close();
    await home.close();
  }
}

function bar(part: number, { taken, there, refused }: Report): void {
  const width = 30;
  const full = Math.min(width, Math.round(part * width));
  process.stderr.write(`\r${'█'.repeat(full)}${'░'.repeat(width - full)} ${String(Math.round(part * 100)).padStart(3)} %  ${taken} taken, ${there} there already, ${refused} refused`);
}

/** What an import came to. */
export function sentenceOf({ rows, taken, there, refused, refusedFile }: Report, dryRun: boolean): string {
  const what = dryRun ? `${rows} rows checked, nothing changed: ${taken} would be taken or are there already` : `${rows} rows: ${taken} taken, ${there} there already`;
  return `${what}, ${refused} refused${refusedFile === null ? '.' : `; see ${refusedFile}.`}`;
}

await command(import.meta, run);
