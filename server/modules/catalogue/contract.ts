/** What goes over the wire about what is sold: products, variants, barcodes, bundles, prices and VAT rates. */
import { z } from 'zod';
import { exponentOf } from '../../kernel/money.ts';

const code = z.string().regex(/^[A-Za-z0-9][A-Za-z0-9._-]{0,99}$/, 'letters, digits, dots, dashes and underscores, such as linde-veter');
const tags = z.array(z.string().trim().min(1).max(50)).max(50).default([]);
/** A picture is an address or the picture itself as a data URI; 64 kB is ample for a drawing, and a photograph has its own address. */
const picture = z.string().max(65_536).regex(/^(https:\/\/|\/|data:image\/(svg\+xml|png|jpeg|webp)[;,])/, 'an https address, an address of this server, or a data URI of an image').nullable().default(null);
export const Currency = z.string().regex(/^[A-Z]{3}$/, 'an ISO 4217 code such as EUR').refine((text) => { try { exponentOf(text); return true; } catch { return false; } });
const instant = z.iso.datetime({ offset: true });

export const ProductBody = z.strictObject({
  name: z.string().trim().min(1).max(200), brand: z.string().max(100).nullable().default(null), description: z.string().max(10_000).nullable().default(null), picture, tags,
  attributes: z.record(z.string().max(50), z.string().max(500)).default({}),
});
export const VariantBody = z.strictObject({
  product: code, name: z.string().trim().min(1).max(200), kind: z.enum(['goods', 'service', 'digital', 'gift_card', 'deposit']).default('goods'),
  unit: z.enum(['piece', 'gram', 'millimetre']).default('piece').describe('Base unit in which quantities are whole'),
  options: z.record(z.string().max(50), z.string().max(100)).default({}).describe('What tells it from the other variants, e.g. size and colour'),
  weightGrams: z.int().min(0).max(10_000_000).default(0).describe('Of one base unit, packed'),
  vatClass: z.string().regex(/^[a-z][a-z_-]{0,29}$/).default('standard'), picture, tags, active: z.boolean().default(true),
  backorder: z.boolean().default(false).describe('May be sold while nobody has it, up to what is expected and not promised yet'),
  releasedOn: z.iso.date().nullable().default(null).describe('Day before which nothing of it leaves; until then it is sold as a pre-order'),
  barcodes: z.array(z.strictObject({ gtin: z.string().max(20), quantity: z.int().min(1).max(100_000).default(1).describe('Base units that one scan of it stands for') })).max(50).default([]),
  components: z.array(z.strictObject({ sku: code, quantity: z.int().min(1).max(10_000) })).max(100).default([]).describe('Of a bundle: what it is made of'),
});
export type ProductBody = z.output<typeof ProductBody>;
export type VariantBody = z.output<typeof VariantBody>;

const versioned = { version: z.int(), updatedAt: z.string() };
export const Variant = VariantBody.extend({ sku: z.string(), ...versioned });
export const Product = ProductBody.extend({ code: z.string(), ...versioned });
const can = z.array(z.enum(['edit', 'set_price'])).describe('What this account may do with it');
export const ProductWithVariants = Product.extend({ variants: z.array(Variant), can });
export const VariantDetails = Variant.extend({ can, partOf: z.array(z.string()).describe('Bundles that it is a part of') });
export const Products = z.strictObject({ items: z.array(Product), next: z.string().nullable() });
export const Variants = z.strictObject({ items: z.array(Variant), next: z.string().nullable() });
export const Scanned = z.strictObject({ gtin: z.string(), quantity: z.int(), variant: Variant, product: Product });

const period = { validFrom: instant, validUntil: instant.nullable().default(null), amount: z.int().min(0).max(1_000_000_000_000).describe('Whole minor units of the currency'), includesTax: z.boolean().default(true) };
export const PriceBody = z.strictObject({ currency: Currency, periods: z.array(z.strictObject(period)).max(200) });
export type PriceBody = z.output<typeof PriceBody>;
export const PriceFromBody = z.strictObject({ currency: Currency, ...period, validFrom: instant.nullable().default(null).describe('Null is now') });
export type PriceFromBody = z.output<typeof PriceFromBody>;
export const WithdrawBody = z.strictObject({ currency: Currency, validFrom: instant });
export const Price = z.strictObject({ sku: z.string(), list: z.string(), currency: z.string(), ...period });
export const Prices = z.strictObject({ items: z.array(Price), next: z.string().nullable() });
/** `current` is in force, `upcoming` begins later, `past` is over. */
const PriceEntry = Price.extend({ state: z.enum(['current', 'upcoming', 'past']) });
export const PriceEntries = z.strictObject({ items: z.array(PriceEntry), can });
export const PriceEntriesPage = z.strictObject({ items: z.array(PriceEntry), next: z.string().nullable() });
export const PriceLists = z.strictObject({ items: z.array(z.strictObject({ list: z.string(), currency: z.string(), products: z.int().describe('SKUs that have a price in it, whenever'), current: z.int().describe('SKUs whose price is in force'), upcoming: z.int().describe('Prices that begin later') })), can });
export const PriceNow = z.strictObject({ ...Price.shape, vatCountry: z.string(), vatClass: z.string(), vatRate: z.int().describe('Millionths: 21 % is 210000') });

const country = z.string().regex(/^[A-Z]{2}$/, 'an ISO 3166-1 alpha-2 code such as NL');
const vatClass = z.string().regex(/^[a-z][a-z_-]{0,29}$/, 'a VAT class such as standard');
export const RateBody = z.strictObject({ validFrom: z.iso.date(), rate: z.int().min(0).max(1_000_000).describe('Millionths: 21 % is 210000') });
export const Rate = RateBody.extend({ country: z.string(), class: z.string() });
export const Rates = z.strictObject({ items: z.array(Rate), next: z.string().nullable() });

export const Page = z.object({ after: z.string().max(200).optional(), limit: z.coerce.number().int().min(1).max(500).default(50) });
export const ProductQuery = Page.extend({ tag: z.string().max(50).optional(), search: z.string().trim().min(1).max(100).optional().describe('Beginnings of words of the code, name or brand, in any order') });
export const VariantQuery = Page.extend({ product: code.optional(), active: z.enum(['true', 'false']).optional(), search: z.string().trim().min(1).max(100).optional().describe('Beginnings of words of the SKU, name or brand, in any order') });
export const PricesQuery = Page.extend({ search: z.string().trim().min(1).max(100).optional().describe('Beginnings of words of the SKU, name or brand') });
export const PriceQuery = z.object({ list: z.string().max(50).default('standard'), currency: Currency.default('EUR'), country: country.default('NL'), at: instant.optional() });
export const RateQuery = z.object({ country: country.optional() });
export const ProductPath = z.object({ product: code });
export const SkuPath = z.object({ sku: code });
export const BarcodePath = z.object({ gtin: z.string().max(40) });
export const ListPath = z.object({ list: z.string().regex(/^[a-z0-9][a-z0-9-]{0,49}$/, 'a price list such as standard') });
export const ListSkuPath = ListPath.extend({ sku: code });
export const RatePath = z.object({ country, class: vatClass });
