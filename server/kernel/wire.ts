/** How ids, money and pages are written on the wire: schemas and printers that every room shares. */
import { z } from 'zod';
import { fromWire, toWire } from './ids.ts';
import type { Uuid } from './ids.ts';
import { kernelProblems } from './problem.ts';
import { unfitIn } from './well-formed.ts';

/** Prefixes of the ids on the wire. */
export const PREFIXES = { order: 'ord', fulfilment: 'ful', parcel: 'par', payment: 'pay', hold: 'hld', return: 'ret', manifest: 'man', load: 'lod', decision: 'dec', intent: 'int', event: 'evt', task: 'tsk', note: 'not', key: 'key', contact: 'con', customer: 'cus', webhook: 'whk', refund: 'rfd', quarantine: 'qua', count: 'cnt', transfer: 'trf', comparison: 'cmp' } as const;
export type IdKind = keyof typeof PREFIXES;

/** Schema of an id on the wire; gives the UUID. */
export const idOf = (kind: IdKind): z.ZodType<Uuid> => z.string().max(60).transform((text, context) => {
  const id = fromWire(PREFIXES[kind], text);
  if (id !== null) return id;
  context.issues.push({ code: 'custom', message: `must be an id like ${PREFIXES[kind]}_01h2xcejqtf2nbrexx3vqjhp41`, input: text });
  return z.NEVER;
}).meta({ type: 'string', description: `Id of the kind ${PREFIXES[kind]}_…` });

export const wire = (kind: IdKind, id: Uuid): string => toWire(PREFIXES[kind], id);
export const wireOrNull = (kind: IdKind, id: Uuid | null): string | null => (id === null ? null : wire(kind, id));

/** A printed id in an answer. */
export const WireId = z.string();

/** Where a list goes on: opaque, the key of the last row. */
export const page = { after: z.string().max(300).optional().describe('Cursor from the last answer (`next`)'), limit: z.coerce.number().int().min(1).max(200).default(50).describe('Rows at most') };

export const encodeCursor = (key: readonly (string | number)[]): string => Buffer.from(JSON.stringify(key)).toString('base64url');
/** What a part of a cursor is: it is checked before the database sees it. */
const PARTS = {
  uuid: (part: unknown) => typeof part === 'string' && /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(part),
  instant: (part: unknown) => typeof part === 'string' && z.iso.datetime().safeParse(part).success && !part.startsWith('0000'),
  any: (part: unknown) => typeof part === 'number' || (typeof part === 'string' && unfitIn(part) === null),
} as const;
export type CursorPart = keyof typeof PARTS;

/**
 * Reads a cursor of these parts (or of so many of any kind); null when none was given. One that no list made is refused: answered with
 * the first page, a client would go round in circles.
 */
export function decodeCursor(text: string | undefined, parts: number | readonly CursorPart[]): (string | number)[] | null {
  if (text === undefined) return null;
  const kinds = typeof parts === 'number' ? Array.from({ length: parts }, (): CursorPart => 'any') : parts;
  const key = keyIn(text);
  if (!Array.isArray(key) || key.length !== kinds.length || !kinds.every((kind, index) => PARTS[kind](key[index]))) {
    throw kernelProblems.invalid({ detail: 'query.after: it is not the `next` of an answer of this list; leave it out to begin with the first page.', field: 'query.after' });
  }
  return key as (string | number)[];
}

function keyIn(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'));
  } catch {
    return null;
  }
}
