/** How the variants of a product are told apart and put in order. Pure. */

export interface Sized { sku: string; name: string; options: Readonly<Record<string, string>> }

const collator = new Intl.Collator('nl', { numeric: true });

/** By what they are called among the options, numbers as numbers: 36, 37 … 42, then S before M as it comes. */
export const bySize = (a: Sized, b: Sized): number => collator.compare(Object.values(a.options).join(' '), Object.values(b.options).join(' ')) || collator.compare(a.sku, b.sku);

/** What tells each from the others: the options in which they differ; the SKU where that says nothing. */
export function labelsOf(rows: readonly Sized[]): Map<string, string> {
  const names = [...new Set(rows.flatMap(({ options }) => Object.keys(options)))].filter((name) => new Set(rows.map(({ options }) => options[name])).size > 1);
  const labels = new Map(rows.map(({ sku, options }) => [sku, names.flatMap((name) => options[name] ?? []).join(' ')]));
  const told = [...labels.values()];
  return new Map([...labels].map(([sku, label]) => [sku, label === '' || told.filter((one) => one === label).length > 1 ? sku : label]));
}
