/** Goods that another room says came in: against the expected receipt that they name, where there is one, and kept for who waits. */
import type { Change } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { CommandContext } from '../../kernel/command.ts';
import { newId } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, loadStream, newStream } from '../books/index.ts';
import type { NewEvent, Stream } from '../books/index.ts';
import type { InventoryDeps } from './deps.ts';
import { expectedSlice, receivedOf } from './expected.ts';
import type { FoundLine } from './expected.ts';
import { keepForWaiting } from './kept-for-waiting.ts';
import { corrected, received } from './rules.ts';

export interface Arrival { location: string; /** The delivery as its sender calls it: an expected receipt, maybe. */ delivery: string; lines: readonly FoundLine[]; at: Instant }

/** Books goods that came in, with the damaged apart. Answers the stream that it was recorded on. */
export async function bookArrival(deps: InventoryDeps, change: Change, context: CommandContext, { location, delivery, lines, at }: Arrival): Promise<Stream> {
  const found = merged(lines);
  const [known] = await deps.database.query<{ id: Uuid }>('select id from inventory.expected where reference = $1 and location = $2', [delivery, location]);
  const expected = known ? await loadStream(deps.database, known.id) : null;
  const stream = expected ?? newStream('stock', newId());
  const events: NewEvent[] = expected ? receivedOf(fold(expected, expectedSlice), found, false) : unexpected(location, delivery, found);
  deps.books.record(change, stream, events.map((event) => ({ ...event, occurredAt: at })), context);
  await keepForWaiting(deps, change, { cause: stream.id, location, came: found.flatMap(({ sku, good }) => (good > 0 ? [{ sku, good }] : [])), now: context.now });
  return stream;
}

function unexpected(location: string, delivery: string, found: readonly FoundLine[]): NewEvent[] {
  const broken = found.filter(({ damaged }) => damaged > 0);
  return [
    received(location, delivery, found.map(({ sku, good, damaged }) => ({ sku, quantity: good + damaged }))),
    ...(broken.length > 0 ? [corrected(location, broken.map(({ sku, damaged }) => ({ sku, from: 'sellable', to: 'damaged', quantity: damaged })), `Came in damaged: ${delivery}`)] : []),
  ];
}

function merged(lines: readonly FoundLine[]): FoundLine[] {
  const found = new Map<string, FoundLine>();
  for (const { sku, good, damaged } of lines) {
    const before = found.get(sku) ?? { sku, good: 0, damaged: 0 };
    found.set(sku, { sku, good: before.good + good, damaged: before.damaged + damaged });
  }
  return [...found.values()];
}
