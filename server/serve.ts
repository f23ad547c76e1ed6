/** One server process: a Spil behind the HTTP door, serving, working, or both. */
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import type { Logger } from 'pino';
import { systemClock } from './kernel/clock.ts';
import type { Clock } from './kernel/clock.ts';
import type { Database } from './kernel/database.ts';
import { buildServer } from './kernel/http.ts';
import type { Route } from './kernel/http.ts';
import { openSpil } from './spil.ts';
import type { Spil, SpilOptions } from './spil.ts';
import { openWindows } from './windows.ts';
import type { Addresses, OpenWindows } from './windows.ts';

export interface ServeOptions {
  databaseUrl: string;
  host?: string;
  port?: number;
  secret: string;
  /** Where people reach Spil, when that is not the address it listens on. */
  publicUrl?: string;
  addresses?: Addresses;
  channelSecret?: (name: string) => string | null;
  clock?: Clock;
  log?: Logger;
  work?: boolean;
  allowLoopback?: boolean;
  pollEvery?: SpilOptions['pollEvery'];
  connections?: SpilOptions['connections'];
  /** Routes besides those of Spil itself: the sandbox of the demo. */
  extraRoutes?: (spil: Spil) => Route[];
  /** Pages and headers, added before the routes. */
  prepare?: (app: FastifyInstance, spil: Spil) => Promise<void> | void;
}

export interface Serving { url: string; spil: Spil; database: Database; windows: OpenWindows; close(): Promise<void> }

/** Starts serving; `port` 0 takes a free one. With `work` the reactions and outside calls are done by this process too. */
export async function serve({ databaseUrl, host = '127.0.0.1', port = 0, secret, publicUrl, addresses = {}, channelSecret = () => null, clock = systemClock, log = pino({ level: 'warn' }), work = false, allowLoopback = false, pollEvery, connections, extraRoutes, prepare }: ServeOptions): Promise<Serving> {
  const windows = openWindows(addresses, clock);
  const spil = await openSpil({ databaseUrl, clock, secret, url: publicUrl ?? `http://${host}:${port}`, windows, channelSecret, log, pollEvery, connections, allowLoopback });
  const server = await buildServer({
    routes: [...spil.routes, ...(extraRoutes?.(spil) ?? [])], clock, authenticate: spil.app.authenticate, log: { error: (fields, message) => log.error(fields, message) },
    ...(prepare ? { prepare: (instance) => prepare(instance, spil) } : {}),
  });
  const url = await server.listen({ host, port });
  spil.startServing();
  if (work) await spil.startWorking();
  return {
    url, spil, database: spil.database, windows,
    close: async () => {
      await server.close();
      await spil.close();
    },
  };
}
