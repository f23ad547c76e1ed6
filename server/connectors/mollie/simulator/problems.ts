/** How the simulated Mollie refuses: its problem object, as an error that handlers throw. */

const TITLES: Readonly<Record<number, string>> = {
  400: 'Bad Request', 401: 'Unauthorized Request', 404: 'Not Found', 405: 'Method Not Allowed', 409: 'Conflict', 422: 'Unprocessable Entity',
  429: 'Too Many Requests', 500: 'Internal Server Error', 503: 'Service Unavailable',
};

export interface ProblemBody {
  status: number;
  title: string;
  detail: string;
  field?: string;
  _links: { documentation: { href: string; type: string } };
}

/** A problem object in the shape of the `error-response` of Mollie's OpenAPI document. */
export function problemBody(status: number, detail: string, field?: string): ProblemBody {
  return {
    status,
    title: TITLES[status] ?? 'Error',
    detail,
    ...(field === undefined ? {} : { field }),
    _links: { documentation: { href: 'https://docs.mollie.com/overview/handling-errors', type: 'text/html' } },
  };
}

export class Problem extends Error {
  readonly body: ProblemBody;
  constructor(status: number, detail: string, field?: string) {
    super(detail);
    this.body = problemBody(status, detail, field);
  }
}

export const unprocessable = (detail: string, field?: string): Problem => new Problem(422, detail, field);
