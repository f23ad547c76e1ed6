/** Pure: who looks things up in the office, and who may change a saved view. */
import type { Actor } from '../../kernel/command.ts';
import type { Role } from '../../kernel/http.ts';

/** Roles of the office: they search, and keep views. A store looks things up in its own work. */
export const OFFICE: readonly Role[] = ['operations', 'service', 'finance', 'viewer'];
/** Teams that a view can be shared with. */
export const TEAMS = ['operations', 'service', 'finance', 'viewer', 'everyone'] as const;

const is = (actor: Actor, ...roles: readonly string[]): boolean => actor.roles.includes('administrator') || roles.some((role) => actor.roles.includes(role));

/** Names, addresses and e-mail addresses are for those who deal with customers. */
export const findsPeople = (actor: Actor): boolean => is(actor, 'service', 'operations', 'finance');

/** Who sees a view besides its owner: its team. */
export const seesView = (actor: Actor, { owner, team }: { owner: string; team: string | null }): boolean => owner === actor.id || team === 'everyone' || (team !== null && is(actor, team));

/** One's own view is changed by oneself; what a team uses may also be put right by an administrator. */
export const viewActions = (actor: Actor, view: { owner: string; team: string | null }): string[] => (view.owner === actor.id || (view.team !== null && actor.roles.includes('administrator')) ? ['change', 'delete'] : []);
