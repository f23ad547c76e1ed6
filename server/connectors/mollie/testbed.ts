/** What the Mollie tests share: a simulator with a clock to move, an operator that talks to it, and the control door's calls. */
import type { AddressInfo } from 'node:net';
import { createServer } from 'node:http';
import type { Fault } from '../simulation/kit.ts';
import type { MoneyCommand, PaymentOperator } from '../../modules/payments/ports.ts';
import { callOutside } from '../outside/http.ts';
import { createMollie } from './index.ts';
import { createMollieSimulator } from './simulator.ts';
import type { ControlPayment, MollieSimulatorOptions } from './simulator.ts';

export const API_KEY = 'test_ThisIsOurOwnKeyForTests';

export interface NewPayment {
  amount: number;
  currency?: string;
  method: string;
  capture?: 'immediate' | 'manual';
  open?: boolean;
  webhookUrl?: string;
  metadata?: unknown;
}

export interface Testbed {
  baseUrl: string;
  mollie: PaymentOperator;
  /** Moves the simulator's clock. */
  pass: (milliseconds: number) => void;
  /** Calls the control door; throws when it refuses. */
  control: (path: string, body?: unknown) => Promise<unknown>;
  /** Makes a payment that a web shop would have had paid or authorised; its id. */
  given: (payment: NewPayment) => Promise<string>;
  fault: (fault: Omit<Fault, 'times'> & { times?: number }) => Promise<void>;
  /** One payment as Mollie's own books have it, in minor units. */
  books: (id: string) => Promise<ControlPayment>;
  close: () => Promise<void>;
}

/** Starts a simulator on a free port, at a fixed moment of its own. */
export async function startTestbed(options: Partial<MollieSimulatorOptions> = {}): Promise<Testbed> {
  let moment = Date.parse('2026-03-02T09:00:00.000Z');
  const now = (): Date => new Date(moment);
  const simulator = createMollieSimulator({ storage: ':memory:', apiKey: API_KEY, now, ...options });
  const baseUrl = await simulator.listen();
  const control = async (path: string, body?: unknown): Promise<unknown> => {
    const answer = await callOutside({ method: body === undefined ? 'GET' : 'POST', url: `${baseUrl}/_control/${path}`, ...(body === undefined ? {} : { body }) });
    if (answer.status >= 300) throw new Error(`control refused ${path}: ${answer.text}`);
    return answer.json;
  };
  return {
    baseUrl, control,
    mollie: createMollie({ apiKey: API_KEY, baseUrl, now, ...(options.repeatedlyCaptured ? { repeatedlyCaptured: options.repeatedlyCaptured } : {}) }),
    pass: (milliseconds) => { moment += milliseconds; },
    given: async ({ currency = 'EUR', ...payment }) => (await control('payments', { currency, ...payment }) as { id: string }).id,
    fault: async (fault) => { await control('faults', { times: 1, ...fault }); },
    books: async (id) => {
      const { payments } = await control('payments') as { payments: ControlPayment[] };
      const found = payments.find((payment) => payment.id === id);
      if (!found) throw new Error(`Mollie has no payment ${id}`);
      return found;
    },
    close: () => simulator.close(),
  };
}

/** A money command in euros, with a key and a description of its own. */
export const command = (payment: string, amount: number, key: string, currency = 'EUR'): MoneyCommand => ({ payment, amount, currency, key, description: `Order 1001 ${key}` });

export interface Received {
  type: string;
  signature: string | undefined;
  body: string;
}

/** A web address that keeps what is posted to it, and answers with `status`. */
export async function startSink(status = 200): Promise<{ url: string; received: Received[]; answer: (next: number) => void; close: () => Promise<void> }> {
  const received: Received[] = [];
  let answering = status;
  const server = createServer((request, response) => {
    const parts: Buffer[] = [];
    request.on('data', (part: Buffer) => parts.push(part));
    request.on('end', () => {
      const signature = request.headers['x-mollie-signature'];
      received.push({ type: request.headers['content-type'] ?? '', signature: typeof signature === 'string' ? signature : undefined, body: Buffer.concat(parts).toString('utf8') });
      response.writeHead(answering).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/hook`, received,
    answer: (next) => { answering = next; },
    close: () => new Promise((resolve) => { server.close(() => resolve()); server.closeAllConnections(); }),
  };
}
