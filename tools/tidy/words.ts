/** Words and calls that may not stand in the code, and the sentence that opens every file. */
import { isTest } from './floors.ts';
import { nodes, textOf } from './source.ts';
import type { Finding, Node, Source } from './source.ts';

const UNFINISHED = /\b(TO\x44O|FIX\x4dE|X\x58X|HA\x43K)\b/;
const SILENCED = /@ts-(ignore|nocheck|expect-error)|eslint-disable|biome-ignore|prettier-ignore|istanbul ignore/;
/** Folders of one machine: a home, a mount, a workplace. */
const MACHINE_PATH = /(^|[\s'"`(=:])\/(work\/(main|shared|\.)|home\/\w|root\/|Users\/\w|mnt\/\w)/;

/** Where the time of the machine and chance may be asked for. */
const mayAskTheMachine = (path: string): boolean => path.startsWith('server/kernel/') || path === 'web/shell/clock.ts' || isTest(path) || path.startsWith('tools/') || /\/connectors\/[^/]+\/simulator/.test(path) || path.startsWith('server/connectors/simulation/');

/** Every banned word and call of a file. */
export function bannedWords(source: Source): Finding[] {
  const found: Finding[] = [];
  const find = (offset: number, subject: string, sentence: string): void => { found.push({ rule: 'words', path: source.path, line: source.lineAt(offset), subject, sentence }); };
  for (const comment of source.comments) {
    const unfinished = UNFINISHED.exec(comment.value);
    if (unfinished) find(comment.start, unfinished[0], `has "${unfinished[0]}". What is not finished is not merged; what is known and accepted is said in the documentation.`);
    if (SILENCED.test(comment.value)) find(comment.start, 'silenced', 'switches a check off. A check that is off finds nothing: mend what it found.');
  }
  for (const { node, parent } of nodes(source.program)) {
    const call = calledBy(node);
    if (node.type === 'TSAnyKeyword') find(node.start, 'any', 'uses the type any. It switches the compiler off for everything it touches: use unknown and look.');
    if (call !== null && !mayAskTheMachine(source.path)) find(node.start, call, `calls ${call}. Time and chance are arguments, so that the same input gives the same answer: take them from the clock, from server/kernel/ids.ts, or on a screen from web/shell/clock.ts.`);
    if (isTest(source.path) && isSleep(node, parent)) find(node.start, 'sleep', 'sleeps. A test that waits for a time is slow on a fast machine and fails on a slow one: wait for what must happen.');
  }
  return found;
}

/** `Date.now()`, `new Date()` without an argument, `Math.random()`: the name of the call; null for everything else. */
function calledBy(node: Node): string | null {
  const callee = node['callee'] as Node | undefined;
  if (!callee) return null;
  const without = (node['arguments'] as unknown[]).length === 0;
  if (node.type === 'NewExpression' && textOf(callee) === 'Date' && without) return 'new Date()';
  if (node.type !== 'CallExpression' || callee.type !== 'MemberExpression') return null;
  const name = `${textOf(callee['object'])}.${textOf(callee['property'])}`;
  return name === 'Date.now' || name === 'Math.random' ? `${name}()` : null;
}

/** A promise that only a timer settles: `new Promise((done) => setTimeout(done, 50))`. A poll until something holds is no sleep, nor is a bound on waiting. */
function isSleep(node: Node, parent: Node | null): boolean {
  if (node.type !== 'CallExpression' || textOf(node['callee']) !== 'setTimeout' || parent?.type !== 'ArrowFunctionExpression') return false;
  const [resolve] = (parent['params'] as Node[] | undefined) ?? [];
  const [first] = node['arguments'] as Node[];
  return resolve !== undefined && textOf(first) === textOf(resolve) && textOf(resolve) !== '';
}

/** A file must open with a doc comment that has a sentence; how to run it may follow. */
export function opening(source: Source): Finding[] {
  const [first] = source.comments;
  const text = first?.value ?? '';
  const opens = first !== undefined && first.type === 'Block' && text.startsWith('*') && source.text.slice(0, first.start).replace(/^#!.*\n/, '').trim() === '';
  if (opens && /[.!?…](\s|$)/.test(text.trim())) return [];
  return [{ rule: 'opening', path: source.path, line: 1, subject: 'opening', sentence: 'does not open with a doc comment. One sentence at the top says what the file is for; a file that needs a second one should be two files.' }];
}

/** Paths of one machine in any text of the project. */
export function machinePaths(path: string, text: string): Finding[] {
  return text.split('\n').flatMap((line, index) => (MACHINE_PATH.test(line) ? [{ rule: 'paths', path, line: index + 1, subject: 'path', sentence: 'names a path of one machine. Everywhere else it leads nowhere: name it from the root of the project, or by an environment variable.' }] : []));
}
