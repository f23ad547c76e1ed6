/** Who somebody was: names of the people and keys that events name by id. */
import type { Queryable } from '../../kernel/database.ts';
import { fromWire } from '../../kernel/ids.ts';

/** Names by the id on the wire. */
export async function namesOf(database: Queryable, ids: readonly string[]): Promise<Map<string, string>> {
  const uuids = new Map([...new Set(ids)].flatMap((id) => {
    const uuid = fromWire('per', id) ?? fromWire('key', id);
    return uuid === null ? [] : [[uuid, id] as const];
  }));
  if (uuids.size === 0) return new Map();
  const rows = await database.query<{ id: string; name: string }>('select id, name from identity.person where id = any($1) union all select id, name from identity.api_key where id = any($1)', [[...uuids.keys()]]);
  return new Map(rows.map(({ id, name }) => [uuids.get(id) ?? id, name]));
}
