/** The published interface: an OpenAPI 3.1 document made of the routes themselves, so that it cannot say anything else than the server does. */
import { z } from 'zod';
import { Problem } from '../kernel/http.ts';
import type { Route } from '../kernel/http.ts';
import { allProblems } from '../kernel/problem.ts';

export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
export type JsonObject = { [key: string]: Json };

export interface OpenApi extends JsonObject {
  openapi: string;
  paths: { [path: string]: { [method: string]: JsonObject } };
  components: { schemas: { [name: string]: JsonObject }; responses: { [name: string]: JsonObject }; parameters: { [name: string]: JsonObject }; securitySchemes: { [name: string]: JsonObject } };
}

/** Shapes that refer to themselves, such as any JSON: zod gives them as local definitions, which a document with one root has to hold at its root. */
type Recursive = Map<string, JsonObject>;

function jsonSchema(schema: z.ZodType, io: 'input' | 'output', recursive: Recursive): JsonObject {
  const { $schema: _schema, '~standard': _standard, $defs = {}, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any', target: 'draft-2020-12' }) as Record<string, unknown> & { $defs?: Record<string, unknown> };
  let text = JSON.stringify(rest);
  for (const [local, definition] of Object.entries($defs)) {
    const plain = JSON.stringify(definition);
    const name = [...recursive].find(([given, known]) => JSON.stringify(known) === plain.replaceAll(`#/$defs/${local}`, `#/components/schemas/${given}`))?.[0] ?? (recursive.size === 0 ? 'AnyJson' : `AnyJson${recursive.size + 1}`);
    recursive.set(name, JSON.parse(plain.replaceAll(`#/$defs/${local}`, `#/components/schemas/${name}`)) as JsonObject);
    text = text.replaceAll(`#/$defs/${local}`, `#/components/schemas/${name}`);
  }
  return JSON.parse(text) as JsonObject;
}

const pascal = (text: string): string => text.replace(/(^|[-_\s]+)(\w)/g, (_all, _gap, letter: string) => letter.toUpperCase());

/** Schemas that several operations answer with are written once; each is named after the address that shows one of it, else after the first operation. */
function sharedAnswers(routes: readonly Route[]): Map<z.ZodType, string> {
  const uses = new Map<z.ZodType, Route[]>();
  for (const route of routes) for (const schema of new Set(Object.values(route.answers).map((answer) => answer.schema))) if (schema) uses.set(schema, [...(uses.get(schema) ?? []), route]);
  const names = new Map<z.ZodType, string>([[Problem, 'Problem']]);
  const taken = new Set(['Problem']);
  for (const [schema, users] of uses) {
    if (names.has(schema) || users.length < 2) continue;
    const shows = users.find((route) => route.method === 'GET' && /\{\w+\}$/.test(route.path) && route.answers[200]?.schema === schema);
    const wished = pascal(shows ? /\{(\w+)\}$/.exec(shows.path)?.[1] ?? '' : `${users[0]?.operation ?? ''}Answer`);
    const name = taken.has(wished) ? pascal(`${users[0]?.operation ?? ''}Answer`) : wished;
    taken.add(name);
    names.set(schema, name);
  }
  return names;
}

const ref = (kind: string, name: string): JsonObject => ({ $ref: `#/components/${kind}/${name}` });

/** Parameters of an address or a query, one by one. */
function parameters(schema: z.ZodType, where: 'path' | 'query', recursive: Recursive): JsonObject[] {
  const { properties = {}, required = [] } = jsonSchema(schema, 'input', recursive) as { properties?: { [name: string]: JsonObject }; required?: string[] };
  return Object.entries(properties).map(([name, { description, ...property }]) => ({
    name, in: where, required: where === 'path' || required.includes(name), ...(description === undefined ? {} : { description }), schema: property,
  }));
}

function accessText({ access }: Route): string {
  if (access === 'public') return 'Needs nobody signed in.';
  return access === 'anyone' ? 'For every account.' : `For accounts with one of the roles ${['administrator', ...access].join(', ')}.`;
}

function operationOf(route: Route, names: ReadonlyMap<z.ZodType, string>, recursive: Recursive, example: Example | undefined): JsonObject {
  const responses: JsonObject = {};
  for (const [status, { description, schema, contentType }] of Object.entries(route.answers)) {
    const type = contentType ?? (Number(status) >= 400 ? 'application/problem+json' : 'application/json');
    const name = schema ? names.get(schema) : undefined;
    const shown: JsonObject = example?.answer !== undefined && Number(status) === example.status ? { example: example.answer } : {};
    responses[status] = { description, ...(schema ? { content: { [type]: { schema: name === undefined ? jsonSchema(schema, 'output', recursive) : ref('schemas', name), ...shown } } } : contentType === undefined ? {} : { content: { [contentType]: { schema: { type: 'string', contentMediaType: contentType }, ...shown } } }) };
  }
  const usual: [string, boolean, string][] = [['400', true, 'Invalid'], ['401', route.access !== 'public', 'Unauthenticated'], ['403', Array.isArray(route.access), 'Forbidden'], ['503', true, 'Unavailable']];
  for (const [status, applies, name] of usual) if (applies) responses[status] ??= ref('responses', name);
  const given = [...parameters(route.params, 'path', recursive), ...parameters(route.query, 'query', recursive), ...(route.idempotent ? [ref('parameters', 'IdempotencyKey')] : []), ...(route.method === 'PUT' || route.method === 'PATCH' ? [ref('parameters', 'IfMatch')] : [])];
  return {
    operationId: route.operation, tags: [route.tag], summary: route.summary, description: [route.description, accessText(route)].filter((text) => text !== undefined).join('\n\n'),
    ...(given.length > 0 ? { parameters: given } : {}),
    ...(route.body === null ? {} : { requestBody: { required: !route.body.safeParse(undefined).success, content: { 'application/json': { schema: jsonSchema(route.body, 'input', recursive), ...exampleOf(route, example) } } } }),
    responses,
    security: route.access === 'public' ? [] : [{ apiKey: [] }, { session: [] }],
    ...(example === undefined ? {} : { 'x-example-address': example.address }),
    'x-roles': Array.isArray(route.access) ? [...route.access] : [route.access as string],
  };
}

const exampleOf = (route: Route, recorded: Example | undefined): JsonObject => {
  const example = (route.example as Json | undefined) ?? recorded?.body;
  return example === undefined ? {} : { example };
};

/** A request that was really sent and answered: the address with its query, the body, and the answer with its status. */
export interface Example { address: string; status: number; body?: Json; answer?: Json }

export interface OpenApiOptions { version: string; server?: string; /** By operation. */ examples?: Readonly<Record<string, Example>> }

/** The document. Operations are in the order of the routes by tag, so that it changes only where the interface does. */
export function openApi(routes: readonly Route[], { version, server = '/', examples = {} }: OpenApiOptions): OpenApi {
  const names = sharedAnswers(routes);
  const recursive: Recursive = new Map();
  const sorted = routes.toSorted((a, b) => a.tag.localeCompare(b.tag) || a.path.localeCompare(b.path) || a.method.localeCompare(b.method));
  const paths: OpenApi['paths'] = {};
  for (const route of sorted) (paths[route.path] ??= {})[route.method.toLowerCase()] = operationOf(route, names, recursive, examples[route.operation]);
  const problem = (description: string): JsonObject => ({ description, content: { 'application/problem+json': { schema: ref('schemas', 'Problem') } } });
  const shared = [...names].map(([schema, name]) => [name, jsonSchema(schema, 'output', recursive)] as const);
  const schemas = Object.fromEntries([...shared, ...recursive].sort(([a], [b]) => (a < b ? -1 : 1)));
  return {
    openapi: '3.1.0',
    info: {
      title: 'Spil', version, license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
      description: 'Omnichannel order management: orders, stock, shipments and returns of every channel and location. Amounts are whole minor units with their currency; times are RFC 3339 in UTC; ids are typed (ord_…, ful_…). Every write takes an Idempotency-Key and can be repeated under it. Refusals are RFC 9457 problem details with a stable code.',
    },
    servers: [{ url: server }],
    tags: [...new Set(sorted.map(({ tag }) => tag))].map((name) => ({ name })),
    paths,
    components: {
      schemas: schemas as OpenApi['components']['schemas'],
      responses: { Invalid: problem('The request is not as described here'), Unauthenticated: problem('Nobody is signed in'), Forbidden: problem('This is not allowed for this account'), Unavailable: problem('The service cannot answer at the moment; repeat under the same Idempotency-Key') },
      parameters: {
        IdempotencyKey: { name: 'Idempotency-Key', in: 'header', required: true, description: 'Made by the client, for example a UUID. The same request under the same key is carried out once and answered alike.', schema: { type: 'string', minLength: 1, maxLength: 200 }, example: '4a4b1b3e-0f4c-4b39-9a53-5a8f0f1f7d10' },
        IfMatch: { name: 'If-Match', in: 'header', required: false, description: 'The version that was read (its ETag), to change what is there; left out to make what is not.', schema: { type: 'string' }, example: '"3"' },
      },
      securitySchemes: { apiKey: { type: 'http', scheme: 'bearer', description: 'An API key: Authorization: Bearer …' }, session: { type: 'apiKey', in: 'cookie', name: 'spil.session_token', description: 'The session of a person who signed in; with the prefix __Secure- where Spil is served over https.' } },
    },
    'x-problems': Object.fromEntries([...allProblems()].sort(([a], [b]) => (a < b ? -1 : 1)).map(([code, { status, title }]) => [code, { status, title }])),
  };
}
