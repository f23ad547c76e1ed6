/** What the tests of messages stand on: a small company, a mailbox with a real SMTP door, the room's routes on a server of their own, and the steps of an order. */
import { afterAll, beforeAll, beforeEach, expect } from 'vitest';
import { anOrder, smallCompany } from '../../../tests/support/company.ts';
import type { OrderOptions } from '../../../tests/support/company.ts';
import { checked } from '../../../tests/support/examples.ts';
import { client, startSpil } from '../../../tests/support/spil.ts';
import type { Client, Running } from '../../../tests/support/spil.ts';
import { pickupCode } from '../../app.ts';
import { createMailboxSimulator } from '../../connectors/mailbox/simulator.ts';
import type { MailFault } from '../../connectors/mailbox/simulator.ts';
import type { ReceivedMail } from '../../connectors/mailbox/mail.ts';
import { createSmtpSender } from '../../connectors/smtp/index.ts';
import { settableClock } from '../../kernel/clock.ts';
import { SYSTEM } from '../../kernel/command.ts';
import { buildServer } from '../../kernel/http.ts';
import { fromWire } from '../../kernel/ids.ts';
import { documentRoutes, kindsByName } from '../documents/index.ts';
import { authenticator, createKey } from '../identity/index.ts';
import { settleIntent } from '../orders/index.ts';
import { createNotifications, notificationDocumentKinds, notificationRoutes } from './index.ts';
import type { NotificationDeps, Notifications } from './index.ts';

export interface Order { id: string; number: string; fulfilments: { id: string; location: string }[] }
export interface Message { id: string; kind: string; state: string; language: string; subject: string; attempts: number; reason: string | null; resentOf: string | null }
export type Snapshot = ReturnType<typeof anOrder>;

export const clock = settableClock('2026-03-02T09:00:00.000Z');
export const secret = 'a test secret';

/** What is there once the tests run. */
export interface Bench { spil: Running; told: Notifications; deps: NotificationDeps; office: Client; channel: Client; service: Client; mailboxUrl: string }
export const on = {} as Bench;
const stores = new Map<string, Client>();

/** Opens everything before the tests of a file and closes it after them; each test starts with an empty mailbox that behaves. */
export function openBench(): void {
  const closing: (() => Promise<void> | void)[] = [];
  beforeAll(async () => {
    on.spil = await startSpil({ clock });
    await smallCompany(on.spil.database, { channels: [{ code: 'web' }, { code: 'till', kind: 'till' }, { code: 'market', settings: { mail: 'channel' } }, { code: 'shop' }] });
    const mailbox = createMailboxSimulator({ storage: ':memory:', now: () => new Date(clock.now()) });
    on.mailboxUrl = await mailbox.listen();
    const sender = createSmtpSender({ url: mailbox.smtpUrl(), now: () => clock.now() });
    on.deps = { database: on.spil.database, clock, sender, pickupCode: (order, delivery) => pickupCode(secret, order, delivery), mailContract: (code) => (code === 'shop' ? 'channel' : null), orderUrl: async ({ number }) => `https://schoenen.example/orders/${number}` };
    on.told = createNotifications(on.deps);
    const server = await buildServer({ routes: [...notificationRoutes(on.deps), ...documentRoutes({ database: on.spil.database, kinds: kindsByName(notificationDocumentKinds) })], clock, authenticate: authenticator(on.spil.database, clock), ...checked });
    const url = await server.listen({ host: '127.0.0.1', port: 0 });
    on.service = client(url, (await createKey(on.spil.database, { name: 'service', roles: ['service'], locations: null }, clock.now())).secret);
    on.office = await on.spil.as(['operations', 'service', 'carrier']);
    on.channel = await on.spil.as('channel');
    for (const location of ['utrecht', 'zeist', 'delft', 'leiden']) stores.set(location, await on.spil.as('store', [location]));
    closing.push(() => sender.close(), () => on.told.stop(), () => server.close(), () => mailbox.close(), () => on.spil.close());
  });
  afterAll(async () => {
    for (const close of closing) await close();
  });
  beforeEach(async () => {
    await fetch(`${on.mailboxUrl}/_control/mails`, { method: 'DELETE' });
    await mend();
  });
}

export const store = (location: string): Client => stores.get(location) as Client;
/** The mail server behaves again. */
export const mend = () => fetch(`${on.mailboxUrl}/_control/smtp-faults`, { method: 'DELETE' });
export const ok = <T>({ status, body }: { status: number; body: T }): T => {
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body;
};
export const mails = async (): Promise<ReceivedMail[]> => ((await (await fetch(`${on.mailboxUrl}/_control/mails`)).json()) as { mails: ReceivedMail[] }).mails;
/** Waits until the journal can be read to its end: the feed holds back while any transaction of the whole cluster runs, and other tests have theirs. */
export async function journalSettled(): Promise<void> {
  for (;;) {
    const [row] = await on.spil.database.query<{ behind: boolean }>('select exists (select 1 from books.event where xid >= pg_snapshot_xmin(pg_current_snapshot())) as behind');
    if (row?.behind === false) return;
  }
}
/** Makes and sends everything that is due. */
export async function drain(): Promise<void> {
  await journalSettled();
  await on.told.drain();
}
export const news = async (): Promise<ReceivedMail[]> => {
  await drain();
  const found = await mails();
  await fetch(`${on.mailboxUrl}/_control/mails`, { method: 'DELETE' });
  return found;
};
export const fault = (wanted: MailFault) => fetch(`${on.mailboxUrl}/_control/smtp-faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(wanted) });
export const messages = async (order: string): Promise<Message[]> => ok(await on.service.get<{ messages: Message[] }>(`/messages?order=${order}`)).messages;
export const seen = (text: string): string => text.replaceAll(/\s+/g, ' ');

export const place = async (options: OrderOptions, change: (order: Snapshot) => Snapshot = (order) => order): Promise<Order> => ok(await on.channel.post<Order>('/orders', change(anOrder(options))));
export const work = (order: Order, location: string): string => order.fulfilments.find((one) => one.location === location)?.id ?? '';
const gtins: Record<string, string> = { 'runner-42': '2000000000015', 'runner-43': '2000000000022', 'boot-40': '2000000000039' };
export const scans = (sku: string, n: number, from = 0) => Array.from({ length: n }, (_, index) => ({ scan: `${sku}-${from + index}`, code: gtins[sku] }));
export async function ship(location: string, fulfilment: string, sku: string, n: number, tracking: string): Promise<void> {
  ok(await store(location).post(`/fulfilments/${fulfilment}/pick`, { scans: scans(sku, n) }));
  const { parcels } = ok(await store(location).post<{ parcels: { id: string }[] }>(`/fulfilments/${fulfilment}/pack`, {}));
  const parcel = parcels[0]?.id ?? '';
  ok(await store(location).post(`/parcels/${parcel}/tracking`, { carrier: 'postnl', trackingNumber: tracking, trackingUrl: `https://postnl.example/${tracking}` }));
  ok(await store(location).post('/manifests', { location, carrier: 'postnl', parcels: [parcel] }));
}
export async function refunds(order: string): Promise<void> {
  const pending = await on.spil.database.query<{ id: string }>(`select id from payments.intent where order_id = $1 and kind = 'refund' and status = 'pending'`, [fromWire('ord', order)]);
  for (const { id } of pending) await settleIntent(on.spil.app.deps, { now: clock.now(), actor: SYSTEM, key: null }, id, { state: 'done', ref: `done-${id}`, reason: null });
}
