/** The file for a spreadsheet: quoting, amounts, and what would be a formula. */
import { describe, expect, it } from 'vitest';
import { amount, csvOf } from './csv.ts';

const words = { headings: ['Number', 'Shop’s number', 'Customer'], status: (code: string) => code, kind: (code: string) => code, place: (code: string) => code, yes: 'yes', no: 'no' };
const order = { id: 'ord_1', number: '100001', externalNumber: 'A;1', channel: 'web', placedAt: '2026-03-02T09:00:00.000Z', status: 'open', onHold: false, currency: 'EUR', total: 123456, units: 2, tags: ['a', 'b'], customer: '=HYPERLINK("http://x")', kinds: ['ship'], locations: ['utrecht'], promisedBy: null, dueAt: null };

describe('the file', () => {
  it.each([[5995, 2, false, '59.95'], [5, 2, true, '0,05'], [-120, 2, false, '-1.20'], [700, 0, false, '700'], [1234, 3, true, '1,234'], [0, 2, false, '0.00']])('writes %i minor units (%i digits) as %s', (minor, digits, comma, expected) => {
    expect(amount(minor, digits, comma)).toBe(expected);
  });

  it('quotes what must be, and writes no formula', () => {
    const [head, row] = csvOf([order], words, false).split('\r\n');
    expect(head).toBe('\u{FEFF}Number,Shop’s number,Customer');
    expect(row).toBe(`100001,"A;1","'=HYPERLINK(""http://x"")",open,no,web,ship,utrecht,2026-03-02T09:00:00.000Z,,,2,1234.56,EUR,"a, b"`);
    expect(csvOf([order], words, true)).toContain(';1234,56;EUR;');
  });

  it('has a heading only when there are no orders', () => {
    expect(csvOf([], words, true)).toBe('\u{FEFF}Number;Shop’s number;Customer\r\n');
  });
});
