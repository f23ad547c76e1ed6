/** A day at the demo's company, made through the interface: orders in every state, so that every page has something to show. */
import { randomUUID } from 'node:crypto';
import { toWire } from '../../server/kernel/ids.ts';
import { anOrder } from './company.ts';
import type { OrderOptions } from './company.ts';
import { ok } from './spil.ts';
import type { Client } from './spil.ts';
import { found, until } from './until.ts';
import type { World } from './world.ts';

export interface Placed { id: string; number: string; externalNumber: string; fulfilments: { id: string; location: string; kind: string }[] }
interface Work { id: string; order: string; lines: { line: number; sku: string; quantity: number; toPick: number }[]; parcels: { id: string }[] }

export interface Busy {
  /** SKUs of which Utrecht has several, with their product. */
  skus: { sku: string; product: string; gtin: string; name: string; price: number }[];
  /** Work at Utrecht that nobody began. */
  fresh: Placed[];
  picking: Placed; labelled: Placed; shipped: Placed; delivered: Placed; held: Placed; ready: Placed; returned: Placed;
  /** A return that waits for inspection, a tote on its way to Utrecht, goods that Zeist asks of it, an open count, a manifest, a customer. */
  load: string; /** An expected receipt. */ receipt: string; replenishment: string; session: string; customer: string; return: string; manifest: string;
}

const PEOPLE = [['Sanne de Boer', 'Oudegracht', '112', '3511 AW', 'Utrecht'], ['Mohammed el Amrani', 'Biltstraat', '45', '3572 AC', 'Utrecht'], ['Eva Jansen', 'Slotlaan', '8', '3701 GK', 'Zeist'], ['Pieter van Dijk', 'Lange Viestraat', '2', '3511 BK', 'Utrecht'], ['Noor Bakker', 'Hoog Catharijne', '17', '3511 GR', 'Utrecht']] as const;

export async function busyDay(world: World): Promise<Busy> {
  const [shop, operations, utrecht, service] = await Promise.all([world.as('channel'), world.as('operations'), world.as('store', ['utrecht']), world.as('service')]);
  const skus = await world.spil.database.query<Busy['skus'][number]>(`select v.sku, v.product, v.name, rtrim(b.gtin) as gtin, p.amount::int as price from books.stock_balance s join catalogue.variant v on v.sku = s.sku join catalogue.barcode b on b.sku = v.sku
    join catalogue.price p on p.sku = v.sku and p.list = 'standard' where s.location = 'utrecht' and s.state = 'sellable' and s.quantity - s.reserved >= 4 and v.options ->> 'maat' is not null order by v.sku limit 12`);
  let turn = 0;
  const place = async (wanted: readonly number[], options: Partial<OrderOptions> = {}): Promise<Placed> => {
    const [name, street, houseNumber, postalCode, city] = PEOPLE[turn % PEOPLE.length] ?? PEOPLE[0];
    turn += 1;
    const lines = wanted.map((index) => ({ sku: skus[index]?.sku ?? '', quantity: 1, price: skus[index]?.price ?? 0 }));
    const ref = await world.mollie.pay({ amount: lines.reduce((sum, { price }) => sum + price, 0), method: 'ideal' });
    const body = anOrder({ lines, channel: 'api', placedAt: world.clock.now(), payment: { operator: 'mollie', method: 'ideal', ref, captured: true }, ...options });
    for (const line of body.lines) line.name = skus.find(({ sku }) => sku === line.sku)?.name ?? line.name;
    for (const delivery of body.deliveries ?? []) if (delivery.address) Object.assign(delivery.address, { name, street, houseNumber, postalCode, city });
    body.customer = { ...body.customer, name, email: `${name.toLowerCase().replaceAll(' ', '.')}@example.com`, language: 'nl' };
    return ok(await shop.post<Placed>('/orders', body));
  };
  /** The order as work of Utrecht, wherever the strategy would have sent it. */
  const atUtrecht = async (wanted: readonly number[]): Promise<Placed> => {
    const placed = await place(wanted);
    for (const { id, location } of placed.fulfilments) if (location !== 'utrecht') ok(await operations.post(`/fulfilments/${id}/reassign`, { location: 'utrecht', reason: 'Dichter bij de klant' }));
    const { fulfilments } = ok(await operations.get<Placed>(`/orders/${placed.id}`));
    return { ...placed, fulfilments: fulfilments.filter((one) => one.location === 'utrecht') };
  };
  const workOf = async ({ fulfilments }: Placed): Promise<Work> => ok(await utrecht.get<Work>(`/fulfilments/${fulfilments[0]?.id ?? ''}`));
  const pickAll = async (placed: Placed, all = true): Promise<Work> => {
    const work = await workOf(placed);
    const scans = work.lines.flatMap(({ sku, toPick }) => Array.from({ length: toPick }, () => ({ scan: randomUUID(), code: sku })));
    ok(await utrecht.post(`/fulfilments/${work.id}/pick`, { scans: all ? scans : scans.slice(0, 1) }));
    return work;
  };
  const packed = async (placed: Placed): Promise<Placed> => {
    const work = await pickAll(placed);
    ok(await utrecht.post(`/fulfilments/${work.id}/pack`, {}));
    return placed;
  };
  const fresh = [await atUtrecht([0, 1, 2]), await atUtrecht([3]), await atUtrecht([4, 5])];
  const picking = await atUtrecht([6, 7]);
  await pickAll(picking, false);
  const [shipped, delivered, returned] = [await packed(await atUtrecht([0])), await packed(await atUtrecht([1, 8])), await packed(await atUtrecht([2]))];
  await labels(world, [shipped, delivered, returned]);
  const manifest = ok(await utrecht.post<{ id: string }>('/manifests', { location: 'utrecht', carrier: 'postnl', signedBy: 'Kees' }));
  await arrive(world, [delivered, returned]);
  const back = ok(await service.post<{ return: string }>('/returns', { order: returned.id, location: 'utrecht', lines: [{ line: 1, quantity: 1, condition: null }], reason: null }));
  const labelled = await packed(await atUtrecht([9]));
  await labels(world, [labelled]);
  const held = await place([3]);
  ok(await service.post(`/orders/${held.id}/holds`, { reason: 'address', note: 'Huisnummer klopt niet' }));
  const ready = await place([5], { delivery: { kind: 'pickup', location: 'utrecht' } });
  await pickAll(ready);
  return { skus, fresh, picking, labelled, shipped, delivered, held, ready, returned, return: back.return, manifest: manifest.id, load: await sendTote(world, operations, place), receipt: await expectGoods(operations, skus, new Date(Date.parse(world.clock.now()) + 10 * 86_400_000).toISOString().slice(0, 10)), replenishment: ok(await operations.post<{ id: string }>('/replenishments', { origin: 'utrecht', destination: 'zeist', lines: skus.slice(0, 2).map(({ sku }) => ({ code: sku, quantity: 1 })) })).id, session: await openCount(utrecht, skus), customer: await anyCustomer(service) };
}

/** Waits until every parcel of these orders has its label. */
async function labels(world: World, placed: readonly Placed[]): Promise<void> {
  await until(async () => {
    const [row] = await world.spil.database.query<{ n: number }>(`select count(*)::int as n from shipping.parcel where order_id in (select id from orders.order where number = any($1)) and status = 'labelled'`, [placed.map(({ number }) => number)]);
    return (row?.n ?? 0) >= placed.length;
  });
}

/** The carrier says that these were delivered. */
async function arrive(world: World, placed: readonly Placed[]): Promise<void> {
  const carrier = await world.as('carrier');
  const parcels = await world.spil.database.query<{ id: string }>('select id from shipping.parcel where order_id in (select id from orders.order where number = any($1))', [placed.map(({ number }) => number)]);
  for (const { id } of parcels) for (const status of ['sorted', 'delivered']) ok(await carrier.post(`/parcels/${toWire('par', id)}/scans`, { status, at: world.clock.now() }));
}

/** A pickup at Utrecht whose goods come from another store, on their way in a tote. */
async function sendTote(world: World, operations: Client, place: (wanted: readonly number[], options: Partial<OrderOptions>) => Promise<Placed>): Promise<string> {
  const placed = await place([10], { delivery: { kind: 'pickup', location: 'utrecht' } });
  const [own] = placed.fulfilments;
  if (!own) throw new Error('the pickup has no work');
  const { options } = ok(await operations.get<{ options: { location: string; fits: boolean; current: boolean }[] }>(`/fulfilments/${own.id}/options`));
  const other = options.find(({ fits, current }) => fits && !current);
  if (!other) throw new Error('no other location has the shoe');
  ok(await operations.post(`/fulfilments/${own.id}/reassign`, { location: other.location, reason: 'Voor het voorbeeld' }));
  const { fulfilments } = ok(await operations.get<Placed>(`/orders/${placed.id}`));
  const work = fulfilments.find(({ location }) => location === other.location);
  const store = await world.as('store', [other.location]);
  const { lines } = ok(await store.get<Work>(`/fulfilments/${work?.id ?? ''}`));
  ok(await store.post(`/fulfilments/${work?.id ?? ''}/pick`, { scans: lines.map(({ sku }) => ({ scan: randomUUID(), code: sku })) }));
  ok(await store.post(`/fulfilments/${work?.id ?? ''}/transfer`, { load: 'KRAT-7' }));
  return 'KRAT-7';
}

async function expectGoods(operations: Client, skus: Busy['skus'], expectedOn: string): Promise<string> {
  const lines = skus.slice(0, 2).map(({ sku }, index) => ({ sku, quantity: 12 * (index + 1), expectedOn }));
  ok(await operations.put('/expected-receipts/PO-2026-0815', { location: 'utrecht', supplier: 'Schoenfabriek Waalwijk', lines }));
  return 'PO-2026-0815';
}

async function openCount(utrecht: Client, skus: Busy['skus']): Promise<string> {
  const { id } = ok(await utrecht.post<{ id: string }>('/count-sessions', { location: 'utrecht', scope: { kind: 'products', products: [skus[0]?.product ?? ''] } }));
  ok(await utrecht.post(`/count-sessions/${id}/scans`, { scans: [{ scan: randomUUID(), code: skus[0]?.gtin ?? '' }] }));
  return id;
}

/** A customer, as soon as one is known. */
const anyCustomer = (service: Client): Promise<string> =>
  found(async () => ok(await service.get<{ items: { id: string }[] }>('/customers?limit=1')).items[0]?.id);
