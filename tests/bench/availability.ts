/** `npm run bench -- availability`: what may be sold of 50 SKUs over 20 locations in one call, under rules (P3), and how long a sale takes until another channel has its figure. */
import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { cpus } from 'node:os';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { openDatabase } from '../../server/kernel/database.ts';
import { migrate } from '../../server/kernel/migrate.ts';
import { createKey } from '../../server/modules/identity/index.ts';
import { channelWork } from '../../server/work/channels.ts';
import { startShops } from '../support/channels.ts';
import { throwawayCluster } from '../support/cluster.ts';
import { anOrder, SHOES, stock } from '../support/company.ts';
import { startServer } from '../support/process.ts';
import { client } from '../support/spil.ts';

/** Milliseconds of processor that a process has used, where the system tells it (Linux, in hundredths of a second). */
function cpuOf(pid: number | undefined): number | null {
  if (process.platform !== 'linux' || pid === undefined) return null;
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').replace(/^.*\) /, '').split(' ');
  return (Number(fields[11]) + Number(fields[12])) * 10;
}

/** What a call costs the server whatever else the machine does meanwhile: on a busy one the calls per second say little. */
const spent = (before: number | null, after: number | null, figures: readonly Figures[]): string =>
  (before === null || after === null ? '' : `; ${((after - before) / figures.reduce((sum, { count }) => sum + count, 0)).toFixed(2)} ms of processor a call in the server`);

const run = promisify(execFile);
const LOAD = fileURLToPath(new URL('./load.ts', import.meta.url));
const say = (text: string): void => { process.stdout.write(`${text}\n`); };
const option = (name: string, otherwise: number): number => Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise);
const [rounds, seconds, clients] = [option('rounds', 3), option('seconds', 5), option('clients', 8)];

interface Figures { count: number; errors: number; rate: number; p50: number; p95: number; p99: number }
const median = (values: number[]): number => values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] ?? 0;
async function load(kind: string, url: string, secret: string, length = seconds): Promise<Figures> {
  const { stdout, stderr } = await run(process.execPath, [LOAD, kind, url, String(length), String(clients), secret]);
  if (stderr !== '') process.stderr.write(stderr);
  return JSON.parse(stdout) as Figures;
}

/** The demo's rules for pickup, and one of each other kind that bears on what is sent. */
const RULES = [
  { name: 'More than 2', when: 'delivery == "pickup"', effect: { kind: 'threshold', below: 3 } },
  { name: 'The nearest', effect: { kind: 'nearest', stores: 3, by: 'ip' } },
  { name: 'Not the smallest', when: 'location.size == "small"', effect: { kind: 'not_for_pickup' } },
  { name: 'Two stay in a store', when: 'location.kind == "store"', effect: { kind: 'safety_stock', units: 2 } },
  { name: 'New ones are kept for the other channel', when: 'location.kind == "warehouse" && "new" in product.tags', effect: { kind: 'ring_fence', units: 5, channels: ['other'] } },
  { name: 'Little is left there', when: 'available < 3 && location.size == "large"', effect: { kind: 'excluded' } },
  { name: 'A buffer', effect: { kind: 'channel_buffer', percent: 5 } },
];

/** From the answer to an order until the simulated shop has the lower figure, with the workers running as they do in a process. */
async function salesUntilTold(sales: number): Promise<number[]> {
  const shops = await startShops();
  const work = channelWork(shops.deps);
  const sku = SHOES[0][0];
  const has = async (): Promise<number | undefined> => (await shops.shopify<{ sku: string; available: number }[]>('GET', '/stock')).find((one) => one.sku === sku)?.available;
  const until = async (wanted: number): Promise<void> => { while ((await has()) !== wanted) await pause(5); };
  try {
    await shops.shopify('POST', '/products', [{ sku, title: 'Shoe', price: 5995, available: 0 }]);
    await stock(shops.spil, { utrecht: { [sku]: sales + 1 } });
    work.start();
    await until(sales + 1);
    const waited: number[] = [];
    for (let sale = 1; sale <= sales; sale += 1) {
      const { status } = await shops.office.post('/orders', anOrder({ channel: 'till', lines: [{ sku, quantity: 1 }] }));
      if (status !== 201) throw new Error(`the order was answered with ${status}`);
      const from = performance.now();
      await until(sales + 1 - sale);
      waited.push(performance.now() - from);
    }
    return waited.toSorted((a, b) => a - b);
  } finally {
    await work.stop();
    await shops.close();
  }
}

say(`machine: ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; ${clients} clients, medians of ${rounds} rounds of ${seconds} s each`);
const cluster = await throwawayCluster({ shared_buffers: '256MB', max_wal_size: '4GB' });
try {
  await migrate(cluster.url('postgres'));
  const database = openDatabase({ url: cluster.url('postgres'), statementTimeoutMs: 120_000 });
  const calendar = JSON.stringify({ zone: 'Europe/Amsterdam', week: {}, cutOff: null, exceptions: [] });
  await database.query(`insert into catalogue.product (code, name) values ('shoe', 'Shoe')`);
  await database.query(`insert into catalogue.variant (sku, product, name, weight_grams, tags) select 'S' || n, 'shoe', 'Shoe ' || n, 900, case when n % 3 = 0 then array['new'] else '{}'::text[] end from generate_series(0, 999) n`);
  await database.query(`insert into channels.channel (code, name, kind) values ('web', 'Web', 'api'), ('other', 'Other', 'api')`);
  await database.query(`insert into locations.location (code, name, kind, size, address, latitude, longitude, calendar) select 'l' || n, 'Location ' || n, case when n < 2 then 'warehouse' else 'store' end, (array['small', 'medium', 'large'])[1 + n % 3], '{"country":"NL"}', 51.5 + n * 0.05, 4.5, $1 from generate_series(0, 19) n`, [calendar]);
  await database.query(`insert into documents.document (kind, name, version, state, body, created_by, activated_at) values ('availability', 'bench', 1, 'active', $1, 'bench', now())`, [JSON.stringify({ name: 'Bench', rules: RULES })]);
  await database.query(`update kernel.epoch set value = value + 1`);
  const secret = (await createKey(database, { name: 'bench', roles: ['channel'], locations: null })).secret;
  const server = await startServer(cluster.url('postgres'));
  try {
    const stocked = client(server.url, (await createKey(database, { name: 'stock', roles: ['operations'], locations: null })).secret);
    for (let location = 0; location < 20; location += 1) {
      const reply = await stocked.post('/stock/receipts', { location: `l${location}`, lines: Array.from({ length: 1000 }, (_value, sku) => ({ sku: `S${sku}`, quantity: 1 + ((sku * 7 + location) % 9) })) });
      if (reply.status !== 201) throw new Error(JSON.stringify(reply.body));
    }
    await database.query('vacuum analyze');
    for (const [kind, title] of [['availability', 'P3  50 SKUs × 20 locations, less than a second old'], ['availability-pickup', '    the same for pickup, told per location'], ['availability-fresh', '    the same, each call read from the balances']] as const) {
      await load(kind, server.url, secret, 2);
      const figures: Figures[] = [];
      const before = cpuOf(server.child.pid);
      for (let round = 0; round < rounds; round += 1) figures.push(await load(kind, server.url, secret));
      const of = (take: (one: Figures) => number): number => median(figures.map(take));
      say(`${title}: ${of((one) => one.rate).toFixed(0)} calls/s, p50 ${of((one) => one.p50).toFixed(1)} ms, p95 ${of((one) => one.p95).toFixed(1)} ms, p99 ${of((one) => one.p99).toFixed(1)} ms, ${of((one) => one.errors)} errors${spent(before, cpuOf(server.child.pid), figures)}`);
    }
  } finally {
    await server.stop();
    await database.close();
  }
  process.env['SPIL_TEST_DATABASE_URL'] = cluster.url('postgres');
  const waited = await salesUntilTold(option('sales', 40));
  const at = (share: number): string => (waited[Math.min(waited.length - 1, Math.floor(waited.length * share))] ?? 0).toFixed(0);
  say(`A13 a sale until another channel has its figure, ${waited.length} sales one after another: p50 ${at(0.5)} ms, p95 ${at(0.95)} ms, at most ${at(1)} ms`);
} finally {
  await cluster.stop();
}
