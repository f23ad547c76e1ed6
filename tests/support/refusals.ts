/** A company with one of everything that can be asked for wrongly: orders, pickups, totes, receipts and work orders, each in a state of its own. */
import { fromWire } from '../../server/kernel/ids.ts';
import { partnerFollowers } from '../../server/modules/partners/index.ts';
import { anOrder, stock } from './company.ts';
import type { OrderOptions } from './company.ts';
import { newShoe, withPartner } from './partner.ts';
import { ok } from './spil.ts';
import type { Client } from './spil.ts';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

export interface Made { id: string; work: string; location: string }
export interface Scene {
  world: World;
  utrecht: Client; delft: Client; leiden: Client; office: Client; channel: Client; venlo: Client; stranger: Client; carrier: Client;
  /** To be sent by Utrecht; sent by Utrecht already; cancelled before anybody touched it. */
  home: Made; sent: Made & { parcel: string }; cancelled: Made;
  /** At Delft: waiting for the customer, handed over, not collected in time, and to be prepared. */
  ready: Made & { code: string; page: string }; collected: Made & { code: string }; expired: Made & { code: string }; toPrepare: Made;
  /** From Leiden to Delft: not in a tote yet, in tote VAN-1, and received in VAN-2. */
  toBring: Made; inVan: Made; brought: Made;
  /** From Delft to Leiden: asked for, and closed. */
  filling: string; filled: string;
  /** At Venlo, of a shoe that it alone has: given, and sent. */
  given: Made & { sku: string }; shipped: Made & { sku: string };
  /** Of everything that is written: the same before and after a refusal. */
  digest(): Promise<Record<string, string>>;
}

/** What changes without anybody having changed anything: when a key was last used, who works, how connections are, guesses that were counted, and what carriers said of their points. */
const RESTLESS = new Set(['identity.api_key', 'kernel.process', 'kernel.follower', 'work.connection', 'selfservice.attempt', 'shipping.pickup_point']);

export async function setScene(): Promise<Scene> {
  const world = await startWorld({ company: { places: [['dc', 'DC Waalwijk', 'warehouse', 51.69, 5.07, '5145 PK'], ['utrecht', 'Utrecht', 'store', 52.09, 5.12, '3511 LN'], ['delft', 'Delft', 'store', 52.01, 4.36, '2611 GS'], ['leiden', 'Leiden', 'store', 52.16, 4.49, '2312 HA'], ['zeist', 'Zeist', 'store', 52.09, 5.23, '3701 HL'], ['venlo', 'Extern magazijn Venlo', 'external_warehouse', 51.39, 6.11, '5928 PZ']] } });
  const { clock, spil } = world;
  const { database } = spil;
  await withPartner(database);
  await database.query(`update locations.location set active = false where code = 'zeist'`);
  const at = (location: string): Promise<Client> => world.as('store', [location]);
  const [utrecht, delft, leiden, office, channel, venlo, stranger, carrier] = await Promise.all([at('utrecht'), at('delft'), at('leiden'), world.as(['operations', 'service']), world.as('channel'), world.as('fulfiller', ['venlo']), world.as('fulfiller', ['leiden']), world.as('carrier')]);
  await stock(world, { utrecht: { 'runner-42': 20 }, delft: { 'runner-43': 20 }, leiden: { 'boot-40': 20 } });
  const bought = async (sku: string, quantity: number, delivery: OrderOptions['delivery'] = { kind: 'ship' }): Promise<Made> => {
    const { id, fulfilments } = ok(await channel.post<{ id: string; fulfilments: { id: string; location: string }[] }>('/orders', anOrder({ lines: [{ sku, quantity }], delivery, payment: { operator: 'psp', method: 'ideal', captured: true } })));
    return { id, work: fulfilments[0]?.id ?? '', location: fulfilments[0]?.location ?? '' };
  };
  const picked = async (who: Client, { work }: Made, sku: string, quantity: number): Promise<void> => { ok(await who.post(`/fulfilments/${work}/pick`, { scans: Array.from({ length: quantity }, (_, n) => ({ scan: `${work} ${n}`, code: sku })) })); };
  const codeOf = (id: string): string => spil.app.deps.pickupCode(fromWire('ord', id) ?? '', 1);
  const toDelft = { kind: 'pickup', location: 'delft' } as const;

  const expired = await bought('runner-43', 1, toDelft);
  await picked(delft, expired, 'runner-43', 1);
  clock.advance(30 * 86_400_000);
  ok(await delft.post(`/orders/${expired.id}/deliveries/1/not-collected`));

  const home = await bought('runner-42', 2);
  const sent = await bought('runner-42', 1);
  await picked(utrecht, sent, 'runner-42', 1);
  const parcel = ok(await utrecht.post<{ parcels: { id: string }[] }>(`/fulfilments/${sent.work}/pack`)).parcels[0]?.id ?? '';
  ok(await utrecht.post(`/parcels/${parcel}/tracking`, { carrier: 'postnl', trackingNumber: '3SABCD000000901' }));
  ok(await utrecht.post('/manifests', { location: 'utrecht', carrier: 'postnl', parcels: [parcel] }));
  const cancelled = await bought('runner-42', 1);
  ok(await office.post(`/orders/${cancelled.id}/cancel`, { reason: 'customer' }));

  const [ready, collected, toPrepare] = [await bought('runner-43', 1, toDelft), await bought('runner-43', 1, toDelft), await bought('runner-43', 2, toDelft)];
  for (const one of [ready, collected]) await picked(delft, one, 'runner-43', 1);
  ok(await delft.post(`/orders/${collected.id}/deliveries/1/collect`, { code: codeOf(collected.id) }));

  const [toBring, inVan, brought] = [await bought('boot-40', 1, toDelft), await bought('boot-40', 1, toDelft), await bought('boot-40', 1, toDelft)];
  for (const [one, load] of [[inVan, 'VAN-1'], [brought, 'VAN-2']] as const) ok(await leiden.post(`/fulfilments/${one.work}/transfer`, { load, scans: [{ scan: one.work, code: 'boot-40' }] }));
  ok(await delft.post('/loads/VAN-2/receive'));

  const ask = async (): Promise<string> => ok(await leiden.post<{ id: string }>('/replenishments', { origin: 'delft', destination: 'leiden', lines: [{ code: 'runner-43', quantity: 3 }] })).id;
  const [filling, filled] = [await ask(), await ask()];
  ok(await leiden.post(`/replenishments/${filled}/close`));
  ok(await office.put('/expected-receipts/PO-1', { location: 'utrecht', supplier: 'Fabriek', lines: [{ sku: 'runner-42', quantity: 3, expectedOn: '2026-05-10' }] }));
  ok(await office.put('/expected-receipts/PO-2', { location: 'utrecht', supplier: 'Fabriek', lines: [{ sku: 'runner-42', quantity: 3, expectedOn: '2026-05-10' }] }));
  ok(await office.post('/expected-receipts/PO-2/cancel'));

  const atVenlo = async (): Promise<Made & { sku: string }> => {
    const sku = await newShoe(database);
    await stock(world, { venlo: { [sku]: 2 } });
    return { ...await bought(sku, 2), sku };
  };
  const [given, shipped] = [await atVenlo(), await atVenlo()];
  for (const follower of partnerFollowers({ ...spil.app.deps, clock })) await follower.drain();
  ok(await venlo.post(`/logistics/work/${shipped.work}/ship`, { reference: 'VL-SENT', parcels: [{ carrier: 'postnl', trackingNumber: '3SVENLO0001', lines: [{ sku: shipped.sku, quantity: 2 }] }] }));
  const link = ok(await office.get<{ url: string }>(`/orders/${ready.id}/customer-link`)).url;

  const tables = (await database.query<{ name: string }>(`select schemaname || '.' || tablename as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema', 'pgboss') order by 1`)).map(({ name }) => name).filter((name) => !RESTLESS.has(name));
  const sums = `select ${tables.map((name) => `(select count(*)::text || ' ' || coalesce(sum(hashtextextended(t::text, 0)), 0)::text from ${name} t) as "${name}"`).join(', ')}`;
  return {
    world, utrecht, delft, leiden, office, channel, venlo, stranger, carrier, home, sent: { ...sent, parcel }, cancelled, ready: { ...ready, code: codeOf(ready.id), page: link.split('/').at(-1) ?? '' }, collected: { ...collected, code: codeOf(collected.id) }, expired: { ...expired, code: codeOf(expired.id) }, toPrepare, toBring, inVan, brought, filling, filled, given, shipped,
    digest: async () => (await database.query<Record<string, string>>(sums))[0] ?? {},
  };
}
