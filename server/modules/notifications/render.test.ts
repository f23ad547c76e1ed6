/** Proves that mails say everything they are told, in the reader's language and way of writing, and let nothing through that is not text. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dateText, moneyText } from './formats.ts';
import { dressBody } from './frame.ts';
import { MESSAGE_KINDS } from './kinds.ts';
import type { MessageData, MessageKind } from './kinds.ts';
import { previewData, previewSettings } from './preview.ts';
import { render } from './render.ts';
import type { Rendered } from './render.ts';
import { defaultTemplates, textFor } from './templates.ts';

const templateOf = <Kind extends MessageKind>(kind: Kind) => ({ kind, texts: defaultTemplates().find((template) => template.kind === kind)?.texts ?? {} });
const made = <Kind extends MessageKind>(kind: Kind, language: string, change: Partial<MessageData<Kind>> = {}): Rendered => render(templateOf(kind), { ...previewData(kind, language), ...change }, language, previewSettings);
/** Text as a person sees it: narrow and unbreakable spaces are spaces. */
const seen = (text: string): string => text.replace(/[\u00a0\u202f]/g, ' ');
const unescaped = (html: string): string => seen(html).replace(/&#39;/g, "'").replace(/&quot;/g, '"').replace(/&lt;/g, '<').replace(/&gt;/g, '>').replace(/&amp;/g, '&');

/** Texts in the data that a reader must find; dates and amounts are looked at separately, codes of a choice not at all. */
function textsIn(value: unknown, name = ''): string[] {
  if (typeof value === 'string') return /^\d{4}-\d{2}-\d{2}|^EUR$/.test(value) || ['reason', 'kind', 'news', 'imageUrl'].includes(name) || ['home', 'store', 'pickup_point'].includes(value) ? [] : [value];
  if (Array.isArray(value)) return value.flatMap((item) => textsIn(item, name));
  if (value !== null && typeof value === 'object') return Object.entries(value).flatMap(([key, item]) => textsIn(item, key));
  return [];
}
function amountsIn(value: unknown): { amount: number; currency: string }[] {
  if (Array.isArray(value)) return value.flatMap(amountsIn);
  if (value === null || typeof value !== 'object') return [];
  if ('amount' in value && 'currency' in value) return [value as { amount: number; currency: string }];
  return Object.values(value).flatMap(amountsIn);
}

describe.each(MESSAGE_KINDS.flatMap((kind) => ['nl', 'en'].map((language) => [kind, language] as const)))('%s in %s', (kind, language) => {
  const data = previewData(kind, language);
  const mail = made(kind, language);
  const told = { ...data, order: { ...data.order, ...(mail.text.includes(moneyText(data.order.total, language)) ? {} : { total: null }) } };

  it('says all it is told, in HTML and in plain text', () => {
    const texts = textsIn(told);
    expect(texts.length).toBeGreaterThan(4);
    const [html, text] = [unescaped(mail.html), seen(mail.text)];
    const missing = texts.filter((each) => !html.includes(each) || !text.includes(each));
    // On its way: the store's address and hours come with the message that it is ready.
    const store = kind === 'pickup_on_its_way' && 'store' in data ? textsIn({ ...data.store, name: [] }) : [];
    expect(missing.filter((each) => !store.includes(each))).toEqual([]);
    for (const amount of amountsIn(told)) {
      expect(html).toContain(seen(moneyText(amount, language)));
      expect(text).toContain(seen(moneyText(amount, language)));
    }
  });

  it('is a whole and accessible document', () => {
    expect(mail.html).toMatch(new RegExp(`^<!doctype html>\\n<html lang="${language}" dir="ltr">`));
    expect(mail.html).toContain(`<title>${mail.subject.replaceAll('&', '&amp;')}</title>`);
    expect(mail.html).toContain('name="color-scheme" content="light dark"');
    expect(mail.html).toContain('prefers-color-scheme:dark');
    for (const [image] of mail.html.matchAll(/<img[^>]*>/g)) expect(image).toMatch(/ alt="/);
    for (const [table] of mail.html.matchAll(/<table[^>]*>/g)) expect(table).toMatch(/role="presentation"|class="lines"/);
    expect(mail.html.match(/<h1/g)).toHaveLength(1);
  });

  it('has no trace of the template in it, and no empty sentence', () => {
    for (const part of [mail.subject, mail.html, mail.text]) expect(part).not.toMatch(/\{\{|\{%|\[object|undefined|\bnull\b|NaN/);
    expect(mail.text).not.toMatch(/\n{3,}| ,|\.\./);
    expect(mail.subject).not.toMatch(/\s{2,}|\n/);
  });

  it('links to https only, loads nothing but pictures, and stays under the size at which Gmail cuts mails off', () => {
    for (const [, url] of mail.html.matchAll(/(?:href|src)="([^"]*)"/g)) expect(url).toMatch(/^(https:\/\/|mailto:|tel:)/);
    expect(mail.html).not.toMatch(/@import|<link|<script|url\(/);
    expect(mail.html.length).toBeLessThan(102_000);
  });
});

describe('what may be missing', () => {
  it('is left out with its sentence', () => {
    const plain = made('parcel_shipped', 'nl', { customer: { name: null }, parcel: { carrier: 'PostNL', trackingNumber: '3S1', trackingUrl: 'https://postnl.example/3S1', expectedOn: null }, remaining: [] });
    expect(plain.text).toMatch(/^Beste,\n/);
    expect(plain.text).not.toMatch(/verwachten|ander pakket/);
    expect(plain.html).not.toMatch(/ander pakket/);
  });
  it('says what happens with the money', () => {
    const amount = { amount: 8995, currency: 'EUR' };
    expect(seen(made('lines_cancelled', 'nl', { refund: { amount, kind: 'refund' } }).text)).toContain('Je krijgt € 89,95 terug');
    expect(seen(made('lines_cancelled', 'nl', { refund: { amount, kind: 'not_charged' } }).text)).toContain('Het bedrag van € 89,95 wordt niet afgeschreven.');
    expect(made('lines_cancelled', 'nl', { refund: { amount, kind: 'none' } }).text).toContain('Je hoeft hiervoor niets te betalen.');
    expect(seen(made('order_cancelled', 'en', { refund: { amount, kind: 'refund' } }).text)).toContain('You get €89.95 back');
  });
  it.each([['customer', 'op jouw verzoek'], ['nowhere_in_stock', 'nergens meer op voorraad'], ['not_collected', 'niet binnen de afgesproken tijd afgehaald'], ['not_paid', 'geen betaling'], ['other', 'niet kunnen leveren']] as const)('gives %s as a reason in words', (reason, words) => {
    expect(made('order_cancelled', 'nl', { reason }).text).toContain(words);
  });
  it('speaks of a pickup point where the parcel goes to one', () => {
    expect(made('parcel_shipped', 'nl', { pickupPoint: true }).text).toContain('Afhaalpunt: ');
    expect(made('parcel_shipped', 'nl', { pickupPoint: false }).text).toContain('Bezorgadres: ');
  });
  it('names one day as one day', () => {
    const deliveries = [{ method: 'home' as const, place: 'Utrecht', from: '2026-03-05', until: '2026-03-05', later: false }];
    expect(made('order_received', 'en', { deliveries }).text).toContain('- Delivery to Utrecht, Thursday 5 March at the latest\n');
    expect(made('order_received', 'nl', { deliveries: [{ method: 'store', place: 'Delft', from: null, until: null, later: false }] }).text).toContain('- Afhalen bij Delft\n');
    expect(made('order_received', 'nl', { deliveries: [{ method: 'store', place: 'Delft', from: null, until: '2026-03-12', later: true }] }).text).toContain('- Afhalen bij Delft, uiterlijk donderdag 12 maart; nog niet alles is er, daarom duurt het tot dan\n');
    expect(made('order_received', 'en', { deliveries: [{ method: 'home', place: 'Utrecht', from: null, until: null, later: true }] }).text).toContain('- Delivery to Utrecht. Not everything is there yet, and we do not know when it comes.');
  });
});

describe('escaping', () => {
  const hostile = '<img src=x onerror=alert(1)>"\'&</p><script>x</script>{{ order.number }}';

  it('makes text of whatever is printed, in HTML; plain text keeps it as it is', () => {
    const data = previewData('parcel_shipped', 'nl');
    const mail = made('parcel_shipped', 'nl', { customer: { name: hostile }, place: hostile, lines: data.lines.map((line) => ({ ...line, name: hostile, variant: hostile })) });
    expect(mail.html).not.toMatch(/<script|<img src=x|onerror=alert\(1\)>/);
    expect(unescaped(mail.html)).toContain(hostile);
    expect(mail.text).toContain(hostile);
  });

  it('holds for every text of every message', () => {
    const poisoned = (value: unknown, text: string): unknown => {
      if (Array.isArray(value)) return value.map((item) => poisoned(item, text));
      if (value !== null && typeof value === 'object') return 'currency' in value ? value : Object.fromEntries(Object.entries(value).map(([key, item]) => [key, ['reason', 'kind', 'news', 'method', 'was', 'url', 'trackingUrl', 'imageUrl'].includes(key) || (typeof item === 'string' && /^\d{4}-/.test(item)) ? item : poisoned(item, text)]));
      return typeof value === 'string' ? text : value;
    };
    const holds = (kind: (typeof MESSAGE_KINDS)[number], language: string, text: string): void => {
      const clean = render(templateOf(kind), previewData(kind, language), language, previewSettings).html;
      const dirty = render(templateOf(kind), poisoned(previewData(kind, language), text) as MessageData<typeof kind>, language, previewSettings).html;
      const elements = (html: string): string[] => [...html.matchAll(/<\/?[a-z][^>]*>/gi)].map(([tag]) => tag.replace(/(href|src|alt)="[^"]*"/g, '$1')).sort();
      expect(elements(dirty), `${kind} in ${language}`).toEqual(elements(clean));
    };
    for (const kind of MESSAGE_KINDS) for (const language of ['nl', 'en']) holds(kind, language, '<img src=x onload="a">{{ order.number }}');
    fc.assert(fc.property(fc.constantFrom(...MESSAGE_KINDS), fc.constantFrom('nl', 'en'), fc.string({ unit: fc.constantFrom('<', '>', '"', "'", '&', '/', 'script', 'img', ' ', '=', 'onload', 'a', '{{', '}}', '{%', '%}', '\n', '`') }), holds), { numRuns: 60 });
  });

  it('refuses links that are none, in data as in templates', () => {
    expect(() => made('parcel_shipped', 'nl', { parcel: { carrier: 'X', trackingNumber: '1', trackingUrl: 'javascript:alert(1)', expectedOn: null } })).toThrow();
    const dressed = dressBody('<a href="javascript:alert(1)">a</a><a href=" JAVASCRIPT:alert(1)">b</a><a href="//evil.example">c</a><img src="http://x.nl/a.png"><img src="https://x.nl/a.png"><p onclick="x" style="position:fixed" class="soft evil">d</p><iframe src="https://x.nl"></iframe><script>e</script><style>f</style><a href="https://x.nl" onmouseover=x>g</a>', previewSettings.brand);
    expect(dressed).not.toMatch(/javascript|evil|http:\/\/|onclick|position|iframe|script|<style|onmouseover|>e<|>f</i);
    expect(dressed).toMatch(/<img src="https:\/\/x\.nl\/a\.png" alt="" style="[^"]+" \/>/);
    expect(dressed).toContain('class="soft"');
    expect(dressed).toContain('href="https://x.nl"');
  });

  it('keeps the subject on one line', () => {
    const mail = render({ ...templateOf('parcel_shipped'), texts: { nl: { subject: 'Hallo {{ place }}\nBcc: x', preheader: '', body: '<p>a</p>', text: 'a' } } }, { ...previewData('parcel_shipped', 'nl'), place: 'a\r\nBcc: all@example.org\u2028b' }, 'nl', previewSettings);
    expect(mail.subject).toBe('Hallo a Bcc: all@example.org b Bcc: x');
  });

  it('cannot be led astray by a brand', () => {
    const mail = render(templateOf('refund_done'), previewData('refund_done', 'nl'), 'nl', { ...previewSettings, brand: { ...previewSettings.brand, name: '<script>x</script>', logoUrl: 'https://vanleest.example/logo.png?"onload=x' } });
    expect(mail.html).not.toContain('<script');
    expect(mail.html).not.toContain('"onload');
    expect(() => render(templateOf('refund_done'), previewData('refund_done', 'nl'), 'nl', { ...previewSettings, brand: { ...previewSettings.brand, accent: 'red;}' } })).toThrow();
  });
});

describe('languages', () => {
  it('falls back to the language without its country, to English, to what there is', () => {
    const { texts } = templateOf('refund_done');
    const { nl, en } = texts;
    if (!nl || !en) throw new Error('both languages are there to start with');
    expect(textFor({ kind: 'refund_done', texts }, 'nl-BE').language).toBe('nl');
    expect(textFor({ kind: 'refund_done', texts }, 'de').language).toBe('en');
    expect(textFor({ kind: 'refund_done', texts: { nl } }, 'de').language).toBe('nl');
    expect(textFor({ kind: 'refund_done', texts: { nl } }, 'constructor').language).toBe('nl');
    expect(() => textFor({ kind: 'refund_done', texts: {} }, 'nl')).toThrow(RangeError);
  });

  it.each([
    [{ amount: 5995, currency: 'EUR' }, 'nl', '€ 59,95'], [{ amount: 5995, currency: 'EUR' }, 'en', '€59.95'], [{ amount: 1234567, currency: 'EUR' }, 'nl', '€ 12.345,67'], [{ amount: 500, currency: 'JPY' }, 'en', 'JP¥500'], [{ amount: 1234, currency: 'BHD' }, 'en', 'BHD 1.234'],
    [{ amount: -5, currency: 'EUR' }, 'nl', '€ -0,05'], [{ amount: 9007199254740991, currency: 'EUR' }, 'en', '€90,071,992,547,409.91'], [{ amount: 100, currency: 'EUR' }, 'nl-BE', '€ 1,00'],
  ])('writes %o in %s as %s', (money, language, expected) => expect(seen(moneyText(money, language))).toBe(expected));

  it.each([
    ['2026-03-05', 'day', 'nl', 'Europe/Amsterdam', 'donderdag 5 maart'], ['2026-03-05', 'date', 'en', 'Pacific/Auckland', '5 March 2026'], ['2026-03-05', 'date', 'en', 'Pacific/Honolulu', '5 March 2026'],
    ['2026-03-04T23:30:00.000Z', 'day', 'nl', 'Europe/Amsterdam', 'donderdag 5 maart'], ['2026-03-04T23:30:00.000Z', 'time', 'nl', 'Europe/Amsterdam', '00:30'], ['2026-07-04T12:00:00Z', 'time', 'en', 'Europe/Amsterdam', '14:00'],
  ] as const)('writes %s as %s in %s at %s: %s', (value, style, language, zone, expected) => expect(dateText(value, style, language, zone)).toBe(expected));

  it('refuses what is no date, and the time of a day', () => {
    expect(() => dateText('soon', 'day', 'nl', 'UTC')).toThrow(RangeError);
    expect(() => dateText('2026-03-05', 'time', 'nl', 'UTC')).toThrow(RangeError);
  });
});
