/** Long random lives of a small shop, in memory, by the real rules: units, stock and money are conserved after every step, and the money closes. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { moneyOf, openAuthorisation, unitsIn, unitsOf } from '../../server/modules/books/index.ts';
import type { OrderEvents } from '../../server/modules/orders/index.ts';
import { cancel } from '../../server/modules/orders/rules.ts';
import { Shop } from '../support/shop.ts';
import { StockModel } from '../support/stock-model.ts';
import { live, settleAll, STEPS } from '../support/steps.ts';
import type { Step } from '../support/steps.ts';
import { receiptsOf, serveQueue } from '../support/steps-supply.ts';
import { expectOrderWhole, expectSettled, expectStockWhole, expectSupplyWhole } from './laws.ts';

/** A hundredth of the full size runs each time; SPIL_RUNS gives more. */
const RUNS = Number(process.env['SPIL_RUNS'] ?? 150);

/** A given seed repeats a run as it was, without looking for a smaller example. */
const SEED = process.env['SPIL_SEED'];

/** The way forward comes more often than the ways back, so that orders get far enough to go wrong late. */
const names = [...Object.keys(STEPS), 'place', 'announce', 'receiveExpected', 'serveQueue', 'serveQueue', 'stockIn', 'stockIn', 'pick', 'pick', 'pack', 'ship', 'ship', 'deliver', 'deliver', 'paid', 'paid', 'transfer', 'arrive', 'collect', 'bringBack', 'cancel'];
const step: fc.Arbitrary<Step> = fc.record({ do: fc.constantFrom(...names), a: fc.nat(30), b: fc.nat(30), c: fc.nat(30) });

async function shopAfter(steps: readonly Step[], unplaced: 'wait' | 'cancel'): Promise<{ shop: Shop; model: StockModel }> {
  const model = new StockModel();
  const shop = new Shop({ send: (change) => model.send(change), balances: () => [...model.balances.values()], supply: () => model.supply() }, unplaced);
  for (const one of steps) {
    const before = new Map([...shop.streams].map(([id, stream]) => [id, stream.seq]));
    await live(shop, one);
    for (const [id, stream] of shop.streams) {
      if (before.get(id) === stream.seq || stream.kind !== 'order') continue;
      expectOrderWhole(id, stream);
      expectSettled(id, stream);
    }
    expectStockWhole(shop, model);
  }
  return { shop, model };
}

it('conserves units, stock and money at every step of any life, and closes the money at its end', async () => {
  const seen = { done: 0, refused: 0, lost: 0 };
  const told = new Map<string, number>();
  await fc.assert(fc.asyncProperty(fc.array(step, { minLength: 30, maxLength: 160, size: 'max' }), fc.constantFrom('wait' as const, 'cancel' as const), async (steps, unplaced) => {
    const { shop, model } = await shopAfter(steps, unplaced);
    for (const key of ['done', 'refused', 'lost'] as const) seen[key] += shop.counts[key];

    for (let round = 0; round < 2; round += 1) for (const { stream } of receiptsOf(shop)) await serveQueue(shop, stream.id);
    expectSupplyWhole(shop, model);
    for (const id of shop.orders) {
      for (let round = 0; round < 5; round += 1) for (let b = 0; b < 8; b += 1) await live(shop, { do: 'arrive', a: shop.orders.indexOf(id), b, c: 0 });
      await shop.onOrder(id, (change, stream) => {
        const left = unitsIn(unitsOf(stream), { stage: ['open', 'waiting', 'allocated', 'picked', 'packed', 'ready'] });
        const perLine = new Map<number, number>();
        for (const held of left) perLine.set(held.line, (perLine.get(held.line) ?? 0) + held.n);
        if (perLine.size > 0) shop.record(change, stream, cancel(stream, [...perLine].map(([line, quantity]) => ({ line, quantity })), 'mistake', null));
      });
      // Refused ones are asked for again, and everything under way is done: at most a refund and a capture follow one another.
      for (let round = 0; round < 6; round += 1) {
        await settleAll(shop, id, 'done');
        await shop.onOrder(id, (change, stream) => shop.record(change, stream, [{ type: 'OrderTagged', data: { tags: [] } }]));
      }
      const stream = shop.streams.get(id);
      if (!stream) throw new Error('an order is gone');
      expectOrderWhole(id, stream);
      const book = moneyOf(stream);
      const payments = [...book.payments.values()];
      expect(payments.reduce((sum, payment) => sum + payment.capture_pending + payment.refund_pending, 0), `under way of ${id}`).toBe(0);
      const net = payments.reduce((sum, payment) => sum + payment.captured - payment.refunded - payment.charged_back, 0);
      if (!shop.owing.has(id)) expect(net, `money of ${id}`).toBe(book.due);
      else expect(net, `money of ${id}`).toBeLessThanOrEqual(Math.max(book.due, 0));
      for (const payment of payments) expect(shop.owing.has(id) || openAuthorisation(payment) === 0, `authorisation left of ${id}`).toBe(true);
    }
    expectStockWhole(shop, model);
    for (const stream of shop.streams.values()) for (const { type, data } of stream.events) {
      const name = type === 'ItemsWaiting' && (data as OrderEvents['ItemsWaiting']).supply ? 'promised from supply' : type;
      told.set(name, (told.get(name) ?? 0) + 1);
    }
  }), { numRuns: RUNS, ...(SEED === undefined ? {} : { seed: Number(SEED), endOnFailure: true }) });
  console.log(`lives of a shop: ${RUNS} runs; steps done ${seen.done}, refused ${seen.refused}, lost ${seen.lost}`);
  // Every kind of thing happened: a step that never gets anywhere proves nothing.
  const happened = ['promised from supply', 'SupplyLost', 'ExpectedReceiptReceived', 'ExpectedReceiptChanged', 'ExpectedReceiptClosed', 'ReservationBroken', 'DeliveryChanged', 'ItemsTransferred', 'ItemsReceived', 'ItemsShorted', 'FulfilmentReassigned', 'ItemsReturned', 'ItemsCollected'];
  console.log(`lives of a shop: ${happened.map((type) => `${type} ${told.get(type) ?? 0}`).join(', ')}`);
  expect(happened.filter((type) => !told.has(type))).toEqual([]);
  expect(seen.done).toBeGreaterThan(RUNS * 10);
}, Math.max(240_000, RUNS * 1000));
