/** Keeps the secrets of webhooks sealed in the database (AES-256-GCM), since a signature needs the secret itself and not its hash. */
import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

export interface Seal { seal(text: string): string; open(sealed: string): string }

/** Makes the seal of an installation from its secret; a database without that secret shows nothing. Opening throws when it was sealed under another or changed. */
export function sealUnder(secret: string): Seal {
  const key = Buffer.from(hkdfSync('sha256', secret, '', 'spil webhook secrets', 32));
  return {
    seal: (text) => {
      const nonce = randomBytes(12);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      return Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]).toString('base64url');
    },
    open: (sealed) => {
      const bytes = Buffer.from(sealed, 'base64url');
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      decipher.setAuthTag(bytes.subarray(-16));
      return Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]).toString('utf8');
    },
  };
}

/** A new webhook secret of 32 random bytes, as the receiver keeps it. */
export const randomSecret = (): Uint8Array => randomBytes(32);
