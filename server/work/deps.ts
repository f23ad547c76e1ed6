/** What the workers of outside calls stand on, and the queues they share. */
import type { Clock } from '../kernel/clock.ts';
import { SYSTEM } from '../kernel/command.ts';
import type { CommandContext } from '../kernel/command.ts';
import type { Database } from '../kernel/database.ts';
import type { Jobs, QueueOrder } from '../kernel/jobs.ts';
import type { FloorRouteDeps } from '../modules/fulfilment/index.ts';
import type { Fulfiller } from '../modules/partners/index.ts';
import type { PaymentOperator } from '../modules/payments/index.ts';
import type { Carrier } from '../modules/shipping/index.ts';

export type Log = (fields: Record<string, unknown>, message: string) => void;

export interface WorkDeps {
  app: FloorRouteDeps;
  operators: ReadonlyMap<string, PaymentOperator>;
  carriers: ReadonlyMap<string, Carrier>;
  database: Database;
  clock: Clock;
  jobs: Jobs;
  log: Log;
  /** How the external warehouse of a location is called; null or absent where it fetches its work itself. */
  fulfillerAt?(location: string): Promise<Fulfiller | null>;
  /** Milliseconds between two questions to a carrier for news of its parcels. Default five minutes. */
  newsEvery?: number;
}

/**
 * `money`: one intent, in order per payment, so that a release never overtakes a capture; `look`: fetch a payment's facts
 * now, for somebody said that there is news; `poll`: fetch them from time to time while money is on its way;
 * `label`: announce one parcel; `partner`: give one work order to an external warehouse, or ask it to stop one, in order per work order; `news`: ask a carrier which parcels moved; `track`: follow one of them.
 */
export const QUEUES = { money: 'per_key', look: 'one_waiting', poll: 'one_only', label: 'any', partner: 'per_key', news: 'one_only', track: 'one_only' } as const satisfies Record<string, QueueOrder>;

/** The system itself acts, now. */
export const bySystem = ({ clock }: Pick<WorkDeps, 'clock'>): CommandContext => ({ now: clock.now(), actor: SYSTEM, key: null });

export const sentenceOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
