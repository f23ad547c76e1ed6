/** `npm run screenshots`: every page of the screens, on desktop and phone, in both themes, from a company made for it; into reports/screens, or the folder that is named. `-- --guides`: the pictures of the documents instead, into docs/pictures. */
import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { settled } from '../tests/support/browser.ts';
import { busyDay } from '../tests/support/busy.ts';
import { throwawayCluster } from '../tests/support/cluster.ts';
import { pagesOf } from '../tests/support/pages.ts';
import { startScreens } from '../tests/support/screens.ts';
import type { Screens, Window, WindowOptions } from '../tests/support/screens.ts';
import { takePictures } from './pictures.ts';

const guides = process.argv.includes('--guides');
const [folder = guides ? join(import.meta.dirname, '..', 'docs', 'pictures') : join(import.meta.dirname, '..', 'reports', 'screens'), only] = process.argv.slice(2).filter((word) => word !== '--guides');

async function main(screens: Screens): Promise<void> {
  const busy = await busyDay(screens.world);
  await screens.world.spil.drain({ waiting: true });
  const mail = (await screens.world.mails()).map(({ text }) => /\/track\/[\w.-]+/.exec(text)?.[0]).find((path) => path !== undefined);
  const pages = [...pagesOf(busy), { name: 'customer-order', address: mail ?? '/track/none', as: null, phone: true }, { name: 'customer-link', address: '/track/none', as: null, phone: true }, { name: 'sign-in', address: '/office/', as: null, phone: true }].filter(({ name }) => only === undefined || name.includes(only));
  await mkdir(folder, { recursive: true });
  for (const [look, options] of [['desktop-light', {}], ['desktop-dark', { dark: true }], ['phone-light', { phone: true }], ['phone-dark', { phone: true, dark: true }]] as const satisfies readonly (readonly [string, Omit<WindowOptions, 'as'>])[]) {
    const windows = new Map<string, Window>();
    for (const { name, address, as } of pages) {
      const who = as?.name ?? 'nobody';
      const window = windows.get(who) ?? await screens.window({ as, ...options });
      windows.set(who, window);
      await window.goto(address);
      await settled(window);
      await window.screenshot({ path: join(folder, `${name}.${look}.png`) });
      process.stdout.write(`${name}.${look}.png${window.faults.length > 0 ? `  ${window.faults.splice(0).join('; ')}` : ''}\n`);
    }
    for (const window of windows.values()) await window.opened.close();
  }
}

const cluster = await throwawayCluster();
process.env['SPIL_TEST_DATABASE_URL'] = cluster.url();
try {
  const screens = await startScreens({ company: 'demo' });
  await (guides ? takePictures(screens, folder, only) : main(screens)).finally(() => screens.close());
} finally {
  await cluster.stop();
}
