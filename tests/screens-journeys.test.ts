/** Six journeys in a real browser, on the demo's own company, each step on the page of whoever does it: the visitor's shop or the till, the store's list and scanner, the carrier's pile, the mail and the customer's page. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { fromWire } from '../server/kernel/ids.ts';
import { scan } from './support/browser.ts';
import { startScreens } from './support/screens.ts';
import type { Screens, Window, WindowOptions } from './support/screens.ts';
import { ok } from './support/spil.ts';
import type { Client } from './support/spil.ts';
import { found } from './support/until.ts';
import { basketOf, bought } from './support/visitor.ts';
import type { Bought, Sold } from './support/visitor.ts';

interface Ware extends Sold { gtin: string }
interface Order { id: string; number: string; externalNumber: string; status: string; deliveries: { kind: string; status: string; location: string | null }[]; fulfilments: { id: string; location: string; kind: string; status: string }[]; money: { due: number; paid: number; balance: number } }

/** Who the visitor of the shop is, unless something else is typed. */
const VERA = 'vera.bezoeker@post.example';

let screens: Screens;
let office: Client;
/** Enough of each lies in Utrecht and elsewhere, and each journey takes its own; `away` lies in the warehouse and not in Utrecht; `far` only one store has, and no warehouse. */
let here: Ware[];
let away: Ware;
let far: Ware & { location: string; place: string };

beforeAll(async () => {
  screens = await startScreens({ company: 'demo' });
  office = await screens.world.as(['operations', 'service']);
  here = await wares(`${at('utrecht')} >= 4 and sum(s.quantity - s.reserved) >= 8`, 8);
  [away] = await wares(`${at('utrecht')} = 0 and ${at('dc')} >= 4`, 1) as [Ware];
  far = await onlyThere();
}, 120_000);
afterAll(() => screens.close());

const at = (location: string): string => `coalesce(sum(s.quantity - s.reserved) filter (where s.location = '${location}'), 0)`;
async function wares(having: string, number: number): Promise<Ware[]> {
  const rows = await screens.world.spil.database.query<Ware>(`select v.sku, v.product, v.name, rtrim(b.gtin) as gtin, c.amount::int as price from books.stock_balance s join catalogue.variant v on v.sku = s.sku join catalogue.barcode b on b.sku = v.sku
    join catalogue.price c on c.sku = v.sku and c.list = 'standard' where s.state = 'sellable' and v.kind = 'goods' and v.options ->> 'maat' is not null group by v.sku, v.product, v.name, b.gtin, c.amount having ${having} order by v.sku limit ${number}`);
  expect(rows, having).toHaveLength(number);
  return rows;
}
/** A product that lies in one store alone: what there is of it elsewhere is set aside first. */
async function onlyThere(): Promise<Ware & { location: string; place: string }> {
  const [ware] = await wares(`${at('leiden')} >= 2 and ${at('utrecht')} = 0 and v.sku <> '${away.sku}'`, 1) as [Ware];
  const others = await screens.world.spil.database.query<{ location: string; n: number }>(`select location, (quantity - reserved)::int as n from books.stock_balance where sku = $1 and state = 'sellable' and location <> 'leiden' and quantity > reserved`, [ware.sku]);
  for (const { location, n } of others) ok(await office.post('/stock/corrections', { location, lines: [{ sku: ware.sku, from: 'sellable', to: 'damaged', quantity: n }], reason: 'Alleen in Leiden' }));
  return { ...ware, location: 'leiden', place: 'Leiden' };
}

const look = async ({ id }: { id: string }): Promise<Order> => ok(await office.get<Order>(`/orders/${id}`));

/** A window for each who takes part, opened once: a customer's telephone, a store's or warehouse's, and the till of Utrecht. */
const opened = new Map<string, Promise<Window>>();
function windowOf(name: string, options: WindowOptions): Promise<Window> {
  const made = opened.get(name) ?? screens.window(options);
  opened.set(name, made);
  return made;
}
const visitor = (): Promise<Window> => windowOf('visitor', { as: null, phone: true });
const team = (location: string): WindowOptions['as'] => ({ name: `Team ${location}`, roles: ['store'], locations: [location] });
const staff = (location: string): Promise<Window> => windowOf(location, { as: team(location), phone: true });
/** Mails to somebody whose subject says this, as the mailbox's page lists them; answers what the one that is opened says. */
async function mail(page: Window, to: string, subject: RegExp): Promise<string> {
  await page.goto(`/sandbox/mailbox?to=${encodeURIComponent(to)}`);
  await page.getByRole('navigation', { name: 'Mails' }).getByRole('button', { name: subject }).first().click();
  await page.getByText('Platte tekst').click();
  return await page.getByRole('article').locator('pre').textContent() ?? '';
}
/** The badge of a delivery on the customer's page; its line of steps has the same words beforehand. */
const standsAt = (page: Window, delivery: string, state: string): Promise<void> => page.getByRole('region', { name: delivery }).locator('.mantine-Badge-root').filter({ hasText: state }).first().waitFor();
const linkIn = (text: string): string => /\/track\/[\w.-]+/.exec(text)?.[0] ?? '';

/** Buys these in the visitor's shop, delivered as chosen. */
async function buy(page: Window, wanted: readonly Ware[], choice: RegExp): Promise<Bought> {
  await page.goto('/sandbox/shop?shop=app');
  await page.evaluate(basketOf(wanted.map((ware) => ({ ...ware, quantity: 1 }))));
  await page.goto('/sandbox/shop/checkout?shop=app');
  await page.getByRole('radio', { name: choice }).first().check();
  await page.getByRole('button', { name: /^Koop voor/ }).click();
  await page.getByRole('heading', { name: 'Bedankt voor je bestelling' }).waitFor();
  return bought(screens.world, office, decodeURIComponent(new URL(page.url()).pathname.split('/').at(-1) ?? ''));
}

/** Somebody of a location takes the work of an order from today's list, and scans what it asks for. */
async function pick(page: Window, location: string, { number }: { number: string }, scans: readonly Ware[]): Promise<void> {
  await page.goto(`/store/${location}/today`);
  await page.getByRole('link', { name: new RegExp(`\\b${number}\\b`) }).first().tap();
  await page.getByText('Scan het product').first().waitFor();
  for (const { gtin } of scans) await scan(page, gtin);
}
async function shelve(page: Window, shelf: string): Promise<void> {
  await page.getByText('Leg het op een plek en scan die plek', { exact: false }).waitFor();
  await scan(page, shelf);
  await page.getByText(`Het ligt op ${shelf}.`).waitFor();
}
/** One box, on the pile, and the pile to the carrier. */
async function ship(page: Window, location: string, placed: { id: string }): Promise<void> {
  await page.getByRole('button', { name: '1 doos' }).tap();
  await page.getByText('Leg het op de stapel voor PostNL').waitFor();
  await found(async () => (await screens.world.spil.database.query(`select from shipping.parcel where order_id = $1 and location = $2 and status = 'labelled'`, [fromWire('ord', placed.id), location]))[0]);
  await page.goto(`/store/${location}/handover`);
  await page.getByRole('button', { name: 'Alles aanvinken' }).tap();
  await page.getByRole('button', { name: /^Overdracht afsluiten/ }).tap();
  await page.getByRole('heading', { name: 'Overgedragen' }).or(page.getByText('Overgedragen', { exact: true })).first().waitFor();
}
/** The customer shows the code at the counter, and gets all that lies ready. */
async function handOver(page: Window, code: string, shelf: string): Promise<void> {
  await page.goto('/store/utrecht/pickups');
  await page.getByPlaceholder('Scan of typ code of naam').waitFor();
  await scan(page, code);
  await page.getByText(shelf, { exact: true }).waitFor();
  await page.getByRole('button', { name: 'Alles meegeven' }).tap();
  await page.getByText(/^Meegegeven aan/).waitFor();
}

/** The till of Utrecht, its assortment read. */
async function till(): Promise<Window> {
  const page = await windowOf('till', { as: team('utrecht') });
  await page.goto('/store/utrecht/till');
  await page.getByText('Nog niets gescand').waitFor();
  return page;
}
const goes = (page: Window, { name }: Ware, how: 'Later afhalen' | 'Versturen'): Promise<void> => page.getByRole('radiogroup', { name: `Hoe ${name} meegaat` }).getByText(how).click();
async function address(page: Window, email: string): Promise<void> {
  const card = page.getByRole('region', { name: 'Te versturen' });
  for (const [label, value] of [['Naam', 'Oma Doe'], ['Straat', 'Voorstraat'], ['Huisnummer', '3'], ['Postcode', '2611 JK'], ['Plaats', 'Delft']] as const) await card.getByLabel(label, { exact: false }).first().fill(value);
  await page.getByLabel('E-mail').fill(email);
}
async function paid(page: Window): Promise<Order> {
  await page.getByRole('button', { name: /afrekenen$/ }).click();
  await page.getByRole('button', { name: /De automaat zegt/ }).click();
  await page.getByText('Geboekt').waitFor();
  const number = (await page.getByText(/^Bon utrecht-/).first().textContent())?.replace('Bon ', '') ?? '';
  const { orders: [order] } = ok(await office.get<{ orders: { id: string }[] }>(`/orders?number=${encodeURIComponent(number)}`));
  return look(order ?? { id: '' });
}
/** Nothing failed in any window, and after all of it the books are whole and the ERP's copy equal. */
async function over(): Promise<void> {
  expect((await Promise.all(opened.values())).flatMap(({ faults }) => faults)).toEqual([]);
  await screens.world.right();
}

describe('bought at home', () => {
  it('U2: a pickup of which one product has to be brought from another location is told once, when all of it lies ready, and handed over on its code', async () => {
    const [first, second] = here as [Ware, Ware];
    const customer = await visitor();
    const utrecht = await staff('utrecht');
    const placed = await buy(customer, [first, second], /^Utrecht/);
    expect(placed.deliveries).toMatchObject([{ kind: 'pickup', location: 'utrecht' }]);
    await pick(utrecht, 'utrecht', placed, []);
    await utrecht.getByRole('button', { name: new RegExp(`Probleem: ${second.name}`) }).tap();
    await utrecht.getByRole('button', { name: 'Niet gevonden' }).tap();
    await utrecht.getByText(/levert het\.$/).waitFor();
    await scan(utrecht, first.gtin);
    await shelve(utrecht, 'U-2');
    const brings = (await look(placed)).fulfilments.find(({ kind, status }) => kind === 'transfer' && status !== 'cancelled');
    if (!brings) throw new Error('another location was to bring it');
    const other = await staff(brings.location);
    await pick(other, brings.location, placed, [second]);
    await scan(other, 'KR-2');
    await other.getByText('Onderweg in de krat.').waitFor();
    await customer.goto(linkIn(await mail(customer, VERA, /bestelling/i)));
    await customer.getByRole('heading', { name: 'Afhalen bij Utrecht' }).waitFor();
    expect(await customer.getByText('Je afhaalcode').count()).toBe(0);

    await utrecht.goto('/store/utrecht/incoming');
    await utrecht.getByRole('link', { name: /Krat KR-2/ }).tap();
    await utrecht.getByText('Niet geteld').waitFor();
    await scan(utrecht, second.gtin);
    await utrecht.getByText('1 van 1').waitFor();
    await utrecht.getByLabel(`Plek voor bestelling ${placed.number}`).fill('U-2');
    await utrecht.getByRole('button', { name: '1 product ontvangen' }).tap();
    await utrecht.getByText('Krat KR-2 is ontvangen').waitFor();
    const text = await mail(customer, VERA, /klaar/i);
    expect(await customer.getByRole('navigation', { name: 'Mails' }).getByRole('button', { name: /klaar/i }).count()).toBe(1);
    await customer.goto(linkIn(text));
    await customer.getByText('Je afhaalcode').waitFor();
    const code = await customer.locator('.code').first().textContent() ?? '';
    expect(text).toContain(code);
    await handOver(utrecht, code, 'U-2');
    await standsAt(customer, 'Afhalen bij Utrecht', 'Afgehaald');
    expect(await look(placed)).toMatchObject({ status: 'complete', money: { balance: 0 } });
    await over();
  }, 120_000);

  it('U5: one order goes to two destinations, each with its own day, and each is done by itself', async () => {
    const [, , first] = here as [Ware, Ware, Ware];
    const customer = await visitor();
    const placed = await buy(customer, [first, away], /^Deels in Utrecht/);
    expect(placed.deliveries.map(({ kind }) => kind)).toEqual(['pickup', 'ship']);
    const [utrecht, dc] = [await staff('utrecht'), await staff('dc')];
    await pick(dc, 'dc', placed, [away]);
    await ship(dc, 'dc', placed);
    await customer.goto(linkIn(await mail(customer, VERA, /onderweg/i)));
    await standsAt(customer, 'Bezorgen in Utrecht', 'Onderweg');
    await customer.getByRole('region', { name: 'Afhalen bij Utrecht' }).getByText('Uiterlijk klaar op', { exact: false }).waitFor();
    await pick(utrecht, 'utrecht', placed, [first]);
    await shelve(utrecht, 'U-5');
    await customer.getByText('Je afhaalcode').waitFor();
    await handOver(utrecht, await customer.locator('.code').first().textContent() ?? '', 'U-5');
    await standsAt(customer, 'Afhalen bij Utrecht', 'Afgehaald');
    const after = await look(placed);
    expect(after.deliveries.map(({ kind, status }) => `${kind} ${status}`)).toEqual(['pickup complete', 'ship shipped']);
    expect(after.money).toMatchObject({ balance: 0, paid: after.money.due });
    await over();
  }, 120_000);

  it('U13: reserved without paying, put aside, and bought at the till by its code with something more', async () => {
    const [first, second] = here.slice(3) as [Ware, Ware];
    const customer = await visitor();
    await customer.goto('/sandbox/shop?shop=app');
    await customer.evaluate(basketOf([{ ...first, quantity: 1 }]));
    await customer.goto('/sandbox/shop/checkout?shop=app');
    const card = customer.getByRole('region', { name: 'Reserveren in een winkel' });
    await card.getByRole('button', { name: 'Reserveer in een winkel' }).tap();
    await card.getByRole('radio', { name: 'Utrecht' }).check();
    await card.getByRole('button', { name: 'Reserveer', exact: true }).tap();
    const number = (await card.getByText(/^Gereserveerd: /).textContent())?.replace('Gereserveerd: ', '') ?? '';
    const address = await card.getByRole('link', { name: 'Bekijk de reservering' }).getAttribute('href') ?? '';
    const utrecht = await staff('utrecht');
    await pick(utrecht, 'utrecht', { number }, [first]);
    await shelve(utrecht, 'R-13');
    await customer.goto(address);
    await customer.getByRole('heading', { level: 1, name: /je reservering ligt klaar in de winkel/ }).waitFor();
    const code = await customer.locator('.code').first().textContent() ?? '';
    const page = await till();
    await scan(page, code);
    await page.getByText(`Reservering ${number} van Vera Bezoeker toegevoegd. Hij ligt op R-13`, { exact: false }).waitFor();
    await scan(page, second.gtin);
    await page.getByText(`${second.name} toegevoegd`).waitFor();
    expect(await paid(page)).toMatchObject({ status: 'complete', money: { due: first.price + second.price, balance: 0 } });
    await customer.getByRole('heading', { level: 1, name: /gekocht/ }).waitFor();
    await over();
  }, 120_000);
});

describe('bought in the store', () => {
  it('U9: one along and one collected later in that store, by the code on the receipt', async () => {
    const [first, second] = here.slice(5) as [Ware, Ware];
    const page = await till();
    await scan(page, first.gtin);
    await scan(page, second.gtin);
    await goes(page, second, 'Later afhalen');
    await page.getByRole('region', { name: 'Later af te halen' }).getByText('Wanneer het er is').waitFor();
    await page.getByLabel('E-mail').fill('u9@post.example');
    const placed = await paid(page);
    const code = (await page.getByText(/^Afhaalcode: /).textContent())?.replace('Afhaalcode: ', '') ?? '';
    await page.getByText('Af te halen in Utrecht').waitFor();
    const utrecht = await staff('utrecht');
    await pick(utrecht, 'utrecht', placed, [second]);
    await shelve(utrecht, 'U-9');
    const customer = await visitor();
    await customer.goto(linkIn(await mail(customer, 'u9@post.example', /klaar/i)));
    await customer.getByText(code).first().waitFor();
    await handOver(utrecht, code, 'U-9');
    expect(await look(placed)).toMatchObject({ status: 'complete', money: { balance: 0 } });
    await over();
  }, 120_000);

  it('U11: one along and one sent from the warehouse to an address of its own', async () => {
    const [first] = here.slice(7) as [Ware];
    const page = await till();
    await scan(page, first.gtin);
    await scan(page, away.gtin);
    await goes(page, away, 'Versturen');
    await address(page, 'u11@post.example');
    await page.getByRole('radiogroup', { name: 'Wanneer het komt' }).waitFor();
    const placed = await paid(page);
    await page.getByText('Verstuurd naar Delft vanuit Magazijn Waalwijk').waitFor();
    expect(placed.deliveries).toMatchObject([{ kind: 'carry_out', status: 'complete' }, { kind: 'ship', status: 'in_progress' }]);
    const dc = await staff('dc');
    await pick(dc, 'dc', placed, [away]);
    await ship(dc, 'dc', placed);
    const customer = await visitor();
    await customer.goto(linkIn(await mail(customer, 'u11@post.example', /onderweg/i)));
    await standsAt(customer, 'Bezorgen in Delft', 'Onderweg');
    await over();
  }, 120_000);

  it('U12: what lies in another store alone is seen at the till, sold there, and sent by that store', async () => {
    const page = await till();
    await scan(page, far.gtin);
    await page.getByText(new RegExp(`Hier: 0 · ${far.place}: \\d+`)).waitFor();
    await goes(page, far, 'Versturen');
    await address(page, 'u12@post.example');
    await page.getByRole('radiogroup', { name: 'Wanneer het komt' }).waitFor();
    const placed = await paid(page);
    await page.getByText(`Verstuurd naar Delft vanuit ${far.place}`).waitFor();
    const other = await staff(far.location);
    await pick(other, far.location, placed, [far]);
    await ship(other, far.location, placed);
    const customer = await visitor();
    await customer.goto(linkIn(await mail(customer, 'u12@post.example', /onderweg/i)));
    await customer.getByText(`uit ${far.place}, met PostNL`, { exact: false }).waitFor();
    expect(await look(placed)).toMatchObject({ money: { balance: 0 }, fulfilments: [{ location: far.location }] });
    await over();
  }, 120_000);
});
