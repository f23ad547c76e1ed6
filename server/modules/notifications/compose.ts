/** From an event to the mail it is the occasion for: reads what is around the order, fills the template in force, renders. */
import type { Instant } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/database.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, unitsOf } from '../books/index.ts';
import type { JournalEvent, Stream } from '../books/index.ts';
import { variantsOf } from '../catalogue/index.ts';
import { readContacts } from '../customers/index.ts';
import type { Contact } from '../customers/index.ts';
import { pickupPolicy } from '../fulfilment/index.ts';
import { locationByCode } from '../locations/index.ts';
import { orderSlice } from '../orders/index.ts';
import type { Order } from '../orders/index.ts';
import { keptPoint } from '../shipping/index.ts';
import type { KeptPoint } from '../shipping/index.ts';
import type { Brand } from './kinds.ts';
import type { Occasion } from './occasions.ts';
import { deliveryOf, streamAt } from './occasions.ts';
import { render } from './render.ts';
import type { Rendered } from './render.ts';
import { brandOf, defaultTemplate, templateOf } from './settings.ts';
import { tell } from './told.ts';
import type { ToldLocation } from './around.ts';

/** What messages need of the rest of the house, and the retailer's policies on them. */
export interface ComposeDeps {
  database: Database;
  /** The code that a pickup is handed over on. */
  pickupCode(order: Uuid, delivery: number): string;
  /** The page where the customer follows the order, by a link that is the same for the same moment; null when there is none. */
  orderUrl?(order: { id: Uuid; number: string }, at: Instant): Promise<string | null>;
  /** What people call a carrier, by its code. */
  carrierName?(code: string): string;
  /** The brand until the retailer has set one. */
  brand?: Brand;
  /** IANA zone that dates in messages are in. Default Europe/Amsterdam. */
  timeZone?: string;
  log?(fields: Record<string, unknown>, message: string): void;
}

export interface Composed {
  rendered: Rendered;
  brand: Brand;
  /** The contact version that it goes to; null when the order names none with an address. */
  contact: Uuid | null;
}

/** The contact version that is written to: of the customer, else of the delivery the message is about, else of any delivery. */
function receiver(order: Order, delivery: number | null, contacts: ReadonlyMap<string, Contact>): Uuid | null {
  const candidates = [order.contact, delivery === null ? null : order.deliveries.get(delivery)?.contact ?? null, ...[...order.deliveries.values()].map(({ contact }) => contact)];
  return candidates.find((id) => id !== null && emailOf(contacts.get(id)) !== null) ?? null;
}

/** Where somebody gets mail: their own address, else the one at the delivery address. */
export const emailOf = (contact: Contact | undefined): string | null => contact?.email ?? contact?.address?.email ?? null;

/** A language such as "nl" or "nl-BE", of the first that is one: contact, order, channel; else Dutch. */
export function languageOf(...wishes: readonly (string | null | undefined)[]): string {
  for (const wish of wishes) {
    const [, language, region] = /^([a-z]{2,3})(?:[-_]([a-z]{2}))?$/i.exec(wish ?? '') ?? [];
    if (language !== undefined) return region === undefined ? language.toLowerCase() : `${language.toLowerCase()}-${region.toUpperCase()}`;
  }
  return 'nl';
}

export interface ComposeOptions { language?: string | undefined; /** The link in it works from here; default when it happened. */ linkFrom?: Instant | undefined }

/** Makes the mail of an occasion. Deterministic for what is in the journal, so that a message can be made again after its body was erased. */
export async function compose(deps: ComposeDeps, stream: Stream, event: JournalEvent, occasion: Occasion, options: ComposeOptions = {}): Promise<Composed> {
  const { database, timeZone = 'Europe/Amsterdam' } = deps;
  const then = streamAt(stream, event.seq);
  const order = fold(then, orderSlice);
  const contactIds = [occasion.kind === 'receipt' ? occasion.contact : null, order.contact, ...[...order.deliveries.values()].flatMap(({ contact, pickupPoint }) => [contact, pickupPoint?.contact ?? null])].filter((id): id is Uuid => id !== null);
  const [contacts, locations, points, products, brand, { document }, channelLanguage, pickup, orderUrl] = await Promise.all([
    readContacts(database, contactIds), storesOf(database, order), pointsOf(database, order), productsOf(database, stream), brandOf(database, deps.brand), templateOf(database, occasion.kind), languageOfChannel(database, order.channel), pickupPolicy(database), deps.orderUrl?.({ id: stream.id, number: order.number }, options.linkFrom ?? event.recordedAt) ?? null,
  ]);
  // A receipt goes to the address that was given for it, and to no other.
  const contact = occasion.kind !== 'receipt' ? receiver(order, deliveryOf(occasion, then), contacts) : emailOf(contacts.get(occasion.contact)) === null ? null : occasion.contact;
  const wanted = languageOf(options.language, contacts.get(contact ?? '')?.language, order.language, channelLanguage);
  const around = {
    contacts, locations, points, products, timeZone, pickup, homePage: brand.url, orderUrl,
    carrierName: deps.carrierName ?? ((code: string) => CARRIERS[code] ?? code), pickupCode: (delivery: number) => deps.pickupCode(stream.id, delivery),
  };
  const made = (template: typeof document): Rendered => render(template, tell(stream, event, occasion, { ...around, language: wanted }), wanted, { brand, timeZone });
  try {
    return { rendered: made(document), brand, contact };
  } catch (error) {
    // A checked template that fails on real data must not keep the customer in the dark: the starting one tells it.
    deps.log?.({ kind: occasion.kind, order: order.number, error: error instanceof Error ? error.message : String(error) }, 'a message template failed, the starting one is used');
    return { rendered: made(defaultTemplate(occasion.kind)), brand, contact };
  }
}

/** As carriers write themselves, where nobody passed their names in. */
const CARRIERS: Readonly<Record<string, string>> = { postnl: 'PostNL', dhl: 'DHL', dpd: 'DPD', gls: 'GLS', ups: 'UPS', bpost: 'bpost' };

async function storesOf(database: Database, order: Order): Promise<Map<string, ToldLocation>> {
  const codes = [...new Set([...(order.sale ? [order.sale.location] : []), ...[...order.deliveries.values()].flatMap(({ kind, location }) => (kind === 'pickup' && location !== null ? [location] : []))])];
  const found = await Promise.all(codes.map((code) => locationByCode(database, code)));
  return new Map(found.flatMap((location) => (location === null ? [] : [[location.code, location] as const])));
}

async function pointsOf(database: Database, order: Order): Promise<Map<string, KeptPoint>> {
  const wanted = [...order.deliveries.values()].flatMap(({ pickupPoint }) => (pickupPoint === null ? [] : [pickupPoint]));
  const found = await Promise.all(wanted.map(({ carrier, id }) => keptPoint(database, carrier, id)));
  return new Map(found.flatMap((point) => (point === null ? [] : [[`${point.carrier} ${point.id}`, point] as const])));
}

async function productsOf(database: Database, stream: Stream): Promise<Map<string, { variant: string | null; picture: string | null }>> {
  const skus = [...new Set([...unitsOf(stream).lines.values()].flatMap(({ sku }) => (sku === null ? [] : [sku])))];
  const variants = await variantsOf(database, skus);
  return new Map([...variants].map(([sku, { options, picture }]) => {
    const words = Object.values(options).filter((value) => typeof value === 'string' || typeof value === 'number').join(', ');
    return [sku, { variant: words === '' ? null : words, picture: picture !== null && /^https?:\/\//.test(picture) ? picture : null }];
  }));
}

async function languageOfChannel(database: Database, code: string): Promise<string | null> {
  const [row] = await database.query<{ language: string }>('select language from channels.channel where code = $1', [code]);
  return row?.language ?? null;
}
