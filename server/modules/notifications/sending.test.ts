/** Proves that messages arrive once whatever the mail server does, in the customer's language, by the templates of the moment, and that they can be erased. */
import { beforeAll, describe, expect, it } from 'vitest';
import { stock } from '../../../tests/support/company.ts';
import type { OrderOptions } from '../../../tests/support/company.ts';
import { fromWire } from '../../kernel/ids.ts';
import { createNotifications, eraseMessages, eraseOldBodies } from './index.ts';
import { MESSAGE_KINDS } from './kinds.ts';
import { defaultTemplate } from './settings.ts';
import { clock, drain, fault, journalSettled, mails, mend, messages, news, ok, on, openBench, place, seen } from './testbed.ts';
import type { Order } from './testbed.ts';

openBench();

describe('the mail server', () => {
  const one: OrderOptions = { lines: [{ sku: 'runner-42', quantity: 1 }] };
  beforeAll(() => stock(on.spil, { utrecht: { 'runner-42': 20 } }));

  it('is away and comes back: the mail arrives once, with patience in between, in the order of events', async () => {
    await fault({ kind: 'reject', code: 451, at: 'data', times: 2 });
    const order = await place(one);
    await drain();
    expect(await messages(order.id)).toMatchObject([{ state: 'queued', attempts: 1, reason: expect.stringContaining('451') as string }]);
    ok(await on.office.post(`/orders/${order.id}/cancel`, {}));
    await drain();
    expect(await messages(order.id)).toMatchObject([{ state: 'queued', attempts: 1 }, { state: 'queued', attempts: 0 }]);
    clock.advance(30_000);
    await drain();
    expect(await messages(order.id)).toMatchObject([{ state: 'queued', attempts: 2 }, { state: 'queued', attempts: 0 }]);
    clock.advance(120_000);
    expect((await news()).map(({ count }) => count)).toEqual([1, 1]);
    expect(await messages(order.id)).toMatchObject([{ kind: 'order_received', state: 'sent', attempts: 3 }, { kind: 'order_cancelled', state: 'sent' }]);
  });

  it('breaks off after it took the mail: the customer sees it once, under the same Message-ID', async () => {
    await fault({ kind: 'lost' });
    const order = await place(one);
    await drain();
    expect(await messages(order.id)).toMatchObject([{ state: 'queued', attempts: 1 }]);
    clock.advance(30_000);
    await drain();
    expect(await mails()).toMatchObject([{ count: 2, differs: false }]);
    expect(await messages(order.id)).toMatchObject([{ state: 'sent', attempts: 2 }]);
  });

  it('refuses the address for good: nobody tries again', async () => {
    await fault({ kind: 'reject', code: 550 });
    const order = await place(one);
    await drain();
    clock.advance(86_400_000);
    expect(await news()).toEqual([]);
    expect(await messages(order.id)).toMatchObject([{ state: 'refused', attempts: 1, reason: expect.stringContaining('550') as string }]);
  });

  it('stays away for days: the message is given up, and can be sent by hand', async () => {
    await fault({ kind: 'reject', code: 451, times: 100 });
    const order = await place(one);
    await drain();
    for (let hours = 0; hours < 76; hours += 4) {
      clock.advance(4 * 3_600_000);
      await drain();
    }
    const [message] = await messages(order.id);
    expect(message).toMatchObject({ state: 'failed' });
    await mend();
    ok(await on.service.post(`/messages/${message?.id}/resend`, {}));
    expect(await news()).toHaveLength(1);
  });

  it('is served by several workers without sending anything twice', async () => {
    const orders = await Promise.all(Array.from({ length: 12 }, () => place(one)));
    const workers = [createNotifications(on.deps), createNotifications(on.deps), createNotifications(on.deps)];
    await journalSettled();
    await on.told.followers[0]?.drain();
    await Promise.all(workers.map((worker) => worker.drain()));
    const found = await mails();
    expect(found).toHaveLength(orders.length);
    expect(found.every(({ count }) => count === 1)).toBe(true);
  });
});

describe('languages and sending again', () => {
  beforeAll(() => stock(on.spil, { utrecht: { 'runner-42': 20 } }));
  const inLanguage = (language: string | null): Promise<Order> => place({ lines: [{ sku: 'runner-42', quantity: 1 }] }, (given) => ({ ...given, customer: { name: 'Jo Doe', email: 'jo@example.com', language } }));

  it.each([['nl', 'nl'], ['nl-BE', 'nl'], ['en-US', 'en'], ['de', 'en'], [null, 'nl'], ['klingon!', 'nl']])('writes to a customer of %s in %s', async (language, expected) => {
    const order = await inLanguage(language);
    await drain();
    expect((await messages(order.id))[0]?.language).toBe(expected);
  });

  it('sends a message again in another language, as a message of its own', async () => {
    const order = await inLanguage('nl');
    const [first] = await news();
    const [message] = await messages(order.id);
    const again = ok(await on.service.post<{ id: string; kind: string }>(`/messages/${message?.id}/resend`, { language: 'en' }));
    expect(again.kind).toBe('order_received');
    const [second] = await news();
    expect(second?.subject).toMatch(/^(Your|We|Thank)/);
    expect(second?.messageId).not.toBe(first?.messageId);
    expect((await messages(order.id))[1]).toMatchObject({ id: again.id, resentOf: message?.id, language: 'en', state: 'sent' });
    expect(ok(await on.service.get<{ html: string }>(`/messages/${again.id}`)).html).toContain(order.number);
  });

  it('refuses what is not there, and what goes out by itself', async () => {
    await fault({ kind: 'reject', code: 451 });
    const order = await inLanguage('nl');
    await drain();
    const [message] = await messages(order.id);
    expect(await on.service.post(`/messages/${message?.id}/resend`, {})).toMatchObject({ status: 409, body: { code: 'notifications.still_queued' } });
    expect(await on.service.get('/messages/msg_00000000000000000000000000')).toMatchObject({ status: 404, body: { code: 'notifications.unknown' } });
    expect((await on.service.post('/messages/nonsense/resend', {})).status).toBe(400);
  });
});

describe('templates and brand', () => {
  beforeAll(() => stock(on.spil, { utrecht: { 'runner-42': 20 } }));
  const activate = async (kind: string, name: string, body: Record<string, unknown>): Promise<{ status: number; body: unknown }> => {
    const { version } = ok(await on.service.post<{ version: number }>(`/settings/${kind}/${name}/versions`, { body }));
    return on.service.post(`/settings/${kind}/${name}/versions/${version}/activate`, {});
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
    ok(await on.service.post('/settings/message-template/order_received/retire', {}));
    await place({ lines: [{ sku: 'runner-42', quantity: 1 }] });
    expect((await news())[0]?.subject).not.toMatch(/^Hoi/);
  });

  it('tell what nobody has with the order itself, in one mail; by one of its own where the retailer’s template cannot', async () => {
    const lines = [{ sku: 'runner-42', quantity: 1 }, { sku: 'runner-43', quantity: 2, price: 5995 }];
    const order = await place({ lines });
    const [mail, ...more] = await news();
    expect([more, mail?.subject]).toEqual([[], `We hebben je bestelling ${order.number} ontvangen; niet alles is er`]);
    for (const said of ['Dit is er helaas niet meer', '2 × ', 'nergens meer op voorraad', 'Het bedrag van € 119,90 wordt niet afgeschreven.']) expect([seen(mail?.text ?? ''), seen(mail?.html ?? '')]).toEqual([expect.stringContaining(said), expect.stringContaining(said)]);
    expect((await messages(order.id)).map(({ kind }) => kind)).toEqual(['order_received']);
    ok(await activate('message-template', 'order_received', { kind: 'order_received', texts }));
    await place({ lines });
    expect((await news()).map(({ subject }) => subject.replaceAll(/\d{6}/g, '#'))).toEqual([expect.stringMatching(/^Hoi /), 'Een deel van je bestelling # is geannuleerd']);
    ok(await on.service.post('/settings/message-template/order_received/retire', {}));
  });

  it('are refused with every mistake and its place before they can be used', async () => {
    const wrong = { kind: 'order_received', texts: { nl: { ...texts.nl, body: `${texts.nl.body}{{ ordr.number }}` } } };
    expect(await activate('message-template', 'order_received', wrong)).toMatchObject({ status: 422, body: { code: 'settings.refused', errors: [{ field: 'texts.nl.body', detail: expect.stringContaining('ordr') as string }] } });
    expect((await activate('message-template', 'refund_done', { kind: 'order_received', texts })).status).toBe(422);
    expect((await activate('message-template', 'order_received', { nonsense: true })).status).toBe(422);
    expect((await activate('brand', 'default', { ...{ name: 'X', url: 'https://x.example', logoUrl: null, accent: '#0b5fc0', email: 'nobody', phone: null, address: '' } })).status).toBe(422);
  });

  it('are listed with what they may use, and previewed as drafts', async () => {
    const { kinds } = ok(await on.service.get<{ kinds: { kind: string; languages: string[]; variables: { path: string; type: string; essential: boolean }[] }[] }>('/message-templates'));
    expect(kinds.map(({ kind }) => kind)).toEqual(MESSAGE_KINDS);
    expect(kinds.find(({ kind }) => kind === 'pickup_ready')?.variables).toContainEqual({ path: 'pickup.code', type: 'text', essential: true });
    const active = ok(await on.service.get<{ rendered: { subject: string; html: string } }>('/message-templates/parcel_shipped/preview?language=en'));
    expect(active.rendered.subject).toContain('on its way');
    const draft = ok(await on.service.post<{ problems: unknown[]; rendered: { subject: string } | null }>('/message-templates/order_received/preview', { texts, language: 'nl' }));
    expect(draft).toMatchObject({ problems: [], rendered: { subject: 'Hoi Sanne de Wit, bestelling 100245' } });
    const broken = ok(await on.service.post<{ problems: { line: number }[]; rendered: unknown }>('/message-templates/order_received/preview', { texts: { nl: { ...defaultTemplate('order_received').texts['nl'], subject: '{% if %}' } } }));
    expect(broken.rendered).toBeNull();
    expect(broken.problems).not.toEqual([]);
    expect(ok(await on.service.get('/message-templates/parcel_shipped'))).toMatchObject({ kind: 'parcel_shipped', version: null, texts: { nl: { subject: expect.any(String) as string }, en: {} } });
    expect(await on.service.get('/message-templates/birthday')).toMatchObject({ status: 404, body: { code: 'notifications.kind_unknown' } });
    expect(await on.service.get('/message-templates/birthday/preview')).toMatchObject({ status: 404, body: { code: 'notifications.kind_unknown' } });
  });
});

describe('personal data', () => {
  it('goes after its term, and with the person; that something was sent stays', async () => {
    await stock(on.spil, { utrecht: { 'runner-42': 5 } });
    const order = await place({ lines: [{ sku: 'runner-42', quantity: 1 }] });
    await news();
    clock.advance(91 * 86_400_000);
    const young = await place({ lines: [{ sku: 'runner-42', quantity: 1 }] });
    await journalSettled();
    await on.told.followers[0]?.drain();
    expect(await eraseOldBodies(on.spil.database, clock.now(), 90)).toBeGreaterThan(0);
    const [old] = await messages(order.id);
    expect(old).toMatchObject({ state: 'sent', subject: '' });
    expect(ok(await on.service.get<{ html: string | null; text: string | null }>(`/messages/${old?.id}`))).toMatchObject({ html: null, text: null });
    expect((await messages(young.id))[0]).toMatchObject({ state: 'queued' });
    expect(await eraseMessages(on.spil.database, clock.now(), { contacts: [], orders: [fromWire('ord', young.id) ?? ''] })).toBe(1);
    expect(await news()).toEqual([]);
    expect((await messages(young.id))[0]).toMatchObject({ state: 'refused', subject: '' });
  });
});
