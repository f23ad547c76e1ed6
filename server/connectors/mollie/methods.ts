/** What Mollie can do with a payment, per method of payment. */
import type { PaymentCapabilities } from '../../modules/payments/ports.ts';

/**
 * Methods that can be authorised first and captured later (Mollie's guide "Place a hold for a payment" and the captureMode
 * of its OpenAPI document: cards, Klarna, Billie, Riverty, Vipps and MobilePay). The three older Klarna names are deprecated
 * in favour of `klarna` but still appear on older payments. in3, Billink and Alma are pay-later too, but Mollie captures them by itself.
 */
const HELD: ReadonlySet<string> = new Set(['creditcard', 'klarna', 'klarnapaylater', 'klarnapaynow', 'klarnasliceit', 'billie', 'riverty', 'vipps', 'mobilepay']);

/**
 * Methods whose partial captures add up by default. For a card Mollie documents one capture, with the remainder released: its
 * example of a partially captured card payment is `paid` with 8.00 of 10.00 captured. Vipps and MobilePay are left at one, for
 * nothing says more, and believing in a second capture that never comes costs the shop its money.
 */
export const REPEATEDLY_CAPTURED: readonly string[] = ['klarna', 'klarnapaylater', 'klarnapaynow', 'klarnasliceit', 'billie', 'riverty'];

/** Whether a payment of this method can wait for our capture. */
export const canBeHeld = (method: string): boolean => HELD.has(method);

/** Whether Mollie accepts only `captureMode: manual` for it. */
export const mustBeHeld = (method: string): boolean => method === 'riverty';

/**
 * Capabilities of one method. `repeatedly` lists the methods for which Mollie lets this account capture more than once; a
 * retailer whose contract differs from the default (several captures on cards) names its own.
 */
export function capabilitiesOf(method: string, repeatedly: readonly string[] = REPEATEDLY_CAPTURED): PaymentCapabilities {
  if (!canBeHeld(method)) return { capture: 'immediate', partialRefund: true, release: false };
  return { capture: repeatedly.includes(method) ? 'repeatedly' : 'once', partialRefund: true, release: true };
}
