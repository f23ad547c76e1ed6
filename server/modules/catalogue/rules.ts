/** Pure rules of the catalogue: which barcodes, bundles and prices can be. */
import { Temporal } from 'temporal-polyfill';
import type { Instant } from '../../kernel/clock.ts';
import { normaliseGtin } from '../../kernel/gtin.ts';
import type { Gtin } from '../../kernel/gtin.ts';
import type { PriceBody, VariantBody } from './contract.ts';
import { catalogueProblems } from './problems.ts';

/** The barcodes of a variant as 14 digits; refuses one whose check digit is wrong or that is given twice. */
export function normalisedBarcodes(barcodes: VariantBody['barcodes']): { gtin: Gtin; quantity: number }[] {
  const seen = new Set<Gtin>();
  return barcodes.map(({ gtin: text, quantity }, index) => {
    const field = `barcodes[${index}].gtin`;
    const gtin = normaliseGtin(text);
    if (gtin === null) throw catalogueProblems.barcode_invalid({ detail: `"${text}" is not a GTIN: it needs 8, 12, 13 or 14 digits of which the last is the check digit.`, found: text, field });
    if (seen.has(gtin)) throw catalogueProblems.barcode_invalid({ detail: `${gtin} is given twice; keep one.`, found: text, field });
    seen.add(gtin);
    return { gtin, quantity };
  });
}

/** Refuses a bundle of itself, of the same SKU twice, of SKUs that are not there, and of other bundles. */
export function checkComponents(sku: string, components: VariantBody['components'], known: ReadonlyMap<string, { components: readonly unknown[] }>): void {
  const seen = new Set<string>();
  components.forEach((component, index) => {
    const field = `components[${index}].sku`;
    const refuse = (detail: string) => catalogueProblems.bundle({ detail, found: component.sku, field });
    if (component.sku === sku) throw refuse(`${sku} cannot be a part of itself.`);
    if (seen.has(component.sku)) throw refuse(`${component.sku} is given twice; give it once with its quantity.`);
    const part = known.get(component.sku);
    if (!part) throw refuse(`There is no SKU ${component.sku}.`);
    if (part.components.length > 0) throw refuse(`${component.sku} is a bundle itself; name its parts instead.`);
    seen.add(component.sku);
  });
}

/** The periods of a price in order; refuses one that ends before it begins and two that overlap. An open end must be the last. */
export function orderedPeriods(periods: PriceBody['periods']): PriceBody['periods'] {
  const ordered = periods.map((period) => ({ ...period, from: Date.parse(period.validFrom), until: period.validUntil === null ? Number.POSITIVE_INFINITY : Date.parse(period.validUntil) })).sort((a, b) => a.from - b.from);
  ordered.forEach((period, index) => {
    if (period.until <= period.from) throw catalogueProblems.price({ detail: `The price from ${period.validFrom} ends at ${period.validUntil ?? ''}, before it begins.`, found: period.validUntil, field: 'periods' });
    const next = ordered[index + 1];
    if (next && period.until > next.from) throw catalogueProblems.price({ detail: `The price from ${period.validFrom} and the one from ${next.validFrom} overlap; end the first at ${next.validFrom}.`, found: period.validUntil, expected: next.validFrom, field: 'periods' });
  });
  return ordered.map(({ from: _from, until: _until, ...period }) => period);
}

/** The local date at a moment where VAT is owed: the three countries with rates of our own share one time zone. */
export const vatDate = (at: Instant): string => Temporal.Instant.from(at).toZonedDateTimeISO('Europe/Amsterdam').toPlainDate().toString();
