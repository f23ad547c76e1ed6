/** What the simulated shop keeps: orders, variants and stock levels, in its own SQLite file, as plain documents. */
import type { DatabaseSync } from 'node:sqlite';

export interface SimTransaction { id: number; parentId: number | null; kind: 'authorization' | 'sale' | 'capture' | 'void' | 'refund'; amount: number; gateway: string; at: string }
export interface SimLine {
  id: number; variantId: number | null; inventoryItemId: number | null; sku: string; title: string; price: number; quantity: number; discount: number;
  /** Millionths. */
  taxRate: number; requiresShipping: boolean; giftCard: boolean; properties: { name: string; value: string }[];
}
export interface SimRefundLine { id: number; lineId: number; quantity: number; restockType: 'no_restock' | 'cancel' | 'return'; locationId: number | null; subtotal: number; tax: number }
export interface SimRefund {
  id: number; at: string; note: string | null; lines: SimRefundLine[];
  /** Shipping given back, without and with its tax apart; discrepancy between the money and the lines. */
  shipping: number; shippingTax: number; discrepancy: number; transactionIds: number[];
}
export interface SimFulfillment { id: number; status: 'success' | 'cancelled'; at: string; number: string | null; url: string | null; company: string | null; locationId: number; notify: boolean; lines: { lineId: number; quantity: number }[] }
export interface SimFulfillmentOrder { id: number; locationId: number; status: 'open' | 'on_hold' | 'closed' | 'cancelled'; hold: { reason: string; notes: string | null } | null; lines: { id: number; lineId: number; quantity: number; fulfillable: number }[] }

export interface SimAddress { first_name: string; last_name: string; address1: string; address2?: string | null; zip: string; city: string; province?: string | null; country_code: string; country?: string; company?: string | null; phone?: string | null }

export interface SimOrder {
  id: number; number: number; at: string; updatedAt: string; currency: string; taxesIncluded: boolean; test: boolean; source: string; locationId: number | null;
  lines: SimLine[]; discountCode: string | null;
  shipping: { id: number; title: string; code: string; price: number; discount: number; taxRate: number } | null;
  email: string; phone: string | null; locale: string | null; customerId: number; note: string | null; tags: string;
  shippingAddress: SimAddress | null; billingAddress: SimAddress | null;
  gateways: string[]; transactions: SimTransaction[]; refunds: SimRefund[]; fulfillments: SimFulfillment[]; fulfillmentOrders: SimFulfillmentOrder[];
  cancelledAt: string | null; cancelReason: string | null;
  metafields: { id: number; namespace: string; key: string; type: string; value: string }[];
}

export interface SimVariant { productId: number; variantId: number; inventoryItemId: number; sku: string; title: string; price: number; taxRate: number; tracked: boolean; requiresShipping: boolean; giftCard: boolean }
export interface SimLocation { id: number; name: string }

/** A refusal in the vendor's own shape. */
export class SimRefusal extends Error {
  readonly status: number;
  readonly body: unknown;
  constructor(status: number, body: unknown) {
    super(JSON.stringify(body));
    this.status = status;
    this.body = body;
  }
}
export const refuse = (status: number, errors: unknown): never => { throw new SimRefusal(status, { errors }); };

export interface ShopState {
  nextId(): number;
  nextNumber(): number;
  order(id: number): SimOrder;
  saveOrder(order: SimOrder): void;
  /** Orders by last change, then id, after a place in that order. */
  ordersChanged(from: string, after: { at: string; id: number } | null, limit: number): SimOrder[];
  orderOfFulfillmentOrder(id: number): SimOrder;
  variants(): SimVariant[];
  variant(sku: string): SimVariant | undefined;
  saveVariant(variant: SimVariant): void;
  /** Available at a location; undefined where the item is not kept there. */
  level(item: number, location: number): number | undefined;
  levels(items: number[] | null, locations: number[] | null): { item: number; location: number; available: number; at: string }[];
  setLevel(item: number, location: number, available: number, at: string): void;
  /** Runs as one transaction: all or nothing. */
  together<T>(work: () => T): T;
}

/** First id given out; real ids have thirteen digits. */
const FIRST_ID = 6_200_000_000_000;

export function openState(store: DatabaseSync): ShopState {
  store.exec(`
    create table if not exists counter (name text primary key, value integer not null);
    create table if not exists orders (id integer primary key, updated_at text not null, body text not null);
    create index if not exists orders_changed on orders (updated_at, id);
    create table if not exists fulfillment_order (id integer primary key, order_id integer not null);
    create table if not exists variant (sku text primary key, body text not null);
    create table if not exists level (item integer not null, location integer not null, available integer not null, updated_at text not null, primary key (item, location));
  `);
  const count = store.prepare('insert into counter (name, value) values (?, ?) on conflict (name) do update set value = value + 1 returning value');
  const next = (name: string, first: number): number => Number((count.get(name, first) as { value: number }).value);
  const body = <T>(row: unknown): T | undefined => (row === undefined ? undefined : JSON.parse((row as { body: string }).body) as T);
  const rows = <T>(found: unknown[]): T[] => found.map((row) => JSON.parse((row as { body: string }).body) as T);

  const state: ShopState = {
    nextId: () => next('id', FIRST_ID),
    nextNumber: () => next('number', 1001),
    order: (id) => body<SimOrder>(store.prepare('select body from orders where id = ?').get(id)) ?? refuse(404, 'Not Found'),
    saveOrder: (order) => {
      store.prepare('insert into orders (id, updated_at, body) values (?, ?, ?) on conflict (id) do update set updated_at = excluded.updated_at, body = excluded.body').run(order.id, order.updatedAt, JSON.stringify(order));
      for (const { id } of order.fulfillmentOrders) store.prepare('insert into fulfillment_order (id, order_id) values (?, ?) on conflict (id) do nothing').run(id, order.id);
    },
    ordersChanged: (from, after, limit) => rows<SimOrder>(store.prepare('select body from orders where updated_at >= ? and (updated_at, id) > (?, ?) order by updated_at, id limit ?').all(from, after?.at ?? '', after?.id ?? 0, limit)),
    orderOfFulfillmentOrder: (id) => {
      const row = store.prepare('select order_id from fulfillment_order where id = ?').get(id) as { order_id: number } | undefined;
      return row ? state.order(row.order_id) : refuse(404, 'Not Found');
    },
    variants: () => rows<SimVariant>(store.prepare('select body from variant order by sku').all()),
    variant: (sku) => body<SimVariant>(store.prepare('select body from variant where sku = ?').get(sku)),
    saveVariant: (variant) => { store.prepare('insert into variant (sku, body) values (?, ?) on conflict (sku) do update set body = excluded.body').run(variant.sku, JSON.stringify(variant)); },
    level: (item, location) => (store.prepare('select available from level where item = ? and location = ?').get(item, location) as { available: number } | undefined)?.available,
    levels: (items, locations) => (store.prepare('select item, location, available, updated_at as at from level order by item, location').all() as unknown as { item: number; location: number; available: number; at: string }[])
      .filter((row) => (items === null || items.includes(row.item)) && (locations === null || locations.includes(row.location))),
    setLevel: (item, location, available, at) => {
      store.prepare('insert into level (item, location, available, updated_at) values (?, ?, ?, ?) on conflict (item, location) do update set available = excluded.available, updated_at = excluded.updated_at').run(item, location, available, at);
    },
    together: (work) => {
      store.exec('begin immediate');
      try {
        const result = work();
        store.exec('commit');
        return result;
      } catch (error) {
        store.exec('rollback');
        throw error;
      }
    },
  };
  return state;
}
