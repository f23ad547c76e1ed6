/** What the client sends and what the simulator answers, held against the vendor's own description of its interface. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { createMagento } from './index.ts';
import { createMagentoSimulator } from './simulator.ts';

const specs = process.env['SPIL_SPECS'];

interface Operation { parameters?: { in: string; name: string; required?: boolean; schema?: unknown }[]; responses: Record<string, { schema?: unknown }> }
interface Swagger { paths: Record<string, Record<string, Operation>>; definitions: Record<string, { properties?: unknown; additionalProperties?: boolean }> }
interface Exchange { method: string; url: string; sent: unknown; status: number; answered: unknown }

const matching = (template: string, path: string): boolean => new RegExp(`^${template.replaceAll(/\{[^}]+\}/g, '[^/]+').replace(/\/$/, '/?')}$`).test(path);

describe.skipIf(!specs)('against the swagger', () => {
  const exchanges: Exchange[] = [];
  let swagger: Swagger;
  let validate: (schema: unknown, value: unknown) => string[];

  beforeAll(async () => {
    swagger = parse(readFileSync(join(specs ?? '', 'magento/admin-rest-2.4.9.swagger.yaml'), 'utf8')) as Swagger;
    // Nothing undeclared goes over the wire, in either direction.
    for (const definition of Object.values(swagger.definitions)) if (definition.properties) definition.additionalProperties = false;
    const ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
    ajv.addSchema({ definitions: swagger.definitions }, 'magento');
    validate = (schema, value) => {
      const check = ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/definitions/', '"magento#/definitions/')) as object);
      return check(value) ? [] : (check.errors ?? []).map((error) => `${error.instancePath} ${error.message} ${JSON.stringify(error.params)}`);
    };

    const simulator = createMagentoSimulator({ storage: ':memory:', token: 'secret', now: () => new Date('2026-03-01T09:00:00Z') });
    simulator.app.addHook('onSend', (request, reply, payload, next) => {
      if (request.url.startsWith('/rest/')) {
        const text = typeof payload === 'string' ? payload : '';
        exchanges.push({ method: request.method.toLowerCase(), url: request.url, sent: request.body, status: reply.statusCode, answered: text === '' ? undefined : JSON.parse(text) as unknown });
      }
      next(null, payload);
    });
    const base = await simulator.listen();
    try {
      await everyCall(base);
    } finally {
      await simulator.close();
    }
  });
  afterAll(() => { exchanges.length = 0; });

  /** Every command of the channel at least once, over every kind of order, with its refusals. */
  async function everyCall(base: string): Promise<void> {
    const control = async (path: string, body: unknown): Promise<Record<string, unknown>> => (await (await fetch(`${base}/_control${path}`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) })).text().then((text) => (text === '' ? {} : JSON.parse(text)))) as Record<string, unknown>;
    const components = [{ sku: 'A', price: 1000, quantity: 1 }, { sku: 'B', price: 500, quantity: 2 }];
    const lines = [{ sku: 'SHOE', price: 5995, quantity: 3 }, { sku: 'SOCK', price: 995, quantity: 2, type: 'configurable' }, { sku: 'SET', price: 2500, quantity: 1, type: 'bundle_fixed', components }, { sku: 'KIT', price: 0, quantity: 1, type: 'bundle_dynamic', components }, { sku: 'PDF', price: 500, quantity: 1, type: 'virtual' }];
    const shop = createMagento({ code: 'web', baseUrl: base, token: 'secret', now: () => new Date('2026-03-01T09:00:00Z'), sourceCode: 'default', stockId: 1, storeCode: 'default' });
    const place = async (wish: object): Promise<string> => String((await control('/orders', { lines, discountPercent: 10, ...wish }))['entity_id']);
    const paid = await place({ payment: 'captured' });
    const reserved = await place({ guest: true, pricesIncludeTax: false });
    const pickup = await place({ pickupLocation: 'delft', currency: 'EUR', baseCurrency: 'USD', baseRate: 1.1 });
    const edited = await place({});
    await control(`/orders/${edited}/edit`, { quantities: { SHOE: 1 } });
    await shop.poll(null, '2026-01-01T00:00:00Z');
    const mapped = shop.map(await shop.fetchOrder(paid));
    if (mapped.kind !== 'order') throw new Error(mapped.reasons.join('; '));
    const [shoe] = mapped.snapshot.lines;
    if (!shoe) throw new Error('no lines');
    const parcel = { externalOrderId: paid, key: 'par_1', lines: [{ ref: shoe.ref, quantity: 2 }], carrier: 'postnl', trackingNumber: '3SABC', trackingUrl: 'https://track.test/3SABC', notifyCustomer: true };
    await shop.announceShipment(parcel);
    await shop.announceShipment(parcel);
    await shop.announceShipment({ ...parcel, key: 'par_2', trackingNumber: '3SDEF', lines: [{ ref: shoe.ref, quantity: 9 }] });
    await shop.announceCancel({ externalOrderId: paid, key: 'can_1', lines: [{ ref: shoe.ref, quantity: 1 }], whole: false, reason: 'inventory' });
    await shop.refund({ externalOrderId: paid, key: 'ref_1', payment: null, amount: 6000, currency: 'EUR', lines: [{ ref: shoe.ref, quantity: 1 }], shipping: 100, note: 'Came back' });
    const { totals } = mapped.snapshot;
    await shop.capture?.({ externalOrderId: edited, payment: null, amount: totals.total, currency: 'EUR', key: 'cap_1' });
    const guest = shop.map(await shop.fetchOrder(reserved));
    if (guest.kind === 'order') await shop.capture?.({ externalOrderId: reserved, payment: null, amount: guest.snapshot.totals.total, currency: 'EUR', key: 'cap_2' });
    await createMagento({ code: 'web', baseUrl: base, token: 'secret', now: () => new Date(), refunds: 'offline' }).refund({ externalOrderId: reserved, key: 'ref_2', payment: null, amount: 500, currency: 'EUR', lines: [], shipping: 0, note: '' });
    await shop.announceReady?.({ externalOrderId: pickup, key: 'rdy_1' });
    await shop.announceReady?.({ externalOrderId: paid, key: 'rdy_2' });
    await shop.announceCancel({ externalOrderId: await place({}), key: 'can_2', lines: [], whole: true, reason: 'customer' });
    await shop.pushStock([{ sku: 'SHOE', available: 5, previous: null }, { sku: 'SOCK', available: 0, previous: 2 }]);
    await shop.pushStock([{ sku: 'SHOE', available: 4, previous: 5 }]);
    await createMagento({ code: 'web', baseUrl: base, token: 'secret', now: () => new Date(), sourceCode: 'nowhere' }).pushStock([{ sku: 'SHOE', available: 5, previous: null }]);
    await createMagento({ code: 'web', baseUrl: base, token: 'wrong', now: () => new Date() }).poll(null, '2026-01-01T00:00:00Z').catch(() => null);
    await shop.fetchOrder('4711').catch(() => null);
  }

  const operationOf = ({ method, url }: Exchange): Operation | undefined => {
    const path = decodeURIComponent(url.split('?')[0] ?? '').replace(/^\/rest(?:\/(?!V1)[^/]+)?/, '');
    const exact = swagger.paths[path]?.[method];
    return exact ?? Object.entries(swagger.paths).find(([template, methods]) => methods[method] && matching(template, path))?.[1][method];
  };

  it('calls what is described, and nearly all of what the simulator serves', () => {
    expect(exchanges.filter((exchange) => operationOf(exchange) === undefined)).toEqual([]);
    const called = new Set(exchanges.filter(({ status }) => status === 200).map(({ method, url }) => `${method} ${(url.split('?')[0] ?? '').replace(/^\/rest(?:\/default)?\/V1/, '').replaceAll(/\/(\d+|SHOE|SOCK)(?=\/|$)/g, '/*')}`));
    expect([...called].sort()).toEqual([
      'get /creditmemos', 'get /inventory/get-product-salable-quantity/*/*', 'get /inventory/source-items', 'get /invoices', 'get /orders', 'get /orders/*', 'get /shipments',
      'post /inventory/source-items', 'post /invoice/*/refund', 'post /order/*/invoice', 'post /order/*/refund', 'post /order/*/ship', 'post /order/notify-orders-are-ready-for-pickup', 'post /orders/*/cancel', 'post /orders/*/comments',
    ]);
  });

  it('sends what is described', () => {
    const faults = exchanges.filter(({ sent, method }) => method === 'post' && sent !== undefined).flatMap((exchange) => {
      const schema = operationOf(exchange)?.parameters?.find((parameter) => parameter.in === 'body')?.schema;
      return (schema === undefined ? ['no body is described'] : validate(schema, exchange.sent)).map((fault) => `${exchange.url}: ${fault}`);
    });
    expect(faults).toEqual([]);
  });

  it('answers what is described, refusals too', () => {
    expect(new Set(exchanges.map(({ status }) => status))).toEqual(new Set([200, 400, 401, 404]));
    const faults = exchanges.flatMap((exchange) => {
      const responses = operationOf(exchange)?.responses ?? {};
      const schema = (responses[String(exchange.status)] ?? responses['default'])?.schema;
      // POST source-items describes no 200 body; Magento answers an empty list.
      if (exchange.status === 200 && schema !== undefined && exchange.url.endsWith('/inventory/source-items')) return [];
      return schema === undefined ? [] : validate(schema, exchange.answered).map((fault) => `${exchange.method} ${exchange.url.split('?')[0]} ${exchange.status}: ${fault}`);
    });
    // Described as a list, sent by Magento as an object of named parameters (and as a list of values where a message has %1).
    expect([...new Set(faults)].filter((fault) => !/parameters must be array/.test(fault))).toEqual([]);
  });
});
