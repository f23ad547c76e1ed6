/** A running Spil with the feed's addresses, its followers at hand, and clients by role. */
import type { Database } from '../../server/kernel/database.ts';
import { buildServer } from '../../server/kernel/http.ts';
import type { Role, Route } from '../../server/kernel/http.ts';
import { knownEvents } from '../../server/app.ts';
import { authenticator, createKey } from '../../server/modules/identity/index.ts';
import { createStream, feedRoutes } from '../../server/modules/feed/index.ts';
import type { Stream } from '../../server/modules/feed/index.ts';
import { checked } from './examples.ts';
import { client, startSpil } from './spil.ts';
import type { Client, Running, SpilOptions } from './spil.ts';

export interface FeedRunning extends Running {
  stream: Stream;
  /** Where the feed's own addresses are. */
  feedUrl: string;
  feedAs(role: Role | readonly Role[], locations?: readonly string[] | null): Promise<Client>;
  secretFor(role: Role, locations?: readonly string[] | null): Promise<string>;
}

/**
 * Waits until every event there is may be read. The feed is gated on the oldest running transaction of the whole cluster, and tests in other
 * databases of it have theirs open now and then.
 */
export async function settled({ database }: { database: Database }): Promise<void> {
  for (;;) {
    const [row] = await database.query<{ open: boolean }>('select exists (select 1 from books.event where xid >= pg_snapshot_xmin(pg_current_snapshot())) as open');
    if (row?.open === false) return;
  }
}

export const SECRET = 'a test secret';

/** Starts Spil and, beside it on the same database, the addresses of the feed. `extra` are further routes. */
export async function startFeed({ extra, stream: given, ...options }: SpilOptions & { extra?: (spil: Running) => Route[]; stream?: { most?: number } } = {}): Promise<FeedRunning> {
  const spil = await startSpil(options);
  const stream = createStream({ database: spil.database, ...given });
  const routes = [...feedRoutes({ database: spil.database, clock: spil.clock, books: spil.app.books, stream, types: knownEvents(), source: '/spil', secret: SECRET, webhooks: { allowLoopback: true } }), ...(extra?.(spil) ?? [])];
  const server = await buildServer({ routes, clock: spil.clock, authenticate: authenticator(spil.database, spil.clock), ...checked, log: { error: (fields, message) => { process.stderr.write(`${message} ${JSON.stringify(fields)}\n`); } } });
  const feedUrl = await server.listen({ host: '127.0.0.1', port: 0 });
  const secretFor = async (role: Role | readonly Role[], locations: readonly string[] | null = null): Promise<string> =>
    (await createKey(spil.database, { name: `feed ${String(role)}`, roles: Array.isArray(role) ? role : [role as Role], locations }, spil.clock.now())).secret;
  return {
    ...spil, stream, feedUrl, secretFor,
    feedAs: async (role, locations = null) => client(feedUrl, await secretFor(role, locations)),
    close: async () => {
      await stream.stop();
      await server.close();
      await spil.close();
    },
  };
}
