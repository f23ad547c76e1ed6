/** Stock figures of the SKUs that are asked for over and over: kept for less than a second, and read together for all who ask at the same moment. */
import type { Clock, Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import { stockFigures } from '../intake/index.ts';
import type { SellingProduct, StockFigures } from '../sourcing/index.ts';

/** Milliseconds after which figures that are asked for are read again, while they are still given; and after which they are not given any more. */
const STALE = 300;
const OLD = 900;
/** SKUs kept at most, about 5 kB each over 20 locations; beyond that those that were read first are let go. */
const MOST = 20_000;
/** SKUs read in one go, and such reads at a time. */
const TOGETHER = 100;
const FLIGHTS = 2;

/** Figures of a SKU of the catalogue. */
export interface Known { product: SellingProduct; figures: StockFigures }
interface Kept { at: number; /** When a newer reading was asked for. */ asked: number; known: Known | null }

export interface FigureStore {
  /** Figures by SKU; null for a SKU that is not in the catalogue. With `fresh` they are read now, else they may be 0.9 s old. */
  of(skus: readonly string[], fresh?: boolean): Promise<Map<string, Known | null>>;
}

async function read(database: Queryable, skus: readonly string[], now: Instant): Promise<Map<string, Known | null>> {
  const [figures, products] = await Promise.all([
    stockFigures(database, skus, { now, sellableOnly: true }), database.query<SellingProduct>(`select sku, kind, tags, active from catalogue.variant where sku = any($1)`, [skus]),
  ]);
  const known = new Map<string, Known | null>(skus.map((sku) => [sku, null]));
  for (const product of products) known.set(product.sku, { product, figures: figures.get(product.sku) as StockFigures });
  return known;
}

/** Makes the store of a process. What a rule says is never kept here: rules are in force the moment they are. */
export function figureStore(database: Queryable, clock: Clock, now: () => number = () => performance.now()): FigureStore {
  const kept = new Map<string, Kept>();
  let wanted = new Set<string>();
  let next: { done: Promise<void>; begin: () => void } | null = null;
  let flying = 0;

  const fly = async (skus: readonly string[]): Promise<void> => {
    for (let start = 0; start < skus.length; start += TOGETHER) {
      const at = now();
      for (const [sku, known] of await read(database, skus.slice(start, start + TOGETHER), clock.now())) {
        // Let go and kept anew, so that the map stays in the order of reading.
        kept.delete(sku);
        kept.set(sku, { at, asked: at, known });
      }
    }
    for (const sku of kept.keys()) {
      if (kept.size <= MOST) break;
      kept.delete(sku);
    }
  };

  /** The read that starts as soon as one may; all who ask before it starts share it. */
  const gather = (skus: readonly string[]): Promise<void> => {
    for (const sku of skus) wanted.add(sku);
    if (!next) {
      let begin = (): void => undefined;
      const done = new Promise<void>((resolve) => { begin = resolve; }).then(async () => {
        const mine = [...wanted];
        wanted = new Set();
        next = null;
        flying += 1;
        try {
          await fly(mine);
        } finally {
          flying -= 1;
          (next as { begin: () => void } | null)?.begin();
        }
      });
      next = { done, begin };
      if (flying < FLIGHTS) setImmediate(begin);
    }
    return next.done;
  };

  return {
    of: async (skus, fresh = false) => {
      if (fresh) return read(database, skus, clock.now());
      const at = now();
      const missing: string[] = [];
      const stale: string[] = [];
      for (const sku of skus) {
        const one = kept.get(sku);
        if (!one || one.at < at - OLD) missing.push(sku);
        else if (one.asked < at - STALE) {
          one.asked = at;
          stale.push(sku);
        }
      }
      // Nobody waits for these; a reading that fails is tried again by who asks next, and waited for once they are old.
      if (stale.length > 0) gather(stale).catch(() => undefined);
      if (missing.length > 0) await gather(missing);
      const mine = new Map<string, Known | null>();
      let gone = false;
      for (const sku of skus) {
        const one = kept.get(sku);
        if (one) mine.set(sku, one.known);
        else gone = true;
      }
      // So many others were read meanwhile that some were let go again.
      return gone ? read(database, skus, clock.now()) : mine;
    },
  };
}
