/** Hostile input on every operation: always a refusal with a reason and nothing changed, or a valid answer; never a fault of the program. */
import { randomUUID } from 'node:crypto';
import { Agent } from 'node:http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allProjections } from '../server/app.ts';
import type { Route } from '../server/kernel/http.ts';
import { createKey } from '../server/modules/identity/index.ts';
import { expectWholeBooks } from './support/books.ts';
import { anOrder, SHOES, smallCompany, stock } from './support/company.ts';
import { printedChance } from './support/random.ts';
import type { Chance } from './support/random.ts';
import { HOSTILE, jsonSchemaOf, likely, mutated, nested, sendRaw } from './support/requests.ts';
import type { Answered, Pool, Sent } from './support/requests.ts';
import { startSpil } from './support/spil.ts';
import type { Running } from './support/spil.ts';

/** Cases in all, spread evenly over the routes; SPIL_CASES=500000 runs the full size. */
const CASES = Number(process.env['SPIL_CASES'] ?? 5000);

let spil: Running;
let url: URL;
let secret: string;
let pool: Pool;
let chance: Chance;
const agent = new Agent({ keepAlive: true, maxSockets: 1 });

beforeAll(async () => {
  spil = await startSpil();
  url = new URL(spil.url);
  chance = printedChance('hostile');
  await smallCompany(spil.database);
  await stock(spil, { utrecht: { 'runner-42': 500, 'boot-40': 500 }, delft: { 'runner-43': 500 } });
  secret = (await createKey(spil.database, { name: 'hostile', roles: ['administrator', 'operations', 'store', 'service', 'carrier', 'channel'], locations: null }, spil.clock.now())).secret;
  const channel = await spil.as('channel');
  const ids = new Map<string, string[]>([['ord', []], ['ful', []]]);
  for (let n = 0; n < 6; n += 1) {
    const { body } = await channel.post<{ id: string; fulfilments: { id: string }[] }>('/orders', anOrder({ lines: [{ sku: 'runner-42', quantity: 2 }, { sku: 'runner-43', quantity: 1 }] }));
    ids.get('ord')?.push(body.id);
    ids.get('ful')?.push(...body.fulfilments.map((one) => one.id));
  }
  pool = { ids, words: [...SHOES.flatMap(([sku, gtin]) => [sku, gtin]), 'utrecht', 'delft', 'dc', 'web', 'till', 'strategy', 'damaged', 'runner', 'postnl'] };
});
afterAll(async () => {
  agent.destroy();
  await spil.close();
});

/** What must stay as it is when a request is refused. */
async function written(): Promise<string> {
  const [row] = await spil.database.query<{ events: number | null; keys: number; balances: string | null }>(
    `select (select max(position) from books.event) as events, (select count(*) from kernel.idempotency) as keys, (select sum(quantity)::text || ' ' || sum(reserved)::text from books.stock_balance) as balances`);
  return JSON.stringify(row);
}

const text = (value: unknown): string => (typeof value === 'string' ? value : value !== null && typeof value === 'object' ? JSON.stringify(value) : String(value));
/** As an address may be written; half surrogates cannot be. */
const encoded = (value: unknown): string => encodeURIComponent(text(value).toWellFormed());

function caseFor(route: Route): Sent {
  const clean = chance.below(4) === 0;
  const spoilt = chance.below(4);
  const params = likely(jsonSchemaOf(route.params), chance, pool) as Record<string, unknown> | null;
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_match, name: string) => {
    const value = !clean && spoilt === 0 ? chance.of(HOSTILE) : params?.[name] ?? chance.of(pool.words);
    return chance.below(200) === 0 ? chance.of(['%ff', '%', '%2e%2e', '%00', 'a%2fb', 'x'.repeat(400)]) : encoded(value).slice(0, 2000) || 'x';
  });
  const query = new Map(Object.entries((likely(jsonSchemaOf(route.query), chance, pool) ?? {}) as Record<string, unknown>));
  if (!clean && spoilt === 1) query.set(chance.of([...query.keys(), 'after', 'limit', '__proto__', 'sku', 'location', 'status']), chance.of(HOSTILE));
  if (!clean && spoilt === 1 && chance.below(4) === 0) query.set('after', Buffer.from(JSON.stringify([chance.of(HOSTILE), chance.of(HOSTILE)].slice(chance.below(2)))).toString('base64url'));
  const search = [...query].map(([name, value]) => `${encoded(name)}=${encoded(value)}`).join('&');

  const headers: Record<string, string> = { authorization: `Bearer ${secret}`, 'idempotency-key': randomUUID(), 'content-type': 'application/json' };
  if (!clean && spoilt === 2) {
    switch (chance.below(8)) {
      case 0: delete headers['idempotency-key']; break;
      case 1: headers['idempotency-key'] = chance.of(['', ' ', 'x'.repeat(500), 'a b', '"quoted"', 'é']); break;
      case 2: headers['content-type'] = chance.of(['text/plain', 'application/xml', 'multipart/form-data', 'application/json; charset=utf-16', '']); break;
      case 3: headers['if-match'] = chance.of(['*', '"', 'W/"1"', '"999999999999"', 'x'.repeat(2000)]); break;
      case 4: headers['authorization'] = chance.of(['', 'Bearer', 'Bearer x', `Bearer ${'x'.repeat(3000)}`, 'Basic YTpi', `Bearer ${secret} `]); break;
      case 5: headers['cookie'] = chance.of(['spil.session=x', '=;=;', 'a'.repeat(4000)]); break;
      case 6: headers['accept'] = 'application/x-unknown'; break;
      default: headers['x-forwarded-for'] = `'; --`;
    }
  }
  return { method: route.method, path: search === '' ? path : `${path}?${search}`, headers, body: route.method === 'GET' ? null : bodyFor(route, clean, spoilt) };
}

function bodyFor(route: Route, clean: boolean, spoilt: number): string {
  if (route.body === null) return '';
  const value = route.operation === 'placeOrder' && chance.below(2) === 0 ? anOrder({ lines: [{ sku: 'boot-40', quantity: 1 }] }) : likely(jsonSchemaOf(route.body), chance, pool);
  if (clean || spoilt < 3) return JSON.stringify(clean ? value : mutated(value, chance));
  switch (chance.below(12)) {
    case 0: return '';
    case 1: return chance.of(['{', 'null', '[]', '"x"', '1e999', '{"a":1,}', '\ufeff{}', 'undefined', '{"a":"\\ud800"}', '{"a":"\u0000"}']);
    case 2: return nested(chance.of([70, 5000, 100_000]));
    case 3: return chance.below(10) === 0 ? JSON.stringify({ a: 'x'.repeat(3 * 1024 * 1024) }) : '{"a":1e400}';
    default: return JSON.stringify(mutated(mutated(value, chance), chance));
  }
}

const shown = (sent: Sent, answered: Answered): string => `${sent.method} ${sent.path.slice(0, 300)} ${JSON.stringify({ ...sent.headers, authorization: undefined }).slice(0, 300)} ${sent.body?.slice(0, 1500)} → ${answered.status} ${answered.type} ${answered.text.slice(0, 600)}`;

/** What is wrong with an answer, if anything. */
function complaint(sent: Sent, answered: Answered): string | null {
  const { status, type, text: body } = answered;
  if (status >= 200 && status < 300) return null;
  if (status < 400 || status >= 500) return `answered ${shown(sent, answered)}`;
  if (!type.startsWith('application/problem+json')) return `refused without problem details: ${shown(sent, answered)}`;
  const problem = JSON.parse(body) as { status?: number; detail?: string; code?: string; title?: string };
  return problem.status === status && (problem.detail ?? '').length > 5 && (problem.code ?? '').includes('.') && (problem.title ?? '') !== '' ? null : `refused without a reason: ${shown(sent, answered)}`;
}

describe('every operation', () => {
  it(`answers ${CASES} likely, clumsy and hostile requests with 2xx or with a reason, and changes nothing when it refuses`, async () => {
    const faults: string[] = [];
    const statuses = new Map<number, number>();
    let before = await written();
    for (let n = 0; n < CASES && faults.length < 25; n += 1) {
      const sent = caseFor(spil.app.routes[n % spil.app.routes.length] as Route);
      const answered = await sendRaw(url, agent, sent);
      statuses.set(answered.status, (statuses.get(answered.status) ?? 0) + 1);
      const fault = complaint(sent, answered);
      if (fault !== null) faults.push(fault);
      const after = await written();
      if (answered.status >= 400 && after !== before) faults.push(`changed something though refused (${before} → ${after}): ${shown(sent, answered)}`);
      before = after;
    }
    console.log(`hostile: ${spil.app.routes.length} routes; ${[...statuses].sort(([a], [b]) => a - b).map(([status, count]) => `${status}: ${count}`).join(', ')}`);
    expect(faults).toEqual([]);
    expect(statuses.get(200) ?? 0).toBeGreaterThan(CASES / 50);
  }, 600_000);

  it('leaves the books whole', async () => {
    await expectWholeBooks(spil.database, allProjections());
  });
});
