/** The outside world of the demo in one process: payment provider, carrier, two shops, mailbox, ERP and external warehouse, each with a file of its own. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';
import { range } from '../../database/seed/shoes.ts';
import { firstDeliveries } from '../../database/seed/stock.ts';
import type { Simulator } from '../connectors/simulation/kit.ts';
import type { ThreePlSimulator } from '../connectors/threepl/simulator.ts';
import type { Clock } from '../kernel/clock.ts';
import { freePort } from '../kernel/ports.ts';
import { demoCredentials, keySecretOf } from './credentials.ts';
import { isGoods } from './shoppers.ts';

/** Addresses at which each is reached; `smtp` is smtp://…, the others http://…, all on loopback. */
export interface WorldUrls { mollie: string; postnl: string; shopify: string; magento: string; mailbox: string; smtp: string; erp: string; threepl: string }

export interface WorldOptions {
  /** Where their files are kept; made when it is not there. */
  directory: string;
  /** The installation's secret "demo", from which all keys follow. */
  secret: string;
  /** Where Spil is reached: webhooks go to its /hooks. */
  spilUrl: string;
  /** First port of eight; each takes the next free one. `any` lets the system choose, for tests. Default 3101. */
  ports?: number | 'any';
  clock: Clock;
}

export interface World { urls: WorldUrls; /** The external warehouse, whose people work when they are told to, or by themselves once started. */ warehouse: ThreePlSimulator; close(): Promise<void> }

/** The ERP of the demo takes ten calls a second; the one a minute of small ERPs would lag behind the robots. */
const ERP_CALLS_PER_MINUTE = 600;

/** Starts all of them and fills the shops' catalogues with what is not there yet; refuses with the first that cannot start, after closing the others. */
export async function startWorld({ directory, secret, spilUrl, ports = 3101, clock }: WorldOptions): Promise<World> {
  await mkdir(directory, { recursive: true });
  const keys = demoCredentials(secret);
  const now = (): Date => new Date(clock.now());
  const file = (name: string): string => join(directory, `${name}.sqlite`);
  const started: { close(): Promise<void> }[] = [];
  let next = ports === 'any' ? 0 : ports;
  const port = async (): Promise<number> => {
    if (ports === 'any') return 0;
    const { port: free } = await freePort(next);
    next = free + 1;
    return free;
  };
  /** Each file needs little of the memory that SQLite would take for it. */
  const listen = async <S extends Simulator>(simulator: S): Promise<string> => {
    started.push(simulator);
    simulator.store.exec('pragma cache_size = -256');
    return simulator.listen(await port());
  };
  const close = async (): Promise<void> => { await Promise.all(started.map((one) => one.close())); };

  try {
    const { createMollieSimulator } = await import('../connectors/mollie/simulator.ts');
    const mollie = await listen(createMollieSimulator({ storage: file('mollie'), apiKey: keys.mollie.apiKey, webhookUrl: `${spilUrl}/hooks/payments/mollie`, now }));
    const { createPostNLSimulator } = await import('../connectors/postnl/simulator.ts');
    const { apiKey, customerCode, customerNumber } = keys.postnl;
    const postnl = await listen(createPostNLSimulator({ storage: file('postnl'), apiKey, customerCode, customerNumber, now }));
    const { createShopifySimulator } = await import('../connectors/shopify/simulator.ts');
    const webshop = createShopifySimulator({ storage: file('webshop'), ...keys.webshop, webhookUrl: `${spilUrl}/hooks/channels/webshop`, now });
    const shopify = await listen(webshop);
    const { createMagentoSimulator } = await import('../connectors/magento/simulator.ts');
    const outlet = createMagentoSimulator({ storage: file('outlet'), token: keys.outlet.token, now });
    const magento = await listen(outlet);
    const { createMailboxSimulator } = await import('../connectors/mailbox/simulator.ts');
    const post = createMailboxSimulator({ storage: file('mailbox'), now });
    started.push(post);
    post.store.exec('pragma cache_size = -256');
    const mailbox = await post.listen(await port(), await port());
    const { createErpSimulator } = await import('../connectors/erp/simulator.ts');
    const erp = await listen(createErpSimulator({ storage: file('erp'), token: keys.erp.token, callsPerMinute: ERP_CALLS_PER_MINUTE, now }));

    const { createThreePlSimulator } = await import('../connectors/threepl/simulator.ts');
    const warehouse = createThreePlSimulator({ storage: file('venlo'), token: keys.venlo.token, location: 'venlo', spil: { url: spilUrl, key: keySecretOf(secret, 'demo venlo') }, now });
    const threepl = await listen(warehouse);
    warehouse.stock(firstDeliveries(range().variants.filter(isGoods)).flatMap(({ place, lines }) => (place.code === 'venlo' ? lines : [])));

    await fillCatalogues(webshop.app, outlet);
    return { urls: { mollie, postnl, shopify, magento, mailbox, smtp: post.smtpUrl(), erp, threepl }, warehouse, close };
  } catch (error) {
    await close();
    throw error;
  }
}

/** Puts the range into the shops, with the stock of all places together. Products that a shop has already keep the figure that Spil told it since. */
async function fillCatalogues(webshop: FastifyInstance, outlet: Simulator): Promise<void> {
  const variants = range().variants.filter(isGoods);
  const stock = new Map<string, number>();
  for (const { lines } of firstDeliveries(variants)) for (const { sku, quantity } of lines) stock.set(sku, (stock.get(sku) ?? 0) + quantity);

  const known = await call<{ sku: string }[]>(webshop, 'GET', '/_control/stock');
  const there = new Set(known.map(({ sku }) => sku));
  const missing = variants.filter(({ sku }) => !there.has(sku)).map(({ sku, name, cents }) => ({ sku, title: name, price: cents, available: stock.get(sku) ?? 0 }));
  if (missing.length === 0) return;
  await call(webshop, 'POST', '/_control/products', missing);
  // One transaction, for a row at a time takes a second and writes 4 MB.
  outlet.store.exec('begin');
  await call(outlet.app, 'POST', '/_control/source-items', {
    sourceItems: variants.filter(({ outletCents }) => outletCents !== null).map(({ sku }) => ({ sku, source_code: 'default', quantity: stock.get(sku) ?? 0, status: 1 })),
  });
  outlet.store.exec('commit');
}

/** Calls a simulator of this process by its own door, without a connection. */
async function call<T>(app: FastifyInstance, method: 'GET' | 'POST', url: string, body?: object): Promise<T> {
  const answer = await app.inject({ method, url, ...(body === undefined ? {} : { payload: body }) });
  if (answer.statusCode >= 300) throw new Error(`${method} ${url} of a simulator answered ${answer.statusCode}: ${answer.body.slice(0, 300)}`);
  return (answer.body === '' ? null : answer.json()) as T;
}
