/**
 * `npm run bench -- search`: the search of the office over many orders (P8): fills the index with the keys of so many orders by name, number, address
 * and barcode, asks what people type, and prints the percentiles. `--orders=N`, `--queries=N`, `--json`.
 */
import { cpus } from 'node:os';
import { SYSTEM } from '../../server/kernel/command.ts';
import { openDatabase } from '../../server/kernel/database.ts';
import type { Database } from '../../server/kernel/database.ts';
import { migrate } from '../../server/kernel/migrate.ts';
import { search } from '../../server/modules/office/search.ts';
import { throwawayCluster } from '../support/cluster.ts';

const option = (name: string, otherwise: number): number => Number(process.argv.find((argument) => argument.startsWith(`--${name}=`))?.split('=')[1] ?? otherwise);

const FIRST = ['anna', 'daan', 'emma', 'finn', 'julia', 'lucas', 'mila', 'noah', 'sanne', 'tess', 'bram', 'lotte', 'sem', 'zoe', 'thijs', 'fleur'];
const LAST = ['jansen', 'de vries', 'bakker', 'visser', 'smit', 'meijer', 'mulder', 'bos', 'vos', 'peters', 'hendriks', 'van dijk', 'dekker', 'brouwer', 'de wit', 'kok'];
const STREETS = ['oudegracht', 'dorpsstraat', 'kerkstraat', 'molenweg', 'stationsweg', 'julianalaan', 'schoolstraat', 'hoofdstraat'];

/** Orders with a contact each and the keys that the follower would write, made by the database itself: only the sizes count here. */
async function fill(database: Database, orders: number): Promise<void> {
  const step = 100_000;
  for (let from = 1; from <= orders; from += step) {
    const until = Math.min(orders, from + step - 1);
    // Ids in the order of time, as UUIDv7 are: the number stands in front.
    await database.query(
      `with many as (select n, (lpad(to_hex(n + 1000000000), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid as id, (lpad(to_hex(n + 2000000000), 12, '0') || '7' || substr(md5(n::text), 1, 3) || '8' || substr(md5(n::text), 4, 15))::uuid as contact,
          ($3::text[])[1 + n % 16] as first, ($4::text[])[1 + (n / 16) % 16] as last, ($5::text[])[1 + n % 8] as street, n % 400 as house from generate_series($1::bigint, $2::bigint) n),
        orders as (insert into orders.order (id, number, channel, placed_at, status, currency, total, contact_id, units, seq) select id, (1000000 + n)::text, 'web', now(), 'complete', 'EUR', 5995, contact, 1, 1 from many),
        contacts as (insert into customers.contact (id, data) select contact, json_build_object('name', first || ' ' || last) from many),
        parcels as (insert into shipping.parcel (id, order_id, fulfilment_id, location, delivery, status, carrier, barcode, packed_at) select contact, id, id, 'dc', 1, 'delivered', 'postnl', '3SABCD' || (100000000 + n), now() from many)
       insert into search.key (kind, key, target, field, contact)
       select 'order', k.key, id, k.field, k.contact from many cross join lateral (values
          ((1000000 + n)::text, 'number', null::uuid), ('<' || reverse((1000000 + n)::text), 'number', null), (first || ' ' || last, 'name', contact), (last || ' ' || first, 'name', contact),
          (first || '.' || replace(last, ' ', '') || n || '@example.com', 'email', contact), ((600000000 + n)::text, 'phone', contact), (street || ' ' || house, 'address', contact), (1000 + n % 9000 || 'ab' || house, 'address', contact)) k (key, field, contact)
       union all select 'parcel', '3sabcd' || (100000000 + n), contact, 'barcode', null from many union all select 'parcel', '<' || reverse('3sabcd' || (100000000 + n)), contact, 'barcode', null from many`, [from, until, FIRST, LAST, STREETS]);
  }
  await database.query(`insert into catalogue.product (code, name) values ('shoe', 'Shoe')`);
  await database.query(`insert into catalogue.variant (sku, product, name) select 'S' || n, 'shoe', 'Shoe ' || n from generate_series(1, 100000) n`);
  await database.query(`insert into search.sku_key (key, sku, field) select 's' || n, 'S' || n, 'sku' from generate_series(1, 100000) n union all select 'shoe ' || n, 'S' || n, 'name' from generate_series(1, 100000) n`);
  await database.query('vacuum analyze');
}

/** What people type, from two letters of a common name to a whole barcode. */
function typed(n: number, orders: number): string {
  const m = 1 + ((n * 7919) % orders);
  const kinds = [String(1000000 + m), String(1000000 + m).slice(0, 4), (LAST[n % 16] ?? '').slice(0, 2 + (n % 4)), `${FIRST[n % 16]} ${(LAST[n % 7] ?? '').slice(0, 3)}`, `${FIRST[m % 16]}.`, `06${String(m).padStart(8, '0')}`, `${STREETS[n % 8]} ${m % 400}`, `3SABCD${100000000 + m}`, String(100000000 + m).slice(3), `shoe ${m % 1000}`, 'nobody at all'];
  return kinds[n % kinds.length] ?? '';
}

const orders = option('orders', 1_000_000);
const queries = option('queries', 2000);
const cluster = await throwawayCluster({ shared_buffers: '256MB', max_wal_size: '4GB' });
try {
  await migrate(cluster.url('postgres'));
  const filling = openDatabase({ url: cluster.url('postgres'), statementTimeoutMs: 600_000 });
  await fill(filling, orders);
  const [size] = await filling.query<{ keys: number; bytes: number }>(`select (select count(*) from search.key) as keys, pg_total_relation_size('search.key') as bytes`);
  await filling.close();
  const database = openDatabase({ url: cluster.url('postgres') });
  const took: number[] = [];
  let found = 0;
  for (let n = 0; n < queries; n += 1) {
    const text = typed(n, orders);
    const start = performance.now();
    const answer = await search(database, SYSTEM, text, 6);
    took.push(performance.now() - start);
    found += answer.orders.length + answer.parcels.length + answer.products.length;
  }
  await database.close();
  took.sort((a, b) => a - b);
  const at = (share: number): number => took[Math.min(took.length - 1, Math.floor(took.length * share))] ?? 0;
  const result = { machine: { cores: cpus().length, model: cpus()[0]?.model ?? 'unknown' }, orders, keys: size?.keys ?? 0, bytes: size?.bytes ?? 0, queries, found, p50: at(0.5), p95: at(0.95), p99: at(0.99), most: at(1) };
  process.stdout.write(process.argv.includes('--json') ? `${JSON.stringify(result)}\n`
    : `P8  search in ${orders} orders (${result.keys} keys, ${(result.bytes / 1e9).toFixed(1)} GB): p50 ${result.p50.toFixed(1)} ms, p95 ${result.p95.toFixed(1)} ms, p99 ${result.p99.toFixed(1)} ms, slowest ${result.most.toFixed(1)} ms; ${found} found in ${queries} searches\n`);
} finally {
  await cluster.stop();
}
