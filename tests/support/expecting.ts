/** A shop whose suppliers are to bring goods: the server on a database of its own, its followers run by hand, and a check after each test that no more is promised than comes. */
import { afterEach, expect } from 'vitest';
import { settableClock } from '../../server/kernel/clock.ts';
import type { Follower } from '../../server/modules/books/index.ts';
import { orderFollowers } from '../../server/modules/orders/index.ts';
import { anOrder, smallCompany } from './company.ts';
import type { OrderOptions } from './company.ts';
import { ok, startSpil } from './spil.ts';
import type { Client, Reply, Running } from './spil.ts';
import { until } from './until.ts';

interface Order { id: string; status: string; fulfilments: { id: string; location: string }[]; lines: { line: number; units: { stage: string; location: string | null; quantity: number }[] }[]; money: { due: number } }
interface Expected { reference: string; state: string; outstanding: number; received: number; waiting: number; lines: { sku: string; expectedOn: string; quantity: number; received: number; damaged: number; outstanding: number; waiting: number; kept: number }[]; can: string[] }

export const SKU = 'runner-42';
export const GTIN = '2000000000015';
/** A strategy by which what nobody has waits. */
export const WAITING = { name: 'Wait for stock', when: 'true', unplaced: 'wait', filters: [], cost: { currency: 'EUR', parcel: 495, perUnit: 25, perKilometre: 1, split: 150 } };

export type ExpectingShop = Awaited<ReturnType<typeof expectingShop>>;

/** Starts it. Both runners may be sold on backorder, the boot may not. */
async function expectingShop(strategy?: Record<string, unknown>) {
  const clock = settableClock('2026-03-02T09:00:00.000Z');
  const spil: Running = await startSpil({ clock });
  const { database } = spil;
  await smallCompany(database, strategy ? { strategy } : {});
  await database.query(`update catalogue.variant set backorder = true where sku in ('runner-42', 'runner-43')`);
  const [office, channel, erp] = await Promise.all([spil.as(['operations', 'service']), spil.as('channel'), spil.as('erp')]);
  const followers: Follower[] = orderFollowers({ ...spil.app.deps, clock });
  const orderOf = async (id: string): Promise<Order> => ok(await office.get<Order>(`/orders/${id}`));
  const place = async (options: Partial<OrderOptions> & { quantity?: number } = {}): Promise<string> => ok(await channel.post<Order>('/orders', anOrder({ lines: [{ sku: SKU, quantity: options.quantity ?? 1 }], ...options }))).id;
  const events = async (id: string): Promise<{ type: string; data: Record<string, unknown> }[]> => ok(await office.get<{ events: { type: string; data: Record<string, unknown> }[] }>(`/orders/${id}/events`)).events;
  const drain = async (): Promise<void> => {
    // What another database's transaction hides of the journal is waited for.
    await until(async () => (await database.query<{ hidden: boolean }>('select coalesce(bool_or(xid >= pg_snapshot_xmin(pg_current_snapshot())), false) as hidden from books.event'))[0]?.hidden === false);
    for (const one of followers) await one.drain();
  };
  return {
    spil, database, clock, office, channel, erp, orderOf, place, events, drain,
    /** Several orders that ask for one piece at the same moment. */
    rush: (n: number): Promise<Reply<Order>[]> => Promise.all(Array.from({ length: n }, () => channel.post<Order>('/orders', anOrder({ lines: [{ sku: SKU, quantity: 1 }] })))),
    /** Where an order's units stand: "2 waiting dc". */
    stands: async (id: string): Promise<string[]> => (await orderOf(id)).lines.flatMap((line) => line.units.map(({ stage, location, quantity }) => [quantity, stage, location].filter((part) => part !== null).join(' '))).sort(),
    types: async (id: string): Promise<string[]> => (await events(id)).map(({ type }) => type),
    announce: (reference: string, lines: Record<string, number>, expectedOn = '2026-03-10', location = 'dc'): Promise<Reply<Expected>> =>
      erp.put<Expected>(`/expected-receipts/${reference}`, { location, supplier: 'Fabriek', lines: Object.entries(lines).map(([sku, quantity]) => ({ sku, quantity, expectedOn })) }),
    expected: async (reference: string): Promise<Expected> => ok(await office.get<Expected>(`/expected-receipts/${reference}`)),
    receive: (reference: string, lines: { code: string; good: number; damaged?: number }[], close = false, by: Client = office): Promise<Reply<Expected>> => by.post<Expected>(`/expected-receipts/${reference}/receive`, { lines, close }),
    /** What a channel may sell, by a rule that counts what suppliers bring within a month. */
    sells: async (sku = SKU): Promise<number> => {
      if ((await database.query(`select 1 from documents.document where kind = 'availability' and name = 'coming'`)).length === 0) {
        ok(await office.post('/settings/availability/coming/versions', { body: { name: 'coming', rules: [{ name: 'Within a month', effect: { kind: 'expected', days: 30 } }] } }));
        ok(await office.post('/settings/availability/coming/versions/1/activate'));
      }
      return ok(await office.get<{ sell: number }>(`/stock/waterfall?sku=${sku}&channel=web`)).sell;
    },
    balance: async (state = 'sellable', sku = SKU, location = 'dc'): Promise<Record<string, number> | undefined> =>
      (await database.query<Record<string, number>>('select quantity, reserved, broken, kept_back from books.stock_balance where sku = $1 and location = $2 and state = $3', [sku, location, state]))[0],
    /** Ends it: nothing stays kept that nobody waits for, nothing is promised beyond what comes, and the books are whole. */
    close: async (): Promise<void> => {
      expect(await database.query('select follower, error from kernel.dead_letter')).toEqual([]);
      expect(await database.query('select work, subject, error from kernel.due_failure')).toEqual([]);
      await drain();
      expect(await database.query(`select k.* from books.kept_back k where k.others > 0 or not exists (select 1 from books.unit u where u.holder_id = k.cause and u.stage = 'waiting')`)).toEqual([]);
      expect(await database.query(`select u.holder_id from books.unit u left join inventory.expected_line e on e.stock_id = u.holder_id and e.sku = u.sku left join books.kept_back k on k.cause = u.holder_id and k.sku = u.sku
        where u.stage = 'waiting' and u.location <> '' group by u.holder_id, e.outstanding, k.promised having sum(u.quantity) > coalesce(e.outstanding, 0) + coalesce(k.promised, 0)`)).toEqual([]);
      await spil.close();
    },
  };
}

/** Starts a shop anew whenever it is asked to, and closes it after each test. */
export function shopPerTest(into: (shop: ExpectingShop) => void): (strategy?: Record<string, unknown>) => Promise<void> {
  let open: ExpectingShop | null = null;
  const end = async (): Promise<void> => {
    const last = open;
    open = null;
    await last?.close();
  };
  afterEach(end);
  return async (strategy) => {
    await end();
    open = await expectingShop(strategy);
    into(open);
  };
}
