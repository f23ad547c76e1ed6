/** Fills a database with Van Dalen Schoenen: an invented Dutch shoe retailer with 17 stores, two warehouses, a range, stock and accounts. */
import { createHash } from 'node:crypto';
import { Change, commit } from '../../server/kernel/change.ts';
import { SYSTEM } from '../../server/kernel/command.ts';
import type { CommandContext } from '../../server/kernel/command.ts';
import type { Database, Queryable } from '../../server/kernel/database.ts';
import { newStream, openBooks } from '../../server/modules/books/index.ts';
import { ChannelBody, writeChannel } from '../../server/modules/channels/index.ts';
import { installDocument } from '../../server/modules/documents/index.ts';
import { DEFAULT_SHORT_REASONS } from '../../server/modules/fulfilment/index.ts';
import { INVENTORY_EVENTS, received } from '../../server/modules/inventory/index.ts';
import { BRAND_KIND, BRAND_NAME } from '../../server/modules/notifications/index.ts';
import { PARTNER_KIND } from '../../server/modules/partners/index.ts';
import { LocationBody, writeLocation } from '../../server/modules/locations/index.ts';
import { defaultStrategy, SELLING_KIND } from '../../server/modules/sourcing/index.ts';
import { normaliseGtin } from '../../server/kernel/gtin.ts';
import { seedKeys, seedPeople } from './accounts.ts';
import type { DemoKey, DemoPerson } from './accounts.ts';
import { VAN_DALEN } from './brand.ts';
import { calendarOf } from './calendars.ts';
import { PLACES } from './places.ts';
import { range } from './shoes.ts';
import { shelves } from './shelves.ts';
import { firstDeliveries } from './stock.ts';

/** Movements per event of a delivery: an event is read whole. */
const LINES_PER_EVENT = 500;

const CHANNELS: Readonly<Record<string, Parameters<typeof ChannelBody.parse>[0]>> = {
  webshop: { name: 'vandalen-schoenen.example', kind: 'shopify', settings: { contract: { money: 'channel', mail: 'own', subtractsOwnSales: true }, credentials: 'webshop' } },
  outlet: { name: 'Outlet', kind: 'magento', priceList: 'outlet', settings: { contract: { money: 'channel', mail: 'own', subtractsOwnSales: true }, credentials: 'outlet' } },
  till: { name: "Kassa's", kind: 'till', settings: { contract: { money: 'own', mail: 'own', subtractsOwnSales: false } } },
  api: { name: 'Klantenservice en andere systemen', kind: 'api', settings: { contract: { money: 'own', mail: 'own', subtractsOwnSales: false } } },
};

/** The external warehouse sends parcels, and no totes to stores. */
const BRINGS = { name: 'Brought to a store only by who can', keep: 'delivery.kind != "pickup" || location.code == delivery.store || "transfer" in location.capabilities', hard: true };

/** How the external warehouse is worked with; where it is called is known when it is started. */
export const VENLO = { name: 'Extern magazijn Venlo', bookWithin: 0 } as const;

export interface SeedOptions {
  now: string;
  /** The installation's secrets: the demo's keys and passwords follow from the one called "demo". */
  secrets: { get(name: string): Promise<string> };
  /** Without people no password is hashed, which takes most of the time; for tests. */
  people?: boolean;
}

export interface Seeded { keys: DemoKey[]; people: DemoPerson[]; locations: number; products: number; variants: number; pairs: number }

/** Fills the database; what is there already stays as it is, so that it can be run again. */
export async function seedDemo(database: Database, { now, secrets, people = true }: SeedOptions): Promise<Seeded> {
  const context: CommandContext = { now, actor: SYSTEM, key: null };
  const { products, variants } = range();
  await seedPlaces(database, now);
  await database.transaction((tx) => seedRange(tx, products, variants, now));
  await seedSettings(database, context);
  const pairs = await seedStock(database, context, variants);
  const secret = await secrets.get('demo');
  return { keys: await seedKeys(database, secret, now), people: people ? await seedPeople(database, secret, now) : [], locations: PLACES.length, products: products.length, variants: variants.length, pairs };
}

async function seedPlaces(database: Database, now: string): Promise<void> {
  const there = new Set((await database.query<{ code: string }>('select code from locations.location union all select code from channels.channel')).map(({ code }) => code));
  const change = new Change();
  for (const place of PLACES.filter(({ code }) => !there.has(code))) {
    const { code, name, kind, size, street, houseNumber, postalCode, city, latitude, longitude, capacity } = place;
    const store = kind === 'store';
    writeLocation(change, code, LocationBody.parse({
      name, kind, size, latitude, longitude, capacity, calendar: calendarOf(place, now), address: { company: 'Van Dalen Schoenen', street, houseNumber, postalCode, city, country: 'NL', phone: null, email: `${code}@vandalen.example` },
      capabilities: store ? ['ship', 'pickup', 'return', 'transfer', 'endless_aisle'] : kind === 'warehouse' ? ['ship', 'return', 'transfer'] : ['ship'],
      stockAuthority: kind === 'external_warehouse' ? '3pl' : 'spil', tags: store ? [size] : [],
    }), null, now);
  }
  for (const [code, body] of Object.entries(CHANNELS)) if (!there.has(code)) writeChannel(change, code, ChannelBody.parse(body), null, now);
  await commit(database, change);
}

async function seedRange(tx: Queryable, products: ReturnType<typeof range>['products'], variants: ReturnType<typeof range>['variants'], now: string): Promise<void> {
  const insert = (into: string, columns: string, rows: readonly unknown[]): Promise<unknown> => tx.query(`insert into ${into} (${columns}) select ${columns} from json_populate_recordset(null::${into}, $1) on conflict do nothing`, [JSON.stringify(rows)]);
  const from = `${now.slice(0, 4)}-01-01T00:00:00Z`;
  const price = (list: string) => ({ sku, cents, outletCents }: (typeof variants)[number]) => ({ sku, list, currency: 'EUR', valid_from: from, amount: list === 'outlet' ? outletCents : cents, includes_tax: true });
  await insert('catalogue.product', 'code, name, brand, description, picture, tags, attributes, version, updated_at', products.map((product) => ({ ...product, version: 1, updated_at: now })));
  await insert('catalogue.variant', 'sku, product, name, kind, unit, options, weight_grams, vat_class, tags, active, version, updated_at', variants.map(({ sku, product, name, kind, options, weightGrams, vatClass, tags }) => ({ sku, product, name, kind, unit: 'piece', options, weight_grams: weightGrams, vat_class: vatClass, tags, active: true, version: 1, updated_at: now })));
  await insert('catalogue.barcode', 'gtin, sku, quantity', variants.flatMap(({ gtin, sku }) => (gtin === null ? [] : [{ gtin: normaliseGtin(gtin), sku, quantity: 1 }])));
  await insert('inventory.place', 'location, sku, place, updated_at, updated_by', shelves(variants).map((shelf) => ({ ...shelf, updated_at: now, updated_by: SYSTEM.name })));
  await insert('catalogue.bundle_component', 'bundle, sku, quantity', variants.flatMap((variant) => variant.components.map((component) => ({ bundle: variant.sku, ...component }))));
  await insert('catalogue.price', 'sku, list, currency, valid_from, amount, includes_tax', [...variants.map(price('standard')), ...variants.filter(({ outletCents }) => outletCents !== null).map(price('outlet'))]);
}

/** Where Van Dalen lets customers collect: where more than 2 are in stock, in the 3 stores nearest to their IP address, not in the smallest. Not at its tills: there the customer stands before what lies there. */
const PICKUP_RULES = {
  name: 'Pickup in a store', priority: 100, when: 'channel.kind != "till"',
  rules: [
    { name: 'Only where more than 2 are in stock', when: 'delivery == "pickup"', effect: { kind: 'threshold', below: 3 } },
    { name: 'The 3 stores nearest to the customer', when: 'true', effect: { kind: 'nearest', stores: 3, by: 'ip' } },
    { name: 'Not in the smallest stores', when: 'location.size == "small"', effect: { kind: 'not_for_pickup' } },
  ],
};

/** What delivering costs, as in the shops of the demo: home 4.95 and from 50 euros free, express 9.95; collecting in a store costs nothing. */
const PRICES = {
  currency: 'EUR',
  prices: [
    { kind: 'home', amount: 495, freeFrom: 5000 }, { kind: 'express', amount: 995 },
    { kind: 'pickup_point', amount: 495, freeFrom: 5000 }, { kind: 'store', amount: 0 },
  ],
};

/** A pickup that is to be sent home after all costs what sending costs, whatever it is worth: its goods were sold as collected. */
const PICKUPS = { code: true, identification: false, homePrice: 495 };

async function seedSettings(database: Database, context: CommandContext): Promise<void> {
  const { id: _id, version: _version, ...strategy } = defaultStrategy();
  await installDocument(database, context, 'strategy', 'default', { ...strategy, filters: [...strategy.filters, BRINGS] }, 'To begin with');
  await installDocument(database, context, SELLING_KIND, 'pickup', PICKUP_RULES, 'To begin with');
  await installDocument(database, context, 'delivery-prices', 'default', PRICES, 'To begin with');
  await installDocument(database, context, 'pickup-policy', 'default', PICKUPS, 'To begin with');
  await installDocument(database, context, 'short-reasons', 'default', { reasons: DEFAULT_SHORT_REASONS }, 'To begin with');
  await installDocument(database, context, PARTNER_KIND, 'venlo', { ...VENLO, url: null, credentials: null }, 'To begin with');
  await installDocument(database, context, BRAND_KIND, BRAND_NAME, { ...VAN_DALEN }, 'To begin with');
}

/** The stream of a place's first delivery: a UUID of version 8 (RFC 9562) that is the same each time, so that it is booked once. */
function streamOf(code: string): string {
  const hex = createHash('sha256').update(`Van Dalen, first delivery to ${code}`).digest('hex');
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-8${hex.slice(13, 16)}-8${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}

/** Books the first deliveries through the books, so that the audit holds; answers how many pieces were booked now. */
async function seedStock(database: Database, context: CommandContext, variants: ReturnType<typeof range>['variants']): Promise<number> {
  const books = openBooks([], new Set(INVENTORY_EVENTS));
  const there = new Set((await database.query<{ stream_id: string }>('select stream_id from books.event where stream_id = any($1) and seq = 1', [PLACES.map(({ code }) => streamOf(code))])).map((row) => row.stream_id));
  let pairs = 0;
  for (const { place, lines } of firstDeliveries(variants)) {
    const stream = newStream('stock', streamOf(place.code));
    if (there.has(stream.id)) continue;
    const change = new Change();
    for (let start = 0; start < lines.length; start += LINES_PER_EVENT) books.record(change, stream, [received(place.code, `Eerste levering ${place.name}`, lines.slice(start, start + LINES_PER_EVENT))], context);
    await commit(database, change);
    pairs += lines.reduce((sum, line) => sum + line.quantity, 0);
  }
  return pairs;
}
