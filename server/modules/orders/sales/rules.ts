/** Pure: what is wrong with a receipt, and the order that it is. */
import type { Instant } from '../../../kernel/clock.ts';
import type { Actor } from '../../../kernel/command.ts';
import { normaliseGtin } from '../../../kernel/gtin.ts';
import { formatMinor } from '../../../kernel/money.ts';
import type { Minor } from '../../../kernel/money.ts';
import type { OrderSnapshot, TaxAmount } from '../../channels/index.ts';
import type { SaleBody } from './contract.ts';
import { saleProblems } from './problems.ts';

/** What is known of the places that a receipt names. */
export interface SalePlace { code: string; kind: string; active: boolean; capabilities: readonly string[]; country: string; zone?: string }
export interface KnownForSale {
  channel: { code: string; kind: string; active: boolean; list: string } | null;
  places: ReadonlyMap<string, SalePlace>;
  /** By code as scanned: the SKU, and how many pieces the barcode stands for. */
  products: ReadonlyMap<string, { sku: string; pieces: number; name: string }>;
}

/** A till's clock may run a little ahead. */
const AHEAD_MS = 5 * 60_000;
/** A till that was offline for longer than this has a wrong clock. */
const LONGEST_MS = 400 * 86_400_000;

/** A receipt that comes later than this was made without a connection: its customer has gone with the goods. */
const GONE_MS = 15 * 60_000;
export const hasGone = (soldAt: Instant, now: Instant): boolean => Date.parse(now) - Date.parse(soldAt) > GONE_MS;

/** Refuses what cannot be a receipt: one line per refusal, money last and all of it at once. */
export function refuseWrongSale(sale: SaleBody, { channel, places }: KnownForSale, actor: Actor, now: Instant): void {
  if (!channel?.active || channel.kind !== 'till') throw saleProblems.not_a_till({ detail: channel ? `"${sale.channel}" is of kind ${channel.kind}${channel.active ? '' : ' and not in use'}; sales come from a channel of kind till.` : `There is no channel "${sale.channel}".`, found: sale.channel, field: 'channel' });
  if (!places.has(sale.location)) throw saleProblems.location_unknown({ detail: `There is no location "${sale.location}".`, found: sale.location, field: 'location' });
  if (actor.locations !== 'all' && !actor.locations.includes(sale.location)) throw saleProblems.not_yours({ detail: `"${actor.name}" does not sell at ${sale.location}.`, found: sale.location, expected: actor.locations, field: 'location' });
  const age = Date.parse(now) - Date.parse(sale.soldAt);
  if (age < -AHEAD_MS) throw saleProblems.not_yet({ detail: `It is ${now} now; the receipt says ${sale.soldAt}. Set the till's clock right and send it with the time it was sold.`, found: sale.soldAt, expected: now, field: 'soldAt' });
  if (age > LONGEST_MS) throw saleProblems.too_long_ago({ detail: `The receipt says ${sale.soldAt}, more than a year ago. Set the till's clock right and send it with the time it was sold.`, found: sale.soldAt, field: 'soldAt' });
  refuseWrongDeliveries(sale, places, hasGone(sale.soldAt, now));
  const reasons = proveSale(sale);
  if (reasons.length > 0) throw saleProblems.does_not_add_up({ detail: `${reasons.map(({ detail }) => detail).join(' ')} Nothing was booked.`, field: reasons[0]?.field ?? 'total', errors: reasons });
}

/** `gone`: its customer was told already where to collect it, so that somebody must ask them where else. */
function refuseWrongDeliveries({ deliveries, lines, charges }: SaleBody, places: ReadonlyMap<string, SalePlace>, gone: boolean): void {
  const refs = deliveries.map(({ ref }) => ref);
  const again = [...refs, HERE].find((ref, index, all) => all.indexOf(ref) !== index);
  if (again !== undefined) throw saleProblems.twice({ detail: `Two deliveries are called "${again}"${again === HERE ? ', which is what taking along is called' : ''}.`, found: again, field: 'deliveries' });
  for (const [what, list] of [['lines', lines], ['charges', charges]] as const) {
    for (const [index, { delivery }] of list.entries()) {
      if (delivery !== null && !refs.includes(delivery)) throw saleProblems.delivery_unknown({ detail: `${what}[${index}] goes by "${delivery}"; the receipt has ${refs.length === 0 ? 'no deliveries' : refs.join(', ')}.`, found: delivery, expected: refs, field: `${what}[${index}].delivery` });
    }
  }
  for (const [index, delivery] of deliveries.entries()) {
    if (!lines.some((line) => line.delivery === delivery.ref)) throw saleProblems.delivery_empty({ detail: `No line goes by "${delivery.ref}".`, found: delivery.ref, field: `deliveries[${index}]` });
    if (delivery.kind !== 'collect') continue;
    const place = places.get(delivery.location);
    if (!place) throw saleProblems.location_unknown({ detail: `There is no location "${delivery.location}".`, found: delivery.location, field: `deliveries[${index}].location` });
    if (!gone && (!place.active || !place.capabilities.includes('pickup'))) throw saleProblems.not_collected_there({ detail: `${delivery.location} ${place.active ? 'hands out no orders' : 'is closed for good'}. Choose another store.`, found: delivery.location, field: `deliveries[${index}].location` });
  }
  const own = lines.map((line, index) => line.ref ?? String(index + 1));
  const twice = own.find((ref, index) => own.indexOf(ref) !== index) ?? charges.map(({ ref }) => ref).find((ref, index, all) => all.indexOf(ref) !== index || ref === ROUNDING);
  if (twice !== undefined) throw saleProblems.twice({ detail: `"${twice}" is used twice as a reference of lines or of charges.`, found: twice, field: 'lines' });
}

/** What does not add up, each with its field. */
export function proveSale({ lines, charges, payments, rounding, total, currency }: SaleBody): { field: string; detail: string }[] {
  const money = (amount: Minor): string => `${formatMinor(amount, currency)} ${currency}`;
  const reasons: { field: string; detail: string }[] = [];
  const say = (field: string, detail: string): void => { reasons.push({ field, detail }); };
  let sum = rounding;
  for (const [index, line] of lines.entries()) {
    const paid = line.unitPrice * line.quantity - line.discount;
    const tax = line.vat.reduce((all, one) => all + one.amount, 0);
    if (paid < 0) say(`lines[${index}].discount`, `Line ${index + 1}: the discount of ${money(line.discount)} is more than its price of ${money(line.unitPrice * line.quantity)}.`);
    else if (tax > paid) say(`lines[${index}].vat`, `Line ${index + 1}: VAT of ${money(tax)} is more than its price of ${money(paid)}.`);
    if (line.kind === 'gift_card' && tax > 0) say(`lines[${index}].vat`, `Line ${index + 1}: a gift card that is sold carries no VAT.`);
    sum += paid;
  }
  for (const [index, { amount, vat }] of charges.entries()) {
    if (vat.reduce((all, one) => all + one.amount, 0) > amount) say(`charges[${index}].vat`, `Charge ${index + 1}: its VAT is more than itself.`);
    sum += amount;
  }
  const paid = payments.reduce((all, one) => all + one.amount, 0);
  if (sum !== total) say('total', `Lines, charges and rounding come to ${money(sum)}; the receipt says ${money(total)}.`);
  if (paid !== total) say('payments', `The payments come to ${money(paid)}; the receipt says ${money(total)}. What is given back as change is no part of a payment.`);
  if (rounding !== 0 && !payments.some(({ method }) => method === 'cash')) say('rounding', `Only what is paid in cash is rounded; there is no cash among the payments.`);
  return reasons;
}

/** `ref` of the delivery that is taking along. */
export const HERE = 'here';
const ROUNDING = 'rounding';
const OPERATORS: Readonly<Record<SaleBody['payments'][number]['method'], string>> = { cash: 'till', card: 'till', other: 'till', gift_card: 'gift_card', invoice: 'invoice' };

/** The receipt as an order of its channel. What was scanned and nobody knows stays on its line as it was scanned. */
export function snapshotOf(sale: SaleBody, { places, products }: KnownForSale): OrderSnapshot {
  const country = places.get(sale.location)?.country ?? 'NL';
  const taxes = (vat: SaleBody['lines'][number]['vat']): TaxAmount[] => vat.map((one) => ({ name: 'VAT', ...one, country }));
  const { customer } = sale;
  const noProperties: Record<string, string> = {};
  return {
    externalId: sale.receipt, externalNumber: sale.receipt, version: null, placedAt: sale.soldAt, test: false, currency: sale.currency, pricesIncludeTax: true,
    customer: customer && { externalId: customer.loyalty, name: customer.name, email: customer.email, phone: customer.phone, language: customer.language }, billing: null,
    deliveries: [
      ...(sale.lines.some(({ delivery }) => delivery === null) ? [{ ref: HERE, kind: 'carry_out' as const, address: null, location: sale.location, pickupPoint: null, method: null, promisedBy: null }] : []),
      ...sale.deliveries.map((delivery) => (delivery.kind === 'collect'
        ? { ref: delivery.ref, kind: 'pickup' as const, address: null, location: delivery.location, pickupPoint: null, method: null, promisedBy: delivery.promisedBy }
        : { ref: delivery.ref, kind: 'ship' as const, address: delivery.address, location: null, pickupPoint: null, method: delivery.method, promisedBy: delivery.promisedBy })),
    ],
    lines: sale.lines.map((line, index) => {
      const product = line.code === null ? undefined : products.get(line.code);
      const gtin = line.code === null ? null : normaliseGtin(line.code);
      const subtotal = line.unitPrice * line.quantity;
      const quantity = line.quantity * (product?.pieces ?? 1);
      return {
        ref: line.ref ?? String(index + 1), sku: product?.sku ?? (gtin === null && line.kind !== 'goods' ? line.code : null), gtin, name: line.name ?? product?.name ?? line.code ?? KINDS[line.kind], kind: line.kind, quantity,
        unitPrice: quantity === line.quantity ? line.unitPrice : Math.round(subtotal / quantity), subtotal, discount: line.discount, taxes: taxes(line.vat), total: subtotal - line.discount,
        delivery: line.delivery ?? HERE, bundle: null, properties: product || gtin !== null || line.code === null ? noProperties : { code: line.code }, cancelled: 0, shipped: 0, returned: 0,
      };
    }),
    charges: [
      ...sale.charges.map(({ ref, kind, name, amount, vat, delivery }) => ({ ref, kind, name, subtotal: amount, discount: 0, taxes: taxes(vat), total: amount, delivery, refunded: 0 })),
      ...(sale.rounding === 0 ? [] : [{ ref: ROUNDING, kind: 'rounding' as const, name: 'Cash rounding', subtotal: sale.rounding, discount: 0, taxes: [], total: sale.rounding, delivery: null, refunded: 0 }]),
    ],
    // An operator knows a payment by one reference, and a terminal or a gift card may give the same again.
    payments: sale.payments.map(({ method, amount, ref }, index) => ({ ref: `${sale.channel}/${sale.receipt}/${index + 1}${ref === null ? '' : ` ${ref}`}`, operator: OPERATORS[method], method, authorised: amount, captured: amount, refunded: 0, expiresAt: null })),
    totals: { total: sale.total, discount: null, tax: null, shipping: null }, cancelledAt: null, cancelReason: null, holds: [], tags: [], note: null,
  };
}

const KINDS: Readonly<Record<SaleBody['lines'][number]['kind'], string>> = { goods: 'Without a code', service: 'Service', gift_card: 'Gift card', deposit: 'Deposit' };
