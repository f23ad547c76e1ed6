/** The budget of the store's door: the script that signing in and the way of an order from list to handover load is at most 250 kB compressed; with every other page, the till among them, 385 kB. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { brotliCompressSync } from 'node:zlib';
import { expect, it } from 'vitest';
import { buildScreens } from '../../tests/support/browser.ts';

interface Chunk { file: string; imports?: string[]; dynamicImports?: string[] }

/** What a browser loads to do the store's main job. */
const MAIN = ['shell/sign-in/SignIn.tsx', 'store/work/TodayPage.tsx', 'store/work/WorkPage.tsx', 'store/handover/HandoverPage.tsx'];

it('holds, but for the camera’s reader, which few devices load', () => {
  buildScreens();
  const dist = join(import.meta.dirname, '..', 'dist');
  const manifest = JSON.parse(readFileSync(join(dist, '.vite', 'manifest.json'), 'utf8')) as Record<string, Chunk>;
  const weigh = (lazily: (page: string) => boolean): number => {
    const sizes = new Map<string, number>();
    const walk = (name: string): void => {
      const chunk = manifest[name];
      if (!chunk || sizes.has(chunk.file) || name.includes('Camera')) return;
      sizes.set(chunk.file, chunk.file.endsWith('.js') ? brotliCompressSync(readFileSync(join(dist, chunk.file))).length : 0);
      for (const next of [...chunk.imports ?? [], ...(chunk.dynamicImports ?? []).filter(lazily)]) walk(next);
    };
    walk('store/index.html');
    return [...sizes.values()].reduce((sum, size) => sum + size, 0);
  };
  for (const page of MAIN) expect(manifest, page).toHaveProperty([page]);
  const [main, all] = [weigh((page) => MAIN.includes(page)), weigh(() => true)];
  process.stdout.write(`the store's door: ${main} bytes of script for the main job, ${all} with every page\n`);
  expect(main).toBeLessThanOrEqual(250_000);
  expect(all).toBeLessThanOrEqual(385_000);
});
