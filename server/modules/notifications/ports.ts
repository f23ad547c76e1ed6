/** The port that a sender of messages implements: mail by SMTP first, other media later. */

export interface OutgoingMail {
  /** Our message id: the same message is never sent twice under another id. Becomes the Message-ID header. */
  id: string;
  to: { name: string | null; address: string };
  from: { name: string; address: string };
  replyTo: string | null;
  subject: string;
  html: string;
  text: string;
  attachments: { filename: string; contentType: string; content: Uint8Array }[];
}

export type SendOutcome =
  | { kind: 'sent'; ref: string }
  /** The receiving server refused it for good (no such mailbox). */
  | { kind: 'refused'; code: string; reason: string }
  | { kind: 'unavailable'; reason: string };

export interface Sender {
  readonly code: string;
  send(mail: OutgoingMail): Promise<SendOutcome>;
}
