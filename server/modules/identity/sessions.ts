/** People's passwords and sessions: sign in, out, change the password, and whom a cookie stands for. */
import type { Database } from '../../kernel/database.ts';
import type { configured } from './auth.ts';

export interface SessionOptions {
  /** Signs the cookies; at least 32 characters. Another secret signs everybody out. */
  secret: string;
  /** Where people reach Spil, e.g. https://spil.example.nl: cookies are secure when it is https. */
  url: string;
}

export interface SessionAnswer { status: number; cookies: string[]; body: Record<string, unknown> }

const answerOf = async (response: Response): Promise<SessionAnswer> => {
  const text = await response.text();
  const body: unknown = text === '' ? {} : JSON.parse(text);
  return { status: response.status, cookies: response.headers.getSetCookie(), body: typeof body === 'object' && body !== null ? body as Record<string, unknown> : {} };
};

export interface Sessions {
  cookieName: string;
  signIn(email: string, password: string, client: { address: string; agent: string }): Promise<SessionAnswer>;
  signOut(cookie: string): Promise<SessionAnswer>;
  changePassword(cookie: string, currentPassword: string, newPassword: string): Promise<SessionAnswer>;
  /** The person's id that a Cookie header stands for; null when its signature, session or time is not right. */
  personOf(cookie: string): Promise<string | null>;
}

/** Opens the sessions on the database; one per process. */
export function openSessions(database: Database, options: SessionOptions): Sessions {
  if (options.secret.length < 32) throw new RangeError('the secret that signs sessions has at least 32 characters');
  let made: Promise<ReturnType<typeof configured>> | null = null;
  const auth = (): Promise<ReturnType<typeof configured>> => (made ??= import('./auth.ts').then((engine) => engine.configured(database, options)));
  const withCookie = (cookie: string): Headers => new Headers({ cookie });
  return {
    cookieName: `${options.url.startsWith('https:') ? '__Secure-' : ''}spil.session_token`,
    signIn: async (email, password, { address, agent }) => answerOf(await (await auth()).api.signInEmail({ body: { email, password }, headers: new Headers({ 'x-client-address': address, 'user-agent': agent }), asResponse: true })),
    signOut: async (cookie) => answerOf(await (await auth()).api.signOut({ headers: withCookie(cookie), asResponse: true })),
    changePassword: async (cookie, currentPassword, newPassword) => answerOf(await (await auth()).api.changePassword({ body: { currentPassword, newPassword, revokeOtherSessions: true }, headers: withCookie(cookie), asResponse: true })),
    personOf: async (cookie) => (await (await auth()).api.getSession({ headers: withCookie(cookie) }))?.user.id ?? null,
  };
}
