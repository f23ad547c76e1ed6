/** Every page of the screens in both themes: no violation of WCAG 2.2 AA that axe knows, no fault in its own scripts, nothing wider than the window. And on the same company what a visitor of the demo's shop does: choosing how it is to come, paying, reserving. */
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { settled, violations } from './support/browser.ts';
import { fromWire } from '../server/kernel/ids.ts';
import { busyDay } from './support/busy.ts';
import { pagesOf } from './support/pages.ts';
import type { ScreenPage } from './support/pages.ts';
import { startScreens } from './support/screens.ts';
import type { Screens, Window, WindowOptions } from './support/screens.ts';
import { ok } from './support/spil.ts';
import type { Client } from './support/spil.ts';
import { found } from './support/until.ts';
import { basketOf, bought, HERE, offered, shoes } from './support/visitor.ts';
import type { Bought, Sold } from './support/visitor.ts';

interface Paid { money: { balance: number }; deliveries: { kind: string; status: string }[] }

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
  const routed = globSync('{store,office,sandbox}/*/routes.ts', { cwd: root }).flatMap((file) => [...readFileSync(join(root, file), 'utf8').matchAll(/path: '([^']+)'/g)].map(([, path]) => `${file.split(/[\\/]/)[0]} ${path}`));
  expect(pages.map(({ route }) => route).sort()).toEqual(routed.sort());
});

describe('nothing is wrong', () => {
  it.each([['light, Dutch', { dark: false, language: 'nl' }], ['dark, English', { dark: true, language: 'en' }]] as const)('on a desktop, %s', async (_name, options) => {
    expect(await examineAll(options, () => true)).toEqual({});
  }, 400_000);
  it('on the phone of the sandbox, light, English', async () => {
    expect(await examineAll({ dark: false, language: 'en', phone: true }, ({ route }) => route.startsWith('sandbox'))).toEqual({});
  }, 200_000);
  it('on the phone of the store and of the sandbox, dark, Dutch', async () => {
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

describe('the visitors’ shop', () => {
  let wares: Awaited<ReturnType<typeof shoes>>;
  let channel: Client;
  let office: Client;
  beforeAll(async () => {
    [wares, channel, office] = await Promise.all([shoes(screens.world), screens.world.as('channel'), screens.world.as(['operations', 'service', 'administrator'])]);
  });

  const clean = async (page: Window, what: string): Promise<void> => {
    await settled(page);
    expect([...await violations(page), ...page.faults], what).toEqual([]);
    expect(await page.evaluate<number>('document.documentElement.scrollWidth - document.documentElement.clientWidth'), what).toBeLessThanOrEqual(1);
  };
  /** A visitor at the checkout with this in the basket. */
  async function atCheckout(page: Window, lines: readonly (Sold & { quantity: number })[]): Promise<void> {
    await page.goto('/sandbox/shop?shop=app');
    await page.evaluate(basketOf(lines));
    await page.goto('/sandbox/shop/checkout?shop=app');
    await page.getByRole('heading', { name: 'Kassa', level: 1 }).waitFor();
  }
  /** Chooses, pays, and answers the order as Spil has it. */
  async function buy(page: Window, choice: string | RegExp): Promise<Bought> {
    await page.getByRole('radio', { name: choice }).check();
    await page.getByRole('button', { name: /^Koop voor/ }).click();
    await page.getByRole('heading', { name: 'Bedankt voor je bestelling' }).waitFor();
    const order = await bought(screens.world, office, decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? ''));
    await page.getByText(`Spil noemt hem ${order.number}.`).waitFor();
    expect(order.money.balance).toBe(0);
    return order;
  }

  it('fills a basket, says what cannot be done, and offers what Spil offers', async () => {
    const { everywhere, scarce } = wares;
    const page = await screens.window({ as: null, phone: true, dark: true });
    await page.goto('/sandbox/shop/checkout?shop=app');
    await page.getByText('Er zit nog niets in. Kies een product.').waitFor();
    await page.goto(`/sandbox/shop?shop=app&product=${everywhere.product}`);
    const dialog = page.getByRole('dialog');
    await dialog.getByRole('group', { name: 'Maat' }).getByRole('button').first().click();
    await dialog.getByText(/^Winkel: – · Spil: \d+/).waitFor();
    await clean(page, 'choosing a size');
    await dialog.getByRole('button', { name: 'In het mandje' }).click();
    await page.getByRole('link', { name: 'Naar de kassa' }).click();
    await page.getByLabel('Postcode').fill('0000 AA');
    await page.getByText('Postcode 0000 AA bestaat niet.', { exact: false }).waitFor();
    expect(await page.getByRole('radio', { name: /thuis$/ }).count()).toBe(0);
    await clean(page, 'a postcode that is nowhere');
    await page.getByLabel('Postcode').fill(HERE);
    await page.getByText('Thuisbezorgd').waitFor();
    await page.getByRole('button', { name: /^Koop voor/ }).click();
    await page.getByText('Kies hoe je het wilt hebben.').waitFor();
    await clean(page, 'nothing chosen');
    await atCheckout(page, [{ ...scarce, quantity: 20 }]);
    await page.getByText('Niemand kan dit nu allemaal leveren.', { exact: false }).waitFor();
    await clean(page, 'nobody has it');
    await page.opened.close();
  }, 120_000);

  it('the order has just the promise that was chosen: home, a store, a pickup point, and part now and the rest home', async () => {
    const { everywhere, away } = wares;
    const one = [{ ...everywhere, quantity: 1 }];
    const page = await screens.window({ as: null });
    const first = await offered(channel, one);
    await atCheckout(page, one);
    for (const { name } of first.stores) await page.getByRole('radio', { name: new RegExp(`^${name}`) }).waitFor();
    await clean(page, 'the options');
    const home = first.home.find(({ service, complete }) => service === 'standard' && complete);
    expect((await buy(page, /^Uiterlijk .* thuis$/)).deliveries).toMatchObject([{ kind: 'ship', promisedBy: home?.promisedBy }]);
    await clean(page, 'bought');
    const { stores: [store] } = await offered(channel, one);
    await atCheckout(page, one);
    expect((await buy(page, new RegExp(`^${store?.name}`))).deliveries).toMatchObject([{ kind: 'pickup', location: store?.location, promisedBy: store?.promisedBy }]);
    const { pickupPoints: [point] } = await offered(channel, one);
    await atCheckout(page, one);
    expect((await buy(page, point?.point.name ?? '')).deliveries).toMatchObject([{ kind: 'pickup_point', promisedBy: point?.promisedBy, pickupPoint: { carrier: point?.point.carrier, id: point?.point.id } }]);
    const two = [...one, { ...away, quantity: 1 }];
    const { mixed: [mixed] } = await offered(channel, two);
    if (!mixed) throw new Error('a part now and the rest home was to be offered');
    await atCheckout(page, two);
    expect((await buy(page, `Deels in ${mixed.store.name}`)).deliveries).toMatchObject([{ kind: 'pickup', location: mixed.store.location, promisedBy: mixed.store.promisedBy }, { kind: 'ship', promisedBy: mixed.home.promisedBy }]);
    expect(page.faults).toEqual([]);
    await page.opened.close();
  }, 120_000);

  it('a pickup is brought home after all: the customer pays what sending costs through the link of the mail, and it goes on', async () => {
    const one = [{ ...wares.everywhere, quantity: 1 }];
    const { stores: [store] } = await offered(channel, one);
    const page = await screens.window({ as: null, phone: true });
    await atCheckout(page, one);
    const { id } = await buy(page, new RegExp(`^${store?.name}`));
    const order = async (): Promise<Paid> => ok(await office.get<Paid>(`/orders/${id}`));
    const link = new URL(await screens.world.spil.customerPage(fromWire('ord', id) ?? '')).pathname;
    await page.goto(link);
    await page.getByRole('button', { name: /Ergens anders afhalen/ }).tap();
    await page.getByRole('radio', { name: /thuisbezorgen/ }).tap();
    for (const [label, value] of [['Naam', 'Vera Visser'], ['Straat', 'Oudegracht'], ['Huisnummer', '12'], ['Postcode', '3511 AB'], ['Plaats', 'Utrecht']] as const) await page.getByLabel(label, { exact: false }).first().fill(value);
    await page.getByRole('button', { name: 'Daarheen sturen' }).tap();
    const pay = page.getByRole('button', { name: /^Betaal €\s4,95/ });
    await pay.waitFor();
    await clean(page, 'what is still to be paid');
    expect((await order()).money.balance).toBe(495);
    await pay.tap();
    // The bank sends the customer back to the address that Spil has outside, where nothing listens in a test.
    await page.route('http://127.0.0.1/**', (route) => route.abort());
    await page.locator('button[value="pay"]').tap({ noWaitAfter: true });
    const paid = await found(async () => (await screens.world.mollie.payments()).find(({ amount, status }) => amount === 495 && status === 'paid'));
    await fetch(`${screens.world.url}/hooks/payments/mollie`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `id=${paid.id}` });
    await screens.world.quiet();
    await page.goto(link);
    await page.getByRole('heading', { name: 'Bezorgen in Utrecht' }).waitFor();
    expect([await pay.count(), await order()]).toMatchObject([0, { money: { balance: 0 }, deliveries: [{ kind: 'ship', status: 'in_progress' }] }]);
    await page.opened.close();
  }, 120_000);

  it('is reserved in a store without paying, not more than the retailer keeps, and not without a name', async () => {
    const { everywhere } = wares;
    const page = await screens.window({ as: null });
    await atCheckout(page, [{ ...everywhere, quantity: 1 }]);
    const card = page.getByRole('region', { name: 'Reserveren in een winkel' });
    await card.getByRole('button', { name: 'Reserveer in een winkel' }).click();
    await card.getByText('Het wordt 48 uur bewaard', { exact: false }).waitFor();
    await clean(page, 'reserving');
    await card.getByRole('button', { name: 'Reserveer' }).click();
    await card.getByText('Kies een winkel.').waitFor();
    const store = card.getByRole('radio').first();
    await store.check();
    const kept = async (): Promise<unknown[]> => ok(await office.get<{ reservations: unknown[] }>(`/reservations?location=${where}`)).reservations;
    const where = await store.inputValue();
    await page.getByLabel('Voornaam').fill('');
    await card.getByRole('button', { name: 'Reserveer' }).click();
    await card.getByText('Vul eerst je namen en e-mailadres in.').waitFor();
    await page.getByLabel('Voornaam').fill('Vera');
    await card.getByRole('button', { name: 'Reserveer' }).click();
    await card.getByText(/^Gereserveerd: /).waitFor();
    await card.getByText(/bewaart het tot/).waitFor();
    await clean(page, 'reserved');
    expect(await kept()).toMatchObject([{ state: 'open', lines: [{ sku: everywhere.sku, quantity: 1 }] }]);
    await atCheckout(page, [{ ...everywhere, quantity: 3 }]);
    await card.getByRole('button', { name: 'Reserveer in een winkel' }).click();
    await card.getByRole('radio').first().check();
    await card.getByRole('button', { name: 'Reserveer' }).click();
    await card.getByText('Zoveel wordt niet bewaard zonder betaling: van dit product hoogstens 2.').waitFor();
    await clean(page, 'too many');
    expect(await kept()).toHaveLength(1);
    await page.opened.close();
  }, 120_000);

  it('a store that is closed says so, and is ready when it opens again', async () => {
    const basket = [{ ...wares.everywhere, quantity: 1 }];
    const before = (await offered(channel, basket)).stores[0];
    const { body: place, headers } = await office.get<Record<string, unknown> & { calendar: { exceptions: { date: string }[] } }>(`/locations/${before?.location ?? ''}`);
    const days = Array.from({ length: 6 }, (_, day) => new Date(Date.parse(screens.world.clock.now()) + day * 86_400_000).toISOString().slice(0, 10));
    const { code: _code, version: _version, can: _can, updatedAt: _at, ...rest } = place;
    const exceptions = [...place.calendar.exceptions.filter(({ date }) => !days.includes(date)), ...days.map((date) => ({ date, name: 'Verbouwing', hours: [] }))];
    ok(await office.put(`/locations/${before?.location ?? ''}`, { ...rest, calendar: { ...place.calendar, exceptions } }, { 'if-match': headers.get('etag') ?? '' }));
    const after = await found(async () => (await offered(channel, basket)).stores.find(({ location, hours, date }) => location === before?.location && hours.length === 0 && date > (days.at(-1) ?? '')));
    const page = await screens.window({ as: null });
    await atCheckout(page, basket);
    await page.getByText(/Vandaag dicht/).first().waitFor();
    await clean(page, 'a closed store');
    expect((await buy(page, new RegExp(`^${after.name}`))).deliveries).toMatchObject([{ location: after.location, promisedBy: after.promisedBy }]);
    await page.opened.close();
  }, 120_000);
});
