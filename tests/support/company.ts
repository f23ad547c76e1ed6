/** A small company for tests: a few stores, a warehouse, three shoes, one channel; and orders to place in it. */
import type { Database } from '../../server/kernel/database.ts';
import type { OrderSnapshotInput } from '../../server/modules/channels/snapshot.ts';
import type { Running } from './spil.ts';

const WEEK = Object.fromEntries(['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday'].map((day) => [day, { hours: [{ from: '09:00', until: '18:00' }], collection: '17:00' }]));
const CALENDAR = { zone: 'Europe/Amsterdam', week: WEEK, cutOff: '16:00', exceptions: [] };

/** Code, name, kind, latitude, longitude, postal code. */
const PLACES = [
  ['dc', 'DC Waalwijk', 'warehouse', 51.69, 5.07, '5145 PK'],
  ['utrecht', 'Utrecht', 'store', 52.09, 5.12, '3511 LN'],
  ['zeist', 'Zeist', 'store', 52.09, 5.23, '3701 HL'],
  ['den-haag', 'Den Haag', 'store', 52.08, 4.31, '2511 CR'],
  ['delft', 'Delft', 'store', 52.01, 4.36, '2611 GS'],
  ['leiden', 'Leiden', 'store', 52.16, 4.49, '2312 HA'],
] as const;

/** SKU, GTIN (restricted circulation), name, price on the list. */
export const SHOES = [
  ['runner-42', '02000000000015', 'Runner 42', 5995],
  ['runner-43', '02000000000022', 'Runner 43', 5995],
  ['boot-40', '02000000000039', 'Boot 40', 8995],
] as const;

export interface CompanyOptions { strategy?: Record<string, unknown>; places?: readonly (readonly [string, string, string, number, number, string])[]; channels?: readonly { code: string; kind?: string; settings?: Record<string, unknown> }[] }

export async function smallCompany(database: Database, { strategy, places = PLACES, channels = [{ code: 'web' }, { code: 'till', kind: 'till' }] }: CompanyOptions = {}): Promise<void> {
  for (const [code, name, kind, latitude, longitude, postalCode] of places) {
    const address = { name: null, company: 'Schoenen', street: 'Dorpsstraat', houseNumber: '1', addition: null, line2: null, postalCode, city: name, region: null, country: 'NL', phone: null, email: null, original: null };
    await database.query('insert into locations.location (code, name, kind, address, latitude, longitude, calendar) values ($1, $2, $3, $4, $5, $6, $7)', [code, name, kind, JSON.stringify(address), latitude, longitude, JSON.stringify(CALENDAR)]);
  }
  await database.query(`insert into catalogue.product (code, name) values ('runner', 'Runner'), ('boot', 'Boot')`);
  for (const [sku, gtin, name, price] of SHOES) {
    await database.query('insert into catalogue.variant (sku, product, name, weight_grams) values ($1, $2, $3, 900)', [sku, sku.split('-')[0], name]);
    await database.query('insert into catalogue.barcode (gtin, sku) values ($1, $2)', [gtin, sku]);
    await database.query(`insert into catalogue.price (sku, list, currency, valid_from, amount) values ($1, 'standard', 'EUR', '2020-01-01', $2)`, [sku, price]);
  }
  for (const { code, kind = 'api', settings = {} } of channels) await database.query('insert into channels.channel (code, name, kind, settings) values ($1, $1, $2, $3)', [code, kind, JSON.stringify(settings)]);
  if (strategy) await database.query(`insert into documents.document (kind, name, version, state, body, created_by, activated_at) values ('strategy', 'test', 1, 'active', $1, 'test', now())`, [JSON.stringify(strategy)]);
  await database.query(`update kernel.epoch set value = value + 1 where name = 'settings'`);
}

/** Books stock through the API: location → SKU → pieces. */
export async function stock(spil: Pick<Running, 'as'>, places: Record<string, Record<string, number>>): Promise<void> {
  const operations = await spil.as('operations');
  for (const [location, lines] of Object.entries(places)) {
    const reply = await operations.post('/stock/receipts', { location, lines: Object.entries(lines).map(([sku, quantity]) => ({ sku, quantity })) });
    if (reply.status !== 201) throw new Error(`stock was refused: ${JSON.stringify(reply.body)}`);
  }
}

export const ADDRESS = { name: 'Jo Doe', street: 'Oudegracht', houseNumber: '12', postalCode: '3511 AB', city: 'Utrecht', country: 'NL' };

let serial = 0;

export interface OrderOptions {
  lines: readonly { sku: string; quantity: number; price?: number; delivery?: string }[];
  payment?: { operator: string; method: string; captured?: boolean; ref?: string; authorised?: number } | null;
  delivery?: { kind: 'ship' } | { kind: 'pickup'; location: string } | { kind: 'carry_out'; location: string };
  shipping?: number;
  externalId?: string;
  channel?: string;
  placedAt?: string;
}

/** An order as a channel would send it; prices include tax at 21 %. */
export function anOrder({ lines, payment = { operator: 'psp', method: 'card' }, delivery = { kind: 'ship' }, shipping = 0, externalId, channel = 'web', placedAt = '2026-03-02T08:59:00Z' }: OrderOptions): OrderSnapshotInput & { channel: string } {
  serial += 1;
  const id = externalId ?? `order-${process.pid}-${serial}`;
  const taxOf = (total: number): number => total - Math.round((total * 100) / 121);
  const total = lines.reduce((sum, line) => sum + (line.price ?? 5995) * line.quantity, shipping);
  const authorised = payment?.authorised ?? total;
  return {
    channel, externalId: id, externalNumber: `#${serial}`, placedAt, currency: 'EUR', pricesIncludeTax: true,
    customer: { name: 'Jo Doe', email: 'jo@example.com', language: 'nl' },
    deliveries: [{ ref: 'd1', kind: delivery.kind, ...(delivery.kind === 'ship' ? { address: ADDRESS } : { location: delivery.location }) }],
    lines: lines.map(({ sku, quantity, price = 5995 }, index) => ({ ref: `l${index + 1}`, sku, name: sku, quantity, unitPrice: price, subtotal: price * quantity, taxes: [{ rate: 210_000, amount: taxOf(price * quantity), country: 'NL' }], total: price * quantity, delivery: 'd1' })),
    charges: shipping === 0 ? [] : [{ ref: 'shipping', kind: 'shipping', name: 'Verzending', subtotal: shipping, taxes: [{ rate: 210_000, amount: taxOf(shipping), country: 'NL' }], total: shipping, delivery: 'd1' }],
    payments: payment === null ? [] : [{ ref: payment.ref ?? `pay-${id}`, operator: payment.operator, method: payment.method, authorised, captured: payment.captured ? authorised : 0 }],
    totals: { total },
  };
}
