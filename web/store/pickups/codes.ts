/** Pure: the pickup code or number in what was scanned: the bare text, or the link that a customer's QR code holds. */
export function codeIn(scanned: string): string {
  const text = scanned.trim();
  if (!/^https?:\/\//i.test(text)) return text;
  try {
    const url = new URL(text);
    return url.searchParams.get('code') ?? (url.hash.startsWith('#') && url.hash.length > 1 ? url.hash.slice(1) : url.pathname.split('/').filter(Boolean).at(-1) ?? text);
  } catch {
    return text;
  }
}

/** The first work that has this product to be put back, by its SKU or any of its barcodes. */
export function workOf<Work extends { lines: readonly { sku: string; gtins: readonly string[] }[] }>(work: readonly Work[], code: string): Work | undefined {
  const digits = code.replace(/^0+/, '');
  return work.find(({ lines }) => lines.some(({ sku, gtins }) => sku === code || gtins.some((gtin) => gtin.replace(/^0+/, '') === digits)));
}
