/** Proves that the published interface in contract/openapi.json is the one that the routes describe. */
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import { CONTRACT, contractDifferences, currentContract } from './contract.ts';

it('the published interface is in step with the routes (else: node tools/run.mjs tools/contract.ts)', async () => {
  expect(contractDifferences(await readFile(CONTRACT, 'utf8'), await currentContract(process.env['SPIL_TEST_DATABASE_URL'] ?? ''))).toEqual([]);
});

it('names what is new, gone and changed', () => {
  const document = (paths: object): string => JSON.stringify({ paths, components: {} });
  expect(contractDifferences(document({ '/a': { get: { x: 1 } }, '/b': { get: {} } }), document({ '/a': { get: { x: 2 } }, '/c': { post: {} } }))).toEqual(['changed: GET /a', 'gone: GET /b', 'new: POST /c']);
  expect(contractDifferences(document({}), `${document({})}\n`)).toEqual(['changed: shared schemas or texts']);
});
