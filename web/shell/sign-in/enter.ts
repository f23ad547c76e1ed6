/** What happens once somebody has signed in: what the one before read goes, and one stays, or goes to one's own door. */
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { call } from '../../api/client.ts';
import { read } from '../../api/query.ts';
import { wayAfterSignIn } from '../doors.ts';
import type { DoorName } from '../doors.ts';
import { meQuery } from '../session.ts';

type Means = { email: string; password: string; sharedDevice: boolean } | { person: string; pin: string };

/** Signs in by password or PIN, and goes on. */
export function useSignIn(door: DoorName) {
  const client = useQueryClient();
  return useMutation({
    mutationFn: async (means: Means) => {
      await ('pin' in means ? call('switchColleague', { body: means }) : call('signIn', { body: means }));
      return call('whoAmI', {});
    },
    onSuccess: (me) => {
      const way = wayAfterSignIn(me, door, location.pathname);
      if (way !== null) return location.assign(way);
      client.removeQueries({ predicate: ({ queryKey }) => queryKey[0] !== 'demo' && queryKey[0] !== 'whoAmI' });
      client.setQueryData(meQuery.queryKey, me);
    },
  });
}

/** Who may switch on this device. */
export const colleaguesQuery = read('listColleagues', {});
