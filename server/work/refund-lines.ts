/** Pure: which units a refund through a channel is for, read from the order's journal: what came back and what will not come. */
import type { Uuid } from '../kernel/ids.ts';
import { fold } from '../modules/books/index.ts';
import type { JournalEvent, Stream } from '../modules/books/index.ts';
import type { RefundLine } from '../modules/channels/ports.ts';
import { orderSlice } from '../modules/orders/index.ts';
import type { OrderEvents } from '../modules/orders/index.ts';

/** Units that one command took out of what is due, and by how much. */
interface Settled { at: string; worth: number; lines: RefundLine[] }

/** Units that an event took to a stage, by the channel's own reference of their line; lines that only Spil knows are left out. */
export function channelLines(stream: Stream, event: JournalEvent, stage: 'cancelled' | null): { ref: string; quantity: number }[] {
  const order = fold(stream, orderSlice);
  const units = new Map<string, number>();
  for (const move of event.moves.units ?? []) {
    const line = order.lines.get(move.line);
    if (!line || line.added === 'exchange' || line.added === 'replacement' || (stage !== null && move.to.stage !== stage)) continue;
    units.set(line.ref, (units.get(line.ref) ?? 0) + move.n);
  }
  return [...units].map(([ref, quantity]) => ({ ref, quantity }));
}

function settledBy(stream: Stream, event: JournalEvent): Settled | null {
  const worth = -(event.moves.money ?? []).reduce((sum, entry) => sum + (entry.account === 'due' ? entry.amount : 0), 0);
  // What was owed for no more already (a lost parcel that turned up) took nothing off again: its money has gone back before.
  if (worth <= 0) return null;
  if (event.type === 'ItemsReturned') return { at: event.recordedAt, worth, lines: channelLines(stream, event, null).map((line) => ({ ...line, what: 'returned' as const })) };
  // What the channel cancelled itself it knows.
  if (event.type !== 'ItemsCancelled' || (event.data as OrderEvents['ItemsCancelled']).reason === 'channel') return null;
  return { at: event.recordedAt, worth, lines: channelLines(stream, event, 'cancelled').map((line) => ({ ...line, what: 'cancelled' as const })) };
}

/**
 * The lines that a refund names. Units are named once: by the refund of their own command, whatever was kept back or set against other goods; else, when
 * somebody approves it later, by the first that covers their whole worth. Those of a refund that failed are named by the next. Goodwill names none.
 */
export function refundLines(stream: Stream, wanted: Uuid): RefundLine[] {
  let waiting: Settled[] = [];
  const named = new Map<Uuid, Settled[]>();
  for (const event of stream.events) {
    const settled = settledBy(stream, event);
    if (settled && settled.lines.length > 0) waiting.push(settled);
    const { intent, operator, amount } = event.data as { intent: Uuid; operator: string; amount: number };
    if (event.type === 'RefundFailed') waiting = [...(named.get(intent) ?? []).map((one) => ({ ...one, at: '' })), ...waiting];
    if (event.type !== 'RefundRequested' || operator !== 'channel') continue;
    const own = waiting.filter(({ at }) => at === event.recordedAt);
    let left = amount;
    const taken = own.length > 0 ? own : waiting.filter(({ worth }) => { const fits = worth <= left; left -= fits ? worth : 0; return fits; });
    waiting = waiting.filter((one) => !taken.includes(one));
    named.set(intent, taken);
    if (intent === wanted) return together(taken.flatMap(({ lines }) => lines));
  }
  return [];
}

function together(lines: readonly RefundLine[]): RefundLine[] {
  const merged = new Map<string, RefundLine>();
  for (const line of lines) {
    const key = `${line.ref} ${line.what}`;
    merged.set(key, { ...line, quantity: line.quantity + (merged.get(key)?.quantity ?? 0) });
  }
  return [...merged.values()];
}
