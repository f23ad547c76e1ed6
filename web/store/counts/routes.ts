/** The addresses of counts in the store's door. */
import { createRoute, lazyRouteComponent } from '@tanstack/react-router';
import { storeRoute } from '../root.ts';

export const countsRoute = createRoute({ getParentRoute: () => storeRoute, path: '/counts', component: lazyRouteComponent(() => import('./CountsPage.tsx')) });
export const countRoute = createRoute({ getParentRoute: () => storeRoute, path: '/counts/$session', component: lazyRouteComponent(() => import('./CountPage.tsx')) });

export const countRoutes = [countsRoute, countRoute];
