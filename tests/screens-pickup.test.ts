/** Pickups in a real browser: the customer follows the code, has it wait, chooses another store; the store lets it wait, hands it over, puts back what nobody came for, and sends goods to another store. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { auditScope } from '../server/app.ts';
import { fromWire } from '../server/kernel/ids.ts';
import { expectWholeBooks } from './support/books.ts';
import { pickDay, scan, violations } from './support/browser.ts';
import { anOrder, SHOES } from './support/company.ts';
import { codeOf } from './support/customer.ts';
import { startScreens } from './support/screens.ts';
import type { Screens, Window } from './support/screens.ts';
import { ok } from './support/spil.ts';
import { until } from './support/until.ts';

const SANNE = { name: 'Sanne de Wit', roles: ['store'], locations: ['utrecht'] } as const;
const EVA = { name: 'Eva Jansen', roles: ['store'], locations: ['zeist'] } as const;
const KARIN = { name: 'Karin van Dalen', roles: ['service', 'operations'] } as const;
const [RUNNER_42, , BOOT] = SHOES.map(([, gtin]) => gtin) as [string, string, string];

interface Placed { id: string; number: string; status: string; fulfilments: { id: string; location: string }[]; deliveries: { kind: string; status: string; location: string | null }[] }

let screens: Screens;
beforeAll(async () => {
  screens = await startScreens();
  const operations = await screens.world.as('operations');
  for (const location of ['utrecht', 'zeist', 'dc']) ok(await operations.post('/stock/receipts', { location, lines: SHOES.map(([sku]) => ({ sku, quantity: 6 })) }));
});
afterAll(async () => {
  const { projections, ...scope } = auditScope();
  await until(async () => {
    await screens.world.quiet();
    return true;
  });
  await expectWholeBooks(screens.world.spil.database, projections, scope);
  await screens.close();
});

const look = async (id: string): Promise<Placed> => ok(await (await screens.world.as('operations')).get<Placed>(`/orders/${id}`));
/** Where the customer's link leads, on this server. */
const pageOf = async (placed: Placed): Promise<string> => new URL(await screens.world.spil.customerPage(fromWire('ord', placed.id) ?? '')).pathname;
const clean = async (page: Window, what: string): Promise<void> => expect(await violations(page), what).toEqual([]);

/** A day some time from now on which the stores are open: not a Sunday. */
function openDay(days: number): string {
  const day = new Date(Date.parse(screens.world.clock.now()) + days * 86_400_000);
  return new Date(day.getTime() + (day.getUTCDay() === 0 ? 86_400_000 : 0)).toISOString().slice(0, 10);
}
/** A day as the pages write it. */
const inWords = (day: string): string => new Intl.DateTimeFormat('nl-NL', { weekday: 'long', day: 'numeric', month: 'long', timeZone: 'UTC' }).format(new Date(`${day}T12:00:00Z`));

/** Ready in Utrecht; with `home`, another line is sent from the warehouse. */
async function ready(home = false): Promise<Placed> {
  const shop = await screens.world.as('channel');
  const lines = [{ sku: 'runner-42', quantity: 1 }, ...(home ? [{ sku: 'boot-40', quantity: 1, price: 8995 }] : [])];
  const body = anOrder({ lines, delivery: { kind: 'pickup', location: 'utrecht' }, placedAt: screens.world.clock.now() });
  const address = { name: 'Jo Doe', street: 'Oudegracht', houseNumber: '12', postalCode: '3511 AB', city: 'Utrecht', country: 'NL' };
  const placed = ok(await shop.post<Placed>('/orders', home ? { ...body, deliveries: [...(body.deliveries ?? []), { ref: 'd2', kind: 'ship', address }], lines: body.lines.map((line, index) => ({ ...line, delivery: index === 0 ? 'd1' : 'd2' })) } : body));
  const store = await screens.world.as('store', ['utrecht']);
  const { fulfilments } = ok(await store.get<{ fulfilments: { id: string; order: string; kind: string }[] }>('/fulfilments?kind=pickup'));
  ok(await store.post(`/fulfilments/${fulfilments.find((one) => one.order === placed.id)?.id}/pick`, { shelf: 'A-7', scans: [{ scan: placed.id, code: 'runner-42' }] }));
  return placed;
}

describe('the customer', () => {
  it('sees the code and the last day, has it wait longer, and chooses another store: the store’s list follows', async () => {
    const placed = await ready();
    const page = await screens.window({ as: null, phone: true });
    await page.goto(await pageOf(placed));
    await page.getByText(codeOf({ id: placed.id }, 1)).first().waitFor();
    await page.getByText(/Hij ligt voor je klaar tot en met/).waitFor();
    await clean(page, 'the page of a pickup that is ready');
    await page.getByRole('button', { name: 'Bewaar het langer voor me' }).tap();
    await page.getByText(/We bewaren het voor je tot en met/).waitFor();
    expect(await page.getByRole('button', { name: 'Bewaar het langer voor me' }).count()).toBe(0);

    await page.getByRole('button', { name: /Ergens anders afhalen/ }).tap();
    await page.getByRole('radio', { name: /Zeist/ }).waitFor();
    await clean(page, 'the dialog of other destinations');
    await page.getByRole('radio', { name: /thuisbezorgen/ }).tap();
    await page.getByLabel('Postcode').waitFor();
    await clean(page, 'the dialog with an address');
    expect(await page.getByRole('button', { name: 'Daarheen sturen' }).isDisabled()).toBe(true);
    await page.getByRole('radio', { name: /Zeist/ }).tap();
    await page.getByRole('button', { name: 'Daarheen sturen' }).tap();
    await page.getByRole('heading', { name: 'Afhalen bij Zeist' }).waitFor();
    expect((await look(placed.id)).deliveries[0]).toMatchObject({ kind: 'pickup', location: 'zeist' });
    expect(page.faults).toEqual([]);
    await page.opened.close();

    // Zeist had it on its own shelf: what lay ready in Utrecht is put back there, by scan.
    const store = await screens.window({ as: SANNE, phone: true });
    await store.goto('/store/utrecht/pickups?status=back');
    await store.getByRole('heading', { name: `Van bestelling ${placed.number}` }).waitFor();
    await clean(store, 'what is to be put back');
    await scan(store, BOOT);
    await store.getByRole('alert').waitFor();
    await scan(store, RUNNER_42);
    await store.getByText('Niets terug te leggen').waitFor();
    expect(store.faults).toEqual([]);
    await store.opened.close();
  });

  it('has it brought home for a price, pays that on the operator’s page, and is told nothing is owed any more', async () => {
    const [operations, shop] = await Promise.all([screens.world.as('operations'), screens.world.as('channel')]);
    const draft = ok(await operations.post<{ version: number }>('/settings/pickup-policy/default/versions', { body: { code: true, identification: false, homePrice: 495 } }));
    ok(await operations.post(`/settings/pickup-policy/default/versions/${draft.version}/activate`));
    const ref = await screens.world.mollie.pay({ amount: 8995, method: 'ideal' });
    const placed = ok(await shop.post<Placed>('/orders', anOrder({ lines: [{ sku: 'boot-40', quantity: 1, price: 8995 }], delivery: { kind: 'pickup', location: 'utrecht' }, placedAt: screens.world.clock.now(), payment: { operator: 'mollie', method: 'ideal', captured: true, ref } })));
    const page = await screens.window({ as: null, phone: true });
    await page.goto(await pageOf(placed));
    await page.getByRole('button', { name: /Ergens anders afhalen/ }).tap();
    await page.getByRole('radio', { name: /thuisbezorgen/ }).tap();
    for (const [label, value] of [['Naam', 'Jo Doe'], ['Straat', 'Oudegracht'], ['Huisnummer', '12'], ['Postcode', '3511 AB'], ['Plaats', 'Utrecht']] as const) await page.getByLabel(label, { exact: false }).first().fill(value);
    await page.getByRole('button', { name: 'Daarheen sturen' }).tap();
    const pay = page.getByRole('button', { name: /^Betaal €/ });
    await pay.waitFor();
    await clean(page, 'the page of an order of which something is still to be paid');
    await pay.tap();
    // The operator sends the customer back to the address that Spil has outside, where nothing listens in a test.
    await page.route('http://127.0.0.1/**', (route) => route.abort());
    await page.locator('button[value="pay"]').tap({ noWaitAfter: true });
    await until(async () => (await screens.world.mollie.payments()).every(({ status }) => status === 'paid'));
    for (const { id } of await screens.world.mollie.payments()) await fetch(`${screens.world.url}/hooks/payments/mollie`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `id=${id}` });
    await screens.world.quiet();
    await page.goto(await pageOf(placed));
    await page.getByRole('heading', { name: 'Bezorgen in Utrecht' }).waitFor();
    expect(await pay.count()).toBe(0);
    expect((await look(placed.id)).deliveries[0]).toMatchObject({ kind: 'ship', status: 'in_progress' });
    expect(page.faults).toEqual([]);
    await page.opened.close();
    const back = ok(await operations.post<{ version: number }>('/settings/pickup-policy/default/versions', { body: { code: true, identification: false, homePrice: 0 } }));
    ok(await operations.post(`/settings/pickup-policy/default/versions/${back.version}/activate`));
  });
});

describe('the store', () => {
  it('lets a pickup wait longer, and hands out the part of an order that is collected, while the other part is sent', async () => {
    const placed = await ready(true);
    const page = await screens.window({ as: SANNE });
    await page.goto('/store/utrecht/pickups');
    await page.getByRole('link', { name: /Jo Doe/ }).first().waitFor();
    await clean(page, 'the list of pickups');
    await page.goto(`/store/utrecht/pickups/${placed.id}/1`);
    await page.getByRole('button', { name: 'Langer laten wachten' }).click();
    await clean(page, 'the dialog of waiting longer');
    const [today = '', beyond = ''] = [0, 100].map((days) => new Date(Date.parse(screens.world.clock.now()) + days * 86_400_000).toISOString().slice(0, 10));
    const last = page.getByRole('dialog').getByLabel('Tot en met');
    await pickDay(page, last, today);
    await page.getByRole('button', { name: 'Laten wachten', exact: true }).click();
    await page.getByText('Tot die dag kan het niet', { exact: false }).waitFor();
    await pickDay(page, last, beyond);
    await page.getByRole('button', { name: 'Laten wachten', exact: true }).click();
    await page.getByText('Zo lang wacht niets. Kies een eerdere dag.').waitFor();
    await clean(page, 'a day that is impossible');
    const until = openDay(20);
    await pickDay(page, last, until);
    await page.getByRole('button', { name: 'Laten wachten', exact: true }).click();
    await page.getByText(`Hij wacht nu tot en met ${inWords(until)}. De klant krijgt bericht.`).waitFor();
    await page.getByText(`Hij wacht tot en met ${inWords(until)}.`).waitFor();
    const waiting = await screens.window({ as: null, phone: true });
    await waiting.goto(await pageOf(placed));
    await waiting.getByText(`Hij ligt voor je klaar tot en met ${inWords(until)}.`).waitFor();
    await clean(waiting, 'the page of a pickup that waits longer');
    await waiting.opened.close();
    await page.getByRole('button', { name: 'Ergens anders heen' }).click();
    await page.getByRole('radio', { name: /Zeist/ }).waitFor();
    await clean(page, 'the dialog of other destinations at the counter');
    await page.keyboard.press('Escape');
    await page.getByLabel('Afhaalcode').fill('AAAAAA');
    await page.getByRole('button', { name: 'Alles meegeven' }).click();
    await page.getByRole('alert').first().waitFor();
    await page.getByLabel('Afhaalcode').fill(codeOf({ id: placed.id }, 1));
    await page.getByRole('button', { name: 'Alles meegeven' }).click();
    await page.getByText('Meegegeven aan Jo Doe').waitFor();
    const after = await look(placed.id);
    expect(after.deliveries.map(({ kind, status }) => `${kind} ${status}`)).toEqual(['pickup complete', 'ship in_progress']);
    expect(page.faults).toEqual([]);
    await page.opened.close();

    // The customer reads both: one collected, one on its way to be sent.
    const customer = await screens.window({ as: null });
    await customer.goto(await pageOf(placed));
    await customer.getByRole('heading', { name: 'Afhalen bij Utrecht' }).waitFor();
    await customer.getByRole('heading', { name: 'Bezorgen in Utrecht' }).waitFor();
    await customer.opened.close();
  });

  it('says at the counter that what lies ready is damaged, and is told who brings another', async () => {
    const placed = await ready();
    const page = await screens.window({ as: SANNE, phone: true });
    await page.goto(`/store/utrecht/pickups/${placed.id}/1`);
    await page.getByRole('button', { name: 'Ontbreekt of beschadigd' }).tap();
    await page.getByRole('dialog').getByRole('button', { name: 'Beschadigd', exact: true }).waitFor();
    await clean(page, 'the dialog of what is missing or damaged');
    await page.getByRole('dialog').getByRole('button', { name: 'Beschadigd', exact: true }).tap();
    await page.getByText(/brengt een ander\. De klant krijgt bericht als het er is/).waitFor();
    await page.getByText('Deze afhaalorder is niet klaar').waitFor();
    expect((await look(placed.id)).fulfilments.filter(({ location }) => location !== 'utrecht')).toHaveLength(1);
    expect(page.faults).toEqual([]);
    await page.opened.close();
  });

  it('sends goods to another store: made by scan, put in a tote, received there', async () => {
    const page = await screens.window({ as: SANNE });
    await page.goto('/store/utrecht/sending?show=new');
    await page.getByRole('combobox', { name: 'Locatie' }).click();
    await page.getByRole('option', { name: 'Zeist' }).click();
    await page.getByRole('heading', { level: 1 }).click();
    await scan(page, BOOT);
    await page.getByText('Boot 40 toegevoegd').waitFor();
    await scan(page, BOOT);
    await clean(page, 'a new internal shipment');
    await page.getByRole('button', { name: 'Maken: 2 producten' }).click();
    await page.getByRole('heading', { name: 'Naar Zeist' }).waitFor();
    await scan(page, RUNNER_42);
    await page.getByText(/is niet gevraagd/).waitFor();
    await scan(page, BOOT);
    await page.getByText('Boot 40: 1 van 2').waitFor();
    await clean(page, 'an internal shipment that is scanned');
    await page.getByLabel('Code op de krat').fill('K-77');
    await page.getByRole('button', { name: '1 product meegeven' }).click();
    await page.getByText('Ze zijn onderweg').waitFor();
    expect(page.faults).toEqual([]);
    await page.opened.close();

    const other = await screens.window({ as: EVA });
    await other.goto('/store/zeist/incoming');
    await other.getByRole('link', { name: /Krat K-77/ }).click();
    await other.getByText('Niet geteld').waitFor();
    await scan(other, BOOT);
    await other.getByText('1 van 1').waitFor();
    await other.getByRole('button', { name: '1 product ontvangen' }).click();
    await other.getByText('Krat K-77 is ontvangen').waitFor();
    await other.opened.close();
  });
});

describe('the office', () => {
  it('sends a delivery elsewhere from the order’s page', async () => {
    const placed = await ready();
    const page = await screens.window({ as: KARIN });
    await page.goto(`/office/orders/${placed.id}`);
    await page.getByRole('button', { name: 'Ergens anders heen' }).click();
    await page.getByRole('radio', { name: /Zeist/ }).waitFor();
    await clean(page, 'the office’s dialog of other destinations');
    await page.getByRole('radio', { name: /Zeist/ }).click();
    await page.getByRole('button', { name: 'Daarheen sturen' }).click();
    await page.getByText('Het gaat nu ergens anders heen').first().waitFor();
    expect((await look(placed.id)).deliveries[0]).toMatchObject({ location: 'zeist' });
    expect(page.faults).toEqual([]);
    await page.opened.close();
  });
});
