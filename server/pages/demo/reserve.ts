/** A visitor of the sandbox's shop reserves at a store without paying: the shop asks Spil, and hands its refusal on as it is. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import { Refusal, kernelProblems } from '../../kernel/problem.ts';
import type { Uuid } from '../../kernel/ids.ts';
import { idOf } from '../../kernel/wire.ts';
import { keySecretOf } from '../../simulation/credentials.ts';
import type { Reserved, ReserveWish } from './contract.ts';
import { CHANNEL } from './orders.ts';
import type { Simulators } from './simulators.ts';

export interface ReserveDeps { secret: string; url: string; simulators: Simulators; pageOf(order: Uuid): Promise<string> }

interface Answer { order: string; number: string; location: string; until: string; code: string | null }
interface Refused { code?: string; title?: string; detail?: string; field?: string; found?: unknown; expected?: unknown }

/** The demo's own routes answer 400 for whatever is not possible; the code and the figures stay, so that the page can say it in its language. */
function refusalOf({ code, title = '', detail = 'Spil did not answer.', field, found, expected }: Refused, status: number): Refusal {
  if (status >= 500 || code === undefined) return kernelProblems.unavailable({ detail });
  return new Refusal(code, { status: 400, title }, { detail, found, expected, ...(field === undefined ? {} : { field }) });
}

export async function reserveIn({ secret, url, simulators, pageOf }: ReserveDeps, { shop, lines, store, customer }: ReserveWish): Promise<z.infer<typeof Reserved>> {
  const externalId = `RES-${randomUUID().slice(0, 8).toUpperCase()}`;
  const answer = await fetch(`${url}/reservations`, {
    method: 'POST', headers: { authorization: `Bearer ${keySecretOf(secret, 'demo api')}`, 'content-type': 'application/json', 'idempotency-key': externalId },
    body: JSON.stringify({ channel: CHANNEL[shop], externalId, location: store, lines, customer: { name: `${customer.first} ${customer.last}`, email: customer.email, language: customer.language } }),
  });
  const body: unknown = await answer.json();
  if (!answer.ok) throw refusalOf(body as Refused, answer.status);
  const { order, number, location, until, code } = body as Answer;
  // As with what is bought: the robots leave it to the visitor. Where no robots run there is nobody to tell.
  void simulators.robots({ leave: [order] }).catch(() => undefined);
  return { number, store: location, until, code, page: await pageOf(idOf('order').parse(order)) };
}
