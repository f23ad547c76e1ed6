/** A server process of its own for tests and benchmarks: prints its address when it listens, does the timed work where it is told to, ends on SIGTERM. */
import { serve } from '../../server/serve.ts';

const url = process.env['DATABASE_URL'];
if (url === undefined) throw new Error('DATABASE_URL is missing');
const serving = await serve({ databaseUrl: url, secret: process.env['SPIL_SECRET'] ?? 'a test secret', work: process.env['SPIL_WORK'] === 'yes' });
process.stdout.write(`${JSON.stringify({ url: serving.url })}\n`);
let last = { ...serving.database.counters };
process.on('message', (message) => {
  if (message !== 'counters') return;
  const now = { ...serving.database.counters };
  process.send?.({ roundTrips: now.roundTrips - last.roundTrips, statements: now.statements - last.statements, memory: process.memoryUsage().rss });
  last = now;
});
process.on('SIGTERM', () => { void serving.close().then(() => process.exit(0)); });
