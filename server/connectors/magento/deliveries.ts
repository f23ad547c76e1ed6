/** Where a Magento order goes: its shipping assignments as deliveries, in-store pickup by a configured map, and addresses taken apart. */
import { parseStreet } from '../../kernel/street.ts';
import type { OrderSnapshotInput } from '../../modules/channels/snapshot.ts';
import { ships } from './lines.ts';
import type { RawAddress, RawItem, RawOrder } from './order.ts';
import { idOf } from './priced.ts';

export type DeliveryInput = NonNullable<OrderSnapshotInput['deliveries']>[number];
export type AddressInput = NonNullable<DeliveryInput['address']>;
type Hold = { reason: string; note: string | null };

const clean = (value: string | null | undefined, most: number): string | null => {
  const text = value?.replace(/\s+/g, ' ').trim();
  return text ? text.slice(0, most) : null;
};

/** First, middle and last name with prefix and suffix, as printed on a label. */
export const fullName = (parts: readonly (string | null | undefined)[]): string | null => clean(parts.filter(Boolean).join(' '), 200);

const linesOfStreet = (street: RawAddress['street']): string[] =>
  (typeof street === 'string' ? street.split('\n') : street ?? []).map((line) => line?.trim() ?? '').filter((line) => line !== '');

/** An address, with the sentence why it needs a person's eye, if it does. Null when Magento gave nothing to go to. */
export function addressOf(raw: RawAddress | null | undefined): { address: AddressInput | null; doubt: string | null } {
  if (!raw) return { address: null, doubt: null };
  const lines = linesOfStreet(raw.street);
  const country = raw.country_id?.trim().toUpperCase() ?? '';
  const region = typeof raw.region === 'string' ? raw.region : null;
  const name = fullName([raw.prefix, raw.firstname, raw.middlename, raw.lastname, raw.suffix]);
  const original = [...lines, [raw.postcode, raw.city].filter(Boolean).join(' '), region, country].filter(Boolean).join('\n').slice(0, 1000);
  if (!/^[A-Z]{2}$/.test(country)) return { address: null, doubt: `"${raw.country_id ?? ''}" is not a country code; the address reads: ${original.replaceAll('\n', ', ')}` };
  const common = {
    name, company: clean(raw.company, 200), postalCode: clean(raw.postcode, 20) ?? '', city: clean(raw.city, 100) ?? '', region: clean(region, 100), country,
    phone: clean(raw.telephone, 50), email: clean(raw.email, 254), original,
  };
  const asGiven = (reason: string): { address: AddressInput; doubt: string } => ({
    address: { ...common, street: clean(lines[0], 200) ?? '', houseNumber: '', addition: null, line2: clean(lines.slice(1).join(', '), 200) }, doubt: reason,
  });
  if (lines.length === 0) return asGiven('the address has no street');
  if (!raw.city?.trim()) return asGiven('the address has no city');
  const parsed = parseStreet(lines, country);
  if ('unparsed' in parsed) return asGiven(parsed.reason);
  if (parsed.houseNumber.length > 20 || (parsed.addition?.length ?? 0) > 20 || parsed.street.length > 200) return asGiven('a part of the address is longer than a label takes');
  return { address: { ...common, ...parsed, line2: clean(parsed.line2, 200) }, doubt: null };
}

/** Magento's in-store delivery is carrier `instore` with method `pickup`; with MSI the order names the pickup location's source. */
const PICKUP_METHOD = /^instore_/;

export interface Deliveries {
  deliveries: DeliveryInput[];
  holds: Hold[];
  /** The delivery of an item; null when nothing has to be brought anywhere. */
  of: (item: RawItem) => string | null;
  /** The delivery that shipping is charged for. */
  main: string | null;
  tags: string[];
}

/**
 * One delivery per shipping assignment (Magento itself makes one; multi-address checkouts make an order each), and one digital
 * delivery for what never ships. The source that Magento would have shipped from is kept as tag; Spil decides where from by itself.
 */
export function deliveriesOf(order: RawOrder, storeLocations: Readonly<Record<string, string>>): Deliveries {
  const shipping = order.items.filter(ships);
  const extension = order.extension_attributes;
  const assignments = shipping.length === 0 ? [] : extension?.shipping_assignments?.length ? extension.shipping_assignments : [{ shipping: null, items: null, stock_id: null }];
  const holds: Hold[] = [];
  const tags: string[] = [];
  const code = extension?.pickup_location_code || null;
  if (code) tags.push(`pickup-location:${code}`.slice(0, 100));
  const deliveries = assignments.map((assignment, index): DeliveryInput => {
    const ref = `delivery-${index + 1}`;
    const method = assignment.shipping?.method?.slice(0, 200) || null;
    if (assignment.stock_id) tags.push(`stock:${assignment.stock_id}`);
    if (code || PICKUP_METHOD.test(method ?? '')) {
      const location = code === null ? undefined : storeLocations[code];
      if (location === undefined) holds.push({ reason: 'pickup_location', note: code === null ? 'the order is for pickup in a store, but Magento does not tell which' : `Magento's pickup location "${code}" is not in the channel's map of locations` });
      return { ref, kind: 'pickup', address: null, location: location ?? null, method };
    }
    const { address, doubt } = addressOf(assignment.shipping?.address);
    if (doubt) holds.push({ reason: 'address', note: doubt.slice(0, 1000) });
    else if (address === null) holds.push({ reason: 'address_missing', note: 'the order has goods to ship, but no shipping address' });
    return { ref, kind: 'ship', address, method };
  });
  const digital = order.items.some((item) => !ships(item));
  if (digital) deliveries.push({ ref: 'digital', kind: 'digital' });
  const byItem = new Map(assignments.flatMap((assignment, index) => (assignment.items ?? []).map((item): [string, string] => [String(item.item_id ?? ''), `delivery-${index + 1}`])));
  const main = assignments.length > 0 ? 'delivery-1' : null;
  return {
    deliveries, holds, tags: [...new Set(tags)], main,
    of: (item) => (ships(item) ? byItem.get(idOf(item)) ?? byItem.get(String(item.parent_item_id ?? '')) ?? main : 'digital'),
  };
}
