/** Money that Magento holds for us: captures by invoice and refunds by credit memo, to the cent and never twice. */
import { exponentOf, formatMinor } from '../../kernel/money.ts';
import type { Minor } from '../../kernel/money.ts';
import type { ChannelOutcome, RefundNotice } from '../../modules/channels/ports.ts';
import { fine, toMinor } from './amounts.ts';
import type { MagentoClient } from './client.ts';
import { itemsToInvoice, itemsToPay, nameable } from './documents.ts';
import type { DocumentItem } from './documents.ts';
import type { RawOrder } from './order.ts';
import { CreditMemo, Invoice } from './papers.ts';
import { planRefund } from './refunds.ts';
import { idOf } from './priced.ts';
import { carries, documentsOf, done, marker, outcomeOfFailedRead, readOrder, refused, writeOnce } from './writing.ts';

const OPEN = '1';
const PAID = '2';

export interface CaptureCommand { externalOrderId: string; payment: string | null; amount: Minor; currency: string; key: string }

/**
 * Captures by making an invoice with capture. Magento invoices items and quantities, never amounts: the amount must be all that is due,
 * what is shipped and not yet invoiced, or one choice of lines (see `itemsToInvoice`); anything else is refused with both figures.
 * An invoice that the checkout left open is captured as it is when its total is the amount.
 */
export async function capture(client: MagentoClient, command: CaptureCommand): Promise<ChannelOutcome> {
  const find = async (): Promise<string | null> => {
    const made = (await documentsOf(client, '/invoices', command.externalOrderId, Invoice)).find((invoice) => carries(invoice.comments, command.key));
    return made ? String(made.entity_id) : null;
  };
  try {
    const order = await readOrder(client, command.externalOrderId);
    if (order.order_currency_code !== command.currency) return refused('currency', `the order is in ${order.order_currency_code}, not in ${command.currency}`);
    const invoices = await documentsOf(client, '/invoices', command.externalOrderId, Invoice);
    const made = invoices.find((invoice) => carries(invoice.comments, command.key));
    if (made) return done(made.entity_id);
    const open = invoices.find((invoice) => String(invoice.state) === OPEN && toMinor(fine(invoice.grand_total, command.currency)) === command.amount);
    if (open) {
      const paid = async (): Promise<string | null> => ((await documentsOf(client, '/invoices', command.externalOrderId, Invoice)).some((invoice) => String(invoice.entity_id) === String(open.entity_id) && String(invoice.state) === PAID) ? String(open.entity_id) : null);
      return await writeOnce(client, paid, () => client.post(`/invoices/${open.entity_id}/capture`), () => done(open.entity_id));
    }
    const items = itemsToInvoice(order, command.amount, command.currency);
    if (items === null) {
      return refused('amount_not_expressible', `Magento captures lines, not amounts: ${formatMinor(command.amount, command.currency)} ${command.currency} is neither all that is due (${formatMinor(toMinor(fine(order.total_due, command.currency)), command.currency)}) nor exactly one choice of lines`);
    }
    const body = { capture: true, ...(items === 'all' ? {} : { items }), notify: false, appendComment: false, comment: { comment: `Captured ${marker(command.key)}`, is_visible_on_front: 0 } };
    return await writeOnce(client, find, () => client.post(`/order/${encodeURIComponent(command.externalOrderId)}/invoice`, body));
  } catch (error) {
    return outcomeOfFailedRead(error);
  }
}

export interface RefundOptions {
  /** `online`: through the payment method, against the invoice. `offline`: Magento only notes it, because the money goes back elsewhere. */
  refunds: 'online' | 'offline';
  /** What a shop's setting "display shipping on orders" makes of the shipping amount of a credit memo. */
  shippingAmounts: 'excluding_tax' | 'including_tax';
}

/** An amount of the order's currency as Magento takes it in a credit memo: in its base currency, by the order's own rate. */
export function inBase(order: RawOrder, amount: Minor, currency: string): number {
  const base = order.base_currency_code ?? currency;
  if (base === currency) return Number(formatMinor(amount, currency));
  const [whole, part] = [fine(order.grand_total, currency), fine(order.base_grand_total, base)];
  return whole === 0 ? 0 : Number(formatMinor(Math.round((amount * part) / whole), base));
}

/**
 * Refunds by credit memos: lines by quantity, shipping as asked (Magento gives back all of it when none is named), and the rest of the
 * amount as adjustment. Stock is never returned by it: where the goods are is ours to know, and the next stock figure tells. What memos
 * with our key have already given back is taken off first, so a second call does only what is missing.
 */
export async function refund(client: MagentoClient, options: RefundOptions, notice: RefundNotice): Promise<ChannelOutcome> {
  const { currency } = notice;
  const memosOfOrder = (): Promise<CreditMemo[]> => documentsOf(client, '/creditmemos', notice.externalOrderId, CreditMemo);
  const ours = (memos: readonly CreditMemo[]): CreditMemo[] => memos.filter((memo) => carries(memo.comments, notice.key));
  const given = (memos: readonly CreditMemo[]): Minor => ours(memos).reduce((sum, memo) => sum + toMinor(fine(memo.grand_total, currency)), 0);
  const refs = (memos: readonly CreditMemo[]): string => ours(memos).map((memo) => String(memo.entity_id)).join(',');
  try {
    exponentOf(currency);
    const order = await readOrder(client, notice.externalOrderId);
    if (order.order_currency_code !== currency) return refused('currency', `the order is in ${order.order_currency_code}, not in ${currency}`);
    const before = await memosOfOrder();
    if (given(before) === notice.amount) return done(refs(before));
    if (given(before) > notice.amount) return otherAmount(given(before), notice, refs(before));
    const named = itemsToPay(order, notice.lines.filter(({ ref, what }) => what === undefined || order.items.some((item) => idOf(item) === ref)), currency);
    if (named.kind === 'unknown_line') return refused('unknown_line', named.reason);
    const items = namedUnits(order, notice.lines, named.items, currency).map((item) => ({ ...item, qty: Math.max(0, item.qty - quantityIn(ours(before), item.order_item_id)) })).filter((item) => item.qty > 0);
    const shippingGiven = ours(before).reduce((sum, memo) => sum + toMinor(fine(memo.shipping_amount, currency) + fine(memo.shipping_tax_amount, currency)), 0);
    const invoices = options.refunds === 'online' ? (await documentsOf(client, '/invoices', notice.externalOrderId, Invoice)).filter((invoice) => String(invoice.state ?? PAID) === PAID) : null;
    if (invoices?.length === 0) return refused('nothing_captured', 'Magento has no paid invoice to refund');
    const parts = planRefund({
      order, currency, items, amount: notice.amount - given(before), shipping: Math.max(0, notice.shipping - shippingGiven), invoices, memos: before,
      shippingAmounts: options.shippingAmounts, fallbackItem: named.kind === 'incomplete' ? named.parent : null,
    });
    if (parts.kind === 'refused') return refused(parts.code, parts.reason);
    for (const part of parts.parts) {
      const known = new Set(ours(await memosOfOrder()).map((memo) => String(memo.entity_id)));
      const find = async (): Promise<string | null> => { const made = ours(await memosOfOrder()).find((memo) => !known.has(String(memo.entity_id))); return made ? String(made.entity_id) : null; };
      const body = {
        items: part.items, notify: false, appendComment: false, comment: { comment: `${notice.note} ${marker(notice.key)}`.trim(), is_visible_on_front: 0 },
        arguments: { shipping_amount: inBase(order, part.shipping, currency), adjustment_positive: inBase(order, Math.max(0, part.adjustment), currency), adjustment_negative: inBase(order, Math.max(0, -part.adjustment), currency) },
      };
      const outcome = await writeOnce(client, find, () => (part.invoice === null
        ? client.post(`/order/${encodeURIComponent(notice.externalOrderId)}/refund`, body)
        : client.post(`/invoice/${part.invoice}/refund`, { ...body, isOnline: true })));
      if (outcome.kind !== 'done') return outcome;
    }
    const after = await memosOfOrder();
    return given(after) === notice.amount ? done(refs(after)) : otherAmount(given(after), notice, refs(after));
  } catch (error) {
    return outcomeOfFailedRead(error);
  }
}

/** What the credit memo names: lines as they are given, but of units that came back or never left only what Magento can take off for them. */
function namedUnits(order: RawOrder, lines: RefundNotice['lines'], all: readonly DocumentItem[], currency: string): readonly DocumentItem[] {
  const known = lines.filter(({ ref }) => order.items.some((item) => idOf(item) === ref));
  const of = (what: 'returned' | 'cancelled'): readonly DocumentItem[] => { const named = itemsToPay(order, known.filter((line) => line.what === what), currency); return named.kind === 'unknown_line' ? [] : named.items; };
  return lines.some(({ what }) => what === undefined) ? all : nameable(order, of('cancelled'), of('returned'));
}

const quantityIn = (memos: readonly CreditMemo[], orderItemId: number): number =>
  memos.reduce((sum, memo) => sum + (memo.items ?? []).filter((item) => Number(item.order_item_id) === orderItemId).reduce((total, item) => total + Number(item.qty ?? 0), 0), 0);

/** Money moved, but not the amount asked (Magento rounds each part by itself): a person sees both figures. */
const otherAmount = (given: Minor, notice: RefundNotice, refs: string): ChannelOutcome => ({
  kind: 'unknown', reason: `credit memo ${refs} gave back ${formatMinor(given, notice.currency)} ${notice.currency} where ${formatMinor(notice.amount, notice.currency)} was asked`,
});
