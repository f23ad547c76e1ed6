/** Proves over HTTP and SMTP that customers are told what happens to their order, once, and nothing that is not theirs to hear. */
import { beforeAll, describe, expect, it } from 'vitest';
import { stock } from '../../../tests/support/company.ts';
import type { OrderOptions } from '../../../tests/support/company.ts';
import { pickupCode } from '../../app.ts';
import { fromWire } from '../../kernel/ids.ts';
import { clock, messages, news, ok, on, openBench, place, refunds, scans, secret, seen, ship, store, work } from './testbed.ts';

openBench();

describe('home delivery', () => {
  it('tells that the order came in, that each parcel is on its way, what will not come, and that the money went back', async () => {
    await stock(on.spil, { utrecht: { 'runner-42': 3 } });
    const order = await place({ lines: [{ sku: 'runner-42', quantity: 3, price: 3333 }], payment: { operator: 'psp', method: 'ideal', captured: true }, shipping: 495 });
    const [received, ...more] = await news();
    expect(more).toEqual([]);
    expect(received).toMatchObject({ to: 'jo@example.com', subject: expect.stringContaining(order.number) as string });
    expect(seen(received?.text ?? '')).toContain('€ 104,94');
    expect(received?.text).toContain('iDEAL');
    expect(received?.text).toContain('Oudegracht 12, 3511 AB Utrecht');
    expect(received?.html).toContain(`https://schoenen.example/orders/${order.number}`);

    ok(await store('utrecht').post(`/fulfilments/${work(order, 'utrecht')}/short`, { line: 1, quantity: 1, reason: 'incomplete' }));
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

  it('tells a new time once when it gets later, and nothing when it gets earlier again', async () => {
    // The only other location leaves a day later.
    await on.spil.database.query(`update locations.location set calendar = jsonb_set(calendar, '{cutOff}', '"08:00"') where code = 'leiden'`);
    await on.spil.database.query(`update kernel.epoch set value = value + 1 where name = 'settings'`);
    await stock(on.spil, { zeist: { 'boot-40': 1 }, leiden: { 'boot-40': 1 } });
    const order = await place({ lines: [{ sku: 'boot-40', quantity: 1 }] });
    const [received] = await news();
    expect(received?.text).toContain('dinsdag 3 maart');
    ok(await store('zeist').post(`/fulfilments/${work(order, 'zeist')}/short`, { line: 1, quantity: 1, reason: 'damaged' }));
    const [later, ...more] = await news();
    expect(more).toEqual([]);
    expect(later?.subject).toBe(`Bestelling ${order.number}: een nieuwe dag, woensdag 4 maart`);
    expect(later?.text).toContain('uiterlijk woensdag 4 maart is (Oudegracht 12, 3511 AB Utrecht). Eerder zeiden we dinsdag 3 maart.');
    await stock(on.spil, { delft: { 'boot-40': 1 } });
    const { fulfilments } = ok(await on.office.get<{ fulfilments: { id: string; location: string }[] }>(`/orders/${order.id}`));
    ok(await on.office.post(`/fulfilments/${fulfilments.find(({ location }) => location === 'leiden')?.id}/reassign`, { location: 'delft', reason: 'sooner there' }));
    expect(await news()).toEqual([]);
    expect((await messages(order.id)).map(({ kind, state }) => [kind, state])).toEqual([['order_received', 'sent'], ['promise_changed', 'sent']]);
    await ship('delft', work(ok(await on.office.get(`/orders/${order.id}`)), 'delft'), 'boot-40', 1, '3SABCD000000009');
    await news();
    ok(await on.office.post('/stock/counts', { location: 'leiden', lines: [{ sku: 'boot-40', counted: 0 }] }));
    await on.spil.database.query(`update locations.location set calendar = jsonb_set(calendar, '{cutOff}', '"16:00"') where code = 'leiden'`);
    await on.spil.database.query(`update kernel.epoch set value = value + 1 where name = 'settings'`);
  });

  it('says what comes in another parcel', async () => {
    await stock(on.spil, { utrecht: { 'runner-43': 1 }, zeist: { 'boot-40': 1 } });
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
    await stock(on.spil, { utrecht: { 'runner-43': 1 } });
    const order = await place({ lines: [{ sku: 'runner-43', quantity: 1 }] });
    await news();
    ok(await on.office.post(`/orders/${order.id}/cancel`, { reason: 'customer' }));
    const [mail, ...rest] = await news();
    expect(rest).toEqual([]);
    expect(seen(mail?.text ?? '')).toContain('Het bedrag van € 59,95 wordt niet afgeschreven.');
    expect((await messages(order.id)).at(-1)).toMatchObject({ kind: 'order_cancelled' });
  });

  it('tells of a return that the money went back', async () => {
    await stock(on.spil, { utrecht: { 'runner-43': 1 } });
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
    await stock(on.spil, { delft: { 'boot-40': 1 }, leiden: { 'boot-40': 1 }, zeist: { 'boot-40': 1 } });
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
    await stock(on.spil, { delft: { 'boot-40': 1 } });
    const order = await place({ lines: [{ sku: 'boot-40', quantity: 1 }], payment: { operator: 'psp', method: 'ideal', captured: true }, delivery: { kind: 'pickup', location: 'delft' } });
    ok(await store('delft').post(`/fulfilments/${work(order, 'delft')}/pick`, { scans: scans('boot-40', 1), shelf: 'A1' }));
    ok(await on.office.post(`/orders/${order.id}/cancel`, { reason: 'customer' }));
    expect((await news()).map(({ subject }) => subject)).toHaveLength(1);
    expect((await messages(order.id)).map(({ kind }) => kind)).toEqual(['order_cancelled']);
  });
});

describe('what is not told', () => {
  const one: OrderOptions = { lines: [{ sku: 'runner-42', quantity: 1 }] };
  beforeAll(() => stock(on.spil, { utrecht: { 'runner-42': 20 } }));

  it('is what happened before Spil knew the order', async () => {
    const order = await place({ ...one, payment: { operator: 'psp', method: 'ideal', captured: true } }, (given) => ({ ...given, lines: given.lines.map((line) => ({ ...line, shipped: 1 })) }));
    const back = await place({ ...one, payment: { operator: 'psp', method: 'ideal', captured: true } }, (given) => ({ ...given, lines: given.lines.map((line) => ({ ...line, shipped: 1, returned: 1 })), payments: (given.payments ?? []).map((payment) => ({ ...payment, refunded: 5995 })) }));
    expect(await news()).toEqual([]);
    expect([...await messages(order.id), ...await messages(back.id)]).toEqual([]);
  });
  it('is anything about an order of a try-out', async () => {
    const order = await place(one, (given) => ({ ...given, test: true }));
    ok(await on.office.post(`/orders/${order.id}/cancel`, {}));
    expect(await news()).toEqual([]);
  });
  it('is what the channel writes itself, by its setting or its contract; only Spil knows the pickup code', async () => {
    const market = await place({ ...one, channel: 'market' });
    const shop = await place({ ...one, channel: 'shop' });
    await ship('utrecht', work(market, 'utrecht'), 'runner-42', 1, '3SABCD000000005');
    expect(await news()).toEqual([]);
    await stock(on.spil, { delft: { 'runner-42': 1 } });
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
    await on.spil.database.query(`update kernel.follower set xid = '0', position = 0 where name = 'notifications'`);
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
    expect(await on.service.post(`/messages/${message?.id}/resend`, {})).toMatchObject({ status: 422, body: { code: 'notifications.no_address' } });
    ok(await on.service.post(`/messages/${message?.id}/resend`, { email: 'jo@elsewhere.example' }));
    expect((await news()).map(({ to }) => to)).toEqual(['jo@elsewhere.example']);
  });
});
