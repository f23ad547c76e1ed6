/** A running Spil for tests: a database of its own, the real server on a free port, accounts by role, and clients that speak HTTP. */
import { randomUUID } from 'node:crypto';
import { expect } from 'vitest';
import { auditScope, buildApp } from '../../server/app.ts';
import type { App, Windows } from '../../server/app.ts';
import { createGeocoder } from '../../server/connectors/postcodes/index.ts';
import { settableClock, systemClock } from '../../server/kernel/clock.ts';
import type { Clock } from '../../server/kernel/clock.ts';
import { openDatabase } from '../../server/kernel/database.ts';
import type { Database } from '../../server/kernel/database.ts';
import { buildServer } from '../../server/kernel/http.ts';
import type { Role } from '../../server/kernel/http.ts';
import { createKey } from '../../server/modules/identity/index.ts';
import { expectWholeBooks } from './books.ts';
import { testDatabase } from './database.ts';
import { checked } from './examples.ts';

export interface Reply<T = Record<string, unknown>> { status: number; body: T; headers: Headers }

/** The body of an answer that did not refuse. */
export const ok = <T>({ status, body }: Pick<Reply<T>, 'status' | 'body'>): T => {
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body;
};

export interface Client {
  get<T = Record<string, unknown>>(path: string): Promise<Reply<T>>;
  /** A write under a fresh Idempotency-Key, or the given one. */
  post<T = Record<string, unknown>>(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply<T>>;
  put<T = Record<string, unknown>>(path: string, body?: unknown, headers?: Record<string, string>): Promise<Reply<T>>;
  delete<T = Record<string, unknown>>(path: string): Promise<Reply<T>>;
}

export interface Running {
  url: string;
  databaseUrl: string;
  database: Database;
  app: App;
  clock: Clock;
  /** A client with an API key of these roles, bound to locations or not. */
  as(role: Role | readonly Role[], locations?: readonly string[] | null): Promise<Client>;
  close(): Promise<void>;
}

export function client(url: string, secret: string): Client {
  const send = async <T>(method: string, path: string, body?: unknown, headers: Record<string, string> = {}): Promise<Reply<T>> => {
    const response = await fetch(url + path, {
      method, headers: { authorization: `Bearer ${secret}`, ...(method === 'GET' ? {} : { 'content-type': 'application/json', 'idempotency-key': randomUUID() }), ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const text = await response.text();
    return { status: response.status, headers: response.headers, body: (text === '' ? null : /json/.test(response.headers.get('content-type') ?? '') ? JSON.parse(text) : text) as T };
  };
  return { get: (path) => send('GET', path), post: (path, body, headers) => send('POST', path, body ?? {}, headers), put: (path, body, headers) => send('PUT', path, body ?? {}, headers), delete: (path) => send('DELETE', path, {}) };
}

export interface SpilOptions { windows?: Partial<Windows>; clock?: Clock | 'system'; start?: string }

/** Starts the server on a fresh database. The clock stands still at `start` unless another is given. */
export async function startSpil({ windows = {}, clock, start = '2026-03-02T09:00:00.000Z' }: SpilOptions = {}): Promise<Running> {
  const own = await testDatabase();
  const database = openDatabase({ url: own.url, max: 12 });
  const time: Clock = clock === 'system' ? systemClock : clock ?? settableClock(start);
  const app = buildApp({ database, clock: time, secret: 'a test secret', windows: { operators: new Map(), carriers: new Map(), geocoder: createGeocoder(), ...windows } });
  const server = await buildServer({ routes: app.routes, clock: time, authenticate: app.authenticate, ...checked, log: { error: (fields, message) => { process.stderr.write(`${message} ${JSON.stringify(fields)}\n`); } } });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  return {
    url, databaseUrl: own.url, database, app, clock: time,
    as: async (role, locations = null) => client(url, (await createKey(database, { name: `${String(role)} ${(locations ?? []).join(' ')}`.trim(), roles: Array.isArray(role) ? role : [role as Role], locations }, time.now())).secret),
    close: async () => {
      // Whatever a suite did, the books are whole after it.
      const { projections, ...scope } = auditScope();
      await expectWholeBooks(database, projections, scope).finally(() => server.close());
      await database.close();
      await own.close();
    },
  };
}
