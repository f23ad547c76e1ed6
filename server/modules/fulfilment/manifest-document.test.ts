/** The paper of a handover: all its parcels, and room to sign. */
import { PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, it } from 'vitest';
import { manifestPdf } from './manifest-document.ts';
import type { ManifestView } from './manifests.ts';

const manifest = (parcels: number, more: Partial<ManifestView> = {}): ManifestView => ({
  id: 'man_1', location: 'utrecht', locationName: 'Utrecht Łódź', carrier: 'postnl', carrierName: 'PostNL', closedAt: '2026-03-02T16:00:00.000Z', closedBy: 'Sanne', signedBy: null, parcels, announced: parcels, stayed: 0, signature: null, stayedBehind: [],
  handedOver: Array.from({ length: parcels }, (_, index) => ({ id: `par_${index}`, number: 'L1', barcode: `3STEST${index}`, order: 'ord_1', orderNumber: String(100_000 + index), weightGrams: 1250, status: 'shipped' })), ...more,
});
const pages = async (of: ManifestView): Promise<number> => (await PDFDocument.load(await manifestPdf(of, 'nl', 'Europe/Amsterdam'))).getPageCount();

describe('the paper', () => {
  it.each([[1, 1], [30, 1], [36, 2], [40, 2], [45, 2], [190, 5], [200, 6]])('with %i parcels has %i pages', async (parcels, expected) => {
    expect(await pages(manifest(parcels))).toBe(expected);
  });

  it('is the same each time, and another with a signature', async () => {
    const plain = Buffer.from(await manifestPdf(manifest(2), 'en', 'UTC'));
    expect(Buffer.from(await manifestPdf(manifest(2), 'en', 'UTC')).equals(plain)).toBe(true);
    expect(Buffer.from(await manifestPdf(manifest(2, { signature: 'M0 0 L600 200', signedBy: 'B.' }), 'en', 'UTC')).equals(plain)).toBe(false);
  });
});
