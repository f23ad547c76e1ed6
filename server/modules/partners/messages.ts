/** What a partner tells us is taken once under its own reference: told again, it gets the same answer. */
import { createHash } from 'node:crypto';
import { table } from '../../kernel/change.ts';
import type { Change } from '../../kernel/change.ts';
import { execute } from '../../kernel/command.ts';
import type { Actor, CommandContext, Outcome } from '../../kernel/command.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import { later } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/clock.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { Stream } from '../books/index.ts';
import { partnerProblems } from './problems.ts';

const MESSAGE = table('partners.message', 'location', 'reference');
const TASK = table('partners.task', 'id');

export interface Said { location: string; reference: string; kind: 'accept' | 'reject' | 'ship' | 'cancellation' | 'receipt' | 'stock_report'; fulfilment: Uuid | null; body: unknown }

const fingerprintOf = ({ kind, fulfilment, body }: Said): string => createHash('sha256').update(JSON.stringify([kind, fulfilment, body])).digest('base64url');

/** The answer that was given to the same before; refuses a reference that was used for something else. */
export async function answered<T>(database: Queryable, said: Said): Promise<T | null> {
  const [row] = await database.query<{ fingerprint: string; kind: string; answer: string }>('select fingerprint, kind, answer from partners.message where location = $1 and reference = $2', [said.location, said.reference]);
  if (!row) return null;
  if (row.fingerprint !== fingerprintOf(said)) throw partnerProblems.reference_reused({ detail: `Reference "${said.reference}" was used before for another message (${row.kind.replaceAll('_', ' ')}). Use a new reference for something new, and the same words for a repeat.`, found: said.reference, field: 'reference' });
  return JSON.parse(row.answer) as T;
}

export const messageRow = (said: Said, answer: unknown, stream: Stream | null, at: Instant): Record<string, unknown> => {
  const made = stream !== null && stream.seq > stream.loaded;
  return { location: said.location, reference: said.reference, kind: said.kind, fingerprint: fingerprintOf(said), answer: JSON.stringify(answer), fulfilment_id: said.fulfilment, stream_id: made ? stream.id : null, from_seq: made ? stream.loaded + 1 : null, to_seq: made ? stream.seq : null, at };
};

/** Notes what was said and answered, and what it did. */
export const keepMessage = (change: Change, said: Said, answer: unknown, stream: Stream | null, at: Instant): void => { change.insert(MESSAGE, messageRow(said, answer, stream, at)); };

/** Runs `decide` once per reference, and keeps its answer with what it did. `said` may need what is loaded, such as the location of the work. */
export function once<T>(database: Database, context: CommandContext, load: () => Promise<Said>, decide: (change: Change, said: Said) => Promise<{ answer: T; stream: Stream | null }>): Promise<Outcome<T>> {
  return execute(database, context, async (change) => {
    const said = await load();
    const before = await answered<T>(database, said);
    if (before !== null) return { status: 200, answer: before };
    const { answer, stream } = await decide(change, said);
    keepMessage(change, said, answer, stream, context.now);
    return { status: 200, answer };
  });
}

/** Asks somebody of the company to look at what a partner did. */
export function raiseTask(change: Change, task: { kind: 'shipped_beyond' | 'shipped_cancelled' | 'cancellation_refused' | 'unknown_product'; location: string; order: Uuid | null; sku: string | null; detail: string }, now: Instant): void {
  change.insert(TASK, { id: newId(), kind: task.kind, location: task.location, order_id: task.order, sku: task.sku, detail: task.detail, created_at: now });
}

/** Refuses an account that is not of this location: to it, it does not exist. */
export function mine(actor: Actor, location: string): boolean {
  return actor.locations === 'all' || actor.locations.includes(location);
}

/** The location that a message is about: the one it names, or the account's only one. */
export async function locationOf(database: Queryable, actor: Actor, named: string | undefined): Promise<string> {
  const only = actor.locations !== 'all' && actor.locations.length === 1 ? actor.locations[0] : undefined;
  const location = named ?? only;
  if (location === undefined) throw partnerProblems.location_missing({ detail: `Say which location this is about${actor.locations === 'all' ? '' : `: ${actor.locations.join(', ')}`}.`, field: 'location' });
  const [there] = mine(actor, location) ? await database.query('select 1 from locations.location where code = $1', [location]) : [];
  if (!there) throw partnerProblems.location_unknown({ detail: `There is no location "${location}" for this account.`, found: location, field: 'location' });
  return location;
}

/** Clocks differ a little; a quarter of an hour ahead is another day or year typed wrong. */
const AHEAD = 15 * 60_000;

/** Refuses a moment that has not come, or that was before the thing itself. */
export function possible(at: Instant, field: string, now: Instant, notBefore: Instant | null = null): Instant {
  if (new Date(at).getTime() > new Date(later(now, AHEAD)).getTime()) throw partnerProblems.impossible_time({ detail: `${at} has not come yet; tell it when it has happened.`, found: at, expected: `at most ${now}`, field });
  if (notBefore !== null && new Date(at).getTime() < new Date(later(notBefore, -AHEAD)).getTime()) throw partnerProblems.impossible_time({ detail: `${at} is before the work order was given (${notBefore}).`, found: at, expected: `at least ${notBefore}`, field });
  return new Date(at).toISOString();
}
