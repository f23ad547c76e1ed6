/**
 * `npm run bench -- options`: delivery options before buying over HTTP with 500 stores (P4): home, stores and mixed for baskets of three lines, by postcode and
 * coordinates, and prints the percentiles. `--seconds=N`, `--clients=N`, `--json`.
 */
import { cpus } from 'node:os';
import { openDatabase } from '../../server/kernel/database.ts';
import { migrate } from '../../server/kernel/migrate.ts';
import { createKey } from '../../server/modules/identity/index.ts';
import { throwawayCluster } from '../support/cluster.ts';
import { startServer } from '../support/process.ts';
import { client } from '../support/spil.ts';

const option = (name: string, otherwise: number): number => Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise);
const json = process.argv.includes('--json');
const STORES = 500;
const SKUS = 300;

const cluster = await throwawayCluster({ shared_buffers: '256MB' });
try {
  await migrate(cluster.url('postgres'));
  const database = openDatabase({ url: cluster.url('postgres'), statementTimeoutMs: 120_000 });
  const week = Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'].map((day) => [day, { hours: [{ from: '09:00', until: '18:00' }], collection: '17:00' }]));
  await database.query(`insert into catalogue.product (code, name) values ('shoe', 'Shoe')`);
  await database.query(`insert into catalogue.variant (sku, product, name, weight_grams) select 'S' || n, 'shoe', 'Shoe ' || n, 900 from generate_series(0, $1 - 1) n`, [SKUS]);
  await database.query(`insert into channels.channel (code, name, kind) values ('web', 'Web', 'api')`);
  await database.query(
    `insert into locations.location (code, name, kind, address, latitude, longitude, calendar)
     select 'l' || n, 'Location ' || n, case when n = 0 then 'warehouse' else 'store' end, '{"country":"NL","city":"Utrecht","street":"Main Street","houseNumber":"1","postalCode":"3511 AA"}',
       50.8 + (n * 37 % 250) * 0.01, 3.6 + (n * 53 % 340) * 0.01, jsonb_set($2::jsonb, '{cutOff}', to_jsonb('1' || (3 + n % 4)::text || ':00')) from generate_series(0, $1) n`,
    [STORES, JSON.stringify({ zone: 'Europe/Amsterdam', week, cutOff: '16:00', exceptions: [] })]);
  // A store has about half of the range, a pair or five of each; the books are not kept here, for nothing is sold.
  await database.query(
    `insert into books.stock_balance (sku, location, state, quantity, reserved) select 'S' || s, 'l' || l, 'sellable', case when l = 0 then 200 else 1 + (s * 7 + l) % 5 end, 0
     from generate_series(0, $1 - 1) s, generate_series(0, $2) l where l = 0 or (s * 31 + l * 17) % 100 < 50`, [SKUS, STORES]);
  await database.query('update kernel.epoch set value = value + 1');
  await database.query('vacuum analyze');
  const key = (await createKey(database, { name: 'bench', roles: ['channel'], locations: null })).secret;
  const server = await startServer(cluster.url('postgres'));
  try {
    const api = client(server.url, key);
    const times: number[] = [];
    let asked = 0;
    const ask = async (): Promise<void> => {
      const n = (asked += 1);
      const lines = [0, 1, 2].map((k) => ({ sku: `S${(n * 7 + k * 101) % SKUS}`, quantity: 1, price: 5995 }));
      const to = n % 2 === 0 ? { postalCode: `${1000 + (n * 131) % 8999} AB`, country: 'NL' } : { latitude: 51 + (n % 20) / 10, longitude: 4 + (n % 25) / 10 };
      const from = performance.now();
      const reply = await api.post('/delivery-options', { channel: 'web', lines, to, kinds: ['home', 'store', 'mixed'] });
      times.push(performance.now() - from);
      if (reply.status !== 200) throw new Error(JSON.stringify(reply.body));
    };
    const load = async (seconds: number, clients: number): Promise<{ rate: number; p50: number; p95: number; p99: number }> => {
      times.length = 0;
      const began = performance.now();
      await Promise.all(Array.from({ length: clients }, async () => { while (performance.now() < began + seconds * 1000) await ask(); }));
      const sorted = times.toSorted((a, b) => a - b);
      const at = (share: number): number => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
      return { rate: sorted.length / ((performance.now() - began) / 1000), p50: at(0.5), p95: at(0.95), p99: at(0.99) };
    };
    await load(4, 2);
    const found = await load(option('seconds', 10), option('clients', 1));
    if (json) process.stdout.write(`${JSON.stringify({ stores: STORES, ...found })}\n`);
    else {
      console.log(`machine: ${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}; ${STORES} stores, baskets of 3 lines, ${option('clients', 1)} client`);
      console.log(`P4  delivery options: p50 ${found.p50.toFixed(1)} ms, p95 ${found.p95.toFixed(1)} ms, p99 ${found.p99.toFixed(1)} ms; ${found.rate.toFixed(0)}/s`);
    }
  } finally {
    await server.stop();
    await database.close();
  }
} finally {
  await cluster.stop();
}
