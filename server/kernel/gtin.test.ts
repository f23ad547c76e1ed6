/** Proves the GS1 check digits on the vectors of the standard's own tool (when at hand) and on keys that are printed on real products. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { checkDigit, hasCheckDigit, isGtin, isSscc, makeSscc, normaliseGtin } from './gtin.ts';

const specs = process.env.SPIL_SPECS;
const digitsOf = (length: number) => fc.stringMatching(new RegExp(`^[0-9]{${length}}$`));

describe('check digits', () => {
  it.each([
    ['0000000', 0], ['9638507', 4], ['03600029145', 2], ['400638133393', 1], ['1540014128876', 3], ['00614141123456789', 0],
  ])('%s gets %d', (digits, expected) => expect(checkDigit(digits)).toBe(expected));

  it('refuses what is not digits', () => {
    for (const text of ['', ' 1', '12a', '１２', '-1', '1.0']) expect(() => checkDigit(text), JSON.stringify(text)).toThrow(RangeError);
  });

  it('notices every single wrong digit', () => {
    fc.assert(fc.property(digitsOf(13), fc.nat(13), fc.integer({ min: 1, max: 9 }), (body, place, shift) => {
      const whole = `${body}${checkDigit(body)}`;
      const wrong = whole.slice(0, place) + String((Number(whole[place]) + shift) % 10) + whole.slice(place + 1);
      return hasCheckDigit(whole) && !hasCheckDigit(wrong);
    }));
  });

  it.skipIf(!specs)('agrees with every vector of the GS1 syntax dictionary', () => {
    const all = JSON.parse(readFileSync(join(specs ?? '', 'gs1/check-digit-vectors.json'), 'utf8')) as { linter: string; value: string; valid: boolean }[];
    const ours = all.filter((vector) => vector.linter === 'gs1_lint_csum');
    expect(ours.length).toBeGreaterThan(10);
    for (const { value, valid } of ours) expect(hasCheckDigit(value), JSON.stringify(value)).toBe(valid);
  });
});

describe('GTIN', () => {
  it.each([
    ['96385074', '00000096385074'],
    ['036000291452', '00036000291452'],
    ['4006381333931', '04006381333931'],
    ['04006381333931', '04006381333931'],
    ['15400141288763', '15400141288763'],
    [' 4 006381 333931 ', '04006381333931'],
    ['978-0-306-40615-7', '09780306406157'],
  ])('%s is %s', (text, expected) => expect(normaliseGtin(text)).toBe(expected));

  it.each([
    ['a wrong check digit', '4006381333932'], ['nothing', ''], ['only zeros', '0000000000000'], ['nine digits', '963850740'],
    ['an SSCC', '006141411234567890'], ['letters', 'SHOE-42'], ['digits of another script', '٤٠٠٦٣٨١٣٣٣٩٣١'], ['a newline inside', '400638\n1333931'],
  ])('%s is none', (_what, text) => {
    expect(isGtin(text)).toBe(false);
    expect(normaliseGtin(text)).toBeNull();
  });

  it('is one product in every length it can be written in', () => {
    fc.assert(fc.property(digitsOf(7).filter((body) => !/^0+$/.test(body)), (body) => {
      const short = `${body}${checkDigit(body)}`;
      const forms = [short, short.padStart(12, '0'), short.padStart(13, '0'), short.padStart(14, '0')];
      return new Set(forms.map(normaliseGtin)).size === 1;
    }));
  });
});

describe('SSCC', () => {
  it('is extension, prefix, serial and check digit', () => {
    expect(makeSscc('0614141', 123456789)).toBe('006141411234567890');
    expect(makeSscc('8712345', 1, 3)).toMatch(/^38712345000000001[0-9]$/);
  });

  it('is always a valid one', () => {
    fc.assert(fc.property(fc.stringMatching(/^[0-9]{4,12}$/), fc.nat(9999), fc.nat(9), (prefix, serial, extension) => isSscc(makeSscc(prefix, serial, extension))));
  });

  it.each([
    ['a short prefix', () => makeSscc('123', 1)], ['a prefix with letters', () => makeSscc('12345A', 1)], ['a serial that does not fit', () => makeSscc('871234567890', 10_000)],
    ['a negative serial', () => makeSscc('8712345', -1)], ['a fraction', () => makeSscc('8712345', 1.5)], ['a two-digit extension', () => makeSscc('8712345', 1, 10)],
  ])('refuses %s', (_what, make) => expect(make).toThrow(RangeError));

  it('is not any 18 digits', () => {
    expect(isSscc('006141411234567891')).toBe(false);
    expect(isSscc('4006381333931')).toBe(false);
  });
});
