/** Compares what a channel says it may sell with what it should, SKU by SKU, reports every difference, and sets it right when asked to. */
import { later } from '../../kernel/clock.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { CommandContext } from '../../kernel/command.ts';
import { errorCode } from '../../kernel/database.ts';
import type { Queryable } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { decodeCursor, encodeCursor } from '../../kernel/wire.ts';
import type { Channel } from '../channels/ports.ts';
import { pollChannel } from './inbox.ts';
import { intakeProblems } from './problems.ts';
import { tell, toldTo } from './stock.ts';
import type { IntakeDeps } from './types.ts';

/** SKUs that are read and compared in one go; what was compared is kept after each. */
const BATCH = 100;
const TRIES = 8;

export interface Comparison { id: Uuid; channel: string; asked_at: Instant; asked_by: string; correct: boolean; compared: number; different: number; unread: number; finished_at: Instant | null; problem: string | null }
export interface ComparisonLine { sku: string; had: number | null; told: number | null; should: number; outcome: 'set' | 'left' | 'refused' | 'unread'; reason: string | null }

const SHOWN = 'id, channel, asked_at, asked_by, correct, compared, different, unread, finished_at, problem';

/** Asks for a comparison; the workers make it. One at a time per channel. */
export async function askComparison({ orders: { database } }: IntakeDeps, { now, actor }: CommandContext, channel: string, correct: boolean): Promise<Comparison> {
  try {
    const [row] = await database.query<Comparison>(`insert into intake.stock_comparison (id, channel, asked_at, asked_by, correct, next_at) values ($1, $2, $3, $4, $5, $3) returning ${SHOWN}`, [newId(), channel, now, actor.name, correct]);
    return row as Comparison;
  } catch (error) {
    if (errorCode(error) !== '23505') throw error;
    throw intakeProblems.comparing({ detail: `The figures of "${channel}" are being compared already; look at that comparison, or wait until it is done.`, found: channel });
  }
}

interface Open extends Comparison { upto: string; attempts: number }

/** Works on the comparison of a channel that is due, until it is done; answers how many SKUs were compared. */
export async function compareStock(deps: IntakeDeps, code: string): Promise<number> {
  const { database } = deps.orders;
  const channel = deps.channels().get(code);
  if (!channel) return 0;
  let compared = 0;
  for (;;) {
    const [open] = await database.query<Open>(`select ${SHOWN}, upto, attempts from intake.stock_comparison where channel = $1 and finished_at is null and next_at <= $2`, [code, deps.clock.now()]);
    if (!open) return compared;
    try {
      if (open.upto === '' && !(await caughtUp(deps, open))) return compared;
      compared += await compareBatch(deps, channel, code, open);
    } catch (error) {
      await postpone(database, open, deps.clock.now(), error instanceof Error ? error.message : String(error));
      return compared;
    }
  }
}

/**
 * What a channel sold and we have not heard of is no difference, and setting its figure back would sell it twice: its orders are asked for
 * and taken first. False when some still wait to be taken; the comparison then begins in a moment.
 */
async function caughtUp(deps: IntakeDeps, { id, channel }: Open): Promise<boolean> {
  const { database } = deps.orders;
  await pollChannel(deps, channel);
  const [waiting] = await database.query(`select 1 from intake.message where channel = $1 and state = 'received' limit 1`, [channel]);
  if (waiting) await database.query('update intake.stock_comparison set next_at = $2 where id = $1', [id, later(deps.clock.now(), 1000)]);
  return waiting === undefined;
}

/** A channel that does not answer is asked again later, and given up in the end: the comparison then says so. */
async function postpone(database: Queryable, { id, attempts }: Open, now: Instant, reason: string): Promise<void> {
  await database.query('update intake.stock_comparison set attempts = attempts + 1, problem = $2, next_at = $3, finished_at = $4 where id = $1', [id, reason.slice(0, 500), later(now, 2000 * 2 ** attempts), attempts + 1 >= TRIES ? now : null]);
}

async function compareBatch(deps: IntakeDeps, channel: Channel, code: string, open: Open): Promise<number> {
  const { database } = deps.orders;
  const rows = await database.query<{ sku: string; told: number | null }>(
    `select v.sku, s.told from catalogue.variant v left join intake.channel_stock s on s.channel = $1 and s.sku = v.sku where v.kind = 'goods' and v.active and v.sku > $2 order by v.sku limit $3`, [code, open.upto, BATCH]);
  if (rows.length === 0) {
    await database.query('update intake.stock_comparison set finished_at = $2, problem = null where id = $1', [open.id, deps.clock.now()]);
    return 0;
  }
  const skus = rows.map(({ sku }) => sku);
  const said = new Map((await channel.readStock?.(skus) ?? []).map((one) => [one.sku, one]));
  // What should be there is worked out after reading, so that a sale in between is not reported as a difference the other way round.
  const should = await toldTo(deps, code, skus);
  const lines = rows.map(({ sku, told }): ComparisonLine => {
    const figure = should.get(sku) ?? 0;
    const had = channel.readStock ? said.get(sku)?.available ?? null : told;
    if (had !== null) return { sku, had, told, should: figure, outcome: 'left', reason: null };
    return { sku, had, told, should: figure, outcome: 'unread', reason: channel.readStock ? said.get(sku)?.problem ?? 'the channel said nothing of it' : 'it was never told, and the channel offers no way to read it' };
  });
  const different = lines.filter(({ had, should: figure }) => had !== null && had !== figure);
  if (open.correct) await correct(deps, channel, code, different);
  await keep(database, open, skus.at(-1) as string, lines, different);
  return rows.length;
}

/** Sets what is different: from what the channel said it has, whatever it was told before. */
async function correct(deps: IntakeDeps, channel: Channel, code: string, different: ComparisonLine[]): Promise<void> {
  if (different.length === 0) return;
  const outcomes = await tell(deps, channel, code, different.map(({ sku, should, had, told }) => ({ sku, available: should, previous: had, before: told })));
  for (const line of different) {
    const outcome = outcomes.get(line.sku);
    line.outcome = outcome?.kind === 'done' ? 'set' : 'refused';
    line.reason = outcome?.kind === 'done' ? null : outcome?.reason.slice(0, 500) ?? 'the channel did not answer for it';
  }
}

async function keep(database: Queryable & { transaction<T>(work: (tx: Queryable) => Promise<T>): Promise<T> }, { id }: Open, upto: string, lines: readonly ComparisonLine[], different: readonly ComparisonLine[]): Promise<void> {
  const unread = lines.filter(({ outcome }) => outcome === 'unread');
  await database.transaction(async (tx) => {
    await tx.query('insert into intake.stock_comparison_line (comparison, sku, had, told, should, outcome, reason) select $1, sku, had, told, should, outcome, reason from json_populate_recordset(null::intake.stock_comparison_line, $2) on conflict do nothing', [id, JSON.stringify([...different, ...unread])]);
    await tx.query('update intake.stock_comparison set upto = $2, compared = compared + $3, different = different + $4, unread = unread + $5, attempts = 0, problem = null where id = $1 and upto < $2', [id, upto, lines.length, different.length, unread.length]);
  });
}

/** Comparisons of a channel, the newest first; at most 20. */
export const listComparisons = (database: Queryable, channel: string): Promise<Comparison[]> =>
  database.query<Comparison>(`select ${SHOWN} from intake.stock_comparison where channel = $1 order by asked_at desc, id desc limit 20`, [channel]);

/** One comparison of a channel; null when there is none. */
export async function comparisonById(database: Queryable, channel: string, id: Uuid): Promise<Comparison | null> {
  return (await database.query<Comparison>(`select ${SHOWN} from intake.stock_comparison where channel = $1 and id = $2`, [channel, id]))[0] ?? null;
}

/** A page of what was different or could not be read, by SKU. */
export async function comparisonLines(database: Queryable, id: Uuid, { after, limit }: { after?: string | undefined; limit: number }): Promise<{ lines: ComparisonLine[]; next: string | null }> {
  const from = decodeCursor(after, ['any'])?.[0] ?? '';
  const rows = await database.query<ComparisonLine>('select sku, had, told, should, outcome, reason from intake.stock_comparison_line where comparison = $1 and sku > $2 order by sku limit $3', [id, String(from), limit + 1]);
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { lines: shown, next: rows.length > limit && last ? encodeCursor([last.sku]) : null };
}
