/** Conditions of selling rules, bound to a channel and a kind of delivery: each is decided as seldom as what it speaks of allows. */
import { compileExpression } from '../../documents/index.ts';
import type { Expression } from '../../documents/index.ts';
import { wordsOf } from './document.ts';
import { CHANNEL_WORDS } from './words.ts';
import type { EffectKind, SellingEffect, SellingRuleBody, SellingVersion } from './document.ts';

export type SellingDelivery = 'ship' | 'pickup' | 'pickup_point';

/** What the rules know of an article. */
export interface SellingProduct { sku: string; tags: readonly string[]; kind: string; /** False: it is not sold any more. */ active?: boolean }

/** What they know of a location, under the words of the vocabulary; `row` is its place in the list of all. */
export interface SellingPlace { row: number; code: string; name: string; kind: string; size: string; country: string; capabilities: readonly string[]; tags: readonly string[]; /** Its own time zone: by it a day begins there. */ zone: string }

export interface SellingChannel { code: string; name: string; kind: string; language: string }

/** A rule by the names it is told with. */
export interface RuleName { document: string; version: number; name: string }

export interface Rule<Kind extends EffectKind = EffectKind> { tag: RuleName; effect: Extract<SellingEffect, { kind: Kind }>; expression: Expression<boolean> | null; depends: { product: boolean; location: boolean; available: boolean } }

/** Cells kept per rule before they are decided again: at 20 locations that is 100,000 articles. */
const KEPT_CELLS = 2_000_000;
/** Below this many units available, verdicts that ask for them are kept: 128 × 20 locations is 2.5 kB a rule. */
const FEW = 128;
const UNKNOWN = 0;
const YES = 1;
const NO = 2;

export function compileRule({ name, version }: SellingVersion, { name: called, when, effect }: SellingRuleBody): Rule {
  const compiled = compileExpression(when, wordsOf(effect), 'bool');
  const uses = compiled.ok ? [...compiled.expression.uses] : [];
  const speaksOf = (word: string): boolean => uses.some((used) => used === word || used.startsWith(`${word}.`));
  return {
    tag: { document: name, version, name: called }, effect, expression: compiled.ok ? compiled.expression : null,
    depends: { product: speaksOf('product'), location: speaksOf('location'), available: speaksOf('available') },
  };
}

/**
 * A rule as it stands for one channel and kind of delivery. Where its condition cannot be decided it applies when it takes something
 * away, and not when it adds: what is not understood is not sold.
 */
export class BoundRule<Kind extends EffectKind = EffectKind> {
  readonly rule: Rule<Kind>;
  readonly #facts: Record<string, unknown>;
  readonly #places: number;
  #always = UNKNOWN;
  #few: Uint8Array | null = null;
  readonly #byKey = new Map<string, Uint8Array>();

  constructor(rule: Rule<Kind>, channel: SellingChannel | null, delivery: SellingDelivery, places: number) {
    this.rule = rule;
    this.#places = places;
    this.#facts = { channel, delivery, product: null, location: null, available: null };
  }

  /** Nothing can make it apply: its condition asks for the channel and the kind of delivery alone, and says no. */
  get never(): boolean {
    const { product, location, available } = this.rule.depends;
    return !product && !location && !available && !this.applies(null, '', null, 0);
  }

  /** `key` stands for the article: the same key promises the same article with the same tags. */
  applies(product: SellingProduct | null, key: string, place: SellingPlace | null, available: number): boolean {
    const { depends } = this.rule;
    if (depends.available) return this.#byFew(product, place, available);
    if (!depends.product && !depends.location) {
      if (this.#always === UNKNOWN) this.#always = this.#decide(product, place, available) ? YES : NO;
      return this.#always === YES;
    }
    const of = depends.product ? key : '';
    let cells = this.#byKey.get(of);
    if (!cells) {
      const width = depends.location ? this.#places : 1;
      if (this.#byKey.size * width >= KEPT_CELLS) this.#byKey.clear();
      this.#byKey.set(of, (cells = new Uint8Array(width)));
    }
    const cell = depends.location && place ? place.row : 0;
    if (cells[cell] === UNKNOWN) cells[cell] = this.#decide(product, place, available) ? YES : NO;
    return cells[cell] === YES;
  }

  /** Stock of a location is mostly a small number, and the same few come over and over. */
  #byFew(product: SellingProduct | null, place: SellingPlace | null, available: number): boolean {
    if (this.rule.depends.product || available >= FEW || available < 0) return this.#decide(product, place, available);
    this.#few ??= new Uint8Array(FEW * Math.max(1, this.#places));
    const cell = available * this.#places + (place?.row ?? 0);
    if (this.#few[cell] === UNKNOWN) this.#few[cell] = this.#decide(product, place, available) ? YES : NO;
    return this.#few[cell] === YES;
  }

  #decide(product: SellingProduct | null, place: SellingPlace | null, available: number): boolean {
    const whenUnknown = this.rule.effect.kind !== 'expected';
    if (!this.rule.expression) return whenUnknown;
    this.#facts['product'] = product;
    this.#facts['location'] = place;
    this.#facts['available'] = available;
    const verdict = this.rule.expression.evaluate(this.#facts);
    return verdict.ok ? verdict.value : whenUnknown;
  }
}

/** Whether a document's own condition holds for a channel; one that cannot be decided holds. */
export function isFor({ body: { when } }: SellingVersion, channel: SellingChannel): boolean {
  const compiled = compileExpression(when, CHANNEL_WORDS, 'bool');
  const verdict = compiled.ok ? compiled.expression.evaluate({ channel }) : null;
  return verdict === null || !verdict.ok || verdict.value;
}
