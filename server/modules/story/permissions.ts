/** Pure: who reads the story of an order, who is shown how the customer is reached, and who may have a message sent again. */
import type { Actor } from '../../kernel/command.ts';
import type { Role } from '../../kernel/http.ts';

/** Teams that deal with customers and their money; a store sees its own work, a channel its own orders. */
export const STORY_READERS: readonly Role[] = ['service', 'operations', 'finance', 'viewer'];

const is = (actor: Actor, ...roles: Role[]): boolean => actor.roles.includes('administrator') || roles.some((role) => actor.roles.includes(role));

/** `whole`: name, addresses, e-mail, telephone. `name`: who it is, no more. */
export const personShown = (actor: Actor): 'whole' | 'name' | 'nothing' => (is(actor, 'service', 'operations') ? 'whole' : is(actor, 'finance') ? 'name' : 'nothing');

/** A message that is still under way is not sent twice. */
export const resendable = (actor: Actor, state: string): boolean => state !== 'queued' && is(actor, 'service', 'operations');
