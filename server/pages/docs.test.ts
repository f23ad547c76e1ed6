/** Proves that the published interface says what the routes do: complete, resolvable, and in valid JSON Schema. */
import { Ajv2020 } from 'ajv/dist/2020.js';
import addFormats from 'ajv-formats';
import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { currentContract } from '../../tools/contract.ts';
import { settableClock } from '../kernel/clock.ts';
import { buildServer, ok, Problem, route } from '../kernel/http.ts';
import { idOf } from '../kernel/wire.ts';
import { addDocs, docsBody } from './docs.ts';
import { html, pageLanguage } from './html.ts';
import { openApi } from './openapi.ts';
import type { OpenApi } from './openapi.ts';

const Thing = z.object({ id: z.string(), price: z.int() });
const routes = [
  route({ method: 'GET', path: '/things/{thing}', operation: 'getThing', tag: 'Things', summary: 'One <thing>', access: ['service'], params: z.object({ thing: idOf('order') }), answers: { 200: { description: 'It', schema: Thing }, 404: { description: 'None', schema: Problem } }, handle: async () => ok({}) }),
  route({ method: 'POST', path: '/things', operation: 'makeThing', tag: 'Things', summary: 'Make one', description: 'Makes it.', access: ['service'], body: z.strictObject({ name: z.string(), tags: z.array(z.string()).default([]) }), example: { name: 'x' }, answers: { 201: { description: 'Made', schema: Thing } }, handle: async () => ok({}) }),
  route({ method: 'GET', path: '/health', operation: 'health', tag: 'Running', summary: 'How it is', access: 'public', query: z.object({ deep: z.enum(['yes', 'no']).optional() }), answers: { 200: { description: 'Fine', schema: null, contentType: 'text/plain' } }, handle: async () => ok({}) }),
];
const api = openApi(routes, { version: '1.2.3' });

/** Every reference in the document, with what it points to. */
function references(value: unknown, root: unknown): [string, unknown][] {
  if (value === null || typeof value !== 'object') return [];
  return Object.entries(value).flatMap(([key, inner]) => (key === '$ref' && typeof inner === 'string' ? [[inner, inner.slice(2).split('/').reduce<unknown>((at, part) => (at as Record<string, unknown> | undefined)?.[part], root)] as [string, unknown]] : references(inner, root)));
}

describe('the document of a few routes', () => {
  it('names parameters, keys, bodies, answers and who may', () => {
    expect(api.paths['/things/{thing}']?.['get']).toMatchObject({
      operationId: 'getThing', security: [{ apiKey: [] }, { session: [] }], 'x-roles': ['service'],
      parameters: [{ name: 'thing', in: 'path', required: true, schema: { type: 'string' } }],
      responses: { 200: { content: { 'application/json': { schema: { $ref: '#/components/schemas/Thing' } } } }, 404: { content: { 'application/problem+json': { schema: { $ref: '#/components/schemas/Problem' } } } }, 401: { $ref: '#/components/responses/Unauthenticated' } },
    });
    expect(api.paths['/things']?.['post']).toMatchObject({
      parameters: [{ $ref: '#/components/parameters/IdempotencyKey' }],
      requestBody: { required: true, content: { 'application/json': { schema: { type: 'object', required: ['name'], additionalProperties: false }, example: { name: 'x' } } } },
    });
    expect(api.paths['/health']?.['get']).toMatchObject({ security: [], parameters: [{ name: 'deep', in: 'query', required: false }], responses: { 200: { content: { 'text/plain': {} } } } });
    expect(api.paths['/health']?.['get']?.['responses']).not.toHaveProperty('401');
  });

  it('becomes a page in which nothing is markup that should be text', async () => {
    const page = docsBody(api).html;
    expect(page).toContain('One &#60;thing&#62;');
    expect(page).toContain('id="makeThing"');
    const app = await buildServer({ routes, clock: settableClock('2026-03-02T09:00:00.000Z'), authenticate: async () => null, prepare: (server) => { addDocs(server, () => api); } });
    const docs = await app.inject('/docs');
    expect(docs.statusCode).toBe(200);
    const nonce = /script-src 'nonce-([^']+)'/.exec(String(docs.headers['content-security-policy']))?.[1] ?? '';
    expect(docs.body).toContain(`<script nonce="${nonce.replaceAll(/[&<>"']/g, '')}`);
    expect((await app.inject('/docs')).headers['content-security-policy']).not.toBe(docs.headers['content-security-policy']);
    expect((await app.inject('/openapi.json')).json()).toEqual(JSON.parse(JSON.stringify(api)));
    await app.close();
  });
});

describe('the document of Spil', async () => {
  const whole = JSON.parse(await currentContract(process.env['SPIL_TEST_DATABASE_URL'] ?? '')) as OpenApi;
  const operations = Object.entries(whole.paths).flatMap(([path, methods]) => Object.entries(methods).map(([method, operation]) => ({ path, method, operation: operation as { operationId: string; parameters?: { name: string; in: string }[]; responses: Record<string, { content?: Record<string, { schema?: object }> }>; requestBody?: { content: Record<string, { schema: object }> } } })));

  it('names every operation once, and every parameter of its address', () => {
    expect(operations.length).toBeGreaterThan(20);
    const ids = operations.map(({ operation }) => operation.operationId);
    expect(ids.filter((id, index) => ids.indexOf(id) !== index), 'operations of the same name').toEqual([]);
    for (const { path, operation } of operations) {
      const named = (operation.parameters ?? []).filter((one) => one.in === 'path').map(({ name }) => name).sort();
      expect(named, path).toEqual([...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name).sort());
    }
  });
  it('has no reference that leads nowhere', () => {
    const found = references(whole, whole);
    expect(found.length).toBeGreaterThan(20);
    expect(found.filter(([, target]) => target === undefined)).toEqual([]);
  });
  it('holds schemas that a validator takes', () => {
    const ajv = new Ajv2020({ strict: false });
    addFormats.default(ajv);
    ajv.addSchema({ $id: 'https://spil.example/openapi.json', components: whole.components });
    for (const { operation } of operations) {
      const schemas = [...Object.values(operation.responses).flatMap(({ content = {} }) => Object.values(content)), ...Object.values(operation.requestBody?.content ?? {})].flatMap(({ schema }) => (schema ? [schema] : []));
      for (const schema of schemas) expect(() => ajv.compile(JSON.parse(JSON.stringify(schema).replaceAll('"#/components', '"https://spil.example/openapi.json#/components')) as object), operation.operationId).not.toThrow();
    }
  });
});

describe('what pages share', () => {
  it('escapes what is put into markup, and only that', () => {
    expect(html`<a title="${'"><script>'}">${html`<b>${1}</b>`}${['&', null, false]}</a>`.html).toBe('<a title="&#34;&#62;&#60;script&#62;"><b>1</b>&#38;</a>');
  });
  it.each([['nl-NL,nl;q=0.9,en;q=0.8', 'nl'], ['en-US,en;q=0.9,nl;q=0.8', 'en'], ['fr-FR,nl;q=0.4,en;q=0.3', 'nl'], ['de', 'en'], [undefined, 'en'], ['nl;q=0', 'en'], ['nl;q=x', 'en']])('reads %s as %s', (accepted, language) => expect(pageLanguage(accepted)).toBe(language));
  it('lets a wish in the address win', () => expect([pageLanguage('nl', 'en'), pageLanguage('nl', 'fr')]).toEqual(['en', 'nl']));
});
