/** `spil search`: how much the search has in its index; --rebuild fills it again from the journal and the master data. */
import { parseArgs } from 'node:util';
import { command } from '../kernel/cli.ts';
import { systemClock } from '../kernel/clock.ts';
import { openDatabase as connect } from '../kernel/database.ts';
import { openDatabase } from '../kernel/embedded.ts';
import { rebuildSearch, searchFollowers } from '../modules/office/index.ts';

export const summary = 'Says how much can be searched for; --rebuild fills the search again from the journal and the master data.';

export async function run(parameters: string[]): Promise<number> {
  const { values } = parseArgs({ args: parameters, options: { rebuild: { type: 'boolean', default: false } } });
  const home = await openDatabase(process.env, console.error);
  const database = connect({ url: home.url, max: 2, applicationName: 'spil search' });
  try {
    if (values.rebuild) {
      await rebuildSearch(database);
      const followers = searchFollowers({ database, clock: systemClock });
      try {
        // A server that is at work fills it too; whoever holds the lease does, and this one looks on.
        for (const one of followers) await one.drain();
      } finally {
        for (const one of followers) await one.stop();
      }
    }
    const [count] = await database.query<{ keys: number; targets: number; skus: number }>('select (select count(*)::int from search.key) as keys, (select count(distinct target)::int from search.key) as targets, (select count(distinct sku)::int from search.sku_key) as skus');
    console.log(`The search knows ${count?.targets ?? 0} orders, customers, parcels and returns by ${count?.keys ?? 0} keys, and ${count?.skus ?? 0} SKUs.`);
    return 0;
  } finally {
    await database.close();
    await home.close();
  }
}

await command(import.meta, run);
