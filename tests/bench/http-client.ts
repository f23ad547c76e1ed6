/** The lightest HTTP client that still speaks HTTP/1.1: one kept-alive socket per client, so that the load costs little of the machine it shares. */
import { connect } from 'node:net';
import type { Socket } from 'node:net';

export interface BenchClient {
  /** Sends one POST with a JSON body and answers status and body. One at a time. */
  post(path: string, key: string, body: string): Promise<{ status: number; body: string }>;
  close(): void;
}

export async function benchClient(url: string, secret: string): Promise<BenchClient> {
  const { hostname, port } = new URL(url);
  const socket: Socket = connect({ host: hostname, port: Number(port), noDelay: true });
  await new Promise<void>((resolve, reject) => { socket.once('connect', () => resolve()); socket.once('error', reject); });
  let received = '';
  let answer: ((value: { status: number; body: string }) => void) | null = null;
  let failed: ((error: Error) => void) | null = null;
  socket.setEncoding('latin1');
  socket.on('data', (chunk: string) => {
    received += chunk;
    const head = received.indexOf('\r\n\r\n');
    if (head < 0) return;
    const length = Number(/content-length: (\d+)/i.exec(received.slice(0, head))?.[1] ?? 0);
    if (received.length < head + 4 + length) return;
    const done = answer;
    answer = null;
    const status = Number(received.slice(9, 12));
    const body = received.slice(head + 4, head + 4 + length);
    received = received.slice(head + 4 + length);
    done?.({ status, body });
  });
  socket.on('close', () => failed?.(new Error('the server closed the connection')));
  return {
    post: (path, key, body) => new Promise((resolve, reject) => {
      answer = resolve;
      failed = reject;
      socket.write(`POST ${path} HTTP/1.1\r\nhost: ${hostname}\r\nauthorization: Bearer ${secret}\r\nidempotency-key: ${key}\r\ncontent-type: application/json\r\ncontent-length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
    }),
    close: () => socket.destroy(),
  };
}
