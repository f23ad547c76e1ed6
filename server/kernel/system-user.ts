/** Which system user the database runs as when Spil is started by root, and what that user can reach. */
import { execFile } from 'node:child_process';
import { chown, lchown, readdir, stat } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** Who the database runs as: ourselves, or, since PostgreSQL refuses to run as root, a user of its own. */
export type RunAs = { uid: number; gid: number } | Record<string, never>;

/** The user `postgres` when we are root, made if it is not there and can be made, else `nobody`. */
export async function databaseUser(): Promise<RunAs> {
  if (process.getuid?.() !== 0) return {};
  const known = await idsOf('postgres');
  if (known !== undefined) return known;
  await run('useradd', ['--system', '--user-group', '--no-create-home', '--shell', '/usr/sbin/nologin', 'postgres']).catch(() => undefined);
  const made = (await idsOf('postgres')) ?? (await idsOf('nobody'));
  if (made === undefined) throw new Error('PostgreSQL does not run as root, and this system has neither a user "postgres" nor "nobody", nor could one be made. Start Spil as an ordinary user.');
  return made;
}

async function idsOf(user: string): Promise<{ uid: number; gid: number } | undefined> {
  try {
    const [uid, gid] = await Promise.all([run('id', ['-u', user]), run('id', ['-g', user])]);
    return { uid: Number(uid.stdout), gid: Number(gid.stdout) };
  } catch {
    return undefined;
  }
}

/** Gives a file or directory, with all that is in it, to the user the database runs as. */
export async function giveTo(owner: RunAs, path: string): Promise<void> {
  if (!('uid' in owner)) return;
  await chown(path, owner.uid, owner.gid);
  if (!(await stat(path)).isDirectory()) return;
  for (const entry of await readdir(path, { recursive: true })) await lchown(join(path, entry), owner.uid, owner.gid);
}

/** The first directory on the way down to `path` that this user may not pass; undefined when it can go all the way. */
export async function closedFor(user: RunAs, path: string): Promise<string | undefined> {
  if (!('uid' in user)) return undefined;
  const above = dirname(path);
  const higher = above === path ? undefined : await closedFor(user, above);
  if (higher !== undefined) return higher;
  const found = await stat(path);
  const shift = found.uid === user.uid ? 6 : found.gid === user.gid ? 3 : 0;
  return (found.mode >> shift & 0o1) === 1 ? undefined : path;
}
