/** Neutral address labels for parcels that no carrier's system prints for: carriers by hand, transfers and totes. */
import { labelPdf } from './pdf.ts';
import { labelZpl } from './zpl.ts';
import type { ParcelLabelContent } from './content.ts';

export type { ParcelLabelContent } from './content.ts';
export { labelPdf } from './pdf.ts';
export { labelZpl } from './zpl.ts';

/** Both forms of one label: an A6 PDF, and ZPL II for printers of 203 dpi. Refuses (RangeError) a barcode that Code 128 cannot hold. */
export async function parcelLabel(content: ParcelLabelContent): Promise<{ pdf: Uint8Array; zpl: Uint8Array }> {
  return { pdf: await labelPdf(content), zpl: new TextEncoder().encode(labelZpl(content)) };
}
