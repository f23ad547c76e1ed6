/** How single facts of a Shopify order are read: money, units, deliveries and payments, each on a small order of our own making. */
import { describe, expect, it } from 'vitest';
import { OrderSnapshot } from '../../modules/channels/snapshot.ts';
import { mapOrder } from './map.ts';
import { inPaymentCurrency } from './money.ts';
import { proveTotals } from './proof.ts';
import { instantOf, millionths } from './reading.ts';

const settings = { locationMap: { 'Winkel Utrecht': 'utrecht', '901': 'den-haag' } };
const address = { first_name: 'Sanne', last_name: 'de Boer', address1: 'Oudegracht 12A', address2: null, zip: '3511 AA', city: 'Utrecht', country_code: 'NL', phone: null };
const line = (more: Record<string, unknown> = {}) => ({ id: 11, sku: 'RUN-42', name: 'Runner', quantity: 2, price: '50.00', requires_shipping: true, variant_id: 7, tax_lines: [], discount_allocations: [], ...more });
const base = { id: 1, name: '#1001', created_at: '2026-03-01T10:00:00+01:00', updated_at: '2026-03-01T10:00:05+01:00', currency: 'EUR', taxes_included: true, financial_status: 'paid', payment_gateway_names: ['mollie'], total_price: '100.00', shipping_address: address };
const order = (more: Record<string, unknown> = {}) => ({ ...base, line_items: [line()], ...more });

/** The snapshot of a readable order, with every default filled in. */
function read(raw: unknown): OrderSnapshot {
  const mapped = mapOrder(raw, settings);
  if (mapped.kind !== 'order') throw new Error(mapped.reasons.join('; '));
  return OrderSnapshot.parse(mapped.snapshot);
}
const reasons = (raw: unknown): string[] => {
  const mapped = mapOrder(raw, settings);
  return mapped.kind === 'unreadable' ? mapped.reasons : [];
};
const both = (shop: string, presentment: string) => ({ shop_money: { amount: shop, currency_code: 'EUR' }, presentment_money: { amount: presentment, currency_code: 'GBP' } });

describe('money as sold', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>]>([
    ['the shop\'s currency, never the customer\'s', { total_price: '100.00', total_price_set: both('100.00', '86.01'), line_items: [line({ price_set: both('50.00', '43.00') })] }, { currency: 'EUR', lines: [{ unitPrice: 5000, total: 10000 }] }],
    ['allocations, not total_discount on top of them', { total_price: '90.00', total_discounts: '10.00', line_items: [line({ total_discount: '10.00', discount_allocations: [{ amount: '6.67' }, { amount: '3.33' }] })] }, { lines: [{ subtotal: 10000, discount: 1000, total: 9000 }] }],
    ['total_discount where there are no allocations', { total_price: '90.00', line_items: [line({ total_discount: '10.00' })] }, { lines: [{ discount: 1000, total: 9000 }] }],
    ['several jurisdictions on top of the price', { taxes_included: false, total_price: '108.50', total_tax: '8.50', line_items: [line({ tax_lines: [{ title: 'State', price: '6.00', rate: 0.06 }, { title: 'County', price: '2.50', rate: 0.025 }] })] },
      { lines: [{ total: 10850, taxes: [{ name: 'State', rate: 60000, amount: 600, country: 'NL' }, { name: 'County', rate: 25000, amount: 250 }] }] }],
    ['taxes stated for the order only, over the taxable lines', { taxes_included: false, total_price: '218.34', total_tax: '18.34', tax_lines: [{ title: 'VAT', price: '18.34', rate: 0.21 }], line_items: [line(), line({ id: 12, quantity: 1, price: '50.00' }), line({ id: 13, quantity: 1, taxable: false })] },
      { lines: [{ taxes: [{ amount: 1223 }] }, { taxes: [{ amount: 611 }] }, { taxes: [] }] }],
    ['free shipping by discount', { shipping_lines: [{ id: 5, title: 'Post', price: '4.95', discounted_price: '0.00', discount_allocations: [{ amount: '4.95' }] }], total_discounts: '4.95' }, { charges: [{ ref: 'shipping:5', subtotal: 495, discount: 495, total: 0 }] }],
    ['a shipping discount that only shows in the price', { total_price: '103.00', shipping_lines: [{ id: 5, title: 'Post', price: '4.95', discounted_price: '3.00' }] }, { charges: [{ subtotal: 495, discount: 195, total: 300 }] }],
    ['a tip kept as a line', { total_price: '102.00', total_tip_received: '2.00', line_items: [line(), line({ id: 12, name: 'Tip', quantity: 1, price: '2.00', requires_shipping: false, tip_payment_gateway: 'mollie' })] }, { lines: [{ ref: '11' }], charges: [{ kind: 'tip', total: 200 }] }],
    ['a tip that is no line', { total_price: '102.00', total_tip_received: '2.00' }, { charges: [{ ref: 'tip', kind: 'tip', total: 200 }] }],
    ['duties per line', { total_price: '105.00', original_total_duties_set: both('5.00', '4.30'), line_items: [line({ duties: [{ id: 3, shop_money: { amount: '5.00', currency_code: 'EUR' }, tax_lines: [] }] })] }, { charges: [{ ref: 'duty:3', kind: 'surcharge', total: 500 }] }],
    ['duties inside the prices', { duties_included: true, original_total_duties_set: both('5.00', '4.30') }, { charges: [] }],
    ['additional fees', { total_price: '101.50', original_total_additional_fees_set: both('1.50', '1.29') }, { charges: [{ kind: 'fee', total: 150 }] }],
    ['a gift card sold without tax', { total_price: '100.00', line_items: [line({ gift_card: true, requires_shipping: false })] }, { lines: [{ kind: 'gift_card', delivery: 'digital', taxes: [] }], deliveries: [{ kind: 'digital' }], holds: [] }],
    ['yen have no decimals, dinars three', { currency: 'BHD', total_price: '100.250', line_items: [line({ price: '50.125' })] }, { lines: [{ unitPrice: 50125, total: 100250 }] }],
    ['a shipping line that an edit removed, when the order no longer counts it', { total_price: '100.00', total_shipping_price_set: both('0.00', '0.00'), shipping_lines: [{ id: 5, title: 'Post', price: '4.95', is_removed: true }] }, { charges: [] }],
    ['a shipping line that an edit removed, when the order still counts it', { total_price: '104.95', total_shipping_price_set: both('4.95', '4.20'), shipping_lines: [{ id: 5, title: 'Post', price: '4.95', is_removed: true }] }, { charges: [{ total: 495, refunded: 495 }] }],
    ['shipping given back', { total_price: '104.95', shipping_lines: [{ id: 5, title: 'Post', price: '4.95' }], refunds: [{ order_adjustments: [{ kind: 'shipping_refund', amount: '-3.00', tax_amount: '0.00' }, { kind: 'refund_discrepancy', amount: '9.00' }] }] }, { charges: [{ refunded: 300 }] }],
  ])('%s', (_name, more, expected) => {
    const snapshot = read(order(more));
    expect(snapshot).toMatchObject(expected);
    expect(proveTotals(snapshot)).toEqual([]);
  });

  it('does not hide what does not add up', () => {
    expect(proveTotals(read(order({ total_price: '99.99' })))).toEqual(['lines and charges come to 10000, the order says 9999']);
  });
});

describe('units', () => {
  const refund = (restock_type: string, quantity: number) => ({ refunds: [{ refund_line_items: [{ line_item_id: 11, quantity, restock_type }] }] });
  const shipped = (quantity: number, status = 'success') => ({ fulfillments: [{ status, line_items: [{ id: 11, quantity }] }] });
  const left = (current_quantity: number) => ({ line_items: [line({ current_quantity })] });

  it.each<[string, Record<string, unknown>, [cancelled: number, shipped: number, returned: number]]>([
    ['nothing happened', {}, [0, 0, 0]],
    ['only successful fulfilments shipped', { fulfillments: [...shipped(1).fulfillments, ...shipped(1, 'cancelled').fulfillments, ...shipped(1, 'pending').fulfillments] }, [0, 1, 0]],
    ['fulfilled without a fulfilment listed', { fulfillment_status: 'fulfilled' }, [0, 2, 0]],
    ['removed by an edit, without a refund of it', left(1), [1, 0, 0]],
    ['cancelled by a refund', { ...left(1), ...refund('cancel', 1) }, [1, 0, 0]],
    ['returned', { ...left(1), ...refund('return', 1), ...shipped(2) }, [0, 2, 1]],
    ['returned, though the fulfilment is not in the payload', { ...left(1), ...refund('return', 1) }, [0, 1, 1]],
    ['refunded without restock after shipping', { ...left(1), ...refund('no_restock', 1), ...shipped(2) }, [0, 2, 1]],
    ['refunded without restock before shipping', { ...left(1), ...refund('no_restock', 1) }, [1, 0, 0]],
    ['refunded without restock and still to be fulfilled', { ...left(2), ...refund('no_restock', 1) }, [0, 0, 0]],
    ['an old restock, one shipped and one not', { ...left(0), ...refund('legacy_restock', 2), ...shipped(1) }, [1, 1, 1]],
    ['without current quantities, refunds alone', { ...refund('cancel', 1) }, [1, 0, 0]],
    ['one cancelled, then the other shipped and returned', { ...left(0), refunds: [...refund('cancel', 1).refunds, ...refund('return', 1).refunds], ...shipped(1) }, [1, 1, 1]],
    ['cancelled as a whole', { cancelled_at: '2026-03-02T00:00:00Z', cancel_reason: 'customer' }, [2, 0, 0]],
    ['cancelled after part was shipped', { cancelled_at: '2026-03-02T00:00:00Z', ...shipped(1) }, [1, 1, 0]],
    ['fulfilled, with one cancelled before', { ...left(1), ...refund('cancel', 1), fulfillment_status: 'fulfilled' }, [1, 1, 0]],
  ])('%s', (_name, more, [cancelled, out, returned]) => {
    expect(read(order(more)).lines).toMatchObject([{ quantity: 2, cancelled, shipped: out, returned }]);
  });

  it('an exchange: the new line stands beside the returned one, outside the refund, whose money is the difference', () => {
    const snapshot = read(order({
      total_price: '160.00',
      line_items: [line({ current_quantity: 1 }), line({ id: 12, sku: 'RUN-43', quantity: 1, price: '60.00', current_quantity: 1 })],
      ...shipped(2), refunds: [{ refund_line_items: [{ line_item_id: 11, quantity: 1, restock_type: 'return', subtotal: '50.00' }], transactions: [] }],
    }));
    expect(snapshot.lines.map(({ ref, cancelled, shipped: out, returned }) => [ref, cancelled, out, returned])).toEqual([['11', 0, 2, 1], ['12', 0, 0, 0]]);
    expect(snapshot.payments).toMatchObject([{ refunded: 0 }]);
    expect(proveTotals(snapshot)).toEqual([]);
  });

  it('leaves out a line that came to nothing', () => {
    expect(read(order({ line_items: [line(), line({ id: 12, quantity: 0 })] })).lines).toHaveLength(1);
  });
});

describe('payments', () => {
  const transaction = (id: number, kind: string, amount: string, more: Record<string, unknown> = {}) => ({ id, kind, amount, status: 'success', gateway: 'mollie', currency: 'EUR', ...more });
  const gone = { refunds: [{ transactions: [transaction(9, 'refund', '40.00')] }] };

  it.each<[string, Record<string, unknown>, [authorised: number, captured: number, refunded: number][], string[]]>([
    ['paid', {}, [[10000, 10000, 0]], []],
    ['paid, less what an edit took off', { current_total_price: '60.00', total_outstanding: '0.00' }, [[6000, 6000, 0]], []],
    ['said to be paid, without any transaction', { current_total_price: '100.00', total_outstanding: '100.00' }, [[10000, 10000, 0]], []],
    ['said to be paid, with a part outstanding', { current_total_price: '100.00', total_outstanding: '30.00' }, [[7000, 7000, 0]], ['payment_unknown']],
    ['authorized', { financial_status: 'authorized' }, [[10000, 0, 0]], []],
    ['pending', { financial_status: 'pending' }, [[0, 0, 0]], []],
    ['voided', { financial_status: 'voided' }, [[0, 0, 0]], []],
    ['partially paid', { financial_status: 'partially_paid', current_total_price: '100.00', total_outstanding: '25.50' }, [[7450, 7450, 0]], []],
    ['partially paid, who knows how much', { financial_status: 'partially_paid' }, [[0, 0, 0]], ['payment_unknown']],
    ['partially refunded', { financial_status: 'partially_refunded', current_total_price: '60.00', total_outstanding: '0.00', ...gone }, [[10000, 10000, 4000]], []],
    ['refunded', { financial_status: 'refunded' }, [[10000, 10000, 10000]], []],
    ['no status', { financial_status: null }, [[0, 0, 0]], ['payment_unknown']],
    ['a status of the future', { financial_status: 'teleported' }, [[0, 0, 0]], ['payment_unknown']],
    ['nothing to pay', { financial_status: null, total_price: '0.00', payment_gateway_names: [], line_items: [line({ price: '0.00' })] }, [], []],
    ['captured in parts', { transactions: [transaction(1, 'authorization', '100.00'), transaction(2, 'capture', '30.00', { parent_id: 1 }), transaction(3, 'capture', '20.00', { parent_id: 1 }), transaction(4, 'capture', '50.00', { parent_id: 1, status: 'failure' })] }, [[10000, 5000, 0]], []],
    ['voided after a capture', { transactions: [transaction(1, 'authorization', '100.00'), transaction(2, 'capture', '30.00', { parent_id: 1 }), transaction(3, 'void', '0.00', { parent_id: 1 })] }, [[3000, 3000, 0]], []],
    ['cash with change', { transactions: [transaction(1, 'sale', '120.00'), transaction(2, 'change', '20.00')] }, [[10000, 10000, 0]], []],
    ['a gift card and a card', { transactions: [transaction(1, 'sale', '25.00', { gateway: 'gift_card' }), transaction(2, 'sale', '75.00')] }, [[2500, 2500, 0], [7500, 7500, 0]], []],
    ['a refund listed twice', { transactions: [transaction(1, 'sale', '100.00'), transaction(9, 'refund', '40.00')], ...gone }, [[10000, 10000, 4000]], []],
    ['transactions in the customer\'s currency: the totals are read', { financial_status: 'partially_refunded', current_total_price: '50.00', total_outstanding: '0.00', transactions: [transaction(1, 'sale', '86.00', { currency: 'GBP' })], refunds: [{ refund_line_items: [{ line_item_id: 11, quantity: 1, subtotal_set: both('50.00', '43.00') }], transactions: [transaction(9, 'refund', '43.00', { currency: 'GBP' })] }] }, [[10000, 10000, 5000]], []],
  ])('%s', (_name, more, expected, holds) => {
    const snapshot = read(order(more));
    expect(snapshot.payments.map(({ authorised, captured, refunded }) => [authorised, captured, refunded])).toEqual(expected);
    expect(snapshot.payments.every(({ operator }) => operator === 'channel')).toBe(true);
    expect(snapshot.holds.map(({ reason }) => reason)).toEqual(holds);
  });

  it.each([[10000, 10000, 8601, 8601], [5000, 10000, 8601, 4301], [1, 10000, 8601, 1], [3333, 10000, 10000, 3333], [100, 0, 0, 100]])('converts %i of %i by the order\'s own totals to %i: %i', (amount, shop, presentment, expected) => {
    expect(inPaymentCurrency(amount, { total: shop }, { total: presentment })).toBe(expected);
  });
});

describe('deliveries', () => {
  it.each<[string, Record<string, unknown>, Record<string, unknown>[], string[]]>([
    ['home', {}, [{ ref: 'ship', kind: 'ship', address: { street: 'Oudegracht', houseNumber: '12', addition: 'A', postalCode: '3511 AA', country: 'NL' } }], []],
    ['no address', { shipping_address: null }, [{ kind: 'ship', address: null }], ['address_missing']],
    ['a street nobody can take apart', { shipping_address: { ...address, address1: 'Bij de molen', address2: 'achter' } }, [{ address: { street: 'Bij de molen', houseNumber: '', line2: 'achter', original: 'Bij de molen\nachter\n3511 AA Utrecht\nNL' } }], ['address']],
    ['a country nobody knows', { shipping_address: { ...address, country_code: null, country: 'Atlantis' } }, [{ address: { country: 'ZZ' } }], ['address']],
    ['pickup by title', { shipping_address: null, shipping_lines: [{ id: 1, title: 'winkel utrecht', code: 'x', price: '0.00' }] }, [{ ref: 'pickup', kind: 'pickup', location: 'utrecht' }], []],
    ['pickup at a store that is not configured', { shipping_address: null, shipping_lines: [{ id: 1, title: 'Leiden', price: '0.00', delivery_category: 'pick_up' }] }, [{ kind: 'pickup', location: null }], ['pickup_location']],
    ['some collected and some sent', { shipping_lines: [{ id: 1, title: 'Winkel Utrecht', price: '0.00' }, { id: 2, title: 'Post', price: '0.00' }] }, [{ kind: 'ship' }], ['delivery_unclear']],
    ['over the counter', { source_name: 'pos', location_id: 901, shipping_address: null }, [{ kind: 'carry_out', location: 'den-haag' }], []],
    ['sold at the till, sent home', { source_name: 'pos', location_id: 901, shipping_lines: [{ id: 2, title: 'Post', price: '0.00' }] }, [{ kind: 'ship' }], []],
    ['nothing to send', { shipping_address: null, line_items: [line({ requires_shipping: false })] }, [{ ref: 'digital', kind: 'digital' }], []],
    ['not confirmed yet', { confirmed: false }, [{ kind: 'ship' }], ['not_confirmed']],
  ])('%s', (_name, more, deliveries, holds) => {
    const snapshot = read(order(more));
    expect(snapshot.deliveries).toMatchObject(deliveries);
    expect(snapshot.holds.map(({ reason }) => reason)).toEqual(holds);
  });

  it('keeps goods, digital products and services apart', () => {
    const snapshot = read(order({ total_price: '180.00', line_items: [line(), line({ id: 12, quantity: 1, price: '30.00', requires_shipping: false }), line({ id: 13, quantity: 1, requires_shipping: false, variant_id: null })] }));
    expect(snapshot.lines.map(({ kind, delivery }) => [kind, delivery])).toEqual([['goods', 'ship'], ['digital', 'digital'], ['service', 'digital']]);
  });
});

describe('the shapes it comes in', () => {
  it.each([[450789469], ['450789469'], ['gid://shopify/Order/450789469']])('id %s', (id) => {
    expect(mapOrder(order({ id }), settings)).toMatchObject({ kind: 'order', externalId: '450789469', version: '2026-03-01T09:00:05.000Z', snapshot: { placedAt: '2026-03-01T09:00:00.000Z' } });
  });

  it('wrapped, with nulls for lists, numbers for texts, and odd extras', () => {
    const snapshot = read({ order: order({ refunds: null, fulfillments: null, shipping_lines: null, tags: 'a, b,, a', note: 'Bel aan', note_attributes: [{ name: 'gift', value: true }], customer: { id: 5, email: '', first_name: 'An' }, email: '', line_items: [line({ sku: 12345, properties: [{ name: 'Engraving', value: 'S' }, { name: 'Size', value: 42 }] })] }) });
    expect(snapshot).toMatchObject({ tags: ['a', 'b'], note: 'Bel aan\ngift: true', customer: { externalId: '5', name: 'An', email: null }, lines: [{ sku: '12345', properties: { Engraving: 'S', Size: '42' } }] });
  });

  it.each<[string, unknown, string[]]>([
    ['no order', null, ['order: Invalid input: expected object, received null']],
    ['no lines', { ...base }, ['line_items: Invalid input: expected array, received undefined']],
    ['no currency', order({ currency: 'euro' }), ['currency: "euro" is not an ISO 4217 code']],
    ['no total, no time', order({ total_price: null, created_at: 'yesterday' }), ['created_at: "yesterday" is not a time', 'total_price is missing']],
    ['no price', order({ line_items: [line({ price: null })] }), ['line_items[0].price is missing']],
    ['an amount that is none', order({ line_items: [line({ price: 'free' })] }), ['line_items[0].price: "free" is not a decimal amount such as 59.95']],
    ['a fraction of a cent', order({ total_price: '100.005' }), ['total_price: 100.005 EUR has more than 2 decimals']],
    ['another currency among the shop\'s amounts', order({ total_price_set: { shop_money: { amount: '1', currency_code: 'USD' } } }), ['total_price is in USD while the order is in EUR']],
    ['a rate in per cent', order({ line_items: [line({ tax_lines: [{ price: '1.00', rate: 21 }] })] }), ['line_items[0].tax_lines[0].rate: "21" is not a rate between 0 and 1']],
  ])('is not readable: %s', (_name, raw, expected) => {
    expect(reasons(raw)).toEqual(expected);
  });

  it.each<[string | number, number | null]>([[0.21, 210000], ['0.0825', 82500], [0.06625, 66250], [0.00000049, 0], [0.0000005, 1], [1, 1_000_000], [1.5, null], [-0.1, null], ['', null]])('rate %s is %s millionths', (rate, expected) => {
    expect(millionths(rate)).toBe(expected);
  });

  it.each<[string, string | null]>([['2026-03-01T10:00:00+01:00', '2026-03-01T09:00:00.000Z'], ['2026-03-01T10:00:00', '2026-03-01T10:00:00.000Z'], ['2026-03-01 10:00:00', '2026-03-01T10:00:00.000Z'], ['2026-03-01', '2026-03-01T00:00:00.000Z'], ['soon', null]])('time %s', (text, expected) => {
    expect(instantOf(text)).toBe(expected);
  });
});
