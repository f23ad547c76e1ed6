/** The messages that a customer can get, and for each what its template may say: one schema per kind is checker, documentation and type. */
import { z } from 'zod';

const Money = z.object({ amount: z.int(), currency: z.string().regex(/^[A-Z]{3}$/) }).meta({ format: 'money' });
const Url = z.string().regex(/^https?:\/\//);
const day = () => z.iso.date();
const instant = () => z.iso.datetime({ offset: true });

const Line = z.object({
  name: z.string().describe('The product, as it was sold'),
  variant: z.string().nullable().describe('Colour, size and so on'),
  quantity: z.int().min(1),
  total: Money.describe('What the customer paid for this quantity, VAT included'),
  imageUrl: Url.nullable(),
});
const LineToCome = Line.pick({ name: true, variant: true, quantity: true });

const common = {
  customer: z.object({ name: z.string().nullable().describe('How to greet the customer') }),
  order: z.object({
    number: z.string(),
    placedAt: instant(),
    total: Money,
    url: Url.nullable().describe('The page where the customer follows and changes the order'),
  }),
  lines: z.array(Line).describe('The lines that this message is about'),
};
const Store = z.object({
  name: z.string(),
  address: z.string().describe('On one line'),
  phone: z.string().nullable(),
  hours: z.array(z.object({ day: z.string(), hours: z.string() })).describe('Opening hours, in the words of the message\'s language'),
});
const Collecting = z.object({ code: z.string(), until: day().describe('Last day of collecting'), identification: z.boolean().describe('Whether a proof of identity is asked for'),
  goesBack: z.boolean().describe('Whether it goes back to the store after the last day by itself; else the store decides'), moneyBack: z.boolean().describe('Whether what was paid goes back with it') });
const Refund = z.object({
  amount: Money,
  kind: z.enum(['refund', 'not_charged', 'none']).describe('refund: was paid and goes back; not_charged: was only reserved on the means of payment; none: nothing was paid'),
});
const ParcelTold = z.object({ carrier: z.string(), trackingNumber: z.string(), trackingUrl: Url });
const atPoint = {
  ...common,
  parcel: ParcelTold,
  point: z.object({ name: z.string(), address: z.string().nullable().describe('On one line'), hours: z.array(z.object({ day: z.string(), hours: z.string() })).describe('Opening hours, in the words of the message\'s language') }),
  until: day().nullable().describe('Last day on which it can be collected'),
};
const reason = z.enum(['customer', 'nowhere_in_stock', 'not_collected', 'not_paid', 'other']);

/** What each kind of message is told. */
export const messageData = {
  order_received: z.object({
    ...common,
    deliveries: z.array(z.object({
      method: z.enum(['home', 'store', 'pickup_point']),
      place: z.string().describe('The address, the store or the pickup point, on one line'),
      from: day().nullable(),
      until: day().nullable(),
      later: z.boolean().describe('Whether goods of it are not there yet: they come later, by `until` where that is known'),
    })),
    shipping: Money,
    discount: Money.nullable().describe('Positive; already taken off the total'),
    vat: Money.describe('Included in the total'),
    payment: z.string().nullable().describe('Means of payment, such as iDEAL'),
    missing: z.object({ lines: z.array(LineToCome), refund: Refund }).nullable().describe('What nobody had when it was placed: it was cancelled, and no other mail says so'),
  }),
  parcel_shipped: z.object({
    ...common,
    parcel: z.object({ carrier: z.string(), trackingNumber: z.string(), trackingUrl: Url, expectedOn: day().nullable() }),
    place: z.string().describe('Where it goes, on one line'),
    pickupPoint: z.boolean().describe('Whether the customer collects it at a carrier\'s pickup point'),
    remaining: z.array(LineToCome).describe('What comes in another parcel'),
  }),
  parcel_at_point: z.object(atPoint),
  parcel_waits: z.object(atPoint),
  parcel_news: z.object({
    ...common,
    parcel: ParcelTold,
    news: z.enum(['neighbour', 'refused', 'unclaimed', 'not_home', 'wrong_address', 'damaged', 'returning', 'lost', 'found', 'sent_again', 'refunded']).describe('What became of it'),
    moneyWhenBack: z.boolean().describe('Whether the money goes back as soon as the parcel is received, without anybody deciding'),
    refund: Money.nullable().describe('What goes back; only where the news is `refunded`'),
    again: z.object({ place: z.string().describe('On one line'), expectedOn: day().nullable() }).nullable().describe('Where it goes now and when it is there; only where the news is `sent_again`'),
  }),
  reservation: z.object({
    ...common, store: Store, until: instant().describe('When it ends'), code: z.string().nullable().describe('What the customer gives at the till; null once it has ended'),
    news: z.enum(['made', 'ready', 'reminder', 'extended', 'expired', 'cancelled', 'not_there']).describe('What there is to tell'),
  }),
  pickup_on_its_way: z.object({ ...common, store: Store, expectedOn: day().nullable() }),
  pickup_ready: z.object({ ...common, store: Store, pickup: Collecting }),
  pickup_reminder: z.object({ ...common, store: Store, pickup: Collecting }),
  pickup_extended: z.object({ ...common, store: Store, pickup: Collecting }),
  delivery_changed: z.object({
    ...common,
    method: z.enum(['home', 'store']).describe('How it comes to the customer now'),
    place: z.string().describe('The address or the store, on one line'),
    store: Store.nullable(),
    expectedOn: day().nullable(),
    toPay: z.object({ amount: Money, until: instant() }).nullable().describe('What is to be paid first, on the page of the order; null: nothing'),
    was: z.enum(['home', 'store']).describe('How it was to come before'),
    part: z.boolean().describe('It is about a part of a delivery: what had left or was packed stays as it was'),
    unpaid: z.boolean().describe('It goes back to where it went, since nobody paid for the change in time'),
  }),
  payment_asked: z.object({ ...common, toPay: z.object({ amount: Money, until: instant() }).describe('What is to be paid, on the page of the order, and until when') }),
  lines_cancelled: z.object({ ...common, reason, refund: Refund, remaining: z.array(LineToCome).describe('What of the order still comes') }),
  order_cancelled: z.object({ ...common, reason, refund: Refund }),
  refund_done: z.object({
    ...common,
    refund: z.object({ amount: Money, method: z.string().describe('Where the money went, such as iDEAL'), on: day(), arrivesWithinDays: z.int().nullable() }),
    reason: z.enum(['return', 'cancelled', 'other']),
  }),
  promise_changed: z.object({
    ...common,
    method: z.enum(['home', 'store', 'pickup_point']),
    place: z.string().describe('The address, the store or the pickup point, on one line'),
    promise: z.object({
      before: day().nullable().describe('The day it was promised for until now'),
      day: day().nullable().describe('The new day; null: nobody can say yet'),
      time: instant().nullable().describe('For a store: the moment at which everything is ready'),
    }),
  }),
  cancellation_refused: z.object({ ...common }),
  receipt: z.object({
    ...common,
    receipt: z.string().describe('Number of the receipt'), soldAt: instant(),
    store: Store.omit({ hours: true }).describe('Where it was sold'),
    charges: z.array(z.object({ name: z.string(), total: Money })).describe('What was paid besides products, such as delivery'),
    discount: Money.nullable().describe('Positive; already taken off the lines'), rounding: Money.nullable().describe('What paying cash rounded, up or down'),
    vat: z.array(z.object({ rate: z.string().describe('Such as 21%'), total: Money.describe('Sold at this rate, VAT included'), amount: Money })),
    payments: z.array(z.object({ method: z.string(), amount: Money })),
    deliveries: z.array(z.object({ method: z.enum(['home', 'store']), place: z.string().describe('The store, or the city it is sent to'), until: day().nullable().describe('Promised day'), code: z.string().nullable().describe('On which it is handed over in a store') })).describe('What was not taken along'),
  }),
  order_link: z.object({ ...common }),
};

export type MessageKind = keyof typeof messageData;
export type MessageData<Kind extends MessageKind = MessageKind> = z.infer<(typeof messageData)[Kind]>;

export const MESSAGE_KINDS = Object.keys(messageData) as MessageKind[];

/** What the message would be useless without: each must be used in the mail and in its plain text. */
export const essentials: Readonly<Record<MessageKind, readonly string[]>> = {
  order_received: ['order.number', 'order.total', 'lines.name'],
  parcel_shipped: ['order.number', 'parcel.trackingUrl', 'lines.name'],
  parcel_at_point: ['order.number', 'point.name', 'until'],
  parcel_waits: ['order.number', 'point.name', 'until'],
  parcel_news: ['order.number', 'news', 'lines.name'],
  reservation: ['order.number', 'store.name', 'until', 'news', 'code'],
  pickup_on_its_way: ['order.number', 'store.name'],
  pickup_ready: ['order.number', 'store.name', 'pickup.code', 'pickup.until'],
  pickup_reminder: ['order.number', 'store.name', 'pickup.code', 'pickup.until'],
  pickup_extended: ['order.number', 'store.name', 'pickup.code', 'pickup.until'],
  delivery_changed: ['order.number', 'place'],
  payment_asked: ['order.url', 'toPay.amount', 'toPay.until'],
  lines_cancelled: ['order.number', 'lines.name', 'refund.amount'],
  order_cancelled: ['order.number', 'refund.amount'],
  refund_done: ['order.number', 'refund.amount'],
  promise_changed: ['order.number', 'promise.day'],
  cancellation_refused: ['order.number', 'lines.name'],
  receipt: ['receipt', 'order.total', 'lines.name', 'vat.amount', 'payments.amount', 'deliveries.code'],
  order_link: ['order.number', 'order.url'],
};

/** The retailer as its mails show it. */
export const Brand = z.object({
  name: z.string().min(1),
  url: Url,
  logoUrl: z.string().max(65_536).regex(/^(https:\/\/|data:image\/(svg\+xml|png|jpeg|webp)[;,])/).nullable().describe('An https address; a picture as a data URI is shown on pages, and in mail programs that allow it'),
  accent: z.string().regex(/^#[0-9a-fA-F]{6}$/).describe('Colour of buttons and links, such as #0b5fc0'),
  email: z.string(),
  phone: z.string().nullable(),
  address: z.string().describe('Of the company, on one line, for the foot of each mail'),
});
export type Brand = z.infer<typeof Brand>;

/** What a template finds under a name: a group with fields, a list, or a value that is printed as it is or by a filter; `minor` units are for comparing only. */
export type Shape =
  | { kind: 'group'; fields: ReadonlyMap<string, Shape> }
  | { kind: 'list'; of: Shape }
  | { kind: 'text' | 'number' | 'flag' | 'money' | 'minor' | 'date' };

interface Schema { type?: string; format?: string; anyOf?: Schema[]; items?: Schema; properties?: Record<string, Schema> }

function shapeOf(schema: Schema): Shape {
  const inner = schema.anyOf?.find(({ type }) => type !== 'null');
  if (inner) return shapeOf(inner);
  if (schema.format === 'money') return { kind: 'money' };
  if (schema.format === 'date' || schema.format === 'date-time') return { kind: 'date' };
  if (schema.properties) return { kind: 'group', fields: new Map(Object.entries(schema.properties).map(([name, field]) => [name, shapeOf(field)])) };
  if (schema.items) return { kind: 'list', of: shapeOf(schema.items) };
  if (schema.type === 'integer') return { kind: 'number' };
  return { kind: schema.type === 'boolean' ? 'flag' : 'text' };
}

/** All that a template of this kind may use, the brand included. */
export function variablesOf(kind: MessageKind): Shape & { kind: 'group' } {
  const shape = shapeOf(z.toJSONSchema(messageData[kind].extend({ brand: Brand })) as Schema);
  if (shape.kind !== 'group') throw new TypeError(`the data of ${kind} is not a group`);
  return shape;
}
