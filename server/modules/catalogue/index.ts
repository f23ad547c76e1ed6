/** The door of the catalogue: what is sold, what a barcode stands for, what it costs and which VAT it carries. */
export { learnBarcode, putPrices, putProduct, putVariant } from './commands.ts';
export { ProductBody, VariantBody, PriceBody } from './contract.ts';
export { findByBarcode, pricesAt, productByCode, variantBySku, variantsOf, vatRate } from './queries.ts';
export type { PriceView, ProductView, ScannedView, VariantView } from './queries.ts';
export { grossPrices, vatOf, withTax } from './gross.ts';
export { wordsCondition } from './words.ts';
export { catalogueProblems } from './problems.ts';
export { catalogueRoutes } from './routes.ts';
export { Barcodes, CARTONS, ShownProduct, shownOf, shownProducts } from './shown.ts';
export type { CatalogueDeps } from './deps.ts';
