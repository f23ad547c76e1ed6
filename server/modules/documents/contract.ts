/** What goes over the wire about settings: documents in immutable versions, and what is wrong with one. */
import { z } from 'zod';

const state = z.enum(['draft', 'checked', 'active', 'retired']);
const summary = { kind: z.string(), name: z.string(), version: z.int(), state, createdAt: z.string(), createdBy: z.string(), activatedAt: z.string().nullable(), note: z.string().nullable() };

export const KindPath = z.object({ kind: z.string().max(50) });
export const SettingPath = KindPath.extend({ name: z.string().regex(/^[a-z0-9][a-z0-9._-]{0,99}$/, 'lower-case letters, digits, dots and dashes, such as next-day') });
export const VersionPath = SettingPath.extend({ version: z.coerce.number().int().min(1).max(1_000_000_000) });
export const Body = z.record(z.string(), z.json());
export const NewVersion = z.strictObject({ body: Body, note: z.string().max(1000).nullable().default(null) });

export const Version = z.strictObject({ ...summary, body: Body });
export const VersionSummary = z.strictObject(summary);
export const Versions = z.strictObject({ items: z.array(VersionSummary), next: z.string().nullable() });
export const Setting = z.strictObject({ kind: z.string(), name: z.string(), active: z.int().nullable(), latest: z.int() });
export const Kinds = z.strictObject({ items: z.array(z.strictObject({ kind: z.string(), title: z.string(), schema: z.record(z.string(), z.json()).nullable(), canWrite: z.boolean().describe('Whether this account may write and activate settings of this kind'), settings: z.array(Setting) })) });
const Problems = z.array(z.strictObject({ path: z.string(), message: z.string(), line: z.int().optional().describe('Within the text at this path, from 1'), column: z.int().optional() }));
export const Checked = z.strictObject({ ok: z.boolean(), problems: Problems, setting: VersionSummary });

export const Trial = z.strictObject({ name: SettingPath.shape.name, body: Body });
export const Tried = z.strictObject({ ok: z.boolean(), problems: Problems });

const word = { type: z.string().describe('A CEL type, or one of the object types listed'), description: z.string() };
export const ExpressionWords = z.strictObject({
  places: z.array(z.strictObject({
    path: z.string().describe('Where in the document; * stands for any position of a list'), result: z.string().describe('What the expression must give'),
    variables: z.array(z.strictObject({ name: z.string(), ...word })),
    types: z.array(z.strictObject({ name: z.string(), fields: z.array(z.strictObject({ name: z.string(), ...word })) })),
    functions: z.array(z.strictObject({ name: z.string(), parameters: z.array(z.string()), result: z.string(), description: z.string() })),
  })),
});
export const Activations = z.strictObject({ items: z.array(z.strictObject({ version: z.int().nullable(), at: z.string(), by: z.string() })), next: z.string().nullable() });
