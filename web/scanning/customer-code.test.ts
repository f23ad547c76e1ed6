/** What a scan at the counter means. */
import { describe, expect, it } from 'vitest';
import { codeIn } from './customer-code.ts';

describe('a scan at the counter', () => {
  it.each([['K7P3MX', 'K7P3MX'], [' 100042 ', '100042'], ['https://shop.example/pickup?code=K7P3MX', 'K7P3MX'], ['https://shop.example/p/K7P3MX', 'K7P3MX'], ['https://shop.example/p#K7P3MX', 'K7P3MX'], ['https://', 'https://']])('%s means %s', (scanned, code) => {
    expect(codeIn(scanned)).toBe(code);
  });
});
