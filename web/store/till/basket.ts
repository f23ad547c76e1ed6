/** Pure: what is being sold at the till, what it comes to, and the receipt that is sent. */
import type { Answer, Input } from '../../api/client.ts';
import { sizeOf } from '../../parts/shop/sizes.ts';

/** Taken along, collected later, or sent. */
export type Way = 'along' | 'later' | 'home';
export interface BasketLine {
  key: string;
  /** As scanned or typed; null for a gift card. */
  code: string | null;
  sku: string | null;
  kind: 'goods' | 'gift_card';
  name: string; size: string | null; picture: string | null;
  quantity: number; price: number;
  /** Off the whole line, in minor units. */
  discount: number;
  vatRate: number | null;
  way: Way;
  /** What a customer reserved and now buys; at most as many as are kept. */
  reservation?: { order: string; line: number; number: string; held: number };
}

export const ADDRESS_FIELDS = ['name', 'street', 'houseNumber', 'addition', 'postalCode', 'city'] as const;
export type AddressField = (typeof ADDRESS_FIELDS)[number];
/** What an address needs before something can be sent there. */
export const NEEDED: ReadonlySet<AddressField> = new Set(['name', 'street', 'houseNumber', 'postalCode', 'city']);

export interface Basket {
  lines: BasketLine[];
  /** Where what is collected later is collected; null is this store. */
  store: string | null;
  address: Record<AddressField, string> & { country: string };
  /** What sending costs the customer, in minor units. */
  sending: number;
  /** When what is sent was said to arrive, and what is collected to be there. */
  promised: { home: string | null; later: string | null };
  email: string; loyalty: string;
}

export const EMPTY: Basket = { lines: [], store: null, address: { name: '', street: '', houseNumber: '', addition: '', postalCode: '', city: '', country: 'NL' }, sending: 0, promised: { home: null, later: null }, email: '', loyalty: '' };

type Item = Answer<'getAssortment'>['items'][number];
export type Reservation = Answer<'listReservations'>['reservations'][number];

/** A product into the basket: one more of what is there in the same way, else a line of its own at the end. */
export function withProduct(basket: Basket, item: Item & { price: number }, { code, size, key }: { code: string; size: string; key: string }): Basket {
  const there = basket.lines.find((line) => line.sku === item.sku && line.way === 'along' && !line.reservation);
  if (there) return withLine(basket, there.key, { quantity: there.quantity + 1 });
  const line: BasketLine = { key, code, sku: item.sku, kind: 'goods', name: item.name, size, picture: item.picture, quantity: 1, price: item.price, discount: 0, vatRate: item.vatRate, way: 'along' };
  return { ...basket, lines: [...basket.lines, line] };
}

/** All that is kept of a reservation, taken along; what was on the receipt of it before is replaced. `vatOf`: the rate by SKU. */
export function withReservation(basket: Basket, { order, number, lines }: Pick<Reservation, 'order' | 'number' | 'lines'>, vatOf: (sku: string) => number | null, keyOf: () => string): Basket {
  const kept = lines.filter(({ held }) => held > 0).map(({ line, sku, name, picture, options, held, price }): BasketLine => ({
    key: keyOf(), code: sku, sku, kind: 'goods', name, size: sku === null ? null : sizeOf({ sku, options }), picture, quantity: held, price, discount: 0, vatRate: sku === null ? null : vatOf(sku), way: 'along', reservation: { order, line, number, held },
  }));
  return { ...basket, lines: [...basket.lines.filter(({ reservation }) => reservation?.order !== order), ...kept] };
}

/** Changes a line; with nothing left of it, it goes. A discount never exceeds what the line costs. */
export const withLine = (basket: Basket, key: string, change: Partial<BasketLine>): Basket => ({
  ...basket,
  lines: basket.lines.flatMap((line) => {
    const next = line.key === key ? { ...line, ...change } : line;
    return next.quantity <= 0 ? [] : [{ ...next, discount: Math.min(next.discount, next.price * next.quantity) }];
  }),
});

export const lineTotal = (line: BasketLine): number => line.price * line.quantity - line.discount;
const goesHome = (basket: Basket): boolean => basket.lines.some(({ way }) => way === 'home');
const sendingOf = (basket: Basket): number => (goesHome(basket) ? basket.sending : 0);
export const totalOf = (basket: Basket): number => basket.lines.reduce((sum, line) => sum + lineTotal(line), sendingOf(basket));

/** VAT within an amount, by a rate in millionths. */
export const vatWithin = (amount: number, rate: number): number => Math.round((amount * rate) / (1_000_000 + rate));

/** What may be taken off a line by staff, in minor units; `most` in thousandths, null is as much as it costs. */
export const mostOff = ({ price, quantity }: Pick<BasketLine, 'price' | 'quantity'>, most: number | null): number => (most === null ? price * quantity : Math.floor((price * quantity * most) / 1000));

/** So many of a line, with no more discount than may be given on them. */
export const ofQuantity = (line: Pick<BasketLine, 'price' | 'discount'>, quantity: number, most: number | null): Pick<BasketLine, 'quantity' | 'discount'> => ({ quantity, discount: Math.min(line.discount, mostOff({ price: line.price, quantity }, most)) });

export interface Paid { method: 'cash' | 'card' | 'gift_card'; amount: number; ref: string | null }

/** What paying the rest in cash comes to: rounded to the coins there are. */
export const cashFor = (rest: number, step: number | null): number => (step === null ? rest : Math.round(rest / step) * step);

/** How far it is paid. `rounding` is what cash that closes it rounds; with `rest` nothing the receipt is paid. */
export function paidSoFar(total: number, paid: readonly Paid[], rounding: number): { rest: number } {
  return { rest: total + rounding - paid.reduce((sum, one) => sum + one.amount, 0) };
}

/** Nothing, or an address that the server takes: a receipt that is paid must not be refused for one that was mistyped. */
export const isEmail = (text: string): boolean => text.trim() === '' || (text.trim().length <= 254 && /^[A-Za-z0-9_'+-]*[A-Za-z0-9_+-](\.[A-Za-z0-9_'+-]*[A-Za-z0-9_+-])*@([A-Za-z0-9][A-Za-z0-9-]*\.)+[A-Za-z]{2,}$/.test(text.trim()));

/** What is missing before it can be paid. */
export function missingOf(basket: Basket): 'nothing' | 'lines' | 'address' {
  if (basket.lines.length === 0) return 'lines';
  return goesHome(basket) && [...NEEDED].some((field) => basket.address[field].trim() === '') ? 'address' : 'nothing';
}

type Sale = Input<'recordSale'>['body'];
export interface Rung { channel: string; location: string; currency: string; receipt: string; soldAt: string; till: string; language: 'nl' | 'en'; paid: readonly Paid[]; rounding: number; sendingName: string }

/** The receipt as it is sent. */
export function saleOf(basket: Basket, { channel, location, currency, receipt, soldAt, till, language, paid, rounding, sendingName }: Rung): Sale {
  const text = (value: string): string | null => (value.trim() === '' ? null : value.trim());
  const sending = sendingOf(basket);
  // Sending goes at the rate of what is sent.
  const rate = Math.max(0, ...basket.lines.flatMap(({ way, vatRate }) => (way === 'home' && vatRate !== null ? [vatRate] : [])));
  const { address } = basket;
  const known = text(basket.email) !== null || text(basket.loyalty) !== null || goesHome(basket);
  return {
    channel, receipt, location, till, soldAt, currency, rounding,
    customer: known ? { email: text(basket.email), loyalty: text(basket.loyalty), name: text(address.name), language } : null,
    lines: basket.lines.map((line) => ({
      ref: line.key, code: line.code, name: line.name, kind: line.kind, quantity: line.quantity, unitPrice: line.price, discount: line.discount,
      vat: line.vatRate === null || line.kind === 'gift_card' ? [] : [{ rate: line.vatRate, amount: vatWithin(lineTotal(line), line.vatRate) }], delivery: line.way === 'along' ? null : line.way,
      ...(line.reservation ? { reservation: { order: line.reservation.order, line: line.reservation.line } } : {}),
    })),
    deliveries: [
      ...(basket.lines.some(({ way }) => way === 'later') ? [{ ref: 'later', kind: 'collect' as const, location: basket.store ?? location, promisedBy: basket.promised.later }] : []),
      ...(goesHome(basket) ? [{ ref: 'home', kind: 'ship' as const, address: { name: text(address.name), street: address.street.trim(), houseNumber: address.houseNumber.trim(), addition: text(address.addition), postalCode: address.postalCode.trim(), city: address.city.trim(), country: address.country }, promisedBy: basket.promised.home }] : []),
    ],
    charges: sending === 0 ? [] : [{ ref: 'sending', kind: 'shipping', name: sendingName, amount: sending, vat: rate === 0 ? [] : [{ rate, amount: vatWithin(sending, rate) }], delivery: 'home' }],
    payments: paid.map(({ method, amount, ref }) => ({ method, amount, ref })), total: totalOf(basket) + rounding,
  };
}

/** VAT of a receipt by rate, as it is printed. */
export function vatByRate(sale: Sale): { rate: number; amount: number }[] {
  const rates = new Map<number, number>();
  for (const { rate, amount } of [...sale.lines, ...sale.charges ?? []].flatMap(({ vat = [] }) => vat)) rates.set(rate, (rates.get(rate) ?? 0) + amount);
  return [...rates].map(([rate, amount]) => ({ rate, amount }));
}
