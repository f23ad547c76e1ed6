/** A whole Spil on one database: the rooms, their reactions, the workers of outside calls, and what they are all called by. */
import { setTimeout as wait } from 'node:timers/promises';
import type { Logger } from 'pino';
import { buildApp, derivedSecret, knownEvents } from './app.ts';
import type { App } from './app.ts';
import { createChannels, createFulfiller } from './connections.ts';
import type { Clock } from './kernel/clock.ts';
import { SYSTEM } from './kernel/command.ts';
import { openDatabase } from './kernel/database.ts';
import type { Database } from './kernel/database.ts';
import { grouped } from './kernel/group.ts';
import type { Route } from './kernel/http.ts';
import { availabilityFollowers } from './modules/availability/index.ts';
import type { Follower } from './modules/books/index.ts';
import { listChannels } from './modules/channels/index.ts';
import type { Channel } from './modules/channels/ports.ts';
import { customerFollowers } from './modules/customers/index.ts';
import { createStream, feedFollowers, feedRoutes } from './modules/feed/index.ts';
import type { Stream } from './modules/feed/index.ts';
import { fulfilmentFollowers } from './modules/fulfilment/index.ts';
import { takeAnnouncement } from './modules/inventory/index.ts';
import { insightFollowers } from './modules/insight/index.ts';
import { intakePersonalData, intakeRoutes } from './modules/intake/index.ts';
import { createNotifications, mailLink, notificationDocumentKinds, notificationRoutes, notificationsPersonalData } from './modules/notifications/index.ts';
import { searchFollowers } from './modules/office/index.ts';
import { orderFollowers } from './modules/orders/index.ts';
import { linkTo, selfservicePersonalData, selfserviceRoutes } from './modules/selfservice/index.ts';
import { partnerFollowers, partnerOf } from './modules/partners/index.ts';
import type { Fulfiller } from './modules/partners/index.ts';
import type { OpenWindows } from './windows.ts';
import type { PaymentOperator } from './modules/payments/index.ts';
import { channelOperator, channelWork } from './work/channels.ts';
import { createErpWork } from './work/erp.ts';
import { callRecorder, observed } from './work/connections/calls.ts';
import type { CallRecorder } from './work/connections/calls.ts';
import { connectionRoutes } from './work/connections/routes.ts';
import { observedWindows, systemOfChannel, systemOfPartner } from './work/connections/systems.ts';
import { createWorker } from './work/index.ts';
import { createWebhookWork } from './work/webhooks.ts';

export interface SpilOptions {
  databaseUrl: string;
  clock: Clock;
  secret: string;
  /** Where Spil is reached from outside. */
  url: string;
  windows: OpenWindows & { operators: Map<string, PaymentOperator> };
  /** The secret of a name, for the credentials of channels; null when there is none. */
  channelSecret(name: string): string | null;
  log: Logger;
  /** Connections to the database at most: of requests and reactions, and of the jobs besides. A PostgreSQL process stands behind each. */
  connections?: { requests: number; jobs: number } | undefined;
  /** Milliseconds between two questions to a channel for its orders, and to a carrier for news of its parcels; where nobody waits long, as in the demo. Default a minute, and five. */
  pollEvery?: { channels: number; carriers: number } | undefined;
  /** Whether webhooks may go to this machine: in development and the demo only. */
  allowLoopback?: boolean;
}

export interface Spil {
  app: App;
  database: Database;
  routes: Route[];
  stream: Stream;
  channels(): ReadonlyMap<string, Channel>;
  /** The address of an order's page for its customer. */
  customerPage(order: string): Promise<string>;
  followers: Follower[];
  /** Starts what answers requests beside the routes: the stream to browsers. */
  startServing(): void;
  /** Starts reactions and workers. Any number of processes may. */
  startWorking(): Promise<void>;
  /** Runs the timers that are due. For tests; a working process does so by itself. */
  tick(): Promise<string[]>;
  /** Does all there is to do until nothing is left that is due. For tests. */
  drain(options?: { waiting?: boolean; poll?: boolean }): Promise<void>;
  close(): Promise<void>;
}

const CHANNELS_KNOWN_FOR = 5000;

export async function openSpil({ databaseUrl, clock, secret, url, windows: given, channelSecret, log, connections = { requests: 12, jobs: 8 }, pollEvery, allowLoopback = false }: SpilOptions): Promise<Spil> {
  const database = openDatabase({ url: databaseUrl, max: connections.requests, applicationName: 'spil' });
  const warn = (fields: Record<string, unknown>, message: string): void => log.warn(fields, message);
  const calls = callRecorder({ database, clock, log: warn });
  const windows = observedWindows(given, calls);
  const connected = connectedChannels(database, clock, channelSecret, log, calls);
  await connected.refresh();
  windows.operators.set('channel', channelOperator(database, connected.channels));

  const app = buildApp({ database, clock, secret, url, windows, send: grouped(database), kinds: notificationDocumentKinds, personalData: [...intakePersonalData, ...selfservicePersonalData, ...notificationsPersonalData], packed: (parcels) => worker.tryLabelsNow(parcels) });
  const stream = createStream({ database, log: warn });
  const fulfillerOf = async (location: string): Promise<Fulfiller | null> => {
    const settings = await partnerOf(database, location);
    try {
      const fulfiller = settings && createFulfiller(settings, { secret: channelSecret, now: () => new Date(clock.now()) });
      return fulfiller && observed(fulfiller, systemOfPartner(location), calls);
    } catch (error) {
      calls.note(systemOfPartner(location), 'connect', error instanceof Error ? error.message : String(error));
      throw error;
    }
  };
  const worker = createWorker({ databaseUrl, connections: connections.jobs, app: app.deps, operators: windows.operators, carriers: windows.carriers, fulfillerAt: (location) => fulfillerOf(location), database, clock, log: warn, ...(pollEvery ? { newsEvery: pollEvery.carriers } : {}) });
  const intake = { orders: app.deps, clock, channels: connected.channels, log: warn };
  const channels = channelWork(intake, { pollEvery: pollEvery?.channels });
  const links = { database, secret: derivedSecret(secret, 'customer links'), url };
  const compose = {
    orderUrl: async ({ id }: { id: string }, at: string) => (await linkTo(links, id, at)).url,
    database, pickupCode: app.deps.pickupCode, clock, log: warn,
    carrierName: (code: string) => windows.carriers.get(code)?.name ?? code,
    mailContract: (channel: string) => connected.channels().get(channel)?.contract.mail ?? null,
  };
  const notifications = windows.sender ? createNotifications({ ...compose, sender: windows.sender }) : null;
  const erp = windows.erp ? createErpWork({ database, clock, erp: windows.erp, log: warn, announce: (receipt) => takeAnnouncement(app.deps, { now: clock.now(), actor: SYSTEM, key: null }, receipt) }) : null;
  const guard = { allowLoopback };
  const hookSecret = derivedSecret(secret, 'webhooks');
  const webhooks = createWebhookWork({ database, clock, secret: hookSecret, source: url, guard, log: warn });
  const feed = { database, books: app.books, clock, secret: hookSecret, webhooks: guard, stream, types: knownEvents(), source: url };
  const own: Follower[] = [...customerFollowers({ database, clock, log: warn }), ...orderFollowers({ ...app.deps, clock, log: warn }), ...fulfilmentFollowers({ ...app.deps, clock, log: warn }), ...partnerFollowers({ ...app.deps, clock, log: warn }), ...feedFollowers({ database, clock, erp: erp !== null, log: warn }), ...availabilityFollowers({ database, clock, log: warn }), ...insightFollowers({ database, clock, log: warn }), ...searchFollowers({ database, clock, log: warn })];
  const followers = [...own, ...worker.followers, ...channels.followers, ...(notifications?.followers ?? [])];
  let refreshing: ReturnType<typeof setInterval> | null = null;

  return {
    app, database, stream, channels: connected.channels, customerPage: async (order) => (await linkTo(links, order, clock.now())).url,
    routes: [...app.routes, ...worker.routes, ...intakeRoutes(intake, channels.wake), ...feedRoutes(feed), ...notificationRoutes(compose), ...connectionRoutes({ database, clock, windows, channels: connected.channels, followers, calls, webhooks: { secret: hookSecret, guard } }), ...selfserviceRoutes({ ...links, ...compose, orders: app.deps, ips: windows.ips ?? null, operators: windows.operators, timeZone: 'Europe/Amsterdam', mailLink: (context, order, contact, language) => mailLink(compose, context, order, contact, language) })],
    followers,
    startServing: () => {
      stream.start();
      refreshing ??= setInterval(() => { void connected.refresh(); }, CHANNELS_KNOWN_FOR);
    },
    startWorking: async () => {
      await worker.start();
      for (const one of own) one.start();
      channels.start();
      notifications?.start();
      erp?.start();
      webhooks.start();
    },
    tick: () => worker.tick(),
    drain: async ({ waiting = false, poll = false } = {}) => {
      // What one does is news to the others; two quiet rounds in a row mean that nothing is left.
      let before = '';
      for (;;) {
        for (const one of own) await one.drain();
        await channels.drain({ poll });
        await worker.drain({ waiting });
        await notifications?.drain();
        await erp?.drain();
        await webhooks.drain();
        // The feed is gated on the oldest transaction of the whole cluster: what it cannot show yet is waited for.
        const [row] = await database.query<{ n: string; hidden: boolean }>('select count(*)::text as n, coalesce(bool_or(xid >= pg_snapshot_xmin(pg_current_snapshot())), false) as hidden from books.event');
        if (row?.hidden === true) await wait(10);
        else if (row?.n === before) return;
        else before = row?.n ?? '';
      }
    },
    close: async () => {
      if (refreshing) clearInterval(refreshing);
      await Promise.all([stream.stop(), webhooks.stop(), erp?.stop(), notifications?.stop(), channels.stop(), ...own.map((one) => one.stop())]);
      await worker.stop();
      await calls.close();
      windows.close();
      await database.close();
    },
  };
}

/** The channels that are connected now: read again every few seconds, since settings change while a process runs. */
function connectedChannels(database: Database, clock: Clock, secret: (name: string) => string | null, log: Logger, calls: CallRecorder): { channels(): ReadonlyMap<string, Channel>; refresh(): Promise<void> } {
  let known: ReadonlyMap<string, Channel> = new Map();
  let text = '';
  const told = new Set<string>();
  return {
    channels: () => known,
    refresh: async () => {
      try {
        const { items } = await listChannels(database, { limit: 200 });
        const now = JSON.stringify(items);
        if (now === text) return;
        text = now;
        const opened = createChannels(items, {
          secret, now: () => new Date(clock.now()),
          report: (channel, sentence) => {
            if (told.has(`${channel} ${sentence}`)) return;
            told.add(`${channel} ${sentence}`);
            calls.note(systemOfChannel(channel), 'connect', sentence);
            log.warn({ channel }, `channel ${channel} is not connected: ${sentence}`);
          },
        });
        known = new Map([...opened].map(([code, channel]) => [code, observed(channel, systemOfChannel(code), calls)]));
      } catch (error) {
        log.warn({ error: error instanceof Error ? error.message : String(error) }, 'the channels could not be read');
      }
    },
  };
}

