/** The kinds of settings there are: each room brings its own, with the check that stands between a draft and its use. */
import type { Role } from '../../kernel/http.ts';
import type { ResultType } from './expressions.ts';
import type { Vocabulary } from './vocabulary.ts';
import { documentProblems } from './problems.ts';

/** What is wrong in a document and where, e.g. "filters.0.keep"; in a text also the place within it, both from 1. */
export interface DocumentProblem { path: string; message: string; line?: number; column?: number }

/** A place of a document where an expression is written; `*` in the path stands for any position of a list. */
export interface ExpressionPlace { path: string; result: ResultType; vocabulary: Vocabulary }

export interface DocumentKind {
  /** Its name in addresses, e.g. strategy. */
  kind: string;
  /** What people call it, e.g. Sourcing strategy. */
  title: string;
  /** Roles that may write and activate it, besides administrators. */
  editors: readonly Role[];
  /** Checks a document completely: all problems at once, none when it can be used. Pure. */
  check(body: Readonly<Record<string, unknown>>, at: { name: string; version: number }): DocumentProblem[];
  /** The JSON Schema of its body, where it is published. */
  schema?: Record<string, unknown>;
  /** Where expressions are written in it, and with which words: an editor completes and explains from this. */
  expressions?: readonly ExpressionPlace[];
}

/** The kinds by name; refuses one that two rooms bring. */
export function kindsByName(kinds: readonly DocumentKind[]): ReadonlyMap<string, DocumentKind> {
  const byName = new Map<string, DocumentKind>();
  for (const kind of kinds) {
    if (byName.has(kind.kind)) throw new Error(`two rooms bring settings of kind ${kind.kind}`);
    byName.set(kind.kind, kind);
  }
  return byName;
}

/** The kind of this name, or a refusal that lists those there are. */
export function kindOf(kinds: ReadonlyMap<string, DocumentKind>, name: string): DocumentKind {
  const kind = kinds.get(name);
  if (!kind) throw documentProblems.kind_unknown({ detail: `"${name}" is not a kind of setting; there are ${[...kinds.keys()].sort().join(', ') || 'none'}.`, found: name });
  return kind;
}
