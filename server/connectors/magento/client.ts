/** Calls to Magento's REST interface: bearer token, searches by criteria, and the vendor's errors as sentences. */
import { z } from 'zod';
import { Unreached, callOutside, retryAfterSeconds } from '../outside/http.ts';
import type { OutsideAnswer } from '../outside/http.ts';
import type { ChannelOutcome } from '../../modules/channels/ports.ts';

export interface ClientOptions {
  /** The shop's address, without /rest. */
  baseUrl: string;
  /** Access token of an integration with the Sales and Inventory resources. */
  token: string;
  /** Store view in the path (/rest/<code>/V1); without it Magento takes the default one. Orders of all stores are served either way. */
  storeCode?: string;
  timeoutMs?: number;
  now: () => Date;
}

export interface Filter { field: string; value: string; condition: 'eq' | 'in' | 'gteq' }
export interface Criteria { filters: readonly Filter[]; sort?: readonly { field: string; direction: 'ASC' | 'DESC' }[]; pageSize: number; page?: number }

/** A read that gave no answer to use: what Magento said, and after how many seconds it may be asked again. */
export class MagentoFailure extends Error {
  readonly status: number | null;
  readonly retryAfterSeconds: number | null;
  constructor(message: string, status: number | null, retryAfter: number | null) {
    super(message);
    this.name = 'MagentoFailure';
    this.status = status;
    this.retryAfterSeconds = retryAfter;
  }
}

const VendorError = z.looseObject({
  message: z.string(),
  parameters: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]).nullish(),
  errors: z.array(z.looseObject({ message: z.string(), parameters: z.union([z.array(z.unknown()), z.record(z.string(), z.unknown())]).nullish() })).nullish(),
});

/** Magento leaves placeholders in its messages (%1, %fieldName) and sends their values beside them. */
function filled(message: string, parameters: readonly unknown[] | Record<string, unknown> | null | undefined): string {
  if (!parameters) return message;
  const pairs = Array.isArray(parameters) ? parameters.map((value, index): [string, unknown] => [String(index + 1), value]) : Object.entries(parameters);
  return pairs.sort(([a], [b]) => b.length - a.length).reduce((text, [name, value]) => text.replaceAll(`%${name}`, String(value)), message);
}

/** What Magento said, as one sentence. */
export function sentenceOf(answer: OutsideAnswer): string {
  const parsed = VendorError.safeParse(answer.json);
  if (!parsed.success) return `Magento answered ${answer.status} without a message`;
  const { message, parameters, errors } = parsed.data;
  return [filled(message, parameters), ...(errors ?? []).map((error) => filled(error.message, error.parameters))].join(' ').replace(/\s*\n\s*/g, ' ').trim();
}

/**
 * The outcome of a write that was not accepted. A 5xx may come after the work was done (PHP ends in the middle, a proxy gives up),
 * so it is unknown; 429 and 503 are answered before anything is done.
 */
export function refusalOf(answer: OutsideAnswer, now: Date): ChannelOutcome {
  const reason = sentenceOf(answer);
  if (answer.status === 429 || answer.status === 503) {
    const wait = retryAfterSeconds(answer.headers, now);
    return { kind: 'refused', code: 'busy', reason: wait === null ? reason : `${reason} (may be asked again after ${wait} s)`, retry: true };
  }
  if (answer.status === 401) return { kind: 'refused', code: 'unauthorised', reason, retry: true };
  if (answer.status === 403) return { kind: 'refused', code: 'forbidden', reason, retry: false };
  if (answer.status === 404) return { kind: 'refused', code: 'not_found', reason, retry: false };
  if (answer.status >= 500) return { kind: 'unknown', reason };
  return { kind: 'refused', code: 'refused_by_magento', reason, retry: false };
}

export type MagentoClient = ReturnType<typeof createClient>;

/** The calls of one shop. Reads throw `MagentoFailure`; writes give the answer or throw `Unreached`. */
export function createClient({ baseUrl, token, storeCode, timeoutMs = 15_000, now }: ClientOptions) {
  const root = `${baseUrl.replace(/\/+$/, '')}/rest${storeCode === undefined ? '' : `/${encodeURIComponent(storeCode)}`}/V1`;
  const headers = { authorization: `Bearer ${token}`, accept: 'application/json' };
  const failed = (answer: OutsideAnswer): MagentoFailure => new MagentoFailure(sentenceOf(answer), answer.status, retryAfterSeconds(answer.headers, now()));

  async function read<Shape extends z.ZodType>(path: string, shape: Shape): Promise<z.infer<Shape>> {
    let answer: OutsideAnswer;
    try {
      answer = await callOutside({ method: 'GET', url: `${root}${path}`, headers, timeoutMs });
    } catch (error) {
      if (error instanceof Unreached) throw new MagentoFailure(error.message, null, null);
      throw error;
    }
    if (answer.status !== 200) throw failed(answer);
    const parsed = shape.safeParse(answer.json);
    if (!parsed.success) throw new MagentoFailure(`Magento's answer to ${path.split('?')[0]} is not what it describes: ${parsed.error.issues[0]?.path.join('.')} ${parsed.error.issues[0]?.message}`, answer.status, null);
    return parsed.data;
  }

  return {
    now,
    read,
    /** One page of a search: the raw items and how many there are in all. */
    search: async <Shape extends z.ZodType>(path: string, criteria: Criteria, item: Shape): Promise<{ items: z.infer<Shape>[]; total: number }> => {
      const page = await read(`${path}?${queryOf(criteria)}`, z.looseObject({ items: z.array(item).nullish(), total_count: z.number() }));
      return { items: (page.items ?? []) as z.infer<Shape>[], total: page.total_count };
    },
    post: (path: string, body?: unknown): Promise<OutsideAnswer> => callOutside({ method: 'POST', url: `${root}${path}`, headers, timeoutMs, ...(body === undefined ? {} : { body }) }),
  };
}

/** Each filter in a group of its own: groups are joined by AND, filters inside a group by OR. */
export function queryOf(criteria: Criteria): string {
  const query = new URLSearchParams();
  criteria.filters.forEach((filter, index) => {
    const at = `searchCriteria[filterGroups][${index}][filters][0]`;
    query.set(`${at}[field]`, filter.field);
    query.set(`${at}[value]`, filter.value);
    query.set(`${at}[conditionType]`, filter.condition);
  });
  (criteria.sort ?? []).forEach((sort, index) => {
    query.set(`searchCriteria[sortOrders][${index}][field]`, sort.field);
    query.set(`searchCriteria[sortOrders][${index}][direction]`, sort.direction);
  });
  query.set('searchCriteria[pageSize]', String(criteria.pageSize));
  query.set('searchCriteria[currentPage]', String(criteria.page ?? 1));
  return query.toString();
}
