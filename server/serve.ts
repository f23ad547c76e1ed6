/** One server process: the rooms on a database, behind the HTTP door. */
import type { FastifyInstance } from 'fastify';
import pino from 'pino';
import type { Logger } from 'pino';
import { buildApp } from './app.ts';
import type { App, Windows } from './app.ts';
import { createGeocoder } from './connectors/postcodes/index.ts';
import { systemClock } from './kernel/clock.ts';
import type { Clock } from './kernel/clock.ts';
import { openDatabase } from './kernel/database.ts';
import type { Database } from './kernel/database.ts';
import { grouped } from './kernel/group.ts';
import { buildServer } from './kernel/http.ts';

export interface ServeOptions {
  databaseUrl: string;
  host?: string;
  port?: number;
  secret: string;
  windows?: Partial<Windows>;
  clock?: Clock;
  log?: Logger;
  prepare?: (app: FastifyInstance, spil: App) => Promise<void> | void;
}

export interface Serving { url: string; app: App; database: Database; close(): Promise<void> }

/** Starts serving; `port` 0 takes a free one. */
export async function serve({ databaseUrl, host = '127.0.0.1', port = 0, secret, windows = {}, clock = systemClock, log = pino({ level: 'warn' }), prepare }: ServeOptions): Promise<Serving> {
  const database = openDatabase({ url: databaseUrl, max: 12, applicationName: 'spil serve' });
  const app = buildApp({ database, clock, secret, send: grouped(database), windows: { operators: new Map(), carriers: new Map(), geocoder: createGeocoder(), ...windows } });
  const server = await buildServer({
    routes: app.routes, clock, authenticate: app.authenticate, log: { error: (fields, message) => log.error(fields, message) },
    ...(prepare ? { prepare: (instance) => prepare(instance, app) } : {}),
  });
  const url = await server.listen({ host, port });
  return {
    url, app, database,
    close: async () => {
      await server.close();
      await database.close();
    },
  };
}
