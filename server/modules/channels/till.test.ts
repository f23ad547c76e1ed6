/** Under which till a store sells, as a table. */
import { expect, it } from 'vitest';
import { tillOf } from './till.ts';

const till = (code: string, country = 'NL', locationMap: Record<string, string> = {}): Parameters<typeof tillOf>[0][number] => ({ code, kind: 'till', settings: { country, locationMap } });
const web = { code: 'a-web', kind: 'api', settings: { country: 'GB' } };

it.each<[string, Parameters<typeof tillOf>[0], string | null, string | null]>([
  ['the only one, wherever the store is', [web, till('kassa')], 'GB', 'kassa'],
  ['the one of its country', [till('a-uk', 'GB'), till('kassa')], 'NL', 'kassa'],
  ['the first by code of a country that none has', [till('kassa'), till('a-uk', 'GB')], 'BE', 'a-uk'],
  ['the one that names it, whatever the country', [till('a'), till('outlet', 'GB', { 'Store 7': 'utrecht' })], 'NL', 'outlet'],
  ['none that names other stores, while there is another', [till('a', 'NL', { 'Store 1': 'delft' }), till('kassa', 'BE')], 'NL', 'kassa'],
  ['none', [web], 'NL', null],
])('a store sells under %s', (_name, channels, country, code) => {
  expect(tillOf(channels, { code: 'utrecht', country })?.code ?? null).toBe(code);
});
