/** The load, in a process of its own: `floor` runs the floor's statement over a pool, `capture` places orders over HTTP, `availability…` asks what may be sold. Prints one JSON line. */
import { readFileSync } from 'node:fs';
import pg from 'pg';
import { benchClient } from './http-client.ts';

const [kind, target = '', secondsText = '5', clientsText = '32', secret = ''] = process.argv.slice(2);
const seconds = Number(secondsText);
const clients = Number(clientsText);

/** A small linear congruential generator: the same load in every run. */
function random(seed: number): (below: number) => number {
  let state = seed;
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

const latencies: number[] = [];
let errors = 0;
async function run(one: (client: number, next: (below: number) => number) => Promise<boolean>): Promise<void> {
  const started = performance.now();
  const until = started + seconds * 1000;
  await Promise.all(Array.from({ length: clients }, async (_value, client) => {
    const next = random(client * 7919 + 17);
    while (performance.now() < until) {
      const before = performance.now();
      if (await one(client, next)) latencies.push(performance.now() - before);
      else errors += 1;
    }
  }));
  const elapsed = (performance.now() - started) / 1000;
  latencies.sort((a, b) => a - b);
  const at = (share: number): number => latencies[Math.min(latencies.length - 1, Math.floor(latencies.length * share))] ?? 0;
  process.stdout.write(`${JSON.stringify({ count: latencies.length, errors, seconds: elapsed, rate: latencies.length / elapsed, p50: at(0.5), p95: at(0.95), p99: at(0.99) })}\n`);
}

if (kind === 'floor') {
  const sql = readFileSync(new URL('./floor.sql', import.meta.url), 'utf8').split('-- capture')[1] ?? '';
  const pool = new pg.Pool({ connectionString: target, max: clients });
  await run(async (_client, next) => {
    const values = [next(100_000), 1 + next(333), 1 + next(10), 334 + next(333), 1 + next(10), 667 + next(334), 1 + next(10)];
    const { rows } = await pool.query<{ reserved: string }>({ name: 'capture', text: sql, values });
    return rows[0]?.reserved === '3';
  });
  await pool.end();
} else if (kind?.startsWith('availability')) {
  const connections = await Promise.all(Array.from({ length: clients }, () => benchClient(target, secret)));
  const how = kind === 'availability-pickup' ? { delivery: 'pickup', perLocation: true } : kind === 'availability-fresh' ? { fresh: true } : {};
  await run(async (client, next) => {
    const first = next(1000);
    const skus = Array.from({ length: 50 }, (_value, index) => `S${(first + index * 19) % 1000}`);
    const answer = await connections[client]?.post('/availability', '', JSON.stringify({ channel: 'web', skus, ...how }));
    if (answer && answer.status !== 200 && errors < 3) process.stderr.write(`${answer.status} ${answer.body.slice(0, 300)}\n`);
    return answer?.status === 200;
  });
  for (const connection of connections) connection.close();
} else {
  const connections = await Promise.all(Array.from({ length: clients }, () => benchClient(target, secret)));
  const run_ = process.pid;
  let serial = 0;
  await run(async (client, next) => {
    serial += 1;
    const id = `${run_}-${serial}`;
    const lines = [next(333), 333 + next(333), 666 + next(334)].map((sku, index) => ({ ref: `l${index}`, sku: `S${sku}`, name: 'A shoe', quantity: 1, unitPrice: 1999, subtotal: 1999, taxes: [{ rate: 210000, amount: 347, country: 'NL' }], total: 1999, delivery: 'd' }));
    const body = JSON.stringify({
      channel: 'web', externalId: id, placedAt: '2026-03-02T08:59:00Z', currency: 'EUR', customer: { name: 'Jo Doe', email: `c${next(100_000)}@example.com`, language: 'nl' },
      deliveries: [{ ref: 'd', kind: 'ship', address: { name: 'Jo Doe', street: 'Main Street', houseNumber: '1', postalCode: '3511 AA', city: 'Utrecht', country: 'NL', phone: '+31612345678' } }],
      lines, payments: [{ ref: `pay-${id}`, operator: 'psp', method: 'card', authorised: 5997 }], totals: { total: 5997 },
    });
    const answer = await connections[client]?.post('/orders', id, body);
    if (answer && answer.status !== 201 && errors < 3) process.stderr.write(`${answer.status} ${answer.body.slice(0, 300)}\n`);
    return answer?.status === 201;
  });
  for (const connection of connections) connection.close();
}
