/** Where the demo's shoes lie: every SKU has a place in every location, along which one can walk. */
import { PLACES } from './places.ts';
import type { Place } from './places.ts';
import type { SeedVariant } from './shoes.ts';

export interface SeedShelf { location: string; sku: string; place: string }

const AISLES = 'ABCDEFGHJK';
/** A model's sizes lie together in a rack, small ones on the lowest shelf. */
const SIZES_PER_SHELF = 3;

/** Aisle, rack and shelf, as "B-4-2": models stand in their order, but each store begins somewhere else; accessories lie at the counter, Z. */
export function shelvesOf(place: Place, serial: number, variants: readonly SeedVariant[]): SeedShelf[] {
  const racks = place.kind === 'store' ? { large: 8, medium: 10, small: 12 }[place.size] : 6;
  const shoes = [...new Set(variants.filter((variant) => variant.group !== null).map((variant) => variant.product))];
  const position = new Map(shoes.map((product, index) => [product, (index + serial * 7) % shoes.length]));
  const seen = new Map<string, number>();
  return variants.filter((variant) => variant.kind === 'goods').map(({ sku, product, group }, index) => {
    if (group === null) return { location: place.code, sku, place: `Z-1-${index % 4 + 1}` };
    const rack = position.get(product) ?? 0;
    const size = seen.get(product) ?? 0;
    seen.set(product, size + 1);
    return { location: place.code, sku, place: `${AISLES.charAt(Math.floor(rack / racks))}-${rack % racks + 1}-${Math.floor(size / SIZES_PER_SHELF) + 1}` };
  });
}

export const shelves = (variants: readonly SeedVariant[]): SeedShelf[] => PLACES.flatMap((place, serial) => shelvesOf(place, serial, variants));
