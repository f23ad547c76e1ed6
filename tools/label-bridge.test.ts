/** The label bridge before a printer of our own making, a device that is a file, and pages that may not use it. */
import { once } from 'node:events';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import type { AddressInfo, Server as Listener, Socket } from 'node:net';
import { request as httpRequest } from 'node:http';
import type { Server } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { createBridge, printerAt } from './label-bridge.mjs';
import type { Printer } from './label-bridge.mjs';

const ORIGIN = 'https://spil.example';
const TOKEN = 'a-code';
const LABEL = '^XA^FO50,50^FDhello^FS^XZ';
const closing: (() => Promise<unknown> | void)[] = [];
afterEach(async () => { for (const close of closing.splice(0)) await close(); });

async function listening(server: Listener | Server): Promise<number> {
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  closing.push(() => new Promise((resolve) => { server.close(resolve); }));
  return (server.address() as AddressInfo).port;
}

/** A printer that keeps what it is sent, label by label. */
async function networkPrinter(): Promise<{ printer: Printer; labels: string[] }> {
  const labels: string[] = [];
  const port = await listening(createServer((socket) => {
    let text = '';
    socket.on('data', (part) => { text += part.toString('latin1'); });
    socket.on('end', () => { labels.push(text); socket.end(); });
  }));
  return { printer: { kind: 'network', host: '127.0.0.1', port }, labels };
}

async function bridgeTo(printer: Printer, patience?: number): Promise<string> {
  return `http://127.0.0.1:${await listening(createBridge({ origin: ORIGIN, token: TOKEN, printer, ...(patience === undefined ? {} : { patience }) }))}`;
}
const post = (url: string, body: string, headers: Record<string, string> = {}): Promise<Response> => fetch(`${url}/print`, { method: 'POST', body, headers: { origin: ORIGIN, authorization: `Bearer ${TOKEN}`, ...headers } });
const detailOf = async (response: Response): Promise<string> => ((await response.json()) as { detail: string }).detail;

describe('where a printer is', () => {
  it.each<[string, Printer]>([
    ['192.168.1.50', { kind: 'network', host: '192.168.1.50', port: 9100 }],
    ['printer.local:9101', { kind: 'network', host: 'printer.local', port: 9101 }],
    ['[fe80::1]:9100', { kind: 'network', host: 'fe80::1', port: 9100 }],
    ['/dev/usb/lp0', { kind: 'device', path: '/dev/usb/lp0' }],
    ['device:/dev/usb/lp1', { kind: 'device', path: '/dev/usb/lp1' }],
  ])('%s', (text, printer) => { expect(printerAt(text)).toEqual(printer); });
  it.each(['', 'two words', 'host:99999', 'host:port'])('refuses "%s"', (text) => { expect(() => printerAt(text)).toThrow('is no printer'); });
});

describe('printing', () => {
  it('sends the label to the network printer as it came, one after the other', async () => {
    const { printer, labels } = await networkPrinter();
    const url = await bridgeTo(printer);
    const wanted = Array.from({ length: 5 }, (_, index) => LABEL.replace('hello', `label ${index}`));
    const answers = await Promise.all(wanted.map((label) => post(url, label)));
    expect(answers.map(({ status }) => status)).toEqual([200, 200, 200, 200, 200]);
    expect(labels.toSorted()).toEqual(wanted);
  });

  it('writes it to a device', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'spil-bridge-'));
    closing.push(() => rm(folder, { recursive: true }));
    const path = join(folder, 'lp0');
    await writeFile(path, '');
    expect((await post(await bridgeTo({ kind: 'device', path }), LABEL)).status).toBe(200);
    expect(await readFile(path, 'latin1')).toBe(LABEL);
  });

  it('says in a sentence what is wrong with the printer, and goes on with the next label', async () => {
    const gone = await bridgeTo({ kind: 'device', path: join(tmpdir(), 'no-such-folder', 'lp0') });
    const missing = await post(gone, LABEL);
    expect([missing.status, await detailOf(missing)]).toEqual([502, expect.stringContaining('There is no printer at')]);
    const closed = await post(await bridgeTo({ kind: 'network', host: '127.0.0.1', port: 1 }), LABEL);
    expect([closed.status, await detailOf(closed)]).toEqual([502, expect.stringContaining('Nothing listens at')]);
    expect(await detailOf(await post(gone, LABEL))).toContain('There is no printer at');
  });

  it('does not wait for ever for a printer that says nothing', async () => {
    const sockets: Socket[] = [];
    const mute = createServer({ allowHalfOpen: true }, (socket) => { sockets.push(socket); });
    const port = await listening(mute);
    closing.unshift(() => { for (const socket of sockets) socket.destroy(); });
    const answer = await post(await bridgeTo({ kind: 'network', host: '127.0.0.1', port }, 50), LABEL);
    expect([answer.status, await detailOf(answer)]).toEqual([502, expect.stringContaining('does not answer')]);
  });

  it('prints labels only, and no books', async () => {
    const { printer, labels } = await networkPrinter();
    const url = await bridgeTo(printer);
    expect((await post(url, 'hello')).status).toBe(422);
    expect((await post(url, `^XA${'x'.repeat(1024 * 1024)}`)).status).toBe(413);
    expect((await fetch(`${url}/other`, { headers: { authorization: `Bearer ${TOKEN}` } })).status).toBe(404);
    expect(labels).toEqual([]);
  });
});

describe('who may print', () => {
  it('is asked for the code', async () => {
    const { printer, labels } = await networkPrinter();
    const url = await bridgeTo(printer);
    expect((await post(url, LABEL, { authorization: 'Bearer another' })).status).toBe(401);
    expect((await fetch(`${url}/print`, { method: 'POST', body: LABEL, headers: { origin: ORIGIN } })).status).toBe(401);
    expect(labels).toEqual([]);
    const status = await fetch(`${url}/status`, { headers: { origin: ORIGIN, authorization: `Bearer ${TOKEN}` } });
    expect([status.status, status.headers.get('access-control-allow-origin')]).toEqual([200, ORIGIN]);
  });

  it('is no page of another site, whatever it knows', async () => {
    const { printer } = await networkPrinter();
    const url = await bridgeTo(printer);
    const foreign = await post(url, LABEL, { origin: 'https://evil.example' });
    expect([foreign.status, foreign.headers.get('access-control-allow-origin')]).toEqual([403, null]);
    expect((await fetch(`${url}/print`, { method: 'OPTIONS', headers: { origin: 'https://evil.example', 'access-control-request-method': 'POST' } })).status).toBe(403);
  });

  it('is nobody who reaches it under a name of their own', async () => {
    const url = new URL(await bridgeTo((await networkPrinter()).printer));
    const status = await new Promise<number>((resolve, reject) => {
      httpRequest({ host: url.hostname, port: url.port, path: '/status', headers: { host: 'rebound.example', authorization: `Bearer ${TOKEN}` } }, (response) => { response.resume(); resolve(response.statusCode ?? 0); }).on('error', reject).end();
    });
    expect(status).toBe(403);
  });

  it('is told so before it sends anything, as browsers ask', async () => {
    const url = await bridgeTo((await networkPrinter()).printer);
    const answer = await fetch(`${url}/print`, { method: 'OPTIONS', headers: { origin: ORIGIN, 'access-control-request-method': 'POST', 'access-control-request-headers': 'authorization', 'access-control-request-private-network': 'true' } });
    expect([answer.status, answer.headers.get('access-control-allow-origin'), answer.headers.get('access-control-allow-headers'), answer.headers.get('access-control-allow-private-network')]).toEqual([204, ORIGIN, 'authorization, content-type', 'true']);
  });
});
