/** What is offered with an account: decided here, obeyed by the buttons. */

/** What an administrator may do with an API key. */
export const keyActions = ({ revokedAt }: { revokedAt: string | null }): string[] => (revokedAt === null ? ['revoke'] : []);

/** What an administrator may do with a person's account. */
export const personActions = ({ hasPin }: { hasPin: boolean }): string[] => ['change', 'setPassword', ...(hasPin ? ['clearPin'] : [])];

/** What somebody may do with their own account: a program has neither password nor PIN, and a PIN is for the shop floor. */
export function ownActions({ kind, worksInStore, hasPin, onDevice }: { kind: string; worksInStore: boolean; hasPin: boolean; onDevice: boolean }): string[] {
  if (kind !== 'person') return [];
  return ['changePassword', 'setLanguage', ...(worksInStore ? ['setPin'] : []), ...(hasPin ? ['clearPin'] : []), ...(onDevice ? ['switch'] : [])];
}
