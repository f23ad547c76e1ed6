/** What every door of the application stands in: look, language, data, notifications, and the gate where one signs in. */
import { MantineProvider, mergeThemeOverrides } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider, useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { lazy, StrictMode, Suspense, useEffect, useMemo } from 'react';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { Refused } from '../api/client.ts';
import { startLive } from '../api/live.ts';
import { createQueryClient } from '../api/query.ts';
import { PageProblem } from '../parts/PageProblem.tsx';
import { doorsOf } from './doors.ts';
import type { DoorName } from './doors.ts';
import { defineWords, setLanguage } from './language.ts';
import { MeContext, meQuery, useWhoAmI } from './session.ts';
import { theme, variables } from './theme.ts';
import '@fontsource-variable/inter';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './shell.css';

const useWords = defineWords({ close: 'Close' }, { close: 'Sluiten' });
const SignIn = lazy(() => import('./sign-in/SignIn.tsx'));
const WrongDoor = lazy(() => import('./WrongDoor.tsx'));

/** Draws a door into the page. */
export function openDoor(inside: ReactNode, client: QueryClient = createQueryClient()): void {
  const place = document.getElementById('door');
  if (!place) throw new Error('the page has no place for the door');
  createRoot(place).render(
    <StrictMode>
      <Look><QueryClientProvider client={client}>{inside}</QueryClientProvider></Look>
    </StrictMode>,
  );
}

/** Colours and type, and the notices that come and go, whose cross has a name in the shown language. */
function Look({ children }: { children: ReactNode }) {
  const { close } = useWords();
  const named = useMemo(() => mergeThemeOverrides(theme, { components: { Notification: { defaultProps: { closeButtonProps: { 'aria-label': close } } } } }), [close]);
  return (
    <MantineProvider theme={named} cssVariablesResolver={variables} defaultColorScheme="auto">
      <Notifications position="top-center" autoClose={5000} />
      {children}
    </MantineProvider>
  );
}

/** Lets in who is signed in, and asks others to; the address stays, so that one comes where one was going. */
export function Gate({ door, children }: { door: DoorName; children: ReactNode }) {
  const me = useWhoAmI();
  const client = useQueryClient();
  const id = me.data?.id;
  const wish = me.data?.language ?? null;
  const out = me.error instanceof Refused && me.error.status === 401;
  useEffect(() => {
    if (id === undefined || out) return undefined;
    const stop = new AbortController();
    startLive(client, stop.signal);
    return () => stop.abort();
  }, [client, id, out]);
  useEffect(() => { if (wish !== null && !new URLSearchParams(location.search).has('language')) setLanguage(wish); }, [id, wish]);
  useEffect(() => askAgainWhenSignedOut(client), [client]);
  // Asked before what is remembered: a session that was ended elsewhere shows nothing any more.
  if (out) return <Suspense><SignIn door={door} /></Suspense>;
  if (me.data && !doorsOf(me.data.roles).includes(door)) return <Suspense><WrongDoor me={me.data} /></Suspense>;
  if (me.data) return <MeContext value={me.data}>{children}</MeContext>;
  if (me.error) return <PageProblem error={me.error} retry={() => void me.refetch()} />;
  return null;
}

/** Any answer "nobody is signed in" has the question asked who is: a session may end while its screens are open. */
function askAgainWhenSignedOut(client: QueryClient): () => void {
  const look = (error: unknown, asked: unknown): void => {
    if (error instanceof Refused && error.code === 'request.unauthenticated' && asked !== meQuery.queryKey[0]) void client.invalidateQueries({ queryKey: meQuery.queryKey });
  };
  const queries = client.getQueryCache().subscribe((event) => { if (event.type === 'updated' && event.action.type === 'error') look(event.action.error, event.query.queryKey[0]); });
  const mutations = client.getMutationCache().subscribe((event) => { if (event.type === 'updated' && event.action.type === 'error') look(event.action.error, null); });
  return () => { queries(); mutations(); };
}
