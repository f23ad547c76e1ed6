/** `spil migrate`: brings the database to the form this version expects; `--check` only tells what is pending. */
import { parseArgs } from 'node:util';
import { command } from '../kernel/cli.ts';
import { openDatabase } from '../kernel/embedded.ts';
import { migrate, pendingMigrations } from '../kernel/migrate.ts';

export const summary = 'Applies pending migrations to the database; --check only lists them (exit code 1 if there are any).';

export async function run(parameters: string[]): Promise<number> {
  const { values } = parseArgs({ args: parameters, options: { check: { type: 'boolean', default: false } } });
  const database = await openDatabase(process.env, console.error);
  try {
    if (values.check) {
      const pending = await pendingMigrations(database.url);
      console.log(pending.length === 0 ? 'The database is up to date.' : `Pending:\n${pending.map((name) => `  ${name}`).join('\n')}`);
      return pending.length === 0 ? 0 : 1;
    }
    const applied = await migrate(database.url);
    console.log(applied.length === 0 ? 'The database is up to date.' : `Applied:\n${applied.map((name) => `  ${name}`).join('\n')}`);
    return 0;
  } finally {
    await database.close();
  }
}

await command(import.meta, run);
