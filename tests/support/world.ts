/** A whole company for journeys: one Spil as it really runs, the outside world simulated over HTTP, an account per role, and one check that all is right. */
import pino from 'pino';
import { expect } from 'vitest';
import { seedDemo } from '../../database/seed/index.ts';
import { auditScope } from '../../server/app.ts';
import { createErpSimulator } from '../../server/connectors/erp/simulator.ts';
import { createMailboxSimulator } from '../../server/connectors/mailbox/simulator.ts';
import { createMollieSimulator } from '../../server/connectors/mollie/simulator.ts';
import { createPostNLSimulator } from '../../server/connectors/postnl/simulator.ts';
import { createShopifySimulator } from '../../server/connectors/shopify/simulator.ts';
import { createThreePlSimulator } from '../../server/connectors/threepl/simulator.ts';
import { settableClock } from '../../server/kernel/clock.ts';
import { openDatabase } from '../../server/kernel/database.ts';
import { buildServer } from '../../server/kernel/http.ts';
import { anyFreePort } from '../../server/kernel/ports.ts';
import type { Role } from '../../server/kernel/http.ts';
import { createKey } from '../../server/modules/identity/index.ts';
import { demoRoutes } from '../../server/pages/demo/index.ts';
import { pages } from '../../server/pages/index.ts';
import { openSpil } from '../../server/spil.ts';
import type { Spil } from '../../server/spil.ts';
import { openWindows } from '../../server/windows.ts';
import { expectWholeBooks } from './books.ts';
import { smallCompany } from './company.ts';
import type { CompanyOptions } from './company.ts';
import { testDatabase } from './database.ts';
import { expectErpEqual } from './erp.ts';
import { checked } from './examples.ts';
import { PARTNER_PLACES, withPartner } from './partner.ts';
import { startPlayground } from './sandbox.ts';
import { client, ok } from './spil.ts';
import type { Client } from './spil.ts';

export interface Mail { to: string; subject: string; text: string; count: number }
export interface MolliePayment { id: string; status: string; amount: number; captured: number; refunded: number; refundedOut: number }

export interface World {
  spil: Spil;
  url: string;
  clock: ReturnType<typeof settableClock>;
  as(role: Role | readonly Role[], locations?: readonly string[] | null): Promise<Client>;
  /** Lets everything happen that is due, in Spil and outside, until it is quiet. */
  quiet(): Promise<void>;
  /** After every step: everything is done, the books are whole, and the ERP's copy is Spil's. */
  right(): Promise<void>;
  mails(to?: string): Promise<Mail[]>;
  /** The payment operator: a payment that a shop began, what it keeps, what a customer does on its page (`pay`, `fail`, …), and the news it sends of one payment or of all. */
  mollie: { pay(payment: { amount: number; method: string }): Promise<string>; payments(): Promise<MolliePayment[]>; visit(page: string, outcome: string): Promise<void>; tell(only?: string): Promise<void> };
  /** Takes all parcels at PostNL (or one) to a place, and lets an hour pass in which Spil hears of it. */
  postnl: { advance(to: string, barcode?: string | null): Promise<void>; parcels(): Promise<{ barcode: string; product: string; place: string }[]> };
  shopify<T = Record<string, unknown>>(method: string, path: string, body?: unknown): Promise<T>;
  /** The external warehouse of `venlo`, when the world has one: what its people do (`accept`, `reject`, `ship`, `cancellation`, `deliver`, `stock-report`, `receipt`, `hold`, `release`, `repeat`), and what it keeps. */
  partner: { tell<T = Record<string, unknown>>(command: string, body?: unknown): Promise<T>; work(): Promise<{ id: string; state: string; asked: boolean }[]>; messages(): Promise<{ kind: string; state: string }[]>; shelf(rows: Readonly<Record<string, number>>): Promise<void> };
  erp: { order(number: string): Promise<Record<string, unknown>> };
  fault(system: 'mollie' | 'postnl' | 'shopify' | 'erp' | 'partner', fault: Record<string, unknown>): Promise<void>;
  close(): Promise<void>;
}

export interface WorldOptions {
  /** The small company, changed so; or the whole demo (17 stores, 492 sizes with pictures) without its people, and with the sandbox when it is `live`. */
  company?: CompanyOptions | 'demo';
  start?: string;
  /** With an external warehouse at `venlo` that is sent its work orders; the small company then has that location too. */
  partner?: boolean;
  /** With the screens, and with everything done as it comes: reactions, workers and the stream run by themselves. */
  live?: boolean;
}

/** An operation that is switched off, to see which journeys stand on it: `npm run journeys -- --without pick`. */
const WITHOUT = process.env['SPIL_WITHOUT'];
const SHOP_SECRET = 'the shop signs with this';
export const DEMO_SECRET = 'a secret of the demo for tests';
const RETAILER = 'Van Dalen Schoenen';
const POSTNL = { apiKey: 'postnl-key', customerCode: 'DEVC', customerNumber: '11223344' };

export async function startWorld({ company, partner = false, start = '2026-03-02T09:00:00.000Z', live = false }: WorldOptions = {}): Promise<World> {
  const clock = settableClock(start);
  const now = (): Date => new Date(clock.now());
  const own = await testDatabase();
  const mollie = createMollieSimulator({ storage: ':memory:', apiKey: 'test_key', now });
  const postnl = createPostNLSimulator({ storage: ':memory:', ...POSTNL, now });
  const shopify = createShopifySimulator({ storage: ':memory:', accessToken: 'token', webhookSecret: SHOP_SECRET, locations: [{ id: 70_001, name: 'Web shop' }], now });
  const mailbox = createMailboxSimulator({ storage: ':memory:', now });
  const erp = createErpSimulator({ storage: ':memory:', token: 'erp-token', callsPerMinute: null, now });
  const threepl = createThreePlSimulator({ storage: ':memory:', token: 'venlo-token', location: 'venlo', now });
  const [mollieUrl, postnlUrl, shopifyUrl, mailboxUrl, erpUrl, threeplUrl] = await Promise.all([mollie.listen(), postnl.listen(), shopify.listen(), mailbox.listen(), erp.listen(), threepl.listen()]);

  const windows = openWindows({
    mollie: { url: mollieUrl, apiKey: 'test_key' }, postnl: { url: postnlUrl, ...POSTNL },
    smtp: { url: mailbox.smtpUrl() }, erp: { url: erpUrl, token: 'erp-token', callsPerMinute: 1_000_000 },
  }, clock);
  const secrets: Readonly<Record<string, string>> = { 'shop-token': 'token', 'shop-webhook': SHOP_SECRET, 'venlo-token': 'venlo-token' };
  const spilOptions = { databaseUrl: own.url, clock, secret: 'a test secret', url: 'http://127.0.0.1', windows, channelSecret: (name: string) => secrets[name] ?? null, log: pino({ level: 'silent' }), allowLoopback: true };
  const contract = { money: 'channel', mail: 'own', subtractsOwnSales: true };
  const setup = openDatabase({ url: own.url, max: 2 });
  if (company === 'demo') await seedDemo(setup, { now: start, secrets: { get: async () => DEMO_SECRET }, people: false });
  else await smallCompany(setup, { channels: [{ code: 'web' }, { code: 'till', kind: 'till' }, { code: 'shop', kind: 'shopify', settings: { contract, url: shopifyUrl, credentials: 'shop', locationMap: {}, currency: 'EUR', country: 'NL', options: { stockLocation: '70001' } } }], ...(partner ? { places: PARTNER_PLACES } : {}), ...company });
  if (partner) await withPartner(setup, { url: threeplUrl });
  await setup.close();
  const spil = await openSpil(spilOptions);
  // The visitors' shop calls Spil as a shop does, so it knows beforehand where that will be.
  const port = live && company === 'demo' ? await anyFreePort() : 0;
  const outside = { mollie: mollieUrl, postnl: postnlUrl, shopify: shopifyUrl, mailbox: mailboxUrl, erp: erpUrl, threepl: threeplUrl };
  const playground = port === 0 ? null : await startPlayground({ spilUrl: `http://127.0.0.1:${port}`, urls: { ...outside, smtp: mailbox.smtpUrl() }, secret: DEMO_SECRET, clock });
  const sandbox = playground === null ? [] : demoRoutes({
    database: spil.database, clock, urls: { ...outside, magento: playground.magento, company: playground.company }, secret: DEMO_SECRET, url: `http://127.0.0.1:${port}`, retailer: RETAILER, visitorsPlace: 'utrecht',
    pageOf: async (order) => new URL(await spil.customerPage(order)).pathname,
  });
  const server = await buildServer({ routes: [...spil.routes, ...sandbox].filter(({ operation }) => operation !== WITHOUT), clock, authenticate: spil.app.authenticate, ...checked, log: { error: (fields, message) => { process.stderr.write(`${message} ${JSON.stringify(fields)}\n`); } }, ...(live ? { prepare: pages({ routes: spil.routes, version: '0.0.0', company: port === 0 ? null : { database: spil.database, clock, retailer: { name: RETAILER, zone: 'Europe/Amsterdam' }, links: [] } }) } : {}) });
  const url = await server.listen({ host: '127.0.0.1', port });
  if (live) {
    spil.startServing();
    await spil.startWorking();
  }

  const control = async <T>(base: string, method: string, path: string, body?: unknown): Promise<T> => {
    const response = await fetch(`${base}/_control${path}`, { method, ...(body === undefined ? {} : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }) });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${response.status} ${text}`);
    return (text === '' ? undefined : JSON.parse(text)) as T;
  };
  await control(shopifyUrl, 'PUT', '/webhook', { url: `${url}/hooks/channels/shop` });
  if (partner) await control(threeplUrl, 'PUT', '/spil', { url, key: (await createKey(spil.database, { name: 'Extern magazijn Venlo', roles: ['fulfiller'], locations: ['venlo'] }, clock.now())).secret });
  const quiet = async (): Promise<void> => {
    await spil.drain({ waiting: true });
    await control(mollieUrl, 'POST', '/advance', {});
    await spil.drain({ waiting: true });
  };
  const payments = async (): Promise<MolliePayment[]> => (await control<{ payments: MolliePayment[] }>(mollieUrl, 'GET', '/payments')).payments;
  return {
    spil, url, clock, quiet,
    as: async (role, locations = null) => client(url, (await createKey(spil.database, { name: `${String(role)} ${(locations ?? []).join(' ')}`.trim(), roles: Array.isArray(role) ? role : [role as Role], locations }, clock.now())).secret),
    right: async () => {
      await quiet();
      const { projections, ...scope } = auditScope();
      await expectWholeBooks(spil.database, projections, scope);
      expect(await spil.database.query('select work, subject, error from kernel.due_failure')).toEqual([]);
      await expectErpEqual({ database: spil.database }, erpUrl);
    },
    mails: async (to) => (await control<{ mails: Mail[] }>(mailboxUrl, 'GET', `/mails${to === undefined ? '' : `?to=${encodeURIComponent(to)}`}`)).mails,
    mollie: {
      pay: async ({ amount, method }) => (await control<{ id: string }>(mollieUrl, 'POST', '/payments', { amount, currency: 'EUR', method, webhookUrl: `${url}/hooks/payments/mollie` })).id,
      payments,
      visit: async (page, outcome) => { expect((await fetch(page, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify({ outcome }), redirect: 'manual' })).status).toBeLessThan(400); },
      tell: async (only) => { for (const { id } of (await payments()).filter((one) => only === undefined || one.id === only)) await fetch(`${url}/hooks/payments/mollie`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `id=${id}` }); },
    },
    postnl: {
      parcels: async () => (await control<{ parcels: { barcode: string; product: string; place: string }[] }>(postnlUrl, 'GET', '/parcels')).parcels,
      advance: async (to, only = null) => {
        const { parcels } = await control<{ parcels: { barcode: string }[] }>(postnlUrl, 'GET', '/parcels');
        for (const { barcode } of parcels.filter((one) => only === null || one.barcode === only)) await control(postnlUrl, 'POST', '/advance', { barcode, to }).catch(() => undefined);
        clock.advance(3_600_000);
        await spil.tick();
        await quiet();
      },
    },
    shopify: (method, path, body) => control(shopifyUrl, method, path, body),
    partner: {
      tell: (command, body) => control(threeplUrl, 'POST', `/${command}`, body ?? {}),
      work: async () => (await control<{ work: { id: string; state: string; asked: boolean }[] }>(threeplUrl, 'GET', '/work')).work,
      messages: async () => (await control<{ messages: { kind: string; state: string }[] }>(threeplUrl, 'GET', '/messages')).messages,
      shelf: (rows) => control(threeplUrl, 'PUT', '/shelf', Object.entries(rows).map(([sku, quantity]) => ({ sku, quantity }))),
    },
    erp: { order: (number) => control(erpUrl, 'GET', `/orders/${number}`) },
    fault: async (system, fault) => { await control({ mollie: mollieUrl, postnl: postnlUrl, shopify: shopifyUrl, erp: erpUrl, partner: threeplUrl }[system], 'POST', '/faults', { times: 1, ...fault }); },
    close: async () => {
      await server.close();
      await spil.close();
      await Promise.all([mollie.close(), postnl.close(), shopify.close(), mailbox.close(), erp.close(), threepl.close(), playground?.close()]);
      await own.close();
    },
  };
}

