/** What an account may do, as it is filled in: the same for people and for API keys. */
import type { Me } from '../../shell/session.ts';

export type RoleName = Me['roles'][number];
export interface Rights { roles: RoleName[]; locations: string[] }

/** Roles for people, and those for programs besides. */
export const PERSON_ROLES: readonly RoleName[] = ['store', 'service', 'operations', 'finance', 'viewer', 'administrator'];
export const KEY_ROLES: readonly RoleName[] = ['channel', 'erp', 'carrier', 'fulfiller', 'store', 'service', 'operations', 'finance', 'viewer', 'administrator'];

/** What is missing before it can be saved; null when nothing is. The server has the last word. */
export function missingIn({ roles, locations }: Rights): 'roles' | 'locations' | null {
  if (roles.length === 0) return 'roles';
  const everywhere = roles.includes('administrator') || roles.includes('operations');
  return roles.includes('store') && !everywhere && locations.length === 0 ? 'locations' : null;
}

/** As the interface takes it: no location named is all. */
export const asBody = ({ roles, locations }: Rights): { roles: RoleName[]; locations: string[] | null } => ({ roles, locations: locations.length === 0 ? null : locations });

const LETTERS = 'abcdefghjkmnpqrstuvwxyz23456789';

/** A password that can be told over the telephone: four groups of four from 31 letters and figures, about 79 bits. `bytes` are 16 of chance. */
export const passwordFrom = (bytes: Uint8Array): string => [...bytes.subarray(0, 16)].map((byte, index) => (index > 0 && index % 4 === 0 ? '-' : '') + LETTERS.charAt(byte % LETTERS.length)).join('');
