/** Labels of parcels that go to a carrier's pickup point: for the address that the order keeps, or that the carrier gives. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ADDRESS, anOrder } from '../../tests/support/company.ts';
import { startBed } from '../../tests/support/outside.ts';
import type { Bed, OrderAnswer } from '../../tests/support/outside.ts';
import { fromWire } from '../kernel/ids.ts';
import { keptPoint } from '../modules/shipping/index.ts';

let bed: Bed;
beforeAll(async () => { bed = await startBed(); });
afterAll(async () => {
  expect(await bed.unspent()).toEqual([]);
  expect(await bed.faults()).toEqual([]);
  await bed.close();
});

const parcelOf = async (order: OrderAnswer): Promise<OrderAnswer['parcels'][number]> => (await bed.order(order.id)).parcels.at(-1) as OrderAnswer['parcels'][number];

describe('a label for a pickup point', () => {
  const toPoint = async (id: string): Promise<OrderAnswer> => {
    const wish = anOrder({ lines: [{ sku: 'runner-42', quantity: 1 }], payment: { operator: 'till', method: 'cash', captured: true } });
    const address = { company: 'Kantoorboek Het Vlot', street: 'Weerdsingel', houseNumber: '12', postalCode: '3513BA', city: 'Utrecht', country: 'NL' };
    const placed = await bed.channel.post<OrderAnswer>('/orders', { ...wish, deliveries: [{ ref: 'd1', kind: 'pickup_point', address: ADDRESS, pickupPoint: { carrier: 'postnl', id, network: 'PNPNL-01', address } }] });
    expect(placed.status, JSON.stringify(placed.body)).toBe(201);
    return placed.body;
  };

  it('is for that point', async () => {
    const order = await toPoint('210001');
    await bed.pack(order);
    await bed.worker.drain();
    const parcel = await parcelOf(order);
    expect(parcel).toMatchObject({ status: 'labelled', problem: null });
    expect((await bed.parcelsAtPostNL()).find((one) => one.barcode === parcel.barcode)).toMatchObject({ product: '3533' });
    await bed.advancePostNL(parcel.barcode ?? '', 'at_pickup_point');
    await bed.worker.tick();
    bed.clock.advance(10 * 60_000);
    await bed.worker.tick();
    await bed.worker.drain();
    expect((await parcelOf(order)).status).toBe('at_pickup_point');
  });

  const forgetAddress = (order: OrderAnswer): Promise<unknown> =>
    bed.spil.database.query(`update customers.contact set data = '{}', erased_at = now() where id = (select (body::json -> 'data' -> 'deliveries' -> 0 -> 'pickupPoint' ->> 'contact')::uuid from books.event where stream_id = $1 and seq = 1)`, [fromWire('ord', order.id)]);

  it('is made from the address that the order keeps, also while the carrier tells of no points', async () => {
    const order = await toPoint('999998');
    await bed.fault('postnl', { operation: 'locations', kind: 'reject', status: 503 });
    await bed.pack(order);
    await bed.worker.drain();
    expect(await parcelOf(order)).toMatchObject({ status: 'labelled', problem: null });
    const asked = await fetch(`${bed.postnlUrl}/_control/faults`, { method: 'DELETE' });
    expect(asked.status).toBe(204);
  });

  it('of an order that has only its number is for the address that the carrier gives of it', async () => {
    const order = await toPoint('210002');
    await forgetAddress(order);
    await bed.pack(order);
    await bed.worker.drain();
    expect(await parcelOf(order)).toMatchObject({ status: 'labelled', problem: null });
    expect(await keptPoint(bed.spil.database, 'postnl', '210002')).toMatchObject({ name: 'Buurtsuper Oog', address: { street: 'Ooglaan' } });
  });

  it('of a point that is gone is refused with a plain sentence', async () => {
    const order = await toPoint('999999');
    await forgetAddress(order);
    await bed.pack(order);
    await bed.worker.drain();
    expect((await parcelOf(order)).problem).toBe('Pickup point 999999 is not there any more; ask the customer to choose another one.');
  });
});
