/** What every door of the application stands in: look, language, data, notifications, and the gate where one signs in. */
import { MantineProvider } from '@mantine/core';
import { Notifications } from '@mantine/notifications';
import { QueryClientProvider, useQueryClient } from '@tanstack/react-query';
import type { QueryClient } from '@tanstack/react-query';
import { lazy, StrictMode, Suspense, useEffect } from 'react';
import type { ReactNode } from 'react';
import { createRoot } from 'react-dom/client';
import { Refused } from '../api/client.ts';
import { startLive } from '../api/live.ts';
import { createQueryClient } from '../api/query.ts';
import { PageProblem } from '../parts/PageProblem.tsx';
import { MeContext, useWhoAmI } from './session.ts';
import { theme, variables } from './theme.ts';
import '@fontsource-variable/inter';
import '@mantine/core/styles.css';
import '@mantine/notifications/styles.css';
import './shell.css';

const SignIn = lazy(() => import('./sign-in/SignIn.tsx'));

/** Draws a door into the page. */
export function openDoor(inside: ReactNode, client: QueryClient = createQueryClient()): void {
  const place = document.getElementById('door');
  if (!place) throw new Error('the page has no place for the door');
  createRoot(place).render(
    <StrictMode>
      <MantineProvider theme={theme} cssVariablesResolver={variables} defaultColorScheme="auto">
        <Notifications position="top-center" autoClose={5000} />
        <QueryClientProvider client={client}>{inside}</QueryClientProvider>
      </MantineProvider>
    </StrictMode>,
  );
}

/** Lets in who is signed in, and asks others to; the address stays, so that one comes where one was going. */
export function Gate({ door, children }: { door: 'store' | 'office'; children: ReactNode }) {
  const me = useWhoAmI();
  const client = useQueryClient();
  const id = me.data?.id;
  useEffect(() => {
    if (id === undefined) return undefined;
    const stop = new AbortController();
    startLive(client, stop.signal);
    return () => stop.abort();
  }, [client, id]);
  if (me.data) return <MeContext value={me.data}>{children}</MeContext>;
  if (me.error instanceof Refused && me.error.status === 401) return <Suspense><SignIn door={door} /></Suspense>;
  if (me.error) return <PageProblem error={me.error} retry={() => void me.refetch()} />;
  return null;
}
