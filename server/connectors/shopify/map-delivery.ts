/** Where the goods of a Shopify order go: home, to a store for pickup, over the counter, or nowhere because they are digital. */
import type { OrderSnapshotInput } from '../../modules/channels/snapshot.ts';
import { parseStreet } from '../../kernel/street.ts';
import { clip, textOrNull } from './reading.ts';
import type { LineItem, RawAddress, RawOrder, ShippingLine } from './schema.ts';
import { isTip } from './map-lines.ts';

type Address = NonNullable<OrderSnapshotInput['billing']>;
type Delivery = NonNullable<OrderSnapshotInput['deliveries']>[number];
type Hold = NonNullable<OrderSnapshotInput['holds']>[number];

/** From a Shopify location id, or the code or title of a pickup shipping line (any case), to the code of a Spil location. */
export type LocationMap = Readonly<Record<string, string>>;

/** ISO 3166-1 keeps ZZ for private use; here it stands for a country that Shopify did not tell. */
const UNKNOWN_COUNTRY = 'ZZ';

/** One of Shopify's addresses in our fields. `problem` says why its street could not be taken apart; nothing of it is lost then. */
export function addressOf(raw: NonNullable<RawAddress>): { address: Address; problem: string | null } {
  const lines = [raw.address1, raw.address2].map((line) => clip(line ?? '', 200)).filter((line) => line !== '');
  const told = raw.country_code ?? raw.country;
  const country = told && /^[A-Za-z]{2}$/.test(told.trim()) ? told.trim().toUpperCase() : UNKNOWN_COUNTRY;
  const parsed = lines.length === 0 ? { unparsed: true as const, reason: 'The address has no street' } : parseStreet(lines, country);
  const taken = 'unparsed' in parsed
    ? { street: lines[0] ?? '', houseNumber: '', addition: null, line2: textOrNull(lines.slice(1).join(', '), 200) }
    : { street: clip(parsed.street, 200), houseNumber: clip(parsed.houseNumber, 20), addition: textOrNull(parsed.addition, 20), line2: textOrNull(parsed.line2, 200) };
  const name = raw.name ?? [raw.first_name, raw.last_name].filter(Boolean).join(' ');
  const problem = 'unparsed' in parsed ? parsed.reason : country === UNKNOWN_COUNTRY ? `The country "${told ?? ''}" is not an ISO 3166-1 code` : null;
  return {
    address: {
      name: textOrNull(name, 200), company: textOrNull(raw.company, 200), ...taken,
      postalCode: clip(raw.zip ?? '', 20), city: clip(raw.city ?? '', 100), region: textOrNull(raw.province, 100), country,
      phone: textOrNull(raw.phone, 50),
      original: textOrNull([...lines, [raw.zip, raw.city].filter(Boolean).join(' '), raw.province, raw.country ?? raw.country_code].filter(Boolean).join('\n'), 1000),
    },
    problem,
  };
}

const lookUp = (map: LocationMap): ((key: string | null | undefined) => string | null) => {
  const byName = new Map(Object.entries(map).map(([key, code]) => [key.trim().toLowerCase(), code]));
  return (key) => (key ? byName.get(key.trim().toLowerCase()) ?? null : null);
};

/** Shopify's REST order does not say that a shipping line is a pickup (ShopifySharp issue 638): the configured codes and titles tell, or a delivery category. */
const saysPickup = (line: ShippingLine): boolean => /^(?:local[-_ ]?)?pick[-_ ]?up$/i.test(line.delivery_category?.trim() ?? '');

/** Whether a line is handled by a person or a carrier at all. */
const needsHandling = (line: LineItem): boolean => !isTip(line) && line.gift_card !== true && line.requires_shipping !== false;

/** The deliveries, which one a line belongs to, and what must be settled before anything is sent. */
export function deliveriesOf(order: RawOrder, map: LocationMap): { deliveries: Delivery[]; deliveryOf: (line: LineItem) => string | null; shippingDelivery: string | null; holds: Hold[] } {
  const holds: Hold[] = [];
  const lines = order.line_items.filter((line) => !isTip(line));
  const deliveries: Delivery[] = [];
  if (lines.some(needsHandling)) deliveries.push(goodsDelivery(order, map, holds));
  const first = deliveries[0]?.ref ?? null;
  if (lines.some((line) => !needsHandling(line))) deliveries.push({ ref: 'digital', kind: 'digital' });
  return { deliveries, deliveryOf: (line) => (needsHandling(line) ? first : 'digital'), shippingDelivery: first, holds };
}

function goodsDelivery(order: RawOrder, map: LocationMap, holds: Hold[]): Delivery {
  const locate = lookUp(map);
  const active = order.shipping_lines.filter((line) => !line.is_removed);
  const method = textOrNull(active.map((line) => line.title ?? line.code).filter(Boolean).join(', '), 200);
  const pickups = active.filter((line) => saysPickup(line) || locate(line.code) !== null || locate(line.title) !== null);

  if (active.length > 0 && pickups.length === active.length) {
    const locations = new Set(pickups.map((line) => locate(line.code) ?? locate(line.title)));
    const [location = null] = locations;
    if (locations.size > 1 || location === null) {
      holds.push({ reason: 'pickup_location', note: `No single location is configured for the pickup method "${method ?? ''}"` });
    }
    return { ref: 'pickup', kind: 'pickup', location: locations.size > 1 ? null : location, method };
  }
  if (order.source_name === 'pos' && active.length === 0 && !order.shipping_address) {
    return { ref: 'carry_out', kind: 'carry_out', location: locate(order.location_id), method };
  }
  if (pickups.length > 0) holds.push({ reason: 'delivery_unclear', note: `Shopify does not tell which lines are collected and which are sent: ${method ?? ''}` });
  if (!order.shipping_address) {
    holds.push({ reason: 'address_missing', note: 'The order needs shipping and has no shipping address' });
    return { ref: 'ship', kind: 'ship', method };
  }
  const { address, problem } = addressOf(order.shipping_address);
  if (problem !== null) holds.push({ reason: 'address', note: clip(problem, 1000) });
  return { ref: 'ship', kind: 'ship', address, method };
}
