/** What the Magento simulator remembers: orders and their documents as JSON rows, and MSI's source items, in its own SQLite file. */
import type { DatabaseSync } from 'node:sqlite';

/** Amounts are minor units of the order's currency; printed as decimals when served. */
export interface SimItem {
  item_id: number;
  parent_item_id: number | null;
  product_type: string;
  sku: string;
  name: string;
  is_virtual: 0 | 1;
  qty_ordered: number; qty_invoiced: number; qty_shipped: number; qty_refunded: number; qty_canceled: number;
  price: number; price_incl_tax: number;
  row_total: number; row_total_incl_tax: number; discount_amount: number; tax_amount: number; discount_tax_compensation_amount: number;
  tax_percent: number;
  row_invoiced: number; discount_invoiced: number; tax_invoiced: number; discount_tax_compensation_invoiced: number;
  amount_refunded: number; discount_refunded: number; tax_refunded: number; discount_tax_compensation_refunded: number;
  /** Carries no amounts of its own in calculations (the child of a configurable or fixed bundle, the parent of a dynamic one). */
  dummy: boolean;
  /** Is not shipped by itself. */
  shipDummy: boolean;
}

export interface SimAddress { firstname: string; lastname: string; company?: string; street: string[]; postcode: string; city: string; country_id: string; telephone: string; email: string; region?: string }

export interface SimOrder {
  entity_id: number;
  increment_id: string;
  state: string;
  status: string;
  hold_before_state: string | null;
  created_at: string;
  updated_at: string;
  currency: string;
  baseCurrency: string;
  /** Millionths of base currency per unit of the order's currency. */
  baseRate: number;
  customer: { id: number | null; email: string; firstname: string; lastname: string };
  store_id: number;
  billing: SimAddress;
  shipping: SimAddress | null;
  shipping_method: string | null;
  shipping_description: string | null;
  shipping_amount: number; shipping_incl_tax: number; shipping_tax_amount: number; shipping_tax_percent: number;
  shipping_invoiced: number; shipping_refunded: number; shipping_tax_refunded: number;
  grand_total: number;
  total_invoiced: number; total_paid: number; total_refunded: number; total_canceled: number;
  payment: { method: string; amount_authorized: number | null };
  pickup_location_code: string | null;
  notification_sent: boolean;
  relation: { parent_id: string | null; parent_real_id: string | null; child_id: string | null; child_real_id: string | null; original: string | null; edit_increment: number | null };
  histories: { entity_id: number; comment: string; created_at: string; is_customer_notified: number; is_visible_on_front: number; status: string }[];
  items: SimItem[];
}

export interface SimComment { entity_id: number; comment: string; created_at: string; is_customer_notified: number; is_visible_on_front: number; parent_id: number }
export interface SimShipment { entity_id: number; order_id: number; created_at: string; source_code: string; items: { order_item_id: number; qty: number; sku: string; name: string }[]; tracks: { entity_id: number; track_number: string; title: string; carrier_code: string }[]; comments: SimComment[]; notified: boolean }
export interface SimInvoice { entity_id: number; order_id: number; created_at: string; state: 1 | 2 | 3; grand_total: number; shipping_amount: number; shipping_tax_amount: number; items: { order_item_id: number; qty: number; sku: string; name: string; row_total: number; tax_amount: number }[]; comments: SimComment[] }
export interface SimMemo { entity_id: number; order_id: number; invoice_id: number | null; online: boolean; created_at: string; grand_total: number; shipping_amount: number; shipping_tax_amount: number; adjustment_positive: number; adjustment_negative: number; items: { order_item_id: number; qty: number; sku: string; name: string; row_total: number; tax_amount: number; discount_amount: number }[]; comments: SimComment[] }
export interface SourceRow { sku: string; source_code: string; quantity: number; status: number }

export type DocumentKind = 'shipments' | 'invoices' | 'creditmemos';
export interface Documents { shipments: SimShipment; invoices: SimInvoice; creditmemos: SimMemo }

export type SimStore = ReturnType<typeof createStore>;

/** Opens the tables. Ids count up per kind, and one counter serves everything that Magento numbers inside documents. */
export function createStore(database: DatabaseSync) {
  database.exec(`
    create table if not exists orders (id integer primary key, body text not null) strict;
    create table if not exists documents (kind text not null, id integer not null, order_id integer not null, body text not null, primary key (kind, id)) strict;
    create table if not exists source_items (sku text not null, source_code text not null, quantity real not null, status integer not null, primary key (sku, source_code)) strict;
    create table if not exists sources (code text primary key) strict;
    create table if not exists counters (name text primary key, value integer not null) strict;
    insert or ignore into sources values ('default');
  `);
  const next = database.prepare('insert into counters values (?, 1) on conflict do update set value = value + 1 returning value');
  const bodies = <Body>(rows: Record<string, unknown>[]): Body[] => rows.map((row) => JSON.parse(String(row['body'])) as Body);
  return {
    nextId: (name: string): number => Number(next.get(name)?.['value']),
    order: (id: number): SimOrder | null => bodies<SimOrder>(database.prepare('select body from orders where id = ?').all(id))[0] ?? null,
    orders: (): SimOrder[] => bodies<SimOrder>(database.prepare('select body from orders order by id').all()),
    saveOrder: (order: SimOrder): void => { database.prepare('insert into orders values (?, ?) on conflict do update set body = excluded.body').run(order.entity_id, JSON.stringify(order)); },
    documents: <Kind extends DocumentKind>(kind: Kind): Documents[Kind][] => bodies<Documents[Kind]>(database.prepare('select body from documents where kind = ? order by id').all(kind)),
    saveDocument: <Kind extends DocumentKind>(kind: Kind, document: Documents[Kind]): void => {
      database.prepare('insert into documents values (?, ?, ?, ?) on conflict do update set body = excluded.body').run(kind, document.entity_id, document.order_id, JSON.stringify(document));
    },
    sourceItems: (): SourceRow[] => database.prepare('select * from source_items order by sku, source_code').all().map((row) => ({ sku: String(row['sku']), source_code: String(row['source_code']), quantity: Number(row['quantity']), status: Number(row['status']) })),
    saveSourceItem: (row: SourceRow): void => {
      database.prepare('insert into source_items values (?, ?, ?, ?) on conflict do update set quantity = excluded.quantity, status = excluded.status').run(row.sku, row.source_code, row.quantity, row.status);
    },
    addSource: (code: string): void => { database.prepare('insert or ignore into sources values (?)').run(code); },
    hasSource: (code: string): boolean => database.prepare('select 1 from sources where code = ?').get(code) !== undefined,
  };
}
