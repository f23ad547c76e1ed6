/** Maps every Shopify order among the third-party samples and proves its totals; those that do not add up are listed with the reason, each one an inconsistency of the sample itself. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OrderSnapshot } from '../../modules/channels/snapshot.ts';
import { mapOrder } from './map.ts';
import { proveTotals } from './proof.ts';

const root = process.env.SPIL_SPECS ?? '';

/** Samples of the vendor or of client libraries whose figures contradict each other, with what is wrong with them. */
const INCONSISTENT: Record<string, { says: string[]; because: string }> = {
  'shopify/fixtures-python/order.json': {
    says: ['lines and charges come to 60894, the order says 40994'],
    because: 'three lines of 199.00 under a total_line_items_price of 398.00: the fixture states one line too many for its own sum',
  },
};

/** Samples that are not whole orders: a list or an answer with a few fields only. */
const PARTIAL: Record<string, string[]> = {
  'shopify/rest-2026-04/order.02.json': ['line_items: Invalid input: expected array, received undefined'],
  'shopify/rest-2026-04/order.06.json': ['currency: "" is not an ISO 4217 code'],
  'shopify/fixtures-python/orders.json': ['line_items: Invalid input: expected array, received undefined'],
};

/** Captured and refunded, as amounts against the status word, of samples whose payment is worth a look. */
const PAID: Record<string, { status: string; captured: number; refunded: number; holds: string[] }> = {
  'order-payloads/shopify-order.json': { status: 'partially_refunded', captured: 40865, refunded: 20900, holds: ['address'] },
  'order-payloads/shopify-order-partially-paid.json': { status: 'partially_paid', captured: 5000, refunded: 0, holds: [] },
  'order-payloads/shopify-order-discount-code.json': { status: 'paid', captured: 5000, refunded: 0, holds: ['payment_unknown'] },
  'shopify/rest-2026-04/order.05.json': { status: 'paid', captured: 19900, refunded: 0, holds: ['address_missing'] },
  'order-payloads/shopify-webhook-orders-create-hkd-dis2.json': { status: 'paid', captured: 30400, refunded: 0, holds: ['address_missing'] },
};

/** Cancelled, shipped and returned units per line, where something had happened. */
const POSITIONS: Record<string, [cancelled: number, shipped: number, returned: number][]> = {
  'order-payloads/shopify-order.json': [[1, 0, 0], [0, 0, 0], [1, 0, 0]],
  'order-payloads/shopify-order-cancelled-refunded.json': [[1, 0, 0], [1, 0, 0], [1, 0, 0]],
  'shopify/rest-2026-04/order.12.json': [[1, 0, 0], [1, 0, 0], [1, 0, 0]],
  'shopify/rest-2026-04/order.18.json': [[0, 1, 0]],
  'shopify/rest-2026-04/order.20.json': [[0, 1, 0]],
  'shopify/rest-2026-04/order.21.json': [[0, 1, 0]],
};

/** Every file with orders, and the orders in it: bare, `{ order }`, `{ orders }`, or an exchange `{ response: { body } }`. */
function samples(): { name: string; raw: unknown }[] {
  const folders = [['order-payloads', /^shopify.*order.*\.json$/], ['shopify/rest-2026-04', /^order\.\d+\.json$/], ['shopify/fixtures-python', /^orders?\.json$/], ['shopify/fixtures-go', /^order.*\.json$/]] as const;
  return folders.flatMap(([folder, pattern]) => {
    let names: string[] = [];
    try {
      names = readdirSync(join(root, folder)).filter((name) => pattern.test(name)).sort();
    } catch {
      return [];
    }
    return names.flatMap((name) => {
      const file = JSON.parse(readFileSync(join(root, folder, name), 'utf8')) as { response?: { body: unknown } };
      const body = (file.response?.body ?? file) as { order?: unknown; orders?: unknown[]; line_items?: unknown; fulfillment_orders?: unknown };
      const orders = body.orders ?? (body.order ? [body.order] : body.line_items ? [body] : []);
      return orders.map((raw, index) => ({ name: `${folder}/${name}${index > 0 ? `[${index}]` : ''}`, raw }));
    });
  });
}

describe.skipIf(!process.env.SPIL_SPECS)('orders of the samples', () => {
  const all = process.env.SPIL_SPECS ? samples() : [];

  it.each(all)('$name', ({ name, raw }) => {
    const mapped = mapOrder(raw, { locationMap: {} });
    if (mapped.kind === 'unreadable') return expect(mapped.reasons).toEqual(PARTIAL[name]);
    expect(PARTIAL[name]).toBeUndefined();
    const snapshot = OrderSnapshot.parse(mapped.snapshot);
    expect(proveTotals(snapshot)).toEqual(INCONSISTENT[name]?.says ?? []);

    const paid = PAID[name];
    if (paid) {
      expect((raw as { financial_status: string }).financial_status).toBe(paid.status);
      expect(snapshot.payments).toMatchObject([{ operator: 'channel', captured: paid.captured, refunded: paid.refunded }]);
      expect(snapshot.holds.map(({ reason }) => reason)).toEqual(paid.holds);
    }
    const positions = POSITIONS[name];
    if (positions) expect(snapshot.lines.map(({ cancelled, shipped, returned }) => [cancelled, shipped, returned])).toEqual(positions);
  });

  it('finds the samples, and every expectation has its sample', () => {
    expect(all.length).toBeGreaterThanOrEqual(36);
    const names = new Set(all.map(({ name }) => name));
    for (const name of Object.keys({ ...INCONSISTENT, ...PARTIAL, ...PAID, ...POSITIONS })) expect(names).toContain(name);
  });
});
