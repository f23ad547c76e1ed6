/** Pure: who may change what is sold and what it costs. */
import type { Actor } from '../../kernel/command.ts';
import type { Role } from '../../kernel/http.ts';

/** Who edits products, variants and prices. */
export const EDITORS: readonly Role[] = ['operations', 'erp'];

/** What an account may do with the catalogue. */
export function catalogueActions(actor: Actor): ('edit' | 'set_price')[] {
  return ['administrator', ...EDITORS].some((role) => actor.roles.includes(role)) ? ['edit', 'set_price'] : [];
}
