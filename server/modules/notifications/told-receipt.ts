/** Pure: what a till's receipt says by mail, as it was when it was asked for. */
import type { Instant } from '../../kernel/clock.ts';
import { fold, moneyOf } from '../books/index.ts';
import type { Stream } from '../books/index.ts';
import { orderSlice } from '../orders/index.ts';
import type { MessageData } from './kinds.ts';
import { methodName } from './methods.ts';
import { addressLine } from './around.ts';
import type { Around } from './around.ts';

type Receipt = MessageData<'receipt'>;
/** What is told of the order in any message: its lines, and amounts and days as its reader writes them. */
interface Told { ordered(): MessageData<'order_link'>; money(minor: number): NonNullable<Receipt['discount']>; date(at: Instant): string }

/** A rate in millionths as people write it: 21 %, or 2,5 % in Dutch. */
const percent = (rate: number, language: string): string => `${String(rate / 10_000).replace('.', language.startsWith('nl') ? ',' : '.')}%`;

/** The place of a delivery that says no more than a receipt on paper would: the mail may go to somebody else than the parcel. */
function placeOf(around: Around, kind: string, location: string | null, contact: string | null): string {
  if (kind === 'pickup') return around.locations.get(location ?? '')?.name ?? location ?? '';
  return around.contacts.get(contact ?? '')?.address?.city ?? '';
}

export function receiptOf(then: Stream, told: Told, around: Around): Receipt {
  const { lines, charges, deliveries, sale, placedAt, externalNumber, number } = fold(then, orderSlice);
  const store = around.locations.get(sale?.location ?? '');
  const parts = [...lines.values(), ...charges.values()];
  const discount = parts.reduce((sum, part) => sum + part.discount, 0);
  const rounding = [...charges.values()].reduce((sum, { kind, total }) => sum + (kind === 'rounding' ? total : 0), 0);
  const vat = new Map<number, { total: number; amount: number }>();
  for (const { total, taxes } of parts) {
    for (const { rate, amount } of taxes) vat.set(rate, { total: (vat.get(rate)?.total ?? 0) + total, amount: (vat.get(rate)?.amount ?? 0) + amount });
  }
  const { order, lines: bought } = told.ordered();
  // Who reads it may be somebody else than who ordered: no name, and no way to the order's page.
  return {
    customer: { name: null }, order: { ...order, url: null }, lines: bought, receipt: externalNumber ?? number, soldAt: placedAt,
    store: { name: store?.name ?? sale?.location ?? '', address: store ? addressLine(store.address) : '', phone: store?.address.phone ?? null },
    charges: [...charges.values()].filter(({ kind }) => kind !== 'rounding').map(({ name, total }) => ({ name, total: told.money(total) })),
    discount: discount === 0 ? null : told.money(discount), rounding: rounding === 0 ? null : told.money(rounding),
    vat: [...vat].sort(([a], [b]) => b - a).map(([rate, { total, amount }]) => ({ rate: percent(rate, around.language), total: told.money(total), amount: told.money(amount) })),
    payments: [...moneyOf(then).payments.values()].filter(({ captured }) => captured > 0).map(({ method, captured }) => ({ method: methodName(method, around.language), amount: told.money(captured) })),
    deliveries: [...deliveries.values()].filter(({ kind }) => kind === 'pickup' || kind === 'ship').map(({ delivery, kind, location, contact, promisedBy }) => ({
      method: kind === 'pickup' ? 'store' as const : 'home' as const, place: placeOf(around, kind, location, contact), until: promisedBy === null ? null : told.date(promisedBy), code: kind === 'pickup' ? around.pickupCode(delivery) : null,
    })),
  };
}
