/** The addresses of devices of a store: who works there, switching by PIN, and taking a device away. */
import { z } from 'zod';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { fromWire } from '../../kernel/ids.ts';
import { Colleagues, Device, Devices, Page, Switch } from './contract.ts';
import { cookieOf } from './cookies.ts';
import { colleagueOn, colleaguesOn, deviceOf, DEVICE_PREFIX, listDevices, revokeDevice } from './devices.ts';
import { checkPin } from './pins.ts';
import { identityProblems } from './problems.ts';
import { PERSON_PREFIX, placesOf } from './queries.ts';
import type { IdentityDeps } from './deps.ts';
import { refuseOthers } from './routes-sessions.ts';

const refused = (description: string) => ({ description, schema: Problem, contentType: 'application/problem+json' });
const tag = 'Accounts';

export function deviceRoutes({ database, authenticator, clock, sessions }: IdentityDeps): Route[] {
  const secretIn = (headers: Record<string, string | undefined>): string | undefined => cookieOf(headers['cookie'] ?? '', sessions.deviceCookieName);
  return [
    route({
      method: 'GET', path: '/auth/colleagues', operation: 'listColleagues', tag, summary: 'Who may switch on this device of a store, by its cookie', access: 'public',
      description: 'Without the cookie of a device nobody is told. A device becomes one by signing in with `sharedDevice`.',
      answers: { 200: { description: 'The people of the store, by name', schema: Colleagues } },
      handle: async ({ headers }) => {
        const device = await deviceOf(database, secretIn(headers), clock.now());
        if (!device) return ok({ device: null, people: [] });
        const [places, people] = await Promise.all([placesOf(database, device.locations), colleaguesOn(database, device)]);
        return ok({ device: { name: device.name, places }, people });
      },
    }),
    route({
      method: 'POST', path: '/auth/switch', operation: 'switchColleague', tag, summary: 'Signs a colleague in by PIN, on a device of their store', access: 'public', idempotent: false, body: Switch,
      description: 'The session has the rights of a store only, at the stores that are both the person\'s and the device\'s, and lasts a working day. Whoever was signed in on the device is signed out. After five wrong PINs none is taken for 15 minutes.',
      answers: { 204: { description: 'Signed in; GET /me says as whom', schema: null }, 401: refused('Not a device of a store, or the PIN is wrong'), 404: refused('Nobody of this store'), 409: refused('No PIN was set'), 429: refused('Too many wrong PINs') },
      handle: async ({ body, headers, request, reply }) => {
        refuseOthers(request);
        const now = clock.now();
        const secret = secretIn(headers);
        const device = await deviceOf(database, secret, now);
        if (!device || secret === undefined) throw identityProblems.device_unknown({ detail: 'This device is not, or not any more, one of a store. Sign in with e-mail address and password.' });
        const person = await colleagueOn(database, device, fromWire(PERSON_PREFIX, body.person));
        await checkPin(database, { person: person.id, name: person.name, device: device.id, pin: body.pin }, now);
        const cookie = headers['cookie'] ?? '';
        if (cookieOf(cookie, sessions.cookieName) !== undefined) await sessions.signOut(cookie);
        const answer = await sessions.signInByPin(person.id, device.id, { address: request.ip, agent: headers['user-agent'] ?? '' });
        if (answer.status !== 200) throw identityProblems.not_a_colleague({ detail: 'This account was taken away a moment ago.', field: 'person' });
        authenticator.forget();
        reply.header('set-cookie', [sessions.deviceCookie(secret), ...answer.cookies]);
        return { status: 204, body: undefined };
      },
    }),
    route({
      method: 'GET', path: '/devices', operation: 'listDevices', tag, summary: 'Devices of stores on which colleagues switch by PIN, newest first', access: ['administrator'], query: Page,
      answers: { 200: { description: 'One page', schema: Devices } },
      handle: async ({ query }) => ok(await listDevices(database, query)),
    }),
    route({
      method: 'POST', path: '/devices/{device}/revoke', operation: 'revokeDevice', tag, summary: 'Takes a device away: who is signed in on it is signed out everywhere within a second', access: ['administrator'], params: z.object({ device: z.string() }),
      answers: { 200: { description: 'The device, taken away', schema: Device }, 404: refused('No such device') },
      handle: async ({ params, context }) => {
        const id = fromWire(DEVICE_PREFIX, params.device);
        if (id === null) throw identityProblems.device_not_found({ detail: `"${params.device}" is not the id of a device, which looks like dev_01h….`, found: params.device });
        const { status, answer } = await revokeDevice(database, context, id);
        authenticator.forget();
        return { status, body: answer };
      },
    }),
  ];
}
