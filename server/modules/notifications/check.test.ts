/** Proves that a template with a mistake cannot be activated, and that the mistake is named with its place. */
import { describe, expect, it } from 'vitest';
import { checkTemplate } from './check.ts';
import type { TemplateProblem } from './found.ts';
import { contrast, coloursOf, DARK, LIGHT } from './look.ts';
import { MESSAGE_KINDS } from './kinds.ts';
import { defaultTemplates, TemplateDocument } from './templates.ts';

const good = { subject: 'Order {{ order.number }}', preheader: '', body: '<p>{{ order.number }} {{ store.name }}</p>', text: '{{ order.number }} {{ store.name }}' };
const checked = (change: Partial<typeof good>): TemplateProblem[] => checkTemplate({ kind: 'pickup_on_its_way', texts: { en: { ...good, ...change } } });
/** The problems of a body that has what it must have, followed by what is tried. */
const inBody = (source: string): TemplateProblem[] => checked({ body: `${good.body}\n${source}` });

describe('the templates to start with', () => {
  it('are there for every kind, in Dutch and English, without a mistake', () => {
    const all = defaultTemplates();
    expect(all.map(({ kind }) => kind)).toEqual(MESSAGE_KINDS);
    for (const document of all) {
      expect(TemplateDocument.parse(document)).toEqual(document);
      expect(Object.keys(document.texts)).toEqual(['nl', 'en']);
      expect(checkTemplate(document)).toEqual([]);
    }
  });
});

describe('what a template says', () => {
  it('may choose, repeat, count, format and comment', () => {
    expect(inBody(`{% comment %}for later{% endcomment %}{% for line in lines %}{% unless forloop.first %}, {% endunless %}{{ forloop.index }} {{ line.name | upcase }} {{ line.total | money }}{% if line.total.amount > 100 %}!{% endif %}{% else %}none{% endfor %}
{{ lines.size }} {{ lines | size }} {{ lines.first.name }} {{ customer.name | default: order.number }} {% case store.name %}{% when 'A', order.number %}a{% else %}b{% endcase %}{{ expectedOn | day }} {{ order.placedAt | time }} {{ brand['name'] }}`)).toEqual([]);
  });

  it.each([
    ['{{ ordr.number }}', 'unknown_variable', 'there is no "ordr"; there are customer, order, lines, store, expectedOn, brand', 4],
    ['{{ order.nmber }}', 'unknown_variable', 'order has no "nmber"; it has number, placedAt, total, url', 4],
    ['{{ order.number.length }}', 'unknown_variable', 'order.number has no "length"', 4],
    ['{{ line.name }}', 'unknown_variable', 'there is no "line"', 4],
    ['{% for line in lines %}{{ line.nmae }}{% endfor %}', 'unknown_variable', 'lines has no "nmae"', 27],
    ['{% for line in lines %}{% endfor %}{{ line.name }}', 'unknown_variable', 'there is no "line"', 39],
    ['{% for line in linez %}{{ line.x }}{% endfor %}', 'unknown_variable', 'there is no "linez"', 16],
    ['{% if order.paid %}x{% endif %}', 'unknown_variable', 'order has no "paid"', 7],
    ['{% if false %}{{ order.paid }}{% endif %}', 'unknown_variable', 'order has no "paid"', 18],
    ['{% if order.number == "1" and shop.x %}{% endif %}', 'unknown_variable', 'there is no "shop"', 31],
    ['{% unless order.x %}{% endunless %}', 'unknown_variable', 'order has no "x"', 11],
    ['{% case order.x %}{% when 1 %}{% endcase %}', 'unknown_variable', 'order has no "x"', 9],
    ['{% case order.number %}{% when order.y %}{% endcase %}', 'unknown_variable', 'order has no "y"', 32],
    ['{{ order.number | default: order.x }}', 'unknown_variable', 'order has no "x"', 28],
    ['{{ constructor }}', 'unknown_variable', 'there is no "constructor"', 4],
    ['{{ order.__proto__ }}', 'unknown_variable', 'order has no "__proto__"', 4],
    ['{{ order[store.name] }}', 'too_clever', 'cannot be worked out beforehand', 4],
    ['{% for n in (1..9000000) %}x{% endfor %}', 'too_clever', 'only a list of the message', 13],
    ['{% for x in store %}x{% endfor %}', 'not_a_list', 'store is not a list', 13],
    ['{{ order.total }}', 'wrong_filter', 'order.total is an amount: write {{ order.total | money }}', 4],
    ['{{ order.total.amount }}', 'wrong_filter', 'counts in cents', 4],
    ['{{ order.placedAt }}', 'wrong_filter', 'order.placedAt is a date', 4],
    ['{{ order.number | money }}', 'wrong_filter', 'order.number is not an amount', 4],
    ['{{ order.total | day }}', 'wrong_filter', 'order.total is an amount', 4],
    ['{{ order.number | date }}', 'wrong_filter', 'order.number is not a date', 4],
    ['{{ store }}', 'not_a_value', 'store is a group: name one of name, address, phone, hours', 4],
    ['{{ lines }}', 'not_a_value', 'lines is a list', 4],
    ['{{ order.number | raw }}', 'syntax', 'there is no filter "raw"', null],
    ['{{ order.number | escape_once }}', 'syntax', 'there is no filter', null],
    ['{% include "secrets" %}', 'syntax', 'there is no tag "include"', 1],
    ['{% render "x" %}', 'syntax', 'there is no tag "render"', 1],
    ['{% assign x = 1 %}', 'syntax', 'there is no tag "assign"', 1],
    ['{% raw %}{{ x }}{% endraw %}', 'syntax', 'there is no tag "raw"', 1],
    ['{% if order.number %}', 'syntax', 'not closed', 1],
    ['{{ order.number ', 'syntax', 'not closed', null],
  ] as const)('%s → %s', (source, code, message, column) => {
    const [problem] = inBody(source);
    expect(problem).toMatchObject({ language: 'en', field: 'body', line: 2, code, message: expect.stringContaining(message) as string });
    if (column !== null) expect(problem?.column).toBe(column);
  });

  it('is looked at in every field and every language', () => {
    const problems = checkTemplate({ kind: 'pickup_on_its_way', texts: { nl: { ...good, subject: '{{ a }}', text: `${good.text}{{ b }}` }, en: { ...good, preheader: '{{ c }}' } } });
    expect(problems.map(({ language, field, code }) => [language, field, code])).toEqual([['nl', 'subject', 'unknown_variable'], ['nl', 'text', 'unknown_variable'], ['en', 'preheader', 'unknown_variable']]);
  });

  it('has to say what the customer cannot do without, in the mail and in its plain text', () => {
    const problems = checkTemplate({ kind: 'pickup_ready', texts: { en: { ...good, body: '<p>{{ order.number }} {{ store.name }} {{ pickup.until | day }}</p>', text: 'Ready!' } } });
    expect(problems.map(({ field, code, message }) => [field, code, message])).toEqual([
      ['body', 'essential_missing', 'this message has to say pickup.code'], ...['order.number', 'store.name', 'pickup.code', 'pickup.until'].map((path) => ['text', 'essential_missing', `this message has to say ${path}`]),
    ]);
  });

  it('is tried on the preview, so that what only fails when printing is found too', () => {
    expect(inBody('{{ expectedOn | time }}')).toMatchObject([{ code: 'cannot_render', message: expect.stringContaining('is a date without a time') as string }]);
  });
});

describe('the markup of a template', () => {
  it('may have any element of mail, with Liquid between and inside', () => {
    expect(inBody(`<h1>A</h1><div class="box"><p class="soft">a<br>b</p></div><ul><li>{{ order.number }} < 5 & more</li></ul><a class="button" href="{{ order.url }}">x</a><a href="mailto:{{ brand.email }}">m</a>
<img src="https://vanleest.example/a.png" alt="Our shop" width="64"><table class="lines"><tr><th scope="col">a</th></tr>{% for line in lines %}<tr><td colspan="2">{{ line.name }}</td></tr>{% endfor %}</table><hr>`)).toEqual([]);
  });

  it.each([
    ['<script>alert(1)</script>', 'element_not_allowed', '<script> cannot be in a mail'], ['<p><iframe src="https://x.nl"></iframe></p>', 'element_not_allowed', '<iframe>'], ['<SVG onload=x>', 'element_not_allowed', '<svg>'], ['<form></form>', 'element_not_allowed', '<form>'],
    ['<style>p{}</style>', 'element_not_allowed', '<style>'], ['<!-- hidden -->', 'element_not_allowed', '{% comment %}'], ['<!doctype html>', 'element_not_allowed', 'cannot be in a mail'],
    ['<p onclick="x">a</p>', 'attribute_not_allowed', '<p> cannot have "onclick"'], ['<p style="color:red">a</p>', 'attribute_not_allowed', 'the look is set by the brand'], ['<a href="https://x.nl" target="_blank">a</a>', 'attribute_not_allowed', '"target"'],
    ['<p class="huge">a</p>', 'class_unknown', 'there is no class huge'], ['<p class="{{ order.number }}">a</p>', 'class_unknown', 'made up'],
    ['<a href="javascript:alert(1)">a</a>', 'link_not_allowed', 'starts with https://'], ['<a href="/orders">a</a>', 'link_not_allowed', 'starts with https://'], ['<a href="//x.nl">a</a>', 'link_not_allowed', 'starts with https://'],
    ['<img src="http://x.nl/a.png" alt="a">', 'link_not_allowed', 'a picture'], ['<img src="data:image/png;base64,AA" alt="a">', 'link_not_allowed', 'a picture'], ['<img src="https://x.nl/a.png">', 'alt_missing', 'alt text'],
    ['<p>a', 'not_closed', '<p> is not closed'], ['a</p>', 'not_closed', '</p> closes nothing'], ['<p><strong>a</p></strong>', 'not_closed', '<strong> is still open'],
  ] as const)('%s → %s', (source, code, message) => {
    expect(inBody(source)[0]).toMatchObject({ field: 'body', line: 2, code, message: expect.stringContaining(message) as string });
  });

  it('tells the place of a mistake', () => {
    expect(inBody('<p>a</p>\n  <p>{{ order.number }}</p> <b>x</b>')[0]).toMatchObject({ line: 3, column: 29, code: 'element_not_allowed' });
  });
});

describe('the look', () => {
  it('knows contrast as WCAG computes it', () => {
    expect(contrast('#000000', '#ffffff')).toBeCloseTo(21, 5);
    expect(contrast('#777777', '#ffffff')).toBeCloseTo(4.48, 2);
    expect(contrast('#123456', '#123456')).toBe(1);
  });
  it.each([['ink', 'card'], ['ink', 'box'], ['ink', 'page'], ['soft', 'card'], ['soft', 'box']] as const)('has %s on %s that can be read, light and dark', (text, ground) => {
    expect(contrast(LIGHT[text], LIGHT[ground])).toBeGreaterThanOrEqual(4.5);
    expect(contrast(DARK[text], DARK[ground])).toBeGreaterThanOrEqual(4.5);
  });
  it.each(['#0b5fc0', '#ffd400', '#ffffff', '#000000', '#e4002b', '#777777', '#00a651', '#808000'])('has buttons and links that can be read for a brand of %s', (accent) => {
    const { button, onButton, link, darkLink } = coloursOf({ accent });
    expect(contrast(onButton, button)).toBeGreaterThanOrEqual(4.5);
    for (const ground of [LIGHT.card, LIGHT.box]) expect(contrast(link, ground)).toBeGreaterThanOrEqual(4.5);
    for (const ground of [DARK.card, DARK.box]) expect(contrast(darkLink, ground)).toBeGreaterThanOrEqual(4.5);
  });
});
