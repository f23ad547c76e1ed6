/** Pure: what may be done with work, as sentences for the screen and the server alike. */
import type { Actor } from '../../kernel/command.ts';

export interface WorkSituation { kind: 'ship' | 'pickup' | 'transfer'; onHold: boolean; toPick: number; picked: number; putBack: number; accepted: boolean; labelled: boolean }

export function workActions(actor: Actor, work: WorkSituation): string[] {
  if (!['store', 'operations', 'administrator'].some((role) => actor.roles.includes(role))) return [];
  const can: string[] = [];
  if (work.putBack > 0) can.push('put_back');
  if (work.labelled) can.push('hand_over');
  if (work.onHold) return can;
  if (!work.accepted && work.toPick > 0) can.push('accept');
  if (work.toPick > 0) can.push('pick');
  if (work.toPick + work.picked > 0) can.push('short');
  if (work.picked > 0 && work.kind === 'ship') can.push('pack');
  if (work.picked > 0 && work.toPick === 0 && work.kind === 'transfer') can.push('transfer');
  return can;
}

const onTheFloor = (actor: Actor): boolean => ['store', 'operations', 'administrator'].some((role) => actor.roles.includes(role));

/** A load is received where it was sent to, while something of it is on its way. */
export const loadActions = (actor: Actor, { destination, open }: { destination: boolean; open: number }): string[] => (onTheFloor(actor) && destination && open > 0 ? ['receive'] : []);

/**
 * A pickup is handed over when something of it is ready, its payment is secured or can be made at the till, and nobody holds the order for another reason (`payable`), and prepared while something is to be picked here and nobody holds the order.
 * What waits may wait longer; what nobody came for in time is taken back; what nobody collected and no van carries may go elsewhere.
 * What lies here for it may prove to be missing or damaged.
 * A reservation is not handed over: it is sold at the till; while something of it is kept it may be kept longer.
 */
export function pickupActions(actor: Actor, { ready, here, payable, toPick, onHold, waits, overdue, movable, reserved, kept }: { ready: number; here: number; payable: boolean; toPick: number; onHold: boolean; waits: boolean; overdue: boolean; movable: boolean; reserved: boolean; kept: number }): string[] {
  if (!onTheFloor(actor)) return [];
  return [...(ready > 0 && payable && !reserved ? ['collect'] : []), ...(toPick > 0 && !onHold ? ['prepare'] : []), ...(waits ? ['extend'] : []), ...(reserved && kept > 0 ? ['extend_reservation'] : []), ...(waits && overdue ? ['not_collected'] : []), ...(movable ? ['change'] : []), ...(ready + here > 0 ? ['problem'] : [])];
}
