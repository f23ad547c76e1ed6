/** The addresses of the catalogue: products, variants, what a barcode stands for, prices and VAT rates. */
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/database.ts';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Role, Route } from '../../kernel/http.ts';
import { putPrices, putProduct, putRate, putVariant } from './commands.ts';
import {
  BarcodePath, ListPath, ListSkuPath, Page, PriceBody, PriceNow, PriceQuery, Prices, Product, ProductBody, ProductPath, ProductQuery, Products, ProductWithVariants, Rate, RateBody, RatePath, RateQuery, Rates, Scanned,
  SkuPath, Variant, VariantBody, VariantQuery, Variants,
} from './contract.ts';
import { catalogueProblems } from './problems.ts';
import { findByBarcode, listPrices, listProducts, listRates, listVariants, pricesAt, productByCode, variantBySku, vatRate } from './queries.ts';
import { vatDate } from './rules.ts';

export interface CatalogueDeps { database: Database; clock: Clock }

const editors: readonly Role[] = ['operations', 'erp'];
const refused = (description: string) => ({ description, schema: Problem, contentType: 'application/problem+json' });
const tag = 'Catalogue';
const versioned = { 412: refused('Changed in the meantime'), 428: refused('If-Match is missing') };
const etag = (version: number): Record<string, string> => ({ etag: `"${version}"` });

/** All routes of the catalogue. */
export const catalogueRoutes = (deps: CatalogueDeps): Route[] => [...productRoutes(deps), ...variantRoutes(deps), ...priceRoutes(deps)];

function productRoutes({ database }: CatalogueDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/products', operation: 'listProducts', tag, summary: 'Products by code', access: 'anyone', query: ProductQuery,
      answers: { 200: { description: 'A page of products', schema: Products } },
      handle: async ({ query }) => ok(await listProducts(database, query)),
    }),
    route({
      method: 'GET', path: '/products/{product}', operation: 'getProduct', tag, summary: 'A product with its variants', access: 'anyone', params: ProductPath,
      answers: { 200: { description: 'The product', schema: ProductWithVariants }, 404: refused('No such product') },
      handle: async ({ params }) => {
        const product = await productByCode(database, params.product);
        if (!product) throw catalogueProblems.product_unknown({ detail: `There is no product ${params.product}.`, found: params.product });
        const { items } = await listVariants(database, { product: product.code, limit: 500 });
        return ok({ ...product, variants: items }, etag(product.version));
      },
    }),
    route({
      method: 'PUT', path: '/products/{product}', operation: 'putProduct', tag, summary: 'Makes a product, or changes it at the version read', access: editors, params: ProductPath, body: ProductBody,
      example: { name: 'Linde veterlaars', brand: 'Houtrust', tags: ['dames'] },
      answers: { 200: { description: 'Changed', schema: Product }, 201: { description: 'Made', schema: Product }, ...versioned },
      handle: async ({ params, body, context, ifMatch }) => {
        const { status, answer } = await putProduct(database, context, params.product, ifMatch, body);
        return { status, body: answer, headers: etag(answer.version) };
      },
    }),
  ];
}

function variantRoutes({ database }: CatalogueDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/variants', operation: 'listVariants', tag, summary: 'Variants by SKU', access: 'anyone', query: VariantQuery,
      answers: { 200: { description: 'A page of variants', schema: Variants } },
      handle: async ({ query }) => ok(await listVariants(database, { ...query, active: query.active === undefined ? undefined : query.active === 'true' })),
    }),
    route({
      method: 'GET', path: '/variants/{sku}', operation: 'getVariant', tag, summary: 'One variant with its barcodes and components', access: 'anyone', params: SkuPath,
      answers: { 200: { description: 'The variant', schema: Variant }, 404: refused('No such SKU') },
      handle: async ({ params }) => {
        const variant = await variantBySku(database, params.sku);
        if (!variant) throw catalogueProblems.variant_unknown({ detail: `There is no SKU ${params.sku}.`, found: params.sku });
        return ok(variant, etag(variant.version));
      },
    }),
    route({
      method: 'PUT', path: '/variants/{sku}', operation: 'putVariant', tag, summary: 'Makes a variant, or changes it at the version read', access: editors, params: SkuPath, body: VariantBody,
      example: { product: 'linde-veterlaars', name: 'Linde veterlaars 39', options: { size: '39' }, weightGrams: 980, barcodes: [{ gtin: '2000000000015' }] },
      answers: { 200: { description: 'Changed', schema: Variant }, 201: { description: 'Made', schema: Variant }, 409: refused('Another SKU has the barcode'), 422: refused('It cannot be like this'), ...versioned },
      handle: async ({ params, body, context, ifMatch }) => {
        const { status, answer } = await putVariant(database, context, params.sku, ifMatch, body);
        return { status, body: answer, headers: etag(answer.version) };
      },
    }),
    route({
      method: 'GET', path: '/barcodes/{gtin}', operation: 'findByBarcode', tag, summary: 'What a scanned barcode stands for', access: 'anyone', params: BarcodePath,
      answers: { 200: { description: 'The product and how many one scan stands for', schema: Scanned }, 404: refused('No product has it'), 422: refused('Not a barcode: scan again') },
      handle: async ({ params }) => ok(await findByBarcode(database, params.gtin)),
    }),
  ];
}

function priceRoutes({ database, clock }: CatalogueDeps): Route[] {
  return [
    route({
      method: 'GET', path: '/variants/{sku}/price', operation: 'getPrice', tag, summary: 'What a variant costs at a moment, and its VAT rate', access: 'anyone', params: SkuPath, query: PriceQuery,
      answers: { 200: { description: 'The price', schema: PriceNow }, 404: refused('No such SKU, price or VAT rate') },
      handle: async ({ params: { sku }, query }) => {
        const at = new Date(query.at ?? clock.now()).toISOString();
        const [variant, prices] = await Promise.all([variantBySku(database, sku), pricesAt(database, [sku], { list: query.list, currency: query.currency, at })]);
        if (!variant) throw catalogueProblems.variant_unknown({ detail: `There is no SKU ${sku}.`, found: sku });
        const price = prices.get(sku);
        if (!price) throw catalogueProblems.price_unknown({ detail: `${sku} has no price in ${query.currency} on list "${query.list}" at ${at}.`, found: query.list });
        const rate = await vatRate(database, query.country, variant.vatClass, vatDate(at));
        if (rate === null) throw catalogueProblems.rate_unknown({ detail: `There is no VAT rate for class "${variant.vatClass}" in ${query.country}. Add it under /vat-rates.`, found: query.country });
        return ok({ ...price, vatCountry: query.country, vatClass: variant.vatClass, vatRate: rate });
      },
    }),
    route({
      method: 'GET', path: '/price-lists/{list}/prices', operation: 'listPrices', tag, summary: 'All periods of a price list', access: 'anyone', params: ListPath, query: Page,
      answers: { 200: { description: 'A page of prices', schema: Prices } },
      handle: async ({ params, query }) => ok(await listPrices(database, params.list, query)),
    }),
    route({
      method: 'PUT', path: '/price-lists/{list}/prices/{sku}', operation: 'putPrices', tag, summary: "Replaces a variant's price periods on a list, in one currency", access: editors, params: ListSkuPath, body: PriceBody,
      example: { currency: 'EUR', periods: [{ validFrom: '2026-01-01T00:00:00Z', validUntil: null, amount: 12995, includesTax: true }] },
      answers: { 200: { description: 'The periods', schema: Prices }, 404: refused('No such SKU'), 422: refused('Periods overlap') },
      handle: async ({ params, body, context }) => ok((await putPrices(database, context, params.list, params.sku, body)).answer),
    }),
    route({
      method: 'GET', path: '/vat-rates', operation: 'listVatRates', tag, summary: 'VAT rates by country, class and date', access: 'anyone', query: RateQuery,
      answers: { 200: { description: 'The rates, present and past', schema: Rates } },
      handle: async ({ query }) => ok({ items: await listRates(database, query.country), next: null }),
    }),
    route({
      method: 'PUT', path: '/vat-rates/{country}/{class}', operation: 'putVatRate', tag, summary: 'Sets a VAT rate from a date on', access: ['finance'], params: RatePath, body: RateBody,
      answers: { 200: { description: 'The rate', schema: Rate } },
      handle: async ({ params, body, context }) => ok((await putRate(database, context, params.country, params.class, body)).answer),
    }),
  ];
}
