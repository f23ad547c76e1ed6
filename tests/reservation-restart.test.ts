/** A reservation that ends while nobody runs: the moment is a row, and whoever starts next finds it. */
import { expect, it } from 'vitest';
import { later, settableClock, systemClock } from '../server/kernel/clock.ts';
import { smallCompany } from './support/company.ts';
import { startServer } from './support/process.ts';
import { startSpil } from './support/spil.ts';
import { until } from './support/until.ts';

it('a reservation whose end comes while the only server is down is let go by the next that start, at once and once', async () => {
  // Reserved twenty minutes ago by a clock that stood still since; a reservation holds a quarter of an hour at least.
  const spil = await startSpil({ clock: settableClock(later(systemClock.now(), -20 * 60_000)) });
  try {
    await smallCompany(spil.database);
    const [shop, stores] = await Promise.all([spil.as('channel'), spil.as('operations')]);
    expect((await stores.post('/stock/receipts', { location: 'utrecht', lines: [{ sku: 'runner-42', quantity: 4 }] })).status).toBe(201);
    const victim = await startServer(spil.databaseUrl, { SPIL_WORK: 'yes' });
    const end = later(systemClock.now(), 6_000);
    const kept = await shop.post<{ order: string }>('/reservations', { channel: 'web', externalId: 'r-1', location: 'utrecht', lines: [{ sku: 'runner-42', quantity: 2 }], customer: { name: 'Jo Doe', email: 'jo@example.com', language: 'en' }, until: end });
    expect(kept.status, JSON.stringify(kept.body)).toBe(201);
    const row = async (): Promise<{ reserved: number; state: string } | undefined> => (await spil.database.query<{ reserved: number; state: string }>(`select b.reserved::int, r.state from books.stock_balance b, orders.reservation r where b.sku = 'runner-42' and b.location = 'utrecht' and b.state = 'sellable'`))[0];
    await victim.kill();
    expect(await row()).toEqual({ reserved: 2, state: 'open' });
    await until(async () => systemClock.now() > end);
    // Nobody was there to let it go.
    expect(await row()).toEqual({ reserved: 2, state: 'open' });
    const next = await Promise.all([startServer(spil.databaseUrl, { SPIL_WORK: 'yes' }), startServer(spil.databaseUrl, { SPIL_WORK: 'yes' })]);
    await until(async () => (await row())?.state === 'ended');
    await Promise.all(next.map((server) => server.stop()));
    expect(await row()).toEqual({ reserved: 0, state: 'ended' });
    const events = await spil.database.query<{ reason: string; at: string }>(`select body::json -> 'data' ->> 'reason' as reason, body::json ->> 'recordedAt' as at from books.event where type = 'ItemsCancelled'`);
    expect(events.map(({ reason }) => reason)).toEqual(['expired']);
    expect(Date.parse(events[0]?.at ?? '')).toBeGreaterThanOrEqual(Date.parse(end));
  } finally {
    await spil.close();
  }
});
