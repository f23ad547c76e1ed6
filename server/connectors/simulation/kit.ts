/** What every simulator of an outside system stands on: its own HTTP server and storage, faults on request, and a control door under /_control. */
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as wait } from 'node:timers/promises';
import Fastify from 'fastify';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';

/**
 * How a simulator misbehaves: `latency` answers late, `reject` answers with a status of choice before doing anything,
 * `lost` does the work and then cuts the connection (a time-out after success), `double` and `drop` concern the webhooks it sends. `habit` is how those who
 * work there behave for a while; which habits there are is the simulator's own.
 */
export interface Fault {
  operation: string;
  kind: 'latency' | 'reject' | 'lost' | 'double' | 'drop' | 'habit';
  /** How many calls it concerns; it is gone afterwards. */
  times: number;
  status?: number;
  milliseconds?: number;
  retryAfterSeconds?: number;
  body?: unknown;
}

export interface SimulatorOptions {
  name: string;
  /** SQLite file of its own; `:memory:` for tests. */
  storage: string;
  now?: () => Date;
}

export interface Simulator {
  name: string;
  app: FastifyInstance;
  store: DatabaseSync;
  now: () => Date;
  /** Wraps a handler so that the faults asked for apply to it. */
  operation: (name: string, handler: (request: FastifyRequest, reply: FastifyReply) => unknown) => (request: FastifyRequest, reply: FastifyReply) => Promise<unknown>;
  /** Takes one use of a webhook fault, if there is one. */
  webhookFault: (operation: string) => 'double' | 'drop' | null;
  /** Whether those who work there have a habit now. With `use` it is one time less. */
  habit: (operation: string, use?: boolean) => boolean;
  /** Starts listening on loopback (0 takes a free port) and tells the base URL. */
  listen: (port?: number) => Promise<string>;
  close: () => Promise<void>;
}

/** Makes an empty simulator; the vendor's routes are added to `app` by the caller. `rawBody` of JSON requests is kept for signatures. */
export function createSimulator({ name, storage, now = () => new Date() }: SimulatorOptions): Simulator {
  const app = Fastify({ logger: false, forceCloseConnections: true, bodyLimit: 16 * 1024 * 1024 });
  const store = new DatabaseSync(storage);
  store.exec('pragma journal_mode = wal; pragma synchronous = normal;');
  const faults: Fault[] = [];

  const take = (operation: string, kinds: readonly Fault['kind'][]): Fault | null => {
    const index = faults.findIndex((fault) => (fault.operation === operation || fault.operation === '*') && kinds.includes(fault.kind));
    const fault = faults[index];
    if (!fault) return null;
    fault.times -= 1;
    if (fault.times <= 0) faults.splice(index, 1);
    return fault;
  };

  app.get('/_control/faults', () => ({ faults }));
  app.post<{ Body: Fault }>('/_control/faults', (request, reply) => {
    faults.push({ ...request.body, times: request.body.times ?? 1 });
    return reply.code(204).send();
  });
  app.delete('/_control/faults', (_request, reply) => {
    faults.length = 0;
    return reply.code(204).send();
  });

  return {
    name, app, store, now,
    operation: (operation, handler) => async (request, reply) => {
      const fault = take(operation, ['latency', 'reject', 'lost']);
      if (fault?.kind === 'latency') await wait(fault.milliseconds ?? 1000);
      if (fault?.kind === 'reject') {
        if (fault.retryAfterSeconds !== undefined) reply.header('retry-after', String(fault.retryAfterSeconds));
        return reply.code(fault.status ?? 500).send(fault.body ?? { error: `simulated ${fault.status ?? 500}` });
      }
      const answer = await handler(request, reply);
      if (fault?.kind === 'lost') {
        reply.hijack();
        request.raw.socket.destroy();
        return reply;
      }
      return answer;
    },
    webhookFault: (operation) => {
      const fault = take(operation, ['double', 'drop']);
      return fault?.kind === 'double' || fault?.kind === 'drop' ? fault.kind : null;
    },
    habit: (operation, use = false) => (use ? take(operation, ['habit']) !== null : faults.some((fault) => fault.kind === 'habit' && fault.operation === operation)),
    listen: (port = 0) => app.listen({ host: '127.0.0.1', port }),
    close: async () => {
      await app.close();
      store.close();
    },
  };
}
