/** Pure: who may do what with an order, as sentences; the button and the server obey the same rule. */
import type { Actor } from '../../kernel/command.ts';
import type { Role } from '../../kernel/http.ts';

const is = (actor: Actor, ...roles: Role[]): boolean => actor.roles.includes('administrator') || roles.some((role) => actor.roles.includes(role));

export interface OrderSituation { here: boolean; onHold: boolean; gone: boolean }

/** Roles that read every order. */
export const READERS: readonly Role[] = ['operations', 'service', 'finance', 'channel', 'erp', 'viewer'];
/** Roles that change orders. */
export const CHANGERS: readonly Role[] = ['service', 'operations'];

/** Who gives money back by hand without a limit but what the order can bear. */
export const mayGiveFreely = (actor: Actor): boolean => is(actor, 'finance');

export function orderActions(actor: Actor, { here, onHold, gone }: OrderSituation): string[] {
  const can: string[] = [];
  if (here && is(actor, ...CHANGERS)) can.push('cancel', 'change_address', 'hold');
  if (onHold && is(actor, 'service', 'operations', 'finance')) can.push('release_hold');
  if (gone && is(actor, 'service', 'store')) can.push('return', 'exchange');
  if (is(actor, ...CHANGERS)) can.push('tag', 'note');
  return can;
}

/** What may be done to several orders at once. */
export const bulkActions = (actor: Actor): string[] => (is(actor, ...CHANGERS) ? ['tag', 'untag', 'hold', 'release', 'cancel'] : is(actor, 'finance') ? ['hold', 'release'] : []);

/** Whether an account is shown who ordered: names are for those who deal with the customer. */
export const seesPeople = (actor: Actor): boolean => is(actor, 'service', 'operations', 'finance');

/** Whether an account may know of an order: a key of a sales channel may be bound to its own channels. */
export const seesChannel = (actor: Actor, channel: string): boolean => actor.channels === undefined || actor.channels.includes(channel);
