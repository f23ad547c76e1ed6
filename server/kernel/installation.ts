/** Where an installation keeps its data, and what lies there under which name. */
import { createHash } from 'node:crypto';
import { mkdir } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { closedFor, databaseUser } from './system-user.ts';

export interface Installation {
  /** The data directory. */
  directory: string;
  /** Holds one cluster per PostgreSQL major version. */
  clusters: string;
  secrets: string;
  lock: string;
  /** The database's own log. */
  log: string;
  /** Remembers which port the database was last started on. */
  port: string;
}

export const checkout = fileURLToPath(new URL('../../', import.meta.url));

/**
 * The installation of this checkout: SPIL_DATA if it is set, else `.spil` in the checkout. As root, the database runs as another
 * user; where that user cannot reach the checkout (as under /root), the data is kept in /var/lib/spil instead.
 */
export async function findInstallation(environment: NodeJS.ProcessEnv = process.env): Promise<Installation> {
  const chosen = environment['SPIL_DATA'];
  if (chosen !== undefined && chosen !== '') return installationIn(resolve(chosen));
  const usual = join(checkout, '.spil');
  if (await closedFor(await databaseUser(), checkout) === undefined) return installationIn(usual);
  return installationIn(join('/var/lib/spil', createHash('sha256').update(checkout).digest('hex').slice(0, 12)));
}

export function installationIn(directory: string): Installation {
  return {
    directory,
    clusters: join(directory, 'postgres'),
    secrets: join(directory, 'secrets.json'),
    lock: join(directory, 'lock'),
    log: join(directory, 'postgres.log'),
    port: join(directory, 'port.json'),
  };
}

/** Makes the data directory if it is not there. Refuses when the database's user could not reach it, naming the directory that is closed. */
export async function prepareInstallation(installation: Installation): Promise<void> {
  const owner = await databaseUser();
  // As root, the directories are passable for the database's user, but not readable; as ourselves, they are closed to others.
  const mode = 'uid' in owner ? 0o711 : 0o700;
  await mkdir(installation.directory, { recursive: true, mode });
  await mkdir(installation.clusters, { recursive: true, mode });
  const closed = await closedFor(owner, installation.clusters);
  if (closed !== undefined) {
    throw new Error(`The database runs as another user than root, and that user cannot enter ${closed}. Set SPIL_DATA to a directory it can reach, such as /var/lib/spil, or start Spil as an ordinary user.`);
  }
}

/** A connection string without its user and password, fit to be shown. */
export function describeServer(url: string): string {
  try {
    const { hostname, port, pathname } = new URL(url);
    return `${hostname}${port === '' ? '' : `:${port}`}${pathname}`;
  } catch {
    return 'an address that is not a URL';
  }
}
