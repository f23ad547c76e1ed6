/** Labels hold the address and a barcode that a scanner reads, whatever a customer typed. */
import { PDFDocument } from '@cantoo/pdf-lib';
import { describe, expect, it } from 'vitest';
import { Address } from '../../kernel/address.ts';
import { makeSscc } from '../../kernel/gtin.ts';
import { parcelLabel } from './index.ts';
import { addressLines } from './content.ts';
import type { ParcelLabelContent } from './content.ts';

const sender = Address.parse({ company: 'Warenhuis De Brug', street: 'Kanaalweg', houseNumber: '4', postalCode: '3526KL', city: 'Utrecht', country: 'NL' });
const receiver = Address.parse({ name: 'Anke Smit', street: 'Van Woustraat', houseNumber: '12', addition: '2 hoog', postalCode: '1073LL', city: 'Amsterdam', country: 'NL' });
const content = (changes: Partial<ParcelLabelContent> = {}): ParcelLabelContent => ({ heading: 'By hand', sender, receiver, reference: 'ORD-1001', barcode: 'P-000123', sequence: 1, count: 1, weightGrams: 1250, notes: [], ...changes });
const zplOf = async (changes: Partial<ParcelLabelContent> = {}): Promise<string> => new TextDecoder().decode((await parcelLabel(content(changes))).zpl);

describe('the PDF', () => {
  it('is one A6 page, and the same content gives the same bytes', async () => {
    const { pdf } = await parcelLabel(content());
    const page = (await PDFDocument.load(pdf)).getPages();
    expect(page).toHaveLength(1);
    expect(Math.round(((page[0]?.getWidth() ?? 0) / 72) * 25.4)).toBe(105);
    expect(Math.round(((page[0]?.getHeight() ?? 0) / 72) * 25.4)).toBe(148);
    expect(Buffer.from((await parcelLabel(content())).pdf).equals(Buffer.from(pdf))).toBe(true);
  });

  it('is made for names in any alphabet, very long lines and a full address', async () => {
    const odd = Address.parse({ ...receiver, name: 'Łukasz Ďuriš 山田太郎', company: 'x'.repeat(200), line2: 'Achterhuis' });
    const { pdf } = await parcelLabel(content({ receiver: odd, sequence: 2, count: 3, notes: ['Mailbox parcel'] }));
    expect((await PDFDocument.load(pdf)).getPageCount()).toBe(1);
  });
});

describe('the ZPL', () => {
  it('holds the address, the reference and a Code 128', async () => {
    const zpl = await zplOf();
    for (const text of ['Anke Smit', 'Van Woustraat 12-2 hoog', '1073 LL  Amsterdam', 'ORD-1001', '1.250 kg', 'Warenhuis De Brug']) expect(zpl).toContain(text);
    expect(zpl).toMatch(/^\^XA/);
    expect(zpl).toMatch(/\^BCN,176,Y,N,N,A\^FH\^FDP-000123\^FS\n\^XZ\n$/);
  });

  it('prints an SSCC as GS1-128 with its application identifier', async () => {
    const sscc = makeSscc('8712345', 42);
    expect(await zplOf({ barcode: sscc })).toContain(`^BCN,176,Y,N,N,D^FH^FD(00)${sscc}^FS`);
  });

  it('does not let what a customer typed become a printer command', async () => {
    const zpl = await zplOf({ receiver: { ...receiver, name: 'Eve ^XZ~JA\\_' } });
    expect(zpl).toContain('Eve _5EXZ_7EJA_5C_5F');
    expect(zpl.match(/\^XZ/g)).toHaveLength(1);
    expect(zpl).not.toContain('~');
  });
});

it('refuses a barcode that Code 128 cannot hold', async () => {
  await expect(parcelLabel(content({ barcode: 'é' }))).rejects.toThrow(/Code 128/);
  await expect(parcelLabel(content({ barcode: '' }))).rejects.toThrow(/Code 128/);
});

it('writes the number where the country writes it', () => {
  expect(addressLines({ ...receiver, country: 'GB', street: 'High Street', houseNumber: '12', addition: 'A', city: 'York', postalCode: 'YO1 7HH' })).toEqual(['Anke Smit', '12 A High Street', 'York YO1 7HH', 'GB']);
});
