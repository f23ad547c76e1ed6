/** Refusals of the catalogue. */
import { catalogue } from '../../kernel/problem.ts';

export const catalogueProblems = catalogue('catalogue', {
  product_unknown: { status: 404, title: 'There is no such product' },
  variant_unknown: { status: 404, title: 'There is no such SKU' },
  barcode_unknown: { status: 404, title: 'No product has this barcode' },
  barcode_invalid: { status: 422, title: 'This is not a barcode' },
  barcode_taken: { status: 409, title: 'Another SKU has this barcode' },
  bundle: { status: 422, title: 'The bundle cannot be made like this' },
  price: { status: 422, title: 'The prices cannot stand together' },
  price_unknown: { status: 404, title: 'There is no price' },
  price_begun: { status: 409, title: 'The price has begun' },
  rate_unknown: { status: 404, title: 'There is no VAT rate' },
});
