/** The event of sourcing: a work order is made. Only `assign` records it. */
import type { Instant } from '../../kernel/clock.ts';
import type { Uuid } from '../../kernel/ids.ts';

export interface FulfilmentAssigned {
  fulfilment: Uuid;
  /** Short name for people, within the order: F1, F2 … */
  number: string;
  location: string;
  delivery: number;
  kind: 'ship' | 'pickup' | 'transfer';
  /** Pickup store that a transfer brings the goods to; null for home and pickup at the location itself. */
  destination: string | null;
  lines: { line: number; quantity: number }[];
  decision: Uuid;
  /** When it must leave. */
  dueAt: Instant | null;
  /** When its goods are then with the customer, or ready in the store of pickup; absent where nobody can say. */
  arrivesAt?: Instant;
  /** Day on which it counts towards the location's capacity, where that is limited. */
  capacityDay: string | null;
  /** The work may not begin before: the product is not released yet. */
  notBefore?: Instant;
  /** The work order whose goods somebody moved here by hand. */
  parent?: Uuid;
}

export const SOURCING_EVENTS = ['FulfilmentAssigned'] as const;
