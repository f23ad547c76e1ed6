/** The sandbox's shops: what they sell, and an order placed in one of them as a customer would, through the shop's own door. */
import { randomUUID } from 'node:crypto';
import { range } from '../../../database/seed/shoes.ts';
import type { SeedVariant } from '../../../database/seed/shoes.ts';
import { PLACES } from '../../../database/seed/places.ts';
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/database.ts';
import { kernelProblems } from '../../kernel/problem.ts';
import { orderFrom, shippingFor, totalOf } from '../../simulation/baskets.ts';
import type { Going } from '../../simulation/baskets.ts';
import { demoCredentials, keySecretOf, pickupMethodOf } from '../../simulation/credentials.ts';
import type { OrderWish, Placed, Products, Shop } from './contract.ts';
import { chosen } from './options.ts';
import type { Simulators } from './simulators.ts';
import type { z } from 'zod';

export interface ShopDeps {
  database: Database;
  clock: Clock;
  simulators: Simulators;
  /** The installation's secret "demo": the shops' keys follow from it. */
  secret: string;
  /** Where Spil listens: the app places its orders there. */
  url: string;
}

type ProductsView = z.infer<typeof Products>;

/** How each method is called at the shop, at the payment provider, and whether the money comes at once. */
const METHODS = { ideal: { shop: 'ideal', immediate: true }, creditcard: { shop: 'shopify_payments', immediate: false }, klarna: { shop: 'klarna', immediate: false } } as const;

const priceIn = (shop: Shop, variant: SeedVariant): number | null => (shop === 'outlet' ? variant.outletCents : variant.cents);

/** Stock as the shop itself believes it; null for a shop without stock of its own. */
async function stockOf({ simulators, secret }: ShopDeps, shop: Shop): Promise<Map<string, number> | null> {
  if (shop === 'app') return null;
  if (shop === 'webshop') return new Map((await simulators.ask<{ sku: string; available: number }[]>('shopify', '/_control/stock')).map(({ sku, available }) => [sku, available]));
  const { items } = await simulators.ask<{ items: { sku: string; quantity: number }[] }>('magento', '/rest/V1/inventory/source-items?searchCriteria[pageSize]=5000', { authorization: `Bearer ${demoCredentials(secret).outlet.token}` });
  const stock = new Map<string, number>();
  for (const { sku, quantity } of items) stock.set(sku, (stock.get(sku) ?? 0) + quantity);
  return stock;
}

/** What a shop sells, with its price, what it thinks is there, and what Spil would still sell. */
export async function productsIn(deps: ShopDeps, shop: Shop): Promise<ProductsView> {
  const { products, variants } = range();
  const [inShop, rows] = await Promise.all([
    stockOf(deps, shop),
    deps.database.query<{ sku: string; available: number }>(`select sku, sum(quantity - reserved)::int as available from books.stock_balance where state = 'sellable' group by sku`),
  ]);
  const available = new Map(rows.map((row) => [row.sku, row.available]));
  const sold = Map.groupBy(variants.filter((variant) => variant.kind === 'goods' && variant.components.length === 0 && priceIn(shop, variant) !== null), ({ product }) => product);
  return {
    products: products.flatMap(({ code, name, brand, picture, tags }) => {
      const of = sold.get(code) ?? [];
      if (of.length === 0) return [];
      return [{
        code, name, brand, picture, tags, price: Math.min(...of.map((variant) => priceIn(shop, variant) ?? variant.cents)),
        variants: of.map((variant) => ({ sku: variant.sku, label: variant.size === null ? '' : String(variant.size), price: priceIn(shop, variant) ?? variant.cents, inShop: inShop === null ? null : inShop.get(variant.sku) ?? 0, available: Math.max(0, available.get(variant.sku) ?? 0) })),
      }];
    }),
  };
}

/** Places an order in the chosen shop; tells the number the shop gave it. Refuses with the shop's own sentence. */
export async function placeIn(deps: ShopDeps, wish: OrderWish): Promise<z.infer<typeof Placed>> {
  const variants = new Map(range().variants.map((variant) => [variant.sku, variant]));
  const basket = wish.lines.map(({ sku, quantity }) => {
    const variant = variants.get(sku);
    if (!variant || priceIn(wish.shop, variant) === null) throw kernelProblems.invalid({ detail: `This shop does not sell ${sku}.`, found: sku, field: 'lines' });
    return { variant, quantity };
  });
  if (wish.store !== null && !PLACES.some(({ code, kind }) => code === wish.store && kind === 'store')) throw kernelProblems.invalid({ detail: `There is no store ${wish.store}.`, found: wish.store, field: 'store' });
  return { webshop: inWebshop, outlet: inOutlet, app: inApp }[wish.shop](deps, wish, basket);
}

type Basket = { variant: SeedVariant; quantity: number }[];
const worth = (basket: Basket, shop: Shop): number => basket.reduce((sum, { variant, quantity }) => sum + (priceIn(shop, variant) ?? variant.cents) * quantity, 0);
/** Invented, as everything in the demo is. */
const PHONE = '+31612345678';

async function inWebshop({ simulators }: ShopDeps, { customer, store, method }: OrderWish, basket: Basket): Promise<z.infer<typeof Placed>> {
  const address = { first_name: customer.first, last_name: customer.last, address1: `${customer.street} ${customer.houseNumber}`, zip: customer.postalCode, city: customer.city, country_code: 'NL', phone: PHONE };
  const shipping = store === null ? shippingFor(worth(basket, 'webshop')) : 0;
  const name = PLACES.find(({ code }) => code === store)?.name ?? '';
  const order = await simulators.tell<{ name: string }>('shopify', '/_control/orders', {
    lines: basket.map(({ variant, quantity }) => ({ sku: variant.sku, quantity })),
    customer: { email: customer.email, phone: PHONE, locale: customer.language === 'nl' ? 'nl-NL' : 'en-GB', address },
    payment: { kind: METHODS[method].immediate ? 'paid' : 'authorized', gateway: METHODS[method].shop },
    shipping: store === null ? { title: 'Thuisbezorgd', code: 'standard', price: shipping, address } : { title: `Ophalen in ${name}`, code: pickupMethodOf(store), price: 0, address: null },
  });
  return { shop: 'webshop', number: order.name, total: worth(basket, 'webshop') + shipping };
}

async function inOutlet({ simulators }: ShopDeps, { customer, store, method }: OrderWish, basket: Basket): Promise<z.infer<typeof Placed>> {
  const order = await simulators.tell<{ increment_id: string; order: { grand_total: number } }>('magento', '/_control/orders', {
    lines: basket.map(({ variant, quantity }) => ({ sku: variant.sku, name: variant.name, price: variant.outletCents ?? variant.cents, quantity })),
    pickupLocation: store, payment: METHODS[method].immediate ? 'captured' : 'authorised', method: `mollie_methods_${method}`,
    address: { firstname: customer.first, lastname: customer.last, street: [`${customer.street} ${customer.houseNumber}`], postcode: customer.postalCode, city: customer.city, country_id: 'NL', telephone: PHONE, email: customer.email },
  });
  return { shop: 'outlet', number: order.increment_id, total: worth(basket, 'outlet') + (store === null ? 495 : 0) };
}

/** Paid at the payment provider first, then placed with Spil itself; what Spil refuses is paid back. */
async function inApp({ simulators, secret, url, clock }: ShopDeps, { customer, store, method, choice }: OrderWish, basket: Basket): Promise<z.infer<typeof Placed>> {
  const all: Going[] = [{ kind: store === null ? 'ship' : 'pickup', location: store, lines: basket.map((_, index) => index) }];
  const { going, shipping } = choice === null ? { going: all, shipping: undefined } : await chosen({ secret, url }, choice, basket, customer.postalCode);
  const [amount, number] = [totalOf(basket, going, shipping), `APP-${randomUUID().slice(0, 8).toUpperCase()}`];
  const { id } = await simulators.tell<{ id: string }>('mollie', '/_control/payments', { amount, currency: 'EUR', method, description: number });
  const answer = await fetch(`${url}/orders`, {
    method: 'POST', headers: { authorization: `Bearer ${keySecretOf(secret, 'demo api')}`, 'content-type': 'application/json', 'idempotency-key': number },
    body: JSON.stringify(orderFrom({
      channel: 'api', externalId: number, placedAt: clock.now(), basket, going, ...(shipping === undefined ? {} : { shipping }),
      shopper: { ...customer, name: `${customer.first} ${customer.last}`, phone: PHONE }, payment: { operator: 'mollie', method, ref: id, authorised: amount, captured: METHODS[method].immediate ? amount : 0 },
    })),
  });
  if (!answer.ok) {
    if (METHODS[method].immediate) await simulators.tell('mollie', '/_control/refund', { payment: id, amount });
    const { detail = 'Spil did not take the order.' } = await answer.json() as { detail?: string };
    throw kernelProblems.invalid({ detail });
  }
  return { shop: 'app', number, total: amount };
}
