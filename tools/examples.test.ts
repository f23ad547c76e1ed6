/** Proves that the examples of the documentation are true: each fits what its operation takes and answers today, and no operation is without one. */
import { describe, expect, it } from 'vitest';
import { keptExamples } from '../server/pages/examples.ts';
import { withRoutes } from './contract.ts';
import { choose } from './examples.ts';

const routes = await withRoutes(process.env['SPIL_TEST_DATABASE_URL'] ?? '', (all) => all);
const examples = keptExamples();

describe('the examples (else: node tools/run.mjs tools/examples.ts)', () => {
  it('are there for every operation, and for none that is gone', () => {
    expect(routes.map(({ operation }) => operation).filter((operation) => examples[operation] === undefined)).toEqual([]);
    expect(Object.keys(examples).filter((name) => !routes.some(({ operation }) => operation === name))).toEqual([]);
  });

  it('fit what is taken and answered', () => {
    const wrong = routes.flatMap((route) => {
      const example = examples[route.operation];
      if (!example) return [];
      const taken = route.body === null || route.body.safeParse(example.body).success;
      const schema = route.answers[example.status]?.schema ?? null;
      const answered = schema === null || example.answer === undefined || schema.safeParse(example.answer).success;
      const address = new RegExp(`^${route.path.replaceAll(/[.]/g, '\\$&').replaceAll(/\{\w+\}/g, '[^/?]+')}(\\?|$)`).test(example.address);
      return taken && answered && address ? [] : [`${route.operation}: ${[taken ? [] : ['the body'], answered ? [] : ['the answer'], address ? [] : ['the address']].flat().join(', ')}`];
    });
    expect(wrong).toEqual([]);
  });
});

describe('of what was heard', () => {
  const long = (n: number): { items: number[] } => ({ items: Array.from({ length: n }, (_, index) => index) });
  it('the fullest that can be read is chosen', () => {
    expect(choose([{ operation: 'x', address: '/a', status: 200, answer: long(0) }, { operation: 'x', address: '/b', status: 200, answer: long(40) }, { operation: 'x', address: '/c', status: 200, answer: { text: 'z'.repeat(9000) } }])).toMatchObject({ address: '/b' });
  });
  it('long lists are cut to two entries, and secrets to their beginning', () => {
    expect(choose([{ operation: 'x', address: '/a', status: 201, body: JSON.stringify({ secret: 'spil_abcdefghijklmnopqrstuvwxyz' }), answer: long(2000) }])).toEqual({ address: '/a', status: 201, body: { secret: 'spil…' }, answer: { items: [0, 1] } });
  });
});
