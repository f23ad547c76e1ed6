/** A reservation in a real browser: put aside in the store, shown to the customer, sold at the till by its code; on desk and phone. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditScope } from '../server/app.ts';
import { expectWholeBooks } from './support/books.ts';
import { pickDay, scan, settled, violations } from './support/browser.ts';
import { SHOES } from './support/company.ts';
import { startScreens } from './support/screens.ts';
import type { Screens, Window } from './support/screens.ts';
import { ok } from './support/spil.ts';

const SANNE = { name: 'Sanne de Wit', roles: ['store'], locations: ['utrecht'] } as const;
const SERVICE = { name: 'Noor Smit', roles: ['service'] } as const;
const [RUNNER_42] = SHOES.map(([, gtin]) => gtin) as [string];
interface Reservation { order: string; number: string; code: string; state: string; receipts: string[] }

let screens: Screens;
let serial = 0;
beforeAll(async () => {
  screens = await startScreens();
  const operations = await screens.world.as('operations');
  ok(await operations.post('/stock/receipts', { location: 'utrecht', lines: [{ sku: 'runner-42', quantity: 6 }, { sku: 'boot-40', quantity: 3 }] }));
  const { version } = ok(await operations.post<{ version: number }>('/settings/reservation-policy/default/versions', { body: { hours: 48, mostHours: 720, remindHoursBefore: 4, perSku: 2, openPerCustomer: 2, openPerOrigin: 5, shareOfStock: 50, price: 'reserved' }, note: 'Up to a month' }));
  ok(await operations.post(`/settings/reservation-policy/default/versions/${version}/activate`));
});
afterAll(async () => {
  const { projections, ...scope } = auditScope();
  await expectWholeBooks(screens.world.spil.database, projections, scope);
  await screens.close();
});

/** Reserved by the web shop; with `aside` the store has put it on a shelf. */
async function reserved(lines: { sku: string; quantity: number }[], aside = true): Promise<Reservation> {
  const web = await screens.world.as('channel');
  const made = ok(await web.post<Reservation>('/reservations', { channel: 'web', externalId: `r-${++serial}`, location: 'utrecht', lines, customer: { name: 'Jo Doe', email: `jo-${serial}@example.com`, language: 'nl' } }));
  await screens.world.right();
  if (!aside) return made;
  const store = await screens.world.as('store', ['utrecht']);
  const { fulfilments } = ok(await store.get<{ fulfilments: { id: string; order: string }[] }>('/fulfilments?limit=200'));
  const work = fulfilments.find(({ order }) => order === made.order)?.id ?? '';
  ok(await store.post(`/fulfilments/${work}/pick`, { scans: lines.flatMap(({ sku, quantity }) => Array.from({ length: quantity }, (_, n) => ({ scan: `${made.number}-${sku}-${n}`, code: sku, quantity: 1 }))), shelf: 'R1' }));
  await screens.world.right();
  return made;
}
const look = async ({ order }: Reservation): Promise<Reservation> => ok(await (await screens.world.as('operations')).get<Reservation>(`/reservations/${order}`));
async function clean(page: Window): Promise<void> {
  await settled(page);
  expect(await violations(page)).toEqual([]);
}
/** A day some time from now on which the store is open: not a Sunday. */
function openDay(days: number): string {
  const day = new Date(Date.parse(screens.world.clock.now()) + days * 86_400_000);
  return new Date(day.getTime() + (day.getUTCDay() === 0 ? 86_400_000 : 0)).toISOString().slice(0, 10);
}
/** A day as the pages write it before its time. */
const due = (day: string): string => new Intl.DateTimeFormat('nl-NL', { weekday: 'short', day: 'numeric', month: 'short', timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`));
const link = async ({ order }: Reservation): Promise<string> => new URL(ok(await (await screens.world.as('service')).get<{ url: string }>(`/orders/${order}/customer-link`)).url).pathname;

describe('a reservation', () => {
  it('is sold at the till by its code, with something else beside it, and what is left of it is free again (U13)', async () => {
    const reservation = await reserved([{ sku: 'runner-42', quantity: 2 }, { sku: 'boot-40', quantity: 1 }]);
    const page = await screens.window({ as: SANNE });
    await page.goto('/store/utrecht/pickups');
    await page.getByText('Reservering', { exact: true }).first().waitFor();
    await clean(page);
    await scan(page, reservation.code);
    await page.getByText(/Er is nog niet betaald/).waitFor();
    expect(await page.getByRole('button', { name: 'Alles meegeven' }).count()).toBe(0);
    await clean(page);
    await page.getByRole('link', { name: 'Naar de kassa' }).click();
    await page.getByText('Nog niets gescand').waitFor();
    await scan(page, reservation.code);
    await page.getByText(`Reservering ${reservation.number} van Jo Doe toegevoegd. Hij ligt op R1`, { exact: false }).waitFor();
    expect(await page.getByText(`Gereserveerd: ${reservation.number}`).count()).toBe(2);
    // The same product from the shelf is a line of its own; of the reservation the boot is not bought.
    await scan(page, RUNNER_42);
    await page.getByText('Runner 42 toegevoegd').waitFor();
    await page.getByRole('button', { name: /Boot 40 van de bon halen/ }).click();
    await clean(page);
    await page.getByRole('button', { name: /179,85 afrekenen/ }).click();
    await page.getByRole('button', { name: /De automaat zegt/ }).click();
    await page.getByText('Geboekt').waitFor();
    expect(await look(reservation)).toMatchObject({ state: 'bought', receipts: [expect.stringContaining('utrecht-')] });
    expect(page.faults).toEqual([]);
    await page.opened.close();
  });

  it('does not take a code of another store or of none for a reservation', async () => {
    const page = await screens.window({ as: SANNE, phone: true });
    await page.goto('/store/utrecht/till');
    await page.getByText('Nog niets gescand').waitFor();
    await scan(page, 'ZZZZ22');
    await page.getByText('ZZZZ22 zit niet in ons assortiment.').waitFor();
    expect(page.faults).toEqual([]);
    await page.opened.close();
  });

  it.each([false, true])('shows the customer the code, the moment and the state, and is let go without a word about money (phone: %s)', async (phone) => {
    const reservation = await reserved([{ sku: 'runner-42', quantity: 1 }]);
    const page = await screens.window({ as: null, phone });
    await page.goto(await link(reservation));
    await page.getByRole('heading', { level: 1, name: /je reservering ligt klaar in de winkel/ }).waitFor();
    await page.getByText(reservation.code).first().waitFor();
    await page.getByText(/We bewaren het voor je tot/).waitFor();
    await clean(page);
    await page.getByRole('button', { name: 'Annuleren…' }).click();
    await page.getByText(/Dan is het weer vrij voor anderen/).waitFor();
    expect(await page.getByText(/afgeschreven|krijgt .* terug/).count()).toBe(0);
    await clean(page);
    await page.getByRole('button', { name: /1 product annuleren|Annuleer 1 product/ }).click();
    await page.getByRole('heading', { level: 1, name: /je reservering is afgelopen/ }).waitFor();
    await clean(page);
    expect(await look(reservation)).toMatchObject({ state: 'ended' });
    expect(page.faults).toEqual([]);
    await page.opened.close();
  });

  it('stands on the order’s page with its store, end and state, and is let go there; the store and the office may let it hold longer', async () => {
    const reservation = await reserved([{ sku: 'runner-42', quantity: 1 }]);
    const [first, second, beyond] = [openDay(5), openDay(9), openDay(80)];
    const store = await screens.window({ as: SANNE, phone: true });
    await store.goto(`/store/utrecht/pickups/${reservation.order}/1`);
    await store.getByRole('button', { name: 'Verlengen' }).click();
    const counter = store.getByRole('dialog');
    await counter.getByText(/Het wordt nu bewaard tot/).waitFor();
    await pickDay(store, counter.getByLabel('Bewaren tot'), beyond, '12:00');
    await counter.getByRole('button', { name: 'Verlengen' }).click();
    await counter.getByText('Een reservering kan dan niet eindigen. Kies een vroeger moment.').waitFor();
    await clean(store);
    await pickDay(store, counter.getByLabel('Bewaren tot'), first, '12:00');
    await counter.getByRole('button', { name: 'Verlengen' }).click();
    await store.getByText(new RegExp(`${due(first)} 12:00`)).first().waitFor();
    const page = await screens.window({ as: SERVICE });
    await page.goto(`/office/orders/${reservation.order}`);
    await page.getByText('Gereserveerd, niet betaald').waitFor();
    await page.getByText(`bewaart het tot ${due(first)} 12:00`, { exact: false }).waitFor();
    await clean(page);
    await page.getByRole('button', { name: 'Verlengen' }).click();
    const office = page.getByRole('dialog').filter({ hasText: 'Bewaren tot' });
    await pickDay(page, office.getByLabel('Bewaren tot'), second, '14:30');
    await clean(page);
    await office.getByRole('button', { name: 'Verlengen' }).click();
    await page.getByText(`bewaart het tot ${due(second)} 14:30`, { exact: false }).waitFor();
    const customer = await screens.window({ as: null, phone: true });
    await customer.goto(await link(reservation));
    await customer.getByText(`We bewaren het voor je tot ${due(second)} 14:30.`).waitFor();
    await customer.opened.close();
    await page.getByRole('button', { name: 'Reservering annuleren' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Reservering annuleren' }).click();
    await page.getByText('Deze reservering is afgelopen').waitFor();
    expect(await page.getByRole('button', { name: 'Verlengen' }).count()).toBe(0);
    await clean(page);
    await screens.world.right();
    expect(await look(reservation)).toMatchObject({ state: 'ended' });
    expect([...page.faults, ...store.faults]).toEqual([]);
    await page.opened.close();
    await store.opened.close();
  });
});
