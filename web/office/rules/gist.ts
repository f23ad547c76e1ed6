/** Pure: what a rule comes down to, in a few sentences of the shown language, read from its text. */
import { group, list, number, text } from '../../parts/settings/form.ts';
import type { Body } from '../../parts/settings/form.ts';
import type { Format } from '../../shell/formats.ts';
import type { Language } from '../../shell/language.ts';
import type { GistWords } from './gist-words.ts';

type Gist = (body: Body, words: GistWords, format: Format, language: Language) => (string | null)[];

const wordIn = (words: object, key: unknown): string | null => (words as Readonly<Record<string, string>>)[text(key)] ?? null;
const counted = (value: unknown, say: (n: number) => string): string | null => { const n = number(value); return n === null ? null : say(n); };
const amounts = (value: unknown, format: Format): string => Object.entries(group(value)).map(([currency, amount]) => format.money(number(amount) ?? 0, currency)).join(', ');
const labels = (value: unknown, language: Language): string => list(value).map(({ label, code }) => text(group(label)[language]) || text(code)).join(', ');
const names = (value: unknown): string[] => list(value).map(({ name }) => text(name));
const carrier = (code: string): string => (code === 'postnl' ? 'PostNL' : code.toUpperCase());

const GISTS: Readonly<Record<string, Gist>> = {
  'strategy': ({ filters, split, unplaced }, words) => [...names(filters), wordIn(words.split, split), wordIn(words.unplaced, unplaced)],
  'availability': ({ rules }) => names(rules),
  'short-reasons': ({ reasons }, _words, _format, language) => [labels(reasons, language)],
  'return-reasons': ({ reasons, conditions }, _words, _format, language) => [labels(reasons, language), labels(conditions, language)],
  'brand': ({ name, url }) => [text(name), text(url).replace(/^https?:\/\//, '')],
  'refund-policy': ({ withoutApproval }, words, format) => [words.givesBack(amounts(withoutApproval, format) || format.money(0))],
  'till-policy': ({ maxDiscount, cashRounding }, words, format) => [counted(maxDiscount, (n) => words.discount(format.percent(n / 1000))), Object.keys(group(cashRounding)).length === 0 ? null : words.rounding(amounts(cashRounding, format))],
  'pickup-policy': ({ code, identification, days, notCollected, homePrice }, words, format) => [
    code === false ? words.noCode : words.code, identification === true ? words.identification : null, words.days(number(days) ?? 14), wordIn(words.notCollected, notCollected ?? 'refund'), counted(homePrice, (n) => (n === 0 ? '' : words.homePrice(format.money(n)))),
  ],
  'delivery-prices': ({ currency, prices }, words, format) => list(prices).map(({ kind, countries, amount, freeFrom }) => {
    const money = (minor: number): string => (minor === 0 ? words.free : format.money(minor, text(currency)));
    return words.price(wordIn(words.prices, kind) ?? text(kind), Array.isArray(countries) ? countries.join(', ') : '', money(number(amount) ?? 0), typeof freeFrom === 'number' ? money(freeFrom) : '');
  }),
  'delivery-times': ({ carrier: code, transfer, preparation }, words) => [words.carrier(carrier(text(code))), counted(group(transfer)['days'], (n) => words.transfer(n, text(group(transfer)['at']))), counted(group(preparation)['store'], words.ready)],
  'reservation-policy': ({ hours, perSku, shareOfStock, price }, words) => [counted(hours, words.holds), counted(perSku, words.perSku), counted(shareOfStock, words.share), wordIn(words.soldAt, price)],
  'parcel-policy': ({ pointDays, remindDaysBefore }, words) => [counted(pointDays, words.kept), counted(remindDaysBefore, (n) => (n === 0 ? words.noRemind : words.remind(n)))],
  'logistics-partner': ({ url, bookWithin }, words) => [url === null ? words.fetched : words.sent, counted(bookWithin, words.books)],
};

/** What people call it: by its own name, else by what it is for. */
export function titleOf(kind: string, name: string, body: Body, words: GistWords, channel: (code: string) => string): string {
  if (kind !== 'brand' && text(body['name']) !== '') return text(body['name']);
  if (kind === 'delivery-prices') return name === 'default' ? words.all : channel(name);
  return name === 'default' ? words.own : name;
}

/** What it comes down to, on one line; empty where no sentence says more than the rule itself. */
export function gistOf(kind: string, body: Body, words: GistWords, format: Format, language: Language): string {
  const said = (GISTS[kind]?.(body, words, format, language) ?? []).filter((one) => one !== null && one !== '').join(' · ');
  return said.charAt(0).toLocaleUpperCase(language) + said.slice(1);
}
