/** The audit on a real database: clean after a varied life of a shop, and blind to no single change in the journal, the books or the projections. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { newId } from '../../kernel/ids.ts';
import { errorCode, openDatabase } from '../../kernel/database.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import { moneyEvents } from '../orders/rules.ts';
import { expectWholeBooks } from '../../../tests/support/books.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import type { TestDatabase } from '../../../tests/support/database.ts';
import { happenedIn, seek } from '../../../tests/support/happenings.ts';
import { printedChance } from '../../../tests/support/random.ts';
import { PROJECTIONS, Shop } from '../../../tests/support/shop.ts';
import { storehouseOf } from '../../../tests/support/storehouse.ts';
import { live } from '../../../tests/support/steps.ts';
import { tampering } from '../../../tests/support/tamper.ts';
import { audit } from './audit.ts';
import type { AuditOptions, AuditReport } from './audit.ts';
import type { Stream } from './types.ts';

/** Tables of the books and of the projections; each must have rows, so that a fault can be planted in it. */
const JUDGED = ['books.event', 'books.unit', 'books.stock_balance', 'books.stock_movement', 'books.due', 'books.payment', 'orders.order', 'orders.delivery', 'orders.waiting', 'orders.hold', 'orders.external_ref', 'fulfilment.fulfilment', 'shipping.parcel', 'shipping.load', 'payments.intent', 'returns.return', 'locations.day_load'];

/** The life all tests here look at: every kind of step, often enough that each table has rows. */
const LIFE = ['stockIn', 'stockIn', 'stockIn', 'stockIn', 'place', 'place', 'place', 'replan', 'pick', 'pick', 'pick', 'pack', 'pack', 'label', 'ship', 'ship', 'deliver', 'deliver', 'paid', 'bringBack', 'inspect', 'cancel', 'short', 'transfer', 'arrive', 'collect', 'putBack', 'labelFails', 'point', 'sendBack', 'stockLost', 'exchange', 'refused', 'chargeback', 'lose'];

const stillAsked = (stream: Stream): ReturnType<typeof moneyEvents> => moneyEvents(stream, 'audit', newId);

describe('the audit', () => {
  let home: TestDatabase;
  let database: Database;
  let shop: Shop;
  const chance = printedChance('audit');

  const audited = (on: Queryable = database, chunk = 7): Promise<AuditReport> => audit(on, { projections: PROJECTIONS, chunk });

  beforeAll(async () => {
    home = await testDatabase();
    database = openDatabase({ url: home.url, max: 4 });
    shop = new Shop(storehouseOf(database));
    for (let round = 0; round < 5; round += 1) for (const name of chance.shuffled(LIFE)) await live(shop, { do: name, a: chance.below(40), b: chance.below(40), c: chance.below(40) });
    // What chance left out: three pairs of every size at Leiden, and each order carried as far as it goes.
    for (let a = 0; a < 4; a += 1) await live(shop, { do: 'stockIn', a, b: 5, c: 2 });
    for (let b = 0; b < 6; b += 1) await live(shop, { do: 'place', a: b, b, c: b });
    for (let a = 0; a < shop.orders.length; a += 1) {
      for (const name of ['pick', 'transfer', 'pack', 'ship', 'deliver', 'bringBack']) for (let b = 0; b < 2; b += 1) await live(shop, { do: name, a, b, c: 2 });
    }
    for (const name of ['ItemsTransferred', 'ParcelLost', 'ItemsReturned'] as const) if (!happenedIn([shop]).has(name)) await seek(name, chance, () => ({ shop }));
  });

  afterAll(async () => {
    await database.close();
    await home.close();
  });

  it('finds nothing wrong after a varied life, whatever the chunk, and counts what it looked at', async () => {
    const report = await expectWholeBooks(database, PROJECTIONS, { chunk: 5 });
    const events = [...shop.streams.values()].reduce((sum, stream) => sum + stream.seq, 0);
    expect(report.events).toBe(events);
    expect(report.streams).toBe([...shop.streams.values()].filter((stream) => stream.seq > 0).length);
    expect(report.skus).toBeGreaterThan(2);
    expect(await audited(database, 1)).toEqual(report);
    expect(await audited(database, 100_000)).toEqual(report);
  });

  it('has rows in every table it must be able to judge', async () => {
    expect(await emptyTables()).toBe(0);
  });

  it('names the row, what was found and what was expected', async () => {
    const report = await undone(async (tx) => {
      await tx.query('alter table books.stock_balance drop constraint stock_balance_reserved');
      await tx.query(`update books.stock_balance set quantity = quantity + 1 where (sku, location, state) = (select sku, location, state from books.stock_balance where quantity > 0 and broken = 0 order by 1, 2, 3 limit 1)`);
    });
    expect(report.faults).toHaveLength(1);
    expect(report.faults[0]).toMatchObject({ book: 'stock', table: 'books.stock_balance', what: 'quantity' });
    expect(Number(report.faults[0]?.found)).toBe(Number(report.faults[0]?.expected) + 1);
    expect(report.faults[0]?.sentence).toMatch(/^The balance of .+ is \d+, its movements add up to \d+\.$/);
  });

  it('knows when each shelf was last counted, and finds a moment that was moved, taken away or made up', async () => {
    const COUNTED = `(select sku, location, state from books.stock_balance where counted_at is not null order by 1, 2, 3 limit 1)`;
    const faults: [change: string, found: unknown][] = [
      [`update books.stock_balance set counted_at = counted_at - interval '1 minute' where (sku, location, state) = ${COUNTED}`, expect.any(String)],
      [`update books.stock_balance set counted_at = null where (sku, location, state) = ${COUNTED}`, null],
      [`update books.stock_balance set counted_at = '2026-03-02T09:00:00Z' where (sku, location, state) = (select sku, location, state from books.stock_balance where counted_at is null order by 1, 2, 3 limit 1)`, '2026-03-02T09:00:00.000Z'],
    ];
    for (const [change, found] of faults) {
      const report = await undone((tx) => tx.query(change));
      expect(report.faults).toEqual([expect.objectContaining({ book: 'stock', table: 'books.stock_balance', what: 'counted_at', found })]);
    }
  });

  it('stops listing at its limit and says that there is more', async () => {
    const report = await undone((tx) => tx.query('delete from books.unit'), { limit: 3 });
    expect(report.faults).toHaveLength(3);
    expect(report.more).toBe(true);
  });

  it('says which orders do not close, by the rule of the orders room', async () => {
    const chargedBack = [...shop.owing];
    const report = await audit(database, { projections: PROJECTIONS, stillAsked });
    expect(report.faults.filter((fault) => !chargedBack.some((id) => fault.key.startsWith(id)))).toEqual([]);
  });

  it('leaves columns alone that workers may write', async () => {
    const write = (tx: Queryable): Promise<unknown> => tx.query('update payments.intent set attempts = attempts + 1');
    expect((await undone(write)).faults.length).toBeGreaterThan(0);
    for (const columns of [['attempts'], () => ['attempts']]) expect((await undone(write, { besides: { 'payments.intent': columns } })).faults).toEqual([]);
    expect((await undone(write, { besides: { 'payments.intent': (row) => (row.kind === 'capture' ? ['attempts'] : []) } })).faults.length).toBeGreaterThan(0);
  });

  it('finds a stream whose kind there is none of, also where no table is kept of it', async () => {
    const { faults } = await undone((tx) => tx.query(`update books.event set stream_kind = 'stockx' where stream_id = (select stream_id from books.event where stream_kind = 'stock' group by 1 having count(*) = 1 limit 1)`));
    expect(faults).toEqual([expect.objectContaining({ table: 'books.event', what: 'stream_kind', found: 'stockx' })]);
  });

  it('finds every single change to the journal, the books and the projections', async () => {
    const wanted = Number(process.env['SPIL_RUNS'] ?? 220);
    await database.query(`alter table books.stock_balance drop constraint stock_balance_reserved`);
    const tamper = await tampering(database, chance);
    const missed: string[] = [];
    const kinds = new Map<string, number>();
    for (let count = 0; count < wanted;) {
      let what: string | null = null;
      const report = await undone(async (tx) => { what = await tamper(tx); }, {}, true);
      if (what === null || report === null) continue;
      count += 1;
      const kind = String(what).split(':')[0] ?? '';
      kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
      if (report.faults.length === 0) missed.push(what);
    }
    console.log(`planted ${wanted} faults: ${[...kinds].sort().map(([kind, n]) => `${kind} ${n}`).join(', ')}`);
    expect(missed).toEqual([]);
    expect(kinds.size).toBeGreaterThan(wanted / 10);
    await expectWholeBooks(database, PROJECTIONS);
  }, 600_000);

  it('is not misled by commands that go on meanwhile', async () => {
    const done = { now: false };
    const busy = (async () => {
      while (!done.now) await live(shop, { do: chance.of(LIFE), a: chance.below(40), b: chance.below(40), c: chance.below(40) });
    })();
    for (let round = 0; round < 6; round += 1) expect((await audited(database, 3)).faults.map((fault) => fault.sentence)).toEqual([]);
    done.now = true;
    await busy;
    await expectWholeBooks(database, PROJECTIONS);
  });

  async function emptyTables(): Promise<number> {
    const counts = await Promise.all(JUDGED.map((name) => database.query<{ any: boolean }>(`select exists(select 1 from ${name}) as any`)));
    return counts.filter(([row]) => row?.any !== true).length;
  }

  /** Audits after a change that is rolled back. With `refusable`, null when the database itself refused the change. */
  async function undone(change: (tx: Queryable) => Promise<unknown>, options?: Pick<AuditOptions, 'limit' | 'besides'>): Promise<AuditReport>;
  async function undone(change: (tx: Queryable) => Promise<unknown>, options: object, refusable: true): Promise<AuditReport | null>;
  async function undone(change: (tx: Queryable) => Promise<unknown>, options: Pick<AuditOptions, 'limit' | 'besides'> = {}, refusable = false): Promise<AuditReport | null> {
    let report: AuditReport | null = null;
    const enough = new Error('roll back');
    await database.transaction(async (tx) => {
      try {
        await change(tx);
      } catch (error) {
        // Only a constraint may refuse; anything else is a mistake of this test.
        if (!refusable || errorCode(error)?.startsWith('23') !== true) throw error;
        throw enough;
      }
      report = await audit(tx, { projections: PROJECTIONS, chunk: 50, ...options });
      throw enough;
    }).catch((error: unknown) => { if (error !== enough) throw error; });
    if (report === null && !refusable) throw new Error('the audit did not answer');
    return report;
  }
});
