/** What a scanned or typed code stands for, as the catalogue knows it. */
import { call, Refused } from '../../api/client.ts';
import { productCode } from '../../scanning/codes.ts';

export interface FoundProduct { sku: string; name: string; product: string; picture: string | null; gtins: string[]; /** How many of it the code stands for: a carton's barcode means all that is in it. */ pieces: number }

/** By barcode, else by SKU; null when the catalogue has neither. */
export async function findProduct(code: string): Promise<FoundProduct | null> {
  const plain = productCode(code);
  try {
    if (/^\d{14}$/.test(plain)) {
      const { variant, product, quantity } = await call('findByBarcode', { gtin: plain });
      return { sku: variant.sku, name: variant.name, product: variant.product, picture: variant.picture ?? product.picture ?? null, gtins: [plain], pieces: quantity };
    }
    const variant = await call('getVariant', { sku: plain });
    return { sku: variant.sku, name: variant.name, product: variant.product, picture: variant.picture ?? (await call('getProduct', { product: variant.product })).picture ?? null, gtins: variant.barcodes.map(({ gtin }) => gtin), pieces: 1 };
  } catch (error) {
    if (error instanceof Refused && error.status < 500 && error.status !== 401) return null;
    throw error;
  }
}
