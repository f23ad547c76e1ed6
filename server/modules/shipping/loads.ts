/** Loads: totes and van transfers with a stream of their own, over several orders. */
import { table } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold } from '../books/index.ts';
import type { JournalEvent, Projection, Slice } from '../books/index.ts';
import { nextLook } from './overdue.ts';

const LOAD = table('shipping.load', 'id');

/** What became of a load's units of one line of an order when somebody looked into it. */
export interface Allotted { order: Uuid; delivery: number; line: number; sku: string; good: number; damaged: number; missing: number }
/** What became of goods in a load that are for no order. */
export interface FreeFound { sku: string; good: number; damaged: number; missing: number }
/** Goods that were in a load without belonging in it. */
export interface Surplus { sku: string; good: number; damaged: number }

export interface LoadEvents {
  LoadHanded: { load: Uuid; code: string; origin: string; destination: string };
  /** Units of an order were put in it; they themselves move on the order's stream, in the same transaction. */
  ItemsLoaded: { load: Uuid; order: Uuid; fulfilment: Uuid; lines: { line: number; sku: string; quantity: number }[]; /** When its order expects them at the destination; absent when nobody said. */ expectedAt?: Instant };
  /** Goods for no order were put in it, to fill up the other location's shelves; `transfer`: what asked for them. */
  LoadFilled: { load: Uuid; transfer: Uuid; goods: { sku: string; quantity: number }[]; /** When the van has it there; absent when nobody can say. */ expectedAt?: Instant };
  /** It should be there by now, and was not received; `lookAt`: when it is looked at again. */
  LoadOverdue: { load: Uuid; location: string; expectedAt: Instant; lookAt: Instant | null };
  /**
   * Somebody looked into the load. `lines` says what became of which order's units (absent: everything arrived), `outstanding` how many
   * units were not looked for and are still on their way.
   */
  LoadReceived: { load: Uuid; location: string; receipt?: Uuid; lines?: Allotted[]; goods?: FreeFound[]; surplus?: Surplus[]; shelves?: Record<Uuid, string>; outstanding?: number };
}
export const LOAD_EVENTS = ['LoadHanded', 'ItemsLoaded', 'LoadFilled', 'LoadOverdue', 'LoadReceived'] as const satisfies readonly (keyof LoadEvents)[];

export interface Receipt { receipt: Uuid | null; at: Instant; by: string; lines: Allotted[]; goods: FreeFound[]; surplus: Surplus[]; shelves: Record<Uuid, string>; outstanding: number }
export interface Load { load: Uuid; code: string; origin: string; destination: string; handedAt: Instant; receipts: Receipt[]; /** Goods for no order that are still on their way, by SKU. */ goods: Map<string, number>; /** When the last of what is in it is expected. */ expectedAt: Instant | null; /** When somebody looks whether it came; null when all was said or it is there. */ lookAt: Instant | null; looks: number; overdueSince: Instant | null }

const NOT_EXPECTED = { expectedAt: null, lookAt: null, looks: 0, overdueSince: null };

/** A load is late when the last of what is in it is. */
const expecting = (load: Load, expectedAt: Instant | undefined): Load =>
  (expectedAt === undefined || (load.expectedAt !== null && load.expectedAt >= expectedAt) ? load : { ...load, expectedAt, lookAt: nextLook(expectedAt, load.looks) });

export const loadSlice: Slice<Load> = {
  name: 'load',
  initial: () => ({ load: '', code: '', origin: '', destination: '', handedAt: '', receipts: [], goods: new Map(), ...NOT_EXPECTED }),
  evolve: (load, event: JournalEvent) => {
    if (event.type === 'LoadHanded') return { ...(event.data as LoadEvents['LoadHanded']), handedAt: event.recordedAt, receipts: [], goods: new Map(), ...NOT_EXPECTED };
    if (event.type === 'ItemsLoaded') return expecting(load, (event.data as LoadEvents['ItemsLoaded']).expectedAt);
    if (event.type === 'LoadOverdue') return { ...load, lookAt: (event.data as LoadEvents['LoadOverdue']).lookAt, looks: load.looks + 1, overdueSince: load.overdueSince ?? event.recordedAt };
    if (event.type === 'LoadFilled') {
      const { goods, expectedAt } = event.data as LoadEvents['LoadFilled'];
      for (const { sku, quantity } of goods) load.goods.set(sku, (load.goods.get(sku) ?? 0) + quantity);
      return expecting(load, expectedAt);
    }
    if (event.type !== 'LoadReceived') return load;
    const { receipt = null, lines = [], goods = [], surplus = [], shelves = {}, outstanding = 0 } = event.data as LoadEvents['LoadReceived'];
    for (const { sku, good, damaged, missing } of goods) load.goods.set(sku, (load.goods.get(sku) ?? 0) - good - damaged - missing);
    load.receipts.push({ receipt, at: event.recordedAt, by: event.by.id, lines, goods, surplus, shelves, outstanding });
    return outstanding > 0 ? load : { ...load, lookAt: null, overdueSince: null };
  },
};

/** `partly_received`: what was not looked for may still be on its way. */
export type LoadStatus = 'handed' | 'partly_received' | 'received';

export const loadProjection: Projection = {
  stream: 'load', name: 'shipping.load', version: 1, tables: ['shipping.load'],
  apply: (change, stream, event) => {
    const { goods: free, expectedAt, lookAt, overdueSince } = fold(stream, loadSlice);
    const goods = [...free.values()].reduce((sum, n) => sum + n, 0);
    const awaited = { expected_at: expectedAt, look_at: lookAt, overdue_since: overdueSince };
    if (event.type === 'LoadFilled') change.patch(LOAD, { id: stream.id, goods, ...awaited });
    else if (event.type === 'ItemsLoaded' || event.type === 'LoadOverdue') change.patch(LOAD, { id: stream.id, ...awaited });
    else if (event.type === 'LoadHanded') {
      const { load, code, origin, destination } = event.data as LoadEvents['LoadHanded'];
      change.insert(LOAD, { id: load, code, origin, destination, status: 'handed' satisfies LoadStatus, handed_at: event.recordedAt });
    } else if (event.type === 'LoadReceived') {
      const { load, outstanding = 0 } = event.data as LoadEvents['LoadReceived'];
      change.patch(LOAD, { id: load, status: (outstanding > 0 ? 'partly_received' : 'received') satisfies LoadStatus, received_at: event.recordedAt, goods, ...awaited });
    }
  },
};
