/** A Spil with two connected shops for tests: the simulated Shopify and Magento on ports of their own, the intake's addresses, and the workers that are run by hand. */
import { setTimeout as pause } from 'node:timers/promises';
import { createMagento } from '../../server/connectors/magento/index.ts';
import { createMagentoSimulator } from '../../server/connectors/magento/simulator.ts';
import { createShopify } from '../../server/connectors/shopify/index.ts';
import { createShopifySimulator } from '../../server/connectors/shopify/simulator.ts';
import type { Clock } from '../../server/kernel/clock.ts';
import { settableClock } from '../../server/kernel/clock.ts';
import type { Database } from '../../server/kernel/database.ts';
import { buildServer } from '../../server/kernel/http.ts';
import type { Channel } from '../../server/modules/channels/ports.ts';
import { authenticator, createKey } from '../../server/modules/identity/index.ts';
import { intakeRoutes } from '../../server/modules/intake/index.ts';
import type { IntakeDeps } from '../../server/modules/intake/index.ts';
import type { IpLocator } from '../../server/modules/sourcing/index.ts';
import { channelOperator, channelWork } from '../../server/work/channels.ts';
import { createWorker } from '../../server/work/index.ts';
import { smallCompany } from './company.ts';
import { checked } from './examples.ts';
import { client, startSpil } from './spil.ts';
import type { Client, Running } from './spil.ts';

export const SHOPIFY_SECRET = 'a webhook secret';
export interface Json { [field: string]: unknown }

export interface Shops {
  spil: Running;
  deps: IntakeDeps;
  clock: Clock & { advance(milliseconds: number): void };
  /** The intake's own addresses, as somebody of service. */
  service: Client;
  office: Client;
  hook: string;
  magentoUrl: string;
  shopifyUrl: string;
  shopify<T = Json>(method: string, path: string, body?: unknown): Promise<T>;
  magento<T = Json>(path: string, body?: unknown): Promise<T>;
  /** All that is to be done: inbox, notices, stock, money. */
  settle(options?: { poll?: boolean }): Promise<void>;
  close(): Promise<void>;
}

/** Resolves when every event, and every change of the catalogue, may be read: the feed's gate is one for the whole cluster, on which other tests run as well. */
async function visible(database: Database): Promise<void> {
  while ((await database.query('select 1 from books.event where xid >= pg_snapshot_xmin(pg_current_snapshot()) union all select 1 from catalogue.variant_turned where xid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1')).length > 0) await pause(5);
}

/** Starts everything; channels `web` (Shopify) and `mage` (Magento). */
export async function startShops({ ips = null }: { ips?: IpLocator | null } = {}): Promise<Shops> {
  const clock = settableClock('2026-03-02T09:00:00.000Z');
  const now = (): Date => new Date(clock.now());
  const spil = await startSpil({ clock, windows: { ips } });
  await smallCompany(spil.database, { channels: [{ code: 'web', kind: 'shopify' }, { code: 'mage', kind: 'magento' }, { code: 'till', kind: 'till' }] });
  const shopifySimulator = createShopifySimulator({ storage: ':memory:', accessToken: 'token', webhookSecret: SHOPIFY_SECRET, locations: [{ id: 70_001, name: 'Web shop' }], now });
  const magentoSimulator = createMagentoSimulator({ storage: ':memory:', token: 'secret', now });
  const [shopifyUrl, magentoUrl] = await Promise.all([shopifySimulator.listen(), magentoSimulator.listen()]);
  const wait = (milliseconds: number): Promise<void> => { clock.advance(milliseconds); return Promise.resolve(); };
  const channels = new Map<string, Channel>([
    ['web', createShopify({ code: 'web', baseUrl: shopifyUrl, accessToken: 'token', webhookSecret: SHOPIFY_SECRET, now, wait, stockLocation: '70001', locationMap: { 'Winkel Delft': 'delft' } })],
    ['mage', createMagento({ code: 'mage', baseUrl: magentoUrl, token: 'secret', now, storeLocations: { delft: 'delft' } })],
  ]);
  const deps: IntakeDeps = { orders: spil.app.deps, clock, channels: () => channels };
  const server = await buildServer({ routes: intakeRoutes(deps), clock, authenticate: authenticator(spil.database, clock), ...checked, log: { error: (fields, message) => { process.stderr.write(`${message} ${JSON.stringify(fields)}\n`); } } });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const key = (await createKey(spil.database, { name: 'service of the intake', roles: ['service', 'operations'], locations: null }, clock.now())).secret;
  const channelWorker = channelWork(deps);
  const worker = createWorker({ app: spil.app.deps, operators: new Map([['channel', channelOperator(spil.database, () => channels)]]), carriers: new Map(), database: spil.database, clock, databaseUrl: spil.databaseUrl });
  const call = async <T>(base: string, method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${base}/_control${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  await call(shopifyUrl, 'PUT', '/webhook', { url: `${url}/hooks/channels/web` });
  return {
    spil, deps, clock, service: client(url, key), office: await spil.as(['operations', 'service', 'carrier']), hook: url, magentoUrl, shopifyUrl,
    shopify: (method, path, body) => call(shopifyUrl, method, path, body),
    magento: (path, body) => call(magentoUrl, body === undefined ? 'GET' : 'POST', path, body),
    settle: async (options) => {
      for (const waiting of [true, false, false]) {
        await visible(spil.database);
        await channelWorker.drain(waiting ? options : {});
        await visible(spil.database);
        await worker.drain({ waiting });
      }
      await visible(spil.database);
      await channelWorker.drain();
    },
    close: async () => {
      await worker.stop();
      await channelWorker.stop();
      await server.close();
      await shopifySimulator.close();
      await magentoSimulator.close();
      await spil.close();
    },
  };
}
