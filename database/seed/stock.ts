/** How much of what lies where when the demo begins: spread by a seeded generator, so that it is the same each time. */
import { PLACES } from './places.ts';
import type { Place } from './places.ts';
import type { SeedVariant } from './shoes.ts';

export interface StockLine { sku: string; quantity: number }

/** Mulberry32 (Tommy Ettinger, public domain): small, and good enough to spread shoes. Gives numbers from 0 up to 1. */
function generator(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  };
}

/** Share of the models a place carries, and the most of one size that lies there. */
const ASSORTMENT: Readonly<Record<string, { share: number; most: number }>> = {
  large: { share: 0.85, most: 5 }, medium: { share: 0.6, most: 3 }, small: { share: 0.35, most: 2 },
  warehouse: { share: 0.55, most: 28 }, external_warehouse: { share: 0.35, most: 16 },
};

const textSeed = (text: string): number => [...text].reduce((seed, character) => Math.imul(seed ^ character.charCodeAt(0), 16_777_619), 2_166_136_261);

/** What lies at a place: a store carries a model in all its sizes or not at all, and the middle sizes most. */
export function stockOf(place: Place, variants: readonly SeedVariant[]): StockLine[] {
  const plan = ASSORTMENT[place.kind === 'store' ? place.size : place.kind];
  if (!plan) throw new Error(`there is no assortment for ${place.code}`);
  const chance = generator(textSeed(place.code));
  const carried = new Map<string, boolean>();
  const lines: StockLine[] = [];
  for (const variant of variants) {
    if (variant.kind !== 'goods' || variant.components.length > 0) continue;
    let has = carried.get(variant.product);
    if (has === undefined) carried.set(variant.product, (has = variant.group === null || chance() < plan.share));
    const draw = chance();
    if (!has) continue;
    const quantity = variant.group === null ? Math.round(4 + draw * plan.most * 2) : Math.floor(draw * (plan.most + 1) * (0.35 + variant.demand * 0.65));
    if (quantity > 0) lines.push({ sku: variant.sku, quantity });
  }
  return lines;
}

/** The first delivery to every place. */
export const firstDeliveries = (variants: readonly SeedVariant[]): { place: Place; lines: StockLine[] }[] => PLACES.map((place) => ({ place, lines: stockOf(place, variants) }));
