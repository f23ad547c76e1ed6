/** What a visitor can make fail: for each outside system a few named troubles, as faults that its simulator knows. */
import { kernelProblems } from '../../kernel/problem.ts';
import type { Faults } from './contract.ts';
import { SYSTEMS } from './simulators.ts';
import type { Simulators, System } from './simulators.ts';
import type { z } from 'zod';

/** Until it is taken away. */
const LASTING = 1_000_000;
const everything = (kind: string, times: number, rest: object = {}): object => ({ operation: '*', kind, times, ...rest });
const down = everything('reject', LASTING, { status: 503 });
const habit = (operation: string, times: number): object => ({ operation, kind: 'habit', times });
const busy = everything('reject', 10, { status: 429, retryAfterSeconds: 5 });

/** Faults by system and name; the names are worded by the screen. */
const SCENARIOS: Readonly<Record<System, Readonly<Record<string, object>>>> = {
  postnl: { down, slow: everything('latency', LASTING, { milliseconds: 4000 }), unanswered: { operation: 'label', kind: 'lost', times: 1 }, busy },
  mollie: { down, unanswered: everything('lost', 1), busy },
  shopify: { down, busy, unanswered: everything('lost', 1), news_lost: everything('drop', 5), news_doubled: everything('double', 5) },
  magento: { down, busy, unanswered: everything('lost', 1) },
  erp: { closed: everything('reject', LASTING, { status: 503, retryAfterSeconds: 5 }), slow: everything('latency', LASTING, { milliseconds: 4000 }), unanswered: everything('lost', 1) },
  threepl: {
    down, slow: everything('latency', LASTING, { milliseconds: 4000 }), unanswered: { operation: 'submit', kind: 'lost', times: 1 }, late: habit('late', LASTING), rejects: habit('reject', 3), partly: habit('partly', 3), silent: habit('silent', LASTING),
    report_lost: { operation: 'stock_report', kind: 'drop', times: 1 },
  },
  mailbox: { refused: { kind: 'reject', code: 550, at: 'recipient', times: LASTING }, busy: { kind: 'reject', code: 451, at: 'data', times: 3 }, unanswered: { kind: 'lost', times: 1 } },
};

const doorOf = (system: System): string => (system === 'mailbox' ? '/_control/smtp-faults' : '/_control/faults');

/** Every trouble there is, and which of them are set now. */
export async function listFaults(simulators: Simulators): Promise<z.infer<typeof Faults>> {
  const systems = await Promise.all(SYSTEMS.map(async (system) => {
    const { faults } = await simulators.ask<{ faults: { name?: string; times?: number }[] }>(system, doorOf(system));
    return { system, scenarios: Object.keys(SCENARIOS[system]).map((name) => {
      const left = faults.filter((fault) => fault.name === name).reduce((sum, { times = 1 }) => sum + times, 0);
      return { name, active: left > 0, left: Math.min(left, LASTING) };
    }) };
  }));
  return { systems };
}

/** Sets a trouble, in place of any other of the system. */
export async function setFault(simulators: Simulators, system: System, name: string): Promise<void> {
  const fault = Object.hasOwn(SCENARIOS[system], name) ? SCENARIOS[system][name] : undefined;
  if (fault === undefined) throw kernelProblems.invalid({ detail: `${system} knows the troubles ${Object.keys(SCENARIOS[system]).join(', ')}.`, found: name, field: 'name' });
  await simulators.forget(system, doorOf(system));
  await simulators.tell(system, doorOf(system), { ...fault, name });
}

export const clearFaults = (simulators: Simulators, system: System): Promise<void> => simulators.forget(system, doorOf(system));
