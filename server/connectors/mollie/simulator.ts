/** Mollie on a laptop: serves the v2 payments interface from storage of its own, with a checkout page, webhooks and a control door. */
import { createSimulator } from '../simulation/kit.ts';
import type { Simulator } from '../simulation/kit.ts';
import { REPEATEDLY_CAPTURED } from './methods.ts';
import { addControl } from './simulator/control.ts';
import { createLedger } from './simulator/ledger.ts';
import { addRoutes, speakMollie } from './simulator/routes.ts';
import type { Exchange } from './simulator/routes.ts';
import { createRules } from './simulator/rules.ts';
import { createWebhooks } from './simulator/webhooks.ts';

export type { ControlPayment } from './simulator/control.ts';
export type { Exchange } from './simulator/routes.ts';

export interface MollieSimulatorOptions {
  /** SQLite file of its own; `:memory:` for tests. */
  storage: string;
  apiKey: string;
  /** Where payments without a webhook address of their own are told. */
  webhookUrl?: string;
  /** Where signed next-generation events go, and the secret that signs them. */
  events?: { url: string; secret: string };
  now?: () => Date;
  /** Methods that may be captured more than once; as `createMollie`'s option of the same name. */
  repeatedlyCaptured?: readonly string[];
  /** Whether captures wait for `/_control/advance` before they succeed. */
  capturesPending?: boolean;
  /** Lets time pass by itself so often; off by default, so that tests never wait. */
  advanceEveryMs?: number;
  /** Sees each call, for tests against Mollie's published schemas. */
  inspect?: (exchange: Exchange) => void;
}

/**
 * A simulated Mollie, with the kit's faults under the operation names of Mollie's OpenAPI document (`create-capture`,
 * `create-refund`, `get-payment`, …) and `webhook` for doubled or dropped webhooks.
 *
 * Control: `GET /_control/payments` lists all with totals in minor units; `POST /_control/payments` makes one that a web shop
 * would have had paid or authorised; `/_control/{chargeback,refund,fail,expire,advance}` do what a bank, the dashboard or time would.
 */
export function createMollieSimulator(options: MollieSimulatorOptions): Simulator {
  const { storage, apiKey, webhookUrl, events, now, repeatedlyCaptured = REPEATEDLY_CAPTURED, capturesPending = false, advanceEveryMs, inspect } = options;
  const simulator = createSimulator({ name: 'mollie', storage, ...(now ? { now } : {}) });
  const ledger = createLedger(simulator.store, simulator.now);
  const rules = createRules({ ledger, now: simulator.now, repeatedlyCaptured, capturesPending });
  const webhooks = createWebhooks({ store: simulator.store, ledger, now: simulator.now, fallbackUrl: webhookUrl ?? null, events: events ?? null, fault: simulator.webhookFault });
  speakMollie(simulator);
  addRoutes({ simulator, ledger, rules, webhooks, apiKey, inspect: inspect ?? null });
  const { advance } = addControl({ simulator, ledger, rules, webhooks });

  let address = '';
  let passing: Promise<void> = Promise.resolve();
  const interval = advanceEveryMs === undefined ? null : setInterval(() => { passing = passing.then(() => advance(address)); }, advanceEveryMs);
  interval?.unref();

  return {
    ...simulator,
    listen: async (port) => {
      address = await simulator.listen(port);
      return address;
    },
    close: async () => {
      if (interval) clearInterval(interval);
      await passing;
      await webhooks.quiet();
      await simulator.close();
    },
  };
}
