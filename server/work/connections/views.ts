/** A connection as it is told: what it is, how it is, what waits, and what may be done about it. */
import type { Instant } from '../../kernel/clock.ts';
import type { Actor } from '../../kernel/command.ts';
import { behindOf, countLetters, reactionsOf } from './reactions.ts';
import { causeOf, stateOf } from './health.ts';
import { countQueue } from './queues.ts';
import type { QueueCount } from './queues.ts';
import type { ConnectionDeps, System } from './systems.ts';

interface CallsRow { system: string; last_success_at: Instant | null; last_error_at: Instant | null; last_error: string | null; failing_since: Instant | null; failures: number }
const NEVER: Omit<CallsRow, 'system'> = { last_success_at: null, last_error_at: null, last_error: null, failing_since: null, failures: 0 };

/** Attempts of a receiver among which the last errors are looked for, and errors told. */
const LOOKED_AT = 500;
const TOLD = 20;

/** What the actor may do with a connection; who only looks may do nothing. */
export function connectionActions(actor: Pick<Actor, 'roles'>, { kind, off, inward }: Pick<System, 'kind' | 'off' | 'inward'>, open: number): string[] {
  if (!actor.roles.includes('operations') && !actor.roles.includes('administrator')) return [];
  const pulled = kind === 'channel' && off === null && !inward;
  return [...(open > 0 && off === null ? ['retry'] : []), ...(pulled ? ['poll', 'restock'] : []), ...(kind === 'webhook' ? ['change', 'test', 'replay'] : [])];
}

/** How calls of these systems went. */
async function callsOf(deps: ConnectionDeps, systems: readonly System[]): Promise<Map<string, CallsRow>> {
  const rows = await deps.database.query<CallsRow>('select system, last_success_at, last_error_at, last_error, failing_since, failures from work.connection where system = any($1)', [systems.map(({ id }) => id)]);
  return new Map(rows.map((row) => [row.system, row]));
}

/** A receiver of webhooks keeps its own log; what is before it is counted like a queue. */
async function ofWebhook({ database }: ConnectionDeps, { subscription }: System): Promise<{ calls: Omit<CallsRow, 'system'>; queue: QueueCount }> {
  if (!subscription) return { calls: NEVER, queue: { queue: 'events', waiting: 0, failed: 0, oldest: null } };
  const [log] = await database.query<{ success: Instant | null; error: Instant | null; reason: string | null }>(
    `with last as (select id, outcome, reason, at from feed.delivery where subscription_id = $1 order by id desc limit ${LOOKED_AT}), bad as (select reason, at from last where outcome <> 'delivered' order by id desc limit 1)
     select (select max(at) from last where outcome = 'delivered') as success, (select at from bad) as error, (select reason from bad) as reason`, [subscription.id]);
  const { behind, oldest } = await behindOf(database, subscription, subscription.types.length === 0 ? null : subscription.types);
  return {
    calls: { last_success_at: log?.success ?? null, last_error_at: log?.error ?? null, last_error: log?.reason ?? null, failing_since: subscription.failing_since, failures: subscription.attempts },
    queue: { queue: 'events', waiting: behind, failed: 0, oldest },
  };
}

async function queuesOf(deps: ConnectionDeps, system: System): Promise<QueueCount[]> {
  if (system.kind !== 'reactions') return Promise.all(system.queues.map((queue) => countQueue(deps, queue, system.code)));
  const [letters, reactions] = await Promise.all([countLetters(deps.database), reactionsOf(deps.database, deps.followers)]);
  const oldest = reactions.flatMap((one) => one.oldest ?? []).toSorted()[0] ?? null;
  return [{ queue: 'events', waiting: Math.max(0, ...reactions.map(({ behind }) => behind)), failed: 0, oldest }, letters];
}

async function view(deps: ConnectionDeps, actor: Actor, system: System, row: CallsRow | undefined): Promise<object> {
  const hook = system.kind === 'webhook' ? await ofWebhook(deps, system) : null;
  const calls = hook?.calls ?? row ?? NEVER;
  const queues = hook ? [hook.queue] : await queuesOf(deps, system);
  const sum = (of: 'waiting' | 'failed'): number => queues.reduce((total, queue) => total + queue[of], 0);
  const paused = system.subscription?.paused_at != null;
  const { id, kind, code, name, connector, address, off } = system;
  // Our own reactions are called by nobody: they are well when nothing is behind.
  const lastSuccessAt = kind === 'reactions' ? deps.clock.now() : calls.last_success_at;
  return {
    id, kind, code, name, connector, address,
    state: stateOf({ off: off !== null, paused, inward: system.inward, failingSince: calls.failing_since, lastSuccessAt, queues }, deps.clock.now()),
    reason: off ?? system.subscription?.paused_reason ?? null,
    lastSuccessAt: calls.last_success_at, lastErrorAt: calls.last_error_at, lastError: calls.last_error, cause: calls.last_error === null ? null : causeOf(calls.last_error), failingSince: calls.failing_since, failures: calls.failures,
    waiting: sum('waiting'), failed: sum('failed'), oldest: queues.flatMap(({ oldest }) => oldest ?? []).toSorted()[0] ?? null, queues,
    can: connectionActions(actor, system, sum('waiting') + sum('failed') + (paused || calls.failing_since !== null ? 1 : 0)),
  };
}

/** All connections, each as it is now. */
export async function viewAll(deps: ConnectionDeps, actor: Actor, systems: readonly System[]): Promise<object[]> {
  const calls = await callsOf(deps, systems);
  return Promise.all(systems.map((system) => view(deps, actor, system, calls.get(system.id))));
}

interface ErrorRow { at: Instant; operation: string; sentence: string; times: number }

/** One connection with its last errors, and where it is ours, with every reaction. */
export async function viewOne(deps: ConnectionDeps, actor: Actor, system: System): Promise<object> {
  const { database, followers } = deps;
  const errors = system.subscription
    ? await database.query<ErrorRow>(`select at, type as operation, coalesce(reason, '') as sentence, 1 as times from (select id, at, type, outcome, reason from feed.delivery where subscription_id = $1 order by id desc limit ${LOOKED_AT}) l where outcome <> 'delivered' order by id desc limit ${TOLD}`, [system.subscription.id])
    : await database.query<ErrorRow>(`select at, operation, sentence, times from work.connection_error where system = $1 order by id desc limit ${TOLD}`, [system.id]);
  const reactions = system.kind === 'reactions' ? await reactionsOf(database, followers) : [];
  const row = (await callsOf(deps, [system])).get(system.id);
  return { ...await view(deps, actor, system, row), errors: errors.map((error) => ({ ...error, cause: causeOf(error.sentence) })), reactions };
}
