/** The order as its customer is shown it: read from the order's stream and from the contacts, stores, products and scans around it. */
import type { Instant } from '../../kernel/clock.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, STILL_HERE, unitsIn, unitsOf } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { readContacts } from '../customers/index.ts';
import { pickupPolicy } from '../fulfilment/index.ts';
import { dialogueSlice } from '../dialogue/index.ts';
import { locationByCode } from '../locations/index.ts';
import { brandOf } from '../notifications/index.ts';
import { orderSlice } from '../orders/index.ts';
import type { Order } from '../orders/index.ts';
import { keptPoint, parcelsSlice, scansOf } from '../shipping/index.ts';
import type { CustomerOrder } from './contract.ts';
import { deliveryView } from './delivery.ts';
import type { Around, Product } from './delivery.ts';
import { moneyView } from './money.ts';
import { cancellable, customerActions, deliveryActions } from './permissions.ts';
import { languageOf } from './words.ts';

export interface PresentDeps {
  database: Database;
  pickupCode(order: Uuid, delivery: number): string;
  carrierName(code: string): string;
  timeZone: string;
}

/** The whole page of an order, at a moment. */
export async function presentCustomerOrder(deps: PresentDeps, stream: Stream, now: Instant, expiresAt: Instant): Promise<CustomerOrder> {
  const { database } = deps;
  const order = fold(stream, orderSlice);
  const parcels = [...fold(stream, parcelsSlice).values()];
  const deliveries = [...order.deliveries.values()];
  const contactIds = [order.contact, ...deliveries.flatMap(({ contact, pickupPoint }) => [contact, pickupPoint?.contact ?? null])].filter((id): id is Uuid => id !== null);
  const codes = [...new Set([...deliveries.flatMap(({ location }) => location ?? []), ...parcels.map(({ location }) => location)])];
  const wanted = deliveries.flatMap(({ pickupPoint }) => (pickupPoint === null ? [] : [pickupPoint]));
  const [contacts, points, locations, products, scans, brand, policy, channelLanguage] = await Promise.all([
    readContacts(database, contactIds), Promise.all(wanted.map(({ carrier, id }) => keptPoint(database, carrier, id))), Promise.all(codes.map((code) => locationByCode(database, code))), productsOf(database, order), scansOf(database, parcels.map(({ parcel }) => parcel)), brandOf(database), pickupPolicy(database), languageOfChannel(database, order.channel),
  ]);
  const units = unitsOf(stream);
  const dialogues = fold(stream, dialogueSlice);
  const around: Around = {
    now, scans, products, parcels, contacts, timeZone: deps.timeZone, carrierName: (code) => deps.carrierName(code), pickupCode: (delivery) => deps.pickupCode(stream.id, delivery),
    points: new Map(points.flatMap((point) => (point === null ? [] : [[`${point.carrier} ${point.id}`, point] as const]))), locations: new Map(locations.flatMap((location) => (location === null ? [] : [[location.code, location] as const]))), cancellable: cancellable(order, units, dialogues), can: new Map(deliveries.map((delivery) => [delivery.delivery, deliveryActions(stream, delivery, policy)])),
  };
  const language = languageOf(contacts.get(order.contact ?? '')?.language ?? order.language ?? channelLanguage);
  return {
    number: order.number, shopNumber: order.externalNumber === order.number ? null : order.externalNumber, placedAt: order.placedAt, language, currency: order.currency, timeZone: deps.timeZone, firstName: firstNameOf(contacts.get(order.contact ?? '')?.name ?? null), brand,
    reservation: reservationOf(stream, order, (delivery) => deps.pickupCode(stream.id, delivery)),
    deliveries: deliveries.filter(({ delivery }) => unitsIn(units, { delivery }).length > 0).map((delivery) => deliveryView(stream, order, delivery, around)),
    money: moneyView(stream, language), can: customerActions(order, units, dialogues), expiresAt,
  };
}

/** Until when a reservation is kept, and how it stands. */
function reservationOf(stream: Stream, { reservation, deliveries }: Order, codeOf: (delivery: number) => string): CustomerOrder['reservation'] {
  if (reservation === null) return null;
  const held = unitsIn(unitsOf(stream), { stage: STILL_HERE });
  const [delivery = 1] = deliveries.keys();
  const state = held.length === 0 ? reservation.sales.length > 0 ? 'bought' : 'ended' : held.every(({ stage }) => stage === 'ready') ? 'ready' : 'open';
  return { until: reservation.until, state, code: held.length === 0 ? null : codeOf(delivery) };
}

/** "Sanne de Wit" is greeted as Sanne; who gave an initial or nothing is greeted without a name. */
function firstNameOf(name: string | null): string | null {
  const first = name?.trim().split(/\s+/)[0] ?? '';
  return /^\p{L}[\p{L}'’-]+$/u.test(first) ? first : null;
}

/** Options and picture per SKU; a variant without a picture has its product's. */
async function productsOf(database: Queryable, order: Order): Promise<Map<string, Product>> {
  const skus = [...new Set([...order.lines.values()].flatMap(({ sku }) => sku ?? []))];
  const rows = await database.query<{ sku: string; options: Record<string, unknown>; picture: string | null }>('select v.sku, v.options, coalesce(v.picture, p.picture) as picture from catalogue.variant v join catalogue.product p on p.code = v.product where v.sku = any($1)', [skus]);
  return new Map(rows.map(({ sku, options, picture }) => {
    const words = Object.values(options).filter((value) => typeof value === 'string' || typeof value === 'number').join(', ');
    return [sku, { variant: words === '' ? null : words, picture }];
  }));
}

async function languageOfChannel(database: Queryable, code: string): Promise<string | null> {
  const [row] = await database.query<{ language: string | null }>('select language from channels.channel where code = $1', [code]);
  return row?.language ?? null;
}
