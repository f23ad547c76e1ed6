/** Pure: what a location can do for a delivery, by its capabilities. */
import type { Demand } from './types.ts';

/** Whether a location can deliver: parcels are sent by who can `ship`; goods are brought to another store (`bringing`) by who can `transfer` or `ship`; what is collected where it lies is handed over. */
export const isAble = (capabilities: readonly string[], kind: Demand['kind'], bringing: boolean): boolean =>
  (kind === 'pickup' ? !bringing || capabilities.includes('transfer') || capabilities.includes('ship') : capabilities.includes('ship'));
