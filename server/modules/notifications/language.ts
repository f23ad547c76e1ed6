/** The language that templates are written in: Liquid, cut down to choosing, repeating and printing. */
import { Liquid } from 'liquidjs';
import { z } from 'zod';
import { dateText, moneyText } from './formats.ts';
import type { DateStyle } from './formats.ts';

/** No assigning, including, capturing or counting: a template says what it says in one place. */
export const TAGS: readonly string[] = ['if', 'unless', 'case', 'for', 'comment'];
const PLAIN_FILTERS: readonly string[] = ['default', 'upcase', 'downcase', 'capitalize', 'size', 'join', 'first', 'last', 'plus', 'minus'];
export const DATE_FILTERS: readonly string[] = ['day', 'date', 'time'] satisfies DateStyle[];
export const FILTERS: readonly string[] = [...PLAIN_FILTERS, 'money', ...DATE_FILTERS];

/** Bounds on one template: characters, milliseconds of printing, objects made. A mail of 100 lines takes less than a hundredth. */
const LONGEST = 100_000;
const LIMITS = { parseLimit: LONGEST, renderLimit: 2_000, memoryLimit: 1_000_000 };

const MoneyValue = z.object({ amount: z.int(), currency: z.string() });

const HTML: Readonly<Record<string, string>> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;', "'": '&#39;' };
/** Text made safe for HTML, between tags and in quoted attributes. */
export const escapeHtml = (text: string): string => text.replace(/[&<>"']/g, (character) => HTML[character] ?? '');

const printed = (value: unknown): string => (value === null || value === undefined ? '' : String(value));

/**
 * An engine for one language and time zone. With `html`, all that is printed is escaped and there is no way around it: the
 * `raw` filter does not exist. Nothing is read from disk or from an object's prototype.
 */
export function templateEngine({ language, timeZone, html }: { language: string; timeZone: string; html: boolean }): Liquid {
  const engine = new Liquid({ ...LIMITS, strictFilters: true, ownPropertyOnly: true, templates: {}, relativeReference: false, outputEscape: (value) => (html ? escapeHtml(printed(value)) : printed(value)) });
  for (const tag of Object.keys(engine.tags)) if (!TAGS.includes(tag)) delete engine.tags[tag];
  for (const filter of Object.keys(engine.filters)) if (!PLAIN_FILTERS.includes(filter)) delete engine.filters[filter];
  engine.registerFilter('money', (value: unknown) => (value === null ? '' : moneyText(MoneyValue.parse(value), language)));
  for (const style of ['day', 'date', 'time'] as const) engine.registerFilter(style, (value: unknown) => (value === null ? '' : dateText(String(value), style, language, timeZone)));
  return engine;
}
