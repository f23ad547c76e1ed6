/** Proves that journal events leave as valid CloudEvents and lose nothing on the way. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { toCloudEvent } from './cloudevents.ts';
import type { EventEnvelope } from './cloudevents.ts';

const specs = process.env.SPIL_SPECS;
const placed: EventEnvelope = {
  id: 'evt_01', type: 'OrderPlaced', streamKind: 'order', streamId: 'ord_42', seq: 1,
  occurredAt: '2026-03-01T09:00:00.000Z', recordedAt: '2026-03-01T09:00:00.125Z', data: { number: '1001', lines: [{ sku: 'SHOE-42', quantity: 2 }] },
};

describe('a journal event as CloudEvent', () => {
  it('names what happened, to what, when, and in which order', () => {
    expect(toCloudEvent(placed, 'https://oms.example.com')).toEqual({
      specversion: '1.0', id: 'evt_01', source: 'https://oms.example.com', type: 'spil.OrderPlaced', subject: 'order/ord_42', time: '2026-03-01T09:00:00.000Z',
      datacontenttype: 'application/json', data: placed.data, sequence: '0000000000000001', recordedtime: '2026-03-01T09:00:00.125Z', partitionkey: 'ord_42',
    });
  });

  it('has sequences that sort as text in the order of their numbers', () => {
    fc.assert(fc.property(fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }), (a, b) => {
      const [first, second] = [toCloudEvent({ ...placed, seq: a }, '/spil').sequence, toCloudEvent({ ...placed, seq: b }, '/spil').sequence];
      return (a < b) === (first < second);
    }));
  });

  it('has only attribute names that the specification allows', () => {
    for (const name of Object.keys(toCloudEvent(placed, '/spil'))) expect(name).toMatch(/^[a-z0-9]{1,20}$/);
  });

  it.each([['no source', placed, ''], ['a source with a space', placed, 'my shop'], ['no id', { ...placed, id: '' }, '/spil'], ['no type', { ...placed, type: '' }, '/spil'], ['sequence 0', { ...placed, seq: 0 }, '/spil']])(
    'refuses %s', (_what, event, source) => expect(() => toCloudEvent(event, source)).toThrow(RangeError));

  it.skipIf(!specs)('is valid by the schema of the CloudEvents project, whatever its data', () => {
    const ajv = new Ajv({ strict: false });
    addFormats.default(ajv);
    const validate = ajv.compile(JSON.parse(readFileSync(join(specs ?? '', 'standards/cloudevents.schema.json'), 'utf8')) as object);
    fc.assert(fc.property(fc.jsonValue(), fc.date({ min: new Date('1970-01-01'), max: new Date('2200-01-01'), noInvalidDate: true }), fc.integer({ min: 1 }), (data, at, seq) => {
      const event = JSON.parse(JSON.stringify(toCloudEvent({ ...placed, data, seq, occurredAt: at.toISOString() }, 'https://oms.example.com/spil'))) as unknown;
      expect(validate(event), JSON.stringify(validate.errors)).toBe(true);
    }));
  });
});
