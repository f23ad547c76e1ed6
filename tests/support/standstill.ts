/** Two callers at one moment in a fixed order: rows are locked, so that whoever writes them stands still right before, having looked already, until they are let go. */
import type { Database } from '../../server/kernel/database.ts';
import { until } from './until.ts';

export interface Standstill {
  /** Until so many writers stand still. */
  waiting(n: number): Promise<void>;
  letGo(): Promise<void>;
}

/** Locks the rows that a statement selects. */
export async function standstill(database: Database, rows: string, values: readonly unknown[] = []): Promise<Standstill> {
  const [locked, open] = [Promise.withResolvers<undefined>(), Promise.withResolvers<undefined>()];
  const held = database.transaction(async (tx) => {
    await tx.query(`${rows} for update`, [...values]);
    locked.resolve(undefined);
    await open.promise;
  });
  await Promise.race([locked.promise, held]);
  const still = async (): Promise<number> => (await database.query<{ n: number }>(`select count(*)::int as n from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`))[0]?.n ?? 0;
  return {
    waiting: (n) => until(async () => await still() >= n),
    letGo: async () => { open.resolve(undefined); await held; },
  };
}
