/** The receipt of a till by mail, over HTTP and into a mailbox: what it says, that it comes once, to whom, and that the address is forgotten. */
import { beforeAll, describe, expect, it } from 'vitest';
import { stock } from '../../../tests/support/company.ts';
import { aSale } from '../../../tests/support/sale.ts';
import type { Reply } from '../../../tests/support/spil.ts';
import { later } from '../../kernel/clock.ts';
import { SYSTEM } from '../../kernel/command.ts';
import { customerFollowers, eraseCustomer } from '../customers/index.ts';
import { eraseOldBodies, notificationsPersonalData } from './index.ts';
import { clock, drain, ok, on, openBench } from './testbed.ts';

openBench();
beforeAll(() => stock(on.spil, { utrecht: { 'runner-42': 20 }, leiden: { 'runner-42': 5 } }));

const plainly = (text: string | null | undefined): string => (text ?? '').replaceAll(/[\u00a0\u202f]/g, ' ').replaceAll('\u2212', '-');

describe('a receipt by mail', () => {
  interface Sale { order: string; receipt: string }
  interface Message { id: string; kind: string; language: string; state: string; subject: string; text: string | null }
  const messages = async (order: string): Promise<Message[]> => {
    await drain();
    const { messages: all } = ok(await on.service.get<{ messages: { id: string }[] }>(`/messages?order=${order}`));
    return Promise.all(all.map(async ({ id }) => ok(await on.service.get<Message>(`/messages/${id}`))));
  };
  const mail = (sale: Pick<Sale, 'receipt'>, email: string, more: object = {}, who = on.channel): Promise<Reply<{ code?: string }>> => who.post('/sales/mail', { channel: 'till', receipt: sale.receipt, email, ...more });
  const sell = async (more: Partial<Parameters<typeof aSale>[0]> = {}, body: object = {}): Promise<Sale> => ok(await on.channel.post<Sale>('/sales', { ...aSale({ lines: [{ code: 'runner-42' }], ...more }), ...body }));
  const customers = async (): Promise<number> => (await on.spil.database.query<{ n: number }>('select count(*)::int as n from customers.customer'))[0]?.n ?? -1;

  it('has the lines, VAT by rate, payments, rounding, and what is to come with its code; it makes nobody a customer', async () => {
    await stock(on.spil, { leiden: { 'boot-40': 1 } });
    const before = await customers();
    const sale = await sell({
      location: 'leiden', lines: [{ code: 'runner-42', price: 5995, discount: 500 }, { code: 'boot-40', delivery: 'later' }], deliveries: [{ ref: 'later', kind: 'collect', location: 'leiden', promisedBy: '2026-03-04T12:00:00Z' }],
      rounding: -1, payments: [{ method: 'gift_card', amount: 2500, ref: '6006' }, { method: 'cash', amount: 14490 - 2500 - 1 }],
    }, { mail: { email: 'bon@example.com', language: 'nl' } });
    const [message, ...others] = (await messages(sale.order)).filter(({ kind }) => kind === 'receipt');
    expect(others).toEqual([]);
    const code = ok(await on.channel.get<{ deliveries: { pickupCode: string }[] }>(`/sales?channel=till&receipt=${sale.receipt}`)).deliveries[0]?.pickupCode ?? 'none';
    expect(message).toMatchObject({ language: 'nl', state: 'sent', subject: `Je bon ${sale.receipt} van Leiden` });
    for (const text of ['1 × Runner 42, € 54,95', '1 × Boot 40, € 89,95', 'Afronding: € -0,01', 'Totaal: € 144,89', 'Je kreeg korting: € 5,00', 'Btw 21% over € 144,90: € 25,15', 'Betaald met cadeaukaart: € 25,00', 'Betaald met contant geld: € 119,89', `Afhaalcode: ${code}`]) expect(plainly(message?.text)).toContain(text);
    expect(await customers()).toBe(before);
    expect(await on.spil.database.query(`select 1 from books.event where body like '%bon@example.com%'`)).toEqual([]);
    // Sent again, the sale is the one there is, and nothing is mailed twice.
    ok(await on.channel.post('/sales', { ...aSale({ location: 'leiden', receipt: sale.receipt, lines: [{ code: 'runner-42', price: 5995, discount: 500 }, { code: 'boot-40', delivery: 'later' }], deliveries: [{ ref: 'later', kind: 'collect', location: 'leiden' }], rounding: -1, payments: [{ method: 'gift_card', amount: 2500 }, { method: 'cash', amount: 11989 }] }), mail: { email: 'bon@example.com' } }));
    expect((await messages(sale.order)).filter(({ kind }) => kind === 'receipt')).toHaveLength(1);
  });

  it('is asked for later, mailed once for one wish, and again to another address; the language is that of who asks', async () => {
    const sale = await sell({ soldAt: '2026-03-01T12:00:00Z' });
    expect(await messages(sale.order)).toEqual([]);
    for (let time = 0; time < 2; time += 1) ok(await mail(sale, 'Later@example.com'));
    await Promise.all([1, 2, 3].map(() => mail(sale, 'later@example.com')));
    ok(await mail(sale, 'other@example.com', { language: 'en' }));
    expect((await messages(sale.order)).map(({ kind, language }) => `${kind} ${language}`)).toEqual(['receipt nl', 'receipt en']);
    clock.advance(61_000);
    ok(await mail(sale, 'later@example.com'));
    const all = await messages(sale.order);
    expect(all).toHaveLength(3);
    // Customer service sends the same again, also elsewhere.
    ok(await on.service.post(`/messages/${all[0]?.id ?? ''}/resend`, { email: 'third@example.com' }));
    expect(await messages(sale.order)).toHaveLength(4);
    const { entries } = ok(await on.office.get<{ entries: { code: string }[] }>(`/orders/${sale.order}/timeline`));
    expect(entries.filter(({ code }) => code === 'receipt_asked')).toHaveLength(3);
  });

  it.each<[string, (sale: Sale) => Promise<Reply<{ code?: string }>>, number, string]>([
    ['to no address', (sale) => mail(sale, 'nobody'), 400, 'request.invalid'],
    ['of a receipt that is none', () => mail({ receipt: 'none' }, 'jo@example.com'), 404, 'sales.receipt_unknown'],
    ['of another store', async (sale) => mail(sale, 'jo@example.com', {}, await on.spil.as('store', ['zeist'])), 404, 'sales.receipt_unknown'],
    ['of an order of another channel', async (sale) => mail({ receipt: sale.receipt }, 'jo@example.com', { channel: 'web' }), 404, 'sales.receipt_unknown'],
    ['in a language nobody writes', (sale) => mail(sale, 'jo@example.com', { language: 'xx' }), 400, 'request.invalid'],
    ['that was voided', async (sale) => { ok(await on.channel.post('/sales/void', { channel: 'till', receipt: sale.receipt })); return mail(sale, 'jo@example.com'); }, 409, 'sales.voided'],
    ['a sixth time', async (sale) => { for (const n of [1, 2, 3, 4, 5]) ok(await mail(sale, `jo${n}@example.com`)); return mail(sale, 'jo6@example.com'); }, 409, 'sales.mailed_often'],
  ])('is refused: %s', async (_what, attempt, status, code) => {
    const sale = await sell({ soldAt: clock.now() });
    expect(await attempt(sale)).toMatchObject({ status, body: { code } });
  });

  it('is not mailed once it was voided, and its address goes with its text, or with the person', async () => {
    const sale = await sell({ soldAt: clock.now() }, { mail: { email: 'void@example.com' } });
    ok(await on.channel.post('/sales/void', { channel: 'till', receipt: sale.receipt }));
    expect((await messages(sale.order)).filter(({ kind }) => kind === 'receipt')).toEqual([]);
    const there = async (email: string): Promise<boolean> => (await on.spil.database.query<{ there: boolean }>(`select exists (select 1 from customers.contact where data::text ilike $1) or exists (select 1 from notifications.message where html like $2) as there`, [`%${email}%`, '%forget-me%']))[0]?.there ?? true;
    const kept = await sell({ soldAt: clock.now() }, { mail: { email: 'forget-me@example.com' } });
    await messages(kept.order);
    expect(await there('forget-me@')).toBe(true);
    await eraseOldBodies(on.spil.database, later(clock.now(), 91 * 86_400_000), 90);
    expect(await there('forget-me@')).toBe(false);
    // Somebody who is a customer elsewhere under the same address is erased with it.
    const person = await sell({ soldAt: clock.now(), customer: { email: 'person@example.com', name: 'Pers Oon' } });
    for (const one of customerFollowers({ database: on.spil.database, clock })) await one.drain();
    const other = await sell({ soldAt: clock.now() }, { mail: { email: 'Person@example.com' } });
    expect((await messages(other.order))[0]?.text).toContain(other.receipt);
    const [customer] = await on.spil.database.query<{ id: string }>(`select id from customers.customer where email = 'person@example.com'`);
    await eraseCustomer({ database: on.spil.database, personalData: notificationsPersonalData }, { now: clock.now(), actor: SYSTEM, key: null }, customer?.id ?? '', 'asked', true);
    expect(await messages(other.order)).toMatchObject([{ kind: 'receipt', text: null }]);
    expect(await there('person@')).toBe(false);
    expect(person.order).not.toBe(other.order);
  });
});
