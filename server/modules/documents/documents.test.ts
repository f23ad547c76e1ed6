/** Settings against a real database: draft, check, activate, back, retire; rivals; and the epoch that tells every process. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Change, commit } from '../../kernel/change.ts';
import { settableClock } from '../../kernel/clock.ts';
import { SYSTEM } from '../../kernel/command.ts';
import type { Actor } from '../../kernel/command.ts';
import { openDatabase } from '../../kernel/database.ts';
import type { Database } from '../../kernel/database.ts';
import { buildServer } from '../../kernel/http.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import type { TestDatabase } from '../../../tests/support/database.ts';
import { checked } from '../../../tests/support/examples.ts';
import { activeDocument, documentRoutes, installDocument, kindsByName, pageOf, replaceRows } from './index.ts';
import type { DocumentKind } from './index.ts';

/** A kind of our own for the test: a greeting is polite when it says please. */
const greeting: DocumentKind = { kind: 'greeting', title: 'Greeting', editors: ['operations'], check: (body) => (typeof body['text'] === 'string' && body['text'].includes('please') ? [] : [{ path: 'text', message: 'Say please.' }]),
  expressions: [{ path: 'to.*.when', result: 'bool', vocabulary: { name: 'guests', types: { Guest: { name: { type: 'string', description: 'What they are called' } } }, variables: { guest: { type: 'Guest', description: 'Who comes' } }, functions: { friends: { parameters: ['string'], result: 'int', description: 'How many', call: () => 0 } } } }] };

let own: TestDatabase;
let database: Database;
let send: (method: 'GET' | 'POST', url: string, body?: unknown, as?: Actor, key?: string) => Promise<{ status: number; body: Record<string, unknown> }>;
const clock = settableClock('2026-03-02T09:00:00.000Z');
const operations: Actor = { kind: 'person', id: 'per_o', name: 'Olga', roles: ['operations'], locations: 'all' };
const finance: Actor = { ...operations, id: 'per_f', name: 'Frits', roles: ['finance'] };
let actor = operations;
let serial = 0;

beforeAll(async () => {
  own = await testDatabase();
  database = openDatabase({ url: own.url, max: 8 });
  const app = await buildServer({ routes: documentRoutes({ database, kinds: kindsByName([greeting]) }), clock, authenticate: async () => actor, ...checked });
  send = async (method, url, body, as = operations, key = `key-${serial += 1}`) => {
    actor = as;
    const answer = await app.inject({ method, url, headers: { 'idempotency-key': key, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { payload: JSON.stringify(body) }) });
    return { status: answer.statusCode, body: answer.json() };
  };
});
afterAll(async () => {
  await database.close();
  await own.close();
});

const epoch = async (): Promise<number> => (await database.query<{ value: number }>(`select value from kernel.epoch where name = 'settings'`))[0]?.value ?? 0;
const inForce = async (name: string): Promise<number | null> => (await activeDocument(database, 'greeting', name))?.version ?? null;
const write = (name: string, text: string, key?: string) => send('POST', `/settings/greeting/${name}/versions`, { body: { text } }, operations, key);
const act = (name: string, rest: string) => send('POST', `/settings/greeting/${name}/${rest}`);

describe('a setting', () => {
  it('is drafted, checked, activated and taken back, and the epoch rises only with what is in force', async () => {
    const before = await epoch();
    expect(await write('hello', 'Come in')).toMatchObject({ status: 201, body: { version: 1, state: 'draft' } });
    expect(await act('hello', 'versions/1/check')).toMatchObject({ body: { ok: false, problems: [{ path: 'text', message: 'Say please.' }], setting: { state: 'draft' } } });
    expect(await act('hello', 'versions/1/activate')).toMatchObject({ status: 422, body: { code: 'settings.refused', errors: [{ field: 'text', detail: 'Say please.' }] } });
    await write('hello', 'Come in, please');
    expect(await act('hello', 'versions/2/check')).toMatchObject({ body: { ok: true, setting: { state: 'checked' } } });
    expect(await epoch()).toBe(before);
    expect(await act('hello', 'versions/2/activate')).toMatchObject({ status: 200, body: { state: 'active', activatedAt: clock.now() } });
    expect([await inForce('hello'), await epoch()]).toEqual([2, before + 1]);
    await write('hello', 'Enter, please');
    expect((await act('hello', 'versions/3/activate')).status).toBe(200);
    expect([await inForce('hello'), await epoch()]).toEqual([3, before + 2]);
    expect(await act('hello', 'back')).toMatchObject({ body: { version: 2, state: 'active' } });
    expect([await inForce('hello'), await epoch()]).toEqual([2, before + 3]);
    expect((await send('GET', '/settings/greeting/hello/versions')).body).toMatchObject({ items: [{ version: 3, state: 'retired' }, { version: 2, state: 'active' }, { version: 1, state: 'draft' }], next: null });
    expect(((await send('GET', '/settings/greeting/hello/activations')).body['items'] as { version: number; by: string }[]).map((one) => [one.version, one.by])).toEqual([[2, 'Olga'], [3, 'Olga'], [2, 'Olga']]);
    expect((await act('hello', 'retire')).body).toMatchObject({ version: 2, state: 'retired' });
    expect([await inForce('hello'), (await act('hello', 'retire')).status]).toEqual([null, 409]);
    expect((await send('GET', '/settings')).body).toMatchObject({ items: [{ kind: 'greeting', canWrite: true, settings: [{ name: 'hello', active: null, latest: 3 }] }] });
  });

  it('never changes the text of a version, and activating twice is one activation', async () => {
    await write('fixed', 'Yes please');
    await act('fixed', 'versions/1/activate');
    const before = await epoch();
    expect((await act('fixed', 'versions/1/activate')).status).toBe(200);
    expect(await epoch()).toBe(before);
    await write('fixed', 'No, please');
    expect((await send('GET', '/settings/greeting/fixed/versions/1')).body).toMatchObject({ body: { text: 'Yes please' }, state: 'active' });
  });

  it('has one version in force however many rivals activate at once, and each rival draft has its own number', async () => {
    const drafts = await Promise.all(Array.from({ length: 6 }, (_, index) => write('race', `please ${index}`)));
    expect(drafts.map(({ body }) => body['version']).sort()).toEqual([1, 2, 3, 4, 5, 6]);
    const before = await epoch();
    const answers = await Promise.all([1, 2, 3, 4, 5, 6].map((version) => act('race', `versions/${version}/activate`)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200, 200]);
    expect(await epoch()).toBe(before + 6);
    const [active] = await database.query<{ n: number }>(`select count(*)::int as n from documents.document where name = 'race' and state = 'active'`);
    expect(active?.n).toBe(1);
  });

  it('is drafted once per Idempotency-Key', async () => {
    expect((await write('once', 'please', 'k')).body).toEqual((await write('once', 'please', 'k')).body);
    expect((await write('once', 'other', 'k')).status).toBe(422);
    expect((await send('GET', '/settings/greeting/once/versions')).body['items']).toHaveLength(1);
  });

  it('refuses strangers: another team, an unknown kind, name or version', async () => {
    expect(await send('POST', '/settings/greeting/hello/versions', { body: {} }, finance)).toMatchObject({ status: 403, body: { code: 'request.forbidden' } });
    expect(await send('GET', '/settings/farewell/x/versions')).toMatchObject({ status: 404, body: { code: 'settings.kind_unknown' } });
    expect(await send('GET', '/settings/greeting/nobody/versions')).toMatchObject({ status: 404, body: { code: 'settings.unknown' } });
    expect(await act('hello', 'versions/99/activate')).toMatchObject({ status: 404, body: { code: 'settings.version_unknown' } });
    expect(await act('nobody', 'back')).toMatchObject({ status: 409, body: { code: 'settings.nothing_before' } });
  });

  it('tries a text while it is written, and keeps nothing of it', async () => {
    const before = (await send('GET', '/settings')).body;
    expect(await send('POST', '/settings/greeting/try', { name: 'unwritten', body: { text: 'now!' } })).toMatchObject({ status: 200, body: { ok: false, problems: [{ path: 'text' }] } });
    expect(await send('POST', '/settings/greeting/try', { name: 'unwritten', body: { text: 'please' } })).toMatchObject({ status: 200, body: { ok: true, problems: [] } });
    expect((await send('GET', '/settings')).body).toEqual(before);
    expect(await send('POST', '/settings/farewell/try', { name: 'x', body: {} })).toMatchObject({ status: 404, body: { code: 'settings.kind_unknown' } });
    expect(await send('GET', '/settings/greeting/words')).toMatchObject({ status: 200, body: { places: [{
      path: 'to.*.when', result: 'bool', variables: [{ name: 'guest', type: 'Guest', description: 'Who comes' }], types: [{ name: 'Guest', fields: [{ name: 'name', type: 'string', description: 'What they are called' }] }],
      functions: [{ name: 'friends', parameters: ['string'], result: 'int', description: 'How many' }],
    }] } });
  });

  it('is installed once', async () => {
    const context = { now: clock.now(), actor: SYSTEM, key: null };
    expect(await installDocument(database, context, 'greeting', 'seeded', { text: 'please' }, 'to begin with')).toBe(true);
    expect(await installDocument(database, context, 'greeting', 'seeded', { text: 'please, other' }, 'again')).toBe(false);
    expect(await activeDocument(database, 'greeting', 'seeded')).toMatchObject({ version: 1, body: { text: 'please' } });
  });
});

describe('master data', () => {
  it('replaces children with their parent, and says how a list goes on', async () => {
    const change = new Change();
    replaceRows(change, 'kernel.epoch', { name: 'extra' }, [{ value: 7 }]);
    await commit(database, change);
    expect(await database.query(`select value from kernel.epoch where name = 'extra'`)).toEqual([{ value: 7 }]);
    const gone = new Change();
    replaceRows(gone, 'kernel.epoch', { name: 'extra' }, []);
    await commit(database, gone);
    expect(await database.query(`select value from kernel.epoch where name = 'extra'`)).toEqual([]);
    expect(pageOf([1, 2, 3], 2, String, (n) => n * 10)).toEqual({ items: [10, 20], next: '2' });
    expect(pageOf([1, 2], 2, String, (n) => n)).toEqual({ items: [1, 2], next: null });
  });
});
