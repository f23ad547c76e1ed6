/** Reads Mollie's webhooks: the classic unsigned form with one id, and signed events; both only say which payment to fetch. */
import { createHmac, timingSafeEqual } from 'node:crypto';
import { eventSchema } from './schemas.ts';

const PAYMENT_ID = /^tr_[A-Za-z0-9]{4,64}$/;
const PAYMENT_IN_LINK = /\/payments\/(tr_[A-Za-z0-9]{4,64})(?:\/|$)/;

/**
 * The payments to fetch again; `[]` when the message concerns something else (a payment link, a settlement), and null when it is
 * forged or is no webhook of Mollie's. A classic webhook (`id=tr_…` as a form) is unsigned by design: it is believed only as a
 * hint to fetch. An event (JSON) must carry `X-Mollie-Signature`: hex HMAC-SHA256 of the raw body, with or without `sha256=`,
 * under one of the signing secrets (two during a change of secret); without a secret configured no event can be believed.
 */
export function paymentsInWebhook(request: { headers: Record<string, string | undefined>; rawBody: string }, secrets: readonly string[]): string[] | null {
  const signature = headerOf(request.headers, 'x-mollie-signature');
  const isEvent = signature !== undefined || request.rawBody.trimStart().startsWith('{');
  if (!isEvent) return classic(request.rawBody);
  if (signature === undefined || !signed(request.rawBody, signature, secrets)) return null;
  return paymentsInEvent(request.rawBody);
}

function classic(rawBody: string): string[] | null {
  const id = new URLSearchParams(rawBody).get('id');
  if (id === null || !/^[a-z]+_[A-Za-z0-9]+$/.test(id)) return null;
  return PAYMENT_ID.test(id) ? [id] : [];
}

function paymentsInEvent(rawBody: string): string[] | null {
  let json: unknown;
  try {
    json = JSON.parse(rawBody);
  } catch {
    return null;
  }
  const event = eventSchema.safeParse(json);
  if (!event.success) return null;
  const { entityId, _embedded, _links } = event.data;
  const linked = PAYMENT_IN_LINK.exec(_links?.entity?.href ?? '')?.[1];
  const named = [entityId, _embedded?.entity?.paymentId, linked].find((id) => typeof id === 'string' && PAYMENT_ID.test(id));
  return typeof named === 'string' ? [named] : [];
}

/** Compares in constant time, so that a forger learns nothing from how long a refusal takes. */
function signed(rawBody: string, header: string, secrets: readonly string[]): boolean {
  const given = header.split(',').map((part) => part.trim().replace(/^sha256=/, ''));
  return secrets.some((secret) => {
    const expected = createHmac('sha256', secret).update(rawBody, 'utf8').digest();
    return given.some((hex) => /^[0-9a-f]{64}$/i.test(hex) && timingSafeEqual(Buffer.from(hex, 'hex'), expected));
  });
}

function headerOf(headers: Record<string, string | undefined>, name: string): string | undefined {
  return headers[name] ?? Object.entries(headers).find(([key]) => key.toLowerCase() === name)?.[1];
}
