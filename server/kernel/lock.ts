/** One running Spil per data directory: a lock file that names its holder, and is void once that process has ended. */
import { execFile } from 'node:child_process';
import { readFileSync, unlinkSync } from 'node:fs';
import { link, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { promisify } from 'node:util';

export interface Holder {
  pid: number;
  /** What tells this process from a later one with the same number. */
  born: string;
  /** Where it can be reached, once it serves. */
  address?: string;
}

export interface Lock {
  /** Writes into the lock where its holder can be reached, for whoever finds it taken. */
  tell(address: string): Promise<void>;
  release(): Promise<void>;
}

/** Another Spil runs on the directory; the message says which and what to do. */
export class LockHeld extends Error {
  override name = 'LockHeld';
  readonly holder: Holder;
  constructor(file: string, holder: Holder) {
    super(`Spil already runs on this data directory${holder.address === undefined ? '' : `, at ${holder.address}`} (process ${holder.pid}). Use that one, or stop it first; to run a second Spil beside it, set SPIL_DATA to another directory. (${file})`);
    this.holder = holder;
  }
}

/** Takes the lock, also from a holder that was killed. Refuses with `LockHeld` while its holder lives. */
export async function takeLock(file: string): Promise<Lock> {
  const self: Holder = { pid: process.pid, born: await birthOf(process.pid) ?? '' };
  // Written beside and then linked, so that nobody ever sees a lock without its holder.
  const beside = `${file}.${process.pid}`;
  await writeFile(beside, JSON.stringify(self));
  try {
    for (let attempt = 1; ; attempt += 1) {
      try {
        await link(beside, file);
        break;
      } catch (error) {
        if ((error as NodeJS.ErrnoException).code !== 'EEXIST' || attempt === 3) throw error;
      }
      const holder = await lockHolder(file);
      if (holder !== undefined) throw new LockHeld(file, holder);
      await rm(file, { force: true });
    }
  } finally {
    await rm(beside, { force: true });
  }
  const letGo = (): void => {
    try {
      if ((JSON.parse(readFileSync(file, 'utf8')) as Holder).pid === self.pid) unlinkSync(file);
    } catch {
      // It is gone already, with the directory perhaps: then there is nothing to let go of.
    }
  };
  process.once('exit', letGo);
  return {
    tell: async (address) => {
      await writeFile(beside, JSON.stringify({ ...self, address }));
      await rename(beside, file);
    },
    release: async () => {
      process.removeListener('exit', letGo);
      letGo();
    },
  };
}

/** Who holds the lock: undefined when nobody does, or its holder has ended. */
export async function lockHolder(file: string): Promise<Holder | undefined> {
  const text = await readFile(file, 'utf8').catch(() => undefined);
  if (text === undefined) return undefined;
  let holder: Holder;
  try {
    holder = JSON.parse(text) as Holder;
  } catch {
    return undefined;
  }
  const born = await birthOf(holder.pid);
  return born !== undefined && born === holder.born ? holder : undefined;
}

/**
 * When a process started, in a text that differs for every process that ever has this number; undefined if there is none.
 * Linux: field 22 of /proc/<pid>/stat (ticks since boot; proc(5)) with the id of the boot. Elsewhere: the start time by ps.
 */
async function birthOf(pid: number): Promise<string | undefined> {
  if (process.platform === 'linux') {
    const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => undefined);
    // The second field is the program's name in brackets, which may hold spaces: count from behind it.
    const ticks = stat?.slice(stat.lastIndexOf(')') + 2).split(' ')[19];
    return ticks === undefined ? undefined : `${(await readFile('/proc/sys/kernel/random/boot_id', 'utf8')).trim()}:${ticks}`;
  }
  const ps = await promisify(execFile)('ps', ['-o', 'lstart=', '-p', String(pid)]).catch(() => undefined);
  return ps?.stdout.trim() || undefined;
}
