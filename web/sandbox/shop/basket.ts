/** The basket of a shop, kept in this browser tab until it is bought. */
import { useCallback, useSyncExternalStore } from 'react';
import type { Shop } from '../demo.ts';

export interface BasketLine { sku: string; name: string; label: string; price: number; quantity: number; picture: string | null }

/** Pure: puts one more of a product in. */
export function added(basket: readonly BasketLine[], line: Omit<BasketLine, 'quantity'>): BasketLine[] {
  const known = basket.find(({ sku }) => sku === line.sku);
  return known ? changed(basket, line.sku, known.quantity + 1) : [...basket, { ...line, quantity: 1 }];
}
/** Pure: so many of a product; none takes it out, twenty is the most. */
export const changed = (basket: readonly BasketLine[], sku: string, quantity: number): BasketLine[] => basket.flatMap((line) => (line.sku !== sku ? [line] : quantity <= 0 ? [] : [{ ...line, quantity: Math.min(20, Math.floor(quantity)) }]));
export const worthOf = (basket: readonly BasketLine[]): number => basket.reduce((sum, { price, quantity }) => sum + price * quantity, 0);
/** Pure: what sending costs. The outlet always asks it, the others below fifty euros. */
export const shippingOf = (shop: Shop, worth: number, pickedUp: boolean): number => (pickedUp || worth === 0 || (shop !== 'outlet' && worth >= 5000) ? 0 : 495);

const keyOf = (shop: Shop): string => `spil.demo.basket.${shop}`;
const NOTHING: readonly BasketLine[] = [];
const listeners = new Set<() => void>();
const kept = new Map<string, { text: string; basket: readonly BasketLine[] }>();

function read(shop: Shop): readonly BasketLine[] {
  const text = sessionStorage.getItem(keyOf(shop)) ?? '';
  const before = kept.get(shop);
  if (before?.text === text) return before.basket;
  const basket = text === '' ? NOTHING : JSON.parse(text) as BasketLine[];
  kept.set(shop, { text, basket });
  return basket;
}
const subscribe = (listener: () => void): (() => void) => {
  listeners.add(listener);
  return () => listeners.delete(listener);
};

export function useBasket(shop: Shop): [readonly BasketLine[], (next: readonly BasketLine[]) => void] {
  const basket = useSyncExternalStore(subscribe, () => read(shop));
  const keep = useCallback((next: readonly BasketLine[]) => {
    sessionStorage.setItem(keyOf(shop), JSON.stringify(next));
    for (const listener of listeners) listener();
  }, [shop]);
  return [basket, keep];
}
