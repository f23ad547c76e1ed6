/** Loads: totes and van transfers with a stream of their own, over several orders. */
import { table } from '../../kernel/change.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { JournalEvent, Projection, Slice } from '../books/index.ts';

const LOAD = table('shipping.load', 'id');

/** What became of a load's units of one line of an order when somebody looked into it. */
export interface Allotted { order: Uuid; delivery: number; line: number; sku: string; good: number; damaged: number; missing: number }
/** Goods that were in a load without belonging in it. */
export interface Surplus { sku: string; good: number; damaged: number }

export interface LoadEvents {
  LoadHanded: { load: Uuid; code: string; origin: string; destination: string };
  /**
   * Somebody looked into the load. `lines` says what became of which order's units (absent: everything arrived), `outstanding` how many
   * units were not looked for and are still on their way.
   */
  LoadReceived: { load: Uuid; location: string; receipt?: Uuid; lines?: Allotted[]; surplus?: Surplus[]; shelves?: Record<Uuid, string>; outstanding?: number };
}
export const LOAD_EVENTS = ['LoadHanded', 'LoadReceived'] as const satisfies readonly (keyof LoadEvents)[];

export interface Receipt { receipt: Uuid | null; at: Instant; by: string; lines: Allotted[]; surplus: Surplus[]; shelves: Record<Uuid, string>; outstanding: number }
export interface Load { load: Uuid; code: string; origin: string; destination: string; handedAt: Instant; receipts: Receipt[] }

export const loadSlice: Slice<Load> = {
  name: 'load',
  initial: () => ({ load: '', code: '', origin: '', destination: '', handedAt: '', receipts: [] }),
  evolve: (load, event: JournalEvent) => {
    if (event.type === 'LoadHanded') return { ...(event.data as LoadEvents['LoadHanded']), handedAt: event.recordedAt, receipts: [] };
    if (event.type !== 'LoadReceived') return load;
    const { receipt = null, lines = [], surplus = [], shelves = {}, outstanding = 0 } = event.data as LoadEvents['LoadReceived'];
    load.receipts.push({ receipt, at: event.recordedAt, by: event.by.id, lines, surplus, shelves, outstanding });
    return load;
  },
};

/** `partly_received`: what was not looked for may still be on its way. */
export type LoadStatus = 'handed' | 'partly_received' | 'received';

export const loadProjection: Projection = {
  stream: 'load', name: 'shipping.load', version: 1, tables: ['shipping.load'],
  apply: (change, _stream, event) => {
    if (event.type === 'LoadHanded') {
      const { load, code, origin, destination } = event.data as LoadEvents['LoadHanded'];
      change.insert(LOAD, { id: load, code, origin, destination, status: 'handed' satisfies LoadStatus, handed_at: event.recordedAt });
    } else if (event.type === 'LoadReceived') {
      const { load, outstanding = 0 } = event.data as LoadEvents['LoadReceived'];
      change.patch(LOAD, { id: load, status: (outstanding > 0 ? 'partly_received' : 'received') satisfies LoadStatus, received_at: event.recordedAt });
    }
  },
};
