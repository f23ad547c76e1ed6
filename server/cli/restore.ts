/** `spil restore`: puts a backup into an installation that has no database yet. */
import { resolve } from 'node:path';
import { parseArgs } from 'node:util';
import pg from 'pg';
import { command } from '../kernel/cli.ts';
import { describeServer, findInstallation } from '../kernel/installation.ts';
import { beginGeneration, checkBackup, restoreBackup } from '../kernel/restore.ts';

export const summary = 'Restores a backup into an empty data directory: spil restore <directory>; --check only checks the backup.';

export async function run(parameters: string[]): Promise<number> {
  const { values, positionals } = parseArgs({
    args: parameters, allowPositionals: true,
    options: { check: { type: 'boolean', default: false }, 'new-generation': { type: 'boolean', default: false } },
  });
  const given = process.env['DATABASE_URL'] ?? '';
  if (values['new-generation']) return announce(given);
  const [backup] = positionals;
  if (backup === undefined) {
    console.error('Name the backup: node tools/spil.mjs restore <directory>.');
    return 1;
  }
  if (values.check) {
    const manifest = await checkBackup(resolve(backup));
    console.log(`The backup of ${manifest.takenAt} is whole: ${manifest.files.length} files of PostgreSQL ${manifest.postgresMajor}.`);
    return 0;
  }
  if (given !== '') {
    console.error(`This Spil uses the PostgreSQL at ${describeServer(given)} (DATABASE_URL), which it does not operate. Restore there with that server's own tools, then run "node tools/spil.mjs restore --new-generation" once. To restore a backup of an embedded database, unset DATABASE_URL.`);
    return 1;
  }
  const installation = await findInstallation();
  const restored = await restoreBackup(resolve(backup), installation);
  console.log(`Restored the backup of ${restored.manifest.takenAt} into ${installation.directory}${restored.newestMigration === undefined ? '' : `, at ${restored.newestMigration}`}. Start Spil with "npm start".`);
  if (restored.newGeneration) console.log('A new generation begins: readers of the event feed start again from its beginning.');
  return 0;
}

/** After an operator restored a server of their own: only they know that it happened. */
async function announce(given: string): Promise<number> {
  if (given === '') {
    console.error('The option --new-generation is for a PostgreSQL of your own (DATABASE_URL): a restore of the embedded database does it by itself.');
    return 1;
  }
  const client = new pg.Client({ connectionString: given });
  await client.connect();
  try {
    if (!await beginGeneration(client, 'restore')) {
      console.error(`The database at ${describeServer(given)} has no journal of Spil. Was it restored?`);
      return 1;
    }
    console.log('A new generation begins: readers of the event feed start again from its beginning.');
    return 0;
  } finally {
    await client.end();
  }
}

await command(import.meta, run);
