/** What the tests of outside calls share: a running Spil with its worker, and the simulated Mollie and PostNL, all over HTTP. */
import { anOrder, smallCompany, stock } from './company.ts';
import type { OrderOptions } from './company.ts';
import { checked } from './examples.ts';
import { client, startSpil } from './spil.ts';
import type { Client, Running } from './spil.ts';
import { allProjections } from '../../server/app.ts';
import { createByHandCarrier } from '../../server/connectors/labels/by-hand.ts';
import { createMollie } from '../../server/connectors/mollie/index.ts';
import { createMollieSimulator } from '../../server/connectors/mollie/simulator.ts';
import type { ControlPayment, MollieSimulatorOptions } from '../../server/connectors/mollie/simulator.ts';
import { createPostNL } from '../../server/connectors/postnl/index.ts';
import { createPostNLSimulator } from '../../server/connectors/postnl/simulator.ts';
import type { Fault } from '../../server/connectors/simulation/kit.ts';
import { settableClock } from '../../server/kernel/clock.ts';
import { buildServer } from '../../server/kernel/http.ts';
import type { Role } from '../../server/kernel/http.ts';
import { fromWire } from '../../server/kernel/ids.ts';
import { audit } from '../../server/modules/books/audit.ts';
import { authenticator, createKey } from '../../server/modules/identity/index.ts';
import { intentWorkColumns } from '../../server/modules/payments/index.ts';
import type { PaymentOperator } from '../../server/modules/payments/index.ts';
import type { Carrier } from '../../server/modules/shipping/index.ts';
import { createWorker } from '../../server/work/index.ts';
import type { Worker } from '../../server/work/index.ts';

export interface OrderAnswer {
  id: string; number: string; status: string; onHold: boolean;
  fulfilments: { id: string; location: string }[];
  parcels: { id: string; status: string; carrier: string; barcode: string | null; trackingUrl: string | null; problem: string | null }[];
  holds: { id: string; reason: string; owner: string; note: string | null }[];
  money: { due: number; paid: number; balance: number; payments: { id: string; ref: string; authorised: number; authorisedLeft: number; capturePending: number; captured: number; released: number; refundPending: number; refunded: number; chargedBack: number; overpaid: number }[]; intents: { id: string; kind: string; amount: number; state: string; reason: string | null }[] };
}

export interface ParcelAtPostNL { barcode: string; product: string; reference: string | null; place: string }

export interface Bed {
  spil: Running;
  worker: Worker;
  clock: ReturnType<typeof settableClock>;
  operators: Map<string, PaymentOperator>;
  carriers: Map<string, Carrier>;
  url: string;
  mollieUrl: string;
  postnlUrl: string;
  office: Client;
  channel: Client;
  finance: Client;
  /** Throws in place of the next booking of such an event, as if the process died between the answer and its booking. */
  crashBefore(type: string): void;
  /** Troubles that were asked for and did not happen; a test that counts on them would prove nothing. */
  unspent(): Promise<string[]>;
  /** Another worker on the same database, as another process would have. */
  another(): Worker;
  fault(at: 'mollie' | 'postnl', fault: Omit<Fault, 'times'> & { times?: number }): Promise<void>;
  /** Lets time pass at Mollie: captures and refunds settle, what lapsed lapses, webhooks that were not taken are sent again. */
  advanceMollie(): Promise<void>;
  mollie(path: string, body: unknown): Promise<Record<string, unknown>>;
  /** A payment as a web shop would have had it made; its id at Mollie. */
  paid(payment: { amount: number; method: string; open?: boolean; metadata?: unknown }): Promise<string>;
  payment(ref: string): Promise<ControlPayment>;
  parcelsAtPostNL(): Promise<ParcelAtPostNL[]>;
  advancePostNL(barcode: string, to: string): Promise<void>;
  place(options: OrderOptions): Promise<OrderAnswer>;
  order(id: string): Promise<OrderAnswer>;
  /** Picks and packs all work of an order, each work order into one parcel; the ids of the parcels. */
  pack(order: OrderAnswer, only?: string): Promise<string[]>;
  /** Packs, gets the labels and hands them over. */
  ship(order: OrderAnswer, only?: string): Promise<void>;
  /** Sentences about what is wrong in the books; none when they are whole. */
  faults(): Promise<string[]>;
  close(): Promise<void>;
}

const GTIN: Readonly<Record<string, string>> = { 'runner-42': '2000000000015', 'runner-43': '2000000000022', 'boot-40': '2000000000039' };
const POSTNL = { apiKey: 'secret', customerCode: 'DEVC', customerNumber: '11223344' };
const MOLLIE_KEY = 'test_ThisIsOurOwnKeyForTests';

const ok = <T>({ status, body }: { status: number; body: T }): T => {
  if (status >= 300) throw new Error(`${status} ${JSON.stringify(body)}`);
  return body;
};

async function control(url: string, body?: unknown): Promise<Record<string, unknown>> {
  const answer = await fetch(url, body === undefined ? {} : { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  const text = await answer.text();
  if (!answer.ok) throw new Error(`${url}: ${answer.status} ${text}`);
  return text === '' ? {} : JSON.parse(text) as Record<string, unknown>;
}

export async function startBed(options: { mollie?: Partial<MollieSimulatorOptions> } = {}): Promise<Bed> {
  const clock = settableClock('2026-03-02T09:00:00.000Z');
  const operators = new Map<string, PaymentOperator>();
  const carriers = new Map<string, Carrier>();
  const spil = await startSpil({ clock, windows: { operators, carriers } });
  await smallCompany(spil.database);
  await stock(spil, { utrecht: { 'runner-42': 500, 'boot-40': 500 }, zeist: { 'runner-43': 500 } });

  let doomed: string | null = null;
  const record: typeof spil.app.books.record = (change, stream, events, context) => {
    if (doomed !== null && events.some((event) => event.type === doomed)) {
      doomed = null;
      throw new Error('the process died here');
    }
    spil.app.books.record(change, stream, events, context);
  };
  const app = { ...spil.app.deps, books: { ...spil.app.books, record } };
  const workers: Worker[] = [];
  const makeWorker = (): Worker => {
    const worker = createWorker({ app, operators, carriers, database: spil.database, databaseUrl: spil.databaseUrl, clock });
    workers.push(worker);
    return worker;
  };
  const worker = makeWorker();
  const server = await buildServer({ routes: [...spil.app.routes, ...worker.routes], clock, authenticate: authenticator(spil.database, clock), ...checked, log: { error: (fields, message) => { process.stderr.write(`${message} ${JSON.stringify(fields)}\n`); } } });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });

  const now = (): Date => new Date(clock.now());
  const mollie = createMollieSimulator({ storage: ':memory:', apiKey: MOLLIE_KEY, now, webhookUrl: `${url}/hooks/payments/mollie`, ...options.mollie });
  const postnl = createPostNLSimulator({ storage: ':memory:', ...POSTNL, now });
  const [mollieUrl, postnlUrl] = await Promise.all([mollie.listen(), postnl.listen()]);
  operators.set('mollie', createMollie({ apiKey: MOLLIE_KEY, baseUrl: mollieUrl, now }));
  let messages = 0;
  carriers.set('postnl', createPostNL({ ...POSTNL, baseUrl: postnlUrl, now: clock.now, newMessageId: () => `message-${++messages}` }));
  carriers.set('by_hand', createByHandCarrier());

  const as = async (role: Role): Promise<Client> => client(url, (await createKey(spil.database, { name: role, roles: [role], locations: null }, clock.now())).secret);
  const [office, channel, finance] = await Promise.all([as('operations'), as('channel'), as('finance')]);
  const order = async (id: string): Promise<OrderAnswer> => ok(await office.get<OrderAnswer>(`/orders/${id}`));
  let scans = 0;

  const bed: Bed = {
    spil, worker, clock, operators, carriers, url, mollieUrl, postnlUrl, office, channel, finance, order,
    crashBefore: (type) => { doomed = type; },
    unspent: async () => {
      const left = await Promise.all([mollieUrl, postnlUrl].map(async (at) => (await control(`${at}/_control/faults`))['faults'] as Fault[]));
      return [...left.flat().map((fault) => `${fault.operation} ${fault.kind}`), ...(doomed === null ? [] : [`crash before ${doomed}`])];
    },
    another: makeWorker,
    fault: async (at, fault) => { await control(`${at === 'mollie' ? mollieUrl : postnlUrl}/_control/faults`, { times: 1, ...fault }); },
    advanceMollie: async () => { await control(`${mollieUrl}/_control/advance`, {}); },
    mollie: (path, body) => control(`${mollieUrl}/_control/${path}`, body),
    paid: async (payment) => (await control(`${mollieUrl}/_control/payments`, { currency: 'EUR', ...payment }))['id'] as string,
    payment: async (ref) => {
      const found = ((await control(`${mollieUrl}/_control/payments`))['payments'] as ControlPayment[]).find((one) => one.id === ref);
      if (!found) throw new Error(`Mollie has no payment ${ref}`);
      return found;
    },
    parcelsAtPostNL: async () => (await control(`${postnlUrl}/_control/parcels`))['parcels'] as ParcelAtPostNL[],
    advancePostNL: async (barcode, to) => { await control(`${postnlUrl}/_control/advance`, { barcode, to }); },
    place: async (wish) => ok(await channel.post<OrderAnswer>('/orders', anOrder(wish))),
    pack: async ({ id, fulfilments }, only) => {
      const packed: string[] = [];
      for (const work of fulfilments.filter((one) => only === undefined || one.location === only)) {
        const { lines } = ok(await office.get<{ lines: { sku: string; toPick: number }[] }>(`/fulfilments/${work.id}`));
        const wanted = lines.filter((line) => line.toPick > 0).map(({ sku, toPick }) => ({ scan: `s${++scans}`, code: GTIN[sku] ?? sku, quantity: toPick }));
        if (wanted.length === 0) continue;
        ok(await office.post(`/fulfilments/${work.id}/pick`, { scans: wanted }));
        packed.push(...ok(await office.post<{ parcels: { id: string }[] }>(`/fulfilments/${work.id}/pack`)).parcels.map((parcel) => parcel.id));
      }
      if (packed.length === 0) throw new Error(`nothing to pack of ${id}`);
      return packed;
    },
    ship: async (placed, only) => {
      const parcels = await bed.pack(placed, only);
      await worker.drain();
      for (const parcel of (await order(placed.id)).parcels.filter((one) => parcels.includes(one.id))) {
        const [row] = await spil.database.query<{ location: string }>('select location from shipping.parcel where id = $1', [fromWire('par', parcel.id)]);
        ok(await office.post('/manifests', { location: row?.location, carrier: parcel.carrier, parcels: [parcel.id] }));
      }
    },
    faults: async () => (await audit(spil.database, { projections: allProjections(), besides: { 'payments.intent': intentWorkColumns } })).faults.map((fault) => fault.sentence),
    close: async () => {
      await mollie.close();
      await postnl.close();
      for (const one of workers) await one.stop();
      await server.close();
      await spil.close();
    },
  };
  return bed;
}
