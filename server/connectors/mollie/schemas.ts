/** The parts of Mollie's v2 answers that we read, as zod schemas; what we do not read may change freely. */
import { z } from 'zod';

/** An amount of Mollie: a decimal string with the currency's own number of decimals. */
const amount = z.object({ currency: z.string(), value: z.string() });

const link = z.object({ href: z.string() });

/** Anything the merchant stored with an object: ours is an object, that of others may be text, a list or absent. */
const metadata = z.unknown();

export const captureSchema = z.object({
  id: z.string(),
  amount: amount.nullish(),
  status: z.string().nullish(),
  metadata: metadata.optional(),
  description: z.string().nullish(),
});

export const refundSchema = z.object({
  id: z.string(),
  amount,
  status: z.string(),
  metadata: metadata.optional(),
  description: z.string().nullish(),
});

export const chargebackSchema = z.object({
  id: z.string(),
  amount,
  reversedAt: z.string().nullish(),
});

export const paymentSchema = z.object({
  id: z.string(),
  status: z.string(),
  amount,
  method: z.string().nullish(),
  captureMode: z.string().nullish(),
  amountCaptured: amount.nullish(),
  amountRefunded: amount.nullish(),
  amountRemaining: amount.nullish(),
  amountChargedBack: amount.nullish(),
  metadata: metadata.optional(),
  isCancelable: z.boolean().nullish(),
  authorizedAt: z.string().nullish(),
  paidAt: z.string().nullish(),
  expiresAt: z.string().nullish(),
  captureBefore: z.string().nullish(),
  _links: z.object({ checkout: link.nullish() }).nullish(),
  _embedded: z.object({
    captures: z.array(captureSchema).nullish(),
    refunds: z.array(refundSchema).nullish(),
    chargebacks: z.array(chargebackSchema).nullish(),
  }).nullish(),
});

const listLinks = z.object({ next: link.nullish() }).nullish();
export const captureListSchema = z.object({ _embedded: z.object({ captures: z.array(captureSchema) }), _links: listLinks });
export const refundListSchema = z.object({ _embedded: z.object({ refunds: z.array(refundSchema) }), _links: listLinks });

/** A refusal: Mollie's own problem object, naming the field where it can. */
export const problemSchema = z.object({
  status: z.coerce.number().optional(),
  title: z.string(),
  detail: z.string(),
  field: z.string().nullish(),
});

/** A next-generation webhook: an event on an entity, with the entity itself where Mollie sends whole events. */
export const eventSchema = z.object({
  resource: z.literal('event'),
  type: z.string(),
  entityId: z.string(),
  _embedded: z.object({ entity: z.object({ id: z.string().optional(), paymentId: z.string().nullish() }).nullish() }).nullish(),
  _links: z.object({ entity: link.nullish() }).nullish(),
});

export type MolliePayment = z.infer<typeof paymentSchema>;
export type MollieCapture = z.infer<typeof captureSchema>;
export type MollieRefund = z.infer<typeof refundSchema>;
