/** Proves over HTTP and SMTP that customers are told what happens to their order: once, in their language, and also when the mail server was away. */
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { anOrder, smallCompany, stock } from '../../../tests/support/company.ts';
import type { OrderOptions } from '../../../tests/support/company.ts';
import { client, startSpil } from '../../../tests/support/spil.ts';
import type { Client, Running } from '../../../tests/support/spil.ts';
import { pickupCode } from '../../app.ts';
import { createMailboxSimulator } from '../../connectors/mailbox/simulator.ts';
import type { MailboxSimulator, MailFault, ReceivedMail } from '../../connectors/mailbox/simulator.ts';
import { createSmtpSender } from '../../connectors/smtp/index.ts';
import type { SmtpSender } from '../../connectors/smtp/index.ts';
import { settableClock } from '../../kernel/clock.ts';
import { SYSTEM } from '../../kernel/command.ts';
import { buildServer } from '../../kernel/http.ts';
import type { Role } from '../../kernel/http.ts';
import { fromWire } from '../../kernel/ids.ts';
import { documentRoutes, kindsByName } from '../documents/index.ts';
import { authenticator, createKey } from '../identity/index.ts';
import { settleIntent } from '../orders/index.ts';
import { createNotifications, eraseMessages, eraseOldBodies, notificationDocumentKinds, notificationRoutes } from './index.ts';
import type { NotificationDeps, Notifications } from './index.ts';
import { defaultTemplate } from './settings.ts';

interface Order { id: string; number: string; status: string; fulfilments: { id: string; location: string }[]; money: { payments: { operator: string }[] } }
interface Message { id: string; kind: string; state: string; language: string; subject: string; attempts: number; reason: string | null; resentOf: string | null }

const clock = settableClock('2026-03-02T09:00:00.000Z');
const secret = 'a test secret';
let spil: Running;
let mailbox: MailboxSimulator;
let pages: string;
let sender: SmtpSender;
let deps: NotificationDeps;
let told: Notifications;
let server: FastifyInstance;
let office: Client;
let channel: Client;
let service: Client;
const stores = new Map<string, Client>();
const store = (location: string): Client => stores.get(location) as Client;

beforeAll(async () => {
  spil = await startSpil({ clock });
  await smallCompany(spil.database, { channels: [{ code: 'web' }, { code: 'till', kind: 'till' }, { code: 'market', settings: { mail: 'channel' } }, { code: 'shop' }] });
  mailbox = createMailboxSimulator({ storage: ':memory:', now: () => new Date(clock.now()) });
  pages = await mailbox.listen();
  sender = createSmtpSender({ url: mailbox.smtpUrl(), now: () => clock.now() });
  deps = { database: spil.database, clock, sender, pickupCode: (order, delivery) => pickupCode(secret, order, delivery), mailContract: (code) => (code === 'shop' ? 'channel' : null), orderUrl: ({ number }) => `https://schoenen.example/orders/${number}` };
  told = createNotifications(deps);
  server = await buildServer({ routes: [...notificationRoutes(deps), ...documentRoutes({ database: spil.database, kinds: kindsByName(notificationDocumentKinds) })], clock, authenticate: authenticator(spil.database, clock), checkAnswers: true });
  const url = await server.listen({ host: '127.0.0.1', port: 0 });
  const as = async (roles: Role[]): Promise<Client> => client(url, (await createKey(spil.database, { name: roles.join(), roles, locations: null }, clock.now())).secret);
  service = await as(['service']);
  office = await spil.as(['operations', 'service', 'carrier']);
  channel = await spil.as('channel');
  for (const location of ['utrecht', 'zeist', 'delft', 'leiden']) stores.set(location, await spil.as('store', [location]));
});
afterAll(async () => {
  sender.close();
  await told.stop();
  await server.close();
  await mailbox.close();
  await spil.close();
});
beforeEach(async () => {
  await fetch(`${pages}/_control/mails`, { method: 'DELETE' });
  await fetch(`${pages}/_control/smtp-faults`, { method: 'DELETE' });
});

const ok = <T>({ status, body }: { status: number; body: T }): T => {
  expect(status, JSON.stringify(body)).toBeLessThan(300);
  return body;
};
const mails = async (): Promise<ReceivedMail[]> => ((await (await fetch(`${pages}/_control/mails`)).json()) as { mails: ReceivedMail[] }).mails;
const news = async (): Promise<ReceivedMail[]> => {
  await told.drain();
  const found = await mails();
  await fetch(`${pages}/_control/mails`, { method: 'DELETE' });
  return found;
};
const fault = (wanted: MailFault) => fetch(`${pages}/_control/smtp-faults`, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(wanted) });
const messages = async (order: string): Promise<Message[]> => ok(await service.get<{ messages: Message[] }>(`/messages?order=${order}`)).messages;
const seen = (text: string): string => text.replaceAll(/\s+/g, ' ');

type Snapshot = ReturnType<typeof anOrder>;
const place = async (options: OrderOptions, change: (order: Snapshot) => Snapshot = (order) => order): Promise<Order> => ok(await channel.post<Order>('/orders', change(anOrder(options))));
const work = (order: Order, location: string): string => order.fulfilments.find((one) => one.location === location)?.id ?? '';
const gtins: Record<string, string> = { 'runner-42': '2000000000015', 'runner-43': '2000000000022', 'boot-40': '2000000000039' };
const scans = (sku: string, n: number, from = 0) => Array.from({ length: n }, (_, index) => ({ scan: `${sku}-${from + index}`, code: gtins[sku] }));
async function ship(location: string, fulfilment: string, sku: string, n: number, tracking: string): Promise<void> {
  ok(await store(location).post(`/fulfilments/${fulfilment}/pick`, { scans: scans(sku, n) }));
  const { parcels } = ok(await store(location).post<{ parcels: { id: string }[] }>(`/fulfilments/${fulfilment}/pack`, {}));
  const parcel = parcels[0]?.id ?? '';
  ok(await store(location).post(`/parcels/${parcel}/tracking`, { carrier: 'postnl', trackingNumber: tracking, trackingUrl: `https://postnl.example/${tracking}` }));
  ok(await store(location).post('/manifests', { location, carrier: 'postnl', parcels: [parcel] }));
}
async function refunds(order: string): Promise<void> {
  const pending = await spil.database.query<{ id: string }>(`select id from payments.intent where order_id = $1 and kind = 'refund' and status = 'pending'`, [fromWire('ord', order)]);
  for (const { id } of pending) await settleIntent(spil.app.deps, { now: clock.now(), actor: SYSTEM, key: null }, id, { state: 'done', ref: `done-${id}`, reason: null });
}

describe('home delivery', () => {
  it('tells that the order came in, that each parcel is on its way, what will not come, and that the money went back', async () => {
    await stock(spil, { utrecht: { 'runner-42': 3 } });
    const order = await place({ lines: [{ sku: 'runner-42', quantity: 3, price: 3333 }], payment: { operator: 'psp', method: 'ideal', captured: true }, shipping: 495 });
    const [received, ...more] = await news();
    expect(more).toEqual([]);
    expect(received).toMatchObject({ to: 'jo@example.com', subject: expect.stringContaining(order.number) as string });
    expect(seen(received?.text ?? '')).toContain('€ 104,94');
    expect(received?.text).toContain('iDEAL');
    expect(received?.text).toContain('Oudegracht 12, 3511 AB Utrecht');
    expect(received?.html).toContain(`https://schoenen.example/orders/${order.number}`);

    ok(await store('utrecht').post(`/fulfilments/${work(order, 'utrecht')}/short`, { line: 1, quantity: 1, reason: 'not_found' }));
    await ship('utrecht', work(order, 'utrecht'), 'runner-42', 2, '3SABCD000000001');
    const [cancelled, shipped] = await news();
    expect(cancelled?.subject).toContain(order.number);
    expect(seen(cancelled?.text ?? '')).toContain('Je krijgt € 33,33 terug');
    expect(cancelled?.text).toContain('nergens meer op voorraad');
    expect(shipped?.text).toContain('https://postnl.example/3SABCD000000001');
    expect(shipped?.text).toContain('aan PostNL meegegeven');
    expect(seen(shipped?.text ?? '')).toContain('€ 66,66');
    expect(shipped?.text).not.toContain('Komt nog in een ander pakket');

    await refunds(order.id);
    const [refunded, ...rest] = await news();
    expect(rest).toEqual([]);
    expect(seen(refunded?.text ?? '')).toContain('€ 33,33 aan je terugbetaald met iDEAL, voor wat is geannuleerd');
    expect((await messages(order.id)).map(({ kind, state, language }) => [kind, state, language])).toEqual([['order_received', 'sent', 'nl'], ['lines_cancelled', 'sent', 'nl'], ['parcel_shipped', 'sent', 'nl'], ['refund_done', 'sent', 'nl']]);
  });

  it('says what comes in another parcel', async () => {
    await stock(spil, { utrecht: { 'runner-43': 1 }, zeist: { 'boot-40': 1 } });
    const order = await place({ lines: [{ sku: 'runner-43', quantity: 1 }, { sku: 'boot-40', quantity: 1 }] });
    await news();
    await ship('utrecht', work(order, 'utrecht'), 'runner-43', 1, '3SABCD000000002');
    const [first] = await news();
    expect(first?.text).toMatch(/Komt nog in een ander pakket\n- .*boot-40/);
    await ship('zeist', work(order, 'zeist'), 'boot-40', 1, '3SABCD000000003');
    const [second] = await news();
    expect(second?.text).not.toContain('Komt nog');
  });

  it('says that what was only reserved is not charged', async () => {
    await stock(spil, { utrecht: { 'runner-43': 1 } });
    const order = await place({ lines: [{ sku: 'runner-43', quantity: 1 }] });
    await news();
    ok(await office.post(`/orders/${order.id}/cancel`, { reason: 'customer' }));
    const [mail, ...rest] = await news();
    expect(rest).toEqual([]);
    expect(seen(mail?.text ?? '')).toContain('Het bedrag van € 59,95 wordt niet afgeschreven.');
    expect((await messages(order.id)).at(-1)).toMatchObject({ kind: 'order_cancelled' });
  });

  it('tells of a return that the money went back', async () => {
    await stock(spil, { utrecht: { 'runner-43': 1 } });
    const order = await place({ lines: [{ sku: 'runner-43', quantity: 1 }], payment: { operator: 'psp', method: 'ideal', captured: true } });
    await ship('utrecht', work(order, 'utrecht'), 'runner-43', 1, '3SABCD000000004');
    ok(await store('zeist').post('/returns', { order: order.id, location: 'zeist', lines: [{ line: 1, quantity: 1 }] }));
    await news();
    await refunds(order.id);
    const [mail] = await news();
    expect(seen(mail?.text ?? '')).toContain('€ 59,95 aan je terugbetaald met iDEAL, voor je retour uit bestelling');
    expect(mail?.text).toContain('runner-43');
  });
});

describe('pickup in a store', () => {
  it('tells once that it is coming, and once that all of it is ready, with the code and the opening hours', async () => {
    await stock(spil, { delft: { 'boot-40': 1 }, leiden: { 'boot-40': 1 }, zeist: { 'boot-40': 1 } });
    const order = await place({ lines: [{ sku: 'boot-40', quantity: 3 }], payment: { operator: 'psp', method: 'ideal', captured: true }, delivery: { kind: 'pickup', location: 'delft' } });
    expect((await news())[0]?.text).toContain('Afhalen bij Delft');
    for (const from of ['leiden', 'zeist']) ok(await store(from).post(`/fulfilments/${work(order, from)}/transfer`, { load: `TOTE-${from}`, scans: scans('boot-40', 1) }));
    const coming = await news();
    expect(coming.map(({ subject }) => subject)).toEqual([`Je bestelling ${order.number} is op weg naar Delft`]);
    ok(await store('delft').post(`/fulfilments/${work(order, 'delft')}/pick`, { scans: scans('boot-40', 1), shelf: 'A3' }));
    ok(await store('delft').post('/loads/TOTE-leiden/receive'));
    expect(await news()).toEqual([]);
    ok(await store('delft').post('/loads/TOTE-zeist/receive'));
    const [ready, ...rest] = await news();
    expect(rest).toEqual([]);
    const code = pickupCode(secret, fromWire('ord', order.id) ?? '', 1);
    expect(ready?.text).toContain(`Je afhaalcode: ${code}`);
    expect(ready?.text).toContain('maandag t/m zaterdag: 9.00 – 18.00 uur');
    expect(ready?.text).toContain('Dorpsstraat 1, 2611 GS Delft');
    expect(ready?.text).toContain('maandag 16 maart');
    expect(ready?.text).toMatch(/3 × boot-40|3 x boot-40|boot-40.*3/);
  });

  it('does not call the customer for what was cancelled before the message was made', async () => {
    await stock(spil, { delft: { 'boot-40': 1 } });
    const order = await place({ lines: [{ sku: 'boot-40', quantity: 1 }], payment: { operator: 'psp', method: 'ideal', captured: true }, delivery: { kind: 'pickup', location: 'delft' } });
    ok(await store('delft').post(`/fulfilments/${work(order, 'delft')}/pick`, { scans: scans('boot-40', 1), shelf: 'A1' }));
    ok(await office.post(`/orders/${order.id}/cancel`, { reason: 'customer' }));
    expect((await news()).map(({ subject }) => subject)).toHaveLength(1);
    expect((await messages(order.id)).map(({ kind }) => kind)).toEqual(['order_cancelled']);
  });
});

describe('what is not told', () => {
  const one: OrderOptions = { lines: [{ sku: 'runner-42', quantity: 1 }] };
  beforeAll(() => stock(spil, { utrecht: { 'runner-42': 20 } }));

  it('is what happened before Spil knew the order', async () => {
    const order = await place({ ...one, payment: { operator: 'psp', method: 'ideal', captured: true } }, (given) => ({ ...given, lines: given.lines.map((line) => ({ ...line, shipped: 1 })) }));
    const back = await place({ ...one, payment: { operator: 'psp', method: 'ideal', captured: true } }, (given) => ({ ...given, lines: given.lines.map((line) => ({ ...line, shipped: 1, returned: 1 })), payments: (given.payments ?? []).map((payment) => ({ ...payment, refunded: 5995 })) }));
    expect(await news()).toEqual([]);
    expect([...await messages(order.id), ...await messages(back.id)]).toEqual([]);
  });
  it('is anything about an order of a try-out', async () => {
    const order = await place(one, (given) => ({ ...given, test: true }));
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
    expect(await news()).toEqual([]);
  });
  it('is what the channel writes itself, by its setting or its contract; only Spil knows the pickup code', async () => {
    const market = await place({ ...one, channel: 'market' });
    const shop = await place({ ...one, channel: 'shop' });
    await ship('utrecht', work(market, 'utrecht'), 'runner-42', 1, '3SABCD000000005');
    expect(await news()).toEqual([]);
    await stock(spil, { delft: { 'runner-42': 1 } });
    const pickup = await place({ ...one, channel: 'market', delivery: { kind: 'pickup', location: 'delft' } });
    ok(await store('delft').post(`/fulfilments/${work(pickup, 'delft')}/pick`, { scans: scans('runner-42', 1), shelf: 'B2' }));
    expect((await news()).map(({ subject }) => subject)).toEqual([`Je bestelling ${pickup.number} is klaar om af te halen`]);
    expect(await messages(shop.id)).toEqual([]);
  });
  it('is a sale over the counter', async () => {
    await place({ ...one, channel: 'till', payment: { operator: 'till', method: 'cash', captured: true }, delivery: { kind: 'carry_out', location: 'utrecht' } });
    expect(await news()).toEqual([]);
  });
  it('is anything twice, though the journal is read again', async () => {
    await place(one);
    expect(await news()).toHaveLength(1);
    await spil.database.query(`update kernel.follower set xid = '0', position = 0 where name = 'notifications'`);
    expect(await news()).toEqual([]);
  });
  it('is old news, when the journal is read again after days', async () => {
    const order = await place(one);
    clock.advance(4 * 86_400_000);
    expect(await news()).toEqual([]);
    expect(await messages(order.id)).toEqual([]);
  });
  it('is lost when there is no address: the message says so', async () => {
    const order = await place(one, (given) => ({ ...given, customer: { name: 'Jo Doe' } }));
    expect(await news()).toEqual([]);
    const [message] = await messages(order.id);
    expect(message).toMatchObject({ state: 'refused', reason: expect.stringContaining('no e-mail address') as string });
    expect(await service.post(`/messages/${message?.id}/resend`, {})).toMatchObject({ status: 422, body: { code: 'notifications.no_address' } });
    ok(await service.post(`/messages/${message?.id}/resend`, { email: 'jo@elsewhere.example' }));
    expect((await news()).map(({ to }) => to)).toEqual(['jo@elsewhere.example']);
  });
});

describe('the mail server', () => {
  const one: OrderOptions = { lines: [{ sku: 'runner-42', quantity: 1 }] };
  beforeAll(() => stock(spil, { utrecht: { 'runner-42': 20 } }));

  it('is away and comes back: the mail arrives once, with patience in between, in the order of events', async () => {
    await fault({ kind: 'reject', code: 451, at: 'data', times: 2 });
    const order = await place(one);
    await told.drain();
    expect(await messages(order.id)).toMatchObject([{ state: 'queued', attempts: 1, reason: expect.stringContaining('451') as string }]);
    ok(await office.post(`/orders/${order.id}/cancel`, {}));
    await told.drain();
    expect(await messages(order.id)).toMatchObject([{ state: 'queued', attempts: 1 }, { state: 'queued', attempts: 0 }]);
    clock.advance(30_000);
    await told.drain();
    expect(await messages(order.id)).toMatchObject([{ state: 'queued', attempts: 2 }, { state: 'queued', attempts: 0 }]);
    clock.advance(120_000);
    expect((await news()).map(({ count }) => count)).toEqual([1, 1]);
    expect(await messages(order.id)).toMatchObject([{ kind: 'order_received', state: 'sent', attempts: 3 }, { kind: 'order_cancelled', state: 'sent' }]);
  });

  it('breaks off after it took the mail: the customer sees it once, under the same Message-ID', async () => {
    await fault({ kind: 'lost' });
    const order = await place(one);
    await told.drain();
    expect(await messages(order.id)).toMatchObject([{ state: 'queued', attempts: 1 }]);
    clock.advance(30_000);
    await told.drain();
    expect(await mails()).toMatchObject([{ count: 2, differs: false }]);
    expect(await messages(order.id)).toMatchObject([{ state: 'sent', attempts: 2 }]);
  });

  it('refuses the address for good: nobody tries again', async () => {
    await fault({ kind: 'reject', code: 550 });
    const order = await place(one);
    await told.drain();
    clock.advance(86_400_000);
    expect(await news()).toEqual([]);
    expect(await messages(order.id)).toMatchObject([{ state: 'refused', attempts: 1, reason: expect.stringContaining('550') as string }]);
  });

  it('stays away for days: the message is given up, and can be sent by hand', async () => {
    await fault({ kind: 'reject', code: 451, times: 100 });
    const order = await place(one);
    await told.drain();
    for (let hours = 0; hours < 76; hours += 4) {
      clock.advance(4 * 3_600_000);
      await told.drain();
    }
    const [message] = await messages(order.id);
    expect(message).toMatchObject({ state: 'failed' });
    await fetch(`${pages}/_control/smtp-faults`, { method: 'DELETE' });
    ok(await service.post(`/messages/${message?.id}/resend`, {}));
    expect(await news()).toHaveLength(1);
  });

  it('is served by several workers without sending anything twice', async () => {
    const orders = await Promise.all(Array.from({ length: 12 }, () => place(one)));
    const workers = [createNotifications(deps), createNotifications(deps), createNotifications(deps)];
    await told.followers[0]?.drain();
    await Promise.all(workers.map((worker) => worker.drain()));
    const found = await mails();
    expect(found).toHaveLength(orders.length);
    expect(found.every(({ count }) => count === 1)).toBe(true);
  });
});

describe('languages and sending again', () => {
  beforeAll(() => stock(spil, { utrecht: { 'runner-42': 20 } }));
  const inLanguage = (language: string | null): Promise<Order> => place({ lines: [{ sku: 'runner-42', quantity: 1 }] }, (given) => ({ ...given, customer: { name: 'Jo Doe', email: 'jo@example.com', language } }));

  it.each([['nl', 'nl'], ['nl-BE', 'nl'], ['en-US', 'en'], ['de', 'en'], [null, 'nl'], ['klingon!', 'nl']])('writes to a customer of %s in %s', async (language, expected) => {
    const order = await inLanguage(language);
    await told.drain();
    expect((await messages(order.id))[0]?.language).toBe(expected);
  });

  it('sends a message again in another language, as a message of its own', async () => {
    const order = await inLanguage('nl');
    const [first] = await news();
    const [message] = await messages(order.id);
    const again = ok(await service.post<{ id: string; kind: string }>(`/messages/${message?.id}/resend`, { language: 'en' }));
    expect(again.kind).toBe('order_received');
    const [second] = await news();
    expect(second?.subject).toMatch(/^(Your|We|Thank)/);
    expect(second?.messageId).not.toBe(first?.messageId);
    expect((await messages(order.id))[1]).toMatchObject({ id: again.id, resentOf: message?.id, language: 'en', state: 'sent' });
    expect(ok(await service.get<{ html: string }>(`/messages/${again.id}`)).html).toContain(order.number);
  });

  it('refuses what is not there, and what goes out by itself', async () => {
    await fault({ kind: 'reject', code: 451 });
    const order = await inLanguage('nl');
    await told.drain();
    const [message] = await messages(order.id);
    expect(await service.post(`/messages/${message?.id}/resend`, {})).toMatchObject({ status: 409, body: { code: 'notifications.still_queued' } });
    expect(await service.get('/messages/msg_00000000000000000000000000')).toMatchObject({ status: 404, body: { code: 'notifications.unknown' } });
    expect((await service.post('/messages/nonsense/resend', {})).status).toBe(400);
  });
});

describe('templates and brand', () => {
  beforeAll(() => stock(spil, { utrecht: { 'runner-42': 20 } }));
  const activate = async (kind: string, name: string, body: Record<string, unknown>): Promise<{ status: number; body: unknown }> => {
    const { version } = ok(await service.post<{ version: number }>(`/settings/${kind}/${name}/versions`, { body }));
    return service.post(`/settings/${kind}/${name}/versions/${version}/activate`, {});
  };
  const texts = { nl: { subject: 'Hoi {{ customer.name }}, bestelling {{ order.number }}', preheader: '', body: '<p>{{ customer.name }} {{ order.number }} {{ order.total | money }}</p>{% for line in lines %}<p>{{ line.name }}</p>{% endfor %}', text: '{{ order.number }} {{ order.total | money }} {% for line in lines %}{{ line.name }}{% endfor %}' } };

  it('change the next mail, without a restart; what customers typed is never markup', async () => {
    ok(await activate('message-template', 'order_received', { kind: 'order_received', texts }));
    ok(await activate('brand', 'default', { name: 'Van Leest & Zn', url: 'https://vanleest.example', logoUrl: null, accent: '#0b5fc0', email: 'service@vanleest.example', phone: null, address: 'Oudegracht 1, Utrecht' }));
    await place({ lines: [{ sku: 'runner-42', quantity: 1 }] }, (given) => ({ ...given, customer: { name: '<img src=x onerror=alert(1)>', email: 'jo@example.com' } }));
    const [mail] = await news();
    expect(mail?.from).toBe('service@vanleest.example');
    expect(mail?.messageId).toContain('@vanleest.example');
    expect(mail?.subject).toMatch(/^Hoi <img src=x onerror=alert\(1\)>, bestelling /);
    expect(mail?.html).toContain('&lt;img src=x onerror=alert(1)&gt;');
    expect(mail?.html).not.toContain('<img');
    expect(mail?.html).toContain('Van Leest &amp; Zn');
    ok(await service.post('/settings/message-template/order_received/retire', {}));
    await place({ lines: [{ sku: 'runner-42', quantity: 1 }] });
    expect((await news())[0]?.subject).not.toMatch(/^Hoi/);
  });

  it('are refused with every mistake and its place before they can be used', async () => {
    const wrong = { kind: 'order_received', texts: { nl: { ...texts.nl, body: `${texts.nl.body}{{ ordr.number }}` } } };
    expect(await activate('message-template', 'order_received', wrong)).toMatchObject({ status: 422, body: { code: 'settings.refused', errors: [{ field: 'texts.nl.body', detail: expect.stringContaining('ordr') as string }] } });
    expect((await activate('message-template', 'refund_done', { kind: 'order_received', texts })).status).toBe(422);
    expect((await activate('message-template', 'order_received', { nonsense: true })).status).toBe(422);
    expect((await activate('brand', 'default', { ...{ name: 'X', url: 'https://x.example', logoUrl: null, accent: '#0b5fc0', email: 'nobody', phone: null, address: '' } })).status).toBe(422);
  });

  it('are listed with what they may use, and previewed as drafts', async () => {
    const { kinds } = ok(await service.get<{ kinds: { kind: string; languages: string[]; variables: { path: string; type: string; essential: boolean }[] }[] }>('/message-templates'));
    expect(kinds).toHaveLength(7);
    expect(kinds.find(({ kind }) => kind === 'pickup_ready')?.variables).toContainEqual({ path: 'pickup.code', type: 'text', essential: true });
    const active = ok(await service.get<{ rendered: { subject: string; html: string } }>('/message-templates/parcel_shipped/preview?language=en'));
    expect(active.rendered.subject).toContain('on its way');
    const draft = ok(await service.post<{ problems: unknown[]; rendered: { subject: string } | null }>('/message-templates/order_received/preview', { texts, language: 'nl' }));
    expect(draft).toMatchObject({ problems: [], rendered: { subject: 'Hoi Sanne de Wit, bestelling 100245' } });
    const broken = ok(await service.post<{ problems: { line: number }[]; rendered: unknown }>('/message-templates/order_received/preview', { texts: { nl: { ...defaultTemplate('order_received').texts['nl'], subject: '{% if %}' } } }));
    expect(broken.rendered).toBeNull();
    expect(broken.problems).not.toEqual([]);
    expect(await service.get('/message-templates/birthday/preview')).toMatchObject({ status: 404, body: { code: 'notifications.kind_unknown' } });
  });
});

describe('personal data', () => {
  it('goes after its term, and with the person; that something was sent stays', async () => {
    await stock(spil, { utrecht: { 'runner-42': 5 } });
    const order = await place({ lines: [{ sku: 'runner-42', quantity: 1 }] });
    await news();
    clock.advance(91 * 86_400_000);
    const young = await place({ lines: [{ sku: 'runner-42', quantity: 1 }] });
    await told.followers[0]?.drain();
    expect(await eraseOldBodies(spil.database, clock.now(), 90)).toBeGreaterThan(0);
    const [old] = await messages(order.id);
    expect(old).toMatchObject({ state: 'sent', subject: '' });
    expect(ok(await service.get<{ html: string | null; text: string | null }>(`/messages/${old?.id}`))).toMatchObject({ html: null, text: null });
    expect((await messages(young.id))[0]).toMatchObject({ state: 'queued' });
    expect(await eraseMessages(spil.database, clock.now(), { contacts: [], orders: [fromWire('ord', young.id) ?? ''] })).toBe(1);
    expect(await news()).toEqual([]);
    expect((await messages(young.id))[0]).toMatchObject({ state: 'refused', subject: '' });
  });
});
