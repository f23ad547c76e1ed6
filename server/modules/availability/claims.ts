/** Pure: what an event changes about the claims on stock: reservations per location, and demand that has no location yet. */
import { stockEffect, waitsSomewhere } from '../books/index.ts';
import type { Bucket, JournalEvent, Stage, StockState } from '../books/index.ts';
import type { Uuid } from '../../kernel/ids.ts';

/** With an empty location and the state `wanted`: demand without a place. */
export interface ClaimChange { line: number; location: string; state: StockState | 'wanted'; change: number }

/** Units of an order that no location has and that wait for nothing in particular: what `orders.waiting` holds, step by step. */
const WANTED: readonly Stage[] = ['open', 'waiting'];

/** Changes of an event, merged per line, location and state; what cancels out is left out. Lines that are no goods have claims too, and no SKU to keep them under. */
export function claimsOf({ moves }: Pick<JournalEvent, 'moves'>): ClaimChange[] {
  const merged = new Map<string, ClaimChange>();
  const add = (line: number, location: string, state: ClaimChange['state'], change: number): void => {
    const key = `${line}|${location}|${state}`;
    const there = merged.get(key);
    if (there) there.change += change;
    else merged.set(key, { line, location, state, change });
  };
  for (const move of moves.units ?? []) {
    if (move.from !== null && WANTED.includes(move.from.stage) && !waitsSomewhere(move.from)) add(move.line, '', 'wanted', -move.n);
    if (WANTED.includes(move.to.stage) && !waitsSomewhere(move.to)) add(move.line, '', 'wanted', move.n);
    // The SKU is looked up where it is kept; the books only ask whether there is one.
    for (const { location, state, n } of stockEffect(move, 'goods').reservations) add(move.line, location, state, n);
  }
  return [...merged.values()].filter(({ change }) => change !== 0);
}

/** More or fewer units of a line wait for an expected receipt. */
export interface PromiseChange { line: number; receipt: Uuid; change: number }

/** Changes of an event to how many units wait for which receipt, merged per line and receipt; what cancels out is left out. */
export function promisesOf({ moves }: Pick<JournalEvent, 'moves'>): PromiseChange[] {
  const merged = new Map<string, PromiseChange>();
  const add = (line: number, bucket: Bucket | null, change: number): void => {
    if (bucket === null || bucket.holder === null || !waitsSomewhere(bucket)) return;
    const key = `${line}|${bucket.holder}`;
    const there = merged.get(key);
    if (there) there.change += change;
    else merged.set(key, { line, receipt: bucket.holder, change });
  };
  for (const { line, n, from, to } of moves.units ?? []) {
    add(line, from, -n);
    add(line, to, n);
  }
  return [...merged.values()].filter(({ change }) => change !== 0);
}
