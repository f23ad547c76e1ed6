/** Holds the client and the simulated shop against the vendor's own documented exchanges: we read its answers, the simulator takes its requests, and answers in no fields that the vendor does not have. */
import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { FulfillmentOrder, OneFulfillment, OneRefund, OneTransaction } from './answers.ts';
import { Fulfillment, Refund, Transaction } from './schema.ts';
import { createShopifySimulator } from './simulator.ts';
import { FulfillmentBody, RefundBody, TransactionBody } from './simulator/rules.ts';

interface Exchange { name: string; method: string; path: string; sent: unknown; body: Record<string, unknown> }

const folder = join(process.env.SPIL_SPECS ?? '', 'shopify/rest-2026-04');

function exchanges(): Exchange[] {
  return readdirSync(folder).filter((name) => /^(order|fulfillment|fulfillment_order|refund|transaction|inventory_level)\.\d+\.json$/.test(name)).sort().map((name) => {
    const { request, response } = JSON.parse(readFileSync(join(folder, name), 'utf8')) as { request: { method: string; path: string; body: unknown }; response: { body: Record<string, unknown> } };
    return { name, method: request.method, path: request.path.replace(/^\/admin\/api\/2026-04/, '').replace(/\?.*$/, ''), sent: request.body, body: response.body };
  });
}

const ANSWERS: [RegExp, z.ZodType][] = [
  [/^\/orders\/\d+\/fulfillment_orders\.json$/, z.object({ fulfillment_orders: z.array(FulfillmentOrder) })],
  [/^\/fulfillment_orders\/\d+(\/(hold|release_hold|open|reschedule))?\.json$/, z.object({ fulfillment_order: FulfillmentOrder })],
  [/^\/(orders\/\d+|fulfillment_orders\/\d+)\/fulfillments\.json$/, z.object({ fulfillments: z.array(Fulfillment) })],
  [/^\/fulfillments(\/\d+\/(cancel|update_tracking))?\.json$/, OneFulfillment],
  [/^\/orders\/\d+\/refunds\/\d+\.json$/, OneRefund],
  [/^\/orders\/\d+\/transactions\/\d+\.json$/, OneTransaction],
];
const LISTS_OR_MADE: [RegExp, z.ZodType, z.ZodType][] = [
  [/^\/orders\/\d+\/refunds\.json$/, z.object({ refunds: z.array(Refund) }), OneRefund],
  [/^\/orders\/\d+\/transactions\.json$/, z.object({ transactions: z.array(Transaction) }), OneTransaction],
];
const REQUESTS: [RegExp, z.ZodType][] = [
  [/^\/fulfillments\.json$/, FulfillmentBody],
  [/^\/orders\/\d+\/refunds(\/calculate)?\.json$/, RefundBody],
  [/^\/orders\/\d+\/transactions\.json$/, TransactionBody],
];

/** Names of all fields at a place, over all documents that have it; `[]` steps into lists. */
function fieldsAt(documents: readonly unknown[], place: string): Set<string> {
  let values: unknown[] = [...documents];
  for (const step of place.split('.')) {
    values = step === '[]' ? values.flatMap((value) => (Array.isArray(value) ? value as unknown[] : [])) : values.map((value) => (typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[step] : undefined));
  }
  return new Set(values.flatMap((value) => (typeof value === 'object' && value !== null ? Object.keys(value) : [])));
}

describe.skipIf(!process.env.SPIL_SPECS)('the vendor\'s documented exchanges', () => {
  const all = process.env.SPIL_SPECS ? exchanges() : [];

  const answers = all.flatMap((one) => {
    const made = LISTS_OR_MADE.find(([path]) => path.test(one.path));
    const schema = made ? (one.method === 'GET' ? made[1] : made[2]) : ANSWERS.find(([path]) => path.test(one.path))?.[1];
    return schema ? [{ ...one, schema }] : [];
  });
  it.each(answers)('we read the answer of $name', ({ body, schema }) => {
    expect(schema.safeParse(body).error?.issues ?? []).toEqual([]);
  });

  const requests = all.filter(({ method }) => method === 'POST').flatMap((one) => {
    const schema = REQUESTS.find(([path]) => path.test(one.path))?.[1];
    return schema ? [{ ...one, schema }] : [];
  });
  it.each(requests)('the simulated shop takes the request of $name', ({ sent, schema }) => {
    expect(schema.safeParse(sent).error?.issues ?? []).toEqual([]);
  });

  it('covers them', () => {
    expect(answers.length).toBeGreaterThanOrEqual(30);
    expect(requests.length).toBeGreaterThanOrEqual(12);
  });

  it('the simulated shop answers in the vendor\'s fields', async () => {
    const simulator = createShopifySimulator({ storage: ':memory:', accessToken: 't', webhookSecret: 's', now: () => new Date('2026-03-02T09:00:00Z') });
    const inject = async (method: 'GET' | 'POST', url: string, body?: object): Promise<Record<string, unknown>> =>
      JSON.parse((await simulator.app.inject({ method, url, headers: { 'x-shopify-access-token': 't' }, ...(body ? { payload: body } : {}) })).body) as Record<string, unknown>;
    const api = (method: 'GET' | 'POST', path: string, body?: object) => inject(method, `/admin/api/2026-04${path}`, body);
    try {
      const address = { first_name: 'An', last_name: 'Bos', address1: 'Markt 1', zip: '2611 GP', city: 'Delft', country_code: 'NL' };
      await inject('POST', '/_control/products', [{ sku: 'A', price: 1000, available: 9 }]);
      const placed = await inject('POST', '/_control/orders', { lines: [{ sku: 'A', quantity: 3 }], customer: { email: 'an@example.com' }, payment: { kind: 'paid' }, discount: { code: 'X', amount: 100 }, shipping: { title: 'Post', price: 500, discount: 100, address } }) as { id: string; lines: { id: string }[]; transactions: { id: string }[] };
      const work = (await api('GET', `/orders/${placed.id}/fulfillment_orders.json`)) as { fulfillment_orders: { id: number; line_items: { id: number }[] }[] };
      const [first] = work.fulfillment_orders;
      await api('POST', '/fulfillments.json', { fulfillment: { line_items_by_fulfillment_order: [{ fulfillment_order_id: first?.id, fulfillment_order_line_items: [{ id: first?.line_items[0]?.id, quantity: 1 }] }], tracking_info: { number: 'T' } } });
      await api('POST', `/orders/${placed.id}/refunds.json`, { refund: { shipping: { amount: '1.00' }, refund_line_items: [{ line_item_id: Number(placed.lines[0]?.id), quantity: 1 }], transactions: [{ parent_id: Number(placed.transactions[0]?.id), kind: 'refund', amount: '5.00' }] } });

      // A captured webhook has fields that the documented answers leave out.
      const captured = JSON.parse(readFileSync(join(folder, '../../order-payloads/shopify-webhook-orders-create-hkd-dis2.json'), 'utf8')) as unknown;
      const orders = [captured, ...all.filter(({ name }) => name.startsWith('order.')).flatMap(({ body }) => [...((body.orders as unknown[] | undefined) ?? []), ...(body.order ? [body.order] : [])])];
      const refunds = [...orders.flatMap((order) => (order as { refunds?: unknown[] }).refunds ?? []), ...all.flatMap(({ body }) => [...((body.refunds as unknown[] | undefined) ?? []), ...(body.refund ? [body.refund] : [])])];
      const transactions = all.flatMap(({ body }) => [...((body.transactions as unknown[] | undefined) ?? []), ...(body.transaction ? [body.transaction] : [])]);
      const works = all.flatMap(({ body }) => [...((body.fulfillment_orders as unknown[] | undefined) ?? []), ...(body.fulfillment_order ? [body.fulfillment_order] : [])]);
      const { order } = await api('GET', `/orders/${placed.id}.json`);
      const simulated = { order, transactions: (await api('GET', `/orders/${placed.id}/transactions.json`)).transactions, works: (await api('GET', `/orders/${placed.id}/fulfillment_orders.json`)).fulfillment_orders };
      const pairs: [string, readonly unknown[], string][] = [
        ['order', [{ order: orders }], 'order.[]'], ['order.line_items.[]', orders, 'line_items.[]'], ['order.line_items.[].tax_lines.[]', orders, 'line_items.[].tax_lines.[]'], ['order.line_items.[].discount_allocations.[]', orders, 'line_items.[].discount_allocations.[]'],
        ['order.shipping_lines.[]', orders, 'shipping_lines.[]'], ['order.fulfillments.[]', orders, 'fulfillments.[]'], ['order.refunds.[]', [{ refunds }], 'refunds.[]'], ['order.refunds.[].refund_line_items.[]', refunds, 'refund_line_items.[]'],
        ['order.refunds.[].order_adjustments.[]', refunds, 'order_adjustments.[]'], ['order.shipping_address', orders, 'billing_address'], ['order.customer', orders, 'customer'],
        ['transactions.[]', [{ transactions }], 'transactions.[]'], ['works.[]', [{ works }], 'works.[]'], ['works.[].line_items.[]', works, 'line_items.[]'],
      ];
      for (const [ours, theirs, place] of pairs) {
        const vendor = fieldsAt(theirs, place);
        const fields = [...fieldsAt([simulated], ours)];
        expect(fields.length, ours).toBeGreaterThan(1);
        expect(fields.filter((field) => !vendor.has(field)).map((field) => `${ours}.${field}`)).toEqual([]);
      }
    } finally {
      await simulator.close();
    }
  });
});
