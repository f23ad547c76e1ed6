/** `spil upgrade`: brings the embedded database to the PostgreSQL that this version of Spil comes with. */
import { command } from '../kernel/cli.ts';
import { findInstallation } from '../kernel/installation.ts';
import { upgradeCluster } from '../kernel/upgrade.ts';

export const summary = 'Copies the embedded database of an earlier PostgreSQL into one of the PostgreSQL that is installed now.';

export async function run(): Promise<number> {
  if ((process.env['DATABASE_URL'] ?? '') !== '') {
    console.error('This Spil uses a PostgreSQL of your own (DATABASE_URL): upgrade it with its own tools (pg_upgrade, or the provider\'s), then run "node tools/spil.mjs restore --new-generation" if it was copied to another server.');
    return 1;
  }
  const done = await upgradeCluster(await findInstallation(), console.log);
  if (done === undefined) {
    console.log('There is no database of an earlier PostgreSQL to copy.');
    return 0;
  }
  console.log(`Copied ${done.rows} rows of ${done.tables} tables from PostgreSQL ${done.from} to ${done.to}. Start Spil with "npm start". The old files are in ${done.left}: delete them once you are content.`);
  return 0;
}

await command(import.meta, run);
