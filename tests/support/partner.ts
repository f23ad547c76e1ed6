/** An external warehouse in a small company, for tests: its location, its setting, and shoes of its own per test. */
import type { Database } from '../../server/kernel/database.ts';

/** The small company's places and the external warehouse: code, name, kind, latitude, longitude, postal code. */
export const PARTNER_PLACES = [
  ['dc', 'DC Waalwijk', 'warehouse', 51.69, 5.07, '5145 PK'], ['utrecht', 'Utrecht', 'store', 52.09, 5.12, '3511 LN'], ['leiden', 'Leiden', 'store', 52.16, 4.49, '2312 HA'],
  ['venlo', 'Extern magazijn Venlo', 'external_warehouse', 51.39, 6.11, '5928 PZ'],
] as const;

/** Lets the warehouse work its location: by its own calls (`url` null), or sent to it as well. */
export async function withPartner(database: Database, { url = null, bookWithin = 0, location = 'venlo' }: { url?: string | null; bookWithin?: number; location?: string } = {}): Promise<void> {
  await database.query(`update locations.location set stock_authority = '3pl' where code = $1`, [location]);
  await database.query(`insert into documents.document (kind, name, version, state, body, created_by, activated_at) values ('logistics-partner', $1, 1, 'active', $2, 'test', now())`,
    [location, JSON.stringify({ name: 'Extern magazijn Venlo', url, credentials: url === null ? null : 'venlo', bookWithin })]);
  await database.query(`update kernel.epoch set value = value + 1 where name = 'settings'`);
}

let serial = 0;

/** A shoe that no other test has. */
export async function newShoe(database: Database, name = 'Shoe'): Promise<string> {
  serial += 1;
  const sku = `shoe-${serial}`;
  await database.query(`insert into catalogue.variant (sku, product, name, weight_grams) values ($1, 'runner', $2, 900)`, [sku, `${name} ${serial}`]);
  await database.query(`insert into catalogue.price (sku, list, currency, valid_from, amount) values ($1, 'standard', 'EUR', '2020-01-01', 5995)`, [sku]);
  return sku;
}
