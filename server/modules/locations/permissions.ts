/** Pure: who may change a location. */
import type { Actor } from '../../kernel/command.ts';
import type { Role } from '../../kernel/http.ts';

export const EDITORS: readonly Role[] = ['operations'];

/** What an account may do with a location. */
export const locationActions = (actor: Actor): 'edit'[] => (['administrator', ...EDITORS].some((role) => actor.roles.includes(role)) ? ['edit'] : []);
