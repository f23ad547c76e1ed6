/** Pure: who may do what with returns and exchanges, as sentences for the screen and the server alike. */
import type { Actor } from '../../kernel/command.ts';
import type { Role } from '../../kernel/http.ts';

const is = (actor: Actor, ...roles: Role[]): boolean => actor.roles.includes('administrator') || roles.some((role) => actor.roles.includes(role));

/** At a counter everybody pays the same: another price than the list's is for service and operations. */
export const mayNamePrices = (actor: Actor): boolean => is(actor, 'service', 'operations');

/** An order is returned from while the customer has something of it. */
export const counterActions = (actor: Actor, returnable: number): string[] => (returnable > 0 && is(actor, 'store', 'service', 'operations') ? ['return', 'exchange'] : []);

/** What came back is put away by who works where it lies. */
export const returnActions = (actor: Actor, { here, waiting }: { here: boolean; waiting: number }): string[] => (here && waiting > 0 && is(actor, 'store', 'operations') ? ['inspect'] : []);
