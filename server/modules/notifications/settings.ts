/** The retailer's own texts and face: templates and brand as settings that change while Spil runs, with what to use until there are any. */
import type { Queryable } from '../../kernel/database.ts';
import { activeDocument } from '../documents/index.ts';
import type { DocumentKind } from '../documents/index.ts';
import { checkTemplate } from './check.ts';
import { Brand, MESSAGE_KINDS } from './kinds.ts';
import type { MessageKind } from './kinds.ts';
import { defaultTemplates, TemplateDocument } from './templates.ts';

export const TEMPLATE_KIND = 'message-template';
export const BRAND_KIND = 'brand';
export const BRAND_NAME = 'default';

/** What mails show of a retailer that has not said who it is; its mail server will want a sender of its own. */
export const DEFAULT_BRAND: Brand = { name: 'Spil', url: 'https://example.com', logoUrl: null, accent: '#0b5fc0', email: 'no-reply@example.com', phone: null, address: '' };

const issues = (error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] }): { path: string; message: string }[] => error.issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));

/** The kinds of settings of this room, with the check that stands between a draft and its use. */
export const notificationDocumentKinds: readonly DocumentKind[] = [
  {
    kind: TEMPLATE_KIND, title: 'Message template', editors: ['service', 'operations'],
    check: (body, { name }) => {
      const read = TemplateDocument.safeParse(body);
      if (!read.success) return issues(read.error);
      if (read.data.kind !== name) return [{ path: 'kind', message: `this setting is the template of ${name}, so its kind is ${name}; the kinds are ${MESSAGE_KINDS.join(', ')}` }];
      return checkTemplate(read.data).map(({ language, field, line, column, message }) => ({ path: `texts.${language}.${field}`, message: `${message} (line ${line}, column ${column})`, line, column }));
    },
  },
  {
    kind: BRAND_KIND, title: 'Brand', editors: ['service', 'operations'],
    check: (body) => {
      const read = Brand.safeParse(body);
      if (!read.success) return issues(read.error);
      return /^[^@\s<>"]+@[A-Za-z0-9.-]+\.[A-Za-z]{2,}$/.test(read.data.email) ? [] : [{ path: 'email', message: 'the address that mails come from, such as service@example.com' }];
    },
  },
];

const DEFAULTS = new Map(defaultTemplates().map((document) => [document.kind, document]));

/** The template in force of a kind: the retailer's, else the one to start with. `version` is null for the latter. */
export async function templateOf<Kind extends MessageKind>(database: Queryable, kind: Kind): Promise<{ document: TemplateDocument & { kind: Kind }; version: number | null }> {
  const active = await activeDocument(database, TEMPLATE_KIND, kind);
  const own = active === null ? null : TemplateDocument.safeParse(active.body);
  const document = own?.success ? own.data : defaultTemplate(kind);
  return { document: { ...document, kind }, version: own?.success ? active?.version ?? null : null };
}

/** The template that every installation starts with. */
export function defaultTemplate<Kind extends MessageKind>(kind: Kind): TemplateDocument & { kind: Kind } {
  const document = DEFAULTS.get(kind);
  if (!document) throw new RangeError(`there is no message ${kind}`);
  return { ...document, kind };
}

/** The brand in force. */
export async function brandOf(database: Queryable, otherwise: Brand = DEFAULT_BRAND): Promise<Brand> {
  const active = await activeDocument(database, BRAND_KIND, BRAND_NAME);
  const read = active === null ? null : Brand.safeParse(active.body);
  return read?.success ? read.data : otherwise;
}
