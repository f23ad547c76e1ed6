/** Labels and tracking against a simulated PostNL over HTTP: one announcement per parcel whatever is lost, and news booked once. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anOrder } from '../../tests/support/company.ts';
import { startBed } from '../../tests/support/outside.ts';
import type { Bed, OrderAnswer } from '../../tests/support/outside.ts';
import { client } from '../../tests/support/spil.ts';
import { createPostNLClient } from '../connectors/postnl/client.ts';
import { fromWire } from '../kernel/ids.ts';
import { createKey } from '../modules/identity/index.ts';
import type { Carrier } from '../modules/shipping/index.ts';
import type { BarcodeFirst } from './labels.ts';

let bed: Bed;
beforeAll(async () => { bed = await startBed(); });
afterAll(() => bed.close());
beforeEach(async () => { await fetch(`${bed.postnlUrl}/_control/faults`, { method: 'DELETE' }); });

const anOrderPacked = async (quantity = 1): Promise<{ order: OrderAnswer; parcels: string[] }> => {
  const order = await bed.place({ lines: [{ sku: 'runner-42', quantity }], payment: { operator: 'till', method: 'cash', captured: true } });
  return { order, parcels: await bed.pack(order) };
};
const announcedFor = async (order: OrderAnswer): Promise<string[]> => (await bed.parcelsAtPostNL()).filter((parcel) => parcel.reference === order.number).map((parcel) => parcel.barcode);
const parcelOf = async (order: OrderAnswer): Promise<OrderAnswer['parcels'][number]> => {
  const [parcel] = (await bed.order(order.id)).parcels;
  if (!parcel) throw new Error('no parcel');
  return parcel;
};
const label = (parcel: string, format = 'pdf'): Promise<{ status: number; body: unknown }> => bed.office.get(`/parcels/${parcel}/label?format=${format}`);
const eventsOf = async (order: OrderAnswer): Promise<string[]> => (await bed.office.get<{ events: { type: string }[] }>(`/orders/${order.id}/events`)).body.events.map((event) => event.type);

describe('a label', () => {
  it('comes with the job of its parcel', async () => {
    const { order, parcels } = await anOrderPacked();
    await bed.worker.drain();
    const parcel = await parcelOf(order);
    expect(parcel).toMatchObject({ status: 'labelled', carrier: 'postnl', problem: null, trackingUrl: expect.stringContaining('3511AB') as unknown });
    expect(await announcedFor(order)).toEqual([parcel.barcode]);
    const got = await label(parcels[0] ?? '');
    expect(got.status).toBe(200);
    expect(String(got.body).slice(0, 5)).toBe('%PDF-');
  });

  it('is there at once when it is asked for right after packing, and the job then has nothing to do', async () => {
    const { order, parcels } = await anOrderPacked();
    await bed.worker.tryLabelsNow(parcels.map((id) => fromWire('par', id) ?? ''));
    expect((await parcelOf(order)).status).toBe('labelled');
    await bed.worker.drain();
    expect(await announcedFor(order)).toHaveLength(1);
    expect((await eventsOf(order)).filter((type) => type === 'LabelIssued')).toHaveLength(1);
  });

  it('does not keep the store waiting for a slow carrier', async () => {
    const { order, parcels } = await anOrderPacked();
    const postnl = bed.carriers.get('postnl');
    if (!postnl) throw new Error('no PostNL');
    const gate = Promise.withResolvers<void>();
    bed.carriers.set('postnl', { ...postnl, announce: async (request) => { await gate.promise; return postnl.announce(request); } });
    await bed.worker.tryLabelsNow(parcels.map((id) => fromWire('par', id) ?? ''), 1);
    expect((await parcelOf(order)).status).toBe('packed');
    // The job finds the lease taken and comes back; then the slow answer arrives, and there is one announcement.
    await bed.worker.drain();
    expect(await bed.office.post(`/parcels/${parcels[0]}/label`)).toMatchObject({ status: 409, body: { code: 'shipping.label_pending' } });
    gate.resolve();
    await expect.poll(async () => (await parcelOf(order)).status, { timeout: 10_000 }).toBe('labelled');
    bed.carriers.set('postnl', postnl);
    await bed.worker.drain({ waiting: true });
    expect(await announcedFor(order)).toHaveLength(1);
  });

  it('is announced once by four who ask at once', async () => {
    const { order, parcels } = await anOrderPacked();
    const id = fromWire('par', parcels[0] ?? '') ?? '';
    await Promise.all([bed.worker.tryLabelsNow([id]), bed.another().tryLabelsNow([id]), bed.worker.drain(), bed.office.post(`/parcels/${parcels[0]}/label`)]);
    await bed.worker.drain({ waiting: true });
    expect(await announcedFor(order)).toHaveLength(1);
    expect((await parcelOf(order)).status).toBe('labelled');
  });

  it.each([['the answer is lost after PostNL took it', { operation: 'label', kind: 'lost' as const }], ['PostNL answers 500', { operation: 'label', kind: 'reject' as const, status: 500 }], ['PostNL answers 429', { operation: 'label', kind: 'reject' as const, status: 429, retryAfterSeconds: 30 }], ['no barcode is to be had', { operation: 'barcode', kind: 'reject' as const, status: 503 }]])('%s: the store reads why, and the retry announces it once', async (_name, fault) => {
    const { order } = await anOrderPacked();
    await bed.fault('postnl', { ...fault, times: 2 });
    await bed.worker.drain();
    expect(await parcelOf(order)).toMatchObject({ status: 'packed', problem: 'PostNL cannot be reached; we keep trying, and the label comes by itself. If it takes too long, give a tracking number by hand.' });
    await bed.worker.drain({ waiting: true });
    await bed.worker.drain({ waiting: true });
    const parcel = await parcelOf(order);
    expect(parcel).toMatchObject({ status: 'labelled', problem: null });
    expect(await announcedFor(order)).toEqual([parcel.barcode]);
    expect(await bed.unspent()).toEqual([]);
    expect((await eventsOf(order)).filter((type) => type === 'LabelFailed')).toHaveLength(1);
  });

  it('waits as long as the carrier asks', async () => {
    const { order } = await anOrderPacked();
    await bed.fault('postnl', { operation: 'label', kind: 'reject', status: 429, retryAfterSeconds: 1234 });
    await bed.worker.drain();
    const [row] = await bed.spil.database.query<{ seconds: number }>(`select extract(epoch from j.start_after - j.started_on)::int as seconds from jobs.job j join shipping.parcel p on p.id = j.id where j.name = 'label' and p.order_id = $1`, [fromWire('ord', order.id)]);
    expect(row?.seconds).toBeGreaterThan(1200);
    await bed.worker.drain({ waiting: true });
    expect((await parcelOf(order)).status).toBe('labelled');
  });

  it('the process dies between the answer and its booking: the same barcode is announced again, so once', async () => {
    const { order } = await anOrderPacked();
    bed.crashBefore('LabelIssued');
    await bed.worker.drain();
    expect((await parcelOf(order)).status).toBe('packed');
    const before = await announcedFor(order);
    expect(before).toHaveLength(1);
    await bed.worker.drain({ waiting: true });
    expect((await parcelOf(order)).barcode).toBe(before[0]);
    expect(await announcedFor(order)).toEqual(before);
  });

  it('of a carrier that gives its barcode first, the process may die even before the answer arrives', async () => {
    const postnl = bed.carriers.get('postnl');
    if (!postnl) throw new Error('no PostNL');
    const asking = createPostNLClient({ apiKey: 'secret', customerCode: 'DEVC', customerNumber: '11223344', baseUrl: bed.postnlUrl, timeoutMs: 5000, now: bed.clock.now });
    let dies = true;
    const careful: Carrier & BarcodeFirst = {
      ...postnl,
      newBarcode: async () => {
        const given = await asking.barcode(true);
        return given.kind === 'answer' ? { kind: 'barcode', barcode: given.value } : { kind: 'unavailable', reason: 'no barcode', barcode: null, retryAfterSeconds: null };
      },
      announce: async (request) => {
        const answer = await postnl.announce(request);
        if (!dies) return answer;
        dies = false;
        throw new Error('the process died here');
      },
    };
    bed.carriers.set('postnl', careful);
    const { order } = await anOrderPacked();
    await bed.worker.drain();
    expect((await parcelOf(order)).status).toBe('packed');
    await bed.worker.drain({ waiting: true });
    const parcel = await parcelOf(order);
    expect(parcel.status).toBe('labelled');
    expect(await announcedFor(order)).toEqual([parcel.barcode]);
    bed.carriers.set('postnl', postnl);
  });

  it('two parcels packed together are one shipment, named by the first one’s barcode', async () => {
    const order = await bed.place({ lines: [{ sku: 'runner-42', quantity: 1 }, { sku: 'boot-40', quantity: 1 }], payment: { operator: 'till', method: 'cash', captured: true } });
    const work = order.fulfilments[0]?.id ?? '';
    await bed.office.post(`/fulfilments/${work}/pick`, { scans: [{ scan: 'g1', code: '2000000000015' }, { scan: 'g2', code: '2000000000039' }] });
    const asked: { sequence: number; count: number; main: string | null | undefined }[] = [];
    const postnl = bed.carriers.get('postnl');
    if (!postnl) throw new Error('no PostNL');
    bed.carriers.set('postnl', { ...postnl, announce: (request) => { asked.push({ sequence: request.sequence, count: request.count, main: request.mainBarcode }); return postnl.announce(request); } });
    const packed = await bed.office.post<{ parcels: { id: string }[] }>(`/fulfilments/${work}/pack`, { parcels: [{ lines: [{ line: 1, quantity: 1 }] }, { lines: [{ line: 2, quantity: 1 }] }] });
    // The second is asked for first: it takes the first along.
    await bed.worker.tryLabelsNow([fromWire('par', packed.body.parcels[1]?.id ?? '') ?? '']);
    await bed.worker.drain();
    bed.carriers.set('postnl', postnl);
    const [first, second] = (await bed.order(order.id)).parcels;
    expect([first?.status, second?.status]).toEqual(['labelled', 'labelled']);
    expect(asked).toEqual([{ sequence: 1, count: 2, main: null }, { sequence: 2, count: 2, main: first?.barcode }]);
  });

  it('is ZPL where the store’s printer wants it', async () => {
    await bed.spil.database.query(`update locations.location set tags = '{zpl}' where code = 'utrecht'`);
    const { parcels } = await anOrderPacked();
    await bed.worker.drain();
    await bed.spil.database.query(`update locations.location set tags = '{}' where code = 'utrecht'`);
    const got = await label(parcels[0] ?? '', 'zpl');
    expect(got.status).toBe(200);
    expect(String(got.body)).toContain('^XA');
    expect((await label(parcels[0] ?? '')).status).toBe(409);
  });
});

describe('a label that is refused or asked for by hand', () => {
  it('says what is wrong and is not asked for again by itself; another carrier may be chosen', async () => {
    const { order, parcels } = await anOrderPacked();
    await bed.spil.database.query(`update customers.contact set data = jsonb_set(data::jsonb, '{address,postalCode}', '"0000 XX"') where id = (select (body::json -> 'data' -> 'deliveries' -> 0 ->> 'contact')::uuid from books.event where stream_id = $1 and seq = 1)`, [fromWire('ord', order.id)]);
    await bed.worker.drain();
    await bed.worker.drain({ waiting: true });
    expect(await parcelOf(order)).toMatchObject({ status: 'packed', problem: '"…" is not a Dutch postal code such as 3526 KL.' });
    const [journal] = await bed.spil.database.query<{ bodies: string }>(`select string_agg(body, ' ') as bodies from books.event where stream_id = $1`, [fromWire('ord', order.id)]);
    expect(journal?.bodies).toContain('LabelFailed');
    expect(journal?.bodies).not.toContain('0000 XX');
    expect(await bed.office.post(`/parcels/${parcels[0]}/label`)).toMatchObject({ status: 422, body: { code: 'shipping.label_refused', field: 'receiver.postalCode' } });
    expect(await bed.office.post(`/parcels/${parcels[0]}/label`, { carrier: 'nobody' })).toMatchObject({ status: 422, body: { code: 'shipping.carrier_unknown' } });
    expect(await bed.office.post(`/parcels/${parcels[0]}/label`, { carrier: 'by_hand' })).toMatchObject({ status: 200, body: { status: 'labelled', carrier: 'by_hand', barcode: expect.stringContaining(order.number) as unknown } });
    expect(String((await label(parcels[0] ?? '')).body).slice(0, 5)).toBe('%PDF-');
    expect(await announcedFor(order)).toEqual([]);
  });

  it('is answered "not yet" while the carrier is down, and belongs to its store', async () => {
    const { order, parcels } = await anOrderPacked();
    await bed.fault('postnl', { operation: 'label', kind: 'reject', status: 500 });
    expect(await bed.office.post(`/parcels/${parcels[0]}/label`)).toMatchObject({ status: 409, body: { code: 'shipping.label_pending' } });
    const delft = client(bed.url, (await createKey(bed.spil.database, { name: 'delft', roles: ['store'], locations: ['delft'] }, bed.clock.now())).secret);
    expect((await delft.post(`/parcels/${parcels[0]}/label`)).status).toBe(404);
    const utrecht = client(bed.url, (await createKey(bed.spil.database, { name: 'utrecht', roles: ['store'], locations: ['utrecht'] }, bed.clock.now())).secret);
    expect(await utrecht.post(`/parcels/${parcels[0]}/label`)).toMatchObject({ status: 200, body: { status: 'labelled' } });
    expect(await announcedFor(order)).toHaveLength(1);
  });

  it('a tracking number that was given by hand meanwhile is left alone', async () => {
    const { order, parcels } = await anOrderPacked();
    await bed.fault('postnl', { operation: 'label', kind: 'reject', status: 500 });
    await bed.worker.drain();
    expect((await bed.office.post(`/parcels/${parcels[0]}/tracking`, { carrier: 'postnl', trackingNumber: '3SABCD000000001' })).status).toBe(200);
    await bed.worker.drain({ waiting: true });
    expect(await parcelOf(order)).toMatchObject({ status: 'labelled', barcode: '3SABCD000000001' });
    expect(await announcedFor(order)).toEqual([]);
  });

  it('a carrier nobody set up is said so', async () => {
    const postnl = bed.carriers.get('postnl');
    bed.carriers.delete('postnl');
    const { order } = await anOrderPacked();
    await bed.worker.drain();
    if (postnl) bed.carriers.set('postnl', postnl);
    expect((await parcelOf(order)).problem).toMatch(/^No connection with the carrier "postnl" is set up/);
  });

  it('an erased receiver is said so', async () => {
    const { order } = await anOrderPacked();
    await bed.spil.database.query(`update customers.contact set erased_at = now() where id = (select (body::json -> 'data' -> 'deliveries' -> 0 ->> 'contact')::uuid from books.event where stream_id = $1 and seq = 1)`, [fromWire('ord', order.id)]);
    await bed.worker.drain();
    expect((await parcelOf(order)).problem).toMatch(/not known, or was erased/);
  });
});

describe('following parcels', () => {
  const later = async (): Promise<void> => {
    bed.clock.advance(10 * 60_000);
    expect(await bed.worker.tick()).toContain('parcel news');
    await bed.worker.drain({ waiting: true });
  };

  it('books what the carrier says, once each: the first scan ships it, and it is delivered', async () => {
    const { order } = await anOrderPacked();
    await bed.worker.drain();
    const { barcode } = await parcelOf(order);
    await later();
    expect((await parcelOf(order)).status).toBe('labelled');
    await bed.advancePostNL(barcode ?? '', 'sorted');
    await later();
    expect((await parcelOf(order)).status).toBe('shipped');
    await later();
    await bed.advancePostNL(barcode ?? '', 'delivered');
    await bed.fault('postnl', { operation: 'status', kind: 'reject', status: 503 });
    await later();
    await later();
    expect((await parcelOf(order)).status).toBe('delivered');
    await later();
    expect((await eventsOf(order)).filter((type) => type.startsWith('Parcel'))).toEqual(['ParcelPacked', 'ParcelShipped', 'ParcelDelivered']);
    expect((await bed.order(order.id)).status).toBe('complete');
  });

  it('after a silence longer than the carrier’s list, every parcel on its way is asked for', async () => {
    const { order } = await anOrderPacked();
    await bed.worker.drain();
    await later();
    await bed.advancePostNL((await parcelOf(order)).barcode ?? '', 'accepted');
    bed.clock.advance(5 * 24 * 3600_000);
    await later();
    expect((await parcelOf(order)).status).toBe('shipped');
  });

  it('keeps its place while the carrier is down', async () => {
    const { order } = await anOrderPacked();
    await bed.worker.drain();
    await later();
    await bed.advancePostNL((await parcelOf(order)).barcode ?? '', 'accepted');
    await bed.fault('postnl', { operation: 'updated', kind: 'reject', status: 503 });
    bed.clock.advance(20 * 60_000);
    await bed.worker.tick();
    await bed.worker.drain();
    expect((await parcelOf(order)).status).toBe('labelled');
    await bed.worker.drain({ waiting: true });
    expect((await parcelOf(order)).status).toBe('shipped');
  });

  it('does not pile up questions while the carrier is down', async () => {
    await bed.worker.drain({ waiting: true });
    await bed.fault('postnl', { operation: 'updated', kind: 'reject', status: 503, times: 20 });
    for (let round = 0; round < 5; round += 1) {
      bed.clock.advance(10 * 60_000);
      await bed.worker.tick();
      await bed.worker.drain();
    }
    const [{ count } = { count: 0 }] = await bed.spil.database.query<{ count: number }>(`select count(*)::int as count from jobs.job where name = 'news' and singleton_key = 'postnl' and state < 'completed'`);
    expect(count).toBe(1);
    await fetch(`${bed.postnlUrl}/_control/faults`, { method: 'DELETE' });
    await bed.worker.drain({ waiting: true });
  });

  it('leaves the books whole', async () => {
    expect(await bed.faults()).toEqual([]);
  });
});
