/** A journey is a test that says which rows of the mission it proves; the runner reads them back from the run. */
import { it } from 'vitest';

/** Declares a scenario; its rows stand in brackets before its name. */
export const journey = (rows: readonly string[], name: string, run: () => Promise<void>): void => {
  it(`[${rows.join(' ')}] ${name}`, run, 120_000);
};
