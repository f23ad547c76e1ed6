/** The addresses of the notifications room: what customers were told, telling it again, and how templates will look. */
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { wire } from '../../kernel/wire.ts';
import { CHANGERS, READERS } from './permissions.ts';
import { checkTemplate } from './check.ts';
import { resend } from './commands.ts';
import type { ComposeDeps } from './compose.ts';
import { KindParams, MessageParams, MessageRow, Messages, MessagesQuery, MessageView, Preview, PreviewBody, PreviewQuery, ResendBody, Template, TemplateKinds, wireMessage } from './contract.ts';
import { essentials, MESSAGE_KINDS, variablesOf } from './kinds.ts';
import type { MessageKind, Shape } from './kinds.ts';
import { FILTERS, TAGS } from './language.ts';
import { previewData, previewSettings } from './preview.ts';
import { notificationProblems } from './problems.ts';
import { messagesOf, readMessage } from './queries.ts';
import type { MessageRecord } from './queries.ts';
import { render } from './render.ts';
import { brandOf, templateOf, TEMPLATE_KIND } from './settings.ts';
import type { TemplateDocument } from './templates.ts';

const refused = (description: string) => ({ description, schema: Problem, contentType: 'application/problem+json' });
const tag = 'Messages';

const present = (row: MessageRecord) => ({
  id: wireMessage(row.id), order: wire('order', row.order_id), kind: row.kind, language: row.language, state: row.state, subject: row.subject, attempts: row.attempts, reason: row.reason,
  nextAttemptAt: row.state === 'queued' ? row.next_attempt_at : null, createdAt: row.created_at, createdBy: row.created_by, sentAt: row.sent_at, resentOf: row.resent_of === null ? null : wireMessage(row.resent_of),
});

function kindNamed(name: string): MessageKind {
  const kind = MESSAGE_KINDS.find((one) => one === name);
  if (!kind) throw notificationProblems.kind_unknown({ detail: `"${name}" is not a kind of message; there are ${MESSAGE_KINDS.join(', ')}.`, found: name, expected: MESSAGE_KINDS });
  return kind;
}

/** The variables of a kind as paths; amounts in minor units are for comparing and are left out. */
function paths(shape: Shape, path: string): { path: string; type: 'text' | 'number' | 'flag' | 'money' | 'date' | 'list' }[] {
  switch (shape.kind) {
    case 'group': return [...shape.fields].flatMap(([name, field]) => paths(field, path === '' ? name : `${path}.${name}`));
    case 'list': return [{ path, type: 'list' }, ...paths(shape.of, path)];
    case 'minor': return [];
    default: return [{ path, type: shape.kind }];
  }
}

export function notificationRoutes(deps: ComposeDeps): Route[] {
  const preview = async (document: TemplateDocument, language: string) => {
    const problems = checkTemplate(document);
    if (problems.length > 0) return { problems, rendered: null };
    const settings = { ...previewSettings, brand: await brandOf(deps.database, deps.brand ?? previewSettings.brand) };
    return { problems: [], rendered: render(document, previewData(document.kind, language), language, settings) };
  };
  return [
    route({
      method: 'GET', path: '/messages', operation: 'listOrderMessages', tag, summary: 'What the customer of an order was told, oldest first', access: READERS, query: MessagesQuery,
      answers: { 200: { description: 'The messages', schema: Messages } },
      handle: async ({ query }) => ok({ messages: (await messagesOf(deps.database, query.order)).map(present) }),
    }),
    route({
      method: 'GET', path: '/messages/{message}', operation: 'getMessage', tag, summary: 'One message with what it says', access: READERS, params: MessageParams,
      answers: { 200: { description: 'The message', schema: MessageView }, 404: refused('No such message') },
      handle: async ({ params }) => {
        const row = await readMessage(deps.database, params.message);
        return ok({ ...present(row), html: row.html, text: row.plain });
      },
    }),
    route({
      method: 'POST', path: '/messages/{message}/resend', operation: 'resendMessage', tag, summary: 'Send a message again', access: CHANGERS, params: MessageParams, body: ResendBody,
      description: 'Makes it anew of the same event, with the template of today, and sends it as a message of its own.',
      answers: { 201: { description: 'The new message', schema: MessageRow.pick({ id: true, order: true, kind: true }) }, 404: refused('No such message'), 409: refused('It is still being sent'), 422: refused('There is no address') },
      handle: async ({ params, body, context }) => {
        const { status, answer } = await resend(deps, context, params.message, body);
        return { status, body: { id: wireMessage(answer.id), order: wire('order', answer.order), kind: answer.kind } };
      },
    }),
    route({
      method: 'GET', path: '/message-templates', operation: 'listMessageTemplates', tag, summary: 'The kinds of messages, with the variables their templates may use', access: READERS,
      description: `Templates are settings of the kind ${TEMPLATE_KIND}, one per kind of message: write, check and activate them under /settings/${TEMPLATE_KIND}/{kind}.`,
      answers: { 200: { description: 'The kinds', schema: TemplateKinds } },
      handle: async () => ok({
        kinds: await Promise.all(MESSAGE_KINDS.map(async (kind) => {
          const { document, version } = await templateOf(deps.database, kind);
          const variables = paths(variablesOf(kind), '').map((variable) => ({ ...variable, essential: essentials[kind].includes(variable.path) }));
          return { kind, setting: { kind: TEMPLATE_KIND, name: kind, active: version }, languages: Object.keys(document.texts), variables };
        })),
        tags: TAGS, filters: FILTERS,
      }),
    }),
    route({
      method: 'GET', path: '/message-templates/{kind}', operation: 'getMessageTemplate', tag, summary: 'The texts in force of a kind of message: the retailer’s own, or the ones to start with', access: READERS, params: KindParams,
      answers: { 200: { description: 'The texts by language', schema: Template }, 404: refused('No such kind') },
      handle: async ({ params }) => {
        const { document: { kind, texts }, version } = await templateOf(deps.database, kindNamed(params.kind));
        return ok({ kind, version, texts });
      },
    }),
    route({
      method: 'GET', path: '/message-templates/{kind}/preview', operation: 'previewMessageTemplate', tag, summary: 'The template in force, with made-up data', access: READERS, params: KindParams, query: PreviewQuery,
      answers: { 200: { description: 'How it looks', schema: Preview }, 404: refused('No such kind') },
      handle: async ({ params, query }) => ok(await preview((await templateOf(deps.database, kindNamed(params.kind))).document, query.language)),
    }),
    route({
      method: 'POST', path: '/message-templates/{kind}/preview', operation: 'previewMessageDraft', tag, summary: 'A draft of a template: what is wrong with it, or how it looks', access: READERS, idempotent: false, params: KindParams, body: PreviewBody,
      answers: { 200: { description: 'Problems, or the mail', schema: Preview }, 404: refused('No such kind') },
      handle: async ({ params, body }) => ok(await preview({ kind: kindNamed(params.kind), texts: body.texts }, body.language)),
    }),
  ];
}
