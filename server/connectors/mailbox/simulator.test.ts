/** Proves that the mailbox keeps every mail once, shows it safely, and misbehaves as asked. */
import { createTransport } from 'nodemailer';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createMailboxSimulator } from './simulator.ts';
import type { MailFault, MailboxSimulator } from './simulator.ts';
import type { ReceivedMail } from './mail.ts';

let mailbox: MailboxSimulator;
let base: string;
let transport: ReturnType<typeof createTransport>;

beforeEach(async () => {
  mailbox = createMailboxSimulator({ storage: ':memory:', now: () => new Date('2026-03-01T09:00:00Z') });
  base = await mailbox.listen();
  transport = createTransport(mailbox.smtpUrl());
});
afterEach(async () => {
  transport.close();
  await mailbox.close();
});

const letter = { messageId: '<msg_1@schoenen.example>', from: 'winkel@schoenen.example', to: 'Zoe@Example.org', subject: 'Onderweg – bestelling 1001', text: 'Hallo Zoë', html: '<p>Hallo <b>Zoë</b></p><script>alert(1)</script>' };
const mails = async (to = ''): Promise<ReceivedMail[]> => ((await (await fetch(`${base}/_control/mails${to && `?to=${encodeURIComponent(to)}`}`)).json()) as { mails: ReceivedMail[] }).mails;
const fault = async (wanted: MailFault): Promise<void> => { await fetch(`${base}/_control/smtp-faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(wanted) }); };
const read = async (path: string): Promise<string> => (await fetch(base + path)).text();

describe('receiving', () => {
  it('keeps what was sent', async () => {
    await transport.sendMail({ ...letter, attachments: [{ filename: 'label.pdf', content: Buffer.from('%PDF') }] });
    expect(await mails()).toMatchObject([{
      messageId: '<msg_1@schoenen.example>', from: 'winkel@schoenen.example', to: 'zoe@example.org', subject: 'Onderweg – bestelling 1001', text: expect.stringContaining('Hallo Zoë') as string, html: expect.stringContaining('<b>Zoë</b>') as string,
      receivedAt: '2026-03-01T09:00:00.000Z', count: 1, differs: false, attachments: [{ filename: 'label.pdf', contentType: 'application/pdf', size: 4 }],
    }]);
    expect(await read('/mails/1/attachments/0')).toBe('%PDF');
  });

  it('finds mail by recipient, whatever the case', async () => {
    await transport.sendMail(letter);
    await transport.sendMail({ ...letter, messageId: '<msg_2@schoenen.example>', to: 'jan@example.org' });
    expect(await mails('ZOE@example.org')).toHaveLength(1);
    expect(await mails('nobody@example.org')).toEqual([]);
    expect(await mails()).toHaveLength(2);
  });

  it('shows a mail that came twice once, with a count', async () => {
    await transport.sendMail(letter);
    await transport.sendMail({ ...letter, date: new Date('2026-03-01T10:00:00Z') });
    expect(await mails()).toMatchObject([{ count: 2, differs: false }]);
    expect(await read('/')).toContain('received 2 times, shown once');
  });

  it('tells when one Message-ID carries two different mails', async () => {
    await transport.sendMail(letter);
    await transport.sendMail({ ...letter, text: 'Something else' });
    expect(await mails()).toMatchObject([{ count: 2, differs: true }]);
    expect(await read('/mails/1')).toContain('not the same each time');
  });

  it('keeps one mail to two people as two', async () => {
    await transport.sendMail({ ...letter, to: 'a@example.org, b@example.org' });
    expect((await mails()).map(({ to }) => to)).toEqual(['a@example.org', 'b@example.org']);
  });

  it('takes any login', async () => {
    const known = createTransport({ url: mailbox.smtpUrl(), auth: { user: 'spil', pass: 'anything' } });
    await known.sendMail(letter);
    known.close();
    expect(await mails()).toHaveLength(1);
  });

  it('can be emptied', async () => {
    await transport.sendMail(letter);
    await fetch(`${base}/_control/mails`, { method: 'DELETE' });
    expect(await mails()).toEqual([]);
  });
});

describe('the pages', () => {
  it('say that there is nothing', async () => {
    expect(await read('/')).toContain('No mail yet');
    expect(await read('/?to=%3Cb%3E')).toContain('No mail for &#60;b&#62;');
  });

  it('list mail with the newest first, and escape what it says', async () => {
    await transport.sendMail({ ...letter, subject: '<img src=x onerror=alert(1)>' });
    await transport.sendMail({ ...letter, messageId: '<msg_2@schoenen.example>', subject: 'Second' });
    const list = await read('/');
    expect(list.indexOf('Second')).toBeLessThan(list.indexOf('&#60;img'));
    expect(list).not.toContain('<img');
  });

  it('show a mail in a frame without scripts, and refer to nothing outside', async () => {
    await transport.sendMail(letter);
    const page = await read('/mails/1');
    expect(page).toContain('<iframe title="The mail as its reader sees it" sandbox="allow-popups" src="/mails/1/html">');
    expect(`${page}${await read('/')}`).not.toMatch(/(src|href)="(https?:)?\/\//);
    const shown = await fetch(`${base}/mails/1/html`);
    expect(shown.headers.get('content-security-policy')).toContain("default-src 'none'");
    expect(await shown.text()).toContain('<b>Zoë</b>');
  });

  it.each(['/mails/9', '/mails/9/html', '/mails/x', '/mails/1/attachments/0'])('answer 404 at %s', async (path) => expect((await fetch(base + path)).status).toBe(404));
});

describe('faults', () => {
  it('refuses a recipient for good, once', async () => {
    await fault({ kind: 'reject', code: 550 });
    await expect(transport.sendMail(letter)).rejects.toMatchObject({ responseCode: 550, command: 'RCPT TO' });
    await transport.sendMail(letter);
    expect(await mails()).toMatchObject([{ count: 1 }]);
  });

  it('puts a message off, for one recipient', async () => {
    await fault({ kind: 'reject', code: 451, at: 'data', to: 'zoe@example.org', times: 2 });
    await transport.sendMail({ ...letter, to: 'jan@example.org' });
    for (const _ of [1, 2]) await expect(transport.sendMail(letter)).rejects.toMatchObject({ responseCode: 451, command: 'DATA' });
    await transport.sendMail(letter);
    expect(await mails('zoe@example.org')).toMatchObject([{ count: 1 }]);
  });

  it('keeps a mail and breaks off, so that the sender sends it again: shown once, counted twice', async () => {
    await fault({ kind: 'lost' });
    await expect(transport.sendMail(letter)).rejects.toThrow();
    await transport.sendMail(letter);
    expect(await mails()).toMatchObject([{ count: 2, differs: false }]);
  });

  it('can be called off', async () => {
    await fault({ kind: 'reject', code: 550, times: 5 });
    await fetch(`${base}/_control/smtp-faults`, { method: 'DELETE' });
    await transport.sendMail(letter);
    expect(await mails()).toHaveLength(1);
  });
});
