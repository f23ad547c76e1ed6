/** A simulated Shopify shop: its Admin REST API and webhooks over HTTP, with its own orders, money and stock, for the demo and the tests. */
import { createSimulator } from '../simulation/kit.ts';
import type { Simulator } from '../simulation/kit.ts';
import { addAdminRoutes } from './simulator/admin.ts';
import { addControlRoutes } from './simulator/control.ts';
import { renderOrder } from './simulator/render.ts';
import { openState } from './simulator/state.ts';
import type { SimLocation, SimOrder } from './simulator/state.ts';
import { createWebhooks } from './simulator/webhooks.ts';

export interface ShopifySimulatorOptions {
  /** SQLite file of its own; `:memory:` for tests. */
  storage: string;
  accessToken: string;
  webhookSecret: string;
  /** Where Spil takes this channel's webhooks; may be set later by PUT /_control/webhook {url}. */
  webhookUrl?: string;
  shop?: string;
  locations?: SimLocation[];
  now?: () => Date;
  /** Calls a second that the shop allows, after a bucket of so many; unlimited when not said. Shopify's own are 40 and 2. */
  rateLimit?: { bucket: number; perSecond: number };
}

const API_VERSION = '2026-04';

/**
 * Makes the shop. Control door: POST /_control/products, POST /_control/orders, POST /_control/orders/:id/{cancel,edit,address,hold}, GET
 * /_control/orders[/:id], GET /_control/stock, PUT /_control/webhook, GET /_control/webhooks, POST /_control/webhooks/deliver, and the faults of every simulator.
 * Changes made through the Admin API send orders/updated too, as Shopify echoes an app's own writes.
 */
export function createShopifySimulator(options: ShopifySimulatorOptions): Simulator {
  const simulator = createSimulator({ name: 'shopify', storage: options.storage, ...(options.now ? { now: options.now } : {}) });
  const state = openState(simulator.store);
  const locations = options.locations ?? [{ id: 70_001, name: 'Web shop' }];
  const webhooks = createWebhooks(simulator, { url: options.webhookUrl ?? null, secret: options.webhookSecret, shop: options.shop ?? 'spil-demo.myshopify.com', apiVersion: API_VERSION, nextId: () => state.nextId() });
  const changed = (order: SimOrder, topic = 'orders/updated'): void => webhooks.send(topic, renderOrder(order));

  // Shopify takes an empty body with a JSON type, as its clients send to cancel.json.
  simulator.app.removeContentTypeParser('application/json');
  simulator.app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => {
    try {
      done(null, body === '' ? undefined : JSON.parse(String(body)));
    } catch {
      done(Object.assign(new Error('Bad Request'), { statusCode: 400 }), undefined);
    }
  });
  if (options.rateLimit) limitCalls(simulator, options.rateLimit);
  const { meansNow } = addAdminRoutes(simulator, state, { accessToken: options.accessToken, apiVersion: API_VERSION, locations, changed });
  addControlRoutes(simulator, state, { locations, meansNow, webhooks, changed: (order) => { state.saveOrder(order); changed(order); } });
  return { ...simulator, close: async () => { await webhooks.settled(); await simulator.close(); } };
}

/** Shopify's leaky bucket: every call fills it by one, it leaks evenly, and a full one answers 429 with the seconds to wait. */
function limitCalls({ app, now }: Simulator, { bucket, perSecond }: { bucket: number; perSecond: number }): void {
  let filled = 0;
  let at = now().getTime();
  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/admin/')) return;
    const time = now().getTime();
    filled = Math.max(0, filled - ((time - at) / 1000) * perSecond);
    at = time;
    if (filled + 1 > bucket) {
      return reply.code(429).header('retry-after', (Math.ceil(((filled + 1 - bucket) / perSecond) * 10) / 10).toFixed(1)).send({ errors: `Exceeded ${perSecond} calls per second for api client. Reduce request rates to resume uninterrupted service.` });
    }
    filled += 1;
    void reply.header('x-shopify-shop-api-call-limit', `${Math.ceil(filled)}/${bucket}`);
  });
}
