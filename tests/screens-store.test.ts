/** The store's door in a real browser: an order from list to pile by scanner, a problem that another store's window shows at once, and picking on without a connection. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import type { Locator } from 'playwright-core';
import { auditScope } from '../server/app.ts';
import { expectWholeBooks } from './support/books.ts';
import { holds, scan } from './support/browser.ts';
import { anOrder, SHOES } from './support/company.ts';
import { startScreens } from './support/screens.ts';
import type { Screens, Window } from './support/screens.ts';
import { ok } from './support/spil.ts';

const SANNE = { name: 'Sanne de Wit', roles: ['store'], locations: ['utrecht'] } as const;
const EVA = { name: 'Eva Jansen', roles: ['store'], locations: ['zeist'] } as const;
const [RUNNER_42, RUNNER_43, BOOT] = SHOES.map(([, gtin]) => gtin) as [string, string, string];

let screens: Screens;
beforeAll(async () => { screens = await startScreens(); });
afterAll(async () => {
  const { projections, ...scope } = auditScope();
  await expectWholeBooks(screens.world.spil.database, projections, scope);
  await screens.close();
});
beforeEach(async () => {
  const operations = await screens.world.as('operations');
  for (const location of ['utrecht', 'zeist']) ok(await operations.post('/stock/receipts', { location, lines: SHOES.map(([sku]) => ({ sku, quantity: 4 })) }));
});

interface Placed { id: string; number: string; fulfilments: { id: string; location: string }[] }

/** An order that the nearest store delivers: Utrecht. */
async function order(lines: readonly { sku: string; quantity: number }[]): Promise<Placed & { work: string }> {
  const shop = await screens.world.as('channel');
  const placed = ok(await shop.post<Placed>('/orders', anOrder({ lines, placedAt: screens.world.clock.now() })));
  expect(placed.fulfilments.map(({ location }) => location)).toEqual(['utrecht']);
  return { ...placed, work: placed.fulfilments[0]?.id ?? '' };
}

const read = async (placed: Placed): Promise<{ status: string; lines: { units: { stage: string; location: string | null; quantity: number }[] }[] }> => ok(await (await screens.world.as('operations')).get(`/orders/${placed.id}`));
const row = (page: Window, placed: Placed): Locator => page.getByRole('link', { name: new RegExp(`\\b${placed.number}\\b`) });
/** The page has said how the last scan was. */
const told = (page: Window, text: RegExp): Promise<void> => page.getByText(text).first().waitFor();

describe('an order of three lines and four units', () => {
  it('goes from the list to the pile in three taps and its scans, one of them wrong', async () => {
    const page = await screens.window({ as: SANNE, phone: true });
    const placed = await order([{ sku: 'runner-42', quantity: 2 }, { sku: 'runner-43', quantity: 1 }, { sku: 'boot-40', quantity: 1 }]);
    let taps = 0;
    const tap = async (control: Locator): Promise<void> => {
      taps += 1;
      await control.tap();
    };
    await page.goto('/store/');
    await page.waitForURL('**/store/utrecht/today');
    const heard = page.evaluate<string[]>("new Promise((done) => { const heard = []; document.addEventListener('spil:feedback', ({ detail }) => { if (detail !== 'new') heard.push(detail); if (detail === 'done') done(heard); }); })");
    await tap(row(page, placed));
    await page.getByText('Scan het product').first().waitFor();
    await scan(page, RUNNER_42);
    await told(page, /runner-42: 1 van 2/);
    await scan(page, '2000000000138');
    await page.getByRole('alert').filter({ hasText: 'hoort niet in deze bestelling' }).waitFor();
    await scan(page, RUNNER_42);
    await told(page, /runner-42: 2 van 2/);
    await scan(page, BOOT);
    await scan(page, RUNNER_43);
    expect(await heard).toEqual(['right', 'wrong', 'right', 'right', 'done']);
    await tap(page.getByRole('button', { name: '1 doos' }));
    await page.getByText('Leg het op de stapel voor PostNL').waitFor();
    await tap(page.getByRole('link', { name: 'Terug naar Vandaag' }));
    await page.getByRole('heading', { name: 'Vandaag' }).waitFor();
    expect(taps).toBe(3);
    expect((await read(placed)).lines.flatMap(({ units }) => units.map(({ stage, quantity }) => `${quantity} ${stage}`))).toEqual(['2 packed', '1 packed', '1 packed']);
    expect(page.faults).toEqual([]);
    await page.opened.close();
  });

  it('is shipped when the pile was handed over', async () => {
    const page = await screens.window({ as: SANNE });
    await page.goto('/store/utrecht/handover');
    await page.getByRole('heading', { level: 1 }).waitFor();
    await handOver(page);
    const [left] = await screens.world.spil.database.query<{ n: number }>(`select count(*)::int as n from shipping.parcel where location = 'utrecht' and status = 'labelled'`);
    expect(left?.n).toBe(0);
    expect(page.faults).toEqual([]);
    await page.opened.close();
  });
});

/** Ticks the whole pile and closes the manifest. */
async function handOver(page: Window): Promise<void> {
  await page.getByRole('button', { name: 'Alles aanvinken' }).click();
  await page.getByRole('button', { name: /^Overdracht afsluiten/ }).click();
  await page.getByRole('heading', { name: 'Overgedragen' }).or(page.getByText('Overgedragen', { exact: true })).first().waitFor();
}

describe('a problem', () => {
  it('tells at once where the item goes, and it appears in that store’s window', async () => {
    const [utrecht, zeist] = [await screens.window({ as: SANNE }), await screens.window({ as: EVA })];
    await zeist.goto('/store/zeist/today');
    await zeist.getByRole('heading', { name: 'Vandaag' }).waitFor();
    const placed = await order([{ sku: 'runner-42', quantity: 1 }, { sku: 'boot-40', quantity: 1 }]);
    await utrecht.goto(`/store/utrecht/work/${placed.work}`);
    await utrecht.getByRole('button', { name: /Probleem: boot-40/ }).click();
    await utrecht.getByRole('button', { name: 'Beschadigd' }).click();
    await utrecht.getByText('Zeist levert het.').waitFor();
    await row(zeist, placed).waitFor();
    expect((await read(placed)).lines.map(({ units }) => units.map(({ location }) => location))).toEqual([['utrecht'], ['zeist']]);
    expect([...utrecht.faults, ...zeist.faults]).toEqual([]);
    await Promise.all([utrecht.opened.close(), zeist.opened.close()]);
  });
});

describe('without a connection', () => {
  it('picks on, keeps what was scanned over a reload, and sends all of it once', async () => {
    const page = await screens.window({ as: SANNE });
    const placed = await order([{ sku: 'runner-43', quantity: 2 }, { sku: 'boot-40', quantity: 1 }]);
    await page.goto(`/store/utrecht/work/${placed.work}`);
    await page.getByText('Scan het product').first().waitFor();
    await scan(page, RUNNER_43);
    await told(page, /runner-43: 1 van 2/);
    await holds(page, "document.querySelector('[data-unsent]')?.getAttribute('data-unsent') === '0'");
    await page.opened.setOffline(true);
    await scan(page, RUNNER_43);
    await told(page, /runner-43: 2 van 2/);
    await scan(page, BOOT);
    await holds(page, "document.querySelector('[data-unsent]')?.getAttribute('data-unsent') === '2'");
    expect((await read(placed)).lines.flatMap(({ units }) => units.map(({ stage, quantity }) => `${quantity} ${stage}`)).sort()).toEqual(['1 allocated', '1 allocated', '1 picked']);
    await page.getByRole('button', { name: '1 doos' }).waitFor();
    await page.opened.setOffline(false);
    await holds(page, "document.querySelector('[data-unsent]')?.getAttribute('data-unsent') === '0'");
    expect((await read(placed)).lines.flatMap(({ units }) => units.map(({ stage, quantity }) => `${quantity} ${stage}`))).toEqual(['2 picked', '1 picked']);
    await page.getByRole('button', { name: '1 doos' }).click();
    await page.getByText('Leg het op de stapel voor PostNL').waitFor();
    expect(page.faults).toEqual([]);
    await page.opened.close();
  });

  it('opens again from what the device kept, and sends it later', async () => {
    const page = await screens.window({ as: SANNE });
    const placed = await order([{ sku: 'runner-42', quantity: 1 }]);
    await page.goto('/store/utrecht/today');
    await row(page, placed).click();
    await page.getByText('Scan het product').first().waitFor();
    await page.evaluate("navigator.serviceWorker.ready");
    await holds(page, "caches.keys().then((names) => names.some((name) => name.startsWith('spil-store-')))");
    await scan(page, RUNNER_42);
    await page.getByRole('button', { name: '1 doos' }).waitFor();
    await holds(page, `new Promise((done) => { const opened = indexedDB.open('spil'); opened.onsuccess = () => { const asked = opened.result.transaction('kept').objectStore('kept').get('queries'); asked.onsuccess = () => { opened.result.close(); done(JSON.stringify(asked.result ?? null).includes('"picked":1')); }; }; })`);
    await page.opened.setOffline(true);
    await page.reload();
    await page.getByRole('button', { name: '1 doos' }).waitFor();
    await page.getByRole('button', { name: '1 doos' }).click();
    await holds(page, "document.querySelector('[data-unsent]')?.getAttribute('data-unsent') === '1'");
    await page.opened.setOffline(false);
    await page.getByText('Leg het op de stapel voor PostNL').waitFor();
    await page.opened.close();
  });
});

describe('a store', () => {
  it('is not let into another store’s pages, nor into the office', async () => {
    const page = await screens.window({ as: SANNE });
    const placed = await order([{ sku: 'runner-42', quantity: 1 }]);
    const stranger = await screens.window({ as: EVA });
    await stranger.goto(`/store/zeist/work/${placed.work}`);
    await stranger.getByRole('alert').first().waitFor();
    expect(await stranger.getByText(placed.number).count()).toBe(0);
    await stranger.goto('/store/utrecht/today');
    expect(await stranger.getByText(placed.number).count()).toBe(0);
    await page.goto('/office/');
    expect(await page.getByRole('link', { name: 'API-sleutels' }).count()).toBe(0);
    await Promise.all([page.opened.close(), stranger.opened.close()]);
  });
});
