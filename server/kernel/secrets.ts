/** The keys and passwords of an installation: made once, kept in one file that only its owner reads. */
import { randomBytes } from 'node:crypto';
import { chmod, mkdir, open, readFile, rename } from 'node:fs/promises';
import { dirname } from 'node:path';

export interface Secrets {
  /** The secret of this name: 32 random bytes as base64url, made and saved the first time it is asked for. */
  get(name: string): Promise<string>;
  /** The names there are, without their values: safe to show. */
  names(): string[];
}

/**
 * Opens the secrets in this file; there need not be one yet. The environment comes first: SPIL_SECRET_SESSION_KEY is the secret
 * `session-key`. With `make: false` none is ever made: many processes on one database must share theirs, so each is given them.
 * Refuses a file that cannot be read as secrets, rather than making new ones over it: with new keys, what the old ones signed or
 * encrypted would be lost.
 */
export async function openSecrets(file: string, options: { environment?: NodeJS.ProcessEnv; make?: boolean } = {}): Promise<Secrets> {
  const environment = options.environment ?? process.env;
  const values = await read(file);
  let saving = Promise.resolve();
  return {
    names: () => [...values.keys()].sort(),
    get: async (name) => {
      const variable = variableOf(name);
      const given = environment[variable];
      if (given !== undefined && given !== '') return refuseShort(given, variable);
      const known = values.get(name);
      if (known !== undefined) {
        await saving;
        return known;
      }
      if (options.make === false) throw new Error(`Set ${variable} to a random text of at least 32 characters, the same for every process of this Spil (for example by: openssl rand -base64 32).`);
      const made = randomBytes(32).toString('base64url');
      values.set(name, made);
      saving = saving.then(() => write(file, values));
      await saving;
      return made;
    },
  };
}

/** The environment's name for a secret: `session-key` is SPIL_SECRET_SESSION_KEY. */
export function variableOf(name: string): string {
  return `SPIL_SECRET_${name.toUpperCase().replaceAll('-', '_')}`;
}

function refuseShort(given: string, variable: string): string {
  if (given.length < 32) throw new Error(`${variable} has ${given.length} characters. Use a random text of at least 32.`);
  return given;
}

async function read(file: string): Promise<Map<string, string>> {
  let text: string;
  try {
    text = await readFile(file, 'utf8');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return new Map();
    throw error;
  }
  await chmod(file, 0o600);
  try {
    const found: unknown = JSON.parse(text);
    if (typeof found !== 'object' || found === null || Array.isArray(found)) throw new Error('it is not an object');
    const entries = Object.entries(found).map(([name, value]: [string, unknown]): [string, string] => {
      if (typeof value !== 'string' || value === '') throw new Error(`"${name}" is not a text`);
      return [name, value];
    });
    return new Map(entries);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new Error(`The secrets in ${file} cannot be read: ${reason}. Put the file back from a backup.`, { cause: error });
  }
}

/** Beside the file, flushed, and then renamed over it: a crash leaves the old file or the new one. */
async function write(file: string, values: Map<string, string>): Promise<void> {
  await mkdir(dirname(file), { recursive: true });
  const beside = `${file}.${process.pid}`;
  const handle = await open(beside, 'w', 0o600);
  try {
    await handle.writeFile(`${JSON.stringify(Object.fromEntries(values), null, 2)}\n`);
    await handle.sync();
  } finally {
    await handle.close();
  }
  await rename(beside, file);
}
