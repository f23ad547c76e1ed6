/** People's passwords and sessions: sign in by password or PIN, sign out, change the password, and whom a cookie stands for. */
import { randomBytes } from 'node:crypto';
import type { Database } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { configured, SessionOptions } from './auth.ts';

export interface SessionAnswer { status: number; cookies: string[]; body: Record<string, unknown> }

const answerOf = async (response: Response): Promise<SessionAnswer> => {
  const text = await response.text();
  const body: unknown = text === '' ? {} : JSON.parse(text);
  return { status: response.status, cookies: response.headers.getSetCookie(), body: typeof body === 'object' && body !== null ? body as Record<string, unknown> : {} };
};

/** Where somebody signs in from. */
export interface Client { address: string; agent: string }

/** A session that a cookie stands for: whose, its row, and whether a PIN began it. */
export interface Session { person: Uuid; id: Uuid; byPin: boolean }

export interface Sessions {
  cookieName: string;
  /** Name of the cookie that a device keeps after signing out. */
  deviceCookieName: string;
  /** The header that gives a device its secret, or with null takes it away. */
  deviceCookie(secret: string | null): string;
  signIn(email: string, password: string, client: Client): Promise<SessionAnswer>;
  /** Begins a session of somebody whose PIN was right, on this device. */
  signInByPin(person: Uuid, device: Uuid, client: Client): Promise<SessionAnswer>;
  signOut(cookie: string): Promise<SessionAnswer>;
  changePassword(cookie: string, currentPassword: string, newPassword: string): Promise<SessionAnswer>;
  /** Whether this is the password of the person whom the cookie stands for. */
  isPassword(cookie: string, password: string): Promise<boolean>;
  /** The session that a Cookie header stands for; null when its signature, session or time is not right. */
  sessionOf(cookie: string): Promise<Session | null>;
}

/** A secret for a device: 256 bits of chance. */
export const newDeviceSecret = (): string => randomBytes(32).toString('base64url');

/** The longest that browsers keep a cookie (400 days, RFC 6265bis section 5.5); it is given anew at each sign-in. */
const DEVICE_SECONDS = 400 * 24 * 3600;

/** Opens the sessions on the database; one per process. */
export function openSessions(database: Database, options: SessionOptions): Sessions {
  if (options.secret.length < 32) throw new RangeError('the secret that signs sessions has at least 32 characters');
  let made: Promise<ReturnType<typeof configured>> | null = null;
  const auth = (): Promise<ReturnType<typeof configured>> => (made ??= import('./auth.ts').then((engine) => engine.configured(database, options)));
  const withCookie = (cookie: string): Headers => new Headers({ cookie });
  const secure = options.url.startsWith('https:');
  const prefix = secure ? '__Secure-' : '';
  const from = ({ address, agent }: Client): Headers => new Headers({ 'x-client-address': address, 'user-agent': agent });
  return {
    cookieName: `${prefix}spil.session_token`,
    deviceCookieName: `${prefix}spil.device`,
    deviceCookie: (secret) => `${prefix}spil.device=${secret ?? ''}; Path=/; Max-Age=${secret === null ? 0 : DEVICE_SECONDS}; HttpOnly; SameSite=Lax${secure ? '; Secure' : ''}`,
    signIn: async (email, password, client) => answerOf(await (await auth()).api.signInEmail({ body: { email, password }, headers: from(client), asResponse: true })),
    signInByPin: async (person, device, client) => answerOf(await (await auth()).api.signInByPin({ body: { person, device }, headers: from(client), asResponse: true })),
    signOut: async (cookie) => answerOf(await (await auth()).api.signOut({ headers: withCookie(cookie), asResponse: true })),
    changePassword: async (cookie, currentPassword, newPassword) => answerOf(await (await auth()).api.changePassword({ body: { currentPassword, newPassword, revokeOtherSessions: true }, headers: withCookie(cookie), asResponse: true })),
    isPassword: async (cookie, password) => (await answerOf(await (await auth()).api.verifyPassword({ body: { password }, headers: withCookie(cookie), asResponse: true }))).status === 200,
    sessionOf: async (cookie) => {
      const found = await (await auth()).api.getSession({ headers: withCookie(cookie) });
      return found ? { person: found.user.id, id: found.session.id, byPin: found.session.byPin === true } : null;
    },
  };
}
