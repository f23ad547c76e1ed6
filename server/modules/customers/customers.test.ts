/** Customers against a real database: found again by channel, seen over channels, and erased until no table knows them. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Change, commit } from '../../kernel/change.ts';
import { settableClock } from '../../kernel/clock.ts';
import { openDatabase } from '../../kernel/database.ts';
import type { Database } from '../../kernel/database.ts';
import { buildServer } from '../../kernel/http.ts';
import { newId, toWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { testDatabase } from '../../../tests/support/database.ts';
import type { TestDatabase } from '../../../tests/support/database.ts';
import { checked } from '../../../tests/support/examples.ts';
import { customerRoutes, findCustomer, readContacts, writeContact, writeCustomer } from './index.ts';
import type { PersonalDataPlace } from './index.ts';

let own: TestDatabase;
let database: Database;
let send: (method: 'GET' | 'POST', url: string, body?: unknown, roles?: string[]) => Promise<{ status: number; body: Record<string, unknown> }>;
const clock = settableClock('2026-03-02T09:00:00.000Z');
let roles = ['service'];
let serial = 0;
/** A place of another room, as orders would bring: notes that are found by the customer. */
const notes: PersonalDataPlace = { table: 'orders.note', what: 'What people wrote', retention: 'With the order', erase: ({ customers }) => [{ text: `update orders.note set text = '' where order_id = any($1)`, values: [customers] }] };

beforeAll(async () => {
  own = await testDatabase();
  database = openDatabase({ url: own.url, max: 4 });
  const app = await buildServer({ routes: customerRoutes({ database, personalData: [notes] }), clock, ...checked, authenticate: async () => ({ kind: 'person', id: 'per_s', name: 'Service', roles, locations: 'all' }) });
  send = async (method, url, body, as = ['service']) => {
    roles = as;
    const answer = await app.inject({ method, url, headers: { 'idempotency-key': `key-${serial += 1}`, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, ...(body === undefined ? {} : { payload: JSON.stringify(body) }) });
    return { status: answer.statusCode, body: answer.json() };
  };
});
afterAll(async () => {
  await database.close();
  await own.close();
});

const address = { name: null, company: null, street: 'Zonnebloemweg', houseNumber: '41', addition: null, line2: null, postalCode: '3531 AA', city: 'Utrecht', region: null, country: 'NL', phone: null, email: null, original: null };

/** An order's worth of customer: found or made, with a contact version. */
async function orders(channel: string, externalId: string | null, email: string | null, name: string, linked = true): Promise<{ customer: Uuid | null; contact: Uuid }> {
  const known = await findCustomer(database, channel, { externalId, email });
  const change = new Change();
  const customer = writeCustomer(change, known, { channel, externalId, email, name, phone: '0612345678', language: 'nl' }, clock.now());
  const contact = writeContact(change, { name, email, phone: '0612345678', language: 'nl', address }, linked ? customer : null);
  await commit(database, change);
  return { customer, contact };
}
const wire = (id: Uuid | null): string => toWire('cus', id ?? '');

describe('a customer', () => {
  it('is the same at the next order, by the channel\'s number or as a guest by e-mail address, and keeps every contact version', async () => {
    const first = await orders('webshop', '77', 'Iris@example.nl', 'Iris Vos');
    const second = await orders('webshop', '77', 'iris@example.nl', 'Iris Vos-Smit');
    expect(second.customer).toBe(first.customer);
    const guest = await orders('outlet', null, 'iris@example.nl', 'I. Vos');
    expect((await orders('outlet', null, 'IRIS@example.nl', 'I. Vos')).customer).toBe(guest.customer);
    expect(guest.customer).not.toBe(first.customer);
    expect((await send('GET', `/customers/${wire(first.customer)}`)).body).toMatchObject({ channel: 'webshop', externalId: '77', name: 'Iris Vos-Smit', contacts: [{ name: 'Iris Vos-Smit' }, { name: 'Iris Vos', address: { street: 'Zonnebloemweg' } }], same: [{ channel: 'outlet', externalId: null }] });
    expect((await send('GET', '/customers?email=IRIS@EXAMPLE.NL')).body['items']).toHaveLength(2);
    expect((await orders('till', null, null, 'Nobody')).customer).toBeNull();
  });

  it('is made once when two first orders come at the same moment', async () => {
    const rivals = await Promise.allSettled([orders('webshop', '88', 'twee@example.nl', 'Twee'), orders('webshop', '88', 'twee@example.nl', 'Twee')]);
    const [row] = await database.query<{ n: number }>(`select count(*)::int as n from customers.customer where external_id = '88'`);
    expect(row?.n).toBe(1);
    for (const rival of rivals) if (rival.status === 'rejected') expect(rival.reason).toMatchObject({ name: 'Contested', kind: 'unique' });
  });

  it('is listed from page to page, the newest first', async () => {
    for (const number of ['p1', 'p2', 'p3']) await orders('pages', number, null, number);
    const first = (await send('GET', '/customers?channel=pages&limit=2')).body;
    expect(first).toMatchObject({ items: [{ externalId: 'p3' }, { externalId: 'p2' }] });
    expect((await send('GET', `/customers?channel=pages&limit=2&after=${String(first['next'])}`)).body).toMatchObject({ items: [{ externalId: 'p1' }], next: null });
  });
});

describe('an erasure', () => {
  it('leaves nothing of the person in any table of the database, in this room or another, and says so', async () => {
    const email = 'weg.ermee@example.nl';
    const web = await orders('webshop', '99', email, 'Wegermee Janssen');
    const guest = await orders('outlet', null, email, 'Wegermee Janssen');
    await orders('outlet', null, email, 'Wegermee Janssen', false);
    await database.query('insert into orders.note (id, order_id, text, created_by) values ($1, $2, $3, $4)', [newId(), web.customer, 'Wegermee Janssen called', 'Service']);
    const other = await orders('webshop', '100', 'blijft@example.nl', 'Blijft Hier');
    expect(await tablesWith('Wegermee')).toEqual(['customers.contact', 'customers.customer', 'orders.note']);

    const erased = await send('POST', `/customers/${wire(web.customer)}/erase`, { reason: 'asked by letter' });
    expect(erased).toMatchObject({ status: 200, body: { at: clock.now(), places: ['orders.note', 'customers.contact', 'customers.customer', 'search.key'] } });
    expect(new Set(erased.body['customers'] as string[])).toEqual(new Set([wire(web.customer), wire(guest.customer)]));
    expect(await tablesWith('Wegermee')).toEqual([]);
    expect(await tablesWith(email)).toEqual([]);
    expect((await readContacts(database, [web.contact, guest.contact, other.contact])).size).toBe(1);
    expect((await send('GET', `/customers/${wire(web.customer)}`)).body).toMatchObject({ name: null, email: null, externalId: null, erasedAt: clock.now(), contacts: [], same: [] });
    expect(await send('POST', `/customers/${wire(web.customer)}/erase`, { reason: 'again' })).toMatchObject({ status: 409, body: { code: 'customers.erased' } });
    expect((await orders('webshop', '99', email, 'Wegermee Janssen')).customer).not.toBe(web.customer);
  });

  it('can keep to one channel', async () => {
    const web = await orders('webshop', '201', 'half@example.nl', 'Half');
    const shop = await orders('till', '201', 'half@example.nl', 'Half');
    await send('POST', `/customers/${wire(web.customer)}/erase`, { reason: 'only the web shop', everywhere: false });
    expect((await readContacts(database, [web.contact, shop.contact])).has(shop.contact)).toBe(true);
    expect((await send('GET', `/customers/${wire(shop.customer)}`)).body).toMatchObject({ name: 'Half', erasedAt: null });
  });

  it('is for customer service, who also see where personal data are', async () => {
    const { customer } = await orders('webshop', '301', 'finance@example.nl', 'F');
    expect((await send('POST', `/customers/${wire(customer)}/erase`, { reason: 'because' }, ['finance'])).status).toBe(403);
    expect(((await send('GET', '/personal-data')).body['items'] as { table: string }[]).map((place) => place.table)).toEqual(['orders.note', 'customers.contact', 'customers.customer', 'search.key']);
    expect((await send('GET', '/customers/cus_nobody')).body).toMatchObject({ code: 'customers.unknown' });
  });
});

/** Every table of the database that has a text in any column. */
async function tablesWith(text: string): Promise<string[]> {
  const tables = await database.query<{ name: string }>(`select format('%I.%I', schemaname, tablename) as name from pg_tables where schemaname not in ('pg_catalog', 'information_schema') order by 1`);
  const found: string[] = [];
  for (const { name } of tables) {
    const [row] = await database.query<{ there: boolean }>(`select exists (select 1 from ${name} t where t::text ilike '%' || $1 || '%') as there`, [text]);
    if (row?.there === true) found.push(name);
  }
  return found;
}
