/** Subscriptions to webhooks: made, changed, rotated, replayed and taken away; what each receiver has got is in its deliveries. */
import { later } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/clock.ts';
import { table } from '../../kernel/change.ts';
import { execute } from '../../kernel/command.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { wire } from '../../kernel/wire.ts';
import { encodeFeedCursor, feedEnd } from '../books/index.ts';
import type { Cursor } from '../books/index.ts';
import { checkWebhookUrl } from './address-guard.ts';
import type { GuardOptions } from './address-guard.ts';
import { feedProblems } from './problems.ts';
import { cursorFrom, cursorOfEvent } from './reading.ts';
import { randomSecret, sealUnder } from './sealed.ts';
import { makeSecret } from './signature.ts';

export const SUBSCRIPTION = table('feed.subscription', 'id');
/** How long the old secret signs beside the new one. */
const ROTATION_HOURS = 24;

export interface SubscriptionRow {
  id: Uuid; url: string; description: string | null; types: string[]; active: boolean; secret: string; previous_secret: string | null; previous_until: Instant | null;
  generation: number; xid: string; position: number; last_stream: Uuid | null; last_seq: number | null; failing_since: Instant | null; attempts: number; next_attempt_at: Instant | null;
  paused_at: Instant | null; paused_reason: string | null; version: number; created_at: Instant; created_by: string;
}

const COLUMNS = 'id, url, description, types, active, secret, previous_secret, previous_until, generation, xid::text as xid, position, last_stream, last_seq, failing_since, attempts, next_attempt_at, paused_at, paused_reason, version, created_at, created_by';

export interface SubscriptionView {
  id: string; url: string; description: string | null; types: string[]; active: boolean; pausedAt: Instant | null; pausedReason: string | null; failingSince: Instant | null; attempts: number; nextAttemptAt: Instant | null;
  cursor: string; previousSecretUntil: Instant | null; createdAt: Instant; createdBy: string;
}

export const presentSubscription = (row: SubscriptionRow): SubscriptionView => ({
  id: wire('webhook', row.id), url: row.url, description: row.description, types: row.types.map((type) => `spil.${type}`), active: row.active, pausedAt: row.paused_at, pausedReason: row.paused_reason,
  failingSince: row.failing_since, attempts: row.attempts, nextAttemptAt: row.next_attempt_at, cursor: encodeFeedCursor(row), previousSecretUntil: row.previous_until, createdAt: row.created_at, createdBy: row.created_by,
});

export async function subscription(database: Queryable, id: Uuid): Promise<SubscriptionRow> {
  const [row] = await database.query<SubscriptionRow>(`select ${COLUMNS} from feed.subscription where id = $1`, [id]);
  if (!row) throw feedProblems.webhook_unknown({ detail: 'There is no such webhook; GET /webhooks lists them.' });
  return row;
}

export const listSubscriptions = (database: Queryable, after: Uuid | null, limit: number): Promise<SubscriptionRow[]> =>
  database.query<SubscriptionRow>(`select ${COLUMNS} from feed.subscription where $1::uuid is null or id > $1 order by id limit $2`, [after, limit]);

/** Subscriptions that have something to try at this moment. */
export const dueSubscriptions = (database: Queryable, now: Instant): Promise<SubscriptionRow[]> =>
  database.query<SubscriptionRow>(`select ${COLUMNS} from feed.subscription where active and paused_at is null and (next_attempt_at is null or next_attempt_at <= $1) order by id`, [now]);

export interface WebhookDeps { database: Database; secret: string; guard: GuardOptions }

function checked(url: string, guard: GuardOptions): string {
  const verdict = checkWebhookUrl(url, guard);
  if (!verdict.ok) throw feedProblems.url_refused({ detail: `${verdict.reason}.`, found: url, expected: 'a public https address such as https://example.com/hooks', field: 'url' });
  return verdict.url.href;
}

export interface WebhookRequest { url: string; description: string | null; types: string[]; after: string | null }

/** Subscribes a receiver. It starts with what happens from now on, or after the cursor or event named. The secret is shown in this answer only. */
export function subscribe(deps: WebhookDeps, context: CommandContext, request: WebhookRequest): Promise<Outcome<SubscriptionView & { secret: string }>> {
  return execute(deps.database, context, async (change) => {
    const secret = makeSecret(randomSecret());
    const cursor = request.after === null ? await feedEnd(deps.database) : await cursorFrom(deps.database, request.after);
    const row: SubscriptionRow = {
      id: newId(), url: checked(request.url, deps.guard), description: request.description, types: request.types, active: true, secret: sealUnder(deps.secret).seal(secret), previous_secret: null, previous_until: null,
      ...cursor, ...(await eventAt(deps.database, cursor)), failing_since: null, attempts: 0, next_attempt_at: null, paused_at: null, paused_reason: null, version: 1, created_at: context.now, created_by: context.actor.name,
    };
    change.insert(SUBSCRIPTION, { ...row });
    return { status: 201, answer: { ...presentSubscription(row), secret } };
  });
}

/** The event at a cursor, by which the place is found again when cursors are written anew. */
async function eventAt(database: Queryable, { xid, position }: Cursor): Promise<{ last_stream: Uuid | null; last_seq: number | null }> {
  const [row] = await database.query<{ stream_id: Uuid; seq: number }>('select stream_id, seq from books.event where xid = $1::xid8 and position = $2', [xid, position]);
  return { last_stream: row?.stream_id ?? null, last_seq: row?.seq ?? null };
}

/** Where a receiver goes on. A restored database has the cursor of its own past; an upgraded one has new cursors, and the last event tells where that is. */
export async function placeOf(database: Queryable, row: SubscriptionRow, generation: number): Promise<Cursor> {
  if (row.generation === generation) return { generation, xid: row.xid, position: row.position };
  if (row.last_stream === null || row.last_seq === null) return { generation, xid: '0', position: 0 };
  return await cursorOfEvent(database, row.last_stream, row.last_seq) ?? { generation, xid: '0', position: 0 };
}

const FRESH_START = { failing_since: null, attempts: 0, next_attempt_at: null, paused_at: null, paused_reason: null };

async function changed(deps: WebhookDeps, context: CommandContext, id: Uuid, decide: (row: SubscriptionRow) => Promise<Partial<SubscriptionRow>> | Partial<SubscriptionRow>): Promise<Outcome<SubscriptionView>> {
  return execute(deps.database, context, async (change) => {
    const row = await subscription(deps.database, id);
    const part = { ...(await decide(row)), version: row.version + 1 };
    change.patch(SUBSCRIPTION, { id, ...part });
    return { status: 200, answer: presentSubscription({ ...row, ...part }) };
  });
}

/** Changes address, description, types or whether it is active; activating one that was paused lets it go on where it was. */
export const changeSubscription = (deps: WebhookDeps, context: CommandContext, id: Uuid, { url, description, types, active }: { url?: string | undefined; description?: string | null | undefined; types?: string[] | undefined; active?: boolean | undefined }): Promise<Outcome<SubscriptionView>> =>
  changed(deps, context, id, () => ({
    ...(url === undefined ? {} : { url: checked(url, deps.guard), ...FRESH_START }), ...(description === undefined ? {} : { description }), ...(types === undefined ? {} : { types }), ...(active === undefined ? {} : { active, ...FRESH_START }),
  }));

/** A new secret; the old one signs as well for a day, so that the receiver can change over without missing one. */
export async function rotateSecret(deps: WebhookDeps, context: CommandContext, id: Uuid): Promise<Outcome<SubscriptionView & { secret: string }>> {
  return execute(deps.database, context, async (change) => {
    const row = await subscription(deps.database, id);
    const secret = makeSecret(randomSecret());
    const part = { secret: sealUnder(deps.secret).seal(secret), previous_secret: row.secret, previous_until: later(context.now, ROTATION_HOURS * 3_600_000), version: row.version + 1 };
    change.patch(SUBSCRIPTION, { id, ...part });
    return { status: 200, answer: { ...presentSubscription({ ...row, ...part }), secret } };
  });
}

/** Goes on after a cursor or an event, back to send again or ahead to pass one over; null is the beginning. */
export const replay = (deps: WebhookDeps, context: CommandContext, id: Uuid, after: string | null): Promise<Outcome<SubscriptionView>> =>
  changed(deps, context, id, async () => {
    const cursor = await cursorFrom(deps.database, after ?? undefined);
    return { ...cursor, ...(await eventAt(deps.database, cursor)), ...FRESH_START };
  });

export async function unsubscribe(deps: WebhookDeps, context: CommandContext, id: Uuid): Promise<Outcome<{ id: string }>> {
  return execute(deps.database, context, async (change) => {
    await subscription(deps.database, id);
    change.remove(SUBSCRIPTION, { id });
    return { status: 200, answer: { id: wire('webhook', id) } };
  });
}

/** The secrets an attempt is signed with: the current one first, the one before while it lasts. */
export function signingSecrets(row: SubscriptionRow, secret: string, now: Instant): string[] {
  const { open } = sealUnder(secret);
  return [open(row.secret), ...(row.previous_secret !== null && row.previous_until !== null && row.previous_until > now ? [open(row.previous_secret)] : [])];
}
