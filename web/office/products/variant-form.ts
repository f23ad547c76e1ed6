/** A variant as its form holds it, and back as the interface wants it. Pure. */
import type { Input } from '../../api/client.ts';
import type { Product, Variant } from './product.ts';

type Body = Input<'putVariant'>['body'];

export interface VariantForm {
  sku: string; name: string; kind: NonNullable<Body['kind']>; unit: NonNullable<Body['unit']>; options: { name: string; value: string }[]; weightGrams: number; vatClass: string; picture: string; tags: string[]; active: boolean; backorder: boolean; releasedOn: string | null;
  barcodes: { gtin: string; quantity: number }[]; components: { sku: string; quantity: number }[];
}

/** A new variant begins as its siblings are: the same options to fill in, weight, kind and VAT class. */
export function formOf(product: Pick<Product, 'name' | 'variants'>, variant: Variant | null): VariantForm {
  const like = variant ?? product.variants[0];
  return {
    sku: variant?.sku ?? '', name: variant?.name ?? product.name, kind: like?.kind ?? 'goods', unit: like?.unit ?? 'piece', weightGrams: like?.weightGrams ?? 0, vatClass: like?.vatClass ?? 'standard',
    options: Object.entries(like?.options ?? {}).map(([name, value]) => ({ name, value: variant ? value : '' })), picture: variant?.picture ?? '', tags: variant?.tags ?? [], active: variant?.active ?? true, backorder: variant?.backorder ?? false, releasedOn: variant?.releasedOn ?? null,
    barcodes: variant?.barcodes.map((one) => ({ ...one })) ?? [], components: variant?.components.map((one) => ({ ...one })) ?? [],
  };
}

export const isReady = ({ sku, name }: VariantForm): boolean => sku.trim() !== '' && name.trim() !== '';

/** Rows that were left empty are no rows. */
export function bodyOf(product: string, form: VariantForm): Body {
  return {
    product, name: form.name.trim(), kind: form.kind, unit: form.unit, weightGrams: form.weightGrams, vatClass: form.vatClass, picture: form.picture.trim() === '' ? null : form.picture.trim(), tags: form.tags, active: form.active, backorder: form.backorder, releasedOn: form.releasedOn,
    options: Object.fromEntries(form.options.filter(({ name, value }) => name.trim() !== '' && value.trim() !== '').map(({ name, value }) => [name.trim(), value.trim()])),
    barcodes: form.barcodes.filter(({ gtin }) => gtin.trim() !== '').map(({ gtin, quantity }) => ({ gtin: gtin.trim(), quantity })), components: form.components.filter(({ sku }) => sku.trim() !== '').map(({ sku, quantity }) => ({ sku: sku.trim(), quantity })),
  };
}
