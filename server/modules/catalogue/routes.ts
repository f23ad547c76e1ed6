/** The addresses of the catalogue: products, variants and what a barcode stands for. */
import type { Clock } from '../../kernel/clock.ts';
import type { Database } from '../../kernel/database.ts';
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { putProduct, putVariant } from './commands.ts';
import { BarcodePath, Product, ProductBody, ProductPath, ProductQuery, Products, ProductWithVariants, Scanned, SkuPath, Variant, VariantBody, VariantDetails, VariantQuery, Variants } from './contract.ts';
import { catalogueActions, EDITORS } from './permissions.ts';
import { catalogueProblems } from './problems.ts';
import { bundlesWith, findByBarcode, listProducts, listVariants, productByCode, variantBySku } from './queries.ts';
import { priceRoutes } from './routes-prices.ts';
import type { CatalogueDeps } from './deps.ts';

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
      handle: async ({ params, actor }) => {
        const product = await productByCode(database, params.product);
        if (!product) throw catalogueProblems.product_unknown({ detail: `There is no product ${params.product}.`, found: params.product });
        const { items } = await listVariants(database, { product: product.code, limit: 500 });
        return ok({ ...product, variants: items, can: catalogueActions(actor) }, etag(product.version));
      },
    }),
    route({
      method: 'PUT', path: '/products/{product}', operation: 'putProduct', tag, summary: 'Makes a product, or changes it at the version read', access: EDITORS, params: ProductPath, body: ProductBody,
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
      answers: { 200: { description: 'The variant', schema: VariantDetails }, 404: refused('No such SKU') },
      handle: async ({ params, actor }) => {
        const [variant, partOf] = await Promise.all([variantBySku(database, params.sku), bundlesWith(database, params.sku)]);
        if (!variant) throw catalogueProblems.variant_unknown({ detail: `There is no SKU ${params.sku}.`, found: params.sku });
        return ok({ ...variant, partOf, can: catalogueActions(actor) }, etag(variant.version));
      },
    }),
    route({
      method: 'PUT', path: '/variants/{sku}', operation: 'putVariant', tag, summary: 'Makes a variant, or changes it at the version read', access: EDITORS, params: SkuPath, body: VariantBody,
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
