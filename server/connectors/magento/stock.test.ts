/** Stock figures to Magento's sources: against the simulator, with its faults. */
import { describe, expect, it } from 'vitest';
import { pair, useShop } from './testing.ts';
import type { Json } from './testing.ts';

const { ask, channel, control, fault, place, shop } = useShop();

describe('stock', () => {
  const figure = (sku: string, available: number) => ({ sku, available, previous: null });
  const stockOf = async (): Promise<Record<string, unknown>> => {
    const answer = (await ask('/inventory/source-items?searchCriteria[pageSize]=100')) as { items: { sku: string; source_code: string; quantity: number; status: number }[] };
    return Object.fromEntries(answer.items.map((row) => [`${row.source_code} ${row.sku}`, `${row.quantity}/${row.status}`]));
  };

  it('writes what differs, zero as out of stock, also for SKUs with a comma', async () => {
    await control('/source-items', { sourceItems: [{ sku: 'A', source_code: 'web', quantity: 4, status: 1 }, { sku: 'B', source_code: 'web', quantity: 9, status: 1 }, { sku: 'C,1', source_code: 'web', quantity: 2, status: 1 }] });
    const shop = channel({ sourceCode: 'web' });
    expect(await shop.pushStock([figure('A', 4), figure('B', 0), figure('C,1', 3), figure('NEW', 7), figure('BAD', -1)])).toMatchObject([
      { sku: 'A', outcome: { kind: 'done' } }, { sku: 'B', outcome: { kind: 'done' } }, { sku: 'C,1', outcome: { kind: 'done' } }, { sku: 'NEW', outcome: { kind: 'done' } }, { sku: 'BAD', outcome: { kind: 'refused', code: 'not_a_quantity' } },
    ]);
    expect(await stockOf()).toEqual({ 'web A': '4/1', 'web B': '0/0', 'web C,1': '3/1', 'web NEW': '7/1' });
    await fault('source-items.save', 'reject', { status: 500 });
    expect(await shop.pushStock([figure('A', 4), figure('B', 0)])).toMatchObject([{ outcome: { kind: 'done' } }, { outcome: { kind: 'done' } }]);
  });

  it('reads what Magento may sell, less what it has reserved, and names what it does not keep', async () => {
    await control('/source-items', { sourceItems: [{ sku: 'SHOE-42', source_code: 'default', quantity: 10, status: 1 }, { sku: 'OUT', source_code: 'default', quantity: 4, status: 0 }] });
    await place(pair);
    const sold = await channel({ stockId: 1 }).readStock?.(['SHOE-42', 'OUT', 'NONE']);
    expect(sold).toEqual([{ sku: 'SHOE-42', available: 7, problem: null }, { sku: 'OUT', available: 0, problem: null }, { sku: 'NONE', available: null, problem: 'Magento has no source item of NONE in default' }]);
  });

  it('adds what Magento has reserved, so that its customers see our figure', async () => {
    await control('/source-items', { sourceItems: [{ sku: 'SHOE-42', source_code: 'default', quantity: 10, status: 1 }] });
    await place(pair);
    const shop = channel({ stockId: 1 });
    await shop.pushStock([figure('SHOE-42', 5)]);
    expect(await stockOf()).toEqual({ 'default SHOE-42': '8/1' });
    expect(await ask('/inventory/get-product-salable-quantity/SHOE-42/1')).toBe(5);
  });

  it.each<[string, string, Json, Json]>([
    ['a lost answer', 'source-items.save', { kind: 'lost' }, { kind: 'unknown' }],
    ['a 429', 'source-items.save', { kind: 'reject', status: 429 }, { kind: 'refused', code: 'busy', retry: true }],
    ['a failed read', 'source-items.list', { kind: 'reject', status: 500 }, { kind: 'refused', code: 'unreachable', retry: true }],
  ])('%s concerns every figure, and the next push repairs it', async (_name, operation, over, outcome) => {
    await fault(operation, String(over['kind']), over);
    expect(await channel().pushStock([figure('A', 1), figure('B', 2)])).toMatchObject([{ outcome }, { outcome }]);
    expect(await channel().pushStock([figure('A', 1), figure('B', 2)])).toMatchObject([{ outcome: { kind: 'done' } }, { outcome: { kind: 'done' } }]);
    expect(await stockOf()).toEqual({ 'default A': '1/1', 'default B': '2/1' });
  });

  it('names the source that does not exist', async () => {
    expect(await channel({ sourceCode: 'nowhere' }).pushStock([figure('A', 1), figure('B', 1)])).toMatchObject([
      { sku: 'A', outcome: { kind: 'refused', code: 'refused_by_magento', reason: 'Validation Failed Source with code "nowhere" does not exist.' } }, { sku: 'B', outcome: { kind: 'refused' } },
    ]);
  });
});
