/** What a till needs to sell without a connection: every product with its barcodes, price and VAT, and what may be done with the price. */
import { z } from 'zod';
import type { Instant } from '../../../kernel/clock.ts';
import type { Actor } from '../../../kernel/command.ts';
import type { Queryable } from '../../../kernel/database.ts';
import { withTax } from '../../catalogue/index.ts';
import { tillOf } from '../../channels/index.ts';
import { locationByCode, zoneDate } from '../../locations/index.ts';
import { namesPrices, tillPolicy } from './policy.ts';
import { saleProblems } from './problems.ts';

export const AssortmentQuery = z.object({ location: z.string().min(1).max(63), after: z.string().max(100).optional().describe('`next` of the last page'), limit: z.coerce.number().int().min(1).max(2000).default(1000) });

export const AssortmentView = z.object({
  channel: z.string().describe('The channel under which receipts of this store are sent'), location: z.string(), currency: z.string(), country: z.string(),
  maxDiscount: z.int().nullable().describe('What this account may take off a price, in thousandths; null: as it likes'), cashRounding: z.int().nullable().describe('Cash is rounded to so many minor units; null: it is not'),
  items: z.array(z.object({ sku: z.string(), product: z.string(), name: z.string(), picture: z.string().nullable(), options: z.record(z.string(), z.string()), gtins: z.array(z.string()), price: z.int().nullable().describe('VAT included, in minor units; null: not on the list'), vatRate: z.int().nullable().describe('Millionths') })),
  next: z.string().nullable(),
});

interface Row { sku: string; product: string; name: string; picture: string | null; options: Record<string, string>; gtins: string[]; amount: number | null; includes_tax: boolean | null; rate: number | null }

const ITEMS = `
  select v.sku, v.product, v.name, coalesce(v.picture, p.picture) as picture, v.options, array(select b.gtin::text from catalogue.barcode b where b.sku = v.sku and b.quantity = 1 order by 1) as gtins, price.amount, price.includes_tax, vat.rate
  from catalogue.variant v join catalogue.product p on p.code = v.product
  left join lateral (select amount, includes_tax from catalogue.price where sku = v.sku and list = $1 and currency = $2 and valid_from <= $3 and (valid_until is null or valid_until > $3) order by valid_from desc limit 1) price on true
  left join lateral (select rate from catalogue.vat_rate where country = $4 and class = v.vat_class and valid_from <= $5 order by valid_from desc limit 1) vat on true
  where v.active and v.kind = 'goods' and v.sku > $6 order by v.sku limit $7`;

/** One page of what a store sells, by SKU. */
export async function assortment(database: Queryable, actor: Actor, { location, after = '', limit }: z.infer<typeof AssortmentQuery>, now: Instant): Promise<z.infer<typeof AssortmentView>> {
  const [place, tills, policy] = await Promise.all([
    locationByCode(database, location),
    database.query<{ code: string; kind: string; list: string; settings: { currency?: string; country?: string; locationMap?: Record<string, string> } }>(`select code, kind, price_list as list, settings from channels.channel where kind = 'till' and active and ($1::text[] is null or code = any($1))`, [actor.channels ?? null]),
    tillPolicy(database),
  ]);
  if (!place) throw saleProblems.location_unknown({ detail: `There is no location "${location}".`, found: location, field: 'location' });
  if (actor.locations !== 'all' && !actor.locations.includes(location)) throw saleProblems.not_yours({ detail: `"${actor.name}" does not sell at ${location}.`, found: location, expected: actor.locations, field: 'location' });
  const channel = tillOf(tills, { code: location, country: place.address.country });
  if (!channel) throw saleProblems.not_a_till({ detail: 'There is no sales channel of kind till. An administrator makes one under Connections.' });
  const { country } = place.address;
  const currency = channel.settings.currency ?? 'EUR';
  const rows = await database.query<Row>(ITEMS, [channel.list, currency, now, country, zoneDate(now, place.calendar.zone), after, limit + 1]);
  const shown = rows.slice(0, limit);
  return {
    channel: channel.code, location, currency, country, maxDiscount: namesPrices(actor) ? null : policy.maxDiscount, cashRounding: policy.cashRounding[currency] ?? null,
    items: shown.map(({ amount, includes_tax, rate, ...item }) => ({ ...item, price: amount === null ? null : withTax({ amount, includesTax: includes_tax !== false }, rate), vatRate: rate })),
    next: rows.length > limit ? shown.at(-1)?.sku ?? null : null,
  };
}
