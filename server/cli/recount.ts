/** `spil recount`: throws the figures of insight away and counts them again from the first event of the journal. */
import { command } from '../kernel/cli.ts';
import { systemClock } from '../kernel/clock.ts';
import { openDatabase as connect } from '../kernel/database.ts';
import { openDatabase } from '../kernel/embedded.ts';
import { FIGURES_FOLLOWER, forgetFigures, insightFollowers } from '../modules/insight/index.ts';

export const summary = 'Counts the figures of insight again from the first event of the journal; running processes may go on.';

export async function run(): Promise<number> {
  const home = await openDatabase(process.env, console.error);
  const database = connect({ url: home.url, max: 2, applicationName: 'spil recount' });
  try {
    await forgetFigures(database, FIGURES_FOLLOWER);
    const [figures] = insightFollowers({ database, clock: systemClock });
    const counted = await figures?.drain() ?? 0;
    await figures?.stop();
    const [row] = await database.query<{ facts: number }>('select count(*)::int as facts from insight.fact');
    console.log(`${counted === 0 ? 'A running process counts' : `Read ${counted} events`}; ${row?.facts ?? 0} facts so far.`);
    return 0;
  } finally {
    await database.close();
    await home.close();
  }
}

await command(import.meta, run);
