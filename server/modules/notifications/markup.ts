/** Finds in a template's body what a mail may not have, with its place: elements, attributes, classes, links, pictures without words. */
import type { Found } from './found.ts';
import { CLASSES, ELEMENTS, VOID_ELEMENTS } from './look.ts';

/** Liquid between brackets is blanked out, keeping every place: a printed value is escaped and so never markup. */
const withoutLiquid = (source: string): string => source.replace(/\{%.*?%\}|\{\{.*?\}\}/gs, (found) => found.replace(/[^\n]/g, '\u0001'));
const TAG = /<!--[\s\S]*?-->|<(\/?)([a-zA-Z][^\s/>]*)((?:"[^"]*"|'[^']*'|[^"'>])*)>|<[!?/][^>]*>/g;
const ATTRIBUTE = /([^\s"'=<>/\u0001]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'=<>`]+)))?/g;

/**
 * All mistakes in the markup of a body. This is for the writer: what reaches a customer is cleaned in any case. An element is
 * closed in the same branch of a condition in which it was opened.
 */
export function markupProblems(source: string): Found[] {
  const problems: Found[] = [];
  const plain = withoutLiquid(source);
  const open: { name: string; at: number }[] = [];
  const report = (at: number, code: Found['code'], message: string): void => { problems.push({ ...placeOf(source, at), code, message }); };

  for (const { 0: whole, 1: closing, 2: tag, 3: attributes = '', index } of plain.matchAll(TAG)) {
    const name = tag?.toLowerCase();
    if (name === undefined) report(index, 'element_not_allowed', `${whole.startsWith('<!--') ? 'comments are written {% comment %}' : 'this'} cannot be in a mail`);
    else if (!Object.hasOwn(ELEMENTS, name)) report(index, 'element_not_allowed', `<${name}> cannot be in a mail; there are ${Object.keys(ELEMENTS).join(', ')}`);
    else if (closing === '/') {
      if (open.at(-1)?.name === name) open.pop();
      else report(index, 'not_closed', `</${name}> closes nothing${open.length > 0 ? `; <${open.at(-1)?.name}> is still open` : ''}`);
    } else {
      if (!VOID_ELEMENTS.includes(name)) open.push({ name, at: index });
      attributeProblems(name, attributes, (code, message) => report(index, code, message));
    }
  }
  for (const { name, at } of open) report(at, 'not_closed', `<${name}> is not closed`);
  return problems;
}

function attributeProblems(element: string, source: string, report: (code: Found['code'], message: string) => void): void {
  const given = new Map([...source.matchAll(ATTRIBUTE)].map(([, name = '', double, single, bare]) => [name.toLowerCase(), double ?? single ?? bare ?? '']));
  for (const [name, value] of given) {
    if (name === 'class') {
      const unknown = value.includes('\u0001') ? ['one that is made up'] : value.split(/\s+/).filter((each) => each !== '' && !CLASSES.includes(each));
      if (unknown.length > 0) report('class_unknown', `there is no class ${unknown.join(', ')}; there are ${CLASSES.join(', ')}`);
    } else if (!ELEMENTS[element]?.includes(name)) report('attribute_not_allowed', `<${element}> cannot have "${name}"${name === 'style' ? ': the look is set by the brand' : ''}`);
    else if (name === 'href' && !/^(https?:\/\/|mailto:|tel:|\u0001)/i.test(value)) report('link_not_allowed', 'a link in a mail starts with https://, mailto: or tel:');
    else if (name === 'src' && !/^(https:\/\/|\u0001)/i.test(value)) report('link_not_allowed', 'a picture in a mail starts with https://');
  }
  if (element === 'img' && !given.has('alt')) report('alt_missing', 'a picture needs an alt text, since many mail programs show no pictures');
}

function placeOf(source: string, at: number): { line: number; column: number } {
  const before = source.slice(0, at);
  return { line: before.split('\n').length, column: at - before.lastIndexOf('\n') };
}
