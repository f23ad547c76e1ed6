/** The addresses of incoming in the store's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { storeRoute } from '../root.ts';

export const incomingRoute = createRoute({ getParentRoute: () => storeRoute, path: '/incoming', component: lazyRouteComponent(() => import('./IncomingPage.tsx')) });

export const incomingRoutes = [incomingRoute];
