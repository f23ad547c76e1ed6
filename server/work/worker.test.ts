/** The worker as it runs: started, two of it, with everything going wrong at random; in the end both books agree to the cent. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBed } from '../../tests/support/outside.ts';
import type { Bed, OrderAnswer } from '../../tests/support/outside.ts';
import { printedChance } from '../../tests/support/random.ts';
import { jobOf } from './relay.ts';

describe('a started worker', () => {
  let bed: Bed;
  beforeAll(async () => { bed = await startBed(); });
  afterAll(() => bed.close());

  it('follows the journal, gets the label and captures the money by itself', async () => {
    const ref = await bed.paid({ amount: 5995, method: 'creditcard' });
    const order = await bed.place({ lines: [{ sku: 'runner-42', quantity: 1 }], payment: { operator: 'mollie', method: 'creditcard', ref } });
    const [parcel] = await bed.pack(order);
    await bed.worker.start();
    await bed.another().start();
    const patience = { timeout: 30_000, interval: 100 };
    await expect.poll(async () => (await bed.order(order.id)).parcels[0]?.status, patience).toBe('labelled');
    expect((await bed.office.post('/manifests', { location: 'utrecht', carrier: 'postnl', parcels: [parcel] })).status).toBe(200);
    await expect.poll(async () => (await bed.order(order.id)).money.payments[0]?.captured, patience).toBe(5995);
    expect((await bed.payment(ref)).captures).toHaveLength(1);
    expect((await bed.parcelsAtPostNL()).filter((one) => one.reference === order.number)).toHaveLength(1);
  }, 60_000);
});

describe('lives of orders with trouble at random', () => {
  let bed: Bed;
  beforeAll(async () => { bed = await startBed(); });
  afterAll(() => bed.close());

  it('move each cent and announce each parcel once', async () => {
    const chance = printedChance('troubled lives');
    const other = bed.another();
    const trouble = async (): Promise<void> => {
      const operation = chance.of(['create-capture', 'create-refund', 'get-payment', 'release-authorization']);
      switch (chance.below(7)) {
        case 0: return bed.fault('mollie', { operation, kind: 'lost' });
        case 1: return bed.fault('mollie', { operation, kind: 'reject', status: chance.of([500, 502, 503, 429]), times: 1 + chance.below(2) });
        case 2: return bed.fault('mollie', { operation: 'webhook', kind: chance.of(['double', 'drop'] as const), times: 1 + chance.below(3) });
        case 3: return bed.fault('postnl', { operation: 'label', kind: chance.of(['lost', 'reject'] as const), status: 500 });
        case 4: return bed.crashBefore(chance.of(['PaymentCaptured', 'PaymentRefunded', 'LabelIssued']));
        default: return undefined;
      }
    };
    const work = async (): Promise<void> => {
      await Promise.all([bed.worker.drain({ waiting: chance.below(2) === 0 }), other.drain({ waiting: chance.below(2) === 0 })]);
    };
    const placed: { order: OrderAnswer; ref: string }[] = [];
    for (let life = 0; life < 10; life += 1) {
      const method = chance.of(['ideal', 'creditcard', 'klarna']);
      const [quantity, more] = [1 + chance.below(4), chance.below(3)];
      const ref = await bed.paid({ amount: quantity * 5995 + more * 4995, method });
      const lines = [{ sku: 'runner-42', quantity }, ...(more > 0 ? [{ sku: 'runner-43', quantity: more, price: 4995 }] : [])];
      const order = await bed.place({ lines, payment: { operator: 'mollie', method, captured: method === 'ideal', ref } });
      placed.push({ order, ref });
      await trouble();
      if (quantity > 1 && chance.below(2) === 0) await bed.office.post(`/orders/${order.id}/cancel`, { lines: [{ line: 1, quantity: 1 + chance.below(quantity - 1) }], reason: 'customer' });
      await trouble();
      if (chance.below(3) === 0) await work();
      if (chance.below(6) === 0) await bed.office.post(`/orders/${order.id}/cancel`, {});
      else {
        for (const { location } of order.fulfilments) {
          const parcels = await bed.pack(order, location);
          await trouble();
          await work();
          await bed.worker.drain({ waiting: true });
          await bed.worker.drain({ waiting: true });
          await bed.worker.drain({ waiting: true });
          await trouble();
          expect((await bed.office.post('/manifests', { location, carrier: 'postnl', parcels })).status).toBe(200);
          await work();
        }
        if (chance.below(2) === 0) {
          for (const parcel of (await bed.order(order.id)).parcels) await bed.office.post(`/parcels/${parcel.id}/scans`, { status: 'delivered', code: '11', at: bed.clock.now() });
          await trouble();
          expect((await bed.office.post('/returns', { order: order.id, location: 'utrecht', lines: [{ line: 1, quantity: 1 }] })).status).toBeLessThan(300);
        }
      }
      bed.clock.advance(chance.below(10) * 60_000);
    }
    for (let round = 0; round < 8; round += 1) {
      await bed.advanceMollie();
      bed.clock.advance(16 * 60_000);
      await bed.worker.tick();
      await work();
      await bed.worker.drain({ waiting: true });
    }
    const announced = await bed.parcelsAtPostNL();
    for (const { order, ref } of placed) {
      const { money, parcels, number } = await bed.order(order.id);
      const [ours] = money.payments;
      const theirs = await bed.payment(ref);
      expect({ order: number, captured: ours?.captured, refunded: ours?.refunded, underWay: (ours?.capturePending ?? 0) + (ours?.refundPending ?? 0), balance: money.balance }).toEqual({ order: number, captured: theirs.captured, refunded: theirs.refundedOut, underWay: 0, balance: 0 });
      expect(announced.filter((parcel) => parcel.reference === number).map((parcel) => parcel.barcode).toSorted()).toEqual(parcels.map((parcel) => parcel.barcode).toSorted());
    }
    expect(await bed.spil.database.query(`select kind, reason from payments.intent where status = 'pending'`)).toEqual([]);
    expect(await bed.faults()).toEqual([]);
  }, 120_000);
});

describe('the relay', () => {
  const event = (type: string, data: object): Parameters<typeof jobOf>[0] => ({ event: { seq: 1, type, data, moves: {}, occurredAt: '', recordedAt: '', by: { kind: 'system', id: 'spil' } } });

  it.each([
    ['CaptureRequested', { intent: 'i', payment: 'p' }, { queue: 'money', job: { id: 'i', key: 'p', data: { intent: 'i' } } }],
    ['RefundRequested', { intent: 'i', payment: 'p' }, { queue: 'money', job: { id: 'i', key: 'p', data: { intent: 'i' } } }],
    ['AuthorisationReleased', { intent: 'i', payment: 'p' }, { queue: 'money', job: { id: 'i', key: 'p', data: { intent: 'i' } } }],
    ['ParcelPacked', { parcel: 'l' }, { queue: 'label', job: { id: 'l', data: { parcel: 'l' } } }],
    ['ItemsPicked', {}, null],
  ])('%s', (type, data, made) => {
    expect(jobOf(event(type, data))).toEqual(made);
  });
});
