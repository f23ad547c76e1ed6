/** Pure: who may do what with an order, as sentences; the button and the server obey the same rule. */
import type { Actor } from '../../kernel/command.ts';
import type { Role } from '../../kernel/http.ts';

const is = (actor: Actor, ...roles: Role[]): boolean => actor.roles.includes('administrator') || roles.some((role) => actor.roles.includes(role));

export interface OrderSituation { here: boolean; onHold: boolean; gone: boolean }

/** Roles that read every order. */
export const READERS: readonly Role[] = ['operations', 'service', 'finance', 'channel', 'erp', 'viewer'];
/** Roles that change orders. */
export const CHANGERS: readonly Role[] = ['service', 'operations'];

export function orderActions(actor: Actor, { here, onHold, gone }: OrderSituation): string[] {
  const can: string[] = [];
  if (here && is(actor, ...CHANGERS)) can.push('cancel', 'change_address', 'hold');
  if (onHold && is(actor, 'service', 'operations', 'finance')) can.push('release_hold');
  if (gone && is(actor, 'service', 'store')) can.push('return', 'exchange');
  if (is(actor, ...CHANGERS)) can.push('tag', 'note');
  return can;
}
