/** Checks a template before it can be used: every variable known, every value printed as it should be, every element allowed, with the place of each mistake. */
import { CaseTag, ForTag, IfTag, LiquidError, Output, TypeGuards, UnlessTag } from 'liquidjs';
import type { Template, Value } from 'liquidjs';
import { essentials, variablesOf } from './kinds.ts';
import type { MessageKind, Shape } from './kinds.ts';
import { DATE_FILTERS, FILTERS, TAGS, templateEngine } from './language.ts';
import { markupProblems } from './markup.ts';
import { previewData, previewSettings } from './preview.ts';
import { render } from './render.ts';
import type { TemplateDocument, TemplateText } from './templates.ts';
import type { Found, TemplateProblem } from './found.ts';

type Scope = ReadonlyMap<string, { shape: Shape; path: string }>;
/** The part of the engine's tokens that is read here. */
type Token = Parameters<typeof TypeGuards.isPropertyAccessToken>[0] & { getPosition(): number[]; getText(): string };

const FIELDS = ['subject', 'preheader', 'body', 'text'] as const;
const FORLOOP: Shape = { kind: 'group', fields: new Map<string, Shape>([['first', { kind: 'flag' }], ['last', { kind: 'flag' }], ['index', { kind: 'number' }], ['length', { kind: 'number' }]]) };

/**
 * All mistakes of a template, in every language; none means that it may be activated. A template without mistakes has also
 * been rendered with the preview's data.
 */
export function checkTemplate(document: TemplateDocument): TemplateProblem[] {
  const problems: TemplateProblem[] = [];
  for (const [language, text] of Object.entries(document.texts)) {
    const found = FIELDS.flatMap((field) => fieldProblems(document.kind, field, text[field]).map((problem) => ({ language, field, ...problem })));
    problems.push(...found);
    if (found.length === 0) problems.push(...trial(document, language));
  }
  return problems;
}

function fieldProblems(kind: MessageKind, field: keyof TemplateText, source: string): Found[] {
  const engine = templateEngine({ language: 'en', timeZone: 'UTC', html: field === 'body' });
  let templates: Template[];
  try {
    templates = engine.parse(source);
  } catch (error) {
    return [syntaxProblem(error)];
  }
  const reader = new Reader();
  const top: Scope = new Map([...variablesOf(kind).fields].map(([name, shape]) => [name, { shape, path: name }]));
  reader.walk(templates, top);
  const missing = field === 'body' || field === 'text' ? essentials[kind].filter((path) => !reader.used.has(path)) : [];
  return [
    ...reader.problems,
    ...missing.map((path): Found => ({ line: 1, column: 1, code: 'essential_missing', message: `this message has to say ${path}` })),
    ...(field === 'body' ? markupProblems(source) : []),
  ];
}

function syntaxProblem(error: unknown): Found {
  if (!LiquidError.is(error)) return { line: 1, column: 1, code: 'syntax', message: error instanceof Error ? error.message : 'cannot be read' };
  const [line = 1, column = 1] = error.token.getPosition();
  const plain = (error.originalError?.message ?? error.message).replace(/, (file:.*)?line:.*$/, '');
  const tag = /^tag "(.*)" not found$/.exec(plain)?.[1];
  const filter = /^undefined filter: (.*)$/.exec(plain)?.[1];
  if (tag !== undefined) return { line, column, code: 'syntax', message: `there is no tag "${tag}"; there are ${TAGS.join(', ')}` };
  if (filter !== undefined) return { line, column, code: 'syntax', message: `there is no filter "${filter}"; there are ${FILTERS.join(', ')}` };
  return { line, column, code: 'syntax', message: plain };
}

/** Walks a template with what is in scope where, collecting mistakes and the variables it uses. */
class Reader {
  readonly problems: Found[] = [];
  readonly used = new Set<string>();

  walk(templates: readonly Template[], scope: Scope): void {
    for (const template of templates) {
      if (template instanceof Output) this.print(template.value, scope);
      else if (template instanceof ForTag) this.repeat(template, scope);
      else if (template instanceof IfTag || template instanceof UnlessTag) {
        for (const branch of template.branches) {
          this.value(branch.value, scope);
          this.walk(branch.templates, scope);
        }
        this.walk(template.elseTemplates ?? [], scope);
      } else if (template instanceof CaseTag) {
        this.value(template.value, scope);
        for (const branch of template.branches) {
          for (const value of branch.values) this.token(value as Token, scope);
          this.walk(branch.templates, scope);
        }
        this.walk(template.elseTemplates ?? [], scope);
      }
    }
  }

  private repeat(tag: ForTag, scope: Scope): void {
    const list = this.token(tag.collection as Token, scope);
    const known = list?.shape.kind === 'list' ? list.shape.of : null;
    if (list && known === null) this.report(tag.collection as Token, 'not_a_list', `${list.path} is not a list`);
    if (!list && !TypeGuards.isPropertyAccessToken(tag.collection)) this.report(tag.collection as Token, 'too_clever', 'only a list of the message can be repeated');
    // Of an unknown list nothing is known inside either: one mistake is reported once.
    if (list && known) this.walk(tag.templates, new Map([...scope, [tag.variable, { shape: known, path: list.path }], ['forloop', { shape: FORLOOP, path: 'forloop' }]]));
    this.walk(tag.elseTemplates ?? [], scope);
  }

  private print(value: Value, scope: Scope): void {
    const found = this.value(value, scope);
    const [first] = value.initial.postfix;
    if (!found || !first || value.initial.postfix.length > 1) return;
    const filters = value.filters.map(({ name }) => name);
    const { shape: { kind }, path } = found;
    if (kind === 'money' && filters[0] !== 'money') this.report(first as Token, 'wrong_filter', `${path} is an amount: write {{ ${path} | money }}`);
    if (kind === 'minor') this.report(first as Token, 'wrong_filter', `${path} counts in cents, for comparing: write {{ ${path.replace(/\.amount$/, '')} | money }}`);
    if (kind === 'date' && !DATE_FILTERS.includes(filters[0] ?? '')) this.report(first as Token, 'wrong_filter', `${path} is a date: write {{ ${path} | ${DATE_FILTERS.join(' }} or {{ … | ')} }}`);
    if (kind !== 'money' && filters.includes('money')) this.report(first as Token, 'wrong_filter', `${path} is not an amount`);
    if (kind !== 'date' && filters.some((name) => DATE_FILTERS.includes(name))) this.report(first as Token, 'wrong_filter', `${path} is not a date`);
    if (kind === 'group' || (kind === 'list' && !filters.some((name) => ['size', 'join'].includes(name)))) this.report(first as Token, 'not_a_value', kind === 'group' ? `${path} is a group: name one of ${fieldsOf(found.shape)}` : `${path} is a list: repeat it with {% for %}`);
  }

  /** Checks all that an expression and its filters name; the shape of the expression where it is one variable. */
  private value(value: Value, scope: Scope): { shape: Shape; path: string } | null {
    const found = value.initial.postfix.map((token) => this.token(token as Token, scope));
    for (const { args } of value.filters) for (const argument of args) this.token((Array.isArray(argument) ? argument[1] : argument) as Token | undefined, scope);
    return found[0] ?? null;
  }

  private token(token: Token | undefined, scope: Scope): { shape: Shape; path: string } | null {
    if (!token || !TypeGuards.isPropertyAccessToken(token)) return null;
    const names = token.props.map((part) => (TypeGuards.isWordToken(part) ? part.content : TypeGuards.isQuotedToken(part) ? part.content : null));
    const [root, ...rest] = names;
    if (token.variable !== undefined || names.includes(null) || root === undefined || root === null) return this.report(token, 'too_clever', `${token.getText()} cannot be worked out beforehand: name the field itself`);
    const start = scope.get(root);
    if (!start) return this.report(token, 'unknown_variable', `there is no "${root}"; there are ${[...scope.keys()].join(', ')}`);
    let { shape, path } = start;
    for (const name of rest) {
      const next = name === null ? undefined : fieldOf(shape, name);
      if (!next) return this.report(token, 'unknown_variable', shape.kind === 'group' ? `${path} has no "${name}"; it has ${fieldsOf(shape)}` : `${path} has no "${name}"`);
      shape = next;
      path = `${path}.${name}`;
    }
    this.used.add(path);
    return { shape, path };
  }

  private report(token: Token, code: Found['code'], message: string): null {
    const [line = 1, column = 1] = token.getPosition();
    this.problems.push({ line, column, code, message });
    return null;
  }
}

const fieldsOf = (shape: Shape): string => (shape.kind === 'group' ? [...shape.fields.keys()].join(', ') : '');

function fieldOf(shape: Shape, name: string): Shape | undefined {
  if (shape.kind === 'group') return shape.fields.get(name);
  if (shape.kind === 'money') return name === 'amount' ? { kind: 'minor' } : name === 'currency' ? { kind: 'text' } : undefined;
  if (shape.kind !== 'list') return undefined;
  return name === 'size' ? { kind: 'number' } : name === 'first' || name === 'last' ? shape.of : undefined;
}

function trial(document: TemplateDocument, language: string): TemplateProblem[] {
  try {
    render({ kind: document.kind, texts: { [language]: document.texts[language] ?? { subject: '', preheader: '', body: '', text: '' } } }, previewData(document.kind, language), language, previewSettings);
    return [];
  } catch (error) {
    return [{ language, field: 'body', ...syntaxProblem(error), code: 'cannot_render' }];
  }
}
