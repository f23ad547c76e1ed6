/** For tests: a simulated shop on a free port, the channel that talks to it, and what the shop believes. */
import { afterEach, beforeEach, expect } from 'vitest';
import { OrderSnapshot } from '../../modules/channels/snapshot.ts';
import { createMagento } from './index.ts';
import type { MagentoOptions } from './index.ts';
import { createMagentoSimulator } from './simulator.ts';

export type Json = Record<string, unknown>;
export interface Believed {
  entity_id: number; increment_id: string; state: string; total_paid: number; total_refunded: number; grand_total: number; notification_sent: boolean; comments: string[];
  items: { item_id: number; parent_item_id: number | null; sku: string; qty_shipped: number; qty_invoiced: number; qty_refunded: number; qty_canceled: number }[];
  shipments: { items: { order_item_id: number; qty: number }[]; tracks: { track_number: string; carrier_code: string; title: string }[]; source_code: string; notified: boolean }[];
  invoices: { entity_id: number; grand_total: number }[];
  creditmemos: { grand_total: number; shipping_amount: number; invoice_id: number | null; online: boolean; adjustment_positive: number; adjustment_negative: number }[];
}

export const START = new Date('2026-03-01T09:00:00Z');

/** A fresh shop before each test of the file, gone after it. */
export function useShop() {
  const shop = { base: '', clock: START };
  let simulator: ReturnType<typeof createMagentoSimulator>;
  beforeEach(async () => {
    shop.clock = START;
    simulator = createMagentoSimulator({ storage: ':memory:', token: 'secret', now: () => shop.clock });
    shop.base = await simulator.listen();
  });
  afterEach(() => simulator.close());

  const channel = (over: Partial<MagentoOptions> = {}): ReturnType<typeof createMagento> => createMagento({ code: 'web', baseUrl: shop.base, token: 'secret', now: () => shop.clock, ...over });
  async function control(path: string, body?: Json): Promise<Json> {
    const response = await fetch(`${shop.base}/_control${path}`, body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    expect(response.ok, await response.clone().text()).toBe(true);
    return response.status === 204 ? {} : ((await response.json()) as Json);
  }
  return {
    shop, channel, control,
    /** Makes an order in the shop; its id. */
    place: async (wish: Json): Promise<string> => String((await control('/orders', wish))['entity_id']),
    fault: (operation: string, kind: string, over: Json = {}): Promise<Json> => control('/faults', { operation, kind, times: 1, ...over }),
    believed: async (id: string): Promise<Believed> => {
      const found = ((await control('/orders'))['orders'] as Believed[]).find((order) => String(order.entity_id) === id);
      if (!found) throw new Error(`no order ${id}`);
      return found;
    },
    /** The id of our line with a SKU. */
    ref: async (id: string, sku: string): Promise<string> => {
      const mapped = channel().map(await channel().fetchOrder(id));
      if (mapped.kind !== 'order') throw new Error(mapped.reasons.join('; '));
      const line = OrderSnapshot.parse(mapped.snapshot).lines.find((candidate) => candidate.sku === sku);
      if (!line) throw new Error(`no line ${sku}`);
      return line.ref;
    },
    /** Asks the shop's own interface, as its other integrations do. */
    ask: async (path: string, body?: Json): Promise<unknown> => {
      const response = await fetch(`${shop.base}/rest/V1${path}`, { headers: { authorization: 'Bearer secret', 'content-type': 'application/json' }, ...(body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) }) });
      expect(response.status).toBe(200);
      return response.json();
    },
  };
}

/** Three pairs of shoes and a pair of socks (a configurable), prices with tax. */
export const pair = { lines: [{ sku: 'SHOE-42', price: 5995, quantity: 3 }, { sku: 'SOCK', price: 995, quantity: 1, type: 'configurable' }] };
export const parcelOf = (externalOrderId: string, lines: { ref: string; quantity: number }[], over: Json = {}) => ({ externalOrderId, key: 'par_1', lines, carrier: 'postnl', trackingNumber: '3SABC1', trackingUrl: 'https://track.test/3SABC1', notifyCustomer: true, ...over });
