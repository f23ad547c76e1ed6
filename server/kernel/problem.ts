/** Refusals: every room keeps a catalogue of them, and each is answered as RFC 9457 problem details that say what to do. */

export interface ProblemDefinition {
  /** HTTP status. */
  status: number;
  /** The sentence that names the problem, the same each time. */
  title: string;
}

export interface ProblemDetails {
  /** What is the matter this time: what was found, what was expected, and what to do now. */
  detail: string;
  found?: unknown;
  expected?: unknown;
  /** Path of the field at fault in the request, e.g. `lines[0].quantity`. */
  field?: string;
  errors?: { field: string; detail: string }[];
  retryAfterSeconds?: number;
}

/** A request that is refused: nothing was changed. Pure rules throw it; the HTTP door answers it. */
export class Refusal extends Error {
  readonly code: string;
  readonly status: number;
  readonly title: string;
  readonly details: ProblemDetails;
  constructor(code: string, definition: ProblemDefinition, details: ProblemDetails) {
    super(details.detail);
    this.name = 'Refusal';
    this.code = code;
    this.status = definition.status;
    this.title = definition.title;
    this.details = details;
  }

  /** The body of the answer, media type application/problem+json. */
  toJSON(): Record<string, unknown> {
    const { detail, found, expected, field, errors } = this.details;
    return { type: `/problems/${this.code}`, title: this.title, status: this.status, detail, code: this.code, found, expected, field, errors };
  }
}

const known = new Map<string, ProblemDefinition>();

/** Every refusal there is, for the documentation page of the API. */
export const allProblems = (): ReadonlyMap<string, ProblemDefinition> => known;

/** Declares a room's refusals; each becomes a function that makes the Refusal with this occasion's details. */
export function catalogue<const T extends Record<string, ProblemDefinition>>(room: string, definitions: T): { [K in keyof T]: (details: ProblemDetails | string) => Refusal } {
  const makers = {} as { [K in keyof T]: (details: ProblemDetails | string) => Refusal };
  for (const name of Object.keys(definitions) as (keyof T & string)[]) {
    const definition = definitions[name] as ProblemDefinition;
    const code = `${room}.${name}`;
    known.set(code, definition);
    makers[name] = (details) => new Refusal(code, definition, typeof details === 'string' ? { detail: details } : details);
  }
  return makers;
}

export const kernelProblems = catalogue('request', {
  invalid: { status: 400, title: 'The request is not as the interface describes it' },
  unauthenticated: { status: 401, title: 'Nobody is signed in' },
  forbidden: { status: 403, title: 'This is not allowed for this account' },
  not_found: { status: 404, title: 'There is nothing here' },
  method_not_allowed: { status: 405, title: 'This address does not take this method' },
  too_large: { status: 413, title: 'The request is too large' },
  headers_too_large: { status: 431, title: 'The headers of the request are too large' },
  unsupported_media_type: { status: 415, title: 'The body must be JSON' },
  key_missing: { status: 400, title: 'The Idempotency-Key header is missing' },
  key_reused: { status: 422, title: 'This Idempotency-Key was used for another request' },
  key_in_flight: { status: 409, title: 'The first request with this Idempotency-Key is still under way' },
  version_mismatch: { status: 412, title: 'It was changed in the meantime' },
  version_missing: { status: 428, title: 'The If-Match header is missing' },
  contested: { status: 409, title: 'Others were faster several times in a row' },
  unavailable: { status: 503, title: 'The service cannot answer at the moment' },
});
