/** Counting sessions: started by one, scanned into by many, and closed into one booked fact. */
import { table } from '../../kernel/change.ts';
import type { Change } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/clock.ts';
import { execute } from '../../kernel/command.ts';
import type { Actor, CommandContext, Outcome } from '../../kernel/command.ts';
import type { Queryable } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { wire } from '../../kernel/wire.ts';
import { holdShelves, newStream } from '../books/index.ts';
import { takeScans } from './count-rules.ts';
import type { CountResult, CountScan, CountScope } from './count-rules.ts';
import { check } from './commands.ts';
import type { InventoryDeps } from './deps.ts';
import { counted, inventoryProblems } from './rules.ts';
import type { InventoryEvents } from './rules.ts';
import { skusOf } from './scanned.ts';
import { againstShelf } from './shelf.ts';
import type { Counted } from './shelf-rules.ts';

const SESSION = table('inventory.count_session', 'id');
const ENTRY = table('inventory.count_entry', 'session_id', 'seq');

export interface Session { id: Uuid; location: string; scope: CountScope; status: 'open' | 'closed' | 'abandoned'; started_at: Instant; started_by: string; ended_at: Instant | null; ended_by: string | null; entries: number }

/** The session for an account that works there; to others it does not exist. */
export async function sessionFor(database: Queryable, actor: Actor, id: Uuid): Promise<Session> {
  const [row] = await database.query<Session>('select s.*, (select coalesce(max(seq), 0)::int from inventory.count_entry where session_id = s.id) as entries from inventory.count_session s where s.id = $1', [id]);
  if (!row || (actor.locations !== 'all' && !actor.locations.includes(row.location))) throw inventoryProblems.count_unknown({ detail: `There is no count ${wire('count', id)} for this account.` });
  return row;
}

function refuseEnded({ status, ended_at, ended_by }: Session): void {
  if (status === 'closed') throw inventoryProblems.count_ended({ detail: `${ended_by} booked this count at ${ended_at}. Start a new one for what was scanned since.` });
  if (status === 'abandoned') throw inventoryProblems.count_ended({ detail: `${ended_by} gave this count up at ${ended_at}; nothing of it was booked. Start a new one.` });
}

/** Starts a count at a location of the account's own. */
export async function startCount(deps: InventoryDeps, context: CommandContext, { location, scope }: { location: string; scope: CountScope }): Promise<Outcome<{ id: string }>> {
  const id = newId();
  return execute(deps.database, context, async (change) => {
    await checkScope(deps, context.actor, location, scope);
    change.insert(SESSION, { id, location, scope, status: 'open', started_at: context.now, started_by: context.actor.name });
    return { status: 201, answer: { id: wire('count', id) } };
  });
}

async function checkScope(deps: InventoryDeps, actor: Actor, location: string, scope: CountScope): Promise<void> {
  if (scope.kind === 'skus') return check(deps, actor, location, scope.skus);
  const [row] = await deps.database.query<{ known: boolean; missing: string[] }>('select exists (select 1 from locations.location where code = $1) as known, array(select p from unnest($2::text[]) p where not exists (select 1 from catalogue.product where code = p)) as missing', [location, scope.kind === 'products' ? scope.products : []]);
  if (!row?.known) throw inventoryProblems.location_unknown({ detail: `There is no location "${location}".`, found: location, field: 'location' });
  if (actor.locations !== 'all' && !actor.locations.includes(location)) throw inventoryProblems.not_yours({ detail: `This account does not work at ${location}.`, found: location, field: 'location' });
  if (row.missing.length > 0) throw inventoryProblems.sku_unknown({ detail: `Not in the catalogue: ${row.missing.slice(0, 10).join(', ')}.`, found: row.missing, field: 'scope.products' });
}

/** Takes scans; each counts once by its own id, from whichever device and however often it is sent. */
export async function scanInto(deps: InventoryDeps, context: CommandContext, id: Uuid, scans: readonly CountScan[]): Promise<Outcome<{ scans: CountResult[] }>> {
  const codes = await skusOf(deps.database, scans.map(({ code }) => code));
  return execute(deps.database, context, async (change) => {
    const session = await sessionFor(deps.database, context.actor, id);
    const [taken, counted] = await Promise.all([
      deps.database.query<{ scan: string }>('select scan from inventory.count_entry where session_id = $1 and scan = any($2)', [id, scans.map(({ scan }) => scan)]),
      deps.database.query<{ sku: string; counted: number }>(`select sku, sum(quantity)::int as counted from inventory.count_entry where session_id = $1 and sku = any($2) group by sku`, [id, [...codes.values()].map(({ sku }) => sku)]),
    ]);
    // A scan that came in before the end is answered so, however late it is sent again.
    if (taken.length < scans.length) refuseEnded(session);
    const { entries, results } = takeScans(scans, { codes, taken: new Set(taken.map(({ scan }) => scan)), counted: new Map(counted.map((row) => [row.sku, row.counted])), started: session.started_at, now: context.now });
    for (const [index, { scan, sku, quantity, at }] of entries.entries()) append(change, session, index + 1, { kind: 'scan', scan, sku, quantity, at, by: context.actor.name });
    return { status: 200, answer: { scans: results } };
  });
}

/** The next entry of the log. Its key is contested: two devices that write at once come one after the other, and nothing comes after the end. */
function append(change: Change, session: Session, nth: number, entry: { kind: 'scan' | 'closed' | 'abandoned'; scan?: string; sku?: string; quantity?: number; at: Instant; by: string }): void {
  change.insert(ENTRY, { session_id: session.id, seq: session.entries + nth, ...entry });
}

/** What was counted against what the books had on the shelf when it was last scanned: a sale between the scan and the end is no difference. */
export async function countedIn(database: Queryable, { id, location }: Pick<Session, 'id' | 'location'>): Promise<(Counted & { at: Instant })[]> {
  const scanned = await database.query<{ sku: string; counted: number; at: Instant }>(`select sku, sum(quantity)::int as counted, max(at) as at from inventory.count_entry where session_id = $1 and kind = 'scan' group by sku order by sku`, [id]);
  const shelves = await againstShelf(database, location, scanned);
  return shelves.map((shelf, index) => ({ ...shelf, at: scanned[index]?.at ?? '' }));
}

/**
 * Ends a count: its differences to the shelf as it is then are booked as one fact, whose stream bears the session's own id, so that a count cannot be booked twice.
 * `seen` is the number of entries that were looked at; refused when somebody scanned since.
 */
export async function closeCount(deps: InventoryDeps, context: CommandContext, id: Uuid, seen: number): Promise<Outcome<InventoryEvents['StockCounted']>> {
  const { location } = await sessionFor(deps.database, context.actor, id);
  const scanned = await deps.database.query<{ sku: string }>(`select distinct sku from inventory.count_entry where session_id = $1 and kind = 'scan'`, [id]);
  return execute(deps.database, context, async (change, { database }) => {
    const session = await sessionFor(database, context.actor, id);
    refuseEnded(session);
    if (session.entries !== seen) throw inventoryProblems.count_moved({ detail: `${session.entries - seen} ${session.entries - seen === 1 ? 'scan' : 'scans'} came in since the differences were shown. Look at them again, then book.`, found: session.entries, expected: seen, field: 'seen' });
    const shelves = await countedIn(database, session);
    if (shelves.length === 0) throw inventoryProblems.nothing_counted({ detail: 'Scan what lies on the shelf first, or give the count up.' });
    const event = counted(session.location, shelves, 'count session');
    deps.books.record(change, newStream('stock', id), [event], context);
    end(change, session, 'closed', context);
    return { status: 200, answer: event.data as InventoryEvents['StockCounted'] };
  }, { hold: holdShelves(scanned.map(({ sku }) => ({ sku, location }))) });
}

/** Gives a count up: nothing of it is booked. */
export async function abandonCount(deps: InventoryDeps, context: CommandContext, id: Uuid): Promise<Outcome<{ id: string }>> {
  return execute(deps.database, context, async (change) => {
    const session = await sessionFor(deps.database, context.actor, id);
    if (session.status !== 'abandoned') {
      refuseEnded(session);
      end(change, session, 'abandoned', context);
    }
    return { status: 200, answer: { id: wire('count', id) } };
  });
}

function end(change: Change, session: Session, status: 'closed' | 'abandoned', { now, actor }: CommandContext): void {
  append(change, session, 1, { kind: status, at: now, by: actor.name });
  change.patch(SESSION, { id: session.id, status, ended_at: now, ended_by: actor.name });
}
