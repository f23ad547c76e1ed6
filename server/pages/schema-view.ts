/** A JSON Schema as a list to read, and an example made of it. */
import { html } from './html.ts';
import type { Markup } from './html.ts';
import type { Json, JsonObject, OpenApi } from './openapi.ts';

interface Schema { $ref?: string; type?: string | string[]; format?: string; description?: string; properties?: Record<string, Schema>; required?: string[]; items?: Schema; anyOf?: Schema[]; oneOf?: Schema[]; enum?: Json[]; const?: Json; default?: Json; pattern?: string; additionalProperties?: Schema | boolean }

const nameOf = (ref: string): string => ref.split('/').at(-1) ?? ref;
const variants = (schema: Schema): Schema[] => schema.anyOf ?? schema.oneOf ?? [];

/** The type in a few words, e.g. "text or null", "list of whole number". */
function typeText(schema: Schema): string {
  if (schema.$ref !== undefined) return nameOf(schema.$ref);
  if (schema.const !== undefined) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map(String).join(' | ');
  if (variants(schema).length > 0) return [...new Set(variants(schema).map(typeText))].join(' or ');
  const words: Readonly<Record<string, string>> = { string: schema.format ?? 'text', integer: 'whole number', number: 'number', boolean: 'true or false', null: 'null', object: 'object', array: `list of ${schema.items ? typeText(schema.items) : 'anything'}` };
  const types = typeof schema.type === 'string' ? [schema.type] : schema.type ?? [];
  return types.map((type) => words[type] ?? type).join(' or ') || 'anything';
}

/** The object whose fields are shown under a schema: itself, its items, or its one variant that has fields. */
function inner(schema: Schema): Schema | null {
  if (schema.properties) return schema;
  if (schema.items) return inner(schema.items);
  if (typeof schema.additionalProperties === 'object') return inner(schema.additionalProperties);
  for (const variant of variants(schema)) {
    const found = inner(variant);
    if (found) return found;
  }
  return null;
}

function fields(schema: Schema, depth: number): Markup {
  const required = new Set(schema.required ?? []);
  return html`<ul class="fields">${Object.entries(schema.properties ?? {}).map(([name, field]) => {
    const below = depth > 0 ? inner(field) : null;
    const shared = field.$ref ?? field.items?.$ref ?? variants(field).find(({ $ref }) => $ref !== undefined)?.$ref;
    return html`<li><code>${name}</code> <span class="type">${shared === undefined ? typeText(field) : html`<a href="#schema-${nameOf(shared)}">${typeText(field)}</a>`}${field.default === undefined || field.default === null ? null : ` = ${JSON.stringify(field.default)}`}</span>${required.has(name) && field.default === undefined ? html` <span class="must">required</span>` : null}${field.description === undefined ? null : html`<br><span class="soft">${field.description}</span>`}${below ? fields(below, depth - 1) : null}</li>`;
  })}</ul>`;
}

/** A schema with its fields, six levels deep; a shared one is a link. */
export function schemaView(given: JsonObject, _api: OpenApi): Markup {
  const schema = given as unknown as Schema;
  if (schema.$ref !== undefined) return html`<p><a href="#schema-${nameOf(schema.$ref)}">${nameOf(schema.$ref)}</a></p>`;
  const shown = inner(schema);
  return shown ? fields(shown, 5) : html`<p class="type">${typeText(schema)}</p>`;
}

/** A value that fits a schema, with the required fields of each object and those without a default; for reading, not for testing. */
export function exampleOf(given: JsonObject, api: OpenApi, depth = 6): Json {
  const schema = given as unknown as Schema;
  const below = (one: Schema): Json => exampleOf(one as unknown as JsonObject, api, depth - 1);
  if (schema.$ref !== undefined) return depth === 0 ? null : exampleOf(api.components.schemas[nameOf(schema.$ref)] ?? {}, api, depth - 1);
  if (schema.default !== undefined) return schema.default;
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return schema.enum[0] ?? null;
  const [first] = variants(schema).filter(({ type }) => type !== 'null');
  if (first) return below(first);
  if (depth === 0) return null;
  if (schema.properties) return Object.fromEntries(Object.entries(schema.properties).filter(([name, field]) => (schema.required ?? []).includes(name) && field.default === undefined).map(([name, field]) => [name, below(field)]));
  const types: Readonly<Record<string, Json>> = { integer: 1, number: 1, boolean: true, array: schema.items && depth > 0 ? [below(schema.items)] : [], object: {}, string: TEXTS[schema.format ?? ''] ?? TEXTS[schema.pattern ?? ''] ?? '…' };
  return types[typeof schema.type === 'string' ? schema.type : schema.type?.[0] ?? ''] ?? null;
}

/** Believable texts by format, and by the patterns that are in many bodies. */
const TEXTS: Readonly<Record<string, string>> = { 'date-time': '2026-03-02T09:00:00Z', date: '2026-03-02', email: 'jo@example.com', uri: 'https://example.com', '^[A-Z]{3}$': 'EUR', '^[A-Z]{2}$': 'NL' };
