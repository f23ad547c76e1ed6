/** A whole demo for tests: Spil with the demo's seed and all its workers, the outside world, and the company's robots, over real HTTP; time is moved by hand. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { seedDemo, VENLO } from '../../database/seed/index.ts';
import { checked } from '../../tests/support/examples.ts';
import { startSpil } from '../../tests/support/spil.ts';
import type { Client, Running } from '../../tests/support/spil.ts';
import { pickupCode } from '../app.ts';
import { createMagento } from '../connectors/magento/index.ts';
import { createMollie } from '../connectors/mollie/index.ts';
import { createPostNL } from '../connectors/postnl/index.ts';
import { createThreePl } from '../connectors/threepl/index.ts';
import { createShopify } from '../connectors/shopify/index.ts';
import { createSmtpSender } from '../connectors/smtp/index.ts';
import { settableClock } from '../kernel/clock.ts';
import { buildServer } from '../kernel/http.ts';
import type { Channel } from '../modules/channels/ports.ts';
import { intakeRoutes } from '../modules/intake/index.ts';
import type { IntakeDeps } from '../modules/intake/index.ts';
import { SYSTEM } from '../kernel/command.ts';
import { reviseDocument } from '../modules/documents/index.ts';
import { PARTNER_KIND, partnerFollowers } from '../modules/partners/index.ts';
import type { Fulfiller } from '../modules/partners/index.ts';
import { createNotifications } from '../modules/notifications/index.ts';
import type { PaymentOperator } from '../modules/payments/index.ts';
import type { Carrier } from '../modules/shipping/index.ts';
import { channelOperator, channelWork } from '../work/channels.ts';
import { createWorker } from '../work/index.ts';
import { createCompany } from './company.ts';
import type { Company, CompanyOptions } from './company.ts';
import { demoCredentials } from './credentials.ts';
import { startWorld } from './world.ts';
import type { World } from './world.ts';

export const SECRET = 'the secret of a test called demo';

export interface DemoBed {
  spil: Running;
  clock: ReturnType<typeof settableClock>;
  url: string;
  world: World;
  company: Company;
  office: Client;
  /** Answers of 500 and above that Spil gave, with what went wrong. */
  broken: string[];
  /** Lets minutes pass, and everything that Spil does by itself be done. */
  pass(minutes?: number): Promise<void>;
  close(): Promise<void>;
}

export async function startDemo(options: Pick<CompanyOptions, 'seed' | 'shares'> = {}): Promise<DemoBed> {
  const clock = settableClock('2026-03-03T10:00:00.000Z');
  const now = (): Date => new Date(clock.now());
  const operators = new Map<string, PaymentOperator>();
  const carriers = new Map<string, Carrier>();
  const channels = new Map<string, Channel>();
  const spil = await startSpil({ clock, windows: { operators, carriers } });
  await seedDemo(spil.database, { now: clock.now(), secrets: { get: async () => SECRET } });

  let venlo: Fulfiller | null = null;
  const given = partnerFollowers({ ...spil.app.deps, clock });
  const worker = createWorker({ app: spil.app.deps, operators, carriers, fulfillerAt: async (location) => (location === 'venlo' ? venlo : null), database: spil.database, databaseUrl: spil.databaseUrl, clock });
  const intake: IntakeDeps = { orders: spil.app.deps, clock, channels: () => channels };
  const broken: string[] = [];
  const server = await buildServer({ routes: [...spil.app.routes, ...worker.routes, ...intakeRoutes(intake)], clock, authenticate: spil.app.authenticate, ...checked, log: { error: (fields, message) => { broken.push(`${message} ${JSON.stringify(fields)}`); } } });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });

  const directory = await mkdtemp(join(tmpdir(), 'spil-world-'));
  const world = await startWorld({ directory, secret: SECRET, spilUrl: url, ports: 'any', clock });
  const keys = demoCredentials(SECRET);
  const { urls } = world;
  venlo = createThreePl({ baseUrl: urls.threepl, token: keys.venlo.token, now });
  await reviseDocument(spil.database, { now: clock.now(), actor: SYSTEM, key: null }, PARTNER_KIND, 'venlo', { ...VENLO, url: urls.threepl, credentials: 'venlo' }, 'Where it listens');
  let messages = 0;
  operators.set('mollie', createMollie({ ...keys.mollie, baseUrl: urls.mollie, now }));
  operators.set('channel', channelOperator(spil.database, () => channels));
  carriers.set('postnl', createPostNL({ ...keys.postnl, baseUrl: urls.postnl, now: clock.now, newMessageId: () => `message-${++messages}` }));
  const patient = (milliseconds: number): Promise<void> => { clock.advance(milliseconds); return Promise.resolve(); };
  channels.set('webshop', createShopify({ code: 'webshop', baseUrl: urls.shopify, ...keys.webshop, now, wait: patient, locationMap: keys.pickupLocations }));
  channels.set('outlet', createMagento({ code: 'outlet', baseUrl: urls.magento, ...keys.outlet, now, storeLocations: keys.pickupLocations }));
  const shops = channelWork(intake);
  const sender = createSmtpSender({ url: urls.smtp, now: clock.now });
  const told = createNotifications({ database: spil.database, clock, sender, pickupCode: (order, delivery) => pickupCode('a test secret', order, delivery) });
  const company = await createCompany({ spilUrl: url, urls, secret: SECRET, clock, memory: join(directory, 'company.json'), ...options });

  /** The feed's gate is one for the whole cluster, on which other tests run as well. */
  const visible = async (): Promise<void> => {
    while ((await spil.database.query('select 1 from books.event where xid >= pg_snapshot_xmin(pg_current_snapshot()) limit 1')).length > 0) await pause(5);
  };
  return {
    spil, clock, url, world, company, broken, office: await spil.as(['operations', 'service', 'finance']),
    pass: async (minutes = 6) => {
      clock.advance(minutes * 60_000);
      await worker.tick();
      for (const waiting of [true, false]) {
        await visible();
        await shops.drain(waiting ? { poll: true } : {});
        await visible();
        for (const one of given) await one.drain();
        await visible();
        await worker.drain({ waiting });
        await world.warehouse.workOn();
      }
      await told.drain();
    },
    close: async () => {
      await company.stop();
      await told.stop();
      sender.close();
      await shops.stop();
      await worker.stop();
      await server.close();
      await world.close();
      await spil.close();
      await rm(directory, { recursive: true, force: true });
    },
  };
}
