/** What is done with expected receipts: announced or changed by their reference, received with differences, cancelled. */
import { execute } from '../../kernel/command.ts';
import type { Actor, CommandContext, Outcome } from '../../kernel/command.ts';
import type { Queryable } from '../../kernel/database.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, loadStream, newStream } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { locationByCode } from '../locations/index.ts';
import { check } from './commands.ts';
import type { InventoryDeps } from './deps.ts';
import { announced, cancelled, changed, expectedSlice, receivedOf, refuseTwice } from './expected.ts';
import type { ExpectedLine, FoundLine } from './expected.ts';
import { keepForWaiting } from './kept-for-waiting.ts';
import { inventoryProblems } from './rules.ts';
import { skusOf } from './scanned.ts';

export interface Announcement { reference: string; supplier: string | null; location: string; lines: ExpectedLine[] }

/** How far ahead a date may lie: one beyond it is a slip of a digit. */
const MOST_YEARS = 5;

function refuseFarDates(lines: readonly ExpectedLine[], now: string): void {
  const far = `${Number(now.slice(0, 4)) + MOST_YEARS}${now.slice(4, 10)}`;
  const beyond = lines.find(({ expectedOn }) => expectedOn > far || expectedOn < '2000');
  if (beyond) throw inventoryProblems.date_impossible({ detail: `${beyond.sku} would come on ${beyond.expectedOn}. Give the day on which it is expected, at most ${MOST_YEARS} years from now.`, found: beyond.expectedOn, field: 'lines' });
}

/** Nothing new is expected at a location that is closed; what is expected there already may still be changed, cancelled and received. */
async function refuseClosed(database: Queryable, code: string): Promise<void> {
  const place = await locationByCode(database, code);
  if (place && !place.active) throw inventoryProblems.location_closed({ detail: `${place.name} is closed; let the supplier deliver to another location.`, found: code, field: 'location' });
}

const idOf = async (database: Queryable, reference: string): Promise<Uuid | null> => (await database.query<{ id: Uuid }>('select id from inventory.expected where reference = $1', [reference]))[0]?.id ?? null;

/** The receipt for an account that works at its location; to others it does not exist. */
export async function expectedFor(database: Queryable, actor: Actor, reference: string): Promise<Stream> {
  const id = await idOf(database, reference);
  const stream = id === null ? null : await loadStream(database, id);
  if (!stream || (actor.locations !== 'all' && !actor.locations.includes(fold(stream, expectedSlice).location))) throw inventoryProblems.expected_unknown({ detail: `No receipt "${reference}" is expected here. Look the reference up in the list of expected receipts; what came without one is booked as a receipt.`, found: reference });
  return stream;
}

/** Announces what a supplier will bring, or says how it stands now: the same document again changes nothing. */
export async function announce(deps: InventoryDeps, context: CommandContext, document: Announcement): Promise<Outcome<{ reference: string; changed: boolean }>> {
  refuseTwice(document.lines.map(({ sku }) => sku));
  refuseFarDates(document.lines, context.now);
  await check(deps, context.actor, document.location, document.lines.map(({ sku }) => sku));
  return execute(deps.database, context, async (change) => {
    const id = await idOf(deps.database, document.reference);
    const stream = id === null ? null : await loadStream(deps.database, id);
    const receipt = newId();
    if (!stream) await refuseClosed(deps.database, document.location);
    const event = stream ? changed(fold(stream, expectedSlice), document) : announced(receipt, document);
    if (event) deps.books.record(change, stream ?? newStream('stock', receipt), [event], context);
    return { status: stream ? 200 : 201, answer: { reference: document.reference, changed: event !== null } };
  });
}

/** A line as it is found: by SKU, or by what was scanned. */
export interface FoundByCode { code: string; good: number; damaged: number }

/** Books what was found of an expected receipt. What waiting orders need of it is kept for them in the statement that books it. */
export async function receiveExpected(deps: InventoryDeps, context: CommandContext, reference: string, { lines, close }: { lines: readonly FoundByCode[]; close: boolean }): Promise<Outcome<{ reference: string }>> {
  await expectedFor(deps.database, context.actor, reference);
  const found = await foundLines(deps.database, lines);
  return execute(deps.database, context, async (change) => {
    const stream = await expectedFor(deps.database, context.actor, reference);
    const expected = fold(stream, expectedSlice);
    const events = receivedOf(expected, found, close);
    deps.books.record(change, stream, events, context);
    await keepForWaiting(deps, change, { cause: stream.id, location: expected.location, came: found.flatMap(({ sku, good }) => (good > 0 ? [{ sku, good }] : [])), now: context.now });
    return { status: 200, answer: { reference } };
  });
}

/** What was scanned or typed, by SKU; a code that nobody knows is refused with the others, so that nothing is booked by half. */
async function foundLines(database: Queryable, lines: readonly FoundByCode[]): Promise<FoundLine[]> {
  const known = await skusOf(database, lines.map(({ code }) => code));
  const strange = lines.filter(({ code }) => !known.has(code)).map(({ code }) => code);
  if (strange.length > 0) throw inventoryProblems.sku_unknown({ detail: `Not in the catalogue: ${strange.slice(0, 10).join(', ')}. Put it aside, and load the product first.`, found: strange, field: 'lines' });
  const merged = new Map<string, FoundLine>();
  for (const { code, good, damaged } of lines) {
    const { sku, pieces } = known.get(code) as { sku: string; pieces: number };
    const before = merged.get(sku) ?? { sku, good: 0, damaged: 0 };
    merged.set(sku, { sku, good: before.good + good * pieces, damaged: before.damaged + damaged * pieces });
  }
  return [...merged.values()];
}

/** Takes over what the ERP says of a purchase order: announced, changed, or, with no lines, cancelled while something was still to come of it. */
export async function takeAnnouncement(deps: InventoryDeps, context: CommandContext, document: Announcement): Promise<void> {
  if (document.lines.length > 0) {
    await announce(deps, context, document);
    return;
  }
  const id = await idOf(deps.database, document.reference);
  const stream = id === null ? null : await loadStream(deps.database, id);
  if (stream && fold(stream, expectedSlice).state === 'open') await cancelExpected(deps, context, document.reference);
}

/** Nothing more comes of an expected receipt. Who waited for it is planned again. */
export const cancelExpected = (deps: InventoryDeps, context: CommandContext, reference: string): Promise<Outcome<{ reference: string }>> => execute(deps.database, context, async (change) => {
  const stream = await expectedFor(deps.database, context.actor, reference);
  deps.books.record(change, stream, [cancelled(fold(stream, expectedSlice))], context);
  return { status: 200, answer: { reference } };
});
