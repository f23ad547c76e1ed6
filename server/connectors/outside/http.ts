/** Calls to outside systems over HTTP: one bounded request, its answer as text and JSON, and a plain word when nobody answered. */

export interface OutsideAnswer {
  status: number;
  headers: Headers;
  text: string;
  /** Parsed body, or undefined when it is not JSON. */
  json: unknown;
}

/** `unreached`: refused, cut or timed out: the other side may or may not have done it. */
export class Unreached extends Error {
  readonly timedOut: boolean;
  constructor(message: string, timedOut: boolean) {
    super(message);
    this.timedOut = timedOut;
  }
}

export interface OutsideRequest {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  url: string;
  headers?: Record<string, string>;
  body?: unknown;
  /** Bound on the whole call. */
  timeoutMs?: number;
}

/** Sends one request; throws `Unreached` when there was no whole answer. Objects are sent as JSON. Redirects are not followed. */
export async function callOutside({ method, url, headers = {}, body, timeoutMs = 15_000 }: OutsideRequest): Promise<OutsideAnswer> {
  const text = body === undefined ? undefined : typeof body === 'string' ? body : JSON.stringify(body);
  const type: Record<string, string> = body === undefined || typeof body === 'string' ? {} : { 'content-type': 'application/json' };
  try {
    const response = await fetch(url, { method, headers: { ...type, ...headers }, ...(text === undefined ? {} : { body: text }), redirect: 'manual', signal: AbortSignal.timeout(timeoutMs) });
    const received = await response.text();
    return { status: response.status, headers: response.headers, text: received, json: parsed(received) };
  } catch (error) {
    const timedOut = error instanceof DOMException && error.name === 'TimeoutError';
    const host = new URL(url).host;
    throw new Unreached(timedOut ? `${host} did not answer within ${timeoutMs} ms` : `${host} could not be reached: ${error instanceof Error ? (error.cause instanceof Error ? error.cause.message : error.message) : 'unknown reason'}`, timedOut);
  }
}

function parsed(text: string): unknown {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as unknown;
  } catch {
    return undefined;
  }
}

/** Seconds of a Retry-After header (number or date); null when absent or unreadable. */
export function retryAfterSeconds(headers: Headers, now: Date): number | null {
  const value = headers.get('retry-after');
  if (value === null) return null;
  const seconds = Number(value);
  if (Number.isFinite(seconds)) return Math.max(0, Math.ceil(seconds));
  const at = Date.parse(value);
  return Number.isNaN(at) ? null : Math.max(0, Math.ceil((at - now.getTime()) / 1000));
}
