/** The published interface as TypeScript for our own screens: per operation its address and the types of what goes in and out. */
import type { JsonObject, OpenApi } from '../../server/pages/openapi.ts';

interface Parameter { name: string; in: string; required?: boolean; schema?: JsonObject; $ref?: string }
type Schema = Record<string, unknown>;

const quoted = (text: string): string => (/^[A-Za-z_$][\w$]*$/.test(text) ? text : JSON.stringify(text));
const literal = (value: unknown): string => JSON.stringify(value);

/** A JSON Schema as a type. `given` is a side that is sent: what has a default may be left out there. */
export function typeOf(schema: Schema, given: boolean): string {
  const { $ref, anyOf, oneOf, allOf, enum: values, type, items, prefixItems, properties, required = [], additionalProperties } = schema as {
    $ref?: string; anyOf?: Schema[]; oneOf?: Schema[]; allOf?: Schema[]; enum?: unknown[]; type?: string | string[]; items?: Schema; prefixItems?: Schema[];
    properties?: Record<string, Schema>; required?: string[]; additionalProperties?: boolean | Schema;
  };
  if ($ref !== undefined) return $ref.split('/').at(-1) ?? 'unknown';
  if ('const' in schema) return literal(schema['const']);
  if (values) return values.map(literal).join(' | ');
  const union = anyOf ?? oneOf;
  if (union) return [...new Set(union.map((one) => typeOf(one, given)))].join(' | ');
  if (allOf) return allOf.map((one) => `(${typeOf(one, given)})`).join(' & ');
  if (Array.isArray(type)) return [...new Set(type.map((one) => typeOf({ ...schema, type: one }, given)))].join(' | ');
  switch (type) {
    case 'string': return 'string';
    case 'integer': case 'number': return 'number';
    case 'boolean': return 'boolean';
    case 'null': return 'null';
    case 'array': return prefixItems ? `[${prefixItems.map((one) => typeOf(one, given)).join(', ')}]` : `(${items ? typeOf(items, given) : 'unknown'})[]`;
    case 'object': {
      if (!properties) return `{ [key: string]: ${typeof additionalProperties === 'object' ? typeOf(additionalProperties, given) : 'unknown'} }`;
      const fields = Object.entries(properties).map(([name, of]) => `${quoted(name)}${required.includes(name) && !(given && 'default' in of) ? '' : '?'}: ${typeOf(of, given)}${given && !required.includes(name) ? ' | undefined' : ''}`);
      return fields.length === 0 ? 'Record<string, never>' : `{ ${fields.join('; ')} }`;
    }
    default: return 'unknown';
  }
}

const fieldsOf = (parameters: readonly Parameter[]): string[] => parameters.map(({ name, in: where, required, schema = {} }) => `${quoted(name)}${where === 'path' || required === true ? '' : '?'}: ${typeOf(schema, true)}${where === 'path' || required === true ? '' : ' | undefined'}`);

/** The file: `ADDRESSES` to call by name, `Operations` with the types. */
export function webTypes(api: OpenApi): string {
  const addresses: string[] = [];
  const operations: string[] = [];
  for (const [path, methods] of Object.entries(api.paths)) {
    for (const [method, operation] of Object.entries(methods)) {
      const { operationId, parameters = [], requestBody, responses } = operation as unknown as { operationId: string; parameters?: Parameter[]; requestBody?: { required?: boolean; content: Record<string, { schema?: Schema }> }; responses: Record<string, { content?: Record<string, { schema?: Schema }> }> };
      const body = requestBody?.content['application/json']?.schema;
      const input = [...fieldsOf(parameters.filter(({ $ref }) => $ref === undefined)), ...(body ? [`body${requestBody?.required === false ? '?' : ''}: ${typeOf(body, true)}`] : [])];
      const answers = Object.entries(responses).filter(([status]) => status.startsWith('2')).map(([, { content = {} }]) => {
        const [entry] = Object.entries(content);
        return !entry ? 'undefined' : entry[0] === 'application/json' ? typeOf(entry[1].schema ?? {}, false) : 'Blob';
      });
      addresses.push(`  ${operationId}: '${method.toUpperCase()} ${path}',`);
      operations.push(`  ${operationId}: { input: ${input.length === 0 ? 'Record<never, never>' : `{ ${input.join('; ')} }`}; answer: ${[...new Set(answers)].join(' | ') || 'undefined'} };`);
    }
  }
  const shared = Object.entries(api.components.schemas).map(([name, schema]) => `export type ${name} = ${typeOf(schema, false)};`);
  return `/** Made from contract/openapi.json by tools/contract.ts: what each operation takes and answers. Not written by hand. */\n\n${shared.join('\n')}\n\nexport const ADDRESSES = {\n${addresses.join('\n')}\n} as const;\n\nexport interface Operations {\n${operations.join('\n')}\n}\n`;
}
