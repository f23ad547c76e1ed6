/** The store's door: one location's work, for phone, tablet and a desktop with a hand scanner. */
import { createRoute, createRouter, RouterProvider } from '@tanstack/react-router';
import { PageProblem } from '../parts/PageProblem.tsx';
import { Gate, openDoor } from '../shell/Door.tsx';
import { keepQueries } from '../offline/kept.ts';
import { isLive, onLiveState } from '../api/live.ts';
import { createQueryClient } from '../api/query.ts';
import { hurry } from '../offline/outbox.ts';
import { ChooseStore } from './ChooseStore.tsx';
import { countRoutes } from './counts/routes.ts';
import { deviceRoutes } from './device/routes.ts';
import { handoverRoutes } from './handover/routes.ts';
import { incomingRoutes } from './incoming/routes.ts';
import { pickupRoutes } from './pickups/routes.ts';
import { returnRoutes } from './returns/routes.ts';
import { rootRoute, storeRoute } from './root.ts';
import { sendingRoutes } from './sending/routes.ts';
import { stockRoutes } from './stock/routes.ts';
import { tillRoutes } from './till/routes.ts';
import { workRoutes } from './work/routes.ts';

const chooseRoute = createRoute({ getParentRoute: () => rootRoute, path: '/', component: ChooseStore });

const router = createRouter({
  basepath: '/store', scrollRestoration: true, defaultPreload: 'intent',
  defaultErrorComponent: ({ error }) => <PageProblem error={error} retry={() => location.reload()} />,
  routeTree: rootRoute.addChildren([chooseRoute, storeRoute.addChildren([...workRoutes, ...handoverRoutes, ...pickupRoutes, ...incomingRoutes, ...sendingRoutes, ...returnRoutes, ...stockRoutes, ...countRoutes, ...deviceRoutes, ...tillRoutes])]),
});

const client = createQueryClient();
keepQueries(client);
onLiveState(() => { if (isLive()) hurry(); });
openDoor(<Gate door="store"><RouterProvider router={router} /></Gate>, client);
if ('serviceWorker' in navigator && import.meta.env.PROD) void navigator.serviceWorker.register('/store/sw.js', { scope: '/store/' });
