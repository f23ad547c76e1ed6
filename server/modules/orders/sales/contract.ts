/** What goes over the wire about sales at a till: the receipt as it was rung up, and what became of it. */
import { z } from 'zod';
import { Address } from '../../../kernel/address.ts';
import { idOf, WireId } from '../../../kernel/wire.ts';
import { OrderView } from '../present.ts';
import { MailTo } from './mail-to.ts';

const minor = z.int().min(-1_000_000_000).max(1_000_000_000).describe('Whole minor units of the currency (cents for EUR), VAT included');
const ref = z.string().min(1).max(100);
const instant = z.iso.datetime({ offset: true });
const Vat = z.strictObject({ rate: z.int().min(0).max(1_000_000).describe('In millionths: 21 % is 210000'), amount: z.int().min(0).max(1_000_000_000).describe('Within the line’s total, in minor units') });
const vat = z.array(Vat).max(5).default([]).describe('VAT as it was charged; it is kept and never worked out again');

export const SaleLine = z.strictObject({
  ref: ref.nullable().default(null).describe('Your own id of the line; null: its place on the receipt, from 1'),
  code: z.string().min(1).max(100).nullable().default(null).describe('What was scanned or typed: a barcode (GTIN of any length) or a SKU. One that nobody knows is kept as it is, and put before customer service. Null for what has none'),
  name: z.string().min(1).max(500).nullable().default(null).describe('As printed on the receipt; null: the name in the catalogue'),
  kind: z.enum(['goods', 'service', 'gift_card', 'deposit']).default('goods').describe('A gift card that is sold is a debt to who holds it, and carries no VAT'),
  quantity: z.int().min(1).max(10_000),
  unitPrice: minor.min(0).describe('Price of one, before discount'),
  discount: minor.min(0).default(0).describe('Taken off the whole line'),
  vat,
  reservation: z.strictObject({ order: idOf('order'), line: z.int().min(1).max(1000) }).nullable().default(null).describe('What is bought against a reservation of this store: its id and line. What is not bought of it is free again with the sale'),
  delivery: ref.nullable().default(null).describe('Null: taken along. Otherwise the `ref` of the delivery by which it goes'),
});

export const SaleDelivery = z.discriminatedUnion('kind', [
  z.strictObject({ ref, kind: z.literal('collect'), location: z.string().min(1).max(63).describe('The store where it is collected later: this one or another'), promisedBy: instant.nullable().default(null).describe('When it was said to be there') }),
  z.strictObject({ ref, kind: z.literal('ship'), address: Address, method: z.string().max(200).nullable().default(null), promisedBy: instant.nullable().default(null).describe('When it was said to arrive') }),
]);

export const SaleCharge = z.strictObject({
  ref, kind: z.enum(['shipping', 'fee', 'surcharge', 'tip']), name: z.string().min(1).max(200), amount: minor.min(0), vat, delivery: ref.nullable().default(null).describe('`ref` of the delivery it is for'),
});

export const SalePayment = z.strictObject({
  method: z.enum(['cash', 'card', 'gift_card', 'invoice', 'other']),
  amount: minor.min(1).describe('What it pays of this sale: of cash, what was given less the change'),
  ref: z.string().min(1).max(100).nullable().default(null).describe('The terminal’s id of the payment, or the number of the gift card'),
});

export const SaleCustomer = z.strictObject({
  loyalty: z.string().min(1).max(200).nullable().default(null).describe('Number of the loyalty card: all sales with it are one customer’s'),
  name: z.string().max(200).nullable().default(null), email: z.email().max(254).nullable().default(null).describe('Messages go here; without it nobody is written to'),
  phone: z.string().max(50).nullable().default(null), language: z.enum(['nl', 'en']).nullable().default(null),
});

export const SaleBody = z.strictObject({
  channel: z.string().min(1).max(50).describe('Code of the till’s sales channel'),
  receipt: z.string().min(1).max(100).describe('Number of the receipt, unique within the channel (over all its stores and tills). The same receipt again is answered with what there is; it is a second way to find the order everywhere'),
  location: z.string().min(1).max(63).describe('The store that sold'),
  till: z.string().min(1).max(50).nullable().default(null), cashier: z.string().min(1).max(50).nullable().default(null).describe('A number or initials of your own; no names'),
  soldAt: instant.describe('When it was sold, however late it is sent'),
  currency: z.string().regex(/^[A-Z]{3}$/).default('EUR'),
  customer: SaleCustomer.nullable().default(null).describe('Null: nobody we know'),
  lines: z.array(SaleLine).min(1).max(500), deliveries: z.array(SaleDelivery).max(20).default([]), charges: z.array(SaleCharge).max(50).default([]),
  rounding: minor.min(-50).max(50).default(0).describe('What paying cash rounded up (+) or down (−); kept as an entry of its own'),
  payments: z.array(SalePayment).max(20).default([]),
  mail: MailTo.nullable().default(null).describe('Mail the receipt there, once; null: do not. It may be asked for later by `POST /sales/mail`'),
  total: minor.min(0).describe('What the receipt says: lines less discounts, charges and rounding. The payments add up to it'),
}).meta({
  examples: [{
    channel: 'till', receipt: 'utrecht-1-20260302-0042', location: 'utrecht', till: '1', cashier: '17', soldAt: '2026-03-02T10:12:30Z', customer: { email: 'jo@example.com', language: 'nl' },
    lines: [{ code: '2000000000015', quantity: 1, unitPrice: 5995, vat: [{ rate: 210000, amount: 1040 }] }, { code: '2000000000039', quantity: 1, unitPrice: 8995, discount: 500, vat: [{ rate: 210000, amount: 1474 }], delivery: 'home' }],
    deliveries: [{ ref: 'home', kind: 'ship', address: { name: 'Jo Doe', street: 'Oudegracht', houseNumber: '12', postalCode: '3511 AB', city: 'Utrecht', country: 'NL' } }],
    payments: [{ method: 'gift_card', amount: 5000, ref: '6006 1234' }, { method: 'card', amount: 9490, ref: 'T-88121' }], total: 14490,
  }],
});
export type SaleBody = z.output<typeof SaleBody>;

export const VoidBody = z.strictObject({
  channel: z.string().min(1).max(50), receipt: z.string().min(1).max(100), voidedAt: instant.nullable().default(null).describe('When it was voided at the till; null: now'),
  cashier: z.string().min(1).max(50).nullable().default(null), reason: z.string().max(200).nullable().default(null),
});
export type VoidBody = z.output<typeof VoidBody>;

export const SaleView = z.object({
  order: WireId, number: z.string().describe('Spil’s own number; the receipt’s number finds the order too'), receipt: z.string(), channel: z.string(), location: z.string(), soldAt: z.string(), status: z.string(), onHold: z.boolean(), voided: z.boolean(), currency: z.string(), total: z.int(),
  lines: z.array(z.object({
    line: z.int(), ref: z.string(), sku: z.string().nullable().describe('Null: nobody knows what was scanned'), name: z.string(), quantity: z.int(), delivery: z.string().nullable(),
    units: z.array(z.object({ stage: z.string(), quantity: z.int() })).describe('`collected` is taken along; `waiting` waits for supply; `cancelled` is nowhere to be had, and its money goes back'),
  })),
  deliveries: z.array(z.object({
    ref: z.string(), delivery: z.int(), kind: z.string(), status: z.string(), location: z.string().nullable(), promisedBy: z.string().nullable(), from: z.array(z.string()).describe('Codes of the locations that work on it'),
    pickupCode: z.string().nullable().describe('Of what is collected later: print it on the receipt, for who has no e-mail'),
  })),
  giveBack: z.int().describe('Money that is no longer owed, in minor units: give it back if the customer is still there, by the means they paid with, and say so with `POST /sales/given-back`. Until then it is owed, and stands in finance’s queue'),
  holds: OrderView.shape.holds,
});
export type SaleView = z.infer<typeof SaleView>;

export const GivenBackBody = z.strictObject({ channel: z.string().min(1).max(50), receipt: z.string().min(1).max(100), amount: z.int().min(1).describe('What the customer was given, in minor units: all of `giveBack`') })
  .meta({ examples: [{ channel: 'till', receipt: 'utrecht-1-20260302-0042', amount: 5995 }] });
export type GivenBackBody = z.infer<typeof GivenBackBody>;

export const BatchBody = z.strictObject({ sales: z.array(z.record(z.string(), z.unknown())).min(1).max(200).describe('Each as `POST /sales` takes it. They are taken one by one in this order, each by itself') });
export const BatchAnswer = z.object({
  results: z.array(z.object({
    receipt: z.string().nullable(), result: z.enum(['taken', 'already', 'refused']), sale: SaleView.nullable(),
    problem: z.object({ code: z.string(), detail: z.string(), field: z.string().nullable() }).nullable().describe('Why it was refused; nothing of it was booked'),
  })),
  taken: z.int(), already: z.int(), refused: z.int(),
});
