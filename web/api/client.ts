/** Calls of the published interface by the name of the operation: `call('pick', { fulfilment, body })`. */
import { ADDRESSES } from './generated/operations.ts';
import type { Operations, Problem } from './generated/operations.ts';

export type Operation = keyof Operations;
export type Input<O extends Operation> = Operations[O]['input'];
export type Answer<O extends Operation> = Operations[O]['answer'];

/** A refusal of the server (RFC 9457), as an error whose message is the sentence for the person. */
export class Refused extends Error {
  override readonly name = 'Refused';
  readonly problem: Problem;
  constructor(problem: Problem) {
    super(problem.detail);
    this.problem = problem;
  }
  get code(): string { return this.problem.code; }
  get status(): number { return this.problem.status; }
}

/** The server could not be reached, or did not answer as Spil does: nothing is known of the outcome, and the same key may be sent again. */
export class Unreachable extends Error {
  override readonly name = 'Unreachable';
}

export interface CallOptions {
  /** The Idempotency-Key of a write; one is made when it is left out. Give one where a person may press twice, or a queue sends again. */
  key?: string;
  /** The version that was read, for edits of what has versions. */
  ifMatch?: number | string;
  signal?: AbortSignal;
}

interface Target { method: string; url: string; body: string | undefined }

/** The request that an operation and its input come to. Parts of the address are taken from the input; what is left is the query. */
export function target<O extends Operation>(operation: O, input: Input<O>): Target {
  const [method = 'GET', path = '/'] = ADDRESSES[operation].split(' ');
  const { body, ...rest } = input as Record<string, unknown>;
  const url = path.replaceAll(/\{(\w+)\}/g, (_all, name: string) => {
    const value = rest[name];
    delete rest[name];
    return encodeURIComponent(String(value));
  });
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(rest)) {
    if (value === undefined || value === null) continue;
    for (const one of Array.isArray(value) ? value as unknown[] : [value]) query.append(name, String(one));
  }
  const text = query.toString();
  return { method, url: text === '' ? url : `${url}?${text}`, body: body === undefined ? undefined : JSON.stringify(body) };
}

/** The address of a GET operation, for a link, an image or a document that the browser opens itself. */
export const addressOf = <O extends Operation>(operation: O, input: Input<O>): string => target(operation, input).url;

/** Carries the operation out. Throws `Refused` with the server's sentence, or `Unreachable` when no answer came. */
export async function call<O extends Operation>(operation: O, input: Input<O>, { key, ifMatch, signal }: CallOptions = {}): Promise<Answer<O>> {
  const { method, url, body } = target(operation, input);
  const headers: Record<string, string> = { accept: 'application/json' };
  if (method !== 'GET') headers['idempotency-key'] = key ?? crypto.randomUUID();
  if (body !== undefined) headers['content-type'] = 'application/json';
  if (ifMatch !== undefined) headers['if-match'] = `"${ifMatch}"`;
  const response = await fetch(url, { method, headers, credentials: 'same-origin', ...(body === undefined ? {} : { body }), ...(signal ? { signal } : {}) }).catch((error: unknown) => {
    if (error instanceof DOMException && error.name === 'AbortError') throw error;
    throw new Unreachable('The server cannot be reached.');
  });
  return answerOf(response) as Promise<Answer<O>>;
}

async function answerOf(response: Response): Promise<unknown> {
  const type = response.headers.get('content-type') ?? '';
  if (response.ok) {
    if (response.status === 204 || response.headers.get('content-length') === '0') return undefined;
    if (!type.startsWith('application/json')) return response.blob();
    return response.json().catch(() => { throw new Unreachable('The answer broke off.'); });
  }
  if (!type.includes('json')) throw new Unreachable(`The server answered ${response.status}.`);
  const problem = await response.json().catch(() => { throw new Unreachable('The answer broke off.'); }) as Problem;
  throw new Refused(problem);
}
