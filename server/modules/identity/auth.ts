/** better-auth on our own connection, as Spil configures it. Loaded when somebody first signs in: it is a third of what a server would hold in memory. */
import { betterAuth } from 'better-auth';
import { createAuthEndpoint } from 'better-auth/api';
import { setSessionCookie } from 'better-auth/cookies';
import { Kysely, PostgresAdapter, PostgresIntrospector, PostgresQueryCompiler } from 'kysely';
import type { CompiledQuery, DatabaseConnection, Dialect, Driver, QueryResult } from 'kysely';
import { z } from 'zod';
import type { Database, Row } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';


export interface SessionOptions {
  /** Signs the cookies; at least 32 characters. Another secret signs everybody out. */
  secret: string;
  /** Where people reach Spil, e.g. https://spil.example.nl: cookies are secure when it is https. */
  url: string;
}

/** Days a session lasts without being used, and how often its end is moved while it is used. */
const SESSION_SECONDS = 7 * 24 * 3600;
const REFRESH_SECONDS = 24 * 3600;

/** What better-auth expects as Date comes from our connection as RFC 3339 text. */
const dated = (row: Row): Row => Object.fromEntries(Object.entries(row).map(([name, value]) => [name, name.endsWith('_at') && typeof value === 'string' ? new Date(value) : value]));

/** Kysely on our own pool: better-auth writes one row at a time and needs no transaction. */
function dialectOf(database: Database): Dialect {
  const connection: DatabaseConnection = {
    executeQuery: async <R>(compiled: CompiledQuery): Promise<QueryResult<R>> => {
      const node = compiled.query;
      const changes = node.kind === 'UpdateQueryNode' || node.kind === 'DeleteQueryNode';
      const silent = changes && 'returning' in node && node.returning === undefined || (changes && !('returning' in node));
      const rows = await database.query(silent ? `${compiled.sql} returning 1 as one` : compiled.sql, compiled.parameters);
      return silent ? { rows: [], numAffectedRows: BigInt(rows.length) } : { rows: rows.map(dated) as R[], numAffectedRows: BigInt(rows.length) };
    },
    async *streamQuery() { throw new Error('accounts are not streamed'); },
  };
  const refuse = async (): Promise<void> => { throw new Error('accounts are written without transactions'); };
  const driver: Driver = {
    init: async () => undefined, acquireConnection: async () => connection, releaseConnection: async () => undefined, destroy: async () => undefined,
    beginTransaction: refuse, commitTransaction: refuse, rollbackTransaction: refuse,
  };
  return { createAdapter: () => new PostgresAdapter(), createDriver: () => driver, createIntrospector: (db) => new PostgresIntrospector(db), createQueryCompiler: () => new PostgresQueryCompiler() };
}

/** Begins a session of a person whose PIN was proven already, as signing in by password does; it is no address of its own. */
const pinSignIn = {
  id: 'pin',
  endpoints: {
    signInByPin: createAuthEndpoint('/sign-in/pin', { method: 'POST', body: z.object({ person: z.string(), device: z.string() }), metadata: { SERVER_ONLY: true } }, async (ctx) => {
      const { person, device } = ctx.body;
      const user = await ctx.context.internalAdapter.findUserById(person);
      if (!user) return ctx.json({ signedIn: false }, { status: 404 });
      const session = await ctx.context.internalAdapter.createSession(person, false, { device, byPin: true });
      await setSessionCookie(ctx, { session, user });
      return ctx.json({ signedIn: true });
    }),
  },
};

/** better-auth as configured for Spil: e-mail and password (scrypt), nobody can sign up by themselves, rate limits are our own. */
export function configured(database: Database, { secret, url }: SessionOptions) {
  return betterAuth({
    appName: 'Spil', baseURL: url, basePath: '/auth', secret,
    database: { db: new Kysely<never>({ dialect: dialectOf(database) }), type: 'postgres', schemaName: 'identity' },
    emailAndPassword: { enabled: true, disableSignUp: true, minPasswordLength: 10, maxPasswordLength: 128 },
    user: { modelName: 'person', fields: { emailVerified: 'email_verified', createdAt: 'created_at', updatedAt: 'updated_at' } },
    session: {
      expiresIn: SESSION_SECONDS, updateAge: REFRESH_SECONDS,
      fields: { userId: 'person_id', expiresAt: 'expires_at', ipAddress: 'ip_address', userAgent: 'user_agent', createdAt: 'created_at', updatedAt: 'updated_at' },
      additionalFields: { device: { type: 'string', required: false, input: false, fieldName: 'device_id' }, byPin: { type: 'boolean', required: false, input: false, fieldName: 'by_pin' } },
    },
    plugins: [pinSignIn],
    account: {
      fields: {
        userId: 'person_id', accountId: 'account_id', providerId: 'provider_id', accessToken: 'access_token', refreshToken: 'refresh_token', idToken: 'id_token',
        accessTokenExpiresAt: 'access_token_expires_at', refreshTokenExpiresAt: 'refresh_token_expires_at', createdAt: 'created_at', updatedAt: 'updated_at',
      },
    },
    verification: { fields: { expiresAt: 'expires_at', createdAt: 'created_at', updatedAt: 'updated_at' } },
    rateLimit: { enabled: false },
    telemetry: { enabled: false },
    logger: { disabled: true },
    advanced: {
      cookiePrefix: 'spil', useSecureCookies: url.startsWith('https:'), database: { generateId: () => newId() },
      defaultCookieAttributes: { sameSite: 'lax', httpOnly: true },
      ipAddress: { ipAddressHeaders: ['x-client-address'] },
    },
  });
}
