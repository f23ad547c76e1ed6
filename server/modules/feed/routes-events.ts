/** The addresses of the feed: pages of events, the catalogue of their types, and the stream for browsers. */
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import type { Database } from '../../kernel/database.ts';
import { feedProblems } from './problems.ts';
import { eventCatalogue } from './published.ts';
import { cursorFrom, pageFor } from './reading.ts';
import type { Stream } from './stream.ts';

export interface EventRouteDeps {
  database: Database;
  stream: Stream;
  /** Every type there is, as the composition knows them. */
  types: ReadonlySet<string>;
  /** URI reference that names this installation in its events. */
  source: string;
}

const CloudEventView = z.object({
  specversion: z.literal('1.0'), id: z.string(), source: z.string(), type: z.string(), subject: z.string(), time: z.string(), datacontenttype: z.literal('application/json'), data: z.unknown(),
  sequence: z.string().describe('Number of the event in its stream, from 1 without gaps, padded so that it sorts'), recordedtime: z.string(), partitionkey: z.string(),
});

/** Types as they are asked for, with or without the prefix; refuses one that does not exist, since it would wait for ever. */
export function typesFrom(asked: readonly string[], known: ReadonlySet<string>, field: string): string[] {
  return asked.map((text) => {
    const type = text.replace(/^spil\./, '');
    if (!known.has(type)) throw feedProblems.type_unknown({ detail: `"${text}" is not a type of event; GET /event-types lists them.`, found: text, field });
    return type;
  });
}

export function eventRoutes({ database, stream, types, source }: EventRouteDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/events', operation: 'readEvents', tag: 'Events', summary: 'What happened, in one order for all streams, as CloudEvents 1.0',
      description: 'Start without `after`, keep `next`, and send it as `after` for what comes later; every event comes at least once. After a restore or an upgrade of the database an old cursor answers 410: then send the id of your last event as `after`. Events of one stream (`subject`) come in the order of their `sequence`. With `wait` the answer is held until something happens.',
      access: ['erp', 'operations'],
      query: z.object({
        after: z.string().max(300).optional().describe('`next` of the last answer, or the id of the last event you have'), limit: z.coerce.number().int().min(1).max(1000).default(200),
        types: z.string().max(4000).transform((text) => text.split(',').filter((type) => type !== '')).optional().describe('Types, joined by commas; default all'), wait: z.coerce.number().int().min(0).max(25).default(0).describe('Seconds to wait for the first event'),
      }),
      answers: {
        200: { description: 'One page', schema: z.object({ events: z.array(CloudEventView), next: z.string(), more: z.boolean() }) },
        400: { description: 'Not a cursor', schema: Problem }, 404: { description: 'The named event is not in the journal', schema: Problem }, 410: { description: 'A cursor of an earlier generation', schema: Problem }, 422: { description: 'No such type', schema: Problem },
      },
      handle: async ({ query, reply }) => {
        const wanted = query.types === undefined || query.types.length === 0 ? null : typesFrom(query.types, types, 'query.types');
        const after = await cursorFrom(database, query.after);
        const gone = new AbortController();
        reply.raw.on('close', () => gone.abort());
        const page = await pageFor(database, { after, limit: query.limit, types: wanted, waitSeconds: query.wait, source, signal: gone.signal, pause: (milliseconds, signal) => wait(milliseconds, undefined, { signal }).catch(() => undefined) });
        return ok(page, { link: `</events?after=${encodeURIComponent(page.next)}>; rel="next"` });
      },
    }),
    route({
      method: 'GET', path: '/event-types', operation: 'listEventTypes', tag: 'Events', summary: 'Every type of event with the JSON Schema of its data', access: ['erp', 'operations', 'channel', 'viewer'],
      answers: { 200: { description: 'The catalogue', schema: z.object({ specversion: z.literal('1.0'), common: z.record(z.string(), z.unknown()), types: z.record(z.string(), z.unknown()) }) } },
      handle: async () => ok(eventCatalogue(types)),
    }),
    route({
      method: 'GET', path: '/stream', operation: 'openStream', tag: 'Events', summary: 'Server-sent events: which object changed, by id; one connection per browser',
      description: 'Each message has the kind and id of what changed, the location it concerns, and the type of event. An account bound to locations hears of those only. Reconnect with Last-Event-ID to get what was missed; `event: reload` says that it was too much, or that the database is another generation.',
      access: ['store', 'operations', 'service', 'finance', 'viewer'],
      answers: { 200: { description: 'The stream', schema: null, contentType: 'text/event-stream' }, 503: { description: 'Too many streams', schema: Problem } },
      handle: async ({ reply, actor, headers }) => {
        await stream.connect(reply, actor, headers['last-event-id']);
        return { status: 200, body: undefined };
      },
    }),
  ];
}
