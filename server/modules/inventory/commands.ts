/** Booking what happens to stock outside orders: each document is a stream of its own. */
import type { Change } from '../../kernel/change.ts';
import { execute } from '../../kernel/command.ts';
import type { Actor, CommandContext, Outcome } from '../../kernel/command.ts';
import type { Database, Queryable, Statement } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { holdShelves, newStream } from '../books/index.ts';
import type { Balance, Books, NewEvent } from '../books/index.ts';
import { keepForWaiting } from './kept-for-waiting.ts';
import { corrected, counted, inventoryProblems, received, refuseMoreThanThere } from './rules.ts';
import type { InventoryEvents, StockLine } from './rules.ts';
import { againstShelf } from './shelf.ts';
import type { InventoryDeps } from './deps.ts';

/** What a booking needs that concerns nobody who waits. */
type BookingDeps = Pick<InventoryDeps, 'database' | 'books'>;

/** Refuses an unknown location, one that is not the account's own, and SKUs that are not in the catalogue. */
export async function check({ database }: Pick<InventoryDeps, 'database'>, actor: Actor, location: string, skus: readonly string[]): Promise<void> {
  if (skus.length === 0) throw inventoryProblems.empty({ detail: 'Name at least one product.', field: 'lines' });
  const [row] = await database.query<{ known: boolean; missing: string[] }>('select exists (select 1 from locations.location where code = $1) as known, array(select s from unnest($2::text[]) s where not exists (select 1 from catalogue.variant v where v.sku = s)) as missing', [location, skus]);
  if (!row?.known) throw inventoryProblems.location_unknown({ detail: `There is no location "${location}".`, found: location, field: 'location' });
  if (actor.locations !== 'all' && !actor.locations.includes(location)) throw inventoryProblems.not_yours({ detail: `This account does not work at ${location}.`, found: location, field: 'location' });
  if (row.missing.length > 0) throw inventoryProblems.sku_unknown({ detail: `Not in the catalogue: ${row.missing.slice(0, 10).join(', ')}. Load the products first.`, found: row.missing, field: 'lines' });
}

async function book<T>(deps: BookingDeps, context: CommandContext, decide: (on: Queryable) => Promise<NewEvent> | NewEvent, answer: (event: NewEvent) => T, { also, hold = [] }: { also?: (change: Change, cause: Uuid) => Promise<void>; /** What nobody else may change between the deciding and the booking. */ hold?: readonly Statement[] } = {}): Promise<Outcome<T>> {
  return execute(deps.database, context, async (change, { database }) => {
    const event = await decide(database);
    const cause = newId();
    deps.books.record(change, newStream('stock', cause), [event], context);
    await also?.(change, cause);
    return { status: 201, answer: answer(event) };
  }, { hold });
}

export async function receive(deps: InventoryDeps, context: CommandContext, request: { location: string; reference: string | null; lines: StockLine[] }): Promise<Outcome<InventoryEvents['StockReceived']>> {
  await check(deps, context.actor, request.location, request.lines.map((line) => line.sku));
  return book(deps, context, () => received(request.location, request.reference, request.lines), (event) => event.data as InventoryEvents['StockReceived'],
    { also: (change, cause) => keepForWaiting(deps, change, { cause, location: request.location, came: request.lines.map(({ sku, quantity }) => ({ sku, good: quantity })), now: context.now }) });
}

/** One figure for each product: which of two would be true? */
function refuseTwice(lines: readonly { sku: string }[]): void {
  const index = lines.findIndex(({ sku }, at) => lines.findIndex((other) => other.sku === sku) < at);
  if (index >= 0) throw inventoryProblems.named_twice({ detail: `${lines[index]?.sku ?? ''} is named twice; give one figure for each product.`, found: lines[index]?.sku, field: `lines[${index}].sku` });
}

/** Books a count, on the shelf as it is then: whoever sells from it meanwhile waits. The difference is to what the books had when it was counted: what was sold since is no difference. */
export async function count(deps: BookingDeps, context: CommandContext, request: { location: string; lines: { sku: string; counted: number }[]; reason: string | null; countedAt: string | null }): Promise<Outcome<InventoryEvents['StockCounted']>> {
  await check(deps, context.actor, request.location, request.lines.map((line) => line.sku));
  const at = new Date(request.countedAt ?? context.now).toISOString();
  refuseTwice(request.lines);
  if (at > context.now) throw inventoryProblems.not_yet({ detail: `It is ${context.now} now; the count would be of ${at}. Set the clock of the device right.`, found: at, expected: context.now, field: 'countedAt' });
  const { location, lines, reason } = request;
  return book(deps, context, async (held) => counted(location, await againstShelf(held, location, lines.map((line) => ({ ...line, at }))), reason, at), (event) => event.data as InventoryEvents['StockCounted'], { hold: holdShelves(lines.map(({ sku }) => ({ sku, location }))) });
}

export async function correct(deps: BookingDeps, context: CommandContext, request: { location: string; lines: InventoryEvents['StockCorrected']['lines']; reason: string }): Promise<Outcome<InventoryEvents['StockCorrected']>> {
  await check(deps, context.actor, request.location, request.lines.map((line) => line.sku));
  return book(deps, context, (on) => correction(on, request), (event) => event.data as InventoryEvents['StockCorrected']);
}

/** The event of a correction, for who books it together with something else. */
export async function correction(on: Queryable, { location, lines, reason }: InventoryEvents['StockCorrected']): Promise<NewEvent> {
  refuseMoreThanThere(lines, await statesOf(on, location, lines.map(({ sku }) => sku)));
  return corrected(location, lines, reason);
}

/** What the books have of SKUs at a location, by SKU and state. */
async function statesOf(database: Queryable, location: string, skus: readonly string[]): Promise<Map<string, number>> {
  const rows = await database.query<{ sku: string; state: string; quantity: number }>('select sku, state, quantity from books.stock_balance where location = $1 and sku = any($2)', [location, skus]);
  return new Map(rows.map((row) => [`${row.sku} ${row.state}`, row.quantity]));
}

/** Balances of some SKUs, everywhere or at the actor's own locations. */
export function balances(database: Database, actor: Actor, skus: readonly string[], location: string | null): Promise<Balance[]> {
  return database.query<Balance>('select sku, location, state, quantity, reserved, broken, kept_back from books.stock_balance where sku = any($1) and ($2::text[] is null or location = any($2)) and ($3::text is null or location = $3) order by sku, location, state', [skus, actor.locations === 'all' || actor.roles.includes('operations') ? null : actor.locations, location]);
}
