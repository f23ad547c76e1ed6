/** A simulated external warehouse: takes work orders over our interface as a partner implements it, and answers, ships and counts over Spil's own. */
import { createHash, timingSafeEqual } from 'node:crypto';
import type { FastifyReply } from 'fastify';
import { z } from 'zod';
import { WorkOrder } from '../../modules/partners/ports.ts';
import { callOutside, Unreached } from '../outside/http.ts';
import { createSimulator } from '../simulation/kit.ts';
import type { Simulator } from '../simulation/kit.ts';
import { createFloor } from './simulator-floor.ts';
import type { Floor } from './simulator-floor.ts';
import { openWarehouse } from './simulator-store.ts';
import type { WarehouseStore } from './simulator-store.ts';

export interface ThreePlSimulatorOptions {
  storage: string;
  /** The token that Spil has to show. */
  token: string;
  /** Code of its location in Spil. */
  location: string;
  /** Where Spil is and the key it is called with; may be told later by `PUT /_control/spil`. */
  spil?: { url: string; key: string };
  now?: () => Date;
}

export interface ThreePlSimulator extends Simulator {
  /** Lets its people work by themselves, looking around so often. */
  start(everyMilliseconds: number): void;
  /** One look around; answers how many things were done. */
  workOn(): Promise<number>;
  /** Puts goods on its shelves, where there are none yet. */
  stock(rows: readonly { sku: string; quantity: number }[]): void;
}

const Spil = z.object({ url: z.string(), key: z.string() });
const Command = z.object({
  work: z.string().optional(), reason: z.string().optional(), lines: z.array(z.object({ line: z.int().optional(), sku: z.string().optional(), quantity: z.int() })).optional(), accepted: z.boolean().optional(),
  rest: z.enum(['follows', 'not_coming']).optional(), trackingNumber: z.string().optional(), status: z.string().optional(), wrong: z.record(z.string(), z.int()).optional(), held: z.boolean().optional(), reversed: z.boolean().optional(),
});
type Command = z.infer<typeof Command>;

/** What its people can be told to do, by name. */
function commandsOf(kept: WarehouseStore, floor: Floor): Readonly<Record<string, (command: Command) => unknown>> {
  const idOf = ({ work }: Command): string => work ?? kept.all().at(-1)?.id ?? '';
  return {
    accept: (command) => floor.accept(idOf(command)),
    reject: (command) => floor.reject(idOf(command), command.reason, command.lines?.map(({ line = 1, quantity }) => ({ line, quantity })) ?? null),
    ship: async (command) => ({ trackingNumber: await floor.ship({ work: idOf(command), lines: command.lines?.map(({ sku = '', quantity }) => ({ sku, quantity })), rest: command.rest, trackingNumber: command.trackingNumber }) }),
    cancellation: (command) => floor.answer(idOf(command), command.accepted ?? true),
    deliver: (command) => floor.arrive(command.trackingNumber ?? kept.parcels().at(-1)?.trackingNumber ?? '', command.status),
    'stock-report': (command) => floor.report(command.wrong),
    receipt: (command) => floor.receive(command.lines?.map(({ sku = '', quantity }) => ({ sku, quantity })) ?? []),
    'work-on': async () => ({ done: await floor.workOn() }),
    hold: ({ held = true }) => floor.hold(held),
    release: async ({ reversed = false }) => ({ told: await floor.release(reversed) }),
    repeat: async () => ({ told: await floor.repeat() }),
  };
}

/**
 * Makes the warehouse. Besides the interface it has, for tests and the demo: `GET /_control/{work,shelf,messages,parcels}`; `PUT /_control/spil` and `/_control/shelf`; `POST
 * /_control/{accept,reject,ship,cancellation,deliver,stock-report,receipt}` as its people would; `work-on` (one look around by themselves), `hold`, `release` (also
 * the other way round) and `repeat` of what it says. Faults of the kit work on `submit`, `cancel` and `look`, `double` and `drop` on what it says, by kind, and `habit` on its people: `late`, `reject`, `partly`, `silent`.
 */
export function createThreePlSimulator({ storage, token, location, spil: given, now = () => new Date() }: ThreePlSimulatorOptions): ThreePlSimulator {
  const simulator = createSimulator({ name: 'threepl', storage, now });
  const { app, store, operation } = simulator;
  const kept = openWarehouse(store);
  let spil = given ?? null;
  let url = '';
  let timer: ReturnType<typeof setInterval> | null = null;
  let working: Promise<unknown> = Promise.resolve();
  const known = Buffer.from(`Bearer ${token}`);
  const at = (): number => now().getTime();
  const floor = createFloor({
    kept, now: at, url: () => url, location: () => location, fault: (kind) => simulator.webhookFault(kind), habit: simulator.habit,
    send: async (path, body) => {
      if (spil === null) return null;
      try {
        const { status, json } = await callOutside({ method: 'POST', url: spil.url + path, headers: { authorization: `Bearer ${spil.key}`, 'content-type': 'application/json', 'idempotency-key': createHash('sha256').update(`${path} ${body}`).digest('hex') }, body });
        return { status, body: json };
      } catch (error) {
        if (error instanceof Unreached) return null;
        throw error;
      }
    },
  });
  const refuse = (reply: FastifyReply, status: number, message: string): FastifyReply => reply.code(status).send({ message });

  app.addHook('onRequest', async (request, reply) => {
    if (!request.url.startsWith('/work/')) return;
    const shown = Buffer.from(request.headers.authorization ?? '');
    if (shown.length !== known.length || !timingSafeEqual(shown, known)) return refuse(reply, 401, 'this token is not known');
  });
  const take = (how: 'submit' | 'cancel') => operation(how, (request, reply) => {
    const read = WorkOrder.safeParse(request.body);
    if (!read.success) return refuse(reply, 422, z.prettifyError(read.error));
    const { id } = request.params as { id: string };
    if (read.data.id !== id) return refuse(reply, 422, 'id: is not the id in the address');
    if (how === 'cancel' && !kept.ask(read.data, at())) return refuse(reply, 404, 'this work order is not known');
    reply.code(how === 'submit' && kept.take(read.data, at()) === 'first' ? 201 : 200);
    return { id };
  });
  app.put('/work/:id', take('submit'));
  app.post('/work/:id/cancellations', take('cancel'));
  app.get<{ Params: { id: string } }>('/work/:id', operation('look', (request, reply) => {
    const work = kept.find((request.params as { id: string }).id);
    return work ? { id: work.id, state: work.state } : refuse(reply, 404, 'this work order is not known');
  }));
  app.get<{ Params: { number: string } }>('/track/:number', (request, reply) => reply.type('text/plain; charset=utf-8').send(`${request.params.number}: ${kept.parcels().find(({ trackingNumber }) => trackingNumber === request.params.number)?.delivered ? 'delivered' : 'on its way'}`));

  app.put('/_control/spil', (request, reply) => { spil = Spil.parse(request.body); return reply.code(204).send(); });
  app.put('/_control/shelf', (request, reply) => {
    for (const { sku, quantity } of z.array(z.object({ sku: z.string(), quantity: z.int() })).parse(request.body)) kept.put(sku, quantity);
    return reply.code(204).send();
  });
  app.get('/_control/work', () => ({ work: kept.all() }));
  app.get('/_control/shelf', () => ({ shelf: kept.shelf() }));
  app.get('/_control/messages', () => ({ messages: kept.messages() }));
  app.get('/_control/parcels', () => ({ parcels: kept.parcels() }));
  for (const [name, run] of Object.entries(commandsOf(kept, floor))) {
    app.post(`/_control/${name}`, async (request, reply) => {
      const command = Command.safeParse(request.body ?? {});
      if (!command.success) return refuse(reply, 422, z.prettifyError(command.error));
      return (await run(command.data)) ?? {};
    });
  }
  return {
    ...simulator,
    workOn: () => floor.workOn(),
    stock: (rows) => {
      if (kept.shelf().length > 0) return;
      store.exec('begin');
      for (const { sku, quantity } of rows) kept.put(sku, quantity);
      store.exec('commit');
    },
    listen: async (port) => { url = await simulator.listen(port); return url; },
    start: (every) => { timer ??= setInterval(() => { working = working.then(() => floor.workOn()).catch(() => undefined); }, every); },
    close: async () => {
      if (timer) clearInterval(timer);
      await working;
      await simulator.close();
    },
  };
}
