/** Expressions of the retailer in CEL: compiled once, checked when saved with errors a person can act on, evaluated in well under a microsecond. */
import { Environment, EvaluationError, type ASTNode } from '@marcbachmann/cel-js';
import { celName, converter, plain, wrapperClasses, type Convert, type Facts, type Vocabulary, type Wrapped } from './vocabulary.ts';
import { ourName, problemOf, problemOfError, type ExpressionProblem } from './expression-problems.ts';

export type { Facts, Vocabulary, Field, Callable } from './vocabulary.ts';
export type { ExpressionProblem } from './expression-problems.ts';

/** What an expression may result in, and the plain value that evaluation gives for it. */
export interface ResultTypes { bool: boolean; int: number; double: number; string: string; timestamp: string; 'list<string>': string[] }
export type ResultType = keyof ResultTypes;

export type Evaluation<T> = { ok: true; value: T } | { ok: false; refusal: string };

export interface Expression<T> {
  source: string;
  resultType: ResultType;
  /** Variables, fields ("location.size") and functions ("available()") that it mentions: tells what its value can depend on. */
  uses: ReadonlySet<string>;
  /** The value over these facts, or a sentence that says why there is none. Never throws, never changes a fact. */
  evaluate(facts: Facts): Evaluation<T>;
}

export type Compiled<T> = { ok: true; expression: Expression<T> } | { ok: false; problem: ExpressionProblem };

/**
 * Bounds that keep one evaluation small whatever is written: at most 2,000 characters, 200 parts, nested 24 deep, with at
 * most two list macros inside each other. `matches` is refused because a regular expression can take exponential time,
 * `bind` because it can double a text at each step.
 */
const MAX_CHARACTERS = 2000;
const LIMITS = { maxAstNodes: 200, maxDepth: 24, maxListElements: 100, maxMapEntries: 50, maxCallArguments: 8 };
const MAX_MACROS = 2;
const MACROS = new Set(['all', 'exists', 'exists_one', 'map', 'filter']);
const REFUSED = new Map([
  ['matches', 'use startsWith(), endsWith(), contains() or "in" with a list'],
  ['bind', 'write the part out where it is used'],
]);
const CACHED = 2000;

interface Bundle {
  environment: Environment;
  variables: { name: string; set: (value: unknown) => unknown }[];
  context: Record<string, unknown>;
  scope: { facts: Facts };
  cache: Map<string, Compiled<never>>;
}

const bundles = new WeakMap<Vocabulary, Bundle>();

function bundleOf(vocabulary: Vocabulary): Bundle {
  const known = bundles.get(vocabulary);
  if (known) return known;
  const classes = wrapperClasses(vocabulary.types);
  const scope: { facts: Facts } = { facts: {} };
  const environment = new Environment({ limits: LIMITS });
  for (const [name, fields] of Object.entries(vocabulary.types)) {
    const types = Object.fromEntries(Object.entries(fields).map(([field, { type }]) => [field, celName(type)]));
    const ctor = classes.get(name);
    if (ctor) environment.registerType(name, { ctor, fields: types });
  }
  const variables = Object.entries(vocabulary.variables).map(([name, { type }]) => {
    environment.registerVariable(name, celName(type));
    return { name, set: reuse(type, classes) };
  });
  for (const [name, { parameters, result, call }] of Object.entries(vocabulary.functions)) {
    const convert = converter(result, classes);
    environment.registerFunction(`${name}(${parameters.map(celName).join(', ')}): ${celName(result)}`, (...values: unknown[]) => {
      const answer = convert((call as (facts: Facts, ...rest: unknown[]) => unknown)(scope.facts, ...values.map(plain)));
      if (answer === undefined) throw new RangeError(`${name}() has no answer here`);
      return answer;
    });
  }
  const bundle: Bundle = { environment, variables, context: {}, scope, cache: new Map() };
  bundles.set(vocabulary, bundle);
  return bundle;
}

/** One wrapper per variable is used over and over: evaluation is synchronous and never hands an object out. */
function reuse(type: string, classes: ReturnType<typeof wrapperClasses>): Convert {
  const wrapped = classes.get(type);
  if (!wrapped) return converter(type, classes);
  const instance: Wrapped = new wrapped({});
  return (value) => {
    if (typeof value !== 'object' || value === null) return undefined;
    instance.source = value;
    return instance;
  };
}

/**
 * Compiles and checks an expression over a vocabulary for the type its place asks for. The problem says where, what was
 * found and what is expected. The same source over the same vocabulary is compiled once.
 */
export function compileExpression<R extends ResultType>(source: string, vocabulary: Vocabulary, resultType: R): Compiled<ResultTypes[R]> {
  const bundle = bundleOf(vocabulary);
  const key = `${resultType} ${source}`;
  const known = bundle.cache.get(key);
  if (known) return known as Compiled<ResultTypes[R]>;
  const compiled = compile(source, vocabulary, bundle, resultType);
  if (bundle.cache.size >= CACHED) bundle.cache.delete(bundle.cache.keys().next().value ?? '');
  bundle.cache.set(key, compiled as Compiled<never>);
  return compiled;
}

function compile<R extends ResultType>(source: string, vocabulary: Vocabulary, bundle: Bundle, resultType: R): Compiled<ResultTypes[R]> {
  const refuse = (offset: number, found: string, expected: string): Compiled<never> => ({ ok: false, problem: problemOf(source, offset, found, expected) });
  if (source.length > MAX_CHARACTERS) return refuse(0, `${source.length} characters`, `at most ${MAX_CHARACTERS}`);
  if (source.trim() === '') return refuse(0, 'nothing', `an expression that gives ${resultType}, such as ${EXAMPLES[resultType]}`);
  const checked = bundle.environment.check(source);
  if (!checked.valid) return { ok: false, problem: problemOfError(source, checked.error, vocabulary) };
  if (checked.type !== celName(resultType) && checked.type !== 'dyn') {
    return refuse(0, `an expression that gives ${ourName(checked.type ?? 'nothing known')}`, `${resultType}, such as ${EXAMPLES[resultType]}`);
  }
  const run = bundle.environment.parse(source);
  const uses = new Set<string>();
  const refused = survey(run.ast, uses, 0);
  if (refused) return refuse(refused.offset, refused.found, refused.expected);
  return { ok: true, expression: { source, resultType, uses, evaluate: evaluator(source, run, bundle, resultType, uses) as Expression<ResultTypes[R]>['evaluate'] } };
}

const EXAMPLES: Readonly<Record<ResultType, string>> = {
  bool: 'order.channel == "web"', int: 'size(order.tags)', double: '1.5', string: '"text"', timestamp: 'timestamp("2026-03-01T09:00:00Z")', 'list<string>': '["a", "b"]',
};

function evaluator(source: string, run: (context: Record<string, unknown>) => unknown, bundle: Bundle, resultType: ResultType, uses: ReadonlySet<string>) {
  const { context, scope } = bundle;
  const variables = bundle.variables.filter(({ name }) => uses.has(name));
  return (facts: Facts): Evaluation<unknown> => {
    const outer = scope.facts;
    scope.facts = facts;
    try {
      for (const variable of variables) context[variable.name] = variable.set(facts[variable.name]);
      const value = run(context);
      if (typeof value === 'boolean') return resultType === 'bool' ? (value ? TRUE : FALSE) : wrongType(source, value, resultType);
      const result = plain(value);
      return fits(result, resultType) ? { ok: true, value: result } : wrongType(source, result, resultType);
    } catch (error) {
      return { ok: false, refusal: refusalOf(source, error) };
    } finally {
      scope.facts = outer;
    }
  };
}

const TRUE = { ok: true, value: true } as const;
const FALSE = { ok: true, value: false } as const;

function fits(value: unknown, type: ResultType): boolean {
  switch (type) {
    case 'bool': return typeof value === 'boolean';
    case 'int': return Number.isSafeInteger(value);
    case 'double': return typeof value === 'number';
    case 'string': case 'timestamp': return typeof value === 'string';
    case 'list<string>': return Array.isArray(value) && value.every((item) => typeof item === 'string');
  }
}

const wrongType = (source: string, value: unknown, type: ResultType): Evaluation<never> =>
  ({ ok: false, refusal: `"${source}" gave ${typeof value} where ${type} is expected` });

function refusalOf(source: string, error: unknown): string {
  if (error instanceof EvaluationError) {
    const range = error.range ?? error.node?.range;
    const part = range && range.end > range.start ? source.slice(pathStart(source, range.start), range.end) : null;
    if (error.code === 'no_such_key') return `"${source}": ${part ?? error.summary} is not known here; guard it with has()`;
    if (error.code === 'unknown_variable') return `"${source}": ${part ?? error.summary} is not known here`;
    return `"${source}": ${error.summary}`;
  }
  return `"${source}": ${error instanceof Error ? error.message : String(error)}`;
}

/** Where the dotted path that a field belongs to begins. */
function pathStart(source: string, field: number): number {
  let start = field;
  while (start > 0 && /[\w.]/.test(source[start - 1] ?? '')) start -= 1;
  return start;
}

interface Refused { offset: number; found: string; expected: string }

/** Walks the parsed expression: collects what it mentions and meets what is not allowed. */
function survey(node: ASTNode, uses: Set<string>, macros: number): Refused | null {
  let depth = macros;
  if (node.op === 'id') uses.add(node.args);
  if (node.op === 'call') uses.add(`${node.args[0]}()`);
  if (node.op === '.' && node.args[0].op === 'id') uses.add(`${node.args[0].args}.${node.args[1]}`);
  if (node.op === 'rcall') {
    const advice = REFUSED.get(node.args[0]);
    if (advice) return { offset: node.start, found: `${node.args[0]}()`, expected: `something that always ends quickly: ${advice}` };
    if (MACROS.has(node.args[0])) depth += 1;
    if (depth > MAX_MACROS) return { offset: node.start, found: `${depth} list functions inside each other`, expected: `at most ${MAX_MACROS}` };
  }
  for (const child of childrenOf(node.args)) {
    const refused = survey(child, uses, depth);
    if (refused) return refused;
  }
  return null;
}

function childrenOf(value: unknown): ASTNode[] {
  if (Array.isArray(value)) return value.flatMap(childrenOf);
  return typeof value === 'object' && value !== null && 'op' in value ? [value as ASTNode] : [];
}
