/** The rules of what channels may sell in a real browser: written in a form, seen what they would change, brought into force, told by the waterfall, and a channel's stock compared. And what is sold before it is there: announced, waited for, received by scan. */
import type { Locator } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditScope } from '../server/app.ts';
import { expectWholeBooks } from './support/books.ts';
import { pickDay, scan, settled, violations } from './support/browser.ts';
import { anOrder, SHOES } from './support/company.ts';
import { startScreens } from './support/screens.ts';
import type { Screens, Window } from './support/screens.ts';
import { ok } from './support/spil.ts';
import { until } from './support/until.ts';

const SANNE = { name: 'Sanne de Wit', roles: ['store'], locations: ['utrecht'] } as const;
const KARIM = { name: 'Karim Haddad', roles: ['operations', 'service'] } as const;

const [RUNNER_42, RUNNER_43, BOOT] = SHOES.map(([, gtin]) => gtin) as [string, string, string];

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

describe('what suppliers will bring', () => {
  const day = (days: number): string => new Date(Date.parse(screens.world.clock.now()) + days * 86_400_000).toISOString().slice(0, 10);
  const inWords = (date: string, language: 'nl' | 'en'): string => new Intl.DateTimeFormat(language === 'nl' ? 'nl-NL' : 'en-GB', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(`${date}T12:00:00Z`));
  interface Placed { id: string; number: string; lines: { waits?: { reference: string; quantity: number; expectedOn: string; location: string }[]; units: { stage: string; location: string | null; quantity: number }[] }[] }
  interface Expected { state: string; received: number; outstanding: number; waiting: number; lines: { sku: string; received: number; damaged: number; outstanding: number }[] }
  const order = async (id: string): Promise<Placed> => ok(await (await screens.world.as('operations')).get<Placed>(`/orders/${id}`));
  const receipt = async (reference: string): Promise<Expected> => ok(await (await screens.world.as('operations')).get<Expected>(`/expected-receipts/${reference}`));
  let waiting: Placed;

  it('is announced by hand with its mistakes said, sold at once, and an order’s page says for what it waits and until when', async () => {
    await screens.world.spil.database.query(`update catalogue.variant set backorder = true where sku = 'runner-42'`);
    const page = await screens.window({ as: KARIM, language: 'en' });
    await page.goto('/office/stock?view=expected');
    await page.getByText('Nothing is expected').waitFor();
    await clean(page);
    await page.getByRole('button', { name: 'Announce a receipt' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('Fill this in').first().waitFor();
    expect(await dialog.getByText('Fill this in').count()).toBe(5);
    await clean(page);
    await dialog.getByLabel('Reference').fill('PO-77');
    await dialog.getByLabel('Supplier').fill('Shoe factory');
    await dialog.getByRole('combobox', { name: 'Expected at' }).click();
    await page.getByRole('option', { name: 'Utrecht' }).click();
    const line = (n: number): Locator => dialog.getByRole('group', { name: `Product ${n}` });
    await line(1).getByLabel('SKU').fill('runner-24');
    await line(1).getByLabel('Pieces').fill('5');
    await pickDay(page, line(1).getByLabel('Day'), day(12));
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('This is not a product of ours.', { exact: false }).waitFor();
    await line(1).getByLabel('SKU').fill('runner-42');
    await dialog.getByRole('button', { name: 'Add product' }).click();
    await line(2).getByLabel('SKU').fill('runner-42');
    await line(2).getByLabel('Pieces').fill('2');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await dialog.getByText('runner-42 is there twice.', { exact: false }).waitFor();
    await clean(page);
    await line(2).getByLabel('SKU').fill('runner-43');
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByRole('row').filter({ hasText: 'PO-77' }).filter({ hasText: 'Shoe factory' }).waitFor();
    await clean(page);

    waiting = ok(await (await screens.world.as('channel')).post<Placed>('/orders', anOrder({ lines: [{ sku: 'runner-42', quantity: 2 }], placedAt: screens.world.clock.now() })));
    expect((await order(waiting.id)).lines[0]?.waits).toMatchObject([{ reference: 'PO-77', quantity: 2, location: 'utrecht', expectedOn: day(12) }]);
    await page.goto(`/office/orders/${waiting.id}`);
    await page.getByText(`Waits until ${inWords(day(12), 'en')}`).waitFor();
    await page.getByText('2 pieces come with').waitFor();
    await clean(page);
    await page.getByRole('link', { name: 'PO-77' }).click();
    await page.getByRole('heading', { name: 'PO-77' }).waitFor();
    await page.getByRole('button', { name: 'Change', exact: true }).click();
    await dialog.getByText('2 pieces are promised to customers', { exact: false }).waitFor();
    await pickDay(page, line(1).getByLabel('Day'), day(19));
    await dialog.getByRole('button', { name: 'Save' }).click();
    await page.getByText('Saved').first().waitFor();
    const phone = await screens.window({ as: KARIM, phone: true, dark: true });
    await phone.goto(`/office/orders/${waiting.id}`);
    await phone.getByText(`Wacht tot ${inWords(day(19), 'nl')}`).waitFor();
    await clean(phone);
    expect([...page.faults, ...phone.faults]).toEqual([]);
    await Promise.all([page.opened.close(), phone.opened.close()]);
  }, 180_000);

  it('is received in the store by scan: too few, what was not announced, what is not ours, what nobody counted; then too many and damaged, and nothing more comes', async () => {
    const page = await screens.window({ as: SANNE, phone: true });
    await page.goto('/store/utrecht/incoming?show=expected');
    await page.getByText('2 al verkocht').waitFor();
    await clean(page);
    await page.getByRole('link', { name: /PO-77/ }).click();
    await page.getByText('Niet geteld').first().waitFor();
    expect(await page.getByRole('button', { name: 'Nog niets geteld' }).isDisabled()).toBe(true);
    for (const code of [RUNNER_42, RUNNER_42]) await scan(page, code);
    await page.getByText('2 van 5').waitFor();
    await scan(page, '8712345678906');
    await page.getByText('8712345678906 is geen product van ons.', { exact: false }).waitFor();
    await scan(page, BOOT);
    await page.getByText('Boot 40 was niet aangekondigd: wordt ook ingeboekt').waitFor();
    await page.getByText('3 × Runner 42 minder dan aangekondigd', { exact: false }).waitFor();
    await page.getByText('2 producten niet geteld: komt nog. Niet geteld is niet nul.').waitFor();
    await clean(page);
    await page.getByRole('button', { name: '3 producten ontvangen' }).click();
    await page.getByText('PO-77 is ingeboekt').waitFor();
    await page.getByText('Er komen nog 5 producten.').waitFor();
    await clean(page);
    await until(async () => (await order(waiting.id)).lines[0]?.units.every(({ stage, location }) => stage === 'allocated' && location === 'utrecht') === true);
    expect(await receipt('PO-77')).toMatchObject({ state: 'open', received: 3, outstanding: 5, waiting: 0 });

    await page.goto('/store/utrecht/incoming/expected/PO-77');
    await page.getByText('Niet geteld').first().waitFor();
    for (let n = 0; n < 4; n += 1) await scan(page, RUNNER_42);
    await page.getByText('Runner 42: meer dan verwacht').waitFor();
    await scan(page, RUNNER_43);
    await page.getByRole('button', { name: 'Beschadigd melden' }).last().click();
    await page.getByText('1 × Runner 42 meer dan aangekondigd: wordt ook ingeboekt').waitFor();
    await page.getByText('1 × Runner 43 beschadigd: niet verkoopbaar').waitFor();
    await page.getByRole('checkbox', { name: 'Er komt niets meer van' }).check();
    await clean(page);
    await page.getByRole('button', { name: '5 producten ontvangen' }).click();
    await page.getByText('Er komt niets meer van.').waitFor();
    const done = await receipt('PO-77');
    expect(done).toMatchObject({ state: 'closed', outstanding: 0 });
    expect(done.lines.map(({ sku, received, damaged }) => `${sku} ${received} ${damaged}`).sort()).toEqual(['boot-40 1 0', 'runner-42 6 0', 'runner-43 1 1']);
    await page.goto('/store/utrecht/incoming/expected/PO-78');
    await page.getByText('Deze ontvangst wordt hier niet verwacht.', { exact: false }).waitFor();
    await clean(page);
    expect(page.faults).toEqual([]);
    await page.opened.close();
  }, 180_000);

  it('is cancelled in the office after it was asked, and the list shows it where it stands now', async () => {
    ok(await (await screens.world.as('operations')).put('/expected-receipts/PO-79', { location: 'utrecht', supplier: null, lines: [{ sku: 'boot-40', quantity: 4, expectedOn: day(8) }] }));
    const page = await screens.window({ as: KARIM, dark: true });
    await page.goto('/office/stock/expected/PO-79');
    await page.getByRole('button', { name: 'Ontvangen' }).click();
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('button', { name: 'Ontvangen' }).click();
    await dialog.getByText('Zeg wat er kwam, of dat er niets meer komt').waitFor();
    await clean(page);
    await dialog.getByRole('button', { name: 'Annuleren' }).click();
    await page.getByRole('button', { name: 'Ontvangst annuleren' }).click();
    await dialog.getByText('Er wacht geen bestelling op.', { exact: false }).waitFor();
    await clean(page);
    await dialog.getByRole('button', { name: 'Ontvangst annuleren' }).click();
    await page.getByText('Geannuleerd', { exact: true }).waitFor();
    expect(await page.getByRole('button', { name: 'Wijzigen' }).count()).toBe(0);
    await page.goto('/office/stock?view=expected&receipts=cancelled');
    await page.getByRole('row').filter({ hasText: 'PO-79' }).waitFor();
    await clean(page);
    expect(await receipt('PO-79')).toMatchObject({ state: 'cancelled', outstanding: 0 });
    expect(page.faults).toEqual([]);
    await page.opened.close();
  }, 180_000);
});

it('a strategy says in its form who goes first among those who wait', async () => {
  const page = await screens.window({ as: KARIM });
  await page.goto('/office/rules');
  await page.getByRole('button', { name: 'Nieuwe strategie' }).click();
  await page.getByLabel('Naam in adressen').fill('eerst');
  await page.getByRole('button', { name: 'Beginnen' }).click();
  await page.getByRole('textbox', { name: 'Naam', exact: true }).fill('Vaste klanten eerst');
  const queue = page.getByRole('textbox', { name: 'Wie eerst gaat als er goederen binnenkomen' });
  await queue.fill('size(order.tgas)');
  await page.getByText(/unknown field/).first().waitFor();
  await queue.fill('"vip" in order.tags ? 10 : 0');
  await page.getByRole('button', { name: 'Opslaan als concept' }).click();
  const operations = await screens.world.as('operations');
  await until(async () => ok(await operations.get<{ body: { queue?: string } }>('/settings/strategy/eerst/versions/1')).body.queue === '"vip" in order.tags ? 10 : 0');
  expect(ok(await operations.post('/settings/strategy/eerst/versions/1/check'))).toMatchObject({ problems: [] });
  await clean(page);
  await queue.fill('');
  await page.getByRole('button', { name: 'Opslaan als concept' }).click();
  await until(async () => !('queue' in ok(await operations.get<{ body: Record<string, unknown> }>('/settings/strategy/eerst/versions/2')).body));
  expect(page.faults).toEqual([]);
  await page.opened.close();
}, 120_000);
