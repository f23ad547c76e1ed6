/** Captures and refunds through Magento, to the cent and never twice: against the simulator, with its faults. */
import { describe, expect, it } from 'vitest';
import type { RefundLine } from '../../modules/channels/ports.ts';
import { pair, parcelOf, useShop } from './testing.ts';
import type { Json } from './testing.ts';

const { believed, channel, control, fault, place, ref, shop } = useShop();

const refundOf = (externalOrderId: string, amount: number, over: Json = {}) => ({ externalOrderId, key: 'ref_1', payment: null, amount, currency: 'EUR', lines: [] as RefundLine[], shipping: 0, note: 'Goods came back', ...over });

describe('money', () => {
  const total = 3 * 5995 + 995 + 495;
  const captureOf = (externalOrderId: string, amount: number, over: Json = {}) => ({ externalOrderId, payment: null, amount, currency: 'EUR', key: 'cap_1', ...over });

  it('captures all that is due, once, though the answer is lost', async () => {
    const id = await place(pair);
    await fault('order.invoice', 'lost');
    expect(await channel().capture?.(captureOf(id, total))).toEqual({ kind: 'done', ref: '1' });
    expect(await channel().capture?.(captureOf(id, total))).toEqual({ kind: 'done', ref: '1' });
    expect(await believed(id)).toMatchObject({ total_paid: total, invoices: [{ grand_total: total }] });
  });

  it('captures what is shipped, then the rest', async () => {
    const id = await place({ ...pair, discountPercent: 10 });
    await channel().announceShipment(parcelOf(id, [{ ref: await ref(id, 'SHOE-42'), quantity: 1 }]));
    const one = Math.round(5995 * 0.9) + 495;
    const answer = await channel().capture?.(captureOf(id, one));
    expect(answer).toEqual({ kind: 'done', ref: '1' });
    const { grand_total: whole, invoices } = await believed(id);
    expect(Math.abs((invoices[0]?.grand_total ?? 0) - one)).toBeLessThanOrEqual(4);
    expect(await channel().capture?.(captureOf(id, whole - one, { key: 'cap_2' }))).toEqual({ kind: 'done', ref: '2' });
    expect((await believed(id)).total_paid).toBe(whole);
  });

  it('finds the only choice of lines, and refuses an amount that is none', async () => {
    const id = await place(pair);
    expect(await channel().capture?.(captureOf(id, 995 + 495))).toEqual({ kind: 'done', ref: '1' });
    expect((await believed(id)).items.map((item) => item.qty_invoiced)).toEqual([0, 1, 1]);
    expect(await channel().capture?.(captureOf(id, 1234, { key: 'cap_2' }))).toMatchObject({ kind: 'refused', code: 'amount_not_expressible', reason: expect.stringContaining('12.34 EUR is neither all that is due (179.85)') as string });
    expect(await channel().capture?.(captureOf(id, 995, { key: 'cap_3', currency: 'USD' }))).toMatchObject({ kind: 'refused', code: 'currency' });
  });

  it('refunds lines online to the cent, with shipping only when asked, never twice', async () => {
    const id = await place({ ...pair, discountPercent: 33, payment: 'captured' });
    const shoe = await ref(id, 'SHOE-42');
    const { grand_total: whole } = await believed(id);
    const share = Math.round(5995 * 3 * 0.67 / 3);
    await fault('invoice.refund', 'lost');
    expect(await channel().refund(refundOf(id, share, { lines: [{ ref: shoe, quantity: 1 }] }))).toEqual({ kind: 'done', ref: '1' });
    expect(await channel().refund(refundOf(id, share, { lines: [{ ref: shoe, quantity: 1 }] }))).toEqual({ kind: 'done', ref: '1' });
    expect(await believed(id)).toMatchObject({ total_refunded: share, creditmemos: [{ grand_total: share, shipping_amount: 0, invoice_id: 1, online: true }] });
    const rest = whole - share;
    expect(await channel().refund(refundOf(id, rest, { key: 'ref_2', lines: [{ ref: shoe, quantity: 2 }, { ref: await ref(id, 'SOCK'), quantity: 1 }], shipping: 495 }))).toEqual({ kind: 'done', ref: '2' });
    expect(await believed(id)).toMatchObject({ total_refunded: whole });
  });

  it.each([['more than the goods were', 500, { adjustment_positive: 500, adjustment_negative: 0 }], ['less, a fee held back', -250, { adjustment_positive: 0, adjustment_negative: 250 }]])('gives back %s', async (_name, extra, memo) => {
    const id = await place({ ...pair, payment: 'captured' });
    expect(await channel().refund(refundOf(id, 995 + extra, { lines: [{ ref: await ref(id, 'SOCK'), quantity: 1 }] }))).toEqual({ kind: 'done', ref: '1' });
    expect((await believed(id)).creditmemos).toMatchObject([{ grand_total: 995 + extra, ...memo }]);
  });

  it('gives back an amount without goods while there is shipping to lean on, else says why not', async () => {
    const id = await place({ ...pair, payment: 'captured' });
    expect(await channel().refund(refundOf(id, 300))).toEqual({ kind: 'done', ref: '1' });
    expect(await believed(id)).toMatchObject({ total_refunded: 300, items: [{ qty_refunded: 0 }, { qty_refunded: 0 }, {}] });
    const free = await place({ ...pair, payment: 'captured', shipping: { amount: 0, method: 'freeshipping_freeshipping', description: 'Gratis' } });
    expect(await channel().refund(refundOf(free, 300))).toMatchObject({ kind: 'refused', reason: expect.stringContaining('without products') as string });
    expect(await channel().refund(refundOf(id, 0, { key: 'ref_8' }))).toEqual({ kind: 'done', ref: null });
    expect(await channel().refund(refundOf(id, 99_999, { key: 'ref_9' }))).toMatchObject({ kind: 'refused', code: 'amount_too_high' });
  });

  it('names units that the amount covers when no shipping is left to give back, as after a pickup', async () => {
    const id = await place({ ...pair, payment: 'captured', shipping: { amount: 0, method: 'freeshipping_freeshipping', description: 'Gratis' } });
    expect(await channel().refund(refundOf(id, 5995 + 300))).toEqual({ kind: 'done', ref: '1' });
    expect(await believed(id)).toMatchObject({ total_refunded: 6295, items: [{ qty_refunded: 1 }, { qty_refunded: 0 }, {}] });
    // A cent less than Magento's own share of the pair, as its rounding can make it.
    const other = await place({ ...pair, payment: 'captured', shipping: { amount: 0, method: 'freeshipping_freeshipping', description: 'Gratis' } });
    expect(await channel().refund(refundOf(other, 5994))).toEqual({ kind: 'done', ref: '2' });
    expect(await believed(other)).toMatchObject({ total_refunded: 5994, items: [{ qty_refunded: 1 }, { qty_refunded: 0 }, {}] });
  });

  it('names units that never left or came back as far as Magento can take them off, and gives the rest as an adjustment', async () => {
    const id = await place({ ...pair, payment: 'captured' });
    const shoe = await ref(id, 'SHOE-42');
    const back = (quantity: number) => ({ lines: [{ ref: shoe, quantity, what: 'returned' }] });
    await channel().announceShipment(parcelOf(id, [{ ref: shoe, quantity: 2 }]));
    // One of three is still to be shipped: Magento would take that one off for the pair that came back.
    expect(await channel().refund(refundOf(id, 5995, back(1)))).toMatchObject({ kind: 'done' });
    expect(await believed(id)).toMatchObject({ total_refunded: 5995, items: [{ qty_refunded: 0 }, {}, {}], creditmemos: [{ adjustment_positive: 5995 }] });
    // The one that will not come is taken off, and so is the second that came back.
    expect(await channel().refund(refundOf(id, 2 * 5995, { key: 'ref_2', lines: [{ ref: shoe, quantity: 1, what: 'cancelled' }, { ref: shoe, quantity: 1, what: 'returned' }, { ref: 'sold here', quantity: 1, what: 'returned' }] }))).toMatchObject({ kind: 'done' });
    expect(await believed(id)).toMatchObject({ total_refunded: 3 * 5995, items: [{ qty_refunded: 2 }, {}, {}] });
  });

  it('goes over several invoices, and goes on where a half-done refund stopped', async () => {
    const id = await place(pair);
    const [shoe, sock] = [await ref(id, 'SHOE-42'), await ref(id, 'SOCK')];
    await channel().capture?.(captureOf(id, 995 + 495));
    await channel().capture?.(captureOf(id, 3 * 5995, { key: 'cap_2' }));
    const lines = [{ ref: shoe, quantity: 2 }, { ref: sock, quantity: 1 }];
    await control('/faults', { operation: 'invoice.refund', kind: 'latency', milliseconds: 0, times: 1 });
    await fault('invoice.refund', 'reject', { status: 503, body: { message: 'Maintenance' } });
    expect(await channel().refund(refundOf(id, 2 * 5995 + 995, { lines }))).toMatchObject({ kind: 'refused', code: 'busy', retry: true });
    expect((await believed(id)).total_refunded).toBe(995);
    expect(await channel().refund(refundOf(id, 2 * 5995 + 995, { lines }))).toEqual({ kind: 'done', ref: '1,2' });
    expect((await believed(id)).creditmemos.map((memo) => memo.invoice_id)).toEqual([1, 2]);
    expect(await channel().refund(refundOf(id, 5995 * 2, { key: 'ref_2', lines: [{ ref: shoe, quantity: 2 }] }))).toMatchObject({ kind: 'refused', code: 'not_invoiced' });
  });

  it('only notes a refund offline, where the money goes back elsewhere', async () => {
    const id = await place({ ...pair, payment: 'captured' });
    const shop = channel({ contract: { money: 'own' } });
    expect(shop.contract).toEqual({ money: 'own', mail: 'channel', subtractsOwnSales: true });
    await fault('order.refund', 'lost');
    expect(await shop.refund(refundOf(id, 995, { lines: [{ ref: await ref(id, 'SOCK'), quantity: 1 }] }))).toEqual({ kind: 'done', ref: '1' });
    expect((await believed(id)).creditmemos).toMatchObject([{ grand_total: 995, invoice_id: null, online: false }]);
    expect(await channel().refund(refundOf(await place(pair), 995))).toMatchObject({ kind: 'refused', code: 'nothing_captured' });
  });

  it('keeps the order’s currency where Magento wants its base currency', async () => {
    const id = await place({ ...pair, payment: 'captured', currency: 'EUR', baseCurrency: 'USD', baseRate: 1.1 });
    expect(await channel().refund(refundOf(id, 1495, { lines: [{ ref: await ref(id, 'SOCK'), quantity: 1 }] }))).toEqual({ kind: 'done', ref: '1' });
    expect((await believed(id)).creditmemos).toMatchObject([{ grand_total: 1495, adjustment_positive: 500 }]);
  });

  it('refunds bundles of both kinds by what carries their price', async () => {
    const components = [{ sku: 'A', price: 1000, quantity: 1 }, { sku: 'B', price: 500, quantity: 2 }];
    const fixed = await place({ payment: 'captured', lines: [{ sku: 'SET', price: 2500, quantity: 2, type: 'bundle_fixed', components }] });
    expect(await channel().refund(refundOf(fixed, 2500, { lines: [{ ref: await ref(fixed, 'A'), quantity: 1 }, { ref: await ref(fixed, 'B'), quantity: 2 }] }))).toEqual({ kind: 'done', ref: '1' });
    expect((await believed(fixed)).items[0]).toMatchObject({ sku: 'SET', qty_refunded: 1 });
    const dynamic = await place({ payment: 'captured', lines: [{ sku: 'SET', price: 0, quantity: 2, type: 'bundle_dynamic', components }] });
    expect(await channel().refund(refundOf(dynamic, 500, { lines: [{ ref: await ref(dynamic, 'B'), quantity: 1 }] }))).toEqual({ kind: 'done', ref: '2' });
    expect((await believed(dynamic)).total_refunded).toBe(500);
  });
});
