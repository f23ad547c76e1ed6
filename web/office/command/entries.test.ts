/** What the command bar lists: a table of what was found and what becomes of it. */
import { describe, expect, it } from 'vitest';
import { entriesOf, matching, remembered } from './entries.ts';
import type { Entry } from './entries.ts';

const words = { unnamed: 'No name', noBarcode: 'No barcode', ofOrder: (number: string) => `order ${number}`, returned: (number: string) => `Return of ${number}`, channel: (code: string) => code, place: (code: string) => code };
const hit = { field: 'number', whole: true };

describe('what was found', () => {
  it('becomes lines with an address each, group by group', () => {
    const entries = entriesOf({
      orders: [{ id: 'ord_1', ...hit, number: '100001', externalNumber: 'WEB-1', channel: 'web', status: 'open', placedAt: '2026-03-02T09:00:00Z', customer: 'Jo Doe' }],
      customers: [{ id: 'cus_1', ...hit, name: null, email: 'jo@example.com', channel: 'web' }, { id: 'cus_2', ...hit, name: 'Jo Doe', email: 'jo@example.com', channel: 'till' }],
      products: [{ sku: 'a/b', ...hit, name: 'Runner 42', product: 'Runner', picture: null }],
      parcels: [{ id: 'par_1', ...hit, barcode: null, carrier: 'postnl', status: 'packed', order: 'ord_1', orderNumber: '100001' }],
      returns: [{ id: 'ret_1', ...hit, status: 'received', location: 'utrecht', receivedAt: '2026-03-02T09:00:00Z', order: 'ord_1', orderNumber: '100001' }],
    }, words);
    expect(entries.map(({ group, label, detail, to }) => [group, label, detail, to])).toEqual([
      ['orders', '100001', 'Jo Doe · WEB-1 · web', '/orders/ord_1'], ['customers', 'jo@example.com', 'web', '/customers/cus_1'], ['customers', 'Jo Doe', 'jo@example.com · till', '/customers/cus_2'],
      ['products', 'Runner 42', 'a/b · Runner', '/stock/a%2Fb'], ['parcels', 'No barcode', 'order 100001 · postnl', '/orders/ord_1'], ['returns', 'Return of 100001', 'utrecht', '/orders/ord_1'],
    ]);
  });
});

describe('pages and actions', () => {
  const pages = ['Overview', 'Orders', 'Price lists', 'API-sleutels', 'Overzicht één'].map((label): Entry => ({ key: label, group: 'pages', label, detail: '', to: '/' }));
  it.each([['', 5], ['or', 1], ['li', 1], ['price li', 1], ['sleu', 1], ['een', 1], ['rders', 0], ['OVER', 2]])('%j leaves %i', (typed, n) => {
    expect(matching(pages, typed)).toHaveLength(n);
  });
});

describe('what was opened before', () => {
  const entry = (key: string): Entry => ({ key, group: 'orders', label: key, detail: '', to: `/orders/${key}` });
  it('stands first, once, and falls off at the end', () => {
    let list: Entry[] = [];
    for (const key of ['a', 'b', 'a', 'c', 'd', 'e', 'f', 'g', 'h', 'i']) list = remembered(list, entry(key));
    expect(list.map((one) => one.key)).toEqual(['i', 'h', 'g', 'f', 'e', 'd', 'c', 'a']);
    expect(list.every((one) => one.group === 'recent')).toBe(true);
  });
});
