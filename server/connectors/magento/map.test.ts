/** Magento orders as Spil reads them: small payloads of our own for each trap, and any order that the simulator can sell. */
import { DatabaseSync } from 'node:sqlite';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { OrderSnapshot } from '../../modules/channels/snapshot.ts';
import { MAP_DEFAULTS, mapOrder } from './map.ts';
import type { MapOptions } from './map.ts';
import { OrderWish, placeOrder } from './simulator-orders.ts';
import { printOrder } from './simulator-print.ts';
import { createStore } from './simulator-store.ts';

type Raw = Record<string, unknown>;

const address = (over: Raw = {}): Raw => ({ firstname: 'Anna', lastname: 'de Vries', street: ['Dorpsstraat 5', ''], postcode: '2611AB', city: 'Delft', country_id: 'NL', telephone: '015', email: 'anna@voorbeeld.test', ...over });
let nextItem = 0;
const item = (over: Raw): Raw => ({ item_id: (nextItem += 1), product_type: 'simple', sku: 'SHOE-42', name: 'Shoe 42', is_virtual: 0, qty_ordered: 1, tax_percent: 21, ...over });
const order = (items: Raw[], over: Raw = {}): Raw => ({
  entity_id: 7, increment_id: '000000007', state: 'processing', status: 'verwerken', created_at: '2026-03-01 09:00:00', updated_at: '2026-03-01 09:30:05',
  order_currency_code: 'EUR', base_currency_code: 'EUR', customer_email: 'anna@voorbeeld.test', customer_is_guest: 1, items,
  billing_address: address(), payment: { entity_id: 31, method: 'ideal' },
  ...over,
  extension_attributes: { shipping_assignments: [{ shipping: { method: 'flatrate_flatrate', address: address() }, items: items.map(({ item_id }) => ({ item_id })) }], ...(over['extension_attributes'] as Raw | undefined) },
});

function read(raw: unknown, options: Partial<MapOptions> = {}): OrderSnapshot {
  const mapped = mapOrder(raw, { ...MAP_DEFAULTS, ...options });
  if (mapped.kind !== 'order') throw new Error(mapped.reasons.join('; '));
  return OrderSnapshot.parse(mapped.snapshot);
}

/** Proof as the room above does it: every part by itself, and all parts together. */
function prove(snapshot: OrderSnapshot): number {
  const parts = [...snapshot.lines, ...snapshot.charges];
  for (const part of parts) {
    const taxes = part.taxes.reduce((sum, tax) => sum + tax.amount, 0);
    expect(part.subtotal - part.discount + (snapshot.pricesIncludeTax ? 0 : taxes), `${part.ref} by itself`).toBe(part.total);
  }
  return parts.reduce((sum, part) => sum + part.total, 0) - snapshot.totals.total;
}

describe('amounts', () => {
  // Each: what Magento's rows say, what the order says, and how the first line must read.
  const cases: { name: string; raw: Raw; inclusive: boolean; line: Partial<OrderSnapshot['lines'][number]>; discount: number }[] = [
    {
      name: 'prices without tax, discount before tax', inclusive: false, discount: 1000,
      raw: order([item({ price: 50, price_incl_tax: 60.5, row_total: 100, row_total_incl_tax: 121, discount_amount: 10, tax_amount: 18.9, qty_ordered: 2 })], { subtotal: 100, discount_amount: -10, tax_amount: 18.9, grand_total: 108.9 }),
      line: { subtotal: 10000, discount: 1000, taxes: [{ name: 'VAT', rate: 210000, amount: 1890, country: null }], total: 10890, unitPrice: 5000 },
    },
    {
      name: 'prices with tax, discount off the price with tax (compensation 2.1)', inclusive: true, discount: 1210,
      raw: order([item({ price: 100, price_incl_tax: 121, row_total: 100, row_total_incl_tax: 121, discount_amount: 12.1, tax_amount: 18.9, discount_tax_compensation_amount: 2.1 })], { subtotal: 100, discount_amount: -12.1, tax_amount: 18.9, discount_tax_compensation_amount: 2.1, grand_total: 108.9 }),
      line: { subtotal: 12100, discount: 1210, taxes: [{ name: 'VAT', rate: 210000, amount: 1890, country: null }], total: 10890, unitPrice: 12100 },
    },
    {
      name: 'rows already net of discount', inclusive: false, discount: 1000,
      raw: order([item({ price: 50, price_incl_tax: 60.5, row_total: 90, row_total_incl_tax: 108.9, discount_amount: 10, tax_amount: 18.9, qty_ordered: 2 })], { subtotal: 100, discount_amount: -10, tax_amount: 18.9, grand_total: 108.9 }),
      line: { subtotal: 10000, discount: 1000, total: 10890 },
    },
    {
      name: 'compensation that the rows with tax do not show: the discount without tax', inclusive: false, discount: 1000,
      raw: order([item({ price: 100, row_total: 100, row_total_incl_tax: 100, discount_amount: 12.1, tax_amount: 18.9, discount_tax_compensation_amount: 2.1 })], { subtotal: 100, discount_amount: -12.1, tax_amount: 18.9, discount_tax_compensation_amount: 2.1, grand_total: 108.9 }),
      line: { subtotal: 10000, discount: 1000, total: 10890 },
    },
    {
      name: 'no discount, shop without tax in prices: 3 × 4.99 is exact only without', inclusive: false, discount: 0,
      raw: order([item({ price: 4.99, price_incl_tax: 6.04, row_total: 14.97, row_total_incl_tax: 18.11, tax_amount: 3.14, qty_ordered: 3 })], { subtotal: 14.97, tax_amount: 3.14, discount_amount: 0, grand_total: 18.11 }),
      line: { subtotal: 1497, total: 1811, unitPrice: 499 },
    },
    {
      name: 'no discount, shop with tax in prices: 3 × 4.99 is exact only with', inclusive: true, discount: 0,
      raw: order([item({ price: 4.12, price_incl_tax: 4.99, row_total: 12.37, row_total_incl_tax: 14.97, tax_amount: 2.6, qty_ordered: 3 })], { subtotal: 12.37, tax_amount: 2.6, discount_amount: 0, grand_total: 14.97 }),
      line: { subtotal: 1497, total: 1497, unitPrice: 499 },
    },
    {
      name: 'text and surplus zeros', inclusive: true, discount: 0,
      raw: order([item({ price: '59.9500', price_incl_tax: '59.9500', row_total: '59.9500', row_total_incl_tax: '59.9500', tax_amount: '0.0000', tax_percent: null, qty_ordered: '1.0000' })], { subtotal: '59.9500', discount_amount: '0.0000', tax_amount: 0, grand_total: '59.9500' }),
      line: { quantity: 1, subtotal: 5995, taxes: [], total: 5995 },
    },
    {
      name: 'fixed product tax beside the row, with tax on it', inclusive: false, discount: 0,
      raw: order([item({ item_id: 9001, price: 100, price_incl_tax: 121, row_total: 100, row_total_incl_tax: 121, tax_amount: 21, weee_tax_applied_amount: 5, weee_tax_applied_row_amount: 5 })], { subtotal: 100, discount_amount: 0, tax_amount: 22.05, grand_total: 127.05, extension_attributes: { item_applied_taxes: [{ type: 'weee', associated_item_id: 9001, applied_taxes: [{ title: 'VAT on fee', percent: 21, amount: 1.05 }] }] } }),
      line: { subtotal: 10500, total: 12705, unitPrice: 10500, properties: { 'fixed product tax': '5' } },
    },
  ];
  it.each(cases)('$name', ({ raw, inclusive, line, discount }) => {
    const snapshot = read(raw, { pricesIncludeTax: inclusive });
    expect(snapshot.pricesIncludeTax).toBe(inclusive);
    expect(snapshot.lines[0]).toMatchObject(line);
    expect(snapshot.totals.discount).toBe(discount);
    expect(prove(snapshot)).toBe(0);
  });

  it.each([true, false])('keeps to what the unit prices show, whatever the shop says usual is (%s)', (usual) => {
    expect(read(cases[4]?.raw, { pricesIncludeTax: usual }).pricesIncludeTax).toBe(false);
    expect(read(cases[5]?.raw, { pricesIncludeTax: usual }).pricesIncludeTax).toBe(true);
  });

  it('shows a gap and does not fill it', () => {
    const snapshot = read(order([item({ price: 10, row_total: 10, tax_amount: 0 })], { subtotal: 10, discount_amount: 0, grand_total: 9.99 }));
    expect(prove(snapshot)).toBe(1);
  });

  it('rounds fractions of a cent so that the sum is the order’s', () => {
    const snapshot = read(order([item({ price: 3.3333, row_total: 3.3333, tax_percent: 0 }), item({ price: 3.3333, row_total: 3.3333, tax_percent: 0 }), item({ price: 3.3334, row_total: 3.3334, tax_percent: 0 })], { subtotal: 10, discount_amount: 0, grand_total: 10 }));
    expect(snapshot.lines.map((line) => line.total)).toEqual([333, 333, 334]);
    expect(prove(snapshot)).toBe(0);
  });

  it('reads the order currency with its own decimals, not the base currency', () => {
    const row = (amount: number): Raw => ({ price: amount, price_incl_tax: amount, row_total: amount, row_total_incl_tax: amount, base_row_total: 1, tax_amount: 0, tax_percent: 0 });
    expect(read(order([item(row(5980))], { order_currency_code: 'JPY', subtotal: 5980, grand_total: 5980, base_grand_total: 37.1 })).totals.total).toBe(5980);
    expect(read(order([item(row(12.345))], { order_currency_code: 'BHD', subtotal: 12.345, grand_total: 12.345 })).lines[0]?.total).toBe(12345);
  });

  it('takes gift cards, store credit and reward points as payments, not off the total', () => {
    const snapshot = read(order([item({ price: 100, row_total: 100, tax_amount: 0, tax_percent: 0 })], {
      subtotal: 100, discount_amount: 0, grand_total: 45, payment: { entity_id: 31, method: 'ideal', amount_ordered: 45, amount_paid: 45 },
      extension_attributes: { gift_cards: [{ id: 4, code: 'SECRET', amount: 30 }, { id: 5, code: 'SECRET2', amount: 10 }], gift_cards_amount: 40, gift_cards_refunded: 8, customer_balance_amount: 10, reward_currency_amount: 5 },
    }));
    expect(snapshot.totals.total).toBe(10000);
    expect(snapshot.payments.map(({ ref, captured, refunded }) => [ref, captured, refunded])).toEqual([['31', 4500, 0], ['gift_card:4', 3000, 600], ['gift_card:5', 1000, 200], ['store_credit', 1000, 0], ['reward_points', 500, 0]]);
    expect(JSON.stringify(snapshot)).not.toContain('SECRET');
    expect(prove(snapshot)).toBe(0);
  });

  it('charges shipping with its tax and discount, wrapping and the fees that are configured', () => {
    const snapshot = read(order([item({ price: 100, price_incl_tax: 121, row_total: 100, row_total_incl_tax: 121, tax_amount: 21 })], {
      subtotal: 100, discount_amount: -2.42, tax_amount: 21 + 0.42 + 0.63 + 0.21, grand_total: 121 + 2.42 + 3.63 + 1.21 + 2, discount_tax_compensation_amount: 0,
      shipping_amount: 4, shipping_incl_tax: 4.84, shipping_tax_amount: 0.42, shipping_discount_amount: 2.42, shipping_discount_tax_compensation_amount: 0.42, shipping_description: 'Home delivery', shipping_refunded: 1,
      payment_fee: '1.0000', payment_fee_tax: 0.21,
      extension_attributes: { gw_price: '3.0000', gw_tax_amount: '0.6300', custom_fees: [{ custom_fee_code: 'eco', custom_fee_label: 'Eco fee', custom_fee_amount: 2 }] },
    }), { fees: [{ amount: 'payment_fee', tax: 'payment_fee_tax', name: 'Payment fee' }] });
    expect(snapshot.charges.map(({ ref, kind, subtotal, discount, total, refunded }) => [ref, kind, subtotal, discount, total, refunded])).toEqual([
      ['shipping', 'shipping', 484, 242, 242, 100], ['wrapping:gw', 'fee', 363, 0, 363, 0], ['fee:eco', 'fee', 200, 0, 200, 0], ['fee:payment_fee', 'fee', 121, 0, 121, 0],
    ]);
    expect(prove(snapshot)).toBe(0);
  });
});

describe('taxes', () => {
  const taxed = (applied: Raw[]): OrderSnapshot => read(order([item({ item_id: 501, price: 100, price_incl_tax: 108.25, row_total: 100, row_total_incl_tax: 108.25, tax_amount: 8.25, tax_percent: 8.25 })], {
    subtotal: 100, discount_amount: 0, tax_amount: 8.25, grand_total: 108.25, extension_attributes: { item_applied_taxes: [{ type: 'product', item_id: 501, applied_taxes: applied }] },
  }));
  it.each<[string, Raw[], [string, number, number][]]>([
    ['one', [{ title: 'MI', percent: 8.25, amount: 8.25 }], [['MI', 82500, 825]]],
    ['each its own amount', [{ title: 'State', percent: 6, amount: 6 }, { title: 'City', percent: 2.25, amount: 2.25 }], [['State', 60000, 600], ['City', 22500, 225]]],
    ['the whole repeated, real amounts beside', [{ title: 'State', percent: 6, amount: 8.25, real_amount: 6 }, { title: 'City', percent: 2.25, amount: 8.25, real_amount: 2.25 }], [['State', 60000, 600], ['City', 22500, 225]]],
    ['the whole repeated, nothing beside: by rate', [{ title: 'State', percent: 6, amount: 8.25 }, { title: 'City', percent: 2.25, amount: 8.25 }], [['State', 60000, 600], ['City', 22500, 225]]],
    ['none named', [], [['VAT', 82500, 825]]],
  ])('%s', (_name, applied, expected) => {
    const snapshot = taxed(applied);
    expect(snapshot.lines[0]?.taxes.map((tax) => [tax.name, tax.rate, tax.amount])).toEqual(expected);
    expect(prove(snapshot)).toBe(0);
  });
});

describe('products', () => {
  it('makes one line of a configurable: the parent’s price and id, the child’s SKU and name', () => {
    const snapshot = read(order([
      item({ item_id: 1, product_type: 'configurable', sku: 'SHOE', name: 'Shoe', price: 50, row_total: 100, tax_amount: 0, tax_percent: 0, qty_ordered: 2, qty_shipped: 1 }),
      item({ item_id: 2, parent_item_id: 1, sku: 'SHOE-42', name: 'Shoe 42', price: 50, row_total: 0, qty_ordered: 2 }),
    ], { subtotal: 100, discount_amount: 0, grand_total: 100 }));
    expect(snapshot.lines).toHaveLength(1);
    expect(snapshot.lines[0]).toMatchObject({ ref: '1', sku: 'SHOE-42', name: 'Shoe 42', quantity: 2, shipped: 1, total: 10000, bundle: null });
  });

  it('spreads a bundle at one price over its components, to the cent in every figure', () => {
    const snapshot = read(order([
      item({ item_id: 1, product_type: 'bundle', sku: 'SET', name: 'Set', price: 100, price_incl_tax: 121, row_total: 100, row_total_incl_tax: 121, discount_amount: 10, tax_amount: 18.9, qty_ordered: 1, qty_shipped: 1 }),
      item({ item_id: 2, parent_item_id: 1, sku: 'A', original_price: 10, row_total: 0, qty_ordered: 1 }),
      item({ item_id: 3, parent_item_id: 1, sku: 'B', original_price: 10, row_total: 0, qty_ordered: 2 }),
    ], { subtotal: 100, discount_amount: -10, tax_amount: 18.9, grand_total: 108.9 }), { pricesIncludeTax: false });
    expect(snapshot.lines.map(({ ref, sku, bundle, quantity, subtotal, discount, total, shipped }) => [ref, sku, bundle, quantity, subtotal, discount, total, shipped])).toEqual([
      ['2', 'A', '1', 1, 3333, 333, 3630, 1], ['3', 'B', '1', 2, 6667, 667, 7260, 2],
    ]);
    expect(prove(snapshot)).toBe(0);
  });

  it('takes the components’ own prices where they add up to the bundle, and spreads a discount that stands on the bundle', () => {
    const snapshot = read(order([
      item({ item_id: 1, product_type: 'bundle', sku: 'SET', price: 30, row_total: 30, discount_amount: 3, tax_amount: 0 }),
      item({ item_id: 2, parent_item_id: 1, sku: 'A', price: 10, row_total: 10, tax_percent: 0 }),
      item({ item_id: 3, parent_item_id: 1, sku: 'B', price: 20, row_total: 20, tax_percent: 0 }),
    ], { subtotal: 30, discount_amount: -3, grand_total: 27 }));
    expect(snapshot.lines.map(({ ref, bundle, subtotal, discount, total }) => [ref, bundle, subtotal, discount, total])).toEqual([['2', '1', 1000, 100, 900], ['3', '1', 2000, 200, 1800]]);
    expect(prove(snapshot)).toBe(0);
  });

  it('delivers what is virtual digitally, and asks no address of it', () => {
    const snapshot = read(order([item({ item_id: 1, product_type: 'downloadable', row_total: 5, price: 5, tax_percent: 0 }), item({ item_id: 2, product_type: 'giftcard', is_virtual: 1, row_total: 5, price: 5, tax_percent: 0 })], { subtotal: 10, grand_total: 10, extension_attributes: { shipping_assignments: [] } }));
    expect(snapshot.lines.map((line) => [line.kind, line.delivery])).toEqual([['digital', 'digital'], ['gift_card', 'digital']]);
    expect(snapshot.deliveries.map((delivery) => delivery.kind)).toEqual(['digital']);
    expect(snapshot.holds).toEqual([]);
  });

  it.each<[string, Raw, { cancelled: number; shipped: number; returned: number }]>([
    ['fresh', {}, { cancelled: 0, shipped: 0, returned: 0 }],
    ['shipped, one came back', { qty_shipped: 5, qty_refunded: 1 }, { cancelled: 0, shipped: 5, returned: 1 }],
    ['refunded before it was shipped', { qty_refunded: 2 }, { cancelled: 2, shipped: 0, returned: 0 }],
    ['rest cancelled', { qty_shipped: 3, qty_canceled: 2 }, { cancelled: 2, shipped: 3, returned: 0 }],
    ['RMA received, not refunded', { qty_shipped: 5, qty_returned: 2 }, { cancelled: 0, shipped: 5, returned: 2 }],
  ])('opening positions of five: %s', (_name, quantities, expected) => {
    expect(read(order([item({ price: 1, row_total: 5, qty_ordered: 5, ...quantities })], { grand_total: 5 })).lines[0]).toMatchObject(expected);
  });
});

describe('order', () => {
  const plain = (over: Raw = {}): Raw => order([item({ price: 10, row_total: 10, tax_percent: 0 })], { subtotal: 10, discount_amount: 0, grand_total: 10, ...over });

  it('reads times without zone as UTC, and another zone only when told', () => {
    expect(read(plain())).toMatchObject({ externalId: '7', externalNumber: '000000007', placedAt: '2026-03-01T09:00:00Z', version: '2026-03-01T09:30:05Z' });
    expect(read(plain({ created_at: '2026-07-01 09:00:00' }), { timeZone: 'Europe/Amsterdam' }).placedAt).toBe('2026-07-01T07:00:00Z');
    expect(read(plain({ created_at: '2026-03-01T09:00:00+02:00' })).placedAt).toBe('2026-03-01T07:00:00Z');
  });

  it.each<[string, string, string[]]>([
    ['new', 'pending', []], ['pending_payment', 'pending_payment', []], ['processing', 'anything the merchant likes', []], ['complete', 'complete', []], ['closed', 'closed', []],
    ['holded', 'holded', ['on_hold']], ['payment_review', 'payment_review', ['payment_review']], ['payment_review', 'fraud', ['payment_review', 'fraud_review']],
  ])('state %s with status %s', (state, status, reasons) => {
    const snapshot = read(plain({ state, status }));
    expect(snapshot.holds.map((hold) => hold.reason)).toEqual(reasons);
    expect(snapshot.tags).toEqual(expect.arrayContaining([`state:${state}`, `status:${status}`]));
    expect(snapshot.cancelledAt).toBeNull();
  });

  it('is cancelled in state canceled, whatever the status', () => {
    expect(read(plain({ state: 'canceled', status: 'jammer' })).cancelledAt).toBe('2026-03-01T09:30:05Z');
  });

  it.each<[string, Raw, Raw]>([
    ['nothing yet', { amount_ordered: 10 }, { authorised: 0, captured: 0, refunded: 0, operator: 'channel' }],
    ['authorised', { amount_ordered: 10, amount_authorized: 10 }, { authorised: 1000, captured: 0, refunded: 0 }],
    ['paid at once', { amount_ordered: 10, amount_paid: 10 }, { authorised: 1000, captured: 1000, refunded: 0 }],
    ['refunded in part', { amount_ordered: 10, amount_authorized: 10, amount_paid: 10, amount_refunded: 4 }, { authorised: 1000, captured: 1000, refunded: 400 }],
    ['on account', { method: 'checkmo', amount_ordered: 10 }, { authorised: 1000, captured: 0, operator: 'invoice', method: 'checkmo' }],
  ])('payment: %s', (_name, payment, expected) => {
    expect(read(plain({ payment: { entity_id: 31, method: 'ideal', ...payment } }), { onAccount: ['checkmo'] }).payments).toMatchObject([{ ref: '31', ...expected }]);
  });

  it('keeps what an edit came from and became', () => {
    const snapshot = read(plain({ increment_id: '000000007-1', original_increment_id: '000000007', relation_parent_id: '6', relation_parent_real_id: '000000007', relation_child_real_id: '000000007-2', relation_child_id: '9' }));
    expect(snapshot.tags).toEqual(expect.arrayContaining(['edit-of:000000007', 'original:000000007', 'edited-as:000000007-2']));
  });

  it('knows a customer with account, a guest, and the language of the store', () => {
    expect(read(plain({ customer_is_guest: 0, customer_id: 12, customer_firstname: 'Anna', customer_middlename: null, customer_lastname: 'Vries', store_id: 2 }), { languages: { 2: 'nl-BE' } }).customer).toMatchObject({ externalId: '12', name: 'Anna Vries', language: 'nl-BE' });
    expect(read(plain({ customer_id: 12 })).customer).toMatchObject({ externalId: null, name: 'Anna de Vries', email: 'anna@voorbeeld.test' });
  });

  const shippedTo = (shipping: Raw | null, extension: Raw = {}): OrderSnapshot => read(plain({ extension_attributes: { shipping_assignments: shipping === null ? undefined : [{ shipping }], ...extension } }), { storeLocations: { delft: 'STORE-DELFT' } });
  it('takes the address apart, and keeps it as it was', () => {
    expect(shippedTo({ method: 'flatrate_flatrate', address: address() }).deliveries[0]).toMatchObject({ kind: 'ship', method: 'flatrate_flatrate', address: { street: 'Dorpsstraat', houseNumber: '5', city: 'Delft', original: 'Dorpsstraat 5\n2611AB Delft\nNL' } });
  });
  it.each<[string, Raw | null, Raw, string[]]>([
    ['a street without number', { address: address({ street: ['Dorpsstraat'] }) }, { kind: 'ship', address: { street: 'Dorpsstraat', houseNumber: '' } }, ['address']],
    ['no street at all', { address: address({ street: null }) }, { kind: 'ship', address: { street: '', houseNumber: '' } }, ['address']],
    ['no country', { address: address({ country_id: 'Holland' }) }, { kind: 'ship', address: null }, ['address']],
    ['no address', { address: null }, { kind: 'ship', address: null }, ['address_missing']],
    ['no assignment', null, { kind: 'ship', address: null }, ['address_missing']],
  ])('holds %s', (_name, shipping, delivery, reasons) => {
    const snapshot = shippedTo(shipping);
    expect(snapshot.deliveries[0]).toMatchObject(delivery);
    expect(snapshot.holds.map((hold) => hold.reason)).toEqual(reasons);
  });
  it.each<[string, Raw, string | null, string[]]>([
    ['a store on the map', { pickup_location_code: 'delft' }, 'STORE-DELFT', []],
    ['a store not on the map', { pickup_location_code: 'gouda' }, null, ['pickup_location']],
    ['no store told', {}, null, ['pickup_location']],
  ])('pickup in %s', (_name, extension, location, reasons) => {
    const snapshot = shippedTo({ method: 'instore_pickup', address: address({ street: ['?'] }) }, extension);
    expect(snapshot.deliveries[0]).toMatchObject({ kind: 'pickup', location, address: null });
    expect(snapshot.holds.map((hold) => hold.reason)).toEqual(reasons);
  });
  it('reads PHP’s empty arrays for empty objects, and lists it has no use for in any shape', () => {
    const raw = plain({ status_histories: 'x' });
    expect(read({ ...raw, extension_attributes: [] }).holds.map((hold) => hold.reason)).toEqual(['address_missing']);
    expect(read(plain({ extension_attributes: { gift_cards: '[]', item_applied_taxes: 'none' } })).lines).toHaveLength(1);
  });

  it.each<[string, unknown, RegExp]>([
    ['text', 'order', /the document/],
    ['no items', { ...plain(), items: [] }, /no items/],
    ['no id', { ...plain(), entity_id: null }, /entity_id/],
    ['no currency', plain({ order_currency_code: null }), /order_currency_code is ""/],
    ['no time', plain({ created_at: 'yesterday' }), /created_at is "yesterday"/],
    ['no total', plain({ grand_total: null }), /grand_total is absent/],
    ['half a piece', order([item({ sku: 'CLOTH', qty_ordered: 0.75 })], { grand_total: 1 }), /CLOTH.*qty_ordered 0\.75; quantities are whole/],
    ['nothing ordered', order([item({ qty_ordered: 0 })], { grand_total: 1 }), /at least 1/],
    ['a word for an amount', plain({ grand_total: 'ten' }), /grand_total/],
  ])('cannot read %s, and says why', (_name, raw, reason) => {
    const mapped = mapOrder(raw);
    expect(mapped.kind).toBe('unreadable');
    if (mapped.kind === 'unreadable') expect(mapped.reasons.join('; ')).toMatch(reason);
  });
});

it('adds up for any order the simulator can sell', () => {
  const line = fc.record({
    sku: fc.constantFrom('A', 'B', 'C'), price: fc.integer({ min: 1, max: 30_000 }), quantity: fc.integer({ min: 1, max: 7 }), type: fc.constantFrom('simple', 'configurable', 'bundle_fixed', 'bundle_dynamic', 'virtual'),
    components: fc.array(fc.record({ sku: fc.constantFrom('X', 'Y'), price: fc.integer({ min: 1, max: 9999 }), quantity: fc.integer({ min: 1, max: 3 }) }), { minLength: 2, maxLength: 4 }),
  });
  const wish = fc.record({
    currency: fc.constantFrom('EUR', 'JPY', 'BHD'), lines: fc.array(line, { minLength: 1, maxLength: 5 }), taxPercent: fc.constantFrom(0, 6, 8.25, 9, 21), pricesIncludeTax: fc.boolean(),
    discountPercent: fc.constantFrom(0, 10, 33, 100), shipping: fc.record({ amount: fc.integer({ min: 0, max: 1500 }), method: fc.constant('flatrate_flatrate'), description: fc.constant('Home') }),
  });
  fc.assert(fc.property(wish, (input) => {
    const store = createStore(new DatabaseSync(':memory:'));
    const placed = placeOrder(store, OrderWish.parse(input), '2026-03-01 09:00:00');
    const snapshot = read(printOrder(placed), { pricesIncludeTax: input.pricesIncludeTax });
    expect(prove(snapshot)).toBe(0);
    expect(snapshot.totals.total).toBe(placed.grand_total);
    const taxes = [...snapshot.lines, ...snapshot.charges].flatMap((part) => part.taxes).reduce((sum, tax) => sum + tax.amount, 0);
    expect(taxes).toBe(snapshot.totals.tax);
  }), { numRuns: 300 });
});
