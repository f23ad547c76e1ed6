/** The journal of one stream as it lies in the table: numbers without a gap, hashes chained, columns that say what the text says. */
import { createHash } from 'node:crypto';
import type { Uuid } from '../../../kernel/ids.ts';
import { STREAM_KINDS } from '../types.ts';
import type { JournalEvent } from '../types.ts';
import type { Findings } from './report.ts';
import type { StoredEvent } from './reading.ts';

const GENESIS = Buffer.alloc(32);

/**
 * Checks the events of a stream, in the order of their numbers. Null when the journal itself cannot be trusted: then nothing else is
 * compared with it, because that would accuse rows that may be right.
 */
export function checkJournal(findings: Findings, stream: Uuid, stored: readonly StoredEvent[]): JournalEvent[] | null {
  let previous: Buffer = GENESIS;
  let position = -1;
  let sound = true;
  const events: JournalEvent[] = [];
  const kind = stored[0]?.stream_kind;
  for (const [index, event] of stored.entries()) {
    const fault = (what: string, found: unknown, expected: unknown, sentence: string): void => {
      sound = false;
      findings.add({ book: 'journal', table: 'books.event', key: `${stream} ${event.seq}`, what, found, expected, sentence });
    };
    if (event.seq !== index + 1) {
      fault('seq', event.seq, index + 1, `Stream ${stream}: event ${index + 1} is missing; after ${index} comes ${event.seq}.`);
      return null;
    }
    const hash = createHash('sha256').update(previous).update(event.body).digest();
    if (hash.toString('hex') !== event.hash) fault('hash', event.hash, hash.toString('hex'), `Stream ${stream}: event ${event.seq} does not have the hash of its predecessor and its text; one of them was changed after it was written.`);
    // Goes on from what is stored, so that one changed event is one fault.
    previous = Buffer.from(event.hash, 'hex');
    if (event.stream_kind !== kind) fault('stream_kind', event.stream_kind, kind, `Stream ${stream}: event ${event.seq} says it belongs to a stream of kind ${event.stream_kind}, the first says ${kind}.`);
    else if (!STREAM_KINDS.some((one) => one === kind)) fault('stream_kind', kind, STREAM_KINDS.join(', '), `Stream ${stream}: event ${event.seq} says it belongs to a stream of kind ${event.stream_kind}, which there is none of.`);
    if (event.position <= position) fault('position', event.position, `more than ${position}`, `Stream ${stream}: event ${event.seq} stands before its predecessor in the feed.`);
    position = event.position;
    const parsed = parse(event);
    if (!parsed) fault('body', event.body, 'the text of an event', `Stream ${stream}: the text of event ${event.seq} cannot be read.`);
    else if (parsed.type !== event.type) fault('type', event.type, parsed.type, `Stream ${stream}: event ${event.seq} is kept as ${event.type}, its text says ${parsed.type}.`);
    else events.push(parsed);
  }
  return sound ? events : null;
}

function parse(event: StoredEvent): JournalEvent | null {
  try {
    const read = JSON.parse(event.body) as JournalEvent | null;
    return read === null || typeof read !== 'object' || typeof read.moves !== 'object' || read.moves === null ? null : { ...read, seq: event.seq };
  } catch {
    return null;
  }
}
