/** Secrets: made once, kept, closed to others, given by the environment where many processes share them. */
import { chmod, mkdtemp, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openSecrets } from './secrets.ts';

let directory: string;
let file: string;
const environment = {};
beforeEach(async () => {
  directory = await mkdtemp(join(tmpdir(), 'spil-secrets-'));
  file = join(directory, 'secrets.json');
});
afterEach(() => rm(directory, { recursive: true, force: true }));

describe('secrets', () => {
  it('are made once and kept, also when several are asked for at the same time', async () => {
    const secrets = await openSecrets(file, { environment });
    const asked = await Promise.all(['one', 'two', 'one', 'three'].map((name) => secrets.get(name)));
    expect(asked[0]).toBe(asked[2]);
    expect(new Set(asked).size).toBe(3);
    expect(asked.every((value) => Buffer.from(value, 'base64url').length === 32)).toBe(true);
    const again = await openSecrets(file, { environment });
    expect(again.names()).toEqual(['one', 'three', 'two']);
    expect(await again.get('two')).toBe(asked[1]);
  });

  it('are closed to others, also after somebody opened the file', async () => {
    await (await openSecrets(file, { environment })).get('one');
    expect((await stat(file)).mode & 0o777).toBe(0o600);
    await chmod(file, 0o644);
    await openSecrets(file, { environment });
    expect((await stat(file)).mode & 0o777).toBe(0o600);
  });

  it('come from the environment first, and not when they are too short', async () => {
    const given = 'x'.repeat(32);
    const secrets = await openSecrets(file, { environment: { SPIL_SECRET_SESSION_KEY: given, SPIL_SECRET_SHORT: 'abc' }, make: false });
    expect(await secrets.get('session-key')).toBe(given);
    await expect(secrets.get('short')).rejects.toThrow('SPIL_SECRET_SHORT has 3 characters');
    await expect(secrets.get('absent')).rejects.toThrow(/Set SPIL_SECRET_ABSENT to a random text .* the same for every process/);
    expect(secrets.names()).toEqual([]);
  });
});
