/** Pure: an entry of an order's story as a sentence of the shown language. */
import { formatIn } from '../../shell/formats.ts';
import type { Language } from '../../shell/language.ts';
import type { Entry, Line } from './model.ts';
import { STORY } from './sentences.ts';
import type { Told } from './sentences.ts';

/** What stands for codes in the sentences. */
export interface Naming {
  language: Language;
  location(code: string): string;
  money(minor: number): string;
  moment(at: string): string;
  method(code: string): string;
  reason(code: string): string;
  message(code: string): string;
  hold(code: string): string;
  team(code: string): string;
  operator(code: string): string;
  carrier(code: string): string;
  channel(code: string): string;
  scan(code: string): string;
}

/** Words for the units an entry is about: "2 × Runner, 1 × Boot"; of an order with one line, the number alone says enough. */
export function linesInWords(lines: Entry['lines'], sold: readonly Pick<Line, 'line' | 'name'>[]): string {
  return lines.map(({ line, quantity }) => `${quantity} × ${sold.find((one) => one.line === line)?.name ?? `#${line}`}`).join(', ');
}

/** The sentence of an entry. A code without words is shown as it is: better odd than silent. */
export function sentenceOf(entry: Entry, sold: readonly Pick<Line, 'line' | 'name'>[], naming: Naming): string {
  if (entry.kind === 'scan') return naming.scan(entry.code);
  const say = STORY[naming.language][entry.code];
  return say === undefined ? entry.code.replaceAll('_', ' ') : say(toldOf(entry, sold, naming));
}

function toldOf({ parameters, lines, code }: Entry, sold: readonly Pick<Line, 'line' | 'name'>[], naming: Naming): Told {
  const text = (name: string): string => { const value = parameters[name]; return value === null || value === undefined ? '' : String(value); };
  const named = (name: string, of: (code: string) => string): string => (text(name) === '' ? '' : of(text(name)));
  const money = (name: string): string => (typeof parameters[name] === 'number' ? naming.money(parameters[name]) : '');
  const moment = (name: string): string => (code === 'promise_changed' && text(name) !== '' ? naming.moment(text(name)) : '');
  const reason = text('note') || (text('detail') !== '' ? text('detail') : named('reason', code === 'hold_placed' ? naming.hold : naming.reason));
  return {
    lines: linesInWords(lines, sold), location: named('location', naming.location), to: code === 'promise_changed' ? '' : named('to', naming.location), destination: named('destination', naming.location), number: text('barcode') || text('number') || text('reference') || text('receipt'), amount: money('amount'), total: money('total'),
    payout: parameters['payout'] === 0 ? '' : money('payout'), method: named('method', naming.method), operator: named('operator', naming.operator), carrier: named('carrier', naming.carrier), reason, shelf: text('shelf'), channel: named('channel', naming.channel),
    message: code.startsWith('message_') ? named('kind', naming.message) : '', subject: text('subject'), attempts: text('attempts'), team: named('owner', naming.team), tags: text('tags'), rule: text('rule'), was: text('was'), delivery: text('delivery'), until: untilOf(text('until'), naming), before: moment('from'), after: moment('to'), day: named('day', formatIn(naming.language).day), reference: text('reference'), named: text('sku') === '' ? text('name') : `${text('name')} (${text('sku')})`, withdrawn: parameters['withdrawn'] === true, hold: parameters['hold'] === true, reserved: parameters['reserved'] === true,
  };
}

/** An end that is a whole day, or a moment. */
const untilOf = (until: string, { language, moment }: Naming): string => (until === '' ? '' : /^\d{4}-\d{2}-\d{2}$/.test(until) ? formatIn(language).day(until) : moment(until));
