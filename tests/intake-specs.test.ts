/** Every order of the third-party test material goes through the intake into a real database: which ones are put aside and why is a table, and all others are orders whose books add up. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allProjections } from '../server/app.ts';
import { createMagento } from '../server/connectors/magento/index.ts';
import { createShopify } from '../server/connectors/shopify/index.ts';
import type { Channel } from '../server/modules/channels/ports.ts';
import { keep, workInbox } from '../server/modules/intake/index.ts';
import type { IntakeDeps } from '../server/modules/intake/index.ts';
import { expectWholeBooks } from './support/books.ts';
import { smallCompany } from './support/company.ts';
import { startSpil } from './support/spil.ts';
import type { Running } from './support/spil.ts';

const root = process.env['SPIL_SPECS'] ?? '';

/** What is put aside, by file, with the reasons; each is an inconsistency or an incompleteness of the sample itself. */
const QUARANTINED: Record<string, string[]> = {
  // Three lines of 199.00 under a stated sum of 398.00: one line too many for its own total.
  'shopify/fixtures-python/order.json': ['lines and charges add up to 608.94 USD, but the order says 409.94 USD (difference -199.00 USD)'],
  // Lists that were asked for with a few fields only.
  'shopify/fixtures-python/orders.json': ['line_items: Invalid input: expected array, received undefined'],
  'shopify/rest-2026-04/order.02.json': ['line_items: Invalid input: expected array, received undefined'],
  'shopify/rest-2026-04/order.06.json': ['currency: "" is not an ISO 4217 code'],
};

const isObject = (value: unknown): value is Record<string, unknown> => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Shopify orders in a document: whole ones, wherever they are wrapped, and the vendor's answers with a few fields only. */
function shopifyOrders(file: unknown): unknown[] {
  const body = isObject(file) && isObject(file['response']) ? file['response']['body'] : file;
  if (!isObject(body)) return [];
  if (Array.isArray(body['orders'])) return body['orders'];
  if (isObject(body['order'])) return [body['order']];
  return 'line_items' in body && 'total_price' in body ? [body] : [];
}

/** Magento orders anywhere in a document, also inside text that is JSON. */
function magentoOrders(value: unknown): unknown[] {
  if (Array.isArray(value)) return value.flatMap(magentoOrders);
  if (typeof value === 'string' && /^\s*[[{]/.test(value)) {
    try { return magentoOrders(JSON.parse(value)); } catch { return []; }
  }
  if (!isObject(value)) return [];
  if ('increment_id' in value && 'grand_total' in value && Array.isArray(value['items']) && typeof value['state'] === 'string') return [value];
  return Object.values(value).flatMap(magentoOrders);
}

const SOURCES: { channel: string; folder: string; name: RegExp; read: (file: unknown) => unknown[] }[] = [
  { channel: 'web', folder: 'order-payloads', name: /^shopify-(webhook-)?order(?!-move)(?!s-move).*\.json$/, read: shopifyOrders },
  { channel: 'web', folder: 'shopify/rest-2026-04', name: /^order\.\d+\.json$/, read: shopifyOrders },
  { channel: 'web', folder: 'shopify/fixtures-python', name: /^orders?\.json$/, read: shopifyOrders },
  { channel: 'web', folder: 'shopify/fixtures-go', name: /^order.*\.json$/, read: shopifyOrders },
  { channel: 'mage', folder: 'order-payloads', name: /^magento.*\.json$/, read: magentoOrders },
  { channel: 'mage', folder: 'magento/exchanges', name: /\.json$/, read: magentoOrders },
  { channel: 'mage', folder: 'magento/recordings', name: /\.json$/, read: magentoOrders },
  { channel: 'mage', folder: 'magento/doc-samples', name: /\.json$/, read: magentoOrders },
];

const samples = (): { channel: string; name: string; raw: unknown }[] => SOURCES.flatMap(({ channel, folder, name, read }) => (existsSync(join(root, folder)) ? readdirSync(join(root, folder)) : [])
  .filter((file) => name.test(file)).sort().flatMap((file) => read(JSON.parse(readFileSync(join(root, folder, file), 'utf8'))).map((raw, index) => ({ channel, name: `${folder}/${file}${index > 0 ? `[${index}]` : ''}`, raw }))));

describe.skipIf(!process.env['SPIL_SPECS'])('recorded orders', () => {
  let spil: Running;
  beforeAll(async () => {
    spil = await startSpil({ start: '2026-06-01T09:00:00.000Z' });
    // One sample is one channel: many of them have the same order id.
    const all = samples();
    await smallCompany(spil.database, { channels: all.map(({ channel }, index) => ({ code: `${channel}-${index}`, kind: channel === 'web' ? 'shopify' : 'magento' })) });
    const now = (): Date => new Date(spil.clock.now());
    const channels = new Map<string, Channel>(all.map(({ channel }, index) => [`${channel}-${index}`, channel === 'web'
      ? createShopify({ code: `web-${index}`, shop: 'example.myshopify.com', accessToken: 'token', webhookSecret: 'secret', now })
      : createMagento({ code: `mage-${index}`, baseUrl: 'http://127.0.0.1:9', token: 'token', now })]));
    const deps: IntakeDeps = { orders: spil.app.deps, clock: spil.clock, channels: () => channels };
    for (const [index, { channel, name, raw }] of all.entries()) await keep(spil.database, `${channel}-${index}`, [{ eventId: name, source: 'api', topic: null, raw: JSON.stringify(raw), toFetch: null }], spil.clock.now());
    await workInbox(deps);
  });
  afterAll(() => spil.close());

  it('are all worked on', async () => {
    const all = samples();
    expect(all.length).toBeGreaterThan(20);
    expect(await spil.database.query(`select event_id, state, detail from intake.message where state not in ('taken', 'quarantined')`)).toEqual([]);
    expect(await spil.database.query('select 1 from intake.message')).toHaveLength(all.length);
  });

  it('are put aside only where the sample contradicts itself or lacks what an order needs', async () => {
    const rows = await spil.database.query<{ event_id: string; reasons: string[] }>('select m.event_id, q.reasons from intake.quarantine q join intake.message m on m.id = q.message_id order by m.event_id');
    expect(Object.fromEntries(rows.map(({ event_id, reasons }) => [event_id, reasons]))).toEqual(QUARANTINED);
  });

  it('are orders whose books add up', async () => {
    const [count] = await spil.database.query<{ orders: number; taken: number }>(`select (select count(*) from orders.order) as orders, (select count(*) from intake.message where state = 'taken') as taken`);
    expect(count?.orders).toBe(count?.taken);
    await expectWholeBooks(spil.database, allProjections());
  });
});
