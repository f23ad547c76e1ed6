/** Pure: who may do what with an order, as sentences; the button and the server obey the same rule. */
import type { Actor } from '../../kernel/command.ts';
import type { Role } from '../../kernel/http.ts';

const is = (actor: Actor, ...roles: Role[]): boolean => actor.roles.includes('administrator') || roles.some((role) => actor.roles.includes(role));

export interface OrderSituation { here: boolean; onHold: boolean; gone: boolean; /** In minor units. */ due: number; /** Nobody has said what some line of it is. */ unknown: boolean; /** Store that keeps it as an open reservation; null when it is none, or has ended. */ keptAt: string | null }

/** Roles that read every order. */
export const READERS: readonly Role[] = ['operations', 'service', 'finance', 'channel', 'erp', 'viewer'];
/** Roles that change orders. */
export const CHANGERS: readonly Role[] = ['service', 'operations'];

/** Roles that let a reservation hold longer, or go. */
export const KEEPERS: readonly Role[] = ['store', 'service', 'operations'];

/** Who gives money back by hand without a limit but what the order can bear. */
export const mayGiveFreely = (actor: Actor): boolean => is(actor, 'finance');

/** `loose`: some of it is neither packed nor gone; `fixed`: some of it is; `outside`: some of it is with an external warehouse; `inVan`: some of it is between two locations. */
export function deliveryActions(actor: Actor, { kind, loose, fixed, outside, inVan }: { kind: string; loose: boolean; fixed: boolean; outside: boolean; inVan: boolean }): string[] {
  if (!loose || outside || !is(actor, ...CHANGERS)) return [];
  // Of what has left in part, the rest goes elsewhere as a delivery of its own.
  return [...(kind === 'ship' && !fixed ? ['change_address'] : []), ...((kind === 'ship' || kind === 'pickup') && !inVan ? ['change'] : [])];
}

/** `open`: some of it is neither packed nor gone. */
export const workActions = (actor: Actor, open: boolean): string[] => [...(open && is(actor, ...CHANGERS) ? ['reassign'] : []), ...(is(actor, 'operations', 'service', 'viewer') ? ['explain'] : [])];

/** What may be decided about a parcel that did not simply arrive. */
export function matterActions(actor: Actor, { kind, state, credited }: { kind: string; state: string; credited: boolean }): string[] {
  if (!is(actor, ...CHANGERS)) return [];
  const open = state !== 'done';
  return [...(open && !credited && kind !== 'delivered_after_all' && kind !== 'taken_along' ? ['resend', 'refund'] : []), ...((open && kind !== 'taken_along') || kind === 'lost' || kind === 'damaged' ? ['claim'] : []), ...(open ? ['close'] : [])];
}

/** Only an outside operator can be asked how a payment stands. */
export const paymentActions = (actor: Actor, house: boolean): string[] => (!house && is(actor, 'finance', 'service') ? ['refresh'] : []);

export function orderActions(actor: Actor, { here, onHold, gone, due, unknown, keptAt }: OrderSituation): string[] {
  const can: string[] = [];
  if (here && is(actor, ...CHANGERS)) can.push('cancel', 'change_address', 'hold', ...(keptAt === null ? ['add_lines'] : []));
  if (onHold && is(actor, 'service', 'operations', 'finance')) can.push('release_hold');
  if (unknown && is(actor, ...CHANGERS, 'store')) can.push('name_product');
  if (gone && is(actor, 'service', 'store')) can.push('return', 'exchange');
  if (due > 0 && is(actor, 'service', 'finance')) can.push('refund');
  if (keptAt !== null && is(actor, ...KEEPERS) && (actor.locations === 'all' || actor.locations.includes(keptAt))) can.push('extend_reservation', 'cancel_reservation');
  if (is(actor, ...CHANGERS)) can.push('tag');
  if (is(actor, ...CHANGERS, 'finance')) can.push('note');
  return can;
}

/** What may be done to several orders at once. */
export const bulkActions = (actor: Actor): string[] => (is(actor, ...CHANGERS) ? ['tag', 'untag', 'hold', 'release', 'cancel'] : is(actor, 'finance') ? ['hold', 'release'] : []);

/** Whether an account is shown who ordered: names are for those who deal with the customer. */
export const seesPeople = (actor: Actor): boolean => is(actor, 'service', 'operations', 'finance');

/** Whether an account may know of an order: a key of a sales channel may be bound to its own channels. */
export const seesChannel = (actor: Actor, channel: string): boolean => actor.channels === undefined || actor.channels.includes(channel);

/** Whether an account may release a hold of this team; what a channel held, any of those who change orders may. */
export const mayRelease = (actor: Actor, owner: string): boolean => is(actor, 'service', 'operations', 'finance') && (owner === 'channel' || is(actor, owner as Role));
