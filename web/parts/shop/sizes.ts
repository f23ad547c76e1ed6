/** Pure: the size of a variant as people say it: "42"; what its options call so, else what its SKU ends in. */
const KEYS = ['maat', 'size', 'Maat', 'Size', 'EU'];

export function sizeOf({ sku, options }: { sku: string; options: Readonly<Record<string, string>> }): string {
  for (const key of KEYS) if (options[key] !== undefined) return options[key];
  return Object.values(options)[0] ?? sku.split('-').at(-1) ?? sku;
}

const inOrder = new Intl.Collator('nl', { numeric: true });
const LETTERS = ['XXS', 'XS', 'S', 'M', 'L', 'XL', 'XXL', '3XL', '4XL'];
/** From small to large: letters by what they mean, all else by its number. */
export const bySize = <T extends { sku: string; options: Readonly<Record<string, string>> }>(a: T, b: T): number => {
  const [one, other] = [sizeOf(a), sizeOf(b)];
  const [first, second] = [LETTERS.indexOf(one.toUpperCase()), LETTERS.indexOf(other.toUpperCase())];
  return first >= 0 && second >= 0 ? first - second : inOrder.compare(one, other);
};
