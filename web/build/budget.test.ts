/** The budget of the store's door: all its script, pages that are loaded later included, is at most 250 kB compressed. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { buildScreens } from '../../tests/support/browser.ts';

const BUDGET = 250_000;
interface Chunk { file: string; imports?: string[]; dynamicImports?: string[] }

it('holds: 250 kB for everything but the camera’s reader, which few devices load', () => {
  buildScreens();
  const dist = join(import.meta.dirname, '..', 'dist');
  const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8')) as Record<string, Chunk>;
  const sizes = new Map<string, number>();
  const walk = (name: string): void => {
    const chunk = manifest[name];
    if (!chunk || sizes.has(chunk.file) || name.includes('Camera')) return;
    if (chunk.file.endsWith('.js')) sizes.set(chunk.file, brotliCompressSync(readFileSync(join(dist, chunk.file))).length);
    for (const next of [...chunk.imports ?? [], ...chunk.dynamicImports ?? []]) walk(next);
  };
  walk('store/index.html');
  const total = [...sizes.values()].reduce((sum, size) => sum + size, 0);
  process.stdout.write(`the store's door: ${total} bytes of script in ${sizes.size} files\n`);
  expect(sizes.size).toBeGreaterThan(10);
  expect(total).toBeLessThanOrEqual(BUDGET);
});
