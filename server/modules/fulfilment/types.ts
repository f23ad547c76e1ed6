/** Work orders on the shop floor: their events and their state. */
import { z } from 'zod';
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { JournalEvent, Slice } from '../books/index.ts';
import type { FulfilmentAssigned } from '../sourcing/index.ts';

export interface LineCount { line: number; quantity: number }

export interface FulfilmentEvents {
  FulfilmentAccepted: { fulfilment: Uuid; by: string };
  /** Each scan counts once by its own id. */
  ItemsPicked: { fulfilment: Uuid; location: string; scans: { scan: string; line: number; quantity: number }[]; lines: LineCount[]; shelf: string | null };
  ItemsShorted: { fulfilment: Uuid; location: string; delivery: number; line: number; sku: string; quantity: number; reason: string; note: string | null; excludedUntil: Instant | null; count: boolean; /** Set when it left with a load and did not arrive as it should. */ receipt?: Uuid };
  /** Goods of cancelled lines are back on the shelf. */
  ItemsPutBack: { fulfilment: Uuid; location: string; lines: LineCount[] };
  ItemsTransferred: { fulfilment: Uuid; load: Uuid; origin: string; destination: string; lines: LineCount[] };
  /** `receipt`: the look into the load that found them; `shelf`: where they were put. */
  ItemsReceived: { fulfilment: Uuid; load: Uuid; location: string; lines: LineCount[]; receipt?: Uuid; shelf?: string };
  /** Everything of a pickup delivery is there; told once. */
  DeliveryReady: { delivery: number; location: string; shelf: string | null };
  /** `identified`: the customer showed a proof of identity. */
  ItemsCollected: { delivery: number; location: string | null; lines: LineCount[]; identified?: boolean };
  /** Somebody gave goods of this work to another location; `picked` of them lie in hand here and are put back. `rule`: what the choice goes against. */
  FulfilmentReassigned: { fulfilment: Uuid; location: string; to: string; delivery: number; lines: LineCount[]; picked: LineCount[]; reason: string | null; rule: string | null };
}

export const FULFILMENT_EVENTS = ['FulfilmentAccepted', 'ItemsPicked', 'ItemsShorted', 'ItemsPutBack', 'ItemsTransferred', 'ItemsReceived', 'DeliveryReady', 'ItemsCollected', 'FulfilmentReassigned'] as const satisfies readonly (keyof FulfilmentEvents)[];

/** A reason why an item cannot be delivered from here, as the retailer words it; it decides what happens to the stock. */
export interface ShortReason {
  code: string;
  label: { en: string; nl: string };
  /** Where the unit goes: `keep` leaves it sellable (no time, closed), the others take it out. */
  stock: 'keep' | 'damaged' | 'missing' | 'quarantine';
  /** For how long the location is not asked for this SKU again, in minutes; null for this order only. */
  excludeMinutes: number | null;
  /** Whether a count of the SKU is asked for. */
  count: boolean;
}

const ShortReasons = z.strictObject({
  reasons: z.array(z.strictObject({
    code: z.string().regex(/^[a-z][a-z0-9_]{0,49}$/, 'lower-case words joined by underscores'), label: z.strictObject({ en: z.string().min(1).max(80), nl: z.string().min(1).max(80) }),
    stock: z.enum(['keep', 'damaged', 'missing', 'quarantine']), excludeMinutes: z.int().min(1).max(60 * 24 * 90).nullable(), count: z.boolean(),
  })).min(1).max(50),
});

/** What is wrong with a document of reasons; nothing when it can be used. */
export function checkShortReasons(body: unknown): { path: string; message: string }[] {
  const read = ShortReasons.safeParse(body);
  if (!read.success) return read.error.issues.map((issue) => ({ path: issue.path.join('.'), message: issue.message }));
  const codes = read.data.reasons.map((reason) => reason.code);
  return codes.flatMap((code, index) => (codes.indexOf(code) < index ? [{ path: `reasons.${index}.code`, message: `"${code}" is there twice` }] : []));
}

export const DEFAULT_SHORT_REASONS: readonly ShortReason[] = [
  { code: 'damaged', label: { en: 'Damaged', nl: 'Beschadigd' }, stock: 'damaged', excludeMinutes: null, count: false },
  { code: 'not_found', label: { en: 'Not found', nl: 'Niet gevonden' }, stock: 'missing', excludeMinutes: 24 * 60, count: true },
  { code: 'incomplete', label: { en: 'Incomplete pair', nl: 'Geen compleet paar' }, stock: 'quarantine', excludeMinutes: null, count: true },
  { code: 'display_model', label: { en: 'Display model, not fit to send', nl: 'Toonmodel, niet geschikt' }, stock: 'quarantine', excludeMinutes: null, count: false },
  { code: 'no_time', label: { en: 'No time today', nl: 'Vandaag geen tijd' }, stock: 'keep', excludeMinutes: 4 * 60, count: false },
];

export interface Fulfilment extends FulfilmentAssigned {
  accepted: { by: string; at: Instant } | null;
  scans: Set<string>;
  /** Picked units of cancelled lines, or of lines that go elsewhere, that still lie with the picker, by line. */
  putBack: Map<number, number>;
  load: Uuid | null;
  shelf: string | null;
}

export interface Floor { fulfilments: Map<Uuid, Fulfilment>; ready: Set<number> }

export const floorSlice: Slice<Floor> = {
  name: 'floor',
  initial: () => ({ fulfilments: new Map(), ready: new Set() }),
  evolve: (state, event: JournalEvent) => {
    if (event.type === 'FulfilmentAssigned') {
      const assigned = event.data as FulfilmentAssigned;
      state.fulfilments.set(assigned.fulfilment, { ...assigned, accepted: null, scans: new Set(), putBack: new Map(), load: null, shelf: null });
      return state;
    }
    const of = (id: Uuid): Fulfilment | undefined => state.fulfilments.get(id);
    switch (event.type) {
      case 'FulfilmentAccepted': {
        const { fulfilment, by } = event.data as FulfilmentEvents['FulfilmentAccepted'];
        const work = of(fulfilment);
        if (work) work.accepted = { by, at: event.recordedAt };
        break;
      }
      case 'ItemsPicked': {
        const { fulfilment, scans, shelf } = event.data as FulfilmentEvents['ItemsPicked'];
        const work = of(fulfilment);
        for (const { scan } of scans) work?.scans.add(scan);
        if (work && shelf !== null) work.shelf = shelf;
        if (work && !work.accepted) work.accepted = { by: event.by.id, at: event.recordedAt };
        break;
      }
      case 'ItemsPutBack': {
        const { fulfilment, lines } = event.data as FulfilmentEvents['ItemsPutBack'];
        const work = of(fulfilment);
        for (const { line, quantity } of lines) {
          const left = (work?.putBack.get(line) ?? 0) - quantity;
          if (left > 0) work?.putBack.set(line, left);
          else work?.putBack.delete(line);
        }
        break;
      }
      case 'ItemsTransferred': {
        const { fulfilment, load } = event.data as FulfilmentEvents['ItemsTransferred'];
        const work = of(fulfilment);
        if (work) work.load = load;
        break;
      }
      case 'FulfilmentReassigned': {
        const { fulfilment, picked } = event.data as FulfilmentEvents['FulfilmentReassigned'];
        const work = of(fulfilment);
        for (const { line, quantity } of picked) work?.putBack.set(line, (work.putBack.get(line) ?? 0) + quantity);
        break;
      }
      case 'ItemsReceived': {
        const { fulfilment, shelf } = event.data as FulfilmentEvents['ItemsReceived'];
        const work = of(fulfilment);
        if (work && shelf !== undefined) work.shelf = shelf;
        break;
      }
      case 'DeliveryReady': state.ready.add((event.data as FulfilmentEvents['DeliveryReady']).delivery); break;
    }
    for (const move of event.moves.units ?? []) {
      if (move.to.stage !== 'cancelled' || move.to.holder === null || move.from === null) continue;
      const work = of(move.to.holder);
      work?.putBack.set(move.line, (work.putBack.get(move.line) ?? 0) + move.n);
    }
    return state;
  },
};
