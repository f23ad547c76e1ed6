/** Requests made from the published schemas of the routes: likely ones, and ones that a clumsy or hostile client would send. */
import { request as httpRequest } from 'node:http';
import type { Agent } from 'node:http';
import { z } from 'zod';
import type { Chance } from './random.ts';

interface JsonSchema {
  type?: string | string[]; properties?: Record<string, JsonSchema>; required?: string[]; items?: JsonSchema | boolean; prefixItems?: JsonSchema[]; additionalProperties?: JsonSchema | boolean;
  enum?: unknown[]; const?: unknown; anyOf?: JsonSchema[]; oneOf?: JsonSchema[]; allOf?: JsonSchema[]; minimum?: number; maximum?: number; minLength?: number; maxLength?: number; minItems?: number; maxItems?: number;
  pattern?: string; format?: string; description?: string; default?: unknown; $ref?: string; $defs?: Record<string, JsonSchema>;
}

/** The schema as the interface publishes it for what comes in. */
export const jsonSchemaOf = (schema: z.ZodType): JsonSchema => z.toJSONSchema(schema, { io: 'input', unrepresentable: 'any' }) as JsonSchema;

/** Words that mean something in this database: ids by prefix, SKUs, locations, so that requests reach the rules behind the schemas. */
export interface Pool { ids: ReadonlyMap<string, readonly string[]>; words: readonly string[] }

const INSTANTS = ['2026-03-02T09:00:00Z', '2026-03-05T12:30:00.123+01:00', '1999-12-31T23:59:59Z'];
const TEXTS = ['a', 'customer', 'EUR', 'NL', 'web', '3511 AB', 'Oudegracht', '12', 'a b', 'nl', 'A1', 'x-1', '2026-03-02', 'Europe/Amsterdam', '09:00'];

/** A value that the schema would probably take. */
export function likely(schema: JsonSchema, chance: Chance, pool: Pool, name = '', depth = 0, root: JsonSchema = schema): unknown {
  if (schema.$ref !== undefined) {
    const target = schema.$ref === '#' ? root : root.$defs?.[schema.$ref.replace('#/$defs/', '')];
    return target && depth < 8 ? likely(target, chance, pool, name, depth + 1, root) : null;
  }
  const choice = schema.anyOf ?? schema.oneOf;
  if (choice) return likely(chance.of(choice), chance, pool, name, depth + 1, root);
  if (schema.allOf) return Object.assign({}, ...schema.allOf.map((part) => likely(part, chance, pool, name, depth + 1, root))) as unknown;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return chance.of(schema.enum);
  const type = Array.isArray(schema.type) ? chance.of(schema.type) : schema.type;
  switch (type) {
    case 'object': return likelyObject(schema, chance, pool, depth, root);
    case 'array': {
      const items = typeof schema.items === 'object' ? schema.items : {};
      const length = Math.min(schema.maxItems ?? 3, Math.max(schema.minItems ?? 0, 1 + chance.below(2)));
      return Array.from({ length }, () => likely(items, chance, pool, name, depth + 1, root));
    }
    case 'integer': case 'number': {
      const least = Math.max(schema.minimum ?? 0, -1_000_000);
      return chance.below(3) === 0 ? least : least + chance.below(Math.max(1, Math.min((schema.maximum ?? 1000) - least, 1000)));
    }
    case 'boolean': return chance.below(2) === 0;
    case 'null': return null;
    case 'string': return likelyText(schema, chance, pool, name);
    default: return chance.of<unknown>([null, 1, 'a', {}, []]);
  }
}

/** Drawn again until the schema does take it. */
export function fitting(schema: z.ZodType, chance: Chance, pool: Pool): unknown {
  const json = jsonSchemaOf(schema);
  for (let tries = 0; tries < 1000; tries += 1) {
    const value = likely(json, chance, pool);
    if (schema.safeParse(value).success) return value;
  }
  throw new Error('nothing that is likely fits this schema');
}

function likelyObject(schema: JsonSchema, chance: Chance, pool: Pool, depth: number, root: JsonSchema): Record<string, unknown> {
  const made: Record<string, unknown> = {};
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    if (!schema.required?.includes(name) && chance.below(3) > 0) continue;
    made[name] = depth > 8 ? null : likely(property, chance, pool, name, depth + 1, root);
  }
  if (typeof schema.additionalProperties === 'object' && depth < 6 && chance.below(2) === 0) made[chance.of(TEXTS)] = likely(schema.additionalProperties, chance, pool, '', depth + 1, root);
  return made;
}

function likelyText({ pattern, format, description = '', minLength = 0, maxLength = 1000 }: JsonSchema, chance: Chance, { ids, words }: Pool, name: string): string {
  const kind = /of the kind ([a-z]+)_/.exec(description)?.[1];
  if (kind !== undefined) return chance.of([...(ids.get(kind) ?? []), `${kind}_01h2xcejqtf2nbrexx3vqjhp41`]);
  if (format === 'date-time') return chance.of(INSTANTS);
  if (format === 'email') return 'jo@example.com';
  if (format === 'uri') return 'https://example.com/x';
  const candidates = [...words, ...TEXTS, ...[...ids.values()].flat(), name].filter((text) => text.length >= minLength && text.length <= maxLength && (pattern === undefined || new RegExp(pattern, 'u').test(text)));
  return candidates.length > 0 ? chance.of(candidates) : 'x'.repeat(Math.max(1, minLength));
}

/** What nobody should send. */
export const HOSTILE: readonly unknown[] = [
  null, true, '', ' ', 0, -1, 1.5, -0.1, 1e308, 2 ** 31, -(2 ** 31) - 1, 2 ** 53, Number.MAX_SAFE_INTEGER, -Number.MAX_SAFE_INTEGER, '1', 'NaN', 'Infinity', [], {}, [[]], [null], { length: 3 },
  '\u0000', 'a\u0000b', '\ud800', 'x\udfff', '\u202e', '\uffff', '😀'.repeat(20), 'x'.repeat(5000), `'; drop table orders.order; --`, `" or ""="`, '<script>alert(1)</script>', '{{7*7}}', '${jndi:ldap://x}', '../../etc/passwd', '%00', '%s%n',
  'ord_00000000000000000000000000', 'ord_7zzzzzzzzzzzzzzzzzzzzzzzzz', 'ful_01h2xcejqtf2nbrexx3vqjhp41', '00000000-0000-0000-0000-000000000000', '0000-01-01T00:00:00Z', '9999-12-31T23:59:59-23:59', '2026-02-30T00:00:00Z', '+275760-09-13T00:00:00Z',
  JSON.parse('{"__proto__":{"roles":["administrator"]}}'), { constructor: { prototype: { admin: true } } }, { toString: 1 }, { toJSON: 'x' }, { $ne: null },
];

/** The value with one thing in it changed for the worse. */
export function mutated(value: unknown, chance: Chance): unknown {
  if (value === null || typeof value !== 'object' || chance.below(6) === 0) return chance.of(HOSTILE);
  if (Array.isArray(value)) {
    if (value.length === 0) return [chance.of(HOSTILE)];
    const index = chance.below(value.length);
    switch (chance.below(4)) {
      case 0: return [...value, ...value];
      case 1: return value.filter((_item, at) => at !== index);
      default: return value.map((item: unknown, at) => (at === index ? mutated(item, chance) : item));
    }
  }
  const names = Object.keys(value);
  const copy: Record<string, unknown> = { ...value };
  const name = names.length === 0 ? null : chance.of(names);
  switch (name === null ? 0 : chance.below(5)) {
    case 0: copy[chance.of(['extra', 'constructor', 'id', 'status', 'total', 'roles', 'a\u0000', '', 'x'.repeat(300)])] = chance.of(HOSTILE); break;
    case 1: delete copy[name ?? '']; break;
    default: copy[name ?? ''] = mutated(copy[name ?? ''], chance);
  }
  return copy;
}

/** Nested beyond all reason. */
export const nested = (levels: number): string => `${'{"a":['.repeat(levels)}${']}'.repeat(levels)}`;

export interface Sent { method: string; path: string; headers: Record<string, string>; body: string | null }
export interface Answered { status: number; type: string; text: string }

/** Sends exactly these bytes: no client corrects the address or the body. */
export function sendRaw(url: URL, agent: Agent, { method, path, headers, body }: Sent): Promise<Answered> {
  return new Promise((resolve, reject) => {
    const outgoing = httpRequest({ host: url.hostname, port: url.port, agent, method, path, headers: { ...headers, ...(body === null ? {} : { 'content-length': String(Buffer.byteLength(body)) }) } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.on('end', () => resolve({ status: response.statusCode ?? 0, type: response.headers['content-type'] ?? '', text: Buffer.concat(parts).toString('utf8') }));
    });
    outgoing.on('error', reject);
    outgoing.end(body ?? undefined);
  });
}
