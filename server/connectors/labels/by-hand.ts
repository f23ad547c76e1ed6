/** A carrier without a system of its own (a courier, the own van): Spil prints a neutral label, and people say what happened. */
import type { Carrier } from '../../modules/shipping/ports.ts';

export interface ByHandOptions { code?: string; /** Stands at the top of the label. */ name?: string; }

/**
 * The carrier by hand. Its barcode is the order number with the end of the parcel's id, the same whenever it is asked, so an
 * announcement may be repeated. It tells no news: parcels are shipped by the handover, and delivered when somebody says so.
 */
export function createByHandCarrier({ code = 'by_hand', name = 'Own delivery' }: ByHandOptions = {}): Carrier {
  return {
    code, name,
    recognises: (trackingNumber) => /^[A-Za-z0-9-]{5,40}$/.test(trackingNumber),
    trackingUrl: () => '',
    announce: async ({ parcel, reference, sender, receiver, pickupPoint, sequence, count, weightGrams, format }) => {
      const barcode = `${reference}-${parcel.replaceAll('-', '').slice(-8).toUpperCase()}`;
      const label = { heading: name, sender, receiver: pickupPoint?.address ?? receiver, reference, barcode, sequence, count, weightGrams, notes: [] };
      try {
        return { kind: 'announced', barcode, trackingUrl: '', label: { format, content: (await (await import('./index.ts')).parcelLabel(label))[format] }, warnings: [] };
      } catch (error) {
        if (error instanceof RangeError) return { kind: 'refused', code: 'label', reason: `The label cannot be printed: ${error.message}.`, field: null };
        throw error;
      }
    },
    track: async () => [],
    updatedSince: async () => [],
  };
}
