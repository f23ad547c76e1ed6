/** Loads: totes and van transfers with a stream of their own, over several orders. */
import { table } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold } from '../books/index.ts';
import type { JournalEvent, Projection, Slice } from '../books/index.ts';

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
  ItemsLoaded: { load: Uuid; order: Uuid; fulfilment: Uuid; lines: { line: number; sku: string; quantity: number }[] };
  /** Goods for no order were put in it, to fill up the other location's shelves; `transfer`: what asked for them. */
  LoadFilled: { load: Uuid; transfer: Uuid; goods: { sku: string; quantity: number }[] };
  /**
   * Somebody looked into the load. `lines` says what became of which order's units (absent: everything arrived), `outstanding` how many
   * units were not looked for and are still on their way.
   */
  LoadReceived: { load: Uuid; location: string; receipt?: Uuid; lines?: Allotted[]; goods?: FreeFound[]; surplus?: Surplus[]; shelves?: Record<Uuid, string>; outstanding?: number };
}
export const LOAD_EVENTS = ['LoadHanded', 'ItemsLoaded', 'LoadFilled', 'LoadReceived'] as const satisfies readonly (keyof LoadEvents)[];

export interface Receipt { receipt: Uuid | null; at: Instant; by: string; lines: Allotted[]; goods: FreeFound[]; surplus: Surplus[]; shelves: Record<Uuid, string>; outstanding: number }
export interface Load { load: Uuid; code: string; origin: string; destination: string; handedAt: Instant; receipts: Receipt[]; /** Goods for no order that are still on their way, by SKU. */ goods: Map<string, number> }

export const loadSlice: Slice<Load> = {
  name: 'load',
  initial: () => ({ load: '', code: '', origin: '', destination: '', handedAt: '', receipts: [], goods: new Map() }),
  evolve: (load, event: JournalEvent) => {
    if (event.type === 'LoadHanded') return { ...(event.data as LoadEvents['LoadHanded']), handedAt: event.recordedAt, receipts: [], goods: new Map() };
    if (event.type === 'LoadFilled') {
      for (const { sku, quantity } of (event.data as LoadEvents['LoadFilled']).goods) load.goods.set(sku, (load.goods.get(sku) ?? 0) + quantity);
      return load;
    }
    if (event.type !== 'LoadReceived') return load;
    const { receipt = null, lines = [], goods = [], surplus = [], shelves = {}, outstanding = 0 } = event.data as LoadEvents['LoadReceived'];
    for (const { sku, good, damaged, missing } of goods) load.goods.set(sku, (load.goods.get(sku) ?? 0) - good - damaged - missing);
    load.receipts.push({ receipt, at: event.recordedAt, by: event.by.id, lines, goods, surplus, shelves, outstanding });
    return load;
  },
};

/** `partly_received`: what was not looked for may still be on its way. */
export type LoadStatus = 'handed' | 'partly_received' | 'received';

export const loadProjection: Projection = {
  stream: 'load', name: 'shipping.load', version: 1, tables: ['shipping.load'],
  apply: (change, stream, event) => {
    const goods = [...fold(stream, loadSlice).goods.values()].reduce((sum, n) => sum + n, 0);
    if (event.type === 'LoadFilled') change.patch(LOAD, { id: stream.id, goods });
    else if (event.type === 'LoadHanded') {
      const { load, code, origin, destination } = event.data as LoadEvents['LoadHanded'];
      change.insert(LOAD, { id: load, code, origin, destination, status: 'handed' satisfies LoadStatus, handed_at: event.recordedAt });
    } else if (event.type === 'LoadReceived') {
      const { load, outstanding = 0 } = event.data as LoadEvents['LoadReceived'];
      change.patch(LOAD, { id: load, status: (outstanding > 0 ? 'partly_received' : 'received') satisfies LoadStatus, received_at: event.recordedAt, goods });
    }
  },
};
