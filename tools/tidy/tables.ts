/** Which room writes which table: a room changes rows of its own PostgreSQL schema only. */
import { isTest } from './floors.ts';
import { nodes, textOf } from './source.ts';
import type { Finding, Node, Source } from './source.ts';

const WRITES = /\b(?:insert\s+into|delete\s+from|update|truncate(?:\s+table)?|merge\s+into)\s+(?:only\s+)?([a-z_]+)\.([a-z_]+)/gi;
/** `on conflict … do update set`, `for no key update of`: no table follows. */
const SCHEMAS = ['kernel', 'books', 'documents', 'identity', 'catalogue', 'locations', 'customers', 'channels', 'inventory', 'payments', 'shipping', 'sourcing', 'orders', 'fulfilment', 'returns', 'intake', 'feed', 'notifications', 'workflows', 'availability', 'insight', 'queues'];

const SENTENCE = 'Two rooms that write one table must both know every rule about it, and one of them will not: ask the room that owns it for a function.';

/** Every write of a file to another room's tables, in SQL text or as a table handed to a Change. */
export function foreignWrites(source: Source): Finding[] {
  const owner = /^server\/(?:modules\/)?([^/]+)\//.exec(source.path)?.[1];
  if (owner === undefined || isTest(source.path) || !source.path.startsWith('server/') || owner === 'connectors') return [];
  const found = new Map<string, Finding>();
  const wrote = (schema: string, name: string, offset: number): void => {
    if (schema === owner || !SCHEMAS.includes(schema)) return;
    const subject = `${schema}.${name}`;
    if (!found.has(subject)) found.set(subject, { rule: 'tables', path: source.path, line: source.lineAt(offset), subject, sentence: `writes ${subject}. ${SENTENCE}` });
  };
  for (const { node } of nodes(source.program)) {
    const text = literalOf(node);
    if (text !== null) for (const match of text.matchAll(WRITES)) wrote(match[1] ?? '', match[2] ?? '', node.start);
    if (node.type === 'CallExpression' && textOf(node['callee']) === 'table') {
      const [schema, name] = textOf((node['arguments'] as Node[])[0]).split('.');
      if (schema !== undefined && name !== undefined) wrote(schema, name, node.start);
    }
  }
  return [...found.values()];
}

/** The text of a string or a template, with a blank for each hole. */
function literalOf(node: Node): string | null {
  if (node.type === 'Literal' && typeof node['value'] === 'string') return node['value'];
  if (node.type !== 'TemplateLiteral') return null;
  return (node['quasis'] as Node[]).map((part) => (part['value'] as { cooked: string | null }).cooked ?? '').join(' ');
}
