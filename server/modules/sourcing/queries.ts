/** Reads kept decisions together with the master data and the strategy versions they were made with. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { KeptDecision } from './explanation.ts';
import { readMasters } from './kept-master.ts';
import { strategyOf } from './strategy.ts';
import type { Strategy } from './types.ts';
import type { DecisionInputs, DecisionOutcome } from './work-orders.ts';

interface Row { id: Uuid; delivery: number; at: Instant; inputs: DecisionInputs; outcome: DecisionOutcome }

/** Decisions by id, in the order of the ids given. */
export async function readDecisions(database: Queryable, ids: readonly Uuid[]): Promise<KeptDecision[]> {
  if (ids.length === 0) return [];
  const found = await database.query<Row>('select id, delivery, at, inputs, outcome from sourcing.decision where id = any($1)', [ids]);
  const rows = new Map(found.map((row) => [row.id, row]));
  const named = found.flatMap(({ inputs: { strategy } }) => (strategy.builtIn ? [] : [strategy]));
  const [masters, strategies] = await Promise.all([
    readMasters(database, [...new Set(found.flatMap(({ inputs: { master } }) => master ?? []))]),
    readStrategies(database, named),
  ]);
  return ids.flatMap((id) => {
    const row = rows.get(id);
    if (!row) return [];
    const { master: hash, strategy } = row.inputs;
    const master = (hash === undefined ? undefined : masters.get(hash)) ?? null;
    return [{ ...row, master, strategy: strategy.builtIn ? master?.builtIn ?? null : strategies.get(`${strategy.version} ${strategy.id}`) ?? null }];
  });
}

/** Versions of strategies never change, so whichever state they are in by now, they are what was planned with. */
async function readStrategies(database: Queryable, named: readonly { id: string; version: number }[]): Promise<Map<string, Strategy>> {
  const found = new Map<string, Strategy>();
  if (named.length === 0) return found;
  const rows = await database.query<{ name: string; version: number; body: Record<string, unknown> }>(
    `select name, version, body from documents.document where kind = 'strategy' and (name, version) in (select * from json_to_recordset($1) as w(id text, version int))`, [JSON.stringify(named)]);
  for (const { name, version, body } of rows) {
    const strategy = strategyOf(name, version, body);
    if (!Array.isArray(strategy)) found.set(`${version} ${name}`, strategy);
  }
  return found;
}
