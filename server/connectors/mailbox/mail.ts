/** A mail as the mailbox keeps and shows it. */

/** A mail as the mailbox shows it. `count` is how often it came under the same Message-ID; `differs` when it was not the same each time. */
export interface ReceivedMail {
  id: number;
  messageId: string;
  from: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  headers: { name: string; value: string }[];
  attachments: { filename: string; contentType: string; size: number }[];
  receivedAt: string;
  count: number;
  differs: boolean;
}
