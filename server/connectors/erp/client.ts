/** Speaks the neutral ERP interface: sends documents within the ERP's call limit, asks for its stock and for what suppliers will bring. */
import { setTimeout as sleep } from 'node:timers/promises';
import { callOutside, retryAfterSeconds, Unreached } from '../outside/http.ts';
import type { OutsideAnswer, OutsideRequest } from '../outside/http.ts';
import type { Erp, ErpDocument, ErpOutcome } from '../../modules/feed/ports.ts';
import type { Instant } from '../../kernel/clock.ts';
import { ErpExpectedReceipts, ErpReceipt, ErpRefusal, ErpStockReportBody } from './interface.ts';
import { createLimiter } from './limiter.ts';

export interface ErpOptions {
  /** Where the interface is, e.g. https://erp.example.com/spil/v1 */
  baseUrl: string;
  token: string;
  /** The ERP's limit; Exact Online allows 60 per company. */
  callsPerMinute: number;
  timeoutMs?: number;
  /** How long a document may wait for its turn; beyond it the answer is "unavailable", so that no queue grows here. */
  longestWaitMs?: number;
  now: () => Instant;
  /** How to wait; only tests, whose clock does not run, need another. */
  wait?: (milliseconds: number) => Promise<unknown>;
}

/** The ERP could not be asked; `retryAfterSeconds` where it said when it can. */
export class ErpUnavailable extends Error {
  readonly retryAfterSeconds: number | null;
  constructor(reason: string, seconds: number | null) {
    super(reason);
    this.retryAfterSeconds = seconds;
  }
}

/** After a refused login: Exact Online shuts a company out after 10 errors in an hour, and six tries an hour stay below that. */
const AFTER_REFUSED_LOGIN_SECONDS = 600;
/** After "too many calls" without a word about when. */
const AFTER_TOO_MANY_SECONDS = 60;
const LONGEST_REASON = 300;

/**
 * Makes the ERP's door. Documents go one after another in the order given. When the ERP cannot be reached, is full or refuses
 * our login, the rest of the batch is not tried: it would only cost calls. A document whose answer was lost is sent again under
 * its id, which the ERP keeps once.
 */
export function createErp(options: ErpOptions): Erp {
  const { token, timeoutMs = 15_000, longestWaitMs = 5_000, wait = sleep } = options;
  const baseUrl = options.baseUrl.replace(/\/+$/, '');
  const now = (): number => new Date(options.now()).getTime();
  const limiter = createLimiter({ callsPerMinute: options.callsPerMinute, longestWaitMs, now });

  const call = async (request: Pick<OutsideRequest, 'method' | 'body'> & { path: string }): Promise<OutsideAnswer | ErpUnavailable> => {
    const delay = limiter.claim();
    if (delay === null) return new ErpUnavailable('the limit on calls to the ERP is reached', Math.ceil(limiter.waiting() / 1000));
    if (delay > 0) await wait(delay);
    try {
      const answer = await callOutside({ method: request.method, url: baseUrl + request.path, headers: { authorization: `Bearer ${token}`, accept: 'application/json' }, body: request.body, timeoutMs });
      return unavailableBy(answer) ?? answer;
    } catch (error) {
      if (error instanceof Unreached) return new ErpUnavailable(error.message, null);
      throw error;
    }
  };

  const unavailableBy = (answer: OutsideAnswer): ErpUnavailable | null => {
    const { status } = answer;
    const login = status === 401 || status === 403;
    if (!login && status !== 408 && status !== 429 && status < 500) return null;
    const said = retryAfterSeconds(answer.headers, new Date(now()));
    const seconds = said ?? (login ? AFTER_REFUSED_LOGIN_SECONDS : status === 429 ? AFTER_TOO_MANY_SECONDS : null);
    if (seconds !== null) limiter.pause(seconds * 1000);
    const reason = status === 401 ? 'the ERP refuses our token' : status === 403 ? 'the ERP does not let us in' : status === 429 ? 'the ERP takes no more calls for now' : `the ERP answered ${status}`;
    return new ErpUnavailable(reason, seconds);
  };

  const put = async (document: ErpDocument): Promise<ErpOutcome> => {
    const answer = await call({ method: 'PUT', path: `/documents/${encodeURIComponent(document.id)}`, body: document });
    if (answer instanceof ErpUnavailable) return { kind: 'unavailable', reason: answer.message, retryAfterSeconds: answer.retryAfterSeconds };
    if (answer.status >= 200 && answer.status < 300) {
      const receipt = ErpReceipt.safeParse(answer.json);
      // Something answered that is not the ERP (a proxy's welcome page): believing it would lose the document.
      return receipt.success && receipt.data.id === document.id ? { kind: 'accepted', ref: receipt.data.ref } : { kind: 'unavailable', reason: `the ERP answered ${answer.status} without a receipt`, retryAfterSeconds: null };
    }
    if (answer.status < 400) return { kind: 'unavailable', reason: `the ERP answered ${answer.status}`, retryAfterSeconds: null };
    const refusal = ErpRefusal.safeParse(answer.json);
    return refusal.success ? { kind: 'refused', code: refusal.data.code, reason: refusal.data.message.slice(0, LONGEST_REASON) } : { kind: 'refused', code: String(answer.status), reason: `the ERP answered ${answer.status}` };
  };

  return {
    code: 'erp',
    send: async (documents) => {
      const outcomes: { id: string; outcome: ErpOutcome }[] = [];
      let stopped: ErpOutcome | null = null;
      for (const document of documents) {
        const outcome: ErpOutcome = stopped ?? await put(document);
        if (outcome.kind === 'unavailable') stopped = outcome;
        outcomes.push({ id: document.id, outcome });
      }
      return outcomes;
    },
    stockReport: async () => {
      const answer = await call({ method: 'GET', path: '/stock-report' });
      if (answer instanceof ErpUnavailable) throw answer;
      const report = answer.status === 200 ? ErpStockReportBody.safeParse(answer.json) : null;
      if (!report?.success) throw new ErpUnavailable(`the ERP answered ${answer.status} without a stock report`, null);
      return report.data;
    },
    expectedReceipts: async () => {
      const answer = await call({ method: 'GET', path: '/expected-receipts' });
      if (answer instanceof ErpUnavailable) throw answer;
      if (answer.status === 404) return [];
      const told = answer.status === 200 ? ErpExpectedReceipts.safeParse(answer.json) : null;
      if (!told?.success) throw new ErpUnavailable(`the ERP answered ${answer.status} without expected receipts`, null);
      return told.data.receipts;
    },
  };
}
