/** The company at work on the demo's seed: orders of all ways, everybody works until it is quiet, and the books are whole. */
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { expectWholeBooks } from '../../tests/support/books.ts';
import { auditScope } from '../app.ts';
import { startDemo } from './testbed.ts';
import type { DemoBed } from './testbed.ts';

interface Row { id: string; number: string; status: string; onHold: boolean; channel: string }

const SEED = Number(process.env['SPIL_SEED'] ?? 7);
/** Refusals that robots bring upon themselves, and races that Spil settles. */
const EXPECTED = /^(fulfilment\.(wrong_scan|unknown_product|wrong_code|ended|more_than_there_is|enough|on_hold|nothing_to_put_back|nothing_to_pack|not_picked)|orders\.(too_late|cancellation_asked|with_partner)|shipping\.(label_pending|manifest_empty|left)|409)$/;

let demo: DemoBed;
beforeAll(async () => {
  console.log(`seed ${SEED}`);
  demo = await startDemo({ seed: SEED });
});
afterAll(() => demo.close());

async function orders(): Promise<Row[]> {
  const all: Row[] = [];
  for (let after = ''; ;) {
    const { status, body } = await demo.office.get<{ orders: Row[]; next: string | null }>(`/orders?limit=200${after}`);
    expect(status).toBe(200);
    all.push(...body.orders);
    if (body.next === null) return all;
    after = `&after=${encodeURIComponent(body.next)}`;
  }
}

/** Rounds with the time that passes between them, until no order is on its way any more. */
async function untilQuiet(most: number): Promise<Row[]> {
  let rows: Row[] = [];
  for (let round = 0; round < most; round += 1) {
    await demo.company.work(1);
    await demo.pass();
    rows = await orders();
    if (rows.every(({ status }) => ['complete', 'cancelled', 'returned'].includes(status))) break;
  }
  return rows;
}

describe('a day of the company', () => {
  it('takes orders through the app and the tills', async () => {
    const sold = await demo.company.sell(40, { api: 60, till: 40, webshop: 0, outlet: 0 });
    await demo.pass(1);
    expect(sold).toBeGreaterThan(30);
    const rows = await orders();
    expect(rows).toHaveLength(sold);
    expect(new Set(rows.map(({ channel }) => channel))).toEqual(new Set(['api', 'till']));
    // What was paid later is released when Mollie says so.
    expect(rows.filter(({ onHold }) => onHold)).toEqual([]);
  });

  it('takes orders from both shops', async () => {
    const sold = await demo.company.sell(20, { webshop: 70, outlet: 30, api: 0, till: 0 });
    await demo.pass(1);
    expect(sold).toBe(20);
    const rows = (await orders()).filter(({ channel }) => channel === 'webshop' || channel === 'outlet');
    expect(rows).toHaveLength(20);
    expect(rows.filter(({ onHold }) => onHold)).toEqual([]);
  });

  it('works until every order came to its end', async () => {
    const rows = await untilQuiet(60);
    const { did, refusals, refusedBy } = demo.company.figures();
    expect(rows.filter(({ status }) => !['complete', 'cancelled', 'returned'].includes(status))).toEqual([]);
    expect(refusals.filter(({ code, status }) => !EXPECTED.test(code) && status !== 409)).toEqual([]);
    console.log({ did, refusedBy });
    for (const deed of ['scans', 'parcels packed', 'parcels handed over', 'parcels delivered', 'work taken up', 'pickups collected', 'transfers', 'totes received']) expect(did[deed], deed).toBeGreaterThan(0);
  }, 300_000);

  it('has no money left on its way, and what was captured is what is owed', async () => {
    // No customer comes any more; time passes at the bank and in Spil.
    for (let n = 0; n < 4; n += 1) {
      await fetch(`${demo.world.urls.mollie}/_control/advance`, { method: 'POST' });
      await demo.pass();
    }
    const open = await demo.spil.database.query('select kind, status from payments.intent where status = $1', ['pending']);
    expect(open).toEqual([]);
    for (const { id, number } of await orders()) {
      const { body } = await demo.office.get<{ money: { balance: number } }>(`/orders/${id}`);
      expect({ number, balance: body.money.balance }).toEqual({ number, balance: 0 });
    }
  });

  it('works by itself once it is started, and stops when it is told to', async () => {
    const before = demo.company.figures().placed;
    demo.company.set({ orders: 5 });
    demo.company.start();
    await vi.waitFor(() => expect(demo.company.figures().placed).toBeGreaterThan(before + 1), { timeout: 40_000 });
    demo.company.set({ pace: 100_000, paused: true });
    await demo.company.stop();
    expect(demo.company.figures()).toMatchObject({ running: false, paused: true, pace: 240 });
    await demo.pass(1);
  });

  it('leaves the books whole, and nothing broke on the way', async () => {
    const { projections, ...scope } = auditScope();
    await expectWholeBooks(demo.spil.database, projections, scope);
    expect(demo.broken).toEqual([]);
    expect(demo.company.figures().failures).toEqual({ total: 0, last: [] });
  });
});
