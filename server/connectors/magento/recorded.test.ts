/** Every Magento order among the third-party test material is read and proven; nothing of that material is kept here. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { OrderSnapshot } from '../../modules/channels/snapshot.ts';
import { mapOrder } from './map.ts';

const specs = process.env['SPIL_SPECS'];

const jsonFiles = (folder: string, name: RegExp): string[] =>
  specs === undefined || !existsSync(join(specs, folder)) ? [] : readdirSync(join(specs, folder)).filter((file) => name.test(file)).map((file) => join(folder, file));

/** Documents in a file that have an order's marks: its number, its state as a word, its items and its total. */
function ordersIn(value: unknown): Record<string, unknown>[] {
  if (Array.isArray(value)) return value.flatMap(ordersIn);
  if (typeof value === 'string' && /^\s*[[{]/.test(value)) {
    try {
      return ordersIn(JSON.parse(value));
    } catch {
      return [];
    }
  }
  if (typeof value !== 'object' || value === null) return [];
  const document = value as Record<string, unknown>;
  if ('increment_id' in document && 'grand_total' in document && Array.isArray(document['items']) && typeof document['state'] === 'string') return [document];
  return Object.values(document).flatMap(ordersIn);
}

/** Orders whose payload does not add up by itself, by number: the gap in minor units and its cause. Empty: each one recorded does. */
const INCONSISTENT: Record<string, { gap: number; cause: string }> = {};

describe.skipIf(!specs)('recorded orders', () => {
  const files = ['magento/recordings', 'magento/exchanges', 'magento/doc-samples'].flatMap((folder) => jsonFiles(folder, /\.json$/)).concat(jsonFiles('order-payloads', /^magento-.*\.json$/));
  const orders = files.flatMap((file) => ordersIn(JSON.parse(readFileSync(join(specs ?? '', file), 'utf8'))).map((order) => ({ file, order, number: String(order['increment_id']) })));

  it('finds all four', () => {
    expect(orders.map(({ file }) => file).sort()).toEqual([
      'magento/exchanges/import_sale_order_10.02.json', 'magento/exchanges/import_sale_order_13.00.json', 'order-payloads/magento-order-guest-inr.json', 'order-payloads/magento-order.json',
    ]);
  });

  it('reads each to the cent', () => {
    for (const { file, order, number } of orders) {
      const mapped = mapOrder(order);
      expect(mapped.kind, `${file}: ${mapped.kind === 'unreadable' ? mapped.reasons.join('; ') : ''}`).toBe('order');
      if (mapped.kind !== 'order') continue;
      const snapshot = OrderSnapshot.parse(mapped.snapshot);
      const parts = [...snapshot.lines, ...snapshot.charges];
      for (const part of parts) {
        const taxes = part.taxes.reduce((sum, tax) => sum + tax.amount, 0);
        expect(part.subtotal - part.discount + (snapshot.pricesIncludeTax ? 0 : taxes), `${file} ${part.ref}`).toBe(part.total);
      }
      expect(parts.reduce((sum, part) => sum + part.total, 0) - snapshot.totals.total, file).toBe(INCONSISTENT[number]?.gap ?? 0);
      expect(parts.flatMap((part) => part.taxes).reduce((sum, tax) => sum + tax.amount, 0), `${file} tax`).toBe(snapshot.totals.tax);
      expect(parts.reduce((sum, part) => sum + part.discount, 0), `${file} discount`).toBe(snapshot.totals.discount);
    }
  });

  // What a person reading the payloads would say of them, in minor units.
  it.each([
    { file: 'import_sale_order_10.02', currency: 'USD', total: 39687, lines: [[2, 14939], [1, 24248]], cancelled: [2, 1], state: 'canceled' },
    { file: 'import_sale_order_13.00', currency: 'EUR', total: 25374, lines: [[1, 5975], [1, 19399]], cancelled: [0, 0], state: 'new' },
    { file: 'magento-order-guest-inr', currency: 'INR', total: 100500, lines: [[1, 100000]], cancelled: [0], state: 'processing' },
    { file: 'magento-order.json', currency: 'HKD', total: 80, lines: [[1, 80]], cancelled: [1], state: 'closed' },
  ])('$file', ({ file, currency, total, lines, cancelled, state }) => {
    const mapped = mapOrder(orders.find((order) => order.file.includes(file))?.order);
    if (mapped.kind !== 'order') throw new Error(mapped.reasons.join('; '));
    const snapshot = OrderSnapshot.parse(mapped.snapshot);
    expect(snapshot).toMatchObject({ currency, totals: { total } });
    expect(snapshot.lines.map((line) => [line.quantity, line.total])).toEqual(lines);
    expect(snapshot.lines.map((line) => line.cancelled)).toEqual(cancelled);
    expect(snapshot.tags).toContain(`state:${state}`);
  });
});
