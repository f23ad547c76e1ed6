/** The journal of a stream once more through the books and the projections, into a Change that is compared and thrown away. */
import { Change } from '../../../kernel/change.ts';
import type { Row } from '../../../kernel/database.ts';
import { newStream, openBooks } from '../journal.ts';
import type { JournalEvent, Projection, Stream, StreamKind } from '../types.ts';

export interface Replayed {
  stream: Stream;
  change: Change;
  /** The movements that these events write. */
  movements: Row[];
}

/** Records stored events again, with the time and the person of each. Throws what the books throw when they break a law. */
export function replay(kind: StreamKind, id: string, events: readonly JournalEvent[], projections: readonly Projection[]): Replayed {
  const change = new Change();
  const stream = newStream(kind, id);
  // Types that this program does not know have moves all the same; their projections know them or ignore them.
  const books = openBooks(projections, new Set(events.map((event) => event.type)));
  for (const { type, data, moves, occurredAt, recordedAt, by } of events) {
    books.record(change, stream, [{ type, data, moves, occurredAt }], { now: recordedAt, actor: { kind: by.kind as 'person', id: by.id, name: by.id, roles: [], locations: 'all' } });
  }
  change.finish();
  const written = change.rows.get('books.stock_movement')?.entries.values() ?? [];
  return { stream, change, movements: [...written].map((entry) => entry.row) };
}

/** What must be in the tables of the projections after this: whole rows, or only the columns written where the row is another's. */
export function* expectedRows(change: Change): Generator<{ table: string; row: Row; whole: boolean }> {
  for (const { table, entries } of change.rows.values()) {
    if (table.name.startsWith('books.')) continue;
    for (const { mode, row } of entries.values()) if (mode !== 'remove') yield { table: table.name, row, whole: mode !== 'patch' };
  }
}
