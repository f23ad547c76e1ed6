/** The rules of what channels may sell in a real browser: written in a form, seen what they would change, brought into force, told by the waterfall, and a channel's stock compared. */
import { afterAll, beforeAll, expect, it } from 'vitest';
import { auditScope } from '../server/app.ts';
import { expectWholeBooks } from './support/books.ts';
import { settled, violations } from './support/browser.ts';
import { startScreens } from './support/screens.ts';
import type { Screens, Window } from './support/screens.ts';
import { until } from './support/until.ts';
import { ok } from './support/world.ts';

const KARIM = { name: 'Karim Haddad', roles: ['operations', 'service'] } as const;

let screens: Screens;
beforeAll(async () => {
  screens = await startScreens();
  const operations = await screens.world.as('operations');
  for (const location of ['utrecht', 'zeist']) ok(await operations.post('/stock/receipts', { location, lines: [{ sku: 'boot-40', quantity: 9 }] }));
});
afterAll(async () => {
  const { projections, ...scope } = auditScope();
  await expectWholeBooks(screens.world.spil.database, projections, scope);
  await screens.close();
});

async function clean(page: Window): Promise<void> {
  await settled(page);
  expect(await violations(page)).toEqual([]);
  expect(await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBeLessThanOrEqual(1);
}

it('a rule is written in a form, shows what it would change, and is in force a second later', async () => {
  const page = await screens.window({ as: KARIM, language: 'en' });
  await page.goto('/office/rules');
  await page.getByRole('button', { name: 'New rules' }).click();
  await page.getByLabel('Name in addresses').fill('safety');
  await page.getByRole('button', { name: 'Begin' }).click();
  await page.getByRole('textbox', { name: 'Name', exact: true }).fill('Safety stock');
  await page.getByRole('button', { name: 'Add a rule' }).click();
  await page.getByLabel('Name of the rule').fill('Two pairs stay');
  await page.getByRole('textbox', { name: 'Units' }).fill('2');
  await page.getByRole('button', { name: 'Show what would change' }).click();
  const row = page.getByRole('row').filter({ hasText: 'boot-40 18 → 14' });
  await row.first().waitFor();
  expect(await row.count()).toBe(3);
  await clean(page);
  // An expression that is not right is told while it is written, and cannot be brought into force.
  await page.getByRole('textbox', { name: 'Where it applies' }).fill('location.sise == "small"');
  await page.getByText(/unknown field/).first().waitFor();
  await page.getByRole('textbox', { name: 'Where it applies' }).fill('location.code == "zeist"');
  await page.getByRole('button', { name: 'Save as a draft' }).click();
  await page.getByRole('button', { name: 'Activate' }).click();
  await page.getByRole('dialog').getByRole('button', { name: 'Activate' }).click();
  await page.getByText('Version 1 is in force.').first().waitFor();
  const operations = await screens.world.as('operations');
  await until(async () => ok(await operations.get<{ sell: number }>('/stock/waterfall?sku=boot-40&channel=shop')).sell === 16);

  await page.goto('/office/stock/boot-40?channel=shop');
  await page.getByText('“Two pairs stay”, Zeist: 2').waitFor();
  await clean(page);
  await page.getByText('“Two pairs stay”, Zeist: 2').click();
  await page.getByRole('heading', { name: 'Safety stock' }).waitFor();
  expect(page.faults).toEqual([]);
  await page.opened.close();
}, 180_000);

it('the stock of a channel is compared on its page, in Dutch, also on a phone', async () => {
  await screens.world.shopify('POST', '/products', [{ sku: 'boot-40', title: 'Boot', price: 8995, available: 3 }]);
  const page = await screens.window({ as: KARIM, language: 'nl', phone: true, dark: true });
  await page.goto('/office/connections/channel-shop?tab=stock');
  await page.getByRole('button', { name: 'Alleen vergelijken' }).click();
  await page.getByText('klaar', { exact: true }).waitFor();
  await page.getByText('boot-40').first().waitFor();
  await clean(page);
  await page.goto('/office/rules/availability/safety');
  await page.getByRole('heading', { name: 'Safety stock' }).waitFor();
  await clean(page);
  expect(page.faults).toEqual([]);
  await page.opened.close();
}, 180_000);
