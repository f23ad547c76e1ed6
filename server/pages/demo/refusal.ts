/** What Spil refuses a shop of the sandbox, handed on as it is: the code and the figures stay, so that the page can say it in its language. */
import { Refusal, kernelProblems } from '../../kernel/problem.ts';

export interface Refused { code?: string; title?: string; detail?: string; field?: string; found?: unknown; expected?: unknown }

/** The demo's own routes answer 400 for whatever is not possible. */
export function refusalOf({ code, title = '', detail = 'Spil did not answer.', field, found, expected }: Refused, status: number): Refusal {
  if (status >= 500 || code === undefined) return kernelProblems.unavailable({ detail });
  return new Refusal(code, { status: 400, title }, { detail, found, expected, ...(field === undefined ? {} : { field }) });
}
