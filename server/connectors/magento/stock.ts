/** Stock figures to Magento's MSI: what a source has is read first, and only what differs is written. */
import { z } from 'zod';
import type { ChannelOutcome, StockFigure } from '../../modules/channels/ports.ts';
import { Unreached } from '../outside/http.ts';
import { refusalOf } from './client.ts';
import type { MagentoClient } from './client.ts';
import { decimal } from './order.ts';
import { done, outcomeOfFailedRead, refused } from './writing.ts';

export interface StockOptions {
  sourceCode: string;
  /**
   * The stock whose salable quantity shall be our figure. Magento sells from `source quantity − its own reservations` and keeps a
   * reservation until the order is shipped or cancelled in Magento; our figure has those orders off already. With the stock's id
   * the reservations are read (one call per SKU) and added, so that they are not taken off twice.
   */
  stockId: number | null;
}

type Figure = { sku: string; outcome: ChannelOutcome };
const SourceItem = z.looseObject({ sku: z.string(), source_code: z.string(), quantity: decimal, status: z.union([z.number(), z.string()]).nullish() });
type SourceItem = z.infer<typeof SourceItem>;
interface Row { sku: string; source_code: string; quantity: number; status: 0 | 1 }

/** Keeps the address of a search well under the 8 kB that web servers take. */
const AT_ONCE = 50;

/** Writes the figures that differ; the outcome of each is by SKU, in the given sequence. Writing the same figure twice changes nothing. */
export async function pushStock(client: MagentoClient, options: StockOptions, figures: readonly StockFigure[]): Promise<Figure[]> {
  const outcomes = new Map<string, ChannelOutcome>();
  const sound = figures.filter((figure) => {
    if (Number.isSafeInteger(figure.available) && figure.available >= 0) return true;
    outcomes.set(figure.sku, refused('not_a_quantity', `${figure.available} is not a quantity to sell`));
    return false;
  });
  for (let start = 0; start < sound.length; start += AT_ONCE) {
    const batch = sound.slice(start, start + AT_ONCE);
    try {
      const known = await sourceItems(client, options.sourceCode, batch.map((figure) => figure.sku));
      const rows: Row[] = [];
      for (const figure of batch) {
        const current = known.get(figure.sku);
        const quantity = figure.available + (await reservedOf(client, options, figure.sku, current));
        const row: Row = { sku: figure.sku, source_code: options.sourceCode, quantity, status: quantity > 0 ? 1 : 0 };
        if (current && Number(current.quantity ?? 0) === row.quantity && Number(current.status) === row.status) outcomes.set(figure.sku, done(null));
        else rows.push(row);
      }
      for (const [sku, outcome] of await write(client, rows)) outcomes.set(sku, outcome);
    } catch (error) {
      const outcome = outcomeOfFailedRead(error);
      for (const figure of batch) if (!outcomes.has(figure.sku)) outcomes.set(figure.sku, outcome);
    }
  }
  return figures.map((figure) => ({ sku: figure.sku, outcome: outcomes.get(figure.sku) ?? refused('not_sent', 'the figure was not sent', true) }));
}

/** What Magento may sell of each SKU: what the source has, less what is reserved there; throws where it cannot be reached. */
export async function readStock(client: MagentoClient, options: StockOptions, skus: readonly string[]): Promise<{ sku: string; available: number | null; problem: string | null }[]> {
  const known = new Map<string, SourceItem>();
  for (let start = 0; start < skus.length; start += AT_ONCE) for (const [sku, item] of await sourceItems(client, options.sourceCode, skus.slice(start, start + AT_ONCE))) known.set(sku, item);
  const said: { sku: string; available: number | null; problem: string | null }[] = [];
  for (const sku of skus) {
    const item = known.get(sku);
    if (item) said.push({ sku, available: Number(item.status) === 1 ? Number(item.quantity ?? 0) - (await reservedOf(client, options, sku, item)) : 0, problem: null });
    else said.push({ sku, available: null, problem: `Magento has no source item of ${sku} in ${options.sourceCode}` });
  }
  return said;
}

/** SKUs may hold a comma, which a search reads as a separator: those are asked one by one. */
async function sourceItems(client: MagentoClient, source: string, skus: readonly string[]): Promise<Map<string, SourceItem>> {
  const plain = skus.filter((sku) => !sku.includes(','));
  const searches = [...(plain.length > 0 ? [{ value: plain.join(','), condition: 'in' as const }] : []), ...skus.filter((sku) => sku.includes(',')).map((value) => ({ value, condition: 'eq' as const }))];
  const found = new Map<string, SourceItem>();
  for (const search of searches) {
    const page = await client.search('/inventory/source-items', { filters: [{ field: 'source_code', value: source, condition: 'eq' }, { field: 'sku', ...search }], pageSize: AT_ONCE }, SourceItem);
    for (const item of page.items) found.set(item.sku, item);
  }
  return found;
}

/** What Magento has sold and not yet shipped of a SKU. Nothing when the SKU is new to the source, or without a stock to ask. */
async function reservedOf(client: MagentoClient, options: StockOptions, sku: string, current: SourceItem | undefined): Promise<number> {
  if (options.stockId === null || current === undefined || Number(current.status) !== 1) return 0;
  const salable = await client.read(`/inventory/get-product-salable-quantity/${encodeURIComponent(sku)}/${options.stockId}`, z.number());
  return Math.max(0, Math.round(Number(current.quantity ?? 0) - salable));
}

/** One bad row makes Magento refuse them all; then each is sent by itself, so that the good ones arrive. */
async function write(client: MagentoClient, rows: readonly Row[]): Promise<[string, ChannelOutcome][]> {
  if (rows.length === 0) return [];
  try {
    const answer = await client.post('/inventory/source-items', { sourceItems: rows });
    if (answer.status === 200) return rows.map((row) => [row.sku, done(null)]);
    if (answer.status === 400 && rows.length > 1) {
      const single: [string, ChannelOutcome][] = [];
      for (const row of rows) single.push(...(await write(client, [row])));
      return single;
    }
    const outcome = refusalOf(answer, client.now());
    return rows.map((row) => [row.sku, outcome]);
  } catch (error) {
    if (!(error instanceof Unreached)) throw error;
    const reason = error.message;
    return rows.map((row) => [row.sku, { kind: 'unknown', reason }]);
  }
}
