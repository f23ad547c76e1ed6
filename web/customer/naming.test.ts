/** Names of products with their variants: nothing is said twice. */
import { describe, expect, it } from 'vitest';
import { fullName } from './naming.ts';

describe('the name of a product', () => {
  it.each([['Duin sandaal wit maat 37', '37, wit', 'Duin sandaal wit maat 37'], ['Duin sandaal', '37, wit', 'Duin sandaal, 37, wit'], ['Duin sandaal wit', '37, wit', 'Duin sandaal wit, 37, wit'], ['Leervet', null, 'Leervet'], ['Maat 410', '41', 'Maat 410, 41']])('%s with %s is %s', (name, variant, expected) => expect(fullName(name, variant)).toBe(expected));
});
