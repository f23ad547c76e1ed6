/** A device of a store against a real database: colleagues switch by PIN, few wrong ones are taken, and what a PIN opens is the shop floor only. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { settableClock } from '../../kernel/clock.ts';
import { openDatabase } from '../../kernel/database.ts';
import type { Database } from '../../kernel/database.ts';
import { buildServer } from '../../kernel/http.ts';
import { smallCompany } from '../../../tests/support/company.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import type { TestDatabase } from '../../../tests/support/database.ts';
import { checked } from '../../../tests/support/examples.ts';
import { authenticator, createKey, createPerson, identityRoutes, openSessions } from './index.ts';

const URL_ = 'https://spil.example.nl';
const PASSWORD = 'paardenbloem 17';
const clock = settableClock('2026-03-02T09:00:00.000Z');
let own: TestDatabase;
let database: Database;
let app: FastifyInstance;
let admin: string;
let serial = 0;
const ids = new Map<string, string>();

beforeAll(async () => {
  own = await testDatabase();
  database = openDatabase({ url: own.url, max: 6 });
  await smallCompany(database);
  const sessions = openSessions(database, { secret: 'a secret for tests that is long enough', url: URL_ });
  const authenticate = authenticator(database, clock, sessions);
  app = await buildServer({ routes: identityRoutes({ database, clock, sessions, authenticator: authenticate }), clock, authenticate, ...checked });
  ({ secret: admin } = await createKey(database, { name: 'Tests', roles: ['administrator'], locations: null }));
  const people = [
    ['sanne', ['store'], ['utrecht'], '4711'], ['daan', ['store', 'operations'], ['utrecht', 'zeist'], '8305'], ['noor', ['store'], ['utrecht'], null],
    ['femke', ['store'], ['zeist'], '2907'], ['karin', ['administrator'], null, null], ['yas', ['service'], ['utrecht'], null],
  ] as const;
  for (const [name, roles, locations, pin] of people) ids.set(name, (await createPerson(database, { name, email: `${name}@vandalen.example`, roles: [...roles], locations: locations && [...locations], password: PASSWORD, pin }, clock.now())).id);
});
afterAll(async () => {
  await app.close();
  await database.close();
  await own.close();
});
/** Each case begins a day later, so that no lock of another one is left. */
beforeEach(() => clock.advance(25 * 60 * 60_000));

/** A browser: it keeps the cookies it is given. */
function browser() {
  const jar = new Map<string, string>();
  const send = async (method: 'GET' | 'POST' | 'PUT' | 'DELETE', url: string, body?: unknown, headers: Record<string, string> = {}) => {
    const answer = await app.inject({
      method, url, ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
      headers: { host: 'spil.example.nl', 'user-agent': 'Mozilla/5.0 (iPad; CPU OS 17_5 like Mac OS X) Safari/604.1', ...(jar.size > 0 ? { cookie: [...jar].map(([name, value]) => `${name}=${value}`).join('; ') } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }), 'idempotency-key': `test-${serial += 1}`, ...headers },
    });
    const given = [answer.headers['set-cookie'] ?? []].flat();
    for (const line of given) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? [];
      if (/max-age=0/i.test(line)) jar.delete(name);
      else jar.set(name, value);
    }
    return { status: answer.statusCode, body: (answer.body === '' ? {} : answer.json()) as Record<string, unknown>, given, headers: answer.headers };
  };
  return {
    jar, get: (url: string) => send('GET', url), post: (url: string, body?: unknown, headers?: Record<string, string>) => send('POST', url, body, headers), put: (url: string, body: unknown) => send('PUT', url, body), remove: (url: string) => send('DELETE', url),
    signIn: (name: string, sharedDevice = true) => send('POST', '/auth/sign-in', { email: `${name}@vandalen.example`, password: PASSWORD, sharedDevice }),
    switchTo: (name: string, pin: string, headers?: Record<string, string>) => send('POST', '/auth/switch', { person: ids.get(name) ?? name, pin }, headers),
    me: async () => (await send('GET', '/me')).body,
  };
}
const asAdmin = (method: 'GET' | 'POST' | 'DELETE' | 'PUT', url: string) => app.inject({ method, url, headers: { authorization: `Bearer ${admin}`, 'idempotency-key': `admin-${serial += 1}` } });

describe('a device of a store', () => {
  it('comes to be by a password, lives on after signing out, and tells who works there and no more', async () => {
    const tablet = browser();
    expect((await tablet.get('/auth/colleagues')).body).toEqual({ device: null, people: [] });
    const signedIn = await tablet.signIn('sanne');
    const line = signedIn.given.find((one) => one.startsWith('__Secure-spil.device='));
    expect(line).toMatch(/HttpOnly; SameSite=Lax; Secure$/);
    expect((await tablet.me())).toMatchObject({ via: 'password', places: [{ code: 'utrecht', name: 'Utrecht' }], device: { name: 'iPad, Safari', places: [{ code: 'utrecht', name: 'Utrecht' }] }, hasPin: true, can: ['changePassword', 'setLanguage', 'setPin', 'clearPin', 'switch'] });
    expect((await tablet.post('/auth/sign-out')).status).toBe(204);
    expect((await tablet.get('/me')).status).toBe(401);
    expect((await tablet.get('/auth/colleagues')).body).toEqual({
      device: { name: 'iPad, Safari', places: [{ code: 'utrecht', name: 'Utrecht' }] },
      people: [{ id: ids.get('daan'), name: 'daan', hasPin: true }, { id: ids.get('noor'), name: 'noor', hasPin: false }, { id: ids.get('sanne'), name: 'sanne', hasPin: true }],
    });
  });

  it('is not made without being asked for, nor by who works in no store, and its secret is kept nowhere', async () => {
    const [home, office, tablet] = [browser(), browser(), browser()];
    await home.signIn('sanne', false);
    await office.signIn('karin');
    for (const one of [home, office]) expect([...one.jar.keys()]).toEqual(['__Secure-spil.session_token']);
    await tablet.signIn('sanne');
    const secret = tablet.jar.get('__Secure-spil.device') ?? '';
    expect(secret).toMatch(/^[\w-]{43}$/);
    const [kept] = await database.query<{ n: number }>(`select count(*)::int as n from identity.device where row_to_json(device)::text like '%' || $1 || '%'`, [secret]);
    expect(kept?.n).toBe(0);
    await tablet.signIn('sanne');
    expect(tablet.jar.get('__Secure-spil.device')).toBe(secret);
    await tablet.signIn('femke');
    expect(tablet.jar.get('__Secure-spil.device')).not.toBe(secret);
    expect((await tablet.get('/auth/colleagues')).body['people']).toMatchObject([{ name: 'daan' }, { name: 'femke' }]);
  });

  it('lets a colleague switch by PIN, with the rights of a store only and at the places of both, and signs out who was there', async () => {
    const tablet = browser();
    await tablet.signIn('sanne');
    const before = tablet.jar.get('__Secure-spil.session_token');
    expect((await tablet.switchTo('daan', '8305')).status).toBe(204);
    expect(await tablet.me()).toMatchObject({ name: 'daan', roles: ['store'], locations: ['utrecht'], via: 'pin' });
    const old = browser();
    old.jar.set('__Secure-spil.session_token', before ?? '');
    expect((await old.get('/me')).status).toBe(401);
    const desk = browser();
    await desk.signIn('daan', false);
    expect(await desk.me()).toMatchObject({ roles: ['store', 'operations'], locations: ['utrecht', 'zeist'], via: 'password', device: null });
  });

  it('refuses who works elsewhere, who is unknown, who has no PIN, and every other device', async () => {
    const tablet = browser();
    await tablet.signIn('sanne');
    for (const other of ['femke', 'karin', 'yas', 'per_01h2xcejqtf2nbrexx3vqjhp41', 'nobody']) expect([other, await tablet.switchTo(other, '2907')]).toEqual([other, expect.objectContaining({ status: 404 })]);
    expect((await tablet.switchTo('noor', '1234')).body).toMatchObject({ code: 'identity.no_pin' });
    const stranger = browser();
    expect((await stranger.switchTo('sanne', '4711')).body).toMatchObject({ code: 'identity.device_unknown' });
    stranger.jar.set('__Secure-spil.device', 'x'.repeat(43));
    expect((await stranger.switchTo('sanne', '4711')).status).toBe(401);
    expect((await tablet.switchTo('sanne', '4711', { origin: 'https://evil.example' })).status).toBe(401);
    expect((await tablet.switchTo('sanne', '4711', { 'sec-fetch-site': 'cross-site' })).status).toBe(401);
    expect((await tablet.switchTo('sanne', '4711', { origin: URL_, 'sec-fetch-site': 'same-origin' })).status).toBe(204);
  });

  it('takes five wrong PINs, however many come at once, then none for a quarter of an hour', async () => {
    const tablet = browser();
    await tablet.signIn('sanne');
    await tablet.post('/auth/sign-out');
    expect((await tablet.switchTo('sanne', '0001')).body).toMatchObject({ code: 'identity.wrong_pin', found: { triesLeft: 4 } });
    expect((await tablet.switchTo('sanne', '4711')).status).toBe(204);
    clock.advance(60_000);
    const answers = await Promise.all(Array.from({ length: 20 }, (_, guess) => tablet.switchTo('sanne', `90${String(guess).padStart(2, '0')}`)));
    expect(answers.filter(({ body }) => body['code'] === 'identity.wrong_pin')).toHaveLength(4);
    expect(answers.filter(({ body }) => body['code'] === 'identity.pin_locked')).toHaveLength(16);
    const locked = await tablet.switchTo('sanne', '4711');
    expect([locked.status, Number(locked.headers['retry-after'])]).toEqual([429, 15 * 60]);
    expect((await tablet.switchTo('daan', '8305')).status).toBe(204);
    const other = browser();
    await other.signIn('sanne');
    expect((await other.switchTo('sanne', '4711')).status).toBe(204);
    clock.advance(15 * 60_000 - 1);
    expect((await tablet.switchTo('sanne', '4711')).status).toBe(429);
    clock.advance(1);
    expect((await tablet.switchTo('sanne', '4711')).status).toBe(204);
  });

  it('takes thirty wrong PINs of a person in a day, on whatever devices', async () => {
    const codes: unknown[] = [];
    for (let round = 0; round < 7; round += 1) {
      const tablet = browser();
      await tablet.signIn('daan');
      for (let guess = 0; guess < 5; guess += 1) codes.push((await tablet.switchTo('daan', '0001')).body['code']);
    }
    expect(codes.slice(0, 30)).toEqual(Array.from({ length: 30 }, (_, guess) => (guess % 5 === 4 ? 'identity.pin_locked' : 'identity.wrong_pin')));
    expect(codes.slice(30)).toEqual(Array.from({ length: 5 }, () => 'identity.pin_locked'));
    const tablet = browser();
    await tablet.signIn('daan');
    expect((await tablet.switchTo('daan', '8305')).status).toBe(429);
    clock.advance(24 * 60 * 60_000);
    expect((await tablet.switchTo('daan', '8305')).status).toBe(204);
  });

  it('is taken away by an administrator: nobody switches on it, and who is signed in there is signed out, whichever way', async () => {
    const tablet = browser();
    await tablet.signIn('sanne');
    const [newest] = ((await asAdmin('GET', '/devices?limit=1')).json() as { items: { id: string; name: string; enrolledBy: string; can: string[] }[] }).items;
    expect(newest).toMatchObject({ name: 'iPad, Safari', enrolledBy: 'sanne', locations: ['utrecht'], revokedAt: null, can: ['revoke'] });
    expect((await tablet.get('/me')).status).toBe(200);
    const taken = await asAdmin('POST', `/devices/${newest?.id}/revoke`);
    expect(taken.json()).toMatchObject({ revokedAt: clock.now(), revokedBy: 'Tests', can: [] });
    expect((await tablet.get('/me')).status).toBe(401);
    expect((await tablet.switchTo('sanne', '4711')).body).toMatchObject({ code: 'identity.device_unknown' });
    expect((await tablet.get('/auth/colleagues')).body).toEqual({ device: null, people: [] });
    expect((await asAdmin('POST', '/devices/dev_01h2xcejqtf2nbrexx3vqjhp41/revoke')).statusCode).toBe(404);
    const first = (await asAdmin('GET', '/devices?limit=2')).json() as { items: { id: string }[]; next: string };
    const second = (await asAdmin('GET', `/devices?limit=2&after=${first.next}`)).json() as { items: { id: string }[] };
    expect(new Set([...first.items, ...second.items].map(({ id }) => id)).size).toBe(4);
  });
});

describe('a PIN', () => {
  it('is set with a password session, by PIN only with the password, and not one that is tried first', async () => {
    const tablet = browser();
    await tablet.signIn('noor');
    expect((await tablet.put('/auth/pin', { pin: '1234' })).body).toMatchObject({ code: 'identity.pin_refused' });
    expect((await tablet.put('/auth/pin', { pin: '12' })).status).toBe(400);
    expect((await tablet.put('/auth/pin', { pin: '6183' })).status).toBe(204);
    expect((await tablet.switchTo('noor', '6183')).status).toBe(204);
    expect((await tablet.put('/auth/pin', { pin: '7290' })).body).toMatchObject({ code: 'identity.password_needed' });
    expect((await tablet.put('/auth/pin', { pin: '7290', currentPassword: 'not this one' })).body).toMatchObject({ code: 'identity.wrong_credentials' });
    expect((await tablet.put('/auth/pin', { pin: '7290', currentPassword: PASSWORD })).status).toBe(204);
    expect((await tablet.switchTo('noor', '7290')).status).toBe(204);
    expect((await tablet.remove('/auth/pin')).status).toBe(204);
    expect((await tablet.get('/me')).status).toBe(401);
    expect((await tablet.switchTo('noor', '7290')).body).toMatchObject({ code: 'identity.no_pin' });
  });

  it('is for people of a store, and kept as a hash', async () => {
    const desk = browser();
    await desk.signIn('yas');
    expect((await desk.put('/auth/pin', { pin: '6183' })).body).toMatchObject({ code: 'identity.pin_not_for_you' });
    expect((await app.inject({ method: 'PUT', url: '/auth/pin', payload: '{"pin":"6183"}', headers: { authorization: `Bearer ${admin}`, 'content-type': 'application/json' } })).json()).toMatchObject({ code: 'identity.not_a_person' });
    const [kept] = await database.query<{ hash: string }>('select hash from identity.pin where person_id = (select id from identity.person where name = $1)', ['sanne']);
    expect(kept?.hash).toMatch(/^[\w-]{22}\.[\w-]{43}$/);
  });

  it('is taken away by an administrator, which ends what began with it', async () => {
    const tablet = browser();
    await tablet.signIn('daan');
    expect((await tablet.switchTo('femke', '2907')).status).toBe(204);
    const femke = (await asAdmin('GET', `/people/${ids.get('femke')}`)).json() as { can: string[] };
    expect(femke).toMatchObject({ hasPin: true, can: ['change', 'setPassword', 'clearPin'] });
    expect((await asAdmin('DELETE', `/people/${ids.get('femke')}/pin`)).statusCode).toBe(204);
    expect((await tablet.get('/me')).status).toBe(401);
    expect((await tablet.switchTo('femke', '2907')).body).toMatchObject({ code: 'identity.no_pin' });
    expect((await asAdmin('GET', `/people/${ids.get('femke')}`)).json()).toMatchObject({ hasPin: false, can: ['change', 'setPassword'] });
  });

  it('opens a working day, and nothing once the person or the place is another', async () => {
    const tablet = browser();
    await tablet.signIn('sanne');
    await tablet.switchTo('daan', '8305');
    await database.query(`update identity.session set created_at = now() - interval '16 hours' where by_pin and person_id = (select id from identity.person where name = 'daan')`);
    clock.advance(1000);
    expect((await tablet.get('/me')).status).toBe(401);
    await tablet.switchTo('daan', '8305');
    await database.query(`update identity.appointment set locations = '{zeist}' where person_id = (select id from identity.person where name = 'daan')`);
    clock.advance(1000);
    expect((await tablet.get('/me')).status).toBe(401);
    await database.query(`update identity.appointment set locations = '{utrecht,zeist}' where person_id = (select id from identity.person where name = 'daan')`);
  });
});

describe('people', () => {
  it('choose the language of their screens', async () => {
    const tablet = browser();
    await tablet.signIn('sanne');
    expect((await tablet.me())['language']).toBeNull();
    expect((await tablet.put('/me/language', { language: 'nl' })).status).toBe(204);
    expect((await tablet.me())['language']).toBe('nl');
    expect((await tablet.put('/me/language', { language: 'xx' })).status).toBe(400);
  });

  it('are found by part of their name, their store, and whether they still work there', async () => {
    const names = async (query: string) => ((await asAdmin('GET', `/people?${query}`)).json() as { items: { name: string }[] }).items.map(({ name }) => name).sort();
    expect(await names('search=ANN')).toEqual(['sanne']);
    expect(await names('search=%25')).toEqual([]);
    expect(await names('location=zeist')).toEqual(['daan', 'femke']);
    expect(await names('active=false')).toEqual([]);
    expect(await names('search=vandalen&location=utrecht&active=true')).toEqual(['daan', 'noor', 'sanne', 'yas']);
  });
});
