/** The addresses of signing in and out, and of one's own account: who one is, password, PIN and language. */
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Actor } from '../../kernel/command.ts';
import type { Route, RouteInput } from '../../kernel/http.ts';
import { fromWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { kernelProblems } from '../../kernel/problem.ts';
import { checkAttempts, countFailure, forgetFailures } from './attempts.ts';
import { LanguageChange, Me, PasswordChange, PinChange, SignIn } from './contract.ts';
import { cookieOf, fromOurPages } from './cookies.ts';
import { deviceOf, enrolDevice, onDevice } from './devices.ts';
import { ownActions } from './permissions.ts';
import { clearPin, setPin } from './pins.ts';
import { identityProblems } from './problems.ts';
import { PERSON_PREFIX, placesOf, preferencesOf } from './queries.ts';
import type { IdentityDeps } from './deps.ts';

const refused = (description: string) => ({ description, schema: Problem, contentType: 'application/problem+json' });
const done = { status: 204, body: undefined };

/** A form of another site must not sign anybody in or out here. */
export function refuseOthers(request: RouteInput<unknown, unknown, unknown>['request']): void {
  if (!fromOurPages(request)) throw kernelProblems.unauthenticated({ detail: 'This request came from another site. Sign in on the page of Spil itself.' });
}

/** The person who acts; refuses programs. */
function ownerOf(actor: Actor): Uuid {
  const id = actor.kind === 'person' ? fromWire(PERSON_PREFIX, actor.id) : null;
  if (id === null) throw identityProblems.not_a_person({ detail: 'An API key has neither password, PIN nor language. Sign in as a person.' });
  return id;
}

export const sessionRoutes = (deps: IdentityDeps): Route[] => [...doorRoutes(deps), ...ownRoutes(deps)];

function doorRoutes({ database, authenticator, clock, sessions }: IdentityDeps): Route[] {
  return [
    route({
      method: 'POST', path: '/auth/sign-in', operation: 'signIn', tag: 'Accounts', summary: 'Signs a person in by e-mail address and password; the session is a cookie', access: 'public', idempotent: false, body: SignIn,
      answers: { 204: { description: 'Signed in; GET /me says as whom', schema: null }, 401: refused('Wrong e-mail address or password'), 429: refused('Too many wrong passwords') },
      handle: async ({ body, request, headers, reply }) => {
        refuseOthers(request);
        const now = clock.now();
        const agent = headers['user-agent'] ?? '';
        await checkAttempts(database, body.email, request.ip, now);
        const answer = await sessions.signIn(body.email, body.password, { address: request.ip, agent });
        if (answer.status !== 200) {
          await countFailure(database, body.email, request.ip, now);
          throw identityProblems.wrong_credentials({ detail: 'Check the e-mail address and the password. Without a working password, ask an administrator for a new one.' });
        }
        await forgetFailures(database, body.email, request.ip);
        const person = (answer.body['user'] as { id: Uuid }).id;
        const secret = cookieOf(headers['cookie'] ?? '', sessions.deviceCookieName);
        const enrolled = body.sharedDevice ? await enrolDevice(database, { person, agent, secret }, now) : null;
        const device = enrolled?.device ?? await deviceOf(database, secret, now);
        if (device) await onDevice(database, String(answer.body['token']), device.id);
        reply.header('set-cookie', [...(enrolled ? [sessions.deviceCookie(enrolled.secret)] : []), ...answer.cookies]);
        return done;
      },
    }),
    route({
      method: 'POST', path: '/auth/sign-out', operation: 'signOut', tag: 'Accounts', summary: 'Ends the session; a device of the store stays one', access: 'anyone', idempotent: false,
      answers: { 204: { description: 'Signed out', schema: null } },
      handle: async ({ headers, reply }) => {
        const answer = await sessions.signOut(headers['cookie'] ?? '');
        authenticator.forget();
        reply.header('set-cookie', answer.cookies);
        return done;
      },
    }),
    route({
      method: 'POST', path: '/auth/change-password', operation: 'changePassword', tag: 'Accounts', summary: "Changes one's own password and ends all other sessions", access: 'anyone', idempotent: false, body: PasswordChange,
      answers: { 204: { description: 'Changed', schema: null }, 401: refused('The current password is wrong'), 403: refused('Not a person'), 422: refused('Not a usable password'), 429: refused('Too many wrong passwords') },
      handle: async ({ body, headers, actor, request, reply }) => {
        ownerOf(actor);
        const cookie = headers['cookie'] ?? '';
        const secret = cookieOf(cookie, sessions.deviceCookieName);
        await checkAttempts(database, actor.id, request.ip, clock.now());
        const answer = await sessions.changePassword(cookie, body.currentPassword, body.newPassword);
        if (answer.status !== 200) {
          if (answer.body['code'] !== 'INVALID_PASSWORD') throw identityProblems.password_refused({ detail: String(answer.body['message'] ?? 'The password was refused.'), field: 'newPassword' });
          await countFailure(database, actor.id, request.ip, clock.now());
          throw identityProblems.wrong_credentials({ detail: 'The current password is wrong.', field: 'currentPassword' });
        }
        authenticator.forget();
        // The session is a new one: it ends with the device as the one before did.
        const device = await deviceOf(database, secret, clock.now());
        if (device) await onDevice(database, String(answer.body['token']), device.id);
        reply.header('set-cookie', answer.cookies);
        return done;
      },
    }),
  ];
}

function ownRoutes({ database, authenticator, clock, sessions }: IdentityDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/me', operation: 'whoAmI', tag: 'Accounts', summary: 'Who is signed in, and what that account may do', access: 'anyone',
      answers: { 200: { description: 'The account', schema: Me } },
      handle: async ({ actor, headers }) => {
        const cookie = headers['cookie'] ?? '';
        const person = actor.kind === 'person' ? fromWire(PERSON_PREFIX, actor.id) : null;
        const [session, device, { language, hasPin }, places] = await Promise.all([
          person === null ? null : sessions.sessionOf(cookie), deviceOf(database, cookieOf(cookie, sessions.deviceCookieName), clock.now()),
          person === null ? { language: null, hasPin: false } : preferencesOf(database, person), actor.locations === 'all' ? null : placesOf(database, actor.locations),
        ]);
        const via = session === null ? 'key' as const : session.byPin ? 'pin' as const : 'password' as const;
        return ok({
          kind: actor.kind, id: actor.id, name: actor.name, roles: actor.roles, locations: actor.locations, places, via, language, hasPin,
          device: device && { name: device.name, places: await placesOf(database, device.locations) },
          can: ownActions({ kind: actor.kind, worksInStore: actor.roles.includes('store'), hasPin, onDevice: device !== null }),
        });
      },
    }),
    route({
      method: 'PUT', path: '/me/language', operation: 'chooseLanguage', tag: 'Accounts', summary: 'The language in which one reads the screens', access: 'anyone', idempotent: false, body: LanguageChange,
      answers: { 204: { description: 'Kept', schema: null }, 403: refused('Not a person') },
      handle: async ({ body, actor }) => {
        await database.query('update identity.person set language = $2 where id = $1', [ownerOf(actor), body.language]);
        return done;
      },
    }),
    route({
      // A kept request would keep a hash of the PIN under its key; setting it twice does no harm.
      method: 'PUT', path: '/auth/pin', operation: 'setPin', tag: 'Accounts', summary: "Sets one's own PIN, by which one switches on a device of the store", access: 'anyone', idempotent: false, body: PinChange,
      answers: { 204: { description: 'Set', schema: null }, 401: refused('The password is missing or wrong'), 403: refused('Not a person'), 409: refused('Not for this account'), 422: refused('A PIN that is tried first'), 429: refused('Too many wrong passwords') },
      handle: async ({ body, headers, actor, request }) => {
        const person = ownerOf(actor);
        if (!actor.roles.includes('store')) throw identityProblems.pin_not_for_you({ detail: 'A PIN gives the rights of a store, and your account has none. Sign in with your password.', found: actor.roles, expected: ['store'] });
        const cookie = headers['cookie'] ?? '';
        if (body.currentPassword === undefined) {
          if ((await sessions.sessionOf(cookie))?.byPin !== false) throw identityProblems.password_needed({ detail: 'You are signed in by PIN. Give your password to set another PIN.', field: 'currentPassword' });
        } else {
          await checkAttempts(database, actor.id, request.ip, clock.now());
          if (!await sessions.isPassword(cookie, body.currentPassword)) {
            await countFailure(database, actor.id, request.ip, clock.now());
            throw identityProblems.wrong_credentials({ detail: 'The current password is wrong.', field: 'currentPassword' });
          }
          await forgetFailures(database, actor.id, request.ip);
        }
        await setPin(database, person, body.pin, clock.now());
        return done;
      },
    }),
    route({
      method: 'DELETE', path: '/auth/pin', operation: 'clearPin', tag: 'Accounts', summary: "Takes one's own PIN away", access: 'anyone', idempotent: false,
      answers: { 204: { description: 'There is none any more', schema: null }, 403: refused('Not a person') },
      handle: async ({ actor }) => {
        await clearPin(database, ownerOf(actor));
        authenticator.forget();
        return done;
      },
    }),
  ];
}
