/** The office's door in a real browser: find an order, move its work, cancel a part, give money back; both languages; and what each role is shown. Then the customer's page. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditScope } from '../server/app.ts';
import { expectWholeBooks } from './support/books.ts';
import { anOrder, SHOES } from './support/company.ts';
import { startScreens } from './support/screens.ts';
import type { Screens, Window } from './support/screens.ts';
import { ok } from './support/spil.ts';
import { until } from './support/until.ts';

const KARIM = { name: 'Karim Haddad', roles: ['operations', 'service'] } as const;

let screens: Screens;
beforeAll(async () => {
  screens = await startScreens();
  const operations = await screens.world.as('operations');
  for (const location of ['utrecht', 'zeist']) ok(await operations.post('/stock/receipts', { location, lines: SHOES.map(([sku]) => ({ sku, quantity: 9 })) }));
});
afterAll(async () => {
  const { projections, ...scope } = auditScope();
  await expectWholeBooks(screens.world.spil.database, projections, scope);
  await screens.close();
});

interface Placed { id: string; number: string }
interface Shown { lines: { units: { stage: string; location: string | null; quantity: number }[] }[]; money: { due: number; payments: { captured: number; refunded: number; refundPending: number }[] } }

/** Two pairs for the nearest store, paid by iDEAL. */
async function paidOrder(): Promise<Placed> {
  const shop = await screens.world.as('channel');
  const ref = await screens.world.mollie.pay({ amount: 11_990, method: 'ideal' });
  return ok(await shop.post<Placed>('/orders', anOrder({ lines: [{ sku: 'runner-42', quantity: 1 }, { sku: 'boot-40', quantity: 1 }], placedAt: screens.world.clock.now(), payment: { operator: 'mollie', method: 'ideal', ref, captured: true } })));
}
const shown = async (order: Placed): Promise<Shown> => ok(await (await screens.world.as('operations')).get(`/orders/${order.id}`));

/** What goes back to the customer: done, or on its way at the payment provider. */
const back = async (order: Placed): Promise<number> => (await shown(order)).money.payments.reduce((sum, { refunded, refundPending }) => sum + refunded + refundPending, 0);

describe('customer service', () => {
  it('finds an order by part of its number, moves its work, cancels a pair and gives something back', async () => {
    const page = await screens.window({ as: KARIM, language: 'en' });
    const order = await paidOrder();
    await page.goto('/office/');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await page.keyboard.press('Control+k');
    const bar = page.getByRole('dialog').getByPlaceholder(/orders, customers/i);
    await bar.fill(order.number);
    await page.getByRole('dialog').getByRole('button').filter({ hasText: order.number }).first().waitFor();
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: `Order ${order.number}` }).waitFor();

    await page.getByRole('button', { name: /^Move: .*Utrecht/ }).click();
    await page.getByRole('radio', { name: 'Zeist' }).check();
    await page.getByRole('button', { name: 'Move to Zeist' }).click();
    await page.getByRole('button', { name: /^Move: .*Zeist/ }).waitFor();
    expect((await shown(order)).lines.flatMap(({ units }) => units.map(({ location }) => location))).toEqual(['zeist', 'zeist']);

    await page.getByRole('button', { name: 'Cancel', exact: true }).click();
    await page.getByLabel(/Quantity: runner-42/).fill('0');
    await page.getByLabel(/Quantity: boot-40/).fill('1');
    await page.getByRole('button', { name: 'Cancel 1 piece' }).click();
    await until(async () => await back(order) === 5995);

    await page.getByRole('button', { name: 'Give money back' }).click();
    await page.getByLabel('Amount').fill('5.00');
    await page.getByRole('combobox', { name: /^Reason/ }).click();
    await page.getByRole('option').first().click();
    await page.getByRole('button', { name: /Give back €5.00/ }).click();
    await until(async () => await back(order) === 6495);
    expect((await shown(order)).money.due).toBe(11_990 - 6495);
    await page.getByText('€54.95').first().waitFor();
    expect(page.faults).toEqual([]);
    await page.opened.close();
  }, 120_000);

  it('is told why an order’s work lies where it lies, in Dutch and English', async () => {
    const order = await paidOrder();
    for (const [language, button, heading] of [['nl', /^Waarom hier\?/, 'Bestelling'], ['en', /^Why here\?/, 'Order']] as const) {
      const page = await screens.window({ as: KARIM, language });
      await page.goto(`/office/orders/${order.id}`);
      await page.getByRole('heading', { name: `${heading} ${order.number}` }).waitFor();
      expect(await page.locator('html').getAttribute('lang')).toBe(language);
      await page.getByRole('button', { name: button }).first().click();
      const drawer = page.getByRole('dialog');
      await drawer.getByText('Utrecht').first().waitFor();
      await drawer.getByText('Zeist').first().waitFor();
      expect(page.faults).toEqual([]);
      await page.opened.close();
    }
  }, 120_000);
});

describe('what is not for a role', () => {
  it.each([
    ['viewer', ['Orders', 'Stock', 'Insight'], ['People', 'API keys', 'Customers']],
    ['finance', ['Orders', 'Customers', 'Queues'], ['People', 'Stock']],
    ['administrator', ['People', 'API keys', 'Devices', 'Orders'], []],
  ] as const)('is not in the menu of a %s', async (role, there, missing) => {
    const page = await screens.window({ as: { name: `A ${role}`, roles: [role] }, language: 'en' });
    await page.goto('/office/');
    const menu = page.getByRole('navigation', { name: 'Main menu' });
    for (const name of there) await menu.getByRole('link', { name, exact: false }).first().waitFor();
    for (const name of missing) expect(await menu.getByRole('link', { name, exact: true }).count(), name).toBe(0);
    await page.opened.close();
  }, 120_000);

  it('is refused in a sentence where one goes by address, and no button offers it', async () => {
    const order = await paidOrder();
    const page = await screens.window({ as: { name: 'A viewer', roles: ['viewer'] }, language: 'en' });
    await page.goto(`/office/orders/${order.id}`);
    await page.getByRole('heading', { name: `Order ${order.number}` }).waitFor();
    for (const name of ['Cancel', 'Give money back', 'More']) expect(await page.getByRole('button', { name, exact: true }).count(), name).toBe(0);
    await page.goto('/office/people');
    await page.getByRole('alert').first().waitFor();
    await page.opened.close();
  }, 120_000);

  it('is nobody’s who is not signed in', async () => {
    const page: Window = await screens.window({ as: null, language: 'en' });
    await page.goto('/office/orders');
    await page.getByRole('button', { name: 'Sign in' }).waitFor();
    const { email, password } = await screens.person(KARIM);
    await page.getByRole('textbox', { name: 'E-mail address' }).fill(email);
    await page.getByRole('textbox', { name: 'Password' }).fill('wrong');
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('alert').waitFor();
    await page.getByRole('textbox', { name: 'Password' }).fill(password);
    await page.getByRole('button', { name: 'Sign in' }).click();
    await page.getByRole('heading', { name: 'Orders' }).waitFor();
    expect(new URL(page.url()).pathname).toBe('/office/orders');
    await page.opened.close();
  }, 120_000);
});

describe('a customer', () => {
  it('follows the order from the mail and cancels it while that is allowed', async () => {
    const order = await paidOrder();
    let link: string | undefined;
    await until(async () => {
      link = (await screens.world.mails('jo@example.com')).filter(({ text }) => text.includes(order.number)).map(({ text }) => /\/track\/[\w.-]+/.exec(text)?.[0]).find((path) => path !== undefined);
      return link !== undefined;
    });
    const page = await screens.window({ as: null, phone: true });
    await page.goto(link ?? '');
    await page.getByText(order.number).first().waitFor();
    await page.getByRole('button', { name: /^Annuleren/ }).click();
    await page.getByRole('button', { name: /producten annuleren/ }).click();
    await until(async () => await back(order) === 11_990);
    expect(await page.getByRole('button', { name: /^Annuleren/ }).count()).toBe(0);
    expect(page.faults).toEqual([]);
    await page.opened.close();
  }, 120_000);
});
