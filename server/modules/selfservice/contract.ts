/** What goes over the wire on the customer's page: the order in the customer's words, and no more of a person than the page needs. */
import { z } from 'zod';
import { destination, NEEDS_ONE, oneOf } from '../fulfilment/index.ts';
import { Brand } from '../notifications/index.ts';
import { idOf } from '../../kernel/wire.ts';
import { STATUSES, STEPS } from './progress.ts';

const amount = z.int().describe('Minor units of the order currency');
const instant = z.string();

export const TokenParams = z.object({ token: z.string().max(200) });
export const CodeParams = TokenParams.extend({ delivery: z.coerce.number().int().min(1).max(10_000) });
export const OrderParams = z.object({ order: idOf('order') });
export const LanguageQuery = z.object({ language: z.enum(['nl', 'en']).optional().describe('Language of sentences in refusals; default the language of the order, else what the browser asks for') });

export const CustomerCancelBody = z.strictObject({ lines: z.array(z.strictObject({ line: z.int().min(1), quantity: z.int().min(1) })).min(1).max(1000).nullable().default(null).describe('What to cancel; null cancels all that can still be') });
export const CustomerChangeBody = z.strictObject(destination).refine(oneOf, NEEDS_ONE);
export const OptionsQuery = LanguageQuery.extend({ postalCode: z.string().trim().min(1).max(20).optional().describe('Distances are from here; else from where it goes now'), country: z.string().regex(/^[A-Z]{2}$/).default('NL') });
export const LinkBody = z.strictObject({ number: z.string().trim().min(1).max(50).describe('Order number as the customer knows it, with or without #'), email: z.email().max(254), language: z.enum(['nl', 'en']).default('nl') });
export const PayView = z.object({ url: z.string().describe('The payment operator’s page, where it is paid') });
export const Asked = z.object({ said: z.string() });
export const LinkView = z.object({ url: z.string(), expiresAt: instant });
export const RevokedView = z.object({ revokedAt: instant });

const Opening = z.object({ date: z.string(), name: z.string().nullable().describe('Of a day on which it goes otherwise'), hours: z.array(z.object({ from: z.string(), until: z.string() })).describe('Local times such as 09:30; none is closed') });
const Store = z.object({
  name: z.string(), street: z.string(), postalCode: z.string(), city: z.string(), country: z.string(), phone: z.string().nullable(), email: z.string().nullable(), latitude: z.number().nullable(), longitude: z.number().nullable(), zone: z.string(),
  open: z.boolean().describe('Now'), week: z.array(Opening).describe('Today and the six days after'),
});
const Line = z.object({
  line: z.int(), name: z.string(), variant: z.string().nullable(), picture: z.string().nullable(), quantity: z.int(), total: amount.describe('Paid for this quantity, VAT included'),
  units: z.array(z.object({ status: z.enum(STATUSES), quantity: z.int() })), cancellable: z.int().describe('Units that the customer may still cancel'),
  asked: z.int().describe('Units whose cancelling we asked for, and wait for the answer'), notStopped: z.int().describe('Units that could not be stopped: they will be delivered'),
});
const Point = z.object({ latitude: z.number(), longitude: z.number() });
const Parcel = z.object({
  number: z.string(), carrier: z.string(), trackingNumber: z.string().nullable(), trackingUrl: z.string().nullable(), status: z.enum(['packed', 'on_its_way', 'at_pickup_point', 'delivered', 'returning', 'returned', 'lost']),
  news: z.enum(['neighbour', 'refused', 'unclaimed', 'not_home', 'wrong_address', 'damaged', 'returning', 'lost', 'sent_again', 'refunded']).nullable().describe('What became of it where it did not simply arrive'),
  lines: z.array(z.object({ name: z.string(), quantity: z.int() })), from: z.string().describe('City it leaves from'), origin: Point.nullable(),
  scans: z.array(z.object({ at: instant, status: z.string() })).describe('What the carrier told, oldest first'),
});
const Delivery = z.object({
  delivery: z.int(), kind: z.enum(['home', 'store', 'pickup_point', 'taken', 'digital']), status: z.enum(STATUSES), ahead: z.enum(STEPS).nullable().describe('How far the furthest part is, where that is further'),
  steps: z.array(z.object({ step: z.enum(STEPS), state: z.enum(['done', 'now', 'todo']), at: instant.nullable() })),
  promise: z.object({ original: instant, current: instant }).nullable(),
  address: z.object({ postalCode: z.string().describe('Half of it: enough to recognise'), city: z.string(), country: z.string() }).nullable(), destination: Point.nullable().describe('To about a kilometre'),
  pickupPoint: z.object({
    carrier: z.string(), id: z.string(), name: z.string().nullable(), street: z.string().nullable(), postalCode: z.string().nullable(), city: z.string().nullable(),
    hours: z.array(z.object({ day: z.int().describe('1 is Monday'), from: z.string(), until: z.string() })).describe('As its carrier told them last; none when it did not'),
  }).nullable(), store: Store.nullable(), code: z.string().nullable().describe('Pickup code, once everything is ready'), until: z.string().nullable().describe('Last day of collecting'),
  can: z.array(z.enum(['extend', 'change'])).describe('extend: let it wait longer; change: another store, or home instead of a store, or a store instead of home'),
  lines: z.array(Line), parcels: z.array(Parcel),
});
const Money = z.object({
  total: amount.describe('What the order costs now'), paid: amount, reserved: amount.describe('Set aside on the means of payment, not taken yet'), refunded: amount, coming: amount.describe('On its way back'),
  toPay: z.object({ amount, until: instant, why: z.enum(['lapsed']).optional().describe('Set when it is not for a change: what was authorised has lapsed, and the order waits for its payment') }).nullable().describe('What a change costs more, to be paid until then; without it everything becomes what it was'),
  charges: z.array(z.object({ name: z.string(), kind: z.string(), total: amount })), methods: z.array(z.string()),
  refunds: z.array(z.object({ amount, method: z.string(), askedAt: instant.nullable(), doneAt: instant.nullable() })),
});
export const CustomerOrder = z.object({
  number: z.string().describe('As the mails say it'), shopNumber: z.string().nullable().describe('As the shop told it, where that is another'), placedAt: instant, language: z.enum(['nl', 'en']), currency: z.string(), timeZone: z.string(), firstName: z.string().nullable(), brand: Brand,
  reservation: z.object({ until: instant, state: z.enum(['open', 'ready', 'bought', 'ended']), code: z.string().nullable().describe('What is given at the till') }).nullable().describe('It is kept without being paid, until this moment'),
  deliveries: z.array(Delivery), money: Money, can: z.array(z.enum(['cancel'])), expiresAt: instant.describe('When this link stops working'),
});
export type CustomerOrder = z.infer<typeof CustomerOrder>;
export type CustomerDelivery = z.infer<typeof Delivery>;
