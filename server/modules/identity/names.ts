/** What people call those who did something: the names behind the ids that events carry. */
import type { Queryable } from '../../kernel/database.ts';
import { fromWire, toWire } from '../../kernel/ids.ts';
import { KEY_PREFIX, PERSON_PREFIX } from './queries.ts';

/** Names by the id as events carry it; the system is called Spil. Who is no longer known is absent. */
export async function namesOf(database: Queryable, actors: readonly { kind: string; id: string }[]): Promise<Map<string, string>> {
  const idsOf = (prefix: string): string[] => [...new Set(actors.flatMap(({ id }) => fromWire(prefix, id) ?? []))];
  const [people, keys] = [idsOf(PERSON_PREFIX), idsOf(KEY_PREFIX)];
  const names = new Map(actors.filter(({ kind }) => kind === 'system').map(({ id }) => [id, 'Spil']));
  if (people.length + keys.length === 0) return names;
  const rows = await database.query<{ kind: string; id: string; name: string }>(
    `select 'person' as kind, id, name from identity.person where id = any($1) union all select 'key', id, name from identity.api_key where id = any($2)`, [people, keys]);
  for (const { kind, id, name } of rows) names.set(toWire(kind === 'person' ? PERSON_PREFIX : KEY_PREFIX, id), name);
  return names;
}
