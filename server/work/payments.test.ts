/** Money against a simulated Mollie over HTTP: whatever goes wrong on the way, each intent moves money once, and both books agree to the cent. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startBed } from '../../tests/support/outside.ts';
import type { Bed, OrderAnswer } from '../../tests/support/outside.ts';
import { fromWire } from '../kernel/ids.ts';
import { wire } from '../kernel/wire.ts';
import type { MoneyOutcome, PaymentOperator } from '../modules/payments/index.ts';

let bed: Bed;
beforeAll(async () => { bed = await startBed(); });
afterAll(() => bed.close());

/** Drains, lets Mollie finish what is on its way, and drains again until Spil has heard it all. */
async function settleDown(): Promise<void> {
  await bed.worker.drain();
  for (let round = 0; round < 4; round += 1) {
    await bed.advanceMollie();
    await bed.worker.drain({ waiting: true });
  }
}

/** Our books and Mollie's of the order's only payment. */
async function agreed(id: string): Promise<{ captured: number; refunded: number; released: number; left: number }> {
  const [ours] = (await bed.order(id)).money.payments;
  if (!ours) throw new Error('no payment');
  const theirs = await bed.payment(ours.ref);
  expect({ captured: ours.captured, refunded: ours.refunded, pending: ours.capturePending + ours.refundPending }).toEqual({ captured: theirs.captured, refunded: theirs.refundedOut, pending: 0 });
  expect(theirs.refunded).toBe(theirs.refundedOut);
  expect((await bed.spil.database.query(`select kind from payments.intent where order_id = $1 and status = 'pending'`, [fromWire('ord', id)])).length).toBe(0);
  return { captured: ours.captured, refunded: ours.refunded, released: ours.released, left: ours.authorisedLeft };
}

const short = async ({ fulfilments }: OrderAnswer, location: string, line: number): Promise<void> => {
  const work = fulfilments.find((one) => one.location === location);
  const reply = await bed.office.post(`/fulfilments/${work?.id}/short`, { line, quantity: 1, reason: 'damaged' });
  expect(reply.status, JSON.stringify(reply.body)).toBe(200);
};

/** The look before the command gets its answer (a little late), the one after it does not. */
async function secondLookFails(): Promise<void> {
  await bed.fault('mollie', { operation: 'get-payment', kind: 'latency', milliseconds: 1 });
  await bed.fault('mollie', { operation: 'get-payment', kind: 'reject', status: 500 });
}

/** What goes wrong while money moves; each is armed right before. */
const TROUBLES: Record<string, { capture(): Promise<void> | void; refund(): Promise<void> | void }> = {
  'all well': { capture: () => undefined, refund: () => undefined },
  'the answer is lost after it was done': { capture: () => bed.fault('mollie', { operation: 'create-capture', kind: 'lost' }), refund: () => bed.fault('mollie', { operation: 'create-refund', kind: 'lost' }) },
  'it answers 500 twice': { capture: () => bed.fault('mollie', { operation: 'create-capture', kind: 'reject', status: 500, times: 2 }), refund: () => bed.fault('mollie', { operation: 'create-refund', kind: 'reject', status: 500, times: 2 }) },
  'it answers 429': { capture: () => bed.fault('mollie', { operation: 'create-capture', kind: 'reject', status: 429, retryAfterSeconds: 3 }), refund: () => bed.fault('mollie', { operation: 'create-refund', kind: 'reject', status: 429, retryAfterSeconds: 3 }) },
  'the answer is lost, and so is the look at what happened': {
    capture: async () => { await bed.fault('mollie', { operation: 'create-capture', kind: 'lost' }); await secondLookFails(); },
    refund: async () => { await bed.fault('mollie', { operation: 'create-refund', kind: 'lost' }); await secondLookFails(); },
  },
  'webhooks come twice': { capture: () => bed.fault('mollie', { operation: 'webhook', kind: 'double', times: 5 }), refund: () => bed.fault('mollie', { operation: 'webhook', kind: 'double', times: 5 }) },
  'webhooks are dropped': { capture: () => bed.fault('mollie', { operation: 'webhook', kind: 'drop', times: 5 }), refund: () => bed.fault('mollie', { operation: 'webhook', kind: 'drop', times: 5 }) },
  'the process dies between the answer and its booking': { capture: () => bed.crashBefore('PaymentCaptured'), refund: () => bed.crashBefore('PaymentRefunded') },
};

describe.each(Object.entries(TROUBLES))('%s', (_name, trouble) => {
  it('iDEAL: the cancelled pair is refunded once', async () => {
    const ref = await bed.paid({ amount: 3 * 5995, method: 'ideal' });
    const order = await bed.place({ lines: [{ sku: 'runner-42', quantity: 3 }], payment: { operator: 'mollie', method: 'ideal', captured: true, ref } });
    await trouble.refund();
    await bed.office.post(`/orders/${order.id}/cancel`, { lines: [{ line: 1, quantity: 1 }], reason: 'customer' });
    await settleDown();
    expect(await agreed(order.id)).toEqual({ captured: 17985, refunded: 5995, released: 0, left: 0 });
    expect((await bed.payment(ref)).refunds).toHaveLength(1);
    expect((await bed.order(order.id)).money.balance).toBe(0);
  });

  it('a card: captured once when the last goods leave, the cancelled pair released', async () => {
    const ref = await bed.paid({ amount: 3 * 5995, method: 'creditcard' });
    const order = await bed.place({ lines: [{ sku: 'runner-42', quantity: 3 }], payment: { operator: 'mollie', method: 'creditcard', ref } });
    await bed.office.post(`/orders/${order.id}/cancel`, { lines: [{ line: 1, quantity: 1 }], reason: 'customer' });
    await trouble.capture();
    await bed.ship(order);
    await settleDown();
    expect(await agreed(order.id)).toEqual({ captured: 11990, refunded: 0, released: 5995, left: 0 });
    expect((await bed.payment(ref)).captures).toHaveLength(1);
  });

  it('Klarna: captured with each parcel, the rest released, a return refunded', async () => {
    const ref = await bed.paid({ amount: 5995 + 5995 + 8995, method: 'klarna' });
    const order = await bed.place({ lines: [{ sku: 'runner-42', quantity: 1 }, { sku: 'runner-43', quantity: 1 }, { sku: 'boot-40', quantity: 1, price: 8995 }], payment: { operator: 'mollie', method: 'klarna', ref } });
    expect(order.fulfilments.map((one) => one.location).toSorted()).toEqual(['utrecht', 'zeist']);
    await trouble.capture();
    await bed.ship(order, 'zeist');
    await settleDown();
    expect(await agreed(order.id)).toMatchObject({ captured: 5995, released: 0, left: 14990 });
    await short(order, 'utrecht', 3);
    await bed.office.post(`/orders/${order.id}/cancel`, { lines: [{ line: 3, quantity: 1 }], reason: 'customer' });
    await trouble.capture();
    await bed.ship(order, 'utrecht');
    await settleDown();
    expect(await agreed(order.id)).toEqual({ captured: 11990, refunded: 0, released: 8995, left: 0 });
    const [parcel] = (await bed.order(order.id)).parcels;
    expect((await bed.office.post(`/parcels/${parcel?.id}/scans`, { status: 'delivered', code: '11', at: bed.clock.now() })).status).toBe(200);
    await trouble.refund();
    const back = await bed.office.post('/returns', { order: order.id, location: 'utrecht', lines: [{ line: 2, quantity: 1 }] });
    expect(back.status, JSON.stringify(back.body)).toBeLessThan(300);
    await settleDown();
    expect(await agreed(order.id)).toEqual({ captured: 11990, refunded: 5995, released: 8995, left: 0 });
    expect((await bed.payment(ref)).captures.map((capture) => capture.amount)).toEqual([5995, 5995]);
  });

  it('did happen, and leaves the books whole', async () => {
    expect((await bed.unspent()).filter((fault) => !fault.startsWith('webhook'))).toEqual([]);
    await fetch(`${bed.mollieUrl}/_control/faults`, { method: 'DELETE' });
    expect(await bed.faults()).toEqual([]);
  });
});

describe('two workers', () => {
  it('share the jobs, and charge once also when both run the same one', async () => {
    const ref = await bed.paid({ amount: 5995, method: 'creditcard' });
    const order = await bed.place({ lines: [{ sku: 'runner-42', quantity: 1 }], payment: { operator: 'mollie', method: 'creditcard', ref } });
    await bed.ship(order);
    const operator = bed.operators.get('mollie');
    if (!operator) throw new Error('no Mollie');
    await bed.worker.followers[0]?.drain();
    const other = bed.another();
    await Promise.all([bed.worker.drain(), other.drain(), bed.worker.drain(), other.drain()]);
    const [intent] = (await bed.order(order.id)).money.intents;
    expect(intent).toMatchObject({ kind: 'capture', state: 'done' });
    // The lease of the jobs left aside: the same intent sent by two at once, and once more.
    const command = { payment: ref, amount: 5995, currency: 'EUR', key: fromWire('int', intent?.id ?? '') ?? '', description: `Order ${order.number}` };
    await Promise.all([operator.capture(command), operator.capture(command)]);
    expect((await bed.payment(ref)).captures).toHaveLength(1);
    await settleDown();
    expect(await agreed(order.id)).toMatchObject({ captured: 5995 });
  });
});

describe('what cannot be done', () => {
  it('an authorisation that lapsed before the goods left: the capture fails, finance holds the order', async () => {
    const ref = await bed.paid({ amount: 5995, method: 'creditcard' });
    const order = await bed.place({ lines: [{ sku: 'runner-42', quantity: 1 }], payment: { operator: 'mollie', method: 'creditcard', ref } });
    await bed.worker.drain();
    await bed.fault('mollie', { operation: 'webhook', kind: 'drop' });
    await bed.mollie('expire', { payment: ref });
    await bed.ship(order);
    await settleDown();
    const after = await bed.order(order.id);
    expect(after.holds).toMatchObject([{ reason: 'capture_failed', owner: 'finance', note: expect.stringContaining('59.95 EUR could not be captured') as unknown }]);
    expect(after.money.payments[0]).toMatchObject({ captured: 0, capturePending: 0, authorisedLeft: 0, released: 5995 });
    expect(after.money.balance).toBe(5995);
    expect(await bed.faults()).toEqual([]);
  });

  it('a capture that fails is not tried over and over: it goes on when finance releases the hold', async () => {
    let answer: MoneyOutcome = { kind: 'refused', code: 'declined', reason: 'the bank declines', retry: false };
    let captures = 0;
    const facts = { currency: 'EUR', method: 'card', authorised: 5995, captures: [], refunds: [], chargedBack: 0, closed: false, expiresAt: null, checkoutUrl: null, reference: null };
    bed.operators.set('strict', {
      code: 'strict', capabilities: () => ({ capture: 'once', partialRefund: true, release: true }), fetch: async (ref) => ({ ref, ...facts }),
      capture: async () => { captures += 1; return answer; }, refund: async () => answer, release: async () => answer,
    });
    const order = await bed.place({ lines: [{ sku: 'runner-42', quantity: 1 }], payment: { operator: 'strict', method: 'card' } });
    await bed.ship(order);
    await settleDown();
    expect(captures).toBe(1);
    const held = await bed.order(order.id);
    expect(held.holds).toMatchObject([{ reason: 'capture_failed', owner: 'finance', note: '59.95 EUR could not be captured: the bank declines' }]);
    answer = { kind: 'done', ref: 'c1' };
    expect((await bed.finance.post(`/orders/${order.id}/holds/${held.holds[0]?.id}/release`)).status).toBe(200);
    await settleDown();
    expect(captures).toBe(2);
    expect(await bed.order(order.id)).toMatchObject({ onHold: false, money: { balance: 0, payments: [{ captured: 5995 }] } });
  });

  it('an authorisation that lapses while the goods are here: the order is held until it is paid', async () => {
    const ref = await bed.paid({ amount: 5995, method: 'creditcard' });
    const order = await bed.place({ lines: [{ sku: 'runner-42', quantity: 1 }], payment: { operator: 'mollie', method: 'creditcard', ref } });
    await bed.mollie('expire', { payment: ref });
    await settleDown();
    expect((await bed.order(order.id)).holds).toMatchObject([{ reason: 'authorisation_expired', owner: 'finance' }]);
  });

  it('a refund that fails is a task for finance', async () => {
    const ref = await bed.paid({ amount: 5995, method: 'ideal' });
    const order = await bed.place({ lines: [{ sku: 'runner-42', quantity: 1 }], payment: { operator: 'mollie', method: 'ideal', captured: true, ref } });
    await bed.office.post(`/orders/${order.id}/cancel`, {});
    await bed.worker.drain();
    const [refund] = (await bed.payment(ref)).refunds;
    await bed.mollie('fail', { refund: refund?.id });
    await bed.worker.drain({ waiting: true });
    // The money is still owed, so it is asked for again; but it is not sent before finance has looked.
    expect((await bed.order(order.id)).money.intents).toMatchObject([{ kind: 'refund', state: 'failed' }, { kind: 'refund', state: 'pending' }]);
    await bed.worker.drain({ waiting: true });
    expect((await bed.payment(ref)).refunds).toHaveLength(1);
    const open = (await bed.finance.get<{ tasks: { id: string; kind: string; order: string; detail: string }[] }>('/payment-tasks')).body.tasks.filter((task) => task.order === order.id);
    expect(open).toMatchObject([{ kind: 'refund_failed', detail: expect.stringContaining(`The refund of 59.95 EUR of order ${order.number} failed`) as unknown }]);
    for (const _twice of [1, 2]) expect((await bed.finance.post(`/payment-tasks/${open[0]?.id}/done`)).status).toBe(200);
    expect((await bed.finance.get<{ tasks: { order: string }[] }>('/payment-tasks')).body.tasks.filter((task) => task.order === order.id)).toEqual([]);
    await settleDown();
    expect(await agreed(order.id)).toMatchObject({ captured: 5995, refunded: 5995 });
    expect((await bed.finance.post('/payment-tasks/tsk_01h2xcejqtf2nbrexx3vqjhp41/done')).status).toBe(404);
  });

  it('money of an operator that is not set up waits, with a task', async () => {
    const order = await bed.place({ lines: [{ sku: 'runner-42', quantity: 1 }], payment: { operator: 'elsewhere', method: 'card', captured: true } });
    await bed.office.post(`/orders/${order.id}/cancel`, {});
    await bed.worker.drain();
    await bed.worker.drain({ waiting: true });
    expect((await bed.order(order.id)).money.payments[0]).toMatchObject({ refundPending: 5995 });
    expect((await bed.finance.get<{ tasks: { order: string; kind: string }[] }>('/payment-tasks')).body.tasks.filter((task) => task.order === order.id)).toMatchObject([{ kind: 'operator_missing' }]);
  });

  it('cash is refunded at once over the counter, and not when the goods come back to a warehouse', async () => {
    const cash = (): Promise<OrderAnswer> => bed.place({ channel: 'till', lines: [{ sku: 'runner-42', quantity: 1 }], payment: { operator: 'till', method: 'cash', captured: true }, delivery: { kind: 'carry_out', location: 'utrecht' } });
    const [counter, sent] = [await cash(), await cash()];
    const paid = async ({ id }: OrderAnswer): Promise<unknown> => (await bed.order(id)).money.payments[0];
    for (const [order, location] of [[counter, 'utrecht'], [sent, 'dc']] as const) expect((await bed.office.post('/returns', { order: order.id, location, lines: [{ line: 1, quantity: 1 }] })).status).toBeLessThan(300);
    for (const waiting of [false, true]) await bed.worker.drain({ waiting });
    expect([await paid(counter), await paid(sent)]).toMatchObject([{ refundPending: 0, refunded: 5995 }, { refundPending: 5995, refunded: 0 }]);
    const tasks = (): Promise<{ id: string; kind: string; done_by: string | null }[]> => bed.spil.database.query('select id, kind, done_by from payments.task where order_id = $1', [fromWire('ord', sent.id)]);
    expect(await tasks()).toMatchObject([{ kind: 'give_back', done_by: null }]);
    for (const _twice of [1, 2]) expect((await bed.finance.post(`/payment-tasks/${wire('task', (await tasks())[0]?.id ?? '')}/done`)).status).toBe(200);
    expect([await paid(sent), await tasks()]).toMatchObject([{ refundPending: 0, refunded: 5995 }, [{ done_by: expect.any(String) }]]);
  });

  it('a release never overtakes a capture of the same payment', async () => {
    const calls: string[] = [];
    let answer: MoneyOutcome = { kind: 'refused', code: 'rate_limited', reason: 'later', retry: true };
    const operator: PaymentOperator = {
      code: 'slow', capabilities: () => ({ capture: 'once', partialRefund: true, release: true }), fetch: () => Promise.reject(new Error('down')),
      capture: async () => { calls.push('capture'); return answer; }, refund: async () => answer, release: async () => { calls.push('release'); return { kind: 'pending', ref: 'x' }; },
    };
    bed.operators.set('slow', operator);
    const order = await bed.place({ lines: [{ sku: 'runner-42', quantity: 2 }], payment: { operator: 'slow', method: 'card' } });
    await bed.ship({ ...order, fulfilments: order.fulfilments });
    await bed.worker.drain();
    const [payment] = (await bed.order(order.id)).money.payments;
    expect(payment).toMatchObject({ capturePending: 11990 });
    answer = { kind: 'done', ref: 'c1' };
    await bed.worker.drain({ waiting: true });
    expect(calls).toEqual(['capture', 'capture']);
    expect((await bed.order(order.id)).money.payments[0]).toMatchObject({ captured: 11990 });
  });
});

describe('payments that come later', () => {
  const pending = (ref: string): Parameters<Bed['place']>[0] => ({ lines: [{ sku: 'runner-42', quantity: 1 }], payment: { operator: 'mollie', method: 'ideal', ref, authorised: 0 } });

  it('the webhook of the payment releases the order', async () => {
    const ref = await bed.paid({ amount: 5995, method: 'ideal', open: true });
    const order = await bed.place(pending(ref));
    expect(order.holds).toMatchObject([{ reason: 'payment_pending' }]);
    await fetch(`${bed.mollieUrl}/checkout/${ref}`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'outcome=pay' });
    await bed.worker.drain();
    const after = await bed.order(order.id);
    expect(after.holds).toEqual([]);
    expect(after.money.payments[0]).toMatchObject({ authorised: 5995, captured: 5995 });
  });

  it('the webhook was lost: the timer asks', async () => {
    const ref = await bed.paid({ amount: 5995, method: 'ideal', open: true });
    const order = await bed.place(pending(ref));
    await bed.fault('mollie', { operation: 'webhook', kind: 'drop' });
    await fetch(`${bed.mollieUrl}/checkout/${ref}`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'outcome=pay' });
    await bed.worker.drain();
    expect((await bed.order(order.id)).holds).toMatchObject([{ reason: 'payment_pending' }]);
    bed.clock.advance(6 * 60_000);
    expect(await bed.worker.tick()).toContain('payments awaited');
    await bed.worker.drain();
    expect((await bed.order(order.id)).holds).toEqual([]);
    expect(await bed.worker.tick()).toEqual([]);
  });

  it('the webhook came before the order', async () => {
    const ref = await bed.paid({ amount: 5995, method: 'ideal' });
    await bed.worker.drain();
    // The channel's copy is older than the payment.
    const order = await bed.place(pending(ref));
    expect(order.holds).toMatchObject([{ reason: 'payment_pending' }]);
    await bed.worker.drain();
    expect((await bed.order(order.id)).holds).toEqual([]);
    expect((await bed.spil.database.query('select 1 from payments.notice where ref = $1', [ref])).length).toBe(0);
  });

  it('finance looks again', async () => {
    const ref = await bed.paid({ amount: 5995, method: 'ideal', open: true });
    const order = await bed.place(pending(ref));
    await bed.fault('mollie', { operation: 'webhook', kind: 'drop' });
    await fetch(`${bed.mollieUrl}/checkout/${ref}`, { method: 'POST', redirect: 'manual', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: 'outcome=pay' });
    const id = order.money.payments[0]?.id ?? '';
    await bed.fault('mollie', { operation: 'get-payment', kind: 'reject', status: 503 });
    expect(await bed.finance.post(`/payments/${id}/refresh`)).toMatchObject({ status: 503, body: { code: 'payments.unreached' } });
    expect(await bed.finance.post(`/payments/${id}/refresh`)).toMatchObject({ status: 200, body: { order: order.id, news: true } });
    expect(await bed.finance.post(`/payments/${id}/refresh`)).toMatchObject({ status: 200, body: { news: false } });
    expect((await bed.finance.post('/payments/pay_01h2xcejqtf2nbrexx3vqjhp41/refresh')).status).toBe(404);
    await bed.worker.drain();
    expect((await bed.order(order.id)).onHold).toBe(false);
  });

  it('a webhook that is none is refused, one of a payment nobody knows is noted and asks Mollie nothing', async () => {
    const hook = (operator: string, body: string, type = 'application/x-www-form-urlencoded'): Promise<Response> => fetch(`${bed.url}/hooks/payments/${operator}`, { method: 'POST', headers: { 'content-type': type }, body });
    expect((await hook('nobody', 'id=tr_abcdef')).status).toBe(404);
    expect((await hook('mollie', '{"id":"forged"}', 'application/json')).status).toBe(401);
    await bed.fault('mollie', { operation: 'get-payment', kind: 'reject', status: 500, times: 1 });
    expect((await hook('mollie', 'id=tr_neverHeardOf')).status).toBe(200);
    await bed.worker.drain();
    const { faults } = await (await fetch(`${bed.mollieUrl}/_control/faults`)).json() as { faults: unknown[] };
    expect(faults).toHaveLength(1);
    await fetch(`${bed.mollieUrl}/_control/faults`, { method: 'DELETE' });
  });
});

describe('money that takes long', () => {
  it('is asked after by one poll, however many hints and timers there were', async () => {
    const ref = await bed.paid({ amount: 5995, method: 'ideal' });
    const order = await bed.place({ lines: [{ sku: 'runner-42', quantity: 1 }], payment: { operator: 'mollie', method: 'ideal', captured: true, ref } });
    await bed.office.post(`/orders/${order.id}/cancel`, {});
    await bed.worker.drain();
    for (let round = 0; round < 4; round += 1) {
      bed.clock.advance(20 * 60_000);
      await bed.worker.tick();
      await fetch(`${bed.url}/hooks/payments/mollie`, { method: 'POST', headers: { 'content-type': 'application/x-www-form-urlencoded' }, body: `id=${ref}` });
      await bed.worker.drain();
    }
    const open = await bed.spil.database.query<{ name: string }>(`select name from jobs.job where singleton_key = $1 and state < 'completed'`, [`mollie ${ref}`]);
    expect(open).toEqual([{ name: 'poll' }]);
    await settleDown();
    expect(await agreed(order.id)).toMatchObject({ captured: 5995, refunded: 5995 });
  });
});

describe('time', () => {
  it('an authorisation in its last day is a task, and past its end the operator is asked', async () => {
    const ref = await bed.paid({ amount: 5995, method: 'creditcard' });
    const order = await bed.place({ lines: [{ sku: 'runner-42', quantity: 1 }], payment: { operator: 'mollie', method: 'creditcard', ref } });
    await bed.spil.database.query(`update books.payment set expires_at = $2 where ref = $1`, [ref, '2026-03-09T09:00:00.000Z']);
    bed.clock.set('2026-03-08T12:00:00.000Z');
    expect(await bed.worker.tick()).toContain('authorisations expiring');
    const tasks = async (): Promise<string[]> => (await bed.finance.get<{ tasks: { order: string; kind: string }[] }>('/payment-tasks')).body.tasks.filter((task) => task.order === order.id).map((task) => task.kind);
    expect(await tasks()).toEqual(['authorisation_expiring']);
    bed.clock.advance(2 * 3600_000);
    expect(await bed.worker.tick()).toContain('authorisations expiring');
    expect(await tasks()).toEqual(['authorisation_expiring']);
    bed.clock.set('2026-03-10T10:00:00.000Z');
    await bed.fault('mollie', { operation: 'webhook', kind: 'drop', times: 50 });
    await bed.advanceMollie();
    await bed.worker.tick();
    await bed.worker.drain();
    const after = await bed.order(order.id);
    expect(after.money.payments[0]).toMatchObject({ authorisedLeft: 0, released: 5995 });
    expect(after.holds).toMatchObject([{ reason: 'authorisation_expired' }]);
  });
});
