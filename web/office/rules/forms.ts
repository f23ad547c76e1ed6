/** What a rule begins with when there is none yet. */
import type { Body } from '../../parts/settings/form.ts';

/** A strategy to begin with: Spil's own usual one (server: defaultStrategy), as a document. */
export const FIRST_STRATEGY: Body = {
  name: '', when: 'true', priority: 100, filters: [], limits: { maxLocations: null, maxKilometres: null, respectCapacity: 'hard', overCapacity: 0 }, split: 'allowed', splitWorth: 0,
  cost: { currency: 'EUR', parcel: 495, handling: { warehouse: 95, external_warehouse: 195, store: 295 }, perUnit: 25, perKilometre: 1, split: 150, lateDay: 200, scarcity: 40, scarcityBelow: 1, workload: 150, transfer: 250, carbonPerKilometre: 0 },
  unplaced: 'cancel',
};

export const FIRST_BRAND: Body = { name: '', url: 'https://', logoUrl: null, accent: '#0a6c5b', email: '', phone: null, address: '' };

/** Rules of selling begin with none: everything that can be promised may be sold. */
export const FIRST_SELLING: Body = { name: '', priority: 100, when: 'true', rules: [] };

/** The strategy with who goes first among those who wait; an empty expression is none, since that means first come, first served. */
export function withQueue({ queue: _before, ...rest }: Body, queue: string): Body {
  return queue.trim() === '' ? rest : { ...rest, queue };
}
