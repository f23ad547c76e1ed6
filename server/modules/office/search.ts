/** Answers the search bar: what begins with what was typed, per kind, with enough beside it to tell one from the other. */
import { z } from 'zod';
import type { Actor } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import { toWire } from '../../kernel/ids.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { wire } from '../../kernel/wire.ts';
import { findKeys, findSkus } from '../search/index.ts';
import type { Found } from '../search/index.ts';
import { findsPeople } from './permissions.ts';

export const SearchQuery = z.object({ q: z.string().trim().min(1).max(200).describe('Part of a number, name, e-mail address, telephone number, address, barcode, SKU or product'), limit: z.coerce.number().int().min(1).max(20).default(6).describe('Results per kind at most') });

const Hit = {
  field: z.string().describe('What of it was found: number, external, name, email, phone, address, barcode, sku, gtin'),
  whole: z.boolean().describe('Whether all of it was typed'),
};
export const SearchAnswer = z.object({
  orders: z.array(z.object({ id: z.string(), ...Hit, number: z.string(), externalNumber: z.string().nullable(), channel: z.string(), status: z.string(), placedAt: z.string(), customer: z.string().nullable() })),
  customers: z.array(z.object({ id: z.string(), ...Hit, name: z.string().nullable(), email: z.string().nullable(), channel: z.string() })),
  products: z.array(z.object({ sku: z.string(), ...Hit, name: z.string(), product: z.string(), picture: z.string().nullable() })),
  parcels: z.array(z.object({ id: z.string(), ...Hit, barcode: z.string().nullable(), carrier: z.string().nullable(), status: z.string(), order: z.string(), orderNumber: z.string() })),
  returns: z.array(z.object({ id: z.string(), ...Hit, status: z.string(), location: z.string(), receivedAt: z.string(), order: z.string(), orderNumber: z.string() })),
});
type Answer = z.infer<typeof SearchAnswer>;

/** What stands beside the found ones, in the order in which they were found; one that is gone meanwhile is left out. */
function beside<R, V>(found: readonly Found[], rows: readonly R[], idOf: (row: R) => string, view: (row: R) => V): (V & { field: string; whole: boolean })[] {
  const byId = new Map(rows.map((row) => [idOf(row), row]));
  return found.flatMap(({ target, field, whole }) => {
    const row = byId.get(target);
    return row === undefined ? [] : [{ ...view(row), field, whole }];
  });
}

const ids = (found: readonly Found[] | undefined): string[] => (found ?? []).map((one) => one.target);

/** Two round trips whatever there is: the ranges of the index, then the rows of what was found. */
export async function search(database: Database, actor: Actor, typed: string, limit: number): Promise<Answer> {
  const personal = findsPeople(actor);
  const [keys, skus] = await Promise.all([findKeys(database, ['order', 'customer', 'parcel', 'return'], typed, limit, { personal }), findSkus(database, typed, limit)]);
  const [orders, customers, parcels, returns] = [keys.get('order') ?? [], keys.get('customer') ?? [], keys.get('parcel') ?? [], keys.get('return') ?? []];
  const [orderRows, customerRows, skuRows, parcelRows, returnRows] = await Promise.all([
    orders.length === 0 ? [] : database.query<{ id: Uuid; number: string; external_number: string | null; channel: string; status: string; placed_at: string; customer: string | null }>(
      `select o.id, o.number, o.external_number, o.channel, o.status, o.placed_at, c.data ->> 'name' as customer from orders.order o left join customers.contact c on c.id = o.contact_id and c.erased_at is null where o.id = any($1::uuid[])`, [ids(orders)]),
    customers.length === 0 ? [] : database.query<{ id: Uuid; name: string | null; email: string | null; channel: string }>('select id, name, email, channel from customers.customer where id = any($1::uuid[]) and erased_at is null', [ids(customers)]),
    skus.length === 0 ? [] : database.query<{ sku: string; name: string; product: string; picture: string | null }>('select v.sku, v.name, p.name as product, coalesce(v.picture, p.picture) as picture from catalogue.variant v join catalogue.product p on p.code = v.product where v.sku = any($1::text[])', [ids(skus)]),
    parcels.length === 0 ? [] : database.query<{ id: Uuid; barcode: string | null; carrier: string | null; status: string; order_id: Uuid; number: string }>('select p.id, p.barcode, p.carrier, p.status, p.order_id, o.number from shipping.parcel p join orders.order o on o.id = p.order_id where p.id = any($1::uuid[])', [ids(parcels)]),
    returns.length === 0 ? [] : database.query<{ id: Uuid; status: string; location: string; received_at: string; order_id: Uuid; number: string }>('select r.id, r.status, r.location, r.received_at, r.order_id, o.number from returns.return r join orders.order o on o.id = r.order_id where r.id = any($1::uuid[])', [ids(returns)]),
  ]);
  return {
    orders: beside(orders, orderRows, (row) => row.id, (row) => ({ id: wire('order', row.id), number: row.number, externalNumber: row.external_number, channel: row.channel, status: row.status, placedAt: row.placed_at, customer: personal ? row.customer : null })),
    customers: beside(customers, customerRows, (row) => row.id, (row) => ({ id: toWire('cus', row.id), name: row.name, email: row.email, channel: row.channel })),
    products: beside(skus, skuRows, (row) => row.sku, (row) => ({ sku: row.sku, name: row.name, product: row.product, picture: row.picture })),
    parcels: beside(parcels, parcelRows, (row) => row.id, (row) => ({ id: wire('parcel', row.id), barcode: row.barcode, carrier: row.carrier, status: row.status, order: wire('order', row.order_id), orderNumber: row.number })),
    returns: beside(returns, returnRows, (row) => row.id, (row) => ({ id: wire('return', row.id), status: row.status, location: row.location, receivedAt: row.received_at, order: wire('order', row.order_id), orderNumber: row.number })),
  };
}
