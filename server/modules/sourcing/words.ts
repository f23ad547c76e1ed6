/** The words that a strategy's expressions may use, and the facts they are evaluated over. */
import type { Instant } from '../../kernel/clock.ts';
import type { Callable, Field, Vocabulary } from '../documents/index.ts';
import type { Candidate, Demand } from './types.ts';

const LINE: Record<string, Field> = {
  sku: { type: 'string', description: 'Article' },
  quantity: { type: 'int', description: 'Units wanted' },
  weightGrams: { type: 'int', description: 'Weight of one unit in grams' },
  unitPrice: { type: 'int', description: 'Price of one unit in minor units' },
  tags: { type: 'list<string>', description: 'Tags of the article' },
};

const ORDER: Record<string, Field> = {
  channel: { type: 'string', description: 'Code of the sales channel' },
  country: { type: 'string', description: 'Country of destination, ISO 3166-1 alpha-2' },
  tags: { type: 'list<string>', description: 'Tags of the order' },
  lines: { type: 'list<Line>', description: 'Lines to place' },
};

const DELIVERY: Record<string, Field> = {
  kind: { type: 'string', description: '"ship", "pickup" or "pickup_point"' },
  country: ORDER['country'] as Field,
  store: { type: 'string', description: 'Code of the pickup store; absent when the delivery is shipped' },
  promisedBy: { type: 'timestamp', description: 'When it was promised to be there; absent when nothing is promised' },
  lines: ORDER['lines'] as Field,
};

/** What is known of a location whatever the day. */
export const PLACE: Record<string, Field> = {
  code: { type: 'string', description: 'Code of the location' },
  name: { type: 'string', description: 'Name of the location' },
  kind: { type: 'string', description: '"store", "warehouse" or "external_warehouse"' },
  size: { type: 'string', description: '"small", "medium" or "large"' },
  country: { type: 'string', description: 'Country, ISO 3166-1 alpha-2' },
  capabilities: { type: 'list<string>', description: 'What the location can do' },
  tags: { type: 'list<string>', description: 'Tags of the location' },
};

const LOCATION: Record<string, Field> = {
  ...PLACE,
  code: { type: 'string', description: 'Code of the location', from: 'location' },
  capacity: { type: 'int', description: 'Orders it can take today; absent when there is no limit' },
  load: { type: 'int', description: 'Orders it has taken today' },
  shipsAt: { type: 'timestamp', description: 'When work given now leaves; absent when unknown' },
};

const NOW: Field = { type: 'timestamp', description: 'The time of planning' };

/** Facts of one plan; `location` and `metres` change from candidate to candidate. */
export interface SourcingFacts {
  [name: string]: unknown;
  order: Demand;
  delivery: Demand;
  now: Date;
  /** Units per SKU over all lines. */
  wanted: readonly { sku: string; quantity: number }[];
  location: Candidate | null;
  metres: number | null;
}

const of = (facts: Readonly<Record<string, unknown>>): SourcingFacts => facts as SourcingFacts;

const FUNCTIONS: Record<string, Callable> = {
  available: {
    parameters: ['string'], result: 'int', description: 'Units of an article that this location can still reserve',
    call: (facts, sku: string) => of(facts).location?.stock[sku] ?? 0,
  },
  hasEverything: {
    parameters: [], result: 'bool', description: 'Whether this location has every line in full',
    call: (facts) => hasEverything(of(facts)),
  },
  distance: {
    parameters: [], result: 'double', description: 'Kilometres from this location to the destination; refused when either is unknown',
    call: (facts) => { const { metres } = of(facts); return metres === null ? null : metres / 1000; },
  },
};

/**
 * How what an expression mentions of a location is read. Locations that give it the same to read get the same verdict; a
 * word that is not here (`available()`, `distance()`) differs from nearly every location to the next.
 */
export const READS: ReadonlyMap<string, (facts: SourcingFacts) => unknown> = new Map<string, (facts: SourcingFacts) => unknown>([
  ...Object.entries(LOCATION).map(([field, { from = field }]): [string, (facts: SourcingFacts) => unknown] => [`location.${field}`, ({ location }) => location?.[from as keyof Candidate]]),
  ['hasEverything()', hasEverything],
]);

/** Whether a word of an expression may give another value at another location. */
export const isOfLocation = (word: string): boolean => word.startsWith('location.') || (word.endsWith('()') && word.slice(0, -2) in FUNCTIONS);

function hasEverything({ wanted, location }: SourcingFacts): boolean {
  for (const { sku, quantity } of wanted) if ((location?.stock[sku] ?? 0) < quantity) return false;
  return true;
}

/** The facts of a demand, with no location yet. */
export function factsOf(demand: Demand, now: Instant): SourcingFacts {
  const wanted = new Map<string, number>();
  for (const { sku, quantity } of demand.lines) wanted.set(sku, (wanted.get(sku) ?? 0) + quantity);
  return { order: demand, delivery: demand, now: new Date(now), wanted: [...wanted].map(([sku, quantity]) => ({ sku, quantity })), location: null, metres: null };
}

/** For a strategy's `when`: the order and the delivery, before any location is looked at. */
export const WHEN_WORDS: Vocabulary = {
  name: 'when a strategy applies',
  types: { Line: LINE, Order: ORDER, Delivery: DELIVERY },
  variables: { order: { type: 'Order', description: 'The order' }, delivery: { type: 'Delivery', description: 'The delivery' }, now: NOW },
  functions: {},
};

/** For a filter: all of the above, with one location at a time. */
export const FILTER_WORDS: Vocabulary = {
  name: 'which locations are kept',
  types: { ...WHEN_WORDS.types, Location: LOCATION },
  variables: { ...WHEN_WORDS.variables, location: { type: 'Location', description: 'The location considered' } },
  functions: FUNCTIONS,
};

/** Words whose value is promised to stand still while `Candidate.master` does. */
export const STANDING_WORDS: ReadonlySet<string> = new Set([
  'location', ...['code', 'name', 'kind', 'size', 'country', 'capabilities', 'tags', 'capacity'].map((field) => `location.${field}`),
]);
