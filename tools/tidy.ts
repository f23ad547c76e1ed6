/** The style guide as a program: `node tools/run.mjs tools/tidy.ts` names each place that breaks a rule; `--tighten` lowers exceptions that are no longer needed. */
import { execFile } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { rings } from './tidy/rings.ts';
import { isTest, wrongImports } from './tidy/floors.ts';
import { codeFiles, readSource, textFiles } from './tidy/source.ts';
import type { Finding, Source } from './tidy/source.ts';
import { foreignWrites } from './tidy/tables.ts';
import { bannedWords, machinePaths, opening } from './tidy/words.ts';

export const root = dirname(dirname(fileURLToPath(import.meta.url)));
const settingsFile = join(root, 'tools', 'tidy.json');

/** A place that breaks a rule and may stay, with the reason. `most` bounds what is measured; the list may only shrink. */
export interface Exception { rule: string; path: string; subject: string; most?: number; reason: string }

export interface Settings {
  /** Lines of a file, and of a function without those of the named functions in it. */
  limits: { file: number; function: number; /** A function that lists routes is a table: its handlers are short, but there are many. */ routes: number };
  exceptions: Exception[];
}

export const readSettings = (): Settings => JSON.parse(readFileSync(settingsFile, 'utf8')) as Settings;

/** What is longer than a person holds in mind at once. Tests are tables and stories: their functions may be as long as the story. */
export function tooLong(source: Source, { file, function: usual, routes }: Settings['limits']): Finding[] {
  const lines = source.text.trimEnd().split('\n').length;
  const found: Finding[] = lines <= file ? [] : [{ rule: 'file length', path: source.path, line: 1, subject: 'file', size: lines, sentence: `has ${lines} lines, ${file} are allowed. Divide it into files that each have one reason to exist.` }];
  if (isTest(source.path)) return found;
  for (const one of source.functions) {
    const most = one.name.endsWith('Routes') ? routes : usual;
    if (one.lines > most) found.push({ rule: 'function length', path: source.path, line: one.line, subject: one.name, size: one.lines, sentence: `${one.name} has ${one.lines} lines of its own, ${most} are allowed. Give its steps names.` });
  }
  return found;
}

/** Files that nothing reaches and exports that nothing imports, as knip finds them; doors (index.ts) may offer more than is taken today. */
export async function deadCode(): Promise<Finding[]> {
  const { stdout } = await promisify(execFile)(process.execPath, [join(root, 'node_modules', 'knip', 'bin', 'knip.js'), '--config', 'tools/tidy/knip.json', '--include', 'files,exports,types', '--reporter', 'json', '--no-exit-code', '--no-config-hints'], { cwd: root, maxBuffer: 10_000_000 });
  interface Named { name: string; line?: number }
  const { issues } = JSON.parse(stdout) as { issues: { file: string; files?: Named[]; exports?: Named[]; types?: Named[] }[] };
  return issues.flatMap(({ file, files = [], exports = [], types = [] }) => [
    ...files.map((): Finding => ({ rule: 'dead', path: file, line: 1, subject: 'file', sentence: 'is reached by nothing. Wire it, or take it away: the history keeps it.' })),
    ...[...exports, ...types].map(({ name, line = 1 }): Finding => ({ rule: 'dead', path: file, line, subject: name, sentence: `exports ${name}, which no other file imports. Take the export away, or the thing itself.` })),
  ]);
}

/** Every place in the project that breaks a rule, exceptions not yet taken off. */
export async function examine({ limits }: Settings): Promise<Finding[]> {
  const sources = codeFiles(root).map((path) => readSource(root, path));
  return [
    ...sources.flatMap((source) => [...opening(source), ...tooLong(source, limits), ...wrongImports(source), ...bannedWords(source), ...foreignWrites(source), ...machinePaths(source.path, source.text)]),
    ...rings(sources),
    ...textFiles(root).flatMap((path) => machinePaths(path, readFileSync(join(root, path), 'utf8'))),
    ...await deadCode(),
  ];
}

const matches = (exception: Exception, finding: Finding): boolean => exception.rule === finding.rule && exception.path === finding.path && exception.subject === finding.subject;

/** An exception that is wider than what it excuses; `needed` is null when it excuses nothing. */
export interface Loose { exception: Exception; needed: number | null }

/** What is left after the exceptions, and the exceptions that are too wide: nothing needs them any more, or not that much. */
export function settle(findings: readonly Finding[], exceptions: readonly Exception[]): { broken: Finding[]; loose: Loose[] } {
  const broken = findings.filter((finding) => !exceptions.some((exception) => matches(exception, finding) && (finding.size ?? 0) <= (exception.most ?? 0)));
  const loose = exceptions.flatMap((exception): Loose[] => {
    const met = findings.filter((finding) => matches(exception, finding));
    if (met.length === 0) return [{ exception, needed: null }];
    const needed = Math.max(...met.map(({ size = 0 }) => size));
    return needed < (exception.most ?? 0) ? [{ exception, needed }] : [];
  });
  return { broken, loose };
}

export const sentenceOf = ({ rule, path, line, sentence }: Finding): string => `${path}:${line} ${sentence} [${rule}]`;

/** The settings with every loose exception lowered or taken away. */
export function tightened(settings: Settings, loose: readonly Loose[]): Settings {
  return { ...settings, exceptions: settings.exceptions.flatMap((exception) => {
    const found = loose.find((one) => one.exception === exception);
    return found === undefined ? [exception] : found.needed === null ? [] : [{ ...exception, most: found.needed }];
  }) };
}

/** One exception a line, so that a change of the list reads as what it is. */
export const printed = ({ limits, exceptions }: Settings): string => `{\n  "limits": ${JSON.stringify(limits)},\n  "exceptions": [\n${exceptions.map((one) => `    ${JSON.stringify(one)}`).join(',\n')}\n  ]\n}\n`;

if (import.meta.main) {
  const settings = readSettings();
  const { broken, loose } = settle(await examine(settings), settings.exceptions);
  for (const finding of broken) console.log(sentenceOf(finding));
  if (process.argv.includes('--tighten')) writeFileSync(settingsFile, printed(tightened(settings, loose)));
  else for (const { exception } of loose) console.log(`tools/tidy.json allows ${exception.path} more than it needs (${exception.rule}, ${exception.subject}). Run this with --tighten.`);
  console.log(broken.length === 0 ? 'The house is tidy.' : `${broken.length} to mend.`);
  process.exitCode = broken.length === 0 ? 0 : 1;
}
