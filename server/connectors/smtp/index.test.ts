/** Proves against a real SMTP server what the sender makes of every kind of answer, and that no address leaks into its reasons. */
import { createServer } from 'node:net';
import type { AddressInfo, Server, Socket } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { SMTPServer } from 'smtp-server';
import type { SMTPServerOptions } from 'smtp-server';
import { createSmtpSender, messageIdOf } from './index.ts';
import type { SmtpOptions } from './index.ts';
import type { OutgoingMail } from '../../modules/notifications/ports.ts';

const closing: (() => void)[] = [];
afterEach(() => { for (const close of closing.splice(0)) close(); });

const now = (): string => '2026-03-01T09:00:00.000Z';
const mail: OutgoingMail = {
  id: 'msg_01jx', to: { name: 'Zoë de Vries', address: 'zoe@example.org' }, from: { name: 'Schoenen & Zo', address: 'winkel@schoenen.example' }, replyTo: 'service@schoenen.example',
  subject: 'Je bestelling 1001 is onderweg – tot zo', html: '<p>Hallo Zoë</p>', text: 'Hallo Zoë', attachments: [{ filename: 'factuur.pdf', contentType: 'application/pdf', content: new TextEncoder().encode('%PDF-1.7') }],
};

async function server(options: SMTPServerOptions = {}): Promise<{ port: number; got: string[] }> {
  const got: string[] = [];
  const smtp = new SMTPServer({
    authOptional: true, hideSTARTTLS: true, allowInsecureAuth: true, disableReverseLookup: true, logger: false, closeTimeout: 10,
    onData: (stream, _session, done) => { void stream.toArray().then((chunks) => { got.push(Buffer.concat(chunks as Buffer[]).toString('utf8')); done(); }); },
    ...options,
  });
  smtp.on('error', () => undefined);
  await new Promise<void>((ready) => { smtp.listen(0, '127.0.0.1', ready); });
  closing.push(() => { smtp.close(() => undefined); });
  return { port: (smtp.server.address() as AddressInfo).port, got };
}

/** A server that speaks the given lines, one after each thing it hears, and then says nothing more. */
async function scripted(lines: readonly (string | null)[]): Promise<number> {
  const sockets: Socket[] = [];
  const plain: Server = createServer((socket) => {
    const left = [...lines];
    const say = (): void => {
      const line = left.shift();
      if (line === null) socket.destroy();
      else if (line !== undefined) socket.write(`${line}\r\n`);
    };
    sockets.push(socket);
    socket.on('error', () => undefined);
    socket.on('data', say);
    say();
  });
  await new Promise<void>((ready) => { plain.listen(0, '127.0.0.1', ready); });
  closing.push(() => { for (const socket of sockets) socket.destroy(); plain.close(); });
  return (plain.address() as AddressInfo).port;
}

function sender(port: number, options: Partial<SmtpOptions> = {}): ReturnType<typeof createSmtpSender> {
  const made = createSmtpSender({ url: `smtp://127.0.0.1:${port}`, now, ...options });
  closing.push(() => made.close());
  return made;
}

const refusing = (code: number, text: string): Error => Object.assign(new Error(text), { responseCode: code });

describe('a mail over SMTP', () => {
  it('goes out with our id, our date, both texts and its attachment', async () => {
    const { port, got } = await server();
    expect(await sender(port).send(mail)).toEqual({ kind: 'sent', ref: '<msg_01jx@schoenen.example>' });
    const raw = got[0] ?? '';
    expect(raw).toContain('Message-ID: <msg_01jx@schoenen.example>');
    expect(raw).toContain('Date: Sun, 01 Mar 2026 09:00:00 +0000');
    expect(raw).toContain('Auto-Submitted: auto-generated');
    expect(raw).toContain('Reply-To: service@schoenen.example');
    expect(raw).toMatch(/Content-Type: text\/plain; charset=utf-8/);
    expect(raw).toMatch(/Content-Type: text\/html; charset=utf-8/);
    expect(raw).toContain('filename=factuur.pdf');
    expect(raw).toContain(Buffer.from('%PDF-1.7').toString('base64'));
  });

  it('keeps its Message-ID when it is sent again', async () => {
    const { port, got } = await server();
    const door = sender(port);
    await door.send(mail);
    await door.send(mail);
    expect(got.map((raw) => /^Message-ID: (.*)$/im.exec(raw)?.[1]?.trim())).toEqual(['<msg_01jx@schoenen.example>', '<msg_01jx@schoenen.example>']);
  });

  it('cannot be made to carry other headers by what a customer is called', async () => {
    const { port, got } = await server();
    expect(await sender(port).send({ ...mail, to: { ...mail.to, name: 'Zoë\r\nBcc: all@example.org' }, subject: 'Hallo\r\nX-Evil: 1' })).toMatchObject({ kind: 'sent' });
    expect(got[0]).not.toMatch(/^(Bcc|X-Evil):/im);
  });

  it('uses its connection again', async () => {
    let connections = 0;
    const { port, got } = await server({ onConnect: (_session, done) => { connections += 1; done(); } });
    const door = sender(port, { connections: 1 });
    for (const id of ['a', 'b', 'c']) expect(await door.send({ ...mail, id })).toMatchObject({ kind: 'sent' });
    expect(got).toHaveLength(3);
    expect(connections).toBe(1);
  });
});

describe('a server that does not take it', () => {
  it.each([
    ['an unknown mailbox', { onRcptTo: (_address, _session, done) => done(refusing(550, '5.1.1 <zoe@example.org> unknown')) } satisfies SMTPServerOptions, 'refused', '550'],
    ['a message it does not want', { onData: (stream, _session, done) => { stream.resume(); stream.on('end', () => done(refusing(554, 'zoe@example.org says no'))); } } satisfies SMTPServerOptions, 'refused', '554'],
    ['a sender it does not want', { onMailFrom: (_address, _session, done) => done(refusing(553, 'not winkel@schoenen.example')) } satisfies SMTPServerOptions, 'refused', '553'],
    ['a full mailbox', { onRcptTo: (_address, _session, done) => done(refusing(452, '4.2.2 <zoe@example.org> full')) } satisfies SMTPServerOptions, 'unavailable', '452'],
    ['a server too busy for the message', { onData: (stream, _session, done) => { stream.resume(); stream.on('end', () => done(refusing(451, 'later, zoe@example.org'))); } } satisfies SMTPServerOptions, 'unavailable', '451'],
    ['a server that greets nobody', { onConnect: (_session, done) => done(refusing(554, 'not you')) } satisfies SMTPServerOptions, 'unavailable', '554'],
  ])('%s', async (_what, options: SMTPServerOptions, kind, code) => {
    const { port } = await server(options);
    const outcome = await sender(port).send(mail);
    expect(outcome.kind).toBe(kind);
    expect(JSON.stringify(outcome)).toContain(code);
    expect(JSON.stringify(outcome)).not.toMatch(/zoe|winkel|Zoë/);
  });

  it('a login that fails is our trouble, not the mail\'s, and keeps the password to itself', async () => {
    const { port } = await server({ authOptional: false, onAuth: (_auth, _session, done) => done(refusing(535, 'wrong password geheim123')) });
    const outcome = await sender(port, { auth: { user: 'spil', pass: 'geheim123' }, requireTls: false }).send(mail);
    expect(outcome.kind).toBe('unavailable');
    expect(JSON.stringify(outcome)).not.toContain('geheim123');
  });

  it('tells the enhanced status code, which says more than the code', async () => {
    const port = await scripted(['220 hi', '250 hello', '250 ok', '550 5.1.1 <zoe@example.org> no such user', '250 ok']);
    expect(await sender(port).send(mail)).toEqual({ kind: 'refused', code: '550 5.1.1', reason: 'the mail server refused the message (550 5.1.1 at RCPT TO)' });
  });

  it('503 is about the conversation, so it is tried again', async () => {
    const port = await scripted(['220 hi', '250 hello', '250 ok', '503 bad sequence']);
    expect(await sender(port).send(mail)).toMatchObject({ kind: 'unavailable' });
  });

  it('an address that cannot exist', async () => {
    const { port } = await server();
    expect(await sender(port).send({ ...mail, to: { name: null, address: '' } })).toMatchObject({ kind: 'refused', code: 'invalid_address' });
  });
});

describe('a server that is not there', () => {
  it('nobody listens', async () => {
    const port = await scripted([]);
    for (const close of closing.splice(0)) close();
    expect(await sender(port).send(mail)).toMatchObject({ kind: 'unavailable' });
  });

  it.each([
    ['says nothing', []],
    ['goes silent after the message', ['220 hi', '250 hello', '250 ok', '250 ok', '354 go on']],
    ['breaks off behind the message', ['220 hi', '250 hello', '250 ok', '250 ok', '354 go on', null]],
  ] as const)('%s', async (_what, lines) => {
    const port = await scripted(lines);
    expect(await sender(port, { connectTimeoutMs: 80, answerTimeoutMs: 80 }).send(mail)).toMatchObject({ kind: 'unavailable' });
  });

  it('refuses to send in the clear where TLS is asked for', async () => {
    const { port, got } = await server();
    expect(await sender(port, { requireTls: true }).send(mail)).toMatchObject({ kind: 'unavailable' });
    expect(got).toEqual([]);
  });
});

describe('settings', () => {
  it.each([['nothing', {}], ['a web address', { url: 'https://mail.example.com' }], ['no host', { url: 'smtp://' }], ['nonsense', { url: 'mail.example.com' }]])('refuses %s', (_what, options) => {
    expect(() => createSmtpSender({ now, ...options })).toThrow(RangeError);
  });
  it('does not repeat a password in its refusal', () => {
    expect(() => createSmtpSender({ now, url: 'http://me:geheim123@mail.example.com' })).toThrow(expect.objectContaining({ message: expect.not.stringContaining('geheim123') as string }) as Error);
  });
  it.each(['', 'a b', 'a@b', 'a>b', 'a\r\nb'])('refuses "%s" as the id of a mail', (id) => expect(() => messageIdOf({ id, from: mail.from })).toThrow(RangeError));
  it.each(['', 'winkel', 'winkel@', 'winkel@a b'])('refuses "%s" as a sender', (address) => expect(() => messageIdOf({ id: 'a', from: { name: '', address } })).toThrow(RangeError));
});
