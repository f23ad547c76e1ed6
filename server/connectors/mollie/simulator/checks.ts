/** What the simulated Mollie demands of a request body, refused with 422 and the field as Mollie does. */
import { formatMinor, parseMinor } from '../../../kernel/money.ts';
import { canBeHeld, mustBeHeld } from '../methods.ts';
import { unprocessable } from './problems.ts';

type Body = Record<string, unknown>;

/** Methods that Mollie accepts (the `method` schema of its OpenAPI document; the older Klarna names can no longer be asked for). */
const METHODS: ReadonlySet<string> = new Set([
  'alma', 'applepay', 'bacs', 'bancomatpay', 'bancontact', 'banktransfer', 'belfius', 'billie', 'billink', 'bizum', 'blik', 'creditcard', 'directdebit', 'eps', 'giftcard',
  'ideal', 'in3', 'kbc', 'klarna', 'mbway', 'mobilepay', 'multibanco', 'mybank', 'paybybank', 'paypal', 'paysafecard', 'pointofsale', 'przelewy24', 'riverty', 'satispay',
  'swish', 'trustly', 'twint', 'vipps', 'voucher',
]);

/** Methods that need order lines and a billing address, by the descriptions of `lines` and `billingAddress` there. */
const NEEDS_LINES: ReadonlySet<string> = new Set(['billie', 'billink', 'in3', 'klarna', 'riverty', 'voucher']);
const NEEDS_ADDRESS: ReadonlySet<string> = new Set(['alma', 'billie', 'billink', 'in3', 'klarna', 'riverty']);

const PAYMENT_FIELDS: ReadonlySet<string> = new Set([
  'amount', 'description', 'redirectUrl', 'cancelUrl', 'webhookUrl', 'lines', 'billingAddress', 'shippingAddress', 'locale', 'method', 'issuer',
  'restrictPaymentMethodsToCountry', 'metadata', 'captureMode', 'captureDelay', 'sequenceType', 'customerId', 'mandateId', 'profileId', 'testmode', 'dueDate',
]);
const MOVEMENT_FIELDS: ReadonlySet<string> = new Set(['amount', 'description', 'metadata', 'testmode', 'externalReference']);
const LONGEST_METADATA = 1024;

export interface PaymentWish {
  amount: number;
  currency: string;
  description: string;
  redirectUrl: string;
  webhookUrl: string | null;
  method: string | null;
  captureMode: 'automatic' | 'manual' | null;
  metadata: unknown;
}

export interface MovementWish {
  /** Null where no amount was named: a capture then takes all that is left. */
  amount: number | null;
  description: string;
  metadata: unknown;
}

/** Reads a request for a payment; throws a 422 problem for the first thing that is wrong. */
export function paymentWish(body: unknown): PaymentWish {
  const wish = known(body, PAYMENT_FIELDS);
  const { amount, currency } = amountIn(wish.amount);
  const description = text(wish, 'description');
  const redirectUrl = address(wish, 'redirectUrl');
  const method = wish.method === undefined || wish.method === null ? null : wish.method;
  if (method !== null && (typeof method !== 'string' || !METHODS.has(method))) throw unprocessable('The payment method is not one that can be used', 'method');
  const captureMode = wish.captureMode ?? null;
  if (captureMode !== null && captureMode !== 'automatic' && captureMode !== 'manual') throw unprocessable('The capture mode is either automatic or manual', 'captureMode');
  if (method !== null && captureMode === 'manual' && !canBeHeld(method)) throw unprocessable(`Manual capture is not possible for ${method}`, 'captureMode');
  if (method !== null && captureMode !== 'manual' && mustBeHeld(method)) throw unprocessable(`${method} can only be captured manually`, 'captureMode');
  if (method !== null && NEEDS_LINES.has(method) && !Array.isArray(wish.lines)) throw unprocessable(`Order lines are needed for ${method}`, 'lines');
  if (method !== null && NEEDS_ADDRESS.has(method) && !wish.billingAddress) throw unprocessable(`A billing address is needed for ${method}`, 'billingAddress');
  return {
    amount, currency, description, redirectUrl, method, captureMode,
    webhookUrl: wish.webhookUrl === undefined || wish.webhookUrl === null ? null : address(wish, 'webhookUrl'),
    metadata: metadataIn(wish),
  };
}

/** Reads a request for a capture or a refund of a payment in `currency`. */
export function movementWish(body: unknown, currency: string, amountNeeded: boolean): MovementWish {
  const wish = known(body ?? {}, MOVEMENT_FIELDS);
  const description = wish.description ?? '';
  if (typeof description !== 'string' || description.length > 255) throw unprocessable('The description is text of at most 255 characters', 'description');
  const metadata = metadataIn(wish);
  if (wish.amount === undefined || wish.amount === null) {
    if (amountNeeded) throw unprocessable('The amount is missing', 'amount');
    return { amount: null, description, metadata };
  }
  const asked = amountIn(wish.amount);
  if (asked.currency !== currency) throw unprocessable(`The currency must be that of the payment, ${currency}`, 'amount.currency');
  return { amount: asked.amount, description, metadata };
}

function known(body: unknown, fields: ReadonlySet<string>): Body {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw unprocessable('The body must be a JSON object');
  const stranger = Object.keys(body).find((field) => !fields.has(field));
  if (stranger !== undefined) throw unprocessable(`This call has no parameter "${stranger}"`, stranger);
  return body as Body;
}

/** Mollie takes the amount only with exactly the currency's own decimals: "10.00" EUR, "1000" JPY. */
function amountIn(value: unknown): { amount: number; currency: string } {
  if (typeof value !== 'object' || value === null) throw unprocessable('The amount is missing', 'amount');
  const { currency, value: decimal } = value as Body;
  if (typeof currency !== 'string' || !/^[A-Z]{3}$/.test(currency)) throw unprocessable('The currency is not an ISO 4217 code', 'amount.currency');
  if (typeof decimal !== 'string' || !/^\d+(\.\d+)?$/.test(decimal)) throw unprocessable('The value is not a decimal amount as text', 'amount.value');
  let amount: number;
  try {
    amount = parseMinor(decimal, currency);
  } catch {
    throw unprocessable(`The value has more decimals than ${currency}`, 'amount.value');
  }
  if (formatMinor(amount, currency) !== decimal) throw unprocessable(`The value must have exactly the decimals of ${currency}`, 'amount.value');
  if (amount <= 0) throw unprocessable('The amount is lower than the minimum', 'amount');
  return { amount, currency };
}

function text(body: Body, field: string): string {
  const value = body[field];
  if (typeof value !== 'string' || value === '') throw unprocessable(`The ${field} is missing`, field);
  return value.slice(0, 255);
}

function address(body: Body, field: string): string {
  const value = text({ [field]: body[field] }, field);
  if (!URL.canParse(value) || !/^https?:/.test(value)) throw unprocessable(`The ${field} is not a web address`, field);
  return value;
}

function metadataIn(body: Body): unknown {
  const metadata = body.metadata ?? null;
  if (JSON.stringify(metadata).length > LONGEST_METADATA) throw unprocessable('The metadata is larger than 1 kB', 'metadata');
  return metadata;
}
