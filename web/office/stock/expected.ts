/** Pure: an expected receipt as its forms hold it, and back as the interface wants it. */
import type { Answer, Input } from '../../api/client.ts';

export type ExpectedReceipt = Answer<'getExpectedReceipt'>;
type Body = Input<'putExpectedReceipt'>['body'];

export interface AnnouncedLine { /** Of the row on the screen. */ key: number; sku: string; quantity: number | null; expectedOn: string }
export interface Announcement { reference: string; supplier: string; location: string; lines: AnnouncedLine[] }

let rows = 0;
export const newLine = (expectedOn: string): AnnouncedLine => ({ key: (rows += 1), sku: '', quantity: null, expectedOn });

/** What was announced, as it is changed; a product that came without being announced is no part of the document. */
export function announcementOf(receipt: ExpectedReceipt | null): Announcement {
  if (receipt === null) return { reference: '', supplier: '', location: '', lines: [newLine('')] };
  const lines = receipt.lines.filter(({ quantity }) => quantity > 0).map(({ sku, quantity, expectedOn }) => ({ ...newLine(expectedOn), sku, quantity }));
  return { reference: receipt.reference, supplier: receipt.supplier ?? '', location: receipt.location, lines };
}

export const isComplete = ({ reference, location, lines }: Announcement): boolean =>
  reference.trim() !== '' && location !== '' && lines.length > 0 && lines.every(({ sku, quantity, expectedOn }) => sku.trim() !== '' && quantity !== null && quantity > 0 && expectedOn !== '');

export const bodyOf = ({ supplier, location, lines }: Announcement): Body => ({
  location, supplier: supplier.trim() === '' ? null : supplier.trim(), lines: lines.map(({ sku, quantity, expectedOn }) => ({ sku: sku.trim(), quantity: quantity ?? 0, expectedOn })),
});

/** Per SKU what was found; one that is not here was not looked at. */
export type Came = Readonly<Record<string, { good: number | null; damaged: number | null }>>;

/** As it is sent: what nobody filled in is left out, blank is not zero. */
export const cameBody = (came: Came): NonNullable<Input<'receiveExpected'>['body']['lines']> =>
  Object.entries(came).flatMap(([code, { good, damaged }]) => (code.trim() === '' || (good === null && damaged === null) ? [] : [{ code: code.trim(), good: good ?? 0, damaged: damaged ?? 0 }]));
