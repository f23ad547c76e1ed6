/** Our words in Mollie's metadata: the idempotency key and reference that come back with every fetch. */

const KEY = 'spilKey';
const REFERENCE = 'spilReference';

/** Metadata for a capture or refund: two dozen bytes and the key, far under Mollie's limit of about 1 kB. */
export const metadataOfMovement = (key: string): Record<string, string> => ({ [KEY]: key });

/** Metadata for a payment that we start. */
export const metadataOfPayment = (key: string, reference: string): Record<string, string> => ({ [KEY]: key, [REFERENCE]: reference });

/** Our key in what Mollie gives back; null where another system made the object. */
export const keyIn = (metadata: unknown): string | null => word(metadata, KEY);

/** Our reference of a payment; null where another system made it. */
export const referenceIn = (metadata: unknown): string | null => word(metadata, REFERENCE);

/** Metadata comes back as it was stored: an object, or its JSON text when another client stored text. */
function word(metadata: unknown, name: string): string | null {
  const object = typeof metadata === 'string' ? parsed(metadata) : metadata;
  if (typeof object !== 'object' || object === null || !(name in object)) return null;
  const value = (object as Record<string, unknown>)[name];
  return typeof value === 'string' ? value : null;
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return null;
  }
}
