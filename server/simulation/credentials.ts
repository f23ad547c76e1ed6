/** The keys by which Spil and the demo's outside systems know each other: they follow from one secret, so that both processes have the same. */
import { createHmac } from 'node:crypto';
import { PLACES } from '../../database/seed/places.ts';

export interface DemoCredentials {
  mollie: { apiKey: string };
  postnl: { apiKey: string; customerCode: string; customerNumber: string; collectionLocation: string };
  /** The shop's domain, the token of its Admin API, and the secret that signs its webhooks. */
  webshop: { shop: string; accessToken: string; webhookSecret: string };
  outlet: { token: string };
  erp: { token: string };
  /** The token by which Spil calls the external warehouse. */
  venlo: { token: string };
  /** Secrets of the channels and the external warehouse under the names by which their connections ask: `<credentials>-token`, `<credentials>-webhook`. */
  channelSecrets: Readonly<Record<string, string>>;
  /** From the code of a pickup method in the shops to the code of the store; both shops use it. */
  pickupLocations: Readonly<Record<string, string>>;
}

/** Code of the pickup method of a store in the web shop's checkout. */
export const pickupMethodOf = (store: string): string => `pickup-${store}`;

/** The demo's keys. The same secret always gives the same ones. */
export function demoCredentials(secret: string): DemoCredentials {
  const derived = (name: string): string => createHmac('sha256', secret).update(`demo outside ${name}`).digest('base64url').replaceAll(/[-_]/g, 'x').slice(0, 32);
  const [accessToken, webhookSecret, token] = [`shpat_${derived('webshop token')}`, derived('webshop webhook'), derived('outlet token')];
  const stores = PLACES.filter(({ kind }) => kind === 'store').map(({ code }) => code);
  return {
    mollie: { apiKey: `test_${derived('mollie')}` },
    postnl: { apiKey: derived('postnl'), customerCode: 'VDSN', customerNumber: '10203040', collectionLocation: '103040' },
    webshop: { shop: 'vandalen-schoenen.example', accessToken, webhookSecret },
    outlet: { token },
    erp: { token: derived('erp') },
    venlo: { token: derived('venlo') },
    channelSecrets: { 'webshop-token': accessToken, 'webshop-webhook': webhookSecret, 'outlet-token': token, 'venlo-token': derived('venlo') },
    pickupLocations: Object.fromEntries(stores.flatMap((code) => [[pickupMethodOf(code), code], [code, code]])),
  };
}

// The two that follow say what database/seed/accounts.ts says, which a test holds them to: that file brings the whole of identity with it, some 25 MB that this process has no use for.
const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';
const derivedAccount = (secret: string, name: string): Buffer => createHmac('sha256', secret).update(`demo ${name}`).digest();

/** The password that the seed gave the person with this address. */
export const passwordOf = (secret: string, email: string): string => [...derivedAccount(secret, email).subarray(0, 12)].map((byte, index) => (index > 0 && index % 4 === 0 ? '-' : '') + LETTERS.charAt(byte % LETTERS.length)).join('');
/** The secret of the seed's API key of this name. */
export const keySecretOf = (secret: string, name: string): string => `spil_${derivedAccount(secret, name).toString('base64url')}`;
