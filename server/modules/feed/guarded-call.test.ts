/** Proves on real sockets that webhooks do not follow redirects, do not read without end, and cannot be led inside by changing names. */
import { createServer } from 'node:http';
import type { IncomingMessage, ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import { createGuardedCaller } from './guarded-call.ts';
import type { Resolve } from './address-guard.ts';

const open: (() => void)[] = [];
afterEach(() => { for (const close of open.splice(0)) close(); });

async function receiver(handle: (request: IncomingMessage, response: ServerResponse, body: string) => void): Promise<{ port: number; got: { path: string; headers: IncomingMessage['headers']; body: string }[] }> {
  const got: { path: string; headers: IncomingMessage['headers']; body: string }[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const body = Buffer.concat(chunks).toString();
      got.push({ path: request.url ?? '', headers: request.headers, body });
      handle(request, response, body);
    });
  });
  await new Promise<void>((ready) => server.listen(0, '127.0.0.1', ready));
  open.push(() => { server.closeAllConnections(); server.close(); });
  return { port: (server.address() as AddressInfo).port, got };
}

const local = createGuardedCaller({ allowLoopback: true });
const call = { headers: { 'content-type': 'application/json', 'webhook-id': 'evt_1' }, body: '{"naam":"Zoë"}' };

describe('a guarded call', () => {
  it('posts the body as given and tells the answer', async () => {
    const { port, got } = await receiver((_request, response) => response.writeHead(202, { 'retry-after': '7' }).end('dank u'));
    expect(await local({ ...call, url: `http://127.0.0.1:${port}/hook?a=1` })).toEqual({ kind: 'answered', status: 202, retryAfter: '7', body: 'dank u', truncated: false });
    expect(got).toMatchObject([{ path: '/hook?a=1', body: call.body, headers: { 'webhook-id': 'evt_1', 'content-length': '15' } }]);
  });

  it('does not follow redirects', async () => {
    const inside = await receiver((_request, response) => response.end('secret'));
    const { port } = await receiver((_request, response) => response.writeHead(307, { location: `http://127.0.0.1:${inside.port}/` }).end());
    expect(await local({ ...call, url: `http://127.0.0.1:${port}/` })).toMatchObject({ kind: 'answered', status: 307 });
    expect(inside.got).toEqual([]);
  });

  it('stops reading an answer without end', async () => {
    const { port } = await receiver((_request, response) => {
      const more = (): void => { while (!response.destroyed && response.write('x'.repeat(4096))); };
      response.on('drain', more);
      more();
    });
    const outcome = await local({ ...call, url: `http://127.0.0.1:${port}/`, maxBytes: 1000 });
    expect(outcome).toMatchObject({ kind: 'answered', status: 200, truncated: true, body: 'x'.repeat(1000) });
  });

  it('gives up on a receiver that says nothing', async () => {
    const { port } = await receiver(() => undefined);
    expect(await local({ ...call, url: `http://127.0.0.1:${port}/`, timeoutMs: 60 })).toMatchObject({ kind: 'unreached', reason: expect.stringContaining('did not answer') as string });
  });

  it('takes the status of a receiver that answers and then drags on', async () => {
    const { port } = await receiver((_request, response) => response.writeHead(200).write('a'));
    expect(await local({ ...call, url: `http://127.0.0.1:${port}/`, timeoutMs: 300 })).toMatchObject({ kind: 'answered', status: 200, truncated: true });
  });

  it('tells when the connection breaks', async () => {
    const { port } = await receiver((request) => request.socket.destroy());
    expect(await local({ ...call, url: `http://127.0.0.1:${port}/` })).toMatchObject({ kind: 'unreached' });
  });

  it('refuses before it opens a connection', async () => {
    const { port, got } = await receiver((_request, response) => response.end());
    const strict = createGuardedCaller();
    expect(await strict({ ...call, url: `http://127.0.0.1:${port}/` })).toMatchObject({ kind: 'refused', code: 'not_https' });
    expect(await strict({ ...call, url: 'https://127.0.0.1/' })).toMatchObject({ kind: 'refused', code: 'forbidden_address' });
    expect(got).toEqual([]);
  });

  it('connects to the address it checked: a name that turns inwards between two questions is refused, not called', async () => {
    const { port, got } = await receiver((_request, response) => response.end());
    const asked: string[] = [];
    const turning: Resolve = (hostname, done) => {
      asked.push(hostname);
      // The first question would pass any check made beforehand; the one that counts is the one the socket uses.
      done(null, [{ address: asked.length === 1 ? '8.8.8.8' : '127.0.0.1', family: 4 }]);
    };
    turning('rebind.shop.nl', () => undefined);
    const strict = createGuardedCaller({ ports: [port] }, turning);
    expect(await strict({ ...call, url: `https://rebind.shop.nl:${port}/` })).toMatchObject({ kind: 'refused', code: 'forbidden_address' });
    expect(asked).toEqual(['rebind.shop.nl', 'rebind.shop.nl']);
    expect(got).toEqual([]);
  });

  it('asks for each call anew, once', async () => {
    const { port, got } = await receiver((_request, response) => response.end());
    const asked: string[] = [];
    const counted = createGuardedCaller({ allowLoopback: true }, (hostname, done) => { asked.push(hostname); done(null, [{ address: '127.0.0.1', family: 4 }]); });
    for (let round = 0; round < 3; round += 1) expect(await counted({ ...call, url: `http://localhost:${port}/` })).toMatchObject({ kind: 'answered' });
    expect(asked).toHaveLength(3);
    expect(got).toHaveLength(3);
  });
});
