/** What goes over the wire about a receipt by mail. */
import { z } from 'zod';

export const MailTo = z.strictObject({
  email: z.email().max(254).describe('For this receipt only: nobody becomes a customer by it, and it is forgotten when the mail itself is'),
  language: z.enum(['nl', 'en']).nullable().default(null).describe('Null: the language of the sale, else of the channel'),
});
export type MailTo = z.output<typeof MailTo>;

export const MailBody = z.strictObject({ channel: z.string().min(1).max(50), receipt: z.string().min(1).max(100), ...MailTo.shape })
  .meta({ examples: [{ channel: 'till', receipt: 'utrecht-1-20260302-0042', email: 'jo@example.com', language: 'nl' }] });
export type MailBody = z.output<typeof MailBody>;
