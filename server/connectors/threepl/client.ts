/** Gives work orders to an external warehouse over our JSON interface as it implements it: under their own ids, so that nothing is doubled by asking again. */
import type { Fulfiller, FulfillerOutcome, WorkOrder } from '../../modules/partners/ports.ts';
import { callOutside, retryAfterSeconds, Unreached } from '../outside/http.ts';
import type { OutsideAnswer } from '../outside/http.ts';

export interface ThreePlOptions {
  /** Where the warehouse's interface is, e.g. https://wms.example.com/spil */
  baseUrl: string;
  token: string;
  timeoutMs?: number;
  now: () => Date;
}

const LONGEST_REASON = 300;

/** Makes the warehouse's door. What it does not take for good is `refused`; a login that it refuses, too many calls and no answer are `unavailable`: the work order is given again. */
export function createThreePl({ baseUrl, token, timeoutMs = 15_000, now }: ThreePlOptions): Fulfiller {
  const root = baseUrl.replace(/\/+$/, '');
  const call = async (method: 'GET' | 'PUT' | 'POST', path: string, body?: WorkOrder): Promise<OutsideAnswer | Extract<FulfillerOutcome, { kind: 'unavailable' }>> => {
    try {
      const answer = await callOutside({ method, url: root + path, headers: { authorization: `Bearer ${token}`, accept: 'application/json' }, body, timeoutMs });
      const { status } = answer;
      const login = status === 401 || status === 403;
      if (!login && status !== 408 && status !== 429 && status < 500) return answer;
      return { kind: 'unavailable', reason: login ? `the warehouse refuses our token (${status})` : `the warehouse answered ${status}`, retryAfterSeconds: retryAfterSeconds(answer.headers, now()) };
    } catch (error) {
      if (error instanceof Unreached) return { kind: 'unavailable', reason: error.message, retryAfterSeconds: null };
      throw error;
    }
  };
  const give = async (method: 'PUT' | 'POST', path: string, work: WorkOrder): Promise<FulfillerOutcome> => {
    const answer = await call(method, path, work);
    if ('kind' in answer) return answer;
    const said = answer.json as { id?: unknown; message?: unknown } | undefined;
    if (answer.status >= 200 && answer.status < 300) {
      // Something answered that is not the warehouse (a proxy's welcome page): believing it would lose the work order.
      return said?.id === work.id ? { kind: 'taken' } : { kind: 'unavailable', reason: `the warehouse answered ${answer.status} without naming the work order`, retryAfterSeconds: null };
    }
    if (answer.status < 400) return { kind: 'unavailable', reason: `the warehouse answered ${answer.status}`, retryAfterSeconds: null };
    return { kind: 'refused', reason: typeof said?.message === 'string' ? said.message.slice(0, LONGEST_REASON) : `the warehouse answered ${answer.status}` };
  };
  const at = (id: string): string => `/work/${encodeURIComponent(id)}`;
  return {
    submit: (work) => give('PUT', at(work.id), work),
    cancel: (work) => give('POST', `${at(work.id)}/cancellations`, work),
    knows: async (id) => {
      const answer = await call('GET', at(id));
      if ('kind' in answer) return null;
      return answer.status === 200 ? true : answer.status === 404 ? false : null;
    },
  };
}
