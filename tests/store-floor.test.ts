/** A store's day over HTTP: what is open today, where things lie, several orders in one walk, and the handover with its paper. */
import { PDFDocument } from '@cantoo/pdf-lib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromWire } from '../server/kernel/ids.ts';
import { createKey } from '../server/modules/identity/index.ts';
import { anOrder, smallCompany, stock } from './support/company.ts';
import { ok, startSpil } from './support/spil.ts';
import { standstill } from './support/standstill.ts';
import type { Client, Reply, Running } from './support/spil.ts';

interface Placed { id: string; number: string; fulfilments: { id: string }[] }
interface Today { counts: Record<string, number>; more: number; products: { sku: string; name: string }[]; items: { key: string; group: string; number: string; units: number; putBack: number; fulfilment: string | null; carrier: string | null; load: string | null; customer: string | null; overdue: boolean; problem: string | null; place: string | null; shelf: string | null; products: { sku: string; quantity: number }[] }[] }
interface Walk { works: { id: string; tote: number; acceptedBy: string | null; lines: { place: string | null; options: Record<string, string>; brand: string | null }[] }[]; stops: { tote: number; fulfilment: string; sku: string; place: string | null }[]; refused?: { fulfilment: string; code: string }[] }

let spil: Running;
let channel: Client;
let utrecht: Client;
let zeist: Client;
let office: Client;
let service: Client;
const today = async (query = ''): Promise<Today> => ok(await utrecht.get<Today>(`/today?location=utrecht${query}`));
const place = async (lines: { sku: string; quantity: number }[], delivery?: { kind: 'pickup'; location: string }): Promise<Placed> => ok(await channel.post<Placed>('/orders', anOrder({ lines, ...(delivery ? { delivery } : {}) })));
const workOf = (order: Placed): string => order.fulfilments[0]?.id ?? '';
let serial = 0;
const scan = (code: string): { scan: string; code: string } => { serial += 1; return { scan: `s${serial}`, code }; };

beforeAll(async () => {
  spil = await startSpil();
  await smallCompany(spil.database);
  await spil.database.query(`update catalogue.variant set options = '{"size": 42, "colour": "black"}' where sku = 'runner-42'`);
  await spil.database.query(`update catalogue.product set brand = 'Kade' where code = 'runner'`);
  [channel, utrecht, zeist, office, service] = await Promise.all([spil.as('channel'), spil.as('store', ['utrecht']), spil.as('store', ['zeist']), spil.as('operations'), spil.as('service')]);
  await stock(spil, { utrecht: { 'runner-42': 20, 'runner-43': 20 }, leiden: { 'boot-40': 5 } });
});
afterAll(() => spil.close());

describe('where products lie', () => {
  it('is said by the store itself, one or many, and taken away again', async () => {
    expect(ok(await utrecht.put('/stock/places', { location: 'utrecht', places: [{ sku: 'runner-43', place: 'B-12-1' }, { sku: 'runner-42', place: ' B-2-3 ' }, { sku: 'boot-40', place: 'Z' }] }))).toMatchObject({ places: [{ sku: 'runner-43', place: 'B-12-1' }, { sku: 'runner-42', place: 'B-2-3' }, { sku: 'boot-40', place: 'Z' }] });
    ok(await utrecht.put('/stock/places', { location: 'utrecht', places: [{ sku: 'boot-40', place: null }] }));
    expect(ok(await utrecht.get<{ places: unknown[] }>('/stock/places?location=utrecht')).places).toMatchObject([{ sku: 'runner-42', place: 'B-2-3' }, { sku: 'runner-43', place: 'B-12-1' }]);
    const page = ok(await utrecht.get<{ places: unknown[]; next: string }>('/stock/places?location=utrecht&limit=1'));
    expect(ok(await utrecht.get<{ places: unknown[]; next: null }>(`/stock/places?location=utrecht&limit=1&after=${page.next}`))).toMatchObject({ places: [{ sku: 'runner-43' }], next: null });
  });

  it('is not said of another store, of no place at all, or of a product that nobody knows', async () => {
    expect(await zeist.put('/stock/places', { location: 'utrecht', places: [{ sku: 'runner-42', place: 'A' }] })).toMatchObject({ status: 403, body: { code: 'inventory.not_yours' } });
    expect(await utrecht.put('/stock/places', { location: 'utrecht', places: [{ sku: 'nothing', place: 'A' }] })).toMatchObject({ status: 422, body: { code: 'inventory.sku_unknown' } });
    expect((await utrecht.put('/stock/places', { location: 'utrecht', places: [{ sku: 'runner-42', place: 'x'.repeat(51) }] })).status).toBe(400);
    expect(ok(await zeist.get<{ places: unknown[] }>('/stock/places?location=utrecht')).places).toEqual([]);
  });
});

describe('today', () => {
  it('is empty before there is work, and does not exist for others', async () => {
    expect(await today()).toMatchObject({ counts: { to_pick: 0, to_pack: 0, to_hand_over: 0, pickups_to_prepare: 0, pickups_waiting: 0, incoming: 0, returns: 0 }, items: [], more: 0 });
    expect(await zeist.get('/today?location=utrecht')).toMatchObject({ status: 404, body: { code: 'today.location_unknown' } });
    expect((await office.get('/today?location=nowhere')).status).toBe(404);
  });

  it('shows each piece of work in its group, as it goes on', async () => {
    const [picked, packed, pickup, cancelled] = [await place([{ sku: 'runner-42', quantity: 2 }]), await place([{ sku: 'runner-43', quantity: 1 }]), await place([{ sku: 'runner-42', quantity: 1 }], { kind: 'pickup', location: 'utrecht' }), await place([{ sku: 'runner-43', quantity: 1 }])];
    expect((await today()).counts).toMatchObject({ to_pick: 3, pickups_to_prepare: 1 });
    expect((await today('&group=to_pick')).items.find((item) => item.fulfilment === workOf(picked))).toMatchObject({ group: 'to_pick', units: 2, products: [{ sku: 'runner-42', quantity: 2 }], customer: null, overdue: false });

    ok(await utrecht.post(`/fulfilments/${workOf(picked)}/pick`, { scans: [scan('runner-42'), scan('runner-42')] }));
    expect(ok(await utrecht.get(`/fulfilments/${workOf(picked)}`))).toMatchObject({ acceptedBy: 'store utrecht', lines: [{ picked: 2, place: 'B-2-3' }], scans: [`s${serial - 1}`, `s${serial}`] });
    ok(await utrecht.post(`/fulfilments/${workOf(packed)}/pick`, { scans: [scan('runner-43')] }));
    ok(await utrecht.post(`/fulfilments/${workOf(packed)}/pack`));
    ok(await utrecht.post(`/fulfilments/${workOf(pickup)}/pick`, { scans: [scan('runner-42')], shelf: 'A1' }));
    ok(await utrecht.post(`/fulfilments/${workOf(cancelled)}/pick`, { scans: [scan('runner-43')] }));
    ok(await (await spil.as('service')).post(`/orders/${cancelled.id}/cancel`, { reason: 'customer' }));
    const now = await today();
    expect(now.counts).toEqual({ to_pick: 1, to_pack: 1, to_hand_over: 0, pickups_to_prepare: 0, pickups_waiting: 1, incoming: 0, returns: 0 });
    expect(now.items.find((item) => item.group === 'to_pick')).toMatchObject({ fulfilment: workOf(cancelled), putBack: 1 });
    expect(now.items.find((item) => item.group === 'pickups_waiting')).toMatchObject({ number: pickup.number, units: 1, customer: 'Jo Doe', shelf: 'A1', products: [{ sku: 'runner-42', quantity: 1 }] });
    expect(now.items.at(-1)?.group).toBe('pickups_waiting');
    expect(now.products.map((product) => product.sku).sort()).toEqual(['runner-42', 'runner-43']);

    ok(await utrecht.post(`/fulfilments/${workOf(cancelled)}/put-back`));
    const { parcels } = ok(await utrecht.get<{ parcels: { id: string; number: string; orderNumber: string; carrierName: string; unsecured: boolean }[] }>('/parcels?location=utrecht&status=packed'));
    expect(parcels).toMatchObject([{ number: 'L1', orderNumber: packed.number, unsecured: false }]);
    ok(await utrecht.post(`/parcels/${parcels[0]?.id}/tracking`, { carrier: 'by-hand', trackingNumber: 'PILE-00001' }));
    expect((await today()).counts).toMatchObject({ to_pick: 0, to_hand_over: 1 });
    expect((await today('&group=to_hand_over')).items).toMatchObject([{ carrier: 'by-hand', units: 1 }]);
    expect(ok(await utrecht.get<{ parcels: unknown[] }>('/parcels?barcode=PILE-00001')).parcels).toMatchObject([{ orderNumber: packed.number, status: 'labelled' }]);
    expect(ok(await zeist.get<{ parcels: unknown[] }>('/parcels?barcode=PILE-00001')).parcels).toEqual([]);
  });

  it('shows what comes in, what came back, and a label that could not be had', async () => {
    const brought = await place([{ sku: 'boot-40', quantity: 2 }], { kind: 'pickup', location: 'utrecht' });
    ok(await (await spil.as('store', ['leiden'])).post(`/fulfilments/${workOf(brought)}/transfer`, { load: 'TOTE-1', scans: [scan('boot-40'), scan('boot-40')] }));
    const sold = ok(await channel.post<Placed>('/orders', anOrder({ channel: 'till', lines: [{ sku: 'runner-42', quantity: 1 }], payment: { operator: 'till', method: 'cash', captured: true }, delivery: { kind: 'carry_out', location: 'utrecht' } })));
    ok(await utrecht.post('/returns', { order: sold.id, location: 'utrecht', lines: [{ line: 1, quantity: 1 }] }));
    await spil.database.query(`update shipping.parcel set problem = 'The street is not known.', status = 'packed' where barcode = 'PILE-00001'`);
    const now = await today();
    await spil.database.query(`update shipping.parcel set problem = null, status = 'labelled' where barcode = 'PILE-00001'`);
    expect(now.items.find((item) => item.group === 'incoming')).toMatchObject({ load: 'TOTE-1', units: 2, place: 'Leiden', products: [{ sku: 'boot-40', quantity: 2 }] });
    expect(now.items.find((item) => item.group === 'returns')).toMatchObject({ number: sold.number, units: 1, products: [{ sku: 'runner-42', quantity: 1 }] });
    expect(now.items.find((item) => item.problem !== null)).toMatchObject({ group: 'to_pack', problem: 'The street is not known.', products: [{ sku: 'runner-43', quantity: 1 }] });
    const all = await today();
    expect(await today('&limit=1')).toMatchObject({ more: all.items.length - 1, counts: all.counts, items: [{ key: all.items[0]?.key }] });
  });
});

describe('several orders in one walk', () => {
  it('are taken up together, laid along the places, and answered again at any time', async () => {
    const [one, two, gone] = [await place([{ sku: 'runner-43', quantity: 1 }, { sku: 'runner-42', quantity: 1 }]), await place([{ sku: 'runner-42', quantity: 1 }]), await place([{ sku: 'runner-42', quantity: 1 }])];
    ok(await (await spil.as('service')).post(`/orders/${gone.id}/cancel`, { reason: 'customer' }));
    const fulfilments = [workOf(one), workOf(gone), workOf(two)];
    const wave = ok(await utrecht.post<Walk>('/waves', { location: 'utrecht', fulfilments }));
    expect(wave.refused).toMatchObject([{ fulfilment: workOf(gone), code: 'fulfilment.ended' }]);
    expect(wave.works.map(({ id, tote }) => [id, tote])).toEqual([[workOf(one), 1], [workOf(two), 2]]);
    expect(wave.works.every((work) => work.acceptedBy !== null)).toBe(true);
    expect(wave.stops.map(({ place: at, sku, tote }) => [at, sku, tote])).toEqual([['B-2-3', 'runner-42', 1], ['B-2-3', 'runner-42', 2], ['B-12-1', 'runner-43', 1]]);
    expect(wave.works[1]?.lines[0]).toMatchObject({ place: 'B-2-3', brand: 'Kade', options: { size: '42', colour: 'black' } });
    expect(ok(await utrecht.get<Walk>(`/walk?fulfilments=${workOf(one)},${workOf(two)}`))).toEqual({ location: 'utrecht', works: wave.works, stops: wave.stops });
    expect(ok(await utrecht.post<Walk>('/waves', { location: 'utrecht', fulfilments })).works).toEqual(wave.works);
  });

  it('are refused when nothing of them is there, or when they lie in two locations', async () => {
    const here = await place([{ sku: 'runner-42', quantity: 1 }]);
    const there = await place([{ sku: 'boot-40', quantity: 1 }]);
    expect(await zeist.post('/waves', { location: 'zeist', fulfilments: [workOf(here)] })).toMatchObject({ status: 404, body: { code: 'fulfilment.unknown' } });
    expect(await zeist.post('/waves', { location: 'utrecht', fulfilments: [workOf(here)] })).toMatchObject({ status: 404, body: { code: 'fulfilment.location_unknown' } });
    expect((await zeist.get(`/walk?fulfilments=${workOf(here)}`)).status).toBe(404);
    expect(await office.get(`/walk?fulfilments=${workOf(here)},${workOf(there)}`)).toMatchObject({ status: 422, body: { code: 'fulfilment.two_locations' } });
    expect((await utrecht.get('/walk?fulfilments=x')).status).toBe(400);
  });
});

describe('what cannot be sent from here', () => {
  it('is told at once where it goes, by name', async () => {
    await stock(spil, { zeist: { 'runner-42': 1 } });
    const order = await place([{ sku: 'runner-42', quantity: 2 }]);
    const answer = ok(await utrecht.post<{ goes: unknown[] }>(`/fulfilments/${workOf(order)}/short`, { line: 1, quantity: 2, reason: 'not_found' }));
    expect(answer.goes).toEqual([{ to: 'location', quantity: 1, location: 'zeist', name: 'Zeist' }, { to: 'cancelled', quantity: 1, location: null, name: null }]);
  });
});

describe('a handover', () => {
  const SIGNATURE = 'M10 20 L30.5 40 M100 100 L200 150';
  let manifest: string;
  let stayed: string;
  it('counts what was announced, says what stayed, and keeps who signed', async () => {
    const orders = [await place([{ sku: 'runner-43', quantity: 1 }]), await place([{ sku: 'runner-43', quantity: 1 }]), await place([{ sku: 'runner-43', quantity: 1 }])];
    const parcels: string[] = [];
    for (const [index, order] of orders.entries()) {
      ok(await utrecht.post(`/fulfilments/${workOf(order)}/pick`, { scans: [scan('runner-43')] }));
      const parcel = ok(await utrecht.post<{ parcels: { id: string }[] }>(`/fulfilments/${workOf(order)}/pack`)).parcels[0]?.id ?? '';
      ok(await utrecht.post(`/parcels/${parcel}/tracking`, { carrier: 'van', trackingNumber: `VAN-0000${index}` }));
      parcels.push(parcel);
    }
    stayed = parcels[2] ?? '';
    expect((await utrecht.post('/manifests', { location: 'utrecht', carrier: 'van', parcels: parcels.slice(0, 2), signature: 'M10 10 <script>' })).status).toBe(400);
    const closed = ok(await utrecht.post<{ id: string; parcels: unknown[]; stayed: string[] }>('/manifests', { location: 'utrecht', carrier: 'van', parcels: parcels.slice(0, 2), signature: SIGNATURE, signedBy: 'B. Chauffeur' }));
    expect(closed).toMatchObject({ stayed: [stayed] });
    expect(closed.parcels).toHaveLength(2);
    manifest = closed.id;
  });

  it('is read again with its parcels, and is in the list of its own location only', async () => {
    expect(ok(await utrecht.get(`/manifests/${manifest}`))).toMatchObject({ parcels: 2, announced: 3, stayed: 1, signedBy: 'B. Chauffeur', signature: SIGNATURE, locationName: 'Utrecht', handedOver: [{ number: 'L1', barcode: 'VAN-00000', weightGrams: 900, status: 'shipped' }, { barcode: 'VAN-00001' }], stayedBehind: [{ id: stayed, barcode: 'VAN-00002' }] });
    expect(ok(await utrecht.get<{ manifests: unknown[] }>('/manifests?location=utrecht')).manifests).toMatchObject([{ id: manifest, parcels: 2, announced: 3, stayed: 1 }]);
    expect(ok(await zeist.get<{ manifests: unknown[] }>('/manifests?location=utrecht')).manifests).toEqual([]);
    expect(await zeist.get(`/manifests/${manifest}`)).toMatchObject({ status: 404, body: { code: 'fulfilment.manifest_unknown' } });
  });

  it('keeps out what is held for its payment while the handover is being closed, and says so', async () => {
    const packed: { order: string; parcel: string }[] = [];
    for (const index of [0, 1]) {
      const order = await place([{ sku: 'runner-43', quantity: 1 }]);
      ok(await utrecht.post(`/fulfilments/${workOf(order)}/pick`, { scans: [scan('runner-43')] }));
      const parcel = ok(await utrecht.post<{ parcels: { id: string }[] }>(`/fulfilments/${workOf(order)}/pack`)).parcels[0]?.id ?? '';
      ok(await utrecht.post(`/parcels/${parcel}/tracking`, { carrier: 'bike', trackingNumber: `BIKE-0000${index}` }));
      packed.push({ order: order.id, parcel });
    }
    const [first, second] = packed.toSorted((a, b) => (a.order < b.order ? -1 : 1)) as [typeof packed[number], typeof packed[number]];
    // The pile was looked at, and the first order is about to be booked when the payment of the second falls through.
    const still = await standstill(spil.database, 'select 1 from shipping.parcel where id = $1', [fromWire('par', first.parcel)]);
    const closing = utrecht.post<{ id: string }>('/manifests', { location: 'utrecht', carrier: 'bike', parcels: packed.map(({ parcel }) => parcel) });
    await still.waiting(1);
    ok(await service.post(`/orders/${second.order}/holds`, { reason: 'payment_pending', owner: 'finance' }));
    await still.letGo();
    const closed = ok(await closing);
    expect(closed).toMatchObject({ parcels: [{ parcel: first.parcel }], stayed: [second.parcel], keptOut: [{ parcel: second.parcel, order: second.order, why: 'payment' }] });
    expect(ok(await service.get<{ events: { type: string }[] }>(`/orders/${second.order}/events`)).events.map(({ type }) => type)).not.toContain('ParcelShipped');
    expect(ok(await utrecht.get(`/manifests/${closed.id}`))).toMatchObject({ parcels: 1, announced: 2, handedOver: [{ id: first.parcel }], stayedBehind: [{ id: second.parcel }] });
    // By now it is known: who names it is told before anything leaves, and who names none has nothing to close.
    for (const parcels of [[second.parcel], null]) expect(await utrecht.post('/manifests', { location: 'utrecht', carrier: 'bike', parcels })).toMatchObject({ status: 409, body: { code: 'shipping.payment_blocks' } });
  });

  it('keeps out what somebody holds, though it is paid and lies on the pile, until it is released', async () => {
    const packed: { order: string; number: string; parcel: string }[] = [];
    for (const index of [0, 1]) {
      const order = await place([{ sku: 'runner-43', quantity: 1 }]);
      ok(await utrecht.post(`/fulfilments/${workOf(order)}/pick`, { scans: [scan('runner-43')] }));
      const parcel = ok(await utrecht.post<{ parcels: { id: string }[] }>(`/fulfilments/${workOf(order)}/pack`)).parcels[0]?.id ?? '';
      ok(await utrecht.post(`/parcels/${parcel}/tracking`, { carrier: 'cart', trackingNumber: `HELD-0000${index}` }));
      packed.push({ order: order.id, number: order.number, parcel });
    }
    expect(await utrecht.post(`/parcels/${packed[0]?.parcel}/tracking`, { carrier: 'cart', trackingNumber: 'HELD-00001' })).toMatchObject({ status: 409, body: { code: 'shipping.tracking_used' } });
    const [free, held] = packed as [typeof packed[number], typeof packed[number]];
    const [hold] = ok(await service.post<{ holds: { id: string }[] }>(`/orders/${held.order}/holds`, { reason: 'fraud_review', owner: 'service' })).holds;
    expect(ok(await utrecht.get('/parcels?location=utrecht&carrier=cart'))).toMatchObject({ parcels: [{ id: free.parcel, held: false }, { id: held.parcel, held: true, unsecured: false }] });
    const close = (parcels: string[] | null): Promise<Reply<{ parcels: unknown[] }>> => utrecht.post('/manifests', { location: 'utrecht', carrier: 'cart', parcels });
    expect(await close([free.parcel, held.parcel])).toMatchObject({ status: 409, body: { code: 'fulfilment.on_hold', found: [held.number] } });
    expect(ok(await close(null))).toMatchObject({ parcels: [{ parcel: free.parcel }], stayed: [held.parcel], keptOut: [{ parcel: held.parcel, why: 'held' }] });
    expect(await close(null)).toMatchObject({ status: 409, body: { code: 'fulfilment.on_hold' } });
    ok(await service.post(`/orders/${held.order}/holds/${hold?.id}/release`));
    expect(ok(await close([held.parcel]))).toMatchObject({ parcels: [{ parcel: held.parcel }], keptOut: [] });
  });

  it('comes as a paper of as many pages as it needs', async () => {
    const bytes = async (language: string): Promise<PDFDocument> => {
      const response = await fetch(`${spil.url}/manifests/${manifest}/document?language=${language}`, { headers: { authorization: `Bearer ${await secretOf()}` } });
      expect(response.headers.get('content-type')).toBe('application/pdf');
      return PDFDocument.load(await response.arrayBuffer());
    };
    expect((await bytes('nl')).getTitle()).toContain('Vervoerslijst');
    expect((await bytes('en')).getPageCount()).toBe(1);
  });
});

async function secretOf(): Promise<string> {
  return (await createKey(spil.database, { name: 'paper', roles: ['store'], locations: ['utrecht'] }, spil.clock.now())).secret;
}
