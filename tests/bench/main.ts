/** `npm run bench`: the floor and the capture measured in one run on one cluster, in turn, medians of several rounds; `--json` for a machine; `-- search` measures the search, `-- screens` the screens, `-- options` delivery options, `-- availability` what may be sold, `-- plan` the pure plan. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openDatabase } from '../../server/kernel/database.ts';
import { createKey } from '../../server/modules/identity/index.ts';
import { throwawayCluster } from '../support/cluster.ts';
import { migrate } from '../../server/kernel/migrate.ts';
import { startServer } from '../support/process.ts';
import { client } from '../support/spil.ts';
import { measureStart } from './start.ts';

const run = promisify(execFile);
const LOAD = fileURLToPath(new URL('./load.ts', import.meta.url));

interface Figures { count: number; errors: number; seconds: number; rate: number; p50: number; p99: number }
const option = (name: string, otherwise: number): number => Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise);
const json = process.argv.includes('--json');
const rounds = option('rounds', 5);
const seconds = option('seconds', 5);
const clients = option('clients', 32);
/** `--only=capture` leaves out what takes a minute and a half: starting the whole company twice. */
const withStart = !process.argv.includes('--only=capture') && process.platform === 'linux';
const say = (text: string): void => { if (!json) process.stdout.write(`${text}\n`); };

async function load(...parameters: string[]): Promise<Figures> {
  const { stdout, stderr } = await run(process.execPath, [LOAD, ...parameters], { maxBuffer: 1 << 20 });
  if (stderr !== '') process.stderr.write(stderr);
  return JSON.parse(stdout) as Figures;
}
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;

// Benches of their own, with their own figures.
const OTHERS: Readonly<Record<string, () => Promise<unknown>>> = { search: () => import('./search.ts'), screens: () => import('./screens.ts'), options: () => import('./options.ts'), availability: () => import('./availability.ts'), plan: () => import('./plan.ts') };
const other = OTHERS[process.argv[2] ?? ''];
if (other) {
  await other();
  process.exit();
}

const start = withStart ? await measureStart() : null;
if (start) say(`P12 npm start answers after ${start.firstSeconds.toFixed(1)} s the first time, ${start.againSeconds.toFixed(1)} s with an existing database; after a minute of work ${start.processes} processes hold ${(start.memoryBytes / 1e6).toFixed(0)} MB\n`);

// As a real installation runs: every commit reaches the disk.
const cluster = await throwawayCluster({ fsync: 'on', synchronous_commit: 'on', full_page_writes: 'on', shared_buffers: '256MB', max_wal_size: '4GB' });
try {
  await migrate(cluster.url('postgres'));
  const database = openDatabase({ url: cluster.url('postgres'), statementTimeoutMs: 120_000 });
  const floor = readFileSync(new URL('./floor.sql', import.meta.url), 'utf8').split('-- setup')[1]?.split('-- capture')[0] ?? '';
  for (const statement of floor.split(';').filter((part) => part.trim() !== '')) await database.query(statement);

  const week = Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'].map((day) => [day, { hours: [{ from: '09:00', until: '18:00' }], collection: '17:00' }]));
  await database.query(`insert into catalogue.product (code, name) values ('shoe', 'Shoe')`);
  await database.query(`insert into catalogue.variant (sku, product, name, weight_grams) select 'S' || n, 'shoe', 'Shoe ' || n, 900 from generate_series(0, 999) n`);
  await database.query(`insert into channels.channel (code, name, kind) values ('web', 'Web', 'api')`);
  await database.query(`insert into locations.location (code, name, kind, address, latitude, longitude, calendar) select 'l' || n, 'Location ' || n, case when n = 0 then 'warehouse' when n = 1 then 'external_warehouse' else 'store' end, '{"country":"NL"}', 51.5 + n * 0.05, 4.5 + (n % 7) * 0.2, $1 from generate_series(0, 19) n`, [JSON.stringify({ zone: 'Europe/Amsterdam', week, cutOff: '16:00', exceptions: [] })]);
  await database.query(`update kernel.epoch set value = value + 1`);
  const channel = (await createKey(database, { name: 'bench', roles: ['channel'], locations: null })).secret;
  const operations = (await createKey(database, { name: 'bench stock', roles: ['operations'], locations: null })).secret;

  const server = await startServer(cluster.url('postgres'));
  try {
    const api = client(server.url, operations);
    for (let location = 0; location < 20; location += 1) {
      const reply = await api.post('/stock/receipts', { location: `l${location}`, lines: Array.from({ length: 1000 }, (_value, sku) => ({ sku: `S${sku}`, quantity: 50_000_000 })) });
      if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
    }
    await database.query('vacuum analyze');
    say(`machine: ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; ${clients} clients, ${rounds} rounds of ${seconds} s each, in turn`);
    await load('capture', server.url, '3', String(clients), channel);
    await load('floor', cluster.url('postgres'), '2', String(clients));

    const floors: Figures[] = [];
    const captures: Figures[] = [];
    let wal = 0;
    let taken = 0;
    let roundTrips = 0;
    let statements = 0;
    for (let round = 1; round <= rounds; round += 1) {
      floors.push(await load('floor', cluster.url('postgres'), String(seconds), String(clients)));
      await server.counters();
      const [before] = await database.query<{ lsn: string }>('select pg_current_wal_lsn() as lsn');
      const figures = await load('capture', server.url, String(seconds), String(clients), channel);
      const [bytes] = await database.query<{ bytes: string }>('select pg_wal_lsn_diff(pg_current_wal_lsn(), $1::pg_lsn) as bytes', [before?.lsn]);
      const counted = await server.counters();
      captures.push(figures);
      wal += Number(bytes?.bytes ?? 0);
      taken += figures.count;
      roundTrips += counted.roundTrips;
      statements += counted.statements;
      say(`round ${round}: floor ${floors.at(-1)?.rate.toFixed(0)}/s · capture ${figures.rate.toFixed(0)}/s (p50 ${figures.p50.toFixed(1)} ms, p99 ${figures.p99.toFixed(1)} ms, ${figures.errors} errors)`);
    }
    const single = await load('capture', server.url, '3', '1', channel);
    const [books] = await database.query<{ reserved: number; orders: number; wrong: number }>(`select (select sum(reserved) from books.stock_balance)::bigint as reserved, (select count(*) from orders.order)::bigint as orders, (select count(*) from books.stock_balance where broken > 0)::bigint as wrong`);
    const result = {
      machine: { cores: cpus().length, model: cpus()[0]?.model ?? 'unknown' },
      floor: median(floors.map((one) => one.rate)), capture: median(captures.map((one) => one.rate)),
      share: median(captures.map((one, index) => one.rate / (floors[index]?.rate ?? 1))),
      p50: median(captures.map((one) => one.p50)), p99: median(captures.map((one) => one.p99)), errors: captures.reduce((sum, one) => sum + one.errors, 0),
      single: { rate: single.rate, p50: single.p50, p99: single.p99 },
      perOrder: { walBytes: Math.round(wal / taken), roundTrips: roundTrips / taken, statements: statements / taken }, memoryBytes: (await server.counters()).memory,
      start,
      whole: books !== undefined && books.reserved === books.orders * 3 && books.wrong === 0,
    };
    if (json) process.stdout.write(`${JSON.stringify(result)}\n`);
    else {
      say(`\nP1  capture ${result.capture.toFixed(0)} orders/s = ${result.share.toFixed(2)} × floor (${result.floor.toFixed(0)}/s); p50 ${result.p50.toFixed(1)} ms, p99 ${result.p99.toFixed(1)} ms (${(result.p99 / result.p50).toFixed(1)} × p50)`);
      say(`    per order: ${result.perOrder.roundTrips.toFixed(2)} round trips, ${result.perOrder.statements.toFixed(1)} statements, ${result.perOrder.walBytes} bytes of WAL; server memory ${(result.memoryBytes / 1e6).toFixed(0)} MB`);
      say(`    one client: ${result.single.rate.toFixed(0)} orders/s, p50 ${result.single.p50.toFixed(1)} ms`);
      say(`    books ${result.whole ? 'whole: every order reserved its three units' : 'NOT WHOLE'}`);
    }
    if (!result.whole) process.exitCode = 1;
  } finally {
    await server.stop();
    await database.close();
  }
} finally {
  await cluster.stop();
}
