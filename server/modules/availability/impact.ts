/** What a document of selling rules would change if it were in force now: the same function as the figures, over the stock of this moment, writing nothing. */
import type { Instant } from '../../kernel/clock.ts';
import type { Queryable } from '../../kernel/database.ts';
import { stockFigures } from '../intake/index.ts';
import { quantityOf, sellingOf, sellingOfDocument } from '../sourcing/index.ts';
import type { Master, Selling, SellingDelivery, SellingProduct, StockFigures } from '../sourcing/index.ts';

/** SKUs worked out in one go, and at most; examples told per channel. */
const CHUNK = 500;
const MOST = 20_000;
const EXAMPLES = 10;

export interface Impact { channel: string; name: string; before: number; after: number; gained: { skus: number; units: number }; lost: { skus: number; units: number; soldOut: number }; examples: { sku: string; before: number; after: number }[] }
export interface Preview { delivery: SellingDelivery; skus: number; all: boolean; channels: Impact[] }

/** The rules with one document in the place of the version in force under its name; null takes it out of force. */
export function replaced(master: Master, name: string, body: Readonly<Record<string, unknown>> | null): Master {
  const others = master.selling.filter((version) => version.name !== name);
  const tried = body === null ? null : sellingOfDocument(name, 0, body);
  return { ...master, selling: tried ? [...others, tried] : others };
}

interface Sides { before: Selling; after: Selling }

/** Adds one SKU to what a channel gains and loses. */
function count(impact: Impact, { before, after }: Sides, product: SellingProduct, figures: StockFigures, delivery: SellingDelivery, now: Instant): void {
  const of = (selling: Selling): number => quantityOf(figures, { view: selling.for(impact.channel, delivery), places: selling.places, product, now });
  const [was, is] = [of(before), of(after)];
  impact.before += was;
  impact.after += is;
  if (is === was) return;
  const side = is > was ? impact.gained : impact.lost;
  side.skus += 1;
  side.units += Math.abs(is - was);
  if (is === 0) impact.lost.soldOut += 1;
  impact.examples.push({ sku: product.sku, before: was, after: is });
}

const change = ({ before, after }: { before: number; after: number }): number => Math.abs(after - before);

/** Works out the difference per channel over all goods of the catalogue, or the first 20,000 of them. */
export async function previewRules(database: Queryable, master: Master, tried: Master, delivery: SellingDelivery, now: Instant): Promise<Preview> {
  const sides: Sides = { before: sellingOf(master), after: sellingOf(tried) };
  const channels = [...master.channels.values()].map(({ code, name }): Impact => ({ channel: code, name, before: 0, after: 0, gained: { skus: 0, units: 0 }, lost: { skus: 0, units: 0, soldOut: 0 }, examples: [] }));
  let after = '';
  let skus = 0;
  let all = false;
  while (skus < MOST && !all) {
    const products = await database.query<SellingProduct>(`select sku, kind, tags from catalogue.variant where kind = 'goods' and active and sku > $1 order by sku limit $2`, [after, CHUNK]);
    const figures = await stockFigures(database, products.map(({ sku }) => sku), { now, sellableOnly: true });
    for (const product of products) for (const impact of channels) count(impact, sides, product, figures.get(product.sku) as StockFigures, delivery, now);
    for (const impact of channels) impact.examples = impact.examples.sort((a, b) => change(b) - change(a) || (a.sku < b.sku ? -1 : 1)).slice(0, EXAMPLES);
    skus += products.length;
    after = products.at(-1)?.sku ?? after;
    all = products.length < CHUNK;
  }
  return { delivery, skus, all, channels };
}
