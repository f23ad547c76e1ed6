/** What placing an order reads, in one statement for all orders that are placed at the same moment. */
import type { CommandContext } from '../../kernel/command.ts';
import type { Database } from '../../kernel/database.ts';
import { normaliseGtin } from '../../kernel/gtin.ts';
import type { Uuid } from '../../kernel/ids.ts';
import type { Balance } from '../books/index.ts';
import type { OrderSnapshot } from '../channels/index.ts';
import { WORLD_COLUMNS } from '../sourcing/index.ts';
import type { World, WorldRow, WorldSource } from '../sourcing/index.ts';
import type { KnownVariant } from './place.ts';

export interface KeptRow { fingerprint: string; status: number; answer: string }

export interface LoadedForPlace {
  world: World;
  /** The order that this channel's order is already. */
  known: Uuid | null;
  /** The answer kept under the Idempotency-Key. */
  kept: KeptRow | null;
  /** By SKU, and by GTIN as the order writes it. */
  variants: Map<string, KnownVariant>;
}

export type PlaceLoader = (channel: string, snapshot: OrderSnapshot, context: CommandContext) => Promise<LoadedForPlace>;

interface Row extends WorldRow {
  known: [string, string, Uuid][];
  kept: [string, string, string, number, string][];
  variants: [string, KnownVariant['kind'], number, string[], string[]][];
}

/** `$1` SKUs and (where lines name barcodes) GTINs, `$2` day, `$3` moment, `$4`/`$5` channels and external ids, `$6`/`$7` scopes and keys. */
const statement = (byBarcode: boolean): string => {
  const world = byBarcode ? WORLD_COLUMNS.replaceAll('= any($1)', '= any(array(select v.sku from catalogue.variant v where v.sku = any($1) union select b.sku from catalogue.barcode b where b.gtin = any($1)))') : WORLD_COLUMNS;
  const variants = byBarcode
    ? `select coalesce(json_agg(json_build_array(v.sku, v.kind, v.weight_grams, v.tags, array(select b.gtin from catalogue.barcode b where b.sku = v.sku))), '[]') from catalogue.variant v where v.sku = any($1) or v.sku in (select b.sku from catalogue.barcode b where b.gtin = any($1))`
    : `select coalesce(json_agg(json_build_array(sku, kind, weight_grams, tags, '[]'::json)), '[]') from catalogue.variant where sku = any($1)`;
  return `select ${world}, (${variants}) as variants,
    (select coalesce(json_agg(json_build_array(r.channel, r.external_id, r.order_id)), '[]') from unnest($4::text[], $5::text[]) w(channel, external_id) join orders.external_ref r on r.channel = w.channel and r.external_id = w.external_id) as known,
    (select coalesce(json_agg(json_build_array(i.scope, i.key, i.fingerprint, i.status, i.answer)), '[]') from unnest($6::text[], $7::text[]) w(scope, key) join kernel.idempotency i on i.scope = w.scope and i.key = w.key) as kept`;
};
const BY_SKU = statement(false);
const BY_BARCODE = statement(true);

interface Wanted { channel: string; snapshot: OrderSnapshot; context: CommandContext; done: (loaded: LoadedForPlace) => void; failed: (error: unknown) => void }

/** Orders read for in one statement at most, and statements under way at a time. */
const TOGETHER = 32;
const FLIGHTS = 1;

/** Makes the loader of a process. While its statements are under way, further orders gather for the next. */
export function placeLoader(database: Database, worlds: WorldSource): PlaceLoader {
  const waiting: Wanted[] = [];
  let flying = 0;

  const read = async (group: readonly Wanted[]): Promise<void> => {
    try {
      const [first] = group;
      if (!first) return;
      const byBarcode = group.some(({ snapshot }) => snapshot.lines.some((line) => line.gtin !== null));
      const keys = [...new Set(group.flatMap(({ snapshot }) => snapshot.lines.flatMap((line) => [line.sku, line.gtin === null ? null : normaliseGtin(line.gtin)]).filter((key): key is string => key !== null)))];
      const [row] = await database.query<Row>(byBarcode ? BY_BARCODE : BY_SKU, [
        keys, worlds.day(first.context.now), first.context.now, group.map((one) => one.channel), group.map((one) => one.snapshot.externalId), group.map((one) => one.context.key?.scope ?? null), group.map((one) => one.context.key?.key ?? null),
      ]);
      if (!row) throw new Error('the load answered no row');
      const world = await worlds.fromRow(database, row);
      const stock = new Map<string, Balance[]>();
      for (const balance of world.balances) {
        const of = stock.get(balance.sku);
        if (of) of.push(balance);
        else stock.set(balance.sku, [balance]);
      }
      const variants = new Map<string, KnownVariant>();
      for (const [sku, kind, weightGrams, tags, gtins] of row.variants) {
        const known = { sku, kind, weightGrams, tags };
        variants.set(sku, known);
        for (const gtin of gtins) variants.set(gtin, known);
      }
      for (const one of group) one.done(share(one, row, world, stock, variants));
    } catch (error) {
      for (const { failed } of group) failed(error);
    }
  };

  const pump = (): void => {
    while (waiting.length > 0 && flying < FLIGHTS) {
      flying += 1;
      void read(waiting.splice(0, TOGETHER)).finally(() => {
        flying -= 1;
        pump();
      });
    }
  };

  return (channel, snapshot, context) => new Promise((done, failed) => {
    waiting.push({ channel, snapshot, context, done, failed });
    pump();
  });
}

/** One order's part of what was read. */
function share({ channel, snapshot, context }: Wanted, row: Row, world: World, stock: ReadonlyMap<string, Balance[]>, variants: ReadonlyMap<string, KnownVariant>): LoadedForPlace {
  const mine = new Map<string, KnownVariant>();
  for (const line of snapshot.lines) {
    const bySku = line.sku === null ? undefined : variants.get(line.sku);
    if (bySku && line.sku !== null) mine.set(line.sku, bySku);
    const byGtin = line.gtin === null ? undefined : variants.get(normaliseGtin(line.gtin) ?? '');
    if (byGtin && line.gtin !== null) mine.set(line.gtin, byGtin);
  }
  const skus = new Set([...mine.values()].map((variant) => variant.sku));
  const kept = context.key === null ? undefined : row.kept.find(([scope, key]) => scope === context.key?.scope && key === context.key.key);
  return {
    world: { ...world, balances: [...skus].flatMap((sku) => stock.get(sku) ?? []), exclusions: world.exclusions.filter((exclusion) => skus.has(exclusion.sku)) },
    known: row.known.find(([of, id]) => of === channel && id === snapshot.externalId)?.[2] ?? null,
    kept: kept ? { fingerprint: kept[2], status: kept[3], answer: kept[4] } : null,
    variants: mine,
  };
}
