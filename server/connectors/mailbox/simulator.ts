/** A mailbox that takes every mail: a local SMTP server with a page to read what customers would have received, and faults on request. */
import { createHash } from 'node:crypto';
import type { AddressInfo } from 'node:net';
import PostalMime from 'postal-mime';
import type { Email } from 'postal-mime';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerDataStream, SMTPServerSession } from 'smtp-server';
import { createSimulator } from '../simulation/kit.ts';
import type { Simulator } from '../simulation/kit.ts';
import { listPage, mailPage } from './pages.ts';
import type { ReceivedMail } from './mail.ts';

/**
 * How the mailbox misbehaves: `reject` answers with `code` (450, 550 …) to the recipient or, with `at: 'data'`, to the message;
 * `lost` keeps the mail and breaks the connection before saying so, which makes the sender send it again.
 */
export interface MailFault {
  kind: 'reject' | 'lost';
  code?: number;
  at?: 'recipient' | 'data';
  /** Only for this recipient; for everybody when absent. */
  to?: string;
  times?: number;
}

export interface MailboxSimulator extends Simulator {
  /** Starts both doors, on loopback; 0 takes free ports. Tells the base URL of the pages. */
  listen: (port?: number, smtpPort?: number) => Promise<string>;
  /** Where to send mail, once listening: smtp://127.0.0.1:… */
  smtpUrl: () => string;
}

interface Row { id: number; message_id: string; recipient: string; sender: string; subject: string; received_at: string; count: number; differs: number; parsed: string }
type Parsed = Pick<ReceivedMail, 'text' | 'html' | 'headers' | 'attachments'>;

const SCHEMA = `create table if not exists mail (
  id integer primary key, message_id text not null, recipient text not null, sender text not null, subject text not null, received_at text not null,
  count integer not null default 1, differs integer not null default 0, digest text not null, parsed text not null, unique (message_id, recipient));
create index if not exists mail_recipient on mail (recipient);
create table if not exists attachment (mail integer not null, position integer not null, content blob not null, primary key (mail, position));`;

/** Makes the mailbox. `storage` is its own SQLite file; `now` dates what comes in. */
export function createMailboxSimulator({ storage, now = () => new Date() }: { storage: string; now?: () => Date }): MailboxSimulator {
  const base = createSimulator({ name: 'mailbox', storage, now });
  const { app, store } = base;
  store.exec(SCHEMA);
  const faults: MailFault[] = [];

  const take = (wanted: (fault: MailFault) => boolean, recipients: readonly string[]): MailFault | null => {
    const index = faults.findIndex((fault) => wanted(fault) && (fault.to === undefined || recipients.includes(fault.to.toLowerCase())));
    const fault = faults[index];
    if (!fault) return null;
    fault.times = (fault.times ?? 1) - 1;
    if (fault.times <= 0) faults.splice(index, 1);
    return fault;
  };

  const keep = (raw: Buffer, email: Email, sender: string, recipients: readonly string[]): void => {
    const digest = createHash('sha256').update(raw).digest('hex');
    const messageId = email.messageId ?? `<${digest}@without-id>`;
    const contents = email.attachments.map(({ content }) => (typeof content === 'string' ? Buffer.from(content) : Buffer.from(new Uint8Array(content))));
    // A retry is dated and delimited anew: what the customer reads tells whether it is the same mail.
    const read = createHash('sha256').update(JSON.stringify([email.subject, email.text, email.html, contents.map((content) => content.toString('base64'))])).digest('hex');
    const parsed: Parsed = {
      text: email.text ?? '', html: email.html ?? '', headers: email.headers.map(({ key, value }) => ({ name: key, value })),
      attachments: email.attachments.map(({ filename, mimeType }, index) => ({ filename: filename ?? `attachment-${index + 1}`, contentType: mimeType, size: contents[index]?.length ?? 0 })),
    };
    for (const recipient of recipients) {
      const { id, count } = store.prepare(`insert into mail (message_id, recipient, sender, subject, received_at, digest, parsed) values (?, ?, ?, ?, ?, ?, ?)
        on conflict (message_id, recipient) do update set count = count + 1, differs = max(differs, digest <> excluded.digest) returning id, count`)
        .get(messageId, recipient, sender, email.subject ?? '', now().toISOString(), read, JSON.stringify(parsed)) as { id: number; count: number };
      if (count === 1) contents.forEach((content, position) => store.prepare('insert into attachment values (?, ?, ?)').run(id, position, content));
    }
  };

  const smtp = new SMTPServer({
    name: 'mailbox.localhost', banner: 'mailbox for trying out', authOptional: true, hideSTARTTLS: true, allowInsecureAuth: true, disableReverseLookup: true, logger: false, size: 25 * 1024 * 1024, closeTimeout: 200,
    onAuth: (auth, _session, done) => done(null, { user: auth.username ?? 'anyone' }),
    onRcptTo: (address, _session, done) => {
      const fault = take(({ kind, at }) => kind === 'reject' && at !== 'data', [address.address.toLowerCase()]);
      return done(fault ? refusal(fault.code ?? 550, address.address) : null);
    },
    onData: (stream, session, done) => { void accept(stream, session, done); },
  });
  // A client that goes away in the middle is its own business.
  smtp.on('error', () => undefined);

  const accept = async (stream: SMTPServerDataStream, session: SMTPServerSession, done: (error?: Error | null, message?: string) => void): Promise<void> => {
    try {
      const raw = Buffer.concat(await stream.toArray() as Buffer[]);
      const recipients = session.envelope.rcptTo.map(({ address }) => address.toLowerCase());
      const rejected = take(({ kind, at }) => kind === 'reject' && at === 'data', recipients);
      if (rejected) return done(refusal(rejected.code ?? 554, recipients.join(', ')));
      const from = session.envelope.mailFrom;
      keep(raw, await PostalMime.parse(raw), from === false ? '' : from.address, recipients);
      if (take(({ kind }) => kind === 'lost', recipients)) return cut(session);
      return done(null, 'kept');
    } catch (error) {
      return done(Object.assign(new Error(error instanceof Error ? error.message : 'unreadable'), { responseCode: 451 }));
    }
  };

  const cut = (session: SMTPServerSession): void => {
    for (const connection of smtp.connections) if (connection.id === session.id) connection._socket.destroy();
  };

  const mailOf = (row: Row): ReceivedMail => ({
    id: row.id, messageId: row.message_id, from: row.sender, to: row.recipient, subject: row.subject, receivedAt: row.received_at, count: row.count, differs: row.differs === 1, ...(JSON.parse(row.parsed) as Parsed),
  });
  const mails = (to: string | undefined): ReceivedMail[] => (store.prepare('select * from mail where ? is null or recipient = ? order by id').all(to?.toLowerCase() ?? null, to?.toLowerCase() ?? null) as unknown as Row[]).map(mailOf);
  const mail = (id: string): ReceivedMail | null => {
    const row = store.prepare('select * from mail where id = ?').get(Number(id)) as unknown as Row | undefined;
    return row ? mailOf(row) : null;
  };
  const missing = { error: 'there is no such mail' };

  app.get<{ Querystring: { to?: string } }>('/_control/mails', (request) => ({ mails: mails(request.query.to) }));
  app.delete('/_control/mails', (_request, reply) => {
    store.exec('delete from attachment; delete from mail;');
    return reply.code(204).send();
  });
  app.get('/_control/smtp-faults', () => ({ faults }));
  app.post<{ Body: MailFault }>('/_control/smtp-faults', (request, reply) => {
    faults.push({ ...request.body });
    return reply.code(204).send();
  });
  app.delete('/_control/smtp-faults', (_request, reply) => {
    faults.length = 0;
    return reply.code(204).send();
  });

  app.get<{ Querystring: { to?: string } }>('/', (request, reply) => {
    const to = request.query.to?.trim() || undefined;
    return reply.type('text/html; charset=utf-8').send(listPage(mails(to).reverse(), to ?? ''));
  });
  app.get<{ Params: { id: string } }>('/mails/:id', (request, reply) => {
    const found = mail(request.params.id);
    return found ? reply.type('text/html; charset=utf-8').send(mailPage(found)) : reply.code(404).send(missing);
  });
  app.get<{ Params: { id: string } }>('/mails/:id/html', (request, reply) => {
    const found = mail(request.params.id);
    if (!found) return reply.code(404).send(missing);
    // Mail is shown as a mail program does: no scripts, no forms, no frames.
    return reply.header('content-security-policy', "default-src 'none'; style-src 'unsafe-inline'; img-src https: http: data:; sandbox allow-popups").type('text/html; charset=utf-8').send(found.html);
  });
  app.get<{ Params: { id: string; position: string } }>('/mails/:id/attachments/:position', (request, reply) => {
    const found = mail(request.params.id)?.attachments[Number(request.params.position)];
    const row = store.prepare('select content from attachment where mail = ? and position = ?').get(Number(request.params.id), Number(request.params.position)) as { content: Uint8Array } | undefined;
    if (!found || !row) return reply.code(404).send(missing);
    const name = found.filename.replace(/[^A-Za-z0-9._-]/g, '_');
    return reply.header('content-disposition', `attachment; filename="${name}"`).header('x-content-type-options', 'nosniff').type('application/octet-stream').send(Buffer.from(row.content));
  });

  const smtpUrl = (): string => `smtp://127.0.0.1:${(smtp.server.address() as AddressInfo).port}`;
  return {
    ...base, smtpUrl,
    listen: async (port = 0, smtpPort = 0) => {
      await new Promise<void>((ready, failed) => {
        smtp.server.once('error', failed);
        smtp.listen(smtpPort, '127.0.0.1', ready);
      });
      return base.listen(port);
    },
    close: async () => {
      await new Promise<void>((closed) => { smtp.close(() => closed()); });
      await base.close();
    },
  };
}

/** A refusal as servers word it, with the address in it: senders must not let that through to their logs. */
const refusal = (code: number, address: string): Error => Object.assign(new Error(code >= 500 ? `5.1.1 <${address}> no such mailbox here` : `4.2.1 <${address}> try again later`), { responseCode: code });
