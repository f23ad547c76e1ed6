/** Customers who buy: in the web shop, in the outlet, through an app that speaks the API, and at the tills. */
import { PLACES } from '../../database/seed/places.ts';
import { stockOf } from '../../database/seed/stock.ts';
import { orderFrom, receiptFrom, shippingFor, totalOf, worthOf } from './baskets.ts';
import type { Going } from './baskets.ts';
import type { Chance } from './chance.ts';
import { keySecretOf, pickupMethodOf } from './credentials.ts';
import type { Deps } from './deps.ts';
import { remember } from './memory.ts';
import type { PlacedOrder } from './memory.ts';
import { ASSORTMENT, basketOf, shopperOf } from './shoppers.ts';
import type { BasketLine, Shopper } from './shoppers.ts';

export type Way = 'webshop' | 'outlet' | 'api' | 'till';

const STORES = PLACES.filter(({ kind }) => kind === 'store');
/** Payment methods: Mollie's name, the shops' name, whether the money comes at once, and how often it is chosen. */
const METHODS = [
  { mollie: 'ideal', shop: 'ideal', immediate: true, weight: 60 }, { mollie: 'creditcard', shop: 'shopify_payments', immediate: false, weight: 20 }, { mollie: 'klarna', shop: 'klarna', immediate: false, weight: 20 },
] as const;

interface Wishes { shopper: Shopper; basket: BasketLine[]; store: string | null; method: (typeof METHODS)[number] }

export interface Shopping { buy(way: Way): Promise<boolean> }

export function createShopping({ telephone, urls, secret, chanceOf, memory, notes, clock, run }: Deps): Shopping {
  const chance = chanceOf('customers');
  const [webshop, outlet, mollie] = [telephone.outside('web shop', urls.shopify), telephone.outside('outlet', urls.magento), telephone.outside('mollie', urls.mollie)];
  const [app, till] = [telephone.as({ name: 'app', key: keySecretOf(secret, 'demo api') }), telephone.as({ name: 'till', key: keySecretOf(secret, 'demo till') })];
  const serial = (): string => `${run}-${memory.serial++}`;

  const wish = (from = ASSORTMENT, collected = 180): Wishes => ({
    shopper: shopperOf(chance), basket: basketOf(chance, from), store: chance.permille(collected) ? chance.of(STORES).code : null, method: chance.weighed(METHODS, ({ weight }) => weight),
  });
  const placed = (order: Omit<PlacedOrder, 'rounds'>, { basket }: Pick<Wishes, 'basket'>, store: string | null): true => {
    remember(memory, 'placed', { ...order, rounds: 0 });
    if (store !== null && order.email !== null) remember(memory, 'pickups', { email: order.email, store, number: order.number, channel: order.channel });
    for (const { variant, quantity } of basket) memory.sold[variant.sku] = (memory.sold[variant.sku] ?? 0) + quantity;
    notes.did(`orders ${order.channel}`);
    if (store !== null) notes.did('orders for pickup');
    return true;
  };

  /** The shop refuses what it does not have; the customer takes something else, three times at most. */
  const inWebshop = async (): Promise<boolean> => {
    for (let tries = 0; tries < 3; tries += 1) {
      const wanted = wish();
      const { shopper, basket, store, method } = wanted;
      const address = { first_name: shopper.first, last_name: shopper.last, address1: `${shopper.street} ${shopper.houseNumber}`, zip: shopper.postalCode, city: shopper.city, country_code: 'NL', phone: shopper.phone };
      const order = await webshop.tell<{ id: string; name: string }>('/_control/orders', {
        lines: basket.map(({ variant, quantity }) => ({ sku: variant.sku, quantity })),
        customer: { email: shopper.email, phone: shopper.phone, locale: shopper.language === 'nl' ? 'nl-NL' : 'en-GB', address },
        payment: { kind: method.immediate ? 'paid' : 'authorized', gateway: method.shop },
        shipping: store === null ? { title: 'Thuisbezorgd', code: 'standard', price: shippingFor(worthOf(basket)), address } : { title: `Ophalen in ${STORES.find(({ code }) => code === store)?.name ?? store}`, code: pickupMethodOf(store), price: 0, address: null },
      });
      if (order) return placed({ number: order.name, channel: 'webshop', shopId: order.id, email: shopper.email }, wanted, store);
    }
    return false;
  };

  const inOutlet = async (): Promise<boolean> => {
    const wanted = wish(ASSORTMENT.filter(({ outletCents }) => outletCents !== null));
    const { shopper, basket, store, method } = wanted;
    const order = await outlet.tell<{ entity_id: number; increment_id: string }>('/_control/orders', {
      lines: basket.map(({ variant, quantity }) => ({ sku: variant.sku, name: variant.name, price: variant.outletCents ?? variant.cents, quantity })),
      pickupLocation: store, payment: method.immediate ? 'captured' : 'authorised', method: `mollie_methods_${method.mollie}`,
      address: { firstname: shopper.first, lastname: shopper.last, street: [`${shopper.street} ${shopper.houseNumber}`], postcode: shopper.postalCode, city: shopper.city, country_id: 'NL', telephone: shopper.phone, email: shopper.email },
    });
    return order !== null && placed({ number: order.increment_id, channel: 'outlet', shopId: String(order.entity_id), email: shopper.email }, wanted, store);
  };

  /** Paid at Mollie first; one in eight leaves the checkout open and pays a little later. What Spil then refuses is paid back. */
  const throughApi = async (): Promise<boolean> => {
    const wanted = wish();
    const { shopper, basket, store, method } = wanted;
    const going: Going[] = [{ kind: store === null ? 'ship' : 'pickup', location: store, lines: basket.map((_, index) => index) }];
    const [amount, externalId] = [totalOf(basket, going), `VD-${serial()}`];
    const open = chance.permille(125);
    const payment = await mollie.tell<{ id: string }>('/_control/payments', { amount, currency: 'EUR', method: method.mollie, description: externalId, open });
    if (!payment) return false;
    const order = await app.tell<{ number: string }>('/orders', orderFrom({
      channel: 'api', externalId, placedAt: clock.now(), shopper, basket, going,
      payment: { operator: 'mollie', method: method.mollie, ref: payment.id, authorised: open ? 0 : amount, captured: open || !method.immediate ? 0 : amount },
    }));
    if (open) {
      await mollie.tell(`/checkout/${payment.id}`, { outcome: order ? 'pay' : 'cancel' });
      notes.did('payments that came later');
    } else if (!order && method.immediate) await mollie.tell('/_control/refund', { payment: payment.id, amount });
    return order !== null && placed({ number: externalId, channel: 'api', shopId: null, email: shopper.email }, wanted, store);
  };

  /** What lies in the store, carried out; now and then another pair is sent to the customer's home. */
  const atTill = async (): Promise<boolean> => {
    const place = chance.weighed(STORES, ({ capacity }) => capacity);
    const there = new Set(stockOf(place, ASSORTMENT).map(({ sku }) => sku));
    const wanted = wish(ASSORTMENT.filter(({ sku }) => there.has(sku)));
    const answer = await till.ask<{ balances: { sku: string; state: string; available: number }[] }>(`/stock?location=${place.code}&sku=${wanted.basket.map(({ variant }) => encodeURIComponent(variant.sku)).join(',')}`);
    if (!answer) return false;
    const carried = wanted.basket.filter(({ variant, quantity }) => answer.balances.some(({ sku, state, available }) => sku === variant.sku && state === 'sellable' && available >= quantity));
    const sent = chance.permille(120) ? basketOf(chance).filter(({ variant }) => !carried.some((line) => line.variant.sku === variant.sku)).slice(0, 1) : [];
    const basket = [...carried, ...sent];
    if (basket.length === 0) {
      notes.did('customers who left the store with nothing');
      return false;
    }
    const externalId = `${place.code.toUpperCase()}-${serial()}`;
    const known = sent.length > 0 || chance.permille(300);
    const order = await till.tell<{ number: string }>('/sales', receiptFrom({ receipt: externalId, location: place.code, soldAt: clock.now(), shopper: known ? wanted.shopper : null, carried, sent, cash: chance.permille(150) }));
    return order !== null && placed({ number: externalId, channel: 'till', shopId: null, email: known ? wanted.shopper.email : null }, { basket }, null);
  };

  const ways: Readonly<Record<Way, () => Promise<boolean>>> = { webshop: inWebshop, outlet: inOutlet, api: throughApi, till: atTill };
  return { buy: (way) => ways[way]() };
}

/** Which way the next customer buys. */
export const wayOf = (chance: Chance, shares: Readonly<Record<Way, number>>): Way => chance.weighed(Object.keys(shares) as Way[], (way) => shares[way]);
