/** What can be done with the catalogue: put a product, a variant, its prices, and a VAT rate. */
import { table } from '../../kernel/change.ts';
import type { Change } from '../../kernel/change.ts';
import { execute } from '../../kernel/command.ts';
import type { Instant } from '../../kernel/clock.ts';
import type { CommandContext, Outcome } from '../../kernel/command.ts';
import type { Database, Queryable } from '../../kernel/database.ts';
import { expectedVersion, keepFormer, putVersioned, replaceRows } from '../documents/index.ts';
import type { PriceBody, ProductBody, VariantBody } from './contract.ts';
import { catalogueProblems } from './problems.ts';
import { seriesVersion, writeSeries } from './pricing.ts';
import { productByCode, variantBySku, variantsOf } from './queries.ts';
import type { PriceView, ProductView, RateView, VariantView } from './queries.ts';
import { checkComponents, normalisedBarcodes, orderedPeriods } from './rules.ts';

const RATE = table('catalogue.vat_rate', 'country', 'class', 'valid_from');

/** Makes or changes a product, at the version the editor saw. */
export const putProduct = (database: Database, context: CommandContext, code: string, ifMatch: string | null, body: ProductBody): Promise<Outcome<ProductView>> => execute(database, context, async (change) => {
  const there = await productByCode(database, code);
  const expected = expectedVersion(there?.version ?? null, ifMatch, `product ${code}`);
  putVersioned(change, { table: 'catalogue.product', key: 'code' }, { code, ...body }, expected, context.now);
  return { status: there ? 200 : 201, answer: { code, ...body, version: (expected ?? 0) + 1, updatedAt: context.now } };
});

/** Makes or changes a variant with its barcodes and components. Refuses a barcode that another SKU has. */
export const putVariant = (database: Database, context: CommandContext, sku: string, ifMatch: string | null, body: VariantBody): Promise<Outcome<VariantView>> => {
  const barcodes = normalisedBarcodes(body.barcodes);
  return execute(database, context, async (change) => {
    const [there, product, taken, parts] = await Promise.all([
      variantBySku(database, sku), productByCode(database, body.product),
      database.query<{ gtin: string; sku: string }>('select gtin, sku from catalogue.barcode where gtin = any($1) and sku <> $2', [barcodes.map(({ gtin }) => gtin), sku]),
      variantsOf(database, body.components.map((component) => component.sku)),
    ]);
    if (!product) throw catalogueProblems.product_unknown({ detail: `There is no product ${body.product}; make it first.`, found: body.product, field: 'product' });
    const [clash] = taken;
    if (clash) throw catalogueProblems.barcode_taken({ detail: `${clash.gtin} is a barcode of ${clash.sku}. Take it away there first, or use another.`, found: clash.gtin, field: 'barcodes' });
    checkComponents(sku, body.components, parts);
    if (body.components.length > 0) {
      const [outer] = await database.query<{ bundle: string }>('select bundle from catalogue.bundle_component where sku = $1 limit 1', [sku]);
      if (outer) throw catalogueProblems.bundle({ detail: `${sku} is a part of bundle ${outer.bundle}, so it cannot be a bundle itself.`, found: sku, field: 'components' });
    }
    const expected = expectedVersion(there?.version ?? null, ifMatch, `SKU ${sku}`);
    putVersioned(change, { table: 'catalogue.variant', key: 'sku' }, {
      sku, product: body.product, name: body.name, kind: body.kind, unit: body.unit, options: body.options, weight_grams: body.weightGrams, vat_class: body.vatClass, picture: body.picture, tags: body.tags, active: body.active, backorder: body.backorder, released_on: body.releasedOn,
    }, expected, context.now);
    if (there) keepFormer(change, 'variant', sku, there, { facts: factsOf(there), next: factsOf(body) }, context.now);
    replaceRows(change, 'catalogue.barcode', { sku }, barcodes);
    replaceRows(change, 'catalogue.bundle_component', { bundle: sku }, body.components);
    return { status: there ? 200 : 201, answer: { sku, ...body, barcodes: barcodes.sort((a, b) => (a.gtin < b.gtin ? -1 : 1)), version: (expected ?? 0) + 1, updatedAt: context.now } };
  });
};

const BARCODE = table('catalogue.barcode', 'gtin');
const VARIANT = table('catalogue.variant', 'sku');

/** What rules of selling read of a variant, and whether it is sold, or sold before it is there. */
const factsOf = ({ kind, tags, active, backorder, releasedOn }: Pick<VariantBody, 'kind' | 'tags' | 'active' | 'backorder' | 'releasedOn'>) => ({ kind, tags, active, backorder, releasedOn });

/** Adds a barcode, as one piece, to a product that was sold by it before anybody knew it. Refuses one that another SKU has; one that is its own already is nothing new. */
export async function learnBarcode(database: Queryable, change: Change, { sku, gtin }: { sku: string; gtin: string }, now: Instant): Promise<void> {
  const [[taken], variant] = await Promise.all([database.query<{ sku: string }>('select sku from catalogue.barcode where gtin = $1', [gtin]), variantBySku(database, sku)]);
  if (taken && taken.sku !== sku) throw catalogueProblems.barcode_taken({ detail: `${gtin} is a barcode of ${taken.sku}. Take it away there first, or name that product.`, found: gtin, expected: taken.sku, field: 'learn' });
  if (taken || !variant) return;
  change.insert(BARCODE, { gtin, sku, quantity: 1 });
  // Whoever has the product open sees that it changed, and its barcodes are looked for anew.
  change.patch(VARIANT, { sku, version: variant.version + 1, updated_at: now });
}

/** Replaces all periods of one SKU's price in a list and currency; none takes it off the list. */
export const putPrices = (database: Database, context: CommandContext, list: string, sku: string, body: PriceBody): Promise<Outcome<{ items: PriceView[]; next: null }>> => {
  const periods = orderedPeriods(body.periods);
  return execute(database, context, async (change) => {
    if (!await variantBySku(database, sku)) throw catalogueProblems.variant_unknown({ detail: `There is no SKU ${sku}.`, found: sku });
    const series = { sku, list, currency: body.currency };
    writeSeries(change, series, periods, await seriesVersion(database, series), context.now);
    return { status: 200, answer: { items: periods.map((period) => ({ sku, list, currency: body.currency, ...period })), next: null } };
  });
};

/** Sets a VAT rate from a date on; what was sold before keeps the rate it was sold at. */
export const putRate = (database: Database, context: CommandContext, country: string, vatClass: string, body: { validFrom: string; rate: number }): Promise<Outcome<RateView>> => execute(database, context, async (change) => {
  change.put(RATE, { country, class: vatClass, valid_from: body.validFrom, rate: body.rate });
  return { status: 200, answer: { country, class: vatClass, validFrom: body.validFrom, rate: body.rate } };
});
