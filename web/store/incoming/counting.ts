/** Pure: what was counted in a tote against what should be in it. */
import type { Answer, Input } from '../../api/client.ts';
import { meansProduct } from '../../scanning/codes.ts';

export type Load = Answer<'getLoad'>;

/** Whatever is counted against a list of products: a tote, or what a supplier brings. */
export interface Countable { products: readonly Pick<Load['products'][number], 'sku' | 'name' | 'picture' | 'options' | 'gtins' | 'cartons' | 'quantity'>[] }

/** Per product what was found; one that is not here was not looked for. `name` of what nobody expected. */
export interface Found { good: number; damaged: number; name: string }
export type Counts = Readonly<Record<string, Found>>;

/** The product of the tote that a scan means; null when it belongs to none. */
export const expectedBy = (load: Countable, code: string): Countable['products'][number] | null => load.products.find((product) => meansProduct(code, product)) ?? null;

export const expectedOf = (load: Countable, sku: string): number => load.products.find((product) => product.sku === sku)?.quantity ?? 0;

/** One more of a product, or a carton of it. */
export function counted(counts: Counts, sku: string, name: string, n = 1): Counts {
  const before = counts[sku] ?? { good: 0, damaged: 0, name };
  return { ...counts, [sku]: { ...before, good: before.good + n } };
}

/** How many of it are there and fit to use, and how many are damaged. */
export const set = (counts: Counts, sku: string, name: string, part: Partial<Found>): Counts => ({ ...counts, [sku]: { good: 0, damaged: 0, name, ...counts[sku], ...part } });

export interface Difference { kind: 'missing' | 'damaged' | 'surplus'; sku: string; name: string; n: number }

/** Where what was found differs from what should be there; and how many units nobody looked for. */
export function differences(load: Countable, counts: Counts): { differences: Difference[]; blank: number; total: number } {
  const found: Difference[] = [];
  for (const [sku, { good, damaged, name }] of Object.entries(counts)) {
    const expected = expectedOf(load, sku);
    const missing = expected - good - damaged;
    const broken = Math.min(damaged, Math.max(0, expected - good));
    if (broken > 0) found.push({ kind: 'damaged', sku, name, n: broken });
    if (missing > 0) found.push({ kind: 'missing', sku, name, n: missing });
    if (missing < 0) found.push({ kind: 'surplus', sku, name, n: -missing });
  }
  const blank = load.products.reduce((sum, product) => sum + (counts[product.sku] === undefined ? product.quantity : 0), 0);
  return { differences: found, blank, total: Object.values(counts).reduce((sum, one) => sum + one.good + one.damaged, 0) };
}

/** As it is sent: nothing counted means that all is there. */
export const foundBody = (counts: Counts): Input<'receiveLoad'>['body']['found'] =>
  (Object.keys(counts).length === 0 ? null : Object.entries(counts).map(([sku, { good, damaged }]) => ({ code: sku, good, damaged })));
