/** Pure: what a channel may offer of several SKUs, per SKU and per location, by its rules. */
import type { Instant } from '../../kernel/clock.ts';
import { metresBetween, quantityOf } from '../sourcing/index.ts';
import type { Coordinates, Master, Selling, SellingDelivery } from '../sourcing/index.ts';
import type { Known } from './kept-figures.ts';

export interface OfferWanted { channel: string; delivery: SellingDelivery; now: Instant; /** Only these; null is all. */ locations: ReadonlySet<string> | null; /** Tell what each location has. */ perLocation: boolean; /** Where the customer is, by what they gave and by their IP address. */ here: Coordinates | null; byIp: Coordinates | null }
interface Here { location: string; available: number; metres?: number }
export interface Offered { sku: string; available: number; locations?: Here[] }

/**
 * What may be sold of a SKU. A location never offers more than the whole network may sell. For pickup near a place only so many stores are
 * offered as the rules say, the nearest of those that have it; one whose place is not known comes last.
 */
export function offer(selling: Selling, master: Pick<Master, 'locations'>, { product, figures }: Known, wanted: OfferWanted): Offered {
  const { channel, delivery, now, locations, perLocation, here, byIp } = wanted;
  const view = selling.for(channel, delivery);
  const rules = { view, places: selling.places, product, now };
  const rule = delivery === 'pickup' ? selling.nearestStores(channel) : null;
  const near = rule?.by === 'ip' ? byIp ?? here : here ?? byIp;
  const most = near && rule ? rule.count : null;
  if (!perLocation && locations === null && most === null) return { sku: product.sku, available: quantityOf(figures, rules) };
  const each: Here[] = [];
  const network = quantityOf(figures, rules, (location, quantity) => {
    if (locations === null || locations.has(location)) each.push({ location, available: quantity });
  });
  const shown = near ? nearest(each, master, near, most) : each;
  const available = locations === null && most === null ? network : Math.min(network, shown.reduce((sum, one) => sum + one.available, 0));
  return { sku: product.sku, available, ...(perLocation ? { locations: shown.flatMap((one) => (network > 0 ? [{ ...one, available: Math.min(one.available, network) }] : [])) } : {}) };
}

function nearest(each: readonly Here[], { locations }: Pick<Master, 'locations'>, near: Coordinates, most: number | null): Here[] {
  const far = each.map((one): Here => {
    const place = locations.find(({ code }) => code === one.location);
    return place?.latitude == null || place.longitude == null ? one : { ...one, metres: metresBetween(near, { latitude: place.latitude, longitude: place.longitude }) };
  });
  const away = (one: Here): number => one.metres ?? Number.MAX_SAFE_INTEGER;
  far.sort((a, b) => away(a) - away(b) || (a.location < b.location ? -1 : 1));
  return most === null ? far : far.slice(0, most);
}
