/** The control doors of the simulated outside systems, as the sandbox calls them. */
import { kernelProblems } from '../../kernel/problem.ts';

/** Where each simulator is reached; `company` is the door of the robots, and is not there when the demo runs without them. */
export interface SimulatorUrls { mollie: string; postnl: string; shopify: string; magento: string; mailbox: string; erp: string; threepl: string; company?: string }

export const SYSTEMS = ['mollie', 'postnl', 'shopify', 'magento', 'mailbox', 'erp', 'threepl'] as const;
export type System = (typeof SYSTEMS)[number];

export interface Simulators {
  urls: SimulatorUrls;
  ask<T>(system: System, path: string, headers?: Record<string, string>): Promise<T>;
  tell<T>(system: System, path: string, body?: object): Promise<T>;
  forget(system: System, path: string): Promise<void>;
  /** The robots: their figures, and with a wish their figures after it. Null without robots. */
  robots<T>(wanted?: object): Promise<T | null>;
}

const PATIENCE = 10_000;

/** Calls simulators; what one refuses is refused with its own sentence, and one that is not there is said to be away. */
export function simulators(urls: SimulatorUrls): Simulators {
  const call = async <T>(url: string, method: string, body?: object, headers: Record<string, string> = {}): Promise<T> => {
    const answer = await fetch(url, { method, headers: { ...headers, ...(body === undefined ? {} : { 'content-type': 'application/json' }) }, signal: AbortSignal.timeout(PATIENCE), ...(body === undefined ? {} : { body: JSON.stringify(body) }) })
      .catch(() => { throw kernelProblems.unavailable({ detail: 'The simulated outside world does not answer. Start the demo again.' }); });
    const text = await answer.text();
    if (!answer.ok) throw kernelProblems.invalid({ detail: sentenceIn(text) ?? `The simulator answered ${answer.status}.`, found: answer.status });
    return (text === '' ? null : JSON.parse(text)) as T;
  };
  return {
    urls,
    ask: (system, path, headers) => call(urls[system] + path, 'GET', undefined, headers),
    tell: (system, path, body = {}) => call(urls[system] + path, 'POST', body),
    forget: (system, path) => call(urls[system] + path, 'DELETE'),
    robots: async <T>(wanted?: object) => (urls.company === undefined ? null : call<T>(urls.company, wanted === undefined ? 'GET' : 'POST', wanted)),
  };
}

/** What a simulator said, in whatever shape its vendor writes errors. */
function sentenceIn(text: string): string | null {
  try {
    const said = JSON.parse(text) as Record<string, unknown>;
    const found = [said['detail'], said['message'], said['error'], said['errors']].find((one) => typeof one === 'string' && one !== '');
    return typeof found === 'string' ? found : null;
  } catch {
    return null;
  }
}
