/** A visitor of the sandbox's shop reserves at a store without paying: the shop asks Spil, and hands its refusal on as it is. */
import { randomUUID } from 'node:crypto';
import type { z } from 'zod';
import type { Uuid } from '../../kernel/ids.ts';
import { idOf } from '../../kernel/wire.ts';
import { keySecretOf } from '../../simulation/credentials.ts';
import type { Reserved, ReserveWish } from './contract.ts';
import { CHANNEL } from './orders.ts';
import { refusalOf } from './refusal.ts';
import type { Refused } from './refusal.ts';
import type { Simulators } from './simulators.ts';

export interface ReserveDeps { secret: string; url: string; simulators: Simulators; pageOf(order: Uuid): Promise<string> }

interface Answer { order: string; number: string; location: string; until: string; code: string | null }
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
