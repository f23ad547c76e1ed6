/** Every page of the screens in both themes: no violation of WCAG 2.2 AA that axe knows, no fault in its own scripts, nothing wider than the window. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settled, violations } from './support/browser.ts';
import { busyDay } from './support/busy.ts';
import { pagesOf } from './support/pages.ts';
import type { ScreenPage } from './support/pages.ts';
import { startScreens } from './support/screens.ts';
import type { Screens, Window, WindowOptions } from './support/screens.ts';
import { found } from './support/until.ts';

let screens: Screens;
let pages: ScreenPage[];
let customerLink: string;

beforeAll(async () => {
  screens = await startScreens({ company: 'demo' });
  const busy = await busyDay(screens.world);
  pages = pagesOf(busy);
  customerLink = await linkFromMail();
}, 300_000);
afterAll(() => screens.close());

/** The signed link as the customer finds it in a mail. */
const linkFromMail = (): Promise<string> =>
  found(async () => (await screens.world.mails()).map(({ text }) => /\/track\/[\w.-]+/.exec(text)?.[0]).find((path) => path !== undefined));

async function examine(page: Window, address: string): Promise<string[]> {
  await page.goto(address);
  await settled(page);
  const wide = await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth');
  return [...await violations(page), ...(wide > 1 ? [`the page is ${wide} pixels wider than the window`] : []), ...page.faults.splice(0)];
}

async function examineAll(options: Omit<WindowOptions, 'as'>, wanted: (page: ScreenPage) => boolean): Promise<Record<string, string[]>> {
  const windows = new Map<string, Window>();
  const found: Record<string, string[]> = {};
  for (const one of pages.filter(wanted)) {
    const key = one.as?.name ?? '';
    const window = windows.get(key) ?? await screens.window({ as: one.as, ...options });
    windows.set(key, window);
    const wrong = await examine(window, one.address);
    if (wrong.length > 0) found[`${one.name} ${one.address}`] = wrong;
  }
  for (const window of windows.values()) await window.opened.close();
  return found;
}

it('knows every page that the routers have', () => {
  const root = join(import.meta.dirname, '..', 'web');
  const routed = globSync('{store,office}/*/routes.ts', { cwd: root }).flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/path: '([^']+)'/g)].map(([, path]) => `${file.split(/[\\/]/)[0]} ${path}`));
  expect(pages.map(({ route }) => route).sort()).toEqual(routed.sort());
});

describe('nothing is wrong', () => {
  it.each([['light, Dutch', { dark: false, language: 'nl' }], ['dark, English', { dark: true, language: 'en' }]] as const)('on a desktop, %s', async (_name, options) => {
    expect(await examineAll(options, () => true)).toEqual({});
  }, 400_000);
  it('on the store’s phone, dark, Dutch', async () => {
    expect(await examineAll({ dark: true, language: 'nl', phone: true }, ({ phone }) => phone)).toEqual({});
  }, 400_000);
  it('on the customer’s page, the page of a link that is not right, and where one signs in', async () => {
    for (const dark of [false, true]) {
      const window = await screens.window({ as: null, dark, phone: true });
      for (const address of [customerLink, '/track/not-a-link', '/office/', '/store/']) expect(await examine(window, address), address).toEqual([]);
      await window.opened.close();
    }
  }, 200_000);
});
