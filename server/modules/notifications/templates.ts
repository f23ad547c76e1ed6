/** Message templates as documents: what a retailer edits, and the ones that every installation starts with. */
import { z } from 'zod';
import { cancellationRefused } from './defaults/cancellation-refused.ts';
import { cancelled } from './defaults/cancelled.ts';
import { deliveryChanged } from './defaults/delivery-changed.ts';
import { orderLinkTexts } from './defaults/order-link.ts';
import { orderReceived } from './defaults/order-received.ts';
import { parcelNews } from './defaults/parcel-news.ts';
import { parcelPoint } from './defaults/parcel-point.ts';
import { parcelShipped } from './defaults/parcel-shipped.ts';
import { paymentAsked } from './defaults/payment-asked.ts';
import { pickup } from './defaults/pickup.ts';
import { pickupWaits } from './defaults/pickup-waits.ts';
import { promiseChanged } from './defaults/promise-changed.ts';
import { reservation } from './defaults/reservation.ts';
import { receipt } from './defaults/receipt.ts';
import { refundDone } from './defaults/refund-done.ts';
import { MESSAGE_KINDS } from './kinds.ts';
import type { MessageKind } from './kinds.ts';

/**
 * The message in one language, in Liquid: `subject` and `preheader` on one line each, `body` in the elements of mail (no
 * styles: the look is the brand's), `text` for programs and people that read no HTML.
 */
export const TemplateText = z.object({
  subject: z.string().min(1).max(500),
  preheader: z.string().max(500).default(''),
  body: z.string().min(1).max(50_000),
  text: z.string().min(1).max(50_000),
});
export type TemplateText = z.infer<typeof TemplateText>;

/** One kind of message in every language the retailer writes; the key is a language such as "nl". */
export const TemplateDocument = z.object({
  kind: z.enum(MESSAGE_KINDS as [MessageKind, ...MessageKind[]]),
  texts: z.record(z.string().regex(/^[a-z]{2}(-[A-Z]{2})?$/, 'a language such as nl or nl-BE'), TemplateText).refine((texts) => Object.keys(texts).length > 0, 'a template has at least one language'),
});
export type TemplateDocument = z.infer<typeof TemplateDocument>;

/** The templates to start with, in Dutch and English, one per kind of message. */
export function defaultTemplates(): TemplateDocument[] {
  const texts: Record<MessageKind, TemplateDocument['texts']> = { order_received: orderReceived, parcel_shipped: parcelShipped, ...parcelPoint, parcel_news: parcelNews, ...pickup, ...pickupWaits, delivery_changed: deliveryChanged, payment_asked: paymentAsked, ...cancelled, reservation, refund_done: refundDone, promise_changed: promiseChanged, cancellation_refused: cancellationRefused, receipt, order_link: orderLinkTexts };
  return MESSAGE_KINDS.map((kind) => ({ kind, texts: texts[kind] }));
}

/** The text for a reader: the language asked for, else the language without its country, else English, else the first there is. */
export function textFor({ kind, texts }: TemplateDocument, language: string): { language: string; text: TemplateText } {
  for (const wanted of [language, language.split('-')[0] ?? language, 'en', Object.keys(texts)[0] ?? '']) {
    const text = Object.hasOwn(texts, wanted) ? texts[wanted] : undefined;
    if (text) return { language: wanted, text };
  }
  throw new RangeError(`the template of ${kind} has no text in any language`);
}
