/** How master data was until it was changed: the facts that rules read, kept so that a past moment is told by what was true then. */
import { isDeepStrictEqual } from 'node:util';
import { table } from '../../kernel/change.ts';
import type { Change } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Row } from '../../kernel/database.ts';

const FORMER = table('documents.former', 'kind', 'key', 'version');

/** Keeps the facts of a row at its version, with the change that gives it other ones. A change that leaves them as they are, such as a catalogue that is loaded anew each night, writes nothing. */
export function keepFormer(change: Change, kind: 'location' | 'variant' | 'channel', key: string, { version, updatedAt }: { version: number; updatedAt: Instant }, { facts, next }: { facts: Row; next: Row }, now: Instant): void {
  if (isDeepStrictEqual(facts, next)) return;
  change.insert(FORMER, { kind, key, version, since: updatedAt, until: now, facts });
}

/**
 * SQL of what was known of rows at the moment in a parameter, to be joined laterally: `facts` are null where today's were in force then,
 * and `known` says whether either is sure: since changes are written down, and before that as far as a version reaches. A first version was never other
 * than it is: before it was made there was nothing of it.
 */
export const formerThen = (kind: 'location' | 'variant' | 'channel', row: string, key: string, at: string): string => `
  lateral (
    select f.facts, one.today or coalesce(f.version = 1 or f.since <= ${at}, false) or not exists (select 1 from documents.former_known where since > ${at}) as known
    from (select ${row}.version = 1 or ${row}.updated_at <= ${at} as today) one
    left join lateral (select facts, version, since from documents.former where not one.today and kind = '${kind}' and key = ${row}.${key} and until > ${at} order by until, version limit 1) f on true
  )`;
