/** Proves that the published interface in contract/openapi.json is the one that the routes describe. */
import { readFile } from 'node:fs/promises';
import { expect, it } from 'vitest';
import type { OpenApi } from '../server/pages/openapi.ts';
import { typeOf, webTypes } from './contract/web-types.ts';
import { CONTRACT, contractDifferences, currentContract, WEB_TYPES } from './contract.ts';

it('the published interface is in step with the routes (else: node tools/run.mjs tools/contract.ts)', async () => {
  expect(contractDifferences(await readFile(CONTRACT, 'utf8'), await currentContract(process.env['SPIL_TEST_DATABASE_URL'] ?? ''))).toEqual([]);
});

it('names what is new, gone and changed', () => {
  const document = (paths: object): string => JSON.stringify({ paths, components: {} });
  expect(contractDifferences(document({ '/a': { get: { x: 1 } }, '/b': { get: {} } }), document({ '/a': { get: { x: 2 } }, '/c': { post: {} } }))).toEqual(['changed: GET /a', 'gone: GET /b', 'new: POST /c']);
  expect(contractDifferences(document({}), `${document({})}\n`)).toEqual(['changed: shared schemas or texts']);
});

it('the types of our own screens are made from that interface', async () => {
  expect(await readFile(WEB_TYPES, 'utf8')).toBe(webTypes(JSON.parse(await readFile(CONTRACT, 'utf8')) as OpenApi));
});

it.each([
  [{ type: 'string' }, 'string'], [{ type: ['string', 'null'] }, 'string | null'], [{ enum: ['a', 'b'] }, '"a" | "b"'], [{ $ref: '#/components/schemas/Order' }, 'Order'],
  [{ type: 'array', items: { type: 'integer' } }, '(number)[]'], [{ type: 'object', additionalProperties: { type: 'integer' } }, '{ [key: string]: number }'],
  [{ type: 'object', properties: { a: { type: 'integer' }, 'b-c': { type: 'string' } }, required: ['a'] }, '{ a: number; "b-c"?: string }'],
  [{}, 'unknown'],
])('%j is written as %s', (schema, type) => { expect(typeOf(schema, false)).toBe(type); });
