/** The first work that has this product to be put back, by its SKU or any of its barcodes. */
export function workOf<Work extends { lines: readonly { sku: string; gtins: readonly string[] }[] }>(work: readonly Work[], code: string): Work | undefined {
  const digits = code.replace(/^0+/, '');
  return work.find(({ lines }) => lines.some(({ sku, gtins }) => sku === code || gtins.some((gtin) => gtin.replace(/^0+/, '') === digits)));
}
