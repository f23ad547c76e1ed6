/** The nouns of sourcing: what is wanted, who could deliver it, by which strategy, and what was decided and why. */
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { Minor } from '../../kernel/money.ts';

export interface Coordinates { latitude: number; longitude: number }

/** One line to place. `quantity` in base units of the SKU. */
export interface DemandLine {
  line: string;
  sku: string;
  quantity: number;
  weightGrams: number;
  unitPrice: Minor;
  tags: readonly string[];
  /** Lines with the same group ship from one location or not at all (a bundle, a pair); null stands alone. */
  group: string | null;
}

/** Lines of one delivery to plan together. */
export interface Demand {
  delivery: string;
  kind: 'ship' | 'pickup' | 'pickup_point';
  channel: string;
  country: string;
  /** Where it goes: the address' or the pickup store's coordinates; null when unknown (distance costs are then zero for all). */
  destination: Coordinates | null;
  /** Pickup store, when kind is pickup. */
  store: string | null;
  lines: readonly DemandLine[];
  /** When it is to be with the customer, or ready in the store. */
  promisedBy: Instant | null;
  /** Out of the store where it is collected and nowhere else: a reservation. */
  onlyStore?: true;
  /** The customer chose this very day: a day later costs more than any other way of delivering. */
  express?: true;
  /** When goods would be there; absent in decisions that were kept before it was known. */
  arrivals?: Arrivals;
  tags: readonly string[];
  /** Locations that may not be asked for a line (after a short), with the reason to show. */
  excluded: readonly { location: string; line: string | null; reason: string }[];
}

/** When goods of a delivery are with the customer, or ready in the store. */
export interface Arrivals {
  /** By the moment at which they leave a location; a moment that is not there leads nowhere that anybody can say. */
  leaving: Readonly<Record<Instant, Instant>>;
  /** What lies in the pickup store itself; null when it does not open, or nothing is picked up. */
  store: Instant | null;
}

/** Stock that lies free at a location and may not be taken by a demand: which rule of selling keeps it, or why it is left alone. */
export interface Withheld { sku: string; quantity: number; rule: { document: string; version: number; name: string } | null; /** Where no rule does: it is for orders that wait, the location is not asked for it for a time, or it sends nothing of the kind. */ reason: 'waiting' | 'excluded' | 'unable' | null }

/** A location as the planner sees it. */
export interface Candidate {
  location: string;
  name: string;
  kind: 'store' | 'warehouse' | 'external_warehouse';
  size: 'small' | 'medium' | 'large';
  coordinates: Coordinates | null;
  country: string;
  capabilities: readonly string[];
  /** Orders it can take today; null is no limit. */
  capacity: number | null;
  /** Orders it has taken today. */
  load: number;
  /** When work given now would leave, by opening hours and the carrier's collection; null when it cannot say. */
  shipsAt: Instant | null;
  /**
   * Available to reserve per SKU (sellable − reserved − kept back); absent is 0. Made with `Object.create(null)` it is read
   * four times as fast as a plain object (50 against 230 µs for 500 locations × 10 SKUs): each plain one has a shape of its own.
   */
  stock: Readonly<Record<string, number>>;
  tags: readonly string[];
  /** What else lies free there and may not be taken, where anything does. */
  withheld?: readonly Withheld[];
  /**
   * Version of the location's master data: the same text promises the same name, kind, size, country, capacity,
   * capabilities and tags, so that rules over these alone are decided once per strategy. Without it they are decided each time.
   */
  master?: string;
}

/** A rule that removes candidates; `keep` is a CEL expression over location, order, delivery and available(sku). */
export interface FilterRule { name: string; keep: string; hard: boolean; penalty?: Minor }

/** What each thing costs, in minor units of the strategy's currency; the sum over a plan is minimised. */
export interface CostModel {
  currency: string;
  parcel: Minor;
  /** Per parcel by kind of location. */
  handling: Readonly<Partial<Record<Candidate['kind'], Minor>>>;
  perUnit: Minor;
  perKilometre: Minor;
  /** Once for each further location beyond the first. */
  split: Minor;
  /** Per day (or part of one) later than promised. */
  lateDay: Minor;
  /** When a unit takes one of the last `scarcityBelow` of a SKU at a location. */
  scarcity: Minor;
  scarcityBelow: number;
  /** Times the share of capacity in use, 0 to 1. */
  workload: Minor;
  /** An internal shipment to the pickup store. */
  transfer: Minor;
  carbonPerKilometre: Minor;
}

export interface Strategy {
  id: string;
  version: number;
  name: string;
  /** CEL over order and delivery; the first active strategy that says true is used. */
  when: string;
  filters: readonly FilterRule[];
  limits: { maxLocations: number | null; maxKilometres: number | null; respectCapacity: 'hard' | 'soft' | 'off'; overCapacity: Minor };
  split: 'allowed' | 'never' | 'whole_lines';
  /** Minimum worth of what each further parcel carries for a split to be allowed; 0 is none. */
  splitWorth: Minor;
  cost: CostModel;
  /** What to do with what cannot be placed. */
  unplaced: 'wait' | 'cancel';
  /** CEL over order and delivery: who goes first among orders that wait, higher before lower. Absent: first come, first served. */
  queue?: string;
}

export interface Allocation { line: string; sku: string; location: string; quantity: number }

export interface CostItem { name: string; amount: Minor }

/** One location's fate in a decision. `dropped` names the rule and says it in words. */
export interface Verdict {
  location: string;
  name: string;
  kilometres: number | null;
  available: Readonly<Record<string, number>>;
  /** What lies free there besides and may not be taken. */
  withheld: readonly Withheld[];
  dropped: { rule: string; reason: string } | null;
  /** What placing everything it can at this location alone would cost; null when dropped. */
  alone: { cost: Minor; items: CostItem[]; covers: number } | null;
  chosen: boolean;
}

export interface PlanOption { allocations: Allocation[]; cost: Minor; items: CostItem[]; unplaced: number }

export interface Plan {
  allocations: Allocation[];
  /** Lines (with quantities) nobody could take. */
  unplaced: { line: string; sku: string; quantity: number; reason: string }[];
  cost: Minor;
  items: CostItem[];
  /** Up to five next best ways. */
  runnersUp: PlanOption[];
  counts: Record<string, number>;
  /** False when a bound on work stopped the search before optimality was proven. */
  exact: boolean;
}

/** The verdict on every candidate, in the order given; each is told as an object when it is read. */
export interface Verdicts extends Iterable<Verdict> { readonly length: number }

export interface Explanation { plan: Plan; verdicts: Verdicts; sentences: string[] }

/** Finds roughly where an IP address is used; null where that is not known. Offline: the address leaves no trace anywhere. */
export interface IpLocator {
  locate(ip: string): { country: string | null; coordinates: Coordinates } | null;
}

/** Finds coordinates for an address; offline by postcode first. */
export interface Geocoder {
  locate(address: { country: string; postalCode: string; city?: string | null }): Coordinates | null;
  /** Whether it knows postal codes of a country, so that one it does not find is none. */
  covers(country: string): boolean;
}

/** How a product may be sold before it is there: on backorder, or before the day it is released. */
export interface Terms { backorder: boolean; releasedOn: string | null }

/** What of an expected receipt is not promised yet. */
export interface Supply { receipt: Uuid; reference: string; sku: string; location: string; expectedOn: string; free: number }
