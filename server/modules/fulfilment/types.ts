/** Work orders on the shop floor: their events and their state. */
import { z } from 'zod';
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { JournalEvent, Slice } from '../books/index.ts';
import type { OrderEvents } from '../orders/index.ts';
import type { ShippingEvents } from '../shipping/index.ts';
import type { FulfilmentAssigned } from '../sourcing/index.ts';
import type { WaitingPickup, WaitingTerms } from './waiting.ts';

export interface LineCount { line: number; quantity: number }

export interface FulfilmentEvents {
  /** The day has come before which the work could not begin. */
  FulfilmentReleased: { fulfilment: Uuid; location: string };
  FulfilmentAccepted: { fulfilment: Uuid; by: string };
  /** Each scan counts once by its own id. */
  ItemsPicked: { fulfilment: Uuid; location: string; scans: { scan: string; line: number; quantity: number }[]; lines: LineCount[]; shelf: string | null };
  ItemsShorted: { fulfilment: Uuid; location: string; delivery: number; line: number; sku: string; quantity: number; reason: string; note: string | null; excludedUntil: Instant | null; count: boolean; /** Set when it left with a load and did not arrive as it should. */ receipt?: Uuid };
  /** Goods that nobody waits for any more are back on the shelf. */
  ItemsPutBack: { fulfilment: Uuid; location: string; lines: LineCount[] };
  ItemsTransferred: { fulfilment: Uuid; load: Uuid; origin: string; destination: string; lines: LineCount[] };
  /** `receipt`: the look into the load that found them; `shelf`: where they were put. */
  ItemsReceived: { fulfilment: Uuid; load: Uuid; location: string; lines: LineCount[]; receipt?: Uuid; shelf?: string };
  /** Everything of a pickup delivery is there; told once. What was promised about its waiting is kept with it. */
  DeliveryReady: { delivery: number; location: string; shelf: string | null } & Partial<WaitingTerms>;
  /** The customer was reminded; `reminder` is the moment it was for. */
  PickupReminded: { delivery: number; reminder: Instant };
  /** It waits longer; `by` says who asked for it. */
  PickupExtended: { delivery: number; location: string; by: 'customer' | 'staff' } & WaitingTerms;
  /** `identified`: the customer showed a proof of identity. */
  ItemsCollected: { delivery: number; location: string | null; lines: LineCount[]; identified?: boolean };
  /** It was not packed, or lay packed and was not handed over, when the carrier (or the van) came: `nextAt` is when the next one comes; null when nobody can say. */
  CollectionMissed: { fulfilment: Uuid; location: string; delivery: number; dueAt: Instant; nextAt: Instant | null };
  /** Somebody gave goods of this work to another location; `picked` of them lie in hand here and are put back. `rule`: what the choice goes against. */
  FulfilmentReassigned: { fulfilment: Uuid; location: string; to: string; delivery: number; lines: LineCount[]; picked: LineCount[]; reason: string | null; rule: string | null };
}

export const FULFILMENT_EVENTS = ['FulfilmentReleased', 'FulfilmentAccepted', 'ItemsPicked', 'ItemsShorted', 'ItemsPutBack', 'ItemsTransferred', 'ItemsReceived', 'DeliveryReady', 'PickupReminded', 'PickupExtended', 'ItemsCollected', 'CollectionMissed', 'FulfilmentReassigned'] as const satisfies readonly (keyof FulfilmentEvents)[];

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
  /** Picked units of cancelled lines, or of lines that go elsewhere, and the location where they lie: what was brought to a store lies there. Nothing is left of an entry of 0. */
  putBack: { line: number; location: string; quantity: number }[];
  /** The load it left with last, and all of them: a partner may send one work order in several. */
  load: Uuid | null;
  loads: Set<Uuid>;
  shelf: string | null;
  /** The day has not come before which it may not begin. */
  notYet?: true;
  /** The collection it should leave with since it missed the one before; null when nobody can say. */
  missed?: Instant | null;
}

export interface Floor {
  fulfilments: Map<Uuid, Fulfilment>;
  /** Pickup deliveries that were told to be ready. */
  ready: Set<number>;
  /** What was promised about those that wait, by delivery. */
  waiting: Map<number, WaitingPickup>;
}

/** What of a work order is to be put back at a location. */
export const toPutBack = (work: Fulfilment, location: string): LineCount[] => work.putBack.flatMap((one) => (one.location === location && one.quantity > 0 ? [{ line: one.line, quantity: one.quantity }] : []));

function lies(work: Fulfilment | undefined, line: number, location: string, n: number): void {
  const there = work?.putBack.find((one) => one.line === line && one.location === location);
  if (there) there.quantity += n;
  else work?.putBack.push({ line, location, quantity: n });
}

/** What is promised about pickups that wait, and what was done about them. */
function waits(state: Floor, event: JournalEvent): void {
  switch (event.type) {
    case 'DeliveryReady': {
      const { delivery, until, expiresAt = null, reminders = [] } = event.data as FulfilmentEvents['DeliveryReady'];
      state.ready.add(delivery);
      // Before they were promised with it, nothing was done about pickups that nobody came for.
      if (until !== undefined) state.waiting.set(delivery, { until, expiresAt, reminders, readyAt: event.recordedAt, reminded: null, extendedByCustomer: 0 });
      break;
    }
    case 'PickupReminded': {
      const { delivery, reminder } = event.data as FulfilmentEvents['PickupReminded'];
      const known = state.waiting.get(delivery);
      if (known) known.reminded = reminder;
      break;
    }
    case 'PickupExtended': {
      const { delivery, by, until, expiresAt, reminders } = event.data as FulfilmentEvents['PickupExtended'];
      const known = state.waiting.get(delivery);
      state.waiting.set(delivery, { until, expiresAt, reminders, readyAt: known?.readyAt ?? event.recordedAt, reminded: null, extendedByCustomer: (known?.extendedByCustomer ?? 0) + (by === 'customer' ? 1 : 0) });
      break;
    }
    case 'DeliveryChanged': case 'DeliverySplit': {
      const { delivery, putBack } = event.data as OrderEvents['DeliveryChanged'];
      if (event.type === 'DeliveryChanged') state.ready.delete(delivery);
      for (const { fulfilment, line, location, quantity } of putBack) lies(state.fulfilments.get(fulfilment), line, location, quantity);
      break;
    }
    // What lay ready and proved not to be there is told again when another one is.
    case 'ItemsShorted': if (event.moves.units?.some(({ from }) => from?.stage === 'ready')) state.ready.delete((event.data as FulfilmentEvents['ItemsShorted']).delivery); break;
    // What is added to a pickup that waits already is told when it is there too.
    case 'LinesAdded': for (const { delivery } of (event.data as { lines: { delivery: number }[] }).lines) state.ready.delete(delivery); break;
  }
}

export const floorSlice: Slice<Floor> = {
  name: 'floor',
  initial: () => ({ fulfilments: new Map(), ready: new Set(), waiting: new Map() }),
  evolve: (state, event: JournalEvent) => {
    if (event.type === 'FulfilmentAssigned') {
      const assigned = event.data as FulfilmentAssigned;
      state.fulfilments.set(assigned.fulfilment, { ...assigned, accepted: null, scans: new Set(), putBack: [], load: null, loads: new Set(), shelf: null, ...(assigned.notBefore === undefined ? {} : { notYet: true }) });
      return state;
    }
    const of = (id: Uuid): Fulfilment | undefined => state.fulfilments.get(id);
    switch (event.type) {
      case 'CollectionMissed': Object.assign(of((event.data as FulfilmentEvents['CollectionMissed']).fulfilment) ?? {}, { missed: (event.data as FulfilmentEvents['CollectionMissed']).nextAt }); break;
      case 'FulfilmentReleased': delete of((event.data as FulfilmentEvents['FulfilmentReleased']).fulfilment)?.notYet; break;
      case 'FulfilmentAccepted': case 'WorkAccepted': {
        // An external warehouse takes it up by the account it calls with.
        const { fulfilment, by = event.by.id } = event.data as Partial<FulfilmentEvents['FulfilmentAccepted']> & { fulfilment: Uuid };
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
      // What was to be put back is on the shelf, or the carrier has it.
      case 'ItemsPutBack': case 'ParcelTakenAlong': {
        const { fulfilment, location, lines } = event.data as FulfilmentEvents['ItemsPutBack'] | ShippingEvents['ParcelTakenAlong'];
        for (const { line, quantity } of lines) lies(of(fulfilment), line, location, -quantity);
        break;
      }
      case 'ItemsTransferred': {
        const { fulfilment, load } = event.data as FulfilmentEvents['ItemsTransferred'];
        const work = of(fulfilment);
        if (work) { work.load = load; work.loads.add(load); }
        break;
      }
      case 'FulfilmentReassigned': {
        const { fulfilment, location, picked } = event.data as FulfilmentEvents['FulfilmentReassigned'];
        for (const { line, quantity } of picked) lies(of(fulfilment), line, location, quantity);
        break;
      }
      case 'ItemsReceived': {
        const { fulfilment, shelf } = event.data as FulfilmentEvents['ItemsReceived'];
        const work = of(fulfilment);
        if (work && shelf !== undefined) work.shelf = shelf;
        break;
      }
    }
    waits(state, event);
    for (const move of event.moves.units ?? []) {
      if (move.to.stage !== 'cancelled' || move.to.holder === null || move.from === null) continue;
      const work = of(move.to.holder);
      lies(work, move.line, move.to.location ?? work?.location ?? '', move.n);
    }
    return state;
  },
};
