/** Who is signed in, and signing out; every door stands on it. */
import { useQuery, useQueryClient } from '@tanstack/react-query';
import { createContext, useContext } from 'react';
import { call, Refused } from '../api/client.ts';
import type { Answer } from '../api/client.ts';
import { read } from '../api/query.ts';
import { forgetKept } from '../offline/kept.ts';

export type Me = Answer<'whoAmI'>;

export const meQuery = read('whoAmI', {});
export const useWhoAmI = () => useQuery({ ...meQuery, staleTime: 60_000 });

export const MeContext = createContext<Me | null>(null);

/** The signed-in account; only below the gate of a door. */
export function useMe(): Me {
  const me = useContext(MeContext);
  if (me === null) throw new Error('useMe is for pages behind the sign-in');
  return me;
}

export const hasRole = (me: Me, ...roles: readonly Me['roles'][number][]): boolean => me.roles.includes('administrator') || roles.some((role) => me.roles.includes(role));

/** Ends the session here; what this browser still remembers of it goes with it. What is not sent yet stays. */
export function useSignOut(): () => Promise<void> {
  const client = useQueryClient();
  return async () => {
    // Who is signed out already wants the same page.
    await call('signOut', {}).catch((error: unknown) => { if (!(error instanceof Refused)) throw error; });
    client.clear();
    await forgetKept();
    await client.invalidateQueries({ queryKey: meQuery.queryKey });
    location.reload();
  };
}
