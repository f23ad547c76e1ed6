/** Accounts against a real database: keys, their cache and end; people, their passwords, sessions and rights. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { FastifyInstance } from 'fastify';
import { settableClock } from '../../kernel/clock.ts';
import { openDatabase } from '../../kernel/database.ts';
import type { Database } from '../../kernel/database.ts';
import { buildServer } from '../../kernel/http.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import type { TestDatabase } from '../../../tests/support/database.ts';
import { checked } from '../../../tests/support/examples.ts';
import { authenticator, createKey, createPerson, identityRoutes, openSessions } from './index.ts';

let own: TestDatabase;
let database: Database;
let app: FastifyInstance;
let admin: string;
const clock = settableClock('2026-03-02T09:00:00.000Z');
let serial = 0;

beforeAll(async () => {
  own = await testDatabase();
  database = openDatabase({ url: own.url, max: 4 });
  const sessions = openSessions(database, { secret: 'a secret for tests that is long enough', url: 'http://localhost:3000' });
  const authenticate = authenticator(database, clock, sessions);
  app = await buildServer({ routes: identityRoutes({ database, clock, sessions, authenticator: authenticate }), clock, authenticate, ...checked });
  ({ secret: admin } = await createKey(database, { name: 'Tests', roles: ['administrator'], locations: null }));
});
afterAll(async () => {
  await app.close();
  await database.close();
  await own.close();
});

interface Sent { method?: 'GET' | 'POST' | 'PUT'; url: string; body?: unknown; bearer?: string | null; cookie?: string; key?: string; headers?: Record<string, string>; address?: string }
async function send({ method = 'GET', url, body, bearer = admin, cookie, key, headers = {}, address = '10.0.0.1' }: Sent) {
  const answer = await app.inject({
    method, url, remoteAddress: address, ...(body === undefined ? {} : { payload: JSON.stringify(body) }),
    headers: { ...(bearer === null || cookie ? {} : { authorization: `Bearer ${bearer}` }), ...(cookie ? { cookie } : {}), ...(body === undefined ? {} : { 'content-type': 'application/json' }), ...(method === 'GET' ? {} : { 'idempotency-key': key ?? `test-${serial += 1}` }), ...headers },
  });
  return { status: answer.statusCode, body: answer.body === '' ? null : answer.json() as Record<string, unknown>, headers: answer.headers, cookies: [answer.headers['set-cookie'] ?? []].flat().map((one) => one.split(';')[0]).join('; ') };
}

describe('API keys', () => {
  it('sign in with the role and locations they were made with, and show their secret once', async () => {
    const asked = { method: 'POST' as const, url: '/api-keys', body: { name: 'Utrecht', roles: ['store'], locations: ['utrecht'] }, key: 'same' };
    const made = await send(asked);
    expect(made.status).toBe(201);
    expect(made.body?.['secret']).toMatch(/^spil_[\w-]{43}$/);
    expect((await send({ url: '/me', bearer: String(made.body?.['secret']) })).body).toEqual({ kind: 'key', id: made.body?.['id'], name: 'Utrecht', roles: ['store'], locations: ['utrecht'], places: [{ code: 'utrecht', name: 'utrecht' }], via: 'key', language: null, hasPin: false, device: null, can: [] });
    const again = await send(asked);
    expect(again.body).toEqual({ ...made.body, secret: null });
    const [kept] = await database.query<{ n: number }>(`select count(*)::int as n from kernel.idempotency where position($1 in answer) > 0`, [made.body?.['secret']]);
    expect(kept?.n).toBe(0);
    expect(JSON.stringify((await send({ url: '/api-keys' })).body)).not.toContain(made.body?.['secret']);
    const one = await send({ url: `/api-keys/${String(made.body?.['id'])}` });
    expect(one.body).toMatchObject({ id: made.body?.['id'], name: 'Utrecht', roles: ['store'], locations: ['utrecht'], revokedAt: null });
    expect(one.body).not.toHaveProperty('secret');
    expect(await send({ url: '/api-keys/key_01h455vb4pex5vsknk084sn02q' })).toMatchObject({ status: 404, body: { code: 'identity.key_unknown' } });
  });

  it('end at once here, and elsewhere within a second', async () => {
    const { id, secret } = await createKey(database, { name: 'Ends', roles: ['viewer'], locations: null });
    const elsewhere = authenticator(database, clock);
    const asked = { headers: { authorization: `Bearer ${secret}` }, ip: '10.0.0.2', method: 'GET' } as never;
    expect(await elsewhere(asked)).toMatchObject({ name: 'Ends' });
    const before = database.counters.statements;
    expect(await elsewhere(asked)).toMatchObject({ name: 'Ends' });
    expect(database.counters.statements).toBe(before);
    expect((await send({ url: '/me', bearer: secret })).status).toBe(200);
    expect((await send({ method: 'POST', url: `/api-keys/${id}/revoke` })).body?.['revokedAt']).toBe(clock.now());
    expect((await send({ url: '/me', bearer: secret })).status).toBe(401);
    clock.advance(1000);
    expect(await elsewhere(asked)).toBeNull();
  });

  it('expire when they say so', async () => {
    const { secret } = await createKey(database, { name: 'Short', roles: ['viewer'], locations: null, expiresAt: '2026-03-02T10:00:00.000Z' });
    expect((await send({ url: '/me', bearer: secret })).status).toBe(200);
    const later = settableClock('2026-03-02T10:00:00.000Z');
    expect(await authenticator(database, later)({ headers: { authorization: `Bearer ${secret}` }, ip: '10.0.0.2', method: 'GET' } as never)).toBeNull();
  });

  it('are for administrators to make, and a store key names its store', async () => {
    const { secret } = await createKey(database, { name: 'Viewer', roles: ['viewer'], locations: null });
    expect((await send({ method: 'POST', url: '/api-keys', bearer: secret, body: { name: 'x', roles: ['administrator'] } })).status).toBe(403);
    expect((await send({ method: 'POST', url: '/api-keys', body: { name: 'x', roles: ['store'] } })).body).toMatchObject({ code: 'request.invalid', field: 'locations' });
    expect((await send({ url: '/me', bearer: null })).status).toBe(401);
  });

  it('stop being looked up for an address that guesses, while known ones go on', async () => {
    const { secret } = await createKey(database, { name: 'Known', roles: ['viewer'], locations: null });
    expect((await send({ url: '/me', bearer: secret, address: '10.9.9.9' })).status).toBe(200);
    const answers = [];
    for (let guess = 0; guess < 61; guess += 1) answers.push((await send({ url: '/me', bearer: `spil_guess_${guess}`, address: '10.9.9.9' })).status);
    expect(answers.slice(0, 60).every((status) => status === 401)).toBe(true);
    expect(answers[60]).toBe(429);
    expect((await send({ url: '/me', bearer: secret, address: '10.9.9.9' })).status).toBe(200);
    expect((await send({ url: '/me', bearer: 'spil_other', address: '10.9.9.8' })).status).toBe(401);
  });
});

describe('people', () => {
  const password = 'paardenbloem 17';
  const signIn = (email: string, given = password, address = '10.0.0.1') => send({ method: 'POST', url: '/auth/sign-in', bearer: null, body: { email, password: given }, address });

  it('sign in, are who they are, and sign out', async () => {
    await createPerson(database, { name: 'Sanne de Wit', email: 'Sanne@vandalen.example', roles: ['store'], locations: ['utrecht'], password }, clock.now());
    const signedIn = await signIn('sanne@vandalen.example');
    expect(signedIn.status).toBe(204);
    expect(String(signedIn.headers['set-cookie'])).toMatch(/HttpOnly.*SameSite=Lax|SameSite=Lax.*HttpOnly/i);
    expect((await send({ url: '/me', cookie: signedIn.cookies })).body).toMatchObject({ kind: 'person', name: 'Sanne de Wit', roles: ['store'], locations: ['utrecht'] });
    expect((await send({ url: '/me', cookie: signedIn.cookies.replace(/.$/, '') })).status).toBe(401);
    expect((await send({ method: 'POST', url: '/auth/sign-out', cookie: signedIn.cookies })).status).toBe(204);
    expect((await send({ url: '/me', cookie: signedIn.cookies })).status).toBe(401);
  });

  it('cannot be acted for by another site', async () => {
    await createPerson(database, { name: 'Boss', email: 'boss@vandalen.example', roles: ['administrator'], locations: null, password }, clock.now());
    const { cookies } = await signIn('boss@vandalen.example');
    const body = { name: 'Evil', roles: ['viewer'], locations: null };
    expect((await send({ method: 'POST', url: '/api-keys', cookie: cookies, body, headers: { origin: 'https://evil.example' } })).status).toBe(401);
    expect((await send({ method: 'POST', url: '/api-keys', cookie: cookies, body, headers: { 'sec-fetch-site': 'cross-site' } })).status).toBe(401);
    expect((await send({ method: 'POST', url: '/api-keys', cookie: cookies, body, headers: { origin: 'http://localhost:3000', host: 'localhost:3000', 'sec-fetch-site': 'same-origin' } })).status).toBe(201);
  });

  it('are refused in the same words for a wrong password and an unknown address, and after five times not heard for a while', async () => {
    await createPerson(database, { name: 'Guessed', email: 'guessed@vandalen.example', roles: ['viewer'], locations: null, password }, clock.now());
    const wrong = await signIn('guessed@vandalen.example', 'not this one');
    expect(wrong).toMatchObject({ status: 401, body: (await signIn('nobody@vandalen.example', 'not this one')).body });
    for (let guess = 2; guess <= 5; guess += 1) expect((await signIn('guessed@vandalen.example', `guess number ${guess}`)).status).toBe(401);
    const stopped = await signIn('guessed@vandalen.example');
    expect(stopped.status).toBe(429);
    expect(Number(stopped.headers['retry-after'])).toBe(15 * 60);
    expect((await signIn('guessed@vandalen.example', password, '10.0.0.7')).status).toBe(204);
    clock.advance(15 * 60_000);
    expect((await signIn('guessed@vandalen.example')).status).toBe(204);
  });

  it('are appointed, given a password, changed at the version seen, and signed out when they leave', async () => {
    const made = await send({ method: 'POST', url: '/people', body: { name: 'Tom', email: 'tom@vandalen.example', roles: ['service'], locations: null } });
    expect(made).toMatchObject({ status: 201, body: { hasPassword: false, version: 1 }, headers: { etag: '"1"' } });
    const address = `/people/${String(made.body?.['id'])}`;
    expect((await send({ method: 'POST', url: '/people', body: { name: 'Tom', email: 'TOM@vandalen.example', roles: ['service'] } })).body).toMatchObject({ code: 'identity.email_taken' });
    expect((await signIn('tom@vandalen.example')).status).toBe(401);
    expect((await send({ method: 'PUT', url: `${address}/password`, body: { password: 'short' } })).status).toBe(400);
    expect((await send({ method: 'PUT', url: `${address}/password`, body: { password: 'tom-the-first' } })).body).toMatchObject({ code: 'identity.password_refused' });
    expect((await send({ method: 'PUT', url: `${address}/password`, body: { password } })).status).toBe(204);
    const { cookies } = await signIn('tom@vandalen.example');
    expect((await send({ url: '/me', cookie: cookies })).body).toMatchObject({ name: 'Tom', roles: ['service'] });
    const left = { name: 'Tom', roles: ['service'], locations: null, active: false };
    expect((await send({ method: 'PUT', url: address, body: left })).status).toBe(428);
    expect((await send({ method: 'PUT', url: address, body: left, headers: { 'if-match': '"9"' } })).status).toBe(412);
    expect((await send({ method: 'PUT', url: address, body: left, headers: { 'if-match': '"1"' } })).body).toMatchObject({ version: 2, active: false });
    expect((await send({ url: '/me', cookie: cookies })).status).toBe(401);
  });

  it('change their own password, which ends their other sessions', async () => {
    await createPerson(database, { name: 'Eva', email: 'eva@vandalen.example', roles: ['finance'], locations: null, password }, clock.now());
    const here = await signIn('eva@vandalen.example');
    const there = await signIn('eva@vandalen.example');
    const change = (currentPassword: string, newPassword: string) => send({ method: 'POST', url: '/auth/change-password', cookie: here.cookies, body: { currentPassword, newPassword } });
    expect((await change('not my password', 'korenbloem 4711')).body).toMatchObject({ code: 'identity.wrong_credentials' });
    const changed = await change(password, 'korenbloem 4711');
    expect(changed.status).toBe(204);
    expect((await send({ url: '/me', cookie: there.cookies })).status).toBe(401);
    expect((await send({ url: '/me', cookie: changed.cookies })).body).toMatchObject({ name: 'Eva' });
    expect((await signIn('eva@vandalen.example')).status).toBe(401);
    expect((await signIn('eva@vandalen.example', 'korenbloem 4711')).status).toBe(204);
  });
});
