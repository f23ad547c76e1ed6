/** The till in a real browser: sold by scanning, each thing its own way, paid by cash, card and gift card; without a connection, and voided. */
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { auditScope } from '../server/app.ts';
import { expectWholeBooks } from './support/books.ts';
import { holds, scan, settled, violations } from './support/browser.ts';
import { SHOES } from './support/company.ts';
import { startScreens } from './support/screens.ts';
import type { Screens, Window } from './support/screens.ts';
import { ok } from './support/spil.ts';

const SANNE = { name: 'Sanne de Wit', roles: ['store'], locations: ['utrecht'] } as const;
const KARIN = { name: 'Karin van Dalen', roles: ['service', 'operations'] } as const;
const [RUNNER_42, RUNNER_43] = SHOES.map(([, gtin]) => gtin) as [string, string];

interface Order { id: string; status: string; holds: { id: string }[]; externalNumber: string; deliveries: { kind: string; location: string | null }[]; fulfilments: { location: string }[]; lines: { sku: string; units: { stage: string; location: string | null }[] }[]; money: { due: number; paid: number; balance: number; payments: { method: string; captured: number }[] } }

let screens: Screens;
beforeAll(async () => { screens = await startScreens(); });
afterAll(async () => {
  const { projections, ...scope } = auditScope();
  await expectWholeBooks(screens.world.spil.database, projections, scope);
  await screens.close();
});
const receive = async (location: string, lines: Record<string, number>): Promise<void> => { ok(await (await screens.world.as('operations')).post('/stock/receipts', { location, lines: Object.entries(lines).map(([sku, quantity]) => ({ sku, quantity })) })); };
beforeEach(() => receive('utrecht', { 'runner-42': 3, 'boot-40': 3 }));

/** The till of Utrecht, its assortment read. */
async function till(options: { phone?: boolean } = {}): Promise<Window> {
  const page = await screens.window({ as: SANNE, ...options });
  await page.goto('/store/utrecht/till');
  await page.getByText('Nog niets gescand').waitFor();
  return page;
}
const way = (page: Window, name: string, how: 'Meenemen' | 'Later afhalen' | 'Versturen'): Promise<void> => page.getByRole('radiogroup', { name: `Hoe ${name} meegaat` }).getByText(how).click();
const sold = async (page: Window): Promise<Order> => {
  await page.getByText('Geboekt').waitFor();
  const number = (await page.getByText(/^Bon utrecht-/).first().textContent())?.replace('Bon ', '') ?? '';
  const operations = await screens.world.as('operations');
  const { orders } = ok(await operations.get<{ orders: { id: string }[] }>(`/orders?number=${encodeURIComponent(number)}`));
  return ok(await operations.get<Order>(`/orders/${orders[0]?.id}`));
};
/** No violation of WCAG, once nothing moves any more. */
async function clean(page: Window): Promise<void> {
  await settled(page);
  expect(await violations(page)).toEqual([]);
}
async function address(page: Window): Promise<void> {
  const card = page.getByRole('region', { name: 'Te versturen' });
  for (const [label, value] of [['Naam', 'Oma Doe'], ['Straat', 'Voorstraat'], ['Huisnummer', '3'], ['Postcode', '2611 JK'], ['Plaats', 'Delft']] as const) await card.getByLabel(label, { exact: false }).first().fill(value);
}

describe('the till', () => {
  it('sells one along and one to be collected later in this store, paid in cash with change (U9)', async () => {
    const page = await till();
    await scan(page, RUNNER_42);
    await page.getByText('Runner 42 toegevoegd').waitFor();
    // One without a label is found by its name.
    await page.getByRole('textbox', { name: 'Scan of typ een product' }).fill('40 boot');
    await page.keyboard.press('Enter');
    await page.getByRole('region', { name: 'Heet “40 boot”: kies er een' }).getByRole('button').waitFor();
    await clean(page);
    await page.getByRole('button', { name: /^Boot 40/ }).click();
    await page.getByText('Boot 40 toegevoegd').waitFor();
    await way(page, 'Boot 40', 'Later afhalen');
    await page.getByRole('region', { name: 'Later af te halen' }).getByText('Wanneer het er is').waitFor();
    await clean(page);
    await page.getByRole('button', { name: /149,90 afrekenen/ }).click();
    await page.getByText('Contant', { exact: true }).click();
    await page.getByRole('button', { name: /200,00/ }).click();
    await page.getByText(/Wisselgeld: .*50,10/).waitFor();
    await clean(page);
    await page.getByRole('button', { name: 'Ontvangen' }).click();
    const order = await sold(page);
    expect(order).toMatchObject({ money: { due: 14990, paid: 14990, balance: 0, payments: [{ method: 'cash' }] }, lines: [{ sku: 'runner-42', units: [{ stage: 'collected' }] }, { sku: 'boot-40', units: [{ stage: 'allocated', location: 'utrecht' }] }] });
    await page.getByText(/Afhaalcode: [2-9A-HJ-NP-Z]{6}/).waitFor();
    await clean(page);
    expect(page.faults).toEqual([]);
    await page.opened.close();
  });

  it('sells one along and one sent to an address of its own, on a phone, paid by gift card and card (U11)', async () => {
    await receive('dc', { 'runner-43': 2 });
    const page = await till({ phone: true });
    await scan(page, RUNNER_42);
    await scan(page, RUNNER_43);
    await way(page, 'Runner 43', 'Versturen');
    await page.getByRole('button', { name: 'Vul eerst het adres in' }).waitFor();
    await address(page);
    // The day is that of the plan the order then gets; from fifty euros sending is free.
    await page.getByRole('radiogroup', { name: 'Wanneer het komt' }).waitFor();
    await clean(page);
    await page.getByRole('button', { name: /119,90 afrekenen/ }).click();
    await page.getByRole('radiogroup', { name: 'Hoe er wordt betaald' }).getByText('Cadeaukaart').click();
    await page.getByLabel('Nummer van de cadeaukaart').fill('6006 1234');
    await page.getByLabel('Bedrag van de cadeaukaart').fill('25,00');
    await page.getByRole('button', { name: 'Van de cadeaukaart afhalen' }).click();
    await page.getByText(/Nog .*94,90 te betalen/).waitFor();
    await page.getByRole('radiogroup', { name: 'Hoe er wordt betaald' }).getByText('Pin').click();
    await page.getByRole('button', { name: /De automaat zegt: .*94,90 betaald/ }).click();
    expect(await sold(page)).toMatchObject({ fulfilments: [{ location: 'dc' }], deliveries: [{ kind: 'carry_out' }, { kind: 'ship', promisedBy: expect.any(String) }], money: { balance: 0, payments: [{ method: 'gift_card', captured: 2500 }, { method: 'card', captured: 9490 }] } });
    expect(page.faults).toEqual([]);
    await page.opened.close();
  });

  it('shows what another store has, and sells it: the work goes there (U12)', async () => {
    await receive('leiden', { 'runner-43': 1 });
    const operations = await screens.world.as('operations');
    const { balances } = ok(await operations.get<{ balances: { state: string; available: number }[] }>('/stock?sku=runner-43&location=dc'));
    const left = balances.find(({ state }) => state === 'sellable')?.available ?? 0;
    if (left > 0) ok(await operations.post('/stock/corrections', { location: 'dc', lines: [{ sku: 'runner-43', from: 'sellable', to: 'damaged', quantity: left }], reason: 'test' }));
    const page = await till();
    await scan(page, RUNNER_43);
    await page.getByText(/Hier: 0 · Leiden: 1/).waitFor();
    await way(page, 'Runner 43', 'Versturen');
    await address(page);
    await page.getByLabel('E-mail').fill('oma@example.com');
    await page.getByRole('button', { name: /59,95 afrekenen/ }).click();
    await page.getByRole('button', { name: /De automaat zegt/ }).click();
    expect((await sold(page)).fulfilments).toMatchObject([{ location: 'leiden' }]);
    expect(page.faults).toEqual([]);
    await page.opened.close();
  });

  it('goes on without a connection: the sale waits on the device, and is booked with the time it was made; then voided', async () => {
    const page = await till();
    await page.opened.setOffline(true);
    await scan(page, RUNNER_42);
    await page.getByRole('button', { name: 'Korting op Runner 42' }).click();
    await page.getByRole('button', { name: /^5\s*% korting$/ }).click();
    await page.getByRole('button', { name: /56,96 afrekenen/ }).click();
    await page.getByRole('button', { name: /De automaat zegt/ }).click();
    await page.getByText('Op dit apparaat bewaard').waitFor();
    await holds(page, "document.querySelector('[data-unsent]')?.getAttribute('data-unsent') === '1'");
    await page.getByLabel('Bon per mail').fill('bon@example.com');
    await page.getByRole('button', { name: 'Mailen' }).click();
    await page.getByText('Gaat naar bon@example.com zodra er verbinding is.').waitFor();
    await clean(page);
    await page.opened.setOffline(false);
    const order = await sold(page);
    await page.getByText('Gemaild naar bon@example.com').waitFor();
    await screens.world.quiet();
    expect((await screens.world.mails('bon@example.com')).map(({ subject }) => subject)).toEqual([`Je bon ${order.externalNumber} van Utrecht`]);
    expect(order).toMatchObject({ status: 'complete', money: { due: 5696, paid: 5696 } });
    await page.getByRole('button', { name: 'Bon ongedaan maken' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Bon ongedaan maken' }).click();
    await page.getByText('Ongedaan gemaakt', { exact: true }).waitFor();
    expect(ok(await (await screens.world.as('operations')).get<Order>(`/orders/${order.id}`))).toMatchObject({ status: 'returned', money: { due: 0 } });
    await page.getByRole('button', { name: 'Volgende klant' }).click();
    await page.getByText('Bonnen van vandaag op dit apparaat').waitFor();
    await clean(page);
    expect(page.faults).toEqual([]);
    await page.opened.close();
  });

  it('asks for sending what the basket costs to send now, rings up once however fast it is pressed, and gives back each time it is owed', async () => {
    const { database } = screens.world.spil;
    await database.query(`insert into catalogue.variant (sku, product, name) values ('lace', 'runner', 'Veters')`);
    await database.query(`insert into catalogue.price (sku, list, currency, valid_from, amount) values ('lace', 'standard', 'EUR', '2020-01-01', 2995)`);
    await receive('dc', { lace: 2 });
    const page = await till();
    await scan(page, 'lace');
    await way(page, 'Veters', 'Versturen');
    await address(page);
    await page.getByRole('button', { name: /34,90 afrekenen/ }).waitFor();
    // From fifty euros sending is free, on the same day.
    await page.getByRole('button', { name: 'Eén meer van Veters' }).click();
    await page.getByRole('button', { name: /59,90 afrekenen/ }).click();
    await page.getByRole('button', { name: /De automaat zegt/ }).dblclick();
    const order = await sold(page);
    const receipts = await database.query<{ n: number }>(`select count(*)::int as n from orders.order where channel = 'till' and total = 5990`);
    expect(receipts).toEqual([{ n: 1 }]);
    const operations = await screens.world.as(['operations', 'service']);
    for (const _each of [1, 2]) {
      ok(await operations.post(`/orders/${order.id}/cancel`, { lines: [{ line: 1, quantity: 1 }], reason: 'customer' }));
      await page.getByRole('button', { name: 'Volgende klant' }).click();
      await page.getByRole('region', { name: 'Bonnen van vandaag op dit apparaat' }).getByRole('button', { name: /59,90/ }).click();
      await page.getByRole('button', { name: /29,95 teruggegeven/ }).click();
      await page.getByRole('button', { name: /29,95 teruggegeven/ }).waitFor({ state: 'detached' });
      expect(ok(await operations.get<Order & { money: { paid: number; due: number } }>(`/orders/${order.id}`)).money).toMatchObject({ balance: 0, intents: expect.not.arrayContaining([expect.objectContaining({ state: 'pending' })]) });
    }
    expect(page.faults).toEqual([]);
    await page.opened.close();
  });

  it('says what it does not know, sells it all the same by name and price, and sells gift cards', async () => {
    const page = await till();
    await scan(page, '4006381333931');
    await page.getByRole('button', { name: 'Toch verkopen' }).click();
    await page.getByLabel('Wat het is').fill('Schoenlepel');
    await page.getByLabel('Prijs').fill('4,95');
    await page.getByRole('button', { name: 'Toevoegen' }).click();
    await page.getByRole('button', { name: 'Cadeaukaart verkopen' }).click();
    await page.getByLabel('Prijs').fill('25,00');
    await page.getByRole('button', { name: 'Toevoegen' }).click();
    await page.getByRole('button', { name: /29,95 afrekenen/ }).click();
    await page.getByRole('button', { name: /De automaat zegt/ }).click();
    const order = await sold(page);
    expect(order).toMatchObject({ money: { due: 2995, paid: 2995, balance: 0 } });
    expect(page.faults).toEqual([]);
    await page.opened.close();

    // The office finds out what it was; its barcode is known from then on.
    const office = await screens.window({ as: KARIN });
    await office.goto(`/office/queues/holds?item=${order.holds[0]?.id}`);
    await office.getByRole('heading', { name: 'Welk product was het?' }).waitFor();
    await office.getByLabel('Zoek een product').fill('boot');
    await office.getByRole('radio', { name: /boot-40/ }).check();
    await clean(office);
    await office.getByRole('button', { name: 'Dit is het' }).click();
    await office.getByRole('heading', { name: 'Welk product was het?' }).waitFor({ state: 'detached' });
    const operations = await screens.world.as('operations');
    expect(ok(await operations.get<Order>(`/orders/${order.id}`)).lines[0]).toMatchObject({ sku: 'boot-40', units: [{ stage: 'collected' }] });
    expect(office.faults).toEqual([]);
    await office.opened.close();
  });
});
