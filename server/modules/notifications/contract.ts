/** What goes over the wire about messages and their templates. */
import { z } from 'zod';
import { fromWire, toWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { idOf, WireId } from '../../kernel/wire.ts';
import { MESSAGE_KINDS } from './kinds.ts';
import { TemplateDocument } from './templates.ts';
import { MESSAGE_PREFIX } from './worker.ts';

const language = z.string().regex(/^[a-z]{2,3}(-[A-Z]{2})?$/, 'a language such as nl or nl-BE');

export const wireMessage = (id: Uuid): string => toWire(MESSAGE_PREFIX, id);
const MessageId: z.ZodType<Uuid> = z.string().max(60).transform((text, context) => {
  const id = fromWire(MESSAGE_PREFIX, text);
  if (id !== null) return id;
  context.issues.push({ code: 'custom', message: 'must be an id like msg_01h2xcejqtf2nbrexx3vqjhp41', input: text });
  return z.NEVER;
}).meta({ type: 'string', description: 'Id of a message: msg_…' });

export const MessageParams = z.object({ message: MessageId });
export const MessagesQuery = z.object({ order: idOf('order') });
export const MessageRow = z.object({
  id: WireId, order: WireId, kind: z.enum(MESSAGE_KINDS as [string, ...string[]]), language: z.string(), state: z.enum(['queued', 'sent', 'refused', 'failed']).describe('refused: there is no such address; failed: the mail server was away for too long'),
  subject: z.string().describe('Empty once erased'), attempts: z.int(), reason: z.string().nullable(), nextAttemptAt: z.string().nullable(), createdAt: z.string(), createdBy: z.string(), sentAt: z.string().nullable(), resentOf: WireId.nullable(),
});
export const MessageView = MessageRow.extend({ html: z.string().nullable().describe('Null once erased'), text: z.string().nullable() });
export const Messages = z.object({ messages: z.array(MessageRow) });

export const ResendBody = z.strictObject({
  language: language.nullable().default(null).describe('Null: the language of the customer'),
  email: z.email().max(254).nullable().default(null).describe('Another address than the customer gave, for this message'),
});

export const KindParams = z.object({ kind: z.string().max(50) });
const field = z.object({ path: z.string().describe('As written in a template, e.g. order.number; of a list: in a loop over it'), type: z.enum(['text', 'number', 'flag', 'money', 'date', 'list']), essential: z.boolean() });
export const TemplateKinds = z.object({
  kinds: z.array(z.object({ kind: z.string(), setting: z.object({ kind: z.string(), name: z.string(), active: z.int().nullable().describe('Version in force; null: the one to start with') }), languages: z.array(z.string()), variables: z.array(field) })),
  tags: z.array(z.string()), filters: z.array(z.string()),
});
export const Template = z.object({ kind: z.string(), version: z.int().nullable().describe('Version in force; null: the one that every installation starts with'), texts: TemplateDocument.shape.texts });
export const PreviewQuery = z.object({ language: language.default('nl') });
export const PreviewBody = z.strictObject({ texts: TemplateDocument.shape.texts, language: language.default('nl') });
const Problems = z.array(z.object({ language: z.string(), field: z.string(), line: z.int(), column: z.int(), code: z.string(), message: z.string() }));
export const Preview = z.object({
  problems: Problems.describe('What has to be mended before it can be activated'),
  rendered: z.object({ language: z.string(), subject: z.string(), html: z.string(), text: z.string() }).nullable().describe('The mail with made-up data; null while there are problems'),
});
