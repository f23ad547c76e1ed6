/** The HTTP door: routes are data (address, schemas, who may, handler); here they are checked, carried out and answered. */
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { z } from 'zod';
import type { Clock } from './clock.ts';
import { fingerprintOf } from './command.ts';
import type { Actor, CommandContext } from './command.ts';
import { errorCode, isConnectionError } from './database.ts';
import { kernelProblems, Refusal } from './problem.ts';
import { unfitIn } from './well-formed.ts';

export type Role = 'administrator' | 'operations' | 'service' | 'finance' | 'store' | 'channel' | 'carrier' | 'fulfiller' | 'erp' | 'viewer';

/** Who may call a route: `public` needs nobody signed in; otherwise one of the roles (an administrator may everything). */
export type Access = 'public' | 'anyone' | readonly Role[];

export interface RouteInput<P, Q, B> {
  params: P;
  query: Q;
  body: B;
  actor: Actor;
  context: CommandContext;
  /** Version named by If-Match, for edits of typed data. */
  ifMatch: string | null;
  headers: Record<string, string | undefined>;
  rawBody: string;
  reply: FastifyReply;
  request: FastifyRequest;
}

export interface Answer { status: number; body: unknown; headers?: Record<string, string> }

export interface Route {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  /** With parameters in braces, as OpenAPI writes it: /orders/{order}. */
  path: string;
  /** Stable name of the operation in the published interface, e.g. placeOrder. */
  operation: string;
  tag: string;
  summary: string;
  description?: string;
  access: Access;
  /** A write of a client: needs an Idempotency-Key. */
  idempotent: boolean;
  params: z.ZodType;
  query: z.ZodType;
  body: z.ZodType | null;
  answers: Readonly<Record<number, { description: string; schema: z.ZodType | null; contentType?: string }>>;
  example?: unknown;
  handle(input: RouteInput<never, never, never>): Promise<Answer>;
}

interface RouteSpec<P extends z.ZodType, Q extends z.ZodType, B extends z.ZodType> {
  method: Route['method']; path: string; operation: string; tag: string; summary: string; description?: string; access: Access;
  /** False for writes that carry their own identity (webhooks). Default: every write needs a key. */
  idempotent?: boolean;
  params?: P; query?: Q; body?: B;
  answers: Route['answers'];
  example?: unknown;
  handle(input: RouteInput<z.output<P>, z.output<Q>, z.output<B>>): Promise<Answer>;
}

/** Declares a route; the types of what it is given follow from its schemas. */
export function route<P extends z.ZodType = z.ZodUnknown, Q extends z.ZodType = z.ZodUnknown, B extends z.ZodType = z.ZodUnknown>(spec: RouteSpec<P, Q, B>): Route {
  return {
    ...spec,
    idempotent: spec.idempotent ?? spec.method !== 'GET',
    params: spec.params ?? z.unknown(), query: spec.query ?? z.unknown(), body: spec.body ?? null,
    handle: spec.handle as unknown as Route['handle'],
  };
}

export const ok = (body: unknown, headers?: Record<string, string>): Answer => ({ status: 200, body, ...(headers ? { headers } : {}) });

/** A request that was carried out, as it was sent, and its answer. */
export interface Exchange { route: Route; url: string; body: string; answer: Answer }

export interface ServerOptions {
  routes: readonly Route[];
  clock: Clock;
  /** Who sends this request; null when nobody is signed in. */
  authenticate(request: FastifyRequest): Promise<Actor | null>;
  /** Checks every answer against its declared schema (tests); an undeclared answer then is an error. */
  checkAnswers?: boolean;
  /** Hears what was asked and answered, e.g. to keep examples for the documentation. */
  heard?(exchange: Exchange): void;
  log?: { error(fields: Record<string, unknown>, message: string): void };
  /** Further set-up, e.g. pages and headers, before the routes are added. */
  prepare?(app: FastifyInstance): Promise<void> | void;
}

const UUIDISH = /^[\x21-\x7e]{1,200}$/;

export async function buildServer({ routes, clock, authenticate, checkAnswers = false, heard, log, prepare }: ServerOptions): Promise<FastifyInstance> {
  const app = Fastify({
    logger: false, bodyLimit: 2 * 1024 * 1024, forceCloseConnections: true, routerOptions: { maxParamLength: 300 },
    frameworkErrors: (error, _request, reply) => { void sendProblem(reply, asRefusal(error)); },
    clientErrorHandler: (error, socket) => {
      if (!socket.writable || error.code === 'ECONNRESET') return;
      const refusal = error.code === 'HPE_HEADER_OVERFLOW' ? kernelProblems.headers_too_large({ detail: 'The headers of the request are larger than 16 kB.' }) : kernelProblems.invalid({ detail: 'This is not a request as HTTP/1.1 writes it.' });
      const body = JSON.stringify(refusal);
      socket.end(`HTTP/1.1 ${refusal.status} Refused\r\ncontent-type: application/problem+json\r\ncontent-length: ${Buffer.byteLength(body)}\r\nconnection: close\r\n\r\n${body}`);
    },
  });
  app.removeContentTypeParser('application/json');
  app.addContentTypeParser('application/json', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.addContentTypeParser('*', { parseAs: 'string' }, (_request, body, done) => done(null, body));
  app.addHook('onSend', async (_request, reply) => {
    reply.header('x-content-type-options', 'nosniff').header('referrer-policy', 'no-referrer');
  });
  app.setNotFoundHandler((request, reply) => sendProblem(reply, kernelProblems.not_found({ detail: `${request.method} ${request.url.split('?')[0]} is not an address of this interface; GET /openapi.json lists them.` })));
  app.setErrorHandler((error, request, reply) => {
    const refusal = asRefusal(error);
    // A value that only the database refused was let through by a schema: the caller is told, and so are we.
    if (refusal.status >= 500 || (errorCode(error) ?? '') in UNSTORABLE) log?.error({ method: request.method, url: request.routeOptions.url ?? null, error: error instanceof Error ? error.stack ?? error.message : String(error) }, 'request failed');
    return sendProblem(reply, refusal);
  });
  await prepare?.(app);
  for (const one of routes) {
    app.route({
      method: one.method,
      url: one.path.replaceAll(/\{(\w+)\}/g, ':$1'),
      handler: (request, reply) => serve(one, request, reply, { clock, authenticate, checkAnswers, ...(heard ? { heard } : {}) }),
    });
  }
  return app;
}

async function serve(one: Route, request: FastifyRequest, reply: FastifyReply, { clock, authenticate, checkAnswers, heard }: Pick<ServerOptions, 'clock' | 'authenticate' | 'checkAnswers' | 'heard'>): Promise<unknown> {
  const actor = await authenticate(request);
  if (one.access !== 'public') {
    if (!actor) throw kernelProblems.unauthenticated({ detail: 'Send an API key as "Authorization: Bearer …", or sign in.' });
    if (one.access !== 'anyone' && !actor.roles.includes('administrator') && !one.access.some((role) => actor.roles.includes(role))) {
      throw kernelProblems.forbidden({ detail: `This needs one of the roles ${one.access.join(', ')}; "${actor.name}" has ${actor.roles.join(', ') || 'none'}.`, found: actor.roles, expected: one.access });
    }
  }
  const rawBody = typeof request.body === 'string' ? request.body : '';
  const headers = request.headers as Record<string, string | undefined>;
  const body = one.body === null ? undefined : parsed(one.body, bodyOf(rawBody, headers['content-type']), '');
  const params = parsed(one.params, request.params, 'path.');
  const query = parsed(one.query, request.query, 'query.');
  const who = actor ?? { kind: 'system', id: 'anonymous', name: 'Anonymous', roles: [], locations: [] };
  const ifMatch = headers['if-match']?.replace(/^(W\/)?"(.*)"$/, '$2') ?? null;
  const answer = await one.handle({
    params, query, body, actor: who, headers, rawBody, reply, request,
    context: { now: clock.now(), actor: who, key: one.idempotent ? keyOf(headers['idempotency-key'], who, request, rawBody) : null, ifMatch },
    ifMatch,
  } as unknown as RouteInput<never, never, never>);
  if (reply.sent || reply.raw.headersSent) return reply;
  if (checkAnswers) checkAnswer(one, answer);
  heard?.({ route: one, url: request.url, body: rawBody, answer });
  for (const [name, value] of Object.entries(answer.headers ?? {})) reply.header(name, value);
  reply.code(answer.status);
  const declared = one.answers[answer.status];
  if (declared?.contentType !== undefined) return reply.type(declared.contentType).send(answer.body);
  if (answer.body === undefined) return reply.send();
  return reply.type('application/json; charset=utf-8').send(JSON.stringify(answer.body));
}

function keyOf(key: string | undefined, actor: Actor, request: FastifyRequest, rawBody: string): CommandContext['key'] {
  if (key === undefined) throw kernelProblems.key_missing({ detail: 'Every write needs an Idempotency-Key header, for example a UUID made by the client. Repeat a request under the same key and it is done once.', field: 'Idempotency-Key' });
  const plain = key.replace(/^"(.*)"$/, '$1');
  if (!UUIDISH.test(plain)) throw kernelProblems.key_missing({ detail: 'The Idempotency-Key must be 1 to 200 visible ASCII characters.', field: 'Idempotency-Key' });
  return { scope: actor.id, key: plain, fingerprint: fingerprintOf(request.method, request.url, rawBody) };
}

function bodyOf(raw: string, type: string | undefined): unknown {
  if (raw === '') return undefined;
  if (type !== undefined && !/^application\/([\w.+-]+\+)?json\b/i.test(type)) throw kernelProblems.unsupported_media_type({ detail: `The body is ${type}; send application/json.`, found: type, expected: 'application/json' });
  try {
    return JSON.parse(raw) as unknown;
  } catch (error) {
    throw kernelProblems.invalid({ detail: `The body is not JSON: ${error instanceof Error ? error.message : 'unreadable'}.` });
  }
}

function parsed(schema: z.ZodType, value: unknown, prefix: string): unknown {
  const unfit = unfitIn(value);
  if (unfit) {
    const field = prefix + pathOf(unfit.path);
    throw kernelProblems.invalid({ detail: `${field || 'The body'}: ${unfit.reason}.`, ...(field ? { field } : {}), errors: [{ field, detail: unfit.reason }] });
  }
  const result = schema.safeParse(value);
  if (result.success) return result.data;
  const errors = result.error.issues.slice(0, 20).map((issue) => ({ field: prefix + pathOf(issue.path), detail: issue.message }));
  const [first] = errors;
  throw kernelProblems.invalid({ detail: `${first?.field || 'The body'}: ${first?.detail ?? 'unreadable'}${errors.length > 1 ? ` (and ${errors.length - 1} more, see errors)` : ''}.`, ...(first?.field ? { field: first.field } : {}), errors });
}

const pathOf = (path: readonly PropertyKey[]): string => path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? String(part) : `.${String(part)}`)).join('');

function checkAnswer(one: Route, answer: Answer): void {
  const declared = one.answers[answer.status];
  if (!declared) throw new Error(`${one.operation} answered ${answer.status}, which it does not declare`);
  if (declared.schema === null) return;
  const result = declared.schema.safeParse(JSON.parse(JSON.stringify(answer.body ?? null)));
  if (!result.success) throw new Error(`${one.operation} answered something undeclared: ${z.prettifyError(result.error)}`);
}

/** PostgreSQL's codes (appendix A of its documentation) for a value of the request that passed the schema and that no column can hold. */
const UNSTORABLE = {
  '22003': 'is larger than can be booked', '22007': 'is not a time', '22008': 'is not a time that can be stored', '22009': 'is not a time that can be stored', '22021': 'is not text that can be stored',
  '22P02': 'is not of the kind it should be', '22P05': 'is not text that can be stored',
} as const;

function asRefusal(error: unknown): Refusal {
  if (error instanceof Refusal) return error;
  const code = errorCode(error) ?? null;
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return kernelProblems.too_large({ detail: 'The body is larger than 2 MB; send it in parts, or use the bulk import.' });
  if (code === 'FST_ERR_CTP_INVALID_MEDIA_TYPE') return kernelProblems.unsupported_media_type({ detail: 'Send application/json.' });
  if (isConnectionError(error)) return kernelProblems.unavailable({ detail: 'The database cannot be reached at the moment. Nothing was changed unless an earlier answer said so; send the request again under the same Idempotency-Key.', retryAfterSeconds: 2 });
  if (code !== null && code in UNSTORABLE) return kernelProblems.invalid({ detail: `A value of the request ${UNSTORABLE[code as keyof typeof UNSTORABLE]}: ${error instanceof Error ? error.message : ''}. Nothing was changed.` });
  const status = error instanceof Error && 'statusCode' in error && typeof error.statusCode === 'number' ? error.statusCode : 500;
  if (status >= 400 && status < 500) return kernelProblems.invalid({ detail: error instanceof Error ? error.message : 'The request cannot be read.' });
  return new Refusal('request.failed', { status: 500, title: 'Something went wrong inside Spil' }, { detail: 'This is a fault of the program, and it was logged. Nothing was changed by this request.' });
}

function sendProblem(reply: FastifyReply, refusal: Refusal): FastifyReply {
  if (refusal.details.retryAfterSeconds !== undefined) reply.header('retry-after', String(refusal.details.retryAfterSeconds));
  return reply.code(refusal.status).type('application/problem+json').send(JSON.stringify(refusal));
}

/** RFC 9457 problem details, as every refusal is answered. */
export const Problem = z.object({
  type: z.string(), title: z.string(), status: z.int(), detail: z.string(), code: z.string(),
  found: z.unknown().optional(), expected: z.unknown().optional(), field: z.string().optional(),
  errors: z.array(z.object({ field: z.string(), detail: z.string() })).optional(),
});
