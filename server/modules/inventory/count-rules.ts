/** Pure: what the scans of a count add up to, and what that means against the books. */
import { z } from 'zod';
import { inventoryProblems } from './rules.ts';

const sku = z.string().min(1).max(100);
const place = z.string().trim().min(1).max(50);

/** What is to be counted. Whatever else is scanned counts all the same: it is there. */
export const CountScope = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('all') }),
  z.strictObject({ kind: z.literal('products'), products: z.array(sku).min(1).max(200).describe('Codes of products: all their sizes') }),
  z.strictObject({ kind: z.literal('skus'), skus: z.array(sku).min(1).max(1000) }),
  z.strictObject({ kind: z.literal('places'), from: place, to: place }).describe('From one place to another as people walk: A-2 comes before A-10'),
]);
export type CountScope = z.infer<typeof CountScope>;

/** One scan by its client-made id: how many pieces of what; negative takes back, 0 says that none is there. */
export interface CountScan { scan: string; code: string; quantity: number; at: string | null }
export interface CountResult { scan: string; result: 'counted' | 'already' | 'refused'; sku: string | null; counted: number | null; problem: { code: string; detail: string } | null }
export interface Entry { scan: string; sku: string; quantity: number; at: string }

/** Takes scans into a count: a known id is ignored, an unknown product or more taken back than was counted is refused by itself, the others count. */
export function takeScans(scans: readonly CountScan[], known: { codes: ReadonlyMap<string, { sku: string; pieces: number }>; taken: ReadonlySet<string>; counted: ReadonlyMap<string, number>; started: string; now: string }): { entries: Entry[]; results: CountResult[] } {
  const counted = new Map(known.counted);
  const seen = new Set(known.taken);
  const entries: Entry[] = [];
  const results = scans.map(({ scan, code, quantity, at }): CountResult => {
    if (seen.has(scan)) return { scan, result: 'already', sku: known.codes.get(code)?.sku ?? null, counted: null, problem: null };
    const product = known.codes.get(code);
    if (!product) return refused(scan, inventoryProblems.sku_unknown({ detail: `${code} is not a barcode or SKU of the catalogue. Scan the label of the product itself.`, found: code }));
    const pieces = quantity * product.pieces;
    const before = counted.get(product.sku) ?? 0;
    if (before + pieces < 0) return refused(scan, inventoryProblems.below_nothing({ detail: `Of ${product.sku} ${before} ${before === 1 ? 'is' : 'are'} counted; ${-pieces} cannot be taken back.`, found: -pieces, expected: before }));
    seen.add(scan);
    counted.set(product.sku, before + pieces);
    entries.push({ scan, sku: product.sku, quantity: pieces, at: within(at ?? known.now, known.started, known.now) });
    return { scan, result: 'counted', sku: product.sku, counted: before + pieces, problem: null };
  });
  return { entries, results };
}

const refused = (scan: string, problem: { code: string; details: { detail: string } }): CountResult => ({ scan, result: 'refused', sku: null, counted: null, problem: { code: problem.code, detail: problem.details.detail } });

/** A device's own time, kept within the session: a clock that runs ahead or behind must not move the count out of it. */
const within = (at: string, from: string, until: string): string => {
  const [instant, least, most] = [at, from, until].map((one) => Date.parse(one)) as [number, number, number];
  return instant < least ? from : instant > most ? until : at;
};

const along = new Intl.Collator('en', { numeric: true, sensitivity: 'base' });
/** Whether a place lies in a range; a range that ends at "B-2" holds all of "B-2". */
export const inPlaces = (at: string, from: string, to: string): boolean => along.compare(at, from) >= 0 && (along.compare(at, to) <= 0 || at.toLowerCase().startsWith(`${to.toLowerCase()}-`));
