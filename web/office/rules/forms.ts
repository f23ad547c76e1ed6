/** What the forms of a document share: its text as an object, one place of it changed at a time, and the problems there. */
import type { Answer } from '../../api/client.ts';

export type Body = Record<string, unknown>;
export type Problem = Answer<'trySetting'>['problems'][number];

export interface FormProps { body: Body; onChange: (body: Body) => void; problems: readonly Problem[]; readOnly: boolean }

export const group = (value: unknown): Body => (typeof value === 'object' && value !== null && !Array.isArray(value) ? value as Body : {});
export const list = (value: unknown): Body[] => (Array.isArray(value) ? value.map(group) : []);
export const text = (value: unknown): string => (typeof value === 'string' ? value : '');
export const number = (value: unknown): number | null => (typeof value === 'number' ? value : null);

/** The sentence of what is wrong at a path; undefined when nothing is. */
export const problemAt = (problems: readonly Problem[], path: string): string | undefined => problems.find((problem) => problem.path === path)?.message;

/** A strategy to begin with: Spil's own usual one (server: defaultStrategy), as a document. */
export const FIRST_STRATEGY: Body = {
  name: '', when: 'true', priority: 100, filters: [], limits: { maxLocations: null, maxKilometres: null, respectCapacity: 'hard', overCapacity: 0 }, split: 'allowed', splitWorth: 0,
  cost: { currency: 'EUR', parcel: 495, handling: { warehouse: 95, external_warehouse: 195, store: 295 }, perUnit: 25, perKilometre: 1, split: 150, lateDay: 200, scarcity: 40, scarcityBelow: 1, workload: 150, transfer: 250, carbonPerKilometre: 0 },
  unplaced: 'cancel',
};
