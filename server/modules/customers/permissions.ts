/** Pure: who may do what with a customer; the button and the server obey the same rule. */
import type { Actor } from '../../kernel/command.ts';
import type { Role } from '../../kernel/http.ts';

const is = (actor: Actor, ...roles: readonly Role[]): boolean => actor.roles.includes('administrator') || roles.some((role) => actor.roles.includes(role));

/** Roles that see customers. */
export const CUSTOMER_READERS: readonly Role[] = ['service', 'operations', 'finance'];
/** Roles that say who is one person, and that take personal data out or give it away. */
export const CUSTOMER_KEEPERS: readonly Role[] = ['service'];

/** Erased customers can be read; nothing else. */
export const customerActions = (actor: Actor, { erased }: { erased: boolean }): string[] => (!erased && is(actor, ...CUSTOMER_KEEPERS) ? ['merge', 'export', 'erase'] : []);
