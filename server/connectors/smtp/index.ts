/** Sends mail over SMTP: the door to whatever mail server the retailer has, with one Message-ID per message whatever the retries. */
import { createTransport } from 'nodemailer';
import type { OutgoingMail, Sender, SendOutcome } from '../../modules/notifications/ports.ts';
import type { Instant } from '../../kernel/clock.ts';

export interface SmtpOptions {
  /** Where the mail server is: `url` ("smtps://user:password@mail.example.com:465", "smtp://127.0.0.1:1025") or its parts. */
  url?: string;
  host?: string;
  port?: number;
  /** TLS from the first byte (port 465); otherwise STARTTLS where the server offers it. */
  secure?: boolean;
  auth?: { user: string; pass: string };
  /** Refuses to go on without TLS; on unless the server is on this machine. */
  requireTls?: boolean;
  /** Bounds in milliseconds: until connected and greeted, and between two answers. */
  connectTimeoutMs?: number;
  answerTimeoutMs?: number;
  /** Connections kept open at the same time. */
  connections?: number;
  /** The time that mails are dated with. */
  now: () => Instant;
}

export interface SmtpSender extends Sender {
  /** Finishes what is being sent and closes the connections. */
  close(): void;
}

interface Place { host: string; port: number; secure: boolean; auth: { user: string; pass: string } | null }

/** Commands whose refusal concerns this message; a refusal of any other (greeting, AUTH, STARTTLS) concerns our connection. */
const ABOUT_THE_MESSAGE = ['MAIL FROM', 'RCPT TO', 'DATA'];

/**
 * Makes a sender. What it answers: `sent` when the server took the message; `refused` when it said 5xx to this sender, this
 * recipient or this message, or when the address cannot exist; `unavailable` for everything that may pass: 4xx, time-outs,
 * broken connections, a login that fails. After a connection that broke behind the message nobody knows whether it was taken:
 * send it again, under the same id. Reasons carry codes only: what a server says often repeats the customer's address.
 */
export function createSmtpSender(options: SmtpOptions): SmtpSender {
  const { host, port, secure, auth } = placeOf(options);
  const local = host === 'localhost' || host === '::1' || /^127\./.test(host);
  const { connectTimeoutMs = 10_000, answerTimeoutMs = 30_000, connections = 3, requireTls = !local, now } = options;
  const transport = createTransport({
    pool: true, host, port, secure, requireTLS: !secure && requireTls, maxConnections: connections, maxRequeues: 0, idleTimeout: 30_000,
    connectionTimeout: connectTimeoutMs, greetingTimeout: connectTimeoutMs, dnsTimeout: connectTimeoutMs, socketTimeout: answerTimeoutMs,
    disableFileAccess: true, disableUrlAccess: true, logger: false, ...(auth ? { auth } : {}),
  });
  return {
    code: 'smtp',
    send: async (mail) => {
      const messageId = messageIdOf(mail);
      try {
        await transport.sendMail({
          messageId, date: new Date(now()), subject: mail.subject, html: mail.html, text: mail.text,
          from: mail.from, to: { name: mail.to.name ?? '', address: mail.to.address },
          ...(mail.replyTo === null ? {} : { replyTo: mail.replyTo }),
          // Keeps out-of-office answers from answering a machine (RFC 3834).
          headers: { 'Auto-Submitted': 'auto-generated' },
          attachments: mail.attachments.map(({ filename, contentType, content }) => ({ filename, contentType, content: Buffer.from(content) })),
        });
        return { kind: 'sent', ref: messageId };
      } catch (error) {
        return outcomeOf(error);
      }
    },
    close: () => transport.close(),
  };
}

/** The Message-ID of a mail: our id at the sender's domain, so that a receiver that gets it twice can show it once (RFC 5322, 3.6.4). */
export function messageIdOf({ id, from }: Pick<OutgoingMail, 'id' | 'from'>): string {
  const domain = from.address.split('@').at(-1) ?? '';
  if (!/^[A-Za-z0-9._-]+$/.test(id)) throw new RangeError('the id of a mail has letters, digits, . _ and - only');
  if (!/^[A-Za-z0-9.-]+$/.test(domain) || !from.address.includes('@')) throw new RangeError('the sender of mail is an address such as shop@example.com');
  return `<${id}@${domain}>`;
}

function placeOf({ url, host, port, secure = false, auth }: SmtpOptions): Place {
  if (url === undefined) {
    if (host === undefined) throw new RangeError('a mail server needs a url or a host');
    return { host, port: port ?? (secure ? 465 : 587), secure, auth: auth ?? null };
  }
  const place = URL.parse(url);
  // The URL may hold a password, so it is not repeated.
  if (place === null || !['smtp:', 'smtps:'].includes(place.protocol) || place.hostname === '') throw new RangeError('a mail server is named by a URL such as smtps://user:password@mail.example.com');
  const encrypted = place.protocol === 'smtps:';
  const inUrl = place.username === '' ? null : { user: decodeURIComponent(place.username), pass: decodeURIComponent(place.password) };
  return { host: place.hostname.replace(/^\[|\]$/g, ''), port: place.port === '' ? (encrypted ? 465 : 587) : Number(place.port), secure: encrypted, auth: auth ?? inUrl };
}

function outcomeOf(error: unknown): SendOutcome {
  const { code = 'unknown', command = '', response = '', responseCode } = error as { code?: string; command?: string; response?: string; responseCode?: number };
  if (responseCode === undefined) {
    // No server spoke: either an address that cannot exist, found before connecting, or the connection itself.
    if (code === 'EENVELOPE') return { kind: 'refused', code: 'invalid_address', reason: 'the address of the sender or the receiver cannot exist' };
    if (code === 'EMESSAGE' && command === 'MAIL FROM') return { kind: 'refused', code: 'too_large', reason: 'the message is larger than the mail server takes' };
    return { kind: 'unavailable', reason: `the mail server could not be reached or broke off (${code})` };
  }
  const enhanced = /^\d{3}[ -](\d\.\d{1,3}\.\d{1,3})\b/.exec(response)?.[1];
  const said = enhanced === undefined ? String(responseCode) : `${responseCode} ${enhanced}`;
  // 503 says that the conversation went wrong, not that the message was refused.
  const forGood = responseCode >= 500 && responseCode !== 503 && ABOUT_THE_MESSAGE.includes(command);
  return forGood ? { kind: 'refused', code: said, reason: `the mail server refused the message (${said} at ${command})` } : { kind: 'unavailable', reason: `the mail server answered ${said} at ${command || 'connecting'}` };
}
