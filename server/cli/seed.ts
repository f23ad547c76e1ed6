/** `spil seed`: fills the database with an invented shoe retailer, and prints the accounts to sign in with. */
import { seedDemo } from '../../database/seed/index.ts';
import { command } from '../kernel/cli.ts';
import { systemClock } from '../kernel/clock.ts';
import { openDatabase } from '../kernel/database.ts';
import { openDatabase as openInstalled } from '../kernel/embedded.ts';
import { migrate } from '../kernel/migrate.ts';
import { openSecrets } from '../kernel/secrets.ts';

export const summary = 'Fills the database with an invented shoe retailer (17 stores, 2 warehouses, stock, accounts); what is there already stays.';

export async function run(): Promise<number> {
  const installed = await openInstalled(process.env, console.error);
  try {
    await migrate(installed.url);
    const database = openDatabase({ url: installed.url, max: 4, applicationName: 'spil seed', statementTimeoutMs: 60_000 });
    try {
      const { keys, people, locations, products, variants, pairs } = await seedDemo(database, { now: systemClock.now(), secrets: await openSecrets(installed.installation.secrets) });
      console.log(`Van Dalen Schoenen: ${locations} locations, ${products} products in ${variants} SKUs, ${pairs} pieces booked now.\n`);
      console.log(table('To sign in with:', people.map(({ email, password, pin, roles, locations: at }) => [email, password ?? '(as before)', pin === null ? '' : `PIN ${pin}`, roles.join(', '), at?.join(', ') ?? 'all'])));
      console.log(table('\nAPI keys:', keys.map(({ name, secret, roles }) => [name, secret, roles.join(', ')])));
    } finally {
      await database.close();
    }
    return 0;
  } finally {
    await installed.close();
  }
}

function table(title: string, rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  return [title, ...rows.map((row) => `  ${row.map((cell, column) => cell.padEnd(widths[column] ?? 0)).join('  ')}`.trimEnd())].join('\n');
}

await command(import.meta, run);
