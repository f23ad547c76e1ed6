/** Expressions: what compiles, what each mistake is told, what evaluation gives, and that nothing written can run away. */
import { describe, expect, it } from 'vitest';
import { compileExpression, type ResultType, type Vocabulary } from './expressions.ts';

const vocabulary: Vocabulary = {
  name: 'test',
  types: {
    Location: {
      code: { type: 'string', description: '' }, size: { type: 'string', description: '' }, load: { type: 'int', description: '' },
      capacity: { type: 'int', description: '' }, share: { type: 'double', description: '' }, tags: { type: 'list<string>', description: '' },
      shipsAt: { type: 'timestamp', description: '' }, open: { type: 'bool', description: '' },
    },
    Line: { sku: { type: 'string', description: '' }, quantity: { type: 'int', description: '' }, tags: { type: 'list<string>', description: '' } },
    Order: { channel: { type: 'string', description: '' }, lines: { type: 'list<Line>', description: '' } },
  },
  variables: { location: { type: 'Location', description: '' }, order: { type: 'Order', description: '' }, count: { type: 'int', description: '' } },
  functions: {
    available: {
      parameters: ['string'], result: 'int', description: '',
      call: (facts, sku: string) => (facts['location'] as { stock: Record<string, number> }).stock[sku] ?? 0,
    },
    explode: { parameters: [], result: 'bool', description: '', call: () => { throw new Error('the lamp is broken'); } },
  },
};

const facts = {
  location: { code: 'ams', size: 'small', load: 3, capacity: null, share: 0.5, tags: ['centre'], shipsAt: '2026-03-01T15:00:00.000Z', open: true, stock: { A: 3 } },
  order: { channel: 'web', lines: [{ sku: 'A', quantity: 2, tags: ['shoe'] }, { sku: 'B', quantity: 1, tags: [] }] },
  count: 4,
};

function value(source: string, type: ResultType = 'bool'): unknown {
  const compiled = compileExpression(source, vocabulary, type);
  if (!compiled.ok) throw new Error(compiled.problem.message);
  const result = compiled.expression.evaluate(facts);
  return result.ok ? result.value : result.refusal;
}

describe('what an expression gives', () => {
  it.each<[string, ResultType, unknown]>([
    ['location.size != "small" || available("A") > 2', 'bool', true],
    ['available("B") > 2', 'bool', false],
    ['order.lines.all(l, available(l.sku) >= l.quantity)', 'bool', false],
    ['order.lines.exists(l, l.tags.exists(t, t == "shoe"))', 'bool', true],
    ['"centre" in location.tags', 'bool', true],
    ['!has(location.capacity) || location.load < location.capacity', 'bool', true],
    ['location.share > 0.25', 'bool', true],
    ['count * 2 + location.load', 'int', 11],
    ['order.channel + "-" + location.code', 'string', 'web-ams'],
    ['location.shipsAt', 'timestamp', '2026-03-01T15:00:00.000Z'],
    ['location.shipsAt < timestamp("2026-03-02T00:00:00Z")', 'bool', true],
    ['order.lines.map(l, l.sku)', 'list<string>', ['A', 'B']],
    ['location.open ? "open" : "closed"', 'string', 'open'],
    ['location.share * 2.0', 'double', 1],
  ])('%s', (source, type, expected) => { expect(value(source, type)).toEqual(expected); });
});

describe('what a mistake is told when saved', () => {
  it.each<[string, ResultType, number, number | null, RegExp, RegExp]>([
    ['location.siz == "small"', 'bool', 1, 10, /unknown field "siz"/, /"size" perhaps/],
    ['locatoin.size == "small"', 'bool', 1, 1, /unknown word "locatoin"/, /"location" perhaps/],
    ['location.size == "small" &&\n  count == "x"', 'bool', 2, 3, /int == string/, /one type/],
    ['available(3) > 1', 'bool', 1, 1, /available\(int\)/, /available\(string\)/],
    ['nowhere("A")', 'bool', 1, 1, /nowhere/, /available\(\)/],
    ['location.size ==', 'bool', 1, 17, /the end of the expression/, /completes/],
    ['order.channel == "web', 'bool', 1, 18, /without its end/, /closing/],
    ['count + 1', 'bool', 1, 1, /gives int/, /bool/],
    ['', 'bool', 1, 1, /nothing/, /bool/],
    ['location.size.length > 1', 'bool', 1, 15, /plain value/, /object/],
    ['location.size.matches("(a+)+$")', 'bool', 1, null, /matches\(\)/, /startsWith/],
    ['cel.bind(a, order.channel + order.channel, a == "x")', 'bool', 1, null, /bind/, /ends quickly/],
    ['order.lines.all(a, order.lines.all(b, order.lines.all(c, true)))', 'bool', 1, null, /3 list functions/, /at most 2/],
    [`${'1 + '.repeat(300)}1 > 0`, 'bool', 1, null, /exceeded|limit|maxAstNodes/i, /bounds/],
    [`"${'x'.repeat(2100)}" == ""`, 'bool', 1, 1, /characters/, /2000/],
  ])('%s', (source, type, line, column, found, expected) => {
    const compiled = compileExpression(source, vocabulary, type);
    if (compiled.ok) throw new Error('was accepted');
    expect(compiled.problem.found).toMatch(found);
    expect(compiled.problem.expected).toMatch(expected);
    expect(compiled.problem.line).toBe(line);
    if (column !== null) expect(compiled.problem.column).toBe(column);
    expect(compiled.problem.message).toMatch(/^Line \d+, column \d+: found .*; expected .*\.$/s);
  });
});

describe('what cannot be evaluated is refused with a sentence', () => {
  it.each<[string, RegExp]>([
    ['location.capacity > 3', /location\.capacity is not known here; guard it with has\(\)/],
    ['explode()', /the lamp is broken/],
    ['count / 0 > 1', /division by zero/i],
  ])('%s', (source, sentence) => { expect(value(source)).toMatch(sentence); });

  it.each<[string, object, RegExp]>([
    ['location.load > 1', { location: { load: 1.5 } }, /1\.5 where a whole number is expected/],
    ['location.size == "a"', { location: { size: 3 } }, /3 where a text is expected/],
    ['location.shipsAt > timestamp("2026-01-01T00:00:00Z")', { location: { shipsAt: 'soon' } }, /"soon" where a time/],
    ['location.size == "a"', {}, /location is not known here/],
    ['order.lines.exists(l, l.sku == "A")', { order: { lines: 'none' } }, /where a list is expected/],
  ])('%s over %j', (source, given, sentence) => {
    const compiled = compileExpression(source, vocabulary, 'bool');
    if (!compiled.ok) throw new Error(compiled.problem.message);
    const result = compiled.expression.evaluate(given as Record<string, unknown>);
    expect(result.ok ? result.value : result.refusal).toMatch(sentence);
  });
});

describe('the compiled expression', () => {
  it('is compiled once for the same source, vocabulary and type', () => {
    const first = compileExpression('count > 1', vocabulary, 'bool');
    expect(compileExpression('count > 1', vocabulary, 'bool')).toBe(first);
    expect(compileExpression('count > 1', { ...vocabulary }, 'bool')).not.toBe(first);
  });

  it('tells what its value can depend on', () => {
    const compiled = compileExpression('location.size == "small" && available("A") > count', vocabulary, 'bool');
    if (!compiled.ok) throw new Error(compiled.problem.message);
    expect([...compiled.expression.uses].sort()).toEqual(['available()', 'count', 'location', 'location.size']);
  });

  it('leaves the facts as they were', () => {
    const before = structuredClone(facts);
    value('order.lines.map(l, l.sku)', 'list<string>');
    value('location.capacity > 3');
    expect(facts).toEqual(before);
  });
});
