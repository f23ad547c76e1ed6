/** What stands around an order, for one screen: who ordered and where it goes, how its products look, and the names of locations, channel and carriers. */
import type { Address } from '../../kernel/address.ts';
import type { Actor } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import { toWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { fold, unitsOf } from '../books/index.ts';
import { readContacts } from '../customers/index.ts';
import type { Contact } from '../customers/index.ts';
import { orderSlice, orderStream } from '../orders/index.ts';
import type { OrderPlaced } from '../orders/index.ts';
import { assignedSlice } from '../sourcing/index.ts';
import { personShown } from './permissions.ts';

export interface Person { name: string | null; email: string | null; phone: string | null; language: string | null; address: Address | null }
interface VariantRow { sku: string; name: string; product: string; product_name: string; brand: string | null; options: Record<string, string>; picture: string | null; gtins: string[] }
interface LocationRow { code: string; name: string; kind: string; address: Address; latitude: number | null; longitude: number | null; zone: string; active: boolean }

export interface Around {
  buyer: Person | null;
  customer: string | null;
  deliveries: { delivery: number; person: Person | null; /** Of the carrier's pickup point it goes to. */ point: Address | null; /** When it was promised as the order was placed. */ promisedFirst: string | null }[];
  variants: { sku: string; name: string; product: string; productName: string; brand: string | null; options: Record<string, string>; picture: string | null; gtins: string[] }[];
  locations: { code: string; name: string; kind: string; city: string; latitude: number | null; longitude: number | null; zone: string; active: boolean }[];
  channel: { code: string; name: string } | null;
  /** A person who was erased, or whom this account is not shown, is null. */
  shown: 'whole' | 'name' | 'nothing';
}

/** Reads it for an account; refuses an order that is not there. */
export async function aroundOrder(database: Database, actor: Actor, id: Uuid): Promise<Around> {
  const stream = await orderStream(database, id);
  const order = fold(stream, orderSlice);
  const skus = [...unitsOf(stream).lines.values()].flatMap(({ sku }) => sku ?? []);
  const codes = new Set([...order.deliveries.values()].flatMap(({ location }) => location ?? []));
  for (const { location, destination } of fold(stream, assignedSlice).fulfilments.values()) for (const code of [location, destination]) if (code !== null) codes.add(code);
  for (const event of stream.events) for (const move of event.moves.units ?? []) if (move.to.location !== null) codes.add(move.to.location);
  const shown = personShown(actor);
  const points = [...order.deliveries.values()].flatMap(({ pickupPoint }) => pickupPoint?.contact ?? []);
  const ids = [order.contact, ...[...order.deliveries.values()].map(({ contact }) => contact)].filter((contact) => contact !== null);
  const [pointContacts, contacts, variants, locations, channels, customers] = await Promise.all([
    readContacts(database, points), shown === 'nothing' ? new Map<Uuid, Contact>() : readContacts(database, ids),
    database.query<VariantRow>(
      'select v.sku, v.name, v.product, p.name as product_name, p.brand, v.options, coalesce(v.picture, p.picture) as picture, array(select b.gtin::text from catalogue.barcode b where b.sku = v.sku order by 1) as gtins from catalogue.variant v join catalogue.product p on p.code = v.product where v.sku = any($1)', [[...new Set(skus)]]),
    database.query<LocationRow>(`select code, name, kind, address, latitude, longitude, calendar ->> 'zone' as zone, active from locations.location where code = any($1)`, [[...codes]]),
    database.query<{ code: string; name: string }>('select code, name from channels.channel where code = $1', [order.channel]),
    order.contact === null ? [] : database.query<{ customer: Uuid | null }>('select customer from customers.contact where id = $1', [order.contact]),
  ]);
  const first = stream.events.find(({ type }) => type === 'OrderPlaced')?.data as OrderPlaced | undefined;
  const personOf = (contact: Uuid | null): Person | null => {
    const found = contact === null ? undefined : contacts.get(contact);
    if (!found) return null;
    return shown === 'whole' ? { name: found.name, email: found.email, phone: found.phone, language: found.language, address: found.address } : { name: found.name, email: null, phone: null, language: null, address: null };
  };
  const customer = customers[0]?.customer ?? null;
  return {
    buyer: personOf(order.contact), customer: customer === null ? null : toWire('cus', customer), shown,
    deliveries: [...order.deliveries.values()].map(({ delivery, contact, pickupPoint }) => ({ delivery, person: personOf(contact), point: pointContacts.get(pickupPoint?.contact ?? '')?.address ?? null, promisedFirst: first?.deliveries.find((one) => one.delivery === delivery)?.promisedBy ?? null })),
    variants: variants.map(({ product_name: productName, ...row }) => ({ ...row, productName })),
    locations: locations.map(({ address, ...row }) => ({ ...row, city: address.city })),
    channel: channels[0] ?? null,
  };
}
