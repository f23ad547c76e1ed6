/** Says what is wrong with an expression: where, what was found, what is expected, and what was probably meant. */
import type { ParseError, TypeError as CheckError } from '@marcbachmann/cel-js';
import type { Vocabulary } from './vocabulary.ts';

export interface ExpressionProblem {
  /** Characters from the start, from 0. */
  offset: number;
  /** From 1. */
  line: number;
  column: number;
  found: string;
  expected: string;
  /** All of it as one sentence. */
  message: string;
}

/** A type as it is called in a vocabulary. */
export const ourName = (type: string): string => type.replace(/google\.protobuf\.(Timestamp|Duration)/g, (_, name: string) => name.toLowerCase());

/** A problem at an offset of the source. */
export function problemOf(source: string, offset: number, found: string, expected: string): ExpressionProblem {
  const before = source.slice(0, offset).split('\n');
  const line = before.length;
  const column = (before.at(-1) ?? '').length + 1;
  return { offset, line, column, found, expected, message: `Line ${line}, column ${column}: found ${found}; expected ${expected}.` };
}

/** The problem that the parser or the type checker met. */
export function problemOfError(source: string, error: ParseError | CheckError | undefined, vocabulary: Vocabulary): ExpressionProblem {
  const range = error?.range ?? { start: 0, end: 0 };
  const part = source.slice(range.start, range.end);
  const { found, expected } = describe(error?.code ?? '', part, ourName(error?.summary ?? 'something unreadable'), vocabulary);
  return problemOf(source, range.start, found, expected);
}

function describe(code: string, part: string, summary: string, vocabulary: Vocabulary): { found: string; expected: string } {
  const quoted = part === '' ? 'the end of the expression' : `"${part}"`;
  switch (code) {
    case 'unknown_variable':
      return { found: `the unknown word ${quoted}`, expected: suggest(part, [...Object.keys(vocabulary.variables), ...Object.keys(vocabulary.functions).map((name) => `${name}()`)]) };
    case 'no_such_key':
      return { found: `the unknown field ${quoted}`, expected: suggest(part, Object.values(vocabulary.types).flatMap((fields) => Object.keys(fields))) };
    case 'no_such_overload': {
      const types = summary.replace(/^no such overload: /, '');
      return { found: `${quoted}, which is ${types}`, expected: 'both sides to be of one type that can be used so' };
    }
    case 'no_matching_overload': {
      const name = /'(\w+)\(/.exec(summary)?.[1] ?? '';
      const declared = vocabulary.functions[name];
      const expected = declared ? `${name}(${declared.parameters.join(', ')})` : `one of the functions ${Object.keys(vocabulary.functions).map((known) => `${known}()`).join(', ')} or of CEL itself`;
      return { found: `${quoted}: ${summary}`, expected };
    }
    case 'unexpected_token':
      return { found: quoted, expected: 'a value, a field or an operator that completes the expression' };
    case 'unterminated_string':
      return { found: `the text ${part} without its end`, expected: 'a closing quotation mark' };
    case 'cannot_index_type':
      return { found: `the field ${quoted} of a plain value`, expected: 'an object in front of the dot' };
    default:
      return { found: part === '' ? summary : `${quoted} (${summary})`, expected: 'an expression within the words and bounds of this document' };
  }
}

/** The nearest word first, then all of them. */
function suggest(found: string, words: readonly string[]): string {
  const unique = [...new Set(words)].sort();
  const nearest = unique.map((word) => ({ word, distance: editDistance(found.toLowerCase(), word.replace('()', '').toLowerCase()) })).sort((a, b) => a.distance - b.distance)[0];
  const close = nearest && nearest.distance <= Math.max(1, Math.floor(found.length / 3)) ? `"${nearest.word}" perhaps; known are ` : 'one of ';
  return close + unique.join(', ');
}

/** Number of single-letter changes between two words (Levenshtein). */
function editDistance(a: string, b: string): number {
  let previous = Array.from({ length: b.length + 1 }, (_, index) => index);
  for (let i = 1; i <= a.length; i += 1) {
    const row = [i];
    for (let j = 1; j <= b.length; j += 1) {
      row.push(Math.min((previous[j] ?? 0) + 1, (row[j - 1] ?? 0) + 1, (previous[j - 1] ?? 0) + (a[i - 1] === b[j - 1] ? 0 : 1)));
    }
    previous = row;
  }
  return previous[b.length] ?? 0;
}
