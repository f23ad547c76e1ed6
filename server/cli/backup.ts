/** `spil backup`: a checked copy of the embedded database, taken while it is in use. */
import { join, resolve } from 'node:path';
import { command } from '../kernel/cli.ts';
import { systemClock } from '../kernel/clock.ts';
import { takeBackup } from '../kernel/backup.ts';
import { openDatabase } from '../kernel/embedded.ts';
import { describeServer } from '../kernel/installation.ts';

export const summary = 'Backs the embedded database up into a new directory, while it is in use: spil backup [directory].';

export async function run(parameters: string[]): Promise<number> {
  const database = await openDatabase();
  try {
    if (database.own || database.cluster === undefined) {
      console.error(`This Spil uses the PostgreSQL at ${describeServer(database.url)} (DATABASE_URL), which it does not operate. Back it up with what its server offers:
  - a managed database: the provider's snapshots with point-in-time recovery;
  - a server of your own: pg_basebackup with WAL archiving, or pgBackRest;
  - one file for a small installation: pg_dump --format=custom --file=spil.dump "$DATABASE_URL".
After restoring there, run "node tools/spil.mjs restore --new-generation" once, before Spil is started.`);
      return 1;
    }
    const takenAt = systemClock.now();
    const target = resolve(parameters[0] ?? join(database.installation.directory, 'backups', takenAt.replaceAll(/[:.]/g, '-')));
    const manifest = await takeBackup({ url: database.url, cluster: database.cluster, secrets: database.installation.secrets, target, takenAt });
    const bytes = manifest.files.reduce((sum, file) => sum + file.bytes, 0);
    console.log(`Backed up ${manifest.files.length} files, ${Math.ceil(bytes / 1_000_000)} MB, into ${target}. It holds this installation's secrets: keep it safe, and on another disk.`);
    return 0;
  } finally {
    await database.close();
  }
}

await command(import.meta, run);
