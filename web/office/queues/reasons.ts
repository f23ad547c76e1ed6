/** Pure: the sentences with which an order's totals were refused, taken apart, so that they can be said in the shown language. */

export interface Amount { minor: number; currency: string }
export type Reason =
  | { kind: 'part'; part: 'line' | 'charge'; ref: string; name: string; expected: Amount; said: Amount }
  | { kind: 'sum'; sum: Amount; said: Amount; difference: Amount }
  | { kind: 'tax'; sum: Amount; said: Amount }
  | { kind: 'negative_line'; ref: string; name: string; amount: Amount }
  | { kind: 'negative'; amount: Amount }
  | { kind: 'shipped'; ref: string; cancelled: number; shipped: number; of: number }
  | { kind: 'returned'; ref: string; returned: number; shipped: number }
  | { kind: 'field'; path: string; what: string }
  | { kind: 'other'; sentence: string };

const MONEY = '(-?[\\d.]+) ([A-Z]{3})';
const amount = (digits: string | undefined, currency: string | undefined): Amount => ({ minor: Number((digits ?? '0').replace('.', '')), currency: currency ?? 'EUR' });

/** Each form of sentence, and what it says. */
const FORMS: readonly [RegExp, (found: (string | undefined)[]) => Reason][] = [
  [new RegExp(`^(line|charge) (\\S+) \\((.*)\\): .* is ${MONEY}, but its total is ${MONEY}$`), ([, part, ref = '', name = '', a, b, c, d]) => ({ kind: 'part', part: part === 'charge' ? 'charge' : 'line', ref, name, expected: amount(a, b), said: amount(c, d) })],
  [new RegExp(`^lines and charges add up to ${MONEY}, but the order says ${MONEY} \\(difference ${MONEY}\\)$`), ([, a, b, c, d, e, f]) => ({ kind: 'sum', sum: amount(a, b), said: amount(c, d), difference: amount(e, f) })],
  [new RegExp(`^taxes add up to ${MONEY}, but the order says ${MONEY}$`), ([, a, b, c, d]) => ({ kind: 'tax', sum: amount(a, b), said: amount(c, d) })],
  [new RegExp(`^line (\\S+) \\((.*)\\) comes to ${MONEY}: less than nothing$`), ([, ref = '', name = '', a, b]) => ({ kind: 'negative_line', ref, name, amount: amount(a, b) })],
  [new RegExp(`^the order comes to ${MONEY}: less than nothing$`), ([, a, b]) => ({ kind: 'negative', amount: amount(a, b) })],
  [/^line (\S+): (\d+) cancelled and (\d+) shipped of (\d+)$/, ([, ref = '', a, b, c]) => ({ kind: 'shipped', ref, cancelled: Number(a), shipped: Number(b), of: Number(c) })],
  [/^line (\S+): (\d+) returned of (\d+) shipped$/, ([, ref = '', a, b]) => ({ kind: 'returned', ref, returned: Number(a), shipped: Number(b) })],
  [/^([\w.]+): (.+)$/, ([, path = '', what = '']) => ({ kind: 'field', path, what })],
];

export function reasonOf(sentence: string): Reason {
  for (const [form, read] of FORMS) {
    const found = form.exec(sentence);
    if (found) return read([...found]);
  }
  return { kind: 'other', sentence };
}
