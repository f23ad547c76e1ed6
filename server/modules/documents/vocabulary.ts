/** The words an expression may use: variables and functions with their types, and how a plain value becomes one that CEL understands. */

/**
 * Types of values in an expression. A name that is none of these refers to one of the vocabulary's own object types;
 * `list<X>` is a list of either. `int` holds whole numbers only, `timestamp` is an RFC 3339 text outside the expression.
 */
export type ValueType = string;

/** One field of an object type, with the sentence that the editor shows; `from` is the property it is read from, when that has another name. */
export interface Field { type: ValueType; description: string; from?: string }

/** A function of the domain. It sees whole numbers as `number` and gets the facts the expression is evaluated over. */
export interface Callable {
  parameters: readonly ValueType[];
  result: ValueType;
  description: string;
  call: (facts: Facts, ...values: never[]) => unknown;
}

/** What one kind of document may speak of. Declare it once as a constant: compiled expressions are cached per vocabulary object. */
export interface Vocabulary {
  name: string;
  types: Readonly<Record<string, Readonly<Record<string, Field>>>>;
  variables: Readonly<Record<string, Field>>;
  functions: Readonly<Record<string, Callable>>;
}

/** Plain values for the variables; an object variable is any object that has the declared fields (null or absent is "not known"). */
export type Facts = Readonly<Record<string, unknown>>;

/** A wrapped object: fields are converted only when the expression reads them. */
export interface Wrapped { source: object }
export type WrappedClass = new (source: object) => Wrapped;
export type Convert = (value: unknown) => unknown;

/** The library's name for a type: only time is called otherwise there. */
export const celName = (type: ValueType): string => type.replace(/\btimestamp\b/g, 'google.protobuf.Timestamp');

const itemOf = (type: ValueType): string | null => /^list<(.+)>$/.exec(type)?.[1] ?? null;

/** Says a value in words short enough for a sentence. */
export const say = (value: unknown): string => {
  const text = typeof value === 'bigint' ? String(value) : JSON.stringify(value) ?? String(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
};

function toInt(value: unknown): unknown {
  if (typeof value === 'bigint') return value;
  if (typeof value === 'number' && Number.isSafeInteger(value)) return BigInt(value);
  throw new RangeError(`found ${say(value)} where a whole number is expected`);
}

/** The same few times are read over and over (when a location ships): taking one apart costs more than the expression. */
const times = new Map<string, Date>();
const TIMES_KEPT = 512;

function toTimestamp(value: unknown): Date {
  const known = typeof value === 'string' ? times.get(value) : undefined;
  if (known) return known;
  const date = value instanceof Date ? value : typeof value === 'string' ? new Date(value) : null;
  if (!date || Number.isNaN(date.getTime())) throw new RangeError(`found ${say(value)} where a time such as 2026-03-01T09:00:00Z is expected`);
  if (typeof value === 'string') {
    if (times.size >= TIMES_KEPT) times.clear();
    times.set(value, date);
  }
  return date;
}

function primitive(type: 'string' | 'bool' | 'double'): Convert {
  const expected = type === 'bool' ? 'boolean' : type === 'double' ? 'number' : 'string';
  const words = type === 'bool' ? 'true or false' : type === 'double' ? 'a number' : 'a text';
  return (value) => {
    if (typeof value === expected) return value;
    throw new RangeError(`found ${say(value)} where ${words} is expected`);
  };
}

/** The conversion into CEL for a type; null and undefined become undefined, which `has()` sees as absent. */
export function converter(type: ValueType, classes: ReadonlyMap<string, WrappedClass>): Convert {
  const inner = strictConverter(type, classes);
  return (value) => (value === null || value === undefined ? undefined : inner(value));
}

function strictConverter(type: ValueType, classes: ReadonlyMap<string, WrappedClass>): Convert {
  const item = itemOf(type);
  if (item !== null) {
    const each = strictConverter(item, classes);
    const untouched = item === 'string';
    return (value) => {
      if (!Array.isArray(value)) throw new RangeError(`found ${say(value)} where a list is expected`);
      return untouched ? value : value.map(each);
    };
  }
  switch (type) {
    case 'int': return toInt;
    case 'timestamp': return toTimestamp;
    case 'string': case 'bool': case 'double': return primitive(type);
    case 'map<string, string>': return (value) => value;
    default: {
      const wrapped = classes.get(type);
      if (!wrapped) throw new RangeError(`"${type}" is not a type of this vocabulary`);
      return (value) => {
        if (typeof value !== 'object' || value === null) throw new RangeError(`found ${say(value)} where a ${type} is expected`);
        return new wrapped(value);
      };
    }
  }
}

/** What a function or an expression gives back, as plain values: whole numbers as `number`, times as RFC 3339. */
export function plain(value: unknown): unknown {
  if (typeof value === 'bigint') {
    const number = Number(value);
    if (!Number.isSafeInteger(number)) throw new RangeError(`${value} is too large a number`);
    return number;
  }
  if (value instanceof Date) return value.toISOString();
  return Array.isArray(value) ? value.map(plain) : value;
}

/** One class per object type, whose getters convert on reading, so that a fact nobody asks for costs nothing. */
export function wrapperClasses(types: Vocabulary['types']): Map<string, WrappedClass> {
  const classes = new Map<string, WrappedClass>();
  for (const name of Object.keys(types)) {
    classes.set(name, class implements Wrapped { source: object; constructor(source: object) { this.source = source; } });
  }
  for (const [name, fields] of Object.entries(types)) {
    const prototype = classes.get(name)?.prototype as object;
    for (const [field, { type, from = field }] of Object.entries(fields)) {
      const convert = converter(type, classes);
      Object.defineProperty(prototype, field, {
        get(this: Wrapped) {
          const value = (this.source as Record<string, unknown>)[from];
          try { return convert(value); } catch (error) { throw new RangeError(`"${field}": ${(error as Error).message}`); }
        },
      });
    }
  }
  return classes;
}
