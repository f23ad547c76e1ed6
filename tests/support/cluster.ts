/** One PostgreSQL for a whole test run: started before the first test file, thrown away after the last. */
import { randomBytes } from 'node:crypto';
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive, makeCluster, runningPostmaster, startCluster } from '../../server/kernel/cluster.ts';
import type { Cluster } from '../../server/kernel/cluster.ts';
import { anyFreePort } from '../../server/kernel/ports.ts';
import { databaseUser, giveTo } from '../../server/kernel/system-user.ts';

/** Tests survive no crash of the machine, so nothing is flushed to disk; that is most of their speed. */
const throwawaySettings = {
  fsync: 'off', synchronous_commit: 'off', full_page_writes: 'off', shared_buffers: '64MB', max_connections: '200', max_wal_size: '2GB', autovacuum_naptime: '10s',
};

/**
 * A throw-away cluster of its own, for tests that kill PostgreSQL, hold transactions open for long, or change settings.
 * Ordinary tests use `testDatabase` instead. `stop()` also removes the files.
 */
export async function throwawayCluster(settings: Record<string, string> = {}): Promise<Cluster> {
  const directory = await mkdtemp(join(tmpdir(), `${prefix}${process.pid}-`));
  await giveTo(await databaseUser(), directory);
  const data = join(directory, 'data');
  const password = randomBytes(12).toString('hex');
  await makeCluster({ directory: data, password, sync: false });
  const cluster = await startOnSomePort(data, password, { ...throwawaySettings, ...settings });
  return {
    ...cluster,
    stop: async () => {
      await cluster.stop();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** What vitest calls around a run. Set SPIL_TEST_DATABASE_URL to use a server of your own (as a superuser or with CREATEDB). */
export default async function setup(): Promise<() => Promise<void>> {
  if (process.env['SPIL_TEST_DATABASE_URL'] !== undefined) return async () => undefined;
  await sweep();
  const cluster = await throwawayCluster();
  process.env['SPIL_TEST_DATABASE_URL'] = cluster.url();
  return async () => {
    delete process.env['SPIL_TEST_DATABASE_URL'];
    await cluster.stop();
  };
}

const prefix = 'spil-test-';

/** Another program may take the port between the look and the start; then another is tried. */
async function startOnSomePort(directory: string, password: string, settings: Record<string, string>): Promise<Cluster> {
  const log = join(directory, '..', 'postgres.log');
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await startCluster({ directory, port: await anyFreePort(), password, settings, log });
    } catch (error) {
      if (attempt === 3) throw error;
    }
  }
}

/** Throws away the clusters of test runs that were killed before they could do so themselves. */
async function sweep(): Promise<void> {
  for (const name of await readdir(tmpdir())) {
    const pid = name.startsWith(prefix) ? Number(name.slice(prefix.length).split('-')[0]) : Number.NaN;
    if (!Number.isInteger(pid) || isAlive(pid)) continue;
    const directory = join(tmpdir(), name);
    const left = await runningPostmaster(join(directory, 'data'));
    try {
      if (left !== undefined) process.kill(left.pid, 'SIGQUIT');
      await rm(directory, { recursive: true, force: true });
    } catch {
      // Another user's leftovers, or another run that sweeps at the same moment: theirs to throw away.
    }
  }
}
