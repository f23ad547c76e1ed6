/** A receipt as a till would send it; VAT at 21 % within the price. */
import type { z } from 'zod';
import { SHOES } from './company.ts';
import { ok } from './spil.ts';
import type { Client, Running } from './spil.ts';
import type { SaleBody } from '../../server/modules/orders/sales/contract.ts';

type Sale = z.input<typeof SaleBody>;
export type Sent = Omit<Sale, 'payments' | 'lines'> & { lines: NonNullable<Sale['lines']>; payments: NonNullable<Sale['payments']> };

let serial = 0;
/** By the list, unless a test says otherwise: staff may not go far below it. */
const priceOf = (code: string | null): number => SHOES.find(([sku, gtin]) => sku === code || gtin.endsWith(code ?? ' '))?.[3] ?? 5995;
const vatIn = (total: number): number => total - Math.round((total * 100) / 121);

export interface SaleOptions {
  location?: string;
  receipt?: string;
  soldAt?: string;
  lines: readonly { code: string | null; quantity?: number; price?: number; discount?: number; delivery?: string; kind?: 'goods' | 'gift_card' | 'service' }[];
  deliveries?: Sale['deliveries'];
  charges?: Sale['charges'];
  payments?: Sale['payments'];
  rounding?: number;
  customer?: Sale['customer'];
}

export function aSale({ location = 'utrecht', receipt = `${location}-1-${process.pid}-${++serial}`, soldAt = '2026-03-02T09:00:00.000Z', lines, deliveries = [], charges = [], payments, rounding = 0, customer = null }: SaleOptions): Sent {
  const priced = lines.map(({ code, quantity = 1, price = priceOf(code), discount = 0, delivery = null, kind = 'goods' as const }) => ({ code, quantity, unitPrice: price, discount, delivery, kind, vat: kind === 'gift_card' ? [] : [{ rate: 210_000, amount: vatIn(price * quantity - discount) }] }));
  const total = priced.reduce((sum, line) => sum + line.unitPrice * line.quantity - line.discount, rounding) + (charges ?? []).reduce((sum, charge) => sum + charge.amount, 0);
  return { channel: 'till', receipt, location, till: '1', cashier: '17', soldAt, customer, lines: priced, deliveries, charges, rounding, payments: payments ?? (total === 0 ? [] : [{ method: 'card', amount: total }]), total };
}

/** What lies sellable of a SKU at a location. */
export const shelfOf = async (office: Client, sku: string, location: string): Promise<number> =>
  ok(await office.get<{ balances: { state: string; quantity: number }[] }>(`/stock?sku=${sku}&location=${location}`)).balances.find(({ state }) => state === 'sellable')?.quantity ?? 0;

/** What would be another if anything had been written. */
export const written = async ({ database }: Running): Promise<unknown> =>
  (await database.query('select (select max(position) from books.event) as events, (select count(*) from kernel.idempotency) as keys, (select sum(quantity) from books.stock_balance) as stock'))[0];
