/** The addresses of prices, price lists and VAT rates. */
import { ok, Problem, route } from '../../kernel/http.ts';
import type { Route } from '../../kernel/http.ts';
import { putPrices, putRate } from './commands.ts';
import { ListPath, ListSkuPath, PriceBody, PriceEntries, PriceEntriesPage, PriceFromBody, PriceLists, PriceNow, PriceQuery, Prices, PricesQuery, Rate, RateBody, RatePath, RateQuery, Rates, SkuPath, WithdrawBody } from './contract.ts';
import { catalogueActions, EDITORS } from './permissions.ts';
import { priceLists, priceState, setPrice, withdrawPrice } from './pricing.ts';
import { catalogueProblems } from './problems.ts';
import { listPrices, listRates, pricesAt, pricesOf, variantBySku, vatRate } from './queries.ts';
import type { CatalogueDeps } from './deps.ts';
import { vatDate } from './rules.ts';

const tag = 'Catalogue';
const refused = (description: string) => ({ description, schema: Problem, contentType: 'application/problem+json' });

export const priceRoutes = (deps: CatalogueDeps): Route[] => [...readingRoutes(deps), ...writingRoutes(deps), ...rateRoutes(deps)];

function readingRoutes({ database, clock }: CatalogueDeps): Route[] {
  const stated = <P extends Parameters<typeof priceState>[0]>(prices: readonly P[]): (P & { state: ReturnType<typeof priceState> })[] => prices.map((price) => ({ ...price, state: priceState(price, clock.now()) }));
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
      method: 'GET', path: '/variants/{sku}/prices', operation: 'listVariantPrices', tag, summary: 'Prices of a variant on every list: in force, past and still to come', access: 'anyone', params: SkuPath,
      answers: { 200: { description: 'The prices by list, currency and beginning', schema: PriceEntries }, 404: refused('No such SKU') },
      handle: async ({ params: { sku }, actor }) => {
        const [variant, prices] = await Promise.all([variantBySku(database, sku), pricesOf(database, sku)]);
        if (!variant) throw catalogueProblems.variant_unknown({ detail: `There is no SKU ${sku}.`, found: sku });
        return ok({ items: stated(prices), can: catalogueActions(actor) });
      },
    }),
    route({
      method: 'GET', path: '/price-lists', operation: 'listPriceLists', tag, summary: 'The price lists there are, with how many prices are in force and to come', access: 'anyone',
      answers: { 200: { description: 'The lists by name and currency', schema: PriceLists } },
      handle: async ({ actor }) => ok({ items: await priceLists(database, clock.now()), can: catalogueActions(actor) }),
    }),
    route({
      method: 'GET', path: '/price-lists/{list}/prices', operation: 'listPrices', tag, summary: 'All periods of a price list', access: 'anyone', params: ListPath, query: PricesQuery,
      answers: { 200: { description: 'A page of prices', schema: PriceEntriesPage } },
      handle: async ({ params, query }) => {
        const { items, next } = await listPrices(database, params.list, query);
        return ok({ items: stated(items), next });
      },
    }),
  ];
}

function writingRoutes({ database }: CatalogueDeps): Route[] {
  return [
    route({
      method: 'PUT', path: '/price-lists/{list}/prices/{sku}', operation: 'putPrices', tag, summary: "Replaces a variant's price periods on a list, in one currency", access: EDITORS, params: ListSkuPath, body: PriceBody,
      example: { currency: 'EUR', periods: [{ validFrom: '2026-01-01T00:00:00Z', validUntil: null, amount: 12995, includesTax: true }] },
      answers: { 200: { description: 'The periods', schema: Prices }, 404: refused('No such SKU'), 422: refused('Periods overlap') },
      handle: async ({ params, body, context }) => ok((await putPrices(database, context, params.list, params.sku, body)).answer),
    }),
    route({
      method: 'POST', path: '/price-lists/{list}/prices/{sku}', operation: 'setPrice', tag, summary: 'Sets a price from a moment on; what it covers gives way, and comes back when it ends', access: EDITORS, params: ListSkuPath, body: PriceFromBody,
      example: { currency: 'EUR', validFrom: '2026-07-01T00:00:00+02:00', validUntil: null, amount: 8995, includesTax: true },
      answers: { 200: { description: 'All periods as they are now', schema: Prices }, 404: refused('No such SKU'), 422: refused('It ends before it begins') },
      handle: async ({ params, body, context }) => ok({ items: (await setPrice(database, context, params, body)).answer, next: null }),
    }),
    route({
      method: 'POST', path: '/price-lists/{list}/prices/{sku}/withdraw', operation: 'withdrawPrice', tag, summary: 'Takes back a price that is still to come; the one before it goes on', access: EDITORS, params: ListSkuPath, body: WithdrawBody,
      answers: { 200: { description: 'The periods that are left', schema: Prices }, 404: refused('No price begins then'), 409: refused('It has begun') },
      handle: async ({ params, body, context }) => ok({ items: (await withdrawPrice(database, context, params, body)).answer, next: null }),
    }),
  ];
}

function rateRoutes({ database }: CatalogueDeps): Route[] {
  return [
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
