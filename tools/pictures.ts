/** The pictures of the documents: what each shows, taken in English from a company made for it, so that they can be made again whenever a page changes. */
import { join } from 'node:path';
import { scan, settled } from '../tests/support/browser.ts';
import { busyDay } from '../tests/support/busy.ts';
import type { Busy, Placed } from '../tests/support/busy.ts';
import { anOrder } from '../tests/support/company.ts';
import { OFFICE_PERSON, STORE_PERSON } from '../tests/support/pages.ts';
import type { Screens, Window, WindowOptions } from '../tests/support/screens.ts';
import type { Client } from '../tests/support/spil.ts';
import { found } from '../tests/support/until.ts';
import { basketOf, HERE, shoes } from '../tests/support/visitor.ts';
import { ok } from '../tests/support/spil.ts';

interface Picture {
  name: string;
  address: string;
  as: WindowOptions['as'];
  phone?: boolean;
  /** Size of the window where it is not that of the others. */
  width?: number;
  height?: number;
  /** What is done on the page before the picture is taken. */
  first?: (page: Window) => Promise<void>;
}

const DESKTOP = { width: 1200, height: 800 };

/** An order that a customer waits for, and one whose work an external warehouse took up. */
async function stories(screens: Screens, busy: Busy): Promise<{ waits: Placed; outside: Placed; webhook: string }> {
  const { world } = screens;
  const [shop, operations] = await Promise.all([world.as('channel'), world.as(['operations', 'service', 'administrator'])]);
  const place = async (sku: string): Promise<Placed> => ok(await shop.post<Placed>('/orders', anOrder({ channel: 'api', placedAt: world.clock.now(), lines: [{ sku, quantity: 1, price: busy.skus[0]?.price ?? 0 }] })));
  const coming = await soldOut(screens, operations);
  const waits = await place(coming);
  const [there] = await world.spil.database.query<{ sku: string }>(`select s.sku from books.stock_balance s join catalogue.variant v on v.sku = s.sku where s.location = 'venlo' and s.state = 'sellable' and v.options ->> 'maat' is not null order by s.quantity - s.reserved desc, s.sku limit 1`);
  const outside = await place(there?.sku ?? '');
  const work = ok(await operations.get<Placed>(`/orders/${outside.id}`)).fulfilments[0];
  if (work && work.location !== 'venlo') ok(await operations.post(`/fulfilments/${work.id}/reassign`, { location: 'venlo', reason: 'The own warehouse is full today' }));
  const own = await found(async () => ok(await operations.get<Placed>(`/orders/${outside.id}`)).fulfilments.find(({ location }) => location === 'venlo'));
  const partner = await world.as('fulfiller', ['venlo']);
  await found(async () => (await partner.post(`/logistics/work/${own.id}/accept`, { reference: 'VL-20931-ok', expectedAt: new Date(Date.parse(world.clock.now()) + 7_200_000).toISOString() })).status < 300 || undefined);
  const { id } = ok(await operations.post<{ id: string }>('/webhooks', { url: `${world.url}/me`, description: 'Data warehouse', types: ['OrderPlaced', 'ParcelShipped'] }));
  await place(busy.skus[4]?.sku ?? '');
  await world.spil.drain({ waiting: true });
  return { waits, outside, webhook: id };
}

/** A product that nobody has, and that is expected and may be sold. */
async function soldOut({ world }: Screens, operations: Client): Promise<string> {
  const [row] = await world.spil.database.query<{ sku: string }>(`select sku from catalogue.variant v where kind = 'goods' and v.options ->> 'maat' is not null and not exists (select 1 from books.stock_balance s where s.sku = v.sku and s.quantity > 0) order by sku limit 1`);
  const sku = row?.sku ?? (await shoes(world)).scarce.sku;
  await world.spil.database.query('update catalogue.variant set backorder = true where sku = $1', [sku]);
  const balances = await world.spil.database.query<{ location: string; n: number }>(`select location, (quantity - reserved)::int as n from books.stock_balance where sku = $1 and state = 'sellable' and quantity > reserved`, [sku]);
  for (const { location, n } of balances) ok(await operations.post('/stock/corrections', { location, lines: [{ sku, from: 'sellable', to: 'missing', quantity: n }], reason: 'For the picture' }));
  ok(await operations.put('/expected-receipts/PO-2026-0901', { location: 'dc', supplier: 'Schoenfabriek Waalwijk', lines: [{ sku, quantity: 24, expectedOn: new Date(Date.parse(world.clock.now()) + 12 * 86_400_000).toISOString().slice(0, 10) }] }));
  return sku;
}

async function picturesOf(screens: Screens): Promise<Picture[]> {
  const { world } = screens;
  const busy = await busyDay(world);
  const { everywhere, away } = await shoes(world);
  const { waits, outside, webhook } = await stories(screens, busy);
  const customer = (order: string): Promise<string> => world.as('service').then(async (service) => new URL(ok(await service.get<{ url: string }>(`/orders/${order}/customer-link`)).url).pathname);
  const scanned = (codes: readonly (string | undefined)[]) => async (page: Window): Promise<void> => {
    for (const code of codes) {
      await scan(page, code ?? '');
      await settled(page);
    }
  };
  const gtins = busy.skus.map(({ gtin }) => gtin);
  const [utrecht, office] = [STORE_PERSON, OFFICE_PERSON];
  const basket = async (page: Window): Promise<void> => {
    await page.evaluate(basketOf([{ ...everywhere, quantity: 1 }, { ...away, quantity: 1 }]));
    await page.goto('/sandbox/shop/checkout?shop=app');
    await page.getByLabel('Postcode').fill(HERE);
    await page.getByText('Part now in a store, the rest home').waitFor();
  };
  return [
    { name: 'checkout-options', address: '/sandbox/shop?shop=app', as: null, height: 1180, first: basket },
    { name: 'customer-order', address: `${await customer(busy.shipped.id)}?language=en`, as: null, phone: true },
    { name: 'customer-pickup', address: `${await customer(busy.ready.id)}?language=en`, as: null, phone: true },
    { name: 'store-work', address: `/store/utrecht/work/${busy.fresh[0]?.fulfilments[0]?.id ?? ''}`, as: utrecht, phone: true },
    { name: 'store-pickup', address: `/store/utrecht/pickups/${busy.ready.id}/1`, as: utrecht, phone: true },
    { name: 'store-tote', address: `/store/utrecht/incoming/${busy.load}`, as: utrecht, phone: true },
    { name: 'store-till', address: '/store/utrecht/till', as: utrecht, height: 760, first: scanned([gtins[0], gtins[3]]) },
    { name: 'store-incoming', address: `/store/utrecht/incoming/expected/${busy.receipt}`, as: utrecht, height: 760, first: scanned([gtins[0], gtins[0], gtins[5]]) },
    { name: 'office-order', address: `/office/orders/${busy.delivered.id}`, as: office },
    { name: 'office-order-waits', address: `/office/orders/${waits.id}`, as: office, height: 640 },
    { name: 'office-order-outside', address: `/office/orders/${outside.id}`, as: office, height: 760 },
    { name: 'office-stock', address: `/office/stock/${busy.skus[0]?.sku ?? ''}?channel=webshop`, as: office },
    { name: 'office-selling', address: '/office/rules/availability/pickup', as: office },
    { name: 'office-expected', address: '/office/stock?view=expected', as: office, width: 1440, height: 520 },
    { name: 'office-connections', address: '/office/connections', as: office },
    { name: 'office-webhook', address: `/office/connections/webhook-${webhook}`, as: office, height: 640 },
    { name: 'office-keys', address: '/office/api-keys', as: office, height: 640 },
    { name: 'api-reference', address: '/docs#listDeliveryOptions', as: null, height: 620 },
  ];
}

/** Takes them all, or those whose name has `only` in it, into a folder. */
export async function takePictures(screens: Screens, folder: string, only: string | undefined): Promise<void> {
  for (const { name, address, as, phone = false, width = DESKTOP.width, height = DESKTOP.height, first } of (await picturesOf(screens)).filter((one) => only === undefined || one.name.includes(only))) {
    const page = await screens.window({ as, phone, language: 'en' });
    if (!phone) await page.setViewportSize({ width, height });
    await page.goto(address);
    await settled(page);
    await first?.(page);
    await settled(page);
    await page.screenshot({ path: join(folder, `${name}.png`) });
    process.stdout.write(`${name}.png${page.faults.length > 0 ? `  ${page.faults.join('; ')}` : ''}\n`);
    await page.opened.close();
  }
}
