/** The project's own files as the style rules see them: their text, and for code the parsed program, its comments, imports and functions. */
import { globSync, readFileSync } from 'node:fs';
import { dirname, join, normalize } from 'node:path';
import { parseSync } from 'oxc-parser';
import type { Comment, Program } from 'oxc-parser';

/** A node of the syntax tree (ESTree, as oxc-parser prints it). */
export interface Node { type: string; start: number; end: number; [key: string]: unknown }

export interface Import {
  /** The file it names, from the root of the project; null for a package. */
  file: string | null;
  specifier: string;
  typeOnly: boolean;
  /** Loaded when it is needed (import()), as a router does with its pages. */
  lazy: boolean;
  line: number;
}

export interface Fn { name: string; line: number; lines: number }

export interface Source {
  path: string;
  text: string;
  comments: readonly Comment[];
  imports: readonly Import[];
  functions: readonly Fn[];
  program: Node;
  /** The line of an offset, from 1. */
  lineAt(offset: number): number;
}

export interface Finding {
  rule: string;
  path: string;
  line: number;
  /** What an exception names: the imported file, the table, the function. */
  subject: string;
  sentence: string;
  /** For rules that measure: how much there is. */
  size?: number;
}

/** Folders whose code the rules hold for. The generated contract is written by a program and checked by another test. */
const CODE = ['server', 'tests', 'tools', 'database', 'web'];

const slashed = (path: string): string => path.replaceAll('\\', '/');

/** Paths of the code files under a root, sorted. */
export function codeFiles(root: string): string[] {
  const found = CODE.flatMap((folder) => globSync(`${folder}/**/*.{ts,tsx,mts,mjs}`, { cwd: root, exclude: (name) => name === 'node_modules' || name.startsWith('dist') || name === 'generated' }));
  return [...found, 'vitest.config.ts'].map(slashed).filter((path) => !path.endsWith('.d.mts') && !path.endsWith('.d.ts')).sort();
}

/** Paths of the texts that people read or the database runs: documents, migrations, scripts, settings. */
export function textFiles(root: string): string[] {
  const found = ['*.{md,json}', 'docs/**/*.md', 'database/**/*.sql', 'tests/**/*.{sql,json}', 'tools/**/*.{sh,json}', 'Containerfile', '.ci/run', 'contract/**/*'].flatMap((pattern) => globSync(pattern, { cwd: root }));
  return found.map(slashed).filter((path) => /\.\w+$|Containerfile$|run$/.test(path) && path !== 'package-lock.json').sort();
}

export const readSource = (root: string, path: string): Source => sourceOf(path, readFileSync(join(root, path), 'utf8'));

/** Parses one file. Refuses what is not TypeScript. */
export function sourceOf(path: string, text: string): Source {
  const { program, comments, errors } = parseSync(path.replace(/\.mjs$/, '.ts'), text);
  if (errors[0]) throw new Error(`${path} cannot be parsed: ${errors[0].message}`);
  const starts = [0, ...[...text.matchAll(/\n/g)].map((match) => match.index + 1)];
  const lineAt = (offset: number): number => starts.findLastIndex((start) => start <= offset) + 1;
  const root = asNode(program);
  return { path, text, comments, program: root, lineAt, imports: importsOf(path, root, lineAt), functions: functionsOf(root, lineAt) };
}

const asNode = (program: Program): Node => program as unknown as Node;
const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';

/** Every node below (and with) one, parents first. */
export function* nodes(of: Node, parent: Node | null = null): Generator<{ node: Node; parent: Node | null }> {
  yield { node: of, parent };
  for (const value of Object.values(of)) {
    if (isNode(value)) yield* nodes(value, of);
    else if (Array.isArray(value)) for (const one of value as unknown[]) if (isNode(one)) yield* nodes(one, of);
  }
}

export const textOf = (node: unknown): string => (isNode(node) ? String(node['name'] ?? node['value'] ?? '') : '');

function importsOf(path: string, program: Node, lineAt: (offset: number) => number): Import[] {
  const found: Import[] = [];
  for (const { node } of nodes(program)) {
    const source = node['source'];
    if (!isNode(source) || typeof source['value'] !== 'string') continue;
    if (!['ImportDeclaration', 'ExportNamedDeclaration', 'ExportAllDeclaration', 'ImportExpression', 'TSImportType'].includes(node.type)) continue;
    const specifier = source['value'];
    const typeOnly = node['importKind'] === 'type' || node['exportKind'] === 'type' || node.type === 'TSImportType';
    found.push({ specifier, file: specifier.startsWith('.') ? slashed(normalize(join(dirname(path), specifier))) : null, typeOnly, lazy: node.type === 'ImportExpression', line: lineAt(node.start) });
  }
  return found;
}

const FUNCTIONS = ['FunctionDeclaration', 'FunctionExpression', 'ArrowFunctionExpression'];

/**
 * Functions that have a name, with their own length in lines. What is passed to a call without a name belongs to the function around it; a
 * named function inside another one does not: a factory that returns six short functions is not one long function.
 */
function functionsOf(program: Node, lineAt: (offset: number) => number): Fn[] {
  const found: (Fn & { last: number; inner: number })[] = [];
  for (const { node, parent } of nodes(program)) {
    if (!FUNCTIONS.includes(node.type)) continue;
    const name = textOf(node['id']) || (parent?.type === 'VariableDeclarator' ? textOf(parent['id']) : '') || (parent?.type === 'MethodDefinition' || parent?.type === 'Property' ? textOf(parent['key']) : '');
    if (name === '') continue;
    const line = lineAt(node.start);
    const last = lineAt(node.end);
    // Parents come first: the nearest function around this one is the last that still reaches to its end.
    const around = found.findLast((outer) => outer.line <= line && outer.last >= last && outer.lines > 1);
    if (around && last > line) around.inner += last - line;
    found.push({ name, line, last, lines: last - line + 1, inner: 0 });
  }
  return found.map(({ name, line, lines, inner }) => ({ name, line, lines: lines - inner }));
}
