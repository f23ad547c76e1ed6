/** Feeds Shopify what it may sell: finds each SKU's inventory item, reads its level first and moves it by the difference. */
import { z } from 'zod';
import type { ChannelOutcome, StockFigure } from '../../modules/channels/ports.ts';
import { numeric } from './answers.ts';
import { done, outcome, refused, sendOnce } from './client.ts';
import type { ShopifyClient } from './client.ts';
import { Id } from './schema.ts';

const Products = z.object({
  products: z.array(z.object({ variants: z.array(z.object({ sku: z.string().nullish(), inventory_item_id: Id.nullish(), inventory_management: z.string().nullish() })) })),
});
const Level = z.object({ inventory_item_id: Id, location_id: Id, available: z.int().nullish() });
const Levels = z.object({ inventory_levels: z.array(Level) });
const OneLevel = z.object({ inventory_level: Level });

/** Shopify's page and filter limits: 250 products a page, 50 items a question. */
const PAGE = 250;
const BATCH = 50;

interface Item { id: string; tracked: boolean }

/**
 * Pushes figures to one location of Shopify (`stockLocation`; else the only one that has the item). REST has no compare-and-set, so:
 * - the level is read first, and written as a difference (`adjust`), so a sale between reading and writing stays subtracted;
 * - a level that is already right is not written, which also makes a repeated push harmless;
 * - a figure is lowered always; it is raised only while the level is what we last told (`previous`): less means that Shopify sold
 *   something we may not have heard of yet, and the answer is a refusal to be tried again after its orders came in
 *   (`previous: null` raises regardless).
 * The catalogue is read once and again when an unknown SKU comes by: REST cannot look a SKU up.
 */
export interface StockFeed {
  push(figures: StockFigure[]): Promise<{ sku: string; outcome: ChannelOutcome }[]>;
  /** What Shopify has available of each SKU; throws where it cannot be reached. */
  read(skus: readonly string[]): Promise<{ sku: string; available: number | null; problem: string | null }[]>;
}

export function createStockFeed(client: ShopifyClient, stockLocation: string | null): StockFeed {
  let items = new Map<string, Item[]>();

  const readItems = async (): Promise<void> => {
    const found = new Map<string, Item[]>();
    let cursor: string | null = null;
    do {
      const path: string = `/products.json?limit=${PAGE}${cursor === null ? '&fields=id,variants' : `&page_info=${encodeURIComponent(cursor)}`}`;
      const page: { body: z.output<typeof Products>; next: string | null } = await client.page(path, Products);
      for (const variant of page.body.products.flatMap(({ variants }) => variants)) {
        if (!variant.sku || !variant.inventory_item_id) continue;
        found.set(variant.sku, [...(found.get(variant.sku) ?? []), { id: variant.inventory_item_id, tracked: variant.inventory_management !== null && variant.inventory_management !== '' }]);
      }
      cursor = page.next;
    } while (cursor !== null);
    items = found;
  };

  const readLevels = async (ids: readonly string[]): Promise<z.output<typeof Level>[]> => {
    const levels: z.output<typeof Level>[] = [];
    for (let start = 0; start < ids.length; start += BATCH) {
      const some = ids.slice(start, start + BATCH).join(',');
      const where = stockLocation === null ? '' : `&location_ids=${stockLocation}`;
      levels.push(...(await client.get(`/inventory_levels.json?inventory_item_ids=${some}${where}&limit=${PAGE}`, Levels)).inventory_levels);
    }
    return levels;
  };

  /** Where the level of a SKU is kept and what it is; a refusal where Shopify has no one such place. */
  const levelOf = (sku: string, levels: readonly z.output<typeof Level>[]): { item: Item; location: string; current: number | null } | Extract<ChannelOutcome, { kind: 'refused' }> => {
    const [item, other] = items.get(sku) ?? [];
    if (!item) return refused('unknown_sku', `Shopify has no variant with SKU ${sku}`);
    if (other) return refused('ambiguous_sku', `Shopify has more than one variant with SKU ${sku}: give each its own`);
    if (!item.tracked) return refused('not_tracked', `Shopify does not track the stock of ${sku}: turn tracking on there`);
    const here = levels.filter((level) => level.inventory_item_id === item.id);
    const location = stockLocation ?? (here.length === 1 ? here[0]?.location_id : undefined);
    if (location === undefined) return refused('stock_location', `${sku} is kept at ${here.length} locations of Shopify: configure which of them Spil feeds`);
    return { item, location, current: here.find(({ location_id }) => location_id === location)?.available ?? null };
  };

  const push = async (figure: StockFigure, levels: readonly z.output<typeof Level>[]): Promise<ChannelOutcome> => {
    const level = levelOf(figure.sku, levels);
    if ('kind' in level) return level;
    const { item, location, current } = level;
    const body = { location_id: numeric(location), inventory_item_id: numeric(item.id) };
    if (current === figure.available) return done(item.id);
    if (current !== null && figure.available > current && figure.previous !== null && figure.previous !== current) {
      return refused('stock_changed', `Shopify has ${current} of ${figure.sku}, and was last told ${figure.previous}: take in its orders, then push again`, true);
    }
    const told = async () => ((await readLevels([item.id])).some((one) => one.location_id === location && one.available === figure.available) ? true : null);
    await sendOnce(
      () => (current === null
        ? client.post('/inventory_levels/set.json', { ...body, available: figure.available }, OneLevel)
        : client.post('/inventory_levels/adjust.json', { ...body, available_adjustment: figure.available - current }, OneLevel)).then(() => true),
      told,
    );
    return done(item.id);
  };

  const levelsOf = async (skus: readonly string[]): Promise<z.output<typeof Level>[]> => {
    if (skus.some((sku) => !items.has(sku))) await readItems();
    return readLevels(skus.flatMap((sku) => (items.get(sku) ?? []).map(({ id }) => id)));
  };

  const read = async (skus: readonly string[]): Promise<{ sku: string; available: number | null; problem: string | null }[]> => {
    const levels = await levelsOf(skus);
    return skus.map((sku) => {
      const level = levelOf(sku, levels);
      return 'kind' in level ? { sku, available: null, problem: level.reason } : { sku, available: level.current, problem: level.current === null ? `Shopify has no level of ${sku} yet` : null };
    });
  };

  const pushAll = async (figures: StockFigure[]): Promise<{ sku: string; outcome: ChannelOutcome }[]> => {
    let levels: z.output<typeof Level>[] = [];
    const prepared = await outcome(async () => {
      levels = await levelsOf(figures.map(({ sku }) => sku));
      return done(null);
    });
    const answers: { sku: string; outcome: ChannelOutcome }[] = [];
    for (const figure of figures) {
      answers.push({ sku: figure.sku, outcome: prepared.kind === 'done' ? await outcome(() => push(figure, levels)) : unwritten(prepared) });
    }
    return answers;
  };
  return { push: pushAll, read };
}

/** Nothing was written when reading failed, so silence there is a refusal to be tried again. */
const unwritten = (answer: Exclude<ChannelOutcome, { kind: 'done' }>): ChannelOutcome =>
  answer.kind === 'unknown' ? refused('unavailable', answer.reason, true) : answer;
