/** A variant through its form: what is not touched comes out as it went in. */
import { expect, it } from 'vitest';
import { bodyOf, formOf, isReady } from './variant-form.ts';

const variant = {
  sku: 'linde-39', product: 'linde', name: 'Linde 39', kind: 'goods' as const, unit: 'piece' as const, options: { maat: '39', kleur: 'rood' }, weightGrams: 980, vatClass: 'standard', picture: null, tags: ['dames'], active: true, backorder: true, releasedOn: '2026-12-01',
  barcodes: [{ gtin: '02000000000015', quantity: 1 }], components: [], version: 3, updatedAt: '2026-01-01T00:00:00.000Z',
};

it('comes out as it went in', () => {
  const { sku: _sku, version: _version, updatedAt: _updatedAt, ...body } = variant;
  expect(bodyOf('linde', formOf({ name: 'Linde', variants: [variant] }, variant))).toEqual(body);
});

it('begins a new one as its siblings are, with its own options still to say', () => {
  const form = formOf({ name: 'Linde', variants: [variant] }, null);
  expect(form).toMatchObject({ sku: '', name: 'Linde', options: [{ name: 'maat', value: '' }, { name: 'kleur', value: '' }], weightGrams: 980, barcodes: [] });
  expect(isReady(form)).toBe(false);
  expect(isReady({ ...form, sku: 'linde-40' })).toBe(true);
});

it('leaves rows out that were not filled in', () => {
  const form = formOf({ name: 'Linde', variants: [] }, null);
  expect(bodyOf('linde', { ...form, options: [{ name: 'maat', value: ' ' }, { name: ' maat ', value: ' 40 ' }], barcodes: [{ gtin: ' ', quantity: 1 }], components: [{ sku: '', quantity: 2 }] })).toMatchObject({ options: { maat: '40' }, barcodes: [], components: [] });
});
